"""Every address of the API: what it is for, what it takes, what it answers.

The routes and the description are made of this one table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from adapters.inbound.api import across, bodies, giving, inspections
from adapters.inbound.api.asking import MOST_AT_ONCE, Asked, Parameter
from adapters.inbound.api.offered import OFFERED, Offer
from adapters.inbound.api.shapes import (
    STAGES,
    AgreementShown,
    Bodies,
    CommandsOffered,
    Deadlines,
    Events,
    Inspections,
    InspectionWhole,
    Me,
    Receipt,
    Rehearsed,
    Result,
    Results,
    Samples,
    Tasks,
    TimeLine,
)
from adapters.inbound.visiting.house import House

__all__ = ["BY_STATUS", "PREFIX", "Endpoint", "endpoints_of"]

PREFIX = "/api"

Handle = Callable[[Asked], Response]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address with one method.

    Attributes:
        method: GET or POST.
        path: under ``/api``.
        id: its name in the description.
        group: under what it is listed.
        summary: what it is for, in a sentence.
        handle: answers.
        shown: what an answer looks like when all is well; any one of these.
        refusals: the other statuses that an answer may have.
        parameters: what it takes besides a body.
        offer: the command, for one that gives a command.
        open: whether it needs no token.
    """

    method: str
    path: str
    id: str
    group: str
    summary: str
    handle: Handle
    shown: tuple[type[BaseModel], ...]
    refusals: tuple[int, ...]
    parameters: tuple[Parameter, ...] = ()
    offer: Offer | None = None
    open: bool = field(default=False)


def _of(name: str, place: str, meaning: str, **schema: Any) -> Parameter:
    return Parameter(name, place, MappingProxyType(schema), meaning)


_REFERENCE = _of(
    "reference",
    "path",
    "The inspection, by its reference.",
    type="string",
    pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
    maxLength=60,
)
_LIMIT = _of(
    "limit", "query", "How many at most.", type="integer", minimum=1, maximum=MOST_AT_ONCE, default=50
)
_AFTER = _of(
    "after",
    "query",
    "Only what was recorded after this position.",
    type="integer",
    minimum=0,
    maximum=2**53,
    default=0,
)
_STAGE = _of("stage", "query", "Only those at this stage.", type="string", enum=list(STAGES))
_BEHIND = _of(
    "after", "query", "Only those behind this reference.", type="string", pattern="^[a-z0-9-]{1,60}$"
)
_EVERY = _of(
    "every",
    "query",
    "Each event by itself, also one that another tells already.",
    type="string",
    enum=["true", "false"],
)
_HAVE = _of(
    "If-None-Match",
    "header",
    "The ETag of what you have: answered with 304 if it is still so.",
    type="string",
    pattern="^[ -~]*$",
)
_COMMAND_PARAMETERS = (
    _of(
        "Idempotency-Key",
        "header",
        "An id of your own, unique for ever: with the same content it is done once, and answered again.",
        type="string",
        pattern=f"^{giving.COMMAND_ID}$",
    ),
    _of(
        "role",
        "query",
        "In which role you act; the first of yours that may, if not given.",
        type="string",
        enum=list(giving.ROLES),
    ),
    _of(
        "if_version",
        "query",
        "Refuse if the stream has moved past this version.",
        type="integer",
        minimum=0,
        maximum=2**53,
    ),
    _of(
        "rehearse",
        "query",
        "Only say whether it would be accepted; nothing is recorded.",
        type="string",
        enum=["true", "false"],
    ),
)
_READ = (304, 400, 401, 403, 404, 405, 429, 503)
_OPEN = (304, 400, 401, 404, 405, 429, 503)
_GIVEN = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 503)


