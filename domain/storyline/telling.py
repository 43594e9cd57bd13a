"""What happened, one sentence per event, in an inspector's words. For people to read; nothing is decided on it."""

import re
from collections.abc import Callable, Sequence

from domain.cases import events as case
from domain.cases.diversity.report import DiversityReported
from domain.cases.streams import case_of
from domain.dossiers.release import DossierReleased, DossierWithdrawn
from domain.inspections import events as inspection
from domain.inspections.evidence_notices import TAKEN_UP
from domain.inspections.told import told_clause
from domain.ledger.handing_out import CheckpointHandedOut
from domain.messages import Event
from domain.people import contacts
from domain.privacy import subjects as privacy
from domain.providers import provider
from domain.storyline.changes import told_of_changes
from domain.storyline.evidence import told_of_evidence
from domain.storyline.follow_ups import told_of_follow_ups
from domain.storyline.panels import told_of_panel
from domain.storyline.people import told_of_people
from domain.storyline.plans import told_of_plans
from domain.storyline.programme import told_of_programme
from domain.storyline.reads import told_of_reads
from domain.storyline.report import told_of_report
from domain.storyline.room import told_of_room
from domain.storyline.samples import told_of_samples
from domain.text import counted, rating_in_words, words_of
from domain.working_days import in_words

__all__ = ["TELLERS", "sentence"]


def sentence(event: Event) -> str | None:
    """One sentence about an event; None for one that tells nothing by itself."""
    for tell in TELLERS:
        told = tell(event)
        if told is not None:
            return told
    return None


def _announced(event: inspection.InspectionAnnounced) -> str:
    others = f" and {counted(len(event.others), 'other provider')}" if event.others else ""
    area = f" in {event.area}" if event.area else ""
    asked = f", at the request of {event.requested_by}" if event.requested_by else ""
    return (
        f"The inspection of {event.provider_name}{others}{area} was announced{asked}, with fieldwork from "
        f"{in_words(event.fieldwork_from)} to {in_words(event.fieldwork_to)}."
    )


def _decided(event: Event) -> str | None:
    match event:
        case inspection.PartnerSigned():
            return f"{event.signed_by} signed the report for {event.partner} on {in_words(event.signed_on)}."
        case inspection.CriterionScored():
            return f"The criterion {event.standard} was given {event.percent} per cent: {event.reason}"
        case inspection.StandardLeftUnrated():
            return f"Standard {event.standard} was left unrated: {event.reason}"
        case inspection.RatingsConfirmed():
            return (
                f"The ratings were decided as the rule gives them: {rating_in_words(event.overall)} overall."
            )
        case _:
            return None


_ELSEWHERE = ("distribution-", "embargo-put-off-", "embargo-again-", "embargo-", "withdrawal-distribution-")
"""How the codes of notices begin that do not go to the provider; a number and the recipient follow."""


_TAKEN_UP = f"{TAKEN_UP}-"
"""How the code of a notice begins that goes to a role in the inspectorate; the role and a number follow."""


_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


def _who(code: str) -> str:
    """Who was told by a notice, in words."""
    for begins in _ELSEWHERE:
        if code.startswith(begins):
            who = code.removeprefix(begins).partition("-")[2].replace("-", " ")
            return f"{who[:1].upper()}{who[1:]}" if not who.startswith("hm ") else f"HM {who[3:]}"
    if code.startswith(_TAKEN_UP):
        return f"The {code.removeprefix(_TAKEN_UP).rpartition('-')[0].replace('-', ' ')}"
    _, found, provider = code.rpartition("-to-")
    # What an item is called may have such a word in it, too; a date follows on that.
    return f"The provider {provider}" if found and not _DATED.search(provider) else "The provider"


def _unreached(who: str) -> str:
    """That there is nobody to whom a notice could be sent."""
    return f"{who[:1].lower() if who.startswith('The ') else who[:1]}{who[1:]} has no address on the record"


def _preparation(event: Event) -> str | None:
    match event:
        case inspection.InspectionAnnounced():
            return _announced(event)
        case _:
            return None


def _fieldwork(event: Event) -> str | None:
    match event:
        case inspection.FieldworkBegun():
            return "Fieldwork began."
        case inspection.FieldworkEnded():
            due = f"; what comes next is due on {in_words(event.due)}" if event.due else ""
            return f"Fieldwork ended{due}."
        case inspection.CaseReadsClosed():
            reads = _reads_of(event.cases, "sampled case")
            return f"The reads of {reads} had been finished, and were closed."
        case inspection.CaseReadsReopened():
            return f"The case reads were opened again: {event.reason}"
        case _:
            return None


def _reads_of(used: Sequence[inspection.CaseUsed], called: str) -> str:
    """How many cases, and how many of them were read twice."""
    cases = {case_of(each.stream) for each in used}
    again = len(used) - len(cases)
    return counted(len(cases), called) + (f" ({again} of them read twice)" if again else "")


