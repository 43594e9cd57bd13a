"""docs/programme.md, run from the first command to the last: what it shows is what Assay says."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import worker
from domain.deciders import EVENT_NAMES
from domain.programme.choice.rules import shipped_selection_rules
from domain.programme.year.events import ProgrammeNoticeSent, ProgrammeReplanned
from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine, Said
from tests.support.pages import run_page

PAGE = (ROOT / "docs" / "programme.md").read_text(encoding="utf-8")


class Listening(CommandLine):
    """A command line that remembers what was said, and looks away while a plan is made."""

    said: list[str]

    def __call__(self, *words: str | Path) -> Said:
        said = super().__call__(*words)
        self.said.append(said.out)
        # How far a solver has come is told on standard error, as for anybody who watches.
        plans = words[:2] in (("programme", "schedule"), ("programme", "replan"))
        return Said(said.status, said.out, "") if plans and said.status == 0 else said


def machinery_works(assay: CommandLine) -> None:
    """Do what a worker would do now: every duty whose day has come, and every date that has passed."""
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        streams = ["programme-2027", *house.store.streams("inspection-")]
        for stream in streams:
            for moment in house.attending.look(stream).moments:
                if moment.at is not None and moment.at > house.clock.now():
                    continue
                if moment.kind == "duty":
                    house.attending.carry_out(stream, moment.id)
                else:
                    assert moment.due is not None
                    house.attending.record_lapse(stream, moment.id, moment.due)


def test_the_page_on_a_years_programme_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listening = Listening(assay.home, assay.clock)
    listening.said = []
    run_page(listening, PAGE, tmp_path, machinery_works)
    heard = "\n".join(listening.said)
    for shown in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL):
        assert all(line in heard for line in shown.splitlines()), shown
    shown = assay.done("programme", "show", "2027")
    assert _choices(shown) == {
        "yot-alder": "cycle",
        "yot-birch": "follow-up",
        "yot-cedar": "decision",
        "yot-elm": "lot",
        "yot-fir": None,
        "yot-hazel": None,
    }
    assert {each["inspection"]: each["stands"] for each in shown["slots"]} == {
        "alder-2027": "started",
        "birch-2027": "to start",
        "cedar-2027": "to start",
        "elm-2027": "to start",
    }
    assert shown["slots"][-1]["fieldwork_from"] == "2027-12-06", "the council asked for another week"
    assert [each["outcome"] for each in shown["responses"]] == ["not-accepted"]
    assert "said" not in assay.done("programme", "show", "2027", "--role", "inspector")["responses"][0]
    _what_the_record_knows_went_into_it(assay)
    _told_of_what_touches_them(assay)
    assert assay("audit", "verify").status == 0
    assert assay("db", "projections", "rebuild", "--check").status == 0


def _choices(shown: dict[str, Any]) -> dict[str, str | None]:
    return {each["id"]: each["by"] for each in shown["selections"]["youth-four"]["choices"]}


def _what_the_record_knows_went_into_it(assay: CommandLine) -> None:
    """A provider that took another's place inherits its history, and the lead of the last inspection does not lead."""
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        rule = shipped_selection_rules()["youth-cycle-2018"]
        services = house.programme_record.services("2027", ["yot"], rule)
        assert {each.id: each.ended_on for each in services}["yot-hazel"] == date(2024, 6, 7)
        plan = house.programme_record.programme("2027").plan
    assert plan is not None
    leads = {each.inspection: each.lead for each in plan.slots}
    assert leads["alder-2027"] != "os-3001"
    assert leads["birch-2027"] != "os-3002"
    assert "os-3003" not in {each.person for each in plan.slots[1].team}, "they are away then"
    inspection = assay.done("inspection", "show", "alder-2027")
    assert (inspection["stage"], inspection["lead"]) == ("announcement", leads["alder-2027"])


def _told_of_what_touches_them(assay: CommandLine) -> None:
    """At publication everybody on a team is told; of the new plan only who comes and who goes."""
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        events = [
            EVENT_NAMES.read(each).data for each in house.store.load({"programme-2027": 0})["programme-2027"]
        ]
    told = [each.notice for each in events if isinstance(each, ProgrammeNoticeSent)]
    assert {each for each in told if each.startswith("published-1-")} == {
        f"published-1-staff-os-300{number}" for number in range(1, 6)
    }
    changed = next(each for each in events if isinstance(each, ProgrammeReplanned))
    assert {each.removeprefix("replanned-2-") for each in told if each.startswith("replanned-2-")} == {
        staff for change in changed.changes for staff in change.staff
    }
