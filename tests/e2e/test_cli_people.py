"""The staff record, typed: begun, filled from a file, and asked from then on whenever somebody acts or is named."""

import csv
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from adapters.inbound.looks import FOR_ANYBODY, LOOKS
from tests.arch.tree import ROOT
from tests.e2e.test_cli_help import LEAVES
from tests.support.blind import acting_as
from tests.support.canaries import look_for
from tests.support.command_line import CommandLine
from tests.support.first_version import stay_with_first_version
from tests.support.pages import run_page

ADA = 'person_name = "Ada Kanarienvogel"\nemail = "ada@kanarien.example"\n'
STAFF = (
    "staff,engagement,name,email,area,body,training,roles,since,skills\n"
    "os-1001,employee,Ben Example,ben@example.org,,,leading=2018-05-01,lead-inspector;inspector,2018-05-14,\n"
    "os-1002,employee,Cyd Example,,,,,panel-chair,2018-05-14,\n"
    "os-1003,local-assessor,Dee Example,,North West,,,inspector,2018-05-14,supervised-cases\n"
    ",contractor,Eve Example,eve@example.org,,,,inspector,2018-05-14,supervised-cases;victims\n"
)

COLUMNS = STAFF.splitlines()[0]

Become = Callable[[int], None]


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Become:
    """Makes the operating system say that somebody else is typing."""

    def be(number: int) -> None:
        monkeypatch.setattr(os, "getuid", lambda: number)

    be(1000)
    return be


@pytest.fixture
def begun(assay: CommandLine, become: Become) -> CommandLine:
    """With a staff record that os-1000 has begun, and a provider; where inspections are short."""
    stay_with_first_version(assay.home)
    assay.done("people", "begin", "--details", assay.file("ada.toml", ADA))
    assay.done(
        "provider", "register", "nps-north-west", "--title", "NPS North West", "--kind", "nps-division",
        "--area", "North West",
    )  # fmt: skip
    return assay


@pytest.fixture
def staffed(begun: CommandLine) -> CommandLine:
    """With the people of :data:`STAFF` on it."""
    begun.done("people", "import", begun.file("staff.csv", STAFF))
    return begun


def announce(assay: CommandLine, lead: str, *more: str) -> tuple[str, ...]:
    return (
        "inspection", "announce", "nps-nw", "--provider", "nps-north-west", "--protocol", "nps-division-2018",
        "--lead", lead, "--fieldwork-from", "2018-06-18", "--fieldwork-to", "2018-06-29", *more,
    )  # fmt: skip


def test_the_page_on_people_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(assay, (ROOT / "docs" / "people.md").read_text(encoding="utf-8"), tmp_path)
    with acting_as(1000):
        shown = assay.done("people", "show", "os-1001")
    assert [(each["kind"], each["bars_until"]) for each in shown["interests"]] == [
        ("secondment", "2027-03-31")
    ]
    assert [each["place_of"] for each in shown["deputises"]] == ["os-1002"]
    readers = list(csv.DictReader((tmp_path / "inspectors.csv").read_text(encoding="utf-8").splitlines()))
    assert {each["inspector"] for each in readers} == {"os-1001", "os-1003"}


def test_without_a_staff_record_anybody_acts_in_any_role(assay: CommandLine, become: Become) -> None:
    become(4711)
    assay.done(
        "provider", "register", "nps-north-west", "--title", "NPS North West", "--kind", "nps-division",
        "--area", "North West",
    )  # fmt: skip
    assay.done(*announce(assay, "anybody"))
    assert "people begin" in assay("people", "list").out
    assert assay("people", "give-role", "os-1", "--held", "inspector", "--since", "2018-05-14").code == (
        "unknown-staff"
    )


def test_with_one_only_who_is_on_it_acts_and_only_in_a_role_that_it_gives(
    staffed: CommandLine, become: Become
) -> None:
    become(4711)
    assert staffed(*announce(staffed, "os-1001")).code == "not-on-staff"
    become(1001)
    assert staffed(*announce(staffed, "os-1001")).code == "role-not-held"
    become(1000)
    staffed.done(*announce(staffed, "os-1001"))
    said = staffed("inspection", "request-evidence", "nps-nw", "--role", "lead-inspector")
    assert said.status == 2
    become(1001)
    items = staffed.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    given = staffed.done("evidence", "request", "nps-nw", "--items", items)
    assert (given["actor"], given["role"]) == ("os-1001", "lead-inspector")


