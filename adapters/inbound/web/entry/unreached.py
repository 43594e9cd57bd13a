"""The page of a moment in which the record cannot be reached; a form that met it is sent again from there."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from adapters.inbound.web.rendering import Pages

__all__ = ["unreached"]

SENTENCE = "Assay cannot reach its record at the moment. Nothing was lost; try again in a minute."
KEPT = "Assay cannot reach its record at the moment. What you entered is on this page: send it again in a minute."


async def unreached(request: Request, pages: Pages) -> Response:
    """Say so; and carry what was entered, so that it is sent again as it was.

    It carries the id of the form's command too: what was recorded after all, before the record was out of reach, is not
    recorded twice.
    """
    if request.method != "POST":
        return pages.page(request, "trouble.html", 503, sentence=SENTENCE)
    sent: FormData = getattr(request.state, "sent", None) or await request.form()
    files = any(isinstance(each, UploadFile) and each.filename for each in sent.values())
    return pages.page(request, "unreached.html", 503, sentence=KEPT, entered=tuple(_typed(sent)), files=files)


def _typed(sent: FormData) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in sent.multi_items() if isinstance(value, str))
