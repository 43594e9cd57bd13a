"""What happened to a report, one sentence per event, in an inspector's words."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.comments import events as comment
from domain.inspections import events as inspection
from domain.messages import Event
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_report"]


def told_of_report(event: Event) -> str | None:
    """One sentence about an event of a report; None for any other."""
    return _drafting(event) or _points(event) or _coming_out(event) or _afterwards(event) or _comment(event)


def _drafting(event: Event) -> str | None:
    match event:
        case inspection.ReportDrafted():
            number = len(event.recommendations)
            told = f"with {counted(number, 'recommendation')}" if number else "without recommendations"
            return f"Edition {event.edition} of the report was drafted, {told}."
        case inspection.SectionWritten():
            return f"The text for {event.place} was written into the draft."
        case inspection.SectionStruck():
            return f"The text for {event.place} was taken out of the draft: {event.reason}"
        case inspection.PracticeNoted():
            return f"Good practice was taken into the draft, with the provider's consent: {event.practice.title}."
        case inspection.PracticeWithdrawn():
            return f"The good practice {event.practice} was taken out of the draft: {event.reason}"
        case inspection.TextTranslated():
            return f"The text for {event.place} was translated into Welsh."
        case inspection.ReportSignedOff():
            foreword = " and its foreword" if event.foreword else ""
            if event.deputising is None:
                return f"The Chief Inspector signed the report{foreword}."
            return f"A deputy signed the report{foreword}, in the place of {event.deputising.place_of}."
        case _:
            return None


def _points(event: Event) -> str | None:
    match event:
        case inspection.DraftSent():
            return f"The draft was sent to the provider, for points of factual accuracy by {in_words(event.due)}."
        case inspection.ChallengeRaised():
            place = f" (at {event.place})" if event.place else ""
            who = f"The provider {event.provider}" if event.provider else "The provider"
            return f"{who} raised the point {event.challenge}, about {event.about}{place}."
        case inspection.ChallengeAccepted():
            touched = (
                "a judgement must be looked at again"
                if event.touches == "judgement"
                else "the report was amended"
            )
            return f"The point {event.challenge} was accepted; {touched}: {event.amendment}"
        case inspection.ChallengeRejected():
            return f"The point {event.challenge} was rejected: {event.reason}"
        case inspection.FactualAccuracyConfirmed():
            who = f"The provider {event.provider}" if event.provider else "The provider"
            return f"{who} had no further points of factual accuracy."
        case inspection.FactualAccuracyWindowLapsed():
            return f"The window for points of factual accuracy closed on {in_words(event.due)}."
        case _:
            return None


def _coming_out(event: Event) -> str | None:
    match event:
        case inspection.ReportSubmitted():
            return f"The report was submitted to the Secretary of State on {in_words(event.submitted_on)}."
        case inspection.PublicationScheduled():
            at = f" at {event.at}" if event.at else ""
            return f"Publication was set for {in_words(event.publish_on)}{at}."
        case inspection.EmbargoedCopySent():
            return f"An embargoed copy was sent to {event.title}."
        case inspection.ReportPublished(public=False):
            return "The report went to its distribution list; it is not published."
        case inspection.ReportPublished():
            return "The report was published."
        case _:
            return None


def _afterwards(event: Event) -> str | None:
    match event:
        case inspection.CorrectionOpened():
            return f"Edition {event.edition} is made, to correct the published report: {event.reason}"
        case inspection.CorrectionGivenUp():
            return f"Edition {event.edition} is made no further: the report that it was to correct was withdrawn."
        case inspection.ReportWithdrawn():
            return f"The report was withdrawn: {event.reason}"
        case inspection.ReportAnswered():
            return f"{event.title} responded to the report."
        case _:
            return None


_NOTICES: Mapping[comment.CommentNotice, tuple[str, str]] = MappingProxyType(
    {
        "received": ("The operations managers were", "that it came"),
        "acknowledgement-overdue": ("The operations managers were", "that it was not acknowledged in time"),
        "answer-overdue": ("The operations managers were", "that it was not answered in time"),
        "assigned": ("Whoever looks into it was", "that it is theirs"),
        "answered": ("Whoever sent it was", "that it was answered"),
    }
)
"""Whom a notice of a comment told, and what."""


def _comment(event: Event) -> str | None:
    match event:
        case comment.CommentReceived():
            about = f" about {event.inspection}" if event.inspection else ""
            return (
                f"A {event.sort}{about} came, to be acknowledged by {in_words(event.acknowledge_by)} and answered by "
                f"{in_words(event.answer_by)}."
            )
        case comment.CommentAcknowledged():
            return f"It was acknowledged on {in_words(event.acknowledged_on)}."
        case comment.CommentAssigned():
            return f"{event.reviewer} looks into it."
        case comment.CommentAnswered():
            return f"It was answered: {event.outcome.replace('-', ' ')}."
        case comment.CommentOverdue():
            return f"The {event.awaited} was due on {in_words(event.due)}, and had not been given."
        case comment.CommentNoticeSent():
            who, what = _NOTICES[event.notice]
            return f"{who} told {what}." if event.to else f"Nobody could be told {what} by a notice."
        case _:
            return None
