"""Printing an explanation as one page of HTML that needs nothing else: a tree that opens step by step."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.auditing.explanation import Node

__all__ = ["HtmlExplanationPress"]


class HtmlExplanationPress:
    """Prints explanations; see :class:`activities.auditing.explaining.ExplanationPress`."""

    def __init__(self) -> None:
        """Load the template."""
        self._templates = Environment(
            loader=PackageLoader("adapters.outbound.press"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def explanation(self, inspection: str, about: Sequence[str], tree: Node) -> str:
        """Print an explanation; the same one gives the same text."""
        page = self._templates.get_template("explanation.html")
        return page.render(inspection=inspection, about=about, tree=tree)
