"""The content of a report, worked out from the record and the words of the framework it is bound to."""

from datetime import date
from typing import Literal

from domain.evidence.heard import Experience
from domain.frameworks.model import Framework
from domain.inspections.events import Departure
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.again import Again, again_in
from domain.inspections.report.found import DomainFound, edges_of, what_was_found, without_few
from domain.inspections.report.parts import Characteristics
from domain.inspections.report.rerated import Rerated, rerated
from domain.inspections.report.said import Said, Texts
from domain.inspections.report.samples import GivenUpList, Sampled, given_up_in, sampled_of
from domain.inspections.report.state import Report
from domain.inspections.report.texts import in_own_words, sections_of
from domain.inspections.state import Inspection
from domain.inspections.whose import recommended_to
from domain.languages import Language
from domain.messages import Message
from domain.ratings.scheme import Scheme

__all__ = [
    "Again",
    "Departed",
    "Form",
    "RatedStandard",
    "Replaced",
    "ReportContent",
    "Rerated",
    "Rules",
    "Said",
    "Shared",
    "report_content",
]

Form = Literal["html", "pdf"]
"""A page, and a PDF."""


class RatedStandard(Message):
    """A line of the ratings table.

    Attributes:
        number: the standard's number.
        title: its title.
        text: what it asks for; empty where its framework does not say.
        rating: the code of the decided rating; None where it is not rated.
        derived: the code of the rating by the rule, where the panel departed from it; else None.
    """

    number: str
    title: str
    text: str
    rating: str | None
    derived: str | None


class Departed(Message):
    """Where the panel departed from the rule, and why; both ratings are shown (004 §4.24).

    Attributes:
        subject: ``overall`` or the number of a standard.
        derived: the code of the rating by the rule.
        decided: the code of the rating that the panel decided.
        trigger: what prompted it: the scheme's id of it, or the panel's own words.
        reason: the reasons.
        trigger_title: what prompted it, as the scheme puts it; None where it is the panel's own words.
        own_words: those, in the language of the report where they are translated; None where it is the scheme's.
    """

    subject: str
    derived: str
    decided: str
    trigger: str
    reason: Said
    trigger_title: str | None = None
    own_words: Said | None = None


class Shared(Message):
    """Good practice, with the provider's consent."""

    standard: str | None
    title: Said
    text: Said


class Rules(Message):
    """What the inspection was carried out under.

    Attributes:
        kind: the kind of inspection.
        statutory_basis: the enactment.
        framework: the standards framework and where it comes from; None where there is none.
        scheme: the rating scheme and where it comes from; None where nothing is rated.
        derivation: the digest of the trace of the derivation; None where nothing is rated.
        questions_set_on: the day on which the questions were set that were asked of the cases; None where none were.
        not_applicable_counts: whether cases to which a key question is not applicable count in its share.
    """

    kind: str
    statutory_basis: str
    framework: tuple[str, str] | None
    scheme: tuple[str, str] | None
    derivation: str | None
    questions_set_on: date | None = None
    not_applicable_counts: bool = False


class Replaced(Message):
    """Another edition took this one's place, or the report was withdrawn.

    Attributes:
        edition: the edition that counts; None where the report was withdrawn.
        on: since when; None where that was not kept.
        reason: why.
    """

    edition: int | None
    on: date | None
    reason: str


