"""A whole inspection given from the command line, each step by whoever may, as its help says."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import worker
from domain.frameworks.writing import framework_file
from tests.support.blind import FIRST, LEAD, acting_as
from tests.support.command_line import CommandLine
from tests.support.house import shipped_library
from tests.support.toy_matter import HandClock

LISTS = {"supervised-cases": 2, "court-reports": 2, "victims": 2}
JUDGED = {"1.1": "good", "1.2": "good", "1.3": "outstanding", "1.4": "requires_improvement"}


def published(assay: CommandLine) -> None:
    """Do what a worker would do now: carry out whatever is due."""
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        for stream in ("inspection-nps-nw", "action-plan-nps-nw"):
            for moment in house.attending.look(stream).moments:
                if moment.kind == "duty":
                    house.attending.carry_out(stream, moment.id)


def read_all(assay: CommandLine) -> None:
    """Answer every question of every sampled case from a file for each list."""
    for population in LISTS:
        cases = assay.done("case", "list", "nps-nw", "--population", population)["cases"]
        shown = io.StringIO()
        questions = questions_of(population)
        out = csv.writer(shown)
        out.writerow(["row", "reference", "interviewed_on", "no_interview_because", *questions])
        for number, each in enumerate(cases):
            held = ["2018-06-20", ""] if number else ["", "The officer has left."]
            out.writerow([each["row"], f"mark-{number}", *held, *["yes"] * len(questions)])
        file = assay.file(f"{population}.csv", shown.getvalue())
        reading = (
            "case", "record-reads", "nps-nw", "--file", file, "--population", population, "--complete",
        )  # fmt: skip
        with acting_as(FIRST):  # whoever reads the cases does not record what the panel decides on them
            told = assay.done(*reading)
            assert told == {"inspection": "nps-nw", "cases": len(cases), "commands": 3 * len(cases)}
            again = assay.done(*reading)
        assert again["commands"] == 0, "a file that is given again changes nothing"


def questions_of(population: str) -> list[str]:
    standards = {
        "supervised-cases": {f"2.{standard}": 3 for standard in range(1, 5)},
        "court-reports": {"3.1": 2},
        "victims": {"3.2": 4},
    }
    return [
        f"{standard}.{number}"
        for standard, count in standards[population].items()
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def decided_home(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an inspection whose ratings the panel has decided, to copy."""
    folder = tmp_path_factory.mktemp("decided")
    shutil.copytree(homes / "announced", folder / "home")
    assay = CommandLine(folder / "home", HandClock())
    assay.on(date(2018, 5, 14))
    _decide(assay)
    return assay.home


@pytest.fixture
def decided(decided_home: Path, tmp_path: Path) -> CommandLine:
    """An inspection whose ratings the panel has decided, on 29 June 2018."""
    shutil.copytree(decided_home, tmp_path / "home")
    assay = CommandLine(tmp_path / "home", HandClock())
    assay.on(date(2018, 6, 29))
    return assay


def _decide(assay: CommandLine) -> None:
    items = assay.file(
        "items.csv", "id,title,standard\nplan,The business plan,1.1\nstaff,The staffing plan,1.2\n"
    )
    assay.done("evidence", "request", "nps-nw", "--items", items)
    plan = assay.file("plan.pdf", b"%PDF-1.7 the plan")
    told = assay.done("evidence", "submit", "nps-nw", "--item", "plan", "--document", plan)
    digest = told["events"][0]["data"]["document"]
    assert b"the plan" not in (assay.home / "documents" / digest[:2] / f"{digest}.sealed").read_bytes()
    fetched = assay.home.parent / "fetched.pdf"
    assay.done("evidence", "fetch", "nps-nw", "--item", "plan", "-o", fetched)
    assert fetched.read_bytes() == b"%PDF-1.7 the plan"
    assay.done("evidence", "waive", "nps-nw", "--item", "staff", "--reason", "It is being redone.")
    assay.on(date(2018, 6, 18))
    assay.done("inspection", "begin-fieldwork", "nps-nw")
    for population, size in LISTS.items():
        rows = "".join(f"{row},office {row}\n" for row in range(1, size + 1))
        file = assay.file(f"list-{population}.csv", f"row,office\n{rows}")
        assay.done(
            "inspection", "draw-sample", "nps-nw", "--population", population, "--list", file, "--seed", "lot"
        )
    assay.done("case", "waive-second", "nps-nw", "--reason", "Of six cases, a second read would show little.")
    for standard, rating in JUDGED.items():
        with acting_as(LEAD):  # whoever proposes does not decide either
            assay.done(
                "inspection", "propose-rating", "nps-nw", "--standard", standard, "--rating", rating,
                "--reason", "On all evidence.",
            )  # fmt: skip
    assay.on(date(2018, 6, 29))
    assay.done("inspection", "end-fieldwork", "nps-nw")
    read_all(assay)
    assay.done("inspection", "close-case-reads", "nps-nw")
    assay.done("inspection", "propose-ratings", "nps-nw")
    chair = f"os-{os.getuid()}"
    present = [word for member in (chair, "os-41002", "os-41003") for word in ("--present", member)]
    assay.done(
        "panel", "convene", "july", "--meets-on", "2018-06-29", "--chair", chair, "--agenda", "nps-nw",
        *(word for member in (chair, "os-41002", "os-41003") for word in ("--member", member)),
    )  # fmt: skip
    assay.done("panel", "open", "july", *present)
    derivation = assay.done("inspection", "show", "nps-nw")["derivation"]
    departures = assay.file(
        "departures.json",
        json.dumps(
            [
                {
                    "subject": "overall",
                    "decided": "good",
                    "trigger": "near-boundary",
                    "reason": "Leadership is only just good.",
                }
            ]
        ),
    )
    assay.done(
        "inspection", "decide-ratings", "nps-nw", "--panel", "july", "--derivation", derivation,
        "--departures", departures,
    )  # fmt: skip
    assay.done("panel", "close", "july", "--minutes", "Agreed, with one departure.")


