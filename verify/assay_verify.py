"""Verifies a dossier of Assay's without Assay, or trust in it: assay_verify.py DOSSIER --key KEY (docs/dossier.md)."""

# fmt: off
import argparse, base64, bisect, contextlib, hashlib, json, operator, pathlib, re, struct, sys, zlib
from fractions import Fraction
from itertools import pairwise
from typing import Any as J  # a value as JSON has it
ENDS = {"verified": 0, "changed": 10, "incomplete": 11, "unsigned": 13, "rating-differs": 14, "newer": 15,
        "not-authorised": 16}
LARGEST_FILE, LARGEST_WHOLE, LARGEST_UNTRUSTED, DEEPEST = 64 << 20, 128 << 20, 1 << 20, 64
STORED, UNTRUSTED = ("dossier.json", "statement.txt"), ("dossier.json", "statement.txt", "checkpoint.txt", "keys.json")
LEAVES = {name: (kind, re.compile(written).fullmatch) for name, (kind, written) in {  # of which type, and how written
    "answer": (str, "yes|no|not_applicable"), "boolean": (bool, ".*"), "case": (str, "case-[a-z0-9-]{1,100}"),
    "count": (int, "[0-9]{1,3}|1000"), "day": (str, "[0-9]{4}-[0-9]{2}-[0-9]{2}"), "digest": (str, "[0-9a-f]{64}"),
    "fraction": (str, "(0|[1-9][0-9]{0,8})(/[1-9][0-9]{0,8})?"), "id": (str, "[A-Za-z0-9][A-Za-z0-9._:-]{0,199}"),
    "key": (str, "assay/[!-*,-~]{1,100}[+][0-9a-f]{8}[+][A-Za-z0-9+/]{44}"), "origin": (str, "assay/[!-*,-~]{1,100}"),
    "percent": (int, "[0-9]{1,2}|100"), "place": (int, "[1-9][0-9]{0,14}"), "text": (str, "(?s:.*)"),
    "whole": (int, "0|[1-9][0-9]{0,14}")}.items()}
# What is read: a name alone is an id, "?" is: or null. Events: latest version (0: any), roles, data; and all others.
ALONE = r"(?<=[{ ])(?<!: )([\w-]+)(\??)(?=[,}])"
SHAPES, EVENTS, PASSED_OVER = json.loads(re.sub(r"[^][{}:,\s]+", r'"\g<0>"', re.sub(ALONE, r"\1: id\2", """[{
dossier.json: {format: text, origin: origin, inspection, streams: [{stream, events: place, whole: boolean}],
  files: {checkpoint.txt: file, events.jsonl: file, framework.json: file, keys.json: file, proof.json: file,
  read-me-first.html: file, scheme.json: file, trace.json: file}}, file: {size: whole, sha256: digest, packed: digest},
  keys.json: [{key: key, since: whole, note: text?}], proof.json: {size: place, positions: [place], hashes: [digest]},
scheme.json: {format: text, id, version, title: text, citation: text, notes: [text], framework?, levels: [{id,
  title: text, score: count}], bands: [{id, title: text, at_least: fraction, rating?}],
  shares: {rounding: exact|half_up, not_applicable: out|in, no_answers: left_out|not_rated|lowest|refused}, facts: [{id,
  title: text, default: boolean?}], standards: [{id, title: text, counted: boolean, weight: count,
  aggregator: judgement|lowest_band|percentage|narrative, population?, key_questions: [{id, weight: count}]}],
  overall: {aggregator: sum_and_band|count_rules|judgement|none|narrative, bands: [{rating, up_to: fraction?}],
  rules: [{id, rating, when: [when], source: published|ours, note: text?}], limiters: [{id, at_most, fact?,
  when: [when], note: text?}]}, departures: {overall: boolean, standards: [id], by, triggers: [{id, title: text}],
  other_triggers: boolean}, look_closer: {points: fraction?, changes: count?, cases: count?}}, when: {levels: [id],
  at_least: count, at_most: count?}, pin: {id, version, digest: digest}, used: {stream, version: place, digest: digest},
  rated: {standard, rating?}, departed: {subject, derived?, decided, trigger: text, reason: text}}, {
inspection: {announced.2.mo: {inspection, scheme: pin?, framework: pin?}, cancelled.0.o: {},
  case-reads-closed.2.l: {cases: [used]}, case-reads-reopened.1.lp: {}, case-replaced.1.l: {case: case, by: case?},
  challenge-accepted.1.l: {due: day?}, correction-opened.0.cl: {}, criterion-scored.2.l: {standard, percent: percent},
  publication-scheduled.0.o: {}, rating-proposed.3.l: {standard, rating}, ratings-confirmed.1.clo: {decided_on: day,
  departures: [departed], derivation: digest, overall?, ratings: [rated]}, ratings-decided.2.p: {decided_on: day,
  departures: [departed], derivation: digest, overall?, panel, ratings: [rated]}, ratings-derived.1.l: {cases: [used],
  ratings: [rated], overall?, score: whole?, max_score: whole?, trace: text, trace_digest: digest},
  report-published.0.m: {}, report-signed-off.0.c: {}, report-submitted.0.co: {}, report-withdrawn.0.c: {},
  sample-drawn.3.al: {population, cases: [case]}, sample-withdrawn.1.alv: {population},
  second-reads-drawn.1.lq: {cases: [case]}, second-reads-waived.1.q: {}, standard-left-unrated.1.l: {standard,
  reason: text}}, case: {answers-recorded.1.ilq: {answers: [[id, answer]]}, read-completed.1.il: {},
  read-reopened.2.il: {}, sampled.2.al: {inspection, population, key_questions: [id]}, second-read-called-back.1.il: {},
  second-read-given-up.1.q: {}, second-read-received.1.il: {}, set-aside.1.alov: {}, set-for-second-read.1.lq: {}},
  second-read: {answers-recorded.1.ilq: {answers: [[id, answer]]}, difference-decided.1.q: {question, answer: answer},
  drawn.1.lq: {inspection, case: case, population, key_questions: [id]}, given-up.1.q: {}},
  panel: {inspection-considered.1.p: {inspection, decision: digest}}, record: {opened.1.m: {record, time},
  sealing-key-rotated.1.o: {old: key, new: key}}}, {
inspection: {answers-counted, case-list-received, challenge-raised, challenge-rejected, closed, condition-lifted,
  condition-met, condition-overdue, condition-set, correction-given-up, correlation-checked, deadline-moved, deferred,
  draft-sent, embargoed-copy-sent, evidence-chased, evidence-escalated, evidence-linked, evidence-overdue,
  evidence-received, evidence-replaced, evidence-requested, evidence-waived, extension-asked, extension-granted,
  extension-refused, factual-accuracy-confirmed, factual-accuracy-window-lapsed, fieldwork-begun, fieldwork-ended,
  fieldwork-moved, further-evidence-requested, lead-changed, new-list-agreed, notice-sent, notice-undelivered,
  panel-planned, partner-signed, practice-noted, practice-withdrawn, provider-followed, public-value-noted,
  questions-set, report-answered, report-drafted, resumed, section-struck, section-written, stage-overdue, team-set,
  text-translated, told-otherwise, waiver-withdrawn}, case: {allocated, answer-noted, characteristics-recorded,
  classification-recorded, interview-held, interview-not-held, prompts-answered, reader-stood-in, reads-shown,
  reference-noted, second-reader-named}, second-read: {allocated, answer-noted, completed, reopened, set-aside}, panel:
  {agenda-arranged, called-off, chair-taken, closed, convened, dissent-recorded, item-deferred, item-removed,
  item-retabled, item-tabled, member-arrived, member-invited, member-left, member-recused, minutes-approved,
  minutes-corrected, minutes-drafted, minutes-overdue, notice-sent, opened, pack-issued, papers-overdue}, privacy:
  {subject-access-given, subject-erased, subject-held, subject-released}}]""")))
