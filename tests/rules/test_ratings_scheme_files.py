"""What a scheme's file says is read whole, with what it leaves out; and the schemes that ship."""

from fractions import Fraction
from pathlib import Path

from domain.ratings import parse_scheme, shipped_schemes
from domain.ratings.schemes import texts
from tests.support.ratings_examples import scheme_of, small_scheme
from tests.support.scheme_file import FILE


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


def test_a_byte_order_mark_and_dos_line_ends_are_no_mistake() -> None:
    text = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    assert parse_scheme(text, where="x").digest == parse_scheme(FILE.encode(), where="y").digest


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
