"""What several rules of a panel need: its agenda, its dates, who is in whose place."""

from collections.abc import Iterable
from datetime import date

from domain.dated_rules.library import Library
from domain.given import Given
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.rules.common import protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.commands import PanelOrder
from domain.panels.events import AgendaItem
from domain.panels.state import Item, Panel
from domain.people.deputising import Deputising, Why
from domain.refusals import Refused
from domain.streams import inspection_stream, staff_stream

__all__ = [
    "agenda_item",
    "deputy_of",
    "item_of",
    "must_be_to_come",
    "must_have_the_chair",
    "must_sit",
    "panel_rule",
    "people_and_agenda",
    "shortest",
]


def its_agenda(state: Panel, _command: PanelOrder, _library: Library) -> tuple[str, ...]:
    """The streams of all inspections on a panel's agenda."""
    return tuple(inspection_stream(each) for each in state.agenda)


def people_and_agenda(state: Panel, command: PanelOrder, library: Library) -> tuple[str, ...]:
    """Those, and what the staff record has of the members."""
    return (*its_agenda(state, command, library), *map(staff_stream, state.members))


def must_be_to_come(state: Panel, panel: str) -> None:
    """Refuse what can be done only before the meeting opens.

    Raises:
        Refused: ``unknown-panel``, ``panel-called-off`` or ``panel-already-open``.
    """
    if state.convened is None:
        raise Refused.because("unknown-panel", f"The panel {panel} has not been convened.")
    if state.called_off:
        raise Refused.because("panel-called-off", f"The panel {panel} was called off.")
    if state.opened:
        raise Refused.because("panel-already-open", f"The panel {panel} has been opened already.")


def must_sit(state: Panel, panel: str) -> None:
    """Refuse what can be done only while the panel sits.

    Raises:
        Refused: ``panel-not-sitting``.
    """
    if not state.sitting:
        raise Refused.because("panel-not-sitting", f"The panel {panel} is not sitting.")


def must_have_the_chair(state: Panel, given: Given, what: str) -> None:
    """Refuse what only whoever has the chair may put on the record.

    Args:
        state: the meeting.
        given: who gives the command.
        what: the beginning of the sentence that refuses: ``The decision is``.

    Raises:
        Refused: ``not-the-chair``.
    """
    if given.actor.id != state.chair:
        raise Refused.because(
            "not-the-chair",
            f"{what} for whoever has the chair to record, and that is {state.chair}; let another member take it.",
        )


def item_of(state: Panel, panel: str, inspection: str) -> Item:
    """An item of the agenda.

    Raises:
        Refused: ``not-on-agenda``.
    """
    item = state.items.get(inspection)
    if item is None:
        raise Refused.because("not-on-agenda", f"{inspection} is not on the agenda of the panel {panel}.")
    return item


def panel_rule(inspection: Inspection, given: Given) -> PanelRule:
    """What the kind of an inspection says about its panel.

    Raises:
        Refused: ``no-panel`` for a kind without one; ``pin-missing`` where this installation lacks the kind.
    """
    rule = protocol_of(inspection, given).panel
    if rule is None:
        raise Refused.because(
            "no-panel", f"{inspection.known.inspection} is of a kind whose ratings no panel decides."
        )
    return rule


def agenda_item(code: str, meets_on: date, given: Given, deferred_from: str | None = None) -> AgendaItem:
    """An item for an agenda, with the date by which its papers are due.

    Papers that were due before anybody knew of the item are due today.

    Raises:
        Refused: ``unknown-inspection`` or ``inspection-over``; ``no-panel``; ``calendar-exhausted``.
    """
    inspection: Inspection = given.seen[inspection_stream(code)]
    standing = inspection.standing
    if standing is None:
        raise Refused.because("unknown-inspection", f"There is no inspection {code} to be considered.")
    if standing in (Stage.CLOSED, Stage.CANCELLED):
        raise Refused.because("inspection-over", f"The inspection {code} is {standing.value}.")
    days = panel_rule(inspection, given).papers_days
    due = None if days is None else max(given.calendar.before(meets_on, days), given.today)
    return AgendaItem(inspection=code, papers_due=due, deferred_from=deferred_from)


def shortest(days: Iterable[int | None]) -> int | None:
    """The shortest of some periods; None where none is set."""
    return min((each for each in days if each is not None), default=None)


def deputy_of(in_place_of: str | None, why: Why | None) -> Deputising | None:
    """Whose place somebody takes, and why; None for nobody's.

    Raises:
        Refused: ``deputy-unclear`` where only one of the two is said.
    """
    if (in_place_of is None) != (why is None):
        raise Refused.because("deputy-unclear", "A deputy says in whose place, and why.")
    return None if in_place_of is None or why is None else Deputising(place_of=in_place_of, why=why)
