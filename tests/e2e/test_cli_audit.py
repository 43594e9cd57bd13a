"""What an auditor types, about one inspection that was lived once: explanations, what would have been, and steps."""

import json
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.auditing.looking import Look
from adapters.inbound.cli.command_pages import called
from adapters.inbound.looks import LOOKS, NAMING, NO_LOOKS
from adapters.outbound.looks import FolderLooks
from domain.deciders import DECIDERS
from tests.arch.tree import ROOT
from tests.e2e.test_cli_help import LEAVES
from tests.support.audited import REFERENCE, lived
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine
from tests.support.damaged import damage
from tests.support.pages import run_page
from tests.support.toy_matter import HandClock


@pytest.fixture(scope="module")
def audited(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """An installation with the inspection, for all who only look at it."""
    folder = tmp_path_factory.mktemp("audited")
    shutil.copytree(homes / "new", folder / "home")
    lived(folder / "home")
    line = CommandLine(folder / "home", HandClock())
    line.on(date(2018, 7, 2))
    return line


def audit(line: CommandLine, *words: str | Path) -> str:
    said = line("audit", *words)
    assert (said.status, said.err) == (0, ""), said.err
    return said.out


def on_record(line: CommandLine) -> list[Any]:
    """All that is on the record: every event, command and refusal; the views beside it are not of it."""
    with closing(sqlite3.connect(line.home / "assay.db")) as database:
        return [
            database.execute(f"SELECT * FROM {each} ORDER BY 1").fetchall()
            for each in ("events", "commands", "refusals")
        ]


def nodes(tree: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [tree] if tree["kind"] == kind else []
    return found + [node for child in tree["children"] for node in nodes(child, kind)]


class TestExplanations:
    def test_it_goes_from_the_overall_rating_down_to_each_answer(self, audited: CommandLine) -> None:
        told = audited.done("audit", "explain", REFERENCE)
        tree = told["explanation"]
        replayed = audited.done("audit", "replay", REFERENCE)
        assert (told["replay"], tree["recorded"]) == ("verified", True)
        assert tree["trace_digest"] == replayed["recorded_trace_digest"] == replayed["trace_digest"]
        assert {each["standard"]: each["rating"] for each in nodes(tree, "standard")} == replayed["ratings"]
        assert "adult-nps-2018" in tree["scheme"]["id"]
        assert tree["citation"]
        for standard in nodes(tree, "standard"):
            for question in nodes(standard, "key-question"):
                answers = [each["answer"] for each in nodes(question, "case")]
                assert answers.count("yes") == question["yes"]
                assert answers.count("no") == question["no"]
                assert answers.count("not_applicable") == question["not_applicable"]

    def test_of_the_rules_it_tells_which_fired_and_which_did_not(self, audited: CommandLine) -> None:
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        overall = [each for each in tree["children"] if each["kind"] == "rule"]
        assert [each["rating"] for each in overall if each["fired"]] == [tree["rating"]]
        assert len(overall) == 4
        for standard in nodes(tree, "standard"):
            bands = [each for each in standard["children"] if each["kind"] == "rule"]
            assert [each["rating"] for each in bands if each["fired"]] == [standard["rating"]] * bool(bands)

    def test_both_readers_and_how_they_were_reconciled_are_told(self, audited: CommandLine) -> None:
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        twice = [each for each in nodes(tree, "case") if "second" in each]
        decided = [each for each in twice if each["decided"]]
        assert decided
        for each in decided:
            assert each["answer"] == each["decided"]
            assert each["counted"] in ("first", "second", "both", "quality-lead")
            assert any("the quality lead decided" in line for line in each["lines"])
        assert all(each["reader"] == "reader-1" for each in nodes(tree, "case"))
        assert "Zq7Canary" not in json.dumps(tree), "what is said about a person is not opened"

    def test_the_departure_stands_with_both_ratings_and_its_reason(self, audited: CommandLine) -> None:
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        (departure,) = nodes(tree, "departure")
        assert (departure["derived"], departure["decided"]) == (tree["rating"], "good")
        assert departure["reason"] == "It is only just so."
        assert "Reason: It is only just so." in audit(audited, "explain", REFERENCE)

    def test_the_answers_that_decided_the_band_of_a_share_are_marked(self, audited: CommandLine) -> None:
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        shares = [each for each in nodes(tree, "key-question") if each["share"] is not None]
        assert shares
        for each in shares:
            marked = [case for case in each["children"] if case["decided_the_share"]]
            held_down = each["no"] if each["no_to_yes_for_a_higher_band"] else 0
            kept_up = each["yes"] if each["yes_to_no_for_a_lower_band"] == 1 else 0
            assert len(marked) == held_down + kept_up
            assert all(" <- kept it from " in case["title"] for case in marked)
            assert all(" <- " not in case["title"] for case in each["children"] if case not in marked)
        assert any(each["yes_to_no_for_a_lower_band"] for each in shares)

    def test_one_standard_is_explained_alone(self, audited: CommandLine) -> None:
        said = audit(audited, "explain", REFERENCE, "1.1")
        assert said.startswith("Standard 1.1 Leadership: Outstanding, 3 points\n")
        assert re.search(
            r"It is judged: by lead-inspector-1 as lead-inspector, 2018-.*, in version \d+ of its", said
        )
        assert "Reason: On reflection." in said
        assert audited("audit", "explain", REFERENCE, "9.9").code == "unknown-standard"

    def test_the_page_needs_nothing_else_and_opens_step_by_step(
        self, audited: CommandLine, tmp_path: Path
    ) -> None:
        audit(audited, "explain", REFERENCE, "--html", tmp_path / "why.html")
        page = (tmp_path / "why.html").read_text()
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        assert page.count("<details") == page.count("</summary>") > len(nodes(tree, "case"))
        assert '<html lang="en-GB">' in page
        assert page.count("<h1>") == 1
        assert not re.search(r"<script|<link|src=|https?://", page)
        assert audited("audit", "explain", REFERENCE, "--html", tmp_path / "why.html").code == "file-exists"

    def test_as_it_stood_before_it_is_explained_from_what_was_then_recorded(
        self, audited: CommandLine
    ) -> None:
        steps = audited.done("audit", "replay", REFERENCE)["steps"]
        first, second = (each for each in steps if each["name"] == "inspection.ratings-derived.v1")
        now = audited.done("audit", "explain", REFERENCE)["explanation"]
        then = audited.done("audit", "explain", REFERENCE, "--at", str(first["position"]))["explanation"]
        assert then["trace_digest"] != now["trace_digest"]
        assert then["score"] != now["score"]
        meanwhile = audited.done("audit", "explain", REFERENCE, "--at", str(second["position"] - 1))[
            "explanation"
        ]
        assert (meanwhile["trace_digest"], meanwhile["recorded"]) == (now["trace_digest"], False)
        assert "This has not been put to a panel." in meanwhile["lines"][-1]
        early = audited("audit", "explain", REFERENCE, "--at", "v3")
        assert early.code == "not-derived"


def test_a_decision_that_was_undone_is_told_with_what_undid_it(audited: CommandLine) -> None:
    steps = audited.done("audit", "replay", REFERENCE)["steps"]
    (reopened,) = (each for each in steps if each["name"] == "inspection.case-reads-reopened.v1")
    for words in (("replay",), ("explain",)):
        said = audit(audited, *words, REFERENCE, "--at", str(reopened["position"]))
        (told,) = (line for line in said.splitlines() if "no longer stands. Undone on" in line)
        assert told.endswith("The case reads were opened again: A case was read too quickly.")
        now = audit(audited, *words, REFERENCE)
        assert "no longer stands" not in now
    assert "Nothing had been decided by then." in audit(audited, "replay", REFERENCE, "--at", "v3")


class TestWhatIf:
    def test_every_line_says_that_it_is_no_result_and_nothing_is_recorded(self, audited: CommandLine) -> None:
        before = on_record(audited)
        for words in (
            ("--scheme", "adult-crc-2018"),
            ("--scheme", "youth-2021"),
            ("--rounding", "half_up"),
            ("--second-readers",),
            ("--second-readers", "--rounding", "half_up"),
            (),
        ):
            told = audit(audited, "what-if", REFERENCE, *words)
            assert all(line.startswith("What if | ") for line in told.splitlines()), words
            assert told.endswith("What if | Replay of what it starts from: verified.\n")
        under = audit(audited, "what-if", REFERENCE, "--scheme", "youth-2021")
        assert "Assumed: the ratings are derived under youth-2021" in under
        assert on_record(audited) == before

    def test_the_smallest_set_that_is_named_does_change_the_rating(self, audited: CommandLine) -> None:
        would = audited.done("audit", "what-if", REFERENCE)["would_have_changed_it"]
        least = would["nearness"]["overall"]["answers_only"]["up"]
        typed = [
            word
            for change in least["smallest_set"]
            for case in change["cases"][: change["number"]]
            for word in ("--answer", f"{case}:{change['key_question']}={change['to']}")
        ]
        assert len(typed) == 2 * least["changes"]
        told = audited.done("audit", "what-if", REFERENCE, *typed)
        (overall,) = (each for each in told["ratings"] if each["what"] == "Overall")
        assert (overall["would"], overall["what_if"]) == (least["leads_to"], True)
        assert overall["would"] != overall["was"]
        fewer = audited.done("audit", "what-if", REFERENCE, *typed[2:])
        (overall,) = (each for each in fewer["ratings"] if each["what"] == "Overall")
        assert overall["would"] == overall["was"], "one change fewer does not do"

    def test_with_the_second_readers_answers_their_answers_are_what_is_counted(
        self, audited: CommandLine
    ) -> None:
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        differing = [
            each
            for each in nodes(tree, "case")
            if each.get("second_reader") and each["second"] and each["second"] != each["answer"]
        ]
        told = audited.done("audit", "what-if", REFERENCE, "--second-readers")
        assert f"{len(differing)} answers other than those that counted" in told["assumed"][0]["said"]

    def test_for_a_program_too_whatever_is_assumed_set_aside_or_lacking_says_that_it_is_no_result(
        self, audited: CommandLine
    ) -> None:
        told = audited.done("audit", "what-if", REFERENCE, "--second-readers", "--scheme", "adult-nps-2018")
        assert len(told["assumed"]) == 2
        for part in ("assumed", "set_aside", "lacking", "ratings"):
            assert all(each["what_if"] is True for each in told[part]), part
        lines = told["would_have_changed_it"]["lines"]
        assert lines
        assert all(each["what_if"] is True and each["said"] for each in lines)
        assert (told["replay"], told["place"]) == ("verified", None)

    def test_one_answer_is_assumed_once(self, audited: CommandLine) -> None:
        tree = audited.done("audit", "explain", REFERENCE)["explanation"]
        case = nodes(tree, "case")[0]["case"]
        several = [word for each in ("no", "yes") for word in ("--answer", f"{case}:2.1.1={each}")]
        assert audited("audit", "what-if", REFERENCE, *several).code == "assumed-twice"

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("--answer", "case-1:2.1.1=no"), "unknown-case"),
            (("--answer", "2.1.1=no"), "bad-value"),
            (("--rounding", "down"), "unknown-rounding"),
            (("--scheme", "nobody-2018"), "unknown-scheme"),
        ],
    )
    def test_what_cannot_be_assumed_is_refused(
        self, audited: CommandLine, words: tuple[str, ...], code: str
    ) -> None:
        assert audited("audit", "what-if", REFERENCE, *words).code == code