class ReportContent(Message):
    """What stands in a report, in one language.

    Attributes:
        inspection: the inspection's reference.
        language: the report's language.
        providers: who was inspected.
        area: the area or subject of an inspection of several; None where there is none.
        published_on: the day of publication; None for a draft.
        public: whether it is for the public.
        edition: counts the drafts.
        fieldwork: the first and last day of fieldwork, as it was carried out.
        sections: which sections it has, in order.
        foreword: the foreword that was signed.
        signed_on: the day of the signature, while it stands.
        deputised: whether a deputy signed.
        levels: the words of the scale by code, lowest first.
        edges: the per cents at which the bands of the scheme begin.
        overall: the code of the decided overall rating.
        overall_derived: that by the scoring rules, where the panel departed from it; else None.
        score: the points, where the scheme counts them.
        max_score: the most they could be.
        ratings: the ratings table.
        departures: the panel's departures with their reasons.
        found: what was found, by domain, standard and key question.
        texts: what people wrote, by place.
        amendments: what accepted points of factual accuracy changed.
        corrections: for each further edition its number, why it was made, and what was changed.
        rerated: what a further edition rates otherwise than the one before it.
        again: what a follow-up found beside the first results; None where it follows nothing.
        recommendations: for each its code, to whom, and what; to one of several providers by its name.
        practices: good practice.
        experience: what service users and victims said.
        characteristics: the protected characteristics of the cases, in the aggregate.
        sampled: how many cases were read of each list.
        given_up: the lists that were replaced when their seed was known.
        partners: the bodies that it was carried out together with.
        rules: what it was carried out under.
        distribution: who is sent it.
        replaced: what took its place; None while it stands.
        digest: the digest of what was signed.
    """

    inspection: str
    language: Language
    providers: tuple[str, ...]
    area: str | None
    published_on: date | None
    public: bool
    edition: int
    fieldwork: tuple[date, date]
    sections: tuple[str, ...]
    foreword: Said | None
    signed_on: date | None
    deputised: bool
    levels: tuple[tuple[str, str], ...]
    edges: tuple[int, ...]
    overall: str | None
    overall_derived: str | None
    score: int | None
    max_score: int | None
    ratings: tuple[RatedStandard, ...]
    departures: tuple[Departed, ...]
    found: tuple[DomainFound, ...]
    texts: tuple[tuple[str, Said], ...]
    amendments: tuple[Said, ...]
    corrections: tuple[tuple[int, Said, Said], ...]
    rerated: tuple[Rerated, ...]
    again: Again | None
    recommendations: tuple[tuple[str, str, Said], ...]
    practices: tuple[Shared, ...]
    experience: tuple[tuple[Experience, Said | None], ...]
    characteristics: Characteristics | None
    sampled: tuple[Sampled, ...]
    given_up: tuple[GivenUpList, ...]
    partners: tuple[str, ...]
    rules: Rules
    distribution: tuple[str, ...]
    replaced: Replaced | None
    digest: str


def report_content(
    inspection: str,
    state: Inspection,
    protocol: Protocol,
    framework: Framework | None,
    scheme: Scheme | None,
    language: Language = "en",
    replaced: Replaced | None = None,
) -> ReportContent:
    """The content of a report as it stands: a draft, or what has been cleared for publication.

    Args:
        inspection: the inspection's reference.
        state: the inspection, with a report; and with a decision, if its kind rates.
        protocol: the kind of inspection, which says which sections there are.
        framework: as it is shown, or that of the questions set for it, for titles and texts; None where neither is.
        scheme: the pinned scheme, for the words of its scale; None where the kind tells in words alone.
        language: in which language.
        replaced: what took its place, for an edition that is superseded or withdrawn.

    Raises:
        LookupError: there is no report, or no decision that it could tell of.
    """
    decided, derived, report, known = state.decided, state.derived, state.report, state.known
    if report is None or (scheme is not None and decided is None):
        raise LookupError("there is no report on a decision that stands")
    texts = Texts(state, report, language)
    departed = {each.subject: each for each in decided.departures} if decided else {}
    found = what_was_found(state, framework, scheme)
    out = next((each for each in state.editions if each.number == report.edition), None)
    return ReportContent(
        inspection=inspection,
        language=language,
        providers=(known.provider_name, *(each.provider_name for each in known.others)),
        area=known.area or known.subject,
        published_on=out.published_on if out else state.publish_on,
        public=protocol.published,
        edition=report.edition,
        fieldwork=state.fieldwork,
        sections=sections_of(protocol),
        foreword=texts["foreword"] if report.foreword else None,
        signed_on=report.signed_on if report.signature_stands else None,
        deputised=report.deputising is not None,
        levels=tuple((level.id, level.title) for level in scheme.levels) if scheme else (),
        edges=edges_of(scheme),
        overall=decided.overall if decided else None,
        overall_derived=departed["overall"].derived if "overall" in departed else None,
        score=derived.score if derived else None,
        max_score=derived.max_score if derived else None,
        ratings=_ratings(state, framework, scheme),
        departures=tuple(_departed(each, texts, scheme) for each in departed.values()),
        found=without_few(found) if report.parts.looked_again else found,
        texts=texts.by_place(),
        amendments=tuple(texts[f"amendment/{code}"] for code, _ in report.amendments),
        corrections=_corrections(report, texts),
        rerated=tuple(rerated(state)),
        again=again_in(report.parts.looked_again, texts, framework, scheme),
        recommendations=_recommendations(state, report, texts),
        practices=_practices(report, texts),
        experience=_experience(report, texts),
        characteristics=report.parts.characteristics,
        sampled=sampled_of(state, protocol),
        given_up=given_up_in(state, protocol),
        partners=tuple(each.title for each in protocol.partners),
        rules=_rules(state, protocol, framework, scheme),
        distribution=protocol.distribution,
        replaced=replaced,
        digest=report.digest,
    )


