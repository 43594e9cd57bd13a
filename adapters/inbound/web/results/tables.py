"""Open data: what is out, as tables for anybody's programs, one line for each thing that was published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from activities.viewing.rows import ProviderRow
from adapters.inbound.files.spreadsheets import Grid
from domain.follow_ups.improvement import Pair
from domain.results.publication import Publication
from domain.results.standards import AimTogether, by_aim, by_standard

__all__ = ["aims_table", "improvement_table", "ratings_table", "standards_table"]

HIDDEN = "hidden"
"""Stands where a number is too small to be shown."""


def ratings_table(publications: Sequence[Publication], providers: Mapping[str, ProviderRow]) -> Grid:
    """Every published rating: a line for each provider and standard of each inspection, and one for overall."""
    what = ("inspection", "kind", "provider", "provider_name", "area", "published_on", "edition")
    columns = (*what, "standard", "title", "rating")
    return Grid("ratings", columns, tuple(_ratings(publications, providers)))


def _ratings(
    publications: Iterable[Publication], providers: Mapping[str, ProviderRow]
) -> Iterator[tuple[str | int, ...]]:
    for each in publications:
        lines = [("overall", "Overall", each.content.overall)]
        lines += [(one.number, one.title, one.rating) for one in each.content.ratings]
        for code, name in zip(each.providers, each.content.providers, strict=True):
            area = providers[code].area if code in providers else ""
            out = each.edition.published_on.isoformat()
            for number, title, rating in lines:
                yield (
                    each.reference,
                    each.kind,
                    code,
                    name,
                    area,
                    out,
                    each.edition.number,
                    number,
                    title,
                    rating or "",
                )


def improvement_table(pairs: Iterable[Pair]) -> Grid:
    """What became of every rating from one inspection of a provider to the next."""
    which = ("provider", "first_inspection", "next_inspection", "decided_on")
    columns = (*which, "standard", "was", "now", "movement", "reason")
    rows = [
        (
            each.again.provider,
            each.first.inspection,
            each.again.inspection,
            each.again.decided_on.isoformat(),
            change.subject,
            change.was or "",
            change.now or "",
            change.movement,
            change.reason,
        )
        for each in pairs
        for change in (each.overall, *each.standards)
    ]
    return Grid("improvement", columns, rows)


def standards_table(publications: Sequence[Publication]) -> Grid:
    """How many inspections were given each rating, by standard."""
    rows = [
        (each.rules, each.number, each.title, rating, number)
        for each in by_standard(publications)
        for rating, number in each.ratings.items()
    ]
    return Grid("standards", ("rules", "standard", "title", "rating", "inspections"), rows)


def aims_table(publications: Sequence[Publication]) -> Grid:
    """How cases were answered, by standard and aim; small numbers hidden."""
    rows = [
        (each.rules, each.number, each.title, each.aim, each.inspections, *_counts(each))
        for each in by_aim(publications)
    ]
    return Grid("aims", ("rules", "standard", "title", "aim", "inspections", "yes", "no"), rows)


def _counts(each: AimTogether) -> Iterator[int | str]:
    for number in (each.answers.yes, each.answers.no):
        yield HIDDEN if number is None else number
