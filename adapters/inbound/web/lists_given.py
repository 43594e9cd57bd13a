"""Lists of cases on pages: handed in and replaced with every fault named, cases excluded, closed, and drawn from."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from activities.cases.lists import PublicDraw, WithFile
from activities.commanding.desk import Accepted, Declined, Order
from adapters.inbound.commands.fields import explain
from adapters.inbound.files.case_lists import FaultyList, table_of
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.forms.answering import sentences
from adapters.inbound.web.forms.forms import Problem, command_of, problems_in
from adapters.inbound.web.forms.sending import STALE, Entries
from domain.canonical import sha256_hex
from domain.cases.lists.checking import Fault
from domain.cases.lists.commands import CloseCaseList, ExcludeCases
from domain.cases.lists.where import condition
from domain.inspections.kinds.parts import Population
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.text import counted

__all__ = [
    "AGAIN",
    "MOST_FAULTS",
    "Came",
    "close_list",
    "draw_from",
    "exclude_cases",
    "hand_in_list",
    "in_the_file",
    "replace_list",
]

AGAIN = "This was done before; nothing was done twice."
MOST_FAULTS = 200
"""The most faults that are shown: more would be put right by going through the file again, and not one by one."""
_NO_FILE = Problem("list", "Choose the file with the list")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it.

    Attributes:
        said: what happened, in sentences; empty if nothing did.
        problems: what is wrong.
        faults: of a list, every cell that is wrong.
    """

    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def hand_in_list(
    house: House, visitor: Visitor, inspection: str, state: Inspection, asked: Population, sent: Entries
) -> Came:
    """Hand in the list that came with a form under the name ``list``: whole, or not at all."""
    return _take_in(house, visitor, inspection, state, asked, sent, None)


def replace_list(
    house: House, visitor: Visitor, inspection: str, state: Inspection, asked: Population, sent: Entries
) -> Came:
    """Hand in a corrected list in place of the one that stands, with what was wrong with it under the name ``why``."""
    reason = sent.entered.get("why", "").strip()
    if sent.genuine and not reason:
        missing = Problem("why", "Enter what was wrong with the earlier list")
        return Came(problems=(missing, *((_NO_FILE,) if "list" not in sent.files else ())))
    return _take_in(house, visitor, inspection, state, asked, sent, reason)


def _take_in(
    house: House,
    visitor: Visitor,
    inspection: str,
    state: Inspection,
    asked: Population,
    sent: Entries,
    reason: str | None,
) -> Came:
    """Take a list in, with a reason in place of another."""
    if not sent.genuine:
        return Came(problems=(STALE,))
    file = sent.files.get("list")
    if file is None:
        return Came(problems=(_NO_FILE,))
    content = file.file.read()
    digest = sha256_hex(content)
    received = state.lists.get(asked.id)
    if (
        received is not None
        and received.list_digest == digest
        and (reason is None or received.reason == reason)
    ):
        return Came(said=(AGAIN,))
    try:
        table = table_of(content, asked, "The file", state.known.providers)
        handed = house.services.case_lists.hand_in(inspection, asked.id, digest, table, reason)
        outcome = _give(house, visitor.order(handed.command, sent.command_id), handed)
    except FaultyList as faulty:
        return Came(problems=(in_the_file(faulty),), faults=tuple(faulty.faults))
    except ValidationError as error:
        [wrong, *_] = error.errors(include_url=False, include_input=False)
        return Came(problems=(Problem("why", f"What was wrong with the earlier list {explain(wrong)}"),))
    except Refused as refused:
        return Came(problems=(Problem("list", refused.refusal.sentence),))
    left = ", ".join(table.left_out)
    kept = (f"Nobody asked for these columns, so nothing of them is kept: {left}.",) if left else ()
    return Came(said=(*sentences(outcome)[:1], *kept))


def in_the_file(faulty: FaultyList) -> Problem:
    """What is said above the faults of a file."""
    wrong = f"{counted(len(faulty.faults), 'fault')} in the file. Nothing was recorded; put them right"
    return Problem("faults", wrong)