def endpoints_of(house: House) -> tuple[Endpoint, ...]:
    """Every address, for an installation."""
    results, result = across.results_in(house)
    return (
        _read("/me", "me", "You", "Whose token this is, and what it may do today.", across.me, Me),
        *_INSPECTIONS,
        _read(
            "/results", "results", "Results", "Everything that was published.", results, Results, open_=True
        ),
        _read(
            "/results/{reference}",
            "result",
            "Results",
            "What was published of one inspection.",
            result,
            Result,
            _REFERENCE,
            open_=True,
        ),
        _read(
            "/events",
            "events",
            "Events",
            "What was recorded after a position, of the inspections that are there for you.",
            across.events,
            Events,
            _AFTER,
            _LIMIT,
        ),
        _read(
            "/agreement",
            "agreement",
            "Case reads",
            "How far readers agree over the inspections of a period, and what is too low.",
            across.agreement,
            AgreementShown,
            _of(
                "first",
                "query",
                "The first day; twelve months back if not given.",
                type="string",
                format="date",
            ),
            _of("last", "query", "The last day; today if not given.", type="string", format="date"),
        ),
        _BODIES,
        _read(
            "/commands",
            "commands",
            "Commands",
            "The commands, and which of them this token may give.",
            across.commands,
            CommandsOffered,
        ),
        *(_command(verb, each) for verb, each in OFFERED.items()),
    )


def _read(
    path: str,
    id_: str,
    group: str,
    summary: str,
    handle: Handle,
    shown: type[BaseModel],
    *parameters: Parameter,
    open_: bool = False,
) -> Endpoint:
    return Endpoint(
        "GET",
        path,
        id_,
        group,
        summary,
        handle,
        (shown,),
        _OPEN if open_ else _READ,
        (*parameters, _HAVE),
        open=open_,
    )


def _one(
    path: str, id_: str, summary: str, handle: Handle, shown: type[BaseModel], *parameters: Parameter
) -> Endpoint:
    path = f"/inspections/{{reference}}{path}"
    return _read(path, id_, "Inspections", summary, handle, shown, _REFERENCE, *parameters)


def _command(verb: str, offer: Offer) -> Endpoint:
    return Endpoint(
        "POST",
        f"/commands/{verb}",
        verb,
        f"Commands: {offer.kind.replace('-', ' ')}",
        offer.title,
        partial(giving.give, verb=verb),
        (Receipt, Rehearsed),
        _GIVEN,
        _COMMAND_PARAMETERS,
        offer,
    )


_INSPECTIONS = (
    _read(
        "/inspections",
        "inspections",
        "Inspections",
        "The inspections that are there for you, by reference.",
        inspections.inspections,
        Inspections,
        _STAGE,
        _BEHIND,
        _LIMIT,
    ),
    _one("", "inspection", "One inspection, and its stream's version.", inspections.one, InspectionWhole),
    _one("/tasks", "tasks", "What is to be done, and by whom.", inspections.tasks, Tasks),
    _one(
        "/time-line",
        "time-line",
        "What has happened, oldest first.",
        inspections.time_line,
        TimeLine,
        _AFTER,
        _LIMIT,
        _EVERY,
    ),
    _one("/deadlines", "deadlines", "The dates that run.", inspections.deadlines, Deadlines),
    _one("/samples", "samples", "The samples, and how far reading has come.", inspections.samples, Samples),
)

_BODIES = _read(
    "/bodies",
    "bodies",
    "Bodies",
    "The bodies beside the provider to which reports go, and how each is reached today.",
    bodies.bodies,
    Bodies,
)

BY_STATUS: Mapping[int, str] = MappingProxyType(
    {
        304: "You have the same already.",
        400: "The request cannot be read: a parameter or a header has another form, or the body is not JSON.",
        401: "No token, or none that is good today.",
        403: "The token was not issued for this, or its holder may not do it today.",
        404: "There is no such thing, or not for you; which of the two is not told.",
        405: "There is such an address, for another method.",
        409: "The rules refuse it as things stand; the code says why.",
        412: "The stream has moved past the version that was named.",
        413: "It is larger than what is taken.",
        415: "It is of another kind than is taken.",
        422: "It does not say what it must; errors names each value.",
        429: "Too much at once; Retry-After says when to come again.",
        503: "The record cannot be reached at the moment. The same request, given again, tells whether it was done.",
    }
)
"""What an answer of each status means."""
