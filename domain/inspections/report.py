"""The content of a published report, worked out from the record and the words of the framework it is bound to."""

from datetime import date

from domain.frameworks.model import Framework
from domain.inspections.events import Departure, Recommendation
from domain.inspections.state import Inspection
from domain.messages import Message
from domain.ratings.scheme import Scheme

__all__ = ["RatedStandard", "ReportContent", "report_content"]


class RatedStandard(Message):
    """A line of the ratings table.

    Attributes:
        number: the standard's number.
        title: its title.
        text: what it asks for; empty where its framework does not say.
        rating: the decided rating in words; None where it is not rated.
        derived: the rating by the rule, in words, where the panel departed from it; else None.
    """

    number: str
    title: str
    text: str
    rating: str | None
    derived: str | None


class ReportContent(Message):
    """What stands in a report.

    Attributes:
        inspection: the inspection's reference.
        provider: the provider's name.
        published_on: the day of publication.
        edition: counts the drafts.
        overall: the decided overall rating in words.
        overall_derived: the overall rating by the scoring rules, where the panel departed from it; else None.
        score: the points, where the scheme counts them.
        max_score: the most they could be.
        ratings: the ratings table.
        departures: the panel's departures with their reasons.
        findings: what was found, in summary.
        amendments: what accepted points of factual accuracy changed.
        recommendations: to whom and what.
        digest: the digest of what was signed.
    """

    inspection: str
    provider: str
    published_on: date
    edition: int
    overall: str | None
    overall_derived: str | None
    score: int | None
    max_score: int | None
    ratings: tuple[RatedStandard, ...]
    departures: tuple[Departure, ...]
    findings: str
    amendments: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    digest: str


def report_content(
    inspection: str, state: Inspection, framework: Framework | None, scheme: Scheme | None
) -> ReportContent:
    """The content of the report that has been cleared for publication.

    Args:
        inspection: the inspection's reference.
        state: the inspection, with a report and a day of publication; and with a decision, if its kind rates.
        framework: the pinned framework as it is shown, for the standards' titles and texts; None where there is none.
        scheme: the pinned scheme, for the words of its scale; None where the kind tells in words alone.
    """
    decided, derived, report = state.decided, state.derived, state.report
    if report is None or state.publish_on is None or (scheme is not None and decided is None):
        raise LookupError("nothing has been cleared for publication")
    words = {level.id: level.title for level in scheme.levels} if scheme else {}
    departures = decided.departures if decided else ()
    departed = {each.subject: each for each in departures}

    def in_words(rating: str | None) -> str | None:
        return None if rating is None else words[rating]

    table = []
    for each in decided.ratings if decided else ():
        standard = framework.standard(each.standard) if framework else None
        departure = departed.get(each.standard)
        table.append(
            RatedStandard(
                number=each.standard,
                title=standard.title if standard else each.standard,
                text=(standard.text or "") if standard else "",
                rating=in_words(each.rating),
                derived=in_words(departure.derived) if departure else None,
            )
        )
    overall = departed.get("overall")
    return ReportContent(
        inspection=inspection,
        provider=state.known.provider_name,
        published_on=state.publish_on,
        edition=report.edition,
        overall=in_words(decided.overall) if decided else None,
        overall_derived=in_words(overall.derived) if overall else None,
        score=derived.score if derived else None,
        max_score=derived.max_score if derived else None,
        ratings=tuple(table),
        departures=departures,
        findings=report.findings,
        amendments=tuple(text for _, text in report.amendments),
        recommendations=report.recommendations,
        digest=report.digest,
    )
