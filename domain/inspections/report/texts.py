"""The texts of a report that people wrote, by their places: what is signed, translated, and pointed at."""

import re
from collections.abc import Iterator, Mapping

from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.looked_again import LookedAgain
from domain.inspections.report.parts import is_standard
from domain.inspections.report.sections import FOLLOW_UP, SECTIONS, WRITTEN, with_follow_up
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = [
    "in_own_words",
    "may_be_written",
    "no_such_place",
    "places_of",
    "sections_of",
    "texts_of",
    "untranslated",
]


_ID = re.compile(r"[a-z0-9_]+")
"""How a scheme calls what may prompt a departure: ``near_a_boundary``."""


def in_own_words(trigger: str) -> bool:
    """Whether the panel said in its own words what prompted a departure, and not by the id of a scheme's example."""
    return _ID.fullmatch(trigger) is None


def sections_of(protocol: Protocol) -> tuple[str, ...]:
    """The sections of the report of a kind of inspection, in order.

    A follow-up tells what it found beside the first results, wherever else its kind says which sections it has; a kind
    that follows nothing has nothing to tell there.
    """
    named = protocol.sections or SECTIONS
    if not protocol.compares:
        return tuple(each for each in named if each != FOLLOW_UP)
    return named if FOLLOW_UP in named else tuple(with_follow_up(named))


def texts_of(state: Inspection) -> Mapping[str, str]:
    """Every text that somebody wrote for the report, by its place, as the report now stands."""
    return dict(_texts(state))


def _texts(state: Inspection) -> Iterator[tuple[str, str]]:
    report = state.report
    if report is None:
        return
    if report.foreword:
        yield "foreword", report.foreword
    yield "summary", report.summary
    for place, text in report.parts.sections:
        if place != "summary":
            yield place, text
    for asked in report.recommendations:
        yield f"recommendation/{asked.id}", asked.text
    for practice in report.parts.practices:
        yield f"practice/{practice.practice}", practice.text
        yield f"practice-title/{practice.practice}", practice.title
    yield from _looked_again(report.parts.looked_again)
    for heard in report.parts.experience:
        if heard.summary:
            yield f"experience/{heard.voice}", heard.summary
    yield from _departures(state)
    for code, amendment in report.amendments:
        yield f"amendment/{code}", amendment
    for correction in report.parts.corrections:
        yield f"correction/{correction.edition}", correction.reason
        yield f"change/{correction.edition}", correction.changed


def _looked_again(again: LookedAgain | None) -> Iterator[tuple[str, str]]:
    if again is None:
        return
    yield "follow-up/only", again.only
    for prompted in again.recommendations:
        yield f"prompted-by/{prompted.id}", prompted.text
    for period in again.periods:
        yield f"period/{period.id}", period.title
    for standard, conclusion in again.conclusions:
        yield f"concluded/{standard}", conclusion
    yield "follow-up/conclusion", again.conclusion


def _departures(state: Inspection) -> Iterator[tuple[str, str]]:
    for departure in state.decided.departures if state.decided else ():
        yield f"departure/{departure.subject}", departure.reason
        if in_own_words(departure.trigger):
            yield f"trigger/{departure.subject}", departure.trigger


def untranslated(state: Inspection, protocol: Protocol) -> tuple[str, ...]:
    """The places whose text has no translation in a language in which the report is published as well."""
    report = state.report
    if report is None:
        return ()
    return tuple(
        place
        for language in protocol.languages
        if language != "en"
        for place, text in texts_of(state).items()
        if report.parts.translated(place, text, language) is None
    )


def places_of(state: Inspection, protocol: Protocol) -> tuple[str, ...]:
    """The places of the draft that a point of factual accuracy may be about: every text, and every rated standard."""
    rated = [each.standard for each in state.decided.ratings] if state.decided else []
    texts = [place for place in texts_of(state) if place != "foreword"]
    shown = [each for each in sections_of(protocol) if each != "foreword"]
    return tuple(dict.fromkeys([*texts, *rated, *shown]))


def no_such_place(place: str) -> Refusal:
    """The refusal of a place that the report does not have."""
    return Refusal(
        "no-such-place", f"The report has no place {place}; `assay report places` lists what it has."
    )


def may_be_written(place: str, protocol: Protocol, numbers: frozenset[str]) -> bool:
    """Whether a text is written for a place: a section that takes one, or a standard or key question.

    Args:
        place: the place.
        protocol: the kind of inspection, whose sections count.
        numbers: the framework's standards and key questions; without one, the scheme's standards.
    """
    if is_standard(place):
        return place in numbers and "findings" in sections_of(protocol)
    return place in WRITTEN and place in sections_of(protocol)
