"""Who reads what, all cases that nobody has on one page: proposed by skill, load and conflict, settled by a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.commanding.desk import Declined
from adapters.inbound.files.readers import Readers, readers_for
from adapters.inbound.shown.cases.reads import to_read
from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent, command_of
from adapters.inbound.web.forms.sending import STALE, Entries, read_sent
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import called
from domain.cases.allocation import propose
from domain.cases.commands import AllocateCase
from domain.cases.second_reads.commands import AllocateSecondRead
from domain.cases.state import CaseRead
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_to"]

AT_ONCE = 40
"""Cases on one page: each has everybody who could read it to choose from."""
MOST = 500
"""How many cases the proposal gives anybody at most; a person sees who has how many, and chooses otherwise."""


@dataclass(frozen=True, slots=True)
class ToGive:
    """A case that nobody has.

    Attributes:
        case: its stream.
        title: what it is called.
        proposed: whom the proposal names; None for nobody.
        why: why, in a clause.
        reader: who is chosen.
        reason: why somebody else than proposed.
    """

    case: str
    title: str
    proposed: str | None
    why: str
    reader: str
    reason: str


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{reference}/cases/allocate``, and ``/allocate-second`` for second reads."""
    for path, second in (
        ("/inspections/{reference}/cases/allocate", False),
        ("/inspections/{reference}/cases/allocate-second", True),
    ):
        _add(app, house, sessions, pages, path, second=second)


def _add(app: FastAPI, house: House, sessions: Sessions, pages: Pages, path: str, *, second: bool) -> None:
    made = AllocateSecondRead if second else AllocateCase

    def page(
        request: Request,
        visitor: Visitor,
        reference: str,
        entered: Mapping[str, str],
        problems: Sequence[Problem] = (),
    ) -> Response:
        row, state = inspection_for(house, visitor, reference)
        readers, why = None, ""
        try:
            readers = readers_for(house.services, state, None, MOST)
        except Refused:
            why = "Nobody on the staff record is noted as trained for a list of cases, so nobody can be proposed."
        names = called(house, visitor, readers.people) if readers else {}
        found = list(_to_give(house, reference, readers, entered, second=second)) if readers else []
        return pages.page(
            request,
            "allocating.html",
            422 if problems else 200,
            row=row,
            second=second,
            why=why,
            cases=found[:AT_ONCE],
            more=max(0, len(found) - AT_ONCE),
            people=sorted(names.items(), key=lambda each: each[1].casefold()),
            names=names,
            wrong={each.field: each.text for each in problems},
            problems=problems,
            command_id=entered.get("command_id") or new_command_id(),
        )

    def before(visitor: Visitor, reference: str) -> None:
        if visitor.role_for(made.verb) is None:
            not_there()
        inspection_for(house, visitor, reference)

    def ask(request: Request, reference: str, visitor: SignedIn) -> Response:
        before(visitor, reference)
        return page(request, visitor, reference, {})

    def do(request: Request, reference: str, visitor: SignedIn, sent: Sent) -> Response:
        before(visitor, reference)
        entries = read_sent(sessions, request, sent)
        if not entries.genuine:
            return page(request, visitor, reference, entries.entered, (STALE,))
        chosen = {
            key.removeprefix("reader-"): value
            for key, value in entries.entered.items()
            if key.startswith("reader-") and value
        }
        known = {each.case for each in to_read(house.services, reference, second=second)}
        done, problems = _give(
            house, visitor, made, {each: chosen[each] for each in chosen if each in known}, entries
        )
        if problems:
            return page(request, visitor, reference, entries.entered, problems)
        response = RedirectResponse(f"/inspections/{reference}/cases", 303)
        given = f"{counted(done, 'case')} {'was' if done == 1 else 'were'} given to readers."
        before_ = len(chosen) - done
        sessions.tell(response, [given] if not before_ else [given, f"{before_} had been given before."])
        return response

    app.get(path)(ask)
    app.post(path)(do)


def _to_give(
    house: House, reference: str, readers: Readers, entered: Mapping[str, str], *, second: bool
) -> Iterator[ToGive]:
    services = house.services
    waiting = to_read(services, reference, second=second)
    proposed = {each.case: each for each in propose(waiting, readers.people.values())}
    seen = services.records.read([each.case for each in waiting]) if waiting else {}
    for each in waiting:
        first: CaseRead = seen[each.case].state
        row = first.drawn.row if first.drawn else 0
        ours = proposed[each.case]
        yield ToGive(
            each.case,
            f"Case {row} of {each.population.replace('-', ' ')}",
            ours.reader,
            ours.why,
            entered.get(f"reader-{each.case}", ours.reader or ""),
            entered.get(f"reason-{each.case}", ""),
        )


def _give(
    house: House,
    visitor: Visitor,
    made: type[AllocateCase] | type[AllocateSecondRead],
    chosen: Mapping[str, str],
    sent: Entries,
) -> tuple[int, tuple[Problem, ...]]:
    """Give each case, all or none; they are different cases, so none changes what becomes of another."""
    orders = {}
    for case, reader in chosen.items():
        proposed = sent.entered.get(f"proposed-{case}") or None
        typed = {"reason": sent.entered.get(f"reason-{case}", "")}
        command = command_of(made, typed, {"case": case, "reader": reader, "proposed": proposed})
        if isinstance(command, tuple):
            return 0, tuple(Problem(f"{each.field}-{case}", each.text) for each in command)
        orders[case] = visitor.order(command, f"{sent.command_id}:{case}")
    refused = {case: found for case, each in orders.items() if (found := house.services.desk.rehearse(each))}
    if refused:
        return 0, tuple(Problem(f"reader-{case}", each.sentence) for case, each in refused.items())
    for case, each in orders.items():
        outcome = house.services.desk.give(each)
        if isinstance(outcome, Declined):
            return 0, (Problem(f"reader-{case}", outcome.refusal.sentence),)
    return len(orders), ()