def show(assay: CommandLine) -> Any:
    return assay.done("inspection", "show", "nps-nw")


def test_standards_are_shown_by_their_titles_and_in_official_words_once_imported(
    decided: CommandLine,
) -> None:
    assert re.search(r"^1\.1 +Leadership +good$", decided("inspection", "show", "nps-nw").out, re.MULTILINE)
    pinned = shipped_library().framework("adult-nps-2018")
    assert pinned is not None
    domains = tuple(
        domain.with_(standards=tuple(each.with_(title=each.title.upper()) for each in domain.standards))
        for domain in pinned.domains
    )
    official = pinned.with_(id="paper", wording="official", words_for=(pinned.id,), domains=domains)
    decided.home.joinpath("frameworks").mkdir()
    decided.home.joinpath("frameworks", "paper-1.toml").write_bytes(framework_file(official))
    assert re.search(r"^1\.1 +LEADERSHIP +good$", decided("inspection", "show", "nps-nw").out, re.MULTILINE)


def test_an_inspection_goes_from_announcement_to_a_closed_action_plan_by_hand(decided: CommandLine) -> None:
    assay = decided
    told = show(assay)
    assert (told["stage"], told["derived_overall"], told["overall"]) == ("publication", "outstanding", "good")
    recommendations = assay.file(
        "recommendations.csv", "id,to,text\nr1,provider,Plan with those supervised.\n"
    )
    assay.done(
        "inspection",
        "draft-report",
        "nps-nw",
        "--findings",
        "Well led.",
        "--recommendations",
        recommendations,
    )
    assay.done("inspection", "sign-off-report", "nps-nw", "--report", show(assay)["report"])
    assay.done("inspection", "send-draft", "nps-nw")
    assay.done(
        "inspection", "raise-challenge", "nps-nw", "--challenge", "c1", "--about", "Staff", "--text", "212."
    )
    assay.done("inspection", "reject-challenge", "nps-nw", "--challenge", "c1", "--reason", "It was 202.")
    assay.done("inspection", "confirm-factual-accuracy", "nps-nw")
    assay.done("inspection", "schedule-publication", "nps-nw", "--publish-on", "2018-06-29")
    published(assay)
    assert show(assay)["stage"] == "action-plan"
    assert show(assay)["next_deadline"] == "plan"
    assert "the provider's action plan" in assay("inspection", "list").out
    plan = assay.file(
        "plan.csv",
        "recommendation,agreed,which_part,reason,action,text,owner,due,measure\n"
        "r1,partly-agreed,New cases.,Old cases are ending.,a1,Plan anew.,Head of division,2018-09-28,All.\n"
        "r1,,,,a2,Check the plans.,Quality manager,2018-12-14,Ten a month.\n",
    )
    assay.done("plan", "submit", "nps-nw", "--answers", plan)
    assert [each["id"] for each in assay.done("plan", "show", "nps-nw")["actions"]] == ["a1", "a2"]
    assay.done("plan", "accept", "nps-nw")
    assert (show(assay)["next_deadline"], show(assay)["next_due"]) == ("action-a1", "2018-09-28")
    assert "2 actions are not completed" in assay("inspection", "tasks", "nps-nw").out
    assay.done("plan", "report-progress", "nps-nw", "--action", "a1", "--progress", "Half of it.")
    for action in ("a1", "a2"):
        assay.done("plan", "complete-action", "nps-nw", "--action", action)
    assay.done("plan", "follow-up", "nps-nw", "--conclusion", "Done, and it holds.")
    assay.done("inspection", "close", "nps-nw")
    published(assay)
    assert show(assay)["stage"] == "closed"
    left = assay.done("inspection", "tasks", "nps-nw")["tasks"]
    assert {each["verb"] for each in left} == {"note-told", "submit-report"}, (
        "nobody has an address to which a notice could go, and the report was not submitted"
    )
    shown = assay("inspection", "tasks", "nps-nw").out
    assert "notice" in shown.splitlines()[0]
    assert all(each["notice"] in shown for each in left), "the next command names it by its code"


