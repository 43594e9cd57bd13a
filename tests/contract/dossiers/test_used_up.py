"""A dossier of an inspection in which no case of a population could be read: both verifiers follow how it went on."""

import json
from pathlib import Path
from random import Random

from domain.cases.lists.commands import CloseCaseList
from domain.inspections.commands import LeaveUnrated, ReplaceCase
from domain.inspections.kinds.protocol import Population
from tests.support.dossiers.drawn import DossierHouse, files_of, kinds_to_draw
from tests.support.dossiers.verifiers import both_verifiers
from tests.support.dossiers.walks import RandomWalk
from tests.support.kinds.lists import CaseListAtHand

REASON = "Every file was lost in a flood."


class UsedUp(RandomWalk):
    """Takes every case of its first population out again, and leaves what rests on it unrated."""

    def draw_samples(self) -> None:
        for population in self.protocol.populations:
            self.draw(population)
        self.draw_second_reads()

    def listed(self, population: Population) -> int:
        return 3

    def draw(self, population: Population) -> None:
        cases = CaseListAtHand(self.reference, population, self.listed(population))
        self._draw_from(cases)
        if population != self.protocol.populations[0]:
            return
        (frame,) = (each.frame for each in cases.before_the_seed() if isinstance(each, CloseCaseList))
        while left := self._present(population):
            self.give(ReplaceCase(inspection=self.reference, case=left[0], code="file-missing", frame=frame))

    def derive(self) -> None:
        scheme = self.ground.library.scheme(self.protocol.scheme or "")
        assert scheme is not None
        for each in scheme.standards:
            if self.state.used_up(each.population):
                self.give(LeaveUnrated(inspection=self.reference, standard=each.id, reason=REASON))
                self.met["left unrated"] += 1
        super().derive()


def test_what_was_left_unrated_for_want_of_cases_is_derived_alike_by_all(folder: Path) -> None:
    house = DossierHouse(folder)
    walk = UsedUp(kinds_to_draw()["adult-nps-2018"][0], house, "used-up", Random("used up"))
    walk.to_a_decision()
    assert walk.met["left unrated"] > 0
    content = house.dossiers.make("used-up").content
    with both_verifiers() as both:
        found = both.verify(content, house.key)
    assert (found["verdict"], found["place"]) == ("verified", None)
    standards = json.loads(files_of(content)["trace.json"])["standards"]
    assert [each["not_rated"] for each in standards].count(REASON) == walk.met["left unrated"]
    house.close()
