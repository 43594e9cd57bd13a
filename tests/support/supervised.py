"""An Effective Supervision Inspection of 2004 and the follow-up of 2005, typed (003)."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import worker
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine

__all__ = ["CRITERIA", "QUESTIONS", "Supervised", "machinery_works", "typed_inspection"]

CRITERIA = ("B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4", "C5")
_HOW_MANY = {"B1": 6, "B2": 1, "B3": 4, "B4": 2, "C1": 4, "C2": 7, "C3": 2, "C4": 2, "C5": 3}
QUESTIONS = tuple(f"{each}.{number}" for each in CRITERIA for number in range(1, _HOW_MANY[each] + 1))
READER, LIST = 41001, "supervised-cases"


@dataclass(frozen=True)
class Supervised:
    """One case of a list.

    Attributes:
        reference: under which the provider knows it.
        risk: the risk of harm, as the provider classifies it.
        weeks: of supervision.
        inspector: the inspector's own class; the provider's where there is none.
        no: the key questions that are answered no; not applicable are those in ``beside``.
        beside: the key questions that do not apply.
    """

    reference: str
    risk: str
    weeks: int
    inspector: str | None = None
    no: Sequence[str] = ()
    beside: Sequence[str] = ()
    gender: str = "male"

    def answer(self, question: str) -> str:
        """How a question is answered in it."""
        if question in self.beside:
            return "not_applicable"
        return "no" if question in self.no else "yes"


def typed_inspection(
    assay: CommandLine,
    reference: str,
    kind: str,
    days: tuple[str, str],
    cases: Iterable[Supervised],
    *,
    classified: bool = False,
) -> None:
    """Type an inspection until its case reads are closed; the day must be that of the announcement.

    Args:
        assay: the command line.
        reference: of the inspection.
        kind: its kind.
        days: the first and the last day of fieldwork.
        cases: the list; all of it is drawn, if the kind means it and it is no longer than the sample.
        classified: whether the inspector classifies each case too.
    """
    cases = tuple(cases)
    assay.done(
        "inspection", "announce", reference, "--provider", "staffordshire", "--lead", "os-7", "--protocol", kind,
        "--fieldwork-from", days[0], "--fieldwork-to", days[1],
    )  # fmt: skip
    item = f"procedures-of-{reference}"
    items = assay.file("items.csv", f"id,title,standard\n{item},Procedures,B1\n")
    assay.done("evidence", "request", reference, "--items", items)
    assay.done("evidence", "waive", reference, "--item", item, "--reason", "They were published.")
    of = (reference, "--population", LIST)
    listed = assay.file(f"{reference}.csv", _csv(cases))
    assay.done("lists", "submit", *of, "--list", listed)
    assay.done("lists", "close", *of)
    assay.done("samples", "draw", *of)
    assay.on(date.fromisoformat(days[0]))
    assay.done("inspection", "begin-fieldwork", reference)
    assay.on(date.fromisoformat(days[1]))
    assay.done("inspection", "end-fieldwork", reference)
    with acting_as(READER):
        _read(assay, reference, cases, classified)
    assay.done(
        "case", "waive-second", reference, "--reason", "There is one reader.", "--role", "quality-lead"
    )
    assay.done("inspection", "close-case-reads", reference)


def _read(assay: CommandLine, reference: str, cases: Sequence[Supervised], classified: bool) -> None:
    drawn = assay.done("case", "list", reference)["cases"]
    known = {each.reference: each for each in cases}
    shown = io.StringIO()
    out = csv.writer(shown)
    out.writerow(["case", "no_interview_because", *QUESTIONS])
    for each in drawn:
        case = known[each["reference"]]
        out.writerow([each["case"], "The officer has left.", *map(case.answer, QUESTIONS)])
    file = assay.file(f"{reference}-reads.csv", shown.getvalue())
    record = ("case", "record-reads", reference, "--file", file, "--population", LIST)
    if classified:
        assay.done(*record)
    for each in drawn if classified else ():
        case = known[each["reference"]]
        assay.done(
            "case", "record-classification", each["case"], "--aspect", "risk-of-harm", "--provider", case.risk,
            "--inspector", case.inspector or case.risk,
        )  # fmt: skip
    assay.done(*record, "--complete")


def _csv(cases: Sequence[Supervised]) -> str:
    shown = io.StringIO()
    out = csv.writer(shown)
    out.writerow(["reference", "gender", "risk-level", "weeks"])
    out.writerows([each.reference, each.gender, each.risk, each.weeks] for each in cases)
    return shown.getvalue()


def machinery_works(assay: CommandLine, reference: str) -> None:
    """Do what a worker would do now for an inspection."""
    stream = f"inspection-{reference}"
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        for moment in house.attending.look(stream).moments:
            if moment.kind == "duty":
                house.attending.carry_out(stream, moment.id)
