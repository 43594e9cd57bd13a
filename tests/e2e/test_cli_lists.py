"""A list of cases from the provider's file to the last replacement, typed; and what is left of it on the disk."""

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import worker
from activities.commanding.desk import Accepted, Order
from domain.cases.lists.events import CaseListClosed, CaseListHandedIn
from domain.given import Actor
from domain.inspections import protocols
from domain.people.roles import Role
from domain.refusals import Refused
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine

KIND = "own-division-2018"
ITS = """
id = "supervised-cases"
title = "Supervised cases"
sample = 10
confidence = 80
margin = 20
strata = ["gender", "office"]
minimum_weeks = 12
"""
QUOTA = '[[populations.quotas]]\nstratum = "gender"\nvalue = "female"\nat_least = 5\ncitation = "a test"\n'
SUB = '[[populations.sub_samples]]\nkey_questions = ["2.4.1"]\nsize = 3\ncitation = "a test"\n'
OF = ("nps-own", "--population", "supervised-cases")
ROWS = 60


def own_kind() -> str:
    """The shipped kind with strata, a quota, a sub-sample and minimum weeks in its first list."""
    text = protocols.texts()["nps-division-2018.toml"].decode().replace('"nps-division-2018"', f'"{KIND}"', 1)
    first, second = (
        text.index("[[populations]]"),
        text.index("[[populations]]", text.index("[[populations]]") + 1),
    )
    outside = 'id = "court-reports"\nnamed_seed = "The court keeps its lists to itself."'
    others = text[second:].replace('id = "court-reports"', outside, 1)
    return f'{text[:first]}[[populations]]{ITS}citation = "a test"\n{QUOTA}{SUB}\n{others}'


def case_list(rows: Sequence[int] = range(1, ROWS + 1), crlf: str = "\r\n") -> bytes:
    """Every third is a woman, every tenth too short; 'Kestrel' stands in every reference."""
    lines = [
        f"Kestrel/{row:03},{'female' if row % 3 == 0 else 'male'},{'North' if row % 2 else 'South'},"
        f"{5 if row % 10 == 0 else 20},Sparrow {row}"
        for row in rows
    ]
    return "\ufeff".encode() + crlf.join(("Reference,Gender,Office,Weeks,Full name", *lines, "")).encode()


@pytest.fixture
def asked(assay: CommandLine) -> CommandLine:
    """An inspection of a kind with strata, for which evidence was requested."""
    (assay.home / "protocols").mkdir(exist_ok=True)
    (assay.home / "protocols" / f"{KIND}.toml").write_text(own_kind(), encoding="utf-8")
    assay.done(
        "provider", "register", "nps-west", "--title", "NPS West", "--kind", "nps-division", "--area", "West"
    )
    assay.done(
        "inspection", "announce", "nps-own", "--provider", "nps-west", "--protocol", KIND, "--lead", "os-1000",
        "--fieldwork-from", "2018-06-18", "--fieldwork-to", "2018-06-29",
    )  # fmt: skip
    items = assay.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    assay.done("evidence", "request", "nps-own", "--items", items)
    return assay


def submitted(assay: CommandLine) -> Path:
    file = assay.file("cases.csv", case_list())
    said = assay("lists", "submit", *OF, "--list", file, "--role", "provider-contact")
    assert said.status == 0, said.err
    assert "nothing of them is kept: full-name" in said.out
    return file


def drawn(assay: CommandLine) -> Path:
    file = submitted(assay)
    assay.done("lists", "exclude", *OF, "--code", "conflict", "--reason", "It is known.", "--rows", "1-2, 5")
    assay.done("lists", "close", *OF)
    assay.done("samples", "draw", *OF)
    return file


def everything(home: Path) -> bytes:
    """All that lies in the home folder."""
    return b"".join(each.read_bytes() for each in sorted(home.rglob("*")) if each.is_file())


