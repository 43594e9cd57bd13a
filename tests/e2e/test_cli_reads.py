"""Reading cases from the command line: who reads what, alerts, quality and exercises."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.blind import DAY, FIRST, LEAD, QUALITY, SECOND, Blind, question_numbers

REF = "nps-nw"


# Who reads what

INSPECTORS = (
    "inspector,populations,most,load,conflicts\n"
    "os-41001,supervised-cases;victims,10,2,\n"
    "os-41002,supervised-cases;court-reports;victims,10,0,\n"
    "os-41009,supervised-cases,10,0,nps-north-west\n"
)


def test_readers_are_proposed_accepted_or_changed_with_a_reason(blind: Blind, tmp_path: Path) -> None:
    people = blind.line.file("inspectors.csv", INSPECTORS)
    out = tmp_path / "readers.csv"
    told = blind.done(LEAD, "case", "propose-readers", REF, "--inspectors", people, "-o", out)
    proposed: list[Any] = told["proposed"]
    assert len(proposed) == 5, "the one that is allocated is not proposed again"
    assert {each["reader"] for each in proposed} == {"os-41001", "os-41002"}
    again = blind.done(LEAD, "case", "propose-readers", REF, "--inspectors", people)
    assert again["proposed"] == proposed
    assert "no declared conflict" in proposed[0]["why"]
    rows = out.read_text().splitlines()
    case, reader, *_ = rows[1].split(",")
    other = "os-41001" if reader == "os-41002" else "os-41002"
    blamed = [rows[0], f"{case},os-41009,{reader},Nearby.", *rows[2:]]
    wrong = blind.line.file("wrong.csv", "\n".join(blamed) + "\n")
    said = blind.typed(LEAD, "case", "allocate-readers", REF, "--file", wrong, "--inspectors", people)
    assert "line 2: os-41009 has a declared conflict with nps-north-west" in said.sentence
    changed = [rows[0], f"{case},{other},{reader},Knows the area.", *rows[2:]]
    file = blind.line.file("changed.csv", "\n".join(changed) + "\n")
    told = blind.done(LEAD, "case", "allocate-readers", REF, "--file", file, "--inspectors", people)
    assert (told["allocated"], told["as_before"]) == (5, 0)
    told = blind.done(LEAD, "case", "allocate-readers", REF, "--file", file, "--inspectors", people)
    assert (told["allocated"], told["as_before"]) == (0, 5), "what stands is counted, and not recorded again"
    lost = blind.line.file("lost.csv", file.read_text().replace("Knows the area.", "Lives nearby."))
    said = blind.typed(LEAD, "case", "allocate-readers", REF, "--file", lost, "--inspectors", people)
    assert f"line 2: {other} has the case already; take the reason out, or it is lost" in said.sentence
    nameless = blind.line.file("nameless.csv", f"{rows[0]}\n{case},,{reader},Nearby.\n")
    said = blind.typed(LEAD, "case", "allocate-readers", REF, "--file", nameless, "--inspectors", people)
    assert "line 2: a reason is given, but nobody is named" in said.sentence
    mine = blind.done(int(other.removeprefix("os-")), "case", "mine", REF)["reads"]
    assert case in {each["case"] for each in mine}


def test_the_load_is_what_the_record_has_open_and_skills_and_interests_are_those_of_the_staff_record(
    blind: Blind,
) -> None:
    people = blind.line.file("inspectors.csv", INSPECTORS)
    loads = blind.done(LEAD, "case", "propose-readers", REF, "--inspectors", people)["inspectors"]
    found = {each["inspector"]: (each["load"], each["most"]) for each in loads}
    assert found == {"os-41001": (3, 10), "os-41002": (1, 10), "os-41009": (0, 10)}, "the file adds to it"
    assert loads[0]["open"] == [{"inspection": REF, "reads": 1, "since": "2018-06-18", "until": "2018-06-29"}]
    assert blind.typed(LEAD, "case", "propose-readers", REF, "--most", "5").code == "nobody-to-read"
    few = blind.line.file("few.csv", "inspector,populations\nos-41009,victims\n")
    said = blind.typed(LEAD, "case", "propose-readers", REF, "--inspectors", few)
    assert said.code == "most-missing"
    details = blind.line.file("me.toml", 'person_name = "Ada"\nemail = "ada@example.org"\n')
    blind.done(LEAD, "people", "begin", "--details", details)
    manage = ("--role", "operations-manager")
    for person in (FIRST, SECOND):
        who = f"os-{person}"
        blind.done(
            LEAD,
            "people",
            "register",
            "--staff",
            who,
            "--engagement",
            "employee",
            "--details",
            details,
            *manage,
        )
        given = ("--held", "inspector", "--since", "2018-06-01")
        blind.done(LEAD, "people", "give-role", who, *given, *manage)
        blind.done(LEAD, "people", "note-skills", who, "--skill", "victims", *manage)
    interest = (
        "--interest",
        "aunt",
        "--kind",
        "family",
        "--provider",
        "nps-north-west",
        "--since",
        "2018-01-01",
    )
    blind.done(FIRST, "people", "declare-interest", f"os-{FIRST}", *interest, "--role", "inspector")
    told = blind.typed(LEAD, "case", "propose-readers", REF, "--most", "5")
    assert f"os-{SECOND}   1    5        1 read of {REF} (2018-06-18 to 2018-06-29)" in told.out
    found = blind.done(LEAD, "case", "propose-readers", REF, "--most", "5")
    victims = [each for each in found["proposed"] if each["reader"]]
    assert {each["reader"] for each in victims} == {f"os-{SECOND}"}
    assert any("os-41001 has a declared conflict" in each["why"] for each in found["proposed"])


def test_a_file_of_readers_with_a_row_that_is_refused_records_nothing(blind: Blind) -> None:
    people = blind.line.file("inspectors.csv", INSPECTORS)
    free = blind.done(LEAD, "case", "propose-readers", REF, "--inspectors", people)["proposed"][0]["case"]
    file = blind.line.file("half.csv", f"case,reader\n{free},os-41001\n{blind.case},os-41002\n")
    said = blind.typed(LEAD, "case", "allocate-readers", REF, "--file", file, "--inspectors", people)
    assert "line 3: Whoever has, or had, the second read" in said.sentence
    mine = blind.done(FIRST, "case", "mine", REF)["reads"]
    assert [each["case"] for each in mine] == [blind.case], "nor was the row before it recorded"


def test_a_case_is_shown_with_its_prompts_and_the_interview(blind: Blind) -> None:
    blind.done(FIRST, "case", "record-prompts", blind.case, "--prompt", "2.1.1.a=yes")
    blind.done(FIRST, "case", "record-interview", blind.case, "--reason", "They were Zq7Canary-afraid")
    shown = blind.typed(FIRST, "case", "show", blind.case).out
    assert "Interview: none: They were Zq7Canary-afraid" in shown
    assert "2.1.1.a  yes" in shown
    unseen = blind.typed(FIRST, "case", "show", blind.case, "--role", "auditor")
    assert "Zq7Canary-afraid" not in unseen.out
    blind.done(FIRST, "case", "record-interview", blind.case, "--held-on", "2018-06-20")
    found: Any = blind.done(FIRST, "case", "show", blind.case)["interview"]
    assert found == {"held": True, "held_on": "2018-06-20", "no_interview_because": None}


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("os-1,supervised-cases,many,0,\n", "line 2: most must be a whole number"),
        ("os-1,supervised-cases,0,0,\n", "line 2: most must be at least 1"),
        ("os-1,,3,0,\n", "line 2: populations is missing"),
        ("os-1,victims,3,0,\nos-1,victims,3,0,\n", "line 3: the inspector is there twice"),
    ],
)
def test_a_file_of_inspectors_that_is_wrong_is_named_by_its_line(blind: Blind, rows: str, what: str) -> None:
    file = blind.line.file("people.csv", "inspector,populations,most,load,conflicts\n" + rows)
    said = blind.typed(LEAD, "case", "propose-readers", REF, "--inspectors", file)
    assert said.status == 2
    assert what in said.sentence


def test_what_is_left_names_prompts_with_the_cases_they_apply_to(blind: Blind) -> None:
    free = next(
        each["case"]
        for each in blind.line.done("case", "list", REF, "--population", "supervised-cases")["cases"]
        if each["case"] != blind.case
    )
    left = blind.done(LEAD, "case", "left", free)
    assert [each["number"] for each in left["unanswered"]] == list(question_numbers())
    prompts = {p["id"]: p["applies_to"] for each in left["unanswered"] for p in each["prompts"]}
    assert "post-custody" in prompts["2.3.1.d"]
    assert prompts["2.1.1.a"] is None


def test_a_case_that_was_taken_out_of_its_sample_is_shown_as_it_was_read(blind: Blind) -> None:
    blind.done(LEAD, "inspection", "cancel", REF, "--reason", "They have merged.")
    shown: Any = blind.done(FIRST, "case", "show", blind.case, "--role", "inspector")
    assert (shown["status"], shown["answers"]["2.1.1"]) == ("set-aside", "no")
    assert shown["notes"]["2.1.1"].startswith("Zq7Canary-first")
    assert "Read: set-aside" in blind.typed(FIRST, "case", "show", blind.case).out


# Somebody in danger


def test_whoever_raises_an_alert_is_told_who_is_told_of_it_or_that_nobody_can_be(blind: Blind) -> None:
    raised = ("case", "alert", blind.case, "--what", "He is in danger at home.", "--told", "police")
    said = blind.typed(FIRST, *raised)
    assert said.status == 0, said.err
    assert "NOBODY CAN BE TOLD by Assay" in said.err, "there is no staff record here"
    assert "NOBODY CAN BE TOLD" not in blind.typed(FIRST, *raised, "--json").err, "a program reads the record"
    details = blind.line.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    blind.done(LEAD, "people", "begin", "--details", details)
    staff = blind.line.file(
        "staff.csv",
        "staff,engagement,name,email,area,body,training,roles,since,skills\n"
        f"os-{FIRST},employee,Ben Example,ben@example.org,,,,inspector,2018-05-14,\n",
    )
    blind.done(LEAD, "people", "import", staff)
    said = blind.typed(FIRST, *raised)
    assert said.status == 0, said.err
    assert "Assay sends a notice to Ada Example, nobody being on duty." in said.out
    assert "No telephone number of whoever is on duty is set here (ASSAY_DUTY_TELEPHONE)." in said.out
    assert "NOBODY" not in said.err
    blind.line.environment["ASSAY_DUTY_TELEPHONE"] = "01632 960123"
    blind.done(LEAD, "people", "duty", f"os-{LEAD}", "--since", str(DAY), "--until", str(DAY))
    duty = blind.typed(FIRST, "people", "on-duty").out
    assert "On duty: Ada Example." in duty, "an inspector telephones, and is shown the name"
    assert "Whoever is on duty is reached at 01632 960123." in duty
    assert "Ada Example" not in blind.typed(SECOND, "people", "on-duty").out, (
        "who is nobody on the staff is not"
    )
    ahead = ("people", "on-duty", "--on", str(DAY + timedelta(days=1)))
    assert "Ada Example" not in blind.typed(FIRST, *ahead).out, "of another day they need no name"
    assert "Ada Example" in blind.typed(LEAD, *ahead).out, "an operations manager sees names anyway"
    told: Any = blind.done(FIRST, "people", "on-duty")
    assert (told["on_duty"], told["telephone"]) == ([f"os-{LEAD}"], "01632 960123")
    assert told["called"] == {f"os-{LEAD}": "Ada Example"}
    assert blind.typed(SECOND, "case", "show", blind.case).code == "not-on-staff", "whatever is private in it"
    assert blind.done(FIRST, "case", "show", blind.case)["answers"]["2.1.1"] == "no"


def test_an_alert_is_a_task_until_it_is_acknowledged_and_what_it_shows_is_for_those_who_may(
    blind: Blind,
) -> None:
    blind.done(FIRST, "case", "alert", blind.case, "--what", "Zq7Canary-danger", "--told", "duty-manager")
    tasks: Any = blind.line.done("inspection", "tasks", REF)["tasks"]
    assert tasks[0]["verb"] == "acknowledge-alert"
    assert tasks[0]["status"] == "to-do"
    alerts: Any = blind.done(LEAD, "case", "alerts", REF)["alerts"]
    assert alerts[0]["what"] == "Zq7Canary-danger"
    assert [each["who"] for each in alerts[0]["told"]] == ["duty-manager"]
    unseen: Any = blind.done(LEAD, "case", "alerts", REF, "--role", "auditor")["alerts"]
    assert "what" not in unseen[0]
    other: Any = blind.done(SECOND, "case", "alerts", REF)["alerts"]
    assert "what" not in other[0], "it says what the first reader found"
    assert [each["who"] for each in other[0]["told"]] == ["duty-manager"]
    own_words: Any = blind.done(FIRST, "case", "alerts", REF)["alerts"]
    assert own_words[0]["what"] == "Zq7Canary-danger"
    blind.done(FIRST, "case", "tell", blind.case, "--number", "1", "--told", "police")
    own = blind.typed(FIRST, "case", "acknowledge", blind.case, "--number", "1", "--action", "Seen to.")
    assert own.code == "own-alert"
    blind.done(LEAD, "case", "acknowledge", blind.case, "--number", "1", "--action", "Seen to.")
    tasks = blind.line.done("inspection", "tasks", REF)["tasks"]
    assert "acknowledge-alert" not in {each["verb"] for each in tasks}
    taken: Any = blind.done(LEAD, "case", "alerts", REF)["alerts"][0]["taken_up"]
    assert (taken["by"], taken["role"], taken["action"]) == (f"os-{LEAD}", "operations-manager", "Seen to.")
    assert (
        f"taken up by os-{LEAD}, operations-manager, at {taken['at']}"
        in blind.typed(LEAD, "case", "alerts", REF).out
    )
    kept: Any = blind.done(SECOND, "case", "alerts", REF)["alerts"][0]["taken_up"]
    assert kept == {"by": f"os-{LEAD}", "role": "operations-manager", "at": taken["at"]}, (
        "the action would tell it too"
    )


def test_an_alert_says_who_is_to_be_told_until_somebody_was_and_who_was_told_late(blind: Blind) -> None:
    alert = ("case", "alert", blind.case, "--what", "Zq7Canary-danger")
    for at, code in (("1990-01-01T09:00Z", "before-announcement"), ("2190-01-01T09:00Z", "date-in-future")):
        assert blind.typed(FIRST, *alert, "--told", "police", "--told-at", at).code == code
    assert blind.typed(FIRST, *alert).status == 0
    assert "NOBODY HAS BEEN TOLD. To be told: " in blind.typed(LEAD, "case", "alerts", REF).out
    verbs = [each["verb"] for each in blind.line.done("inspection", "tasks", REF)["tasks"]]
    assert "tell-of-alert" in verbs
    tell = ("case", "tell", blind.case, "--number", "1", "--told", "police")
    blind.done(FIRST, *tell, "--told-at", "2018-05-14T23:59+01:00")
    said = blind.typed(LEAD, "case", "alerts", REF).out
    assert "not on the day of the alert: tell the same day" in said
    assert "NOBODY" not in said
    verbs = [each["verb"] for each in blind.line.done("inspection", "tasks", REF)["tasks"]]
    assert "tell-of-alert" not in verbs


# Quality


def both_in(blind: Blind) -> None:
    blind.done(FIRST, "case", "complete", blind.case)
    blind.done(SECOND, "case", "complete-second", blind.case)


def test_low_agreement_is_a_task_for_the_quality_lead_until_it_was_looked_into(blind: Blind) -> None:
    both_in(blind)
    found: Any = blind.done(QUALITY, "case", "agreement", REF)
    assert found["all"]["agreed"] == 0
    assert found["low"] == ["reader:os-41001", "reader:os-41002"]

    def looked_for() -> list[str]:
        tasks = blind.line.done("inspection", "tasks", REF)["tasks"]
        return [each["title"] for each in tasks if each["verb"] == "review-agreement"]

    assert len(looked_for()) == 2
    blind.done(
        QUALITY, "case", "review", REF, "--group", "reader:os-41001", "--conclusion", "Trained again."
    )  # fmt: skip
    assert len(looked_for()) == 1


def test_differences_are_decided_one_by_one_and_a_dip_sample_is_read(blind: Blind) -> None:
    both_in(blind)
    for question in question_numbers():
        blind.done(
            QUALITY, "case", "decide", blind.case, "--question", question, "--answer", "yes", "--reason", "It is so."
        )  # fmt: skip
    found: Any = blind.done(QUALITY, "case", "differences", REF)["differences"]
    assert {each["counts"] for each in found} == {"second"}
    drawn = blind.done(QUALITY, "case", "draw-dip", REF, "--size", "1")
    assert drawn["events"][0]["data"]["cases"] == [blind.case]
    told: Any = blind.done(
        QUALITY, "case", "dip", REF, "--case", blind.case, "--answer", "2.1.1=no", "--finding", "Too kind."
    )  # fmt: skip
    assert told["events"][0]["data"]["differing"] == ["2.1.1"]


def test_an_exercise_shows_nobody_elses_answers_before_it_is_closed(blind: Blind) -> None:
    case = blind.line.file("case.pdf", b"%PDF-1.7 a case")
    blind.done(
        QUALITY, "exercise", "open", "autumn", "--title", "A case of many risks", "--document", case,
        "--key-question", "2.1.1", "--reader", f"os-{FIRST}", "--reader", f"os-{SECOND}",
    )  # fmt: skip
    fetched = blind.line.home.parent / "fetched.pdf"
    assert blind.typed(LEAD, "exercise", "fetch", "autumn", "-o", fetched).code == "not-reader"
    assert blind.typed(FIRST, "exercise", "fetch", "winter", "-o", fetched).code == "unknown-benchmark"
    blind.done(FIRST, "exercise", "fetch", "autumn", "-o", fetched)
    assert fetched.read_bytes() == b"%PDF-1.7 a case"
    blind.done(FIRST, "exercise", "answer", "autumn", "--answer", "2.1.1=yes")
    shown: Any = blind.done(SECOND, "exercise", "show", "autumn")
    assert (shown["answers"], shown["outcome"], shown["awaited"]) == ({}, [], [f"os-{SECOND}"])
    assert blind.typed(SECOND, "export", blind.line.home.parent / "whole").code == "kept-apart"
    blind.done(SECOND, "exercise", "answer", "autumn", "--answer", "2.1.1=no")
    blind.done(QUALITY, "exercise", "close", "autumn", "--learning", "Look at the date of the plan.")
    shown = blind.done(SECOND, "exercise", "show", "autumn")
    assert shown["outcome"][0]["counts"] == {"yes": 1, "no": 1}
    assert "Learnt: Look at the date of the plan." in blind.typed(FIRST, "exercise", "show", "autumn").out


# The ratings


def test_a_replay_verifies_ratings_that_rest_on_a_decided_difference(blind: Blind) -> None:
    both_in(blind)
    cases = blind.line.done("case", "list", REF)["cases"]
    for each in cases:
        second = blind.typed(QUALITY, "case", "give-up-second", each["case"], "--reason", "Nobody is free.")
        assert second.status == 0 or second.code in ("unknown-second-read", "read-complete")
        if each["case"] == blind.case:
            continue
        answers = [
            word for question in asked(blind, each["case"]) for word in ("--answer", f"{question}=yes")
        ]
        blind.done(LEAD, "case", "record-answers", each["case"], *answers)
        blind.done(LEAD, "case", "record-interview", each["case"], "--reason", "The officer has left.")
        blind.done(LEAD, "case", "complete", each["case"])
    assert blind.typed(LEAD, "inspection", "close-case-reads", REF).code == "differences-open"
    for question in question_numbers():
        counts = "no" if question == "2.1.1" else "yes"
        decide = ("--question", question, "--answer", counts, "--reason", "It is so.")
        blind.done(QUALITY, "case", "decide", blind.case, *decide)
    for standard in ("1.1", "1.2", "1.3", "1.4"):
        rating = ("--standard", standard, "--rating", "good", "--reason", "As seen.")
        blind.done(LEAD, "inspection", "propose-rating", REF, *rating)
    blind.done(LEAD, "inspection", "close-case-reads", REF)
    derived = blind.done(LEAD, "inspection", "propose-ratings", REF)["events"][0]["data"]
    ratings = {each["standard"]: each["rating"] for each in derived["ratings"]}
    assert (ratings["2.1"], ratings["2.2"]) == ("requires_improvement", "outstanding")
    assert len([each for each in derived["cases"] if each["stream"].startswith("second-read-")]) == 3
    replay = blind.typed(LEAD, "audit", "replay", REF, "--json")
    assert replay.status == 0, replay.err
    assert "verified" in replay.out


def asked(blind: Blind, case: str) -> list[str]:
    with_answers: dict[str, object] = blind.done(LEAD, "case", "show", case)["answers"]
    return list(with_answers)
