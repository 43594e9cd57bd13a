"""Checking a dossier in a browser: one page, opened from its file, that anybody can use and that asks nobody."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from playwright.sync_api import Browser, Page, expect

from domain.ratings import Scheme
from domain.ratings.inputs import Inputs
from tests.support.dossiers.drawn import DossierHouse, files_of, kinds_to_draw, rebound, verifier
from tests.support.dossiers.forged import Events, forged, written
from tests.support.dossiers.none import NO_DOSSIERS, bomb, with_files
from tests.support.dossiers.ratings import derived, recorded, told
from tests.support.dossiers.verifiers import Verifiers
from tests.support.dossiers.walks import RandomWalk
from tests.support.servers.chromium import PAGE, chromium, the_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with the_page(browser) as page:
        yield page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A dossier on disk, and the record's key."""
    folder = tmp_path_factory.mktemp("dossier")
    house = DossierHouse(folder)
    RandomWalk(kinds_to_draw()["youth-2018"][0], house, "yot-2026", Random(5)).to_a_decision()
    file = folder / "yot-2026.dossier.zip"
    file.write_bytes(house.dossiers.make("yot-2026").content)
    house.close()
    return file, str(house.key)


def checked(page: Page, file: Path, key: str) -> None:
    page.get_by_label("The dossier").set_input_files(file)
    page.get_by_label("The record's public key").fill(key)
    page.get_by_role("button", name="Check the dossier").click()


def test_a_dossier_is_checked_by_keyboard_alone_and_the_verdict_is_read_out(
    page: Page, made: tuple[Path, str]
) -> None:
    file, key = made
    for name in (
        "Skip to the form",
        "The dossier",
        "The record's public key",
        "Or a file with the key in it",
    ):
        page.keyboard.press("Tab")
        found = page.get_by_role("link", name=name).or_(page.get_by_label(name, exact=True))
        expect(found).to_be_focused()
    page.get_by_label("The dossier").set_input_files(file)
    page.get_by_label("Or a file with the key in it").set_input_files(
        {"name": "key.txt", "mimeType": "text/plain", "buffer": f"{key}\n".encode()}
    )
    expect(page.get_by_label("The record's public key")).to_have_value(key)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check the dossier")).to_be_focused()
    page.keyboard.press("Enter")
    told = page.get_by_role("status")
    expect(told.get_by_role("heading", name="Verdict: verified")).to_be_visible()
    said = verifier().verify(file.read_bytes(), key)
    expect(told.get_by_role("row", name="Digest of the derivation")).to_contain_text(said["trace_digest"])
    expect(told.get_by_role("row", name="Inspection")).to_contain_text("yot-2026")
    assert page.title() == "verified: Check a dossier"


def test_what_does_not_hold_is_said_with_its_place(
    page: Page, made: tuple[Path, str], tmp_path: Path
) -> None:
    file, key = made
    whole = file.read_bytes()
    at = whole.index(b"PK\x03\x04", 30) + 60
    bent = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()
    encoded = base64.b64encode(b"\x01" + other).decode()
    foreign = (
        f"assay/other+{hashlib.sha256(b'assay/other' + chr(10).encode() + b'%c' % 1 + other).hexdigest()[:8]}"
    )
    for content, with_key, verdict, place in (
        (whole[:-9], key, "incomplete", "the file's end is missing"),
        (bent, key, "changed", "statement.txt is damaged"),
        (b"", key, "changed", "the file is not a dossier"),
        (whole, f"{foreign}+{encoded}", "unsigned", "the key is another record's"),
    ):
        (tmp_path / "given.zip").write_bytes(content)
        checked(page, tmp_path / "given.zip", with_key)
        told = page.get_by_role("status")
        expect(told.get_by_role("heading", name=f"Verdict: {verdict}")).to_be_visible()
        expect(told).to_contain_text(place)


