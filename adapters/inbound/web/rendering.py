"""Pages from templates: one layout, the design system's components, and what every page says of who looks at it."""

import secrets
from collections.abc import MutableMapping
from functools import cache, lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    DictLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Template,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.utils import internalcode
from markupsafe import Markup

from adapters.inbound.shown.words import dated, day, moment, words
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Session, Visitor
from adapters.inbound.web.attributes import attributes_of
from adapters.inbound.web.components import WRITTEN, written
from adapters.inbound.web.entry.sessions import SAID, Sessions
from adapters.inbound.web.forms.forms import STALE
from adapters.inbound.web.navigating import Link, TaskPages, links_for
from adapters.inbound.web.staffed import Names
from domain.inspections.stages import Stage
from domain.text import rating_in_words

__all__ = ["FRAME", "Pages", "templates"]


STALE_STATUS = 422
"""What a page answers to a form without its token, as to any that is not what it must be."""

FRAME = "frame.html"
"""The template of what every page has around it."""
NAVIGATIONS = 512
"""Far more than there are parts of the service for people with some roles."""

_OF_DICTS = frozenset(dir(dict))

_DESIGN_SYSTEM, _AS_IT_COMES = "govuk_frontend_jinja", "as_it_comes"
"""Where pages find the design system's components, as we write them or not; and where each is as it comes."""
_ATTRIBUTES = "{% set govukAttributes = attributes_of %}"
"""In the place of the design system's own macro, which all of its components call: the same, and not in Jinja."""


_NAMES = {name: f"govuk{name.title().replace('-', '')}" for name in WRITTEN}
_COMPONENTS = {
    f"{_DESIGN_SYSTEM}/components/{name}/macro.html": f"{{% set {macro} = written('{name}') %}}"
    for name, macro in _NAMES.items()
}


class _Templates(Environment):
    """Jinja's environment, without what it does anew for every part of a page that could differ, and never does here.

    What all templates know is put in when they are made, and one does not know more than another; and most of what
    they ask for is in the dictionaries that the design system's components take.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._found: dict[str, Template] = {}

    @internalcode
    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as Jinja calls it
    ) -> Template:
        """A template by its name; components ask for those that they are made of, again with every row."""
        if isinstance(name, Template):
            return name
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute not in _OF_DICTS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@cache
def templates() -> Environment:
    """The templates, each compiled when it is first asked for, and once for all installations of the process."""
    made = _Templates(
        loader=ChoiceLoader(
            [
                DictLoader({f"{_DESIGN_SYSTEM}/macros/attributes.html": _ATTRIBUTES, **_COMPONENTS}),
                PackageLoader("adapters.inbound.web"),
                PrefixLoader(dict.fromkeys((_DESIGN_SYSTEM, _AS_IT_COMES), PackageLoader(_DESIGN_SYSTEM))),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,  # the design system's components ask for parameters that nobody gave
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["attributes_of"] = attributes_of
    made.globals["written"] = lambda name: written(name, lambda *given, **more: _macro(name)(*given, **more))
    made.filters.update(
        words=words,
        day=day,
        moment=moment,
        dated=dated,
        rated=lambda rating: rating_in_words(rating).capitalize(),
        # The design system's components move their lines in, which nobody sees; it is a third of their time.
        indent=lambda lines, *_: lines,
        called=lambda who, person: person(who),
        named=_named,
    )
    return made


def _macro(name: str) -> Any:
    """The design system's own macro of a component."""
    return getattr(
        templates().get_template(f"{_AS_IT_COMES}/components/{name}/macro.html").module, _NAMES[name]
    )


@pass_context
def _named(context: Context, sentence: object) -> str:
    """A sentence with people called as the page's reader may call them; a macro needs its page's context for it."""
    names: Names = context["naming"]
    return names.within(str(sentence))


@lru_cache(maxsize=NAVIGATIONS)
def _navigation(links: tuple[Link, ...]) -> Markup:
    """The navigation, written once for each part of the service and each kind of visitor."""
    shown = [{"text": text, "href": href, "active": active} for text, href, active in links]
    return Markup(_frame().navigation(shown))  # noqa: S704 - a template wrote it


@cache
def _example() -> Markup:
    """What an example says of itself on every page."""
    return Markup(_frame().example())  # noqa: S704 - a template wrote it


def _frame() -> Any:
    return templates().get_template(FRAME).module


class Pages:
    """Renders templates. Safe to use from several threads."""

    def __init__(self, house: House, sessions: Sessions) -> None:
        """Render for one installation."""
        self._house = house
        self._sessions = sessions

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
        names = Names(self._house, visitor)
        nonce = secrets.token_urlsafe(16)
        request.state.nonce = nonce
        said = self._sessions.said(request)
        interrupted = getattr(request.state, "interrupted", False)
        if interrupted:
            # That it came without its token is no fault of whoever entered it; what else is wrong with it stays.
            status = 200 if status == STALE_STATUS else status
            values["problems"] = tuple(each for each in values.get("problems", ()) if each != STALE)
        written = (
            templates()
            .get_template(f"pages/{template}")
            .render(
                **values,
                visitor=visitor,
                said=said,
                interrupted=interrupted,
                files_lost=getattr(request.state, "files_lost", False),
                navigation=_navigation(links_for(visitor, request.url.path)),
                token=self._sessions.token(session),
                cspNonce=nonce,
                assetPath="/assets",
                looks_again=self._looks_again,
                has_plan=self._has_plan,
                naming=names,
                name_of=names.of,
                where_done=TaskPages(self._house.services).of,
                example=_example() if self._house.settings.sign_in == "example" else None,
            )
        )
        response = HTMLResponse(written, status, headers={"Cache-Control": "no-store"})
        if said:
            response.delete_cookie(SAID, path="/")
        return response

    def _has_plan(self, kind: str) -> bool:
        """Whether the provider answers a kind of inspection with an action plan."""
        protocol = self._house.services.library().protocol(kind)
        return protocol is not None and protocol.has(Stage.ACTION_PLAN)

    def _looks_again(self, kind: str) -> bool:
        """Whether a kind of inspection follows an earlier one."""
        protocol = self._house.services.library().protocol(kind)
        return protocol is not None and protocol.follow_up is not None
