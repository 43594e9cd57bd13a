"""Verifies a dossier of Assay's: how one inspection came to its ratings, checked without Assay and without trust in it.

    python assay_verify.py DOSSIER --key KEY [--json]

One file, Python 3.11 or newer, nothing to install. It shares no code with Assay: it was written from docs/dossier.md,
docs/trace.md and docs/tamper-evidence.md, and anybody may write another. KEY is the public key of the record, as the
inspectorate hands it out; take it from elsewhere than from whoever gave you the dossier. `--self-test` checks the
signature arithmetic against the vectors of RFC 8032.

It ends with 0 for verified, and otherwise names the first place that does not hold: 10 changed, 11 incomplete,
13 unsigned, 14 rating-differs (the recorded rating does not follow from the recorded answers), 15 newer (this program
is too old for the dossier). 2 means that it was called wrongly.
"""

import argparse
import base64
import hashlib
import json
import os
import stat
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

ENDS = {"verified": 0, "changed": 10, "incomplete": 11, "unsigned": 13, "rating-differs": 14, "newer": 15}
FORMAT = "assay.dossier.v1"
LARGEST_FILE = 64 << 20
LARGEST_WHOLE = 128 << 20
LARGEST_UNTRUSTED_JSON = 1 << 20

STORED = ("dossier.json", "statement.txt")
PACKED = (
    "checkpoint.txt", "events.jsonl", "framework.json", "keys.json", "proof.json", "read-me-first.html", "scheme.json",
    "trace.json",
)  # fmt: skip
NAMES = (*STORED, *PACKED)

KNOWN = {
    "inspection.announced": 2, "inspection.rating-proposed": 2, "inspection.criterion-scored": 1,
    "inspection.standard-left-unrated": 1, "inspection.sample-drawn": 2, "inspection.sample-withdrawn": 1,
    "inspection.case-replaced": 1, "inspection.second-reads-drawn": 1, "inspection.second-reads-waived": 1,
    "inspection.case-reads-closed": 2, "inspection.case-reads-reopened": 1, "inspection.ratings-derived": 1,
    "inspection.ratings-decided": 2, "inspection.ratings-confirmed": 1, "case.sampled": 2, "case.set-aside": 1,
    "case.answers-recorded": 1, "case.read-completed": 1, "case.read-reopened": 2, "case.set-for-second-read": 1,
    "case.second-read-received": 1, "case.second-read-called-back": 1, "case.second-read-given-up": 1,
    "second-read.drawn": 1, "second-read.answers-recorded": 1, "second-read.given-up": 1,
    "second-read.difference-decided": 1, "panel.inspection-considered": 1, "record.opened": 1,
    "record.sealing-key-rotated": 1,
}  # fmt: skip
"""The events on which a rating rests, each with the latest version that is understood here. No other bears on it."""

Event = dict[str, Any]


class Bad(Exception):
    """Something does not hold: the verdict, and where."""

    def __init__(self, verdict: str, place: str) -> None:
        super().__init__(place)
        self.verdict, self.place = verdict, place


def ensure(holds: object, place: str, verdict: str = "changed") -> None:
    """Go on only if something holds."""
    if not holds:
        raise Bad(verdict, place)


def canonical(value: object) -> bytes:
    """The RFC 8785 form of what a record holds: names in ASCII, whole numbers, no fraction."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def leaf(body: bytes) -> bytes:
    """The digest of an event."""
    return hashlib.sha256(b"\0" + body).digest()


# Ed25519 (RFC 8032), verification alone: points in extended coordinates, both products in one pass.

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(one: Point, two: Point) -> Point:
    """The sum of two points."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = two
    a, b, c, d = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P, 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for; None if they stand for none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(encoded) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (not x and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is the key's over the message (RFC 8032 §5.1.7)."""
    key, scalar = point(public), int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - key[0], key[1], 1, P - key[3])
    table = {(1, 0): BASE, (0, 1): minus, (1, 1): add(BASE, minus)}
    total: Point = (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        total = add(total, total)
        both = (scalar >> bit & 1, hashed >> bit & 1)
        if both != (0, 0):
            total = add(total, table[both])
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


VECTORS = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
)  # fmt: skip
"""Key, message and signature of tests 1 to 3 of RFC 8032 §7.1."""


def self_test() -> bool:
    """Whether the arithmetic agrees with RFC 8032: each vector holds, and with any one thing changed none does."""
    for key, message, signature in (tuple(map(bytes.fromhex, each)) for each in VECTORS):
        flipped = bytes([signature[0] ^ 1]) + signature[1:]
        beyond = int.from_bytes(signature[32:], "little") + ORDER
        again = signature[:32] + beyond.to_bytes(32, "little")
        wrong = ((message + b"x", signature), (message, flipped), (message, again))
        if not signed_by(key, message, signature) or any(signed_by(key, *each) for each in wrong):
            return False
    return True


# Keys and signed notes (C2SP signed-note).


def read_key(text: str) -> tuple[str, bytes]:
    """Name and 32 bytes of a public key.

    Raises:
        ValueError: it is none.
    """
    name, identity, encoded = text.strip().split("+", 2)
    key = base64.b64decode(encoded, validate=True)
    if len(key) != 33 or key[0] != 1 or key_id(name, key[1:]).hex() != identity:
        raise ValueError("not a public key")
    return name, key[1:]