def test_what_happened_and_what_is_to_be_done_are_told_in_words(decided: CommandLine) -> None:
    line = decided("inspection", "timeline", "nps-nw").out
    assert "The inspection of NPS North West was announced" in line
    moments = decided.done("inspection", "timeline", "nps-nw")["timeline"]
    assert [each["position"] for each in moments] == sorted(each["position"] for each in moments)
    tasks = decided.done("inspection", "tasks", "nps-nw")["tasks"]
    assert {"draft-report"} == {each["verb"] for each in tasks if each["status"] == "to-do"} - {
        "move-deadline"
    }
    assert all(each["why"] for each in tasks if each["status"] == "locked")
    everything = decided.done("inspection", "tasks", "nps-nw", "--all")["tasks"]
    assert len(everything) > len(tasks)
    listed = decided.done("inspection", "list", "--stage", "publication")["inspections"]
    assert [each["reference"] for each in listed] == ["nps-nw"]
    assert decided.done("inspection", "list", "--stage", "fieldwork")["inspections"] == []
    assert "publication" in decided("inspection", "list").out
    assert "Overall as the panel decided: good" in decided("inspection", "show", "nps-nw").out


def test_an_auditor_replays_it_now_at_a_position_and_as_of_a_day(decided: CommandLine) -> None:
    now = decided.done("audit", "replay", "nps-nw")
    assert (now["replay"], now["overall"], now["place"]) == ("verified", "outstanding", None)
    assert (now["decided_overall"], now["unrated"]) == ("good", None)
    (departure,) = now["departures"]
    assert (departure["subject"], departure["derived"], departure["decided"]) == (
        "overall",
        "outstanding",
        "good",
    )
    assert departure["trigger"]
    assert departure["reason"]
    assert now["present"]
    begun = next(s for s in now["steps"] if s["name"] == "inspection.fieldwork-begun.v1")
    then = decided.done("audit", "replay", "nps-nw", "--at", str(begun["position"]))
    assert (then["stage"], then["steps"][-1]["name"]) == ("fieldwork", begun["name"])
    assert then["unrated"]
    by_day = decided.done("audit", "replay", "nps-nw", "--as-recorded", "2018-06-17T12:00Z")
    assert by_day["stage"] == "evidence-request"
    so_at = decided.done("audit", "replay", "nps-nw", "--as-of", "2018-06-18T13:30+01:00")
    assert so_at["stage"] == "fieldwork"
    said = decided("audit", "replay", "nps-nw").out
    assert "Replay: verified." in said
    assert "Departure, overall: outstanding by the rule, good decided." in said
    assert f"Reason: {departure['reason']}" in " ".join(said.split())
    assert "20 of 30" not in said, "all answers are yes here"


def test_a_replay_of_a_record_that_was_tampered_with_ends_with_one(decided: CommandLine) -> None:
    with sqlite3.connect(decided.home / "assay.db") as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'On all evidence.', 'On all evidence!') AS BLOB)"
        )
    connection.close()
    said = decided("audit", "replay", "nps-nw", "--json")
    assert said.status == 1
    assert said.json["replay"] == "changed"
    assert said.json["place"].startswith("event ")


