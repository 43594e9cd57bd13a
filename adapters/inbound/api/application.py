"""The API put together: who asks is known first, then how much they ask, then what; and it stands beside the pages."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from activities.commanding.desk import TooBusy
from activities.ports import StoreFault
from adapters.inbound.api.asking import Asked
from adapters.inbound.api.callers import Caller, caller_of, nobody
from adapters.inbound.api.describing import described
from adapters.inbound.api.endpoints import PREFIX, Endpoint, endpoints_of
from adapters.inbound.api.limits import LARGEST_JSON_BYTES, Limits, Turnstile, too_large
from adapters.inbound.api.offered import Offer
from adapters.inbound.api.problems import Trouble, of_refusal, problem
from adapters.inbound.api.reference import STYLES_POLICY, pages
from adapters.inbound.files.bounded import at_most
from adapters.inbound.files.handed_in import LARGEST_BODY_BYTES
from adapters.inbound.visiting.house import House
from domain.ledger.envelope import Unreadable
from domain.refusals import Refused

__all__ = ["beside", "build"]

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

log = structlog.get_logger(__name__)


def build(house: House, limits: Limits | None = None) -> Starlette:
    """The API of an installation.

    Args:
        house: the installation.
        limits: how often something may be asked for; the usual ones, if not given.
    """
    turnstile = Turnstile(limits or Limits())
    endpoints = endpoints_of(house)
    routes = [_route(house, each, turnstile) for each in endpoints]

    @cache
    def description() -> dict[str, Any]:
        return described(endpoints, version("assay"))

    @cache
    def reference() -> Mapping[str, str]:
        return pages(description())

    def openapi(_: Request) -> Response:
        written = json.dumps(description(), ensure_ascii=False)
        return Response(written, media_type="application/json", headers={"Cache-Control": "no-cache"})

    def docs(request: Request) -> Response:
        shown = reference().get(request.path_params.get("id", ""))
        if shown is None:
            raise HTTPException(404)
        headers = {"Content-Security-Policy": STYLES_POLICY, "Cache-Control": "no-cache"}
        return Response(shown, media_type="text/html; charset=utf-8", headers=headers)

    app = Starlette(
        routes=[
            Route(f"{PREFIX}/openapi.json", openapi),
            Route(PREFIX, docs),
            Route(f"{PREFIX}/docs", docs),
            Route(f"{PREFIX}/docs/{{id}}", docs),
            *routes,
        ],
        exception_handlers={
            Trouble: lambda _, trouble: trouble.answer,
            Refused: lambda _, refused: of_refusal(refused.refusal),
            HTTPException: _http,
            StoreFault: _fault,
            Unreadable: _fault,
            TooBusy: _fault,
        },
    )
    app.add_middleware(_Careful)
    return app


def beside(pages: ASGIApp, api: ASGIApp) -> ASGIApp:
    """The pages, and the API under ``/api``: neither's guard stands before the other."""

    async def one_of(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        found = api if path == PREFIX or path.startswith(f"{PREFIX}/") else pages
        await found(scope, receive, send)

    return one_of


class _Careful:
    """Sends every answer with what keeps browsers careful, and logs it by its route: an address may name somebody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        status = 0

        async def carefully(message: Mapping[str, object]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(str(message["status"]))
                said: list[tuple[bytes, bytes]] = list(message.get("headers", ()))  # type: ignore[call-overload]  # ASGI's own shape
                names = {name.lower() for name, _ in said}
                said += [
                    (name.encode(), value.encode())
                    for name, value in _HEADERS.items()
                    if name.lower().encode() not in names
                ]
                message = {**message, "headers": said}
            await send(dict(message))

        await self._app(scope, receive, carefully)
        route = scope.get("route")
        log.info(
            "api",
            method=scope.get("method"),
            route=getattr(route, "path", "none"),
            status=status,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )


def _route(house: House, endpoint: Endpoint, turnstile: Turnstile) -> Route:
    def let_in(request: Request) -> Caller | None:
        address = request.client.host if request.client else "unknown"
        turnstile.not_again(address)
        try:
            caller = caller_of(house, request)
        except Trouble:
            turnstile.failed(address)
            raise
        turnstile.let_in(caller.stream if caller else address, command=endpoint.offer is not None)
        return caller

    async def answer(request: Request) -> Response:
        caller = await run_in_threadpool(let_in, request)
        if caller is None and not endpoint.open:
            raise nobody()  # before anything else that may be wrong with what they ask
        asked = Asked(house, request, caller)
        if endpoint.offer is None:
            return await run_in_threadpool(endpoint.handle, asked)
        return await _with_body(asked, endpoint, endpoint.offer)

    return Route(f"{PREFIX}{endpoint.path}", answer, methods=[endpoint.method], name=endpoint.id)


async def _with_body(asked: Asked, endpoint: Endpoint, offer: Offer) -> Response:
    request = asked.request
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = kind == "multipart/form-data" and offer.file != "never"
    if not form and kind != "application/json":
        raise Trouble(
            415, "wrong-kind", "Send a command as application/json, or as a form where it has a file."
        )
    most = LARGEST_BODY_BYTES if form else LARGEST_JSON_BYTES
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most:
        raise too_large(most)
    limited = Request(request.scope, at_most(request.receive, most, lambda: too_large(most)))
    if not form:
        body = await limited.body()
        return await run_in_threadpool(endpoint.handle, replace(asked, body=body))
    try:
        async with limited.form(max_files=1, max_fields=1, max_part_size=LARGEST_JSON_BYTES) as sent:
            parts: dict[str, str | UploadFile] = dict(sent.items())
            return await run_in_threadpool(endpoint.handle, replace(asked, form=parts))
    except MultiPartException as error:
        raise Trouble(400, "no-form", f"The form cannot be read: {error.message}") from None


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:
        allowed = getattr(error, "headers", None) or {}
        return problem(405, "wrong-method", f"{request.method} is not for this address.", headers=allowed)
    if status == 404:
        return problem(404, "not-there", "There is no such thing, or not for you.")
    return problem(400, "bad-request", "The request cannot be read.")


def _fault(_: Request, error: Exception) -> Response:
    log.warning("the api could not answer", fault=type(error).__name__)
    return problem(
        503,
        "not-now",
        "Assay cannot reach its record at the moment. Give the same request again in a minute: with the same "
        "Idempotency-Key it is done once.",
        headers={"Retry-After": "60"},
    )
