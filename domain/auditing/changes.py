"""What is different between two states of the same thing, in an inspector's words.

The states may stand on either side of one event, or of years. Nothing is told of a text that is about a person: states
hold none.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.auditing.change import Change, changed, changed_each
from domain.auditing.changes_beside import changes_in_alerts, changes_in_list, changes_in_room
from domain.cases.alerts.alert import Alerts
from domain.cases.lists.rules import CaseList
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.evidence.state import EvidenceRoom
from domain.inspections.events import CriterionScored
from domain.inspections.report.state import Report
from domain.inspections.state import Evidence, Inspection
from domain.text import rating_in_words, words_of
from domain.working_days import in_words

__all__ = ["changes_between", "changes_in_ratings"]


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
        case EvidenceRoom():
            return tuple(changes_in_room(before, after))
        case CaseList():
            return tuple(changes_in_list(before, after, of))
        case Alerts():
            return tuple(changes_in_alerts(before, after, of))
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
        changed_each(
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
    yield from changed("stage", "stage", before.standing, after.standing)
    yield from changed("people", "lead inspector", _lead(before), _lead(after))
    yield from changed_each("people", _team(before), _team(after))
    yield from changed("deadline", "put off until", _day(before.deferred), _day(after.deferred))
    yield from changed("deadline", "publication planned for", _day(before.publish_on), _day(after.publish_on))
    yield from changed_each("deadline", _dates(before), _dates(after))
    yield from changed_each("evidence", _items(before), _items(after))
    yield from changed_each("sample", _lists(before), _lists(after))
    yield from changed_each("sample", _samples(before), _samples(after))
    yield from _cases(before, after)
    yield from _twice(before, after)
    yield from changed_each("rating", _proposed(before), _proposed(after))
    yield from changed_each("rating", _settled(before), _settled(after))
    for how, old, new in (
        ("by the rule", before.derived, after.derived),
        ("by decision", before.decided, after.decided),
    ):
        if old is not new:
            yield from changes_in_ratings(_ratings(old), _ratings(new), how)
    yield from changed_each("report", _conditions(before), _conditions(after))
    yield from changed_each("report", _challenges(before), _challenges(after))
    yield from changed_each("report", _report(before.report), _report(after.report))
    yield from changed_each("report", _editions(before), _editions(after))
    yield from changed("report", "withdrawal of the report", before.withdrawn, after.withdrawn)


def _read(before: CaseRead, after: CaseRead, of: str) -> Iterator[Change]:
    # What nothing was done to is the same object in both, and an event does something to little.
    if before.readers is not after.readers:
        yield from changed("people", f"reader of {of}", before.readers.reader, after.readers.reader)
        yield from changed_each("people", _beside(before, of), _beside(after, of))
    yield from changed("read", f"read of {of}", _status(before), _status(after))
    yield from changed("read", f"interview in {of}", _interview(before), _interview(after))
    yield from _answers(f"in {of}", before.answers, after.answers)
    one, other = before.beside, after.beside
    if one is not other:
        yield from _answers(f"in {of}", one.prompts, other.prompts, "prompt ")
        yield from changed_each("answer", _classified(before, of), _classified(after, of))
        yield from changed_each("read", _notes(one.notes, of), _notes(other.notes, of))


def _second(before: SecondRead, after: SecondRead, of: str) -> Iterator[Change]:
    yield from changed("people", f"second reader, {of}", before.reader, after.reader)
    yield from changed("read", f"second read, {of}", _status(before), _status(after))
    yield from _answers(f"by the second reader in {of}", before.answers, after.answers)
    yield from changed_each("read", _notes(before.notes, of), _notes(after.notes, of))
    yield from _answers(f"as decided between the readers in {of}", before.decided, after.decided)


def _answers(
    where: str, before: Mapping[str, str], after: Mapping[str, str], sort: str = ""
) -> Iterator[Change]:
    if before is after:
        return
    different = (each for each in {**before, **after} if before.get(each) != after.get(each))
    for question in sorted(different, key=_numbers):
        yield from changed(
            "answer",
            f"answer to {sort}{question} {where}",
            _spoken(before.get(question)),
            _spoken(after.get(question)),
        )


def _numbers(number: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))


def _spoken(answer: str | None) -> str | None:
    return None if answer is None else words_of(answer)


def _status(state: CaseRead | SecondRead) -> str | None:
    drawn = state.drawn is not None
    return state.status.replace("-", " ") if drawn else None


def _beside(state: CaseRead, of: str) -> dict[str, str]:
    return {f"{each} for the reader of {of}": "stands in" for each in sorted(state.readers.beside)}


def _interview(state: CaseRead) -> str | None:
    if state.interviewed is None:
        return None
    held = state.beside.interview_on
    return (f"held on {in_words(held)}" if held else "held") if state.interviewed else "none"


def _classified(state: CaseRead, of: str) -> dict[str, str]:
    return {
        f"class of {aspect} in {of}": f"{own or 'none'} by the inspector, {provider or 'none'} by the provider"
        for aspect, (provider, own) in state.beside.classified.items()
    }


def _notes(notes: Mapping[str, int], of: str) -> dict[str, str]:
    return {f"notes beside {question} in {of}": str(number) for question, number in notes.items()}


def _lead(state: Inspection) -> str | None:
    return state.announced.lead if state.announced else None


def _team(state: Inspection) -> dict[str, str]:
    return {f"{each.person} on the team": each.role for each in state.team}


def _day(day: date | None) -> str | None:
    return in_words(day) if day else None


def _spaced(code: str) -> str:
    return code.replace("-", " ")


def _dates(state: Inspection) -> dict[str, str]:
    return {f"date for {each.awaits}": in_words(each.due) for each in state.deadlines.values()}


def _items(state: Inspection) -> dict[str, str]:
    return {f"evidence {code}": _outcome(each) for code, each in state.evidence.items()}


def _outcome(item: Evidence) -> str:
    """What became of an item: overdue, and what was done about it; or received, in time or late, as which file."""
    if item.overdue and item.outcome == "awaited":
        outcome = f"overdue since {in_words(item.overdue)}"
    else:
        late = f", after its date, {in_words(item.overdue)}" if item.overdue else ""
        outcome = f"{item.outcome}{late}"
    parts = [
        outcome,
        "the provider was reminded" if item.chased else "",
        f"taken to the {_spaced(item.escalated)}" if item.escalated else "",
        f"file {item.document[:12]}…" if item.document else "",
    ]
    return ", ".join(filter(None, parts))


def _lists(state: Inspection) -> dict[str, str]:
    return {
        f"list of {_spaced(population)}": f"{each.cases} cases, {each.list_digest[:12]}…"
        for population, each in state.lists.items()
    }


def _cases(before: Inspection, after: Inspection) -> Iterator[Change]:
    """Which cases are in a sample that was drawn at both points, and which are read twice; new draws are counted."""
    if (before.samples, before.replaced) == (after.samples, after.replaced):
        return
    for population in (each for each in after.samples if each in before.samples):
        in_it, now = _in_sample(before, population), _in_sample(after, population)
        where = f"in the sample of {_spaced(population)}"
        for case in sorted({*in_it, *now}):
            gone = after.replaced.get(case)
            instead = "taken out" if gone is None or gone.by is None else f"replaced by {gone.by}"
            why = f"{instead}, {_spaced(gone.code)}" if gone else None
            yield from changed(
                "sample",
                f"{case} {where}",
                "in it" if case in in_it else None,
                "in it" if case in now else why,
            )


def _twice(before: Inspection, after: Inspection) -> Iterator[Change]:
    """Which cases are read twice, where some were drawn for it at both points."""
    if before.read_twice is not None and after.read_twice is not None:
        twice = (
            {f"{case} among those read twice": "in it" for case in each.twice} for each in (before, after)
        )
        yield from changed_each("sample", *twice)


def _in_sample(state: Inspection, population: str) -> frozenset[str]:
    """The cases that are in a sample, after whatever was replaced."""
    drawn = {*state.samples[population].cases}
    drawn |= {each.by for each in state.replaced.values() if each.population == population and each.by}
    return frozenset(drawn - state.replaced.keys())


def _samples(state: Inspection) -> dict[str, str]:
    drawn = {
        f"sample of {_spaced(population)}": f"{len(_in_sample(state, population))} cases, seed {sample.seed[:12]}…"
        for population, sample in state.samples.items()
    }
    return drawn | ({"cases read twice": str(len(state.twice))} if state.read_twice is not None else {})


def _proposed(state: Inspection) -> dict[str, str]:
    return {
        f"proposal for standard {id_}": rating_in_words(each.rating) for id_, each in state.proposals.items()
    }


def _settled(state: Inspection) -> dict[str, str]:
    return {
        f"criterion {id_}": f"met by {each.percent}%" if isinstance(each, CriterionScored) else "left unrated"
        for id_, each in state.settled.items()
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
