"""Results: what was published, for everybody; by provider, by inspection, for the whole country, and as open data."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.reporting.published import Published
from activities.viewing.rows import ProviderRow
from adapters.inbound.files.spreadsheets import Grid, as_csv
from adapters.inbound.visiting.guarding import not_there, there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.results.tables import aims_table, improvement_table, ratings_table, standards_table
from domain.cases.diversity.period import STREAM, DiversityOverPeriodReported, DiversityPeriods
from domain.follow_ups.improvement import Pair
from domain.results.publication import Publication
from domain.results.standards import AimTogether, StandardTogether, by_aim, by_standard

__all__ = ["add_to"]

ON_A_PAGE = 100

Row = TypeVar("Row", AimTogether, StandardTogether)


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the public pages."""

    def out() -> Published:
        return house.services.published  # when it is asked for: pages are there before their record is

    @app.get("/results")
    def results(request: Request, q: str = "", area: str = "", page: int = 1) -> Response:
        providers = out().providers()
        asked = q.casefold().split()
        found = [
            (each, _areas(each, providers))
            for each in out().all()
            if (not area or area in _areas(each, providers))
            and all(word in _searched(each, providers) for word in asked)
        ]
        areas = sorted({each.area for each in providers.values()})
        part = paged(found, page, ON_A_PAGE)
        return pages.page(request, "results.html", q=q.strip(), area=area, areas=areas, part=part)

    @app.get("/results/providers/{code}")
    def provider(request: Request, code: str) -> Response:
        known = out().providers().get(code)
        if known is None:
            not_there()
        every = out().standing()
        pairs = [each for each in out().pairs(every) if code in (each.first.provider, each.again.provider)]
        mine = [each for each in out().all() if code in each.providers]
        return pages.page(
            request,
            "results_provider.html",
            provider=known,
            publications=mine,
            pairs=pairs[::-1],
            titles=_titles(every, pairs),
            called={code: each.title for code, each in out().providers().items()},
        )

    @app.get("/results/inspections/{reference}")
    def inspection(request: Request, reference: str) -> Response:
        found = there(out().one(reference))
        return pages.page(
            request,
            "results_inspection.html",
            each=found,
            dossier=house.services.releasing.stands(reference),
            keys=[key for _, key in house.services.public_keys()],
        )

    @app.get("/results/national")
    def national(request: Request, page: int = 1) -> Response:
        standing = out().standing()
        return pages.page(
            request,
            "results_national.html",
            number=len(standing),
            standards=_by_rules(out().of_standing(by_standard)),
            aims=_by_rules(out().of_standing(by_aim)),
            part=paged(out().pairs(standing), page, ON_A_PAGE),
            providers=out().providers(),
            periods=_periods(house, {each.reference for each in standing}),
        )

    _add_tables(app, out, pages)


def _add_tables(app: FastAPI, out: Callable[[], Published], pages: Pages) -> None:
    @app.get("/results/open-data")
    def open_data(request: Request) -> Response:
        return pages.page(request, "results_open_data.html", number=len(out().standing()))

    tables: Mapping[str, Callable[[], Grid]] = {
        "ratings": lambda: ratings_table(out().standing(), out().providers()),
        "improvement": lambda: improvement_table(out().pairs(out().standing())),
        "standards": lambda: standards_table(out().standing()),
        "aims": lambda: aims_table(out().standing()),
    }

    @app.get("/results/open-data/{name}.csv")
    def table(name: str) -> Response:
        made = tables.get(name)
        if made is None:
            not_there()
        grid = made()
        return Response(
            as_csv(grid.columns, grid.rows).encode(),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="assay-{name}.csv"'},
        )


def _titles(publications: Iterable[Publication], pairs: Iterable[Pair]) -> dict[str, str]:
    """The titles of the standards that are compared, by their numbers."""
    compared = {name for pair in pairs for name in (pair.first.inspection, pair.again.inspection)}
    return {
        rated.number: rated.title
        for each in publications
        if each.reference in compared
        for rated in each.content.ratings
    }


def _areas(each: Publication, providers: Mapping[str, ProviderRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(providers[code].area for code in each.providers if code in providers))


def _searched(each: Publication, providers: Mapping[str, ProviderRow]) -> str:
    """All that a publication is found by: names as they were and as they are, areas, and its reference."""
    now = [providers[code].title for code in each.providers if code in providers]
    return " ".join(
        (each.reference, each.title, *each.content.providers, *now, *_areas(each, providers))
    ).casefold()


def _by_rules(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for each in rows:
        found.setdefault(each.rules, []).append(each)
    return found


def _periods(house: House, standing: set[str]) -> list[DiversityOverPeriodReported]:
    """The reports on protected characteristics over a period, of which every inspection has been published."""
    state: DiversityPeriods = house.services.records.read([STREAM])[STREAM].state
    return [each for each in state.reported.values() if set(each.inspections) <= standing]