def test_a_provider_hands_a_list_in_and_is_given_its_digest_as_a_receipt(asked: CommandLine) -> None:
    import hashlib

    file = submitted(asked)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    receipt = asked("lists", "receipt", *OF)
    assert digest in receipt.out
    assert "sha256sum" in receipt.out
    assert asked.done("lists", "list", "nps-own")["lists"][0]["digest"] == digest
    lying = everything(asked.home)
    assert b"Kestrel" not in lying
    assert b"Sparrow" not in lying


def test_a_list_with_faults_is_not_half_imported_and_every_fault_is_written_down(asked: CommandLine) -> None:
    bad = case_list([*range(1, 40), 7, 8]).replace(b"male,North,20", b"alien,North,x", 3)
    file, errors = asked.file("bad.csv", bad), asked.home.parent / "faults.csv"
    said = asked("lists", "submit", *OF, "--list", file, "--errors", errors, "--show", "2")
    assert said.status == 2
    shown = said.err.splitlines()
    assert len(shown) == 4
    assert shown[2].startswith("and 6 more, all in ")
    assert shown[3].endswith("8 faults in 5 of 41 rows; nothing was recorded. [bad-file]")
    lines = errors.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 9
    assert "Kestrel" not in said.err + errors.read_text(encoding="utf-8")
    assert asked.done("lists", "list", "nps-own")["lists"] == []
    assert asked("lists", "check", *OF, "--list", file).status == 2
    told = asked("lists", "check", *OF, "--list", file, "--json")
    assert len(told.json["faults"]) == 8


def test_the_template_has_the_columns_that_are_needed(asked: CommandLine) -> None:
    file = asked.home.parent / "template.csv"
    columns = asked.done("lists", "template", *OF, "-o", file)["columns"]
    assert [each["name"] for each in columns if each["needed"]] == ["reference", "gender", "office", "weeks"]
    assert asked.done("lists", "check", *OF, "--list", file)["rows"] == 1


def test_a_sample_is_drawn_by_the_digest_of_the_entry_that_closed_its_list(asked: CommandLine) -> None:
    file = submitted(asked)
    assert asked("samples", "draw", *OF).code == "list-open"
    rule = ("--where", "weeks < 6", "--where", "office=South")
    personal = asked(
        "lists", "exclude", *OF, "--code", "other", "--reason", "It is so.", "--where", "gender = male"
    )
    assert personal.code == "bad-condition"
    asked.done("lists", "exclude", *OF, "--code", "other", "--reason", "Closed office.", *rule)
    before = asked.done("lists", "show", *OF)["would_be_drawn"]
    closing = asked.done("lists", "close", *OF)
    asked.done("samples", "draw", *OF)
    sample = asked.done("samples", "show", *OF)
    entry = asked.done("lists", "list", "nps-own")["lists"][0]
    assert sample["seed"] == entry["seed"]
    assert sample["seed"] not in str(closing), "nobody was told it before it was on the record"
    assert entry["excluded"] == 6
    assert len(sample["rows"]) == before["wanted"] == 9
    assert sum(each["drawn"] for each in before["strata"] if "female" in each["sort"] and each["drawn"]) >= 5
    found = asked.done("samples", "check", *OF, "--list", file)["findings"]
    assert all(each["good"] for each in found)
    assert "Replay: verified." in asked("audit", "replay", "nps-own").out, "it is drawn again there too"
    assert {
        *("the length", "the strata", "minimum weeks", "excluded by a rule", "the shares, with quotas"),
        *("the number", "the sub-samples", "the questions", "what is told of the cases"),
    } <= {each["what"] for each in found}