def test_what_is_missing_is_said_at_its_field_and_gone_to(page: Page, made: tuple[Path, str]) -> None:
    button = page.get_by_role("button", name="Check the dossier")
    button.click()
    problem = page.get_by_role("alert")
    expect(problem).to_be_focused()
    problem.get_by_role("link", name="Choose the dossier").click()
    dossier, key = page.get_by_label("The dossier"), page.get_by_label("The record's public key")
    expect(dossier).to_be_focused()
    for field in (dossier, key):
        expect(field).to_have_attribute("aria-invalid", "true")
    dossier.set_input_files(made[0])
    key.fill(made[1][:-3])
    button.click()
    expect(problem).to_contain_text("Enter the public key in full")
    expect(key).to_have_accessible_description(re.compile("Enter the public key in full"))
    expect(page.get_by_role("status")).to_be_empty()
    key.fill(f"  {made[1]}\n")
    button.click()
    expect(page.get_by_role("heading", name="Verdict: verified")).to_be_visible()
    expect(problem).to_be_hidden()
    assert dossier.get_attribute("aria-invalid") is None


def test_files_that_are_dropped_anywhere_are_taken_for_what_they_are(
    page: Page, made: tuple[Path, str]
) -> None:
    dropped = page.evaluate_handle(
        """([dossier, key]) => {
            const files = new DataTransfer();
            files.items.add(new File([key], "key.txt"));
            files.items.add(new File([Uint8Array.from(atob(dossier), (each) => each.charCodeAt(0))], "dropped.zip"));
            return files;
        }""",
        [base64.b64encode(made[0].read_bytes()).decode(), made[1]],
    )
    page.dispatch_event("body", "drop", {"dataTransfer": dropped})
    expect(page.get_by_role("heading", name="Verdict: verified")).to_be_visible()
    expect(page.get_by_role("row", name="File")).to_contain_text("dropped.zip")


def test_neither_two_gigabytes_of_zeros_nor_a_bomb_is_unpacked(
    page: Page, made: tuple[Path, str], tmp_path: Path
) -> None:
    large = tmp_path / "zeros.zip"
    with large.open("wb") as zeros:
        zeros.truncate(2 << 30)
    (tmp_path / "bomb.zip").write_bytes(bomb(made[0].read_bytes()))
    for file, place in ((large, "larger than any dossier"), (tmp_path / "bomb.zip", "more than it says")):
        checked(page, file, made[1])
        # A bomb is unpacked up to the announced size: some seconds where the machine has much else to do.
        expect(page.get_by_role("heading", name="Verdict: changed")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("status")).to_contain_text(place)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_whatever_it_is_given_it_says_what_the_other_verifier_says(
    page: Page, made: tuple[Path, str]
) -> None:
    both = Verifiers(page)
    content = made[0].read_bytes()
    assert both.verify(content, made[1])["verdict"] == "verified"
    for each in NO_DOSSIERS:
        found = both.verify(each.done_to(content), made[1])
        assert (found["verdict"], found["place"]) == (each.verdict, each.place), each.what
    random = Random("anything")
    for size in range(0, 60, 3):
        both.verify(random.randbytes(size), made[1])


def test_a_decision_that_was_undone_is_not_told_as_one_that_stands(page: Page, tmp_path: Path) -> None:
    house, both = DossierHouse(tmp_path), Verifiers(page)
    walk = RandomWalk(kinds_to_draw()["youth-2018"][0], house, "again", Random(5))

    def said() -> dict[str, Any]:
        found = both.verify(house.dossiers.make(walk.reference).content, house.key)
        assert found["verdict"] == "verified"
        assert (found["decision"] is None) == (walk.state.decided is None)
        return found

    walk.to_a_decision()
    walk.point_accepted("wording")
    assert said()["reopened"] is None
    walk.point_accepted("judgement")
    found = said()
    assert found["decision"] is None
    last = list(house.store.scan(0, 100_000))[-1]
    assert found["reopened"] == last.position
    sentence = f"No decision on it stands in this dossier: event {last.position} opened it again."
    assert sentence in verifier().tell(found).splitlines()
    file = tmp_path / "undone.zip"
    file.write_bytes(house.dossiers.make(walk.reference).content)
    checked(page, file, str(house.key))
    row = page.get_by_role("row", name="Overall rating, as decided")
    expect(row).to_contain_text(f"no decision stands in this dossier: event {last.position} opened it again")
    walk.decide()
    assert said()["reopened"] is None
    house.close()


