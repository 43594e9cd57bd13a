"""Case reads in a file: every row is rehearsed by the rules themselves before the first is recorded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from activities.commanding.desk import Order
from activities.privacy.personal import CaseAbout
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import Circumstances
from adapters.inbound.files.handed_in import Row, bad_rows, read_rows
from adapters.inbound.services import Services
from domain.cases.commands import (
    CaseCommand,
    CompleteCaseRead,
    NoteAnswer,
    RecordAnswers,
    RecordCharacteristics,
    RecordInterview,
)
from domain.cases.diversity.characteristics import CHARACTERISTICS
from domain.cases.events import Answered
from domain.cases.reading import CASE, CaseRead
from domain.given import Given
from domain.messages import Event
from domain.refusals import Refusal, Refused

__all__ = ["Planned", "plan_reads"]

_NUMBER = re.compile(r"[A-Z0-9][0-9]{0,2}(\.[0-9]{1,2}){1,2}")
_NOTE = re.compile(rf"note ({_NUMBER.pattern})")
_OWN = ("case", "row", "population", "reference", "interviewed_on", "no_interview_because")
_NAMES = {name: name for name in (*_OWN, "answers", "held_on", "reason")}
_ANSWERS = {
    "n/a": "not_applicable",
    "na": "not_applicable",
    "not applicable": "not_applicable",
    "y": "yes",
    "n": "no",
}
"""What people write in spreadsheets."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done for a file.

    Attributes:
        orders: what is to be given, each with the line it comes from.
        cases: how many cases the file has.
    """

    orders: tuple[tuple[int, Order], ...]
    cases: int


def plan_reads(
    services: Services,
    inspection: str,
    path: Path,
    population: str | None,
    how: Circumstances,
    *,
    complete: bool,
) -> Planned:
    """Read a file, and work out what has to be given for each of its rows.

    Raises:
        Refused: ``bad-file`` when a row is wrong or would be refused; ``too-large``.
    """
    header, rows = read_rows(path)
    _check_columns(path, header, population)
    streams = _streams(services, inspection)
    faults: list[tuple[int, str]] = []
    found: dict[str, Row] = {}
    for row in rows:
        stream = _stream(row, population, streams)
        if stream is None:
            faults.append((row.line, "there is no such case in the samples of this inspection"))
        elif stream in found:
            faults.append((row.line, f"the case is there twice, first in line {found[stream].line}"))
        else:
            found[stream] = row
    states = services.records.read(found)
    about = services.personal.cases(found) if _is_about_persons(header) else {}
    orders: list[tuple[int, Order]] = []
    for stream, row in found.items():
        try:
            known = about.get(stream, CaseAbout())
            given = tuple(_rehearsed(services, states[stream].state, known, row, how, (stream, complete)))
        except Refused as refused:
            faults.append((row.line, refused.refusal.sentence.rstrip(".")))
        else:
            orders += [(row.line, order) for order in given]
    if faults:
        raise bad_rows(path, sorted(faults), len(rows))
    return Planned(tuple(orders), len(found))


def _check_columns(path: Path, header: Sequence[str], population: str | None) -> None:
    for column in header:
        if column not in (*_OWN, *CHARACTERISTICS) and not (
            _NUMBER.fullmatch(column) or _NOTE.fullmatch(column)
        ):
            raise Refused.because(
                "bad-file",
                f"{path}, line 1: there is no column {column}; there are {', '.join(_OWN)}, question numbers, "
                "notes like note 2.1.1, and the protected characteristics by name.",
            )
    if "case" not in header and "row" not in header:
        raise Refused.because("bad-file", f"{path}, line 1: a column row or case is missing.")
    if "case" not in header and population is None and "population" not in header:
        raise Refused.because(
            "bad-file",
            f"{path}, line 1: say which list the rows are of, by --population or a column population.",
        )


def _streams(services: Services, inspection: str) -> Mapping[tuple[str, str], str]:
    """The streams of the sampled cases by list and row, and by themselves."""
    streams: dict[tuple[str, str], str] = {}
    for each in services.views.catch_up().cases(inspection):
        streams[each.population, str(each.row)] = each.case
        streams["", each.case] = each.case
    return streams


def _stream(row: Row, population: str | None, streams: Mapping[tuple[str, str], str]) -> str | None:
    if "case" in row.cells:
        return streams.get(("", row.cells["case"]))
    return streams.get((row.cells.get("population", population or ""), row.cells.get("row", "")))


def _rehearsed(
    services: Services,
    state: CaseRead,
    known: CaseAbout,
    row: Row,
    how: Circumstances,
    wanted: tuple[str, bool],
) -> Iterator[Order]:
    """The orders that a row comes to, each of which the rules accept.

    Args:
        services: the installation.
        state: where the case stands.
        known: what is said about its person already.
        row: the row of the file.
        how: who gives the commands.
        wanted: the case, and whether its read is to be finished.

    Raises:
        Refused: the rules, or the shape of a command, do not allow one.
    """
    # Before anything is compared: whether something was left to do would tell what has been answered.
    if barred := state.readers.barred(my_id()):
        raise Refused(barred)
    for number, command in enumerate(_commands(state, known, row, *wanted)):
        order = how.order(command, suffix=f":{row.line}:{number}")
        library = services.library()
        reads = CASE.rules[type(command)].reads(state, command, library)
        seen = services.records.read(reads) if reads else {}
        given = Given(
            at=services.clock.now(),
            actor=order.actor,
            calendar=services.calendar,
            library=library,
            seen={stream: standing.state for stream, standing in seen.items()},
        )
        decided = CASE.decide(state, command, given)
        if isinstance(decided, Refusal):
            raise Refused(decided)
        state = CASE.fold((event for event in decided if isinstance(event, Event)), state)
        yield order


def _commands(
    state: CaseRead, known: CaseAbout, row: Row, stream: str, complete: bool
) -> Iterator[CaseCommand]:
    answers = [
        [column, _answer(column, cell)] for column, cell in row.cells.items() if _NUMBER.fullmatch(column)
    ]
    fresh = [each for each in answers if state.answers.get(each[0]) != each[1]]
    held, why = row.cells.get("interviewed_on"), row.cells.get("no_interview_because")
    if (held or why) and state.interviewed is not (held is not None):
        yield _made(RecordInterview, {"case": stream, "held_on": held, "reason": why})
    if fresh:
        yield _made(RecordAnswers, {"case": stream, "answers": fresh})
    for column, cell in row.cells.items():
        beside = _NOTE.fullmatch(column)
        if beside and known.notes.get(beside[1]) != cell:
            yield _made(NoteAnswer, {"case": stream, "question": beside[1], "note": cell})
    given = {code: row.cells[code] for code in CHARACTERISTICS if code in row.cells}
    if given and known.characteristics != given:
        yield _made(RecordCharacteristics, {"case": stream, "characteristics": list(given.items())})
    if complete and not state.complete:
        yield CompleteCaseRead(case=stream)


def _answer(question: str, cell: str) -> str:
    answer = _ANSWERS.get(cell.lower(), cell.lower())
    if answer not in get_args(Answered):
        raise Refused.because("bad-value", f"{question} must be yes, no or not_applicable.")
    return answer


def _made(
    command: type[RecordInterview | RecordAnswers | NoteAnswer | RecordCharacteristics],
    values: Mapping[str, object],
) -> CaseCommand:
    names = {
        "held_on": "interviewed_on",
        "reason": "no_interview_because",
        "answers": "",
        "note": f"note {values.get('question')}",
        "characteristics": "",
    }
    made = as_command(command, values, names)
    assert isinstance(made, RecordInterview | RecordAnswers | NoteAnswer | RecordCharacteristics)
    return made


def _is_about_persons(header: Sequence[str]) -> bool:
    return any(_NOTE.fullmatch(column) or column in CHARACTERISTICS for column in header)
