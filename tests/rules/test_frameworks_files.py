"""A framework file that is wrong is refused in one sentence with the file and the line."""

import pytest

from domain.frameworks import parse_framework
from domain.frameworks.catalogue import texts
from domain.frameworks.reading import LARGEST_FILE
from domain.refusals import Refused

SOUND = """id = "lighthouses"
version = "1"
title = "Lighthouses"
status = "in-force"
in_force_from = 2018-04-01
wording = "own"
citation = "the board"
notes = [
  "one, with [brackets] and # no comment",
  "two",
]

[[domains]]
number = "1"
title = "Stations"

[[domains.standards]]
number = "1.1"
title = "The light"
population = "supervised-cases"

[domains.standards.characteristics]
outstanding = ["It shines."]
inadequate = [
  "It is dark.",
]

[[domains.standards.key_questions]]
number = "1.1.1"
aim = "safety"
text = "Does it burn?"
[domains.standards.key_questions.prompts]
a = "At night?"
b = { text = "In fog?", applies_to = "coasts only" }

[[domains.standards.key_questions]]
number = "1.1.2"
text = "Is it seen?"

[[domains.standards]]
number = "1.2"
title = "Keepers"

[[domains]]
number = "2"
title = "Ships"

[[domains.standards]]
number = "2.1"
title = "Warnings"
"""

TRAITS = "[domains.standards.characteristics]"