def test_a_role_that_was_taken_away_is_gone_at_once_and_one_that_has_run_out_too(
    staffed: CommandLine, become: Become
) -> None:
    staffed.done(*announce(staffed, "os-1001"))
    staffed.done("people", "end-role", "os-1001", "--held", "lead-inspector")
    become(1001)
    items = staffed.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    assert staffed("evidence", "request", "nps-nw", "--items", items).code == "role-not-held"


def test_training_that_a_role_needs_runs_out_and_is_told_of_beforehand(
    staffed: CommandLine, become: Become
) -> None:
    staffed.done("people", "require-training", "lead-inspector", "--course", "leading", "--months", "1")
    (task,) = staffed.done("people", "tasks")["tasks"]
    assert (task["about"], task["verb"], task["due"]) == ("staff-os-1001", "record-training", "2018-06-01")
    staffed.done(*announce(staffed, "os-1001"))
    staffed.on(date(2018, 6, 1))
    said = staffed(*announce(staffed, "os-1001"), "--command-id", "again")
    assert said.code == "not-trained"
    become(1001)
    items = staffed.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    assert staffed("evidence", "request", "nps-nw", "--items", items).code == "not-trained"


def test_who_has_an_interest_or_is_away_or_is_not_from_there_is_not_named(staffed: CommandLine) -> None:
    staffed.done(
        "people", "declare-interest", "os-1001", "--interest", "before", "--kind", "former-employer",
        "--provider", "nps-north-west", "--since", "2016-01-04", "--until", "2018-03-30",
    )  # fmt: skip
    said = staffed(*announce(staffed, "os-1001"))
    assert said.code == "cooling-off"
    assert "2019-03-30" in said.sentence
    staffed.done(
        "people", "accept-interest", "os-1001", "--interest", "before", "--inspection", "nps-nw",
        "--reason", "It was another team.",
    )  # fmt: skip
    staffed.done("people", "plan-leave", "os-1001", "--since", "2018-05-14", "--until", "2018-05-18")
    assert staffed(*announce(staffed, "os-1001")).code == "on-leave"
    staffed.done("people", "cancel-leave", "os-1001", "--since", "2018-05-14")
    assert staffed(*announce(staffed, "os-1002")).code == "role-not-held"
    staffed.done(*announce(staffed, "os-1001"))


def test_nobody_unbars_themselves_by_ending_an_interest_before_today(
    staffed: CommandLine, become: Become
) -> None:
    friend = ("os-1001", "--interest", "friend")
    of = ("--kind", "friendship", "--provider", "nps-north-west", "--since", "2018-01-08")
    staffed.done("people", "declare-interest", *friend, *of)
    become(1001)
    ended = ("people", "end-interest", *friend, "--until", "2018-05-11")
    own = staffed(*ended, "--reason", "It was over.", "--role", "inspector")
    assert own.code == "own-interest"
    become(1000)
    assert staffed(*announce(staffed, "os-1001")).code == "conflict-of-interest"
    assert staffed(*ended).code == "reason-missing"
    staffed.done(*ended, "--reason", "The friend left on that day.")
    staffed.done(*announce(staffed, "os-1001"))


def test_a_deputy_acts_in_anothers_place_and_the_record_says_in_whose(
    staffed: CommandLine, become: Become
) -> None:
    staffed.done(*announce(staffed, "os-1001"))
    staffed.done("people", "give-role", "os-1002", "--held", "operations-manager", "--since", "2018-05-14")
    staffed.done(
        "people", "name-deputy", "os-1001", "--place-of", "os-1000", "--held", "operations-manager",
        "--since", "2018-05-14", "--until", "2018-05-18",
    )  # fmt: skip
    become(1001)
    move = ("inspection", "defer", "nps-nw", "--until", "2018-07-02", "--reason", "A strike.")
    staffed.done(*move)
    line = staffed("inspection", "timeline", "nps-nw").out
    assert "operations-manager in" in line
    assert "os-1000" in line


def test_a_file_with_wrong_rows_puts_nobody_on_the_record_and_names_the_rows(begun: CommandLine) -> None:
    wrong = STAFF + "Fred,employee,Fred Example,,,,,,,\nos-1009,secondee,Gil Example,,,,,chief-inspector,,\n"
    said = begun("people", "import", begun.file("staff.csv", wrong))
    assert said.code == "bad-file"
    assert "line 6" in said.sentence
    assert [each["staff"] for each in begun.done("people", "list")["staff"]] == ["os-1000"]
    refused = STAFF + "os-1009,secondee,Gil Example,,,,,chief-inspector,,\nos-1001,employee,Ben,,,,,,,\n"
    twice = begun("people", "import", begun.file("staff.csv", refused))
    assert "os-1001 is on line 2 already" in twice.sentence
    one = STAFF + "os-1009,secondee,Gil Example,,,,,chief-inspector,,\n"
    not_for = begun("people", "import", begun.file("staff.csv", one))
    assert "chief-inspector" in not_for.sentence
    assert not_for.sentence.count("[") == 1, "one code, that of the whole"
    assert len(begun.done("people", "list")["staff"]) == 1