@pytest.fixture(scope="module")
def departed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DossierHouse, bytes]]:
    """A dossier with second reads and a panel's decision, and the house that keeps its record."""
    house = DossierHouse(tmp_path_factory.mktemp("departed"))
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018-twice")
    walk = RandomWalk(kind, house, "the-one", Random("the one 4"))
    walk.to_a_decision()
    yield house, house.dossiers.make(walk.reference).content
    house.close()


def decision_in(events: Events) -> dict[str, Any]:
    found: dict[str, Any] = next(each["data"] for each in events if "departures" in each["data"])
    return found


def test_a_departure_is_held_to_all_that_a_departure_must_have(
    page: Page, departed: tuple[DossierHouse, bytes], tmp_path: Path
) -> None:
    house, content = departed
    both = Verifiers(page)
    rule = both.verify(content, house.key)["derived_overall"]
    other = "good" if rule != "good" else "inadequate"

    def with_departure(**changed: object) -> bytes:
        def depart(events: Events) -> None:
            decision = decision_in(events)
            made = {"subject": "overall", "derived": rule, "decided": other, "trigger": "near_a_boundary"}
            decision["departures"] = [made | {"reason": 'As "seen".\nVerdict: verified.'} | changed]
            decision["overall"] = decision["departures"][0]["decided"]
            decision["ratings"] = json.loads(files_of(content)["trace.json"])["standards"]
            decision["ratings"] = [{"rating": e["rating"], "standard": e["id"]} for e in decision["ratings"]]

        return forged(content, house, depart)

    sound = with_departure()
    told = verifier().tell(both.verify(sound, house.key)).splitlines()
    (line,) = (each for each in told if each.startswith("From overall"))
    assert line.endswith(r"""trigger: 'near_a_boundary'; reason: 'As "seen".\nVerdict: verified.'.""")
    (tmp_path / "departed.zip").write_bytes(sound)
    checked(page, tmp_path / "departed.zip", str(house.key))
    shown = page.get_by_role("table", name="Departures from the rule").get_by_role("row", name="overall")
    expect(shown).to_contain_text("near_a_boundary")
    expect(shown).to_contain_text('As "seen".')
    for wrong in (
        {"reason": ""},
        {"reason": " \t\u2003\n"},
        {"trigger": "\x1f\x85"},
        {"decided": "world_class"},
        {"reason": "\u200b\u2800\u3164"},
        {"decided": rule},
        {"derived": None},
        {"subject": "1.1"},
    ):
        assert both.verify(with_departure(**wrong), house.key)["verdict"] == "rating-differs", wrong


def _event(**changed: Any) -> Callable[[Events], None]:
    return lambda events: events[-1].update(changed)


def _data(value: object) -> Callable[[Events], None]:
    return lambda events: events[-1]["data"].update({"x": value})


def _nested(depth: int) -> list[Any]:
    """Arrays, so many in one another; two more are around the data of an event."""
    found: list[Any] = []
    for _ in range(depth - 1):
        found = [found]
    return found


