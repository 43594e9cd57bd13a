"""Opening a file that came in for an inspection: noted, for whoever may be shown it, and never in a page of ours.

A file that somebody handed in may hold anything. So a browser is told to save it and not to show it, to take it for
nothing but bytes, and to run none of it if it is shown all the same.
"""

from fastapi import FastAPI
from fastapi.responses import Response

from adapters.inbound.shown.evidence.documents import DocumentShown, documents_in
from adapters.inbound.visiting.guarding import WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.rendering import Pages
from domain.evidence.state import EvidenceRoom
from domain.holdings.content import kind_of_content
from domain.refusals import Refused
from domain.streams import inspection_stream, room_stream

__all__ = ["add_to", "opens_documents"]

_ENDINGS = {"text": "txt", "jpeg": "jpg"}
"""What a file's name ends in, where that is not what its kind is called."""


def opens_documents(house: House, visitor: Visitor, reference: str) -> bool:
    """Whether somebody may be shown the files of an inspection."""
    return house.services.seeing.sees(visitor, "document", inspection_stream(reference))


def add_to(app: FastAPI, house: House, _: Sessions, __: Pages) -> None:
    """Add ``/inspections/{reference}/files/{digest}``, from which a file is fetched."""

    @app.get("/inspections/{reference}/files/{digest}")
    def file(reference: str, digest: str, visitor: WorksHere) -> Response:
        _, state = inspection_for(house, visitor, reference)
        if not opens_documents(house, visitor, reference):
            not_there()
        stream = room_stream(reference)
        room: EvidenceRoom = house.services.records.read([stream])[stream].state
        found = documents_in(house.services, reference, state, room).get(digest)
        if found is None:
            not_there()
        house.services.looking.note(visitor.id, "file of an inspection", [reference, found.code, digest])
        content = house.services.documents.fetch(digest)
        if content is None:
            raise Refused.because(
                "document-missing",
                f"The file of {found.code} with the digest {digest} is not in this installation's store.",
            )
        return _saved(reference, found, content)


def _saved(reference: str, document: DocumentShown, content: bytes) -> Response:
    name = f"{reference}-{document.code}-{document.digest[:8]}.{_ending(content)}"
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )


def _ending(content: bytes) -> str:
    """What a file's name ends in, by its content: its own name came to nobody."""
    kind = kind_of_content(content) or "bin"
    return _ENDINGS.get(kind, kind)
