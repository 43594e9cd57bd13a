"""The written form of a record that is moved: a manifest and files of lines. ``docs/moving-house.md`` is normative.

A line of an event is its bytes, exactly as they were hashed; all else about it is read off them. A line of anything
else is one JSON object with the names of the columns, bytes as hexadecimal digits.
"""

import json
import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_type_hints

from pydantic import ValidationError

from domain.canonical import canonical, sha256_hex
from domain.ledger.rows import AttentionRow, CheckpointRow, CommandRow, RefusalRow
from domain.messages import Message
from domain.refusals import Refused

__all__ = [
    "KINDS",
    "Counts",
    "FileEntry",
    "Kind",
    "LineFiles",
    "Manifest",
    "Origin",
    "entry_of",
    "file_name",
    "kind_of",
    "line_of",
    "lines_of",
    "read_manifest",
    "row_of",
]

FORMAT = "assay-record"
FORMAT_VERSION = 1

ROWS_PER_FILE = 10_000
_LARGEST = 2**63 - 1
BYTES_PER_FILE = 8 * 1024 * 1024
"""A file is closed before it has more than either; only a line that is longer by itself makes a longer file."""


Row = CommandRow | RefusalRow | CheckpointRow | AttentionRow
R = TypeVar("R", CommandRow, RefusalRow, CheckpointRow, AttentionRow)

Kind = Literal["events", "commands", "refusals", "checkpoints", "attention"]
KINDS: tuple[Kind, ...] = ("events", "commands", "refusals", "checkpoints", "attention")

_SHAPES = MappingProxyType(
    {kind: get_type_hints(kind) for kind in (CommandRow, RefusalRow, CheckpointRow, AttentionRow)}
)
_NAMES = re.compile(
    r"(events|commands|refusals|checkpoints|attention)/\d{9}\.jsonl"
    r"|documents/([0-9a-f]{2})/\2[0-9a-f]{62}(\.sealed)?"
    r"|rules/(frameworks|schemes|protocols)/[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.toml"
)


class Counts(Message):
    """How many lines there are of each kind."""

    events: int
    commands: int
    refusals: int
    checkpoints: int
    attention: int


