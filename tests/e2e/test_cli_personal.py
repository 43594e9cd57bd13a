"""What is private, given and shown from the command line: from files, to those who may see it, or in the aggregate."""

import csv
import io
from datetime import date

import pytest

from tests.support.command_line import CommandLine

PEOPLE = ("female", "male", "prefer-not-to-say")
ADA = 'person_name = "Ada Example"\nemail = "ada@example.org"\ntelephone = "01632 960000"\n'


@pytest.fixture
def fieldwork(announced: CommandLine) -> CommandLine:
    """At fieldwork, on 18 June 2018."""
    items = announced.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    announced.done("evidence", "request", "nps-nw", "--items", items)
    announced.done("evidence", "waive", "nps-nw", "--item", "plan", "--reason", "Held already.")
    announced.on(date(2018, 6, 18))
    announced.done("inspection", "begin-fieldwork", "nps-nw")
    return announced


def drawn(assay: CommandLine, rows: int = 6, size: int = 2, *more: str) -> list[dict[str, str]]:
    listed = "".join(f"{row},NW/{row:04},office {row}\n" for row in range(1, rows + 1))
    file = assay.file("list.csv", f"row,reference,office\n{listed}")
    assay.done(
        "inspection", "draw-sample", "nps-nw", "--population", "supervised-cases", "--list", file, "--seed",
        "lot", "--size", str(size), "--reason", "Few readers.", *more,
    )  # fmt: skip
    cases: list[dict[str, str]] = assay.done("case", "list", "nps-nw")["cases"]
    return cases


def test_the_drawn_cases_and_no_others_get_their_references_from_the_list(fieldwork: CommandLine) -> None:
    cases = drawn(fieldwork)
    assert {each["row"]: each["reference"] for each in cases} == {
        each["row"]: f"NW/{each['row']:04}" for each in cases
    }
    shown = fieldwork("case", "list", "nps-nw")
    assert all(each["reference"] in shown.out for each in cases)
    record = b"".join(each.read_bytes() for each in fieldwork.home.glob("assay.db*"))
    assert b"NW/0" not in record, "neither of those drawn nor of the others"


def test_references_that_were_not_noted_with_the_draw_are_noted_from_the_same_list(
    fieldwork: CommandLine,
) -> None:
    plain = fieldwork.file("list.csv", "row,name on file\n1,NW/1\n2,NW/2\n3,\n")
    fieldwork.done(
        "inspection", "draw-sample", "nps-nw", "--population", "victims", "--list", plain, "--seed", "lot"
    )
    noting = ("case", "note-references", "nps-nw", "--population", "victims", "--list")
    assert fieldwork(*noting, plain).code == "bad-file"
    assert "there is no column reference" in fieldwork(*noting, plain).sentence
    column = ("--reference-column", "name on file")
    assert fieldwork.done(*noting, plain, *column) == {"inspection": "nps-nw", "noted": 2, "missing": 1}
    assert fieldwork.done(*noting, plain, *column)["noted"] == 0, "what is noted stays as it is"
    other = fieldwork.file("other.csv", "row,name on file\n1,NW/1\n2,NW/2\n3,NW/3\n")
    assert fieldwork(*noting, other, *column).code == "another-list"
    early = ("case", "note-references", "nps-nw", "--population", "supervised-cases", "--list", other)
    assert fieldwork(*early, *column).code == "sample-missing"


def test_a_case_is_shown_with_its_reference_and_notes_to_those_who_may_see_it(
    fieldwork: CommandLine,
) -> None:
    case = drawn(fieldwork)[0]["case"]
    fieldwork.done("case", "note-answer", case, "--question", "2.1.1", "--note", "Not signed.")
    fieldwork.done(
        "case", "record-characteristics", case, "--characteristic", "sex=female", "--characteristic",
        "age=prefer-not-to-say",
    )  # fmt: skip
    shown = fieldwork.done("case", "show", case, "--role", "inspector")
    assert shown["reference"].startswith("NW/")
    assert shown["notes"] == {"2.1.1": "Not signed."}
    assert shown["characteristics"] == "recorded"
    assert "female" not in fieldwork("case", "show", case).out
    assert "Not signed." in fieldwork("case", "show", case).out
    assert fieldwork("case", "show", case, "--role", "inspectorr").code == "unknown-role"
    assert fieldwork("case", "show", "case-that-is-none").code == "unknown-case"
    assert fieldwork("case", "show", "os-1000").code == "unknown-case"


