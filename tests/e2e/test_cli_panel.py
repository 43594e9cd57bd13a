"""The panel from the command line: papers, who takes no part, what was decided on, minutes by their digest."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine, Said
from tests.support.pages import machinery_of, run_page
from tests.support.toy_matter import HandClock

BY_HAND = (ROOT / "docs" / "by-hand.md").read_text(encoding="utf-8").split("## Report")[0]
CONVENED = BY_HAND.index("assay panel convene")


@pytest.fixture(scope="module")
def proposed_home(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an inspection that the page on an inspection by hand has led to before its panel."""
    folder = tmp_path_factory.mktemp("proposed")
    shutil.copytree(homes / "new", folder / "home")
    assay = CommandLine(folder / "home", HandClock())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run_page(assay, f"{BY_HAND[:CONVENED]}```\n", folder)
    return folder


@pytest.fixture(scope="module")
def met_home(proposed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, when that page has led it through its panel."""
    folder = tmp_path_factory.mktemp("met")
    shutil.copytree(proposed_home / "home", folder / "home")
    assay = CommandLine(folder / "home", HandClock())
    assay.on(date(2018, 6, 29))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run_page(assay, f"```sh\n{BY_HAND[CONVENED:]}", folder)
    return folder


@pytest.fixture
def proposed(proposed_home: Path, tmp_path: Path) -> CommandLine:
    shutil.copytree(proposed_home / "home", tmp_path / "home")
    return CommandLine(tmp_path / "home", HandClock())


@pytest.fixture
def met(met_home: Path, tmp_path: Path) -> CommandLine:
    shutil.copytree(met_home / "home", tmp_path / "home")
    assay = CommandLine(tmp_path / "home", HandClock())
    assay.on(date(2018, 6, 29))
    return assay


def test_an_inspection_is_on_one_open_agenda_at_a_time(proposed: CommandLine) -> None:
    proposed.on(date(2018, 6, 29))
    members = ("--chair", "os-1", "--member", "os-1", "--member", "os-2", "--member", "os-3")
    proposed.done("panel", "convene", "july", "--meets-on", "2018-07-11", *members, "--agenda", "nps-nw")
    august = ("panel", "convene", "august", "--meets-on", "2018-08-01", *members, "--agenda", "nps-nw")
    refused = proposed(*august)
    assert refused.code == "on-another-agenda"
    assert "nps-nw is on the agenda of the panel july, which meets on 11 July 2018" in refused.sentence
    proposed.done("panel", "call-off", "july", "--reason", "There is a strike.")
    proposed.done(*august)


def test_a_member_who_is_invited_to_two_meetings_of_one_day_is_named_and_is_at_one_of_them(
    proposed: CommandLine,
) -> None:
    proposed.on(date(2018, 6, 29))
    proposed.done("provider", "register", "kent", "--title", "Kent", "--kind", "crc", "--area", "Kent")
    proposed.done(
        "inspection", "announce", "crc-kent", "--provider", "kent", "--protocol", "crc-2018", "--lead", "os-8",
        "--fieldwork-from", "2018-11-05", "--fieldwork-to", "2018-11-09",
    )  # fmt: skip

    def convened(code: str, other: str, item: str) -> Said:
        members = ("--chair", "os-1", "--member", "os-1", "--member", other)
        return proposed("panel", "convene", code, "--meets-on", "2018-07-11", *members, "--agenda", item)

    convened("july", "os-2", "nps-nw")
    said = convened("beside", "os-3", "crc-kent")
    again = "Note: os-1 is invited to the panel july as well, which meets on the same day."
    assert again in said.out
    assert again.replace("july", "beside") in proposed("panel", "show", "july").out
    proposed.on(date(2018, 7, 11))
    proposed.done("panel", "open", "july", "--present", "os-1")
    refused = proposed("panel", "open", "beside", "--present", "os-1")
    assert refused.code == "sits-elsewhere"
    assert "os-1 is at the panel july" in refused.sentence
    proposed.done("panel", "close", "july")
    proposed.done("panel", "open", "beside", "--present", "os-1")


def test_the_page_on_the_panel_works_as_it_says(
    proposed: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    proposed.on(date(2018, 6, 29))
    for code, kind in (("crc-kent", "crc"), ("nps-ne", "nps-division"), ("nps-wales", "nps-division")):
        title = f"The {kind} of {code}"
        proposed.done("provider", "register", f"p-{code}", "--title", title, "--kind", kind, "--area", "Kent")
        protocol = "crc-2018" if kind == "crc" else "nps-division-2018"
        proposed.done(
            "inspection", "announce", code, "--provider", f"p-{code}", "--protocol", protocol, "--lead", "os-7",
            "--fieldwork-from", "2018-08-06", "--fieldwork-to", "2018-08-17",
        )  # fmt: skip
    page = (ROOT / "docs" / "panel.md").read_text(encoding="utf-8")
    run_page(proposed, page, tmp_path)
    shown = proposed.done("panel", "show", "july")
    assert {each["inspection"]: each["outcome"] for each in shown["agenda"]} == {
        "crc-kent": "deferred", "nps-nw": "decided", "nps-ne": "deferred",
    }  # fmt: skip
    assert shown["minutes"]["approved_by"] == "os-41002"
    assert "crc-kent" in {each["inspection"] for each in proposed.done("panel", "show", "august")["agenda"]}


def test_the_page_on_the_report_works_as_it_says(
    met: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    run_page(met, page, tmp_path, machinery_of("nps-nw"))
    assert (tmp_path / "draft.pdf").read_bytes()[:5] == (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"
    (edition,) = met.done("report", "show", "nps-nw")["editions"]
    assert edition["published_on"] == "2018-07-10"
    (comment,) = met.done("comments", "list", "--open")["comments"]
    assert comment["sort"] == "complaint"


def test_papers_are_a_page_that_names_its_digest_and_the_decision_names_them(
    met_home: Path, met: CommandLine
) -> None:
    shown = met.done("panel", "show", "july")
    (item,) = shown["agenda"]
    page = (met_home / "pack.html").read_text(encoding="utf-8")
    assert item["pack"] in page
    assert "Clear aims, well understood." in page
    timeline = met.done("inspection", "timeline", "nps-nw")["timeline"]
    assert any("verified the ratings" in each["sentence"] for each in timeline)
    assert met("panel", "show", "july", "--item", "nps-nw", "--field", "pack").out.strip() == item["pack"]


def test_a_meeting_is_listed_and_shown_to_people(met: CommandLine) -> None:
    listed = met("panel", "list").out
    assert "july" in listed
    assert "nps-nw" in listed
    shown = met("panel", "show", "july").out
    assert "Chair: os-41002; invited: os-41002, os-3, os-4" in shown
    assert "approved by os-41002" in shown
    assert "All ratings agreed as proposed." in shown


def test_a_dissent_after_the_minutes_and_a_condition_after_the_close_are_refused(met: CommandLine) -> None:
    late = met(
        "panel",
        "record-dissent",
        "july",
        "--inspection",
        "nps-nw",
        "--member",
        "os-3",
        "--reason",
        "It is not so.",
    )
    assert (late.status, late.code) == (2, "minutes-approved")
    set_ = met(
        "inspection", "set-condition", "nps-nw", "--condition", "figures", "--panel", "july", "--what", "Check.",
        "--by", "Lead inspector", "--due", "2018-07-06",
    )  # fmt: skip
    assert (set_.status, set_.code) == (2, "panel-over")


def test_what_is_wrong_is_said_in_one_sentence(met: CommandLine, tmp_path: Path) -> None:
    for words, code in (
        (("panel", "show", "nowhere"), "unknown-panel"),
        (("panel", "show", "july", "--item", "elsewhere"), "unknown-item"),
        (("panel", "show", "july", "--field", "weather"), "unknown-field"),
        (("panel", "pack", "nowhere", "nps-nw"), "unknown-panel"),
        (("panel", "pack", "july", "elsewhere"), "not-on-agenda"),
        (("panel", "take-chair", "july", "--chair", "os-3", "--why", "tired"), "bad-value"),
        (("panel", "approve-minutes", "july", "--minutes", "short"), "bad-value"),
        (("panel", "arrange-agenda", "july", "--items", str(tmp_path / "none.csv")), "unreadable-file"),
    ):  # fmt: skip
        said = met(*words)
        assert (said.status, said.code) == (2, code), words
    times = tmp_path / "times.csv"
    times.write_text("inspection,starts_at\nnps-nw,25:00\n", encoding="utf-8")
    assert met("panel", "arrange-agenda", "july", "--items", times).code == "bad-file"
    there = tmp_path / "there.html"
    there.write_text("mine", encoding="utf-8")
    kept = met("panel", "pack", "july", "nps-nw", "--output", there)
    assert (kept.status, kept.code) == (2, "file-exists")
    assert there.read_text(encoding="utf-8") == "mine"


def test_a_pack_is_shown_to_people_and_printed_for_programs(met: CommandLine) -> None:
    shown = met("panel", "pack", "july", "nps-nw").out
    assert "overall by the rule" in shown
    assert "Digest: " in shown
    printed = json.loads(met("panel", "pack", "july", "nps-nw", "--json").out)
    assert printed["digest"] in shown
    assert [each["standard"] for each in printed["standards"]][:2] == ["1.1", "1.2"]
