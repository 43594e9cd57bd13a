"""A mistake in a scheme's file is named with the file and the line on which it stands."""

import pytest

from domain.ratings import parse_scheme
from tests.support.scheme_file import FILE, refusal


def line_of(fragment: str) -> int:
    return FILE[: FILE.index(fragment)].count("\n") + 1


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
    ],
)
def test_what_is_no_scheme_at_all_is_refused_in_one_sentence(text: bytes, code: str, sentence: str) -> None:
    assert refusal(text) == (code, sentence)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "standards is missing"),
        (b"standards = []", "standards is empty; a scheme rates at least one standard"),
        (b"standards = 3", "standards must be a list of tables, [[standards]]"),
        (b"standards = [3]", "standards must be a list of tables, [[standards]]"),
    ],
)
def test_what_a_scheme_lacks_is_named_all_at_once(text: bytes, words: str) -> None:
    code, sentence = refusal(text)
    assert code == "scheme-invalid"
    assert sentence.startswith("my.toml, line 1: citation is missing; line 1: id is missing; ")
    assert f"; line 1: {words}; line 1: status is missing" in sentence
    assert sentence.endswith("(7 entries are wrong).")


def test_mistakes_in_different_parts_are_named_at_once_in_the_order_of_the_file() -> None:
    text = FILE.replace('id = "mine"', "id = 3", 1).replace('status = "proposed"', 'status = "perhaps"', 1)
    code, sentence = refusal(text.encode())
    assert code == "scheme-invalid"
    assert f"line {line_of('id = ')}: id must be a text" in sentence
    assert f"; line {line_of('status = ')}: status must be one of" in sentence
    assert sentence.endswith("(2 entries are wrong).")


def test_a_list_of_more_than_500_entries_is_refused() -> None:
    standards = "".join(
        f'[[standards]]\nid = "s{n}"\ntitle = "S"\naggregator = "narrative"\n' for n in range(501)
    )
    head, tail = FILE.split("[[standards]]")[0], '[overall]\naggregator = "none"\n'
    assert "standards has more than 500 entries" in refusal((head + standards + tail).encode())[1]
    few = standards.replace('[[standards]]\nid = "s500"\ntitle = "S"\naggregator = "narrative"\n', "")
    assert len(parse_scheme((head + few + tail).encode(), where="x").standards) == 500
