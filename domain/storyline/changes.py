"""The timeline's sentences about what changes while an inspection is under way, and about its providers."""

from datetime import date

from domain.inspections import events as inspection
from domain.languages import called
from domain.messages import Event
from domain.providers import changes
from domain.working_days import in_words

__all__ = ["told_of_changes"]


def _moved(deadlines: tuple[tuple[str, date], ...]) -> str:
    if not deadlines:
        return ""
    return "; " + ", ".join(f"{code} is now due on {in_words(due)}" for code, due in deadlines)


_WHY = {
    "unavailable": "who led it is unavailable",
    "conflict-of-interest": "who led it has a conflict of interest",
    "other-work": "who led it has other work",
}


def told_of_changes(event: Event) -> str | None:
    """One sentence about a change of days, people or providers; None for anything else."""
    match event:
        case inspection.LeadChanged():
            return f"{event.lead} leads the inspection now, as {_WHY[event.why]}{_moved(event.deadlines)}."
        case inspection.FieldworkMoved():
            days = f"{in_words(event.fieldwork_from)} to {in_words(event.fieldwork_to)}"
            return f"Fieldwork was moved, to {days}: {event.reason}"
        case inspection.TeamSet():
            others = " and ".join(each.person for each in event.team) or "nobody else"
            return (
                f"{others} {'are' if len(event.team) > 1 else 'is'} on the team with the lead: {event.reason}"
            )
        case inspection.PanelPlanned():
            return _planned(event)
        case inspection.ProviderFollowed():
            parts = " and ".join(each.provider_name for each in event.parts)
            left = " and ".join(each.provider_name for each in event.left)
            told = f"The inspection goes on with {parts}: {event.reason}"
            told += f" It does not go on with {left}." if left else ""
            return told + (f" Moved{_moved(event.deadlines).removeprefix(';')}." if event.deadlines else "")
        case changes.ProviderWrittenToIn():
            return f"From now on the provider is sent its notices in {called(event.languages)}."
        case changes.ProviderRenamed():
            return f"{event.was} is called {event.title} since {in_words(event.since)}: {event.reason}"
        case changes.ProviderMerged():
            return f"The provider was merged into {event.into} on {in_words(event.since)}: {event.reason}"
        case changes.PlaceTaken():
            place = "a part of the place" if event.part else "the place"
            return f"The provider took {place} of {event.of} on {in_words(event.since)}: {event.reason}"
        case changes.ProviderSplit():
            parts = " and ".join(event.into)
            return f"The provider was split into {parts} on {in_words(event.since)}: {event.reason}"
        case _:
            return None


def _planned(event: inspection.PanelPlanned) -> str:
    panel = f"its panel is {event.panel}" if event.panel else "it goes to no panel"
    week = f", in the week of {in_words(event.week)}" if event.week else ""
    out = f"; its report is planned for {in_words(event.publish_on)}" if event.publish_on else ""
    return f"In the programme {event.programme} {panel}{week}{out}."
