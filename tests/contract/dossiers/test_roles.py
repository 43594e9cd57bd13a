"""What both verifiers say of the role in which an event was recorded, and of a record whose time is simulated."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.dossiers.drawn import PLACE, DossierHouse, verifier
from tests.support.dossiers.forged import Events, forged
from tests.support.dossiers.verifiers import Verifiers
from tests.support.servers.chromium import chromium, the_page

SIMULATED = "The time of this record is simulated: it is the record of no real inspection."


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser, the_page(browser) as page:
        yield page


@pytest.fixture(scope="module")
def both(page: Page) -> Verifiers:
    return Verifiers(page)


def told(found: dict[str, object]) -> list[str]:
    return [line for line in str(verifier().tell(found)).splitlines() if line.startswith("Event ")]


def test_who_derived_decided_signed_and_published_is_told_with_the_role(
    both: Verifiers, page: Page, house: DossierHouse, published: bytes, tmp_path: Path
) -> None:
    found = both.verify(published, house.key)
    assert [(each["kind"].partition(".")[2], each["acting_role"]) for each in found["acts"]] == [
        ("ratings-derived", "lead-inspector"),
        ("ratings-decided", "panel-chair"),
        ("report-signed-off", "chief-inspector"),
        ("publication-scheduled", "operations-manager"),
        ("report-published", "machinery"),
    ]
    for line, each in zip(told(found), found["acts"], strict=True):
        assert line == (
            f"Event {each['position']}, {each['kind']}: by '{each['actor']}' as '{each['acting_role']}'."
        )
    file = tmp_path / "the-one.zip"
    file.write_bytes(published)
    page.get_by_label("The dossier").set_input_files(file)
    page.get_by_label("The record's public key").fill(str(house.key))
    page.get_by_role("button", name="Check the dossier").click()
    rows = page.get_by_role("table", name="Who decided, and in which role")
    for done, who, role in (
        ("The panel decided", "panel-chair-1", "panel chair"),
        ("The report was signed", "chief-inspector-1", "chief inspector"),
        ("The report was published", "machinery-1", "machinery"),
    ):
        row = rows.get_by_role("row").filter(has_text=done)
        expect(row).to_contain_text(who)
        expect(row).to_contain_text(role)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("inspection.ratings-derived", "inspector"),
        ("inspection.ratings-decided", "lead-inspector"),
        ("inspection.ratings-decided", "lead-inspector in the place of panel-chair-1"),
        ("panel.inspection-considered", "operations-manager"),
        ("inspection.report-signed-off", "lead-inspector"),
        ("inspection.publication-scheduled", "provider-contact"),
        ("inspection.report-published", "chief-inspector"),
        ("inspection.rating-proposed", "provider-contact"),
        ("case.answers-recorded", "provider-contact"),
        ("second-read.difference-decided", "lead-inspector"),
        ("record.opened", "panel-chair"),
        ("inspection.ratings-decided", "Panel-chair"),
        ("inspection.ratings-decided", ""),
    ],
)
def test_what_a_role_may_not_do_is_refused_with_its_place(
    both: Verifiers, house: DossierHouse, published: bytes, kind: str, role: str
) -> None:
    places: list[int] = []

    def mend(events: Events) -> None:
        for place, each in enumerate(events, start=1):
            if each["name"].startswith(f"{kind}.v"):
                each["acting_role"] = role
                places.append(place)

    found = both.verify(forged(published, house, mend), house.key)
    short = role.partition(" in the place of ")[0]
    assert (found["verdict"], found["place"]) == (
        "not-authorised",
        f"event {places[0]}: {kind} is not for the role {short}",
    )


def test_a_deputy_acts_in_the_role_of_whom_they_stand_in_for(
    both: Verifiers, house: DossierHouse, published: bytes
) -> None:
    def mend(events: Events) -> None:
        for each in events:
            if each["name"].startswith(("inspection.ratings-decided.v", "panel.inspection-considered.v")):
                each["acting_role"] = "panel-chair in the place of panel-chair-1"

    found = both.verify(forged(published, house, mend), house.key)
    assert found["verdict"] == "verified"
    assert any(line.endswith("as 'panel-chair in the place of panel-chair-1'.") for line in told(found))


def test_a_record_is_said_to_be_simulated_if_it_is_and_only_then(
    both: Verifiers, page: Page, house: DossierHouse, published: bytes, tmp_path: Path
) -> None:
    def real(events: Events) -> None:
        events[0]["data"]["time"] = "real"

    file = tmp_path / "the-one.zip"
    for given, simulated in ((published, True), (forged(published, house, real), False)):
        found = both.verify(given, house.key)
        assert (found["verdict"], found["simulated"]) == ("verified", simulated)
        assert (SIMULATED in verifier().tell(found).splitlines()) == simulated
        file.write_bytes(given)
        page.get_by_label("The dossier").set_input_files(file)
        page.get_by_label("The record's public key").fill(str(house.key))
        page.get_by_role("button", name="Check the dossier").click()
        status = page.get_by_role("status")
        expect(status.get_by_role("row", name="Signed at")).to_be_visible()
        expect(status.get_by_text(SIMULATED)).to_have_count(int(simulated))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf", b"\r\n"),
        (b"\xef\xbb\xbf", b""),
        (b"", b"\r\n\r\n"),
        (b" \t", b" \n"),
    ],
)
def test_a_key_is_read_from_a_file_that_any_system_wrote(
    page: Page, house: DossierHouse, published: bytes, tmp_path: Path, before: bytes, after: bytes
) -> None:
    file, key = tmp_path / f"with-{(before + after).hex()}.zip", tmp_path / "key.txt"
    file.write_bytes(published)
    key.write_bytes(before + str(house.key).encode() + after)
    alone = [sys.executable, "-I", "-S", str(PLACE), str(file), "--key", str(key)]
    ran = subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    page.get_by_label("The record's public key").fill("")
    page.get_by_label("Or a file with the key in it").set_input_files(key)
    expect(page.get_by_label("The record's public key")).to_have_value(str(house.key))
    page.get_by_label("The record's public key").fill((before + str(house.key).encode() + after).decode())
    page.get_by_label("The dossier").set_input_files(file)
    page.get_by_role("button", name="Check the dossier").click()
    expect(page.get_by_role("row", name="File").get_by_text(file.name)).to_be_visible()
    expect(page.get_by_role("heading", name="Verdict: verified")).to_be_visible()
