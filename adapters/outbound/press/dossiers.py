"""Printing the first page of a dossier as HTML that needs nothing else to be read."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.dossiers.page import Page
from domain.text import words_of

__all__ = ["HtmlDossierPress"]


class HtmlDossierPress:
    """Prints the first page of a dossier; see :class:`activities.dossiers.DossierPress`."""

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

    def dossier(self, page: Page) -> str:
        """Print a page; the same page gives the same text."""
        return self._templates.get_template("dossier.html").render(page=page)


def _rating(rating: str | None) -> str:
    return words_of(rating).capitalize() or "none"
