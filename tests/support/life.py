"""One whole inspection of an NPS division, command by command, with two cases from each list.

Each step takes the inspection a little further and leaves it where people would; :meth:`Life.until` goes on until it
stands at a stage. Publication is the machinery's to carry out, so a worker must run to get beyond it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Protocol

from activities.commanding.desk import Accepted, Order
from domain.action_plans.commands import (
    AcceptActionPlan,
    CompleteAction,
    FollowUpActionPlan,
    ReturnActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import Action, Answer
from domain.action_plans.plan import ActionPlan
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview
from domain.cases.reading import CaseRead
from domain.given import Actor
from domain.inspections.commands import (
    AcceptChallenge,
    AnnounceInspection,
    BeginFieldwork,
    CloseCaseReads,
    CloseInspection,
    ConfirmFactualAccuracy,
    CorrectReport,
    DecideRatings,
    DepartureAsked,
    DraftReport,
    DrawSample,
    EndFieldwork,
    NotePractice,
    ProposeRating,
    ProposeRatings,
    RaiseChallenge,
    ReceiveEvidence,
    RejectChallenge,
    RequestEvidence,
    SchedulePublication,
    SendDraft,
    SignOffReport,
    WaiveSecondReads,
    WriteSection,
)
from domain.inspections.events import EvidenceItem, Recommendation
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.panels.commands import ApproveMinutes, ClosePanel, ConvenePanel, OpenPanel
from domain.panels.state import Panel
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.house import CALENDAR, House
from tests.support.waiting import PATIENCE_SECONDS, eventually

__all__ = ["Life"]

MONDAY = date(2018, 5, 14)
POPULATIONS = ("supervised-cases", "court-reports", "victims")
LIST_SIZE = 2
SECTIONS = {
    "context": "The division covers one county.",
    "why-and-how": "We look at every division every year.\n\nWe read cases and met those who work on them.",
    "2.1": "Assessment is strong.",
    "2.1.1": "People take part in their assessments.",
    "team": "A lead inspector and four inspectors.",
    "acknowledgements": "We thank all who spoke with us.",
}
"""What is written into the draft, by place."""
PANEL = ("panel-chair-1", "member-1", "member-2")


class TurnableClock(Protocol):
    """A clock that is turned by hand."""

    def set(self, at: datetime) -> None: ...


class Life:
    """An inspection being led through its life."""

    def __init__(self, house: House, clock: TurnableClock, reference: str) -> None:
        self.house, self.clock, self.reference = house, clock, reference
        self.stream, self.plan_stream = f"inspection-{reference}", f"action-plan-{reference}"
        self.panel_code = f"panel-{reference}"
        self.panel_stream = f"panel-{self.panel_code}"
        self.accepted: list[tuple[str, int, int]] = []
        self.departures: tuple[DepartureAsked, ...] = ()
        self._steps = self._all_steps()
        self._count = 0
        self.turn: Callable[[date], None] = lambda day: clock.set(at_noon(day))
        """How the days pass; a test may do more than set the clock."""
        self.settle: Callable[[], None] = lambda: None
        """Called after each command; a test may wait here for the machinery."""
        self.wake: Callable[[], None] = lambda: None
        """Called while waiting for a date; workflows' own timers run in real time."""
        self.patience = PATIENCE_SECONDS

    # Where it stands.

    @property
    def state(self) -> Inspection:
        state: Inspection = self.house.records.read([self.stream])[self.stream].state
        return state

    @property
    def plan(self) -> ActionPlan:
        state: ActionPlan = self.house.records.read([self.plan_stream])[self.plan_stream].state
        return state

    @property
    def panel(self) -> Panel:
        state: Panel = self.house.records.read([self.panel_stream])[self.panel_stream].state
        return state

    def until(self, stage: Stage) -> None:
        """Go on until the inspection stands at a stage."""
        while self.state.standing is not stage:
            next(self._steps)()

    def to_the_end(self) -> None:
        for step in self._steps:
            step()

    def groups(self) -> Iterator[list[Callable[[], None]]]:
        """The steps, those together between which the common clock must not be turned by somebody else."""
        for step in self._steps:
            yield [step, next(self._steps)] if step == self.draft_and_send else [step]

    # Giving commands.

    def give(self, command: Command, role: Role | None = None) -> Accepted:
        """Give a command as somebody who may; it must be accepted."""
        role = role or sorted(AUTHORITY[command.verb])[0]
        self._count += 1
        order = Order(f"{self.reference}-{self._count}", command, Actor(f"{role.value}-1", role, "test"))
        outcome = self.house.desk.give(order)
        assert isinstance(outcome, Accepted), f"{command.verb}: {outcome}"
        self.accepted.append((order.command_id, outcome.first, outcome.last))
        self.settle()
        return outcome

    def later(self, working_days: int) -> date:
        return CALENDAR.after(self.house.clock.now().date(), working_days)

    # The steps.

    def _all_steps(self) -> Iterator[Callable[[], None]]:
        yield self.announce
        yield self.request_evidence
        yield self.receive_evidence
        yield self.begin_fieldwork
        yield self.draw_samples
        yield self.propose_judgements
        yield self.end_fieldwork
        yield self.read_cases
        yield self.close_case_reads
        yield self.decide
        yield self.draft_and_send
        yield self.check_facts
        yield self.schedule
        yield self.await_publication
        yield self.plan_actions
        yield self.follow_up
        yield self.close

    def announce(self) -> None:
        self.turn(MONDAY)
        today = self.house.clock.now().date()
        provider = f"p-{self.reference}"
        self.give(
            RegisterProvider(provider=provider, title="Made-up Division", kind="nps-division", area="Nowhere")
        )
        fieldwork_from = CALENDAR.after(today, 25)
        self.give(
            AnnounceInspection(
                inspection=self.reference,
                provider=provider,
                protocol="nps-division-2018",
                lead="lead-inspector-1",
                fieldwork_from=fieldwork_from,
                fieldwork_to=CALENDAR.after(fieldwork_from, 5),
            )
        )

    def request_evidence(self) -> None:
        items = tuple(
            EvidenceItem(id=f"e{number}", title=f"Item {number}", standard="1.1") for number in (1, 2, 3)
        )
        self.give(RequestEvidence(inspection=self.reference, items=items))

    def receive_evidence(self) -> None:
        for item in self.state.awaited:
            self.give(ReceiveEvidence(inspection=self.reference, item=item, document="0" * 64))

    def begin_fieldwork(self) -> None:
        self.turn(self.state.known.fieldwork_from)
        self.give(BeginFieldwork(inspection=self.reference))

    def draw_samples(self) -> None:
        for number, population in enumerate(POPULATIONS):
            self.give(
                DrawSample(
                    inspection=self.reference,
                    population=population,
                    list_digest=str(number) * 64,
                    list_size=LIST_SIZE,
                    seed="drawn in public",
                )
            )
        self.give(WaiveSecondReads(inspection=self.reference, reason="Of so few cases it would show little."))

    def propose_judgements(self) -> None:
        for standard in ("1.1", "1.2", "1.3", "1.4"):
            self.give(
                ProposeRating(inspection=self.reference, standard=standard, rating="good", reason="As seen.")
            )

    def end_fieldwork(self) -> None:
        self.turn(self.state.known.fieldwork_to)
        self.give(EndFieldwork(inspection=self.reference))

    def read_cases(self) -> None:
        for case in self.state.sampled:
            read: CaseRead = self.house.records.read([case])[case].state
            if read.complete:
                continue
            questions = read.sampled.key_questions if read.sampled else ()
            self.give(RecordInterview(case=case, reason="The officer has left."))
            self.give(RecordAnswers(case=case, answers=tuple((question, "yes") for question in questions)))
            self.give(CompleteCaseRead(case=case))

    def close_case_reads(self) -> None:
        self.give(CloseCaseReads(inspection=self.reference))

    def decide(self) -> None:
        self.convene()
        self.open()
        self.consider()

    def convene(self) -> None:
        """Derive the ratings, and call a panel for this very day."""
        self.give(ProposeRatings(inspection=self.reference))
        self.give(
            ConvenePanel(
                panel=self.panel_code,
                meets_on=self.house.clock.now().date(),
                chair=PANEL[0],
                members=PANEL,
                agenda=(self.reference,),
            )
        )

    def open(self) -> None:
        """Open the meeting, with everybody there."""
        self.give(OpenPanel(panel=self.panel_code, present=PANEL))

    def consider(self) -> None:
        """Decide, close the meeting, and approve its minutes."""
        derived = self.state.derived
        assert derived is not None
        self.give(
            DecideRatings(
                inspection=self.reference,
                panel=self.panel_code,
                derivation=derived.trace_digest,
                departures=self.departures,
            )
        )
        self.give(ClosePanel(panel=self.panel_code, minutes="Agreed."))
        written = self.panel.written
        assert written is not None
        self.give(ApproveMinutes(panel=self.panel_code, minutes=written.digest))

    def draft_and_send(self) -> None:
        recommendations = (
            Recommendation(id="r1", to="provider", text="Improve the services."),
            Recommendation(id="r2", to="hmpps", text="Fund the services."),
        )
        self.give(
            DraftReport(inspection=self.reference, findings="All is well.", recommendations=recommendations)
        )
        self._write_parts()
        self._sign()
        self.give(SendDraft(inspection=self.reference))

    def _write_parts(self) -> None:
        """What the report says besides its summary: as much of each sort as shows that it is printed."""
        for place, text in SECTIONS.items():
            self.give(WriteSection(inspection=self.reference, place=place, text=text))
        self.give(
            NotePractice(
                inspection=self.reference,
                practice="p1",
                title="A common language of risk",
                text="All teams use it.",
                consented_by="Head of operations",
                consented_on=self.house.clock.now().date(),
                standard="2.1",
            )
        )

    def check_facts(self) -> None:
        for code in ("c1", "c2"):
            self.give(
                RaiseChallenge(
                    inspection=self.reference, challenge=code, about="Staff", text="Not so.", place="2.1"
                )
            )
        self.give(
            AcceptChallenge(
                inspection=self.reference, challenge="c1", touches="wording", amendment="A word was changed."
            )
        )
        self.give(RejectChallenge(inspection=self.reference, challenge="c2", reason="It is so."))
        self.give(ConfirmFactualAccuracy(inspection=self.reference))
        self._sign()

    def schedule(self) -> None:
        self.give(SchedulePublication(inspection=self.reference, publish_on=self.later(5)))

    def await_publication(self) -> None:
        publish_on = self.state.publish_on
        assert publish_on is not None
        self.turn(publish_on)
        eventually(self._published, "the report is published", self.patience)

    def _published(self) -> bool:
        self.wake()
        return self.state.standing is Stage.ACTION_PLAN

    def correct(self, reason: str, changed: str) -> None:
        """Make another edition of the published report, and wait until it is out."""
        self.give(CorrectReport(inspection=self.reference, reason=reason, changed=changed))
        self._sign()
        on = self.later(1)
        self.give(SchedulePublication(inspection=self.reference, publish_on=on))
        self.turn(on)
        eventually(self._corrected, "the correction is published", self.patience)

    def _corrected(self) -> bool:
        self.wake()
        return self.state.correction is None

    def plan_actions(self) -> None:
        action = Action(
            id="a1",
            text="Do it.",
            owner="Head of operations",
            due=self.later(40),
            measure="It is done, and seen in ten cases.",
        )
        answers = (Answer(recommendation="r1", agreed="agreed", actions=(action,)),)
        self.give(SubmitActionPlan(inspection=self.reference, answers=answers))
        self.give(ReturnActionPlan(inspection=self.reference, reason="Say how it will be measured."))
        self.give(SubmitActionPlan(inspection=self.reference, answers=answers))
        self.give(AcceptActionPlan(inspection=self.reference))

    def follow_up(self) -> None:
        self.give(CompleteAction(inspection=self.reference, action="a1"))
        self.give(FollowUpActionPlan(inspection=self.reference, conclusion="All done."))

    def close(self) -> None:
        self.give(CloseInspection(inspection=self.reference))

    def _sign(self) -> None:
        report = self.state.report
        assert report is not None
        self.give(SignOffReport(inspection=self.reference, report=report.digest, foreword="A good service."))


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def events_of(house: House, streams: Sequence[str]) -> list[str]:
    """The names of the events of some streams, in order of recording."""
    loaded = house.store.load(dict.fromkeys(streams, 0))
    return [
        each.name
        for each in sorted((e for several in loaded.values() for e in several), key=lambda e: e.position)
    ]