def test_a_file_that_is_given_again_adds_what_is_missing_and_nothing_else(begun: CommandLine) -> None:
    file = begun.file("staff.csv", STAFF.replace("\n,contractor", "\nos-1004,contractor"))
    assert begun.done("people", "import", file) == {"rows": 4, "commands": 12}
    assert begun.done("people", "import", file) == {"rows": 4, "commands": 0}
    assert "the record says all of it already" in begun("people", "import", file).out
    assert len(begun.done("people", "list")["staff"]) == 5
    assert len(begun.done("people", "show", "os-1001")["roles"]) == 2
    told = begun("people", "show", "os-1001").out
    assert re.search(r"roles +lead-inspector, since \d+ [A-Z][a-z]+ \d{4}; inspector, since", told), told
    assert re.search(r"notices +go to their address", told)
    assert "unreachable" not in told
    assert "leave" not in told, "what there is none of has no line"


def test_names_are_shown_to_whom_they_may_be_shown_and_are_not_in_the_record(
    staffed: CommandLine, become: Become
) -> None:
    assert "Ada Kanarienvogel" in staffed("people", "list").out
    become(1001)
    assert "Kanarienvogel" not in staffed("people", "list").out
    assert staffed("person", "list", "--role", "operations-manager").code == "role-not-held"
    become(1003)
    assert staffed("person", "list").code == "not-authorised"
    become(1000)
    staffed.done(
        "people", "declare-interest", "os-1001", "--interest", "mate", "--kind", "friendship", "--provider",
        "nps-north-west", "--since", "2018-01-08", "--account", "Kanarienvogel-account",
    )  # fmt: skip
    staffed.done(
        "people", "accept-interest", "os-1001", "--interest", "mate", "--inspection", "nps-nw", "--reason",
        "A Kanarienvogel-reason",
    )  # fmt: skip
    stale = staffed.file("stale.toml", 'person_name = "Kanarienvogel-stale"\n')
    assert staffed("people", "change", "os-1001", "--details", stale, "--if-version", "1").code == (
        "stale-version"
    )
    words = [b"Kanarienvogel", b"kanarien.example"]
    assert look_for(words, staffed.home) == []
    assert look_for(words, staffed.home.parent), "the search finds the files that they came from"


def test_what_is_held_about_somebody_on_the_staff_can_be_erased(begun: CommandLine, become: Become) -> None:
    begun.done(
        "people",
        "import",
        begun.file("staff.csv", STAFF + "os-1009,employee,Gil,,,,,data-protection-officer,,\n"),
    )
    assert begun(
        "privacy", "erase", "staff-os-1001", "--authority", "R 1", "--reason", "It is so.", "--yes"
    ).code == ("role-not-held")
    become(1009)
    begun.done("privacy", "erase", "staff-os-1001", "--authority", "R 1", "--reason", "It is so.", "--yes")
    become(1000)
    shown = begun.done("people", "show", "os-1001")
    assert (shown["name"], shown["email"], shown["roles_today"]) == (
        "erased",
        "erased",
        ["lead-inspector", "inspector"],
    )


def test_who_reads_is_written_to_a_file_from_skills_and_interests(staffed: CommandLine) -> None:
    staffed.done(
        "people", "declare-interest", "os-1003", "--interest", "mate", "--kind", "friendship",
        "--provider", "nps-north-west", "--since", "2018-01-08",
    )  # fmt: skip
    out = staffed.home.parent / "inspectors.csv"
    assert staffed("people", "readers", "--most", "12", "-o", out).status == 0
    rows = {each["inspector"]: each for each in csv.DictReader(out.read_text(encoding="utf-8").splitlines())}
    assert rows["os-1003"]["conflicts"] == "nps-north-west"
    assert sorted(each["populations"] for each in rows.values()) == [
        "supervised-cases",
        "supervised-cases;victims",
    ]


