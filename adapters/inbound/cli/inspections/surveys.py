"""``assay fieldwork survey``: the results of a survey from a file of questions, and one of responses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.inbound.cli.building import add_options, as_command, help_of
from adapters.inbound.cli.ordering import Circumstances, give
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.files.handed_in import Row, bad_rows, read_records, read_rows
from adapters.inbound.services import Summon
from domain.evidence.commands import RecordSurvey, SurveyQuestion
from domain.evidence.decider import EVIDENCE
from domain.refusals import Refused

__all__ = ["add_survey"]

_Question = dict[str, Any]

_EXAMPLE = (
    "nps-nw-2026 --survey service-users-2026 --title 'Service users 2026' --voice service-users "
    "--source 'Everybody under supervision' --true-from 2026-06-01 --asked 120 --answered 34 "
    "--questions survey.toml"
)
_NOTE = (
    "The file of questions has for each its code, its text, what it bears on, and either the scale with the counts or "
    "the answers in words. Where --responses names a CSV file with a row for each who answered and a column for each "
    "question, headed by its code, counts and answers are taken from that, and --answered is the number of its rows. "
    "The file stays with you: the answers are kept whole, encrypted, and what is shown has small numbers hidden."
)


def add_survey(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay fieldwork survey``."""
    fields = {each.name: each for each in fields_of(RecordSurvey)}
    own = [each for name, each in fields.items() if name != "answered"]
    more = [
        Parameter("answered", Parameter.KEYWORD_ONLY, annotation=Answered, default=None),
        Parameter("responses", Parameter.KEYWORD_ONLY, annotation=Responses, default=None),
    ]

    def do(
        role: str | None, command_id: str | None, if_version: int | None, as_json: bool, **typed: Any
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        path, responses = Path(typed["questions"]), typed.pop("responses")
        questions: list[_Question] = read_records(path, SurveyQuestion)
        answered = typed.pop("answered")
        if responses is not None:
            questions, answered = counted_in(responses, questions)
        if answered is None:
            raise Refused.because("bad-usage", "Say with --answered how many answered, or give --responses.")
        values = {**typed, "questions": questions, "answered": answered}
        give(summon(), as_command(RecordSurvey, values, {"inspection": "INSPECTION"}), how)

    text = help_of(EVIDENCE.rules[RecordSurvey], "assay fieldwork survey", _EXAMPLE)
    group.command("survey", help=f"{text}\n\n{_NOTE}")(add_options(do, own, more))


Answered = Annotated[
    int | None,
    typer.Option("--answered", metavar="N", min=0, help="How many answered; not with --responses."),
]
Responses = Annotated[
    Path | None,
    typer.Option("--responses", metavar="FILE", help="A CSV file with a row for each who answered."),
]


def counted_in(path: Path, questions: Sequence[_Question]) -> tuple[list[_Question], int]:
    """The questions with their counts and answers as a file of responses has them, and how many answered.

    An answer on a scale that there is not is named by its line and question; the answer itself is not repeated.

    Raises:
        Refused: ``bad-file`` with the line, and nothing else is recorded; ``unreadable-file``, ``too-large``.
    """
    header, rows = read_rows(path)
    known = {each["question"]: each for each in questions}
    for column in header:
        if column not in known:
            raise Refused.because(
                "bad-file", f"{path}, line 1: there is no question {column}; there are {', '.join(known)}."
            )
    faults = list(_faults(rows, known))
    if faults:
        raise bad_rows(path, faults, len(rows))
    return [_counted(each, rows) for each in questions], len(rows)


def _faults(rows: Sequence[Row], known: Mapping[str, _Question]) -> Iterator[tuple[int, str]]:
    for row in rows:
        for code, answer in row.cells.items():
            scale = known[code].get("scale", [])
            if scale and answer not in scale:
                yield row.line, f"{code} must be one of {', '.join(scale)}"


def _counted(question: _Question, rows: Sequence[Row]) -> _Question:
    given = [row.cells[question["question"]] for row in rows if question["question"] in row.cells]
    scale = question.get("scale", [])
    if not scale:
        return {**question, "answers": given, "counts": []}
    counts = Counter(given)
    return {**question, "answers": [], "counts": [counts[each] for each in scale]}
