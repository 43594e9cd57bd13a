"""What somebody has to do besides the tasks of inspections: comments, programmes, exercises, meetings, the staff.

Each stands on the home of whoever may do it, by the authority table, and leads to the very thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from adapters.inbound.shown.words import dated, day
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.exercises import ExerciseShown, exercises_for
from adapters.inbound.web.pages.comments import CommentShown, comments_for
from adapters.inbound.web.panels.meetings import PanelShown, meetings_for
from adapters.inbound.web.programme.conflicting import Conflicting
from adapters.inbound.web.programme.seen import arranges, is_there
from adapters.inbound.web.programme.steps import Step, steps_for
from adapters.inbound.web.setting_up.seen import SETS_UP
from adapters.inbound.web.staffed import called
from domain.cases.benchmarking import AnswerBenchmark, CloseBenchmark
from domain.comments.commands import AcknowledgeComment, AnswerComment, AssignComment
from domain.panels.commands import ApproveMinutes, ClosePanel, DraftMinutes
from domain.panels.react import PanelStage
from domain.people.people_tasks import people_tasks
from domain.people.roll import ROLL_STREAM, Roll
from domain.programme.year.react import react
from domain.programme.year.state import Programme
from domain.streams import code_in, mailbox_stream, person_stream, staff_stream
from domain.text import counted

__all__ = ["WAITING_SHOWN", "BesideInspections", "ToDo", "Turn", "Waiting", "turn"]

WAITING_SHOWN = 3
"""Things that one matter waits for, of which it is said what they are."""


Turn = tuple[bool, date]
"""Where something stands on a list: those in danger first, then by date, then what has none."""


def turn(due: date | None, *, first: bool) -> Turn:
    """Where something stands that is due by a day, or before whatever is due."""
    return not first, due or date.max


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something on somebody's list.

    Attributes:
        title: what is to be done.
        href: where; empty for what cannot be done yet.
        hint: what else there is to say of it.
        due: by when, or the next date of what it belongs to; None where none runs.
        overdue: whether its own date has passed.
        why: why it cannot be done yet; empty for what can.
    """

    title: str
    href: str
    hint: str = ""
    due: date | None = None
    overdue: bool = False
    why: str = ""

    @property
    def turn(self) -> Turn:
        """Where it stands among others."""
        return turn(self.due, first=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of one matter waits for others.

    Attributes:
        title: the matter.
        href: its page.
        what: each thing in words, with those for whom it waits; nobody where the words say it.
        more: how many more there are.
    """

    title: str
    href: str
    what: tuple[tuple[str, tuple[str, ...]], ...]
    more: int = 0


class BesideInspections:
    """What somebody has to do, and what waits for others, besides inspections; what both need is read once."""

    def __init__(self, house: House, visitor: Visitor, conflicts: Conflicting) -> None:
        """Look for somebody.

        Args:
            house: the installation.
            visitor: whose home it is.
            conflicts: knows what of the programmes' plans is in conflict with the record.
        """
        self._house = house
        self._visitor = visitor
        self._conflicts = conflicts

    @cached_property
    def _comments(self) -> list[CommentShown]:
        return comments_for(self._house, self._visitor, unanswered=True)

    @cached_property
    def _programmes(self) -> list[tuple[Programme, tuple[Step, ...]]]:
        """The programmes that are there for them, each with its steps."""
        today = today_in_london(self._house.services)
        found = self._house.services.programme_record.programmes().values()
        there = [each for each in found if each.opened is not None and is_there(self._visitor, each)]
        return [(each, steps_for(self._visitor, each, today)) for each in there]

    def to_do(self) -> Iterator[ToDo]:
        """What they have to do, or will have to, for comments, exercises, meetings, the staff record and programmes."""
        for comment in self._comments:
            yield from _of_comment(self._visitor, comment)
        for exercise in exercises_for(self._house, self._visitor):
            yield from _of_exercise(self._visitor, exercise)
        for meeting in meetings_for(self._house, self._visitor):
            yield from _of_meeting(self._visitor, meeting)
        yield from self._of_people()
        today = today_in_london(self._house.services)
        for state, steps in self._programmes:
            yield from _of_steps(state.known.programme, steps, today)
            if number := self._conflicts.count(self._visitor, state):
                what = f"Resolve {counted(number, 'conflict')} of the plan with what the record says today"
                code = state.known.programme
                yield ToDo(what, f"/programme/{code}/conflicts", _year(code))

    def _of_people(self) -> Iterator[ToDo]:
        """What there is to see to for the staff record, contacts and bodies, for those who keep them."""
        if not self._visitor.has(*SETS_UP):
            return
        records = self._house.services.records
        kinds = (staff_stream(""), person_stream(""), mailbox_stream(""))
        staff, contacts, bodies = (
            {stream: each.state for stream, each in records.read(records.named(kind)).items()}
            for kind in kinds
        )
        roll: Roll = records.read([ROLL_STREAM])[ROLL_STREAM].state
        found = [
            each
            for each in people_tasks(roll, staff, contacts, bodies, today_in_london(self._house.services))
            if self._visitor.role_for(each.verb)
        ]
        staff_ids = [code_in(each.about, staff_stream) for each in found if each.about in staff]
        names = called(self._house, self._visitor, staff_ids)
        for each in found:
            due = f"By {day(each.due)}" if each.due else ""
            if each.about in staff:
                who = code_in(each.about, staff_stream)
                yield ToDo(f"{names[who]}: {each.title}", f"/setting-up/people/{who}", due, each.due)
            elif each.about in bodies:
                body = code_in(each.about, mailbox_stream)
                yield ToDo(each.title, f"/setting-up/bodies/{body}/do/{each.verb}", due, each.due)
            else:
                yield ToDo(each.title, f"/setting-up/contacts/{each.about}/do/{each.verb}", due, each.due)

    def waiting(self) -> Iterator[Waiting]:
        """What of comments and programmes waits for others, for whoever sees to them or arranges the year."""
        given = [each for each in self._comments if each.state.reviewer not in (None, self._visitor.id)]
        names = called(self._house, self._visitor, [each.state.reviewer or "" for each in given])
        for each in given:
            title = f"{each.came.sort.capitalize()} of {day(each.came.received_on)}"
            what = f"the answer to it, by {day(each.came.answer_by)}"
            yield Waiting(title, each.address, ((what, (names[each.state.reviewer or ""],)),))
        for state, steps in self._programmes if arranges(self._visitor) else ():
            mine = any(step.mine and step.status == "to-do" for step in steps)
            waits = () if mine else react(state).waiting_for
            if waits:
                said = tuple((dated(each), ()) for each in waits[:WAITING_SHOWN])
                code = state.known.programme
                yield Waiting(_year(code), f"/programme/{code}", said, len(waits[WAITING_SHOWN:]))


def _of_comment(visitor: Visitor, comment: CommentShown) -> Iterator[ToDo]:
    state, came = comment.state, comment.came
    of = f"the {came.sort} of {day(came.received_on)}"
    about = f"About {came.inspection or 'another matter'}"

    def to_do(title: str, code: str, due: date) -> ToDo:
        return ToDo(title, comment.address, f"{about}; by {day(due)}", due, code in state.overdue)

    if not state.acknowledged and visitor.role_for(AcknowledgeComment.verb):
        yield to_do(f"Acknowledge {of}", "acknowledgement", came.acknowledge_by)
    if state.reviewer is None and visitor.role_for(AssignComment.verb):
        yield to_do(f"Ask somebody to look into {of}", "answer", came.answer_by)
    if state.reviewer == visitor.id and visitor.role_for(AnswerComment.verb):
        yield to_do(f"Look into {of}, and answer it", "answer", came.answer_by)


def _of_exercise(visitor: Visitor, shown: ExerciseShown) -> Iterator[ToDo]:
    if shown.state.closed:
        return
    if shown.reads and visitor.id in shown.state.awaited and visitor.role_for(AnswerBenchmark.verb):
        hint = "A benchmarking exercise: everybody reads the same case"
        yield ToDo(f"Read and answer {shown.title}", f"/exercises/{shown.code}/answer", hint)
    if shown.keeps and visitor.role_for(CloseBenchmark.verb):
        left = len(shown.state.awaited)
        why = f"{counted(left, 'reader')} {'has' if left == 1 else 'have'} not answered" if left else ""
        close = f"/exercises/{shown.code}/do/{CloseBenchmark.verb}"
        yield ToDo(f"Close {shown.title} with what was learnt", "" if left else close, why=why)


def _of_meeting(visitor: Visitor, shown: PanelShown) -> Iterator[ToDo]:
    at, panel = f"/panels/{shown.code}", shown.panel
    of = f"the panel of {day(shown.meets_on)}"
    if shown.stage == PanelStage.SITTING and not panel.listed and visitor.role_for(ClosePanel.verb):
        yield ToDo(f"Close {of}", f"{at}/do/{ClosePanel.verb}", "Every item has been considered")
    if shown.stage != PanelStage.MINUTES:
        return
    due = panel.minutes_due
    hint = f"By {day(due)}" if due else ""
    overdue = due is None  # it is running no more, and they are still awaited
    if panel.written is None and visitor.role_for(DraftMinutes.verb):
        yield ToDo(f"Draft the minutes of {of}", f"{at}/do/{DraftMinutes.verb}", hint, due, overdue)
    if panel.written is not None and not shown.kept and visitor.role_for(ApproveMinutes.verb):
        yield ToDo(f"Approve the minutes of {of}", f"{at}/minutes", hint, due, overdue)


def _of_steps(code: str, steps: tuple[Step, ...], today: date) -> Iterator[ToDo]:
    for step in steps:
        if not step.mine:
            continue
        if step.status == "locked":
            yield ToDo(step.title, "", _year(code), why=dated(step.hint))
        elif step.status == "to-do" and step.href:
            hint = f"{_year(code)}{f': {dated(step.hint)}' if step.hint else ''}"
            overdue = step.due is not None and step.due < today
            yield ToDo(step.title, step.href, hint, step.due, overdue)


def _year(code: str) -> str:
    return f"Programme {code}"
