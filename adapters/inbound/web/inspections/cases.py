"""The cases of an inspection for those who arrange who reads them: each with its readers, and alerts nobody took up."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.giving import Place, add_forms
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from domain.cases.alerts.alert import Alerts
from domain.cases.quality import QUALITY
from domain.cases.state import CaseRead
from domain.cases.streams import alerts_on
from domain.people.roles import Role

__all__ = ["add_to"]

CASES_ON_A_PAGE = 50

_FOR = (Role.LEAD_INSPECTOR, Role.QUALITY_LEAD, Role.OPERATIONS_MANAGER)

_QUALITY = {
    "review-agreement": "Say what was found about how readers agree",
    "draw-dip-sample": "Draw cases to read again",
    "record-dip-read": "Record what was found in a case that was read again",
}


@dataclass(frozen=True, slots=True)
class CaseOfAll:
    """A case in the list: nothing of what was said in it."""

    case: str
    title: str
    reader: str | None
    second: str | None
    twice: bool
    alerts: int


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{reference}/cases``: who reads what, and how far they are."""

    @app.get("/inspections/{reference}/cases")
    def all_(request: Request, reference: str, visitor: SignedIn, page: int = 1) -> Response:
        if not visitor.has(*_FOR):
            not_there()
        row, state = inspection_for(house, visitor, reference)
        streams = [stream for case in state.sampled for stream in (case, alerts_on(case))]
        seen = house.services.records.read(streams) if streams else {}
        found = []
        for case in state.sampled:
            read: CaseRead = seen[case].state
            alerts: Alerts = seen[alerts_on(case)].state
            if read.drawn is None:
                continue
            title = f"Case {read.drawn.row} of {read.drawn.population.replace('-', ' ')}"
            readers = read.readers
            found.append(
                (
                    (read.drawn.population, read.drawn.row),
                    CaseOfAll(case, title, readers.reader, readers.second, readers.paired, len(alerts.open)),
                )
            )
        cases = [each for _, each in sorted(found, key=lambda item: item[0])]
        return pages.page(
            request,
            "inspection_cases.html",
            row=row,
            part=paged(cases, page, CASES_ON_A_PAGE),
            free=any(each.reader is None for each in cases),
            free_second=any(each.twice and each.second is None for each in cases),
            alerting=[each for each in cases if each.alerts],
            deeds=[(verb, text) for verb, text in _QUALITY.items() if visitor.role_for(verb)],
        )

    def place_of(visitor: Visitor, reference: str) -> Place:
        row, _ = inspection_for(house, visitor, reference)
        return Place(row.provider_name, f"/inspections/{reference}/cases", row, {"inspection": reference}, {})

    add_forms(
        app,
        house,
        sessions,
        pages,
        path="/inspections/{code}/quality/{verb}",
        template="panel_command.html",
        rules=QUALITY.rules.values(),
        place_of=place_of,
    )
