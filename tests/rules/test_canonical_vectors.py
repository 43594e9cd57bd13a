"""Canonical JSON against the published vectors of RFC 8785: what a record may hold is written so, the rest refused."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from domain.canonical import canonical

VECTORS = json.loads((Path(__file__).parent / "vectors/canonical/rfc8785.json").read_text(encoding="utf-8"))
MOST = 2**53 - 1


def _whole(written: str) -> int | float:
    """A number as it is meant: JSON does not tell 56.0 from 56."""
    number = float(written)
    return int(number) if number.is_integer() and abs(number) <= MOST else number


@pytest.mark.parametrize("vector", VECTORS["documents"], ids=lambda vector: vector["name"])
def test_documents_are_written_as_published_but_for_one_with_fractions(vector: dict[str, str]) -> None:
    value = json.loads(vector["input"], parse_float=_whole)
    if vector["name"] == "values":
        with pytest.raises(ValueError, match="no float is ever recorded"):
            canonical(value)
        del value["numbers"]
        published = json.loads(vector["output"])
        assert canonical(value).decode() == vector["output"].split(',"numbers"')[0] + "}"
        assert published["escaping"] == value["escaping"]
        return
    assert canonical(value).decode() == vector["output"]


@pytest.mark.parametrize("vector", VECTORS["numbers"], ids=lambda vector: vector["bits"])
def test_whole_numbers_are_written_as_published_and_no_other_is_written(vector: dict[str, Any]) -> None:
    ((number,),) = struct.iter_unpack(">d", bytes.fromhex(vector["bits"]))
    with pytest.raises(ValueError, match="no float is ever recorded"):
        canonical(number)
    if vector["text"] is None:
        with pytest.raises(rfc8785.CanonicalizationError):
            rfc8785.dumps(number)
        return
    assert rfc8785.dumps(number).decode() == vector["text"]  # what writes the values that ours hands on to it
    if number.is_integer():
        if abs(number) <= MOST:
            assert canonical(int(number)).decode() == vector["text"]
        else:
            with pytest.raises(ValueError, match="exceeds safe integer"):
                canonical(int(number))


def test_the_vectors_are_all_there() -> None:
    assert [vector["name"] for vector in VECTORS["documents"]] == [
        "arrays",
        "french",
        "structures",
        "unicode",
        "values",
        "weird",
    ]
    assert len(VECTORS["numbers"]) == 26
    assert "RFC 8785" in VECTORS["source"]
