"""A page that was printed: a document with its own styles in it, which goes to a browser in as few bytes as it can.

What our own templates make is not sent like this. A page that shows both what its reader typed and what nobody else
may know would tell the one by how short the other makes it; a printed page shows nothing that anybody typed into it.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response

__all__ = ["policy_of", "printed"]

HTML = "text/html; charset=utf-8"
_LEVEL = 6
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def printed(request: Request, content: bytes, headers: Mapping[str, str]) -> Response:
    """A printed page, packed for a browser that can unpack it.

    Args:
        request: what is answered.
        content: the page, as it was printed.
        headers: what goes with it.
    """
    said = {**headers, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, _LEVEL, mtime=0)
        said["Content-Encoding"] = "gzip"
    return Response(content, media_type=HTML, headers=said)


def policy_of(page: str) -> str:
    """A policy under which a printed page has its own styles and drawings, and nothing else, from anywhere."""
    digests = (
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in _STYLE.findall(page)
    )
    styles = " ".join(f"'sha256-{each}'" for each in digests) or "'none'"
    nothing_else = "img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {styles}; {nothing_else}"