def _departed(departure: Departure, texts: Texts, scheme: Scheme | None) -> Departed:
    known = scheme.departures.triggers if scheme else {}
    return Departed(
        subject=departure.subject,
        derived=departure.derived,
        decided=departure.decided,
        trigger=departure.trigger,
        reason=texts[f"departure/{departure.subject}"],
        trigger_title=known.get(departure.trigger),
        own_words=texts[f"trigger/{departure.subject}"] if in_own_words(departure.trigger) else None,
    )


def _corrections(report: Report, texts: Texts) -> tuple[tuple[int, Said, Said], ...]:
    return tuple(
        (each.edition, texts[f"correction/{each.edition}"], texts[f"change/{each.edition}"])
        for each in report.parts.corrections
    )


def _recommendations(state: Inspection, report: Report, texts: Texts) -> tuple[tuple[str, str, Said], ...]:
    return tuple(
        (each.id, _to_whom(state, each.to), texts[f"recommendation/{each.id}"])
        for each in report.recommendations
    )


def _to_whom(state: Inspection, to: str) -> str:
    one = recommended_to(state, to) if to != "provider" else ()
    return state.name_of(one[0]) if one else to


def _experience(report: Report, texts: Texts) -> tuple[tuple[Experience, Said | None], ...]:
    return tuple(
        (each, texts[f"experience/{each.voice}"] if each.summary else None)
        for each in report.parts.experience
    )


def _practices(report: Report, texts: Texts) -> tuple[Shared, ...]:
    return tuple(
        Shared(
            standard=each.standard,
            title=texts[f"practice-title/{each.practice}"],
            text=texts[f"practice/{each.practice}"],
        )
        for each in report.parts.practices
    )


def _ratings(
    state: Inspection, framework: Framework | None, scheme: Scheme | None
) -> tuple[RatedStandard, ...]:
    titles = {each.id: each.title for each in scheme.standards} if scheme else {}
    departed = {each.subject: each for each in state.decided.departures} if state.decided else {}
    table = []
    for each in state.decided.ratings if state.decided else ():
        standard = framework.standard(each.standard) if framework else None
        departure = departed.get(each.standard)
        table.append(
            RatedStandard(
                number=each.standard,
                title=standard.title if standard else titles.get(each.standard, each.standard),
                text=(standard.text or "") if standard else "",
                rating=each.rating,
                derived=departure.derived if departure else None,
            )
        )
    return tuple(table)


def _rules(
    state: Inspection, protocol: Protocol, framework: Framework | None, scheme: Scheme | None
) -> Rules:
    return Rules(
        kind=protocol.title,
        statutory_basis=protocol.statutory_basis,
        framework=(framework.title, framework.citation) if framework and state.known.framework else None,
        scheme=(scheme.title, scheme.citation) if scheme else None,
        derivation=state.derived.trace_digest if state.derived else None,
        questions_set_on=state.questions.set_on if state.questions else None,
        not_applicable_counts=scheme is not None and scheme.shares.not_applicable == "in",
    )
