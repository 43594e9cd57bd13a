"""Beside what was published: the report as it was printed, a released dossier, and the page that checks it."""

import re
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.visiting.guarding import not_there, there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.printed import policy_of, printed
from adapters.inbound.web.rendering import Pages
from domain.inspections.events import PrintedFile
from domain.results.publication import Publication

__all__ = ["add_to", "dossier_file"]

VERIFIER = Path(__file__).parents[4] / "verify" / "assay_verify.html"

_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def add_to(app: FastAPI, house: House, _: Sessions, __: Pages) -> None:
    """Add the files."""

    @app.get("/results/inspections/{reference}/report/{edition}/{language}.{form}")
    def report(request: Request, reference: str, edition: int, language: str, form: str) -> Response:
        publication = there(house.services.published.one(reference))
        file = _file(house, publication, edition, language, form)
        content = _bytes(house, publication, edition, file)
        headers = {"Content-Disposition": f'inline; filename="{reference}-{edition}-{language}.{form}"'}
        if file.form == "html":
            return printed(
                request, content, headers | {"Content-Security-Policy": policy_of(content.decode())}
            )
        return Response(content, media_type="application/pdf", headers=headers)

    @app.get("/results/inspections/{reference}/dossier.zip")
    def dossier(reference: str) -> Response:
        there(house.services.published.one(reference))
        content = house.services.releasing.offered(reference)
        return dossier_file(reference, content) if content is not None else not_there()

    @app.get("/results/verifier.html")
    def verifier(request: Request) -> Response:
        content = VERIFIER.read_text()
        found = _POLICY.search(content)
        assert found is not None  # its own tests hold the page to having one
        # Beside the page's own policy, which lets nothing run but what is in it, stands the same one from us.
        return printed(request, content.encode(), {"Content-Security-Policy": found[1]})


def dossier_file(reference: str, content: bytes) -> Response:
    """A dossier, to be kept as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{reference}.dossier.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


def _file(house: House, publication: Publication, edition: int, language: str, form: str) -> PrintedFile:
    if edition not in [each.number for each in publication.editions]:
        not_there()
    printed = house.services.reports.files(publication.reference, edition)
    found = [each for each in printed if (each.language, each.form) == (language, form)]
    return found[0] if found else not_there()


def _bytes(house: House, publication: Publication, edition: int, file: PrintedFile) -> bytes:
    """The edition as it was printed; one that was replaced or withdrawn says so on its front."""
    if edition == publication.edition.number and publication.withdrawn is None:
        content = house.services.documents.fetch(file.document)
        if content is not None:
            return content
    return house.services.reports.print(publication.reference, file.language, file.form, edition)
