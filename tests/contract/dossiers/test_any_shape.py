"""Dossiers in which one field holds something else: any JSON value, nothing at all, or a field that nobody knows.

Each is chained, sealed and signed by somebody who has the record's key, so that nothing but the reading of that field
can tell. Both verifiers must say the same of it, and neither may call it verified unless it tells what the changed file
says. ``-m long`` tries some, drawn at random, and then all of them.
"""

import copy
import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import pytest

from domain.canonical import sha256_hex
from domain.ledger.notes import sign_note
from tests.arch.tree import ROOT
from tests.support.dossiers.drawn import DossierHouse, files_of, rebound, verifier
from tests.support.dossiers.forged import Events, forged, written
from tests.support.dossiers.none import zipped
from tests.support.dossiers.verifiers import Verifiers

GOLDEN = ROOT / "tests" / "contract" / "golden_events"
DRAWN = 40
"""How many of all that can be changed the suite tries."""

AT_ONCE = 20
"""How many dossiers the page is handed at once."""

LEFT_OUT, UNKNOWN = object(), object()
"""Not there at all, and: a field more, in what stands there."""

OTHERS: tuple[object, ...] = (
    *(
        None,
        False,
        True,
        0,
        -1,
        7,
        1.5,
        10**400,
        "",
        "x",
        "9" * 5000,
        [],
        ["x"],
        {},
        {"x": 1},
        LEFT_OUT,
        UNKNOWN,
    ),
)
TEXTS = (" ", "0", "1e9", "+50", " 50 ", "5_0", "-5", "2/4", "50.0", "\u200b", "é", "\U0001f600")
"""What else stands in the place of what is neither an array nor an object."""

TOLD_AS_IT_IS = {"actor", "id", "time", "version"}
"""Fields of which another text changes nothing but what is told: the scheme that is pinned is known by its digest."""

Way = tuple[str | int, ...]


def with_every_kind(events: Events) -> None:
    """Put one event of each kind that is not among them behind the decision, where no rating rests on it."""
    there = {each["name"].rpartition(".v")[0] for each in events}
    own = [each for each in events if each["stream"] == "inspection-the-one"][-1]
    for kind, version in verifier().KNOWN.items():
        if kind in there:
            continue
        data = json.loads((GOLDEN / f"{kind}.v{version}.json").read_bytes())["data"]
        role = sorted(verifier().RIGHTS[kind][1])[0]
        own = own | {"name": f"{kind}.v{version}", "version": own["version"] + 1, "acting_role": role}
        events.append(copy.deepcopy(own | {"data": data, "previous": "0" * 64}))


def ways(value: Any, shape: Any, way: Way = ()) -> Iterator[Way]:
    """The way to a value, and to each that its shape names in it; of an array to its first and its last alone."""
    yield way
    if isinstance(shape, str) and value is not None:
        shape = verifier().SHAPES.get(shape.removesuffix("?"), shape)
    if isinstance(shape, dict) and isinstance(value, dict):
        for name in sorted(shape.keys() & value.keys()):
            yield from ways(value[name], shape[name], (*way, name))
    if isinstance(shape, list) and isinstance(value, list):
        for at in sorted({0, len(value) - 1} if value else ()):
            yield from ways(value[at], shape[at if len(shape) > 1 else 0], (*way, at))


def bent(value: Any, way: Way, other: object) -> Any:
    """A copy with something else at the end of the way; what is asked for and cannot be there leaves it as it was."""
    whole = {"": copy.deepcopy(value)}
    inside: Any = whole
    *before, last = ("", *way)
    for each in before:
        inside = inside[each]
    if other is LEFT_OUT:
        del inside[last]
    elif other is UNKNOWN:
        if isinstance(inside[last], dict):
            inside[last]["unknown"] = 1
        elif isinstance(inside[last], list) and inside[last]:
            inside[last].append(inside[last][0])
    else:
        inside[last] = other
    return whole.get("")


