"""An inspection of any kind, led from its announcement to its end by whatever its protocol has, and nothing else.

:class:`KindWalk` knows no kind by name: it asks the protocol and the standing of the inspection what comes next. On
which ground it walks (the rules alone, or a whole installation with its worker) is for the ground to say.
"""

from collections.abc import Callable, Mapping
from typing import TypedDict

from domain.action_plans.commands import (
    AcceptActionPlan,
    CompleteAction,
    FollowUpActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import Action, Answer
from domain.action_plans.plan import ActionPlan
from domain.canonical import sha256_hex
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead
from domain.cases.streams import second_read_of
from domain.evidence.state import EvidenceRoom
from domain.follow_ups.commands import follow_up_stream
from domain.follow_ups.state import FollowUp
from domain.inspections.commands import (
    AnnounceInspection,
    BeginFieldwork,
    CloseCaseReads,
    CloseInspection,
    ConfirmFactualAccuracy,
    ConfirmRatings,
    DecideRatings,
    DraftReport,
    DrawSecondReads,
    EndFieldwork,
    LeaveUnrated,
    ProposeRatings,
    ReceiveEvidence,
    RequestEvidence,
    SchedulePublication,
    ScoreCriterion,
    SendDraft,
    SignForPartner,
    SignOffReport,
    TranslateText,
    WaiveEvidence,
    WaiveSecondReads,
)
from domain.inspections.events import Recommendation
from domain.inspections.kinds.protocol import Population, Protocol
from domain.inspections.react import react
from domain.inspections.report.texts import untranslated
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.panels.commands import ClosePanel, ConvenePanel, IssuePack, OpenPanel
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from domain.ratings.scheme import Scheme
from domain.streams import plan_in
from tests.support.kinds.asked import prompts_for, questions
from tests.support.kinds.ground import Ground, Walked, providers_of
from tests.support.kinds.judged import (
    before_fieldwork,
    before_the_panel,
    enquiries,
    experience,
    feedback,
    judged_by,
    not_to_be_had,
    proposed,
    scored_by,
    usual,
)
from tests.support.kinds.lists import CaseListAtHand
from tests.support.kinds.looked_again import beside_the_first, left_alone, set_up
from tests.support.kinds.reads import allocations, first_read, second_read

__all__ = ["CHAIR", "MEMBERS", "KindWalk", "Mine"]

CHAIR, MEMBERS = "panel-chair-1", ("panel-chair-1", "member-1", "member-2")


class Mine(TypedDict):
    """Whose action plan a command is about."""

    inspection: str
    provider: str | None


class KindWalk:
    """One inspection under one protocol."""

    lead = "lead-inspector-1"
    room = 0
    """By how many working days the announcement comes earlier than it must."""

    def __init__(self, protocol: Protocol, ground: Ground, reference: str = "walk") -> None:
        """Set out; the reference names the inspection and, with a number, its providers."""
        self.protocol, self.ground, self.reference = protocol, ground, reference
        self.stream = f"inspection-{reference}"
        self.walked = Walked()

    @property
    def state(self) -> Inspection:
        found = self.ground.state(self.stream)
        assert isinstance(found, Inspection)
        return found

    def to_the_end(self) -> Walked:
        """Go through every stage that the protocol has; a stage that it has not is never stood at."""
        self.announce()
        while (step := self._next()) is not None:
            step()
        return self.walked

    def until(self, stage: Stage) -> None:
        """Go on until the inspection stands at a stage that its protocol has."""
        self.announce()
        self._on_to(stage)

    def go_back_to_publication(self) -> None:
        """After something was opened again: through what lies before the report once more."""
        self._on_to(Stage.PUBLICATION)

    def _on_to(self, stage: Stage) -> None:
        while self.state.standing is not stage:
            step = self._next()
            assert step is not None, f"it has come to its end without {stage}"
            step()

    def _next(self) -> Callable[[], None] | None:
        standing = self.state.standing
        return self._steps.get(standing) if standing is not None else None

    @property
    def _steps(self) -> Mapping[Stage, Callable[[], None]]:
        return {
            Stage.ANNOUNCEMENT: self.leave_announcement,
            Stage.EVIDENCE_REQUEST: self.hand_in_and_begin,
            Stage.FIELDWORK: self.fieldwork,
            Stage.CASE_READS: self.read_cases,
            Stage.PANEL_REVIEW: self.decide,
            Stage.PUBLICATION: self.report,
            Stage.ACTION_PLAN: self.act,
        }

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        self.ground.give(command, by, who)
        self.walked.commands.append(command.verb)
        self._look()

    def _look(self) -> None:
        agenda = react(self.state)
        if agenda.stage != "not-announced" and self.walked.stages[-1:] != [agenda.stage]:
            self.walked.stages.append(agenda.stage)
        for each in agenda.deadlines:
            days = self.ground.calendar.between(self.ground.today, each.due)
            self.walked.deadlines.setdefault(each.id, days)

    def register(self) -> None:
        """Register whom it inspects."""
        for code, kind in providers_of(self.protocol, self.reference):
            self.ground.give(RegisterProvider(provider=code, title=f"The {kind} {code}", kind=kind, area="X"))

    def announce(self) -> None:
        self.register()
        first, *others = (code for code, _ in providers_of(self.protocol, self.reference))
        calendar, today = self.ground.calendar, self.ground.today
        begins = calendar.after(today, max(self.protocol.days("notice"), 1) + self.room)
        self.give(
            AnnounceInspection(
                inspection=self.reference,
                provider=first,
                also=tuple(others),
                protocol=self.protocol.id,
                lead=self.lead,
                fieldwork_from=begins,
                fieldwork_to=calendar.after(begins, 4),
                area="Somewhere" if self.protocol.whom == "area" else None,
                subject="Resettlement" if self.protocol.whom == "providers" else None,
                requested_by="The Secretary of State" if self.protocol.at_request else None,
            )
        )
        for command in set_up(self.protocol, self.reference):
            self.give(command)

    def leave_announcement(self) -> None:
        if not self.protocol.has(Stage.EVIDENCE_REQUEST):
            self._begin_fieldwork()
            return
        self.give(RequestEvidence(inspection=self.reference, items=usual(self.protocol, self.ground.library)))

    def hand_in_and_begin(self) -> None:
        missing = not_to_be_had(self.protocol)
        for item in self.state.awaited:
            if item in missing:
                self.give(WaiveEvidence(inspection=self.reference, item=item, reason="There is none."))
            else:
                document = sha256_hex(item.encode())
                self.give(ReceiveEvidence(inspection=self.reference, item=item, document=document))
        self._begin_fieldwork()

    def _begin_fieldwork(self) -> None:
        for command in before_fieldwork(self.protocol, self.ground.library, self.state):
            self.give(command)
        self.ground.turn(self.state.known.fieldwork_from)
        self.give(BeginFieldwork(inspection=self.reference))

    def fieldwork(self) -> None:
        self.draw_samples()
        room = self.ground.state(f"evidence-{self.reference}")
        assert isinstance(room, EvidenceRoom)
        for command in enquiries(self.protocol, self.ground.library, self.state, room):
            self.give(command)
        self.judge()
        for command in (*experience(self.protocol, self.state), *feedback(self.protocol, self.state)):
            self.give(command)
        self.ground.turn(self.state.known.fieldwork_to)
        self.give(EndFieldwork(inspection=self.reference))

    def listed(self, population: Population) -> int:
        """How many cases stand in the list of a population; whoever walks further may say otherwise."""
        return 1 if population.sample == 1 else 2

    def draw_samples(self) -> None:
        """Set the questions, draw from every list, and then what is read twice."""
        for command in questions(self.protocol, self.reference):
            self.give(command)
        for population in self.protocol.populations:
            self.draw(population)
        self.draw_second_reads()

    def draw(self, population: Population) -> None:
        """Hand in a list, close it, and draw from it."""
        cases = CaseListAtHand(self.reference, population, self.listed(population))
        for command in cases.before_the_seed():
            self.give(command)
        self.give(cases.draw(self.ground.head(cases.stream)))

    def draw_second_reads(self) -> None:
        """Draw what is read twice, and give it to two readers; or record why nothing is."""
        if not self.protocol.settles_second_reads:
            return
        if not self.protocol.percent_read_twice:
            self.give(WaiveSecondReads(inspection=self.reference, reason="There was one reader."))
            return
        self.give(DrawSecondReads(inspection=self.reference))
        for command in allocations(self.state.twice):
            self.ground.give(command)

    def judge(self) -> None:
        left = left_alone(self.protocol)
        for standard in left:
            self.leave(standard)
        for standard, rating in self._judged():
            if standard not in left:
                self.give(proposed(self.protocol, self.reference, standard, rating))
        for criterion in scored_by(self._scheme):
            if criterion not in left:
                self.give(self._scored(criterion))

    def _judged(self) -> list[tuple[str, str]]:
        return judged_by(self._scheme)

    def _scored(self, criterion: str) -> Command:
        return ScoreCriterion(inspection=self.reference, standard=criterion, percent=72, reason="As met.")

    @property
    def _scheme(self) -> Scheme | None:
        return self.ground.library.scheme(self.protocol.scheme or "")

    def leave(self, standard: str) -> None:
        """Leave a standard unrated that a follow-up does not look at again."""
        self.give(LeaveUnrated(inspection=self.reference, standard=standard, reason="A narrower focus."))

    def read_cases(self) -> None:
        self.read_cases_but_not_close()
        self.give(CloseCaseReads(inspection=self.reference))
        self.look_back()

    def look_back(self) -> None:
        """Put the results of a follow-up beside the first ones."""
        follow_up = self.ground.state(follow_up_stream(self.reference))
        assert isinstance(follow_up, FollowUp)
        for command in beside_the_first(follow_up, self.state, self._scheme):
            self.give(command)

    def read_cases_but_not_close(self) -> None:
        for case in self.state.sampled:
            read = self.ground.state(case)
            assert isinstance(read, CaseRead)
            if not read.complete:
                prompts = prompts_for(self.state, read, self.ground.library)
                first_read(case, read, self.ground.give, prompts)
        for place, case in enumerate(self.state.twice):
            read, again = self.ground.state(case), self.ground.state(second_read_of(case))
            assert isinstance(read, CaseRead)
            assert isinstance(again, SecondRead)
            if not again.complete:
                second_read(case, read, self.ground.give, differs=place == 0)

    def derive(self) -> None:
        reads: dict[str, CaseRead | SecondRead] = {}
        for stream in self.state.reads:
            read = self.ground.state(stream)
            assert isinstance(read, CaseRead | SecondRead)
            reads[stream] = read
        for command in before_the_panel(self.protocol, self.ground.library, self.state, reads):
            self.give(command)
        self.give(ProposeRatings(inspection=self.reference))

    def decide(self) -> None:
        self.derive()
        derived = self.state.derived
        assert derived is not None
        if self.protocol.panel is None:
            # Whoever led or proposed decides nothing, so where leads decide it is another one.
            another = "lead-inspector-2" if self.protocol.decides is Role.LEAD_INSPECTOR else None
            confirm = ConfirmRatings(inspection=self.reference, derivation=derived.trace_digest)
            self.give(confirm, self.protocol.decides, another)
            return
        panel = self.convene()
        rule = self.protocol.panel
        self.give(
            DecideRatings(
                inspection=self.reference,
                panel=panel,
                derivation=derived.trace_digest,
                pack=self.issue_pack(panel, derived.trace_digest) if rule.pack else None,
                consistency="As elsewhere this year." if rule.consistency else None,
            )
        )
        self.ground.give(ClosePanel(panel=panel, minutes="Agreed."))

    def convene(self) -> str:
        """A panel that sits, with the inspection on its agenda; its reference."""
        panel = f"panel-{self.reference}-{self.state.version}"
        today, agenda = self.ground.today, (self.reference,)
        self.ground.give(
            ConvenePanel(panel=panel, meets_on=today, chair=CHAIR, members=MEMBERS, agenda=agenda)
        )
        self.ground.give(OpenPanel(panel=panel, present=MEMBERS))
        return panel

    def issue_pack(self, panel: str, derivation: str) -> str:
        """The papers of the item, issued; their digest."""
        pack = sha256_hex(derivation.encode())
        self.ground.give(
            IssuePack(
                panel=panel,
                inspection=self.reference,
                pack=pack,
                derivation=derivation,
                page=pack,
                late_because="The panel was called at short notice.",
            )
        )
        return pack

    def draft_and_send(self) -> None:
        asked = (
            Recommendation(id="r1", to="provider", text="Improve the services."),
            Recommendation(id="r2", to="hmpps", text="Fund the services."),
        )
        self.give(
            DraftReport(
                inspection=self.reference,
                findings="As found.",
                recommendations=asked if self.protocol.recommendations else (),
            )
        )
        for place in untranslated(self.state, self.protocol):
            self.give(TranslateText(inspection=self.reference, place=place, text="Fel y cafwyd."))
        found = self.state.report
        assert found is not None
        self.give(SignOffReport(inspection=self.reference, report=found.digest))
        self.give(SendDraft(inspection=self.reference))

    def report_but_not_publish(self) -> None:
        self.draft_and_send()
        found = self.state.report
        assert found is not None
        several = self.state.known.providers if self.state.known.others else (None,)
        for provider in several:
            self.give(ConfirmFactualAccuracy(inspection=self.reference, provider=provider))
        for partner in self.state.unsigned_partners:
            self.give(
                SignForPartner(
                    inspection=self.reference,
                    partner=partner,
                    report=found.digest,
                    signed_by="Its chief inspector",
                )
            )
        on = self.ground.calendar.after(self.ground.today, 1)
        self.give(SchedulePublication(inspection=self.reference, publish_on=on))
        self.ground.turn(on)

    def report(self) -> None:
        self.report_but_not_publish()
        self.ground.publish(self.reference)
        self._look()

    def plan_answers(self) -> tuple[Answer, ...]:
        """What the provider says it will do."""
        due = self.ground.calendar.after(self.ground.today, 40)
        action = Action(
            id="a1", text="Do it.", owner="Head of operations", due=due, measure="Seen in ten cases."
        )
        return (Answer(recommendation="r1", agreed="agreed", actions=(action,)),)

    def act(self) -> None:
        for stream in self.state.plans:
            self.carry_out(plan_in(stream)[1])
            plan = self.ground.state(stream)
            assert isinstance(plan, ActionPlan)
            assert plan.followed_up
        self.give(CloseInspection(inspection=self.reference))

    def carry_out(self, whose: str | None) -> None:
        """One plan, from its answers to the end of its follow-up: the provider's own, where several have one each."""
        mine: Mine = {"inspection": self.reference, "provider": whose}
        self.ground.give(SubmitActionPlan(**mine, answers=self.plan_answers()))
        self.ground.give(AcceptActionPlan(**mine))
        self.ground.give(CompleteAction(**mine, action="a1"))
        self.ground.give(FollowUpActionPlan(**mine, conclusion="All done."))