def key_id(name: str, key: bytes) -> bytes:
    """Four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]


def note_text(note: str) -> str:
    """What is signed in a note."""
    return note[: note.rfind("\n\n") + 1]


def note_signed(note: str, key: str) -> bool:
    """Whether a note has exactly one signature under it, and it is the key's."""
    text, (name, public) = note_text(note), read_key(key)
    line = note[len(text) + 1 :]
    start = f"\u2014 {name} "
    if not line.startswith(start) or not line.endswith("\n"):
        return False
    try:
        decoded = base64.b64decode(line[len(start) : -1], validate=True)
    except ValueError:
        return False
    if base64.b64encode(decoded).decode() != line[len(start) : -1] or decoded[:4] != key_id(name, public):
        return False
    return signed_by(public, text.encode(), decoded[4:])


# The file: a ZIP that is exactly as Assay writes it, so that no bit of it is without meaning.

LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, never more of them than a dossier has."""
    size = path.stat().st_size if stat.S_ISREG(path.stat().st_mode) else 0
    ensure(size <= LARGEST_FILE, "the file is larger than any dossier")
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    ensure(len(data) <= LARGEST_FILE, "the file is larger than any dossier")
    return data


def unpack(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """The files of a ZIP by name, each as it is and as it was packed."""
    ensure(data[:4] == b"PK\x03\x04", "the file is not a dossier")
    ensure(data[-22:-18] == b"PK\x05\x06", "the file's end is missing", "incomplete")
    found: dict[str, tuple[bytes, bytes]] = {}
    directory, offset, whole = b"", 0, 0
    for name in NAMES:
        ensure(data[offset : offset + 4] == b"PK\x03\x04", f"{name} is missing", "incomplete")
        ensure(len(data) >= offset + LOCAL.size, f"{name} is cut short", "incomplete")
        head = LOCAL.unpack_from(data, offset)
        crc, packed, size = head[6:9]
        method = 0 if name in STORED else 8
        start = offset + LOCAL.size + len(name)
        expected = (
            LOCAL.pack(b"PK\x03\x04", 20, 0, method, 0, 33, crc, packed, size, len(name), 0) + name.encode()
        )
        ensure(data[offset:start] == expected, f"the header of {name} is not as a dossier has it")
        whole += size
        ensure(whole <= LARGEST_WHOLE, f"{name} unpacks to more than any dossier holds")
        raw = data[start : start + packed]
        content = raw if not method else inflate(raw, size, name)
        ensure(len(content) == size and zlib.crc32(content) == crc, f"{name} is damaged")
        found[name] = (content, raw)
        if name == "dossier.json":
            check_format(content)  # before anything is asked of the other files: a later version may have others
        directory += CENTRAL.pack(
            b"PK\x01\x02", 0x314, 20, 0, method, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0o644 << 16, offset
        ) + name.encode()  # fmt: skip
        offset = start + packed
    count = len(NAMES)
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    ensure(data[offset:] == directory + end, "the list of files is not as a dossier has it")
    return found


def check_format(manifest: bytes) -> None:
    """The manifest is of the format that is understood here."""
    ensure(len(manifest) <= LARGEST_UNTRUSTED_JSON, "dossier.json is too long")
    said = str(json.loads(manifest)["format"])
    if said != FORMAT:
        later = said.startswith("assay.dossier.v")
        raise Bad("newer" if later else "changed", f"dossier.json: its format is {said[:40]}")


def inflate(raw: bytes, size: int, name: str) -> bytes:
    """Unpacked bytes, never more of them than were announced."""
    unpacker = zlib.decompressobj(-15)
    content = unpacker.decompress(raw, size + 1)
    ensure(unpacker.eof and not unpacker.unused_data, f"{name} is damaged, or unpacks to more than it says")
    return content


# The seal: that the manifest names these very files, and that the record's key has signed it and the checkpoint.


class Dossier:
    """A dossier whose files are those of its manifest, and whose manifest is signed."""

    def __init__(self, data: bytes, key: str) -> None:
        """Open a dossier and check who signed it."""
        packed = unpack(data)
        self.files = {name: content for name, (content, _) in packed.items()}
        self.manifest = json.loads(self.files["dossier.json"])
        ensure(
            canonical(self.manifest) == self.files["dossier.json"],
            "dossier.json is not in its canonical form",
        )
        self.origin = str(self.manifest["origin"])
        files = {
            name: {
                "packed": sha(packed[name][1]),
                "sha256": sha(self.files[name]),
                "size": len(self.files[name]),
            }
            for name in PACKED
        }
        for name in PACKED:
            ensure(
                self.manifest["files"].get(name) == files[name],
                f"{name} is not the file that dossier.json names",
            )
        ensure(self.manifest["files"] == files, "dossier.json names other files than there are")
        self.keys = self._keys(key)
        statement, self.checkpoint = self.text("statement.txt"), self.text("checkpoint.txt")
        text = f"assay dossier\n{self.origin}\ninspection {self.manifest['inspection']}\n"
        text += f"manifest {sha(self.files['dossier.json'])}\n"
        ensure(note_text(statement) == text, "statement.txt is not about this dossier")
        lines = note_text(self.checkpoint).split("\n")
        ensure(lines[0] == self.origin, "checkpoint.txt is of another record")
        self.size, self.root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        self.sealed_at = next((each[3:] for each in lines if each.startswith("at ")), "")
        since, signer = max((each for each in self.keys if each[0] <= self.size), default=(0, ""))
        trusted = next(place for place, each in self.keys if each == key)
        ensure(since >= trusted, "checkpoint.txt is from before the key that is trusted", "unsigned")
        ensure(
            note_signed(self.checkpoint, signer),
            "checkpoint.txt is not signed by the record's key",
            "unsigned",
        )
        ensure(note_signed(statement, signer), "statement.txt is not signed by the record's key", "unsigned")

    def text(self, name: str) -> str:
        """A file as text."""
        return self.files[name].decode()

    def _keys(self, trusted: str) -> list[tuple[int, str]]:
        """Every key with the size from which on it signs, each named by the one before it; the trusted one is one."""
        ensure(len(self.files["keys.json"]) <= LARGEST_UNTRUSTED_JSON, "keys.json is too long")
        keys = json.loads(self.files["keys.json"])
        ensure(read_key(trusted)[0] == self.origin, "the key is another record's", "unsigned")
        ensure(any(each["key"] == trusted for each in keys), "the key is none of this record's", "unsigned")
        for old, new in zip(keys, keys[1:], strict=False):
            text = f"assay sealing key\n{self.origin}\n{new['key']}\n"
            vouched = note_text(new["note"]) == text and note_signed(new["note"], old["key"])
            ensure(vouched, "keys.json: a key is not named by the one before it", "unsigned")
            ensure(new["since"] > old["since"], "keys.json is not in order")
        ensure(keys[0]["since"] == 0 and keys[0]["note"] is None, "keys.json has no first key")
        return [(each["since"], each["key"]) for each in keys]


# The events: their digests, their place in the tree, and their chains.


def read_events(dossier: Dossier) -> dict[str, list[Event]]:
    """Every event by its stream, once the tree and the chains are known to hold."""
    lines = dossier.files["events.jsonl"].split(b"\n")
    ensure(lines.pop() == b"", "events.jsonl: its last line is cut short")
    proof = json.loads(dossier.files["proof.json"])
    positions = proof["positions"]
    ensure(len(positions) == len(lines), "proof.json has another number of events", "incomplete")
    ensure(
        all(one < two for one, two in zip(positions, positions[1:], strict=False)),
        "proof.json is not in order",
    )
    ensure(
        proof["size"] == dossier.size and 0 < positions[0] <= positions[-1] <= dossier.size,
        "proof.json: its size",
    )
    leaves = [leaf(each) for each in lines]
    steps = iter([bytes.fromhex(each) for each in proof["hashes"]])
    root = root_of([each - 1 for each in positions], leaves, steps, dossier.size)
    ensure(root == dossier.root and next(steps, None) is None, "proof.json does not lead to the checkpoint")
    streams: dict[str, list[Event]] = {}
    for position, digest, line in zip(positions, leaves, lines, strict=True):
        event: Event = json.loads(line)
        ensure(event["schema_version"] == 1, f"event {position}: its layout", "newer")
        event |= {"position": position, "digest": digest.hex()}
        event["kind"] = kind_of(event)
        streams.setdefault(event["stream"], []).append(event)
    for events in streams.values():
        check_chain(events)
    said = [
        {
            "events": len(events),
            "stream": stream,
            "whole": [each["version"] for each in events][-1] == len(events),
        }
        for stream, events in sorted(streams.items())
    ]
    ensure(dossier.manifest["streams"] == said, "dossier.json lists other streams than there are")
    return streams


def kind_of(event: Event) -> str:
    """An event's name without its version, which must be one that is understood here if a rating rests on it."""
    kind, _, version = str(event["name"]).rpartition(".v")
    ensure(int(version) <= KNOWN.get(kind, 1 << 30), f"event {event['position']}: {event['name']}", "newer")
    return kind


