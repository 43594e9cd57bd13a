"""Opening a year's programme, and loading what is known: areas, inspections from before, risk scores."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from domain.areas import as_compared
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.programme.year.commands import LoadHistory, NoteServices, OpenProgramme
from domain.programme.year.events import HistoryLoaded, ProgrammeOpened, ServicesNoted
from domain.programme.year.state import Programme, ProgrammeStage
from domain.providers.past import PastInspectionNoted
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.streams import provider_stream

__all__ = ["BEFORE_IT_IS_OVER", "RULES", "provider_streams"]

BEFORE_IT_IS_OVER = (ProgrammeStage.PREPARATION, ProgrammeStage.CONSULTATION, ProgrammeStage.PUBLISHED)


def provider_streams(codes: Iterable[str]) -> tuple[str, ...]:
    """The streams of some providers, each once."""
    return tuple(dict.fromkeys(provider_stream(each) for each in codes))


@rule(OpenProgramme, events=[ProgrammeOpened], refusals=["programme-exists", "not-a-monday", "listed-twice"])
def open_programme(state: Programme, command: OpenProgramme, _given: Given) -> Decided:
    """Opens the programme of a year, with its areas and the regions in which they lie."""
    if state.opened is not None:
        return Refusal("programme-exists", f"The programme {command.programme} has been opened already.")
    if command.first_monday.weekday() != 0:
        return Refusal("not-a-monday", f"{command.first_monday} is not a Monday; week 0 begins on one.")
    if twice := _twice(as_compared(each.area) for each in command.areas):
        said = next(each.area for each in command.areas if as_compared(each.area) == twice)
        return Refusal("listed-twice", f"The area {said} is listed twice.")
    return (
        ProgrammeOpened(
            programme=command.programme,
            title=command.title,
            year=command.year,
            first_monday=command.first_monday,
            areas=command.areas,
            source=command.source,
        ),
    )


def _inspected(_state: Programme, command: LoadHistory, _library: Library) -> tuple[str, ...]:
    return provider_streams(each.provider for each in command.past)


@rule(
    LoadHistory,
    stages=BEFORE_IT_IS_OVER,
    events=[HistoryLoaded, PastInspectionNoted],
    refusals=["unknown-provider", "listed-twice", "date-ahead", "lines-missing"],
    reads=_inspected,
)
def load_history(_state: Programme, command: LoadHistory, given: Given) -> Decided:
    """Loads inspections from before; each stands with its provider, and one that is loaded again is corrected.

    Nothing is loaded unless all of it can be. A provider that has been merged or split keeps what was inspected then.
    """
    if len(command.lines) != len(command.past):
        return Refusal("lines-missing", "Every inspection must have the line on which it stands.")
    if twice := _twice(f"{each.inspection} of {each.provider}" for each in command.past):
        return Refusal("listed-twice", f"The inspection {twice} is listed twice.")
    for past, line in zip(command.past, command.lines, strict=True):
        found: Provider = given.seen[provider_stream(past.provider)]
        where = f"{command.source.title}, line {line}"
        if found.registered is None:
            return Refusal(
                "unknown-provider", f"{where}: there is no provider {past.provider}; register it first."
            )
        if past.ended_on > given.today:
            return Refusal("date-ahead", f"{where}: {past.ended_on} is still ahead.")
    noted = [
        On(
            provider_stream(past.provider),
            PastInspectionNoted(past=past, source=command.source, line=line),
        )
        for past, line in zip(command.past, command.lines, strict=True)
        if not _there(given.seen[provider_stream(past.provider)], past.inspection, past)
    ]
    return (HistoryLoaded(inspections=len(noted), source=command.source), *noted) if noted else ()


def _there(provider: Provider, code: str, past: object) -> bool:
    known = provider.past.get(code)
    return known is not None and known.past == past


def _noted(_state: Programme, command: NoteServices, _library: Library) -> tuple[str, ...]:
    return provider_streams(each.provider for each in command.services)


@rule(
    NoteServices,
    stages=BEFORE_IT_IS_OVER,
    events=[ServicesNoted],
    refusals=["unknown-provider", "listed-twice", "date-ahead"],
    reads=_noted,
)
def note_services(state: Programme, command: NoteServices, given: Given) -> Decided:
    """Notes risk scores, each with its evidence, its day and who gave it, and what else is known for the choice."""
    if twice := _twice(each.provider for each in command.services):
        return Refusal("listed-twice", f"The provider {twice} is listed twice.")
    for each in command.services:
        found: Provider = given.seen[provider_stream(each.provider)]
        if found.registered is None:
            return Refusal("unknown-provider", f"There is no provider {each.provider}; register it first.")
        scored: date | None = each.risk.on if each.risk else None
        if scored is not None and scored > given.today:
            return Refusal(
                "date-ahead", f"{each.provider} cannot have been scored on {scored}: that is ahead."
            )
    new = tuple(each for each in command.services if state.facts.get(each.provider) != each)
    return (ServicesNoted(services=new, source=command.source),) if new else ()


def _twice(names: Iterable[str]) -> str | None:
    return next((name for name, times in Counter(names).items() if times > 1), None)


RULES = (open_programme, load_history, note_services)