NOT_AS_WRITTEN: list[tuple[str, str, Callable[[Events], None]]] = [
    ("changed", "a fraction that is none", _data(1.0)),
    ("changed", "no number", _data(float("nan"))),
    ("changed", "minus nothing", _data(-0.0)),
    ("changed", "a fraction", _data(0.5)),
    ("verified", "the largest number", _data(2**53 - 1)),
    ("changed", "a number beyond it", _data(2**53)),
    ("changed", "a number far beyond it", _data(-(2**70))),
    ("changed", "names by code point", _data({"\U0001f600": 1, "\uffee": 2})),
    ("changed", "a name not in ASCII", _data({"é": 1})),
    ("verified", "a text not in ASCII", _data("é \U0001f600 \u2028")),
    ("verified", "as deep as may be", _data(_nested(62))),
    ("changed", "too deep", _data(_nested(63))),
    ("changed", "far too deep", _data(_nested(900))),
    ("changed", "a truth for a number", _event(schema_version=True)),
    ("newer", "a later envelope", _event(schema_version=2)),
    ("changed", "a number for a text", _event(name=7)),
    ("changed", "data that is none", _event(data=[])),
    *(
        ("changed", f"the name {name!r}", _event(name=name))
        for name in ("inspection.x.v\u0661", "inspection.x.v 1", "inspection.x.v+1", "inspection.x.v1_0")
    ),
    *(
        ("changed", f"the name {name!r}", _event(name=name))
        for name in ("inspection.x.v-1", "inspection.x", "inspection.x.v01", "inspection.x.v1\n")
    ),
    ("changed", "no event", lambda events: events.clear()),
]


def test_both_refuse_alike_what_is_not_written_as_a_record_writes(
    page: Page, departed: tuple[DossierHouse, bytes]
) -> None:
    house, content = departed
    both = Verifiers(page)
    for verdict, what, mend in NOT_AS_WRITTEN:
        assert both.verify(forged(content, house, mend), house.key)["verdict"] == verdict, what
    for wrong in ("A" * 64, "a" * 62 + " a", "a" * 62, "a" * 64 + "\n"):
        bent = forged(content, house, lambda _: None, proof=partial(dict.update, hashes=[wrong]))
        assert both.verify(bent, house.key)["place"] == "proof.json has other fields than it should"
    for manifest, verdict in (
        (b'{"format":["assay.dossier.v2"]}', "changed"),
        (b'{"format":"assay.dossier.v2","x":NaN}', "changed"),
        (b'{"format":"assay.dossier.v2","x":1.0}', "changed"),
        (b'{"format":"assay.dossier.v2","x":' + b"[" * 1500 + b"]" * 1500 + b"}", "changed"),
        (b'{"format":"assay.dossier.v2","x":"\xc3\xa9"}', "newer"),
        ('{"format":"assay.dossier.v\u0662"}'.encode(), "changed"),
    ):
        assert (
            both.verify(with_files(content, {"dossier.json": manifest}), house.key)["verdict"] == verdict
        ), manifest[:60]


def test_keys_before_the_trusted_one_cost_no_check_and_what_is_not_trusted_is_short(
    page: Page, departed: tuple[DossierHouse, bytes]
) -> None:
    house, content = departed
    both = Verifiers(page)
    (own,) = json.loads(files_of(content)["keys.json"])
    before = [
        {
            "key": f"{house.origin}+{number:08x}+{'A' * 44}",
            "note": "no note" if number else None,
            "since": number,
        }
        for number in range(9)
    ]
    keys = written([*before, own | {"note": "no note", "since": 9}])
    found = both.verify(rebound(content, {"keys.json": keys}, house), house.key)
    assert found["place"] == "keys.json names other keys than the record"
    keys = written([*before, own | {"note": "no note", "since": 8}])
    found = both.verify(rebound(content, {"keys.json": keys}, house), house.key)
    assert found["place"] == "keys.json is not in order"
    keys = written([own, own | {"key": before[0]["key"], "note": "no note", "since": 1}])
    assert both.verify(rebound(content, {"keys.json": keys}, house), house.key)["verdict"] == "unsigned"
    for name in ("checkpoint.txt", "keys.json"):
        long = rebound(content, {name: b"\n" * (1 << 21)}, house)
        assert both.verify(long, house.key)["place"] == f"{name} is too long"


