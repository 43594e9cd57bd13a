"""The evidence room as people use it: files with many rows, notes kept sealed, and what stands where."""

import sys
from datetime import date
from io import StringIO

import pytest
from icalendar import Calendar

from tests.support.command_line import CommandLine

TIMETABLE = (
    "session,kind,on,begins,ends,place,with_whom,inspectors,bears_on\n"
    "chair,interview,2018-06-19,09:30,10:30,Head office,chair,os-1;os-2,1.1\n"
    "managers,meeting,2018-06-19,10:00,11:00,Bury,middle-managers;partners,os-2,1.1;1.2.1 a\n"
    "women,focus-group,2018-12-20,14:00,15:00,Oldham,service-users,os-1,2.1\n"
)
SURVEY = """
[[questions]]
question = "listened"
text = "Did your officer listen?"
bears_on = ["2.1.1"]
scale = ["yes", "no"]
counts = [0, 0]

[[questions]]
question = "change"
text = "What would you change?"
bears_on = ["1.3"]
answers = ["taken from the responses"]
"""
ASSESSMENT = (
    "prompt,finding,evidence,note\n"
    "1.1.1 a,met,strategy,The strategy puts it first.\n"
    "1.1.1 b,not-known,,Nobody says how staff were told.\n"
)


def register(assay: CommandLine, *more: str) -> None:
    assay.done(
        "evidence", "register", "nps-nw", "--entry", "strategy", "--kind", "observation", "--title",
        "The strategy on the wall", "--bears-on", "1.1", "--true-from", "2018-05-01", "--source", "Head office",
        *more,
    )  # fmt: skip


def plan(assay: CommandLine, rows: str = TIMETABLE) -> None:
    file = assay.file("timetable.csv", rows)
    assay.done("fieldwork", "plan", "nps-nw", "--sessions", file, "--reason", "They meet at Christmas only.")


@pytest.fixture
def asked(announced: CommandLine) -> CommandLine:
    """The provider has been asked for one item of evidence, which has come in."""
    items = announced.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
    announced.done("evidence", "request", "nps-nw", "--items", items)
    announced.done(
        "evidence", "submit", "nps-nw", "--item", "plan", "--document", announced.file("plan.txt", "A plan.")
    )
    return announced


def test_a_timetable_comes_from_a_file_and_shows_who_would_be_in_two_places(announced: CommandLine) -> None:
    plan(announced)
    shown = announced.done("fieldwork", "timetable", "nps-nw")
    assert [each["session"] for each in shown["sessions"]] == ["chair", "managers", "women"]
    assert shown["sessions"][1]["with_whom"] == ["middle-managers", "partners"]
    assert shown["conflicts"] == [{"inspector": "os-2", "first": "chair", "second": "managers"}]
    assert (shown["outside"], shown["away"], shown["elsewhere"]) == (["women"], [], [])
    told = announced("fieldwork", "timetable", "nps-nw").out
    assert "Conflict: os-2 cannot be in chair and managers at once." in told
    moved = announced(
        "fieldwork", "move", "nps-nw", "--session", "women", "--on", "2018-12-21", "--reason", "Snow fell."
    )
    assert "There is no fieldwork on the day of women." in moved.out, "what clashes is said at once"
    assert "Conflict: os-2 cannot be in chair and managers at once." in moved.out


def test_a_timetable_goes_into_a_calendar_with_its_times_in_london(announced: CommandLine) -> None:
    plan(announced)
    announced.done("fieldwork", "cancel", "nps-nw", "--session", "managers", "--reason", "Nobody came.")
    file = announced.home.parent / "fieldwork.ics"
    announced.done("fieldwork", "timetable", "nps-nw", "--calendar", file)
    events = Calendar.from_ical(file.read_text(encoding="utf-8")).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in events] == ["Interview: chair", "Focus group: service users"]
    in_summer, in_winter = (each.decoded("DTSTART") for each in events)
    assert (in_summer.isoformat(), in_winter.isoformat()) == (
        "2018-06-19T09:30:00+01:00",
        "2018-12-20T14:00:00+00:00",
    )
    again = announced("fieldwork", "timetable", "nps-nw", "--calendar", file)
    assert (again.status, again.code) == (2, "file-exists")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("late,meeting,2018-06-19,25:00,26:00,Bury,staff,os-1,1.1\n", "line 5: begins must be a time of day"),
        ("late,party,2018-06-19,09:00,10:00,Bury,staff,os-1,1.1\n", "line 5: kind must be interview"),
        ("late,meeting,2018-06-19,09:00,10:00,Bury,staff;queen,os-1,1.1\n", "line 5: with_whom 2 must be"),
        ("late,meeting,tomorrow,09:00,10:00,Bury,staff,os-1,1.1\n", "line 5: on must be a date"),
        ("late,meeting,2018-06-19,09:00,10:00,Bury,staff,os-1,1..1\n", "bears_on 1 must be a standard"),
        ("late,meeting,2018-06-19,10:00,09:00,Bury,staff,os-1,1.1\n", "would end at 09:00"),
        ("late,meeting,2018-06-19,09:00,10:00,Bury,staff,os-1,7.7\n", "key question or prompt 7.7"),
        ("chair,meeting,2018-06-19,09:00,10:00,Bury,staff,os-1,1.1\n", "chair is there twice"),
    ],
)
def test_a_wrong_session_is_named_and_none_is_planned(announced: CommandLine, row: str, says: str) -> None:
    file = announced.file("timetable.csv", TIMETABLE + row)
    said = announced("fieldwork", "plan", "nps-nw", "--sessions", file, "--reason", "At Christmas.")
    assert said.status == 2
    assert says in said.sentence
    assert announced.done("fieldwork", "timetable", "nps-nw")["sessions"] == []


