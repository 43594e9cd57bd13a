"""How each event changes where an evidence room stands. Nothing is decided here and nothing is refused."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.evidence import events as e
from domain.evidence.state import Enquiry, EvidenceRoom, Registered, Session
from domain.inspections.folding.tables import put

__all__ = ["evolve"]


def evolve(state: EvidenceRoom, event: e.EvidenceRoomEvent) -> EvidenceRoom:
    """Fold one event into the state."""
    after = replace(state, version=state.version + 1)
    if isinstance(event, e.RegisterEvent):
        return replace(after, register=_register(after, event))
    if isinstance(event, e.TimetableEvent):
        return replace(after, sessions=_sessions(after.sessions, event))
    if isinstance(event, e.VoicesEvent):
        return _voices(after, event)
    return _enquiries(after, event)


def _register(state: EvidenceRoom, event: e.RegisterEvent) -> Mapping[str, Registered]:
    match event:
        case e.EvidenceRegistered():
            new = Registered(
                event.content, event.recorded_on, state.version, event.account, told=state.version
            )
            return put(state.register, event.entry, new)
        case e.EvidenceCorrected():
            known = state.register[event.entry]
            told = state.version if _tells_otherwise(known, event) else known.told
            better = replace(
                known,
                told=told,
                content=event.content,
                version=state.version,
                account=event.account,
                corrected=known.corrected + 1,
            )
            return put(state.register, event.entry, better)
        case e.EvidenceWithdrawn():
            gone = replace(
                state.register[event.entry], version=state.version, withdrawn=event.reason, told=state.version
            )
            return put(state.register, event.entry, gone)
        case _:
            assert_never(event)


def _tells_otherwise(known: Registered, event: e.EvidenceCorrected) -> bool:
    """Whether a correction is of what an entry tells, and not of its title, its source or what it bears on.

    What somebody said is sealed elsewhere, so a correction of an entry with such words may be one of them.
    """
    was, now = known.content, event.content
    dated = (was.document, was.true_from, was.true_to) != (now.document, now.true_from, now.true_to)
    return dated or event.account is not None


def _sessions(known: Mapping[str, Session], event: e.TimetableEvent) -> Mapping[str, Session]:
    match event:
        case e.SessionPlanned() | e.SessionMoved():
            return put(known, event.plan.session, Session(event.plan))
        case e.SessionCancelled():
            return put(known, event.session, replace(known[event.session], outcome="cancelled"))
        case e.SessionHeld():
            plan = known[event.session].plan
            held = plan.with_(on=event.held_on, with_whom=event.with_whom, inspectors=event.inspectors)
            return put(known, event.session, Session(held, "held"))
        case _:
            assert_never(event)


def _voices(state: EvidenceRoom, event: e.VoicesEvent) -> EvidenceRoom:
    match event:
        case e.SurveyRecorded():
            return replace(state, surveys=put(state.surveys, event.survey, event))
        case e.ExperienceSummarised():
            return replace(state, summaries=put(state.summaries, event.voice, event))
        case e.ExperienceMissing():
            return replace(state, unheard=put(state.unheard, event.voice, event))
        case e.FeedbackGiven():
            return replace(state, feedback=(*state.feedback, event))
        case _:
            assert_never(event)


def _enquiries(state: EvidenceRoom, event: e.EnquiriesEvent) -> EvidenceRoom:
    match event:
        case e.PromptsAssessed():
            found = {each.prompt: each for each in event.findings}
            at = dict.fromkeys(found, state.version)
            return replace(
                state,
                findings=MappingProxyType({**state.findings, **found}),
                found_at=MappingProxyType({**state.found_at, **at}),
            )
        case e.EnquiryOpened():
            new = Enquiry(event.question, event.bears_on, event.from_gap)
            return replace(state, enquiries=put(state.enquiries, event.enquiry, new))
        case e.EnquiryWorkedOn():
            known = state.enquiries[event.enquiry]
            outcome = "open" if known.outcome == "closed" else known.outcome
            return _enquiry(state, event.enquiry, replace(known, work=(*known.work, event), outcome=outcome))
        case e.EnquiryClosed():
            known = state.enquiries[event.enquiry]
            return _enquiry(state, event.enquiry, replace(known, outcome="closed", words=event.conclusion))
        case e.EnquiryCarried():
            known = state.enquiries[event.enquiry]
            return _enquiry(state, event.enquiry, replace(known, outcome="carried", words=event.reason))
        case _:
            assert_never(event)


def _enquiry(state: EvidenceRoom, code: str, enquiry: Enquiry) -> EvidenceRoom:
    return replace(state, enquiries=put(state.enquiries, code, replace(enquiry, version=state.version)))
