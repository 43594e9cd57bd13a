"""Explanations, what-ifs and steps of inspections drawn under every scheme: they say what the record says."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from activities.auditing.explaining import Explaining
from activities.auditing.points import Point
from activities.auditing.replaying import Replaying
from activities.auditing.stepping import difference, steps_taken
from adapters.outbound.press.explanations import HtmlExplanationPress
from domain.auditing.explanation import Node
from domain.auditing.what_if import Assumption
from domain.ratings import shipped_schemes
from tests.support.dossiers.drawn import DossierHouse, kinds_to_draw
from tests.support.dossiers.walks import RandomWalk

REFERENCE = "drawn"


def nodes(tree: Node, kind: str) -> Iterator[Node]:
    if tree.kind == kind:
        yield tree
    for child in tree.children:
        yield from nodes(child, kind)


@pytest.mark.parametrize("scheme", shipped_schemes())
def test_what_is_explained_is_what_was_derived(scheme: str, tmp_path: Path) -> None:
    kind = kinds_to_draw()[scheme][-1]
    house = DossierHouse(tmp_path)
    walk = RandomWalk(kind, house, REFERENCE, Random(scheme))
    walk.to_a_decision()
    derived = walk.state.derived
    assert derived is not None
    pinned, shipped = walk.state.known.scheme, shipped_schemes()[scheme]
    assert pinned is not None
    assert pinned.digest == shipped.digest, (
        "it is drawn under the scheme that ships, and not under one like it"
    )
    again = Replaying(store=house.store, library=lambda: house.library)
    explaining = Explaining(again, lambda: house.library)

    found = explaining.explain(REFERENCE)
    assert (found.replay.verdict, found.tree.data["trace_digest"]) == ("verified", derived.trace_digest)
    assert found.tree.data["rating"] == derived.overall
    standards = {each.data["standard"]: each for each in nodes(found.tree, "standard")}
    assert {id_: each.data["rating"] for id_, each in standards.items()} == {
        each.standard: each.rating for each in derived.ratings
    }
    for question in nodes(found.tree, "key-question"):
        answers = [each.data["answer"] for each in nodes(question, "case")]
        assert [answers.count("yes"), answers.count("no")] == [question.data["yes"], question.data["no"]]
    page = HtmlExplanationPress().explanation(REFERENCE, ["Replay: verified."], found.tree)
    assert "default-src 'none'" in page
    assert found.replay.simulated
    assert "Zq7Canary" not in page, "what is said about a person is not in it"

    bound = house.library.scheme_of(walk.state.known.scheme)
    _, same = explaining.what_if(REFERENCE, Assumption(scheme=bound))
    assert {id_: each.rating for id_, each in same.would.standards.items()} == {
        each.standard: each.rating for each in derived.ratings
    }, "under the scheme that it has, nothing would have been otherwise"
    assert same.would.overall == derived.overall

    taken = steps_taken(found.replay)
    assert [each.step.envelope.name for each in taken if not each.warrant.allowed] == []
    assert any(each.changes for each in taken)
    apart = difference(*again.several(REFERENCE, [Point(), Point(version=1)]))
    assert len(apart.taken) == len(taken) - 1
    assert {each.about for each in apart.changes} >= {"stage", "rating"}
    house.close()
