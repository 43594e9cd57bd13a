"""``assay audit``: how a rating was reached, checked from the record alone, and whether the record is what it was."""

from datetime import datetime
from typing import Annotated

import typer

from activities.replaying import Replay
from adapters.inbound.cli.audit_checkpoints import add_checkpoints
from adapters.inbound.cli.audit_dossier import add_dossier
from adapters.inbound.cli.audit_ledger import add_ledger
from adapters.inbound.cli.inspections import Reference
from adapters.inbound.cli.services import Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.inspections.events import RatingsConfirmed, RatingsDecided
from domain.refusals import Refused
from domain.working_days import LONDON, end_of_day

__all__ = ["add_to"]

NOT_VERIFIED = 1
"""The exit status when the record does not hold: nobody asked for anything wrong, so it is no refusal."""


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``audit``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="For auditors: how a rating was reached, and proof that nothing was changed.",
    )
    add_ledger(group, summon)
    add_checkpoints(group, summon)
    add_dossier(group, summon)

    @group.command("replay")
    def replay(
        inspection: Reference,
        at: Annotated[
            int | None,
            typer.Option(
                metavar="N", min=1, help="As it stood after the event at this position of the record."
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                metavar="TIME", help="By what was recorded then: a day, or a time like 2026-03-02T12:00."
            ),
        ] = None,
        so_at: Annotated[
            str | None,
            typer.Option(metavar="TIME", help="By what was so then, whenever it was recorded."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Replay an inspection from the record, and check that its ratings follow from it.

        Ends with 0 if they do, and with 1 if anything does not hold, saying where. A day means its end; times
        without a zone are London's.

        Example: assay audit replay nps-nw-2026 --as-of 2026-07-01
        """
        found = summon().replaying.replay(
            inspection,
            at=at,
            as_of=_instant("--as-of", as_of) if as_of else None,
            so_at=_instant("--so-at", so_at) if so_at else None,
        )
        if as_json:
            say_json(_as_json(found))
        else:
            _tell(found)
        if found.verdict != "verified":
            raise typer.Exit(NOT_VERIFIED)

    app.add_typer(group, name="audit")


def _instant(option: str, typed: str) -> datetime:
    try:
        at = datetime.fromisoformat(typed)
        if len(typed) == len("2026-03-02"):
            return end_of_day(at.date())
        return at if at.tzinfo else at.replace(tzinfo=LONDON)
    except (ValueError, OverflowError):
        raise Refused.because(
            "bad-value", f"{option} must be a day like 2026-03-02 or a time like 2026-03-02T12:00."
        ) from None


def _tell(found: Replay) -> None:
    table(
        ("position", "day", "what happened", "by"),
        [
            (
                step.position,
                step.envelope.occurred_at.astimezone(LONDON).date(),
                step.sentence,
                step.envelope.acting_role,
            )
            for step in found.steps
        ],
    )
    say(f"At position {found.position} the inspection {found.inspection} stood at {found.state.standing}.")
    then = found.then
    if then.unrated:
        say(f"No ratings followed from the record by then: {then.unrated}.")
    else:
        table(
            ("standard", "rating by the rule"),
            [
                (standard, (rating or "not rated").replace("_", " "))
                for standard, rating in then.ratings.items()
            ],
        )
        score = f", {then.score} of {then.max_score}" if then.score is not None else ""
        say(f"Overall by the rule: {_words(then.overall)}{score}.")
    _tell_decision(found.state.decided)
    say(f"Replay: {found.verdict}{f' ({found.place})' if found.place else ''}.")


def _words(rating: str | None) -> str:
    return (rating or "none").replace("_", " ")


def _tell_decision(decided: RatingsDecided | RatingsConfirmed | None) -> None:
    if decided is None:
        say("The panel had not decided by then.")
        return
    if isinstance(decided, RatingsConfirmed):
        say(
            f"Overall as the {decided.role.value.replace('-', ' ')} decided on {decided.decided_on}, without a panel: "
            f"{_words(decided.overall)}."
        )
        return
    say(
        f"Overall as the panel {decided.panel} decided on {decided.decided_on}: {_words(decided.overall)}. "
        f"Present: {', '.join(decided.present)}."
    )
    for each in decided.departures:
        say(
            f"Departure, {each.subject}: {_words(each.derived)} by the rule, {_words(each.decided)} decided. "
            f"Trigger: {each.trigger}. Reason: {each.reason}"
        )


def _as_json(found: Replay) -> dict[str, object]:
    then, decided = found.then, found.state.decided
    return {
        "inspection": found.inspection,
        "position": found.position,
        "stage": str(found.state.standing),
        "replay": found.verdict,
        "place": found.place or None,
        "ratings": dict(then.ratings),
        "overall": then.overall,
        "score": then.score,
        "max_score": then.max_score,
        "unrated": then.unrated or None,
        "decided_ratings": {each.standard: each.rating for each in decided.ratings} if decided else {},
        "decided_overall": decided.overall if decided else None,
        "decided_on": decided.decided_on.isoformat() if decided else None,
        "panel": decided.panel if isinstance(decided, RatingsDecided) else None,
        "present": list(decided.present) if isinstance(decided, RatingsDecided) else [],
        "departures": [each.model_dump(mode="json") for each in decided.departures] if decided else [],
        "steps": [
            {
                "position": step.position,
                "stream": step.envelope.stream,
                "version": step.version,
                "name": step.envelope.name,
                "occurred_at": step.envelope.occurred_at.isoformat(),
                "recorded_at": step.envelope.recorded_at.isoformat(),
                "actor": step.envelope.actor,
                "role": step.envelope.acting_role,
                "authenticated_by": step.envelope.authenticated_by,
                "sentence": step.sentence,
            }
            for step in found.steps
        ],
    }