def test_the_authority_table_and_the_table_of_separation_are_shown(assay: CommandLine) -> None:
    everything = assay.done("people", "authority", "--all")["permissions"]
    permitted = assay.done("people", "authority", "--command", "decide-ratings")["permissions"]
    assert [(each["role"], each["stage"]) for each in permitted] == [("panel-chair", "panel-review")]
    assert {each["answer"] for each in everything} == {"permitted", "not-authorised", "wrong-stage"}
    assert assay("people", "authority", "--command", "rate-the-weather").code == "unknown-command"
    rows = assay.done("people", "separation")["separation"]
    assert {"lead", "first-reader", "second-reader"} <= {each["part"] for each in rows}
    assert "panel-chair" in assay("people", "authority", "--role", "panel-chair").out
    assert "sign-off-report" in assay("people", "separation").out


def test_the_staff_record_is_begun_with_oneself(assay: CommandLine, become: Become) -> None:
    details = assay.file("ada.toml", ADA)
    assert assay("people", "register", "--engagement", "employee", "--details", details).code == (
        "roll-not-begun"
    )
    assay.done("people", "begin", "--details", details)
    assert assay("people", "begin", "--details", details).code == "roll-begun"
    (me,) = assay.done("people", "list")["staff"]
    assert (me["staff"], me["name"], me["roles_today"]) == (
        "os-1000",
        "Ada Kanarienvogel",
        ["operations-manager"],
    )
    assert assay("people", "end-role", "os-1000", "--held", "operations-manager").code == "own-role"


def test_what_is_said_about_cases_is_shown_to_a_local_assessor_of_the_area_and_not_to_one_from_elsewhere(
    staffed: CommandLine, become: Become
) -> None:
    staffed.done(
        "people", "import",
        staffed.file("more.csv", f"{COLUMNS}\nos-1005,local-assessor,Hal,,Kent,,,inspector,2018-05-14,\n"),
    )  # fmt: skip
    staffed.done(*announce(staffed, "os-1001"))
    become(1001)
    items = staffed.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    staffed.done("evidence", "request", "nps-nw", "--items", items)
    staffed.done("evidence", "waive", "nps-nw", "--item", "plan", "--reason", "Held already.")
    staffed.on(date(2018, 6, 18))
    staffed.done("inspection", "begin-fieldwork", "nps-nw")
    listed = staffed.file("list.csv", "row,reference\n1,NW/1\n2,NW/2\n")
    staffed.done(
        "inspection", "draw-sample", "nps-nw", "--population", "supervised-cases", "--list", listed, "--seed",
        "lot", "--size", "1", "--reason", "One reader.",
    )  # fmt: skip
    seen, drawn = {}, ""
    for who in (1001, 1003, 1005, 1002):
        become(who)
        (case,) = staffed.done("case", "list", "nps-nw")["cases"]
        drawn = case["case"]
        shown = staffed.done("case", "show", drawn)
        seen[who] = (bool(case.get("reference")), bool(shown.get("reference")))
    assert seen == {1001: (True, True), 1003: (True, True), 1005: (False, False), 1002: (False, False)}
    become(1005)
    answer = ("case", "record-interview", drawn, "--held-on", "2018-06-18")
    assert staffed(*answer).code == "not-their-area"


# Looking


def _typed(path: str) -> list[str]:
    """A command with something for each parameter that it needs."""
    words, options = path.split()[1:], []
    for each in LEAVES[path].params:
        if not each.required:
            continue
        kind = getattr(each, "type", None)
        choices = tuple(getattr(kind, "choices", None) or ())
        value = choices[0] if choices else "1"
        if each.param_type_name == "argument":
            words.append(value)
        else:
            options += [each.opts[0], value]
    return [*words, *options]


def test_whoever_is_not_on_a_staff_record_that_was_begun_is_shown_nothing(
    staffed: CommandLine, become: Become
) -> None:
    """Every command that shows something private goes through one door, whatever else it asks of whoever looks."""
    become(1009)
    shown = {}
    for path in sorted(LOOKS - FOR_ANYBODY):
        said = staffed(*_typed(f"assay {path}"))
        if not said.err.rstrip().endswith("[not-on-staff]") or said.out:
            shown[path] = said
    assert shown == {}
    become(1000)
    looked = {each["who"] for each in staffed.done("audit", "looks")["looks"]}
    assert "os-1009" not in looked, "what was refused is no look"


def test_before_a_staff_record_is_begun_everybody_is_shown_what_their_role_may_see(
    assay: CommandLine, become: Become
) -> None:
    become(1009)
    assert assay("provider", "list").status == 0