def test_what_was_said_comes_from_standard_input_and_is_shown_to_those_who_may_see_it(
    announced: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(announced)
    announced.on(date(2018, 6, 20))
    monkeypatch.setattr(sys, "stdin", StringIO("The board meets monthly.\n"))
    held = announced.done("fieldwork", "hold", "nps-nw", "--session", "chair", "--note", "-")
    assert [each["name"] for each in held["events"]] == [
        "fieldwork.session-held.v1",
        "evidence.registered.v1",
        "account.given.v1",
    ]
    assert "monthly" not in str(held)
    assert "monthly" not in announced("evidence", "list", "nps-nw").out
    lead = announced.done("evidence", "show", "nps-nw", "chair", "--role", "lead-inspector")
    assert lead["said"] == ["The board meets monthly."]
    assert "said" not in announced.done("evidence", "show", "nps-nw", "chair", "--role", "provider-contact")


def test_what_was_said_can_be_erased_alone(announced: CommandLine) -> None:
    accounts = {}
    for entry in ("staff", "managers"):
        words = (
            "evidence", "register", "nps-nw", "--entry", entry, "--kind", "interview", "--title", "Interview",
            "--bears-on", "1.1", "--true-from", "2018-05-01", "--source", "Staff", "--note", f"Said by {entry}.",
        )  # fmt: skip
        accounts[entry] = announced.done(*words)["events"][0]["data"]["account"]
    erase = ("privacy", "erase", accounts["staff"], "--authority", "Request 17", "--reason", "Asked for.")
    announced.done(*erase, "--yes")
    assert announced.done("evidence", "show", "nps-nw", "staff")["said"] == ["erased"]
    assert announced.done("evidence", "show", "nps-nw", "managers")["said"] == ["Said by managers."]
    refused = announced(
        "evidence",
        "correct",
        "nps-nw",
        "--entry",
        "staff",
        "--reason",
        "More came in.",
        "--note",
        "And more.",
    )
    assert refused.code == "subject-erased"


def test_what_has_come_in_is_taken_up_and_corrected_and_withdrawn(asked: CommandLine) -> None:
    asked.done("evidence", "take-up", "nps-nw")
    asked.done(
        "evidence", "correct", "nps-nw", "--entry", "plan", "--reason", "It is older.", "--true-from",
        "2018-04-01", "--true-to", "2018-05-01",
    )  # fmt: skip
    (plan_,) = asked.done("evidence", "list", "nps-nw")["register"]
    assert (plan_["true_from"], plan_["true_to"], plan_["recorded_on"]) == (
        "2018-04-01",
        "2018-05-01",
        "2018-05-14",
    )
    asked.done("evidence", "withdraw", "nps-nw", "--entry", "plan", "--reason", "Never adopted.")
    assert "withdrawn" in asked("evidence", "list", "nps-nw", "--standard", "1.1").out
    assert asked.done("evidence", "list", "nps-nw", "--standard", "1.2")["register"] == []
    assert asked("evidence", "show", "nps-nw", "other").code == "unknown-evidence"


def test_a_survey_comes_from_its_responses_and_small_numbers_stay_hidden(announced: CommandLine) -> None:
    questions = announced.file("survey.toml", SURVEY)
    rows = "".join("yes,\n" if number else "no,The waiting room is Zq7Cold\n" for number in range(20))
    responses = announced.file("responses.csv", f"listened,change\n{rows}")
    survey = (
        "fieldwork", "survey", "nps-nw", "--survey", "su", "--title", "Service users", "--voice", "service-users",
        "--source", "Everybody", "--true-from", "2018-05-01", "--asked", "40", "--questions", questions,
    )  # fmt: skip
    assert announced(*survey).code == "bad-usage"
    done = announced.done(*survey, "--responses", responses)
    assert "Zq7Cold" not in str(done)
    announced.done(
        "fieldwork",
        "summarise",
        "nps-nw",
        "--voice",
        "service-users",
        "--summary",
        "Heard.",
        "--evidence",
        "su",
    )
    (heard,) = announced.done("fieldwork", "voices", "nps-nw")["experience"]
    assert (heard["summary"], heard["surveys"][0]["answered"]) == ("Heard.", 20)
    assert heard["surveys"][0]["questions"][0]["options"] == [
        {"option": "yes", "number": None},
        {"option": "no", "number": None},
    ]
    assert "few" in announced("fieldwork", "voices", "nps-nw").out


def test_a_wrong_response_is_named_by_its_line_and_not_repeated(announced: CommandLine) -> None:
    questions = announced.file("survey.toml", SURVEY)
    responses = announced.file("responses.csv", "listened,change\nyes,\nZq7Perhaps,\nZq7Never,\n")
    said = announced(
        "fieldwork", "survey", "nps-nw", "--survey", "su", "--title", "Service users", "--source", "Everybody",
        "--true-from", "2018-05-01", "--asked", "40", "--questions", questions, "--responses", responses,
    )  # fmt: skip
    assert (
        "line 3: listened must be one of yes, no; line 4: listened must be one of yes, no (2 of 3 rows are"
        in said.sentence
    )
    assert "Zq7" not in said.sentence
    assert announced.done("evidence", "list", "nps-nw")["register"] == []


def test_gaps_become_lines_of_enquiry_that_are_followed_closed_or_carried(asked: CommandLine) -> None:
    register(asked)
    for place, there in (("1.1", 1), ("1.1.2 b", 1), ("1.2", 0), ("1.2.1 a", 0)):
        assert len(asked.done("evidence", "list", "nps-nw", "--standard", place)["register"]) == there, place
    file = asked.file("assessment.csv", ASSESSMENT)
    asked.done("enquiry", "assess", "nps-nw", "--assessments", file)
    shown = asked.done("enquiry", "assessment", "nps-nw")
    assert shown["key_questions"][0]["findings"][:2] == [["1.1.1 a", "met"], ["1.1.1 b", "not-known"]]
    assert "64 prompts are left to assess." in asked("enquiry", "assessment", "nps-nw").out
    prompts = {each["prompt"]: each for each in shown["prompts"]}
    assert prompts["1.1.1 a"]["there"] == ["strategy"]
    assert (prompts["1.1.1 a"]["to_take_up"], prompts["1.1.1 a"]["awaited"]) == (["plan"], {})
    assert prompts["1.2.1 a"]["there"] == []
    bare = asked.done("enquiry", "assessment", "nps-nw", "--missing")["prompts"]
    assert "1.2.1 a" in {each["prompt"] for each in bare}
    assert "1.1.1 a" not in {each["prompt"] for each in bare}
    (gap,) = asked.done("enquiry", "list", "nps-nw")["enquiries"]
    assert (gap["enquiry"], gap["outcome"], gap["from_gap"]) == ("gap-1-1-1", "open", True)
    tasks = asked.done("inspection", "tasks", "nps-nw")["tasks"]
    assert any("gap-1-1-1" in each["title"] and each["status"] == "to-do" for each in tasks)
    enquiry = ("nps-nw", "--enquiry", "gap-1-1-1")
    assert asked("enquiry", "close", *enquiry, "--conclusion", "It is so.").code == "nothing-looked-at"
    asked.done("enquiry", "work-on", *enquiry, "--evidence", "strategy", "--showed", "By letter.")
    asked.done("enquiry", "close", *enquiry, "--conclusion", "Staff had a letter.")
    assert "Staff had a letter." in asked("enquiry", "list", "nps-nw").out
    asked.done("evidence", "withdraw", "nps-nw", "--entry", "strategy", "--reason", "It was never adopted.")
    (gap,) = asked.done("enquiry", "list", "nps-nw")["enquiries"]
    assert (gap["outcome"], gap["shaken_by"]) == ("closed", "strategy")
    assert "closed, but strategy has changed" in asked("enquiry", "list", "nps-nw").out
    assert "strategy (strategy has changed)" in asked("enquiry", "assessment", "nps-nw").out


def test_a_wrong_assessment_is_refused_whole(asked: CommandLine) -> None:
    register(asked)
    file = asked.file("assessment.csv", ASSESSMENT + "1.1.1 c,perhaps,strategy,\n")
    said = asked("enquiry", "assess", "nps-nw", "--assessments", file)
    assert "line 4: finding must be met, partly, not-met or not-known" in said.sentence
    assert asked.done("enquiry", "list", "nps-nw")["enquiries"] == []


def test_a_proposal_stands_beside_the_case_results_as_far_as_there_are_any(asked: CommandLine) -> None:
    register(asked)
    asked.on(date(2018, 6, 18))
    asked.done("inspection", "begin-fieldwork", "nps-nw")
    asked.done(
        "inspection", "propose-rating", "nps-nw", "--standard", "1.1", "--rating", "outstanding", "--reason",
        "As seen.", "--evidence", "strategy", "--as-worded", "met", "--weighed", "outstanding-1=present",
    )  # fmt: skip
    shown = asked.done("correlation", "show", "nps-nw")
    assert shown["judged"][0]["proposed"] == "outstanding"
    assert {each["rating"] for each in shown["cases"]} == {None}
    assert shown["checked"] is False
    assert shown["compared"] in asked("correlation", "show", "nps-nw").out
    early = asked("correlation", "check", "nps-nw", "--compared", shown["compared"])
    assert early.code == "wrong-stage"
    timeline = asked("inspection", "timeline", "nps-nw").out
    assert "The lead inspector proposed outstanding for standard 1.1 on strategy: As seen." in timeline
    assert "Evidence was registered as strategy (observation): The strategy on the wall." in timeline
