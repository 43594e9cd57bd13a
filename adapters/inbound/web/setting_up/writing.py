"""In which languages somebody is written to, as a form asks for it: one choice, which says what is read first."""

from adapters.inbound.web.forms.forms import FieldShown
from adapters.inbound.web.forms.sending import Entries

__all__ = ["WRITTEN_IN", "written_in"]

WRITTEN_IN = FieldShown(
    "written_in",
    "In which languages",
    "",
    "radios",
    True,
    (
        ("en", "English"),
        ("cy", "Welsh"),
        ("cy en", "Welsh and English, Welsh first"),
        ("en cy", "Welsh and English, English first"),
    ),
    says="languages",
)


def written_in(sent: Entries) -> list[str]:
    """The languages that were chosen, the first to be read first; none where nothing was."""
    return sent.entered.get(WRITTEN_IN.name, "").split()
