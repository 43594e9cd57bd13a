"""Lists of cases on pages: handed in with every fault named, cases excluded, closed for their draw, and drawn from."""

from dataclasses import dataclass, field

from activities.cases.lists import PublicDraw, WithFile
from activities.commanding.desk import Accepted, Declined, Order
from adapters.inbound.files.case_lists import FaultyList, table_of
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.forms.answering import sentences
from adapters.inbound.web.forms.forms import Problem, command_of
from adapters.inbound.web.forms.sending import STALE, Entries
from domain.canonical import sha256_hex
from domain.cases.lists.checking import Fault
from domain.cases.lists.commands import ExcludeCases
from domain.cases.lists.where import condition
from domain.inspections.kinds.parts import Population
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.text import counted

__all__ = ["Came", "close_list", "draw_from", "exclude_cases", "hand_in_list"]

AGAIN = "This was done before; nothing was done twice."


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
    if not sent.genuine:
        return Came(problems=(STALE,))
    file = sent.files.get("list")
    if file is None:
        return Came(problems=(Problem("list", "Choose the file with the list"),))
    content = file.file.read()
    digest = sha256_hex(content)
    received = state.lists.get(asked.id)
    if received is not None and received.list_digest == digest:
        return Came(said=(AGAIN,))
    try:
        table = table_of(content, asked, "The file", state.known.providers)
        handed = house.services.case_lists.hand_in(inspection, asked.id, digest, table, None)
        outcome = _give(house, visitor.order(handed.command, sent.command_id), handed)
    except FaultyList as faulty:
        wrong = f"{counted(len(faulty.faults), 'fault')} in the file. Nothing was recorded; put them right"
        return Came(problems=(Problem("faults", wrong),), faults=tuple(faulty.faults))
    except Refused as refused:
        return Came(problems=(Problem("list", refused.refusal.sentence),))
    left = ", ".join(table.left_out)
    kept = (f"Nobody asked for these columns, so nothing of them is kept: {left}.",) if left else ()
    return Came(said=(*sentences(outcome)[:1], *kept))


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
) -> Came:
    """Close a list for its draw; whom the kind of inspection does not mean is excluded first, rule by rule."""
    if not sent.genuine:
        return Came(problems=(STALE,))
    lists = house.services.case_lists
    try:
        held = lists.held(state, asked.id)
        if held.state.closed is not None:
            return Came(said=(AGAIN,))
        for number, excluding in lists.not_meant(held, asked).items():
            order = visitor.order(excluding, f"{sent.command_id}:not-meant-{number}")
            _accepted(house.services.desk.give(order))
        held = lists.held(state, asked.id)
        closing = lists.close(held, asked, size, reason, PublicDraw())
        return Came(said=sentences(_give(house, visitor.order(closing.command, sent.command_id), closing)))
    except Refused as refused:
        return Came(problems=(Problem("", refused.refusal.sentence),))


def draw_from(house: House, visitor: Visitor, state: Inspection, asked: Population, sent: Entries) -> Came:
    """Draw the sample from a closed list, by the seed that came of closing it."""
    if not sent.genuine:
        return Came(problems=(STALE,))
    if asked.id in state.samples:
        return Came(said=(AGAIN,))
    noted = state.public_values.get(asked.id)
    lists = house.services.case_lists
    try:
        command = lists.draw(lists.held(state, asked.id), asked, noted.value if noted else None)
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