def test_nothing_is_left_of_whoever_was_not_drawn_and_each_drawn_case_is_erased_by_itself(
    asked: CommandLine,
) -> None:
    drawn(asked)
    list_ = asked.done("lists", "list", "nps-own")["lists"][0]["list"]
    status = asked.done("privacy", "status", list_)
    assert {each["class"]: each["state"] for each in status["classes"]} == {
        "case-list": "erased",
        "sampling-frame": "held",
    }, "the frame is numbers only, by which the draw is checked"
    lying = everything(asked.home)
    assert b"assay sampling frame" not in lying
    assert b'"stratum":1' not in lying
    assert b'"strata":[[' not in lying
    assert asked("samples", "draw", *OF).code in ("list-erased", "sample-drawn")
    cases = asked.done("case", "list", "nps-own")["cases"]
    assert all(each["reference"].startswith("Kestrel/") for each in cases)
    one = cases[0]["case"]
    shown = asked.done("case", "show", one)
    gender = "female" if shown["row"] % 3 == 0 else "male"
    assert shown["stratum"] == f"gender: {gender}; office: {'north' if shown['row'] % 2 else 'south'}"
    assert ("2.4.1" in shown["answers"]) == (shown["sub_samples"] == [1])
    assert "stratum" not in asked.done("case", "show", one, "--role", "panel-chair")
    asked.done("privacy", "erase", one, "--authority", "A request.", "--reason", "Asked for.", "--yes")
    after = {each["case"]: each["reference"] for each in asked.done("case", "list", "nps-own")["cases"]}
    assert after.pop(one) == "erased"
    assert all(reference.startswith("Kestrel/") for reference in after.values())
    found = asked.done("samples", "check", *OF)["findings"]
    assert [each["what"] for each in found if each["good"] is not True] == ["the number"], "without the list"
    asked.done("privacy", "erase", list_, "--authority", "A request.", "--reason", "Asked for.", "--yes")
    found = asked.done("samples", "check", *OF)["findings"]
    assert [each["good"] for each in found if each["what"] == "the frame"] == [None]


def test_a_case_that_cannot_be_read_is_replaced_by_the_next_of_its_stratum(asked: CommandLine) -> None:
    file = drawn(asked)
    cases = asked.done("samples", "show", *OF)["cases"]
    gone = cases[0]["case"]
    code = ("--code", "file-missing", "--note", "Not in the store.", "--list", file)
    asked.done("samples", "replace", "nps-own", "--case", gone, *code)
    shown = asked.done("samples", "show", *OF)["cases"][0]
    new = next(
        each
        for each in asked.done("case", "list", "nps-own")["cases"]
        if each["case"] == shown["read_instead"]
    )
    assert shown["replaced_because"] == "file-missing"
    assert new["reference"] == f"Kestrel/{new['row']:03}"
    assert all(each["good"] for each in asked.done("samples", "check", *OF, "--list", file)["findings"])
    assert "Replay: verified." in asked("audit", "replay", "nps-own").out
    assert (
        asked("samples", "replace", "nps-own", "--case", gone, "--code", "conflict").code == "not-in-sample"
    )
    assert asked("samples", "replace", "nps-own", "--case", new["case"], "--code", "dull").code == "bad-value"
    other = asked.file("other.csv", case_list(range(1, 50)))
    wrong = ("--case", new["case"], "--code", "conflict", "--list", other)
    assert asked("samples", "replace", "nps-own", *wrong).code == "another-list"
    wrong_list = asked("samples", "check", *OF, "--list", other)
    assert wrong_list.status == 1, "it says so where something does not come out as recorded"
    assert wrong_list.err == "The sample on the record is not what comes of its list and its seed.\n"
    found = asked("samples", "check", *OF, "--list", other, "--json").json["findings"]
    assert {each["what"] for each in found if not each["good"]} >= {"the list", "the strata"}
    asked.on(date(2018, 6, 18))
    questions = {each["case"]: each for each in asked.done("case", "list", "nps-own")["cases"]}
    assert gone not in questions or questions[gone]["status"] == "set-aside"


