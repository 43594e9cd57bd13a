"""Printing a panel's papers as HTML pages that need nothing else to be read."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.panels.pack import Pack
from domain.text import rating_in_words
from domain.working_days import in_words

__all__ = ["HtmlPackPress"]


class HtmlPackPress:
    """Prints a pack as one HTML page; see :class:`activities.packs.PackPress`."""

    def __init__(self) -> None:
        """Load the template."""
        self._templates = Environment(
            loader=PackageLoader("adapters.outbound.press"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["rating"] = _rating
        self._templates.filters["day"] = in_words

    def pack(self, content: Pack) -> bytes:
        """Print a pack; the same content gives the same bytes."""
        return self._templates.get_template("pack.html").render(pack=content).encode()


def _rating(rating: str | None) -> str:
    return rating_in_words(rating).capitalize()
