"""Pages from templates: one layout, the design system's components, and what every page says of who looks at it."""

import re
import secrets
from datetime import date, datetime
from functools import cached_property
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from adapters.inbound.web.entry.sessions import SAID, Session, Sessions
from adapters.inbound.web.entry.visitors import Visitor
from adapters.inbound.web.forms.forms import STALE
from adapters.inbound.web.house import House
from adapters.inbound.web.navigating import links_for, where_done
from domain.working_days import LONDON

__all__ = ["Pages"]


class Pages:
    """Renders templates. Safe to use from several threads."""

    def __init__(self, house: House, sessions: Sessions) -> None:
        """Render for one installation."""
        self._house = house
        self._sessions = sessions

    @cached_property
    def _templates(self) -> Environment:
        made = Environment(
            loader=ChoiceLoader(
                [
                    PackageLoader("adapters.inbound.web"),
                    PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
                ]
            ),
            autoescape=True,
            undefined=ChainableUndefined,  # the design system's components ask for parameters that nobody gave
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        made.filters.update(words=words, day=day, moment=moment, dated=dated)
        made.globals.update(where_done=where_done)
        return made

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page.

        Args:
            request: what is answered.
            template: its file, under ``templates/pages``.
            status: its HTTP status.
            values: what the template shows.
        """
        session: Session | None = getattr(request.state, "session", None)
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        nonce = secrets.token_urlsafe(16)
        request.state.nonce = nonce
        said = self._sessions.said(request)
        interrupted = getattr(request.state, "interrupted", False)
        if interrupted:
            status, values["problems"] = (
                200,
                tuple(each for each in values.get("problems", ()) if each != STALE),
            )
        written = self._templates.get_template(f"pages/{template}").render(
            **values,
            visitor=visitor,
            said=said,
            interrupted=interrupted,
            files_lost=getattr(request.state, "files_lost", False),
            links=links_for(visitor, request.url.path),
            token=self._sessions.token(session),
            cspNonce=nonce,
            assetPath="/assets",
            example=self._house.settings.sign_in == "example",
        )
        response = HTMLResponse(written, status, headers={"Cache-Control": "no-store"})
        if said:
            response.delete_cookie(SAID, path="/")
        return response


def words(code: str | None) -> str:
    """A code as words: ``requires_improvement`` as 'requires improvement'."""
    return (code or "").replace("_", " ").replace("-", " ")


def day(when: date | datetime | str | None) -> str:
    """A date as people write it: 3 August 2026."""
    if when is None or when == "":
        return ""
    if isinstance(when, str):
        when = date.fromisoformat(when[:10])
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime | str) -> str:
    """An instant as people write it, in London: 3 August 2026, 14:05."""
    if isinstance(when, str):
        when = datetime.fromisoformat(when)
    local = when.astimezone(LONDON)
    return f"{day(local)}, {local:%H:%M}"


_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")


def dated(sentence: str) -> str:
    """A sentence of the record with its days as people write them: 'by 2019-04-03' as 'by 3 April 2019'."""
    return _ISO_DAY.sub(_as_day, sentence)


def _as_day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:  # digits that are no day
        return found[0]