def test_a_faulty_list_is_replaced_and_its_sample_drawn_anew_until_a_read_has_begun(
    asked: CommandLine,
) -> None:
    faulty = drawn(asked)
    listed = asked.done("lists", "list", "nps-own")["lists"][0]
    before = {
        "list": listed["list"],
        "list_digest": listed["digest"],
        "seed": listed["seed"],
        "reason": "An office was missing.",
    }
    better = asked.file("better.csv", case_list(range(1, 71)))
    reason = ("--reason", "An office was missing.")
    assert asked("lists", "replace", *OF, "--list", better, *reason).code == "not-agreed"
    asked.done("lists", "agree-to-new", *OF, "--reason", "Preston was left out.")
    assert asked("lists", "replace", *OF, "--list", better, *reason).code == "agreed-oneself"
    with acting_as(os.geteuid() + 1):
        asked.done("lists", "replace", *OF, "--list", better, *reason)
    assert asked("samples", "show", *OF).code == "sample-missing"
    for same in (better, faulty):
        tried = asked("lists", "replace", *OF, "--list", same, "--reason", "Another seed.")
        assert tried.code == "same-list"
    assert asked.done("lists", "show", *OF)["earlier_lists"] == [before]
    assert f"(digest {before['list_digest']})" in asked("lists", "show", *OF).out
    asked.done("lists", "close", *OF)
    asked.done("samples", "draw", *OF)
    checked = asked("samples", "check", *OF, "--list", better, "--json")
    assert checked.status == 3, "it says by its status that a draw was withdrawn before this one"
    found = checked.json["findings"]
    assert [each["what"] for each in found if not each["good"]] == ["earlier lists", "withdrawn draws"]
    withdrawn = found[[each["what"] for each in found].index("withdrawn draws")]["found"]
    for said in ("replaced when their seed was known: 1.", before["seed"], "Preston was left out."):
        assert said in withdrawn
    assert asked.done("samples", "show", *OF)["earlier_lists"] == [before]
    assert before["reason"] in asked("samples", "show", *OF).out
    case = asked.done("samples", "show", *OF)["cases"][0]["case"]
    asked.done("case", "record-interview", case, "--reason", "The officer has left.")
    again = asked.file("again.csv", case_list(range(1, 81)))
    assert asked("lists", "replace", *OF, "--list", again, *reason).code == "reads-begun"


def test_a_public_draw_that_was_named_beforehand_adds_to_the_seed(asked: CommandLine) -> None:
    submitted(asked)
    public = (
        "--public-source",
        "The lottery of 16 June 2018",
        "--public-numbers",
        "3",
        "--public-highest",
        "59",
    )
    assert asked("lists", "close", *OF, *public).code == "bad-public-draw"
    asked.done("lists", "close", *OF, *public, "--public-day", "2018-06-16")
    assert asked("samples", "draw", *OF).code == "public-value-missing"
    assert asked("samples", "draw", *OF, "--public-value", "anything").code == "bad-public-value"
    assert asked("samples", "draw", *OF, "--public-value", "3 17 21").code == "too-early"
    asked.on(date(2018, 6, 16))
    draw = ("samples", "draw", *OF, "--public-value")
    assert asked(*draw, "17, 3 021").code == "public-value-not-noted"
    asked.done("samples", "note-public-value", *OF, "--value", "21 17 3")
    assert asked(*draw, "17, 3 021").code == "noted-it"
    with acting_as(os.geteuid() + 1):
        assert asked(*draw, "1 2 3").code == "another-public-value"
        asked.done(*draw, "17, 3 021")
    assert asked.done("samples", "show", *OF)["seed"].endswith(":3 17 21")
    found = asked.done("samples", "check", *OF)["findings"]
    assert all(each["good"] is not False for each in found)
    assert [each["good"] for each in found if each["what"] == "the public draw"] == [True]


