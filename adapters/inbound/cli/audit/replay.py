"""``assay audit replay``: an inspection as it stood at a point, step by step, or between two points."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from activities.auditing.replaying import Replay
from activities.auditing.stepping import (
    Difference,
    Taken,
    difference,
    steps_taken,
    stood_beside,
    streams_read,
)
from activities.auditing.steps import Step
from adapters.inbound.acting import my_id
from adapters.inbound.cli.audit.points import AsOf, AsRecorded, At, point_from, point_of
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.terminal.quoting import quoted
from adapters.inbound.cli.terminal.statuses import WRONG
from adapters.inbound.looks import note_shown
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.auditing.change import Change
from domain.auditing.holding import RoleHeld
from domain.auditing.undoing import Undone
from domain.inspections.events import RatingsConfirmed, RatingsDecided
from domain.ledger.opening import SIMULATED
from domain.refusals import Refused
from domain.streams import inspection_stream
from domain.text import rating_in_words, words_of
from domain.working_days import LONDON

__all__ = ["add_replay"]

Roles = Mapping[int, RoleHeld]
"""By the position of an event, whether whoever did it had been given the role in which they did."""


def add_replay(group: typer.Typer, summon: Summon) -> None:
    """Add ``replay`` to the group ``audit``."""

    @group.command("replay")
    def replay(
        inspection: Reference,
        at: At = None,
        as_of: AsOf = None,
        as_recorded: AsRecorded = None,
        steps: Annotated[
            bool,
            typer.Option(
                "--steps",
                help="Step by step, cases too, and what each changed: who, in which role and who gave it, on "
                "what authority.",
            ),
        ] = False,
        between: Annotated[
            tuple[str, str] | None,
            typer.Option(
                "--between",
                metavar="A B",
                help="What is different between two points: 214, v12, a time when it was so, or recorded:TIME.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Replay an inspection from the record, and check that its ratings follow from it.

        Ends with 0 if they do, and with 1 if anything does not hold, saying where. Without a point it is replayed to
        the end of the record. A time must say in which zone it is.

        Example: assay audit replay nps-nw-2026 --as-of 2026-07-01T12:00+01:00
        """
        services = summon()
        point = point_of(at, as_of, as_recorded)
        if between:
            if steps or (at or as_of or as_recorded):
                raise Refused.because(
                    "two-points", "--between names both of its points; give no other, and no --steps."
                )
            points = [point_from("--between", each) for each in between]
            found = difference(*services.replaying.several(inspection, points))
            _not_kept_apart(services, found.after)
            _note_reads(services, found.after)
            if as_json:
                say_json(_difference_json(found, _roles_of(services, found.taken)))
            else:
                _tell_difference(found)
            _end(found.after)
        else:
            stood = services.replaying.replay(inspection, point)
            _not_kept_apart(services, stood)
            if steps:
                _note_reads(services, stood)
            taken = steps_taken(stood) if steps else ()
            roles = _roles_of(services, taken)
            if as_json:
                say_json(_as_json(stood, taken, roles))
            else:
                _tell(stood, taken, roles)
            _end(stood)


def _not_kept_apart(services: Services, replay: Replay) -> None:
    """Answers that are kept from somebody are kept from them here too, and ratings that follow from them at a point."""
    if refusal := services.apart.refusal_of_streams(streams_read(replay), my_id()):
        raise Refused(refusal)


def _note_reads(services: Services, replay: Replay) -> None:
    """Log that the caller saw the answers of these cases."""
    note_shown(services, "audit replay", (replay.inspection, *streams_read(replay)))


def _end(found: Replay) -> None:
    if found.verdict != "verified":
        raise typer.Exit(WRONG)


def _roles_of(services: Services, taken: tuple[Taken, ...]) -> Roles:
    return services.replaying.roles.of({each.step.position: each.step.envelope for each in taken})


def _tell(found: Replay, taken: tuple[Taken, ...], roles: Roles) -> None:
    if taken:
        for each in taken:
            _tell_step(each, roles[each.step.position])
    else:
        table(
            ("position", "day", "what happened", "by"),
            [
                (
                    step.position,
                    step.envelope.occurred_at.astimezone(LONDON).date(),
                    quoted(step.words),
                    step.envelope.acting_role,
                )
                for step in found.steps
            ],
        )
    if found.state.standing is None:
        say(f"Nothing of the inspection {found.inspection} can be read by then.")
    else:
        say(
            f"At position {found.position} the inspection {found.inspection} stood at {found.state.standing}."
        )
    if found.ahead:
        say(
            "Shown although so only later by their own time, for something that was so by then stands behind each: "
            f"{', '.join(map(str, found.ahead))}."
        )
    for what, words in stood_beside(found).items():
        say(f"{what[0].upper()}{what[1:]}: {words}.")
    then = found.then
    if then.unrated:
        say(f"No ratings followed from the record by then: {then.unrated.rstrip('.')}.")
    else:
        table(
            ("standard", "rating by the rule"),
            [(standard, rating_in_words(rating)) for standard, rating in then.ratings.items()],
        )
        score = f", {then.score} of {then.max_score}" if then.score is not None else ""
        say(f"Overall by the rule: {rating_in_words(then.overall)}{score}.")
    _tell_decision(found.state.decided, found.undone)
    _tell_verdict(found)


