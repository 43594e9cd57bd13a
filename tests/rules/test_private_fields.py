"""Private text does not show by accident, is never written down in clear, and opens only where it was sealed."""

import copy
import pickle
from typing import Annotated, Any, ClassVar, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from adapters.outbound.vault.cipher import ALGORITHM, BLOCK_BYTES, Box, MasterKey, SubjectKey, WrongKey
from domain.deciders import DECIDERS
from domain.messages import Command, Event, Message
from domain.privacy.boxes import CATEGORIES, Place, Plain, Private, Sealed
from domain.privacy.confidence import CaseNote, InConfidence, subject_of, veiled
from domain.privacy.sealing import boxes, holds_private, plains, sealed_by
from domain.text import Line

SECRET = "Ms Orchid-Canary has moved to Leeds."


class Remark(Message):
    about: Line
    note: Private | None = None


class Noted(Event):
    name: ClassVar[str] = "test.noted.v1"
    reason: Private
    remarks: tuple[Remark, ...] = ()


class Plainer(Event):
    name: ClassVar[str] = "test.plainer.v1"
    reason: Line


class Note(Command):
    verb: ClassVar[str] = "note"
    case: Line
    reason: CaseNote | None = None
    names: tuple[Annotated[Line, InConfidence("contact")], ...] = ()

    @property
    def stream(self) -> str:
        return self.case


def plain(text: str = SECRET) -> Plain:
    return Plain(text, "case-1", "case-note")


def box(each: Plain, field: str) -> Sealed:
    return Sealed(
        algorithm=ALGORITHM,
        category=each.category,
        ciphertext="A" * 24,
        commitment="0" * 64,
        field=field,
        nonce="0" * 24,
        subject=each.subject,
    )


EVENT = Noted(reason=plain(), remarks=(Remark(about="a", note=plain()), Remark(about="b")))


def test_a_private_text_does_not_show_where_a_value_is_shown() -> None:
    for shown in (repr(EVENT), str(EVENT), f"{EVENT.reason}", repr([EVENT.reason]), repr(plain())):
        assert "Orchid" not in shown
        assert "case-note of case-1" in shown


def test_a_private_text_in_a_command_does_not_show_either() -> None:
    command = Note(case="case-1", reason=SECRET, names=(SECRET,))
    assert "Orchid" not in repr(command)
    assert command.reason == SECRET
    assert command.with_(case="case-2").reason == SECRET
    with pytest.raises(ValidationError) as wrong:
        Note(case="case-1", reason=f"{SECRET}\x00")
    assert "Orchid" not in str(wrong.value)


def test_what_has_not_been_sealed_is_not_written_down() -> None:
    with pytest.raises(PydanticSerializationError, match="has not been sealed"):
        EVENT.model_dump_json()
    with pytest.raises(PydanticSerializationError, match="has not been sealed"):
        EVENT.model_dump()
    with pytest.raises(PydanticSerializationError, match="not written down"):
        Note(case="case-1", reason=SECRET).model_dump(mode="json")
    with pytest.raises(TypeError, match="not to be pickled"):
        pickle.dumps(plain())
    assert copy.deepcopy(EVENT) == EVENT


@pytest.mark.parametrize("written", ['"in clear"', '{"text":"x","subject":"case-1","category":"case-note"}'])
def test_a_record_that_holds_a_private_text_in_clear_is_not_read(written: str) -> None:
    with pytest.raises(ValidationError):
        Noted.model_validate_json(f'{{"reason":{written}}}')


def test_every_private_text_of_an_event_is_sealed_for_its_own_field() -> None:
    sealed = sealed_by(EVENT, box)
    assert [field for field, _ in boxes(sealed)] == ["reason", "remarks.0.note"]
    assert all(field == each.field for field, each in boxes(sealed))
    assert list(plains(sealed)) == []
    assert len(list(plains(EVENT))) == 2
    assert Noted.model_validate_json(sealed.model_dump_json()) == sealed
    assert sealed_by(sealed, box) == sealed, "what is sealed is not sealed again"


def test_an_event_without_private_text_goes_through_as_it_is() -> None:
    event = Plainer(reason="clear")
    assert sealed_by(event, box) is event
    assert not holds_private(Plainer)
    assert holds_private(Noted)


def test_a_command_is_digested_with_its_private_texts_veiled() -> None:
    command = Note(case="case-1", reason=SECRET, names=("Ada",))
    assert veiled(command, lambda category, text: f"{category}:{len(text)}") == {
        "case": "case-1",
        "reason": f"case-note:{len(SECRET)}",
        "names": ["contact:3"],
    }
    assert subject_of(command) == "case-1"


def in_confidence(annotation: Any) -> bool:
    """Whether a type has a text that is taken in confidence anywhere in it."""
    if isinstance(annotation, type) and issubclass(annotation, Message):
        return any(
            any(isinstance(each, InConfidence) for each in info.metadata) or in_confidence(info.annotation)
            for info in annotation.model_fields.values()
        )
    metadata = getattr(annotation, "__metadata__", ())
    return any(isinstance(each, InConfidence) for each in metadata) or any(
        map(in_confidence, get_args(annotation))
    )


