"""A first inspection of 2004 with its report out, and the follow-up of the same provider, both with cases read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordClassification, RecordInterview
from domain.cases.events import Answered, CaseSampled
from domain.cases.reading import CaseRead
from domain.dated_rules.library import Library
from domain.decider import On
from domain.frameworks.reading import shipped_frameworks
from domain.inspections import protocols
from domain.inspections.commands import AnnounceInspection, CloseCaseReads
from domain.inspections.kinds.protocol import Population, Protocol, parse_protocol
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.providers.provider import RegisterProvider
from domain.ratings.shipped import shipped_schemes
from tests.support.kinds.walk import KindWalk
from tests.support.specification import Story
from tests.support.story_ground import StoryGround

__all__ = ["AGAIN", "FIRST", "LIBRARY", "followed", "kind", "reads_of"]

FIRST, AGAIN = "staffs-2004", "staffs-2005"


def kind(name: str) -> Protocol:
    """A shipped kind of inspection."""
    return parse_protocol(protocols.texts()[f"{name}.toml"], where=name)


def _from_outside(protocol: Protocol) -> Protocol:
    """The kind with a draw that does not depend on what the list says, which stays outside here."""
    plain = tuple(each.with_(strata=(), minimum_weeks=None) for each in protocol.populations)
    return protocol.with_(populations=plain)


_THE_FIRST = kind("effective-supervision-2003")
_THE_SECOND = _from_outside(kind("effective-supervision-follow-up-2004"))
LIBRARY = Library.of([_THE_FIRST, _THE_SECOND], shipped_frameworks().values(), shipped_schemes().values())

Asked = Mapping[str, Answered]


@dataclass(frozen=True)
class Read:
    """How a case is read: the answers that are not yes, its class, and the stratum it was drawn from."""

    answers: Asked
    risk: str
    stratum: int


class _Walk(KindWalk):
    """Reads its cases as it is told, and inspects the provider that it is told."""

    reads: tuple[Read, ...] = ()
    provider = "staffordshire"

    def listed(self, population: Population) -> int:
        return len(self.reads)

    def announce(self) -> None:
        begins = self.ground.calendar.after(self.ground.today, self.protocol.days("notice"))
        self.give(
            AnnounceInspection(
                inspection=self.reference,
                provider=self.provider,
                protocol=self.protocol.id,
                lead=self.lead,
                fieldwork_from=begins,
                fieldwork_to=self.ground.calendar.after(begins, 4),
            )
        )

    def read_cases_but_not_close(self) -> None:
        for case, read in zip(self.state.sampled, self.reads, strict=True):
            state = self.ground.state(case)
            assert isinstance(state, CaseRead)
            assert state.sampled is not None
            answers: tuple[tuple[str, Answered], ...] = tuple(
                (each, read.answers.get(each, "yes")) for each in state.sampled.key_questions
            )
            self.ground.give(RecordInterview(case=case, reason="The officer has left."))
            self.ground.give(RecordAnswers(case=case, answers=answers))
            self.ground.give(
                RecordClassification(case=case, aspect="risk-of-harm", provider="medium", inspector=read.risk)
            )
            self.ground.give(CompleteCaseRead(case=case))


# Of the first inspection's six cases four were of high risk; one of these met B2.1, and three of the other kind did.
FIRST_READS = (
    Read({"B2.1": "no"}, "high", 1),
    Read({"B2.1": "no"}, "high", 1),
    Read({"B2.1": "no", "B1.3": "not_applicable"}, "high", 1),
    Read({}, "high", 2),
    Read({"B1.1": "no"}, "medium", 2),
    Read({}, "medium", 2),
)
AGAIN_READS = (
    Read({"B2.1": "no"}, "high", 1),
    Read({"B1.1": "no", "B1.2": "no"}, "high", 1),
    Read({}, "high", 2),
    Read({}, "high", 2),
    Read({"B1.3": "not_applicable"}, "high", 2),
)


@cache
def followed(until: Stage = Stage.PANEL_REVIEW) -> Story:
    """The record with both inspections: the first one's report is out, the second stands at a stage."""
    ground = StoryGround(LIBRARY, date(2003, 9, 1))
    first = _Walk(_THE_FIRST, ground, FIRST)
    first.reads = FIRST_READS
    _register(ground)
    first.until(Stage.ACTION_PLAN)
    _strata(ground, first)
    ground.turn(date(2004, 9, 1))
    again = _Walk(_THE_SECOND, ground, AGAIN)
    again.reads = AGAIN_READS
    again.until(Stage.CASE_READS)
    if until in (Stage.PANEL_REVIEW, Stage.PUBLICATION):
        again.read_cases_but_not_close()
        _strata(ground, again)
        ground.give(CloseCaseReads(inspection=AGAIN))
    if until is Stage.PUBLICATION:
        again.decide()
    return ground.story


def _register(ground: StoryGround) -> None:
    ground.give(
        RegisterProvider(
            provider=_Walk.provider, title="Staffordshire", kind="probation-area", area="The Midlands"
        )
    )


def _strata(ground: StoryGround, walk: _Walk) -> None:
    """The draws here come from no list that was handed in, so the strata are put on the record by hand."""
    for case, read in zip(walk.state.sampled, walk.reads, strict=True):
        sampled = ground.state(case).sampled  # type: ignore[attr-defined]  # a CaseRead
        assert isinstance(sampled, CaseSampled)
        ground.story = ground.story.and_(On(case, sampled.with_(stratum=read.stratum)))


def reads_of(story: Story, inspection: str) -> tuple[str, ...]:
    """Every case of an inspection that was read."""
    state = story.state(f"inspection-{inspection}")
    assert isinstance(state, Inspection)
    return state.reads
