"""Printing reports as HTML pages that need nothing else to be read."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.inspections.report import ReportContent

__all__ = ["HtmlPress"]


class HtmlPress:
    """Prints a report as one HTML page; see :class:`activities.ports.Press`."""

    def __init__(self) -> None:
        """Load the templates."""
        self._templates = Environment(
            loader=PackageLoader("adapters.outbound.press"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def report(self, content: ReportContent) -> bytes:
        """Print a report; the same content gives the same bytes."""
        return self._templates.get_template("report.html").render(report=content).encode()
