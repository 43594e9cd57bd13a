"""Canaries: distinctive words that are planted where something private goes, and looked for where it must not be."""

import base64
import gzip
import http.server
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Collector", "Found", "collecting", "forms_of", "look_for"]


@dataclass(frozen=True)
class Found:
    """A canary where it must not be.

    Attributes:
        file: where.
        form: in which form.
        around: what stands there.
    """

    file: Path
    form: str
    around: bytes


def forms_of(word: bytes) -> Mapping[str, bytes]:
    """Every form in which a word may have been written, by the form's name.

    In base64 a word looks in three ways, by where it begins; of each only those characters count that hang on nothing
    but the word.
    """
    text = word.decode("latin-1")
    forms = {
        "plain": word,
        "hex": word.hex().encode(),
        "HEX": word.hex().upper().encode(),
        "UTF-16LE": text.encode("utf-16-le"),
        "UTF-16BE": text.encode("utf-16-be"),
        "JSON": "".join(f"\\u{ord(each):04x}" for each in text).encode(),
    }
    for name, written in (("", word), (" of UTF-16LE", forms["UTF-16LE"])):
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + written + b"\0\0")
            begin = -(-shift * 8 // 6)
            end = (shift + len(written)) * 8 // 6
            forms[f"base64+{shift}{name}"] = whole[begin:end]
            forms[f"base64url+{shift}{name}"] = whole[begin:end].translate(bytes.maketrans(b"+/", b"-_"))
    return forms


def look_for(words: Iterable[bytes], *places: Path) -> list[Found]:
    """Search every byte of every file in some folders."""
    forms: dict[bytes, str] = {}
    for word in words:
        for name, form in forms_of(word).items():
            forms.setdefault(form, name)
    return [found for place in places for file in _files(place) for found in _in_file(file, forms)]


def _files(place: Path) -> Iterator[Path]:
    yield from (each for each in place.rglob("*") if each.is_file() and not each.is_symlink())


def _in_file(file: Path, forms: Mapping[bytes, str]) -> Iterator[Found]:
    try:
        content = file.read_bytes()  # read, and not mapped: it may be cut short while it is searched
    except FileNotFoundError:  # it was a temporary one, or has another name by now
        return
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    for form, name in forms.items():
        at = content.find(form)
        if at >= 0:
            yield Found(file, name, content[max(0, at - 40) : at + 80])


class Collector:
    """Stands in for an OpenTelemetry collector: keeps every byte that it is sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                collector.keep(body)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._lock = threading.Lock()
        self._count = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def keep(self, body: bytes) -> None:
        with self._lock:
            self._count += 1
            content = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            (self.folder / f"{self._count:05}.otlp").write_bytes(content)


@contextmanager
def collecting(folder: Path) -> Iterator[Collector]:
    """A collector on a free loopback port."""
    collector = Collector(folder)
    thread = threading.Thread(target=collector.server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        collector.server.shutdown()
        thread.join()
        collector.server.server_close()