class TestARecordThatDoesNotHold:
    """Commands that look at it end with 1, and say what does not hold, where; none ends in a fault of its own."""

    @pytest.fixture
    def line(self, audited: CommandLine, tmp_path: Path) -> CommandLine:
        shutil.copytree(audited.home, tmp_path / "home", ignore=shutil.ignore_patterns("looks"))
        line = CommandLine(tmp_path / "home", HandClock())
        line.on(date(2018, 7, 2))
        return line

    def test_its_first_event_was_changed(self, line: CommandLine) -> None:
        at = damage(line.home, f"stream = 'inspection-{REFERENCE}' AND version = 1", '"lead":"', '"lead":"x')
        for words in (("replay",), ("replay", "--steps"), ("explain",), ("what-if",)):
            said = line("audit", words[0], REFERENCE, *words[1:])
            assert (said.status, said.err) == (1, ""), words
            assert f"changed (event {at}: its bytes are not what was recorded)" in said.out, words
            told = json.loads(line("audit", words[0], REFERENCE, *words[1:], "--json").out)
            assert (told["replay"], told["place"].startswith("event ")) == ("changed", True)
        assert (
            "Nothing of the inspection nps-nw can be read by then." in line("audit", "replay", REFERENCE).out
        )

    def test_an_event_of_a_case_was_changed(self, line: CommandLine) -> None:
        which = "position = (SELECT MAX(position) FROM events WHERE stream LIKE 'case-%')"
        at = damage(line.home, which, '"actor":"', '"actor":"x')
        for words in (("explain", REFERENCE), ("explain", REFERENCE, "1.1"), ("what-if", REFERENCE)):
            said = line("audit", *words)
            assert (said.status, said.err) == (1, ""), words
            assert f"Nothing can be explained. Replay: changed (event {at}: " in said.out
            assert said.out.startswith("What if | ") == (words[0] == "what-if")
        early = line("audit", "explain", REFERENCE, "--at", "v3")
        assert (early.status, early.code) == (2, "not-derived"), (
            "nothing is wrong by then, and nothing follows yet"
        )

    def test_what_would_have_been_says_that_what_it_starts_from_does_not_hold(
        self, line: CommandLine
    ) -> None:
        """The last event is rewritten with its digest: the ratings follow still, and its role may not do it."""
        which = f"position = (SELECT MAX(position) FROM events WHERE stream = 'inspection-{REFERENCE}')"
        at = damage(line.home, which, '"acting_role":"', '"acting_role":"not-a-', hashed_anew=True)
        place = f"event {at}: inspection."
        for words in (("what-if", "--rounding", "half_up"), ("explain",), ("replay",)):
            said = line("audit", words[0], REFERENCE, *words[1:])
            assert said.status == 1, words
            assert f"not-authorised ({place}" in said.out, words
            told = json.loads(line("audit", words[0], REFERENCE, *words[1:], "--json").out)
            assert (told["replay"], told["place"].startswith(place)) == ("not-authorised", True)
        every = line("audit", "what-if", REFERENCE).out.splitlines()
        assert all(each.startswith("What if | ") for each in every)