def test_the_size_is_settled_with_its_reason_before_there_is_a_seed(asked: CommandLine) -> None:
    file = submitted(asked)
    assert asked("lists", "close", *OF, "--size", "12").code == "reason-missing"
    assert asked("lists", "close", *OF, "--size", "2", "--reason", "Short of readers.").code == "below-quotas"
    asked.done("lists", "close", *OF, "--size", "12", "--reason", "Two more readers.")
    asked.done("samples", "draw", *OF)
    found = asked.done("samples", "check", *OF, "--list", file)["findings"]
    number = next(each for each in found if each["what"] == "the number")
    assert number["good"]
    assert number["found"].startswith("12 instead of ")
    assert number["found"].endswith("Two more readers.")


def test_what_is_not_there_is_called_by_what_it_is(asked: CommandLine) -> None:
    submitted(asked)
    with worker.compose(worker.settings_of(asked.environment), clock=asked.clock) as assay:
        lists = assay.case_lists
        (stream,) = (each.list for each in lists.inspection("nps-own").lists.values())
        for missing, event, code in (
            (stream, CaseListClosed, "list-open"),
            ("list-" + "0" * 32, CaseListHandedIn, "unknown-list"),
        ):
            with pytest.raises(Refused) as refused:
                lists.last(missing, event)
            assert refused.value.refusal.code == code


@pytest.mark.parametrize("what", ["reference", "sort", "frame-of-another"])
def test_a_draw_that_tells_another_case_than_its_row_is_found_out(asked: CommandLine, what: str) -> None:
    """The rules see no row of a list, so whoever gives the command could tell a case something else: the check does."""
    file = submitted(asked)
    asked.done("lists", "close", *OF)
    with worker.compose(worker.settings_of(asked.environment), clock=asked.clock) as assay:
        state = assay.case_lists.inspection("nps-own")
        held = assay.case_lists.held(state, "supervised-cases")
        command = assay.case_lists.draw(held, assay.case_lists.population(state, "supervised-cases"), None)
        cells = json.loads(command.cells)
        first, second, *_ = cells
        if what == "reference":
            cells[first][0] = "Kestrel/999"
        elif what == "sort":
            cells[first][1] = "gender: other; office: north"
        else:
            cells[first], cells[second] = cells[second], cells[first]
        order = Order(
            "altered", command.with_(cells=json.dumps(cells)), Actor("lead-1", Role.LEAD_INSPECTOR, "a test")
        )
        assert isinstance(assay.desk.give(order), Accepted)
    checked = asked("samples", "check", *OF, "--list", file, "--json")
    assert checked.status == 1
    wrong = [each for each in checked.json["findings"] if each["good"] is False]
    assert [each["what"] for each in wrong] == ["what is told of the cases"]
    assert "Kestrel" not in checked.out


def test_a_sort_with_few_cases_is_not_counted_for_anybody_to_see(asked: CommandLine) -> None:
    few = case_list(range(1, 31)).replace(b",female,South", b",male,South")
    few = few.replace(b"003,female", b"003,other")
    asked.done("lists", "submit", *OF, "--list", asked.file("few.csv", few))
    shown = asked.done("lists", "show", *OF)["would_be_drawn"]["strata"]
    other = next(each for each in shown if "other" in each["sort"])
    assert (other["cases"], other["drawn"]) == ("fewer than 5", None)
    assert "fewer than 5" in asked("lists", "show", *OF).out


def test_a_list_that_is_refused_leaves_no_file(asked: CommandLine) -> None:
    file = submitted(asked)

    def files() -> list[Path]:
        return sorted(each for each in (asked.home / "documents").rglob("*") if each.is_file())

    before = files()
    assert before
    assert asked("lists", "submit", *OF, "--list", file).code == "list-handed-in"
    assert asked("lists", "submit", *OF, "--list", file, "--role", "panel-chair").status == 2
    assert asked("lists", "close", *OF, "--size", "40").code == "reason-missing"
    assert files() == before


