"""How the ratings of one inspection of the year are decided: papers, the panel, and what it may not decide on."""

from typing import TYPE_CHECKING

from benchmarks.year.reckoning import LEVELS
from domain.inspections.commands import CloseCaseReads, ConfirmRatings, DecideRatings, DepartureAsked
from domain.messages import Command
from domain.panels.commands import ApproveMinutes, ClosePanel, ConvenePanel, IssuePack, OpenPanel
from domain.panels.state import Panel
from tests.support.kinds.walk import CHAIR, MEMBERS

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["Sitting"]

NOTICE_DAYS = 4
"""So many working days before it meets a panel is convened; its papers go out three days before, as the kinds ask."""


class Sitting:
    """One meeting of a panel about an inspection."""

    def __init__(self, walk: "YearWalk") -> None:
        """A meeting that is yet to be convened."""
        self.walk = walk
        self.panel = ""

    def decide(self) -> None:
        """The panel meets some days later, on papers; a case may be opened again while it sits."""
        walk = self.walk
        walk.derive()
        if walk.protocol.panel is None:
            self._confirm()
            return
        self._convene()
        papers = self._issue_papers()
        walk.wait(NOTICE_DAYS)
        self._give(OpenPanel(panel=self.panel, present=MEMBERS))
        if walk.once("moved"):
            papers = self._moved(papers)
        departures = self._departures()
        if walk.year.refusal(self._decision(papers, departures)) == "stale-pack":
            papers = self._issue_papers("Another panel has rated the same standards meanwhile.")
            walk.overtaken += 1
        self._give(self._decision(papers, departures))
        walk.decided.append(departures[0].decided if departures else walk.reckoned[-1].overall)
        self._give(ClosePanel(panel=self.panel, minutes="Agreed."))
        met = walk.year.state(f"panel-{self.panel}")
        assert isinstance(met, Panel)
        assert met.written is not None
        self._give(ApproveMinutes(panel=self.panel, minutes=met.written.digest))

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

    def _convene(self) -> None:
        walk = self.walk
        self.panel = f"panel-{walk.reference}-{walk.state.version}"
        self._give(
            ConvenePanel(
                panel=self.panel,
                meets_on=walk.later(NOTICE_DAYS),
                chair=CHAIR,
                members=MEMBERS,
                agenda=(walk.reference,),
            )
        )

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
