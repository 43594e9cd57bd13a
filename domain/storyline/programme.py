"""What happened to a year's programme, one sentence per event, for people to read."""

import re

from domain.messages import Event
from domain.programme.year import events as e
from domain.programme.year.published.responses import ResponseDecided, ResponseReceived
from domain.providers.past import PastInspectionNoted
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_programme"]


def told_of_programme(event: Event) -> str | None:
    """One sentence about an event of a programme, of a response to it, or of what was before it; None for any other."""
    return _known(event) or _chosen(event) or _planned(event) or _consulted(event) or _run(event)


def _known(event: Event) -> str | None:
    match event:
        case e.ProgrammeOpened():
            return f"The programme {event.programme} was opened: {event.title}."
        case e.HistoryLoaded():
            was = "was" if event.inspections == 1 else "were"
            loaded = counted(event.inspections, "inspection")
            return f"{loaded} from before {was} loaded from {event.source.title}."
        case PastInspectionNoted():
            past = event.past
            led = f", led by {past.lead}" if past.lead else ""
            rated = f", rated {past.rating.replace('_', ' ')}" if past.rating else ""
            return (
                f"The inspection {past.inspection}, which ended on {in_words(past.ended_on)}{rated}{led}, was noted "
                f"from {event.source.title}, line {event.line}."
            )
        case e.ServicesNoted():
            scored = sum(each.risk is not None for each in event.services)
            what = f"{counted(len(event.services), 'service')}, {scored} with a risk score"
            return f"What is known of {what}, was noted from {event.source.title}."
        case _:
            return None


def _chosen(event: Event) -> str | None:
    match event:
        case e.SelectionProposed():
            chosen = sum(each.by is not None for each in event.choices)
            lots = event.frame.draw if event.frame else 0
            drawn = f", and {lots} {'is' if lots == 1 else 'are'} to be drawn" if lots else ""
            of = f"{chosen} of {counted(len(event.choices), 'service')}"
            joined = (
                f", within the room of {' and '.join(each.partner for each in event.joint)}"
                if event.joint
                else ""
            )
            return f"By {event.rule.id} {of} {'was' if chosen == 1 else 'were'} selected{joined}{drawn}."
        case e.FrameFrozen():
            return (
                f"The frame of {event.rule} was frozen ({event.frame[:12]}); the seed comes from {event.beacon}, on "
                f"{in_words(event.value_on)}."
            )
        case e.BeaconValueNoted():
            return f"It was noted that the public draw for the frame of {event.rule} gave {event.value}."
        case e.LotsDrawn():
            drawn = ", ".join(each.id for each in event.lots if each.outcome == "drawn") or "none"
            return f"Lots were drawn from the frame of {event.rule}: {drawn}."
        case e.ServiceRemoved():
            return f"{event.service} was taken out of the programme: {event.reason}"
        case e.ServiceAdded():
            return f"{event.service} was put into the programme: {event.reason}"
        case e.PinSet():
            return f"{event.pin.by} fixed something of {event.pin.inspection} (pin {event.number}): {event.pin.why}"
        case e.PinLifted():
            return f"Pin {event.number} was lifted: {event.reason}"
        case _:
            return None


def _planned(event: Event) -> str | None:
    match event:
        case e.PlanProposed():
            content = event.content
            unplaced = counted(len(content.found.unplaced), "inspection")
            return (
                f"The plan {content.digest[:12]} was put forward: {len(content.slots)} placed, {unplaced} without a "
                f"place, cost {content.found.cost}."
            )
        case e.PlanAccepted():
            return f"The plan {event.plan[:12]} was accepted."
        case e.PlanWithdrawn():
            return f"The plan {event.plan[:12]} was withdrawn: {event.reason}"
        case e.ProgrammePublished():
            return f"The programme was published, with the plan {event.plan[:12]}."
        case e.ProgrammeWithdrawn():
            return f"The published programme was withdrawn: {event.reason}"
        case e.ProgrammeReplanned():
            touched = counted(len(event.changes), "inspection")
            told = f"The plan {event.content.digest[:12]} took the place of {event.was[:12]}"
            return f"{told}, with another place for {touched}: {event.reason}"
        case _:
            return None


def _consulted(event: Event) -> str | None:
    match event:
        case e.DraftIssued():
            return f"The draft programme was issued, for responses until {in_words(event.closes_on)}."
        case ResponseReceived():
            return f"A response to the draft of the programme {event.programme} came on {in_words(event.received_on)}."
        case ResponseDecided():
            return f"It was decided on the response: {event.outcome.replace('-', ' ')}."
        case e.ConsultationClosed():
            return f"The last day for responses, {in_words(event.due)}, has passed."
        case _:
            return None


def _run(event: Event) -> str | None:
    match event:
        case e.InspectionStarted():
            how = "had been announced, and is taken as started" if event.announced_before else "started"
            return f"The inspection {event.inspection} {how}, led by {event.slot.lead}."
        case e.InspectionNotStarted():
            return f"The inspection {event.inspection} could not be started on {in_words(event.due)}: {event.why}"
        case e.ProgrammeNoticeSent():
            of, to = _notice_of(event.notice)
            return f"{to} was told {_TOLD_OF.get(of, 'of the programme')}."
        case e.ProgrammeClosed():
            return "The programme was closed."
        case _:
            return None


_TOLD_OF = {
    "draft": "what the draft has for them",
    "published": "of their inspections",
    "replanned": "of what has changed for them",
}


def _notice_of(code: str) -> tuple[str, str]:
    """Of what a notice is, and to whom: a day or a number stands between the two in its code."""
    of, _, rest = code.partition("-")
    return of, re.sub(r"^(?:\d+-)+(?:provider|staff)-", "", rest)
