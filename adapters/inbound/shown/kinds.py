"""Every setting of a kind of inspection, in words, with where it is written."""

from collections.abc import Iterator

from adapters.inbound.shown.sources import in_full
from domain.evidence.experience import whom_and_how
from domain.inspections.kinds.parts import JudgementRule, PanelRule, Population
from domain.inspections.kinds.protocol import Protocol
from domain.text import counted

__all__ = ["WHOM", "lines_of"]

WHOM = {
    "provider": "one provider",
    "providers": "several providers",
    "area": "the providers of an area",
    "case": "one case",
}
"""What a kind of inspection looks at, in words."""


def lines_of(kind: Protocol) -> Iterator[tuple[str, str, str]]:
    """Every setting of a kind of inspection: what it is about, what it is, and where it is written."""
    return ((about, what, in_full(where)) for about, what, where in _lines_of(kind))


def _lines_of(kind: Protocol) -> Iterator[tuple[str, str, str]]:
    at_request = ", at somebody's request" if kind.at_request else ""
    yield "looks at", f"{WHOM[kind.whom]}: {', '.join(kind.inspects)}{at_request}", kind.statutory_basis
    yield "framework", kind.framework or "none", ""
    if kind.sets_questions:
        yield "asks", "the questions that its lead inspector sets, before any case is drawn", ""
    yield "rated by", kind.scheme or "nothing: told in words", ""
    yield "stages", ", ".join(kind.stages), ""
    for name, period in kind.periods.items():
        yield name, f"{period.working_days} working days", period.citation
    yield from _lists(kind)
    if kind.panel:
        yield "decided by", f"a panel of at least {kind.panel.quorum}", kind.panel.citation
        yield from _sitting(kind.panel)
    elif kind.decides:
        yield "decided by", f"the {kind.decides.value.replace('-', ' ')}, as the scheme rates", ""
    if kind.judgements:
        yield "judgements", _asked_of_judgements(kind.judgements), kind.judgements.citation
    if kind.fieldwork and kind.fieldwork.closing_feedback:
        yield "fieldwork", "ends with feedback to the provider", kind.fieldwork.citation
    for partner in kind.partners:
        signs = ", who signs" if partner.signs else ""
        yield "joins", f"{partner.title} ({partner.body}){signs}", partner.citation
    for wanted in kind.evidence:
        yield "asks for", wanted.title, ", ".join((*wanted.key_questions, *wanted.prompts))
    for voice in kind.experience:
        yield "hears", whom_and_how(voice), voice.citation
    if kind.follow_up:
        yield "follows", ", ".join(kind.follow_up.of), kind.follow_up.citation
    reports = "publication" in kind.stages
    report = "none" if not reports else "published" if kind.published else "issued, not published"
    yield "report", report, ""
    if reports:
        yield "sent to", "; ".join(kind.distribution), ""
    yield "digest", kind.digest, ""


def _sitting(rule: PanelRule) -> Iterator[tuple[str, str, str]]:
    """Who may sit on a panel, how long they have its papers, and when its minutes are due."""
    yield "chaired by", ", ".join(rule.chairs), ""
    yield "sat on by", ", ".join(rule.members), ""
    yield (
        "papers",
        f"{counted(rule.days_to_read, 'working day')} before the panel, or later with a reason",
        "",
    )
    if rule.minutes_days is not None:
        yield "minutes", f"within {counted(rule.minutes_days, 'working day')} after it", ""


def _lists(kind: Protocol) -> Iterator[tuple[str, str, str]]:
    for each in kind.populations:
        yield f"list: {each.title}", _asked_of(each), each.citation
        for quota in each.quotas:
            yield "", f"at least {quota.at_least} of {quota.stratum} {quota.value}", quota.citation
        for part in each.sub_samples:
            yield "", f"{', '.join(part.key_questions)} of {part.size} of them", part.citation
    if kind.second_reads:
        yield "read twice", f"{kind.second_reads.percent} per cent", kind.second_reads.citation


def _asked_of(population: Population) -> str:
    """How many cases, and which, in words."""
    sure = f", for {population.confidence} % and {population.margin} points" if population.confidence else ""
    kept = f", in proportion by {' and '.join(population.strata)}" if population.strata else ""
    least = f", {population.minimum_weeks} weeks or more" if population.minimum_weeks else ""
    return f"{population.sample} cases{sure}{kept}{least}"


def _asked_of_judgements(asked: JudgementRule) -> str:
    parts = (
        ("prompts assessed before fieldwork", asked.preliminary),
        ("evidence named", asked.names_evidence),
        ("characteristics weighed", asked.weighs_characteristics),
        (
            f"looked into from {asked.correlation_steps} steps beside a case standard on",
            asked.correlation_steps,
        ),
    )
    return ", ".join(words for words, holds in parts if holds)