def the_same(one: object, two: object) -> bool:
    return written(one) == written(two)


def of_events(published: bytes) -> Iterator[tuple[str, Way, Any]]:
    """Every field that is read of the last event of each kind: the kind, the way to it through all events, the event.

    Of the last, for nothing takes its place.
    """
    whole: Events = [json.loads(line) for line in files_of(published)["events.jsonl"].splitlines()]
    with_every_kind(whole)
    envelope = {**dict.fromkeys(verifier().EVENT, "text"), "previous": "text"}
    seen = set()
    for at, event in reversed([*enumerate(whole)]):
        kind = event["name"].rpartition(".v")[0]
        if kind in seen or kind not in verifier().RIGHTS:
            continue
        seen.add(kind)
        for way in ways(event, envelope | {"data": verifier().RIGHTS[kind][2]}):
            if way:
                yield kind, (at, *way), event
    assert seen >= verifier().KNOWN.keys(), "each kind is among them"


def cases_of(published: bytes) -> Iterator[tuple[str, Way, object]]:
    """What is changed: the file or the kind of event, the way to the field, and what stands there then."""
    files = files_of(published)
    for kind, way, event in of_events(published):
        yield from ((kind, way, other) for other in _others(event, way[1:]))
    shapes = {
        name: verifier().SHAPES[name] for name in ("dossier.json", "keys.json", "proof.json", "scheme.json")
    }
    for name, shape in (shapes | {"trace.json": _as_it_is(json.loads(files["trace.json"]))}).items():
        value = json.loads(files[name])
        for way in ways(value, shape):
            yield from ((name, way, other) for other in _others(value, way))


def _others(value: Any, way: Way) -> tuple[object, ...]:
    """What is put in the place to which the way leads."""
    for each in way:
        value = value[each]
    return OTHERS if isinstance(value, dict | list) else OTHERS + TEXTS


def _as_it_is(value: Any) -> Any:
    """The shape that a value has: for what no shape is kept of."""
    if isinstance(value, dict):
        return {name: _as_it_is(each) for name, each in value.items()}
    return [_as_it_is(value[0])] if isinstance(value, list) and value else "text"


def made(published: bytes, house: DossierHouse, name: str, way: Way, other: object) -> bytes | None:
    """The dossier in which that field holds that; None where it held it already."""
    if name in verifier().RIGHTS:
        return _of_event(published, house, way, other)
    value = json.loads(files_of(published)[name])
    changed = bent(value, way, other)
    if the_same(changed, value):
        return None
    if name == "dossier.json":
        return _manifest(published, house, changed)
    text = written(changed)
    if name not in NAMED_BY:
        return rebound(published, {name: text}, house)

    def named(events: Events) -> None:
        for each in events:
            if each["name"].startswith(NAMED_BY[name]):
                if name == "scheme.json":
                    each["data"]["scheme"]["digest"] = sha256_hex(text)
                else:
                    each["data"] |= {"trace": text.decode(), "trace_digest": sha256_hex(text)}

    return forged(published, house, named, others={name: text})


NAMED_BY = {"scheme.json": "inspection.announced.v", "trace.json": "inspection.ratings-derived.v"}
"""The events that name these files by their digest, and are changed with them."""


def _of_event(published: bytes, house: DossierHouse, way: Way, other: object) -> bytes | None:
    events: Events = [json.loads(line) for line in files_of(published)["events.jsonl"].splitlines()]
    at, *rest = way
    assert isinstance(at, int)
    more = with_every_kind if at >= len(events) else len
    more(events)
    changed = bent(events[at], tuple(rest), other)
    if the_same(changed, events[at]) or (rest == ["previous"] and other is None):  # which is put right again
        return None

    def put(events: Events) -> None:
        more(events)
        events[at] = changed

    return forged(published, house, put)


