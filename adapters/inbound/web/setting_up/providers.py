"""Providers: found, added, renamed, merged, split and written to in their languages; and a page for each."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.shown.words import words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, add_checked, asked_by
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up.seen import SETS_UP, SetsUp
from adapters.inbound.web.setting_up.writing import WRITTEN_IN, written_in
from domain.decider import Rule
from domain.providers.changes import MergeProvider, RenameProvider, SetNoticeLanguages, SplitProvider
from domain.providers.provider import PROVIDER, Provider, RegisterProvider
from domain.streams import code_in, provider_stream

__all__ = ["AT", "add_to", "every_provider", "matching"]

AT = "/setting-up/providers"
ON_A_PAGE = 50
MOST_OFFERED = 100
"""Of more providers the codes of several are typed: a box for each would make too large a page."""

_RULES: Mapping[str, Rule] = {
    each.verb: PROVIDER.rules[each]
    for each in (RenameProvider, SetNoticeLanguages, MergeProvider, SplitProvider)
}


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the providers below ``/setting-up``: all of them, and a page for each."""
    add_checked(app, house, sessions, pages, f"{AT}/register", lambda who, _: _registered(house, who))
    add_checked(
        app,
        house,
        sessions,
        pages,
        f"{AT}/{{provider}}/do/{{verb}}",
        lambda who, at: _of_provider(house, who, at["provider"], at["verb"]),
    )

    @app.get(AT)
    def list_(request: Request, visitor: SetsUp, q: str = "", gone: bool = False, page: int = 1) -> Response:
        house.services.looking.note(visitor.id, "provider list", [])
        found = [
            (code, each)
            for code, each in every_provider(house).items()
            if (gone or not each.gone) and matching(q, code, *each.names, _area(each), _kind(each))
        ]
        return pages.page(
            request,
            "setting_up_providers.html",
            q=q.strip(),
            gone=gone,
            part=paged(found, page, ON_A_PAGE),
        )

    @app.get(f"{AT}/{{provider}}")
    def one(request: Request, provider: str, visitor: SetsUp) -> Response:
        known = every_provider(house)
        found = known.get(provider)
        if found is None:
            not_there()
        shown = house.services.seeing.sees(visitor, "contact")
        house.services.looking.note(visitor.id, "provider show", [provider])
        contacts = house.services.personal.contacts(found.contacts)
        if shown and contacts:
            house.services.looking.note(visitor.id, "person list", [each.person for each in contacts])
        return pages.page(
            request,
            "setting_up_provider.html",
            provider=provider,
            found=found,
            successors=[(each, known[each].title) for each in found.successors],
            contacts=contacts,
            shown=shown,
            at=f"{AT}/{provider}",
        )


def every_provider(house: House) -> Mapping[str, Provider]:
    """Every provider that was ever registered, by its code, in the order of their names."""
    found = {
        code_in(stream, provider_stream): each
        for stream, each in house.services.records.every("provider", Provider).items()
        if each.registered is not None
    }
    return dict(sorted(found.items(), key=lambda each: (each[1].title.casefold(), each[0])))


def matching(asked: str, *texts: str) -> bool:
    """Whether every word that was asked for stands somewhere in some texts."""
    within = " ".join(texts).casefold()
    return all(word in within for word in asked.casefold().split())


def _area(provider: Provider) -> str:
    return provider.registered.area if provider.registered else ""


def _kind(provider: Provider) -> str:
    return provider.registered.kind if provider.registered else ""


def _at_the_start(said: str) -> str:
    """Words with which a line begins; initials stay as they are."""
    return f"{said[:1].upper()}{said[1:]}"


def _registered(house: House, visitor: Visitor) -> Asked:
    if not visitor.has(*SETS_UP):
        not_there()
    kinds = sorted({each for protocol in house.services.library().protocols() for each in protocol.inspects})
    return asked_by(
        PROVIDER.rules[RegisterProvider],
        ("Providers", AT),
        title="Add a provider",
        choices={"kind": tuple((each, _at_the_start(words(each))) for each in kinds)},
    )


def _of_provider(house: House, visitor: Visitor, provider: str, verb: str) -> Asked:
    """A command about a provider that is registered and goes on."""
    rule, known = _RULES.get(verb), every_provider(house)
    found = known.get(provider)
    if rule is None or found is None or found.gone or not visitor.has(*SETS_UP):
        not_there()
    back, given = (found.title, f"{AT}/{provider}"), {"provider": provider}
    if rule.command is SetNoticeLanguages:
        return asked_by(
            rule,
            back,
            given=given,
            left_out=("languages",),
            own=(WRITTEN_IN,),
            derived=lambda sent: {"languages": written_in(sent)},
            proposed={WRITTEN_IN.name: " ".join(found.languages)},
        )
    others: Sequence[tuple[str, str]] = [
        (code, f"{each.title} ({code})") for code, each in known.items() if code != provider and not each.gone
    ]
    typed = rule.command is SplitProvider and len(others) > MOST_OFFERED
    return asked_by(rule, back, given=given, choices={"into": others} if others and not typed else {})
