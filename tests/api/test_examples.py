"""Every command that the API offers has an example of its body, and it is one that the command takes."""

import pytest
from pydantic_core import to_json

from adapters.inbound.api.exampled import example_of
from adapters.inbound.api.offered import OFFERED


@pytest.mark.parametrize("verb", OFFERED)
def test_an_example_is_taken_by_its_command_and_reads_like_one(verb: str) -> None:
    offer = OFFERED[verb]
    example = example_of(offer)
    files = {"document": "3f0c6a1d" * 8} if offer.file == "always" else {}
    made = offer.rule.command.model_validate_json(to_json({**example, **files}), strict=True)
    assert made.verb == verb
    assert set(example) <= set(offer.schema()["properties"])
    for text in (each for each in example.values() if isinstance(each, str)):
        assert text, "nothing empty"
        assert "…" not in text, "nothing cut short"
