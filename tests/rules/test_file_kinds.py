"""What sort of file something is, told by its content: a table, and files that pretend."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.holdings.content import KINDS, kind_of_content


def archive(**parts: bytes) -> bytes:
    """A ZIP archive; double underscores in a name stand for slashes, single ones for dots."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return kept.getvalue()


def office(main: str, *more: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name in ("[Content_Types].xml", main, *more):
            file.writestr(name, b"<x/>")
    return kept.getvalue()


OPEN = b"application/vnd.oasis.opendocument."
TABLE: dict[str, tuple[bytes, str | None]] = {
    "a PDF": (b"%PDF-1.7\n...", "pdf"),
    "a Word document": (office("word/document.xml"), "docx"),
    "an Excel workbook": (office("xl/workbook.xml"), "xlsx"),
    "a PowerPoint presentation": (office("ppt/presentation.xml"), "pptx"),
    "a Word document with macros": (office("word/document.xml", "word/vbaProject.bin"), "macro"),
    "an OpenDocument text": (archive(mimetype=OPEN + b"text"), "odt"),
    "an OpenDocument spreadsheet": (archive(mimetype=OPEN + b"spreadsheet"), "ods"),
    "an OpenDocument presentation": (archive(mimetype=OPEN + b"presentation\n"), "odp"),
    "an OpenDocument text with macros": (archive(mimetype=OPEN + b"text", Basic__x=b""), "macro"),
    "an archive that says it is something else": (archive(mimetype=b"application/zip"), "zip"),
    "an archive": (archive(letter_txt=b"x"), "zip"),
    "an archive of an office program without a main part": (office("x.xml"), "zip"),
    "half an archive": (archive(letter_txt=b"x")[:40], "zip"),
    "a Word document from before 2007": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old-office"),
    "rich text": (b"{\\rtf1 x}", "rtf"),
    "a CSV file": (b"id,title\n1,caf\xc3\xa9\n", "text"),
    "a CSV file as spreadsheets save it": (b"\xef\xbb\xbfid,title\r\n", "text"),
    "a text in UTF-16": ("id,title".encode("utf-16"), "text"),
    "a text in another code": (b"id,caf\xe9\n", None),
    "a text with a control character": (b"bell \x07", None),
    "a web page": (b"\n <!DOCTYPE html><p>x", "html"),
    "a picture that is a program": (b"<svg onload='x'/>", "html"),
    "a PNG": (b"\x89PNG\r\n\x1a\n....", "png"),
    "a JPEG": (b"\xff\xd8\xff\xe0....", "jpeg"),
    "a GIF": (b"GIF89a....", "gif"),
    "a TIFF": (b"II*\x00....", "tiff"),
    "a film": (b"\x00\x00\x00\x18ftypmp42....", "mp4"),
    "a picture of a telephone": (b"\x00\x00\x00\x18ftypheic....", "heic"),
    "a recording": (b"RIFF....WAVEfmt ", "wav"),
    "another recording": (b"ID3\x04....", "mp3"),
    "a 7z archive": (b"7z\xbc\xaf\x27\x1c....", "archive"),
    "a program for Windows": (b"MZ\x90\x00....", "program"),
    "a program for Linux": (b"\x7fELF....", "program"),
    "a script": (b"#!/bin/sh\n", "program"),
    "bytes of no kind": (b"\x00\x01\x02\x03", None),
}


@pytest.mark.parametrize("what", TABLE)
def test_a_file_is_told_by_its_content(what: str) -> None:
    content, kind = TABLE[what]
    assert kind_of_content(content) == kind


def test_every_kind_that_is_named_can_be_told() -> None:
    assert {kind for _, kind in TABLE.values()} - {None} == set(KINDS)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"RIFF", b"MZ"]))
def test_no_bytes_are_too_strange(content: bytes, start: bytes) -> None:
    assert kind_of_content(start + content) in {*KINDS, None}