def check_chain(events: Sequence[Event]) -> None:
    """Each event of a stream names the one before it, where that is there."""
    before: Event = {"version": 0, "digest": None}
    for each in events:
        ensure(
            each["version"] > before["version"], f"event {each['position']}: out of order in {each['stream']}"
        )
        if each["version"] == before["version"] + 1:
            place = f"event {each['position']}: it does not follow the event before it in {each['stream']}"
            ensure(each["previous"] == before["digest"], place)
        before = each


def root_of(indexes: Sequence[int], leaves: Sequence[bytes], steps: Iterator[bytes], size: int) -> bytes:
    """The root of the tree from some leaves and the roots of the largest subtrees without any of them."""

    def below(start: int, end: int, low: int, high: int) -> bytes:
        if low == high:
            return next(steps, b"")
        if end - start == 1:
            return leaves[low]
        split = start + (1 << (end - start - 1).bit_length() - 1)
        middle = low
        while middle < high and indexes[middle] < split:
            step = 1
            while middle + 2 * step <= high and indexes[middle + 2 * step - 1] < split:
                step *= 2
            middle += step
        left = below(start, split, low, middle)
        return hashlib.sha256(b"\1" + left + below(split, end, middle, high)).digest()

    return below(0, size, 0, len(indexes))


def whole(streams: Mapping[str, list[Event]], stream: str, version: int | None = None) -> list[Event]:
    """A stream from its first event to a version, or to the last that is there; no event is missing."""
    events = streams.get(stream, [])
    last = len(events) if version is None else version
    missing = next((n for n in range(1, last + 1) if n > len(events) or events[n - 1]["version"] != n), None)
    ensure(events and missing is None, f"{stream}: version {missing or 1} is left out", "incomplete")
    ensure(version is None or len(events) == version, f"{stream}: it has more events than were used")
    return events