class TestSteps:
    def test_each_step_has_who_in_which_role_on_what_authority_and_what_it_changed(
        self, audited: CommandLine
    ) -> None:
        told = audited.done("audit", "replay", REFERENCE, "--steps")["steps"]
        assert [each["position"] for each in told] == sorted({each["position"] for each in told})
        assert all(each["authority"]["allowed"] for each in told)
        assert all(each["authority"]["role"] == each["role"] for each in told)
        for each in told:
            nobody = f"no staff record says that {each['actor']} held the role {each['role']}"
            itself = each["role"] == "machinery"
            assert each["held"]["words"] == ("done by Assay itself" if itself else nobody)
            assert each["held"]["holds"] is each["held"]["since"] is each["held"]["given_by"] is None
        for name, verbs in (
            ("inspection.announced.v2", ["announce-inspection"]),
            ("inspection.ratings-decided.v2", ["decide-ratings"]),
            ("second-read.difference-decided.v1", ["decide-difference"]),
        ):
            assert {tuple(each["authority"]["commands"]) for each in told if each["name"] == name} == {
                tuple(verbs)
            }
        changed = {change["what"]: change for each in told for change in each["changes"]}
        assert changed["stage"]["after"] == "publication"
        assert changed["signature"]["before"] == "stale"
        assert any(each["about"] == "answer" for each in changed.values())
        said = audit(audited, "replay", REFERENCE, "--steps")
        assert "by panel-chair-1 as panel-chair; the authority table: decide-ratings may be given by" in said

    def test_the_difference_between_two_points_is_told_in_words(self, audited: CommandLine) -> None:
        steps = audited.done("audit", "replay", REFERENCE)["steps"]
        reopened, *_ = (each for each in steps if each["name"] == "inspection.case-reads-reopened.v1")
        before, after = str(reopened["position"] - 1), f"v{reopened['version'] + 2}"
        told = audited.done("audit", "replay", REFERENCE, "--between", before, after)
        changes = {each["what"]: each for each in told["changes"]}
        assert {each["about"] for each in told["changes"]} >= {"rating", "answer"}
        assert changes["stage"]["before"] == "publication"
        assert [each["name"] for each in told["steps"]][:2] == [
            "inspection.case-reads-reopened.v1",
            "case.read-reopened.v2",
        ]
        same = audited.done("audit", "replay", REFERENCE, "--between", after, before)
        assert same == told, "whichever is named first"
        said = audit(audited, "replay", REFERENCE, "--between", before, after)
        assert "The case reads were opened again: A case was read too quickly." in said
        nothing = audited.done("audit", "replay", REFERENCE, "--between", "v5", "v5")
        assert (nothing["changes"], nothing["steps"]) == ([], [])


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "replay", REFERENCE),
        ("audit", "replay", REFERENCE, "--steps"),
        ("audit", "replay", REFERENCE, "--between", "v1", "v21"),
        ("audit", "explain", REFERENCE, "1.1"),
        ("audit", "find", "judgements"),
        ("inspection", "timeline", REFERENCE),
    ],
)
def test_no_line_of_what_people_wrote_passes_for_one_of_ours(
    audited: CommandLine, words: tuple[str, ...]
) -> None:
    lines = [each for each in audited(*words).out.splitlines() if "Replay: changed." in each]
    assert lines
    assert [each for each in lines if not each.lstrip().startswith("| Replay: changed.")] == []


