"""One inspection of the year, from its announcement to its end, with what befalls it on the way.

It goes the way of any inspection of its kind (:class:`tests.support.kinds.walk.KindWalk`); here stands only what a year
has besides: days that pass, samples of full size, readers, second reads, and things that do not go as planned.
"""

import random
from datetime import date
from typing import Literal

from benchmarks.year.acting import Acting
from benchmarks.year.cast import Part
from benchmarks.year.ground import YearGround
from benchmarks.year.listing import draw
from benchmarks.year.people import People
from benchmarks.year.reading import Reading
from benchmarks.year.reckoning import LEVELS, Reckoned, reckon
from benchmarks.year.sitting import Sitting
from benchmarks.year.staff import CHIEF, Staff
from domain.canonical import sha256_hex
from domain.elections.periods import next_day_to_publish
from domain.evidence.commands import GiveFeedback
from domain.evidence.weighing import codes_of
from domain.inspections.commands import (
    AcceptChallenge,
    CancelInspection,
    ChangeLead,
    ChaseEvidence,
    ConfirmFactualAccuracy,
    DeferInspection,
    DraftReport,
    ProposeRating,
    ProposeRatings,
    RaiseChallenge,
    ReceiveEvidence,
    RejectChallenge,
    ReopenCaseReads,
    ResumeInspection,
    SchedulePublication,
    SendDraft,
    SignForPartner,
    SignOffReport,
    WaiveEvidence,
)
from domain.inspections.events import Recommendation
from domain.inspections.kinds.protocol import Population, Protocol
from domain.messages import Command
from domain.people.roles import Role
from tests.support.kinds.judged import BASIS, before_the_panel, not_to_be_had
from tests.support.kinds.looked_again import left_alone
from tests.support.kinds.walk import KindWalk

__all__ = ["YearWalk"]

LISTED_FOR_EACH_READ = 3
"""A list has some three times as many cases as are drawn from it (004 §4.12: 110 of some 330)."""


LEAST_LISTED = 2
"""Of which one is read twice, and one is not."""


