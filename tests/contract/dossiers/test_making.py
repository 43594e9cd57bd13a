"""Making dossiers: what goes into them, what does not, and who vouches for them."""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.canonical import sha256_hex
from domain.cases.alerts.commands import RaiseAlert
from domain.cases.commands import NoteAnswer, NoteCaseReference, RecordCharacteristics
from domain.inspections.commands import AcceptChallenge, CorrectReport, RaiseChallenge, WithdrawReport
from domain.inspections.state import Inspection
from domain.refusals import Refused
from tests.arch.tree import ROOT
from tests.support.canaries import forms_of
from tests.support.dossiers.drawn import (
    FIRST,
    PLACE,
    DossierHouse,
    files_of,
    kinds_to_draw,
    verifier,
)
from tests.support.dossiers.ends import LongWalk
from tests.support.dossiers.walks import RandomWalk

CANARY = b"Zq7Canary"


def verify(content: bytes, key: object) -> dict[str, Any]:
    found: dict[str, Any] = verifier().verify(content, str(key))
    return found


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


class Confided(RandomWalk):
    """Writes of each case whatever may be written of the people in it."""

    def record_answers(self, case: str, questions: tuple[str, ...]) -> None:
        super().record_answers(case, questions)
        for command in (
            NoteCaseReference(case=case, reference="Zq7Canary-ref"),
            NoteAnswer(case=case, question=questions[0], note="Zq7Canary-note"),
            RecordCharacteristics(case=case, characteristics=(("sex", "female"),)),
            RaiseAlert(case=case, what="Zq7Canary-alert", told=("lead-inspector",)),
        ):
            self.ground.give(command, who=FIRST)


def test_whatever_is_written_of_the_people_in_the_cases_is_sealed_in_it(folder: Path) -> None:
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018-twice")
    house = DossierHouse(folder)
    walk = Confided(kind, house, "confided", Random("the one 4"))
    walk.to_a_decision()
    files = files_of(house.dossiers.make("confided").content)
    events = files["events.jsonl"]
    sealed = set(re.findall(rb'"category":"([a-z-]+)","ciphertext":', events))
    assert {b"case-reference", b"case-note", b"protected-characteristic"} <= sealed, "they are in it, sealed"
    for name, content in files.items():
        assert [form for form, written in forms_of(CANARY).items() if written in content] == [], name
    assert [form for form, written in forms_of(b"female").items() if written in events] == []
    house.close()


def test_a_page_for_people_says_what_it_cannot_prove(walk: RandomWalk, content: bytes) -> None:
    """Every limit that docs/dossier.md states, in the same words."""
    page = files_of(content)["read-me-first.html"].decode()
    described = (ROOT / "docs" / "dossier.md").read_text().split("## What it cannot prove")[1]
    limits = [" ".join(each.split()) for each in re.findall(r"\*\*(.+?)\*\*", described, re.DOTALL)]
    assert len(limits) == 10
    stated = unescape(page.split("<h2>What it cannot prove</h2>")[1].split("</ul>")[0]).casefold()
    assert [each for each in limits if each.rstrip(".").casefold() not in stated] == []
    assert stated.count("<li>") == len(limits)
    assert walk.reference in page
    assert "The time of this record is simulated" in page


def test_the_page_and_the_check_tell_the_rules_by_digest_and_say_to_compare_it(
    walk: RandomWalk, house: DossierHouse, content: bytes
) -> None:
    """Another scheme under the same id would be told by its digest alone."""
    state = house.state(f"inspection-{walk.reference}")
    assert isinstance(state, Inspection)
    known = state.known
    assert known.scheme is not None
    assert known.framework is not None
    page = " ".join(files_of(content)["read-me-first.html"].decode().split())
    found = verifier().verify(content, str(house.key))
    said = verifier().tell(found)
    for what, pin in (("scheme", known.scheme), ("framework", known.framework)):
        assert found["rules"][what] == {"id": pin.id, "version": pin.version, "digest": pin.digest}
        assert f"{what}: '{pin.id}' '{pin.version}', digest {pin.digest}." in said
        assert f"({pin.id}, version {pin.version}), digest <code>{pin.digest}</code>" in page
    assert "compare the digest" in page
    assert "published rules" not in page


