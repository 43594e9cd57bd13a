"""Printing reports: as HTML pages that need nothing else to be read, and as PDF/UA-1."""

import json
from datetime import UTC, datetime, time
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from adapters.outbound.press.layout import Laid, laid_out
from adapters.outbound.press.plain import plain_text
from adapters.outbound.press.wordings import wording
from domain.inspections.report.content import Form, ReportContent

__all__ = ["ReportPress"]


class ReportPress:
    """Prints a report from one layout, as a page or as a PDF; see :class:`activities.ports.Press`."""

    def __init__(self) -> None:
        """Load the templates."""
        self._templates = Environment(
            loader=PackageLoader("adapters.outbound.press"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def report(self, content: ReportContent, form: Form = "html") -> bytes:
        """Print a report; the same content gives the same bytes."""
        laid = laid_out(content)
        contents = wording(content.language)("title.contents")
        if form == "html":
            return self._templates.get_template("report.html").render(laid=laid, contents=contents).encode()
        return _typeset(laid, contents, content)

    def text(self, content: ReportContent) -> str:
        """A report as plain text, for a terminal."""
        return plain_text(laid_out(content))


def _typeset(laid: Laid, contents: str, content: ReportContent) -> bytes:
    import typst  # a tenth of a second, and tens of megabytes: for whoever prints

    data = {
        "title": laid.title,
        "language": laid.language,
        "front": laid.front,
        "status": laid.status,
        "contents": contents,
        "blocks": laid.blocks,
    }
    template = files("adapters.outbound.press").joinpath("templates/report.typ").read_bytes()
    # The day of publication and no moment of printing, so that printing again gives the same bytes.
    made = datetime.combine(content.published_on or content.fieldwork[1], time(0), tzinfo=UTC)
    printed = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"laid": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=made,
    )
    assert isinstance(printed, bytes), "one file was asked for"
    return printed