_BOXES_LEFT_EMPTY = {
    "draw-sample": "a reference is put in where a list was handed in",
    "cancel-inspection": "a case is set aside with its inspection, for no reason of its own",
    "record-answers": "whoever says the first thing in a case has it, and no reason is asked",
    "record-prompts": "as with answers",
    "record-classification": "as with answers",
}
"""Commands whose events could hold a private text, and never do."""


def test_what_a_rule_puts_into_a_box_its_command_took_in_confidence() -> None:
    rules = [rule for decider in DECIDERS.values() for rule in decider.rules.values()]
    private = [rule for rule in rules if any(map(holds_private, rule.events))]
    assert private, "the rule is about something"
    openly = {rule.command.verb for rule in private if not in_confidence(rule.command)}
    assert openly == set(_BOXES_LEFT_EMPTY)
    assert [rule.command.verb for rule in rules if in_confidence(rule.command) and rule not in private] == []


# The cipher

KEYS = st.binary(min_size=32, max_size=32)
TEXTS = st.text(min_size=1, max_size=300)
IDS = st.from_regex(r"\A[a-z]{1,8}-[a-z0-9]{1,12}\Z")
PLACES = st.builds(Place, stream=IDS, event_id=IDS, field=IDS)


@given(KEYS, TEXTS, PLACES)
def test_what_is_sealed_opens_in_its_place(key: bytes, text: str, place: Place) -> None:
    bound = place.bound(ALGORITHM, "case-1", "case-note")
    sealed = SubjectKey(key).seal(text, bound)
    assert SubjectKey(key).open(sealed, bound) == text


@given(TEXTS, PLACES, PLACES)
def test_a_box_opens_nowhere_else(text: str, place: Place, other: Place) -> None:
    assume(place != other)
    key = SubjectKey(b"k" * 32)
    sealed = key.seal(text, place.bound(ALGORITHM, "case-1", "case-note"))
    for bound in (
        other.bound(ALGORITHM, "case-1", "case-note"),
        place.bound(ALGORITHM, "case-2", "case-note"),
        place.bound(ALGORITHM, "case-1", "contact"),
        place.bound("another", "case-1", "case-note"),
    ):
        with pytest.raises(WrongKey):
            key.open(sealed, bound)


@given(KEYS, KEYS)
def test_a_box_opens_with_no_other_key_even_if_its_commitment_is_put_in(one: bytes, two: bytes) -> None:
    assume(one != two)
    sealed = SubjectKey(one).seal("text", b"")
    forged = Box(SubjectKey(two).commitment, sealed.nonce, sealed.ciphertext)
    for each in (sealed, forged):
        with pytest.raises(WrongKey):
            SubjectKey(two).open(each, b"")
    with pytest.raises(WrongKey):
        SubjectKey(one).open(forged, b"")


@given(st.integers(0, 2), st.data())
def test_a_box_that_was_altered_anywhere_does_not_open(part: int, data: st.DataObject) -> None:
    key = SubjectKey(b"k" * 32)
    sealed = key.seal("text", b"")
    parts = [sealed.commitment, sealed.nonce, sealed.ciphertext]
    at = data.draw(st.integers(0, len(parts[part]) - 1))
    other = "1" if parts[part][at] != "1" else "2"
    parts[part] = parts[part][:at] + other + parts[part][at + 1 :]
    with pytest.raises(WrongKey):
        key.open(Box(*parts), b"")


@given(st.text(max_size=BLOCK_BYTES // 4 - 1), st.text(max_size=BLOCK_BYTES // 4 - 1))
def test_two_short_texts_make_boxes_of_one_length(one: str, two: str) -> None:
    key = SubjectKey(b"k" * 32)
    assert len(key.seal(one, b"").ciphertext) == len(key.seal(two, b"").ciphertext)


@given(KEYS, KEYS)
def test_a_locked_key_unlocks_for_its_own_subject_with_its_own_master_key_alone(
    one: bytes, two: bytes
) -> None:
    assume(one != two)
    locked = MasterKey(one).lock(b"s" * 32, "case-1", "case-note")
    assert MasterKey(one).unlock(locked, "case-1", "case-note") == b"s" * 32
    for master, subject, category in (
        (two, "case-1", "case-note"),
        (one, "case-2", "case-note"),
        (one, "case-1", "contact"),
    ):
        with pytest.raises(WrongKey):
            MasterKey(master).unlock(locked, subject, category)


def test_the_veil_tells_a_text_from_another_and_nothing_without_the_key() -> None:
    key = SubjectKey(b"k" * 32)
    assert key.veil("a") == key.veil("a") != key.veil("b")
    assert key.veil("a") != SubjectKey(b"l" * 32).veil("a")


def test_every_class_of_data_is_known_by_one_name() -> None:
    assert len(set(CATEGORIES)) == len(CATEGORIES)
