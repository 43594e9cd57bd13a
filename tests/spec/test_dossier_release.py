"""A dossier goes out to everybody once somebody has read it, with the edition that is out, and not before."""

import pytest

from domain.decider import On
from domain.dossiers.release import (
    DossierReleased,
    DossierWithdrawn,
    ReleaseDossier,
    WithdrawDossier,
    released_for,
)
from domain.inspections.commands import CorrectReport, WithdrawReport
from domain.people.roles import Role
from domain.streams import dossier_stream, inspection_stream
from tests.support.example import AT_ACTION_PLAN, AT_PUBLICATION, INSPECTION
from tests.support.specification import Story, given

STREAM = dossier_stream(INSPECTION)
RELEASE = ReleaseDossier(inspection=INSPECTION, dossier="a" * 64, read_by="os-1004")
RELEASED = DossierReleased(
    inspection=INSPECTION,
    edition=1,
    dossier="a" * 64,
    read_by="os-1004",
    names=(),
    unpublished=(),
    reason=None,
)
WITHDRAW = WithdrawDossier(inspection=INSPECTION, reason="Somebody is named in it.")
OUT = tuple(AT_ACTION_PLAN)


def holds(story: Story) -> bool:
    return released_for(story.state(STREAM), story.state(inspection_stream(INSPECTION))) is not None


def test_a_dossier_that_was_read_is_released_with_the_edition_that_is_out() -> None:
    story = given(*OUT).when(RELEASE, on="2018-10-01").then(On(STREAM, RELEASED))
    assert holds(story)
    story.when(RELEASE, on="2018-10-02").then()


def test_nothing_of_an_inspection_is_released_before_its_report_is_out() -> None:
    given().when(RELEASE, on="2018-10-01").then_refused("unknown-inspection")
    given(*AT_PUBLICATION).when(RELEASE, on="2018-10-01").then_refused("not-published")


def test_a_release_holds_for_its_edition_and_while_nothing_is_on_its_way() -> None:
    story = given(*OUT).when(RELEASE, on="2018-10-01").story
    correct = CorrectReport(inspection=INSPECTION, reason="A share was wrong.", changed="The share of 2.1.1.")
    corrected = story.when(correct, on="2018-10-02").story
    assert not holds(corrected)
    corrected.when(RELEASE, on="2018-10-02").then_refused("not-all-published")
    withdraw = WithdrawReport(inspection=INSPECTION, reason="The sample was not what it seemed.")
    withdrawn = story.when(withdraw, on="2018-10-02").story
    assert not holds(withdrawn)
    withdrawn.when(RELEASE, on="2018-10-02").then_refused("not-published")


def test_a_dossier_that_names_what_is_not_published_is_released_for_a_reason_only() -> None:
    naming = RELEASE.with_(names=("south-2018",))
    story = given(*OUT)
    story.when(naming, on="2018-10-01").then_refused("names-unpublished", "south-2018")
    because = naming.with_(reason="That it was on the agenda was announced by the provider itself.")
    told = RELEASED.with_(names=("south-2018",), unpublished=("south-2018",), reason=because.reason)
    story.when(because, on="2018-10-01").then(On(STREAM, told))


def test_what_is_released_names_freely_what_is_published() -> None:
    naming = RELEASE.with_(names=(INSPECTION,), reason="It needs none.")
    told = RELEASED.with_(names=(INSPECTION,))
    given(*OUT).when(naming, on="2018-10-01").then(On(STREAM, told))


def test_a_release_is_withdrawn_and_another_file_is_released() -> None:
    story = given(*OUT)
    story.when(WITHDRAW, on="2018-10-01").then_refused("not-released")
    story = story.when(RELEASE, on="2018-10-01").story
    gone = On(STREAM, DossierWithdrawn(inspection=INSPECTION, dossier="a" * 64, reason=WITHDRAW.reason))
    story = story.when(WITHDRAW, on="2018-10-02", by=Role.CHIEF_INSPECTOR).then(gone)
    assert not holds(story)
    another = RELEASE.with_(dossier="b" * 64)
    assert holds(story.when(another, on="2018-10-03").then(On(STREAM, RELEASED.with_(dossier="b" * 64))))


@pytest.mark.parametrize("role", [Role.LEAD_INSPECTOR, Role.CHIEF_INSPECTOR, Role.AUDITOR])
def test_only_an_operations_manager_releases(role: Role) -> None:
    given(*OUT).when(RELEASE, on="2018-10-01", by=role).then_refused("not-authorised")