class TestSearches:
    def test_departures_are_found_with_both_ratings_and_the_reason(self, audited: CommandLine) -> None:
        told = audited.done("audit", "find", "departures")
        assert (told["number"], told["unsound"]) == (1, [])
        (found,) = told["found"]
        assert found["words"].endswith("(near-boundary): It is only just so.")
        assert (found["matter"], found["event"]) == (
            f"inspection-{REFERENCE}",
            "inspection.ratings-decided.v2",
        )

    def test_approvals_that_went_stale_are_found_with_what_made_them_so(self, audited: CommandLine) -> None:
        found = audited.done("audit", "find", "stale-approvals")["found"]
        assert [(each["words"].split(" went stale: ")[0], each["stands_again"]) for each in found] == [
            ("the decision on the ratings", True),
            ("the Chief Inspector's signature", True),
        ]
        assert "A case was read too quickly." in found[0]["words"]
        assert "The text for 2.1 was written" in found[1]["words"]

    def test_judgements_of_one_person_are_those_they_made_alone_or_on_a_panel(
        self, audited: CommandLine
    ) -> None:
        everybody = audited.done("audit", "find", "judgements")["found"]
        lead = audited.done("audit", "find", "judgements", "--by", "lead-inspector-1")["found"]
        proposed = "inspection.rating-proposed.v3"
        assert {each["event"] for each in lead} == {proposed, "inspection.report-drafted.v3"}
        assert sum(each["event"] == proposed for each in lead) == 7
        member = audited.done("audit", "find", "judgements", "--by", "member-1")["found"]
        assert {each["event"] for each in member} == {"inspection.ratings-decided.v2"}
        events = {each["event"] for each in everybody}
        assert {"case.answers-recorded.v1", "second-read.difference-decided.v1"} <= events
        assert not {"yes", "no"} & {word for each in everybody for word in re.findall(r"\w+", each["words"])}

    def test_what_was_overdue_or_reopened_is_found_in_its_year(self, audited: CommandLine) -> None:
        for what, number in (("overdue", 2), ("reopened", 2), ("deputies", 0)):
            assert audited.done("audit", "find", what)["number"] == number
            assert audited.done("audit", "find", what, "--from", "2018", "--to", "2018")["number"] == number
            assert audited.done("audit", "find", what, "--from", "2019")["number"] == 0
        words = [each["words"] for each in audited.done("audit", "find", "overdue")["found"]]
        assert [each.split(" was missing when its date, ")[0] for each in words] == ["e1", "e2"]
        assert {each.split(" passed; ")[1] for each in words} == {"it was received on 24 April 2018."}
        assert audited("audit", "find", "overdue", "--from", "2019", "--to", "2018").code == "bad-value"
        assert audited("audit", "find", "anything").code == "unknown-question"

    @pytest.mark.parametrize("what", ["judgements", "departures", "refusals"])
    def test_somebody_of_whom_the_record_knows_nothing_is_refused(
        self, audited: CommandLine, what: str
    ) -> None:
        for whom in ("nobody-1", "reader-1 ", "reader", "reader-11", "inspector"):
            told = audited("audit", "find", what, "--by", whom)
            assert (told.status, told.code) == (2, "unknown-person")
            assert f"Nobody is known to the record as {whom};" in told.err

    def test_somebody_whom_the_record_knows_may_have_done_nothing_of_the_kind(
        self, audited: CommandLine
    ) -> None:
        """Members of a panel too, who are named in its events and gave no command themselves."""
        for what, whom in (("departures", "reader-1"), ("refusals", "reader-1"), ("reopened", "member-2")):
            assert audited.done("audit", "find", what, "--by", whom)["number"] == 0
        assert (
            audited.done("audit", "find", "judgements", "--by", "reader-1", "--from", "2019")["number"] == 0
        )

    def test_refusals_are_found_too(self, homes: Path, tmp_path: Path) -> None:
        shutil.copytree(homes / "announced", tmp_path / "home")
        line = CommandLine(tmp_path / "home", HandClock())
        line.on(date(2018, 5, 15))
        assert line("inspection", "begin-fieldwork", "nps-nw").status == 2
        (found,) = line.done("audit", "find", "refusals")["found"]
        assert (found["command"], found["code"]) == ("begin-fieldwork", "wrong-stage")


