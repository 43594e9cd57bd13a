"""Reading case answers from CSV, as a spreadsheet writes them: one row per case, or one row per answer.

- One row per case: a column ``case`` and a column per key question, headed by its number.
- One row per answer: columns ``case``, ``key_question`` and ``answer``.

Either may have a column ``population``; without it a case belongs to the list whose key questions it answers. Rows that
have ``standard`` and ``rating`` (or ``standard`` and ``reason``) instead of a case give a judgement (or say why a
standard is not rated).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NoReturn

from domain.ratings.inputs import CaseAnswers, Inputs, Judgement, NotRated, StandardInput
from domain.ratings.request_json import MAX_BYTES, Request, answers_digest, level_named
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.refusals import Refused

__all__ = ["parse_csv_request"]

_WORDS: Final = {
    "yes": Answer.YES,
    "y": Answer.YES,
    "no": Answer.NO,
    "n": Answer.NO,
    "not_applicable": Answer.NOT_APPLICABLE,
    "not applicable": Answer.NOT_APPLICABLE,
    "n/a": Answer.NOT_APPLICABLE,
    "na": Answer.NOT_APPLICABLE,
}
_NAMED: Final = ("case", "population", "key_question", "answer", "standard", "rating", "reason")


@dataclass(slots=True)
class _Case:
    """A case as its rows fill it in."""

    line: int
    answers: dict[str, Answer] = field(default_factory=dict)


def parse_csv_request(text: bytes, scheme: Scheme, *, where: str) -> Request:
    """Read case answers, and judgements if they are there, to be rated under ``scheme``.

    Raises:
        Refused: one sentence with file and line: ``file-too-large``, ``not-text``, ``not-csv``, ``unknown-column``,
            ``missing-column``, ``duplicate-case``, ``unknown-answer``, ``unknown-key-question``, ``unknown-standard``,
            ``unknown-rating``, ``unknown-population``, ``bad-row``.
    """
    return _Sheet(text, scheme, where).request()


class _Sheet:
    def __init__(self, text: bytes, scheme: Scheme, where: str) -> None:
        self._scheme = scheme
        self._where = where
        self._owner = {
            question: population
            for population, questions in scheme.populations.items()
            for question in questions
        }
        self._rows = self._read(text)
        self._cases: dict[tuple[str, str], _Case] = {}
        self._standards: dict[str, StandardInput] = {}

    def request(self) -> Request:
        line, header = next(self._rows, (1, []))
        columns = self._columns(line, header)
        one_per_answer = "key_question" in columns
        for line, cells in self._rows:
            if len(cells) != len(columns):
                self._wrong("bad-row", line, f"has {len(cells)} cells; the heading has {len(columns)}")
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
            if row.get("standard"):
                self._standard(line, row)
            elif one_per_answer:
                self._one_answer(line, row)
            else:
                self._one_case(line, row)
        return Request(Inputs(self._standards, [self._finished(*key) for key in self._cases]), {})

    def _wrong(self, code: str, line: int, sentence: str) -> NoReturn:
        raise Refused.because(code, f"{self._where}, line {line}: {sentence}")

    def _read(self, text: bytes) -> Iterator[tuple[int, list[str]]]:
        if len(text) > MAX_BYTES:
            raise Refused.because("file-too-large", f"{self._where}: larger than {MAX_BYTES:,} bytes")
        try:
            content = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._wrong("not-text", text.count(b"\n", 0, error.start) + 1, "not UTF-8 text")
        reader = csv.reader(io.StringIO(content, newline=""), strict=True)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, cells
        except csv.Error as error:
            self._wrong("not-csv", reader.line_num, f"not CSV: {error}")

    def _columns(self, line: int, header: list[str]) -> list[str]:
        columns = [cell.strip() if cell.strip() in self._owner else _folded(cell) for cell in header]
        for position, column in enumerate(columns):
            if column not in _NAMED and column not in self._owner:
                known = f"{', '.join(_NAMED)} and the key questions of {self._scheme.id}"
                self._wrong(
                    "unknown-column",
                    line,
                    f"{header[position][:60]!r} is no column known here; known are {known}",
                )
            if column in columns[:position]:
                self._wrong("unknown-column", line, f"the column {column} stands twice")
        if "case" not in columns:
            self._wrong("missing-column", line, "the first line must head the columns, one of them 'case'")
        if ("key_question" in columns) != ("answer" in columns):
            self._wrong("missing-column", line, "the columns key_question and answer go together")
        if "key_question" in columns and any(column in self._owner for column in columns):
            self._wrong(
                "unknown-column", line, "has a row per answer (key_question) and a column per key question"
            )
        if "key_question" not in columns and not any(column in self._owner for column in columns):
            self._wrong("missing-column", line, f"has no column for any key question of {self._scheme.id}")
        return columns

    def _standard(self, line: int, row: Mapping[str, str]) -> None:
        id_ = row["standard"]
        if id_ not in self._scheme.by_id:
            known = ", ".join(self._scheme.by_id)
            self._wrong(
                "unknown-standard", line, f"standard {id_[:60]!r} is not in {self._scheme.id}; it has {known}"
            )
        if id_ in self._standards:
            self._wrong("bad-row", line, f"standard {id_} is given a second time")
        rating, reason = row.get("rating", ""), row.get("reason", "")
        if bool(rating) == bool(reason) or row.get("case"):
            self._wrong(
                "bad-row", line, "a row for a standard holds its rating, or the reason why it has none"
            )
        if reason:
            self._standards[id_] = NotRated(reason)
            return
        level = level_named(self._scheme, rating)
        if level is None:
            known = ", ".join(self._scheme.rank)
            self._wrong(
                "unknown-rating", line, f"{rating[:60]!r} is no rating of {self._scheme.id}; it has {known}"
            )
        self._standards[id_] = Judgement(level)

    def _one_answer(self, line: int, row: Mapping[str, str]) -> None:
        question = row["key_question"]
        population = self._population(line, question, row)
        case = self._cases.setdefault((population, self._reference(line, row)), _Case(line))
        if question in case.answers:
            self._wrong("duplicate-case", line, f"case {row['case']} answers {question} a second time")
        case.answers[question] = self._answer(line, question, row["answer"])

    def _one_case(self, line: int, row: Mapping[str, str]) -> None:
        reference = self._reference(line, row)
        given = {question: said for question, said in row.items() if question in self._owner and said}
        if not given:
            self._wrong("bad-row", line, f"case {reference} answers nothing")
        for question, said in given.items():
            key = (self._population(line, question, row), reference)
            case = self._cases.setdefault(key, _Case(line))
            if case.line != line:
                self._wrong("duplicate-case", line, f"case {reference} stands on line {case.line} already")
            case.answers[question] = self._answer(line, question, said)

    def _reference(self, line: int, row: Mapping[str, str]) -> str:
        reference = row["case"]
        if not 0 < len(reference) <= 200 or not reference.isprintable():
            self._wrong("bad-row", line, "the case must have a reference of 1 to 200 printable characters")
        return reference

    def _population(self, line: int, question: str, row: Mapping[str, str]) -> str:
        population = self._owner.get(question)
        if population is None:
            known = ", ".join(self._owner) or "none"
            self._wrong(
                "unknown-key-question",
                line,
                f"{question[:60]!r} is no key question of cases; they are {known}",
            )
        said = row.get("population") or population
        if said not in self._scheme.populations:
            known = ", ".join(self._scheme.populations)
            self._wrong("unknown-population", line, f"{said[:60]!r} is none of the populations {known}")
        if said != population:
            self._wrong("unknown-key-question", line, f"{question} is asked of {population}, not of {said}")
        return population

    def _answer(self, line: int, question: str, said: str) -> Answer:
        answer = _WORDS.get(said.lower())
        if answer is None:
            self._wrong(
                "unknown-answer",
                line,
                f"the answer to {question} must be yes, no or not_applicable, not {said[:60]!r}",
            )
        return answer

    def _finished(self, population: str, reference: str) -> CaseAnswers:
        case = self._cases[population, reference]
        for question in self._scheme.populations[population]:
            if question not in case.answers:
                self._wrong("missing-answer", case.line, f"case {reference} has no answer to {question}")
        digest = answers_digest(reference, population, case.answers, ())
        return CaseAnswers(reference, digest, population, case.answers)


def _folded(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_")
