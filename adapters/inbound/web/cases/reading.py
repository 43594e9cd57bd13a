"""A read of a case, as its pages show it: for whoever has it, and otherwise only what is kept from nobody.

A first read and a second read are each shown to whoever gives the answers. Others see that there is a case; what was
answered in it is shown to the lead inspector and the quality lead, and to them too only once nothing keeps the two
reads of a case apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from activities.viewing.rows import InspectionRow
from adapters.inbound.visiting.guarding import may_see, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.cases.events import Answered, CaseSampled
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import alerts_on, hold_on, second_read_of
from domain.frameworks.model import Framework, KeyQuestion, Standard
from domain.inspections.questions import framework_in
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.privacy.boxes import ERASED, UNOPENED
from domain.streams import inspection_stream

__all__ = [
    "CaseShown",
    "Question",
    "ReadShown",
    "StandardShown",
    "case_for",
    "notes_of",
    "read_for",
    "read_of",
]

_CASE = re.compile(r"case-[a-z0-9]+(-[a-z0-9]+)*")
_AROUND = (Role.LEAD_INSPECTOR, Role.QUALITY_LEAD, Role.OPERATIONS_MANAGER, Role.ASSISTANT)
"""Those who have something to do with every case of an inspection, whoever reads it."""
_LOOK_IN = (Role.LEAD_INSPECTOR, Role.QUALITY_LEAD)
"""Those who are shown what was answered in a case that they do not read."""


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case that is there for a visitor.

    Attributes:
        case: its stream.
        row: its inspection, as the list has it.
        inspection: its inspection, as the record has it.
        first: the first read as it stands.
        second: the second read as it stands.
        drawn: how it came into the sample.
        alerts: how many alerts of it nobody has taken up.
        mine: the addresses of the reads of it that are the visitor's own.
        reads_first: whether the first read is the visitor's to give, or may become it.
    """

    case: str
    row: InspectionRow
    inspection: Inspection
    first: CaseRead
    second: SecondRead
    drawn: CaseSampled
    alerts: int
    mine: tuple[str, ...]
    reads_first: bool

    @property
    def title(self) -> str:
        """What people call it: its row in the provider's list."""
        return f"Case {self.drawn.row} of {self.drawn.population.replace('-', ' ')}"

    @property
    def address(self) -> str:
        """Where a visitor comes back to."""
        return self.mine[0] if self.mine else f"/cases/{self.case}"


@dataclass(frozen=True, slots=True)
class Question:
    """A key question with what was answered in this read.

    Attributes:
        number: its number.
        text: in words; empty where this installation lacks the framework.
        asked: all that the framework says of it; None where this installation lacks it.
        answer: what was answered; None if nothing was yet.
        prompts: what was answered to its prompts, by letter.
    """

    number: str
    text: str
    asked: KeyQuestion | None
    answer: Answered | None
    prompts: Mapping[str, Answered]


@dataclass(frozen=True, slots=True)
class StandardShown:
    """A standard with the key questions that are asked of a case."""

    number: str
    standard: Standard | None
    questions: tuple[Question, ...]

    @property
    def left(self) -> int:
        """How many of them have no answer."""
        return sum(each.answer is None for each in self.questions)


