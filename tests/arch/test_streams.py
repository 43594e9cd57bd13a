"""What stands on the record under which name is written in one place: nobody puts a stream's id together by hand."""

import ast
from collections import defaultdict

import pytest

from domain.deciders import DECIDERS
from tests.arch.tree import label, parsed, product_files

SHARED = "domain/streams.py"
"""Where the names are that several rooms speak of."""

IDS_OF_ANOTHER_THING = {("alert", "domain/cases/alerts/alert.py")}
"""The deadline of one alert, which is numbered within its stream."""


def _put_together() -> dict[str, list[str]]:
    found = defaultdict(list)
    for path in product_files():
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.JoinedStr) or len(node.values) != 2:
                continue
            first = node.values[0]
            kind = str(first.value)[:-1] if isinstance(first, ast.Constant) else ""
            if (
                str(getattr(first, "value", "")).endswith("-")
                and (kind, label(path)) not in IDS_OF_ANOTHER_THING
            ):
                found[kind].append(f"{label(path)}:{node.lineno}")
    return found


PUT_TOGETHER = _put_together()


@pytest.mark.parametrize("kind", sorted(DECIDERS))
def test_the_stream_of_each_kind_is_named_in_one_place(kind: str) -> None:
    assert len(PUT_TOGETHER[kind]) <= 1, f"import what names it, from {SHARED} or from its room"


def test_nobody_takes_the_name_of_a_stream_apart_by_hand() -> None:
    by_hand = [
        f"{label(path)}:{node.lineno}"
        for path in product_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "removeprefix"
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value)[:-1] in DECIDERS.keys() - {kind for kind, _ in IDS_OF_ANOTHER_THING}
    ]
    assert by_hand == [], f"code_in and by_code of {SHARED} do"


def test_most_kinds_are_named_where_several_rooms_find_them() -> None:
    shared = [kind for kind in DECIDERS if any(each.startswith(f"{SHARED}:") for each in PUT_TOGETHER[kind])]
    assert len(shared) > 10
