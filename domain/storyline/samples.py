"""What happened to lists of cases and the samples drawn from them, in words."""

from domain.cases.diversity.period import DiversityOverPeriodReported
from domain.cases.events import CaseSampled, CaseSetAside
from domain.cases.lists import events as listed
from domain.inspections import events as inspection
from domain.messages import Event
from domain.text import counted

__all__ = ["told_of_samples"]

_WHY = {
    "file-missing": "its file cannot be found",
    "transferred": "it went to another provider",
    "conflict": "of a conflict of interest",
    "restricted": "its file may not be seen",
    "wrongly-listed": "it does not belong on the list",
    "duplicate": "it is another drawn case over again",
    "list-replaced": "its list was replaced",
}


def told_of_samples(event: Event) -> str | None:
    """One sentence about an event; None for one that is about something else."""
    match event:
        case inspection.CaseListReceived():
            replaced = f", in place of an earlier one: {event.reason}" if event.reason else "."
            return f"The list of {_name(event.population)} came in, with {counted(event.cases, 'case')}{replaced}"
        case inspection.NewListAgreed():
            return f"It was agreed that another list of {_name(event.population)} takes its place: {event.reason}"
        case inspection.PublicValueNoted():
            return f"What a public draw gave was noted, to add to the seed of {_name(event.population)}: {event.value}."
        case inspection.QuestionsSet():
            asked = f"{counted(len(event.questions), 'question')} to be asked of the cases"
            why = f", in place of others: {event.reason}" if event.reason else "."
            return f"The lead inspector set {asked}{why}"
        case inspection.AnswersCounted():
            return f"The answers to {counted(len(event.counts), 'question')} were counted; no rating rests on them."
        case inspection.SampleDrawn():
            return _drawn(event)
        case inspection.SampleWithdrawn():
            return f"The sample of {_name(event.population)} was withdrawn: {event.reason}"
        case inspection.CaseReplaced():
            place = (
                f"the one in row {event.by_row} took its place"
                if event.by
                else "none was left to take its place"
            )
            return (
                f"The case in row {event.row} of {_name(event.population)} cannot be read, because {_WHY[event.code]}; "
                f"{place}."
            )
        case CaseSampled():
            replaced = " in place of another" if event.replaces else ""
            return (
                f"The case in row {event.row} of the list of {_name(event.population)} was drawn{replaced}."
            )
        case DiversityOverPeriodReported():
            return (
                f"Protected characteristics of {counted(event.cases, 'case')} in "
                f"{counted(len(event.inspections), 'inspection')} were reported for {event.period}, in the aggregate."
            )
        case CaseSetAside():
            return f"The case is not going to be read, because {_WHY.get(event.code, event.code)}."
        case _:
            return _list(event)


def _list(event: Event) -> str | None:
    match event:
        case listed.CaseListHandedIn():
            return (
                f"The list of {_name(event.population)} was handed in, with {counted(event.rows, 'case')}; "
                f"its digest is {event.list_digest}."
            )
        case listed.CasesExcluded():
            rule = f" ({event.rule})" if event.rule else ""
            return (
                f"{counted(event.cases, 'case')} can not be drawn, {_name(event.code)}{rule}: {event.reason}"
            )
        case listed.CaseListClosed():
            source = f" and by {event.public_source}" if event.public_source else ""
            return (
                f"The list was closed for its draw from {counted(event.eligible, 'case')}, by the digest of this "
                f"entry{source}."
            )
        case listed.CaseListReplaced():
            return f"Another list took the place of this one: {event.reason}"
        case _:
            return None


def _drawn(event: inspection.SampleDrawn) -> str:
    of_list = f"{len(event.cases)} of {counted(event.list_size, 'case')}"
    fewer = f" Fewer than the {event.wanted} asked for: {event.reason}" if event.reason else ""
    return (
        f"{of_list} {'was' if len(event.cases) == 1 else 'were'} drawn from the list of {_name(event.population)}, "
        f"with the seed {event.seed!r}.{fewer}"
    )


def _name(code: str) -> str:
    return code.replace("-", " ")
