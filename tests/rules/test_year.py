"""What ``make year`` rests on: its cast, the reckoning beside Assay, and the digest of the facts."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from benchmarks.year.__main__ import AT_MOST_MINUTES, over_time
from benchmarks.year.cast import BEFALLS, Edition, cast
from benchmarks.year.checking import Checks, NotSo, check_derivation
from benchmarks.year.facts import differences, digest_of, facts_of
from benchmarks.year.reckoning import reckon
from benchmarks.year.turns import Player, in_turn
from domain.inspections.events import (
    InspectionCancelled,
    InspectionDeferred,
    NoticeSent,
    RatingsDerived,
    StandardRating,
)
from domain.ledger.envelope import Envelope
from domain.messages import Event

WHOLE = cast(Edition(), 2018)


def test_a_year_that_takes_longer_than_it_may_fails() -> None:
    assert over_time(900, AT_MOST_MINUTES) == ""
    assert over_time(901, AT_MOST_MINUTES) == "the year took 901 s, and may take 900 (15 minutes)."


def test_a_year_has_the_inspections_that_it_is_made_of() -> None:
    kinds = [each.protocol for each in WHOLE if "cancelled" not in each.befalls]
    assert sum(each in ("nps-division-2018", "crc-2018") for each in kinds) == 28
    assert kinds.count("yot-2018") == 39
    assert kinds.count("thematic") == 6
    assert kinds.count("follow-up-nps-division") == 4
    assert len({each.reference for each in WHOLE}) == len(WHOLE)
    assert all(any(what in each.befalls for each in WHOLE) for what in BEFALLS)


def test_the_same_seed_casts_the_same_year() -> None:
    assert cast(Edition(), 2018) == WHOLE
    assert cast(Edition(), 2019) != WHOLE


@pytest.mark.parametrize(
    ("yes", "no", "rating"),
    [
        (1, 0, "outstanding"),
        (4, 1, "outstanding"),
        (79, 21, "good"),
        (13, 7, "good"),
        (64, 36, "requires_improvement"),
        (1, 1, "requires_improvement"),
        (49, 51, "inadequate"),
        (0, 1, "inadequate"),
    ],
)
def test_a_share_at_an_edge_has_the_better_band(yes: int, no: int, rating: str) -> None:
    cases = [{"2.1.1": "yes"}] * yes + [{"2.1.1": "no"}] * no + [{"2.1.1": "not_applicable"}]
    found = reckon(cases, {})
    assert found.ratings == {"2.1": rating}
    assert found.shares == {"2.1.1": (yes, no, Fraction(yes, yes + no))}


def test_the_lowest_key_question_decides_and_nobodys_answers_rate_nothing() -> None:
    cases = [{"2.1.1": "yes", "2.1.2": "no", "2.2.1": "not_applicable"}]
    found = reckon(cases, {"1.1": "good"}, ["1.2"])
    assert found.ratings == {"1.1": "good", "1.2": None, "2.1": "inadequate", "2.2": None}
    assert (found.score, found.most) == (2, 6)


@pytest.mark.parametrize(
    ("points", "overall"),
    [
        (5, "inadequate"),
        (6, "requires_improvement"),
        (15, "requires_improvement"),
        (16, "good"),
        (25, "good"),
        (26, "outstanding"),
    ],
)
def test_ten_standards_are_banded_as_published(points: int, overall: str) -> None:
    levels = ("inadequate", "requires_improvement", "good", "outstanding")
    left, judged = points, {}
    for number in range(10):
        judged[f"1.{number}"] = levels[min(3, left)]
        left -= min(3, left)
    found = reckon([], judged)
    assert (found.score, found.most, found.overall) == (points, 30, overall)


ANSWERS = [{"2.1.1": "yes", "2.1.2": "yes"}, {"2.1.1": "yes", "2.1.2": "no"}]
RECKONED = reckon(ANSWERS, {"1.1": "good"})


def derived(**other: object) -> RatingsDerived:
    """What Assay would have recorded, or something else."""
    questions = [
        {"id": "2.1.1", "yes": 2, "no": 0, "share": other.get("share", "1")},
        {"id": "2.1.2", "yes": other.get("yes", 1), "no": 1, "share": "1/2"},
        {"id": "2.1.3", "yes": 0, "no": 0, "share": None},
    ]
    ratings = {"1.1": "good", "2.1": other.get("rating", "requires_improvement")}
    trace = json.dumps({"standards": [{"key_questions": []}, {"key_questions": questions}]})
    return RatingsDerived(
        cases=(),
        ratings=tuple(StandardRating(standard=each, rating=str(rating)) for each, rating in ratings.items()),
        score=int(str(other.get("score", 3))),
        max_score=6,
        overall=str(other.get("overall", "requires_improvement")),
        trace=trace,
        trace_digest="0" * 64,
    )


def test_a_derivation_that_comes_out_as_reckoned_passes() -> None:
    checks = Checks()
    check_derivation(derived(), RECKONED, "here", checks)
    assert checks.done["ratings of standards"] == 2
    assert checks.done["shares of key questions, with yes and no"] == 2


@pytest.mark.parametrize(
    "other",
    [{"rating": "good"}, {"share": "9/10"}, {"yes": 2}, {"score": 4}, {"overall": "good"}],
    ids=lambda other: next(iter(other)),
)
def test_a_derivation_that_comes_out_otherwise_does_not(other: dict[str, object]) -> None:
    with pytest.raises(NotSo, match=r"^here"):
        check_derivation(derived(**other), RECKONED, "here", Checks())


STREAM = "inspection-1"
DEFERRED = InspectionDeferred(reason="A flood came.", until=date(2018, 6, 14), deferred_on=date(2018, 6, 4))
CANCELLED = InspectionCancelled(reason="Wound up.")
FIRST, SECOND = (NoticeSent(notice=each, document="d" * 64, to=()) for each in ("draft", "publication"))


def envelope(event: Event, role: str = "operations-manager", day: int = 4, **more: object) -> Envelope[Event]:
    usual: Mapping[str, object] = {
        "stream": STREAM,
        "name": event.name,
        "occurred_at": datetime(2018, 6, day, 10, tzinfo=UTC),
        "actor": f"{role}-1",
        "acting_role": role,
        "salt": "5a" * 16,
        "data": event,
    }
    return Envelope[Event].model_construct(**{**usual, **more})  # type: ignore[arg-type]  # as named


def machinery(event: Event) -> Envelope[Event]:
    return envelope(event, "machinery")


TOLD = [envelope(DEFERRED), machinery(FIRST), machinery(SECOND), envelope(CANCELLED)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([TOLD[0], TOLD[2], TOLD[1], TOLD[3]], id="the machinery's order"),
        pytest.param([TOLD[0], TOLD[3], TOLD[1], TOLD[2]], id="the machinery later on that day"),
        pytest.param([envelope(DEFERRED, salt="a5" * 16), *TOLD[1:]], id="a salt"),
        pytest.param(
            [envelope(DEFERRED, occurred_at=datetime(2018, 6, 4, 12, tzinfo=UTC)), *TOLD[1:]], id="an hour"
        ),
        pytest.param([TOLD[0], machinery(FIRST.with_(document="e" * 64)), *TOLD[2:]], id="a digest"),
    ],
)
def test_what_differs_from_run_to_run_is_no_fact(other: list[Envelope[Event]]) -> None:
    assert digest_of(facts_of(other)) == digest_of(facts_of(TOLD))
    assert list(differences(facts_of(other), facts_of(TOLD))) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TOLD[:3], id="an event less"),
        pytest.param([*TOLD, machinery(SECOND)], id="a notice twice"),
        pytest.param([TOLD[3], *TOLD[:3]], id="people's order"),
        pytest.param([*TOLD[:3], envelope(CANCELLED, day=5)], id="another day"),
        pytest.param([*TOLD[:3], envelope(CANCELLED, "lead-inspector")], id="another role"),
        pytest.param([*TOLD[:3], envelope(CANCELLED.with_(reason="Something else."))], id="another reason"),
        pytest.param([*TOLD[:3], envelope(CANCELLED, stream="inspection-2")], id="another stream"),
    ],
)
def test_what_happened_otherwise_is_another_fact(other: list[Envelope[Event]]) -> None:
    assert digest_of(facts_of(other)) != digest_of(facts_of(TOLD))
    assert list(differences(facts_of(other), facts_of(TOLD)))


def test_everybody_acts_on_their_days_one_at_a_time_in_their_order() -> None:
    done: list[tuple[date, str]] = []

    def somebody(name: str, *days: int) -> Player:
        def act(player: Player) -> None:
            for day in (*days, 0):
                done.append((player.day, name))
                player.wait_until(date(2018, 6, day) if day else player.day)

        return Player(date(2018, 6, 1), act)

    passed: list[date] = []
    assert list(in_turn([somebody("a", 3, 5), somebody("b", 3), somebody("c", 4)], passed.append)) == passed
    assert passed == [date(2018, 6, day) for day in (1, 3, 4, 5)]
    assert [(day.day, name) for day, name in done] == [
        (1, "a"),
        (1, "b"),
        (1, "c"),
        (3, "a"),
        (3, "b"),
        (4, "c"),
        (5, "a"),
    ]


def test_what_goes_wrong_in_one_ends_the_play() -> None:
    def fail(_: Player) -> None:
        raise ValueError("no")

    waiting = Player(date(2018, 6, 1), lambda player: player.wait_until(date(2018, 6, 9)))
    with pytest.raises(ValueError, match="no"):
        list(in_turn([waiting, Player(date(2018, 6, 1), fail)], lambda _: None))
    assert waiting.over
