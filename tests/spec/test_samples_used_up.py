"""When every case of a sample had to be taken out, and the list has none to come in: the way on."""

import re

import pytest

from domain.cases.lists.commands import CloseCaseList
from domain.dated_rules.library import Library
from domain.inspections.commands import CloseCaseReads, LeaveUnrated, ReplaceCase
from domain.inspections.events import RatingsDerived, StandardLeftUnrated
from domain.inspections.kinds.protocol import Population
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from tests.support.house import shipped_library
from tests.support.kinds.lists import CaseListAtHand
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround, a_working_day_of

INSPECTION = "north-2018"


class UsedUp(KindWalk):
    """An inspection in which no case of the first population can be read, and the list has no others."""

    ground: StoryGround

    @property
    def first(self) -> Population:
        return self.protocol.populations[0]

    @property
    def standards(self) -> list[str]:
        """Those that rest on it."""
        scheme = self.ground.library.scheme(self.protocol.scheme or "")
        assert scheme is not None
        return [each.id for each in scheme.standards if each.population == self.first.id]

    def read_cases(self) -> None:
        listed = CaseListAtHand(self.reference, self.first, self.listed(self.first))
        (frame,) = (each.frame for each in listed.before_the_seed() if isinstance(each, CloseCaseList))
        while left := [each for each in map(self.state.in_place_of, self._drawn()) if each is not None]:
            replace = ReplaceCase(inspection=self.reference, case=left[0], code="file-missing", frame=frame)
            self.give(replace, Role.LEAD_INSPECTOR)
        super().read_cases()

    def _drawn(self) -> tuple[str, ...]:
        return self.state.samples[self.first.id].cases


def used_up(stage: Stage) -> UsedUp:
    library = shipped_library()
    protocol = library.protocol("nps-division-2018")
    assert protocol is not None
    once = protocol.with_(id="once", second_reads=None)
    ground = StoryGround(
        Library.of([once], library.frameworks().all(), library.schemes()),
        a_working_day_of(once.in_force_from),
    )
    walk = UsedUp(once, ground, INSPECTION)
    walk.until(stage)
    return walk


def on(walk: UsedUp) -> str:
    return walk.ground.today.isoformat()


def leave(standard: str) -> LeaveUnrated:
    return LeaveUnrated(inspection=INSPECTION, standard=standard, reason="Every file was lost in a flood.")


def test_the_reads_close_without_them_and_nothing_is_derived_until_somebody_says_why() -> None:
    walk = used_up(Stage.PANEL_REVIEW)
    state: Inspection = walk.state
    assert state.used_up(walk.first.id)
    assert CloseCaseReads.verb in walk.walked.commands
    assert walk.standards
    rated = re.escape(f"No case is left to rate {', '.join(walk.standards)} by: leave each unrated")
    with pytest.raises(AssertionError, match=f"propose-ratings: .*cannot rate this.*{rated}"):
        walk.derive()


def test_with_each_of_their_standards_left_unrated_for_a_reason_the_others_are_rated() -> None:
    walk = used_up(Stage.PANEL_REVIEW)
    for standard in walk.standards:
        result = walk.ground.story.when(leave(standard), on=on(walk))
        result.then(StandardLeftUnrated(standard=standard, reason=leave(standard).reason))
        walk.give(leave(standard))
    walk.derive()
    derived = walk.state.derived
    assert isinstance(derived, RatingsDerived)
    rated = {each.standard: each.rating for each in derived.ratings}
    assert {standard for standard, rating in rated.items() if rating is None} == set(walk.standards)
    assert leave("x").reason in derived.trace
    walk.go_back_to_publication()
    assert walk.state.standing is Stage.PUBLICATION


def test_a_standard_whose_cases_were_read_is_rated_and_none_is_left_out_before_the_reads_are_closed() -> None:
    walk = used_up(Stage.PANEL_REVIEW)
    scheme = walk.ground.library.scheme(walk.protocol.scheme or "")
    assert scheme is not None
    other = next(each.id for each in scheme.standards if each.population not in (None, walk.first.id))
    walk.ground.story.when(leave(other), on=on(walk)).then_refused("must-be-rated")


class Early(UsedUp):
    """Stops before the reads are closed."""

    refused: list[str]

    def read_cases_but_not_close(self) -> None:
        super().read_cases_but_not_close()
        for standard in self.standards:
            self.ground.story.when(leave(standard), on=on(self)).then_refused(
                "must-be-rated", "close the case reads first"
            )
            self.refused.append(standard)


def test_while_a_new_list_may_yet_be_handed_in_nothing_is_left_unrated() -> None:
    walk = used_up(Stage.FIELDWORK)
    early = Early(walk.protocol, walk.ground, INSPECTION)
    early.refused = []
    early._on_to(Stage.PANEL_REVIEW)
    assert early.refused == early.standards
