"""How inspections drawn at random go on past the decision: points of factual accuracy, publication, correction."""

from collections.abc import Set
from random import Random
from typing import Literal

from domain.inspections.commands import (
    AcceptChallenge,
    CloseCaseReads,
    ConfirmFactualAccuracy,
    CorrectReport,
    ProposeRating,
    RaiseChallenge,
    RejectChallenge,
    ReopenCaseReads,
    SchedulePublication,
    SendDraft,
    SignForPartner,
    SignOffReport,
    WithdrawReport,
)
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.texts import places_of
from domain.inspections.stages import Stage
from tests.support.dossiers.drawn import DossierHouse
from tests.support.dossiers.walks import RandomWalk
from tests.support.kinds.judged import BASIS

__all__ = ["LongWalk"]

Touching = Literal["wording", "judgement", "case-reads"]


class LongWalk(RandomWalk):
    """Goes as far as is drawn: to a decision, to its undoing, to publication, or to what comes after that."""

    def __init__(
        self, protocol: Protocol, house: DossierHouse, reference: str, random: Random, cases: int = 6
    ) -> None:
        """Set out, as any walk does."""
        super().__init__(protocol, house, reference, random, cases)
        self.points = 0

    def to_a_random_end(self) -> None:
        """Go on to where it is drawn that it ends."""
        self.to_a_decision()
        if not self.protocol.has(Stage.PUBLICATION) or self._now_and_then(0.2, "ends with the decision"):
            return
        self.draft_and_send()
        while self._now_and_then(0.45, "point raised"):
            if not self._point_answered():
                self.met["ends undecided"] += 1
                return
        if self._now_and_then(0.2, "ends with a signed draft"):
            return
        self._published()
        while self._now_and_then(0.35, "corrected"):
            self.give(
                CorrectReport(inspection=self.reference, reason="A share was wrong.", changed="The share.")
            )
            if self._now_and_then(0.3, "ends with a correction open"):
                return
            if self._reads_can_be_opened() and self._now_and_then(0.4, "judged anew after publication"):
                to_judge = self.opened_again()
                if self._now_and_then(0.2, "ends with its case reads open"):
                    return
                self._judged_again(to_judge, self.random.choice(self._alone()))
                continue
            self._signed()
            self._scheduled_and_out()
        if self._now_and_then(0.25, "withdrawn"):
            self.give(WithdrawReport(inspection=self.reference, reason="The sample was not what it seemed."))

    def to_publication(self) -> None:
        """Go straight on to a published report."""
        self.to_a_decision()
        self.go_on_to_publication()

    def go_on_to_publication(self) -> None:
        """From a decision to a report that is out."""
        self.draft_and_send()
        self._published()

    def to_a_corrected_report(self) -> None:
        """Go on to a report that was published, corrected and published again."""
        self.to_publication()
        self.give(CorrectReport(inspection=self.reference, reason="A share was wrong.", changed="The share."))
        self._signed()
        self._scheduled_and_out()

    def to_an_edition_judged_anew(self) -> None:
        """Go on to a published report whose ratings were wrong, so that they are decided again, and differ."""
        self.leaning = 1.0
        self.to_publication()
        judged = self.opened_again()
        self.leaning = 0.0
        self._judged_again(judged, *self._alone())

    def opened_again(self) -> frozenset[str]:
        """A correction is opened, and the case reads again with it; the standards that are to be judged anew then."""
        if self.state.correction is None:
            self.give(
                CorrectReport(inspection=self.reference, reason="Cases were misread.", changed="Ratings.")
            )
        judged = frozenset(self.state.proposals)
        self.give(ReopenCaseReads(inspection=self.reference, reason="Cases were misread."))
        return judged - set(self.state.proposals)

    def _alone(self) -> list[str]:
        """The cases that were read once, which one reader alone can put right."""
        return [case for case in self.state.sampled if case not in self.state.twice]

    def _reads_can_be_opened(self) -> bool:
        return self.protocol.has(Stage.CASE_READS) and bool(self._alone())

    def _judged_again(self, to_judge: Set[str], *cases: str) -> None:
        """Some cases are put right after publication, and an edition comes out on another decision."""
        for case in cases:
            self._put_right(case, every=len(cases) > 1)
        self.give(CloseCaseReads(inspection=self.reference))
        self.look_back()
        self._decided_again(to_judge)
        self.go_on_to_publication()

    def _point_answered(self) -> bool:
        """A point is raised, and accepted or rejected; whether there is a signed draft with the provider again."""
        self.points += 1
        code, place = f"point-{self.points}", self._place()
        self.give(
            RaiseChallenge(
                inspection=self.reference,
                challenge=code,
                about="Staff",
                text="Not so.",
                place=place,
                provider=self.state.known.provider if self.state.known.others else None,
            )
        )
        touches = self._touching()
        if touches is None:
            self.met["point rejected"] += 1
            self.give(RejectChallenge(inspection=self.reference, challenge=code, reason="It is so."))
            return True
        self.met[f"point accepted that touches the {touches}"] += 1
        judged = set(self.state.proposals)
        self.give(
            AcceptChallenge(
                inspection=self.reference, challenge=code, touches=touches, amendment="There are forty."
            )
        )
        if touches == "wording":
            self._signed()
            if self.state.report is not None and self.state.report.sent is None:
                self.give(SendDraft(inspection=self.reference))
            return True
        if self._now_and_then(0.25, "left with the panel"):
            return False
        self._decided_again(judged - set(self.state.proposals))
        self.draft_and_send()
        return True

    def _touching(self) -> Touching | None:
        """What a point touches; None if it is rejected."""
        able: list[Touching | None] = ["wording", None, "judgement", "judgement"]
        if self._reads_can_be_opened():
            able.append("case-reads")
        return self.random.choice(able)

    def _place(self) -> str | None:
        """A place of the draft, more often than not one whose standard somebody judged."""
        places = [None, *places_of(self.state, self.protocol)]
        judged = [each for each in places if each in self.state.proposals]
        return self.random.choice(judged if judged and self.random.random() < 0.6 else places)

    def _decided_again(self, to_judge: Set[str]) -> None:
        if self.state.standing is Stage.CASE_READS:
            if alone := self._alone():
                self._put_right(self.random.choice(alone))
            self.give(CloseCaseReads(inspection=self.reference))
            self.look_back()
        for standard, rating in self._judged():
            if standard in to_judge:
                self.met["judged anew"] += 1
                self.give(
                    ProposeRating(
                        inspection=self.reference,
                        standard=standard,
                        rating=rating,
                        reason="As seen again.",
                        evidence=(BASIS,) if self.protocol.judgements else (),
                    )
                )
        self.decide()
        self.met["decided again"] += 1

    def _signed(self) -> None:
        found = self.state.report
        assert found is not None
        self.give(SignOffReport(inspection=self.reference, report=found.digest))

    def _published(self) -> None:
        several = self.state.known.providers if self.state.known.others else (None,)
        for provider in several:
            self.give(ConfirmFactualAccuracy(inspection=self.reference, provider=provider))
        self._scheduled_and_out()
        self.met["published"] += 1

    def _scheduled_and_out(self) -> None:
        found = self.state.report
        assert found is not None
        for partner in self.state.unsigned_partners:
            self.give(
                SignForPartner(
                    inspection=self.reference, partner=partner, report=found.digest, signed_by="Its chief"
                )
            )
        on = self.ground.calendar.after(self.ground.today, 1)
        self.give(SchedulePublication(inspection=self.reference, publish_on=on))
        self.ground.turn(on)
        self.ground.publish(self.reference)