@pytest.mark.parametrize(
    ("role", "reference", "note"),
    [
        ("inspector", True, True),
        ("assistant", True, False),
        ("panel-chair", False, True),
        ("auditor", False, False),
        ("provider-contact", False, False),
    ],
)
def test_a_screen_leaves_out_what_the_role_may_not_be_shown(
    fieldwork: CommandLine, role: str, reference: bool, note: bool
) -> None:
    case = drawn(fieldwork)[0]["case"]
    fieldwork.done("case", "note-answer", case, "--question", "2.1.1", "--note", "Not signed.")
    sight = ("--role", role)
    shown = fieldwork.done("case", "show", case, *sight)
    assert (shown["case"], "2.1.1" in shown["answers"]) == (case, True)
    assert ("reference" in shown, "notes" in shown) == (reference, note)
    listed = fieldwork.done("case", "list", "nps-nw", *sight)["cases"]
    assert len(listed) == 2
    assert {"reference" in each for each in listed} == {reference}
    told = fieldwork("case", "show", case, *sight).out
    assert ("NW/" in told, "Not signed." in told) == (reference, note)
    assert ("NW/" in fieldwork("case", "list", "nps-nw", *sight).out) == reference


def test_what_was_erased_says_so(fieldwork: CommandLine) -> None:
    case, other = (each["case"] for each in drawn(fieldwork))
    fieldwork.done("case", "record-characteristics", case, "--characteristic", "sex=female")
    fieldwork.done(
        "privacy", "erase", case, "--authority", "Request 17", "--reason", "The person asked for it.", "--yes"
    )
    assert fieldwork.done("case", "show", case)["reference"] == "erased"
    assert fieldwork.done("case", "show", case)["characteristics"] == "erased"
    listed = {each["case"]: each["reference"] for each in fieldwork.done("case", "list", "nps-nw")["cases"]}
    assert listed[case] == "erased"
    assert listed[other].startswith("NW/")
    refused = fieldwork("case", "note-reference", case, "--reference", "NW/0001")
    assert refused.code == "subject-erased"
    assert "NW/0001" not in refused.sentence


