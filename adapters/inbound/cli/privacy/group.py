"""``assay privacy``: what is held about a case or person, erasing it, holding it, and how long it is kept."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer

from activities.privacy.boxes_kept import boxes_of
from activities.privacy.vault import KeyState
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands, as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, tell_outcome
from adapters.inbound.cli.privacy.access import add_export
from adapters.inbound.cli.privacy.retention import add_retention
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.deciders import DECIDERS, EVENT_NAMES, kind_of
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.privacy.boxes import CATEGORIES, Category
from domain.privacy.subjects import (
    CLASSES_OF,
    PRIVACY,
    EraseSubject,
    HoldSubject,
    Protected,
    ReleaseSubject,
    privacy_stream,
)
from domain.refusals import Refused
from domain.storyline.telling import sentence
from domain.working_days import LONDON

__all__ = ["add_to"]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is held of one class: how many sealed texts are on the record, and the key to them; None if it is gone."""

    category: Category
    texts: int
    key: KeyState | None

    @property
    def state(self) -> str:
        if self.key is None:
            return "KEY MISSING"
        if self.key.destroyed:
            return "erased"
        return "KEY DAMAGED" if self.key.damaged else "held"


Subject = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT", help="The case or person, such as case-0f3a…, as `assay case list` shows it."
    ),
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``privacy``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="What is held about a case or person: opening, holding and erasing it, and how long it is kept.",
    )
    _add_status(group, summon)
    add_export(group, summon)
    _add_erase(group, summon)
    add_commands(group, "privacy", [PRIVACY.rules[HoldSubject], PRIVACY.rules[ReleaseSubject]], summon)
    add_retention(group, summon)
    app.add_typer(group, name="privacy")


def _add_erase(group: typer.Typer, summon: Summon) -> None:
    @group.command("erase")
    def erase(
        subject: Subject,
        authority: Annotated[
            str,
            typer.Option(
                metavar="TEXT", help="By what right: the request, the schedule or the ruling, naming nobody."
            ),
        ],
        reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, naming nobody.")],
        category: Annotated[
            list[str] | None,
            typer.Option(
                metavar="CLASS",
                help=f"Only this class of data ({', '.join(CATEGORIES)}); give it once for each. All, if not given.",
            ),
        ] = None,
        yes: Annotated[
            bool, typer.Option("--yes", help="Do not ask; needed where there is no terminal.")
        ] = False,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Erase what is held about a case or person, for good: its key is destroyed, and nobody can read it any more.

        Who did it, when, by what right and why goes on the record; every digest and proof still holds. It cannot be
        undone, and a back-up that is put back does not undo it. No more is recorded about the subject in what was
        erased.

        May be given by: data-protection-officer.

        Example: assay privacy erase case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 --authority 'request 2026-17' --reason 'The
        person asked for it.' --yes
        """
        how = Circumstances(role, command_id, if_version, as_json)
        typed = {"subject": subject, "authority": authority, "reason": reason, "categories": category or None}
        names = {"subject": "SUBJECT", "categories": "--category"}
        order = how.order(as_command(EraseSubject, typed, names))
        services = summon()
        _confirm(subject, category or [], yes=yes)
        tell_outcome(order, services.erasing.give(order), as_json=as_json)
        if not as_json:
            say("The key has been destroyed.")


def _confirm(subject: str, categories: Sequence[str], *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused.because(
            "bad-usage", "There is no terminal to ask at; give --yes to erase without being asked."
        )
    what = f"Everything that is a {' or a '.join(categories)}" if categories else "Everything private"
    typer.confirm(f"{what} about {subject} will be unreadable for good. Erase it?", abort=True, err=True)


def _add_status(group: typer.Typer, summon: Summon) -> None:
    @group.command("status")
    def status(subject: Subject, as_json: AsJson = False) -> None:
        """Show which classes of data are held about a case or person, and what was done about them; no text is shown.

        Texts are counted as they stand sealed on the record, whether or not there is still a key to them. As long as a
        case is read blind they are counted to nobody who reads cases: how many notes there are says something.

        Example: assay privacy status case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071
        """
        services = summon()
        _refuse_unknown(services, subject)
        if subject.startswith("case-") and (refusal := services.apart.refusal_of_counts(subject, my_id())):
            raise Refused(refusal)
        state: Protected = services.records.read([privacy_stream(subject)])[privacy_stream(subject)].state
        # Who was erased as a whole is so in every class; those that there never are of a person are not shown of one.
        possible = CLASSES_OF[kind_of(subject)]
        keys = {each.category: each for each in services.vault.keys(subject)}
        texts = boxes_of(services.store, subject)
        held = [_Held(each, texts[each], keys.get(each)) for each in possible if each in keys or texts[each]]
        done = [
            (recorded.position, EVENT_NAMES.read(recorded))
            for recorded in services.store.load({privacy_stream(subject): 0})[privacy_stream(subject)]
        ]
        if as_json:
            say_json(_as_json(subject, state, held, done))
        else:
            _tell(subject, state, held, done)


def _refuse_unknown(services: Services, subject: str) -> None:
    known = any(subject.startswith(f"{kind}-") for kind in DECIDERS) and kind_of(subject) in CLASSES_OF
    if not known or not services.records.read([subject])[subject].head.version:
        raise Refused.because("unknown-subject", f"Nothing is on the record about {subject}.")


def _as_json(
    subject: str, state: Protected, held: Sequence[_Held], done: Sequence[tuple[int, Envelope[Event]]]
) -> dict[str, Any]:
    return {
        "subject": subject,
        "classes": [
            {
                "class": each.category,
                "state": each.state,
                "texts": each.texts,
                "key_made": each.key.made if each.key else None,
                "key_destroyed": each.key.destroyed if each.key else None,
                "commitment": each.key.commitment if each.key else None,
            }
            for each in held
        ],
        "holds": dict(state.holds),
        "history": [
            {
                "position": position,
                "name": envelope.name,
                "at": envelope.occurred_at,
                "actor": envelope.actor,
                "role": envelope.acting_role,
                "data": envelope.data.model_dump(mode="json"),
            }
            for position, envelope in done
        ],
    }


def _tell(
    subject: str, state: Protected, held: Sequence[_Held], done: Sequence[tuple[int, Envelope[Event]]]
) -> None:
    if held:
        table(
            ("class", "state", "texts", "key made", "key destroyed"),
            [
                (
                    each.category,
                    each.state,
                    each.texts,
                    _day(each.key.made if each.key else None),
                    _day(each.key.destroyed if each.key else None),
                )
                for each in held
            ],
        )
    else:
        say(f"Nothing private has been recorded about {subject}.")
    for code, reason in state.holds.items():
        say(f"Held by {code}: {reason}")
    if done:
        table(
            ("position", "day", "what was done", "by"),
            [
                (position, _day(each.occurred_at), sentence(each.data), f"{each.actor}, {each.acting_role}")
                for position, each in done
            ],
        )


def _day(at: datetime | None) -> date | None:
    return at.astimezone(LONDON).date() if at else None
