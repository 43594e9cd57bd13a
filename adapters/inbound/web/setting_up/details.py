"""How somebody is called and reached, as a form asks for it: what stands on the record is in it already.

A command about it means all of it. So an entry that is empty takes away what stood there, and the page on which the
answers are checked says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.privacy.reached import ContactShown
from adapters.inbound.web.forms.forms import FieldShown
from adapters.inbound.web.forms.sending import Entries
from adapters.inbound.web.forms.standing import Lines
from domain.privacy.boxes import ERASED, UNOPENED

__all__ = ["CONTACT", "STAFF", "Details", "entered_details"]

_NAME = FieldShown("person_name", "Name", "", "line", True, says="details.person_name")
_EMAIL = FieldShown("email", "Address to which notices go", "", "line", True, says="details.email")
_TELEPHONE = FieldShown("telephone", "Telephone", "", "line", False, says="details.telephone")

STAFF = (_NAME, FieldShown("email", _EMAIL.label, "", "line", False, says=_EMAIL.says))
"""Of somebody on the staff, who may have no address."""

CONTACT = (_NAME, _EMAIL, _TELEPHONE)
"""Of a provider's contact, who has one."""


def entered_details(sent: Entries, inputs: tuple[FieldShown, ...]) -> dict[str, str | None]:
    """What was entered, as the details of a command: what may be left out is None where it was."""
    typed = {each.name: sent.entered.get(each.name, "").strip() for each in inputs}
    return {each.name: typed[each.name] if each.required else typed[each.name] or None for each in inputs}


@dataclass(frozen=True, slots=True)
class Details:
    """What stands on the record of somebody, for a form that changes it.

    Attributes:
        known: what stands there.
        shown: whether it may be shown to whoever changes it.
    """

    known: ContactShown
    shown: bool

    @property
    def proposed(self) -> Mapping[str, str]:
        """What stands in the form; nothing where it may not be shown, was erased or cannot be opened."""
        return {name: text for name, text in self._texts.items() if self.shown and text not in ("", *_LOST)}

    @property
    def emptied(self) -> Mapping[str, str]:
        """What becomes of an address or a number that stands on the record, where the entry is left empty."""
        return {
            name: f"None: {text if self.shown and text not in _LOST else 'what stands on the record'} is removed"
            for name, text in self._texts.items()
            if name != _NAME.name and text not in ("", ERASED)
        }

    @property
    def lines(self) -> Lines:
        """What stands, in words, for whoever may be shown it."""
        called = {each.name: each.label for each in CONTACT}
        return tuple((called[name], (text,)) for name, text in self._texts.items() if text)

    @property
    def _texts(self) -> Mapping[str, str]:
        known = self.known
        return {"person_name": known.name, "email": known.email, "telephone": known.telephone or ""}


_LOST = (ERASED, UNOPENED)