# What was so when the ratings were derived.


def inspection_until(own: Sequence[Event]) -> dict[str, Any]:
    """Samples, second reads and judgements as they stood after some events of the inspection's own stream."""
    known: dict[str, Any] = {
        "samples": {},
        "given": {},
        "settled": {},
        "replaced": {},
        "twice": [],
        "closed": [],
    }
    for each in own:
        data, kind = each["data"], each["kind"].removeprefix("inspection.")
        if kind == "announced":
            known["announced"] = data
        elif kind == "rating-proposed":
            place = f"{each['stream']}/{each['version']}"
            known["given"][data["standard"]] = {
                "rating": data["rating"],
                "reference": place,
                "digest": each["digest"],
            }
        elif kind == "criterion-scored":
            known["settled"][data["standard"]] = {"percent": data["percent"]}
        elif kind == "standard-left-unrated":
            known["settled"][data["standard"]] = {"not_rated": data["reason"]}
        else:
            fold_reads(known, kind, data)
    return known


def fold_reads(known: dict[str, Any], kind: str, data: Event) -> None:
    """What an event says about samples and reads, if it says anything."""
    match kind:
        case "sample-drawn":
            known["samples"][data["population"]] = data["cases"]
        case "sample-withdrawn":
            known["samples"].pop(data["population"], None)
        case "case-replaced":
            known["replaced"][data["case"]] = data["by"]
        case "second-reads-drawn":
            known["twice"] = data["cases"]
        case "second-reads-waived":
            known["twice"] = []
        case "case-reads-closed":
            known["closed"] = data["cases"]
        case "case-reads-reopened":
            known["closed"] = []


def sampled(known: dict[str, Any]) -> list[str]:
    """The cases that were to be read: those drawn, or those that took their place."""
    found = []
    for drawn in chain.from_iterable(known["samples"].values()):
        case = drawn
        while case is not None and case in known["replaced"]:
            case = known["replaced"][case]
        found += [] if case is None else [case]
    return found


def read_case(events: Sequence[Event]) -> dict[str, Any]:
    """A case as it was read: its population and the first reader's answers."""
    case: dict[str, Any] = {
        "population": "",
        "answers": {},
        "complete": False,
        "twice": False,
        "second_in": False,
    }
    flags = {
        "case.read-completed": ("complete", True), "case.read-reopened": ("complete", False),
        "case.set-for-second-read": ("twice", True), "case.second-read-given-up": ("twice", False),
        "case.second-read-received": ("second_in", True), "case.second-read-called-back": ("second_in", False),
    }  # fmt: skip
    for each in events:
        if each["kind"] == "case.answers-recorded":
            case["answers"] |= dict(each["data"]["answers"])
        elif each["kind"] == "case.sampled":
            case["population"] = each["data"]["population"]
        elif each["kind"] == "case.set-aside":
            case["population"] = ""
        elif each["kind"] in flags:
            flag, value = flags[each["kind"]]
            case[flag] = value
    return case | {
        "case": events[-1]["stream"],
        "version": events[-1]["version"],
        "digest": events[-1]["digest"],
    }


def read_again(case: dict[str, Any], events: Sequence[Event]) -> None:
    """Put the second read beside the first: what was decided counts, and whose answer that is."""
    asked: list[str] = []
    answers: dict[str, str] = {}
    decided: dict[str, str] = {}
    given_up = False
    for each in events:
        data = each["data"]
        if each["kind"] == "second-read.drawn":
            asked = data["key_questions"]
        elif each["kind"] == "second-read.answers-recorded":
            answers |= dict(data["answers"])
        elif each["kind"] == "second-read.difference-decided":
            decided[data["question"]] = data["answer"]
        given_up = given_up or each["kind"] == "second-read.given-up"
    first, counted = case["answers"], {}
    both_in = case["twice"] and case["complete"] and case["second_in"]
    differing = [each for each in asked if both_in and first.get(each) != answers.get(each)]
    for question in [] if given_up else sorted({*differing, *decided}):
        answer = decided.get(question, first.get(question))
        said = (first.get(question) == answer, answers.get(question) == answer)
        words = {(True, True): "both", (True, False): "first", (False, True): "second"}
        counted[question] = words.get(said, "quality-lead")
    last = events[-1]
    case["again"] = {
        "case": case["case"], "stream": last["stream"], "version": last["version"], "digest": last["digest"],
        "counted": counted,
    }  # fmt: skip
    case["answers"] = first if given_up else first | decided


# The rating, by docs/trace.md §4.


def differs(place: str) -> Bad:
    """The verdict where a rating does not follow."""
    return Bad("rating-differs", place)


