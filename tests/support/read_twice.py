"""The inspection of the specifications, under a kind that has half of its cases read twice."""

from domain.cases.events import (
    AnswersRecorded,
    CaseAllocated,
    CaseReadCompleted,
    InterviewHeld,
    SecondReaderNamed,
    SecondReadReceived,
)
from domain.cases.second_reads.state import SecondAnswersRecorded, SecondReadAllocated, SecondReadCompleted
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import DrawSecondReads
from domain.inspections.events import InspectionAnnounced, Pin
from domain.inspections.kinds.parts import SecondReads
from domain.messages import Event
from tests.support.example import (
    AT_CASE_READS,
    CASES,
    FRAMEWORK,
    INSPECTION,
    LIBRARY,
    PROTOCOL,
    QUESTIONS,
    READ_ONCE,
    SCHEME,
    day,
)
from tests.support.specification import Story, given

TWICE = PROTOCOL.with_(
    id="small-twice-2018",
    second_reads=SecondReads(percent=50, lowest_agreement=80, fewest_pairs=2, citation="a test"),
)
NEVER = PROTOCOL.with_(id="small-never-2018", second_reads=SecondReads(percent=0, citation="a test"))
UNDER = Library.of([TWICE, NEVER, PROTOCOL], [FRAMEWORK], [SCHEME])
FIRST, SECOND, LEAD, QUALITY = "reader-1", "reader-2", "lead-1", "quality-1"


def under(protocol: object = TWICE) -> tuple[Event | On, ...]:
    """What has happened by the case reads, in an inspection of another kind; of second reads nothing is settled."""
    kind = protocol if isinstance(protocol, type(TWICE)) else TWICE
    pin = Pin(id=kind.id, version=kind.version, digest=kind.digest)
    return tuple(
        each.with_(protocol=pin) if isinstance(each, InspectionAnnounced) else each
        for each in AT_CASE_READS
        if each is not READ_ONCE
    )


def story(protocol: object = TWICE) -> Story:
    """The inspection at its case reads."""
    return given(*under(protocol)).under(library=UNDER)


DRAW = DrawSecondReads(inspection=INSPECTION)


def drawn() -> Story:
    """The second reads are drawn."""
    return story().when(DRAW, on="2018-07-16").story


def twice() -> str:
    """A supervised case that is read twice."""
    cases = drawn().state(f"inspection-{INSPECTION}").twice
    return str(next(case for case in cases if drawn().state(case).sampled.population == "supervised-cases"))


TWICE_READ = twice()
SECOND_STREAM = second_read_of(TWICE_READ)
ALLOCATED = (
    On(TWICE_READ, CaseAllocated(reader=FIRST)),
    On(SECOND_STREAM, SecondReadAllocated(reader=SECOND)),
    On(TWICE_READ, SecondReaderNamed(reader=SECOND)),
)


def first_read(answer: str = "yes", case: str = TWICE_READ) -> tuple[On, ...]:
    """The first read, to the end."""
    return (
        On(case, InterviewHeld(held_on=day("2018-07-11"))),
        On(case, AnswersRecorded.model_validate({"answers": tuple((each, answer) for each in QUESTIONS)})),
        On(case, CaseReadCompleted()),
    )


def second_read(*different: str) -> tuple[On, ...]:
    """The second read, to the end: yes, except to some questions."""
    answers = tuple((each, "no" if each in different else "yes") for each in QUESTIONS)
    return (
        On(SECOND_STREAM, SecondAnswersRecorded.model_validate({"answers": answers})),
        On(SECOND_STREAM, SecondReadCompleted()),
        On(TWICE_READ, SecondReadReceived()),
    )


__all__ = [
    "ALLOCATED",
    "CASES",
    "DRAW",
    "FIRST",
    "LEAD",
    "LIBRARY",
    "NEVER",
    "QUALITY",
    "SECOND",
    "SECOND_STREAM",
    "TWICE",
    "TWICE_READ",
    "UNDER",
    "drawn",
    "first_read",
    "second_read",
    "story",
]
