"""The tree over all events: against published vectors, against a slow second reading, and against every forgery."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.canonical import leaf_digest
from domain.ledger.merkle import (
    EMPTY_ROOT,
    Tree,
    check_consistency,
    check_several,
    consistency,
    root_of,
    several,
)
from tests.support.slow_merkle import slow_path, slow_proof, slow_root, slow_several

VECTORS = json.loads((Path(__file__).parent / "vectors/merkle/certificate-transparency.json").read_text())
INPUTS = [bytes.fromhex(each) for each in VECTORS["inputs"]]
PUBLISHED = [leaf_digest(each) for each in INPUTS]


def leaves_of(all_: Sequence[bytes]) -> Callable[[int, int], Sequence[bytes]]:
    return lambda start, end: all_[start:end]


def test_roots_are_the_published_ones() -> None:
    roots = [root_of(PUBLISHED[:size]).hex() for size in range(1, len(PUBLISHED) + 1)]
    assert roots == VECTORS["roots"]
    assert VECTORS["empty_root"] == EMPTY_ROOT.hex() == root_of([]).hex()


@pytest.mark.parametrize(
    "vector", VECTORS["inclusion"], ids=lambda each: f"{each['index']}-of-{each['size']}"
)
def test_inclusion_proofs_are_the_published_ones(vector: dict[str, object]) -> None:
    index, size = vector["index"], vector["size"]
    assert isinstance(index, int)
    assert isinstance(size, int)
    assert isinstance(vector["proof"], list)
    assert [each.hex() for each in slow_path(index, PUBLISHED[:size])] == vector["proof"]
    # Ours has the same hashes from left to right, where the published one has them from the leaf to the root.
    proof = several(leaves_of(PUBLISHED), [index], size)
    assert sorted(each.hex() for each in proof) == sorted(vector["proof"])
    assert check_several([(index, PUBLISHED[index])], size, proof, root_of(PUBLISHED[:size]))


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda each: f"{each['old']}-to-{each['new']}")
def test_consistency_proofs_are_the_published_ones(vector: dict[str, object]) -> None:
    old, new = vector["old"], vector["new"]
    assert isinstance(old, int)
    assert isinstance(new, int)
    assert [each.hex() for each in consistency(leaves_of(PUBLISHED), old, new)] == vector["proof"]


sizes = st.integers(min_value=1, max_value=70)


def made_up(size: int) -> list[bytes]:
    return [leaf_digest(str(number).encode()) for number in range(size)]


@given(sizes)
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition(size: int) -> None:
    leaves = made_up(size)
    tree = Tree()
    for leaf in leaves:
        tree.extend([leaf])
    assert tree.root == root_of(leaves) == slow_root(leaves)


@given(sizes, sizes)
def test_a_tree_taken_up_again_goes_on_as_if_never_put_down(first: int, more: int) -> None:
    leaves = made_up(first + more)
    tree = Tree()
    tree.extend(leaves[:first])
    again = Tree(tree.size, list(tree.peaks))
    again.extend(leaves[first:])
    assert again.root == slow_root(leaves)


@given(st.data(), sizes)
def test_inclusion_is_as_defined_and_shows_one_place_only(data: st.DataObject, size: int) -> None:
    leaves = made_up(size)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof, root = several(leaves_of(leaves), [index], size), slow_root(leaves)
    assert sorted(proof) == sorted(slow_path(index, leaves))
    assert check_several([(index, leaves[index])], size, proof, root)
    assert check_several([(other, leaves[index])], size, proof, root) is (index == other)
    assert not check_several([(index, leaf_digest(b"another"))], size, proof, root)
    assert not check_several([(index, leaves[index])], size, [*proof, root], root)
    if proof:
        assert not check_several([(index, leaves[index])], size, proof[:-1], root)


@given(st.data(), sizes)
def test_consistency_is_as_defined_and_shows_no_other_history(data: st.DataObject, new: int) -> None:
    leaves = made_up(new)
    old = data.draw(st.integers(1, new))
    proof = consistency(leaves_of(leaves), old, new)
    assert proof == slow_proof(old, leaves, True)
    old_root, new_root = slow_root(leaves[:old]), slow_root(leaves)
    assert check_consistency(old, old_root, new, new_root, proof)
    changed = data.draw(st.integers(0, old - 1))
    other_history = slow_root([*leaves[:changed], leaf_digest(b"another"), *leaves[changed + 1 : old]])
    assert not check_consistency(old, other_history, new, new_root, proof)
    assert not check_consistency(old, old_root, new, leaf_digest(b"another"), proof)
    assert not check_consistency(old, old_root, new, new_root, [*proof, new_root])


@given(st.data(), sizes)
def test_one_proof_for_several_leaves_shows_them_all_and_no_others(data: st.DataObject, size: int) -> None:
    leaves = made_up(size)
    indexes = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    proof, root = several(leaves_of(leaves), indexes, size), slow_root(leaves)
    found = [(index, leaves[index]) for index in sorted(indexes)]
    assert check_several(found, size, proof, root)
    assert len(proof) <= sum(len(slow_path(index, leaves)) for index in indexes)
    place = data.draw(st.integers(0, len(found) - 1))
    forged = [*found[:place], (found[place][0], leaf_digest(b"another")), *found[place + 1 :]]
    assert not check_several(forged, size, proof, root)
    assert not check_several(found, size, [*proof, root], root)
    assert not check_several([*found, found[-1]], size, proof, root)


def test_proofs_that_cannot_be_made_are_refused() -> None:
    leaves = leaves_of(made_up(3))
    for old in (0, 4):
        with pytest.raises(ValueError, match="cannot be shown"):
            consistency(leaves, old, 3)
    for wanted in ([], [3]):
        with pytest.raises(ValueError, match="not all in a tree"):
            several(leaves, wanted, 3)


def test_nothing_is_shown_of_places_that_are_not_there() -> None:
    leaf = leaf_digest(b"")
    assert not check_several([(1, leaf)], 1, [], leaf)
    assert not check_several([(-1, leaf)], 1, [], leaf)
    assert not check_consistency(0, EMPTY_ROOT, 1, leaf, [])
    assert not check_several([], 1, [], leaf)


LARGE = [leaf_digest(str(number).encode()) for number in range(70_001)]
"""More than the quick tree takes in at a time."""


@pytest.mark.parametrize("size", [4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 70_001])
def test_a_large_tree_has_the_root_of_the_definition(size: int) -> None:
    assert root_of(LARGE[:size]) == slow_root(LARGE[:size])


@given(st.lists(st.integers(0, 3_000), max_size=12))
def test_a_tree_grown_in_pieces_of_any_size_has_the_root_of_the_definition(pieces: list[int]) -> None:
    tree = Tree()
    for piece in pieces:
        tree.extend(LARGE[tree.size : tree.size + piece])
    assert tree.size == sum(pieces)
    assert len(tree.peaks) == tree.size.bit_count()
    assert tree.root == slow_root(LARGE[: tree.size])


@settings(max_examples=25)
@given(st.data(), st.integers(2_000, 5_000))
def test_proofs_of_large_trees_are_those_of_the_definition(data: st.DataObject, size: int) -> None:
    leaves = LARGE[:size]
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    wanted = sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=40)))
    root = slow_root(leaves)
    path = several(leaves_of(leaves), [index], size)
    assert sorted(path) == sorted(slow_path(index, leaves))
    assert check_several([(index, leaves[index])], size, path, root)
    consistent = consistency(leaves_of(leaves), old, size)
    assert consistent == slow_proof(old, leaves, True)
    assert check_consistency(old, slow_root(leaves[:old]), size, root, consistent)
    together = several(leaves_of(leaves), wanted, size)
    assert together == slow_several(wanted, leaves)
    assert check_several([(each, leaves[each]) for each in wanted], size, together, root)
