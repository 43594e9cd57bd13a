"""A scheme's file is read whole or refused with its file and line."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from domain.ratings import parse_scheme, shipped_schemes
from domain.ratings.schemes import texts
from domain.refusals import Refused
from tests.support.ratings_examples import scheme_of, scheme_toml, small_scheme


def refusal(text: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse_scheme(text, where="my.toml")
    return caught.value.refusal.code, caught.value.refusal.sentence


FILE = """\
id = "mine"
version = "1"
title = "Mine"
status = "proposed"
in_force_from = 2020-01-01
citation = "nowhere"

[[levels]]
id = "low"
title = "Low"
score = 0

[[levels]]
id = "high"
title = "High"
score = 1

[[bands]]
id = "few"
title = "Few"
at_least = 0
rating = "low"

[[bands]]
id = "many"
title = "Many"
at_least = "62.5"
rating = "high"

[[facts]]
id = "breach"
title = "A breach"

[[standards]]
id = "A"
title = "Alpha"
aggregator = "judgement"

[[standards]]
id = "B"
title = "Beta"
aggregator = "lowest_band"
population = "cases"
key_questions = ["B1", "B2"]

[[standards]]
id = "C"
title = "Gamma"
aggregator = "percentage"
key_questions = ["C1", "C2"]
question_weights = { C1 = 3 }

[shares]
rounding = "half_up"
not_applicable = "in"
no_answers = "refused"

[overall]
aggregator = "count_rules"

[[overall.rules]]
id = "all-high"
rating = "high"
when = [{ levels = ["low"], at_most = 0 }]

[[overall.rules]]
id = "else"
rating = "low"
source = "ours"
note = "Ours."

[[overall.limiters]]
id = "breach-caps"
at_most = "low"
fact = "breach"

[departures]
overall = true
standards = ["B"]
other_triggers = false

[[departures.triggers]]
id = "edge"
title = "Near an edge"

