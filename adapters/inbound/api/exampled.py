"""An example of what is sent with each command, made of its schema: one that the command itself would take."""

import re
from collections.abc import Mapping
from typing import Any

from adapters.inbound.api.offered import Offer
from adapters.inbound.commands.examples import CELLS, EXAMPLES, EXAMPLES_OF

__all__ = ["example_of"]

_DIGEST = "3f0c6a1d" * 8
_FORMS = {"date": "2026-06-01", "date-time": "2026-06-01T09:30:00Z", "time": "09:30:00"}
_HERE: Mapping[str, str] = {
    "condition": "another-read",
    "email": "reports@example.org",
    "list": "list-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071",
    "person_name": "Robin Example",
    "region": "north",
    "rows": "3,7-9",
    "year": "2027",
}
"""Fields that the command line has no example of, or another form."""
_HERE_OF: Mapping[str, Mapping[str, str]] = {
    "open-programme": {"title": "The year from 5 April 2027", "first_monday": "2027-04-05"},
    "receive-response": {"response": "response-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071"},
    "record-prompts": {"prompts": "2.1.1.a"},
    "report-bounce": {
        "posting": "posting-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071",
        "reader": "person-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071",
    },
    "revoke-token": {"token": "token-0f3a6f2f7a0c4f6e"},
}
_PLAIN = (
    "2.1.1",
    "1.1",
    "1.1.1 a",
    "nps-nw-2026",
    "os-1001",
    "case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071",
    "09:30",
    _DIGEST,
    "reports@example.org",
    "In the words of whoever sends it",
)
"""What is tried, in this order, where the examples of the command line do not have the form that is wanted."""


def example_of(offer: Offer) -> Mapping[str, Any]:
    """What a command that the API offers may look like: all that it must say, and no more.

    Args:
        offer: the command.
    """
    command = offer.rule.command
    schema = command.model_json_schema()
    known = {**EXAMPLES, **_HERE, **EXAMPLES_OF.get(command.verb, {}), **_HERE_OF.get(command.verb, {})}
    made = _object(schema, schema.get("$defs", {}), known)
    return {name: value for name, value in made.items() if offer.file == "never" or name != "document"}


def _object(schema: Mapping[str, Any], inner: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    needed = schema.get("required", ())
    return {
        name: _value(name, said, inner, known)
        for name, said in schema.get("properties", {}).items()
        if name in needed
    }


def _value(name: str, said: Mapping[str, Any], inner: Mapping[str, Any], known: Mapping[str, str]) -> Any:
    """A value of one field."""
    if "$ref" in said:
        said = inner[said["$ref"].rpartition("/")[2]]
    for several in ("anyOf", "oneOf"):
        if several in said:
            said = next(each for each in said[several] if each != {"type": "null"})
            return _value(name, said, inner, known)
    if "const" in said:
        return said["const"]
    if "enum" in said:
        return said["enum"][0]
    kind = said.get("type")
    if kind == "object":
        return _object(said, inner, {**known, **CELLS, **_HERE})
    if kind == "array":
        items = said.get("prefixItems") or [said.get("items", {})]
        return [_value(name, each, inner, known) for each in items]
    if kind == "boolean":
        return True
    if kind == "integer":
        typed = known.get(name, "")
        return int(typed) if typed.isdecimal() else max(1, said.get("minimum", 1))
    return _text(known.get(name, "").strip("'"), said)


def _text(typed: str, said: Mapping[str, Any]) -> str:
    """A text of the form that is wanted: as the command line has it, if it has that form."""
    if said.get("format") in _FORMS:
        return (
            typed
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed) and said["format"] == "date"
            else _FORMS[said["format"]]
        )
    form = said.get("pattern", "")
    tried = (typed, *reversed(_PLAIN)) if not form else (typed, *_PLAIN)
    fitting = (each for each in tried if each and "…" not in each and re.search(form, each))
    return next((each for each in fitting if len(each) <= said.get("maxLength", len(each))), typed)