@dataclass(frozen=True, slots=True)
class ReadShown:
    """A first or second read that a visitor may look into.

    Attributes:
        about: its case.
        second: whether it is the second read.
        stream: its stream.
        standards: the standards, with the key questions that are asked.
        writes: whether the visitor gives its answers, and it is open.
        complete: whether it is finished.
        held: how much of what was written without a connection waits for a choice.
    """

    about: CaseShown
    second: bool
    stream: str
    standards: tuple[StandardShown, ...]
    writes: bool
    complete: bool
    held: int

    @property
    def address(self) -> str:
        """The address of its first page."""
        return f"/cases/{self.about.case}{'/second' if self.second else ''}"

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every key question that is asked, in order."""
        return tuple(question for each in self.standards for question in each.questions)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """Those without an answer."""
        return tuple(each for each in self.questions if each.answer is None)


def case_for(house: House, visitor: Visitor, case: str, what: str = "page of a case") -> CaseShown:
    """A case that is there for a visitor: one that they read or may take up, or any of those whose work is all of them.

    That they look is noted, apart from the record, before anything is shown.

    Raises:
        HTTPException: 404: there is none, or not for them.
        Refused: ``look-not-noted``.
    """
    if not visitor.inspects or not _CASE.fullmatch(case):
        not_there()
    second_stream, alert_stream = second_read_of(case), alerts_on(case)
    seen = house.services.records.read([case, second_stream, alert_stream])
    first: CaseRead = seen[case].state
    second: SecondRead = seen[second_stream].state
    if first.drawn is None:
        not_there()
    stream = inspection_stream(first.drawn.inspection)
    row = house.services.views.catch_up().inspection(first.drawn.inspection)
    inspection: Inspection = house.services.records.read([stream])[stream].state
    if row is None or not may_see(house, visitor, inspection):
        not_there()
    reads_first = visitor.role_for("record-answers") is not None and _reads_first(first, visitor.id)
    mine = [f"/cases/{case}"] if reads_first else []
    if second.drawn is not None and second.reader == visitor.id:
        mine.append(f"/cases/{case}/second")
    if not mine and not visitor.has(*_AROUND):
        not_there()
    house.services.looking.note(visitor.id, what, [case])
    alerts = len(seen[alert_stream].state.open)
    return CaseShown(case, row, inspection, first, second, first.drawn, alerts, tuple(mine), reads_first)


def _reads_first(first: CaseRead, person: str) -> bool:
    readers = first.readers
    if person in readers.seconds:
        return False
    return person in readers.answering if readers.reader else not readers.paired


def read_of(house: House, visitor: Visitor, about: CaseShown, *, second: bool) -> ReadShown | None:
    """A first or second read of a case; None where there is none for this visitor, or it is kept from them."""
    stream = second_read_of(about.case) if second else about.case
    own = about.second.reader == visitor.id if second else about.reads_first
    if second and about.second.drawn is None:
        return None
    if not own and not visitor.has(*_LOOK_IN):
        return None
    if house.services.apart.refusal(stream, visitor.id) is not None:
        return None
    complete = about.second.complete if second else about.first.complete
    over = about.second.over if second else complete or about.first.sampled is None
    holds = hold_on(stream)
    held = len(house.services.records.read([holds])[holds].state.open)
    return ReadShown(
        about, second, stream, _standards(house, about, second), own and not over, complete, held
    )


def read_for(house: House, visitor: Visitor, case: str, *, second: bool) -> ReadShown:
    """The same by the case, for a page that shows nothing else.

    Raises:
        HTTPException: 404: there is none, or what was answered in it is kept from them.
        Refused: ``look-not-noted``.
    """
    read = read_of(house, visitor, case_for(house, visitor, case), second=second)
    if read is None:
        not_there()
    return read


def _standards(house: House, about: CaseShown, second: bool) -> tuple[StandardShown, ...]:
    framework = _framework(house, about.inspection)
    numbers = about.second.drawn.key_questions if second and about.second.drawn else about.drawn.key_questions
    answers = about.second.answers if second else about.first.answers
    prompts: Mapping[str, Answered] = MappingProxyType({}) if second else about.first.beside.prompts
    found = []
    for standard, group in groupby(numbers, lambda each: each.rpartition(".")[0]):
        questions = []
        for number in group:
            asked = framework.key_question(number) if framework else None
            given = {
                id_.rpartition(".")[2]: answer
                for id_, answer in prompts.items()
                if id_.rpartition(".")[0] == number
            }
            questions.append(Question(number, asked.text if asked else "", asked, answers.get(number), given))
        known = framework.standard(standard) if framework else None
        found.append(StandardShown(standard, known, tuple(questions)))
    return tuple(found)


def _framework(house: House, inspection: Inspection) -> Framework | None:
    library = house.services.library()
    found = framework_in(inspection, library)
    return library.framework_as_shown(found) if found else None


def notes_of(house: House, visitor: Visitor, read: ReadShown) -> Mapping[str, str]:
    """The note beside each answer, for whoever may be shown notes on a case; none for everybody else."""
    if not house.services.seeing.sees(visitor, "case-note", read.about.case):
        return {}
    notes = house.services.personal.notes(read.stream)
    return {question: note for question, note in notes.items() if note not in (ERASED, UNOPENED)}