def test_a_report_is_written_checked_signed_published_and_corrected_by_hand(decided: CommandLine) -> None:
    assay = decided
    assay.done("report", "draft", "nps-nw", "--findings", "Well led.")
    sections = assay.file(
        "sections.csv", "place,text\nwhy-and-how,Every division is inspected.\n2.1,Strong.\n"
    )
    assert assay.done("report", "sections", "nps-nw", "--file", sections)["recorded"] == 2
    assay.done(
        "report", "practice", "nps-nw", "--practice", "p1", "--title", "One number", "--text", "It is answered.",
        "--consented-by", "Head of operations", "--consented-on", "2018-06-28", "--standard", "3.2",
    )  # fmt: skip
    assert "*** Draft: not for publication" in assay("report", "preview", "nps-nw").out
    drawn = assay.home.parent / "draft.pdf"
    assert "was written to" in assay("report", "preview", "nps-nw", "--form", "pdf", "--to", drawn).out
    assert drawn.read_bytes().startswith(b"%PDF-")
    assert assay("report", "preview", "nps-nw", "--to", drawn).code == "file-exists"
    assay.done(
        "report", "sign", "nps-nw", "--report", show(assay)["report"], "--foreword", "A good division."
    )
    assay.done("report", "send", "nps-nw")
    points = assay.file(
        "points.csv", "challenge,place,about,text\nc1,2.1,Assessment,We had 40.\nc2,,All,We disagree.\n"
    )
    assert assay.done("report", "points", "import", "nps-nw", "--file", points)["recorded"] == 2
    assay.done("report", "points", "accept", "nps-nw", "--challenge", "c1", "--touches", "wording",
               "--amendment", "It had 40.")  # fmt: skip
    assay.done("report", "points", "reject", "nps-nw", "--challenge", "c2", "--reason", "That is no fact.")
    listed = assay.done("report", "points", "list", "nps-nw")["points"]
    assert [(each["place"], each["outcome"]) for each in listed] == [("2.1", "accepted"), (None, "rejected")]
    assay.done("report", "points", "confirm", "nps-nw")
    assert assay("report", "show", "nps-nw").code == "not-published"
    translated = assay.file(
        "welsh.toml", '[[text]]\nplace = "summary"\ntext = "Mae\'n cael ei arwain yn dda."\n'
    )
    assay.done("report", "translations", "nps-nw", "--file", translated)
    told = assay.done("report", "recipients", "nps-nw")["recipients"]
    assert {each["reached"] for each in told} == {False}, "nobody's address is registered"
    assert told[0]["title"] in assay("report", "recipients", "nps-nw").out
    places = {each["place"]: each for each in assay.done("report", "places", "nps-nw")["places"]}
    assert (places["summary"]["translated"], places["2.1"]["translated"]) == (True, False)
    assert "Mae'n cael ei arwain yn dda." in assay("report", "preview", "nps-nw", "--language", "cy").out
    assay.done("report", "sign", "nps-nw", "--report", show(assay)["report"])
    assay.done("report", "schedule", "nps-nw", "--publish-on", "2018-07-03", "--at", "09:30")
    assay.on(date(2018, 7, 2))
    assay.done("report", "embargo", "nps-nw", "--recipient", "press-desk", "--title", "The press desk")
    assay.on(date(2018, 7, 3))
    published(assay)
    published(assay)
    notices = [each.name for each in (assay.home / "notices").iterdir()]
    assert {"body-the-press-desk", "body-secretary-of-state-for-justice"} <= set(notices)
    assay.done("report", "correct", "nps-nw", "--reason", "A word was wrong.", "--changed", "The summary.")
    assay.done("report", "section", "nps-nw", "--place", "summary", "--text", "Mostly well led.")
    assay.done("report", "sign", "nps-nw", "--report", show(assay)["report"])
    assay.done("report", "schedule", "nps-nw", "--publish-on", "2018-07-03")
    published(assay)
    told = assay.done("report", "show", "nps-nw")
    assert [(each["edition"], each["superseded"]) for each in told["editions"]] == [(1, True), (2, False)]
    first = assay.home.parent / "first.html"
    assert assay("report", "show", "nps-nw", "--edition", "1", "--to", first).status == 0
    assert "This edition is superseded. Edition 2 took its place on 3 July 2018." in first.read_text()
    assert assay("report", "show", "nps-nw", "--language", "cy", "--to", "x.html").code == "no-such-file"
    assay.done("report", "respond", "nps-nw", "--response", "r", "--by", "provider", "--title", "The provider",
               "--text", "We accept it.", "--received-on", "2018-07-03")  # fmt: skip
    assay.done("report", "withdraw", "nps-nw", "--reason", "The sample was wrong.")
    said = assay("report", "show", "nps-nw").out
    assert "The report was withdrawn: The sample was wrong." in said
    assert "The provider said on 2018-07-03: We accept it." in said
    assert assay.done("audit", "replay", "nps-nw")["replay"] == "verified"


def test_a_file_of_points_with_wrong_rows_leaves_nothing_recorded(decided: CommandLine) -> None:
    twice = decided.file("twice.csv", "challenge,about,text\nc1,A,B\nc1,C,D\n")
    said = decided("report", "points", "import", "nps-nw", "--file", twice)
    assert (said.status, said.code) == (2, "bad-file")
    assert "line 3: challenge c1 is there twice" in said.err
    wrong = decided.file("wrong.csv", "challenge,place,about,text\nc1,No Such,A,B\n,2.1,A,B\n")
    said = decided("report", "points", "import", "nps-nw", "--file", wrong)
    assert "line 2: " in said.err
    assert "; line 3: " in said.err
    assert "2 of 2 rows are wrong; nothing was recorded" in said.err
    early = decided.file("early.csv", "challenge,about,text\nc1,A,B\n")
    said = decided("report", "points", "import", "nps-nw", "--file", early)
    assert said.status == 2
    assert "line 2: No report has been drafted yet." in said.err