def test_characteristics_and_notes_of_many_cases_come_from_a_file_and_out_in_the_aggregate_only(
    fieldwork: CommandLine,
) -> None:
    cases = drawn(fieldwork, 40, 30)
    for population in ("court-reports", "victims"):
        empty = fieldwork.file(f"{population}.csv", "row,reference\n")
        fieldwork.done(
            "inspection",
            "draw-sample",
            "nps-nw",
            "--population",
            population,
            "--list",
            empty,
            "--seed",
            "lot",
        )
    fieldwork.done("case", "waive-second", "nps-nw", "--reason", "There is one reader.")
    questions = list(fieldwork.done("case", "show", cases[0]["case"])["answers"])
    file = fieldwork.file("reads.csv", reads(cases, questions))
    record = ("case", "record-reads", "nps-nw", "--file", file, "--population", "supervised-cases")
    assert fieldwork.done(*record)["commands"] == 4 * 30
    assert fieldwork.done(*record)["commands"] == 0, "a file that is given again changes nothing"
    count = ("inspection", "report-diversity", "nps-nw")
    assert fieldwork("inspection", "diversity", "nps-nw").code == "not-reported"
    assert fieldwork(*count).code == "reads-open"
    fieldwork.done(*record, "--complete")
    fieldwork.on(date(2018, 6, 29))
    for standard in ("1.1", "1.2", "1.3", "1.4"):
        fieldwork.done(
            "inspection",
            "propose-rating",
            "nps-nw",
            "--standard",
            standard,
            "--rating",
            "good",
            "--reason",
            "It is so.",
        )
    fieldwork.done("inspection", "end-fieldwork", "nps-nw")
    fieldwork.done("inspection", "close-case-reads", "nps-nw")
    fieldwork.done(*count)
    shown = fieldwork.done("inspection", "diversity", "nps-nw")
    assert shown["cases"] == 30
    (sex,) = [each for each in shown["characteristics"] if each["characteristic"] == "sex"]
    assert {each["group"]: each["cases"] for each in sex["groups"]} == {
        "female": 17, "male": None, "prefer-not-to-say": None, "not-recorded": None
    }  # fmt: skip
    assert "17" in fieldwork("inspection", "diversity", "nps-nw").out
    assert fieldwork(*count).code == "diversity-reported"
    over = ("inspection", "report-diversity-over-period", "2018", "--from", "2018-01-01", "--to")
    assert fieldwork(*over, "2018-05-01").code == "not-reported"
    assert fieldwork(*over, "soon").code == "bad-value"
    fieldwork.done(*over, "2018-12-31")
    together = fieldwork.done("inspection", "diversity-over-period", "2018")
    assert (together["inspections"], together["cases"]) == (["nps-nw"], 30)
    assert together["characteristics"] == shown["characteristics"], "of one inspection, its own table"
    assert fieldwork("inspection", "diversity-over-period", "2017").code == "not-reported"
    assert fieldwork(*over, "2018-12-31").code == "not-reported", "it is counted in one period only"


def reads(cases: list[dict[str, str]], questions: list[str]) -> str:
    """30 cases: 17 women, 12 men, and one who would rather not say."""
    shown = io.StringIO()
    out = csv.writer(shown)
    out.writerow(["row", "no_interview_because", *questions, "note 2.1.1", "sex"])
    for number, each in enumerate(cases):
        sex = "female" if number < 17 else "male" if number < 29 else "prefer-not-to-say"
        out.writerow([each["row"], "On leave.", *["yes"] * len(questions), "Seen.", sex])
    return shown.getvalue()


def test_a_wrong_group_in_a_file_is_told_by_its_line_and_not_repeated(fieldwork: CommandLine) -> None:
    case = drawn(fieldwork)[0]
    file = fieldwork.file("reads.csv", f"row,sex\n{case['row']},fmale\n")
    said = fieldwork("case", "record-reads", "nps-nw", "--file", file, "--population", "supervised-cases")
    assert said.code == "bad-file"
    assert "line 2: Sex is given by one of: female, male, prefer-not-to-say" in said.sentence
    assert "fmale" not in said.sentence.replace("female", "")