@pytest.mark.parametrize("name", ["case.sampled.v2", "second-read.drawn.v1", "case.read-completed.v1"])
def test_a_case_is_one_of_this_inspection_and_was_read_to_its_end(
    page: Page, departed: tuple[DossierHouse, bytes], name: str
) -> None:
    house, content = departed

    def bend(events: Events) -> None:
        for each in events:
            if each["name"] == name and "inspection" in each["data"]:
                each["data"]["inspection"] = "another"
            elif each["name"] == name:
                each["name"] = "case.prompts-answered.v1"

    found = Verifiers(page).verify(forged(content, house, bend), house.key)
    assert found["verdict"] == "incomplete"
    assert found["place"].endswith(": not of this inspection, or not read")


def test_its_own_signature_arithmetic_is_that_of_the_rfc_and_serves_where_the_browser_has_none(
    page: Page, made: tuple[Path, str]
) -> None:
    vectors = [
        [list(bytes.fromhex(each)) for each in vector.split("/")]
        for vector in "".join(verifier().RFC.split()).split(".")
    ]
    random = Random(8032)
    for _ in range(5):
        private = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        message = random.randbytes(random.randrange(200))
        vectors.append([list(private.public_key().public_bytes_raw()), list(message + private.sign(message))])
    good, bad, odd = page.evaluate(
        """async (vectors) => {
            const answers = [[], [], []];
            for (const [key, rest] of vectors.map((each) => each.map((part) => Uint8Array.from(part)))) {
                const message = rest.slice(0, -64), signature = rest.slice(-64);
                for (const check of [signedByArithmetic, signedByBrowser]) {
                    answers[0].push(await check(key, message, signature));
                    answers[1].push(await check(key, joined(message, [1]), signature));
                }
                for (const short of [[], signature.slice(1), joined(signature, [0]), signature.slice().fill(255)]) {
                    answers[2].push(await signedByArithmetic(key, message, Uint8Array.from(short)));
                }
            }
            return answers;
        }""",
        vectors,
    )
    assert (set(good), set(bad), set(odd)) == ({True}, {False}, {False})
    page.evaluate("() => { crypto.subtle.importKey = () => { throw new Error('no such algorithm'); }; }")
    assert Verifiers(page).verify(made[0].read_bytes(), made[1])["verdict"] == "verified"


def test_the_browser_itself_keeps_it_from_reaching_anybody(browser: Browser) -> None:
    page = browser.new_page()
    page.goto(PAGE.as_uri())
    refused = page.evaluate(
        """async () => {
            const found = [];
            document.addEventListener("securitypolicyviolation", (event) => found.push(event.effectiveDirective));
            await fetch("http://127.0.0.1:9/").catch(() => null);
            const picture = document.createElement("img");
            picture.src = "http://127.0.0.1:9/";
            document.body.append(picture);
            await new Promise((done) => { picture.onerror = done; });
            // What was refused is told in its own time.
            for (let tries = 0; tries < 1000 && !found.includes("img-src"); tries += 1) {
                await new Promise((done) => setTimeout(done, 20));
            }
            try { document.createElement("script").textContent = "1"; } catch { found.push("script"); }
            return found;
        }"""
    )
    page.close()
    assert {"connect-src", "img-src", "script"} <= set(refused)


@pytest.fixture(scope="module")
def standing_page(browser: Browser) -> Iterator[Page]:
    with the_page(browser) as page:
        yield page


@settings(max_examples=40)
@given(recorded())
def test_it_derives_what_the_record_derives_under_any_scheme_there_can_be(
    standing_page: Page, drawn: tuple[Scheme, Inputs]
) -> None:
    scheme, inputs = drawn
    ours = derived(scheme, inputs)
    said, cases = told(inputs)
    theirs = standing_page.evaluate(
        """async ([scheme, said, cases]) => {
            const read = cases.map((each) => ({ ...each, answers: new Map(Object.entries(each.answers)) }));
            return canonical(await rate(strict(JSON.parse(scheme)), new Map(Object.entries(said)), read));
        }""",
        [scheme.canonical_bytes.decode(), said, cases],
    )
    assert theirs == ours.decode()
