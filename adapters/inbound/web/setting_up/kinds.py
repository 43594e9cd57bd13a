"""Kinds of inspection and rating schemes: which there are, what each says, what changed, and adding a file of one."""

import io
from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import Response
from rich.console import Console

from adapters.inbound.files.kinds import LARGEST_PROTOCOL, refuse_unfit
from adapters.inbound.files.schemes import LARGEST_SCHEME
from adapters.inbound.shown.kinds import WHOM, lines_of
from adapters.inbound.shown.rating_tables import scheme_text
from adapters.inbound.shown.sources import in_full
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Table
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up.differing import different
from adapters.inbound.web.setting_up.files import Added, Found, add_file_pages
from adapters.inbound.web.setting_up.seen import SetsUp
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.ratings import Scheme, parse_scheme
from domain.refusals import Refused

__all__ = ["add_to"]

KINDS, SCHEMES = "/setting-up/kinds", "/setting-up/schemes"


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the kinds of inspection and the schemes below ``/setting-up``: each version, and two side by side."""
    add_file_pages(app, house, sessions, pages, _kind_added(house))
    add_file_pages(app, house, sessions, pages, _scheme_added(house))
    _add_kinds(app, house, pages)
    _add_schemes(app, house, pages)


def _add_kinds(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get(KINDS)
    def list_(request: Request, _: SetsUp) -> Response:
        library = house.services.library()
        rows = [
            (each.id, each.version, each.title, _kind_standing(each), WHOM[each.whom])
            for each in library.protocols()
        ]
        return pages.page(
            request,
            "setting_up_kinds.html",
            kinds=rows,
            left_out=[each.sentence for each in library.left_out],
        )

    @app.get(f"{KINDS}/{{id_}}")
    def show(request: Request, id_: str, _: SetsUp, version: str = "") -> Response:
        library = house.services.library()
        present = library.protocol(id_)
        found = library.protocol_version(id_, version) if version else present
        if found is None or present is None:
            not_there()
        return pages.page(
            request,
            "setting_up_kind.html",
            kind=found,
            source=in_full(found.citation),
            present=present.version,
            table=_settings(found),
            standing=_kind_standing(found),
            stages=[words(each).capitalize() for each in found.stages],
        )

    @app.get("/setting-up/compare/kinds")
    def compare(request: Request, _: SetsUp, one: str = "", other: str = "") -> Response:
        library = house.services.library()
        several = [_kind(library.protocol_version(*_tag(each)), each) for each in (one, other) if each]
        choices = [f"{each.id}@{each.version}" for each in library.protocols()]
        return _compared(request, pages, "kinds", (one, other), choices, several)


def _kind_standing(kind: Protocol) -> str:
    until = f" until {day(kind.retired_from)}" if kind.retired_from else ""
    return f"{words(kind.status)}, from {day(kind.in_force_from)}{until}"


def _tag(tagged: str) -> tuple[str, str]:
    id_, _, version = tagged.strip().partition("@")
    return id_, version


def _kind(found: Protocol | None, named: str) -> tuple[str, object] | str:
    return (
        (f"{found.id}@{found.version}", found.model_dump(mode="json", exclude_defaults=True))
        if found
        else named
    )


def _scheme(found: Scheme | None, named: str) -> tuple[str, object] | str:
    return (f"{found.id}@{found.version}", dict(found.document)) if found else named


def _compared(
    request: Request,
    pages: Pages,
    what: str,
    asked: tuple[str, str],
    choices: list[str],
    several: list[tuple[str, object] | str],
) -> Response:
    """The page that sets two versions side by side; an entry of ``several`` that is text names a version not found."""
    lacking = [each for each in several if isinstance(each, str)]
    there = [each for each in several if not isinstance(each, str)]
    rows = different(there[0][1], there[1][1]) if len(there) == 2 else ()
    return pages.page(
        request,
        "setting_up_compare.html",
        what=what,
        one=asked[0],
        other=asked[1],
        choices=choices,
        lacking=lacking,
        compared=len(there) == 2,
        table=Table("What is different", ("Where", asked[0] or "One", asked[1] or "Other"), rows),
    )


def _settings(kind: Protocol) -> Table:
    return Table("Every setting", ("What", "Is", "Where it is written"), list(lines_of(kind)))


def _kind_added(house: House) -> Added:
    def read(content: bytes, name: str, _: object) -> Found:
        _refuse_large(content, LARGEST_PROTOCOL, name)
        kind = parse_protocol(content, where=name)
        refuse_unfit(kind, house.services, name)
        title = f"{kind.title} ({kind.id}, version {kind.version})"
        return Found(
            f"{kind.id}-{kind.version}.toml",
            content,
            title,
            _settings(kind),
            (),
            f"{KINDS}/{kind.id}?version={kind.version}",
        )

    return Added(
        f"{KINDS}/add",
        "Add a kind of inspection",
        "A .toml file is checked, by itself and beside the frameworks and schemes that there are; then you see what it "
        "says. From the day on which it is in force, inspections may be announced under it.",
        ("Kinds of inspection", KINDS),
        "File of a kind of inspection (.toml)",
        lambda _: (),
        read,
        lambda found: house.services.shelf_for("protocols").put(found.name, found.content),
    )


def _add_schemes(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get(SCHEMES)
    def list_(request: Request, _: SetsUp) -> Response:
        library = house.services.library()
        rows = [(each.id, each.version, each.title, _scheme_standing(each)) for each in library.schemes()]
        return pages.page(
            request,
            "setting_up_schemes.html",
            schemes=rows,
            left_out=[each.sentence for each in library.left_out],
        )

    @app.get(f"{SCHEMES}/{{id_}}")
    def show(request: Request, id_: str, _: SetsUp, version: str = "") -> Response:
        library = house.services.library()
        found = library.scheme_version(id_, version) if version else library.scheme(id_)
        if found is None:
            not_there()
        return pages.page(
            request,
            "setting_up_scheme.html",
            scheme=found,
            standing=_scheme_standing(found),
            lines=list(_scheme_lines(found)),
        )

    @app.get("/setting-up/compare/schemes")
    def compare(request: Request, _: SetsUp, one: str = "", other: str = "") -> Response:
        library = house.services.library()
        several = [_scheme(library.scheme_version(*_tag(each)), each) for each in (one, other) if each]
        choices = [f"{each.id}@{each.version}" for each in library.schemes()]
        return _compared(request, pages, "schemes", (one, other), choices, several)


def _scheme_standing(scheme: Scheme) -> str:
    until = f" to {day(scheme.in_force_to)}" if scheme.in_force_to else ""
    return f"{words(scheme.status)}, from {day(scheme.in_force_from)}{until}"


def _scheme_lines(scheme: Scheme) -> Iterator[str]:
    """A scheme in words, as the command line says it."""
    text = io.StringIO()
    scheme_text(Console(file=text, width=400, color_system=None, markup=False, highlight=False), scheme)
    return (line.strip() for line in text.getvalue().splitlines() if line.strip())


def _scheme_added(house: House) -> Added:
    def read(content: bytes, name: str, _: object) -> Found:
        _refuse_large(content, LARGEST_SCHEME, name)
        scheme = parse_scheme(content, where=name)
        there = house.services.library().scheme_version(scheme.id, scheme.version)
        if there is not None and there.digest != scheme.digest:
            raise Refused.because(
                "same-version-twice",
                f"{name}: there is a different rating scheme {scheme.id} version {scheme.version} already; give this "
                "one another version.",
            )
        rows = [(each,) for each in _scheme_lines(scheme)]
        return Found(
            f"{scheme.id}-{scheme.version}.toml",
            content,
            f"{scheme.title} ({scheme.id}, version {scheme.version})",
            Table("What it says", ("In words",), rows),
            (),
            f"{SCHEMES}/{scheme.id}?version={scheme.version}",
        )

    return Added(
        f"{SCHEMES}/add",
        "Add a rating scheme",
        "A .toml file is checked; then you see what it says. What an inspection was rated under stays as it was.",
        ("Rating schemes", SCHEMES),
        "File of a rating scheme (.toml)",
        lambda _: (),
        read,
        lambda found: house.services.shelf_for("schemes").put(found.name, found.content),
    )


def _refuse_large(content: bytes, most: int, name: str) -> None:
    if len(content) > most:
        raise Refused.because("file-too-large", f"{name} is larger than {most:,} bytes, as no honest one is.")
