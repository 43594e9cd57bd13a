"""What is held about a provider, from the inspection that it is held for: put something on it, or take it off."""

from fastapi import FastAPI

from adapters.inbound.visiting.guarding import inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.choosing import Around, choices_for
from adapters.inbound.web.forms.forms import Choices
from adapters.inbound.web.forms.giving import Place, add_forms
from adapters.inbound.web.rendering import Pages
from domain.holdings.commands import HoldEvidence, WithdrawHolding
from domain.holdings.rules import HOLDINGS

__all__ = ["add_to"]

_SOURCES = (("other-body", "Another body"), ("submission", "The provider, of itself"))


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{code}/held/{verb}``: the commands about what is held of its provider."""
    add_forms(
        app,
        house,
        sessions,
        pages,
        path="/inspections/{code}/held/{verb}",
        template="panel_command.html",
        rules=[each for each in HOLDINGS.rules.values() if each.command in (HoldEvidence, WithdrawHolding)],
        place_of=lambda visitor, code: _place(house, visitor, code),
    )


def _place(house: House, visitor: Visitor, reference: str) -> Place:
    """An inspection, as what is held about its providers; of several, the form asks which."""
    if visitor.provider is not None:
        not_there()
    row, state = inspection_for(house, visitor, reference)
    found = choices_for(Around(house, visitor, row, state), HoldEvidence.verb, ("provider", "holding"))
    several = len(state.known.providers) > 1
    choices: Choices = {
        "source": _SOURCES,
        **({"provider": found["provider"]} if several else {}),
        **({"holding": found["holding"], "replaces": found["holding"]} if "holding" in found else {}),
    }
    given = {} if several else {"provider": state.known.providers[0]}
    return Place(row.provider_name, f"/inspections/{reference}/evidence", row, given, choices)
