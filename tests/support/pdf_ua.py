"""What can be checked by a program of PDF/UA-1 (ISO 14289-1), in the order of the Matterhorn protocol's checkpoints.

It reads the file itself: what is drawn on each page, the structure that it is said to belong to, and both against each
other. What only a person can judge (is the alternative a good one? is the order the one it is read in?) it cannot say.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

__all__ = ["faults", "structure"]

_DRAWN = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "INLINE IMAGE"]
)
_CELLS = {"/TH", "/TD"}
_NOTHING: Any = pikepdf.Dictionary()


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """Everything that is wrong with a file, in words; nothing if nothing is."""
    return [
        *_document(pdf),
        *_content(pdf),
        *_headings(pdf),
        *_figures(pdf),
        *_tables(pdf),
        *_lists(pdf),
        *_links(pdf),
        *_fonts(pdf),
    ]


def structure(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree, in order."""
    for each in _kids(node):
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            yield each
            yield from structure(each)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def _kind(pdf: pikepdf.Pdf, element: Any) -> str:
    """What an element is, by the map of roles where it has a name of its own."""
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", _NOTHING)
    kind = str(element.S)
    while kind in roles:
        kind = str(roles[kind])
    return kind


def _of(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [each for each in structure(pdf.Root.StructTreeRoot) if _kind(pdf, each) == kind]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    with pdf.open_metadata() as meta:
        if meta.get("pdfuaid:part") != "1":
            yield "06: it does not claim to be PDF/UA-1"
        if not meta.get("dc:title"):
            yield "06: it has no title"
    if not root.get("/ViewerPreferences", _NOTHING).get("/DisplayDocTitle", False):
        yield "07: the title is not shown"
    if not root.get("/MarkInfo", _NOTHING).get("/Marked", False):
        yield "01: it is not marked as tagged"
    if root.get("/MarkInfo", _NOTHING).get("/Suspects", False):
        yield "01: its tags are suspect"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "11: it has no language"
    if pdf.is_encrypted:
        yield "26: it is encrypted"
    yield from (
        f"28: the order of page {number} is not that of its structure"
        for number, page in enumerate(pdf.pages, 1)
        if str(page.get("/Tabs")) != "/S"
    )


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is drawn is tagged, or said to be no content; and each tag on a page belongs to the structure once."""
    belongs: dict[Any, list[int]] = {}
    for element in structure(pdf.Root.StructTreeRoot):
        for kid in _kids(element):
            page = element.get("/Pg")
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                page, kid = kid.get("/Pg", page), kid.MCID
            if isinstance(kid, int) and page is not None:
                belongs.setdefault(page.objgen, []).append(int(kid))
    for number, page in enumerate(pdf.pages, 1):
        inside: list[int | None] = []
        tagged: list[int] = []
        loose = 0
        for each in pikepdf.parse_content_stream(page):
            name, operands = str(each.operator), list(each.operands)
            if name in ("BMC", "BDC"):
                properties = operands[1] if name == "BDC" else _NOTHING
                place = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
                inside.append(None if place is None else int(place))
                tagged += [] if place is None else [int(place)]
            elif name == "EMC":
                inside.pop()
            elif name in _DRAWN and not inside:
                loose += 1
        if loose:
            yield f"01: {loose} things on page {number} are drawn outside every tag"
        if sorted(tagged) != sorted(belongs.get(page.objgen, [])):
            yield f"01: page {number} and the structure do not have the same tags"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    kinds = (_kind(pdf, each) for each in structure(pdf.Root.StructTreeRoot))
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch("/H[1-6]", kind)]
    if not levels or levels[0] != 1:
        yield "14: the first heading is not of the first level"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"14: a heading of level {after} follows on one of level {before}"


def _figures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for each in _of(pdf, "/Figure"):
        if not str(each.get("/Alt", "")).strip():
            yield "13: a figure has no alternative in words"


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, table in enumerate(_of(pdf, "/Table"), 1):
        rows = [each for each in structure(table) if _kind(pdf, each) == "/TR"]
        cells = [[_kind(pdf, cell) for cell in structure(row) if _kind(pdf, cell) in _CELLS] for row in rows]
        if len({len(row) for row in cells}) != 1:
            yield f"15: the rows of table {number} are not of one length"
        heads = [each for each in structure(table) if _kind(pdf, each) == "/TH"]
        if not heads:
            yield f"15: table {number} has no heads"
        for head in heads:
            said = head.get("/A", _NOTHING)
            attributes = list(said) if isinstance(said, pikepdf.Array) else [said]
            if not any(str(each.get("/Scope")) in ("/Column", "/Row", "/Both") for each in attributes):
                yield f"15: a head of table {number} does not say what it is the head of"


def _lists(pdf: pikepdf.Pdf) -> Iterator[str]:
    for each in _of(pdf, "/L"):
        inner = {
            _kind(pdf, kid) for kid in _kids(each) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        }
        if not inner <= {"/LI", "/Caption", "/L"}:
            yield f"16: a list has {', '.join(sorted(inner))} in it"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for each in page.get("/Annots", []):
            if str(each.Subtype) == "/Link" and (
                "/StructParent" not in each or not str(each.get("/Contents", ""))
            ):
                yield f"28: a link on page {number} is not in the structure, or not in words"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for name, font in page.Resources.get("/Font", {}).items():
            if "/ToUnicode" not in font:
                yield f"10: the letters of the font {name} cannot be read out"
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = inner.get("/FontDescriptor", _NOTHING)
            if str(inner.Subtype) != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(
                described.keys()
            ):
                yield f"31: the font {name} is not in the file"