class YearWalk(KindWalk):
    """One inspection of the year.

    Attributes:
        reckoned: the ratings as worked out beside Assay, each time that it derived them.
        decided: the overall rating that was decided, each time.
        refused: the codes of what was tried in vain.
        overtaken: how many times its papers were stale as another panel had rated the same standards meanwhile.
        part_seed: of all that befalls it.
    """

    room = 5

    def __init__(
        self, part: Part, protocol: Protocol, ground: YearGround, staff: Staff, share: float, seed: int
    ) -> None:
        """Set out.

        Args:
            part: which inspection, and what befalls it.
            protocol: its kind.
            ground: where its commands are given.
            staff: who works in the year.
            share: how much of the usual samples is read.
            seed: of all that its people find.
        """
        super().__init__(protocol, ground, part.reference)
        self.year, self.part, self.share = ground, part, share
        self.part_seed = f"{seed} {part.reference}"
        self.chance = random.Random(self.part_seed)
        self.befalls = set(part.befalls)
        self.reading = Reading(self)
        self.judged: dict[str, str] = {}
        self.unrated: list[str] = []
        self.reckoned: list[Reckoned] = []
        self.decided: list[str | None] = []
        self.refused: list[str] = []
        self.overtaken = 0
        self.rounds = 0
        self.people = People(self, staff)
        ground.team = self.people.team

    # What it has at hand.

    @property
    def lead(self) -> str:  # type: ignore[override]  # others change while it is led
        """Who leads it."""
        return self.people.team.lead

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        """Give a command as somebody who may."""
        if isinstance(command, GiveFeedback):  # whoever was there that day
            command = command.with_(inspectors=(self.people.staff.at_work(self.lead, command.given_on),))
        self.year.give(command, by, who)

    def later(self, days: int, since: date | None = None) -> date:
        """So many working days after today, or another day."""
        return self.year.calendar.after(since or self.year.today, days)

    def wait(self, days: int) -> None:
        """Let working days pass."""
        self.year.turn(self.later(days))

    def once(self, what: str) -> bool:
        """Whether something befalls it that has not done so before."""
        befalls = what in self.befalls
        self.befalls.discard(what)
        return befalls

    def listed(self, population: Population) -> int:
        """How many cases its list has."""
        if self.share >= 1:
            return LISTED_FOR_EACH_READ * population.sample
        return max(LEAST_LISTED, round(self.share * population.sample))

    # Before fieldwork.

    def register(self) -> None:
        """Register whom it inspects, and settle who works on it."""
        super().register()
        self.people.take_on()

    def leave_announcement(self) -> None:
        """The request goes out on the next day. Whoever is kept from it by an interest could not lead it."""
        self.people.keep_from_leading()
        self.wait(1)
        super().leave_announcement()

    def hand_in_and_begin(self) -> None:
        """The items come in as files, in time or late: then they are chased, and taken higher up.

        What the provider does not have is waived, and leaves a gap that is enquired into.
        """
        first, *others = self.state.awaited
        self.wait(7)
        self._hand_in(first)
        if self.once("late"):
            self.wait_past("evidence")
            self.give(ChaseEvidence(inspection=self.reference))
            self.wait_past("evidence")
        missing = not_to_be_had(self.protocol)
        for item in others:
            if item in missing:
                self.give(WaiveEvidence(inspection=self.reference, item=item, reason="There is none."))
            else:
                self._hand_in(item)
        if self.once("deferred"):
            self.give(
                DeferInspection(inspection=self.reference, reason="A flood came.", until=self.later(10))
            )
            self.wait(10)
            self.give(ResumeInspection(inspection=self.reference))
        self._begin_fieldwork()

    def _hand_in(self, item: str) -> None:
        content = f"{self.reference}: what was asked for as {item}".encode()
        received = ReceiveEvidence(inspection=self.reference, item=item, document=sha256_hex(content))
        self.year.hand_in(received, content)

    def wait_past(self, deadline: str) -> None:
        """Let time pass until a deadline is over, so that the machinery notes that."""
        running = [each for code, each in self.state.deadlines.items() if code.startswith(deadline)]
        self.year.turn(self.later(1, max(each.due for each in running)))

    # Fieldwork and case reads.

    def fieldwork(self) -> None:
        """As ever; one that is given up is given up here, with its samples drawn."""
        if self.once("cancelled"):
            self.draw_samples()
            self.give(CancelInspection(inspection=self.reference, reason="The service was wound up."))
            return
        super().fieldwork()

    def draw(self, population: Population) -> None:
        """From a list that is handed in and closed, by the seed that comes of closing it."""
        draw(self, population)

    def draw_second_reads(self) -> None:
        """What is read twice, and who reads what."""
        self.reading.allot()

    def judge(self) -> None:
        """Judge what does not rest on cases; what a follow-up does not look at again stays without a rating."""
        if self.once("deputised"):
            self.people.falls_away(self.lead, 2)
        self.unrated += left_alone(self.protocol)
        for standard in self.unrated:
            self.leave(standard)
        for standard, _ in self._judged():
            if standard not in self.unrated:
                self.propose(standard, self.chance.choice(LEVELS))

    def propose(self, standard: str, rating: str) -> None:
        """Propose the rating of a standard that is judged, with the evidence and what was weighed."""
        self.judged[standard] = rating
        framework = self.year.library.framework_of(self.state.known.framework)
        codes = codes_of(framework, standard) if framework else {}
        proposed = ProposeRating(
            inspection=self.reference,
            standard=standard,
            rating=rating,
            reason="As seen.",
            evidence=(BASIS,) if self.protocol.judgements else (),
            weighed=tuple((code, "present") for code in codes if code.startswith(rating)),
        )
        self.people.keep_from_judging(proposed)
        self.give(proposed)

    def read_cases_but_not_close(self) -> None:
        """All that have been drawn, over some days; the lead may fall ill meanwhile."""
        if self.once("another-lead"):
            self.people.falls_away(self.lead, 20)
            lead = self.people.team.next_lead(self.year.today)
            self.give(ChangeLead(inspection=self.reference, lead=lead, why="unavailable"))
            self.people.team.lead = lead
        self.reading.read_all()

    # Ratings.

    def derive(self) -> None:
        """Derive the ratings, and work them out beside that."""
        reads = self.year.states(list(self.state.reads))
        for command in before_the_panel(self.protocol, self.year.library, self.state, reads):
            self.give(command)
        self.give(ProposeRatings(inspection=self.reference))
        self.reckoned.append(reckon(self.reading.answers.values(), self.judged, self.unrated))

    def decide(self) -> None:
        """The panel meets, or whoever else the kind names confirms."""
        Sitting(self).decide()

    def open_again(self) -> None:
        """Open the gate and one case behind it again, and read it otherwise."""
        self.give(ReopenCaseReads(inspection=self.reference, reason="An answer was wrong."), Role.PANEL_CHAIR)
        self.reading.read_otherwise()

    # The report.

    def report(self) -> None:
        """Draft, sign, send, hear the provider and publish; or go back to where the ratings come from."""
        if self.once("stale"):
            self.open_again()
            return
        self.wait(3)
        self.draft()
        if not self.hear_the_provider():
            return
        self.sign()
        for partner in self.state.unsigned_partners:
            self._sign_for(partner)
        periods = self.year.library.pre_election
        on, _ = next_day_to_publish(periods, self.later(5), self.year.calendar)
        self.give(SchedulePublication(inspection=self.reference, publish_on=on))
        self.year.turn(on)
        self.year.publish(self.reference)

    def draft(self) -> None:
        """Draft the report, have it signed, and send it to the provider."""
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
        self.sign()
        self.wait(1)
        self.give(SendDraft(inspection=self.reference))

    def hear_the_provider(self) -> bool:
        """Answer its points; whether the report may go on to be published."""
        self.wait(4)
        self.rounds += 1
        touched = self.once("touched")
        # Of several providers each has its own points, and closes the window for itself.
        several = self.state.known.providers if self.state.known.others else (None,)
        for what in ("wording", "rejected", *(("judgement",) if touched else ())):
            self.give(
                RaiseChallenge(
                    inspection=self.reference,
                    challenge=f"{what}-{self.rounds}",
                    about="page 3",
                    text="Not so.",
                    provider=several[0],
                )
            )
        silent = "silent" in self.befalls and not touched
        if not silent and not touched:
            for provider in several:
                self.give(ConfirmFactualAccuracy(inspection=self.reference, provider=provider))
        rejected = f"rejected-{self.rounds}"
        self.give(RejectChallenge(inspection=self.reference, challenge=rejected, reason="It is so."))
        self._accept("wording")
        if touched:
            self._accept("judgement")
            standard = sorted(self.judged)[-1]
            self.propose(standard, LEVELS[(LEVELS.index(self.judged[standard]) + 1) % len(LEVELS)])
            return False
        if silent:
            self.wait_past("factual-accuracy")
        return True

    def _accept(self, touches: Literal["wording", "judgement"]) -> None:
        self.give(
            AcceptChallenge(
                inspection=self.reference,
                challenge=f"{touches}-{self.rounds}",
                touches=touches,
                amendment="It was changed.",
            )
        )

    def sign(self) -> None:
        """The Chief Inspector signs the report as it stands, or a deputy who says so."""
        found = self.state.report
        assert found is not None
        if self.once("signed-for"):
            self.people.falls_away(CHIEF, 1)
        signed = SignOffReport(inspection=self.reference, report=found.digest)
        if self.people.staff.at_work(CHIEF, self.year.today) != CHIEF:
            signed = signed.with_(in_place_of=CHIEF, why="absent")
        self.give(signed)

    def _sign_for(self, partner: str) -> None:
        found = self.state.report
        assert found is not None
        self.give(
            SignForPartner(
                inspection=self.reference,
                partner=partner,
                report=found.digest,
                signed_by="Its chief inspector",
            )
        )

    # The action plan.

    def act(self) -> None:
        """Each provider that is asked answers, and does what it said."""
        Acting(self).act()
