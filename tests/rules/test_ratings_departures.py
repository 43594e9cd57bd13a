"""A departure needs a panel, a trigger and a reason, and never hides what the rule gives."""

# ruff: noqa: E501 - a row of a table is read on one line

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from domain.ratings import (
    Departure,
    Derivation,
    Inputs,
    Judgement,
    NotRated,
    Outcome,
    Percentage,
    check_departure,
    derive,
    outcome_of,
    shipped_schemes,
)
from domain.refusals import Refused
from tests.support.ratings_examples import scheme_of, small_scheme

NPS = shipped_schemes()["adult-nps-2018"]
OPEN = scheme_of(
    small_scheme(
        departures={
            "overall": True,
            "standards": ["2"],
            "triggers": [{"id": "edge", "title": "Near an edge"}],
        }
    )
)
CLOSED = scheme_of(
    small_scheme(
        departures={
            "overall": True,
            "by": "chief-inspector",
            "other_triggers": False,
            "triggers": [{"id": "edge", "title": "Near an edge"}, {"id": "odd", "title": "Odd"}],
        }
    )
)

ASKED: dict[str, Any] = {
    "derived": "good",
    "decided": "outstanding",
    "trigger": "near_a_boundary",
    "reason": "Because it is so.",
}


def test_the_panel_may_depart_from_the_overall_rating_with_trigger_and_reason() -> None:
    assert check_departure(NPS, **ASKED) is None
    assert check_departure(NPS, **ASKED | {"trigger": "the service merged in the week of fieldwork"}) is None


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"by": "lead-inspector"}, "departure-not-by-panel", "Only the panel may depart from the overall rating."),
        ({"standard": "2.1"}, "departure-not-allowed", "Scheme adult-nps-2018 does not let the rating of standard 2.1 be departed from."),
        ({"standard": "1.1"}, "departure-not-allowed", "Scheme adult-nps-2018 does not let the rating of standard 1.1 be departed from."),
        ({"standard": "9.9"}, "unknown-standard", "Scheme adult-nps-2018 has no standard '9.9'."),
        ({"derived": None}, "nothing-derived", "There is no rule's rating to depart from: the overall rating is not rated."),
        ({"decided": "excellent"}, "unknown-rating", "'excellent' is none of the scheme's ratings: inadequate, requires_improvement, good, outstanding."),
        ({"decided": "good"}, "not-a-departure", "The overall rating is good by the rule already."),
        ({"trigger": ""}, "departure-without-trigger", "Say what prompted the panel to depart from the overall rating."),
        ({"trigger": "  "}, "departure-without-trigger", "Say what prompted the panel to depart from the overall rating."),
        ({"reason": " \n"}, "departure-without-reason", "Set out the reasons for departing from the overall rating."),
    ],
)  # fmt: skip
def test_a_departure_that_lacks_something_is_refused(
    changes: dict[str, Any], code: str, sentence: str
) -> None:
    refusal = check_departure(NPS, **ASKED | changes)
    assert refusal is not None
    assert (refusal.code, refusal.sentence) == (code, sentence)


def test_what_may_be_departed_from_by_whom_and_when_is_the_schemes_to_say() -> None:
    assert check_departure(OPEN, **ASKED | {"standard": "2"}) is None
    refusal = check_departure(OPEN, **ASKED | {"standard": "3"})
    assert refusal is not None
    assert refusal.code == "departure-not-allowed"
    by = {"by": "chief-inspector"}
    assert check_departure(CLOSED, **ASKED | by | {"trigger": "odd"}) is None
    refusal = check_departure(CLOSED, **ASKED | by)
    assert refusal is not None
    assert (refusal.code, refusal.sentence) == (
        "unknown-trigger",
        "Scheme example allows a departure only for: edge, odd.",
    )
    refusal = check_departure(CLOSED, **ASKED | {"trigger": "odd"})
    assert refusal is not None
    assert refusal.sentence == "Only the chief-inspector may depart from the overall rating."


def test_a_scheme_that_derives_nothing_overall_lets_nothing_be_departed_from() -> None:
    refusal = check_departure(shipped_schemes()["criteria-2003"], **ASKED)
    assert refusal is not None
    assert refusal.code == "departure-not-allowed"


def derivation(**changes: Any) -> Derivation:
    """Judged good; standard 2 good, standard 3 requires improvement: 5 of 9, good."""
    standards: dict[str, Any] = {
        "1": Judgement("good"),
        "2": {"2a": Percentage(Fraction(70)), "2b": Percentage(Fraction(90))},
        "3": {"3a": Percentage(Fraction(60))},
    }
    return derive(OPEN, Inputs(standards | changes))


def departure(standard: str | None, derived: str | None, decided: str) -> Departure:
    return Departure(standard, decided, "edge", "Because it is so.", derived)


def decided(derived: Derivation, departures: Sequence[Departure] = ()) -> Outcome:
    """What a panel makes of a derivation."""
    ratings = {id_: result.rating for id_, result in derived.standards.items()}
    return outcome_of(derived.scheme, ratings, derived.overall, derived.facts, departures)


