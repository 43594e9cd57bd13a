"""Dossiers of what went on after a report was out, or with other providers than it began with: both hold them."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.deciders import EVENT_NAMES
from domain.inspections.commands import FollowProvider
from domain.inspections.events import RatingsDerived
from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.stages import Stage
from domain.providers.changes import SplitProvider
from domain.providers.provider import RegisterProvider
from domain.streams import plan_in
from tests.support.dossiers.drawn import DossierHouse, files_of, kinds_to_draw
from tests.support.dossiers.ends import LongWalk
from tests.support.dossiers.verifiers import Verifiers


def kind(id_: str) -> Protocol:
    (found,) = (each for several in kinds_to_draw().values() for each in several if each.id == id_)
    return found


def page_of(content: bytes) -> str:
    return files_of(content)["read-me-first.html"].decode()


def checked(both: Verifiers, house: DossierHouse, walk: LongWalk) -> Mapping[str, Any]:
    """What both verifiers say of its dossier, which they hold to be whole; it tells of the decision that stands."""
    found = both.verify(house.dossiers.make(walk.reference).content, house.key)
    assert (found["verdict"], found["place"]) == ("verified", None)
    decided = walk.state.decided
    assert decided is not None
    assert found["decision"]["ratings"] == {each.standard: each.rating for each in decided.ratings}
    assert found["decision"]["overall"] == decided.overall
    return found


class Full(LongWalk):
    """Every list has cases, so that there is something to put right."""

    def listed(self, population: Population) -> int:
        return self.cases


@pytest.mark.parametrize("id_", ["nps-division-2018-twice", "effective-supervision-2003", "yot-2021"])
def test_an_inspection_that_was_judged_anew_after_publication_is_verified_on_its_new_decision(
    id_: str, both: Verifiers, folder: Path
) -> None:
    house = DossierHouse(folder)
    walk = Full(kind(id_), house, "anew", Random(f"judged anew {id_}"))
    walk.to_an_edition_judged_anew()
    derived = [
        each.trace_digest
        for each in (EVENT_NAMES.read(one).data for one in house.store.load({walk.stream: 0})[walk.stream])
        if isinstance(each, RatingsDerived)
    ]
    assert derived[0] != derived[-1], "another derivation than the one that was published first"
    assert checked(both, house, walk)["trace_digest"] == derived[-1]
    first, second = walk.state.editions
    assert (first.ratings == second.ratings) == walk.protocol.id.startswith("effective-supervision")
    page = page_of(house.dossiers.make("anew").content)
    for edition in (first, second):
        assert f"{edition.published_on}: " in page
    house.close()


def test_while_its_case_reads_are_open_again_the_decision_is_told_to_be_undone(
    both: Verifiers, folder: Path
) -> None:
    house = DossierHouse(folder)
    walk = Full(kind("nps-division-2018"), house, "open", Random("left open"))
    walk.to_publication()
    before = both.verify(house.dossiers.make("open").content, house.key)
    walk.opened_again()
    made = house.dossiers.make("open").content
    found = both.verify(made, house.key)
    assert (found["verdict"], found["decision"]) == ("verified", None)
    assert found["reopened"] is not None
    assert found["derived_overall"] == before["derived_overall"]
    assert "no longer stands" in page_of(made)
    house.close()


def parts_of(house: DossierHouse, walk: LongWalk, code: str, *, also: bool) -> None:
    """A provider is split into two; the inspection goes on with one of them, or with both."""
    known = walk.protocol.inspects[0]
    for each in ("part-a", "part-b"):
        house.give(RegisterProvider(provider=each, title=each.capitalize(), kind=known, area="X"))
    house.give(
        SplitProvider(provider=code, into=("part-a", "part-b"), reason="Too large.", since=house.today)
    )
    walk.give(
        FollowProvider(
            inspection=walk.reference,
            provider=code,
            successor="part-a",
            also=("part-b",) if also else (),
            reason="Most of it is there.",
        )
    )


def test_an_inspection_of_several_providers_each_with_its_own_plan_is_verified(
    both: Verifiers, folder: Path
) -> None:
    house = DossierHouse(folder)
    walk = LongWalk(kind("nps-together"), house, "together", Random("together"))
    walk.to_publication()
    assert [plan_in(each)[1] for each in walk.state.plans] == list(walk.state.known.providers)
    walk.act()
    assert walk.state.standing is Stage.CLOSED
    checked(both, house, walk)
    house.close()


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("id_", ["nps-division-2018", "nps-together"])
def test_an_inspection_whose_provider_was_split_is_verified_and_names_the_parts(
    id_: str, published: bool, both: Verifiers, folder: Path
) -> None:
    house = DossierHouse(folder)
    walk = LongWalk(kind(id_), house, "split", Random(f"split {id_}"))
    several = walk.protocol.whom == "providers"
    if published:
        walk.to_publication()
    else:
        walk.to_a_decision()
    parts_of(house, walk, walk.state.known.provider, also=several)
    if not published:
        walk.go_on_to_publication()
    walk.act()
    assert walk.state.known.providers[:1] == ("part-a",)
    found = checked(both, house, walk)
    assert found["inspection"] == "split"
    page = page_of(house.dossiers.make("split").content)
    assert ("Part-a" in page, "Part-b" in page) == (True, several)
    house.close()