ROLES = dict(zip("acilmopqv", ("assistant", "chief-inspector", "inspector", "lead-inspector", "machinery",
                               "operations-manager", "panel-chair", "quality-lead", "provider-contact"), strict=True))
RIGHTS = {f"{room}.{kind}": (int(version), {ROLES[each] for each in roles}, shape) for room, kinds in EVENTS.items()
          for head, shape in kinds.items() for kind, version, roles in [head.split(".")]}
KNOWN, READ = {kind: row[0] for kind, row in RIGHTS.items() if row[0]}, {kind: row[2] for kind, row in RIGHTS.items()}
KINDS = RIGHTS.keys() | {f"{room}.{kind}" for room, kinds in PASSED_OVER.items() for kind in kinds}
EVENT = ("name", "schema_version", "stream", "version", "data", "actor", "acting_role")
PACKED = [*SHAPES["dossier.json"]["files"]]
class Bad(Exception): ...  # something does not hold: the verdict, and where
def ensure(holds: object, place: str, verdict: str = "changed") -> None:  # go on only if something holds
    if not holds:
        raise Bad(verdict, place)
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
DECODER, NAMING = (json.JSONDecoder(object_pairs_hook=hook, parse_float=str, parse_constant=str, parse_int=lambda said:
    int(said) if len(said) < 16 or abs(int(said[:18])) < 1 << 53 else said) for hook in (
    None, lambda pairs: dict(pairs) if all(name.isascii() for name, _ in pairs) else None))
def canonical(value: J) -> bytes:  # the RFC 8785 form of what a record holds: names in ASCII, no fraction
    return ENCODER.encode(value).encode()
def sha(data: bytes) -> str:  # SHA-256 in hexadecimal
    return hashlib.sha256(data).hexdigest()
def read_json(data: bytes, place: str, shape: str = "", *formats: str) -> J:  # in its one form, as it should be
    try:  # what no record holds is read as something that is not written like it
        value, _ = (DECODER if data.isascii() else NAMING).raw_decode(text := data.decode())
        if ENCODER.encode(value) != text or (text.count("[") + text.count("{") > DEEPEST and depth(value) > DEEPEST):
            raise ValueError
    except (ValueError, RecursionError):
        raise Bad("changed", f"{place} is not JSON in the form of RFC 8785") from None
    if formats and (says := str(value.get("format")) if isinstance(value, dict) else "") not in formats:
        later = "newer" if re.fullmatch(re.escape(formats[0][:-1]) + "[0-9]+", says) else "changed"
        raise Bad(later, f"{place} is not of the format {formats[-1]}")
    ensure(not shape or fitting(shape)(value), f"{place} has other fields than it should")
    return value
def depth(it: J) -> int:  # how many arrays and objects stand in one another
    return type(it) in (dict, list) and 1 + max(map(depth, it.values() if type(it) is dict else it), default=0)
def fitting(shape: J, more: bool = False) -> J:  # what tells whether a value has a shape; of data, or more than it
    shape = SHAPES.get(shape, shape) if type(shape) is str else shape
    if type(shape) is dict:
        names, ways = shape.keys(), [*map(fitting, shape.values())]
        return lambda it: type(it) is dict and (it.keys() == names or (more and it.keys() >= names)) and all(
            map(operator.call, ways, map(it.get, names)))
    if type(shape) is list:
        ways, pairs = [*map(fitting, shape)], type(shape[0]) is list  # of pairs none begins like another
        if len(ways) > 1:
            return lambda it: type(it) is list and len(it) == len(ways) and all(map(operator.call, ways, it))
        return lambda it: type(it) is list and all(map(ways[0], it)) and (not pairs or len(dict(it)) == len(it))
    if shape[-1] == "?":
        return (lambda fits: lambda it: it is None or fits(it))(fitting(shape[:-1]))
    kind, written = dict[str, J](LEAVES).get(shape) or (str, re.compile(shape).fullmatch)
    return lambda it: type(it) is kind and written(it if kind is str else str(it)) is not None
