"""How the ratings of one inspection of the year are decided: papers, the panel, and what it may not decide on."""

from typing import TYPE_CHECKING

from benchmarks.year.meetings import Meeting
from benchmarks.year.reckoning import LEVELS
from benchmarks.year.staff import CHAIR, MEMBERS
from domain.inspections.commands import CloseCaseReads, ConfirmRatings, DecideRatings, DepartureAsked
from domain.messages import Command
from domain.panels.commands import (
    ApproveMinutes,
    ClosePanel,
    ConvenePanel,
    IssuePack,
    OpenPanel,
    TableItem,
)
from domain.panels.state import Panel

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["Sitting"]


class Sitting:
    """What a meeting of the panel has to do with one of the inspections on its agenda."""

    def __init__(self, walk: "YearWalk") -> None:
        """A meeting that is yet to be convened."""
        self.walk = walk
        self.panel = ""

    def decide(self) -> None:
        """The panel meets some days later, on papers, about whatever is ready; a case may be opened while it sits."""
        walk = self.walk
        walk.derive()
        if walk.protocol.panel is None:
            self._confirm()
            return
        meeting = self._come_onto_an_agenda()
        papers = self._issue_papers()
        walk.year.turn(meeting.meets_on)
        if not self._met.opened:
            self._give(OpenPanel(panel=self.panel, present=MEMBERS))
        if walk.once("moved"):
            papers = self._moved(papers)
        departures = self._departures()
        if walk.year.refusal(self._decision(papers, departures)) == "stale-pack":
            papers = self._issue_papers("Another panel has rated the same standards meanwhile.")
            walk.overtaken += 1
        self._give(self._decision(papers, departures))
        walk.decided.append(departures[0].decided if departures else walk.reckoned[-1].overall)
        meeting.left.remove(walk.reference)
        if not meeting.left:
            self._close()

    def _close(self) -> None:
        """The meeting is over with the last inspection on its agenda."""
        self._give(ClosePanel(panel=self.panel, minutes="Agreed."))
        written = self._met.written
        assert written is not None
        self._give(ApproveMinutes(panel=self.panel, minutes=written.digest))

    @property
    def _met(self) -> Panel:
        met = self.walk.year.state(f"panel-{self.panel}")
        assert isinstance(met, Panel)
        return met

    def _confirm(self) -> None:
        walk = self.walk
        walk.decided.append(walk.reckoned[-1].overall)
        confirm = ConfirmRatings(inspection=walk.reference, derivation=self._derivation)
        walk.give(confirm, walk.protocol.decides)

    @property
    def _derivation(self) -> str:
        derived = self.walk.state.derived
        assert derived is not None
        return derived.trace_digest

    def _come_onto_an_agenda(self) -> Meeting:
        """The week's meeting is called for the first that is ready for it; whatever else is ready is tabled."""
        walk = self.walk
        meeting, new = walk.year.meetings.put_down(walk.reference, walk.year.today, walk.year.calendar)
        self.panel = meeting.panel
        if new:
            agenda = (walk.reference,)
            self._give(
                ConvenePanel(
                    panel=self.panel, meets_on=meeting.meets_on, chair=CHAIR, members=MEMBERS, agenda=agenda
                )
            )
        else:
            self._give(TableItem(panel=self.panel, inspection=walk.reference, reason="It is ready."))
        return meeting

    def _issue_papers(self, late_because: str | None = None) -> IssuePack:
        issue = self.walk.year.papers(self.panel).with_(late_because=late_because)
        self._give(issue)
        return issue

    def _moved(self, papers: IssuePack) -> IssuePack:
        """While it sits a case is read otherwise: its papers are stale, and so is what was proposed."""
        walk = self.walk
        walk.open_again()
        walk.give(CloseCaseReads(inspection=walk.reference))
        walk.derive()
        walk.refused.append(walk.year.give_in_vain(self._decision(papers, ())))
        anew = self._issue_papers("A case was read otherwise while the panel sat.")
        walk.refused.append(walk.year.give_in_vain(self._decision(anew, (), papers.derivation)))
        return anew

    def _decision(
        self, papers: IssuePack, departures: tuple[DepartureAsked, ...], derivation: str | None = None
    ) -> DecideRatings:
        rule = self.walk.protocol.panel
        return DecideRatings(
            inspection=self.walk.reference,
            panel=self.panel,
            derivation=derivation or self._derivation,
            departures=departures,
            pack=papers.pack,
            consistency="As elsewhere this year." if rule and rule.consistency else None,
        )

    def _departures(self) -> tuple[DepartureAsked, ...]:
        if "departed" not in self.walk.befalls:
            return ()
        place = LEVELS.index(self.walk.reckoned[-1].overall)
        other = LEVELS[place + 1 if place == 0 else place - 1]
        asked = DepartureAsked(
            subject="overall", decided=other, trigger="near_a_boundary", reason="The panel weighed it."
        )
        return (asked,)

    def _give(self, command: Command) -> None:
        self.walk.give(command)
