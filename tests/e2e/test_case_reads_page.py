"""docs/case-reads.md, run from its first command to its last, by everybody whom it says to type something."""

import contextlib
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

import worker
from activities.cases.reads_drawn import reads_drawn
from adapters.inbound.cli.application import run
from domain.inspections.rules.cases.second_reads import seed_of_reads, to_read_twice
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from tests.arch.tree import ROOT
from tests.support.blind import FIRST, LEAD, QUALITY, SECOND, Blind, acting_as, undrawn
from tests.support.command_line import CommandLine, Said
from tests.support.pages import run_page

pytestmark = pytest.mark.long

OTHER, MANAGER = 41004, 41005
REF = "nps-nw"
STAFF: dict[int, tuple[str, tuple[str, ...]]] = {
    LEAD: ("lead-inspector", ()),
    FIRST: ("inspector", ("supervised-cases",)),
    SECOND: ("inspector", ("supervised-cases", "court-reports", "victims")),
    OTHER: ("inspector", ("court-reports", "victims")),
    QUALITY: ("quality-lead", ()),
}


class PutTogether(CommandLine):
    """A command line on an installation that is put together once, which takes a tenth of the time."""

    def __init__(self, line: CommandLine, house: worker.Assay) -> None:
        super().__init__(line.home, line.clock)
        self._house = house

    def __call__(self, *words: str | Path) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run(lambda: self._house, worker.faults, [str(each) for each in words])
        return Said(status, out.getvalue(), err.getvalue())


def test_the_page_on_reading_cases_works_as_it_says(
    homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = undrawn(homes, tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.pdf").write_bytes(b"%PDF-1.7\nA case of many risks.\n%%EOF\n")
    _staff(blind)
    (case,) = _to_be_read_twice(blind)
    page = (ROOT / "docs" / "case-reads.md").read_text(encoding="utf-8")
    with blind.put_together() as house:
        line = PutTogether(blind.line, house)
        last = run_page(line, page, tmp_path, _reading_goes_on(case, tmp_path), {"CASE": case})
    assert "Learnt: A plan that nobody reviewed" in last
    checked = blind.done(LEAD, "samples", "check", REF, "--population", "supervised-cases")["findings"]
    found = {each["what"]: each["good"] for each in checked}
    assert (found["the second reads"], found["the dip samples"]) == (True, True)
    with blind.put_together() as house:
        streams = house.store.load({f"inspection-{REF}": 0, f"quality-{REF}": 0})
        own, quality = (tuple(each) for each in streams.values())

        def unread(wanted: Mapping[str, int]) -> Mapping[str, Iterable[Recorded]]:
            return {case: tuple(each)[:1] for case, each in house.store.load(wanted).items()}

        others = {
            each.what: each.good for each in reads_drawn(own, quality, "supervised-cases", None, unread)
        }
    assert others["the dip samples"] is False, "those finished were others than it was drawn from"
    (alert,) = blind.done(LEAD, "case", "alerts", REF)["alerts"]
    assert (alert["case"], alert["status"]) == (case, "acknowledged")
    (difference, *_) = blind.done(QUALITY, "case", "differences", REF)["differences"]
    assert (difference["decided"], difference["counts"]) == ("no", "second")


def _to_be_read_twice(blind: Blind) -> tuple[str, ...]:
    """Which supervised cases the page is going to draw: the draw goes by the order in which the sample came up."""
    with blind.put_together() as house:
        stream = f"inspection-{REF}"
        inspection: Inspection = house.records.read([stream])[stream].state
        own = [each.digest.hex() for each in house.store.load({stream: 0})[stream]]
    sample = {"supervised-cases": inspection.samples["supervised-cases"].cases}
    return to_read_twice(sample, 50, seed_of_reads(inspection, own))


def _staff(blind: Blind) -> None:
    """A staff record with everybody whom the page names."""
    details = blind.line.file("details.toml", 'person_name = "Ada"\nemail = "ada@example.org"\n')
    blind.done(MANAGER, "people", "begin", "--details", details)
    for person, (role, skills) in STAFF.items():
        who = f"os-{person}"
        registered = ("--staff", who, "--engagement", "employee", "--details", details)
        blind.done(MANAGER, "people", "register", *registered)
        blind.done(MANAGER, "people", "give-role", who, "--held", role, "--since", "2018-06-01")
        if skills:
            noted = [word for each in skills for word in ("--skill", each)]
            blind.done(MANAGER, "people", "note-skills", who, *noted)


def _reading_goes_on(case: str, folder: Path) -> Callable[[CommandLine], None]:
    """What happens where the page leaves it to the reader: reads go on, and a file is filled in."""
    steps = iter(("the read", "every read", "the file"))

    def go_on(assay: CommandLine) -> None:
        match next(steps):
            case "the read":
                with acting_as(FIRST):
                    _answer(assay, case, "yes", second=False)
            case "every read":
                for person in (FIRST, SECOND, OTHER):
                    with acting_as(person):
                        _finish_all(assay)
            case _:
                file = folder / "case.json"
                filled = json.loads(file.read_text())
                filled["answers"]["2.1.1"]["note"] = "Thought of on the train."
                file.write_text(json.dumps(filled))

    return go_on


def _finish_all(assay: CommandLine) -> None:
    for each in assay.done("case", "mine", REF)["reads"]:
        second = each["read"] == "second"
        if each["status"] == "complete":
            continue
        _answer(assay, each["case"], "no" if second else "yes", second=second)
        if not second:
            assay.done("case", "record-interview", each["case"], "--reason", "The officer has left.")
        assay.done("case", "complete-second" if second else "complete", each["case"])


def _answer(assay: CommandLine, case: str, answer: str, *, second: bool) -> None:
    left = assay.done("case", "left", case, *(["--second"] if second else []))["unanswered"]
    answers = [word for each in left for word in ("--answer", f"{each['number']}={answer}")]
    if answers:
        assay.done("case", "answer-second" if second else "record-answers", case, *answers)