def _manifest(published: bytes, house: DossierHouse, changed: Any) -> bytes | None:
    """A dossier with another manifest, signed anew, as far as there is one to be signed."""
    files = files_of(published)
    manifest = written(changed)
    signer = house.keys.signer(house.sealing.history().present)
    assert signer is not None
    said = changed if isinstance(changed, dict) else {}
    about = f"{said.get('origin')}\ninspection {said.get('inspection')}"
    text = f"assay dossier\n{about}\nmanifest {sha256_hex(manifest)}\n"
    statement = (
        sign_note(text.encode("utf-8", "replace").decode(), signer) if text.count("\n") == 4 else "none"
    )
    return zipped(files | {"dossier.json": manifest, "statement.txt": statement.encode()})


def held(
    both: Verifiers, house: DossierHouse, published: bytes, chosen: Sequence[tuple[str, Way, object]]
) -> int:
    """Ask both about each; how many there were."""
    asked: list[tuple[tuple[str, Way, object], bytes]] = []
    wrong: list[object] = []
    own = files_of(published)["events.jsonl"].count(b"\n")
    for each in chosen:
        dossier = made(published, house, *each)
        if dossier is not None:
            asked.append((each, dossier))
    for start in range(0, len(asked), AT_ONCE):
        several = asked[start : start + AT_ONCE]
        for ((name, way, other), _), found in zip(
            several, both.verify_all([dossier for _, dossier in several], house.key), strict=True
        ):
            verified = found["verdict"] == "verified"
            behind = name in verifier().RIGHTS and isinstance(way[0], int) and way[0] >= own
            holds = (
                name in verifier().RIGHTS and _may_be(name, way, other, behind)
                if verified
                else found["place"]
            )
            if found["verdict"] not in verifier().ENDS or not holds:
                wrong.append((name, way, other, found))
    assert wrong == []
    return len(asked)


def _may_be(name: str, way: Way, other: object, behind: bool) -> bool:
    """Whether an event may say that: in a field that is told as it is, or one more that nobody reads.

    Args:
        name: the kind of event.
        way: to the field.
        other: what stands there.
        behind: whether no rating rests on the event, so that whatever has the right shape may stand there.
    """
    unread = behind or not verifier().RIGHTS[name][2]  # of a report that went out, say, no field is read
    if other is UNKNOWN:
        return way[-1] == "data" or (behind and way[-1] in ARRAYS) or (name, way[-1]) == NAMED_TWICE
    if other is LEFT_OUT:
        return behind and isinstance(way[-1], int)
    if isinstance(other, dict):  # of some events no field is read, so that any other are as good
        return unread and way[-1] == "data"
    if way[-1] == "version" and isinstance(
        other, int
    ):  # of a meeting only what bears on the inspection is in it
        return behind or name.startswith("panel.")
    if way[-1] == "stream" and isinstance(other, str):  # an event that nothing rests on may be of any stream
        return unread
    return (behind and type(other) in (str, int, type(None), list)) or (
        way[-1] in TOLD_AS_IT_IS and isinstance(other, str)
    )


NAMED_TWICE = "inspection.second-reads-drawn", "cases"
"""A case that is named twice among those that are read twice is no other case."""

ARRAYS = {"answers", "cases", "departures", "key_questions", "ratings"}
"""Fields that hold as many as one likes, so that one more of them is nothing that nobody knows."""


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_what_is_drawn_of_all_that_can_be_changed_is_read_alike(
    both: Verifiers, house: DossierHouse, published: bytes
) -> None:
    everything = list(cases_of(published))
    assert held(both, house, published, Random("shapes").sample(everything, DRAWN)) > DRAWN // 2


@pytest.mark.wide
@pytest.mark.timeout(7200)
def test_whatever_is_changed_is_read_alike(both: Verifiers, house: DossierHouse, published: bytes) -> None:
    everything = list(cases_of(published))
    assert held(both, house, published, everything) > 10_000
