"""What stands on the record under which name is written in one place: nobody puts an inspection's together by hand."""

import ast

from tests.arch.tree import label, parsed, product_files

NAMED_IN = "domain/inspections/streams.py"


def test_the_stream_of_an_inspection_is_named_in_one_place() -> None:
    by_hand = [
        f"{label(path)}:{node.lineno}"
        for path in product_files()
        if label(path) != NAMED_IN
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.JoinedStr)
        and len(node.values) == 2
        and isinstance(node.values[0], ast.Constant)
        and node.values[0].value == "inspection-"
    ]
    assert by_hand == []
