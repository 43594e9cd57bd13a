"""What sort of file something is, by its content and not by its name: a name is whatever somebody typed."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

__all__ = ["KINDS", "kind_of_content"]

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "a PDF document",
        "docx": "a Word document",
        "xlsx": "an Excel workbook",
        "pptx": "a PowerPoint presentation",
        "odt": "an OpenDocument text",
        "ods": "an OpenDocument spreadsheet",
        "odp": "an OpenDocument presentation",
        "macro": "an Office file with macros, or a password",
        "old-office": "an Office file from before 2007, an Outlook message, or one with a password",
        "rtf": "a rich text document",
        "text": "plain text, such as a CSV file or an e-mail",
        "html": "a web page",
        "png": "a PNG picture",
        "jpeg": "a JPEG picture",
        "gif": "a GIF picture",
        "tiff": "a TIFF picture",
        "heic": "a HEIC picture",
        "mp4": "an MP4 film or recording",
        "mp3": "an MP3 recording",
        "wav": "a WAV recording",
        "zip": "a ZIP archive",
        "archive": "a 7z, RAR or gzip archive",
        "program": "a program",
    }
)
"""Every kind of file that is told from others, by its code."""

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
)
_MAIN_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
_OPEN_DOCUMENTS: Mapping[bytes, str] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_PAGES = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")
_LONGEST_NAME = 100
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0c")


def kind_of_content(content: bytes) -> str | None:
    """The code of the kind of file that this is; None for one that is not known.

    Of a file that could be two things it says the more dangerous one: a document with macros is no document.
    """
    found = next((kind for start, kind in _BEGINNINGS if content.startswith(start)), None)
    if found is not None:
        return found
    if content.startswith(b"PK\x03\x04"):
        return _in_archive(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[4:8] == b"ftyp":
        return "heic" if content[8:12] in (b"heic", b"heix", b"mif1") else "mp4"
    return _text(content)


def _in_archive(content: bytes) -> str:
    """What a ZIP archive holds, from the names of its parts; nothing in it is unpacked but a short line."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return "macro"
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= _LONGEST_NAME:
                kind = _OPEN_DOCUMENTS.get(archive.read("mimetype").strip())
                if kind is not None:
                    return "macro" if any(name.startswith("Basic/") for name in names) else kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return "zip"
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for part, kind in _MAIN_PARTS if part in names), "zip")


def _text(content: bytes) -> str | None:
    try:
        content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _CONTROLS.isdisjoint(content):
        return None
    begins = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if begins.startswith(_PAGES) else "text"
