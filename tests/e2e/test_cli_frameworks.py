"""`assay frameworks` as a person types it: from a printed paper to a published framework."""

from datetime import date
from pathlib import Path

import pytest

from adapters.inbound.cli.frameworks.shown import say_frameworks
from adapters.outbound.rules_folder import RulesFolder
from domain.frameworks import parse_framework
from domain.frameworks.catalogue import texts
from domain.frameworks.writing import framework_file
from domain.refusals import Refused
from tests.support.command_line import CommandLine

LIGHTHOUSES = Path(__file__).parents[1] / "rules" / "layouts" / "lighthouses.txt"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PAPER = next(iter(sorted(SEEDS.glob("004*.txt"))), None)

SHIPPED = parse_framework(texts()["adult-nps-2018.toml"], where="adult-nps-2018.toml")


def another_version(assay: CommandLine, *, planning: str = "Planning", clear: str = "") -> Path:
    """A second version of a shipped framework, as a file; with another standard or another prompt."""
    text = texts()["adult-nps-2018.toml"].decode()
    for old, new in (
        ('version = "1"', 'version = "2"'),
        ('status = "in-force"\nin_force_from = 2018-04-01', 'status = "proposed"'),
        ('title = "Planning"', f'title = "{planning}"'),
        ('c = "Can middle managers manage theirs?"', f'c = "Can middle managers manage theirs{clear}?"'),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return assay.file("second.toml", text)


# ---- looking


def test_the_frameworks_are_listed_with_where_they_stand_and_how_much_is_in_them(assay: CommandLine) -> None:
    listed = {each["id"]: each for each in assay.done("frameworks", "list")["frameworks"]}
    nps = listed["adult-nps-2018"]
    assert (nps["domains"], nps["standards"], nps["key_questions"], nps["prompts"]) == (3, 10, 33, 136)
    assert (nps["status"], nps["in_force_from"], nps["digest"]) == ("in-force", "2018-04-01", SHIPPED.digest)
    assert listed["criteria-2003"]["retired_on"] == "2006-06-01"
    plain = assay("frameworks", "list").out
    assert "adult-nps-2018" in plain
    assert "in force 2018-04-01" in plain


def test_a_version_in_the_official_wording_is_listed_with_its_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_frameworks([SHIPPED.with_(wording="official", version="9", in_force_from=date(2030, 4, 1))])
    assert "in force 2030-04-01, official" in capsys.readouterr().out


def test_a_framework_is_shown_whole(assay: CommandLine) -> None:
    shown = assay.done("frameworks", "show", "adult-nps-2018")
    assert (
        shown["domains"][1]["standards"][2]["key_questions"][0]["prompts"][3]["applies_to"]
        == "post-custody cases only"
    )
    assert shown["counts"] == {"domains": 3, "standards": 10, "key_questions": 33, "prompts": 136}
    said = assay("frameworks", "show", "adult-nps-2018").out
    for line in (
        "2.3.1 Is the sentence, or the time after custody, carried out well and with attention to engaging the person?",
        "[engagement]",
        "[decided by people under supervision]",
        "[post-custody cases only]",
        "\u2022 What the organisation is for",
    ):
        assert line in said


def test_what_is_not_certain_is_said_where_it_stands(assay: CommandLine) -> None:
    said = assay("frameworks", "show", "youth-2021").out
    assert "3.4 Out-of-court disposal policy and provision (not certain: " in said


def test_a_file_is_checked_and_what_is_not_certain_in_it_named(assay: CommandLine) -> None:
    file = assay.file("youth.toml", texts()["youth-2021.toml"])
    told = assay.done("frameworks", "validate", file)
    assert told["valid"] is True
    assert {"place": "3.4.1", "certainty": "wording not confirmed"} in told["uncertain"]
    assert "Not certain, 3.4.1: wording not confirmed" in assay("frameworks", "validate", file).out


def test_differences_are_told_level_by_level(assay: CommandLine) -> None:
    file = another_version(assay, planning="Planning ahead", clear=" without help")
    told = assay.done("frameworks", "diff", "adult-nps-2018", file)
    assert [(each["after"], each["kinds"]) for each in told["standards"]] == [("2.2", ["reworded"])]
    assert [(each["after"], each["kinds"]) for each in told["prompts"]] == [("1.2.1 c", ["reworded"])]
    assert told["key_questions"] == told["domains"] == []
    assert told["same"] is False
    said = assay("frameworks", "diff", "adult-nps-2018", file).out
    assert "Standards (1 changed)\n  2.2: reworded" in said
    assert "    + Can middle managers manage theirs without help?" in said
    assert assay.done("frameworks", "diff", "adult-nps-2018", "adult-nps-2018@1")["same"] is True


# ---- importing


def test_a_dry_run_tells_what_would_be_read_and_keeps_nothing(assay: CommandLine) -> None:
    told = assay.done(
        "frameworks", "import", LIGHTHOUSES, "--id", "lighthouses", "--version", "1", "--dry-run"
    )
    assert (told["domains"], told["standards"], told["key_questions"], told["prompts"]) == (3, 4, 5, 13)
    assert told["framework"]["domains"][0]["standards"][0]["key_questions"][0]["number"] == "1.1.1"
    assert told["kept_as"] is None
    assert not (assay.home / "frameworks").exists()


def test_an_imported_framework_is_there_from_then_on(assay: CommandLine) -> None:
    said = assay("frameworks", "import", LIGHTHOUSES, "--id", "lighthouses", "--version", "1894")
    assert "Read 3 domains, 4 standards, 5 key questions and 13 prompts from lines 70 to 145." in said.out
    assert "Kept as lighthouses-1894.toml." in said.out
    shown = assay.done("frameworks", "show", "lighthouses")
    assert shown["domains"][2]["title"] == "Island stations"
    assert shown["citation"] == "lighthouses.txt"
    again = assay("frameworks", "import", LIGHTHOUSES, "--id", "lighthouses", "--version", "1894")
    assert again.status == 0


def test_a_file_that_contradicts_another_is_named_and_stops_nobody(assay: CommandLine) -> None:
    assay.done("frameworks", "import", LIGHTHOUSES, "--id", "lighthouses", "--version", "1")
    first = assay.home / "frameworks" / "lighthouses-1.toml"
    second = first.with_name("lighthouses-once-more.toml")
    second.write_text(first.read_text(encoding="utf-8").replace("Island stations", "Rock stations"))
    listed = assay("frameworks", "list", "--json")
    assert (listed.status, listed.code) == (0, "same-version-twice")
    assert f"{second} is left out: there is a different standards framework lighthouses" in listed.sentence
    assert [each["id"] for each in listed.json["frameworks"]].count("lighthouses") == 1
    assert assay.done("frameworks", "show", "lighthouses")["domains"][2]["title"] == "Island stations"


def test_another_text_is_not_imported_under_a_version_that_is_there(assay: CommandLine) -> None:
    assay.done("frameworks", "import", LIGHTHOUSES, "--id", "lighthouses", "--version", "1")
    other = LIGHTHOUSES.read_text(encoding="utf-8").replace("Do keepers follow it?", "Do keepers read it?")
    said = assay(
        "frameworks", "import", assay.file("other.txt", other), "--id", "lighthouses", "--version", "1"
    )
    assert said.code == "version-exists"
    shipped = assay("frameworks", "import", LIGHTHOUSES, "--id", "adult-nps-2018", "--version", "1")
    assert shipped.code == "version-exists"
    assert assay("inspection", "list").status == 0


@pytest.mark.skipif(PAPER is None, reason="the consultation paper of 2017 is absent")
def test_the_paper_s_wording_is_shown_over_ours_once_it_is_imported_and_pins_stay_as_they_are(
    assay: CommandLine,
) -> None:
    assert PAPER is not None
    ours = assay.done("frameworks", "show", "adult-crc-2018")
    told = assay.done("frameworks", "import", PAPER, "--id", "adult-2017", "--version", "2017")
    assert (told["domains"], told["standards"], told["key_questions"], told["prompts"]) == (4, 12, 40, 165)
    assert told["framework"]["words_for"] == ["adult-crc-2018", "adult-nps-2018"]
    shown = assay.done("frameworks", "show", "adult-crc-2018")
    assert shown["wording"] == "official"
    assert shown["digest"] == ours["digest"]
    assert shown["domains"][2]["standards"][0]["text"].endswith("in line with the expectations of the court.")
    assert assay.done("frameworks", "show", "adult-crc-2018", "--as-written")["domains"] == ours["domains"]


# ---- publishing


def test_a_changed_prompt_is_published_at_once_and_stays(assay: CommandLine) -> None:
    file = another_version(assay, clear=" without help")
    assay.done("frameworks", "publish", file, "--in-force-from", "2018-09-03")
    listed = assay.done("frameworks", "list")["frameworks"]
    assert [(each["version"], each["status"]) for each in listed if each["id"] == SHIPPED.id] == [
        ("1", "in-force"),
        ("2", "in-force"),
    ]
    assert assay.done("frameworks", "show", SHIPPED.id)["version"] == "2"
    assert assay.done("frameworks", "show", f"{SHIPPED.id}@1")["digest"] == SHIPPED.digest
    other = another_version(assay, clear=" with a little help")
    said = assay("frameworks", "publish", other, "--in-force-from", "2018-10-01")
    assert said.code == "version-published"


def test_publishing_again_puts_back_a_file_that_was_lost(assay: CommandLine) -> None:
    file = another_version(assay, clear=" without help")
    assay.done("frameworks", "publish", file, "--in-force-from", "2018-09-03")
    kept = assay.home / "frameworks" / "adult-nps-2018-2.toml"
    kept.unlink()
    said = assay("frameworks", "publish", file, "--in-force-from", "2018-09-03")
    assert said.status == 0
    assert "published before" in said.out
    assert parse_framework(kept.read_bytes(), where=kept.name).in_force_from == date(2018, 9, 3)


def test_publishing_again_changes_neither_the_day_nor_what_is_significant(assay: CommandLine) -> None:
    file = another_version(assay, clear=" without help")
    publish = ("frameworks", "publish", file, "--in-force-from")
    assay.done(*publish, "2018-09-03")
    for words, said in (
        (("2018-09-04",), "its day cannot be changed"),
        (("2018-09-03", "--significant", "2.2"), "which of its changes are significant cannot be changed"),
    ):
        ended = assay(*publish, *words)
        assert (ended.status, ended.out, ended.code) == (2, "", "version-published")
        assert "in force from 2018-09-03" in ended.sentence
        assert said in ended.sentence
    assert assay.done("frameworks", "show", SHIPPED.id)["in_force_from"] == "2018-09-03"


def test_a_significant_change_goes_through_a_consultation(assay: CommandLine) -> None:
    file = another_version(assay, planning="Planning ahead")
    publish = ("frameworks", "publish", file, "--in-force-from", "2018-09-03")
    assert assay(*publish, "--significant", "2.2").code == "consultation-needed"
    assert assay(*publish).code == "consultation-needed"
    about = (SHIPPED.id, "2")
    assay.done("frameworks", "consultation", "open", *about, "--closes-on", "2018-06-29")
    assay.done("frameworks", "consultation", "respond", *about, "--response", "r-1", "--confidential")
    assay.done("frameworks", "consultation", "respond", *about, "--response", "r-2", "--open")
    early = assay("frameworks", "consultation", "summarise", *about, "--summary", "Both agree.")
    assert early.code == "consultation-open"
    assay.on(date(2018, 7, 2))
    told = assay.done("frameworks", "consultation", "summarise", *about, "--summary", "Both agree.")
    assert "Both agree." in str(told)
    assert assay(*publish).code == "consultation-needed"
    assay.done(
        "frameworks", "consultation", "decide", *about, "--outcome", "proceed", "--reasons", "It is clearer."
    )
    assay.done(*publish)
    assert (
        assay.done("frameworks", "show", SHIPPED.id)["domains"][1]["standards"][1]["title"]
        == "Planning ahead"
    )
    assay.done("frameworks", "retire", *about, "--on", "2019-09-02", "--reason", "There is a third.")
    shown = assay.done("frameworks", "show", f"{SHIPPED.id}@2")
    assert (shown["status"], shown["retired_on"]) == ("retired", "2019-09-02")
    assert assay.done("frameworks", "show", SHIPPED.id)["version"] == "1"


# ---- what is wrong


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("show", "nobody"), "unknown-framework", "there are adult-crc-2018, "),
        (("show", "adult-nps-2018@7"), "unknown-framework", "adult-nps-2018 version 7"),
        (("diff", "adult-nps-2018", "nowhere.toml"), "unreadable-file", "nowhere.toml"),
        (("validate", "nowhere.toml"), "unreadable-file", "No such file"),
        (("validate", "."), "unreadable-file", "is a folder"),
        (("import", "nowhere.txt", "--id", "x", "--version", "1"), "unreadable-file", "nowhere.txt"),
        (("import", str(LIGHTHOUSES), "--id", "Big Lights", "--version", "1"), "malformed-framework", "id is"),
        (("import", str(LIGHTHOUSES), "--id", "x", "--version", "../1"), "malformed-framework", "version is"),
        (("import", str(LIGHTHOUSES), "--version", "1"), "bad-usage", "--id"),
        (("publish", "nobody", "--in-force-from", "2018-09-03"), "unknown-framework", "nobody"),
        (("publish", "adult-nps-2018", "--in-force-from", "soon"), "bad-usage", "soon"),
        (("publish", "adult-nps-2018", "--in-force-from", "2018-09-03"), "version-published", "never changed"),
        (("consultation", "open", "Nobody", "1", "--closes-on", "2018-09-03"), "bad-value", "ID"),
        (("consultation", "open", "lighthouses", "1", "--closes-on", "2018-09-03"), "not-proposed", "lighthouses"),
        (("consultation", "respond", "a", "1", "--response", "Ann Other", "--open"), "bad-value", "--response"),
        (("consultation", "decide", "a", "1", "--outcome", "maybe", "--reasons", "x"), "bad-value", "--outcome"),
        (("retire", "adult-nps-2018", "9", "--on", "2018-09-03", "--reason", "It was."), "not-published", "Version 9"),
    ],
)  # fmt: skip
def test_what_is_typed_wrongly_is_refused_in_a_sentence(
    assay: CommandLine, words: tuple[str, ...], code: str, says: str
) -> None:
    said = assay("frameworks", *words)
    assert said.status == 2
    assert said.code == code
    assert says in said.sentence
    assert said.out == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "malformed-document"),
        (b"\x00\x01", "malformed-document"),
        (b"\xff\xfe1\x00", "malformed-document"),
        (b"Dear board,\n", "no-framework-found"),
        (b"1. A\n1.1 B\n1.1.1 C?\na) D?\n1.1.3 E?\na) F?\n", "malformed-framework"),
        (b"x" * (100 * 1024 * 1024), "too-large"),
    ],
    ids=["empty", "binary", "UTF-16", "a letter", "a key question missing", "100 MB"],
)
def test_a_document_that_is_none_is_refused_with_its_name(
    assay: CommandLine, content: bytes, code: str
) -> None:
    said = assay("frameworks", "import", assay.file("paper.txt", content), "--id", "x", "--version", "1")
    assert (said.status, said.code) == (2, code)
    assert "paper.txt" in said.sentence


def test_a_document_without_end_is_not_read_to_its_end(assay: CommandLine) -> None:
    said = assay("frameworks", "import", "/dev/zero", "--id", "x", "--version", "1")
    assert said.code == "too-large"


# ---- the shelf


def test_a_file_is_on_the_shelf_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = RulesFolder(tmp_path / "frameworks")
    assert folder.texts() == {}
    folder.put("a.toml", framework_file(SHIPPED))
    folder.put("a.toml", b"other")
    assert folder.texts() == {"a.toml": b"other"}
    assert [path.name for path in (tmp_path / "frameworks").iterdir()] == ["a.toml"]


def test_a_shelf_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    (tmp_path / "frameworks").write_text("a file where the folder should be")
    with pytest.raises(Refused, match="cannot be written to"):
        RulesFolder(tmp_path / "frameworks").put("a.toml", b"")
