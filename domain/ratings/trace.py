"""The trace of a derivation, as docs/trace.md specifies it: every field is always there, if only as ``None``."""

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from domain.canonical import Json
from domain.ratings.document import written
from domain.ratings.inputs import CaseAnswers, Judgement, Narrative
from domain.ratings.overall import OverallResult, score_edge
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult, rounded, shown
from domain.ratings.standards import StandardResult

if TYPE_CHECKING:
    from domain.ratings.derivation import Derivation

__all__ = ["FORMAT", "trace_of"]

FORMAT: Final = "assay.trace.v1"
FORMAT_TWICE: Final = "assay.trace.v2"
"""The format where some case was read twice: it has one field more."""

_CASE_ROW: Final = attrgetter("case", "version", "digest")


def trace_of(derivation: "Derivation") -> dict[str, Json]:
    """The whole trace of ``derivation``."""
    scheme = derivation.scheme
    twice = _read_twice(derivation.cases)
    return {
        "format": FORMAT_TWICE if twice else FORMAT,
        "scheme": {"id": scheme.id, "version": scheme.version, "digest": scheme.digest},
        "cases": _cases(derivation.cases),
        **({"read_twice": twice} if twice else {}),
        "facts": {
            id_: {"value": value, "given": id_ in derivation.inputs.facts}
            for id_, value in derivation.facts.items()
        },
        "standards": [_standard(scheme, result) for result in derivation.standards.values()],
        "overall": _overall(scheme, derivation.overall_result, derivation.inputs.overall),
    }


def _cases(cases: Mapping[str, list[CaseAnswers]]) -> Json:
    return {population: list(map(_CASE_ROW, members)) for population, members in cases.items()}


def _read_twice(cases: Mapping[str, list[CaseAnswers]]) -> list[Json]:
    """The second reads, and for each answer that was decided on whose it is."""
    return [
        {
            "case": each.case,
            "stream": each.again.stream,
            "version": each.again.version,
            "digest": each.again.digest,
            "counted": dict(each.again.counted),
        }
        for members in cases.values()
        for each in members
        if each.again is not None
    ]


def _standard(scheme: Scheme, result: StandardResult) -> Json:
    return {
        "id": result.id,
        "aggregator": result.standard.aggregator,
        "counted": result.standard.counted,
        "weight": result.standard.weight,
        "source": result.source,
        "judgement": _judgement(result.judgement),
        "key_questions": [_question(scheme, question) for question in result.questions],
        "lowest_key_questions": list(result.lowest),
        "share": None if result.share is None else written(result.share),
        "shown": None if result.share is None else shown(result.share, scheme.bands),
        "between_edges": result.between_edges,
        "rules": _ladder(scheme, result),
        "band": None if result.band is None else result.band.id,
        "rating": result.rating,
        "score": result.score,
        "not_rated": result.not_rated,
    }


def _judgement(judgement: Judgement | Narrative | None) -> Json:
    if judgement is None:
        return None
    return {
        "rating": judgement.rating if isinstance(judgement, Judgement) else None,
        "reference": judgement.reference,
        "digest": judgement.digest,
    }


def _question(scheme: Scheme, question: QuestionResult) -> Json:
    counts, share = question.counts, question.share
    half_up = scheme.shares.rounding == "half_up"
    return {
        "id": question.id,
        "yes": counts.yes if counts else None,
        "no": counts.no if counts else None,
        "not_applicable": counts.not_applicable if counts else None,
        "not_asked": counts.not_asked if counts else None,
        "share": None if share is None else written(share),
        "shown": None if share is None else shown(share, scheme.bands),
        "rounded": None if share is None or not half_up else rounded(share),
        "band": question.band.id if question.band else None,
        "between_edges": question.between_edges,
    }


def _ladder(scheme: Scheme, result: StandardResult) -> Json:
    """The bands of a ``lowest_band`` standard, lowest first, with the key questions in each: the fired one decided."""
    if result.standard.aggregator != "lowest_band" or not result.questions:
        return []
    return [
        {
            "band": band.id,
            "rating": band.rating,
            "key_questions": [question.id for question in result.questions if question.band == band],
            "fired": result.rating is not None and result.band == band,
        }
        for band in scheme.bands
    ]


def _overall(scheme: Scheme, result: OverallResult, judged: Judgement | None) -> dict[str, Json]:
    overall = scheme.overall
    return {
        "aggregator": overall.aggregator,
        "judgement": _judgement(judged),
        "weight": result.weight,
        "score": result.score,
        "max_score": result.max_score,
        "counts": {level.id: result.counts.get(level.id, 0) for level in scheme.levels},
        "bands": [
            {
                "rating": band.rating,
                "up_to": None if band.up_to is None else written(score_edge(band.up_to, result.weight)),
                "fired": band.rating == result.before_limits,
            }
            for band in overall.bands
        ],
        "rules": [
            {"id": rule.id, "rating": rule.rating, "source": rule.source, "fired": rule.id == result.rule}
            for rule in overall.rules
        ],
        "limiters": [
            {"id": limiter.id, "at_most": limiter.at_most, "fired": limiter.id in result.limited_by}
            for limiter in overall.limiters
        ],
        "before_limits": result.before_limits,
        "overall": result.rating,
        "reason": result.reason,
    }
