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
# fmt: off
# Set by hand, so that a reader can hold all of it: tables and conditions stay on their lines.

import argparse
import base64
import hashlib
import json
import os
import stat
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

J = Any
"""A value as JSON has it."""
Streams = dict[str, list[J]]
Point = tuple[int, int, int, int]

ENDS = {"verified": 0, "changed": 10, "incomplete": 11, "unsigned": 13, "rating-differs": 14, "newer": 15}
FORMAT = "assay.dossier.v1"
LARGEST_FILE, LARGEST_WHOLE, LARGEST_UNTRUSTED = 64 << 20, 128 << 20, 1 << 20
STORED = ("dossier.json", "statement.txt")
PACKED = ("checkpoint.txt", "events.jsonl", "framework.json", "keys.json", "proof.json", "read-me-first.html",
          "scheme.json", "trace.json")
NAMES = (*STORED, *PACKED)
KNOWN = {
    "inspection.": {"announced": 2, "rating-proposed": 2, "criterion-scored": 1, "standard-left-unrated": 1,
                    "sample-drawn": 3, "sample-withdrawn": 1, "case-replaced": 1, "second-reads-drawn": 1,
                    "second-reads-waived": 1, "case-reads-closed": 2, "case-reads-reopened": 1, "ratings-derived": 1,
                    "ratings-decided": 2, "ratings-confirmed": 1},
    "case.": {"sampled": 2, "set-aside": 1, "answers-recorded": 1, "read-completed": 1, "read-reopened": 2,
              "set-for-second-read": 1, "second-read-received": 1, "second-read-called-back": 1,
              "second-read-given-up": 1},
    "second-read.": {"drawn": 1, "answers-recorded": 1, "given-up": 1, "difference-decided": 1},
    "panel.": {"inspection-considered": 1}, "record.": {"opened": 1, "sealing-key-rotated": 1},
}
"""The events on which a rating rests, each with the latest version that is understood here. No other bears on it."""

class Bad(Exception):
    """Something does not hold: the verdict, and where."""

    def __init__(self, verdict: str, place: str) -> None:
        super().__init__(place)
        self.verdict, self.place = verdict, place

def ensure(holds: object, place: str, verdict: str = "changed") -> None:
    """Go on only if something holds."""
    if not holds:
        raise Bad(verdict, place)
def canonical(value: J) -> bytes:
    """The RFC 8785 form of what a record holds: names in ASCII, whole numbers, no fraction."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()

# Ed25519 (RFC 8032), verification alone: points in extended coordinates, both products in one pass.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)

def add(one: Point, two: Point) -> Point:
    """The sum of two points."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
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
    x = x if (x * x - square) % P == 0 else x * ROOT % P
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
        total = add(total, table[both]) if both in table else total
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]

VECTORS = """
d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a / e5564300c360ac729086e2cc806e828a84877f1eb8e5d974
d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b.
3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c / 72 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8f
b3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00.
fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025 / af82 6291d657deec24024827e69c3abe01a30ce548a284743a44
5e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"""
"""Of tests 1 to 3 of RFC 8032 §7.1 the key, and after the stroke the message with the 64 bytes of its signature."""

def self_test() -> bool:
    """Whether each vector holds, and none does with another message."""
    each = [list(map(bytes.fromhex, vector.split("/"))) for vector in VECTORS.split(".")]
    return all(signed_by(k, s[:-64], s[-64:]) and not signed_by(k, s[:-64] + b"x", s[-64:]) for k, s in each)

# Keys and signed notes (C2SP signed-note).
def key_id(name: str, key: bytes) -> bytes:
    """Four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]

def read_key(text: str) -> tuple[str, bytes]:
    """Name and 32 bytes of a public key; a ValueError if it is none."""
    name, identity, encoded = text.strip().split("+", 2)
    key = base64.b64decode(encoded, validate=True)
    if len(key) != 33 or key[0] != 1 or key_id(name, key[1:]).hex() != identity:
        raise ValueError("not a public key")
    return name, key[1:]

def note_text(note: str) -> str:
    """What is signed in a note."""
    return note[: note.rfind("\n\n") + 1]

def note_signed(note: str, key: str) -> bool:
    """Whether a note has exactly one signature under it, written as it should be, and it is the key's."""
    text, (name, public) = note_text(note), read_key(key)
    try:
        signature = base64.b64decode(note[len(text) + 1 :].split(" ")[-1])
    except ValueError:
        return False
    expected = f"{text}\n\u2014 {name} {base64.b64encode(signature).decode()}\n"
    ours = note == expected and signature[:4] == key_id(name, public)
    return ours and signed_by(public, text.encode(), signature[4:])

# The file: a ZIP that is exactly as Assay writes it, so that no bit of it is without meaning.
LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")

