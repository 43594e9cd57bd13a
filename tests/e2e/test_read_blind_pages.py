"""On no page does one reader of a case learn what the other has answered, before both reads are in.

Every address of the pages is opened as each of the two readers, in the roles that see most, and so is whatever is
linked from there: in installations that differ only in what the other reader has answered and noted, every page must be
the same to the letter. So it must be while neither read is in, and when the other one's is.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from domain.people.roles import Role
from tests.support.blind import FIRST, QUALITY, SECOND, Blind, three, undrawn
from tests.support.blind_pages import addresses, opened, shown_on_every_page, verbs_of

pytestmark = pytest.mark.timeout(600)

REF = "nps-nw"


def parts_of(blind: Blind) -> dict[str, Sequence[str]]:
    """What stands for each part of an address that is left open; a new one is put in here."""
    case, questions = blind.case, blind.questions
    return {
        "reference": (REF,),
        "inspection": (REF,),
        "case": (case,),
        "population": (blind.population,),
        "number": questions[:2],
        "prompt": ("1.1.1 a",),
        "item": ("plan",),
        "action": ("a1",),
        "edition": ("1",),
        "language": ("en",),
        "form": ("html",),
        "name": ("ratings", "shares"),
        "token": ("none",),
        "rule": ("none",),
        "digest": ("none",),
        "id_": ("none",),
        "response": ("none",),
        "comment": ("none",),
        "staff": (f"os-{SECOND}",),
        "person": (f"person-{'0' * 32}",),
        "provider": ("nps-north-west",),
        "body": ("press-desk",),
        "framework": (blind.framework,),
        "question": questions[:1],
        "reader": (f"os-{FIRST}",),
        "code": ("none",),
        "verb": ("record-interest", "open-programme"),
        "/cases/code": (case,),
        "/inspections/code": (REF,),
        "/panels/code": ("p1",),
        "/results/providers/code": ("nps-north-west",),
        "/programme/code": ("2018-19",),
        "/cases/{code}/do/verb": verbs_of("case", "second-read", "alert", "hold"),
        "/inspections/{reference}/do/verb": verbs_of("inspection", "evidence", "action-plan", "follow-up"),
        "/inspections/{code}/quality/verb": verbs_of("quality"),
        "/comments/{code}/do/verb": verbs_of("comment"),
        "/inspections/{reference}/held/verb": verbs_of("holdings"),
        "/panels/do/verb": verbs_of("panel"),
        "/panels/{code}/do/verb": verbs_of("panel"),
    }


ASKING = {
    "/audit/inspections/{reference}": [f"?step={step}" for step in (1, 10, 20, 21, 22, 23, 24, 25, 30)],
    "/audit/inspections/{reference}/between": ["?one=1&other=20", "?one=20&other=24"],
    "/audit/inspections/{reference}/what-if": ["?second_readers=yes", "?answers=2.1.1=no"],
    "/agreement/{framework}/{question}/{reader}": ["?first=2018-01-01&last=2018-12-31"],
    "/audit/find": [f"?what={what}" for what in ("judgements", "refusals", "overdue", "departures")],
    "/audit/looks": [f"?by=os-{FIRST}", f"?by=os-{SECOND}"],
}
"""What else some pages are asked."""

STAFF = tuple(each for each in Role if each not in (Role.MACHINERY, Role.AUDITOR, Role.PROVIDER_CONTACT))
ROLES = {
    "an inspector": (Role.INSPECTOR,),
    "all of the staff's at once": STAFF,
    "an auditor": (Role.AUDITOR,),
}
OPENED, BROKEN = 200, 500
EITHER = [(SECOND, "first"), (FIRST, "second")]


@pytest.fixture(scope="module")
def begun(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Blind]:
    return three(homes, tmp_path_factory.mktemp("blind-pages"))


def seen(blind: Blind, person: int, roles: tuple[Role, ...]) -> dict[str, tuple[int, str]]:
    with blind.put_together() as house:
        return shown_on_every_page(house, f"os-{person}", roles, parts_of(blind), ASKING, blind.case)


def opened_alike(told: Mapping[str, dict[str, tuple[int, str]]], other: str) -> list[str]:
    """The pages that opened in both installations, each of which shows the same in either."""
    assert sorted(told["as-is"]) == sorted(told[other]), "as many pages lead on"
    for path, shown in told["as-is"].items():
        assert shown == told[other][path], path
        assert f"Zq7Canary-{other}" not in shown[1], path
    assert [path for path, (status, _) in told["as-is"].items() if status >= BROKEN] == []
    return [path for path, (status, _) in told["as-is"].items() if status == OPENED]


def test_every_page_has_an_address_here(homes: Path, tmp_path: Path) -> None:
    """A new page is given one at once, and not when all of them are next read blind, which takes long."""
    blind = undrawn(homes, tmp_path)
    with blind.put_together() as house, opened(house, f"os-{FIRST}", STAFF) as (_, app):
        assert len(addresses(app, parts_of(blind), ASKING)) > 100


@pytest.mark.wide
@pytest.mark.parametrize(
    ("roles", "in_already"),
    [
        *((each, False) for each in ROLES),
        *((each, True) for each in ROLES if each != "an inspector"),
    ],
)
@pytest.mark.parametrize(("person", "other"), EITHER)
def test_no_page_depends_on_what_the_other_reader_has_answered(
    begun: dict[str, Blind], tmp_path: Path, person: int, other: str, in_already: bool, roles: str
) -> None:
    told = {}
    for name in ("as-is", other):
        blind = begun[name].copied(tmp_path / name)
        if in_already:
            blind.finish(other)
        told[name] = seen(blind, person, ROLES[roles])
    shown = opened_alike(told, other)
    assert len(shown) > 10, "there was something to be seen"
    if Role.INSPECTOR in ROLES[roles]:
        own = "/cases/CASE" + ("" if person == FIRST else "/again")
        assert f"{own}/questions/2.1.1" in shown
    assert not any(path.endswith(".zip") for path in shown), (
        "nor is anything given away that they could look into"
    )


@pytest.mark.wide
@pytest.mark.parametrize(("person", "other"), EITHER)
def test_their_own_answers_are_shown_to_each_reader_on_the_pages(
    begun: dict[str, Blind], tmp_path: Path, person: int, other: str
) -> None:
    """The control: what is looked at above is where answers are shown."""
    mine = "first" if person == FIRST else "second"
    told = {name: seen(begun[name].copied(tmp_path / name), person, STAFF) for name in ("as-is", mine)}
    differing = [path for path, shown in told["as-is"].items() if shown != told[mine].get(path)]
    assert any("/questions/" in each for each in differing)
    assert any("Zq7Canary-" + mine in page for _, page in told["as-is"].values())


@pytest.mark.wide
def test_once_both_are_in_the_pages_show_the_quality_lead_where_they_differ(
    begun: dict[str, Blind], tmp_path: Path
) -> None:
    """The control: with both in, a page differs between the two installations."""
    told = {}
    for name in ("as-is", "first"):
        blind = begun[name].copied(tmp_path / name)
        blind.finish("first")
        blind.finish("second")
        told[name] = seen(blind, QUALITY, (Role.QUALITY_LEAD,))
    assert told["as-is"] != told["first"]
