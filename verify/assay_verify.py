"""Verifies a dossier of Assay's: how one inspection came to its ratings, checked without Assay and without trust in it.

    python assay_verify.py DOSSIER --key KEY [--json]

It needs Python 3.11 or newer, and shares no code with Assay; see docs/dossier.md. Take KEY from elsewhere.
"""

# fmt: off
import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any as J  # a value as JSON has it

Streams = dict[str, list[J]]
Point = tuple[int, int, int, int]
ENDS = {"verified": 0, "changed": 10, "incomplete": 11, "unsigned": 13, "rating-differs": 14, "newer": 15,
        "not-authorised": 16}
LARGEST_FILE, LARGEST_WHOLE, LARGEST_UNTRUSTED, DEEPEST = 64 << 20, 128 << 20, 1 << 20, 64
STORED, UNTRUSTED = ("dossier.json", "statement.txt"), ("dossier.json", "statement.txt", "checkpoint.txt", "keys.json")
PACKED = ("checkpoint.txt", "events.jsonl", "framework.json", "keys.json", "proof.json", "read-me-first.html",
          "scheme.json", "trace.json")
TEXT, NUMBER = {str}, {int}
SHAPES: dict[str, J] = {"dossier.json": {"format": TEXT, "origin": TEXT, "inspection": TEXT,
    "streams": [{"stream": TEXT, "events": NUMBER, "whole": {bool}}], "files": {name: {"size": NUMBER, "sha256": TEXT,
    "packed": TEXT} for name in PACKED}}, "keys.json": [{"key": TEXT, "since": NUMBER, "note": {str, type(None)}}],
    "proof.json": {"size": NUMBER, "positions": [NUMBER], "hashes": [TEXT]}}
KEPT: J = {"stream": str, "version": int, "data": dict, "actor": str, "acting_role": str}
EVENT = {"name": str, "schema_version": int, **KEPT}
ROLES = dict(zip("acilmopqv", ("assistant", "chief-inspector", "inspector", "lead-inspector", "machinery",
                               "operations-manager", "panel-chair", "quality-lead", "provider-contact"), strict=True))
RIGHTS = {f"{room}.{kind}": (version, {ROLES[each] for each in roles}) for room, kinds in {  # v0: no rating rests on it
    "inspection": """announced.v2:mo cancelled.v0:o case-reads-closed.v2:l case-reads-reopened.v1:lp case-replaced.v1:l
        challenge-accepted.v1:l correction-opened.v0:cl criterion-scored.v1:l publication-scheduled.v0:o
        rating-proposed.v2:l ratings-confirmed.v1:clo ratings-decided.v2:p ratings-derived.v1:l report-published.v0:m
        report-signed-off.v0:c report-submitted.v0:co report-withdrawn.v0:c sample-drawn.v3:al sample-withdrawn.v1:alv
        second-reads-drawn.v1:lq second-reads-waived.v1:q standard-left-unrated.v1:l""",
    "case": """answers-recorded.v1:ilq read-completed.v1:il read-reopened.v2:il sampled.v2:al set-aside.v1:alov
        second-read-called-back.v1:il second-read-given-up.v1:q second-read-received.v1:il set-for-second-read.v1:lq""",
    "second-read": "answers-recorded.v1:ilq difference-decided.v1:q drawn.v1:lq given-up.v1:q",
    "panel": "inspection-considered.v1:p", "record": "opened.v1:m sealing-key-rotated.v1:o",
    }.items() for kind, version, roles in (re.split(r"\.v|:", each) for each in kinds.split())}
KNOWN, ACT = {k: v for k, (v, _) in RIGHTS.items() if v != "0"}, ("position", "kind", "actor", "acting_role")
DECIDING = [kind for kind, (version, _) in RIGHTS.items() if version == "0" or ".ratings-" in kind]
class Bad(Exception):
    """Something does not hold: the verdict, and where."""
def ensure(holds: object, place: str, verdict: str = "changed") -> None:
    """Go on only if something holds."""
    if not holds:
        raise Bad(verdict, place)
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
DECODER, NAMING = (json.JSONDecoder(object_pairs_hook=hook, parse_float=str, parse_constant=str, parse_int=lambda said:
    int(said) if len(said) < 16 or abs(int(said[:18])) < 1 << 53 else said) for hook in (
    None, lambda pairs: dict(pairs) if all(name.isascii() for name, _ in pairs) else None))
def canonical(value: J) -> bytes:
    """The RFC 8785 form of what a record holds: names in ASCII, whole numbers, no fraction."""
    return ENCODER.encode(value).encode()
def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
def read_json(data: bytes, place: str, shape: J = None) -> J:
    """What JSON says, if it is in its one form, and of its shape."""
    try:  # what no record holds is read as something that is not written like it
        value, _ = (DECODER if data.isascii() else NAMING).raw_decode(text := data.decode())
        flat = text.count("[") + text.count("{") <= DEEPEST
        same = ENCODER.encode(value) == text and (flat or depth(value) <= DEEPEST)
    except (ValueError, RecursionError):
        value, same = None, False
    ensure(same, f"{place} is not JSON in the form of RFC 8785")
    ensure(shape is None or fits(value, shape), f"{place} has other fields than it should")
    return value