def _judgement(event: Event) -> str | None:
    match event:
        case inspection.RatingProposed():
            named = f" on {', '.join(each.entry for each in event.evidence)}" if event.evidence else ""
            return (
                f"The lead inspector proposed {rating_in_words(event.rating)} for standard {event.standard}{named}: "
                f"{event.reason}"
            )
        case inspection.CorrelationChecked():
            far = [each.standard for each in event.standards if each.diverges]
            looked = f"; {', '.join(far)} lay far off and was looked into" if far else ""
            return f"The proposals were looked at beside the case results{looked}."
        case inspection.RatingsDerived():
            points = f", {event.score} of {event.max_score} points" if event.score is not None else ""
            reads = _reads_of(event.cases, "case")
            return f"The ratings were derived from {reads}: {rating_in_words(event.overall)} overall{points}."
        case inspection.RatingsDecided() if event.departures:
            told = "; ".join(
                f"{'overall' if each.subject == 'overall' else each.subject} {words_of(each.decided)} instead of "
                f"{words_of(each.derived)}"
                for each in event.departures
            )
            return (
                f"The ratings panel departed from the derived ratings ({told}): {event.departures[0].reason}"
            )
        case inspection.RatingsDecided():
            return f"The ratings panel verified the ratings: {rating_in_words(event.overall)} overall."
        case inspection.ConditionSet():
            return (
                f"The panel decided on the condition {event.condition}, to be met by {event.by} until "
                f"{in_words(event.due)}: {event.what}"
            )
        case inspection.ConditionMet():
            return f"The condition {event.condition} was met: {event.how}"
        case inspection.ConditionLifted():
            return f"The condition {event.condition} was lifted: {event.reason}"
        case inspection.ConditionOverdue():
            return f"The condition {event.condition} was not met by {in_words(event.due)}."
        case _:
            return None


def _course(event: Event) -> str | None:
    match event:
        case inspection.StageOverdue():
            return f"The stage {event.stage.value.replace('-', ' ')} was not over by {in_words(event.due)}."
        case inspection.DeadlineMoved():
            return (
                f"The deadline {event.deadline} was moved from {in_words(event.was)} "
                f"to {in_words(event.due)}: {event.reason}"
            )
        case inspection.NoticeSent():
            who, what = _who(event.notice), told_clause(event.notice)
            return (
                f"{who} was told {what}." if event.to else f"Nobody could be told {what}: {_unreached(who)}."
            )
        case inspection.ToldOtherwise():
            return (
                f"What no notice could tell was told by other means ({', '.join(event.notices)}): {event.how}"
            )
        case inspection.NoticeUndelivered():
            return f"The notice that told {told_clause(event.notice)} did not reach {event.reader}."
        case inspection.InspectionDeferred():
            return f"The inspection was deferred until {in_words(event.until)}: {event.reason}"
        case inspection.InspectionResumed():
            return "The inspection was resumed."
        case inspection.InspectionCancelled():
            return f"The inspection was cancelled: {event.reason}"
        case inspection.InspectionClosed():
            return "The inspection was closed."
        case _:
            return None


def _case(event: Event) -> str | None:
    match event:
        case case.InterviewHeld():
            return f"The responsible officer was interviewed on {in_words(event.held_on)}."
        case case.InterviewNotHeld():
            return "The responsible officer was not interviewed; the reason is with the case."
        case case.CaseReadCompleted():
            return "The read of the case was finished."
        case case.CaseReadReopened():
            return "The read of the case was opened again; the reason is with the case."
        case case.CaseReferenceNoted():
            return "The reference under which the provider knows the case was noted."
        case case.AnswerNoted():
            return f"Something was noted beside the answer to {event.question}."
        case DiversityReported():
            return (
                f"Protected characteristics of {counted(event.cases, 'case')} were reported in the aggregate."
            )
        case case.CharacteristicsRecorded():
            return "Protected characteristics were recorded."
        case _:
            return None


def _person(event: Event) -> str | None:
    match event:
        case contacts.PersonRegistered():
            return f"A person was registered as a contact of {event.provider}."
        case contacts.ContactChanged():
            return "How the person is reached was changed."
        case contacts.PersonLeft():
            return "The person left, and is a contact no more."
        case _:
            return None


def _provider(event: Event) -> str | None:
    match event:
        case provider.ProviderRegistered():
            return f"{event.title} was registered as a provider."
        case provider.ContactNamed():
            return f"Notices go to {event.person} from now on."
        case provider.ContactReleased():
            return f"Notices go to {event.person} no more."
        case _:
            return None


def _handed_out(event: Event) -> str | None:
    match event:
        case DossierReleased():
            why = f", although it names what is not published: {event.reason}" if event.reason else ""
            return (
                f"The dossier {event.dossier[:16]}… was released to everybody, read by {event.read_by}{why}."
            )
        case DossierWithdrawn():
            return f"The release of the dossier {event.dossier[:16]}… was withdrawn: {event.reason}"
        case CheckpointHandedOut():
            return _checkpoint_handed_out(event)
        case _:
            return None


def _checkpoint_handed_out(event: CheckpointHandedOut) -> str:
    to = f", to {' and '.join(event.to)}" if event.to else ""
    return f"Checkpoint {event.checkpoint}, over {counted(event.events, 'event')}, was given to {event.provider}{to}."


def _privacy(event: Event) -> str | None:
    match event:
        case privacy.SubjectErased():
            what = ", ".join(event.categories) or "everything"
            return (
                f"What was held about {event.subject} was erased ({what}), by authority of {event.authority}: "
                f"{event.reason}"
            )
        case privacy.SubjectHeld():
            return f"What is held about {event.subject} must not be erased, by the hold {event.hold}: {event.reason}"
        case privacy.SubjectReleased():
            return f"The hold {event.hold} on {event.subject} was released: {event.reason}"
        case privacy.SubjectAccessGiven():
            return f"Everything held about {event.subject} was opened ({counted(event.texts, 'text')}): {event.purpose}"
        case _:
            return None


TELLERS: Sequence[Callable[[Event], str | None]] = (
    told_of_reads,
    _preparation,
    told_of_evidence,
    told_of_room,
    _fieldwork,
    _judgement,
    told_of_report,
    _course,
    told_of_changes,
    _decided,
    told_of_panel,
    told_of_plans,
    told_of_follow_ups,
    told_of_programme,
    _case,
    told_of_samples,
    _person,
    told_of_people,
    _provider,
    _privacy,
    _handed_out,
)
"""Each tells of some events, and no event is told of by two. First stands what tells of most: answers."""
