"""What happened in the evidence room of an inspection, in an inspector's words."""

from domain.evidence import events as e
from domain.evidence.account import AccountGiven
from domain.messages import Event
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_room"]


def told_of_room(event: Event) -> str | None:
    """One sentence about an event of the evidence room; None for any other."""
    return _register(event) or _timetable(event) or _voices(event) or _enquiries(event)


def _register(event: Event) -> str | None:
    match event:
        case e.EvidenceRegistered():
            kind = event.content.kind.replace("-", " ")
            return f"Evidence was registered as {event.entry} ({kind}): {event.content.title}."
        case e.EvidenceCorrected():
            return f"What the register says of {event.entry} was put right: {event.reason}"
        case e.EvidenceWithdrawn():
            return f"The evidence {event.entry} was withdrawn: {event.reason}"
        case AccountGiven():
            return f"What was said for {event.entry} was written down, sealed."
        case _:
            return None


def _timetable(event: Event) -> str | None:
    match event:
        case e.SessionPlanned():
            why = f", outside the days of fieldwork: {event.outside}" if event.outside else "."
            return f"The {_session(event.plan)} was put into the timetable, for {_when(event.plan)}{why}"
        case e.SessionMoved():
            return f"The {_session(event.plan)} was moved, to {_when(event.plan)}: {event.reason}"
        case e.SessionCancelled():
            return f"The session {event.session} was cancelled: {event.reason}"
        case e.SessionHeld():
            return f"The session {event.session} was held on {in_words(event.held_on)}."
        case _:
            return None


def _session(plan: e.SessionPlan) -> str:
    whom = " with " + ", ".join(each.replace("-", " ") for each in plan.with_whom) if plan.with_whom else ""
    return f"{plan.kind.replace('-', ' ')} {plan.session}{whom}"


def _when(plan: e.SessionPlan) -> str:
    return f"{in_words(plan.on)}, {plan.begins} to {plan.ends}, at {plan.place}"


def _voices(event: Event) -> str | None:
    match event:
        case e.SurveyRecorded():
            answered = "few" if event.answered is None else str(event.answered)
            return (
                f"The survey {event.survey} was recorded, with {counted(len(event.questions), 'question')}; "
                f"{answered} answered."
            )
        case e.ExperienceSummarised():
            return f"What {event.voice.replace('-', ' ')} experienced was summed up: {event.summary}"
        case e.ExperienceMissing():
            return f"{event.voice.replace('-', ' ').capitalize()} were not heard: {event.reason}"
        case e.FeedbackGiven():
            whom = ", ".join(each.replace("-", " ") for each in event.to)
            return f"Feedback was given on {in_words(event.given_on)} to {whom}."
        case _:
            return None


def _enquiries(event: Event) -> str | None:
    match event:
        case e.PromptsAssessed():
            known = sum(each.finding != "not-known" for each in event.findings)
            places = counted(len(event.findings), "prompt")
            return f"The evidence was held against {places}; it says something about {known}."
        case e.EnquiryOpened():
            return f"The line of enquiry {event.enquiry} was opened: {event.question}"
        case e.EnquiryWorkedOn():
            looked_at = ", ".join(event.evidence)
            return f"For the line of enquiry {event.enquiry}, {looked_at} showed: {event.showed}"
        case e.EnquiryClosed():
            return f"The line of enquiry {event.enquiry} was closed: {event.conclusion}"
        case e.EnquiryCarried():
            return f"The line of enquiry {event.enquiry} was carried to the panel: {event.reason}"
        case _:
            return None