[look_closer]
points = "2.5"
changes = 2
cases = 4
"""


def line_of(fragment: str) -> int:
    return FILE[: FILE.index(fragment)].count("\n") + 1


def test_a_scheme_file_is_read_whole() -> None:
    scheme = parse_scheme(FILE.encode(), where="my.toml")
    assert (scheme.id, scheme.version, scheme.title, scheme.status) == ("mine", "1", "Mine", "proposed")
    assert (scheme.citation, scheme.framework, scheme.notes, scheme.in_force_to) == (
        "nowhere",
        None,
        (),
        None,
    )
    assert scheme.in_force_from.isoformat() == "2020-01-01"
    assert [(level.id, level.title, level.score) for level in scheme.levels] == [
        ("low", "Low", 0),
        ("high", "High", 1),
    ]
    assert [(band.id, band.title, band.at_least, band.rating) for band in scheme.bands] == [
        ("few", "Few", 0, "low"),
        ("many", "Many", Fraction(125, 2), "high"),
    ]
    assert [(fact.id, fact.title, fact.default) for fact in scheme.facts] == [("breach", "A breach", None)]
    assert [(s.id, s.counted, s.weight, s.population) for s in scheme.standards] == [
        ("A", True, 1, None),
        ("B", True, 1, "cases"),
        ("C", False, 1, None),
    ]
    assert scheme.by_id["B"].key_questions == {"B1": 1, "B2": 1}
    assert scheme.by_id["C"].key_questions == {"C1": 3, "C2": 1}
    assert scheme.populations == {"cases": ("B1", "B2")}
    assert (scheme.shares.rounding, scheme.shares.not_applicable, scheme.shares.no_answers) == (
        "half_up",
        "in",
        "refused",
    )
    assert scheme.overall.aggregator == "count_rules"
    assert [(r.id, r.rating, r.source, r.note) for r in scheme.overall.rules] == [
        ("all-high", "high", "published", None),
        ("else", "low", "ours", "Ours."),
    ]
    condition = scheme.overall.rules[0].conditions[0]
    assert (condition.levels, condition.at_least, condition.at_most) == (("low",), 0, 0)
    limiter = scheme.overall.limiters[0]
    assert (limiter.id, limiter.at_most, limiter.fact, limiter.conditions, limiter.note) == (
        "breach-caps",
        "low",
        "breach",
        (),
        None,
    )
    departures = scheme.departures
    assert (departures.overall, departures.standards, departures.by) == (True, ("B",), "panel")
    assert (departures.triggers, departures.other_triggers) == ({"edge": "Near an edge"}, False)
    closer = scheme.look_closer
    assert (closer.points, closer.changes, closer.cases) == (Fraction(5, 2), 2, 4)


def test_the_canonical_form_holds_everything_that_the_file_says_but_where_it_stands_in_its_life() -> None:
    assert parse_scheme(FILE.encode(), where="my.toml").document == {
        "format": "assay.scheme.v1",
        "id": "mine",
        "version": "1",
        "title": "Mine",
        "citation": "nowhere",
        "notes": [],
        "framework": None,
        "levels": [{"id": "low", "title": "Low", "score": 0}, {"id": "high", "title": "High", "score": 1}],
        "shares": {"rounding": "half_up", "not_applicable": "in", "no_answers": "refused"},
        "bands": [
            {"id": "few", "title": "Few", "at_least": "0", "rating": "low"},
            {"id": "many", "title": "Many", "at_least": "125/2", "rating": "high"},
        ],
        "facts": [{"id": "breach", "title": "A breach", "default": None}],
        "standards": [
            {
                "id": "A",
                "title": "Alpha",
                "aggregator": "judgement",
                "counted": True,
                "weight": 1,
                "population": None,
                "key_questions": [],
            },
            {
                "id": "B",
                "title": "Beta",
                "aggregator": "lowest_band",
                "counted": True,
                "weight": 1,
                "population": "cases",
                "key_questions": [{"id": "B1", "weight": 1}, {"id": "B2", "weight": 1}],
            },
            {
                "id": "C",
                "title": "Gamma",
                "aggregator": "percentage",
                "counted": False,
                "weight": 1,
                "population": None,
                "key_questions": [{"id": "C1", "weight": 3}, {"id": "C2", "weight": 1}],
            },
        ],
        "overall": {
            "aggregator": "count_rules",
            "bands": [],
            "rules": [
                {
                    "id": "all-high",
                    "rating": "high",
                    "source": "published",
                    "note": None,
                    "when": [{"levels": ["low"], "at_least": 0, "at_most": 0}],
                },
                {"id": "else", "rating": "low", "source": "ours", "note": "Ours.", "when": []},
            ],
            "limiters": [{"id": "breach-caps", "at_most": "low", "fact": "breach", "when": [], "note": None}],
        },
        "departures": {
            "overall": True,
            "standards": ["B"],
            "by": "panel",
            "triggers": [{"id": "edge", "title": "Near an edge"}],
            "other_triggers": False,
        },
        "look_closer": {"points": "5/2", "changes": 2, "cases": 4},
    }
    small = scheme_of(small_scheme()).document
    assert small["look_closer"] == {"points": None, "changes": None, "cases": None}
    overall = small["overall"]
    assert isinstance(overall, dict)
    assert overall["bands"] == [
        {"rating": "inadequate", "up_to": "1/2"},
        {"rating": "requires_improvement", "up_to": "3/2"},
        {"rating": "good", "up_to": "5/2"},
        {"rating": "outstanding", "up_to": None},
    ]


def test_what_a_file_leaves_out_has_these_defaults() -> None:
    scheme = scheme_of(small_scheme())
    assert (scheme.shares.rounding, scheme.shares.not_applicable, scheme.shares.no_answers) == (
        "exact",
        "out",
        "left_out",
    )
    departures = scheme.departures
    assert (departures.overall, departures.standards, departures.by) == (False, (), "panel")
    assert (departures.triggers, departures.other_triggers) == ({}, True)
    assert (scheme.look_closer.points, scheme.look_closer.changes, scheme.look_closer.cases) == (
        None,
        None,
        None,
    )
    assert (scheme.facts, scheme.overall.limiters) == ((), ())


def test_last_day_framework_and_notes_are_kept() -> None:
    scheme = parse_scheme(
        FILE.replace(
            "citation =", 'in_force_to = 2020-01-01\nframework = "mine"\nnotes = ["One.", "Two."]\ncitation ='
        ).encode(),
        where="my.toml",
    )
    assert (scheme.in_force_to, scheme.framework, scheme.notes) == (
        scheme.in_force_from,
        "mine",
        ("One.", "Two."),
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "mine"', 'id = "not mine"', "id must be letters"),
        ('id = "mine"', "id = 3", "id must be a text"),
        ('id = "mine"', 'id = "' + "x" * 61 + '"', "id must be letters"),
        ('version = "1"', 'version = ""', "version must be a text that is not empty"),
        ('version = "1"', 'version = "  "', "version must be a text that is not empty"),
        ('title = "Mine"', 'title = "' + "x" * 201 + '"', "title must have at most 200 characters"),
        ('title = "Mine"', 'title = "a\\u0007b"', "title holds a control character"),
        ('title = "Mine"', 'titel = "Mine"', "title is missing"),
        (
            'status = "proposed"',
            'status = "in_force"',
            "status must be one of proposed, piloted, in-force, retired",
        ),
        ('status = "proposed"', "status = [1]", "status must be one of"),
        ("in_force_from = 2020-01-01", 'in_force_from = "2020-01-01"', "in_force_from must be a date"),
        ("in_force_from = 2020-01-01", "in_force_from = 2020-01-01T00:00:00", "in_force_from must be a date"),
        (
            "in_force_from = 2020-01-01",
            "in_force_from = 2020-01-01\nin_force_to = 2019-12-31",
            "in_force_to is before",
        ),
        ('citation = "nowhere"', 'citation = "nowhere"\nnotes = "One"', "notes must be a list of texts"),
        ('citation = "nowhere"', 'citation = "nowhere"\nnotes = [1]', "notes must be a text"),
        ('citation = "nowhere"', 'citation = "nowhere"\nframework = ""', "framework must be a text"),
        ('citation = "nowhere"', 'citation = "nowhere"\nauthor = "me"', "author is not known here"),
        ("score = 1", "score = 0", "levels 2.score must be higher than that of the level before"),
        ("score = 1", "score = true", "levels 2.score must be a whole number from 0 to 1000"),
        ("score = 1", "score = -1", "levels 2.score must be a whole number from 0 to 1000"),
        ("score = 1", "score = 1001", "levels 2.score must be a whole number from 0 to 1000"),
        ("score = 1", "score = 1.5", "levels 2.score must be a whole number from 0 to 1000"),
        ("score = 1", "score = 1\ncolour = 3", "levels 2.colour is not known here"),
        ('id = "high"', 'id = "low"', "levels 2.id names the level 'low' a second time"),
        ('at_least = "62.5"', "at_least = 62.5", "bands 2.at_least must be a percentage"),
        ('at_least = "62.5"', "at_least = 101", "bands 2.at_least must be a percentage"),
        ('at_least = "62.5"', 'at_least = "100.1"', "bands 2.at_least must be a percentage"),
        ('at_least = "62.5"', "at_least = true", "bands 2.at_least must be a percentage"),
        ('at_least = "62.5"', "at_least = -1", "bands 2.at_least must be a percentage"),
        ('at_least = "62.5"', "at_least = 0", "bands 2.at_least must be higher than that of the band before"),
        ("at_least = 0", "at_least = 1", "bands 1.at_least of the first band must be 0"),
        ('at_least = 0\nrating = "low"', 'at_least = 0\nrating = "high"', None),
        (
            'at_least = 0\nrating = "low"',
            'at_least = 0\nrating = "mid"',
            "bands 1.rating gives 'mid', which is none of",
        ),
        (
            'at_least = 0\nrating = "low"',
            "at_least = 0",
            "standards 2.aggregator needs [[bands]], each with a rating",
        ),
        ('id = "many"', 'id = "few"', "bands 2.id names the band 'few' a second time"),
        ('title = "Many"', 'title = "Many"\nx = 1', "bands 2.x is not known here"),
        ('title = "A breach"', 'title = "A breach"\ndefault = "no"', "facts 1.default must be true or false"),
        ('title = "A breach"', 'title = "A breach"\nx = 1', "facts 1.x is not known here"),
        (
            'title = "A breach"',
            'title = "A breach"\n[[facts]]\nid="breach"\ntitle="B"',
            "facts 2.id names the fact 'breach' a second",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "guess"',
            "standards 1.aggregator must be one of judgement, lowest_band",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "judgement"\npopulation = "p"',
            "standards 1.population has no place",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "judgement"\nkey_questions = ["A1"]',
            "standards 1.key_questions has no place",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "judgement"\nweight = 0',
            "standards 1.weight must be a whole number from 1",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "judgement"\nquestion_weights = {}',
            "standards 1.question_weights has a place only",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "narrative"\ncounted = true',
            "standards 1.counted cannot be true",
        ),
        (
            'aggregator = "judgement"',
            'aggregator = "judgement"\nweigth = 2',
            "standards 1.weigth is not known here",
        ),
        ('id = "B"', 'id = "A"', "standards 2.id names the standard 'A' a second time"),
        (
            'key_questions = ["B1", "B2"]',
            "key_questions = []",
            "standards 2.key_questions must list at least one",
        ),
        (
            'key_questions = ["B1", "B2"]',
            'key_questions = "B1"',
            "standards 2.key_questions must be a list of short names",
        ),
        (
            'key_questions = ["B1", "B2"]',
            "key_questions = [1]",
            "standards 2.key_questions must be a list of short names",
        ),
        (
            'key_questions = ["B1", "B2"]',
            'key_questions = ["B 1"]',
            "standards 2.key_questions must be a list of short names",
        ),
        (
            'key_questions = ["B1", "B2"]',
            'key_questions = ["B1", "B1"]',
            "standards 2.key_questions names the same thing twice",
        ),
        (
            'key_questions = ["C1", "C2"]',
            'key_questions = ["C1", "B2"]',
            "standards 3.key_questions lists B2, which belongs to standard B",
        ),
        ("{ C1 = 3 }", "{ C9 = 3 }", "standards 3.question_weights.C9 is not among the key questions"),
        ("{ C1 = 3 }", "{ C1 = 0 }", "standards 3.question_weights.C1 must be a whole number from 1"),
        ("{ C1 = 3 }", "3", "standards 3.question_weights must be a table"),
        ('rounding = "half_up"', 'rounding = "up"', "shares.rounding must be one of exact, half_up"),
        ('not_applicable = "in"', 'not_applicable = "yes"', "shares.not_applicable must be one of out, in"),
        (
            'no_answers = "refused"',
            'no_answers = "zero"',
            "shares.no_answers must be one of left_out, not_rated",
        ),
        ('no_answers = "refused"', 'no_answers = "refused"\nx = 1', "shares.x is not known here"),
        ('aggregator = "count_rules"', 'aggregator = "average"', "overall.aggregator must be one of"),
        (
            'aggregator = "count_rules"',
            'aggregator = "count_rules"\nbands = []',
            "overall.bands is not known here",
        ),
        ('rating = "high"\nwhen', 'rating = "best"\nwhen', "overall.rules 1.rating must be one of low, high"),
        (
            '{ levels = ["low"], at_most = 0 }',
            '{ levels = ["mid"], at_most = 0 }',
            "when 1.levels names 'mid', which is none of low, high",
        ),
        ('{ levels = ["low"], at_most = 0 }', '{ levels = ["low"] }', "when 1 needs at_least or at_most"),
        (
            '{ levels = ["low"], at_most = 0 }',
            '{ levels = ["low"], at_most = -1 }',
            "when 1.at_most must be a whole number",
        ),
        (
            '{ levels = ["low"], at_most = 0 }',
            '{ levels = ["low"], at_least = "2" }',
            "when 1.at_least must be a whole number",
        ),
        ('{ levels = ["low"], at_most = 0 }', "{ at_most = 0 }", "when 1.levels is missing"),
        (
            '{ levels = ["low"], at_most = 0 }',
            '{ levels = ["low"], at_most = 0, x = 1 }',
            "when 1.x is not known here",
        ),
        ('[{ levels = ["low"], at_most = 0 }]', "3", "overall.rules 1.when must be a list of tables"),
        ('id = "else"', 'id = "all-high"', "overall.rules 2.id names the rule 'all-high' a second time"),
        ('source = "ours"', 'source = "theirs"', "overall.rules 2.source must be one of published, ours"),
        ('note = "Ours."', 'note = ""', "overall.rules 2.note must be a text"),
        (
            'note = "Ours."',
            'when = [{ levels = ["low"], at_least = 2 }]',
            "overall.rules say nothing about 1 low; they must",
        ),
        (
            'note = "Ours."',
            '[[overall.rules]]\nid = "idle"\nrating = "low"',
            "overall.rules hold the rule 'idle', which can never decide",
        ),
        (
            'at_most = "low"\nfact',
            'at_most = "none"\nfact',
            "overall.limiters 1.at_most must be one of low, high",
        ),
        ('fact = "breach"', 'fact = "breech"', "overall.limiters 1.fact must be one of breach"),
        ('fact = "breach"', "", "overall.limiters 1 would always apply"),
        ('fact = "breach"', 'fact = "breach"\nx = 1', "overall.limiters 1.x is not known here"),
        (
            'fact = "breach"',
            'fact = "breach"\n[[overall.limiters]]\nid = "breach-caps"\nat_most = "low"\nfact = "breach"',
            "overall.limiters 2.id names the limiter 'breach-caps' a second",
        ),
        ("overall = true", 'overall = "yes"', "departures.overall must be true or false"),
        (
            'standards = ["B"]',
            'standards = ["A"]',
            "departures.standards names A, which is no standard whose rating is derived",
        ),
        ('standards = ["B"]', 'standards = ["B", "B"]', "departures.standards names the same thing twice"),
        ("other_triggers = false", "other_triggers = false\nx = 1", "departures.x is not known here"),
        (
            'title = "Near an edge"',
            'title = "Near an edge"\n[[departures.triggers]]\nid = "edge"\ntitle = "x"',
            "departures.triggers 2.id names the trigger 'edge' a second",
        ),
        (
            'title = "Near an edge"',
            'title = "Near an edge"\nx = 1',
            "departures.triggers 1.x is not known here",
        ),
        ('points = "2.5"', "points = 2.5", "look_closer.points must be a percentage"),
        ("changes = 2", "changes = 0", "look_closer.changes must be a whole number from 1"),
        ("cases = 4", "cases = 0", "look_closer.cases must be a whole number from 1"),
        ("cases = 4", "cases = 4\nx = 1", "look_closer.x is not known here"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(old: str, new: str, words: str | None) -> None:
    assert FILE.count(old) == 1, "the example must say where the mistake is"
    text = FILE.replace(old, new)
    if words is None:
        parse_scheme(text.encode(), where="my.toml")
        return
    code, sentence = refusal(text.encode())
    assert code == "scheme-invalid"
    assert words in sentence
    assert sentence.startswith("my.toml, line ")


@pytest.mark.parametrize(
    ("fragment", "new", "line"),
    [
        ('aggregator = "lowest_band"', 'aggregator = "guess"', 'aggregator = "lowest_band"'),
        ("{ C1 = 3 }", "{ C1 = 0 }", "question_weights"),
        ('rating = "high"\nwhen', 'rating = "best"\nwhen', 'rating = "high"\nwhen'),
        ('title = "Near an edge"', "title = 4", 'title = "Near an edge"'),
        ("cases = 4", "cases = 0", "cases = 4"),
        ('fact = "breach"', "", "[[overall.limiters]]"),
        ('status = "proposed"\n', "", 'id = "mine"'),
    ],
)
def test_the_line_is_that_of_the_key_or_of_its_table(fragment: str, new: str, line: str) -> None:
    _, sentence = refusal(FILE.replace(fragment, new).encode())
    assert sentence.startswith(f"my.toml, line {line_of(line)}: ")


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (b"id = \n", "scheme-not-toml", "my.toml, line 1: not TOML: Invalid value"),
        (b"a = 1\na = 2\n", "scheme-not-toml", "my.toml, line 2: not TOML: Cannot overwrite a value"),
        (b'id = "x"\nversion = "\xff"\n', "scheme-not-text", "my.toml, line 2: not UTF-8 text"),
        (b"a = " + b"[" * 100_000, "scheme-not-toml", "my.toml: nested too deeply to be a scheme"),
        (
            b"# " + b"x" * 1_000_000,
            "scheme-too-large",
            "my.toml: larger than 1,000,000 bytes, so not a scheme",
        ),
        (b"a = [1,\n", "scheme-not-toml", "my.toml, line 2: not TOML: Invalid value"),
        (b"", "scheme-invalid", "my.toml, line 1: standards is missing"),
        (
            b"standards = []",
            "scheme-invalid",
            "my.toml, line 1: standards is empty; a scheme rates at least one standard",
        ),
        (
            b"standards = 3",
            "scheme-invalid",
            "my.toml, line 1: standards must be a list of tables, [[standards]]",
        ),
        (
            b"standards = [3]",
            "scheme-invalid",
            "my.toml, line 1: standards must be a list of tables, [[standards]]",
        ),
    ],
)
def test_what_is_no_scheme_at_all_is_refused_in_one_sentence(text: bytes, code: str, sentence: str) -> None:
    assert refusal(text) == (code, sentence)


def test_a_byte_order_mark_and_dos_line_ends_are_no_mistake() -> None:
    text = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    assert parse_scheme(text, where="x").digest == parse_scheme(FILE.encode(), where="y").digest


def test_a_list_of_more_than_500_entries_is_refused() -> None:
    standards = "".join(
        f'[[standards]]\nid = "s{n}"\ntitle = "S"\naggregator = "narrative"\n' for n in range(501)
    )
    head, tail = FILE.split("[[standards]]")[0], '[overall]\naggregator = "none"\n'
    assert "standards has more than 500 entries" in refusal((head + standards + tail).encode())[1]
    few = standards.replace('[[standards]]\nid = "s500"\ntitle = "S"\naggregator = "narrative"\n', "")
    assert len(parse_scheme((head + few + tail).encode(), where="x").standards) == 500


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"overall": {"aggregator": "sum_and_band"}}, "overall.bands is missing"),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": [{"rating": "good", "up_to": "1"}]}},
            "overall.bands 1.up_to has no place in the last band",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good"}, {"rating": "outstanding"}],
                }
            },
            "overall.bands 1.up_to is missing",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": "1.5"}, {"rating": "outstanding"}],
                }
            },
            "up_to must be a fraction",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": "1/0"}, {"rating": "outstanding"}],
                }
            },
            "up_to must be a fraction",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": True}, {"rating": "outstanding"}],
                }
            },
            "up_to must be a fraction",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": 2}, {"rating": "good"}],
                }
            },
            "overall.bands 2.rating must be a higher level than the band before",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [
                        {"rating": "inadequate", "up_to": 2},
                        {"rating": "good", "up_to": 2},
                        {"rating": "outstanding"},
                    ],
                }
            },
            "overall.bands 2.up_to must be higher",
        ),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": [{"rating": "great"}]}},
            "overall.bands 1.rating must be one of inadequate",
        ),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": [{"rating": "good", "x": 1}]}},
            "overall.bands 1.x is not known here",
        ),
        (
            {"overall": {"aggregator": "none", "limiters": [{"id": "x", "at_most": "good"}]}},
            "overall.limiters is not known here",
        ),
        (
            {"overall": {"aggregator": "none"}, "departures": {"overall": True}},
            "departures.overall cannot be true",
        ),
        (
            {"overall": {"aggregator": "judgement"}, "departures": {"overall": True}},
            "departures.overall cannot be true",
        ),
        ({"levels": []}, "needs [[levels]] to rate on"),
        (
            {
                "levels": [],
                "standards": [{"id": "n", "title": "N", "aggregator": "narrative"}],
                "bands": [],
                "overall": {"aggregator": "judgement"},
            },
            "overall.aggregator needs [[levels]] to rate on",
        ),
        (
            {"standards": [{"id": "n", "title": "N", "aggregator": "narrative"}]},
            "overall.aggregator needs at least one standard that is counted",
        ),
        (
            {
                "standards": [{"id": "n", "title": "N", "aggregator": "lowest_band", "key_questions": ["a"]}],
                "bands": [],
            },
            "needs [[bands]], each with a rating",
        ),
        (
            {
                "standards": [{"id": "n", "title": "N", "aggregator": "percentage", "population": "p"}],
                "overall": {"aggregator": "none"},
            },
            "standards 1.population has no place in a standard without key questions",
        ),
        ({"overall": 3}, "overall must be a table"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(changes: dict[str, Any], words: str) -> None:
    document = small_scheme() | changes
    if changes == {"levels": []}:
        document["bands"] = []
    if changes.get("overall") == 3:
        del document["overall"]
        text = b"overall = 3\n" + scheme_toml(document)
    else:
        text = scheme_toml(document)
    code, sentence = refusal(text)
    assert code == "scheme-invalid"
    assert words in sentence


def test_bands_may_share_a_rating_but_never_fall() -> None:
    document = small_scheme()
    document["bands"][1]["rating"] = "inadequate"
    assert [band.rating for band in scheme_of(document).bands] == [
        "inadequate",
        "inadequate",
        "good",
        "outstanding",
    ]
    document["bands"][2]["rating"] = "outstanding"
    document["bands"][3]["rating"] = "good"
    assert "gives a lower rating for a higher share than the band before" in refusal(scheme_toml(document))[1]


def test_rules_for_more_standards_than_can_be_tried_must_end_with_one_for_everything() -> None:
    many = [{"id": f"s{n}", "title": "S", "aggregator": "judgement"} for n in range(120)]
    rules: list[dict[str, Any]] = [
        {"id": "some", "rating": "good", "when": [{"levels": ["good"], "at_least": 0}]}
    ]
    document = small_scheme(standards=many, overall={"aggregator": "count_rules", "rules": rules})
    assert "must end with a rule without conditions" in refusal(scheme_toml(document))[1]
    rules.append({"id": "else", "rating": "inadequate"})
    assert len(scheme_of(document).overall.rules) == 2
    document["overall"]["rules"] = []
    assert "overall.rules is missing" in refusal(scheme_toml(document))[1]


def test_every_combination_is_tried_with_standards_left_unrated_too() -> None:
    rules = [
        {
            "id": "three",
            "rating": "good",
            "when": [
                {"levels": ["inadequate", "requires_improvement", "good", "outstanding"], "at_least": 3}
            ],
        },
    ]
    document = small_scheme(overall={"aggregator": "count_rules", "rules": rules})
    assert "say nothing about 1 inadequate; they must" in refusal(scheme_toml(document))[1]


def test_the_shipped_schemes_are_those_that_are_named_and_each_says_where_it_is_published() -> None:
    assert list(shipped_schemes()) == [
        "adult-crc-2018",
        "adult-nps-2018",
        "care-services-2015",
        "criteria-2003",
        "delivery-unit-2021",
        "delivery-unit-2023",
        "youth-2018",
        "youth-2021",
    ]
    assert set(texts()) == {f"{id_}.toml" for id_ in shipped_schemes()}
    for scheme in shipped_schemes().values():
        assert scheme.citation
        assert scheme.notes, "each says what is not known for certain"


def test_only_the_care_services_rules_fill_what_the_published_text_leaves_open() -> None:
    ours = {
        scheme.id: [rule.id for rule in scheme.overall.rules if rule.source == "ours"]
        for scheme in shipped_schemes().values()
    }
    assert {id_: rules for id_, rules in ours.items() if rules} == {"care-services-2015": ["one-inadequate"]}


def test_the_example_of_the_guide_is_a_valid_scheme() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "schemes.md").read_text(encoding="utf-8")
    example = guide.split("```toml\n", 1)[1].split("```", 1)[0]
    assert parse_scheme(example.encode(), where="docs/schemes.md").id == "my-scheme"


def test_the_bounds_of_a_number_are_themselves_accepted() -> None:
    scheme = parse_scheme(FILE.replace("score = 1", "score = 1000").encode(), where="x")
    assert scheme.max_level_score == 1000


def test_a_scheme_in_words_only_derives_no_overall_rating_to_depart_from() -> None:
    document = small_scheme(overall={"aggregator": "narrative"}, departures={"overall": True})
    assert (
        "departures.overall cannot be true: no overall rating is derived" in refusal(scheme_toml(document))[1]
    )