def test_a_page_for_people_says_what_became_of_the_report(tmp_path: Path) -> None:
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018")
    house = DossierHouse(tmp_path)
    walk = LongWalk(kind, house, "the-one", Random("what became"))

    def page() -> str:
        made = house.dossiers.make("the-one").content
        return " ".join(unescape(files_of(made)["read-me-first.html"].decode()).split())

    walk.to_a_decision()
    assert "no report had been signed" in page()
    walk.draft_and_send()
    walk.give(
        RaiseChallenge(inspection="the-one", challenge="point", about="Staff", text="Not so.", place=None)
    )
    accepted = AcceptChallenge(
        inspection="the-one", challenge="point", touches="judgement", amendment="There are forty."
    )
    decided = walk.state.decided
    walk.give(accepted)
    undone = page()
    assert decided is not None
    assert f"The decision of {decided.decided_on}" in undone
    assert "no longer stands. Undone on" in undone
    house.close()


def test_a_page_for_people_says_that_a_report_was_corrected_and_withdrawn(tmp_path: Path) -> None:
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018")
    house = DossierHouse(tmp_path)
    walk = LongWalk(kind, house, "the-one", Random("corrected and withdrawn"))
    walk.to_publication()
    walk.give(CorrectReport(inspection="the-one", reason="A share was wrong.", changed="The share."))
    walk.give(WithdrawReport(inspection="the-one", reason="The sample was not what it seemed."))
    made = house.dossiers.make("the-one").content
    page = unescape(files_of(made)["read-me-first.html"].decode())
    assert "<strong>The report was withdrawn:</strong> The sample was not what it seemed." in page
    became = page.split("<h2>What became of the report</h2>")[1].split("</ul>")[0]
    for event in walk.state.editions:
        assert f"{event.published_on}: " in became
    assert "A share was wrong." in became
    assert became.index("published") < became.index("A share was wrong.") < became.index("withdrawn")
    house.close()


def test_a_page_for_people_claims_no_more_than_is_so(content: bytes) -> None:
    """What is in the events in clear is said to be, and what cannot be known is not said."""
    files = files_of(content)
    page, events = files["read-me-first.html"].decode(), files["events.jsonl"].decode()
    assert "personal data" not in page
    for written, said in (
        ('"reason":"', "the reasons for which ratings were proposed"),
        ('"name":"panel.convened.', "name every inspection that was on it"),
        ('"actor":"', "the numbers of the people who led, read, judged and decided"),
    ):
        assert written in events
        assert said in page, written


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


DOCS = (ROOT / "docs" / "dossier.md").read_text(encoding="utf-8")


def _told(heading: str) -> list[list[str]]:
    """The rows of the tables under a heading of the page on dossiers: what stands in their first two columns."""
    section = re.split(r"\n(?=#)", DOCS.split(f"\n{heading}\n")[1])[0]
    return [re.findall(r"[^|]+", row)[:2] for row in section.splitlines() if row.startswith("| `")]


def _fields(heading: str) -> dict[str, str]:
    return {name.strip().strip("`"): kind.strip() for name, kind in _told(heading)}


WORDS = {str: "string", int: "number", bool: "boolean"}


def _in_words(shape: Any) -> str:
    """A shape of the verifier's as the page says it."""
    match shape:
        case [{**_fields}]:
            return "array"
        case [inner]:
            return f"array of {_in_words(inner)}s"
        case {**_fields}:
            return "object"
        case str() if shape.endswith("?"):
            return f"{_in_words(shape[:-1])} or null"
        case _:
            return WORDS[verifier().LEAVES[shape][0]]


def test_the_page_on_dossiers_names_every_field_and_no_other() -> None:
    shapes = verifier().SHAPES
    manifest = dict(shapes["dossier.json"])
    (stream,), file = manifest["streams"], shapes["file"]
    (key,), proof = shapes["keys.json"], shapes["proof.json"]
    for heading, shape in (
        ("### `dossier.json`", manifest | stream | file),
        ("### `keys.json`", key),
        ("### `proof.json`", proof),
    ):
        assert _fields(heading) == {name: _in_words(each) for name, each in shape.items()}, heading
    assert list(_fields("## The file")) == [*verifier().STORED, *verifier().PACKED]


def test_the_page_on_dossiers_names_every_verdict_with_its_status() -> None:
    told = re.findall(r"^\| ([a-z-]+) \| (\d+) \|", DOCS, re.MULTILINE)
    assert {word: int(status) for word, status in told} == verifier().ENDS


def test_what_is_written_has_just_these_fields(content: bytes) -> None:
    files, shapes = files_of(content), verifier().SHAPES
    for name in ("dossier.json", "keys.json", "proof.json", "scheme.json"):
        assert verifier().fitting(shapes[name])(json.loads(files[name])), name
    assert list(files) == [*verifier().STORED, *verifier().PACKED]