class FileEntry(Message):
    """One file: its name with ``/`` between folder and file, its size in bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str


class Origin(Message):
    """Which record it is."""

    id: str
    created: str
    simulated: bool


class Manifest(Message):
    """What is in an export.

    Attributes:
        format: always ``assay-record``.
        format_version: the version of this format.
        record: which record it is; the importing store takes over its identity.
        store_schema: the schema version of the store that was exported; for people.
        assay: the version of Assay that made it; for people.
        made_at: when, in UTC.
        made_by: who, opaque.
        after: the events begin after this position; 0 for a whole record.
        last: they end at this position.
        base_root: root of the RFC 6962 tree over the events up to ``after``, hexadecimal.
        root: root of the tree over all events up to ``last``.
        counts: how many lines of each kind.
        checkpoint: the last signed checkpoint, if there is one.
        command_key: tells whether a command key is the one under which the commands were digested; None if the
            key was not at hand.
        files: every other file, in the order in which they were written.
    """

    format: Literal["assay-record"]
    format_version: Literal[1]
    record: Origin
    store_schema: str
    assay: str
    made_at: str
    made_by: str
    after: int
    last: int
    base_root: str
    root: str
    counts: Counts
    checkpoint: str | None
    command_key: str | None
    files: tuple[FileEntry, ...]

    def written(self) -> bytes:
        """The manifest as it is kept, with a line for each member."""
        return json.dumps(self.model_dump(mode="json"), indent=1, sort_keys=True).encode() + b"\n"

    def names(self, kind: str) -> tuple[FileEntry, ...]:
        """The files in a folder, in order."""
        return tuple(each for each in self.files if each.name.startswith(f"{kind}/"))


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        Refused: ``bad-export`` when it is none, or names a file that no export has; ``newer-export`` when a newer
            version of Assay made it.
    """
    try:
        written = json.loads(content)
    except (ValueError, RecursionError):
        raise _bad("manifest.json is not JSON; it was changed or cut short") from None
    if not isinstance(written, dict) or written.get("format") != FORMAT:
        raise _bad("manifest.json is not that of an Assay export")
    version = written.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise Refused.because(
            "newer-export",
            f"The export has format {version}, and this version of Assay reads formats up to {FORMAT_VERSION}; "
            "use a newer version.",
        )
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise _bad(f"manifest.json: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    seen: set[str] = set()
    for each in manifest.files:
        if not _NAMES.fullmatch(each.name):
            raise _bad(f"manifest.json names a file {each.name[:80]!r}, which no export has")
        if each.name in seen:
            raise _bad(f"manifest.json names {each.name} twice")
        if each.bytes < 0 or not re.fullmatch("[0-9a-f]{64}", each.sha256):
            raise _bad(f"manifest.json says of {each.name} what cannot be")
        seen.add(each.name)
    for kind in KINDS:
        for number, each in enumerate(manifest.names(kind), start=1):
            if each.name != file_name(kind, number):
                raise _bad(f"manifest.json has {each.name} where {file_name(kind, number)} should follow")
    if not 0 <= manifest.after <= manifest.last or manifest.counts.events != manifest.last - manifest.after:
        raise _bad("manifest.json: its positions and its number of events do not fit each other")


def _bad(what: str) -> Refused:
    return Refused.because("bad-export", f"The export cannot be read: {what}.")


def file_name(kind: str, number: int) -> str:
    """The name of a kind's file, counted from 1."""
    return f"{kind}/{number:09}.jsonl"


def kind_of(name: str) -> str:
    """The folder that a file is in."""
    return name.partition("/")[0]


def line_of(row: Row) -> bytes:
    """A row as a line, without the line break."""
    return canonical(
        {name: value.hex() if isinstance(value, bytes) else value for name, value in row._asdict().items()}
    )


def row_of(kind: type[R], line: bytes) -> R:
    """Read a line as a row.

    Raises:
        ValueError: it is not one; the text says why.
    """
    shape = _SHAPES[kind]
    try:
        written: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(written, dict) or written.keys() != shape.keys():
        raise ValueError(f"its members are not {', '.join(shape)}")
    return kind._make(_value(name, wanted, written[name]) for name, wanted in shape.items())


def _value(name: str, wanted: Any, found: Any) -> Any:
    if wanted is bytes and isinstance(found, str) and re.fullmatch("([0-9a-f]{2})*", found):
        return bytes.fromhex(found)
    if wanted is bytes or isinstance(found, bool) or not isinstance(found, wanted):
        raise ValueError(f"{name} is not what it should be")
    if isinstance(found, int) and not 0 <= found <= _LARGEST:
        raise ValueError(f"{name} is not a number that can be kept")
    if isinstance(found, str) and ("\x00" in found or not _encodes(found)):
        raise ValueError(f"{name} has a character that cannot be kept")
    return found


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a file.

    Raises:
        ValueError: the last one has no end: the file was cut short.
    """
    lines = content.split(b"\n")
    if lines.pop():
        raise ValueError("its last line has no end")
    return lines


class LineFiles:
    """Puts lines into files of one kind, each within the limits; the same lines always make the same files."""

    def __init__(self, kind: Kind, put: Callable[[str, bytes], None]) -> None:
        """Put the files of a kind.

        Args:
            kind: what the lines are.
            put: takes the name and the content of each file, once it is full.
        """
        self.count = 0
        self._kind = kind
        self._put = put
        self._files = 0
        self._held: list[bytes] = []
        self._bytes = 0

    def add(self, line: bytes) -> None:
        """Add a line, without its line break."""
        size = len(line) + 1
        if self._held and (len(self._held) == ROWS_PER_FILE or self._bytes + size > BYTES_PER_FILE):
            self.close()
        self._held.append(line)
        self._bytes += size
        self.count += 1

    def close(self) -> None:
        """Put the lines that are held."""
        if self._held:
            self._files += 1
            self._put(file_name(self._kind, self._files), b"\n".join((*self._held, b"")))
            self._held, self._bytes = [], 0


def entry_of(name: str, content: bytes) -> FileEntry:
    """What the manifest says of a file."""
    return FileEntry(name=name, bytes=len(content), sha256=sha256_hex(content))
