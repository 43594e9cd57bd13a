"""Dossiers of inspections drawn at random: the stand-alone verifier works out the same trace, byte for byte.

`make dossiers` draws a thousand of each; the suite draws fewer.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest

from activities.dossiers import Dossiers
from activities.ports import Append, Appended, Head, Write
from activities.sealing_keys import KeyRotation
from domain.canonical import canonical, sha256_hex
from domain.given import Actor
from domain.inspections.events import RatingsDerived
from domain.inspections.state import Inspection
from domain.ledger.envelope import Draft, Recorded
from domain.people.roles import Role
from domain.refusals import Refused
from tests.support.canaries import forms_of
from tests.support.dossiers import PLACE, DossierHouse, RandomWalk, kinds_to_draw, rebound, verifier

DRAWN = int(os.environ.get("DOSSIERS", "50"))
CORRUPTED = int(os.environ.get("DOSSIERS", "100"))
CANARY = b"Zq7Canary"


def verify(content: bytes, key: object) -> dict[str, Any]:
    found: dict[str, Any] = verifier().verify(content, str(key))
    return found


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


@pytest.mark.parametrize("scheme", list(kinds_to_draw()))
def test_both_derive_the_same_from_inspections_drawn_at_random(scheme: str, tmp_path: Path) -> None:
    kinds = kinds_to_draw()[scheme]
    house = DossierHouse(tmp_path)
    seen = set()
    for seed in range(-(-DRAWN // len(kinds_to_draw()))):
        walk = RandomWalk(kinds[seed % len(kinds)], house, f"drawn-{seed}", Random(f"{scheme} {seed}"))
        walk.to_a_decision()
        made = house.dossiers.make(walk.reference)
        found = verify(made.content, house.key)
        assert (found["verdict"], found["place"]) == ("verified", None), (scheme, seed)
        state = walk.state
        assert state.derived is not None
        assert state.decided is not None
        assert found["trace_digest"] == state.derived.trace_digest == sha256_hex(state.derived.trace.encode())
        assert found["derived_overall"] == state.derived.overall
        assert found["decision"]["overall"] == state.decided.overall
        assert found["cases"] == len(state.sampled)
        seen.add(state.derived.trace_digest)
    assert len(seen) > 1, "they are not all the same"
    house.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DossierHouse]:
    house = DossierHouse(tmp_path_factory.mktemp("dossiers"))
    yield house
    house.close()


@pytest.fixture(scope="module")
def walk(house: DossierHouse) -> RandomWalk:
    """An inspection with cases, second reads, and a panel that decided."""
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018-twice")
    walk = RandomWalk(kind, house, "the-one", Random("the one 4"))
    walk.to_a_decision()
    assert len(walk.state.sampled) > 3
    assert walk.state.twice
    return walk


@pytest.fixture(scope="module")
def content(house: DossierHouse, walk: RandomWalk) -> bytes:
    return house.dossiers.make(walk.reference).content


def test_the_same_record_gives_the_same_bytes(house: DossierHouse, walk: RandomWalk, content: bytes) -> None:
    again = house.dossiers.make(walk.reference)
    assert again.content == content
    assert again.digest == sha256_hex(content)


def test_what_lies_beyond_the_last_checkpoint_is_sealed_first(tmp_path: Path) -> None:
    house = DossierHouse(tmp_path)
    (kind, *_) = kinds_to_draw()["care-services-2015"]
    walk = RandomWalk(kind, house, "beyond", Random(1))
    walk.to_a_decision()
    assert house.store.last_checkpoint() is None
    made = house.dossiers.make("beyond")
    sealed = house.store.last_checkpoint()
    assert sealed is not None
    assert (sealed.size, sealed.occasion) == (made.sealed, "dossier")
    house.close()


@pytest.mark.parametrize(
    ("inspection", "code"), [("nobody-knows", "unknown-inspection"), ("begun", "not-derived")]
)
def test_what_has_no_ratings_has_no_dossier(house: DossierHouse, inspection: str, code: str) -> None:
    if inspection == "begun" and not house.store.load({"inspection-begun": 0})["inspection-begun"]:
        RandomWalk(kinds_to_draw()["adult-nps-2018"][0], house, "begun", Random(2)).announce()
    with pytest.raises(Refused) as refused:
        house.dossiers.make(inspection)
    assert refused.value.refusal.code == code


def test_nothing_private_is_in_it_in_any_form(walk: RandomWalk, house: DossierHouse, content: bytes) -> None:
    whole = b"".join(files_of(content).values())
    assert b'"ciphertext"' in whole or b'"nonce"' in whole, "the boxes are there"
    assert [form for form, written in forms_of(CANARY).items() if written in whole] == []
    assert b"Said of others" not in whole


def test_a_page_for_people_says_what_it_cannot_prove(walk: RandomWalk, content: bytes) -> None:
    page = files_of(content)["read-me-first.html"].decode()
    for said in ("That nothing newer exists", "What was never recorded", walk.reference):
        assert said in page


def test_as_a_program_it_answers_in_words_or_json_and_ends_with_a_status(
    house: DossierHouse, content: bytes, tmp_path: Path
) -> None:
    file, key = tmp_path / "the-one.zip", tmp_path / "key.txt"
    file.write_bytes(content)
    key.write_text(f"{house.key}\n")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        alone = [sys.executable, "-I", "-S", str(PLACE), *words]
        return subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)

    told = run(str(file), "--key", str(key))
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.endswith("Verdict: verified.\n")
    assert json.loads(run(str(file), "--key", str(house.key), "--json").stdout)["inspection"] == "the-one"
    file.write_bytes(content[:-1])
    cut = run(str(file), "--key", str(key))
    assert (cut.returncode, cut.stdout.splitlines()[-1]) == (11, "Verdict: incomplete.")
    assert run("--self-test").returncode == 0
    for wrong in ((str(file),), (str(file), "--key", "no+key"), (str(tmp_path / "none"), "--key", str(key))):
        said = run(*wrong)
        assert (said.returncode, "Traceback" in said.stderr) == (2, False)


class Leaving(Dossiers):
    """Makes dossiers that leave something out; everything that is in them is proved and signed."""

    left_out = ""

    def _gathered(self, rated: Any) -> dict[str, Sequence[Recorded]]:
        found = super()._gathered(rated)
        stream, _, version = self.left_out.partition("@")
        if version:
            found[stream] = [each for each in found[stream] if each.version != int(version)]
        else:
            del found[stream]
        return found


def leaving(house: DossierHouse, what: str) -> bytes:
    made = house.dossiers
    other = Leaving.__new__(Leaving)
    other.__dict__.update(made.__dict__)
    other.left_out = what
    return other.make("the-one").content


def test_leaving_anything_out_shows(house: DossierHouse, walk: RandomWalk) -> None:
    state: Inspection = walk.state
    assert state.derived is not None
    case, second = (
        state.sampled[0],
        next(e.stream for e in state.derived.cases if e.stream.startswith("second")),
    )
    panel = f"panel-panel-the-one-{next(v for v in range(1, 99) if _convened(house, v))}"
    for what in (case, f"{case}@2", second, f"{second}@1", panel, f"{walk.stream}@3"):
        found = verify(leaving(house, what), house.key)
        assert found["verdict"] == "incomplete", (what, found)
        assert found["place"]
    last = next(each for each in state.derived.cases if each.stream == case)
    assert verify(leaving(house, f"{case}@{last.version}"), house.key)["verdict"] == "incomplete"


def _convened(house: DossierHouse, version: int) -> bool:
    stream = f"panel-panel-the-one-{version}"
    return bool(house.store.load({stream: 0})[stream])


def test_a_rating_that_does_not_follow_is_named_with_its_place(tmp_path: Path) -> None:
    house = DossierHouse(tmp_path)
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
    found = verify(house.dossiers.make("bent").content, house.key)
    assert found["verdict"] == "rating-differs"
    assert "/rating should be" in found["place"]
    _record(house, walk.stream, derived.with_(overall=None))
    found = verify(house.dossiers.make("bent").content, house.key)
    assert (found["verdict"], "the ratings it states" in found["place"]) == ("rating-differs", True)
    house.close()


def _record(house: DossierHouse, stream: str, event: RatingsDerived) -> None:
    """Record what no rule would let be recorded."""
    events = house.store.load({stream: 0})[stream]
    head = Head(events[-1].version, events[-1].digest)
    id_, now = f"by-hand-{head.version}", house.clock.now()
    draft = Draft(id_, stream, head.version + 1, now, "a", "machinery", "test", id_, stream, None, event)
    answer = house.store.append(Append(id_, b"d" * 32, now, (Write(stream, head, (draft,)),), {}))
    assert isinstance(answer, Appended)


def test_other_keys_sign_for_nothing_here(house: DossierHouse, content: bytes, tmp_path: Path) -> None:
    other = DossierHouse(tmp_path)
    foreign = verify(content, other.key)
    assert (foreign["verdict"], foreign["place"]) == ("unsigned", "the key is another record's")
    same_name = other.keys.make(house.origin, 7).key
    assert verify(content, same_name)["place"] == "the key is none of this record's"
    other.close()


def test_after_a_change_of_keys_the_old_and_the_new_one_both_vouch_for_it(tmp_path: Path) -> None:
    house = DossierHouse(tmp_path)
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
        assert verify(content, key)["verdict"] == "verified"
    house.close()


def test_a_single_bit_anywhere_is_seen(house: DossierHouse, content: bytes) -> None:
    random = Random("bits")
    for _ in range(CORRUPTED):
        place, bit = random.randrange(len(content)), 1 << random.randrange(8)
        bent = bytearray(content)
        bent[place] ^= bit
        found = verify(bytes(bent), house.key)
        assert found["verdict"] in ("changed", "incomplete"), (place, bit, found)
        assert found["place"]


EXPECTED = {
    "events.jsonl": {"changed"},
    "proof.json": {"changed", "incomplete"},
    "framework.json": {"changed"},
    "scheme.json": {"changed"},
    "trace.json": {"changed"},
    "keys.json": {"changed", "unsigned"},
    "checkpoint.txt": {"changed", "unsigned"},
}
"""What comes of a changed field, by the file it stands in, where even the signature over the dossier was made anew."""


def test_a_single_field_is_seen_even_if_the_dossier_is_signed_anew(
    house: DossierHouse, content: bytes
) -> None:
    files, random = files_of(content), Random("fields")
    for _ in range(CORRUPTED):
        name = random.choice(list(EXPECTED))
        bent = _bent(files[name], random, lines=name == "events.jsonl")
        assert bent != files[name]
        found = verify(rebound(content, {name: bent}, house), house.key)
        assert found["verdict"] in EXPECTED[name], (name, found)


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
    inside[at] = _another(inside[at])
    return canonical(whole)


def _leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for at, inner in pairs:
        if isinstance(inner, dict | list) and inner:
            yield from _leaves(inner)
        else:
            yield value, at


def _another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str() if value:
            return value[:-1] + ("0" if value[-1] != "0" else "1")
        case _:
            return "x"