@pytest.mark.parametrize("typed", ["note", "reference", "reason", "characteristics"])
def test_private_text_comes_from_standard_input_and_not_from_the_command_line(
    fieldwork: CommandLine, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    case = drawn(fieldwork)[0]["case"]
    words, text = {
        "note": (("note-answer", case, "--question", "2.1.1", "--note", "-"), "Not signed.\nNor dated.\n"),
        "reference": (("note-reference", case, "--reference", "-"), "NW/9999\n"),
        "reason": (("record-interview", case, "--reason", "-"), "On leave.\n"),
        "characteristics": (
            ("record-characteristics", case, "--characteristic", "-"),
            "sex=female\n\nage=prefer-not-to-say\n",
        ),
    }[typed]
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    fieldwork.done("case", *words)
    *_, last = fieldwork("privacy", "export", case, "--json").json["events"]
    expected = '{"age":"prefer-not-to-say","sex":"female"}' if typed == "characteristics" else text.strip()
    assert [each["text"] for each in last["texts"]] == [expected]
    told = fieldwork("case", words[0], "--help").out.replace("│", " ")
    assert "read from standard input" in " ".join(told.split())


def test_an_empty_or_overlong_standard_input_is_refused(
    fieldwork: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = ("case", "note-answer", drawn(fieldwork)[0]["case"], "--question", "2.1.1", "--note", "-")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert fieldwork(*note).code == "bad-value"
    monkeypatch.setattr("sys.stdin", io.StringIO("x" * (1024 * 1024 + 1)))
    assert fieldwork(*note).code == "too-large"


@pytest.mark.parametrize("kind", ["case", "person"])
def test_the_status_of_somebody_erased_names_the_classes_there_can_be_and_the_day(
    fieldwork: CommandLine, kind: str
) -> None:
    if kind == "case":
        subject = drawn(fieldwork)[0]["case"]
    else:
        ada = fieldwork.file("ada.toml", ADA)
        told = fieldwork.done("person", "register", "--provider", "nps-north-west", "--details", ada)
        subject = told["events"][0]["stream"]
    held = fieldwork.done("privacy", "status", subject)["classes"]
    assert [(each["key_made"] is None, each["key_destroyed"]) for each in held] == [(False, None)]
    fieldwork.done(
        "privacy", "erase", subject, "--authority", "Request 17", "--reason", "They asked.", "--yes"
    )
    erased = fieldwork.done("privacy", "status", subject)["classes"]
    assert {each["class"] for each in erased} == (
        {"case-note", "case-reference", "protected-characteristic"} if kind == "case" else {"contact"}
    )
    assert {(each["state"], each["key_destroyed"][:10]) for each in erased} == {("erased", "2018-06-18")}
    assert "key destroyed" in fieldwork("privacy", "status", subject).out


# Contacts


def test_a_contact_is_registered_changed_and_leaves(announced: CommandLine) -> None:
    ada = announced.file("ada.toml", ADA)
    told = announced.done("person", "register", "--provider", "nps-north-west", "--details", ada)
    person = told["events"][0]["stream"]
    (shown,) = announced.done("person", "list", "--provider", "nps-north-west")["persons"]
    assert shown == {
        "person": person, "provider": "nps-north-west", "left": False, "person_name": "Ada Example",
        "email": "ada@example.org", "telephone": "01632 960000",
    }  # fmt: skip
    assert "ada@example.org" in announced("person", "list").out
    assert announced("person", "list", "--role", "auditor").code == "not-authorised"
    new = announced.file("new.toml", 'person_name = "Ada Field"\nemail = "field@example.org"\n')
    announced.done("person", "change", person, "--details", new)
    (shown,) = announced.done("person", "list")["persons"]
    assert (shown["email"], shown["telephone"]) == ("field@example.org", None)
    announced.done("person", "leave", person)
    assert announced.done("person", "list")["persons"] == []
    (left,) = announced.done("person", "list", "--all")["persons"]
    assert left["left"]
    record = b"".join(each.read_bytes() for each in announced.home.glob("assay.db*"))
    assert b"example.org" not in record


def test_a_registration_that_is_given_again_registers_nobody_else(announced: CommandLine) -> None:
    ada = announced.file("ada.toml", ADA)
    register = ("person", "register", "--provider", "nps-north-west", "--details", ada, "--command-id", "a-1")
    announced.done(*register)
    assert announced.done(*register)["repeated"]
    assert len(announced.done("person", "list")["persons"]) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('person_name = "Ada Example"\nemail = "ada at example"\n', "bad-value"),
        ('person_name = "Ada Example"\n', "bad-value"),
        ('person_name = "Ada Example"\nemail = "ada@example.org"\nfax = "Ada"\n', "bad-value"),
        ("person_name: Ada Example\n", "bad-file"),
        ('person_name = "Ada Example\n', "bad-file"),
    ],
)
def test_a_slip_in_a_file_of_details_is_told_and_nothing_of_it_repeated(
    announced: CommandLine, content: str, code: str
) -> None:
    file = announced.file("details.toml", content)
    said = announced("person", "register", "--provider", "nps-north-west", "--details", file)
    assert said.code == code
    assert str(file) in said.sentence
    assert "Ada" not in said.err
    assert "ada at" not in said.err