def test_without_a_departure_what_is_decided_is_what_is_derived() -> None:
    outcome = decided(derivation())
    assert outcome.standards == {"1": "good", "2": "good", "3": "requires_improvement"}
    assert list(outcome.standards) == ["1", "2", "3"]
    assert (outcome.overall, outcome.departures) == ("good", ())
    assert (outcome.by_rule.rating, outcome.by_rule.score) == ("good", 5)


def test_a_departure_from_the_overall_rating_keeps_both() -> None:
    asked = departure(None, "good", "requires_improvement")
    outcome = decided(derivation(), [asked])
    assert (outcome.overall, outcome.departures) == ("requires_improvement", (asked,))
    assert (outcome.by_rule.rating, outcome.by_rule.score) == ("good", 5)
    assert outcome.standards == {"1": "good", "2": "good", "3": "requires_improvement"}


def test_a_departure_that_is_asked_for_is_told_what_the_rule_gives() -> None:
    outcome = decided(
        derivation(), [departure(None, None, "inadequate"), departure("2", None, "outstanding")]
    )
    assert outcome.departures == (
        departure("2", "good", "outstanding"),
        departure(None, "good", "inadequate"),
    )
    assert [(each.trigger, each.reason) for each in outcome.departures] == [("edge", "Because it is so.")] * 2


def test_after_a_departure_from_a_standard_the_overall_rule_is_asked_again() -> None:
    asked = departure("2", "good", "inadequate")
    outcome = decided(derivation(), [asked])
    assert outcome.standards == {"1": "good", "2": "inadequate", "3": "requires_improvement"}
    assert (outcome.overall, outcome.departures) == ("requires_improvement", (asked,))
    assert (outcome.by_rule.rating, outcome.by_rule.score) == ("requires_improvement", 3)


def test_both_may_be_departed_from_and_the_overall_departure_is_from_the_rule_as_it_then_stands() -> None:
    first, second = departure("2", "good", "inadequate"), departure(None, "requires_improvement", "good")
    outcome = decided(derivation(), [second, first])
    assert (outcome.overall, outcome.by_rule.rating) == ("good", "requires_improvement")
    assert outcome.departures == (first, second)


@pytest.mark.parametrize(
    ("departures", "code", "sentence"),
    [
        ([departure(None, "inadequate", "outstanding")], "stale-departure", "The departure was decided on inadequate; the rule now gives good."),
        ([departure("2", "outstanding", "inadequate")], "stale-departure", "The departure was decided on outstanding; the rule now gives good."),
        ([departure(None, "good", "inadequate")] * 2, "departed-twice", "The overall rating is departed from twice."),
        ([departure("2", "good", "inadequate"), departure("2", "good", "outstanding")], "departed-twice", "The rating of standard 2 is departed from twice."),
        ([departure("3", "requires_improvement", "good")], "departure-not-allowed", "Scheme example does not let the rating of standard 3 be departed from."),
        ([departure("9", "good", "inadequate")], "unknown-standard", "Scheme example has no standard '9'."),
        ([Departure(None, "inadequate", "edge", "")], "departure-without-reason", "Set out the reasons for departing from the overall rating."),
    ],
)  # fmt: skip
def test_a_departure_that_does_not_fit_the_derivation_is_refused(
    departures: list[Departure], code: str, sentence: str
) -> None:
    with pytest.raises(Refused) as caught:
        decided(derivation(), departures)
    assert (caught.value.refusal.code, caught.value.refusal.sentence) == (code, sentence)


def test_a_standard_that_is_not_rated_stays_so() -> None:
    unrated = derivation(**{"2": NotRated("no cases")})
    outcome = decided(unrated)
    assert (outcome.standards["2"], outcome.by_rule.score) == (None, 3)
    with pytest.raises(Refused) as caught:
        decided(unrated, [departure("2", None, "good")])
    assert caught.value.refusal.code == "nothing-derived"


def test_facts_still_hold_when_the_overall_rule_is_asked_again() -> None:
    scheme = scheme_of(
        small_scheme(
            facts=[{"id": "breach", "title": "B"}],
            standards=[{"id": "1", "title": "Judged", "aggregator": "judgement"}],
            overall=small_scheme()["overall"]
            | {"limiters": [{"id": "cap", "at_most": "inadequate", "fact": "breach"}]},
        )
    )
    outcome = decided(derive(scheme, Inputs({"1": Judgement("good")}, facts={"breach": True})))
    assert (outcome.overall, outcome.by_rule.before_limits) == ("inadequate", "good")


def test_an_overall_judgement_is_kept_as_it_was_judged() -> None:
    scheme = scheme_of(
        small_scheme(
            standards=[{"id": "1", "title": "Judged", "aggregator": "judgement"}],
            overall={"aggregator": "judgement"},
        )
    )
    outcome = decided(derive(scheme, Inputs({"1": Judgement("good")}, overall=Judgement("outstanding"))))
    assert (outcome.overall, outcome.by_rule.score) == ("outstanding", None)
