"""What is different between two states of the same thing, in an inspector's words.

The states may stand on either side of one event, or of years. Nothing is told of a text that is about a person: states
hold none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.inspections.report.state import Report
from domain.inspections.state import Evidence, Inspection
from domain.text import rating_in_words, words_of
from domain.working_days import in_words

__all__ = ["Change", "changes_between", "changes_in_ratings"]

About = Literal["stage", "people", "deadline", "evidence", "sample", "answer", "read", "rating", "report"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    Attributes:
        about: of which sort.
        what: what it is.
        before: as it was; None where there was nothing.
        after: as it is; None where there is nothing any more.
    """

    about: About
    what: str
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        """The change as one line."""
        if self.before is None:
            return f"{self.what}: {self.after}"
        return f"{self.what}: {self.after or 'no longer'}, was {self.before}"


def changes_between(before: Any, after: Any, of: str = "") -> tuple[Change, ...]:
    """What is different; nothing where the states are of a kind that is told by its events alone.

    Args:
        before: the earlier state.
        after: the later one, of the same stream.
        of: the stream, where it has to be named.
    """
    match after:
        case Inspection():
            return tuple(_inspection(before, after))
        case CaseRead():
            return tuple(_read(before, after, of))
        case SecondRead():
            return tuple(_second(before, after, of))
        case _:
            return ()


def changes_in_ratings(
    before: Mapping[str, str | None], after: Mapping[str, str | None], how: str
) -> tuple[Change, ...]:
    """Which ratings are different.

    Args:
        before: rating by standard, and by ``overall``; empty where there were none.
        after: likewise.
        how: whose ratings they are: ``by the rule``, ``by decision``.
    """
    named = {
        each: "the overall rating" if each == "overall" else f"standard {each}"
        for each in {**before, **after}
    }
    return tuple(
        _each(
            "rating",
            {
                f"{title} {how}": rating_in_words(before[each])
                for each, title in named.items()
                if each in before
            },
            {
                f"{title} {how}": rating_in_words(after[each])
                for each, title in named.items()
                if each in after
            },
        )
    )


def _inspection(before: Inspection, after: Inspection) -> Iterator[Change]:
    yield from _one("stage", "stage", before.standing, after.standing)
    yield from _one("people", "lead inspector", _lead(before), _lead(after))
    yield from _each("deadline", _dates(before), _dates(after))
    yield from _each("evidence", _items(before), _items(after))
    yield from _each("sample", _samples(before), _samples(after))
    yield from _each("rating", _proposed(before), _proposed(after))
    for how, old, new in (
        ("by the rule", before.derived, after.derived),
        ("by decision", before.decided, after.decided),
    ):
        if old is not new:
            yield from changes_in_ratings(_ratings(old), _ratings(new), how)
    yield from _each("report", _conditions(before), _conditions(after))
    yield from _each("report", _challenges(before), _challenges(after))
    yield from _each("report", _report(before.report), _report(after.report))
    yield from _each("report", _editions(before), _editions(after))
    yield from _one("report", "withdrawal of the report", before.withdrawn, after.withdrawn)


def _read(before: CaseRead, after: CaseRead, of: str) -> Iterator[Change]:
    yield from _one("people", f"reader of {of}", before.readers.reader, after.readers.reader)
    yield from _one("read", f"read of {of}", _status(before), _status(after))
    yield from _answers(f"in {of}", before.answers, after.answers)


def _second(before: SecondRead, after: SecondRead, of: str) -> Iterator[Change]:
    yield from _one("people", f"second reader, {of}", before.reader, after.reader)
    yield from _one("read", f"second read, {of}", _status(before), _status(after))
    yield from _answers(f"by the second reader in {of}", before.answers, after.answers)
    yield from _answers(f"as decided between the readers in {of}", before.decided, after.decided)


def _one(about: About, what: str, before: object, after: object) -> Iterator[Change]:
    if before != after:
        yield Change(about, what, _text(before), _text(after))


def _each(about: About, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys((*before, *after)):
        yield from _one(about, what, before.get(what), after.get(what))


def _answers(where: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    if before is after:
        return
    for question in sorted({*before, *after}, key=_numbers):
        yield from _one(
            "answer",
            f"answer to {question} {where}",
            _spoken(before.get(question)),
            _spoken(after.get(question)),
        )


def _numbers(number: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _spoken(answer: str | None) -> str | None:
    return None if answer is None else words_of(answer)


def _status(state: CaseRead | SecondRead) -> str | None:
    drawn = state.drawn is not None
    return state.status.replace("-", " ") if drawn else None


def _lead(state: Inspection) -> str | None:
    return state.announced.lead if state.announced else None


def _dates(state: Inspection) -> dict[str, str]:
    return {f"date for {each.awaits}": in_words(each.due) for each in state.deadlines.values()}


def _items(state: Inspection) -> dict[str, str]:
    return {f"evidence {code}": _outcome(each) for code, each in state.evidence.items()}


def _outcome(item: Evidence) -> str:
    return f"overdue since {in_words(item.overdue)}" if item.overdue else item.outcome


def _samples(state: Inspection) -> dict[str, str]:
    drawn = {
        f"sample of {population.replace('-', ' ')}": f"{len(sample.cases)} cases"
        for population, sample in state.samples.items()
    }
    return drawn | ({"cases read twice": str(len(state.twice))} if state.read_twice is not None else {})


def _proposed(state: Inspection) -> dict[str, str]:
    return {
        f"proposal for standard {id_}": rating_in_words(each.rating) for id_, each in state.proposals.items()
    }


def _ratings(said: Any) -> dict[str, str | None]:
    if said is None:
        return {}
    return {each.standard: each.rating for each in said.ratings} | {"overall": said.overall}


def _conditions(state: Inspection) -> dict[str, str]:
    return {f"condition {code}": each.outcome for code, each in state.conditions.items()}


def _challenges(state: Inspection) -> dict[str, str]:
    return {f"point of factual accuracy {code}": each.outcome for code, each in state.challenges.items()}


def _report(report: Report | None) -> dict[str, str]:
    if report is None:
        return {}
    signed = {"signature": "stands" if report.signature_stands else "stale"} if report.signed else {}
    return {"text of the report": f"{report.digest[:12]}…"} | signed


def _editions(state: Inspection) -> dict[str, str]:
    return {f"edition {each.number}": f"out on {in_words(each.published_on)}" for each in state.editions}