def test_a_seed_that_somebody_named_is_said_to_be_one(asked: CommandLine) -> None:
    courts = ("nps-own", "--population", "court-reports")
    file = asked.file("courts.csv", "row,reference\n" + "".join(f"{row},C/{row}\n" for row in range(1, 201)))
    elsewhere = ("nps-own", "--population", "victims", "--list", file, "--seed", "lot")
    assert asked("inspection", "draw-sample", *elsewhere).code == "list-needed"
    asked.done("inspection", "draw-sample", *courts, "--list", file, "--seed", "lot")
    checked = asked("samples", "check", *courts, "--list", file, "--json")
    assert checked.status == 1
    found = {each["what"]: each for each in checked.json["findings"]}
    assert [what for what, each in found.items() if not each["good"]] == ["the seed"]
    assert "named by whoever drew" in found["the seed"]["found"]
    why = "The kind of inspection let them: The court keeps its lists to itself."
    assert why in found["the seed"]["found"]
    assert why in asked("samples", "show", *courts).out
    shorter = asked.file("other.csv", "row\n1\n")
    found = asked("samples", "check", *courts, "--list", shorter, "--json").json["findings"]
    assert {each["what"] for each in found if not each["good"]} == {"the list", "the length", "the seed"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lists", "submit", "nobody", "--population", "victims", "--list", "x.csv"), "unknown-inspection"),
        (("lists", "submit", "nps-own", "--population", "ducks", "--list", "x.csv"), "unknown-population"),
        (("lists", "submit", *OF, "--list", "not-there.csv"), "unreadable-file"),
        (("lists", "close", *OF), "list-missing"),
        (("lists", "exclude", *OF, "--code", "other", "--reason", "It is so."), "bad-usage"),
        (
            ("lists", "exclude", *OF, "--code", "other", "--reason", "It is so.", "--rows", "1"),
            "list-missing",
        ),
        (("samples", "draw", *OF), "list-missing"),
        (("samples", "show", *OF), "sample-missing"),
        (("samples", "check", *OF), "sample-missing"),
        (("samples", "replace", "nps-own", "--case", "case-1", "--code", "conflict"), "not-in-sample"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    asked: CommandLine, words: tuple[str, ...], code: str
) -> None:
    said = asked(*words)
    assert (said.status, said.code) == (2, code)


def test_what_is_wrong_with_an_exclusion_is_said(asked: CommandLine) -> None:
    submitted(asked)
    excluding = ("lists", "exclude", *OF, "--reason", "It is so.", "--code")
    assert asked(*excluding, "dull", "--rows", "1").code == "bad-value"
    assert asked(*excluding, "other", "--rows", "99").code == "bad-rows"
    assert asked(*excluding, "other", "--where", "weeks < 1").code == "no-such-rows"
    assert asked(*excluding, "other", "--where", "hours < 1").code == "unknown-column"
    assert asked(*excluding, "other", "--where", "weeks").code == "bad-condition"


def test_a_list_that_nobody_drew_from_goes_by_the_schedule_and_not_while_it_is_held(
    asked: CommandLine,
) -> None:
    submitted(asked)
    list_ = asked.done("lists", "list", "nps-own")["lists"][0]["list"]
    asked.done("inspection", "cancel", "nps-own", "--reason", "The provider was merged.")
    asked.on(date(2018, 7, 1))
    due = asked.done("privacy", "retention", "preview")["due"]
    assert [(each["subject"], each["class"]) for each in due] == [(list_, "case-list")]
    asked.done("privacy", "hold", list_, "--hold", "inquiry", "--reason", "A court asked.")
    assert (
        asked("privacy", "erase", list_, "--authority", "x", "--reason", "It is so.", "--yes").code
        == "subject-held"
    )
    asked.done("privacy", "release", list_, "--hold", "inquiry", "--reason", "It is over.")
    asked.done("privacy", "erase", list_, "--authority", "x", "--reason", "It is so.", "--yes")
    assert asked("lists", "show", *OF).code == "list-erased"
