"""A request as an address of the API has it: who asks, for what, and what came with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import to_json
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from adapters.inbound.api.callers import Caller, nobody
from adapters.inbound.api.problems import Trouble
from adapters.inbound.visiting.house import House
from domain.canonical import sha256_hex

__all__ = ["MOST_AT_ONCE", "Asked", "Parameter", "found"]

MOST_AT_ONCE = 200
"""How many things stand in one answer at most."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address.

    Attributes:
        name: its name.
        place: in the path, in the query or in a header.
        schema: what it must be, as JSON Schema.
        meaning: what it is for, in a sentence.
    """

    name: str
    place: str
    schema: Mapping[str, Any]
    meaning: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        house: the installation.
        request: as it came.
        who: who asks; None where no token was presented.
        body: what came with it, where that is JSON.
        form: what came with it, where that is a form with a file.
    """

    house: House
    request: Request
    who: Caller | None
    body: bytes = b""
    form: Mapping[str, str | UploadFile] | None = None

    @property
    def caller(self) -> Caller:
        """Who asks.

        Raises:
            Trouble: 401: no token was presented.
        """
        if self.who is None:
            raise nobody()
        return self.who

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def number(self, name: str, default: int | None, least: int = 0, most: int = 2**53) -> int | None:
        """A number in the query.

        Raises:
            Trouble: 400: it is none, or not within its bounds.
        """
        typed = self._once(name)
        if typed is None:
            return default
        if not re.fullmatch(r"[0-9]{1,16}", typed) or not least <= int(typed) <= most:
            raise Trouble(
                400, "bad-parameter", f"The parameter {name} must be a whole number from {least} to {most}."
            )
        return int(typed)

    def limit(self) -> int:
        """How many things are asked for at once."""
        return self.number("limit", 50, 1, MOST_AT_ONCE) or MOST_AT_ONCE

    def word(self, name: str, known: Mapping[str, T]) -> T | None:
        """A word in the query, of a few.

        Raises:
            Trouble: 400: it is none of them.
        """
        typed = self._once(name)
        if typed is None:
            return None
        if typed not in known:
            raise Trouble(400, "bad-parameter", f"The parameter {name} must be one of: {', '.join(known)}.")
        return known[typed]

    def text(self, name: str, form: str) -> str | None:
        """A text in the query, of a form.

        Raises:
            Trouble: 400: it has another.
        """
        typed = self._once(name)
        if typed is not None and not re.fullmatch(form, typed):
            raise Trouble(400, "bad-parameter", f"The parameter {name} must look like {form}.")
        return typed

    def day(self, name: str) -> date | None:
        """A day in the query.

        Raises:
            Trouble: 400: it is none.
        """
        typed = self.text(name, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
        try:
            return None if typed is None else date.fromisoformat(typed)
        except ValueError:
            raise Trouble(
                400, "bad-parameter", f"The parameter {name} must be a date like 2026-03-02."
            ) from None

    def header(self, name: str, form: str) -> str | None:
        """A header of a form.

        Raises:
            Trouble: 400: it has another.
        """
        typed = self.request.headers.get(name)
        if typed is not None and not re.fullmatch(form, typed):
            raise Trouble(400, "bad-parameter", f"The header {name} must look like {form}.")
        return typed

    def _once(self, name: str) -> str | None:
        typed = self.request.query_params.getlist(name)
        if len(typed) > 1:
            raise Trouble(400, "bad-parameter", f"The parameter {name} is given once.")
        return typed[0] if typed else None


def found(asked: Asked, shown: BaseModel) -> Response:
    """What was found, as JSON; nothing but a nod to whoever has the same already.

    Raises:
        Trouble: 400: what they have is told in other than plain characters.
    """
    had = asked.header("If-None-Match", "[ -~]*") or ""
    body = to_json(shown.model_dump(mode="json"))
    headers = {
        "ETag": f'"{sha256_hex(body)[:32]}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
    }
    known = {each.strip() for each in had.split(",")}
    if headers["ETag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
