"""What happened to the evidence, and to what is held about providers, one sentence per event."""

from domain.holdings import document
from domain.holdings import events as held
from domain.inspections import events as inspection
from domain.messages import Event
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_evidence"]

_FEW = 4

_SOURCES = {"inspection": "the inspection", "other-body": "another body,", "submission": "the submission"}


def told_of_evidence(event: Event) -> str | None:
    """One sentence about an event that is about evidence; None for any other."""
    return _asking(event) or _coming_in(event) or _time(event) or _held(event)


def _titles(items: tuple[inspection.EvidenceItem, ...]) -> str:
    """What was asked for by name, as far as a sentence bears it."""
    titles = list(dict.fromkeys(each.title for each in items))
    if len(titles) <= _FEW:
        return "; ".join(titles)
    named = "; ".join(titles[: _FEW - 1])
    return f"{named}; and {len(titles) - _FEW + 1} more"


def _asking(event: Event) -> str | None:
    match event:
        case inspection.EvidenceRequested(items=()):
            return "No evidence was requested: all of it was held already."
        case inspection.EvidenceRequested():
            return f"Evidence was requested, due on {in_words(event.due)}: {_titles(event.items)}."
        case inspection.FurtherEvidenceRequested():
            return f"Further evidence was requested, due on {in_words(event.due)}: {_titles(event.items)}."
        case inspection.EvidenceLinked():
            return (
                f"What is held{_about(event.shelf)} as {event.holding} was taken for the evidence {event.item.id}, "
                "and the provider does not hand it in."
            )
        case _:
            return None


def _about(shelf: str | None) -> str:
    """About whom something is held, where that is another provider than the one that would be asked."""
    return f" about {shelf}" if shelf else ""


def _coming_in(event: Event) -> str | None:
    match event:
        case inspection.EvidenceReceived():
            return f"The evidence {event.item} was received."
        case inspection.EvidenceReplaced():
            return f"The evidence {event.item} was replaced by a better document: {event.reason}"
        case inspection.EvidenceOverdue():
            until = f"; it goes higher up after {in_words(event.until)}" if event.until else ""
            return f"The date for evidence, {in_words(event.due)}, passed without {', '.join(event.items)}{until}."
        case inspection.EvidenceChased():
            return f"The provider was reminded of {', '.join(event.items)}, now due on {in_words(event.due)}."
        case inspection.EvidenceEscalated():
            to = event.to.value.replace("-", " ")
            return f"Missing evidence ({', '.join(event.items)}) was taken to the {to}: {event.reason}"
        case inspection.EvidenceWaived():
            return f"The inspection went on without the evidence {event.item}: {event.reason}"
        case inspection.WaiverWithdrawn():
            return f"The evidence {event.item} is wanted after all, by {in_words(event.due)}: {event.reason}"
        case _:
            return None


def _time(event: Event) -> str | None:
    match event:
        case inspection.ExtensionAsked():
            return (
                f"The provider asked for time until {in_words(event.until)} for {', '.join(event.items)} "
                f"({event.extension}): {event.reason}"
            )
        case inspection.ExtensionGranted():
            return f"It was given time until {in_words(event.due)} for {', '.join(event.items)} ({event.extension})."
        case inspection.ExtensionRefused():
            return f"It was given no more time ({event.extension}): {event.reason}"
        case _:
            return None


def _held(event: Event) -> str | None:
    match event:
        case held.ItemHeld():
            return f"{event.title} is held as {event.holding}, from {_SOURCES[event.source]} {event.of}."
        case held.HoldingWithdrawn():
            return f"The holding {event.holding} is not to be relied on any more: {event.reason}"
        case held.RequestNoted():
            saved = f", and saved asking for {len(event.saved)} that are held" if event.saved else ""
            return f"The inspection {event.inspection} asked for {counted(len(event.asked), 'item')}{saved}."
        case document.DocumentKept():
            return "A document was handed in, and is kept."
        case _:
            return None
