"""What a message may carry: clean text, stable codes, no surprises; checked before anything is decided."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.canonical import canonical
from domain.cases.commands import RecordAnswers
from domain.deciders import COMMANDS, EVENT_NAMES
from domain.inspections.commands import DraftReport, DrawSample, RequestEvidence
from domain.inspections.events import EvidenceItem
from domain.messages import Command
from domain.text import CaseStream, Code, Digest, LevelId, Line, Opaque, Prose, Reference, StandardId, Subject
from tests.support.example import INSPECTION, POLICY


def reads(kind: Any, text: str) -> str:
    return str(TypeAdapter(kind).validate_python(text))


def refuses(kind: Any, text: str) -> bool:
    try:
        reads(kind, text)
    except ValidationError:
        return True
    return False


TABLE: list[tuple[str, Any, list[str], list[str]]] = [
    (
        "reference",
        Reference,
        ["a", "nps-nw-2018", "2018", "x" * 60],
        ["", "-a", "a-", "a--b", "A", "a_b", "a b", "a\n", "\u00e9", "x" * 61],
    ),
    ("code", Code, ["evidence-chase-2018-07-04", "x" * 100], ["", "a/b", "x" * 101]),
    (
        "case",
        CaseStream,
        ["case-0", "case-" + "0a" * 16],
        ["case-", "case", "inspection-north-2018", "case-A", "case-a\n", "case-" + "x" * 96],
    ),
    ("opaque", Opaque, ["lead-inspector-1", "s:1.2", "x" * 100], ["", "A", "a b", "-a", "x" * 101]),
    ("digest", Digest, ["0" * 64, "ab" * 32], ["", "0" * 63, "0" * 65, "AB" * 32, "g" * 64, "0" * 64 + "\n"]),
    (
        "standard",
        StandardId,
        ["1", "2.1", "2.1.3", "B4", "B4.1", "care-and-support"],
        ["", "2.", "-b4", "2.1.3.4", "2.123", "BB4", "Care", "care and support"],
    ),
    ("subject", Subject, ["overall", "2.1", "B4"], ["", "Overall", "over all", "overall "]),
    ("level", LevelId, ["good", "requires_improvement"], ["", "Good", "requires improvement", "x" * 61]),
    (
        "line",
        Line,
        ["x", "L\u00e9onie O\u2019Hara", "\u4e2d\u6587", "\U0001f600", "x" * 300],
        [
            "",
            "   ",
            "a\nb",
            "a\tb",
            "a\x00b",
            "a\x1bb",
            "a\x7fb",
            "a\u202eb",
            "a\u2028b",
            "\ufffe",
            "x" * 301,
        ],
    ),
    (
        "prose",
        Prose,
        ["x", "a\n\tb", "x" * 8000],
        ["", "\n", "a\x00b", "a\rb", "a\u2029b", "a\u2066b", "\ue000", "\ufdd0", "\U0010ffff", "x" * 8001],
    ),
]


@pytest.mark.parametrize(("kind", "good", "bad"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_text_is_of_its_kind_or_refused(kind: Any, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if refuses(kind, text)] == []
    assert [text for text in bad if not refuses(kind, text)] == []


def test_white_space_around_text_is_dropped() -> None:
    assert reads(Line, "  The rota \n") == "The rota"
    assert reads(Prose, "\n\nOne.\n\nTwo.\n") == "One.\n\nTwo."


def test_letters_that_a_later_unicode_will_know_are_readable_today() -> None:
    unknown = next(chr(code) for code in range(0x1FAE0, 0x1FFFE) if unicodedata.category(chr(code)) == "Cn")
    assert reads(Line, f"a{unknown}b") == f"a{unknown}b"


@given(st.sampled_from([Line, Prose]), st.text(max_size=400))
def test_text_that_was_taken_in_is_written_and_read_again_as_it_is(kind: Any, text: str) -> None:
    if refuses(kind, text):
        return
    taken = reads(kind, text)
    assert reads(kind, json.loads(canonical([taken]))[0]) == taken


@given(st.text(alphabet=st.characters(categories=["Cc", "Cs", "Co"]), min_size=1, max_size=3))
def test_no_control_character_gets_in(controls: str) -> None:
    if set(controls) <= {"\n", "\t"}:
        return
    for kind in (Line, Prose):
        assert refuses(kind, f"a{controls}b")


def test_every_letter_is_taken_or_refused_by_what_it_is_however_it_is_found_out() -> None:
    allowed, disturbing = "\n\t", "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    for start in (*range(0, 0x34000, 0x100), *range(0xE0000, 0xF0100, 0x100)):  # there is nothing else yet
        several = [chr(code) for code in range(start, start + 0x100)]
        bad = {
            each
            for each in several
            if each not in allowed
            and (
                unicodedata.category(each) in ("Cc", "Cs", "Co")
                or each in disturbing
                or ord(each) & 0xFFFE == 0xFFFE
                or 0xFDD0 <= ord(each) <= 0xFDEF
            )
        }
        good = "".join(each for each in several if each not in bad)
        assert not refuses(Prose, f"a{good}z")
        assert all(refuses(Prose, f"a{good}{each}z") for each in sorted(bad)[:2] + sorted(bad)[-2:])


@pytest.mark.parametrize(
    "build",
    [
        lambda: RequestEvidence(inspection=INSPECTION, items=()),
        lambda: RequestEvidence(inspection=INSPECTION, items=(POLICY,) * 501),
        lambda: RequestEvidence(inspection=INSPECTION, items=(POLICY,), urgent=True),  # type: ignore[call-arg]  # the point
        lambda: RequestEvidence(inspection=INSPECTION, items=(POLICY,), due="2018-07-04"),  # type: ignore[arg-type]  # the point
        lambda: EvidenceItem(id="policy", title="a\x00b", standard="1.1"),
        lambda: DraftReport(inspection=INSPECTION, findings="x" * 8001),
        lambda: RecordAnswers(case="case-1", answers=(("2.1.1", "maybe"),)),  # type: ignore[arg-type]  # the point
        lambda: RecordAnswers(case="inspection-north-2018", answers=(("2.1.1", "yes"),)),
        lambda: _draw(list_size=-1),
        lambda: _draw(list_size=1_000_001),
        lambda: _draw(list_size=1.5),
        lambda: _draw(list_size=True),
        lambda: _draw(size=0),
    ],
)
def test_a_command_that_makes_no_sense_cannot_be_made(build: Any) -> None:
    with pytest.raises(ValidationError):
        build()


def _draw(**changes: Any) -> DrawSample:
    content: dict[str, Any] = {"population": "victims", "list_digest": "1" * 64, "list_size": 3, "seed": "s"}
    return DrawSample(inspection=INSPECTION, **{**content, **changes})


def test_every_command_and_event_is_frozen_and_refuses_what_it_does_not_know() -> None:
    for message in (*COMMANDS.values(), *EVENT_NAMES.known.values()):
        assert message.model_config.get("frozen"), message
        assert message.model_config.get("extra") == "forbid", message
        assert message.model_config.get("strict"), message


def test_no_two_commands_share_a_verb_and_no_event_is_named_after_a_class() -> None:
    verbs = [command.verb for command in _all_commands(Command)]
    assert len(set(verbs)) == len(verbs)
    for name, event in EVENT_NAMES.known.items():
        assert name.count(".") == 2, name
        assert name.rsplit(".", 1)[1].startswith("v")
        assert event.__name__ not in name


def _all_commands(kind: type[Command]) -> list[type[Command]]:
    own = [kind] if "verb" in vars(kind) else []
    return own + [each for sub in kind.__subclasses__() for each in _all_commands(sub)]
