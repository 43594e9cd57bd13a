"""Reading a request for a rating from JSON: every mistake is refused in one sentence that names its place."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NoReturn

from domain.canonical import Json, canonical, sha256_hex
from domain.ratings.inputs import (
    MOST_CASES,
    CaseAnswers,
    Counts,
    Inputs,
    Judgement,
    Narrative,
    NotRated,
    Percentage,
    QuestionInput,
    StandardInput,
)
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.refusals import Refused

__all__ = ["MAX_BYTES", "Request", "answers_digest", "level_named", "parse_json_request", "scheme_named"]

MAX_BYTES: Final = 20_000_000
"""A year of a large provider's answers fits many times; a larger file is a mistake."""

_PERCENT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")
_COUNTS: Final = ("yes", "no", "not_applicable", "not_asked")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants rated: the inputs, and the sizes of the case files where they are given."""

    inputs: Inputs
    sizes: Mapping[str, int]


class _Real(str):
    """A number with a point or an exponent, as it was written: it is never made a binary fraction."""

    __slots__ = ()


def load_json(text: bytes, *, where: str) -> Any:
    """Decode JSON strictly: UTF-8, no name twice in one object, no NaN, no depth that could exhaust the machine.

    Raises:
        Refused: ``file-too-large``, ``not-text``, ``not-json``, ``duplicate-key``.
    """
    if len(text) > MAX_BYTES:
        raise Refused.because("file-too-large", f"{where}: larger than {MAX_BYTES:,} bytes")
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise Refused.because("not-text", f"{where}, line {line}: not UTF-8 text") from None

    def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise Refused.because(
                    "duplicate-key", f"{where}: an object holds the name {_quoted(key)} twice"
                )
            found[key] = value
        return found

    def no_constants(name: str) -> NoReturn:
        raise Refused.because("not-json", f"{where}: {name} is no number in JSON")

    try:
        return json.loads(
            content, object_pairs_hook=no_duplicates, parse_float=_Real, parse_constant=no_constants
        )
    except json.JSONDecodeError as error:
        place = f"{where}, line {error.lineno}, column {error.colno}"
        raise Refused.because("not-json", f"{place}: not JSON: {error.msg}") from None
    except RecursionError:
        raise Refused.because("not-json", f"{where}: nested too deeply") from None
    except ValueError:
        raise Refused.because("not-json", f"{where}: holds a number with thousands of digits") from None


def scheme_named(text: bytes, *, where: str) -> str | None:
    """The scheme that a request names, if it names one."""
    data = load_json(text, where=where)
    if not isinstance(data, dict):
        raise Refused.because("bad-request", f"{where}: must be one JSON object")
    name = data.get("scheme")
    if name is not None and not isinstance(name, str):
        raise Refused.because("bad-request", f"{where}: scheme must be the id of a scheme, in quotes")
    return name


def parse_json_request(text: bytes, scheme: Scheme, *, where: str) -> Request:
    """Read a request for a rating under ``scheme``.

    Raises:
        Refused: one sentence with the place: ``bad-request``, ``unknown-standard``, ``unknown-key-question``,
            ``unknown-rating``, ``bad-count``, ``bad-percent``, ``unknown-answer`` and what ``load_json`` raises.
    """
    reader = _Reader(where, scheme)
    data = reader.object(load_json(text, where=where), "the request")
    reader.known(data, ("scheme", "standards", "cases", "facts", "populations", "overall"), "the request")
    standards = reader.object(data.get("standards", {}), "standards")
    inputs = Inputs(
        standards={id_: reader.standard(id_, value) for id_, value in standards.items()},
        cases=reader.cases(data.get("cases", [])),
        facts=reader.facts(data.get("facts", {})),
        overall=reader.judgement(data["overall"], "overall") if "overall" in data else None,
    )
    return Request(inputs, reader.sizes(data.get("populations", {})))


def level_named(scheme: Scheme, text: str) -> str | None:
    """The id of the level that a person means by ``text``: its id or its title, in any case, spaced or hyphened."""
    wanted = _loose(text)
    return next(
        (level.id for level in scheme.levels if wanted in (_loose(level.id), _loose(level.title))), None
    )


def answers_digest(
    case: str, population: str, answers: Mapping[str, Answer], not_asked: Sequence[str]
) -> str:
    """What stands for the digest of a case that has no stream: that of its answers (docs/trace.md, "Cases")."""
    document: dict[str, Json] = {
        "case": case,
        "population": population,
        "answers": {question: str(answer) for question, answer in answers.items()},
        "not_asked": sorted(not_asked),
    }
    return sha256_hex(canonical(document))


def _loose(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def _quoted(value: Any) -> str:
    text = str(value) if isinstance(value, _Real) else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


class _Reader:
    """Reads the parts of one request, knowing the file's name and the scheme."""

    def __init__(self, where: str, scheme: Scheme) -> None:
        self._where = where
        self._scheme = scheme

    def wrong(self, code: str, place: str, sentence: str) -> NoReturn:
        raise Refused.because(code, f"{self._where}: {place} {sentence}")

    def object(self, value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong("bad-request", place, "must be a JSON object")
        return value

    def known(self, data: Mapping[str, Any], names: tuple[str, ...], place: str) -> None:
        for name in data:
            if name not in names:
                self.wrong("bad-request", place, f"holds {_quoted(name)}; it may hold {', '.join(names)}")

    def text(self, value: Any, place: str) -> str:
        if not isinstance(value, str) or isinstance(value, _Real) or not value.strip() or len(value) > 500:
            self.wrong("bad-request", place, "must be a text of 1 to 500 characters")
        if not value.isprintable():
            self.wrong("bad-request", place, "holds a control character")
        return value

    def standard(self, id_: str, value: Any) -> StandardInput:
        place = f"standards.{id_[:60]}"
        if id_ not in self._scheme.by_id:
            known = ", ".join(self._scheme.by_id)
            self.wrong(
                "unknown-standard", f"standard {_quoted(id_)}", f"is not in {self._scheme.id}; it has {known}"
            )
        data = self.object(value, place)
        kinds = [
            kind for kind in ("rating", "key_questions", "percent", "not_rated", "narrative") if kind in data
        ]
        if len(kinds) != 1:
            choice = "rating, key_questions, percent, not_rated or narrative"
            self.wrong(
                "bad-request", place, f"must hold exactly one of {choice}; it holds {len(kinds)} of them"
            )
        if kinds == ["rating"]:
            return self.judgement(data, place)
        if kinds == ["narrative"]:
            self.known(data, ("narrative", "digest"), place)
            return Narrative(self.text(data["narrative"], f"{place}.narrative"), self._digest(data, place))
        self.known(data, (kinds[0],), place)
        if kinds == ["not_rated"]:
            return NotRated(self.text(data["not_rated"], f"{place}.not_rated"))
        if kinds == ["percent"]:
            return self._percent(data["percent"], f"{place}.percent")
        return self._questions(id_, data["key_questions"], f"{place}.key_questions")

    def judgement(self, value: Any, place: str) -> Judgement:
        data = self.object(value, place)
        self.known(data, ("rating", "reference", "digest"), place)
        said = self.text(data.get("rating"), f"{place}.rating")
        level = level_named(self._scheme, said)
        if level is None:
            known = ", ".join(self._scheme.rank) or "none"
            self.wrong(
                "unknown-rating", f"{place}.rating", f"is {_quoted(said)}; the scheme's ratings are {known}"
            )
        reference = self.text(data["reference"], f"{place}.reference") if "reference" in data else None
        return Judgement(level, reference, self._digest(data, place))

    def cases(self, value: Any) -> list[CaseAnswers]:
        if not isinstance(value, list):
            self.wrong("bad-request", "cases", "must be a list")
        return [self._case(case, f"cases[{position}]") for position, case in enumerate(value)]

    def facts(self, value: Any) -> dict[str, bool]:
        data = self.object(value, "facts")
        known = [fact.id for fact in self._scheme.facts]
        for id_, said in data.items():
            if id_ not in known:
                spoken = ", ".join(known) or "none"
                self.wrong(
                    "unknown-fact", f"fact {_quoted(id_)}", f"is not in {self._scheme.id}; it has {spoken}"
                )
            if not isinstance(said, bool):
                self.wrong("bad-request", f"facts.{id_}", f"must be true or false; it is {_quoted(said)}")
        return data

    def sizes(self, value: Any) -> dict[str, int]:
        found: dict[str, int] = {}
        for population, entry in self.object(value, "populations").items():
            place = f"populations.{population[:60]}"
            data = self.object(entry, place)
            self.known(data, ("size",), place)
            found[population] = self._whole(data.get("size"), f"{place}.size")
        return found

    def _questions(self, id_: str, value: Any, place: str) -> dict[str, QuestionInput]:
        found: dict[str, QuestionInput] = {}
        known = self._scheme.by_id[id_].key_questions
        for question, entry in self.object(value, place).items():
            if question not in known:
                spoken = ", ".join(known) or "none"
                self.wrong(
                    "unknown-key-question",
                    f"{place}: {_quoted(question)}",
                    f"is no key question of it; it has {spoken}",
                )
            found[question] = self._question(entry, f"{place}.{question}")
        return found

    def _question(self, value: Any, place: str) -> QuestionInput:
        data = self.object(value, place)
        if "percent" in data:
            if len(data) != 1:
                self.wrong("bad-request", place, "gives a percentage and counts; give one or the other")
            return self._percent(data["percent"], f"{place}.percent")
        self.known(data, _COUNTS, place)
        for name in ("yes", "no"):
            if name not in data:
                self.wrong("bad-count", place, f"lacks the number of {name}")
        return Counts(
            **{name: self._whole(data[name], f"{place}.{name}") for name in _COUNTS if name in data}
        )

    def _percent(self, value: Any, place: str) -> Percentage:
        said = str(value)
        if not _PERCENT.fullmatch(said) or Fraction(said) > 100:
            self.wrong(
                "bad-percent", place, f'must be from 0 to 100, such as "71" or "71.5"; it is {_quoted(value)}'
            )
        return Percentage(Fraction(said))

    def _whole(self, value: Any, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_CASES:
            self.wrong(
                "bad-count", place, f"must be a whole number from 0 to {MOST_CASES:,}; it is {_quoted(value)}"
            )
        return value

    def _digest(self, data: Mapping[str, Any], place: str) -> str | None:
        return self.text(data["digest"], f"{place}.digest") if "digest" in data else None

    def _case(self, value: Any, place: str) -> CaseAnswers:
        data = self.object(value, place)
        self.known(data, ("case", "population", "answers", "not_asked", "digest", "version"), place)
        case = self.text(data.get("case"), f"{place}.case")
        population = self.text(data.get("population"), f"{place}.population")
        answers = {
            self.text(question, f"{place}.answers"): self._answer(said, f"{place}.answers.{question[:60]}")
            for question, said in self.object(data.get("answers"), f"{place}.answers").items()
        }
        not_asked = data.get("not_asked", [])
        if not isinstance(not_asked, list):
            self.wrong("bad-request", f"{place}.not_asked", "must be a list of key questions")
        not_asked = [self.text(question, f"{place}.not_asked") for question in not_asked]
        digest = self._digest(data, place) or answers_digest(case, population, answers, not_asked)
        version = self._whole(data.get("version", 0), f"{place}.version")
        return CaseAnswers(case, digest, population, answers, version, frozenset(not_asked))

    def _answer(self, value: Any, place: str) -> Answer:
        if not isinstance(value, str) or value not in set(Answer):
            self.wrong("unknown-answer", place, f"must be yes, no or not_applicable; it is {_quoted(value)}")
        return Answer(value)
