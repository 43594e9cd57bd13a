"""Nearness and bearing as plain JSON, for programs; numbers are whole or text, as in a trace."""

from fractions import Fraction

from domain.canonical import Json
from domain.ratings.nearness.bearing import Bearing, Likelihood
from domain.ratings.nearness.nearness import Change, LeastChange, Nearness

__all__ = ["bearing_json", "decimals", "nearness_json", "percent", "percent_down", "percent_up"]


def decimals(number: Fraction, places: int = 2) -> str:
    """A number of per cent or points with so many decimals, a half rounded up: for reading, not for reckoning."""
    scaled = (2 * number.numerator * 10**places + number.denominator) // (2 * number.denominator)
    whole, part = divmod(scaled, 10**places)
    return f"{whole}.{part:0{places}d}"


def nearness_json(nearness: Nearness) -> dict[str, Json]:
    """``nearness`` of ``assay rate --nearness --json``.

    Where ``up`` or ``down`` is null, no change gives such a rating; unless ``not_known`` names it. ``left_aside`` are
    the standards that were held as they are, because only percentages are known of them: fewer changes may do.
    """
    return {
        "standards": {
            id_: {
                "up": _least(standard.up),
                "down": _least(standard.down),
                "points": {question: decimals(points) for question, points in standard.points.items()},
                "unknown": standard.unknown,
                "not_known": list(standard.not_known),
                "look_closer": list(standard.look_closer),
            }
            for id_, standard in nearness.standards.items()
        },
        "overall": {
            "with_judgements": {
                "up": _least(nearness.up),
                "down": _least(nearness.down),
                "not_known": list(nearness.not_known),
            },
            "answers_only": {
                "up": _least(nearness.up_by_answers),
                "down": _least(nearness.down_by_answers),
                "not_known": list(nearness.not_known_by_answers),
            },
            "left_aside": list(nearness.left_aside),
            "look_closer": list(nearness.look_closer),
        },
    }


def bearing_json(bearing: Bearing) -> dict[str, Json]:
    """``sample`` of ``assay rate --nearness --json``, when the sizes of the case files are given."""
    return {
        "assumes": [
            "before any case was read every number of yes answers in the whole file was equally likely",
            "the cases read are a simple random sample of the file",
            "not applicable is as frequent among the cases not read",
            "combined figures take key questions as independent; at_least and at_most do not",
            *_taken(bearing),
        ],
        "key_questions": {
            id_: {"read": question.read, "whole": question.whole, "same_band": percent(question.same_band)}
            for id_, question in bearing.questions.items()
        },
        "standards": {id_: _likelihood(standard) for id_, standard in bearing.standards.items()},
        "overall": None if bearing.overall is None else _likelihood(bearing.overall),
        "without_figure": dict(bearing.without_figure),
        "taken_as_certain": list(bearing.taken_as_certain),
    }


def _taken(bearing: Bearing) -> list[str]:
    """What the figures take as it is, a sentence each."""
    judged = [f"{', '.join(bearing.judged)} taken as judged"] if bearing.judged else []
    others = (
        f"{id_} taken as certain in the overall figure, as anything in its at_least and at_most: "
        f"{bearing.without_figure[id_]}"
        for id_ in bearing.taken_as_certain
    )
    return [*judged, *others]


def _least(least: LeastChange | None) -> Json:
    if least is None:
        return None
    return {
        "changes": least.number,
        "leads_to": least.leads_to,
        "smallest_set": [_change(change) for change in least.changes],
    }


def _change(change: Change) -> Json:
    return {
        "standard": change.standard,
        "key_question": change.key_question,
        "from": change.before,
        "to": change.after,
        "number": change.number,
        "cases": list(change.cases),
    }


def _likelihood(likelihood: Likelihood) -> Json:
    return {
        "independent": percent(likelihood.independent),
        "at_least": percent_down(likelihood.at_least),
        "at_most": percent_up(likelihood.at_most),
    }


def percent(chance: Fraction) -> str:
    """A probability in per cent with one decimal, as screens show it; only certainty is shown as 100.0 or 0.0."""
    tenths = (2000 * chance.numerator + chance.denominator) // (2 * chance.denominator)
    if 0 < chance < 1:
        tenths = min(max(tenths, 1), 999)
    return _tenths(tenths)


def percent_down(chance: Fraction) -> str:
    """A lower bound in per cent with one decimal, never shown as more than it is."""
    return _tenths(1000 * chance.numerator // chance.denominator)


def percent_up(chance: Fraction) -> str:
    """An upper bound in per cent with one decimal, never shown as less than it is."""
    return _tenths(-(-1000 * chance.numerator // chance.denominator))


def _tenths(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