def read_bytes(path: Path) -> bytes:
    """The bytes of a file, never more of them than a dossier has."""
    size = path.stat().st_size if stat.S_ISREG(path.stat().st_mode) else 0
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
    ensure(size <= LARGEST_FILE and len(data) <= LARGEST_FILE, "the file is larger than any dossier")
    return data

def unpack(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """The files of a ZIP by name, each as it is and as it was packed."""
    ensure(data[:4] == b"PK\x03\x04", "the file is not a dossier")
    ensure(data[-22:-18] == b"PK\x05\x06", "the file's end is missing", "incomplete")
    found, directory, offset, whole = {}, b"", 0, 0
    for name in NAMES:
        ensure(data[offset : offset + 4] == b"PK\x03\x04", f"{name} is missing", "incomplete")
        ensure(len(data) >= offset + LOCAL.size, f"{name} is cut short", "incomplete")
        crc, packed, size = LOCAL.unpack_from(data, offset)[6:9]
        method, start = 0 if name in STORED else 8, offset + LOCAL.size + len(name)
        common = (0, method, 0, 33, crc, packed, size, len(name), 0)
        expected = LOCAL.pack(b"PK\x03\x04", 20, *common) + name.encode()
        ensure(data[offset:start] == expected, f"the header of {name} is not as a dossier has it")
        directory += CENTRAL.pack(b"PK\x01\x02", 0x314, 20, *common, 0, 0, 0, 0o644 << 16, offset) + name.encode()
        whole += size
        ensure(whole <= LARGEST_WHOLE, f"{name} unpacks to more than any dossier holds")
        raw = data[start : start + packed]
        content = inflate(raw, size, name) if method else raw
        ensure(len(content) == size and zlib.crc32(content) == crc, f"{name} is damaged")
        found[name], offset = (content, raw), start + packed
        if name == "dossier.json":  # before anything is asked of the other files: a later version may have others
            ensure(size <= LARGEST_UNTRUSTED, "dossier.json is too long")
            said = str(json.loads(content)["format"])
            later = "newer" if said.startswith("assay.dossier.v") else "changed"
            ensure(said == FORMAT, f"dossier.json: its format is {said[:40]}", later)
    end = END.pack(b"PK\x05\x06", 0, 0, len(NAMES), len(NAMES), len(directory), offset, 0)
    ensure(data[offset:] == directory + end, "the list of files is not as a dossier has it")
    return found

def inflate(raw: bytes, size: int, name: str) -> bytes:
    """Unpacked bytes, never more of them than were announced."""
    unpacker = zlib.decompressobj(-15)
    content = unpacker.decompress(raw, size + 1)
    ensure(unpacker.eof and not unpacker.unused_data, f"{name} is damaged, or unpacks to more than it says")
    return content

class Dossier:
    """A dossier whose files are those of its manifest, and whose manifest and checkpoint are signed."""

    def __init__(self, data: bytes, key: str) -> None:
        """Open a dossier and check who signed it."""
        packed = unpack(data)
        self.files = {name: content for name, (content, _) in packed.items()}
        self.manifest = json.loads(self.files["dossier.json"])
        ensure(canonical(self.manifest) == self.files["dossier.json"], "dossier.json is not in its canonical form")
        self.origin, self.inspection = str(self.manifest["origin"]), str(self.manifest["inspection"])
        for name in PACKED:
            content, raw = packed[name]
            said = {"packed": sha(raw), "sha256": sha(content), "size": len(content)}
            ensure(self.manifest["files"].get(name) == said, f"{name} is not the file that dossier.json names")
        ensure(len(self.manifest["files"]) == len(PACKED), "dossier.json names other files than there are")
        self.keys = self._keys(key)
        statement, checkpoint = (self.files[name].decode() for name in ("statement.txt", "checkpoint.txt"))
        text = (f"assay dossier\n{self.origin}\ninspection {self.inspection}\n"
                f"manifest {sha(self.files['dossier.json'])}\n")
        ensure(note_text(statement) == text, "statement.txt is not about this dossier")
        lines = note_text(checkpoint).split("\n")
        ensure(lines[0] == self.origin, "checkpoint.txt is of another record")
        self.size, self.root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        self.sealed_at = next((each[3:] for each in lines if each.startswith("at ")), "")
        since, signer = max(each for each in self.keys if each[0] <= self.size)
        trusted = next(place for place, each in self.keys if each == key)
        ensure(since >= trusted, "checkpoint.txt is from before the key that is trusted", "unsigned")
        ensure(note_signed(checkpoint, signer), "checkpoint.txt is not signed by the record's key", "unsigned")
        ensure(note_signed(statement, signer), "statement.txt is not signed by the record's key", "unsigned")

    def _keys(self, trusted: str) -> list[tuple[int, str]]:
        """Every key with the size from which on it signs, each named by the one before it; the trusted one is one."""
        ensure(len(self.files["keys.json"]) <= LARGEST_UNTRUSTED, "keys.json is too long")
        keys = json.loads(self.files["keys.json"])
        ensure(read_key(trusted)[0] == self.origin, "the key is another record's", "unsigned")
        ensure(any(each["key"] == trusted for each in keys), "the key is none of this record's", "unsigned")
        ensure(keys[0]["since"] == 0 and keys[0]["note"] is None, "keys.json has no first key")
        for old, new in pairwise(keys):
            text = f"assay sealing key\n{self.origin}\n{new['key']}\n"
            vouched = note_text(new["note"]) == text and note_signed(new["note"], old["key"])
            ensure(vouched, "keys.json: a key is not named by the one before it", "unsigned")
            ensure(new["since"] > old["since"], "keys.json is not in order")
        return [(each["since"], each["key"]) for each in keys]

# The events: their digests, their place in the tree, and their chains.
def read_events(dossier: Dossier) -> Streams:
    """Every event by its stream, once the tree and the chains are known to hold."""
    lines = dossier.files["events.jsonl"].split(b"\n")
    ensure(lines.pop() == b"", "events.jsonl: its last line is cut short")
    proof = json.loads(dossier.files["proof.json"])
    positions = proof["positions"]
    ensure(len(positions) == len(lines), "proof.json has another number of events", "incomplete")
    ensure(all(one < two for one, two in pairwise(positions)), "proof.json is not in order")
    ensure(proof["size"] == dossier.size and 0 < positions[0] <= positions[-1] <= dossier.size, "proof.json: its size")
    leaves = [hashlib.sha256(b"\0" + each).digest() for each in lines]
    steps = iter([bytes.fromhex(each) for each in proof["hashes"]])
    root = root_of([each - 1 for each in positions], leaves, steps, dossier.size)
    ensure(root == dossier.root and next(steps, None) is None, "proof.json does not lead to the checkpoint")
    streams: Streams = {}
    for position, digest, line in zip(positions, leaves, lines, strict=True):
        event = json.loads(line)
        kind, _, version = event["name"].rpartition(".v")
        room, dot, what = kind.partition(".")
        if event["schema_version"] != 1 or int(version) > KNOWN.get(room + dot, {}).get(what, 1 << 30):
            raise Bad("newer", f"event {position}: {event['name']}, layout {event['schema_version']}")
        event["kind"], event["position"], event["digest"] = kind, position, digest.hex()
        streams.setdefault(event["stream"], []).append(event)
    for one, two in chain.from_iterable(map(pairwise, ([None, *events] for events in streams.values()))):
        before, previous = (one["version"], one["digest"]) if one else (0, None)
        if two["version"] <= before or (two["version"] == before + 1 and two["previous"] != previous):
            raise Bad("changed", f"event {two['position']}: it does not follow the event before it in {two['stream']}")
    said = [{"events": len(events), "stream": stream, "whole": events[-1]["version"] == len(events)}
            for stream, events in sorted(streams.items())]
    ensure(dossier.manifest["streams"] == said, "dossier.json lists other streams than there are")
    return streams

def root_of(indexes: Sequence[int], leaves: Sequence[bytes], steps: Iterator[bytes], size: int) -> bytes:
    """The root of the tree from some leaves and the roots of the largest subtrees without any of them."""
    def below(start: int, end: int, low: int, high: int) -> bytes:
        if low == high:
            return next(steps, b"")
        if end - start == 1:
            return leaves[low]
        split, middle, beyond = start + (1 << (end - start - 1).bit_length() - 1), low, high
        while middle < beyond:
            half = (middle + beyond) // 2
            middle, beyond = (half + 1, beyond) if indexes[half] < split else (middle, half)
        left = below(start, split, low, middle)
        return hashlib.sha256(b"\1" + left + below(split, end, middle, high)).digest()
    return below(0, size, 0, len(indexes))

def whole(streams: Streams, stream: str, version: int | None = None) -> list[J]:
    """A stream from its first event to a version, or to the last that is there; no event is missing."""
    events = streams.get(stream, [])
    wanted = range(1, (version or len(events) or 1) + 1)
    missing = next((n for n in wanted if n > len(events) or events[n - 1]["version"] != n), None)
    ensure(missing is None, f"{stream}: version {missing} is left out", "incomplete")
    ensure(len(events) == len(wanted), f"{stream}: it has more events than were used")
    return events

# What was so when the ratings were derived.
def inspection_until(own: Sequence[J]) -> J:
    """Samples, second reads and judgements as they stood after some events of the inspection's own stream."""
    known: J = {"samples": {}, "given": {}, "settled": {}, "replaced": {}, "twice": [], "closed": []}
    for each in own:
        data = each["data"]
        match each["kind"].removeprefix("inspection."):
            case "announced":
                known["announced"] = data
            case "rating-proposed":
                said = {"rating": data["rating"], "reference": f"{each['stream']}/{each['version']}"}
                known["given"][data["standard"]] = said | {"digest": each["digest"]}
            case "criterion-scored":
                known["settled"][data["standard"]] = {"percent": data["percent"]}
            case "standard-left-unrated":
                known["settled"][data["standard"]] = {"not_rated": data["reason"]}
            case "sample-drawn":
                known["samples"][data["population"]] = data["cases"]
            case "sample-withdrawn":
                known["samples"].pop(data["population"], None)
            case "case-replaced":
                known["replaced"][data["case"]] = data["by"]
            case "second-reads-drawn":  # drawn again for a list that took the place of another
                known["twice"] = [*known["twice"], *data["cases"]]
            case "case-reads-closed" | "case-reads-reopened" as kind:
                known["closed"] = data["cases"] if kind == "case-reads-closed" else []
    return known

def sampled(known: J) -> list[str]:
    """The cases that were to be read: those drawn, or those that took their place."""
    found = []
    for case in chain.from_iterable(known["samples"].values()):
        while case is not None and case in known["replaced"]:
            case = known["replaced"][case]
        found += [] if case is None else [case]
    return found

FLAGS = {"read-completed": ("complete", True), "read-reopened": ("complete", False),
         "set-for-second-read": ("twice", True), "second-read-given-up": ("twice", False),
         "second-read-received": ("in", True), "second-read-called-back": ("in", False)}

def read_case(events: Sequence[J]) -> J:
    """A case as it was read: its population and the first reader's answers."""
    case: J = {"population": "", "answers": {}, "complete": False, "twice": False, "in": False}
    for each in events:
        kind = each["kind"].removeprefix("case.")
        if kind == "answers-recorded":
            case["answers"] |= dict(each["data"]["answers"])
        elif kind in ("sampled", "set-aside"):
            case["population"] = each["data"].get("population", "")
        elif kind in FLAGS:
            case[FLAGS[kind][0]] = FLAGS[kind][1]
    return case | {"case": events[-1]["stream"], "version": events[-1]["version"], "digest": events[-1]["digest"]}

def read_again(case: J, events: Sequence[J]) -> None:
    """Put the second read beside the first: what was decided counts, and whose answer that is."""
    asked: list[str] = []
    answers: dict[str, str] = {}
    decided: dict[str, str] = {}
    for each in events:
        kind, data = each["kind"].removeprefix("second-read."), each["data"]
        asked = data["key_questions"] if kind == "drawn" else asked
        answers |= dict(data["answers"]) if kind == "answers-recorded" else {}
        decided |= {data["question"]: data["answer"]} if kind == "difference-decided" else {}
    first, counted, last = case["answers"], {}, events[-1]
    if not any(each["kind"] == "second-read.given-up" for each in events):
        both_in = case["twice"] and case["complete"] and case["in"]
        differing = [each for each in asked if both_in and first.get(each) != answers.get(each)]
        case["answers"] = first | decided
        for question in sorted({*differing, *decided}):
            answer = case["answers"].get(question)
            words = {(True, True): "both", (True, False): "first", (False, True): "second"}
            said = (first.get(question) == answer, answers.get(question) == answer)
            counted[question] = words.get(said, "quality-lead")
    case["again"] = {"case": case["case"], "stream": last["stream"], "version": last["version"],
                     "digest": last["digest"], "counted": counted}

# The rating, by docs/trace.md §4.
def rate(scheme: J, given: J, cases: Iterable[J]) -> J:
    """The trace, from what was given by standard (judgement, percentage or reason for no rating) and from the cases."""
    populations: dict[str, list[J]] = {}
    for each in sorted(cases, key=lambda case: str(case["case"])):
        populations.setdefault(each["population"], []).append(each)
    for population in set(populations) - {each["population"] for each in scheme["standards"]}:
        raise Bad("rating-differs", f"the scheme knows no population {population!r}")
    standards = [rate_standard(scheme, each, given.get(each["id"]), populations) for each in scheme["standards"]]
    twice = [each["again"] for name in sorted(populations) for each in populations[name] if "again" in each]
    return {
        "format": "assay.trace.v2" if twice else "assay.trace.v1",
        "scheme": {"id": scheme["id"], "version": scheme["version"], "digest": sha(canonical(scheme))},
        "cases": {n: [[e["case"], e["version"], e["digest"]] for e in each] for n, each in populations.items()},
        **({"read_twice": twice} if twice else {}),
        "facts": {each["id"]: {"value": each["default"], "given": False} for each in scheme["facts"]},
        "standards": standards,
        "overall": overall(scheme, [(each["rating"], each["weight"]) for each in standards if each["counted"]]),
    }

def rate_standard(scheme: J, standard: J, given: J, populations: J) -> J:
    """One standard of the trace (§3.2, §4 steps 4 to 7)."""
    how, said = standard["aggregator"], given or {}
    result = {"id": standard["id"], "aggregator": how, "counted": standard["counted"], "weight": standard["weight"],
              "source": "cases", "judgement": None, "key_questions": [], "lowest_key_questions": [], "share": None,
              "shown": None, "between_edges": False, "rules": [], "band": None, "rating": None, "score": None,
              "not_rated": None}
    if "not_rated" in said:
        return result | {"source": "not_rated", "not_rated": said["not_rated"]}
    if "rating" in said and how == "judgement":
        return with_rating(scheme, result | {"source": "judgement", "judgement": given}, said["rating"])
    if "percent" in said and how == "percentage":
        return result | {"source": "percentages"} | of_share(scheme, Fraction(said["percent"], 100), whole=True)
    if said or standard["population"] not in populations or how not in ("lowest_band", "percentage"):
        raise Bad("rating-differs", f"standard {standard['id']} cannot be rated from what is on record")
    asked = {each["id"]: each["weight"] for each in standard["key_questions"]}
    questions = [count(scheme, each, populations[standard["population"]]) for each in asked]
    empty = [each["id"] for each in questions if each["share"] is None]
    if empty and scheme["shares"]["no_answers"] == "refused":
        raise Bad("rating-differs", f"key question {empty[0]} has no answer")
    result |= {"key_questions": questions, "lowest_key_questions": lowest(questions)}
    if how == "lowest_band":
        return lowest_band(scheme, result, empty)
    lower = sum(asked[each["id"]] * denominator(scheme, each) for each in questions)
    if not lower:
        return result | {"not_rated": "no answers to any key question"}
    upper = sum(asked[each["id"]] * each["yes"] for each in questions)
    return result | of_share(scheme, Fraction(upper, lower), whole=True)

def with_rating(scheme: J, result: J, rating: str) -> J:
    """A standard with its rating and that rating's points."""
    scores = {each["id"]: each["score"] for each in scheme["levels"]}
    ensure(rating in scores, f"standard {result['id']}: {rating!r} is none of the scheme's ratings", "rating-differs")
    return result | {"rating": rating, "score": scores[rating]}

def denominator(scheme: J, counts: J) -> int:
    """How many answers count (§4 step 2)."""
    inside = counts["not_applicable"] if scheme["shares"]["not_applicable"] == "in" else 0
    return int(counts["yes"] + counts["no"] + inside)

def count(scheme: J, question: str, cases: Sequence[J]) -> J:
    """One key question of the trace: how often it was answered how, its share and band (§3.3, §4 steps 1 to 3)."""
    tally: J = {"yes": 0, "no": 0, "not_applicable": 0}
    for each in cases:
        answer = each["answers"].get(question)
        if answer not in tally:
            raise Bad("rating-differs", f"{each['case']} has no answer to {question}")
        tally[answer] += 1
    below = denominator(scheme, tally)
    of = of_share(scheme, Fraction(tally["yes"], below) if below else None)
    nothing = {"share": None, "shown": None, "rounded": None, "band": None, "between_edges": False}
    return {"id": question, **tally, "not_asked": 0} | nothing | of

def of_share(scheme: J, share: Fraction | None, *, whole: bool = False) -> J:
    """What the trace says of a share, if there is one; ``whole`` where it is that of a whole standard."""
    if share is None:
        return {}
    half_up = scheme["shares"]["rounding"] == "half_up"
    rounded = int((200 * share + 1) // 2)
    compared = Fraction(rounded) if half_up else 100 * share
    edges = [(each["id"], Fraction(each["at_least"])) for each in scheme["bands"]]
    band = next((id_ for id_, at_least in reversed(edges) if at_least <= compared), None)
    edge = next((at_least for _, at_least in edges if at_least > 100 * share), None)
    tenths = (2000 * share + 1) // 2
    tenths = 1000 * share // 1 if edge is not None and Fraction(tenths, 10) >= edge else tenths
    shown = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    said = {"share": str(share), "shown": shown, "band": band,
            "between_edges": edge is not None and 100 * share > edge - 1}
    return said if whole else said | {"rounded": rounded if half_up else None}

def lowest(questions: Iterable[J]) -> list[str]:
    """The key questions with the lowest share."""
    shares = {each["id"]: Fraction(each["share"]) for each in questions if each["share"] is not None}
    return [id_ for id_, share in shares.items() if share == min(shares.values())]

def lowest_band(scheme: J, result: J, empty: Sequence[str]) -> J:
    """A standard that is rated by its lowest key question (§4 step 4)."""
    policy, bands, questions = scheme["shares"]["no_answers"], scheme["bands"], result["key_questions"]
    if empty and policy == "not_rated":
        result |= {"lowest_key_questions": [], "not_rated": f"no answers to {', '.join(empty)}"}
    elif empty and policy == "lowest":
        result["lowest_key_questions"] = list(empty)
        for each in questions:
            each["band"] = each["band"] or bands[0]["id"]
    elif len(empty) == len(questions):
        result["not_rated"] = "no answers to any key question"
    for first in result["lowest_key_questions"][:1]:
        result["band"] = next(each["band"] for each in questions if each["id"] == first)
        rating = next(each["rating"] for each in bands if each["id"] == result["band"])
        result = with_rating(scheme, result, rating)
    result["rules"] = [
        {"band": band["id"], "rating": band["rating"], "fired": result["band"] == band["id"],
         "key_questions": [each["id"] for each in questions if each["band"] == band["id"]]} for band in bands]
    return result

def overall(scheme: J, ratings: Sequence[tuple[str | None, int]]) -> J:
    """The overall rating of the trace, from rating and weight of each counted standard (§3.4, §4 step 8)."""
    rules, scores = scheme["overall"], {each["id"]: each["score"] for each in scheme["levels"]}
    rated = [(rating, weight) for rating, weight in ratings if rating is not None]
    counts = {level: sum(rating == level for rating, _ in rated) for level in scores}
    weight, adds = sum(weight for _, weight in rated), rules["aggregator"] == "sum_and_band"
    score = sum(scores[rating] * weight for rating, weight in rated) if adds else None
    before, rule, reason = before_limits(rules, counts, weight, score)
    facts = {None: True} | {each["id"]: bool(each["default"]) for each in scheme["facts"]}
    applying = [each for each in rules["limiters"] if facts[each["fact"]] and holds(each["when"], counts)]
    limiters = [each["id"] for each in applying if before]
    most = [before, *(each["at_most"] for each in rules["limiters"] if each["id"] in limiters)]
    return {
        "aggregator": rules["aggregator"], "judgement": None, "weight": weight, "score": score,
        "max_score": max(scores.values()) * weight if adds else None, "counts": counts,
        "bands": [{"rating": each["rating"], "fired": each["rating"] == before,
                   "up_to": None if each["up_to"] is None else str(Fraction(each["up_to"]) * weight)}
                  for each in rules["bands"]],
        "rules": [{"id": each["id"], "rating": each["rating"], "source": each["source"], "fired": each["id"] == rule}
                  for each in rules["rules"]],
        "limiters": [{"id": each["id"], "at_most": each["at_most"], "fired": each["id"] in limiters}
                     for each in rules["limiters"]],
        "before_limits": before, "overall": min(most, key=list(scores).index) if before else None, "reason": reason,
    }

def before_limits(rules: J, counts: J, weight: int, score: int | None) -> tuple[str | None, str | None, str | None]:
    """The overall rating before limiters, the rule that gave it, or why there is none."""
    how = rules["aggregator"]
    if how in ("none", "narrative"):
        why = "the scheme rates standards independently" if how == "none" else "the scheme reports in words only"
        return None, None, why
    ensure(how in ("sum_and_band", "count_rules"), f"the overall rating by {how} is not on record", "rating-differs")
    if not weight:
        return None, None, "no counted standard is rated"
    if how == "sum_and_band":
        above = (each["up_to"] is None or Fraction(each["up_to"]) * weight >= (score or 0) for each in rules["bands"])
        return next(e["rating"] for e, fits in zip(rules["bands"], above, strict=True) if fits), None, None
    return next((each["rating"], each["id"], None) for each in rules["rules"] if holds(each["when"], counts))

def holds(when: Iterable[J], counts: J) -> bool:
    """Whether all conditions hold."""
    numbers = [(sum(counts[level] for level in each["levels"]), each["at_least"], each["at_most"]) for each in when]
    return all(low <= number and (high is None or number <= high) for number, low, high in numbers)

# The whole: completeness, the rating, and what was decided on it.
def check_record(dossier: Dossier, streams: Streams) -> None:
    """The record's own stream is whole, and names the keys that keys.json does."""
    record = whole(streams, "record-0")
    ensure(f"assay/{record[0]['data'].get('record')}" == dossier.origin, "record-0 is another record's")
    turned = [each for each in record if each["kind"] == "record.sealing-key-rotated"]
    said = [(each["position"], each["data"]["old"], each["data"]["new"]) for each in turned]
    named = [(since, old, new) for (_, old), (since, new) in pairwise(dossier.keys)]
    ensure(said == named, "keys.json names other keys than the record")

def check_cases(known: J, derived: J, streams: Streams) -> list[J]:
    """Every case that was to be read is listed by the deriving event, and is here as it was used; the cases."""
    used, at, cases = derived["data"]["cases"], f"event {derived['position']}", sampled(known)
    seconds = {case: "second-read-" + case.removeprefix("case-") for case in known["twice"] if case in cases}
    listed = sorted(each["stream"] for each in used) == sorted([*cases, *seconds.values()])
    ensure(listed, f"{at}: the cases it lists are not those that were to be read", "incomplete")
    closed = sorted(known["closed"], key=canonical) == sorted(used, key=canonical)
    ensure(closed, f"{at}: the cases have changed since the reads were closed")
    events = {each["stream"]: whole(streams, each["stream"], each["version"]) for each in used}
    for each in used:
        ends = events[each["stream"]][-1]["digest"] == each["digest"]
        ensure(ends, f"{each['stream']}: it does not end as it was used")
    for stream in {each for each in streams if each.startswith(("case-", "second-read-"))} - set(events):
        raise Bad("changed", f"{stream}: no case of this rating")
    read = [read_case(events[case]) for case in cases]
    for each in read:
        if each["case"] in seconds:
            read_again(each, events[seconds[each["case"]]])
    return read

def check_rating(dossier: Dossier, streams: Streams) -> dict[str, J]:
    """Derive the ratings again from the answers, and hold them against what was recorded."""
    own = whole(streams, f"inspection-{dossier.inspection}")
    place = max((n for n, each in enumerate(own) if each["kind"] == "inspection.ratings-derived"), default=-1)
    ensure(place > 0, f"inspection-{dossier.inspection}: no ratings were derived", "incomplete")
    derived, known, scheme = own[place], inspection_until(own[:place]), json.loads(dossier.files["scheme.json"])
    for file in ("scheme", "framework"):
        pin, content = known["announced"][file], dossier.files[f"{file}.json"]
        bound = content == b"null" if pin is None else sha(content) == pin["digest"]
        ensure(bound, f"{file}.json is not the one that the inspection is bound to")
    ensure(str(scheme["format"]) == "assay.scheme.v1", "scheme.json: its format", "newer")
    said, at = derived["data"], f"event {derived['position']}"
    ensure(dossier.files["trace.json"] == said["trace"].encode(), "trace.json is not the recorded trace")
    recorded = json.loads(said["trace"])
    ensure(recorded["format"] in ("assay.trace.v1", "assay.trace.v2"), "trace.json: its format", "newer")
    cases, given = check_cases(known, derived, streams), known["given"] | known["settled"]
    given |= {each["id"]: {"not_rated": "The provider had no such cases."} for each in scheme["standards"]
              if known["samples"].get(each["population"]) == []}
    trace = rate(scheme, given, cases)
    if canonical(trace).decode() != said["trace"]:
        raise Bad("rating-differs", f"{at}: {first_difference(trace, recorded)}")
    ratings = [{"rating": each["rating"], "standard": each["id"]} for each in trace["standards"]]
    total = trace["overall"]
    same = [said["ratings"], said["overall"], said["score"], said["max_score"], said["trace_digest"]] == [
        ratings, total["overall"], total["score"], total["max_score"], sha(canonical(trace))]
    ensure(same, f"{at}: the ratings it states are not those of its trace", "rating-differs")
    return {"inspection": dossier.inspection, "cases": len(cases), "scheme": scheme["id"],
            "trace_digest": said["trace_digest"], "derived_overall": total["overall"],
            "derived_ratings": {each["standard"]: each["rating"] for each in ratings},
            "decision": check_decision(scheme, derived, own[place + 1 :], streams)}

def first_difference(ours: J, theirs: J, path: str = "the trace") -> str:
    """The first place where two traces differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        pairs = [(name, ours[name], theirs[name]) for name in sorted(ours)]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = list(zip(map(str, range(len(ours))), ours, theirs, strict=True))
    else:
        return f"{path} should be {json.dumps(ours)[:80]}, and is {json.dumps(theirs)[:80]}"
    return next((first_difference(a, b, f"{path}/{at}") for at, a, b in pairs if a != b), f"{path} is not canonical")

def check_decision(scheme: J, derived: J, later: Iterable[J], streams: Streams) -> J:
    """The last decision on these ratings follows from them and its departures; None if there is none that stands."""
    undone = ("rating-proposed", "criterion-scored", "standard-left-unrated", "case-reads-reopened")
    either = ("ratings-decided", "ratings-confirmed", *undone)
    bearing = [each for each in later if each["kind"].partition(".")[2] in either]
    if not bearing or bearing[-1]["kind"].partition(".")[2] in undone:
        return None
    data, at = bearing[-1]["data"], f"event {bearing[-1]['position']}"
    ensure(data["derivation"] == derived["data"]["trace_digest"], f"{at}: it is on another derivation", "incomplete")
    by_rule = {each["standard"]: each["rating"] for each in derived["data"]["ratings"]}
    departed, may = {each["subject"]: each for each in data["departures"]}, scheme["departures"]
    ratings = by_rule | {subject: each["decided"] for subject, each in departed.items() if subject != "overall"}
    counted = [(ratings[each["id"]], each["weight"]) for each in scheme["standards"] if each["counted"]]
    by_rule["overall"] = overall(scheme, counted)["overall"]
    for subject, each in departed.items():
        allowed = may["overall"] if subject == "overall" else subject in may["standards"]
        fits = allowed and each["derived"] == by_rule[subject] and data.get("panel")
        ensure(fits, f"{at}: the departure from {subject} is not one that the scheme allows", "rating-differs")
    final = departed["overall"]["decided"] if "overall" in departed else by_rule["overall"]
    stated = {each["standard"]: each["rating"] for each in data["ratings"]}
    same = stated == ratings and data["overall"] == final and len(departed) == len(data["departures"])
    ensure(same, f"{at}: a rating was decided that no departure explains", "rating-differs")
    considered = [each["data"].get("decision") for each in streams.get(f"panel-{data.get('panel')}", ())]
    there = "panel" not in data or sha(canonical(data)) in considered
    ensure(there, f"{at}: the panel's own record lacks it", "incomplete")
    return {"overall": final, "ratings": ratings, "on": data["decided_on"], "departures": sorted(departed)}

def verify(data: Callable[[], bytes], key: str) -> dict[str, J]:
    """What a file comes to by a trusted key: ``verdict``, ``place``, and what was found. It raises nothing."""
    try:
        dossier = Dossier(data(), key)
        streams = read_events(dossier)
        check_record(dossier, streams)
        found: dict[str, J] = {"verdict": "verified", "place": None, "origin": dossier.origin}
        found |= {"sealed_at": dossier.sealed_at, "sealed_events": dossier.size}
        return found | {"events": sum(map(len, streams.values()))} | check_rating(dossier, streams)
    except Bad as bad:
        return {"verdict": bad.verdict, "place": bad.place}
    except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, StopIteration, TypeError,
            ValueError, struct.error, zlib.error) as error:
        return {"verdict": "changed", "place": f"it has not a dossier's shape ({type(error).__name__}: {error})"[:300]}

def tell(found: dict[str, J]) -> str:
    """A verdict in words."""
    if found["verdict"] != "verified":
        return f"{found['place']}.\nVerdict: {found['verdict']}."
    said, none = found["decision"], "No decision on it stands in this dossier."
    departures = ", ".join(said["departures"]) or "none" if said else ""
    return (
        f"Inspection {found['inspection']}, rated under {found['scheme']} from {found['cases']} cases.\n"
        f"Overall rating by the rule: {found['derived_overall'] or 'none'}; it follows from the recorded answers.\n"
        + (f"Decided on {said['on']}: {said['overall'] or 'none'}; departures: {departures}." if said else none) +
        f"\nAll {found['events']} events are on the record {found['origin']}, as signed at {found['sealed_at']} over "
        f"{found['sealed_events']} events.\nThis does not show that nothing was recorded later, nor what never was: "
        "read-me-first.html says more.\nVerdict: verified.")

def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is named on the command line; the exit status."""
    parser = argparse.ArgumentParser(prog="assay_verify.py", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("dossier", type=Path, nargs="?", help="the file")
    parser.add_argument("--key", help="the record's public key, or a file with it")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.add_argument("--self-test", action="store_true", help="check the signature arithmetic, and nothing else")
    given = parser.parse_args(arguments)
    if given.self_test:
        print("The vectors of RFC 8032 hold." if self_test() else "THE VECTORS OF RFC 8032 DO NOT HOLD.")
        return 0 if self_test() else 1
    if given.dossier is None or given.key is None:
        parser.error("name a dossier, and the record's public key with --key")
    try:
        key = given.key if "+" in given.key and not os.path.exists(given.key) else Path(given.key).read_text()
        read_key(key)
        found = verify(lambda: read_bytes(given.dossier), key.strip())
    except (OSError, ValueError) as error:
        parser.error(f"{error.filename} cannot be read" if isinstance(error, OSError) else "--key is no public key")
    print(json.dumps(found, indent=2) if given.json else tell(found))
    return ENDS[found["verdict"]]

if __name__ == "__main__":
    sys.exit(main())