def rate(scheme: dict[str, Any], given: dict[str, Any], cases: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The trace of a rating.

    Args:
        scheme: its canonical form.
        given: by standard, a judgement, a percentage, or the reason for not rating it.
        cases: every case, with its population and answers.
    """
    populations: dict[str, list[dict[str, Any]]] = {}
    for each in sorted(cases, key=lambda case: str(case["case"])):
        populations.setdefault(each["population"], []).append(each)
    for population in populations:
        if population not in {each["population"] for each in scheme["standards"]}:
            raise differs(f"the scheme knows no population {population!r}")
    facts = {each["id"]: {"value": each["default"], "given": False} for each in scheme["facts"]}
    standards = [
        rate_standard(scheme, each, given.get(each["id"]), populations) for each in scheme["standards"]
    ]
    twice = [each["again"] for name in sorted(populations) for each in populations[name] if "again" in each]
    return {
        "format": "assay.trace.v2" if twice else "assay.trace.v1",
        "scheme": {"id": scheme["id"], "version": scheme["version"], "digest": sha(canonical(scheme))},
        "cases": {
            n: [[e["case"], e["version"], e["digest"]] for e in cases] for n, cases in populations.items()
        },
        **({"read_twice": twice} if twice else {}),
        "facts": facts,
        "standards": standards,
        "overall": overall(
            scheme, [(each["rating"], each["weight"]) for each in standards if each["counted"]]
        ),
    }


def rate_standard(
    scheme: dict[str, Any],
    standard: dict[str, Any],
    given: dict[str, Any] | None,
    populations: Mapping[str, Any],
) -> dict[str, Any]:
    """One standard of the trace (docs/trace.md §3.2, §4 steps 4 to 7)."""
    id_, how = standard["id"], standard["aggregator"]
    result: dict[str, Any] = {
        "id": id_, "aggregator": how, "counted": standard["counted"], "weight": standard["weight"], "source": "cases",
        "judgement": None, "key_questions": [], "lowest_key_questions": [], "share": None, "shown": None,
        "between_edges": False, "rules": [], "band": None, "rating": None, "score": None, "not_rated": None,
    }  # fmt: skip
    if given is not None and "not_rated" in given:
        return result | {"source": "not_rated", "not_rated": given["not_rated"]}
    if given is not None and "rating" in given and how == "judgement":
        result |= {"source": "judgement", "judgement": given}
        return with_rating(scheme, result, given["rating"])
    if given is not None and "percent" in given and how == "percentage":
        return result | {"source": "percentages"} | of_share(scheme, Fraction(given["percent"], 100))
    if (
        given is not None
        or standard["population"] not in populations
        or how not in ("lowest_band", "percentage")
    ):
        raise differs(f"standard {id_} cannot be rated from what is on record")
    asked = {each["id"]: each["weight"] for each in standard["key_questions"]}
    questions = [count(scheme, each, populations[standard["population"]]) for each in asked]
    result["key_questions"] = questions
    if how == "percentage":
        return result | pooled(scheme, questions, asked)
    return lowest_band(scheme, result, questions)


def with_rating(scheme: dict[str, Any], result: dict[str, Any], rating: str) -> dict[str, Any]:
    """A standard with its rating and that rating's points."""
    scores = {each["id"]: each["score"] for each in scheme["levels"]}
    if rating not in scores:
        raise differs(f"standard {result['id']}: {rating!r} is none of the scheme's ratings")
    return result | {"rating": rating, "score": scores[rating]}


def count(scheme: dict[str, Any], question: str, cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One key question of the trace: how often it was answered how, its share and band (§3.3, §4 steps 1 to 3)."""
    tally = {"yes": 0, "no": 0, "not_applicable": 0}
    for each in cases:
        if each["answers"].get(question) not in tally:
            raise differs(f"{each['case']} has no answer to {question}")
        tally[each["answers"][question]] += 1
    below = (
        tally["yes"]
        + tally["no"]
        + (tally["not_applicable"] if scheme["shares"]["not_applicable"] == "in" else 0)
    )
    share = Fraction(tally["yes"], below) if below else None
    said = {"share": None, "shown": None, "band": None, "between_edges": False} | of_share(scheme, share)
    half_up = share is not None and scheme["shares"]["rounding"] == "half_up"
    return {
        "id": question,
        **tally,
        "not_asked": 0,
        "rounded": rounded(share or Fraction()) if half_up else None,
    } | said


def rounded(share: Fraction) -> int:
    """A share in whole per cent, a half rounded up."""
    return int((200 * share + 1) // 2)


def of_share(scheme: dict[str, Any], share: Fraction | None) -> dict[str, Any]:
    """What the trace says of a share, if there is one: as it is, as it is shown, its band, and whether between edges."""
    if share is None:
        return {}
    compared = Fraction(rounded(share)) if scheme["shares"]["rounding"] == "half_up" else 100 * share
    band = None
    for each in scheme["bands"]:
        if Fraction(each["at_least"]) > compared:
            break
        band = each["id"]
    edge = next(
        (Fraction(e["at_least"]) for e in scheme["bands"] if Fraction(e["at_least"]) > 100 * share), None
    )
    tenths = (2000 * share + 1) // 2
    if edge is not None and Fraction(tenths, 10) >= edge:
        tenths = 1000 * share // 1
    shown = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    between = edge is not None and 100 * share > edge - 1
    return {"share": str(share), "shown": shown, "band": band, "between_edges": between}


def pooled(
    scheme: dict[str, Any], questions: list[dict[str, Any]], weights: Mapping[str, int]
) -> dict[str, Any]:
    """A standard that is one percentage, over all its key questions (§4 step 6)."""
    inside = scheme["shares"]["not_applicable"] == "in"
    refuse_empty(scheme, [each["id"] for each in questions if each["share"] is None])
    upper = sum(weights[each["id"]] * each["yes"] for each in questions)
    lower = sum(
        weights[each["id"]] * (each["yes"] + each["no"] + (each["not_applicable"] if inside else 0))
        for each in questions
    )
    if not lower:
        return {"not_rated": "no answers to any key question"}
    return {"lowest_key_questions": lowest(questions)} | of_share(scheme, Fraction(upper, lower))


def lowest(questions: Iterable[dict[str, Any]]) -> list[str]:
    """The key questions with the lowest share."""
    shares = {each["id"]: Fraction(each["share"]) for each in questions if each["share"] is not None}
    return [id_ for id_, share in shares.items() if share == min(shares.values())]


def refuse_empty(scheme: dict[str, Any], empty: Sequence[str]) -> None:
    """There is no rating where a question has no answer and the scheme refuses that."""
    if empty and scheme["shares"]["no_answers"] == "refused":
        raise differs(f"key question {empty[0]} has no answer")


def lowest_band(
    scheme: dict[str, Any], result: dict[str, Any], questions: list[dict[str, Any]]
) -> dict[str, Any]:
    """A standard that is rated by its lowest key question (§4 step 4)."""
    policy, bands = scheme["shares"]["no_answers"], {each["id"]: each for each in scheme["bands"]}
    empty = [each["id"] for each in questions if each["share"] is None]
    refuse_empty(scheme, empty)
    decided, why = lowest(questions), None
    if empty and policy == "not_rated":
        decided, why = [], f"no answers to {', '.join(empty)}"
    elif empty and policy == "lowest":
        decided = empty
        for each in questions:
            each["band"] = each["band"] or scheme["bands"][0]["id"]
    elif not decided:
        why = "no answers to any key question"
    result |= {"lowest_key_questions": decided, "not_rated": why}
    if decided:
        result["band"] = next(each["band"] for each in questions if each["id"] == decided[0])
        result = with_rating(scheme, result, bands[result["band"]]["rating"])
    result["rules"] = [
        {
            "band": id_, "rating": band["rating"], "fired": bool(decided) and result["band"] == id_,
            "key_questions": [each["id"] for each in questions if each["band"] == id_],
        }
        for id_, band in bands.items()
    ]  # fmt: skip
    return result


def overall(scheme: dict[str, Any], ratings: Sequence[tuple[str | None, int]]) -> dict[str, Any]:
    """The overall rating of the trace, from rating and weight of each counted standard (§3.4, §4 step 8)."""
    rules, ranks = scheme["overall"], [each["id"] for each in scheme["levels"]]
    rated = [(rating, weight) for rating, weight in ratings if rating is not None]
    counts = {level: sum(rating == level for rating, _ in rated) for level in ranks}
    weight, adds = sum(weight for _, weight in rated), rules["aggregator"] == "sum_and_band"
    scores = {each["id"]: each["score"] for each in scheme["levels"]}
    score = sum(scores[rating] * weight for rating, weight in rated) if adds else None
    before, rule, reason = before_limits(rules, counts, weight, score)
    limiters = [] if before is None else [each for each in rules["limiters"] if applies(scheme, each, counts)]
    final = before if before is None else min([before, *(e["at_most"] for e in limiters)], key=ranks.index)
    return {
        "aggregator": rules["aggregator"], "judgement": None, "weight": weight, "score": score,
        "max_score": max(scores.values()) * weight if adds else None, "counts": counts,
        "bands": [
            {
                "rating": each["rating"], "fired": each["rating"] == before,
                "up_to": None if each["up_to"] is None else str(Fraction(each["up_to"]) * weight),
            }
            for each in rules["bands"]
        ],
        "rules": [
            {"id": each["id"], "rating": each["rating"], "source": each["source"], "fired": each["id"] == rule}
            for each in rules["rules"]
        ],
        "limiters": [
            {"id": each["id"], "at_most": each["at_most"], "fired": each in limiters} for each in rules["limiters"]
        ],
        "before_limits": before, "overall": final, "reason": reason,
    }  # fmt: skip


def before_limits(
    rules: dict[str, Any], counts: Mapping[str, int], weight: int, score: int | None
) -> tuple[str | None, str | None, str | None]:
    """The overall rating before limiters, the rule that gave it, or why there is none."""
    words = {
        "none": "the scheme rates standards independently",
        "narrative": "the scheme reports in words only",
    }
    how = rules["aggregator"]
    if how in words:
        return None, None, words[how]
    if how not in ("sum_and_band", "count_rules"):
        raise differs(f"the overall rating by {how} is not on record")
    if not weight:
        return None, None, "no counted standard is rated"
    if how == "sum_and_band":
        within = (
            e for e in rules["bands"] if e["up_to"] is None or Fraction(e["up_to"]) * weight >= (score or 0)
        )
        return next(within)["rating"], None, None
    rule = next(each for each in rules["rules"] if holds(each["when"], counts))
    return rule["rating"], rule["id"], None


def holds(when: Iterable[dict[str, Any]], counts: Mapping[str, int]) -> bool:
    """Whether all conditions hold."""
    for each in when:
        number = sum(counts[level] for level in each["levels"])
        if number < each["at_least"] or (each["at_most"] is not None and number > each["at_most"]):
            return False
    return True


def applies(scheme: dict[str, Any], limiter: dict[str, Any], counts: Mapping[str, int]) -> bool:
    """Whether a limiter applies: no fact was ever given, so each has its default."""
    facts = {each["id"]: each["default"] for each in scheme["facts"]}
    return (limiter["fact"] is None or bool(facts[limiter["fact"]])) and holds(limiter["when"], counts)


# The whole: completeness, the rating, and what was decided on it.


def check_record(dossier: Dossier, streams: Mapping[str, list[Event]]) -> None:
    """The record's own stream is whole, and names the keys that keys.json does."""
    record = whole(streams, "record-0")
    ensure(f"assay/{record[0]['data'].get('record')}" == dossier.origin, "record-0 is another record's")
    rotations = [each for each in record if each["kind"] == "record.sealing-key-rotated"]
    said = [(each["position"], each["data"]["new"]) for each in rotations]
    ensure(said == dossier.keys[1:], "keys.json names other keys than the record")
    ensure(not said or rotations[0]["data"]["old"] == dossier.keys[0][1], "keys.json begins with another key")


def check_cases(
    known: dict[str, Any], derived: Event, streams: Mapping[str, list[Event]]
) -> list[dict[str, Any]]:
    """Every case that was to be read is listed by the deriving event, and is here as it was used; the cases."""
    used = derived["data"]["cases"]
    listed = {each["stream"]: each for each in used}
    cases, seconds = sampled(known), {}
    for case in known["twice"]:
        if case in cases:
            seconds[case] = "second-read-" + case.removeprefix("case-")
    wanted = sorted([*cases, *seconds.values()])
    place = f"event {derived['position']}: the cases it lists are not those that were to be read"
    ensure(sorted(each["stream"] for each in used) == wanted, place, "incomplete")
    closed = sorted(known["closed"], key=canonical) == sorted(used, key=canonical)
    ensure(closed, f"event {derived['position']}: the cases have changed since the reads were closed")
    events = {}
    for stream, each in listed.items():
        events[stream] = whole(streams, stream, each["version"])
        ensure(events[stream][-1]["digest"] == each["digest"], f"{stream}: it does not end as it was used")
    read = [read_case(events[case]) for case in cases]
    for each in read:
        if each["case"] in seconds:
            read_again(each, events[seconds[each["case"]]])
    extra = {each for each in streams if each.startswith(("case-", "second-read-"))} - set(listed)
    ensure(not extra, f"{', '.join(sorted(extra))}: no case of this rating")
    return read


def check_rating(dossier: Dossier, streams: Mapping[str, list[Event]]) -> dict[str, Any]:
    """Derive the ratings again from the answers, and hold them against what was recorded."""
    name = str(dossier.manifest["inspection"])
    own = whole(streams, f"inspection-{name}")
    place = next(
        (n for n in range(len(own) - 1, -1, -1) if own[n]["kind"] == "inspection.ratings-derived"), None
    )
    if place is None:
        raise Bad("incomplete", f"inspection-{name}: no ratings were derived")
    derived, known = own[place], inspection_until(own[:place])
    scheme, said = json.loads(dossier.files["scheme.json"]), derived["data"]
    ensure(str(scheme["format"]) == "assay.scheme.v1", "scheme.json: its format", "newer")
    for file in ("scheme", "framework"):
        pin = known["announced"][file]
        content = dossier.files[f"{file}.json"]
        holds_ = content == b"null" if pin is None else sha(content) == pin["digest"]
        ensure(holds_, f"{file}.json is not the one that the inspection is bound to")
    ensure(canonical(scheme) == dossier.files["scheme.json"], "scheme.json is not in its canonical form")
    ensure(dossier.text("trace.json") == said["trace"], "trace.json is not the recorded trace")
    recorded = json.loads(said["trace"])
    ensure(recorded["format"] in ("assay.trace.v1", "assay.trace.v2"), "trace.json: its format", "newer")
    cases = check_cases(known, derived, streams)
    given = known["given"] | known["settled"]
    for each in scheme["standards"]:
        if known["samples"].get(each["population"]) == []:
            given[each["id"]] = {"not_rated": "The provider had no such cases."}
    trace = rate(scheme, given, cases)
    at = f"event {derived['position']}"
    if canonical(trace).decode() != said["trace"]:
        raise differs(f"{at}: {first_difference(trace, recorded)}")
    ratings = [{"rating": each["rating"], "standard": each["id"]} for each in trace["standards"]]
    total = trace["overall"]
    same = [said["ratings"], said["overall"], said["score"], said["max_score"], said["trace_digest"]]
    if same != [ratings, total["overall"], total["score"], total["max_score"], sha(canonical(trace))]:
        raise differs(f"{at}: the ratings it states are not those of its trace")
    return {
        "inspection": name, "cases": len(cases), "scheme": scheme["id"], "trace_digest": said["trace_digest"],
        "derived_overall": total["overall"], "derived_ratings": {e["standard"]: e["rating"] for e in ratings},
        "decision": check_decision(scheme, derived, own[place + 1 :], streams),
    }  # fmt: skip


def first_difference(ours: Any, theirs: Any, path: str = "the trace") -> str:
    """The first place where two traces differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        pairs: Iterable[tuple[object, Any, Any]] = ((name, ours[name], theirs[name]) for name in sorted(ours))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = zip(range(len(ours)), ours, theirs, strict=True)
    else:
        return f"{path} should be {json.dumps(ours)[:80]}, and is {json.dumps(theirs)[:80]}"
    return next(
        (first_difference(a, b, f"{path}/{at}") for at, a, b in pairs if a != b), f"{path} is not canonical"
    )


def check_decision(
    scheme: dict[str, Any], derived: Event, later: Iterable[Event], streams: Mapping[str, list[Event]]
) -> dict[str, Any] | None:
    """The last decision on these ratings follows from them and its departures; None if there is none that stands."""
    undone = {"rating-proposed", "criterion-scored", "standard-left-unrated", "case-reads-reopened"}
    decided: Event | None = None
    for each in later:
        kind = each["kind"].removeprefix("inspection.")
        if kind in ("ratings-decided", "ratings-confirmed"):
            decided = each
        elif kind in undone:
            decided = None
    if decided is None:
        return None
    data, at = decided["data"], f"event {decided['position']}"
    ensure(
        data["derivation"] == derived["data"]["trace_digest"],
        f"{at}: it is on another derivation",
        "incomplete",
    )
    ratings = {each["standard"]: each["rating"] for each in derived["data"]["ratings"]}
    allowed, departed = scheme["departures"], {each["subject"]: each for each in data["departures"]}
    for subject, each in departed.items():
        may = allowed["overall"] if subject == "overall" else subject in allowed["standards"]
        if not may or (subject != "overall" and each["derived"] != ratings[subject]):
            raise differs(f"{at}: the departure from {subject} is not one that the scheme allows")
    ratings |= {subject: each["decided"] for subject, each in departed.items() if subject != "overall"}
    counted = [(ratings[each["id"]], each["weight"]) for each in scheme["standards"] if each["counted"]]
    by_rule = overall(scheme, counted)["overall"]
    final = departed["overall"]["decided"] if "overall" in departed else by_rule
    if "overall" in departed and departed["overall"]["derived"] != by_rule:
        raise differs(f"{at}: the overall rating is departed from one that the rule does not give")
    stated = {each["standard"]: each["rating"] for each in data["ratings"]}
    if stated != ratings or data["overall"] != final or len(departed) != len(data["departures"]):
        raise differs(f"{at}: a rating was decided that no departure explains")
    if decided["kind"] == "inspection.ratings-decided":
        considered = [each["data"]["decision"] for each in streams.get(f"panel-{data['panel']}", ())
                      if each["kind"] == "panel.inspection-considered"]  # fmt: skip
        ensure(sha(canonical(data)) in considered, f"{at}: the panel's own record lacks it", "incomplete")
    elif departed:
        raise differs(f"{at}: without a panel nobody departs from the rule")
    return {"overall": final, "ratings": ratings, "on": data["decided_on"], "departures": sorted(departed)}


def verify(data: Callable[[], bytes], key: str) -> dict[str, Any]:
    """What a dossier comes to: ``verdict``, ``place``, and what was found. It raises nothing.

    Args:
        data: gives the file's bytes.
        key: the public key that is trusted.
    """
    found: dict[str, Any] = {"verdict": "verified", "place": None}
    try:
        dossier = Dossier(data(), key)
        found |= {"origin": dossier.origin, "sealed_at": dossier.sealed_at, "sealed_events": dossier.size}
        streams = read_events(dossier)
        found["events"] = sum(map(len, streams.values()))
        check_record(dossier, streams)
        found |= check_rating(dossier, streams)
    except Bad as bad:
        return {"verdict": bad.verdict, "place": bad.place}
    except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError) as error:
        return {
            "verdict": "changed",
            "place": f"it is not shaped as a dossier is ({type(error).__name__}: {error})"[:300],
        }
    except (MemoryError, RecursionError, struct.error, zlib.error) as error:
        return {"verdict": "changed", "place": f"it cannot be taken apart ({type(error).__name__})"}
    return found


def tell(found: dict[str, Any]) -> str:
    """A verdict in words."""
    if found["verdict"] != "verified":
        return f"{found['place']}.\nVerdict: {found['verdict']}."
    decision = found["decision"]
    lines = [
        f"Inspection {found['inspection']}, rated under {found['scheme']} from {found['cases']} cases.",
        f"Overall rating by the rule: {found['derived_overall'] or 'none'}; it follows from the recorded answers.",
        f"Decided on {decision['on']}: {decision['overall'] or 'none'}; departures: "
        f"{', '.join(decision['departures']) or 'none'}." if decision else "No decision on it stands in this dossier.",
        f"All {found['events']} events are on the record {found['origin']}, as signed at {found['sealed_at']} over "
        f"{found['sealed_events']} events.",
        "This does not show that nothing was recorded later, nor what never was: read-me-first.html says more.",
        "Verdict: verified.",
    ]  # fmt: skip
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is named on the command line; the exit status."""
    parser = argparse.ArgumentParser(prog="assay_verify.py", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("dossier", type=Path, nargs="?", help="the file")
    parser.add_argument("--key", help="the record's public key, or a file with it")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.add_argument(
        "--self-test", action="store_true", help="check the signature arithmetic, and nothing else"
    )
    given = parser.parse_args(arguments)
    if given.self_test:
        print("The vectors of RFC 8032 hold." if self_test() else "THE VECTORS OF RFC 8032 DO NOT HOLD.")
        return 0 if self_test() else 1
    if given.dossier is None or given.key is None:
        parser.error("name a dossier, and the record's public key with --key")
    try:
        key = given.key if "+" in given.key and not os.path.exists(given.key) else Path(given.key).read_text()
        key = key.strip()
        read_key(key)
    except (OSError, ValueError):
        parser.error("--key is neither a public key nor a file with one")
    try:
        found = verify(lambda: read_bytes(given.dossier), key)
    except OSError as error:
        parser.error(f"{given.dossier} cannot be read: {error.strerror}")
    print(json.dumps(found, indent=2) if given.json else tell(found))
    return ENDS[found["verdict"]]


if __name__ == "__main__":
    sys.exit(main())