FITS = {kind: fitting(shape, True) for kind, shape in READ.items() if shape}
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)
def add(one: J, two: J) -> J:  # the sum of two points
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b, c, d = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P, 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def point(encoded: bytes) -> J:  # the point that 32 bytes stand for, if they stand for one
    sign, y = divmod(int.from_bytes(encoded, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    roots = [pow(square, (P + 3) // 8, P) * each % P for each in (1, ROOT)]
    x = next((each for each in roots if (each * each - square) % P == 0), -1)
    none = len(encoded) != 32 or y >= P or x < 0 or (not x and sign)
    return None if none else ((x := x if x & 1 == sign else P - x), y, 1, x * y % P)
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)
def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:  # RFC 8032 §5.1.7
    key, begins, scalar = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or begins is None or len(signature) != 64 or scalar >= ORDER or (
            add(*[add(*[add(key, key)] * 2)] * 2)[0] % P == 0):  # eightfold it is nothing: it would sign everything
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    total, minus, (x, y, *_) = (0, 1, 1, 0), (-key[0], key[1], 1, -key[3]), begins
    sums = {"10": BASE, "01": minus, "11": add(BASE, minus)}
    for bits in map("".join, zip(f"{scalar:0253b}", f"{hashed:0253b}", strict=True)):  # S·B - k·A, bit by bit
        total = add(add(total, total), sums[bits]) if bits in sums else add(total, total)
    return bool((total[0] - x * total[2]) % P == 0 == (total[1] - y * total[2]) % P)
RFC = """d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a/e5564300c360ac729086e2cc806e828a84877f1eb8e5d9
74d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b.3d4017c3e843895a92b70aa74d1b7ebc9c982
ccf2ec4968cc0cd55f12af4660c/7292a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0
f11d8c387b2eaeb4302aeeb00d291612bb0c00.fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025/af826291d657deec
24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"""
def self_test() -> bool:  # whether tests 1 to 3 of RFC 8032 §7.1 (key / message, signature) hold, and with others not
    each = [list(map(bytes.fromhex, vector.split("/"))) for vector in "".join(RFC.split()).split(".")]
    return all(signed_by(k, s[:-64], s[-64:]) and not signed_by(k, s[:-64] + b"x", s[-64:]) for k, s in each)
def read_key(text: str) -> tuple[str, bytes, bytes]:  # name, id, 32 bytes; ValueError if it is none
    name, identity, encoded = text.split("+", 2)
    short = hashlib.sha256(name.encode() + b"\n" + (key := base64.b64decode(encoded))).digest()[:4]
    if not fitting("key")(text) or key[0] != 1 or short.hex() != identity:
        raise ValueError("not a public key")
    return name, short, key[1:]
def note_text(note: str) -> str:  # what is signed in a note
    return note[: note.rfind("\n\n") + 1]
def note_signed(note: str, key: str) -> bool:  # is its one signature the key's
    text, (name, short, public) = note_text(note), read_key(key)
    found = re.fullmatch("\n\u2014 ([!-~]+) ([A-Za-z0-9+/]{91}=)\n", note[len(text) :])
    signature = base64.b64decode(found[2]) if found else b""
    expected = f"{text}\n\u2014 {name} {base64.b64encode(signature).decode()}\n"
    return note == expected and signature[:4] == short and signed_by(public, text.encode(), signature[4:])
LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
def unpack(data: bytes) -> dict[str, tuple[bytes, bytes]]:  # as they are, and as packed
    ensure(len(data) <= LARGEST_FILE, "the file is larger than any dossier")
    ensure(data[:4] == b"PK\x03\x04", "the file is not a dossier")
    ends = 0 <= data.find(b"PK\5\6") <= len(data) - 22 or data[-18:-10] == b"\0\0\0\0\n\0\n\0"  # it, or its counts
    ensure(ends, "the file's end is missing", "incomplete")
    found, directory, offset, whole = {}, b"", 0, 0
    for name in (*STORED, *PACKED):
        ensure(data[offset : offset + 4] != b"PK\1\2" and len(data) > offset + 29, f"{name} is missing", "incomplete")
        crc, packed, size = LOCAL.unpack_from(data, offset)[6:9]
        method, start = 0 if name in STORED else 8, offset + LOCAL.size + len(name)
        common = (0, method, 0, 33, crc, packed, size, len(name), 0)
        expected = LOCAL.pack(b"PK\3\4", 20, *common) + name.encode()
        ensure(data[offset:start] == expected, f"the header of {name} is not as a dossier has it")
        directory += CENTRAL.pack(b"PK\x01\x02", 0x314, 20, *common, 0, 0, 0, 0o644 << 16, offset) + name.encode()
        ensure(size <= LARGEST_UNTRUSTED or name not in UNTRUSTED, f"{name} is too long")
        ensure((whole := whole + size) <= LARGEST_WHOLE, f"{name} unpacks to more than any dossier holds")
        unpacker, content = zlib.decompressobj(-15), (raw := data[start : start + packed])
        with contextlib.suppress(zlib.error):
            content = unpacker.decompress(raw, size + 1) if method else raw  # never more than was announced
        sound = (len(content), zlib.crc32(content), unpacker.eof, unpacker.unused_data) == (size, crc, method == 8, b"")
        ensure(sound, f"{name} is damaged, or unpacks to more than it says")
        found[name], offset = (content, raw), start + packed
        if name == "dossier.json":  # before anything is asked of the other files: a later version may have others
            read_json(content, name, "", "assay.dossier.v1")
    end = END.pack(b"PK\x05\x06", 0, 0, len(found), len(found), len(directory), offset, 0)
    ensure(data[offset:] == directory + end, "the list of files is not as a dossier has it")
    return found
TREE = "(?:0|[1-9][0-9]{0,14}) [A-Za-z0-9+/]{43}=\n"
CHECKPOINT = ("(.*)\n([1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n"
              f"commands {TREE}refusals {TREE}at ([0-9T:.Z-]{{20,27}})\noccasion [!-~]+\n")
class Dossier:  # its files are those of its manifest, and that and its checkpoint are signed
    def __init__(self, data: bytes, key: str) -> None:
        found = unpack(data)
        self.files = {name: content for name, (content, _) in found.items()}
        self.manifest = read_json(self.files["dossier.json"], "dossier.json", "dossier.json")
        self.origin, self.inspection = self.manifest["origin"], self.manifest["inspection"]
        for name, said in self.manifest["files"].items():
            same = said == {"packed": sha(found[name][1]), "sha256": sha(found[name][0]), "size": len(found[name][0])}
            ensure(same, f"{name} is not the file that dossier.json names")
        self.keys = self._keys(key)
        statement, checkpoint = (self.files[name].decode() for name in ("statement.txt", "checkpoint.txt"))
        text = f"assay dossier\n{self.origin}\ninspection {self.inspection}\nmanifest {sha(found['dossier.json'][0])}\n"
        ensure(note_text(statement) == text, "statement.txt is not about this dossier")
        lines: J = re.fullmatch(CHECKPOINT, note_text(checkpoint))
        ensure(lines and lines[1] == self.origin, "checkpoint.txt is not one of this record")
        self.size, self.root, self.sealed_at = int(lines[2]), lines[3], lines[4]
        since, signer = max(each for each in self.keys if each[0] <= self.size)
        trusted = next(place for place, each in self.keys if each == key)
        ensure(since >= trusted, "checkpoint.txt is from before the key that is trusted", "unsigned")
        ensure(note_signed(checkpoint, signer), "checkpoint.txt is not signed by the record's key", "unsigned")
        ensure(note_signed(statement, signer), "statement.txt is not signed by the record's key", "unsigned")
    def _keys(self, trusted: str) -> list[tuple[int, str]]:  # each with the size from which on it signs
        keys = read_json(self.files["keys.json"], "keys.json", "keys.json")
        ensure(read_key(trusted)[0] == self.origin, "the key is another record's", "unsigned")
        ensure(any(each["key"] == trusted for each in keys), "the key is none of this record's", "unsigned")
        ensure(keys[0]["since"] == 0 and keys[0]["note"] is None, "keys.json has no first key")
        ensure(all(old["since"] < new["since"] for old, new in pairwise(keys)), "keys.json is not in order")
        for old, new in pairwise(keys[[each["key"] for each in keys].index(trusted) :]):
            text, note = f"assay sealing key\n{self.origin}\n{new['key']}\n", new["note"] or ""
            vouched = note_text(note) == text and note_signed(note, old["key"])
            ensure(vouched, "keys.json: a key is not named by the one before it", "unsigned")
        return [(each["since"], each["key"]) for each in keys]
BLANK = re.compile("[\0- \x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]*").fullmatch  # unseen
def read_events(dossier: Dossier) -> dict[str, list[J]]:  # by stream, once the tree and the chains hold
    lines = dossier.files["events.jsonl"].split(b"\n")
    ensure(lines.pop() == b"", "events.jsonl: its last line is cut short")
    positions = (proof := read_json(dossier.files["proof.json"], "proof.json", "proof.json"))["positions"]
    ensure(len(positions) == len(lines) > 0, "proof.json has another number of events", "incomplete")
    ensure(all(one < two for one, two in pairwise(positions)), "proof.json is not in order")
    ensure(proof["size"] == dossier.size >= positions[-1], "proof.json: its size")
    leaves = [hashlib.sha256(b"\0" + each).digest() for each in lines]
    steps = iter([bytes.fromhex(each) for each in proof["hashes"]])
    root = base64.b64encode(root_of([each - 1 for each in positions], leaves, steps, dossier.size)).decode()
    ensure(root == dossier.root and next(steps, None) is None, "proof.json does not lead to the checkpoint")
    streams, kinds = dict[str, J](), dict[J, str]()  # what events have alike is looked at once
    for position, digest, line in zip(positions, leaves, lines, strict=True):
        event = read_json(line, f"event {position}")
        said: list[J] = [*map(event.get, EVENT)] if isinstance(event, dict) else []
        if [*map(type, said)] != [str, int, str, int, dict, str, str]:
            raise Bad("changed", f"event {position} is not one as a record has it")
        name, schema, stream, version, data, actor, role = said
        kind = kinds.get((name, schema, role)) or kind_of(name, schema, role, f"event {position}")
        if kind in FITS and not FITS[kind](data):
            raise Bad("changed", f"event {position} has other fields than it should")
        kinds[name, schema, role], before = kind, streams.setdefault(stream, [])
        last, previous = (before[-1]["version"], before[-1]["digest"]) if before else (0, None)
        if version <= last or (version == last + 1 and event.get("previous", "") != previous):
            raise Bad("changed", f"event {position} does not follow the event before it in its stream")
        before.append({"kind": kind, "position": position, "digest": digest.hex(), "stream": stream, "version": version,
                       "data": data, "actor": actor, "acting_role": role})
    there = [{"events": len(events), "stream": stream, "whole": events[-1]["version"] == len(events)}
             for stream, events in sorted(streams.items())]
    ensure(dossier.manifest["streams"] == there, "dossier.json lists other streams than there are")
    return streams
def kind_of(name: str, schema: int, role: str, place: str) -> str:  # if its role may record it
    found: J = re.fullmatch(r"([a-z-]+\.[a-z-]+)\.v([1-9][0-9]{0,5})", name)
    ensure(found, f"{place} is not one as a record has it")
    known = schema == 1 and (kind := str(found[1])) in KINDS and int(found[2]) <= int(KNOWN.get(kind, found[2]))
    ensure(known, f"{place} is of a kind or version that this program does not know", "newer")
    role, deputy, whose = role.partition(" in the place of ")
    may = kind not in RIGHTS or (role in RIGHTS[kind][1] and not (deputy and BLANK(whose)))
    ensure(may, f"{place}: {kind} is not for the role {role}", "not-authorised")
    return kind
def root_of(indexes: list[int], leaves: list[bytes], steps: J, size: int) -> bytes:
    def below(start: int, end: int, low: int, high: int) -> bytes:  # steps are subtrees without any of these leaves
        if low == high or end - start == 1:
            return next(steps, b"") if low == high else leaves[low]
        split = start + (1 << (end - start - 1).bit_length() - 1)
        middle = bisect.bisect_left(indexes, split, low, high)
        return hashlib.sha256(b"\1" + below(start, split, low, middle) + below(split, end, middle, high)).digest()
    return below(0, size, 0, len(indexes))
def whole(streams: J, stream: str, version: int = 0) -> list[J]:  # no event is missing
    events: list[J] = streams.get(stream, [])
    wanted = range(1, (version or len(events) or 1) + 1)
    missing = next((n for n in wanted if n > len(events) or events[n - 1]["version"] != n), None)
    ensure(missing is None, f"{stream}: version {missing} is left out", "incomplete")
    ensure(len(events) == len(wanted), f"{stream}: it has more events than were used")
    return events
def said(events: list[J], *kinds: str) -> list[J]:  # what the events of some kinds say, in order
    return [each["data"] for each in events if each["kind"] in kinds]
def drawn(own: list[J]) -> dict[str, J]:  # by population the cases of its last draw; None where that was withdrawn
    here = {"inspection.sample-withdrawn": False, "inspection.sample-drawn": True}
    return {e["data"]["population"]: e["data"]["cases"] if here[e["kind"]] else None for e in own if e["kind"] in here}
def sampled(own: list[J]) -> list[tuple[str, str]]:  # what was to be read, and of which list
    found, replaced = [], {data["case"]: data["by"] for data in said(own, "inspection.case-replaced")}
    for case, population in [(case, name) for name, cases in drawn(own).items() for case in cases or ()]:
        while case in replaced:
            case = replaced.pop(case)
        found += [(case, population)] if case is not None else []
    return found
def settled(own: list[J], standards: list[J]) -> J:  # what was given of a standard
    found = {each["data"]["standard"]: {"rating": each["data"]["rating"], "digest": each["digest"], "reference":
        f"{each['stream']}/{each['version']}"} for each in own if each["kind"] == "inspection.rating-proposed"}
    kinds = ("inspection.standard-left-unrated", "inspection.criterion-scored")
    for data, scored in [(each["data"], each["kind"] == kinds[1]) for each in own if each["kind"] in kinds]:
        found[data["standard"]] = {"percent": data["percent"]} if scored else {"not_rated": data["reason"]}
    nothing, samples = {"not_rated": "The provider had no such cases."}, drawn(own)
    return found | {each["id"]: nothing for each in standards if samples.get(each["population"]) == []}
BOTH_IN = [["case." + e for e in p.split("/")] for p in ("read-completed/read-reopened/answers-recorded/set-aside",
    "set-for-second-read/second-read-given-up", "second-read-received/second-read-called-back")]
def read_case(events: list[J], second: list[J]) -> J:  # with its second read, if there is one
    heads = [{name: each[-1][name] for name in ("stream", "version", "digest")} for each in (events, second) if each]
    given = [[data["answers"] for data in said(each, "case.answers-recorded", "second-read.answers-recorded")]
             for each in (events, second)]
    first, again = ({question: answer for each in several for question, answer in each} for several in given)
    decided = {data["question"]: data["answer"] for data in said(second, "second-read.difference-decided")}
    asked = events[0]["data"]["key_questions"]
    ensure({*first, *again, *decided} <= {*asked}, f"{events[0]['stream']}: it answers what was not asked")
    case = {"population": events[0]["data"]["population"], "answers": first, "case": heads[0].pop("stream"), **heads[0]}
    if not second:
        return case
    kinds, given_up = [each["kind"] for each in events], said(second, "second-read.given-up")
    pairs = [[kind for kind in kinds if kind in pair][-1:] == [pair[0]] for pair in BOTH_IN]
    asked, decided = asked if all(pairs) and not given_up else [], {} if given_up else decided
    counts, words = first | decided, (("quality-lead", "second"), ("first", "both"))
    counted = {each: words[first.get(each) == counts.get(each)][again.get(each) == counts.get(each)]
               for each in {*asked, *decided} if first.get(each) != again.get(each) or each in decided}
    return case | {"answers": counts, "again": {"case": case["case"], "counted": counted, **heads[1]}}
def rate(scheme: J, given: J, cases: list[J]) -> J:  # the trace (docs/trace.md §4)
    populations: dict[str, list[J]] = {}
    for each in sorted(cases, key=lambda case: str(case["case"])):
        populations.setdefault(each["population"], []).append(each)
    known = populations.keys() <= {each["population"] for each in scheme["standards"]}
    ensure(known, "a case is of a population that the scheme does not know", "rating-differs")
    rated = [rate_standard(scheme, each, given.get(each["id"], {}), populations) for each in scheme["standards"]]
    scores = {None: None} | {each["id"]: each["score"] for each in scheme["levels"]}
    for each in rated:
        ensure(each["rating"] in scores, f"standard {each['id']}: its rating is none of the scheme's", "rating-differs")
        each["score"] = scores[each["rating"]]
    twice = [each["again"] for name in sorted(populations) for each in populations[name] if "again" in each]
    return {"format": "assay.trace.v2" if twice else "assay.trace.v1", **({"read_twice": twice} if twice else {}),
        "scheme": {"id": scheme["id"], "version": scheme["version"], "digest": sha(canonical(scheme))},
        "cases": {n: [[e["case"], e["version"], e["digest"]] for e in each] for n, each in populations.items()},
        "facts": {e["id"]: {"value": e["default"], "given": False} for e in scheme["facts"]}, "standards": rated,
        "overall": overall(scheme, [(e["rating"], e["weight"]) for e in rated if e["counted"]])}
NOTHING = {"share": None, "shown": None, "band": None, "between_edges": False}
def rate_standard(scheme: J, standard: J, given: J, populations: J) -> J:  # one of the trace (§3.2, §4 steps 4 to 7)
    how, policy, within = standard["aggregator"], *(scheme["shares"][name] for name in ("no_answers", "not_applicable"))
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
    lowest = [each for each, share in shares.items() if share == min(shares.values())]
    result |= {"key_questions": questions, "lowest_key_questions": lowest}
    if how == "lowest_band":
        return lowest_band(scheme, result, empty)
    lower = sum(weights[e["id"]] * (e["yes"] + e["no"] + (within == "in") * e["not_applicable"]) for e in questions)
    share = lower and Fraction(sum(weights[each["id"]] * each["yes"] for each in questions), lower)
    return result | (of_share(scheme, share) if lower else {"not_rated": "no answers to any key question"})
def count(scheme: J, question: str, cases: list[J]) -> J:  # one of the trace (§3.3, §4 steps 1 to 3)
    for each in cases:
        ensure(question in each["answers"], f"{each['case']} has no answer to {question}", "rating-differs")
    given = [each["answers"][question] for each in cases]
    tally = {answer: given.count(answer) for answer in ("yes", "no", "not_applicable")}
    below = tally["yes"] + tally["no"] + (scheme["shares"]["not_applicable"] == "in") * tally["not_applicable"]
    share, half_up = of_share(scheme, Fraction(tally["yes"], below or 1)), scheme["shares"]["rounding"] == "half_up"
    rounded = (200 * tally["yes"] + below) // (2 * below) if below and half_up else None
    return {"id": question, **tally, "not_asked": 0, "rounded": rounded, **(share if below else NOTHING)}
def of_share(scheme: J, share: Fraction) -> J:  # what the trace says of a share (§2, §3.3)
    compared = Fraction((200 * share + 1) // 2) if scheme["shares"]["rounding"] == "half_up" else 100 * share
    edges = [(each["id"], Fraction(*map(int, each["at_least"].split("/")))) for each in scheme["bands"]]
    band = next((id_ for id_, at_least in reversed(edges) if at_least <= compared), None)
    edge = next((at_least for _, at_least in edges if at_least > 100 * share), None)
    tenths = next(n for n in ((2000 * share + 1) // 2, 1000 * share // 1) if edge is None or Fraction(n, 10) < edge)
    shown = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return {"share": str(share), "shown": shown, "band": band, "between_edges": bool(edge and 100 * share > edge - 1)}
def lowest_band(scheme: J, result: J, empty: list[str]) -> J:  # a standard by its lowest key question (§4 step 4)
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
        band = next(each["band"] for each in questions if each["id"] == lowest)
        result |= {"band": band, "rating": next(each["rating"] for each in bands if each["id"] == band)}
    return result | {"rules": [{"band": band["id"], "rating": band["rating"], "fired": result["band"] == band["id"],
        "key_questions": [each["id"] for each in questions if each["band"] == band["id"]]} for band in bands]}
def overall(scheme: J, ratings: list[tuple[str | None, int]]) -> J:  # the last of the trace (§3.4, §4 step 8)
    rules, scores = scheme["overall"], {each["id"]: each["score"] for each in scheme["levels"]}
    rated, how = [(rating, weight) for rating, weight in ratings if rating is not None], rules["aggregator"]
    counts = {level: sum(rating == level for rating, _ in rated) for level in scores}
    weight, adds = sum(weight for _, weight in rated), how == "sum_and_band"
    score = sum(scores[rating] * weight for rating, weight in rated) if adds else None
    reason = {"none": "the scheme rates standards independently", "narrative": "the scheme reports in words only"}.get(
        how, None if weight else "no counted standard is rated")
    tops = [None if each["up_to"] is None else Fraction(each["up_to"]) * weight for each in rules["bands"]]
    fitting = [(each["rating"], each["id"]) for each in rules["rules"] if how == "count_rules" and holds(each, counts)]
    fitting += [(each["rating"], None) for each, top in zip(rules["bands"], tops, strict=True)
                if adds and (top is None or top >= (score or 0))]
    ensure(reason or fitting, "the overall rating cannot be worked out from what is on record", "rating-differs")
    before, rule = (None, None) if reason else fitting[0]
    facts = {None: True} | {each["id"]: bool(each["default"]) for each in scheme["facts"]}
    limiters = [each for each in rules["limiters"] if before and facts[each["fact"]] and holds(each, counts)]
    return {"aggregator": how, "judgement": None, "weight": weight, "score": score, "counts": counts, "reason": reason,
        "max_score": max(scores.values()) * weight if adds else None, "before_limits": before,
        "bands": [{"rating": each["rating"], "fired": each["rating"] == before, "up_to": None if top is None else
            str(top)} for each, top in zip(rules["bands"], tops, strict=True)], "rules": [{"id": e["id"],
            "rating": e["rating"], "source": e["source"], "fired": e["id"] == rule} for e in rules["rules"]],
        "limiters": [{"id": e["id"], "at_most": e["at_most"], "fired": e in limiters} for e in rules["limiters"]],
        "overall": min((before, *(e["at_most"] for e in limiters)), key=list(scores).index) if before else None}
def holds(rule: J, counts: J) -> bool:  # whether all its conditions hold
    numbers = [(sum(counts[level] for level in e["levels"]), e["at_least"], e["at_most"]) for e in rule["when"]]
    return all(low <= number and (high is None or number <= high) for number, low, high in numbers)
def check_record(dossier: Dossier, streams: J) -> None:  # it is this one, and names the keys
    record = whole(streams, "record-0")
    opened = [f"assay/{data['record']}" for data in said(record, "record.opened")]
    ensure(record[0]["kind"] == "record.opened" and opened == [dossier.origin], "record-0 is another record's")
    turned = [(each["position"], each["data"]["old"], each["data"]["new"]) for each in record
              if each["kind"] == "record.sealing-key-rotated"]
    same = turned == [(since, old, new) for (_, old), (since, new) in pairwise(dossier.keys)]
    ensure(same, "keys.json names other keys than the record")
def check_cases(own: list[J], derived: J, streams: J) -> list[J]:  # complete, and as they were used
    used, draws, at = derived["data"]["cases"], sampled(own), f"event {derived['position']}"
    ensure(len(cases := dict(draws)) == len(draws), f"{at}: a case was drawn more than once")
    again = {case for data in said(own, "inspection.second-reads-drawn") for case in data["cases"]}
    first = {"second-read-" + case.removeprefix("case-"): case for case in cases if case in again}
    listed = sorted(each["stream"] for each in used) == sorted([*cases, *first])
    ensure(listed, f"{at}: the cases it lists are not those that were to be read", "incomplete")
    closing = [[], *(each["data"]["cases"] if each["kind"].endswith("closed") else [] for each in own
                     if each["kind"] in ("inspection.case-reads-closed", "inspection.case-reads-reopened"))]
    closed = sorted(closing[-1], key=str) == sorted(used, key=str)
    ensure(closed, f"{at}: the cases have changed since the reads were closed")
    events = {each["stream"]: whole(streams, each["stream"], each["version"]) for each in used}
    for stream, digest, read in ((each["stream"], each["digest"], events[each["stream"]]) for each in used):
        ensure(read[-1]["digest"] == digest, f"{stream}: it does not end as it was used")
        ensure(read[-1]["position"] < derived["position"], f"{stream}: it was recorded after the ratings were derived")
        case, kinds = first.get(stream, stream), [each["kind"] for each in read]
        begins, asked = "case.sampled" if case == stream else "second-read.drawn", said(events[case], "case.sampled")
        meant = {"case": case, "inspection": own[0]["data"]["inspection"], "population": cases[case],
                 "key_questions": asked[0]["key_questions"] if asked else []}
        begun = kinds[0] == begins and kinds.count(begins) == 1
        ours = begun and all(read[0]["data"][each] == meant[each] for each in READ[begins])
        ended = case != stream or next((each for each in reversed(kinds) if each in BOTH_IN[0]), "") == BOTH_IN[0][0]
        ensure(ours and ended, f"{stream}: not of this inspection, or not read", "incomplete")
    for stream in sorted(each for each in streams if each.startswith(("case-", "second-read-")) and each not in events):
        raise Bad("changed", f"{stream}: no case of this rating")
    second = {case: events[stream] for stream, case in first.items()}
    return [read_case(events[case], second.get(case, [])) for case in cases]
def coherent(scheme: J) -> bool:  # it names what it has, nothing twice, and its bands from the lowest up
    total, may, bands = scheme["overall"], scheme["departures"], scheme["bands"]
    parts = [scheme["levels"], scheme["standards"], scheme["facts"], bands, total["rules"], total["limiters"],
             may["triggers"], [each for standard in scheme["standards"] for each in standard["key_questions"]]]
    levels, standards, facts, *_ = ids = [[each["id"] for each in part] for part in parts]
    ruled = [*total["rules"], *total["limiters"]]
    named = {each.get("rating", each.get("at_most")) for each in (*bands, *total["bands"], *ruled)} | {
        level for each in ruled for when in each["when"] for level in when["levels"]}
    edges, tops = [each["at_least"] for each in bands], [each["up_to"] or "" for each in total["bands"]]
    steps = [[Fraction(each) for each in several if each] for several in (edges, tops)]
    there = {*may["standards"]} <= {*standards} and {each["fact"] for each in total["limiters"]} <= {*facts, None}
    upward = all(one < two for several in steps for one, two in pairwise(several)) and [*edges, "0"][0] == "0"
    upward = upward and tops[-1:] in ([], [""]) and [str(e) for each in steps for e in each] == edges + tops[:-1]
    ids.append([*standards, "overall"])  # which no standard is called
    return there and upward and named <= {*levels, None} and all(len({*each}) == len(each) for each in ids)
def check_rating(dossier: Dossier, streams: J) -> dict[str, J]:  # the ratings, derived once more
    own, files = whole(streams, f"inspection-{dossier.inspection}"), dossier.files
    place = max((n for n, each in enumerate(own) if each["kind"] == "inspection.ratings-derived"), default=-1)
    ensure(place > 0, f"inspection-{dossier.inspection}: no ratings were derived", "incomplete")
    named = [data["inspection"] for data in said(own, "inspection.announced")] == [dossier.inspection]
    ensure(named and own[0]["kind"] == "inspection.announced", f"{own[0]['stream']}: not announced first, and once")
    derived, before, data, at = own[place], own[:place], own[place]["data"], f"event {own[place]['position']}"
    rules = {file: own[0]["data"][file] for file in ("scheme", "framework")}
    for file, pin in rules.items():
        bound = files[f"{file}.json"] == b"null" if pin is None else sha(files[f"{file}.json"]) == pin["digest"]
        ensure(bound, f"{file}.json is not the one that the inspection is bound to")
    scheme = read_json(files["scheme.json"], "scheme.json", "scheme.json", "assay.scheme.v1")
    ensure(coherent(scheme), "scheme.json names what it has not, or something twice, or not from the lowest up")
    ensure(files["trace.json"] == data["trace"].encode(), "trace.json is not the recorded trace")
    recorded = read_json(files["trace.json"], "trace.json", "", "assay.trace.v1", "assay.trace.v2")
    trace = rate(scheme, settled(before, scheme["standards"]), cases := check_cases(before, derived, streams))
    if canonical(trace) != files["trace.json"]:
        raise Bad("rating-differs", f"{at}: {first_difference(trace, recorded)}")
    ratings = {each["id"]: each["rating"] for each in trace["standards"]}
    follows = {name: trace["overall"][name] for name in ("overall", "score", "max_score")} | {
        "ratings": [{"rating": each, "standard": id_} for id_, each in ratings.items()],
        "trace_digest": sha(files["trace.json"])}
    ensure(data | follows == data, f"{at}: the ratings it states are not those of its trace", "rating-differs")
    return {"inspection": dossier.inspection, "cases": len(cases), "scheme": scheme["id"], "rules": rules,
        "trace_digest": data["trace_digest"], "derived_overall": data["overall"], "derived_ratings": ratings,
        "last_event": own[-1]["position"], **check_decision(scheme, derived, own[place + 1 :], streams),
        "cancelled": next((each["position"] for each in own if each["kind"] == "inspection.cancelled"), None),
        "acts": [{name: each[name] for name in ("position", "kind", "actor", "acting_role")} for each in own[place:]
                 if each["kind"] in RIGHTS and (each["kind"] not in KNOWN or ".ratings-" in each["kind"])]}
def first_difference(ours: J, theirs: J, path: str = "the trace") -> str:  # the first place where two traces differ
    one, two = (dict(enumerate(each)) if isinstance(each, list) else each for each in (ours, theirs))
    if type(ours) is type(theirs) and isinstance(one, dict) and one.keys() == two.keys():
        at = next(each for each in sorted(one) if canonical(one[each]) != canonical(two[each]))
        return first_difference(one[at], two[at], f"{path}/{at}")
    return f"{path} should be {canonical(ours).decode()[:80]}, and is {canonical(theirs).decode()[:80]}"
def check_decision(scheme: J, derived: J, later: list[J], streams: J) -> J:  # the last, if it stands
    decisions = ("inspection.ratings-decided", "inspection.ratings-confirmed")
    undoing = ("inspection.rating-proposed", "inspection.criterion-scored", "inspection.standard-left-unrated",
               "inspection.case-reads-reopened", "inspection.challenge-accepted")
    last = next((e for e in reversed(later) if e["kind"] in (*decisions, *undoing)
                 and (e["kind"] != undoing[-1] or e["data"]["due"] is not None)), None)  # a point on wording has no day
    if last is None or last["kind"] in undoing:
        return {"decision": None, "reopened": last and last["position"]}
    data, at, by_panel = last["data"], f"event {last['position']}", last["kind"] == decisions[0]
    ensure(data["derivation"] == derived["data"]["trace_digest"], f"{at}: it is on another derivation", "incomplete")
    by_rule = {each["standard"]: each["rating"] for each in derived["data"]["ratings"]}
    departed, may = {each["subject"]: each for each in data["departures"]}, scheme["departures"]
    triggers, levels = ([each["id"] for each in part] for part in (may["triggers"], scheme["levels"]))
    sound = all(each["decided"] in levels and not BLANK(each["reason"]) and not BLANK(each["trigger"])
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
    heard = said(streams.get(f"panel-{data['panel']}", []) if by_panel else [], "panel.inspection-considered")
    seen = [each["decision"] for each in heard if f"inspection-{each['inspection']}" == derived["stream"]]
    ensure(not by_panel or sha(canonical(data)) in seen, f"{at}: the panel's record lacks it", "incomplete")
    return {"decision": {"overall": final, "ratings": ratings, "on": data["decided_on"], "departures": [
        departed[each] for each in sorted(departed)]}, "reopened": None}
def verify(data: bytes, key: str) -> dict[str, J]:  # verdict, place, and what was found; it raises nothing
    try:
        streams = read_events(dossier := Dossier(data, key))
        check_record(dossier, streams)
        return {"verdict": "verified", "place": None, "origin": dossier.origin, "sealed_events": dossier.size,
            "sealed_at": dossier.sealed_at, "simulated": streams["record-0"][0]["data"]["time"] == "simulated",
            "events": sum(map(len, streams.values())), **check_rating(dossier, streams)}
    except Bad as bad:
        return {"verdict": bad.args[0], "place": bad.args[1]}
    except (ArithmeticError, AttributeError, LookupError, MemoryError, StopIteration, TypeError, ValueError):
        return {"verdict": "changed", "place": "what it holds has not the shape that Assay gives it"}
def tell(found: dict[str, J]) -> str:  # a verdict in words
    if found["verdict"] != "verified":
        return f"{ascii(found['place'])[1:-1]}.\nVerdict: {found['verdict']}."
    again = f": event {found['reopened']} opened it again" if found["reopened"] else ""
    told = f"No decision on it stands in this dossier{again}."
    if decided := found["decision"]:
        told = f"Decided on {decided['on']}: {decided['overall'] or 'none'}; departures: {len(decided['departures'])}."
        words = "\nFrom {subject}, {derived}, to {decided}; trigger: {trigger!a}; reason: {reason!a}."
        told += "".join(words.format(**each) for each in decided["departures"])
    told += f"\nThe inspection was cancelled: event {found['cancelled']}." if found["cancelled"] else ""
    told += "".join("\nEvent {position}, {kind}: by {actor!a} as {acting_role!a}.".format(**e) for e in found["acts"])
    head = "The time of this record is simulated: it is the record of no real inspection.\n" * found["simulated"]
    pins = "".join("\n{}: {id!a} {version!a}, digest {digest}.".format(e, **p) for e, p in found["rules"].items() if p)
    return f"""{head}Inspection {found['inspection']}: {found['cases']} cases, rated under (compare digests):{pins}
Overall rating by the rule: {found['derived_overall'] or 'none'}; it follows from the recorded answers.\n{told}
All {found['events']} events are on the record {found['origin']},
as signed at {found['sealed_at']} over {found['sealed_events']} events.
The inspection's last here is event {found['last_event']}: what came later, or never, read-me-first.html says more of.
Verdict: verified."""
def main(arguments: list[str] | None = None) -> int:  # the exit status
    parser = argparse.ArgumentParser(prog="assay_verify.py", description=__doc__)
    parser.add_argument("dossier", type=pathlib.Path, nargs="?", help="the file")
    parser.add_argument("--key", help="the record's public key, or a file with it")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.add_argument("--self-test", action="store_true", help="check the signature arithmetic, and nothing else")
    if (given := parser.parse_args(arguments)).self_test:
        print(f"The vectors of RFC 8032 {'hold' if self_test() else 'DO NOT HOLD'}.")
        return 0 if self_test() else 1
    if given.dossier is None or given.key is None:
        parser.error("name a dossier, and the record's public key with --key")
    try:
        if "+" not in (key := given.key) or pathlib.Path(key).exists():
            with pathlib.Path(key).open("rb") as opened:
                key = opened.read(4096).decode("utf-8-sig")
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