def exclude_cases(
    house: House, visitor: Visitor, state: Inspection, asked: Population, sent: Entries
) -> Came:
    """Exclude cases from a list's draw: those whose rows are named, or those that meet a rule; never both."""
    if not sent.genuine:
        return Came(problems=(STALE,))
    rows = "".join(sent.entered.get("rows", "").split())
    rule = [each.strip() for each in sent.entered.get("rule", "").splitlines() if each.strip()]
    if bool(rows) == bool(rule):
        return Came(
            problems=(Problem("rows", "Enter either the rows of the cases, or a rule that they meet"),)
        )
    lists = house.services.case_lists
    try:
        held = lists.held(state, asked.id)
        conditions = [condition(each) for each in rule]
        rows = rows or lists.rows_where(held, conditions)
        if not rows:
            return Came(problems=(Problem("rule", "No case of the list meets this rule"),))
        found = {"list": held.stream, "rows": rows, "rule": " and ".join(map(str, conditions)) or None}
        entered = {name: text for name, text in sent.entered.items() if name not in found}
        made = command_of(ExcludeCases, entered, found)
        if isinstance(made, tuple):
            return Came(problems=made)
        return Came(said=sentences(_give(house, visitor.order(made, sent.command_id), None))[:1])
    except Refused as refused:
        return Came(problems=(Problem("", refused.refusal.sentence),))


def close_list(
    house: House,
    visitor: Visitor,
    state: Inspection,
    asked: Population,
    sent: Entries,
    size: int | None,
    reason: str | None,
    public: PublicDraw,
) -> Came:
    """Close a list for its draw; whom the kind of inspection does not mean is excluded first, rule by rule.

    Nobody is excluded where the list could not be closed as was entered.
    """
    if not sent.genuine:
        return Came(problems=(STALE,))
    lists = house.services.case_lists
    try:
        held = lists.held(state, asked.id)
        if held.state.closed is not None:
            return Came(said=(AGAIN,))
        tried = visitor.order(lists.close(held, asked, size, reason, public).command, sent.command_id)
        if refusal := house.services.desk.rehearse(tried):
            return Came(problems=(Problem("", refusal.sentence),))
        for number, excluding in lists.not_meant(held, asked).items():
            order = visitor.order(excluding, f"{sent.command_id}:not-meant-{number}")
            _accepted(house.services.desk.give(order))
        held = lists.held(state, asked.id)
        closing = lists.close(held, asked, size, reason, public)
        return Came(said=sentences(_give(house, visitor.order(closing.command, sent.command_id), closing)))
    except Refused as refused:
        return Came(problems=(Problem("", refused.refusal.sentence),))
    except ValidationError as error:
        return Came(problems=problems_in(CloseCaseList.verb, error))


def draw_from(house: House, visitor: Visitor, state: Inspection, asked: Population, sent: Entries) -> Came:
    """Draw the sample from a closed list, by the seed that came of closing it.

    Where a public draw adds to the seed, whoever draws has looked up by themselves what it gave: ``value``.
    """
    if not sent.genuine:
        return Came(problems=(STALE,))
    if asked.id in state.samples:
        return Came(said=(AGAIN,))
    lists = house.services.case_lists
    try:
        held = lists.held(state, asked.id)
        value = sent.entered.get("value", "").strip()
        if held.state.closed is not None and held.state.closed.public_source is not None and not value:
            return Came(problems=(Problem("value", "Enter what the public draw gave"),))
        command = lists.draw(held, asked, value or None)
        outcome = _give(house, visitor.order(command, sent.command_id), None)
    except Refused as refused:
        return Came(problems=(Problem("", refused.refusal.sentence),))
    return Came(said=sentences(outcome)[:1])


def _give(house: House, order: Order, file: WithFile | None) -> Accepted:
    """Give a command, its file kept only if nothing stands in its way; what it erases is erased at once.

    Raises:
        Refused: it was refused.
    """
    services = house.services
    if file is not None and services.desk.rehearse(order) is None:
        services.case_lists.keep(file.content)
    outcome = _accepted(services.desk.give(order))
    services.erasing.finish(stream for stream, _ in outcome.events)
    return outcome


def _accepted(outcome: Accepted | Declined) -> Accepted:
    if isinstance(outcome, Declined):
        raise Refused(outcome.refusal)
    return outcome