def depth(value: J) -> int:
    """How many arrays and objects stand in one another."""
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(depth, inner), default=0) if isinstance(value, dict | list) else 0
def fits(value: J, shape: J) -> bool:
    """Whether a value has its shape: a set of types, an array of one shape, or an object with these fields."""
    if isinstance(shape, set):
        return type(value) in shape
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    return isinstance(value, dict) and value.keys() == shape.keys() and all(fits(value[n], shape[n]) for n in shape)
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)
def add(one: Point, two: Point) -> Point:
    """The sum of two points."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b, c, d = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P, 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def point(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for; None if they stand for none."""
    sign, y = divmod(int.from_bytes(encoded, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    if len(encoded) != 32 or y >= P or (x * x - square) % P or (not x and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)
def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is the key's over the message (RFC 8032 §5.1.7)."""
    key, begins, scalar = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or begins is None or len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    total, minus, (x, y, *_) = (0, 1, 1, 0), (-key[0], key[1], 1, -key[3]), begins
    sums = {"10": BASE, "01": minus, "11": add(BASE, minus)}
    for bits in map("".join, zip(f"{scalar:0253b}", f"{hashed:0253b}", strict=True)):  # S·B - k·A, bit by bit
        total = add(add(total, total), sums[bits]) if bits in sums else add(total, total)
    return (total[0] - x * total[2]) % P == 0 == (total[1] - y * total[2]) % P
VECTORS = """fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025/af826291d657deec24024827e69c3abe01a30ce548
a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"""
def self_test() -> bool:
    """Whether test 3 of RFC 8032 §7.1 (key / message and signature) holds, and with another message does not."""
    each = [list(map(bytes.fromhex, vector.split("/"))) for vector in VECTORS.split(".")]
    return all(signed_by(k, s[:-64], s[-64:]) and not signed_by(k, s[:-64] + b"x", s[-64:]) for k, s in each)
def read_key(text: str) -> tuple[str, bytes, bytes]:
    """Name, id (4 bytes that tell keys of one name apart) and 32 bytes of a public key; a ValueError if it is none."""
    name, identity, encoded = text.split("+", 2)
    key = base64.b64decode(encoded)
    short = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if len(key) != 33 or key[0] != 1 or short.hex() != identity or base64.b64encode(key).decode() != encoded:
        raise ValueError("not a public key")
    return name, short, key[1:]
def note_text(note: str) -> str:
    """What is signed in a note."""
    return note[: note.rfind("\n\n") + 1]
def note_signed(note: str, key: str) -> bool:
    """Whether a note has exactly one signature under it, written as it should be, and it is the key's."""
    text, (name, short, public) = note_text(note), read_key(key)
    with suppress(ValueError):
        signature = base64.b64decode(note[len(text) + 1 :].split(" ")[-1])
        expected = f"{text}\n\u2014 {name} {base64.b64encode(signature).decode()}\n"
        return note == expected and signature[:4] == short and signed_by(public, text.encode(), signature[4:])
    return False
LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
def unpack(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """The files of a ZIP that is exactly as Assay writes it, no bit without meaning: as they are, and as packed."""
    ensure(len(data) <= LARGEST_FILE, "the file is larger than any dossier")
    ensure(data[:4] == b"PK\x03\x04", "the file is not a dossier")
    ensure(data[-22:-18] == b"PK\x05\x06", "the file's end is missing", "incomplete")
    found, directory, offset, whole = {}, b"", 0, 0
    for name in (*STORED, *PACKED):
        ensure(data[offset : offset + 4] == b"PK\x03\x04", f"{name} is missing", "incomplete")
        ensure(len(data) >= offset + LOCAL.size, f"{name} is cut short", "incomplete")
        crc, packed, size = LOCAL.unpack_from(data, offset)[6:9]
        method, start = 0 if name in STORED else 8, offset + LOCAL.size + len(name)
        common = (0, method, 0, 33, crc, packed, size, len(name), 0)
        expected = LOCAL.pack(b"PK\x03\x04", 20, *common) + name.encode()
        ensure(data[offset:start] == expected, f"the header of {name} is not as a dossier has it")
        directory += CENTRAL.pack(b"PK\x01\x02", 0x314, 20, *common, 0, 0, 0, 0o644 << 16, offset) + name.encode()
        ensure(size <= LARGEST_UNTRUSTED or name not in UNTRUSTED, f"{name} is too long")
        ensure((whole := whole + size) <= LARGEST_WHOLE, f"{name} unpacks to more than any dossier holds")
        unpacker, content = zlib.decompressobj(-15), (raw := data[start : start + packed])
        with suppress(zlib.error):
            content = unpacker.decompress(raw, size + 1) if method else raw  # never more than was announced
        sound = not method or (unpacker.eof and not unpacker.unused_data)
        sound = sound and len(content) == size and zlib.crc32(content) == crc
        ensure(sound, f"{name} is damaged, or unpacks to more than it says")
        found[name], offset = (content, raw), start + packed
        if name == "dossier.json":  # before anything is asked of the other files: a later version may have others
            says = str(manifest.get("format")) if isinstance(manifest := read_json(content, name), dict) else ""
            later = "newer" if re.fullmatch(r"assay\.dossier\.v[0-9]+", says) else "changed"
            ensure(says == "assay.dossier.v1", "dossier.json is not of the format assay.dossier.v1", later)
    end = END.pack(b"PK\x05\x06", 0, 0, len(found), len(found), len(directory), offset, 0)
    ensure(data[offset:] == directory + end, "the list of files is not as a dossier has it")
    return found
class Dossier:
    """A dossier whose files are those of its manifest, and whose manifest and checkpoint are signed."""
    def __init__(self, data: bytes, key: str) -> None:
        found = unpack(data)
        self.files = {name: content for name, (content, _) in found.items()}
        self.manifest = read_json(self.files["dossier.json"], "dossier.json", SHAPES["dossier.json"])
        self.origin, self.inspection = self.manifest["origin"], self.manifest["inspection"]
        for name, said in self.manifest["files"].items():
            content, raw = found[name]
            same = said == {"packed": sha(raw), "sha256": sha(content), "size": len(content)}
            ensure(same, f"{name} is not the file that dossier.json names")
        self.keys = self._keys(key)
        statement, checkpoint = (self.files[name].decode() for name in ("statement.txt", "checkpoint.txt"))
        text = f"assay dossier\n{self.origin}\ninspection {self.inspection}\nmanifest {sha(found['dossier.json'][0])}\n"
        ensure(note_text(statement) == text, "statement.txt is not about this dossier")
        self.checkpoint = note_text(checkpoint).split("\n")
        ensure(self.checkpoint[0] == self.origin, "checkpoint.txt is of another record")
        ensure(re.fullmatch("[1-9][0-9]{0,14}", self.checkpoint[1]), "checkpoint.txt has no size")
        self.size = int(self.checkpoint[1])
        since, signer = max(each for each in self.keys if each[0] <= self.size)
        trusted = next(place for place, each in self.keys if each == key)
        ensure(since >= trusted, "checkpoint.txt is from before the key that is trusted", "unsigned")
        ensure(note_signed(checkpoint, signer), "checkpoint.txt is not signed by the record's key", "unsigned")
        ensure(note_signed(statement, signer), "statement.txt is not signed by the record's key", "unsigned")
    def _keys(self, trusted: str) -> list[tuple[int, str]]:
        """Every key with the size from which on it signs; from the trusted one on, each is named by the one before."""
        keys = read_json(self.files["keys.json"], "keys.json", SHAPES["keys.json"])
        ensure(read_key(trusted)[0] == self.origin, "the key is another record's", "unsigned")
        ensure(any(each["key"] == trusted for each in keys), "the key is none of this record's", "unsigned")
        ensure(keys[0]["since"] == 0 and keys[0]["note"] is None, "keys.json has no first key")
        ensure(all(old["since"] < new["since"] for old, new in pairwise(keys)), "keys.json is not in order")
        for old, new in pairwise(keys[[each["key"] for each in keys].index(trusted) :]):
            text, note = f"assay sealing key\n{self.origin}\n{new['key']}\n", new["note"] or ""
            vouched = note_text(note) == text and note_signed(note, old["key"])
            ensure(vouched, "keys.json: a key is not named by the one before it", "unsigned")
        return [(each["since"], each["key"]) for each in keys]
def read_events(dossier: Dossier) -> Streams:
    """Every event by its stream, once the tree and the chains are known to hold."""
    lines = dossier.files["events.jsonl"].split(b"\n")
    ensure(lines.pop() == b"", "events.jsonl: its last line is cut short")
    positions = (proof := read_json(dossier.files["proof.json"], "proof.json", SHAPES["proof.json"]))["positions"]
    ensure(len(positions) == len(lines) > 0, "proof.json has another number of events", "incomplete")
    ensure(all(one < two for one, two in pairwise(positions)), "proof.json is not in order")
    ensure(proof["size"] == dossier.size and 0 < positions[0] <= positions[-1] <= dossier.size, "proof.json: its size")
    leaves = [hashlib.sha256(b"\0" + each).digest() for each in lines]
    ensure(all(re.fullmatch("[0-9a-f]{64}", each) for each in proof["hashes"]), "proof.json: a hash is none")
    steps = iter([bytes.fromhex(each) for each in proof["hashes"]])
    root = base64.b64encode(root_of([each - 1 for each in positions], leaves, steps, dossier.size)).decode()
    ensure(root == dossier.checkpoint[2] and next(steps, None) is None, "proof.json does not lead to the checkpoint")
    streams: Streams = {}
    for position, digest, line in zip(positions, leaves, lines, strict=True):
        event = read_json(line, f"event {position}")
        usual = isinstance(event, dict) and [*map(type, map(event.get, EVENT))] == [*EVENT.values()]
        found = re.fullmatch(r"([a-z-]+\.[a-z-]+)\.v([1-9][0-9]{0,5})", event["name"]) if usual else None
        ensure(found, f"event {position} is not one as a record has it")
        kind, version = found.groups() if found else ("", "0")
        known = event["schema_version"] == 1 and int(version) <= int(KNOWN.get(kind, version))
        ensure(known, f"event {position} is of a version that this program does not know", "newer")
        before = streams.setdefault(event["stream"], [])
        last, previous = (before[-1]["version"], before[-1]["digest"]) if before else (0, None)
        follows = event["previous"] == previous if event["version"] == last + 1 else event["version"] > last
        if not follows:
            raise Bad("changed", f"event {position} does not follow the event before it in {event['stream']}")
        role, deputy, whose = event["acting_role"].partition(" in the place of ")  # a deputy's says whose it is
        if kind in RIGHTS and (role not in RIGHTS[kind][1] or (deputy and not whose.strip())):
            raise Bad("not-authorised", f"event {position}: {kind} is not for the role {role}")
        before.append({"kind": kind, "position": position, "digest": digest.hex()} | {n: event[n] for n in KEPT})
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
        split = start + (1 << (end - start - 1).bit_length() - 1)
        middle = bisect_left(indexes, split, low, high)
        return hashlib.sha256(b"\1" + below(start, split, low, middle) + below(split, end, middle, high)).digest()
    return below(0, size, 0, len(indexes))
def whole(streams: Streams, stream: str, version: int | None = None) -> list[J]:
    """A stream from its first event to a version, or to the last that is there; no event is missing."""
    events = streams.get(stream, [])
    wanted = range(1, (version or len(events) or 1) + 1)
    missing = next((n for n in wanted if n > len(events) or events[n - 1]["version"] != n), None)
    ensure(missing is None, f"{stream}: version {missing} is left out", "incomplete")
    ensure(len(events) == len(wanted), f"{stream}: it has more events than were used")
    return events
def said(events: Iterable[J], *kinds: str) -> list[J]:
    """What the events of some kinds say, in order."""
    return [each["data"] for each in events if each["kind"] in kinds]
def drawn(own: Iterable[J]) -> dict[str, J]:
    """By population the cases of its last draw; None where that was withdrawn."""
    draws = said(own, "inspection.sample-drawn", "inspection.sample-withdrawn")
    return {data["population"]: data.get("cases") for data in draws}
def sampled(own: Sequence[J]) -> list[tuple[str, str]]:
    """The cases that were to be read, and of which population: those drawn, or those that took their place."""
    found, replaced = [], {data["case"]: data["by"] for data in said(own, "inspection.case-replaced")}
    for case, population in [(case, name) for name, cases in drawn(own).items() for case in cases or ()]:
        while case in replaced:
            case = replaced.pop(case)
        found.append((case, population))
    return [each for each in found if each[0] is not None]
def settled(own: Sequence[J], standards: Sequence[J]) -> J:
    """By standard what was given: a judgement, the percentage of a criterion, or why there is no rating."""
    found = {each["data"]["standard"]: {"rating": each["data"]["rating"], "digest": each["digest"], "reference":
        f"{each['stream']}/{each['version']}"} for each in own if each["kind"] == "inspection.rating-proposed"}
    for data in said(own, "inspection.criterion-scored", "inspection.standard-left-unrated"):
        found[data["standard"]] = {"percent": data["percent"]} if "percent" in data else {"not_rated": data["reason"]}
    nothing, samples = {"not_rated": "The provider had no such cases."}, drawn(own)
    return found | {each["id"]: nothing for each in standards if samples.get(each["population"]) == []}
BOTH_IN = [[f"case.{each}" for each in pair.split("/")] for pair in (
    "read-completed/read-reopened/answers-recorded/set-aside", "set-for-second-read/second-read-given-up",
    "second-read-received/second-read-called-back")]
def read_case(events: Sequence[J], second: Sequence[J]) -> J:
    """A case as it was read, with its second read, if any; both are complete if the first of each pair came last."""
    def head(events: Sequence[J], name: str) -> J:
        return {name: events[-1]["stream"], "version": events[-1]["version"], "digest": events[-1]["digest"]}
    def answers(events: Sequence[J], kind: str) -> dict[str, str]:
        return {question: answer for data in said(events, kind) for question, answer in data["answers"]}
    first, again = answers(events, "case.answers-recorded"), answers(second, "second-read.answers-recorded")
    case = {"population": said(events, "case.sampled")[-1]["population"], "answers": first, **head(events, "case")}
    if not second:
        return case
    decided = {data["question"]: data["answer"] for data in said(second, "second-read.difference-decided")}
    kinds = [each["kind"] for each in events]
    pairs = [[kind for kind in kinds if kind in pair][-1:] == [pair[0]] for pair in BOTH_IN]
    asked = said(second, "second-read.drawn")[-1]["key_questions"] if all(pairs) else []
    if said(second, "second-read.given-up"):
        asked, decided = [], {}
    counts, words = first | decided, (("quality-lead", "second"), ("first", "both"))
    counted = {each: words[first.get(each) == counts.get(each)][again.get(each) == counts.get(each)]
               for each in {*asked, *decided} if first.get(each) != again.get(each) or each in decided}
    return case | {"answers": counts, "again": {"case": case["case"], "counted": counted, **head(second, "stream")}}
def rate(scheme: J, given: J, cases: Iterable[J]) -> J:
    """The trace (docs/trace.md §4), from what was given by standard and from the cases."""
    populations: dict[str, list[J]] = {}
    for each in sorted(cases, key=lambda case: str(case["case"])):
        populations.setdefault(each["population"], []).append(each)
    known = populations.keys() <= {each["population"] for each in scheme["standards"]}
    ensure(known, "a case is of a population that the scheme does not know", "rating-differs")
    standards = [rate_standard(scheme, each, given.get(each["id"], {}), populations) for each in scheme["standards"]]
    scores = {None: None} | {each["id"]: each["score"] for each in scheme["levels"]}
    for each in standards:
        ensure(each["rating"] in scores, f"standard {each['id']}: its rating is none of the scheme's", "rating-differs")
        each["score"] = scores[each["rating"]]
    twice = [each["again"] for name in sorted(populations) for each in populations[name] if "again" in each]
    return {"format": "assay.trace.v2" if twice else "assay.trace.v1", "scheme": {"id": scheme["id"],
        "version": scheme["version"], "digest": sha(canonical(scheme))}, "cases": {n: [[e["case"], e["version"],
        e["digest"]] for e in each] for n, each in populations.items()}, **({"read_twice": twice} if twice else {}),
        "facts": {each["id"]: {"value": each["default"], "given": False} for each in scheme["facts"]},
        "standards": standards, "overall": overall(scheme, [(each["rating"],
        each["weight"]) for each in standards if each["counted"]])}
NOTHING = {"share": None, "shown": None, "band": None, "between_edges": False}
def rate_standard(scheme: J, standard: J, given: J, populations: J) -> J:
    """One standard of the trace (§3.2, §4 steps 4 to 7)."""
    how, policy = standard["aggregator"], scheme["shares"]["no_answers"]
    result = {"id": standard["id"], "aggregator": how, "counted": standard["counted"], "weight": standard["weight"],
              "source": "cases", "judgement": None, "key_questions": [], "lowest_key_questions": [], **NOTHING,
              "rules": [], "rating": None, "score": None, "not_rated": None}
    if "not_rated" in given:
        return result | {"source": "not_rated", **given}
    if "rating" in given and how == "judgement":
        return result | {"source": "judgement", "judgement": given, "rating": given["rating"]}
    if "percent" in given and how == "percentage":
        return result | {"source": "percentages"} | of_share(scheme, Fraction(given["percent"], 100))
    known = not given and standard["population"] in populations and how in ("lowest_band", "percentage")
    ensure(known, f"standard {standard['id']} cannot be rated from what is on record", "rating-differs")
    weights = {each["id"]: each["weight"] for each in standard["key_questions"]}
    questions = [count(scheme, each, populations[standard["population"]]) for each in weights]
    shares = {each["id"]: Fraction(each["share"]) for each in questions if each["share"] is not None}
    empty = [each for each in weights if each not in shares]
    ensure(not empty or policy != "refused", f"key question {', '.join(empty)} has no answer", "rating-differs")
    result["key_questions"] = questions
    result["lowest_key_questions"] = [each for each, share in shares.items() if share == min(shares.values())]
    if how == "lowest_band":
        return lowest_band(scheme, result, empty)
    lower = sum(weights[each["id"]] * denominator(scheme, each) for each in questions)
    if not lower:
        return result | {"not_rated": "no answers to any key question"}
    return result | of_share(scheme, Fraction(sum(weights[each["id"]] * each["yes"] for each in questions), lower))
def denominator(scheme: J, tally: J) -> J:
    """How many answers count (§4 step 2)."""
    return tally["yes"] + tally["no"] + (tally["not_applicable"] if scheme["shares"]["not_applicable"] == "in" else 0)
def count(scheme: J, question: str, cases: Sequence[J]) -> J:
    """One key question of the trace: how often it was answered how, its share and band (§3.3, §4 steps 1 to 3)."""
    tally: J = {"yes": 0, "no": 0, "not_applicable": 0}
    for each in cases:
        answer = each["answers"].get(question)
        ensure(answer in tally, f"{each['case']} has no answer to {question}", "rating-differs")
        tally[answer] += 1
    below, half_up = denominator(scheme, tally), scheme["shares"]["rounding"] == "half_up"
    share = of_share(scheme, Fraction(tally["yes"], below)) if below else NOTHING
    rounded = (200 * tally["yes"] + below) // (2 * below) if below and half_up else None
    return {"id": question, **tally, "not_asked": 0, "rounded": rounded, **share}
def of_share(scheme: J, share: Fraction) -> J:
    """What the trace says of a share (§2, §3.3)."""
    compared = Fraction((200 * share + 1) // 2) if scheme["shares"]["rounding"] == "half_up" else 100 * share
    edges = [(each["id"], Fraction(*map(int, each["at_least"].split("/")))) for each in scheme["bands"]]
    band = next((id_ for id_, at_least in reversed(edges) if at_least <= compared), None)
    edge = next((at_least for _, at_least in edges if at_least > 100 * share), None)
    tenths = (2000 * share + 1) // 2
    tenths = 1000 * share // 1 if edge is not None and Fraction(tenths, 10) >= edge else tenths
    shown = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return {"share": str(share), "shown": shown, "band": band,
            "between_edges": edge is not None and 100 * share > edge - 1}
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
    for lowest in result["lowest_key_questions"][:1]:
        result["band"] = next(each["band"] for each in questions if each["id"] == lowest)
        result["rating"] = next(each["rating"] for each in bands if each["id"] == result["band"])
    result["rules"] = [{"band": band["id"], "rating": band["rating"], "fired": result["band"] == band["id"],
         "key_questions": [each["id"] for each in questions if each["band"] == band["id"]]} for band in bands]
    return result
def overall(scheme: J, ratings: Sequence[tuple[str | None, int]]) -> J:
    """The overall rating of the trace, from rating and weight of each counted standard (§3.4, §4 step 8)."""
    rules, scores = scheme["overall"], {each["id"]: each["score"] for each in scheme["levels"]}
    rated = [(rating, weight) for rating, weight in ratings if rating is not None]
    counts = {level: sum(rating == level for rating, _ in rated) for level in scores}
    weight, adds = sum(weight for _, weight in rated), rules["aggregator"] == "sum_and_band"
    score = sum(scores[rating] * weight for rating, weight in rated) if adds else None
    reason = {"none": "the scheme rates standards independently", "narrative": "the scheme reports in words only"}.get(
        rules["aggregator"], None if weight else "no counted standard is rated")
    fitting = [(each["rating"], each["id"]) for each in rules["rules"] if holds(each["when"], counts)]
    if adds:
        fitting = [(each["rating"], None) for each in rules["bands"]
                   if each["up_to"] is None or Fraction(each["up_to"]) * weight >= (score or 0)]
    ensure(reason or fitting, "the overall rating cannot be worked out from what is on record", "rating-differs")
    before, rule = (None, None) if reason else fitting[0]
    facts = {None: True} | {each["id"]: bool(each["default"]) for each in scheme["facts"]}
    limiters = [each for each in rules["limiters"] if before and facts[each["fact"]] and holds(each["when"], counts)]
    return {"aggregator": rules["aggregator"], "judgement": None, "weight": weight, "score": score,
        "max_score": max(scores.values()) * weight if adds else None, "counts": counts,
        "bands": [{"rating": e["rating"], "fired": e["rating"] == before,
        "up_to": None if e["up_to"] is None else str(Fraction(e["up_to"]) * weight)} for e in rules["bands"]],
        "rules": [{"id": e["id"], "rating": e["rating"], "source": e["source"],
        "fired": e["id"] == rule} for e in rules["rules"]], "limiters": [{"id": e["id"], "at_most": e["at_most"],
        "fired": e in limiters} for e in rules["limiters"]], "before_limits": before, "reason": reason,
        "overall": min((before, *(e["at_most"] for e in limiters)), key=list(scores).index) if before else None}
def holds(when: Iterable[J], counts: J) -> bool:
    """Whether all conditions hold."""
    numbers = [(sum(counts[level] for level in each["levels"]), each["at_least"], each["at_most"]) for each in when]
    return all(low <= number and (high is None or number <= high) for number, low, high in numbers)
def check_record(dossier: Dossier, streams: Streams) -> None:
    """The record's own stream is whole, and names the keys that keys.json does."""
    record = whole(streams, "record-0")
    opened = [f"assay/{data['record']}" for data in said(record, "record.opened")]
    ensure(record[0]["kind"] == "record.opened" and opened == [dossier.origin], "record-0 is another record's")
    turned = [(each["position"], each["data"]["old"], each["data"]["new"])
              for each in record if each["kind"] == "record.sealing-key-rotated"]
    named = turned == [(since, old, new) for (_, old), (since, new) in pairwise(dossier.keys)]
    ensure(named, "keys.json names other keys than the record")
def check_cases(own: Sequence[J], derived: J, streams: Streams) -> list[J]:
    """Every case that was to be read is listed by the deriving event, and is here as it was used; the cases."""
    used, draws, at = derived["data"]["cases"], sampled(own), f"event {derived['position']}"
    ensure(len(cases := dict(draws)) == len(draws), f"{at}: a case was drawn more than once")
    again = {case for data in said(own, "inspection.second-reads-drawn") for case in data["cases"]}
    first = {"second-read-" + case.removeprefix("case-"): case for case in cases if case in again}
    listed = sorted(each["stream"] for each in used) == sorted([*cases, *first])
    ensure(listed, f"{at}: the cases it lists are not those that were to be read", "incomplete")
    closing = [{}, *said(own, "inspection.case-reads-closed", "inspection.case-reads-reopened")]
    closed = sorted(closing[-1].get("cases", []), key=str) == sorted(used, key=str)
    ensure(closed, f"{at}: the cases have changed since the reads were closed")
    events = {each["stream"]: whole(streams, each["stream"], each["version"]) for each in used}
    for stream, digest, read in ((each["stream"], each["digest"], events[each["stream"]]) for each in used):
        ensure(read[-1]["digest"] == digest, f"{stream}: it does not end as it was used")
        ensure(read[-1]["position"] < derived["position"], f"{stream}: it was recorded after the ratings were derived")
        begun = {(d["inspection"], d["population"]) for d in said(read, "case.sampled", "second-read.drawn")}
        ours = begun == {(own[0]["data"]["inspection"], cases[first.get(stream, stream)])}
        ended = stream in first or [e["kind"] for e in read if e["kind"] in BOTH_IN[0]][-1:] == [BOTH_IN[0][0]]
        ensure(ours and ended, f"{stream}: not of this inspection, or not read", "incomplete")
    for stream in sorted(each for each in streams if each.startswith(("case-", "second-read-")) and each not in events):
        raise Bad("changed", f"{stream}: no case of this rating")
    second = {case: events[stream] for stream, case in first.items()}
    return [read_case(events[case], second.get(case, [])) for case in cases]
def check_rating(dossier: Dossier, streams: Streams) -> dict[str, J]:
    """Derive the ratings again from the answers, and hold them against what was recorded."""
    own = whole(streams, f"inspection-{dossier.inspection}")
    place = max((n for n, each in enumerate(own) if each["kind"] == "inspection.ratings-derived"), default=-1)
    ensure(place > 0, f"inspection-{dossier.inspection}: no ratings were derived", "incomplete")
    named = [data["inspection"] for data in said(own, "inspection.announced")] == [dossier.inspection]
    ensure(named and own[0]["kind"] == "inspection.announced", f"{own[0]['stream']}: not announced first, and once")
    derived, before, data = own[place], own[:place], own[place]["data"]
    for file in ("scheme", "framework"):
        pin, content = own[0]["data"][file], dossier.files[f"{file}.json"]
        bound = content == b"null" if pin is None else sha(content) == pin["digest"]
        ensure(bound, f"{file}.json is not the one that the inspection is bound to")
    scheme, at = read_json(dossier.files["scheme.json"], "scheme.json"), f"event {derived['position']}"
    ensure(scheme["format"] == "assay.scheme.v1", "scheme.json: its format", "newer")
    ensure(dossier.files["trace.json"] == data["trace"].encode(), "trace.json is not the recorded trace")
    recorded = read_json(dossier.files["trace.json"], "trace.json")
    ensure(recorded["format"] in ("assay.trace.v1", "assay.trace.v2"), "trace.json: its format", "newer")
    cases = check_cases(before, derived, streams)
    trace = rate(scheme, settled(before, scheme["standards"]), cases)
    if canonical(trace) != dossier.files["trace.json"]:
        raise Bad("rating-differs", f"{at}: {first_difference(trace, recorded)}")
    total, ratings = trace["overall"], {each["id"]: each["rating"] for each in trace["standards"]}
    stated = [data["ratings"], data["overall"], data["score"], data["max_score"], data["trace_digest"]]
    follows = [[{"rating": rating, "standard": id_} for id_, rating in ratings.items()], total["overall"],
               total["score"], total["max_score"], sha(dossier.files["trace.json"])]
    same = canonical(stated) == canonical(follows)
    ensure(same, f"{at}: the ratings it states are not those of its trace", "rating-differs")
    return {"inspection": dossier.inspection, "cases": len(cases), "scheme": scheme["id"],
        "trace_digest": data["trace_digest"], "derived_overall": total["overall"], "derived_ratings": ratings,
        "last_event": own[-1]["position"],
        "cancelled": next((each["position"] for each in own if each["kind"] == "inspection.cancelled"), None),
        **check_decision(scheme, derived, own[place + 1 :], streams),
        "acts": [{name: each[name] for name in ACT} for each in own[place:] if each["kind"] in DECIDING]}
def first_difference(ours: J, theirs: J, path: str = "the trace") -> str:
    """The first place where two traces differ."""
    one, two = (dict(enumerate(each)) if isinstance(each, list) else each for each in (ours, theirs))
    if isinstance(one, dict) and isinstance(two, dict) and one.keys() == two.keys():
        at = next(each for each in sorted(one) if canonical(one[each]) != canonical(two[each]))
        return first_difference(one[at], two[at], f"{path}/{at}")
    return f"{path} should be {canonical(ours).decode()[:80]}, and is {canonical(theirs).decode()[:80]}"
def check_decision(scheme: J, derived: J, later: Sequence[J], streams: Streams) -> J:
    """The last decision on these ratings, which must follow from them; None if it does not stand, and what undid it."""
    decisions = ("inspection.ratings-decided", "inspection.ratings-confirmed")
    undoing = ("inspection.rating-proposed", "inspection.criterion-scored", "inspection.standard-left-unrated",
               "inspection.case-reads-reopened", "inspection.challenge-accepted")
    bearing = [e for e in later if e["kind"] in (*decisions, *undoing)
               and (e["kind"] != undoing[-1] or e["data"]["due"] is not None)]  # a point on wording has no due day
    if not bearing or bearing[-1]["kind"] in undoing:
        return {"decision": None, "reopened": bearing[-1]["position"] if bearing else None}
    data, at, by_panel = bearing[-1]["data"], f"event {bearing[-1]['position']}", bearing[-1]["kind"] == decisions[0]
    dated = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", data["decided_on"])
    ensure(dated and (not by_panel or type(data["panel"]) is str), f"{at}: it has no day, or no panel")
    ensure(data["derivation"] == derived["data"]["trace_digest"], f"{at}: it is on another derivation", "incomplete")
    by_rule = {each["standard"]: each["rating"] for each in derived["data"]["ratings"]}
    departed, may = {each["subject"]: each for each in data["departures"]}, scheme["departures"]
    triggers, levels = ([each["id"] for each in part] for part in (may["triggers"], scheme["levels"]))
    sound = all(each["decided"] in levels and each["reason"].strip() and each["trigger"].strip()
                and (may["other_triggers"] or each["trigger"] in triggers) for each in departed.values())
    ensure(sound, f"{at}: a departure has no reason, trigger or rating that the scheme knows", "rating-differs")
    ratings = by_rule | {subject: each["decided"] for subject, each in departed.items() if subject != "overall"}
    counted = [(ratings[each["id"]], each["weight"]) for each in scheme["standards"] if each["counted"]]
    by_rule["overall"] = overall(scheme, counted)["overall"]
    for subject, each in departed.items():
        allowed = may["overall"] if subject == "overall" else subject in may["standards"]
        fits = allowed and each["decided"] != each["derived"] == by_rule[subject] is not None and by_panel
        ensure(fits, f"{at}: the departure from {subject} is not one that the scheme allows", "rating-differs")
    final = departed["overall"]["decided"] if "overall" in departed else by_rule["overall"]
    stated = {each["standard"]: each["rating"] for each in data["ratings"]}
    same = stated == ratings and data["overall"] == final and len(departed) == len(data["departures"])
    ensure(same, f"{at}: a rating was decided that no departure explains", "rating-differs")
    heard = said(streams.get(f"panel-{data.get('panel')}", ()), "panel.inspection-considered")
    seen = [each["decision"] for each in heard if f"inspection-{each['inspection']}" == derived["stream"]]
    ensure(not by_panel or sha(canonical(data)) in seen, f"{at}: the panel's record lacks it", "incomplete")
    decision = {"overall": final, "ratings": ratings, "on": data["decided_on"]}
    return {"decision": decision | {"departures": [departed[each] for each in sorted(departed)]}, "reopened": None}
def verify(data: bytes, key: str) -> dict[str, J]:
    """What a file comes to by a trusted key: ``verdict``, ``place``, and what was found. It raises nothing."""
    try:
        streams = read_events(dossier := Dossier(data, key))
        check_record(dossier, streams)
        return {"verdict": "verified", "place": None, "origin": dossier.origin, "sealed_events": dossier.size,
            "sealed_at": next((each[3:] for each in dossier.checkpoint if each.startswith("at ")), ""),
            "simulated": streams["record-0"][0]["data"]["time"] == "simulated", "events": sum(map(len,
            streams.values())), **check_rating(dossier, streams)}
    except Bad as bad:
        return {"verdict": bad.args[0], "place": bad.args[1]}
    except (ArithmeticError, AttributeError, LookupError, MemoryError, StopIteration, TypeError, ValueError):
        return {"verdict": "changed", "place": "what it holds has not the shape that Assay gives it"}
def tell(found: dict[str, J]) -> str:
    """A verdict in words."""
    found = {name: ascii(each)[1:-1] if isinstance(each, str) else each for name, each in found.items()}
    if found["verdict"] != "verified":
        return f"{found['place']}.\nVerdict: {found['verdict']}."
    told, again = "No decision on it stands in this dossier", found["reopened"]
    told += f": event {again} opened it again." if again else "."
    if decided := found["decision"]:
        told = f"Decided on {decided['on']}: {decided['overall'] or 'none'}; departures: {len(decided['departures'])}."
        for e in decided["departures"]:
            told += "\nFrom {subject}, {derived}, to {decided}; trigger: {trigger!r}; reason: {reason!r}.".format(**e)
    told += f"\nThe inspection was cancelled: event {found['cancelled']}." if found["cancelled"] else ""
    told += "".join("\nEvent {position}, {kind}: by {actor!r} as {acting_role!r}.".format(**e) for e in found["acts"])
    head = "The time of this record is simulated: it is the record of no real inspection.\n" * found["simulated"]
    return f"""{head}Inspection {found['inspection']}, rated under {found['scheme']} from {found['cases']} cases.
Overall rating by the rule: {found['derived_overall'] or 'none'}; it follows from the recorded answers.
{told}
All {found['events']} events are on the record {found['origin']},
as signed at {found['sealed_at']} over {found['sealed_events']} events.
The inspection's last here is event {found['last_event']}: what came later, or never, read-me-first.html says more of.
Verdict: verified."""
def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is named on the command line; the exit status."""
    parser = argparse.ArgumentParser(prog="assay_verify.py", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("dossier", type=Path, nargs="?", help="the file")
    parser.add_argument("--key", help="the record's public key, or a file with it")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.add_argument("--self-test", action="store_true", help="check the signature arithmetic, and nothing else")
    given = parser.parse_args(arguments)
    if given.self_test:
        print(f"The vectors of RFC 8032 {'hold' if self_test() else 'DO NOT HOLD'}.")
        return 0 if self_test() else 1
    if given.dossier is None or given.key is None:
        parser.error("name a dossier, and the record's public key with --key")
    try:
        key = given.key if "+" in given.key and not Path(given.key).exists() else Path(given.key).read_text("utf-8-sig")
        read_key(key := key.strip())
        with given.dossier.open("rb") as opened:
            found = verify(opened.read(LARGEST_FILE + 1), key)
    except (OSError, ValueError) as error:
        parser.error(f"{error.filename} cannot be read" if isinstance(error, OSError) else "--key is no public key")
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text file
    print(json.dumps(found, indent=2) if given.json else tell(found))
    return ENDS[found["verdict"]]
if __name__ == "__main__":
    sys.exit(main())