def _tell_verdict(found: Replay) -> None:
    if found.simulated:
        say(SIMULATED)
    derived = found.state.derived
    if found.verdict == "verified" and derived is not None:
        say(f"Derived again under the pinned scheme, the trace is {derived.trace_digest}, as was recorded.")
    say(f"Replay: {found.verdict}{f' ({found.place})' if found.place else ''}.")


def _tell_step(taken: Taken, held: RoleHeld) -> None:
    step, envelope = taken.step, taken.step.envelope
    when = envelope.occurred_at.astimezone(LONDON).isoformat(timespec="minutes")
    say(f"{step.position}  {when}  {quoted(step.sentence)}")
    say(f"    {envelope.stream}, version {step.version}; recorded {envelope.recorded_at.isoformat()}")
    say(f"    by {envelope.actor} as {envelope.acting_role}; {taken.warrant.words}")
    say(f"    the role: {quoted(held.words)}")
    for change in taken.changes:
        say(f"    {quoted(change.words)}")


def _tell_difference(found: Difference) -> None:
    one, other = found.before, found.after
    say(f"From position {one.position} to position {other.position} of the record:")
    if found.changes:
        table(
            ("about", "what", "before", "after"),
            [
                (each.about, each.what, quoted(each.before or "-"), quoted(each.after or "-"))
                for each in found.changes
            ],
        )
    else:
        say("Nothing is different.")
    if found.taken:
        say("What led from the one to the other:")
    for each in found.taken:
        envelope = each.step.envelope
        elsewhere = "" if envelope.stream == inspection_stream(other.inspection) else f"{envelope.stream}: "
        said = quoted(each.step.sentence)
        say(f"{each.step.position}  {elsewhere}{said} By {envelope.actor} as {envelope.acting_role}.")
    _tell_verdict(other)


def _tell_decision(decided: RatingsDecided | RatingsConfirmed | None, undone: Undone | None) -> None:
    if decided is None:
        say(quoted(undone.words) if undone else "Nothing had been decided by then.")
        return
    if isinstance(decided, RatingsConfirmed):
        say(
            f"Overall as the {decided.role.value.replace('-', ' ')} decided on {decided.decided_on}, without a panel: "
            f"{rating_in_words(decided.overall)}."
        )
        return
    say(
        f"Overall as the panel {decided.panel} decided on {decided.decided_on}: {rating_in_words(decided.overall)}. "
        f"Present: {', '.join(decided.present)}."
    )
    for each in decided.departures:
        say(
            f"Departure, {each.subject}: {words_of(each.derived)} by the rule, {words_of(each.decided)} decided. "
            f"Trigger: {each.trigger}. Reason: {quoted(each.reason)}"
        )


def _as_json(found: Replay, taken: tuple[Taken, ...], roles: Roles) -> dict[str, Any]:
    then, decided, derived = found.then, found.state.decided, found.state.derived
    return {
        "inspection": found.inspection,
        "simulated": found.simulated,
        "position": found.position,
        "version": found.state.version,
        "stage": str(found.state.standing) if found.state.standing else None,
        "so_only_later": list(found.ahead),
        "stood_beside": dict(stood_beside(found)),
        "replay": found.verdict,
        "place": found.place or None,
        "ratings": dict(then.ratings),
        "overall": then.overall,
        "score": then.score,
        "max_score": then.max_score,
        "unrated": then.unrated or None,
        "trace_digest": found.derivation.digest if found.derivation else None,
        "recorded_trace_digest": derived.trace_digest if derived else None,
        "decided_ratings": {each.standard: each.rating for each in decided.ratings} if decided else {},
        "decided_overall": decided.overall if decided else None,
        "undone": found.undone.words if found.undone else None,
        "decided_on": decided.decided_on.isoformat() if decided else None,
        "panel": decided.panel if isinstance(decided, RatingsDecided) else None,
        "present": list(decided.present) if isinstance(decided, RatingsDecided) else [],
        "departures": [each.model_dump(mode="json") for each in decided.departures] if decided else [],
        "steps": [_taken_json(each, roles) for each in taken] or [_step_json(each) for each in found.steps],
    }


def _difference_json(found: Difference, roles: Roles) -> dict[str, Any]:
    return {
        "inspection": found.after.inspection,
        "simulated": found.after.simulated,
        "from": found.before.position,
        "to": found.after.position,
        "replay": found.after.verdict,
        "place": found.after.place or None,
        "changes": [_change_json(each) for each in found.changes],
        "steps": [_taken_json(each, roles) for each in found.taken],
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {"about": change.about, "what": change.what, "before": change.before, "after": change.after}


def _taken_json(taken: Taken, roles: Roles) -> dict[str, Any]:
    held = roles[taken.step.position]
    return _step_json(taken.step) | {
        "authority": {
            "role": taken.warrant.role,
            "in_the_place_of": taken.warrant.place_of,
            "commands": list(taken.warrant.verbs),
            "allowed": taken.warrant.allowed,
        },
        "held": {
            "holds": held.holds,
            "since": held.since.isoformat() if held.since else None,
            "until": held.until.isoformat() if held.until else None,
            "given_by": held.given_by,
            "words": held.words,
        },
        "changes": [_change_json(each) for each in taken.changes],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
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