class TestLooks:
    @pytest.fixture
    def line(self, audited: CommandLine, tmp_path: Path) -> CommandLine:
        shutil.copytree(audited.home, tmp_path / "home", ignore=shutil.ignore_patterns("looks"))
        line = CommandLine(tmp_path / "home", HandClock())
        line.on(date(2018, 7, 2))
        return line

    def test_every_command_shows_something_private_or_nothing_or_records(self) -> None:
        given = {called(kind, rule) for kind, decider in DECIDERS.items() for rule in decider.rules.values()}
        shown = {path.removeprefix("assay ") for path in LEAVES if path not in given}
        assert sorted(shown - LOOKS - NO_LOOKS) == [], "say whether it shows something of an inspection"
        assert sorted(LOOKS & NO_LOOKS) == []

    def test_who_looked_at_what_is_noted_apart_from_the_record(self, line: CommandLine) -> None:
        before = on_record(line)
        line("inspection", "timeline", REFERENCE)
        with acting_as(41001):
            line("audit", "replay", REFERENCE)
        line("inspection", "show", "nobody-knows")
        line("schemes", "list")
        told = line.done("audit", "looks")["looks"]
        assert [(each["who"], each["what"], each["about"]) for each in told[1:3]] == [
            ("os-41001", "audit replay", [REFERENCE]),
            (told[0]["who"], "inspection show", ["nobody-knows"]),
        ]
        assert told[3]["what"] == "audit looks", "asking for the list is a look too"
        about = line.done("audit", "looks", REFERENCE, "--by", "os-41001")["looks"]
        assert [each["what"] for each in about] == ["audit replay"]
        assert line.done("audit", "looks", "--year", "2017")["number"] == 0
        assert on_record(line) == before

    def test_what_options_name_and_what_was_shown_is_noted_too(self, line: CommandLine) -> None:
        case, *_ = (
            each["case"] for each in nodes(line.done("audit", "explain", REFERENCE)["explanation"], "case")
        )
        line("audit", "replay", REFERENCE, "--steps")
        line("audit", "find", "judgements", "--by", "member-1")
        line("audit", "what-if", REFERENCE, "--answer", f"{case}:2.1.1=no")

        def looked(*about: str) -> list[str]:
            return [each["what"] for each in line.done("audit", "looks", *about)["looks"]]

        assert looked(case)[:2] == ["audit explain", "audit replay"]
        assert looked("member-1")[:1] == ["audit find"]
        assert looked(REFERENCE).count("audit find") == 1, "a judgement of that inspection was found"
        assert looked(case)[2:4].count("audit what-if") >= 1
        every = line.done("audit", "looks")["looks"]
        assert max(len(each["about"]) for each in every) > 8
        assert " more\n" in audit(line, "looks", REFERENCE)

    def test_each_option_of_such_a_command_names_something_or_nothing(self) -> None:
        shown = [leaf for path, leaf in LEAVES.items() if path.removeprefix("assay ") in LOOKS]
        said = {
            each.metavar for leaf in shown for each in leaf.params if each.param_type_name == "option"
        } - {None}
        of_nothing = {
            "A B", "FILE", "KEY", "N", "NAME", "NUMBER", "N|vN", "POPULATION", "ROLE", "STAGE", "STATUS", "TIME",
            "YEAR", "YYYY-MM-DD", "en|cy", "exact|half_up", "html|pdf",
        }  # fmt: skip
        assert sorted(said - of_nothing - NAMING) == [], "say whether it names somebody or something"

    def test_what_cannot_be_noted_is_not_shown(self, line: CommandLine) -> None:
        (line.home / "looks").write_text("A file where the folder should be.")
        for words in (("inspection", "show", REFERENCE), ("audit", "explain", REFERENCE), ("audit", "looks")):
            said = line(*words)
            assert (said.status, said.out, said.code) == (2, "", "look-not-noted")
        assert line("schemes", "list").status == 0

    def test_it_is_kept_for_as_long_as_is_set_and_no_longer(self, line: CommandLine) -> None:
        line("inspection", "show", REFERENCE)
        line.on(date(2021, 5, 1))
        assert line.done("audit", "looks")["looks"][0]["at"].startswith("2018-07-02")
        line.on(date(2021, 9, 1))
        assert line.done("audit", "looks")["looks"][0]["at"].startswith("2021-05-01")

    def test_a_line_that_was_cut_off_is_told_and_swallows_no_other(self, line: CommandLine) -> None:
        line("inspection", "show", REFERENCE)
        (file,) = (line.home / "looks").glob("*/2018-07.jsonl")
        file.write_bytes(file.read_bytes()[:-20])
        told = line.done("audit", "looks")
        assert told["unreadable"] == ["Line 1 of 2018-07.jsonl cannot be read."]
        assert [each["what"] for each in told["looks"]] == ["audit looks"]

    def test_many_who_look_at_once_are_all_noted(self, tmp_path: Path) -> None:
        log = FolderLooks(tmp_path / "looks")
        looks = [
            Look(datetime(2018, 7, 2, tzinfo=UTC), f"os-{each}", "case show", ("x" * 500,))
            for each in range(80)
        ]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(log.add, looks))
        kept = [each for each in log.looks() if isinstance(each, Look)]
        assert sorted(kept, key=lambda each: each.who) == sorted(looks, key=lambda each: each.who)


def test_the_page_for_auditors_works_as_it_says(
    audited: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(audited, (ROOT / "docs" / "audit.md").read_text(encoding="utf-8"), tmp_path)
    assert "</details>" in (tmp_path / "why.html").read_text()
