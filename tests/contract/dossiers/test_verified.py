"""What two programs that share no code with Assay, nor with each other, say of dossiers: good ones, and bent ones.

One is a file for Python; the other is a page, and runs in a real browser. Every dossier here is given to both, and both
must say the same: the verdict, the place, and the digest of the trace. `make dossiers` draws a thousand inspections and
bends a thousand dossiers; the suite does with fewer.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from activities import dossiers
from activities.ports import Append, Appended, Head, Write
from activities.proof.key_rotation import KeyRotation
from domain.canonical import canonical, sha256_hex
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.events import (
    CorrectionOpened,
    PublicationScheduled,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    ReportPublished,
    ReportSignedOff,
    ReportSubmitted,
    ReportWithdrawn,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Draft, Envelope, Recorded
from domain.ledger.notes import Signer
from domain.messages import Event
from domain.people.roles import Role
from tests.support.dossiers.drawn import (
    DossierHouse,
    files_of,
    kinds_to_draw,
    rebound,
    verifier,
)
from tests.support.dossiers.ends import LongWalk
from tests.support.dossiers.verifiers import Verifiers
from tests.support.dossiers.walks import RandomWalk

DRAWN = int(os.environ.get("DOSSIERS", "50"))
BENT = int(os.environ.get("DOSSIERS", "80")) // 2
"""How many dossiers are bent in a bit, and how many in a field."""


MET: Counter[str] = Counter()
"""What came about in the inspections that were drawn."""

SCHEMES_SEEN = "schemes"

TO_BE_MET = {
    "decided again",
    "ends undecided",
    "ends with a signed draft",
    "ends with the decision",
    "judged anew",
    "point accepted that touches the case-reads",
    "point accepted that touches the judgement",
    "point accepted that touches the wording",
    "point rejected",
    "published",
    "case replaced",
    "departure from a standard",
    "departure overall",
    "difference decided",
    "empty list",
    "follow-up",
    "left unrated",
    "list replaced",
    "read twice",
    "reads reopened",
    "second read given up",
    "second reads again",
    "second reads waived",
}

SELDOM = {"corrected", "ends with a correction open", "judged anew after publication", "withdrawn"}
"""What comes about in so few of them that only where many are drawn it is sure to be among them."""


DECIDES = (
    RatingsDerived,
    RatingsDecided,
    RatingsConfirmed,
    ReportSubmitted,
    ReportSignedOff,
    PublicationScheduled,
    ReportPublished,
    CorrectionOpened,
    ReportWithdrawn,
)


def own_events(house: DossierHouse, walk: RandomWalk) -> list[tuple[int, Envelope[Event]]]:
    """The events of an inspection, each with its position, from the last derivation on."""
    read = [
        (each.position, EVENT_NAMES.read(each)) for each in house.store.load({walk.stream: 0})[walk.stream]
    ]
    last = max(at for at, (_, each) in enumerate(read) if isinstance(each.data, RatingsDerived))
    return read[last:]


def last_derivation(house: DossierHouse, walk: RandomWalk) -> RatingsDerived:
    derived = own_events(house, walk)[0][1].data
    assert isinstance(derived, RatingsDerived)
    return derived


def acts_kept(house: DossierHouse, walk: RandomWalk) -> list[dict[str, object]]:
    """Who derived, decided, signed and published, and in which role, as the record has it."""
    return [
        {
            "position": position,
            "kind": each.name.rpartition(".v")[0],
            "actor": each.actor,
            "acting_role": each.acting_role,
        }
        for position, each in own_events(house, walk)
        if isinstance(each.data, DECIDES)
    ]


def decision_kept(state: Inspection) -> object:
    """The decision that stands, as the record has it."""
    if state.decided is None:
        return None
    departures = sorted((each.model_dump(mode="json") for each in state.decided.departures), key=str)
    ratings = {each.standard: each.rating for each in state.decided.ratings}
    return state.decided.overall, ratings, state.decided.decided_on.isoformat(), departures


def decision_told(found: dict[str, Any]) -> object:
    """The decision that stands, as the verifiers have it; what undid it is named if none does."""
    decided = found["decision"]
    assert (decided is None) == (found["reopened"] is not None)
    if decided is None:
        return None
    return decided["overall"], decided["ratings"], decided["on"], sorted(decided["departures"], key=str)


@pytest.mark.parametrize("scheme", list(kinds_to_draw()))
def test_all_derive_the_same_from_inspections_drawn_at_random(
    scheme: str, both: Verifiers, folder: Path, tell: Callable[[str], None]
) -> None:
    kinds = kinds_to_draw()[scheme]
    house = DossierHouse(folder)
    seen = set()
    number = -(-DRAWN // len(kinds_to_draw()))
    for seed in range(number):
        walk = LongWalk(kinds[seed % len(kinds)], house, f"drawn-{seed}", Random(f"{scheme} {seed}"))
        walk.to_a_random_end()
        made = house.dossiers.make(walk.reference)
        found = both.verify(made.content, house.key)
        assert (found["verdict"], found["place"]) == ("verified", None), (scheme, seed)
        derived, state = last_derivation(house, walk), walk.state
        assert found["trace_digest"] == derived.trace_digest == sha256_hex(derived.trace.encode())
        assert found["derived_overall"] == derived.overall
        assert found["cases"] == len(state.sampled)
        assert decision_told(found) == decision_kept(state)
        assert found["acts"] == acts_kept(house, walk)
        seen.add(derived.trace_digest)
        MET.update(walk.met + Counter({"follow-up": int(walk.protocol.follow_up is not None)}))
        if seed % 25 == 24 or seed == number - 1:
            tell(
                f"  {scheme}: {seed + 1} of {number} inspections, {len(seen)} different traces, all the same thrice"
            )
    assert number == 1 or len(seen) > 1, "they are not all the same"
    MET[SCHEMES_SEEN] += 1
    house.close()


def test_what_bears_on_a_rating_came_about_among_them(tell: Callable[[str], None]) -> None:
    if MET[SCHEMES_SEEN] < len(kinds_to_draw()) or DRAWN < 50:
        pytest.skip("not all of them were drawn")
    wanted = TO_BE_MET | (SELDOM if DRAWN >= 500 else set())
    tell("  " + ", ".join(f"{what}: {MET[what]}" for what in sorted(TO_BE_MET | SELDOM)))
    assert {what for what in wanted if not MET[what]} == set()


def test_a_single_bit_anywhere_is_seen(
    both: Verifiers, of_all_schemes: Sequence[tuple[DossierHouse, bytes]], tell: Callable[[str], None]
) -> None:
    random = Random("bits")
    for number in range(BENT):
        house, content = of_all_schemes[number % len(of_all_schemes)]
        place, bit = random.randrange(len(content)), 1 << random.randrange(8)
        bent = bytearray(content)
        bent[place] ^= bit
        found = both.verify(bytes(bent), house.key)
        assert found["verdict"] == "changed", (place, bit, found)
        assert found["place"]
        if number % 100 == 99:
            tell(f"  {number + 1} of {BENT} single bits, each refused by both")


SIGNED_ANEW = {
    "events.jsonl": {"changed"},
    "proof.json": {"changed", "incomplete"},
    "framework.json": {"changed"},
    "scheme.json": {"changed"},
    "trace.json": {"changed"},
    "keys.json": {"changed", "unsigned"},
    "checkpoint.txt": {"changed", "unsigned"},
}
"""What comes of a changed field, by the file it stands in, where even the signature over the dossier was made anew."""


def test_a_single_field_is_seen_whoever_signs_the_dossier_anew(
    both: Verifiers, of_all_schemes: Sequence[tuple[DossierHouse, bytes]], tell: Callable[[str], None]
) -> None:
    """Half of them are bound and signed by somebody who has the record's key, half by somebody who has another."""
    random, strangers = Random("fields"), [house.stranger() for house, _ in of_all_schemes]
    for number in range(BENT):
        house, content = of_all_schemes[number // 2 % len(of_all_schemes)]
        files, name = files_of(content), random.choice(list(SIGNED_ANEW))
        bent = _bent(files[name], random, lines=name == "events.jsonl")
        assert bent != files[name]
        stranger = strangers[number // 2 % len(strangers)]
        signer: Signer | None = stranger if number % 2 else None
        found = both.verify(rebound(content, {name: bent}, house, signer), house.key)
        expected = SIGNED_ANEW[name] if signer is None else {"unsigned"}
        if signer is not None and name in (
            "checkpoint.txt",
            "keys.json",
        ):  # these are looked at before the statement
            expected = {"unsigned", "changed"}
        assert found["verdict"] in expected, (name, found)
        assert found["place"]
        if number % 100 == 99:
            tell(f"  {number + 1} of {BENT} single fields, each refused by both")


def test_a_field_of_the_manifest_is_seen_even_if_it_is_signed_anew(
    both: Verifiers, house: DossierHouse, content: bytes
) -> None:
    streams = json.loads(files_of(content)["dossier.json"])["streams"]
    for bent in (
        {"streams": streams[1:]},
        {"streams": [{**streams[0], "events": streams[0]["events"] + 1}, *streams[1:]]},
        {"streams": [{**streams[0], "whole": "yes"}, *streams[1:]]},
        {"inspection": "another"},
        {"origin": "assay/another"},
        {"more": 1},
    ):
        found = both.verify(rebound(content, {}, house, **bent), house.key)
        assert found["verdict"] in ("changed", "incomplete", "unsigned"), (bent, found)
        assert found["place"]


def _bent(content: bytes, random: Random, *, lines: bool) -> bytes:
    """The same file with one field changed; of a text, one letter or digit."""
    if lines:
        several = content.split(b"\n")
        chosen = random.randrange(len(several) - 1)
        several[chosen] = _bent(several[chosen], random, lines=False)
        return b"\n".join(several)
    if not content.startswith((b"{", b"[")):
        places = [place for place, each in enumerate(content) if chr(each).isalnum() and each < 128]
        place = random.choice(places)
        return content[:place] + (b"7" if content[place] != 55 else b"8") + content[place + 1 :]
    whole = json.loads(content)
    inside, at = random.choice(list(_leaves(whole)))
    inside[at] = _another(inside[at], random)
    return canonical(whole)


def _leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for at, inner in pairs:
        if isinstance(inner, dict | list) and inner:
            yield from _leaves(inner)
        else:
            yield value, at


def _another(value: Any, random: Random) -> Any:
    """Another value in its place: now and then of another type."""
    if random.random() < 0.2:
        others: list[Any] = [None, "x", 7, [], {}, False]
        return random.choice([each for each in others if each != value])
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str() if value:
            return value[:-1] + ("0" if value[-1] != "0" else "1")
        case _:
            return "x"


def leaving(house: DossierHouse, what: str) -> bytes:
    """A dossier that leaves something out; everything that is in it is proved and signed."""
    stream, _, version = what.partition("@")
    held = dossiers._held

    def without(*asked: Any) -> dict[str, Sequence[Recorded]]:
        found = dict(held(*asked))
        if version:
            found[stream] = [each for each in found[stream] if each.version != int(version)]
        else:
            del found[stream]
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dossiers, "_held", without)
        return house.dossiers.make("the-one").content


def test_leaving_anything_out_shows(both: Verifiers, house: DossierHouse, walk: RandomWalk) -> None:
    state: Inspection = walk.state
    assert state.derived is not None
    case, second = (
        state.sampled[0],
        next(e.stream for e in state.derived.cases if e.stream.startswith("second")),
    )
    panel = f"panel-panel-the-one-{next(v for v in range(1, 99) if _convened(house, v))}"
    for what in (case, f"{case}@2", second, f"{second}@1", panel, f"{walk.stream}@3"):
        found = both.verify(leaving(house, what), house.key)
        assert found["verdict"] == "incomplete", (what, found)
        assert found["place"]
    last = next(each for each in state.derived.cases if each.stream == case)
    assert both.verify(leaving(house, f"{case}@{last.version}"), house.key)["verdict"] == "incomplete"


def _convened(house: DossierHouse, version: int) -> bool:
    stream = f"panel-panel-the-one-{version}"
    return bool(house.store.load({stream: 0})[stream])


def test_a_rating_that_does_not_follow_is_named_with_its_place(both: Verifiers, folder: Path) -> None:
    house = DossierHouse(folder)
    walk = RandomWalk(kinds_to_draw()["youth-2018"][0], house, "bent", Random(5))
    walk.to_a_decision()
    derived = walk.state.derived
    assert derived is not None
    trace = json.loads(derived.trace)
    rated = next(each for each in trace["standards"] if each["rating"])
    rated["rating"] = "outstanding" if rated["rating"] != "outstanding" else "inadequate"
    bent = canonical(trace)
    falsely = derived.with_(trace=bent.decode(), trace_digest=sha256_hex(bent))
    _record(house, walk.stream, falsely)
    found = both.verify(house.dossiers.make("bent").content, house.key)
    assert found["verdict"] == "rating-differs"
    assert "/rating should be" in found["place"]
    _record(house, walk.stream, derived.with_(overall=None))
    found = both.verify(house.dossiers.make("bent").content, house.key)
    assert (found["verdict"], "the ratings it states" in found["place"]) == ("rating-differs", True)
    house.close()


def _record(house: DossierHouse, stream: str, event: RatingsDerived) -> None:
    """Record what no rule would let be recorded."""
    events = house.store.load({stream: 0})[stream]
    head = Head(events[-1].version, events[-1].digest)
    id_, now = f"by-hand-{head.version}", house.clock.now()
    draft = Draft(id_, stream, head.version + 1, now, "a", "lead-inspector", "test", id_, stream, None, event)
    answer = house.store.append(Append(id_, b"d" * 32, now, (Write(stream, head, (draft,)),), {}))
    assert isinstance(answer, Appended)


def test_other_keys_sign_for_nothing_here(
    both: Verifiers, house: DossierHouse, content: bytes, folder: Path
) -> None:
    other = DossierHouse(folder)
    foreign = both.verify(content, other.key)
    assert (foreign["verdict"], foreign["place"]) == ("unsigned", "the key is another record's")
    same_name = other.keys.make(house.origin, 7).key
    assert both.verify(content, same_name)["place"] == "the key is none of this record's"
    other.close()


def test_after_a_change_of_keys_the_old_and_the_new_one_both_vouch_for_it(
    both: Verifiers, folder: Path
) -> None:
    house = DossierHouse(folder)
    walk = RandomWalk(kinds_to_draw()["youth-2018"][0], house, "turned", Random(5))
    walk.to_a_decision()
    old = house.key
    KeyRotation(house.sealing, house.keys, house.desk).rotate(
        "turn-1", Actor("operations-manager-1", Role.OPERATIONS_MANAGER, "test")
    )
    new = house.sealing.history().present
    assert new != old
    content = house.dossiers.make("turned").content
    for key in (old, new):
        assert both.verify(content, key)["verdict"] == "verified"
    house.close()


def test_an_event_of_a_later_version_is_for_a_newer_program(
    both: Verifiers, house: DossierHouse, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are made older by one version of one event, on which the rating rests."""
    older = str(int(verifier().KNOWN["case.sampled"]) - 1)
    monkeypatch.setitem(verifier().KNOWN, "case.sampled", older)
    both.page.evaluate("(version) => KNOWN.set('case.sampled', version)", int(older))
    found = both.verify(content, house.key)
    both.page.evaluate("(version) => KNOWN.set('case.sampled', version)", int(older) + 1)
    assert (found["verdict"], "of a kind or version that this program does not know" in found["place"]) == (
        "newer",
        True,
    )
