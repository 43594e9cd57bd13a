"""What happened in a follow-up, one sentence per event."""

from domain.follow_ups import events as follow_up
from domain.messages import Event
from domain.text import counted

__all__ = ["told_of_follow_ups"]


def told_of_follow_ups(event: Event) -> str | None:
    """One sentence about an event of a follow-up; None for any other."""
    match event:
        case follow_up.FollowUpSetUp():
            again = ", ".join(event.standards)
            return f"It was laid down to follow {event.follows or event.earlier} and look again at {again}."
        case follow_up.OpeningFiguresRecorded():
            return f"{counted(len(event.figures), 'first figure')} came from {event.source}."
        case follow_up.ResultsCompared():
            first = (
                f" and {counted(event.first_cases, 'first case')}" if event.first_cases is not None else ""
            )
            return f"The results of {counted(event.again_cases, 'case')}{first} were put beside each other."
        case follow_up.CriterionConcluded():
            return f"On {event.standard} the lead inspector concluded: {event.conclusion}"
        case follow_up.FollowUpConcluded():
            return f"The follow-up was concluded: {event.conclusion}"
        case _:
            return None
