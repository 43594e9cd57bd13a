"""How many cases to read (``assay case sample-size``), and how far readers agree by a file; without a record."""

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.inbound.files.named import read_file
from adapters.inbound.shown.cases.agreement import FEWEST_PAIRS, agreement_cells, agreement_data
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.sampling.size import sample_size
from domain.ratings.consistency import (
    Agreement,
    DoubleRead,
    agreement_of,
    by_key_question,
    by_reader,
    by_reader_and_key_question,
)
from domain.refusals import Refused

__all__ = ["add_sample_size", "agreement_in_file"]

LARGEST_FILE: Final = 16 * 1024 * 1024
COLUMNS: Final = ("case", "key question", "reader", "answer")
ANSWERS: Final = ("yes", "no", "not_applicable")
MOST_CASES: Final = 10**9


def add_sample_size(group: typer.Typer) -> None:
    """Add ``assay case sample-size``."""
    group.command("sample-size")(how_many)


def how_many(
    population: Annotated[int, typer.Argument(metavar="N", help="How many cases the whole file holds.")],
    confidence: Annotated[
        str, typer.Option(metavar="PERCENT", help="How sure to be, in per cent, from 50 to 99.99.")
    ] = "80",
    margin: Annotated[
        str, typer.Option(metavar="POINTS", help="Within how many points either way, from 0.1 to 50.")
    ] = "5",
    as_json: AsJson = False,
) -> None:
    """Say how many cases of a file to read, to be so sure of a share within so many points.

    With the correction for a file that is not endless, for the share that needs most cases, one half.

    Example: assay case sample-size 500 --confidence 80 --margin 5
    """
    if population > MOST_CASES:
        raise Refused.because("bad-sample-size", f"a case file holds at most {MOST_CASES:,} cases")
    sure, within = _percent(confidence, "--confidence"), _percent(margin, "--margin")
    cases = sample_size(population, confidence=sure, margin=within)
    if as_json:
        say_json({"population": population, "confidence": confidence, "margin": margin, "cases": cases})
        return
    say(f"Read {cases} of {population} cases to be {confidence} % sure of a share within {margin} points.")


def agreement_in_file(file: Path, *, as_json: bool) -> None:
    """Say how far the two inspectors who read the same cases agree, for each of them and each key question.

    Args:
        file: CSV with the columns case, key question, reader, answer.
        as_json: whether to say it to a program.

    Raises:
        Refused: ``bad-file`` with the line, ``unreadable-file``, ``too-large``.
    """
    reads, single = _double_reads(file)
    total = agreement_of((each.first, each.second) for each in reads)
    questions, readers, both = by_key_question(reads), by_reader(reads), by_reader_and_key_question(reads)
    if as_json:
        say_json(
            {
                "all": agreement_data(total),
                "answered_once": single,
                "key_questions": {id_: agreement_data(each) for id_, each in questions.items()},
                "readers": {
                    reader: agreement_data(each)
                    | {
                        "key_questions": {
                            q: agreement_data(one) for (who, q), one in both.items() if who == reader
                        }
                    }
                    for reader, each in readers.items()
                },
            }
        )
        return
    _say_table("key question", questions)
    say("")
    _say_table("reader", readers)
    say("")
    rows = [(reader, question, *agreement_cells(each)) for (reader, question), each in both.items()]
    table(("reader", "key question", "pairs", "agreed", "kappa", "alpha"), rows)
    say("")
    cells = agreement_cells(total)
    say(f"In all {cells[0]} pairs, {cells[1]} agreed, kappa {cells[2]}, alpha {cells[3]}.")
    if single:
        say(f"Answered by one inspector only, and so no pair: {single}.")
    if total.pairs < FEWEST_PAIRS:
        say("With so few pairs these figures say little.")


def _say_table(what: str, groups: Mapping[str, Agreement]) -> None:
    rows = [(name, *agreement_cells(each)) for name, each in groups.items()]
    table((what, "pairs", "agreed", "kappa", "alpha"), rows)


def _percent(said: str, option: str) -> Fraction:
    whole, _, part = said.partition(".")
    digits = all(each.isascii() and each.isdigit() and len(each) <= 6 for each in (whole, part or "0"))
    if not digits or said.endswith("."):
        raise Refused.because("bad-option", f"{option} must be a number such as 80 or 2.5, not {said[:80]!r}")
    return Fraction(said) / 100


def _double_reads(file: Path) -> tuple[list[DoubleRead], int]:
    """The pairs of answers, each pair's readers in the order of their ids; and how many answers stand alone."""
    answers: dict[tuple[str, str], dict[str, str]] = {}
    for line, (case, question, reader, answer) in _rows(file):
        given = answers.setdefault((case, question), {})
        if reader in given:
            raise _wrong(file, line, f"{reader} answers {question} in the case {case} a second time")
        if len(given) == 2:
            raise _wrong(file, line, f"{question} in the case {case} has a third reader, {reader}")
        given[reader] = answer
    reads: list[DoubleRead] = []
    for (_, question), given in answers.items():
        if len(given) == 2:
            (first, a), (second, b) = sorted(given.items())
            reads.append(DoubleRead(question, first, second, a, b))
    return reads, sum(len(given) == 1 for given in answers.values())


def _rows(file: Path) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    try:
        text = read_file(file, largest=LARGEST_FILE).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused.because("bad-file", f"{file} is not UTF-8 text.") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        places = _places(file, next(rows, []))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(places):
                raise _wrong(
                    file, rows.line_num, f"{len(row)} columns where the first line has {len(places)}"
                )
            case, question, reader, said = (row[places[name]].strip() for name in COLUMNS)
            for name, cell in zip(COLUMNS, (case, question, reader, said), strict=True):
                if not cell or len(cell) > 200 or not cell.isprintable():
                    raise _wrong(file, rows.line_num, f"the {name} is empty, too long or no plain text")
            answer = said.casefold().replace(" ", "_")
            if answer not in ANSWERS:
                raise _wrong(file, rows.line_num, f"an answer is {', '.join(ANSWERS)}, not {said!r}")
            yield rows.line_num, (case, question, reader, answer)
    except csv.Error as error:
        raise _wrong(file, rows.line_num, f"not CSV: {error}") from None


def _places(file: Path, heads: list[str]) -> dict[str, int]:
    names = [head.strip().casefold().replace("_", " ") for head in heads]
    if sorted(names) != sorted(COLUMNS):
        raise _wrong(file, 1, f"the columns must be {', '.join(COLUMNS)}")
    return {name: names.index(name) for name in COLUMNS}


def _wrong(file: Path, line: int, what: str) -> Refused:
    return Refused.because("bad-file", f"{file}, line {line}: {what}.")