CHANGES = [
    ("a field missing", 'title = "Lighthouses"\n', "", "title is missing"),
    ("a field unknown", 'title = "The light"', 'titel = "The light"', "line 19: titel is not a field"),
    ("a field more", 'title = "Keepers"', 'title = "Keepers"\ncolour = "red"', "line 43: colour is not a field"),
    ("an unknown status", 'status = "in-force"', 'status = "old"', 'line 4: status is "old"; it can be'),
    ("an unknown aim", 'aim = "safety"', 'aim = "savety"', 'line 30: aim is "savety"; it can be'),
    ("a number for a text", 'title = "Ships"', "title = 7", "line 46: title should be text in quotes"),
    ("a text for a list", '["It shines."]', '"It shines."', "line 23: outstanding should be a list"),
    ("a list for a table", TRAITS, f"[{TRAITS}]", "line 22: characteristics should be a table"),
    ("no day", "2018-04-01", '"soon"', 'line 5: in_force_from is "soon"; it should be a day'),
    ("a moment for a day", "2018-04-01", "2018-04-01T10:00:00", "line 5: in_force_from is"),
    ("in force without a day", "in_force_from = 2018-04-01\n", "", "in-force needs in_force_from"),
    ("retired without a day", 'status = "in-force"', 'status = "retired"', "retired_on is given if, and only if"),
    ("an empty text", 'text = "Is it seen?"', 'text = ""', "line 38: text must be neither empty"),
    ("a text with a line end", 'text = "Is it seen?"', 'text = "Is it\\nseen?"', "line 38: text must be one line"),
    ("a hidden character", '"It is dark."', '"It is \\u200bd\\u0000rk."', "inadequate (item 1) must be one"),
    ("a very long text", '"At night?"', '"At ' + "n" * 3000 + '?"', "line 33: text is too long"),
    ("a capital in an id", '"lighthouses"', '"Lighthouses"', 'line 1: id is "Lighthouses", which'),
    ("a version with a slash", 'version = "1"', 'version = "1/2"', "line 2: version is"),
    ("a letter that is none", 'b = { text', 'ab = { text', 'line 34: letter is "ab", which is not a small letter'),
    ("a prompt left out", 'b = { text', 'c = { text', "line 28: prompt b is missing: c stands in its place"),
    ("a prompt before its time", 'a = "At night?"', 'c = "At night?"', "line 28: prompt a is missing: c stands"),
    ("a key question left out", 'number = "1.1.2"', 'number = "1.1.3"', "key question 1.1.2 is missing: 1.1.3 stands"),
    ("a key question twice", 'number = "1.1.2"', 'number = "1.1.1"', "key question 1.1.1 appears twice"),
    ("a key question of another standard", 'number = "1.1.1"', 'number = "2.1.1"', "key question 1.1.1 is missing"),
    ("a standard twice", 'number = "1.2"', 'number = "1.1"', "standard 1.1 appears twice"),
    ("a standard left out", 'number = "1.2"', 'number = "1.3"', "standard 1.2 is missing: 1.3 stands in its place"),
    ("a domain twice", 'number = "2"', 'number = "1"', "standard 1.1 is missing: 2.1 stands in its place"),
    ("words for another", 'wording = "own"', 'wording = "own"\nwords_for = ["x"]', "words_for belongs to"),
    ("no TOML", 'number = "2"', "number = ", "line 45 is not TOML: invalid value"),
    ("a key twice", 'title = "Ships"', 'title = "Ships"\ntitle = "Boats"', "line 47 is not TOML: cannot overwrite"),
    ("cut short", 'title = "Warnings"\n', 'title = "War', "line 50 is not TOML"),
    ("not a framework at all", SOUND, "a = 1", "line 1: a is not a field that a framework has"),
    ("an endless number", 'title = "Ships"', "title = " + "7" * 5000, "holds a number that no field"),
    ("nested without end", 'number = "2"', "number = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
]  # fmt: skip


def test_the_sound_file_is_sound() -> None:
    framework = parse_framework(SOUND.encode(), where="mine.toml")
    assert framework.counts().model_dump() == {"domains": 2, "standards": 3, "key_questions": 2, "prompts": 2}
    prompt = framework.prompt("1.1.1 b")
    assert prompt is not None
    assert prompt.applies_to == "coasts only"


@pytest.mark.parametrize(("what", "old", "new", "says"), CHANGES, ids=[what for what, *_ in CHANGES])
def test_a_wrong_file_is_refused_with_its_place(what: str, old: str, new: str, says: str) -> None:
    assert SOUND.count(old) >= 1, what
    with pytest.raises(Refused) as refused:
        parse_framework(SOUND.replace(old, new, 1).encode(), where="mine.toml")
    refusal = refused.value.refusal
    assert refusal.code == "malformed-framework"
    assert refusal.sentence.startswith("mine.toml")
    assert says in refusal.sentence
    assert refusal.sentence.endswith(".")
    assert "\n" not in refusal.sentence


@pytest.mark.parametrize(
    ("what", "content", "code", "says"),
    [
        ("nothing", b"", "malformed-framework", "is empty"),
        ("a program", b"\x7fELF\0\0", "malformed-framework", "line 1 has a zero byte"),
        ("UTF-16", SOUND.encode("utf-16"), "malformed-framework", "is UTF-16"),
        (
            "Latin-1",
            SOUND.replace("Ships", "Caf\xe9").encode("latin-1"),
            "malformed-framework",
            "line 46 is not UTF-8",
        ),
        ("too much", b"#" * (LARGEST_FILE + 1), "too-large", "larger than 4 MB"),
    ],
)
def test_what_is_no_text_is_refused(what: str, content: bytes, code: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_framework(content, where="mine.toml")
    assert refused.value.refusal.code == code, what
    assert says in refused.value.refusal.sentence


def test_a_file_from_windows_reads_the_same() -> None:
    ours = parse_framework(SOUND.encode(), where="mine.toml")
    assert parse_framework(SOUND.replace("\n", "\r\n").encode("utf-8-sig"), where="mine.toml") == ours


def test_every_shipped_file_has_its_id_as_its_name() -> None:
    for name, content in texts().items():
        assert parse_framework(content, where=name).id == name.removesuffix(".toml")


def test_everything_that_is_wrong_is_named_at_once_from_the_beginning_of_the_file() -> None:
    wrong = SOUND.replace('title = "Ships"', "title = 7", 1).replace('letter = "b"', 'letter = "B"', 1)
    wrong = wrong.replace('title = "Warnings"', "title = 8", 1)
    with pytest.raises(Refused) as refused:
        parse_framework(wrong.encode(), where="mine.toml")
    sentence = refused.value.refusal.sentence
    assert sentence.startswith("mine.toml line "), sentence
    ships, warnings = sentence.index("title should be"), sentence.rindex("title should be")
    assert ships < warnings
    assert "; line " in sentence
    assert "entries are wrong)." in sentence
