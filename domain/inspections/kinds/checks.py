"""What must hold between the parts of a kind of inspection, so that every inspection under it can reach its end."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from domain.cases.lists.columns import column_called
from domain.inspections.kinds.parts import PeriodName, Population
from domain.inspections.kinds.population_checks import narrowing_mistakes
from domain.inspections.report.sections import SECTIONS
from domain.inspections.stages import IN_PROGRESS, Stage

if TYPE_CHECKING:
    from domain.inspections.kinds.protocol import Protocol

__all__ = ["mistakes"]

_Mistakes = Iterator[tuple[str, str]]

_PERIODS_OF: dict[Stage, tuple[PeriodName, ...]] = {
    Stage.ANNOUNCEMENT: ("notice",),
    Stage.EVIDENCE_REQUEST: ("evidence-request", "evidence", "evidence-chase"),
    Stage.CASE_READS: ("case-reads",),
    Stage.PANEL_REVIEW: ("panel-review",),
    Stage.PUBLICATION: ("factual-accuracy", "publication"),
    Stage.ACTION_PLAN: ("action-plan", "action-plan-return"),
}
"""What a stage cannot do without."""


def mistakes(protocol: "Protocol") -> _Mistakes:
    """What is wrong with a kind of inspection that is well formed: the place, and a sentence about it."""
    yield from _standing(protocol)
    yield from _stages(protocol)
    yield from _periods(protocol)
    yield from _cases(protocol)
    yield from _ratings(protocol)
    yield from _judgements(protocol)
    yield from _report(protocol)
    yield from _given_twice(protocol)


def _standing(protocol: "Protocol") -> _Mistakes:
    if protocol.status == "retired" and protocol.retired_from is None:
        yield (
            "retired_from",
            "it is missing; a kind that is retired says from which day no more are announced",
        )
    if protocol.retired_from is not None and protocol.retired_from <= protocol.in_force_from:
        yield "retired_from", f"it is not after {protocol.in_force_from}, from which the kind is in force"


def _stages(protocol: "Protocol") -> _Mistakes:
    for stage in dict.fromkeys(protocol.stages):
        if stage not in IN_PROGRESS:
            yield (
                "stages",
                f"no kind has the stage {stage}; an inspection comes to stand there by what is done with it",
            )
    named = [stage for stage in protocol.stages if stage in IN_PROGRESS]
    order = [stage for stage in IN_PROGRESS if stage in protocol.stages]
    if named != order:
        yield "stages", f"they must be in the order {', '.join(order)}, each once"
    for stage in (Stage.ANNOUNCEMENT, Stage.FIELDWORK):
        if stage not in protocol.stages:
            yield "stages", f"{stage} is missing; every inspection has it, whatever else it leaves out"


def _periods(protocol: "Protocol") -> _Mistakes:
    for stage in protocol.stages:
        for name in _PERIODS_OF.get(stage, ()):
            if name not in protocol.periods:
                yield "periods", f"{name} is missing, which the stage {stage} needs"


def _cases(protocol: "Protocol") -> _Mistakes:
    reads = protocol.has(Stage.CASE_READS)
    if reads and not protocol.populations:
        yield "populations", "there is no list of cases to read, though there is the stage case-reads"
    if protocol.populations and not reads:
        yield "populations", "there are lists of cases, and no stage case-reads in which they are read"
    if protocol.second_reads and not reads:
        yield "second_reads", "there is no stage case-reads, so nothing can be read twice"
    elif protocol.second_reads and not (protocol.framework or protocol.sets_questions):
        yield (
            "second_reads",
            "there is no framework, so no key question is answered that could be answered twice",
        )
    if protocol.sets_questions:
        yield from _questions_set(protocol)
    for number, each in enumerate(protocol.populations):
        place = f"populations.{number}"
        if (each.confidence is None) != (each.margin is None):
            yield place, "confidence and margin go together: give both, or neither"
        yield from _sorts(place, each)
        yield from narrowing_mistakes(place, each)
        yield from _twice(f"{place}.strata", each.strata)
        asked_of_a_part = [number for part in each.sub_samples for number in part.key_questions]
        yield from _twice(f"{place}.sub_samples", asked_of_a_part)
    for number, wanted in enumerate(protocol.evidence):
        names = bool(wanted.key_questions or wanted.prompts)
        if protocol.framework and not names:
            yield (
                f"evidence.{number}",
                f"{wanted.id} names no key question and no prompt that it is evidence for",
            )
        if names and not protocol.framework:
            yield (
                f"evidence.{number}",
                f"{wanted.id} names key questions or prompts, and there is no framework",
            )


def _questions_set(protocol: "Protocol") -> _Mistakes:
    """Questions that are set for each inspection are the only ones, and are asked of whole lists."""
    if protocol.framework:
        yield (
            "sets_questions",
            f"the key questions are those of {protocol.framework}; leave one of the two out",
        )
    if not protocol.has(Stage.CASE_READS):
        yield "sets_questions", "there is no stage case-reads, so nothing is asked of any case"
    for number, each in enumerate(protocol.populations):
        if each.key_questions or each.sub_samples:
            yield (
                f"populations.{number}",
                f"{each.id} names key questions, and its questions are set by the lead",
            )


def _sorts(place: str, population: Population) -> _Mistakes:
    for quota in population.quotas:
        if quota.stratum not in population.strata:
            yield f"{place}.quotas", f"{quota.stratum} is none of the strata: {_listed(population.strata)}"
        if quota.at_least > population.sample:
            yield f"{place}.quotas", f"{quota.at_least} of {quota.value} is more than the sample"
        words = column_called(quota.stratum).choices
        if words and quota.value not in words:
            yield f"{place}.quotas", f"{quota.value} never stands under {quota.stratum}: {_listed(words)}"
    for each in population.sub_samples:
        if each.size > population.sample:
            yield f"{place}.sub_samples", f"{each.size} cases are more than the sample of {population.sample}"


def _ratings(protocol: "Protocol") -> _Mistakes:
    rates = protocol.has(Stage.PANEL_REVIEW)
    asked = protocol.judgements
    if asked and not protocol.framework and (asked.preliminary or asked.weighs_characteristics):
        yield (
            "judgements",
            "there is no framework, so there are no prompts to assess and no characteristics to weigh",
        )
    if protocol.scheme and not rates:
        yield "stages", "there is a rating scheme, and no stage panel-review in which ratings are decided"
    if rates and not protocol.scheme:
        yield "scheme", "it is missing; the stage panel-review decides the ratings of a scheme"
    if protocol.panel and not rates:
        yield "panel", "there is a panel, and no stage panel-review in which it meets"
    if protocol.panel and protocol.decides:
        yield "decides", "where there is a panel, the panel decides; leave one of the two out"
    if rates and not (protocol.panel or protocol.decides):
        yield "panel", "it is missing; say who is the panel, or with decides which role decides in its place"
    if protocol.decides and not rates:
        yield "decides", "there is no stage panel-review in which anything is decided"


def _judgements(protocol: "Protocol") -> _Mistakes:
    if protocol.fieldwork and not protocol.has(Stage.FIELDWORK):
        yield "fieldwork", "there is no stage fieldwork"
    asked = protocol.judgements
    if asked is None:
        return
    if not protocol.scheme:
        yield "judgements", "there is no rating scheme, so no standard is judged"
    if asked.preliminary and not protocol.has(Stage.FIELDWORK):
        yield "judgements", "there is no stage fieldwork before which prompts could be assessed"
    if asked.correlation_steps is not None and not protocol.has(Stage.CASE_READS):
        yield "judgements", "there is no stage case-reads, so there are no case results to look at"


def _report(protocol: "Protocol") -> _Mistakes:
    reports = protocol.has(Stage.PUBLICATION)
    if protocol.published and not reports:
        yield "published", "there is no stage publication; say published = false"
    if protocol.signatories and not reports:
        yield "partners", "a partner signs the report, and there is no stage publication that makes one"
    if protocol.has(Stage.ACTION_PLAN) and not (reports and protocol.recommendations):
        yield (
            "stages",
            "an action plan answers a report's recommendations: it needs the stage publication, and recommendations",
        )
    for each in protocol.sections:
        if each not in SECTIONS:
            yield "sections", f"there is no section {each}; there are {', '.join(SECTIONS)}"
    if "en" not in protocol.languages:
        yield "languages", "en is missing: a report is written in English, and translated"
    if reports and not protocol.distribution:
        yield "distribution", "it says nobody to whom the report is sent"


def _given_twice(protocol: "Protocol") -> _Mistakes:
    for place, codes in (
        ("inspects", protocol.inspects),
        ("populations", [each.id for each in protocol.populations]),
        ("partners", [each.body for each in protocol.partners]),
        ("evidence", [each.id for each in protocol.evidence]),
        ("experience", [f"{each.voice} by {each.by}" for each in protocol.experience]),
        ("sections", protocol.sections),
        ("languages", protocol.languages),
    ):
        yield from _twice(place, codes)


def _twice(place: str, codes: Iterable[str]) -> _Mistakes:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield place, f"{code} is given twice"
        seen.add(code)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
