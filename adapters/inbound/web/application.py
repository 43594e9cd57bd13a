"""The application: its pages put together, and what becomes of a request that no page answers."""

from functools import cached_property
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from activities.commanding.desk import TooBusy
from activities.ports import StoreFault
from adapters.inbound.visiting.guarding import SignInFirst
from adapters.inbound.visiting.house import House
from adapters.inbound.web.auditing import across as audit_across
from adapters.inbound.web.auditing import releasing as audit_releasing
from adapters.inbound.web.auditing import steps as audit
from adapters.inbound.web.auditing import why as audit_why
from adapters.inbound.web.auditing.broken import add_broken
from adapters.inbound.web.cases import agreement, allocating, differences, exercises
from adapters.inbound.web.cases import held as case_held
from adapters.inbound.web.cases import mine as cases_mine
from adapters.inbound.web.cases import pages as cases
from adapters.inbound.web.cases import parts as case_parts
from adapters.inbound.web.cases import replacing as case_replacing
from adapters.inbound.web.entry.entered import left_of
from adapters.inbound.web.entry.interrupted import address_of
from adapters.inbound.web.entry.securing import add_security
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.entry.unreached import unreached
from adapters.inbound.web.inspections import announcing, reporting
from adapters.inbound.web.inspections import asking as inspection_asking
from adapters.inbound.web.inspections import cases as inspection_cases
from adapters.inbound.web.inspections import documents as inspection_documents
from adapters.inbound.web.inspections import excluding as inspection_excluding
from adapters.inbound.web.inspections import following as inspection_following
from adapters.inbound.web.inspections import holding as inspection_holding
from adapters.inbound.web.inspections import overview as inspections
from adapters.inbound.web.inspections import parts as inspection_parts
from adapters.inbound.web.inspections import plan as inspection_plan
from adapters.inbound.web.inspections import prompting as inspection_prompts
from adapters.inbound.web.inspections import replacing as inspection_replacing
from adapters.inbound.web.inspections import samples as inspection_samples
from adapters.inbound.web.pages import calendars, commanding, comments, embargoed, home, signing_in, tokens
from adapters.inbound.web.panels import decision as panel_decision
from adapters.inbound.web.panels import meetings as panels
from adapters.inbound.web.panels import papers as panel_papers
from adapters.inbound.web.programme import pages as programme
from adapters.inbound.web.provider import comments as provider_comments
from adapters.inbound.web.provider import doing as provider_doing
from adapters.inbound.web.provider import lists as provider_lists
from adapters.inbound.web.provider import overview as provider
from adapters.inbound.web.provider import plan as provider_plan
from adapters.inbound.web.provider import planned as provider_planned
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.results import files as result_files
from adapters.inbound.web.results import pages as results
from adapters.inbound.web.setting_up import pages as setting_up
from adapters.inbound.web.tidying import Tidied
from domain.refusals import Refused

__all__ = ["build"]

PARTS = (
    signing_in,
    home,
    provider,
    provider_doing,
    provider_comments,
    provider_lists,
    provider_plan,
    provider_planned,
    announcing,
    inspections,
    inspection_asking,
    inspection_parts,
    inspection_plan,
    inspection_prompts,
    inspection_following,
    inspection_samples,
    inspection_excluding,
    inspection_replacing,
    inspection_holding,
    inspection_documents,
    commanding,
    cases_mine,
    cases,
    case_parts,
    case_replacing,
    case_held,
    differences,
    agreement,
    inspection_cases,
    allocating,
    exercises,
    panels,
    panel_papers,
    panel_decision,
    comments,
    reporting,
    result_files,
    results,
    audit,
    audit_why,
    audit_across,
    audit_releasing,
    programme,
    setting_up,
    calendars,
    embargoed,
    tokens,
)
"""The parts of the pages, in the order in which their addresses are tried."""

_OWN = Path(__file__).parent / "assets"
YEAR_SECONDS = 31_536_000


class _Kept(StaticFiles):
    """The design system's files, which browsers may keep."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        return response


class _Asked(StaticFiles):
    """Our own styles and scripts, whose addresses stay: browsers ask each time whether theirs is still the one."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = "no-cache"
        return response


class _Page(APIRoute):
    """A page, tried by how its address begins before it is tried by its pattern: there are some two hundred of them."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if not scope["path"].startswith(self._begins):
            return Match.NONE, {}
        return super().matches(scope)

    @cached_property
    def _begins(self) -> str:
        return self.path_format.partition("{")[0]


def build(house: House) -> FastAPI:
    """The pages of an installation."""
    app = FastAPI(title="Assay", docs_url=None, redoc_url=None, openapi_url=None)
    app.router.route_class = _Page
    sessions = Sessions(house.settings)
    pages = Pages(house, sessions)
    add_security(app, house, sessions, pages)
    app.add_middleware(Tidied)
    for part in PARTS:
        part.add_to(app, house, sessions, pages)
    styles = Path(house.styles)
    app.mount("/assets", _Kept(directory=styles / "assets"))
    app.mount("/styles", _Kept(directory=styles))
    app.mount("/own", _Asked(directory=_OWN))
    add_broken(app, house, pages)
    _add_troubles(app, sessions, pages)
    return app


def _add_troubles(app: FastAPI, sessions: Sessions, pages: Pages) -> None:
    async def trouble(request: Request, template: str, status: int, **values: str) -> Response:
        """A page that says so, with what was entered in the form that met it."""
        left = await left_of(request, sessions)
        return await run_in_threadpool(pages.page, request, template, status, not_taken=left, **values)

    @app.exception_handler(SignInFirst)
    def sign_in_first(request: Request, _: SignInFirst) -> Response:
        if request.headers.get("accept", "").startswith("application/json"):
            # A script is told so: where signing in leads is elsewhere, and not for it to follow.
            return JSONResponse({"detail": "You are signed out."}, 401)
        # A form leads back to its own page, where it can be filled in again.
        return RedirectResponse(f"/sign-in?then={address_of(request)}", 303)

    @app.exception_handler(HTTPException)
    async def not_found(request: Request, error: HTTPException) -> Response:
        if error.status_code in (404, 405):
            return await trouble(request, "not_found.html", 404)
        return await trouble(request, "trouble.html", error.status_code, sentence=str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def misread(request: Request, _: RequestValidationError) -> Response:
        return await trouble(request, "not_found.html", 404)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return await trouble(request, "trouble.html", 409, sentence=error.refusal.sentence)

    @app.exception_handler(StoreFault)
    @app.exception_handler(TooBusy)
    async def fault(request: Request, _: Exception) -> Response:
        return await unreached(request, pages)
