"""The parts of a draft, embargoed copies, and what becomes of a report that is out (000 L41; 001 L24; 003)."""

from datetime import timedelta

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import (
    AnswerReport,
    CorrectReport,
    NotePractice,
    SendEmbargoedCopy,
    StrikeSection,
    TranslateText,
    WithdrawPractice,
    WithdrawReport,
    WriteSection,
)
from domain.inspections.events import (
    CorrectionOpened,
    EmbargoedCopySent,
    PracticeNoted,
    PracticeWithdrawn,
    ReportAnswered,
    ReportWithdrawn,
    SectionStruck,
    SectionWritten,
    TextTranslated,
)
from domain.inspections.report.parts import Correction, Practice, Translation, digest_of_text
from domain.inspections.report.state import Report
from domain.inspections.report.texts import may_be_written, no_such_place, texts_of
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.publishing import PUBLISHED
from domain.inspections.rules.sign_off import current_report, signed_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal, Refused

__all__ = ["RULES"]

_WRITING = (Stage.PUBLICATION, *PUBLISHED)
_UNSENT = ("no-report", "stale-decision", "already-published", "draft-sent")
"""Why a text of the draft cannot be written anew."""


def _draft(state: Inspection) -> Report:
    """The report, if it may be written in: it is not out, or a correction is being made.

    Raises:
        Refused: ``no-report``, ``stale-decision`` or ``already-published``.
    """
    report = current_report(state)
    if state.editions and state.correction is None:
        raise Refused.because("already-published", "The report is published; open a correction first.")
    return report


def _unsent(state: Inspection, place: str) -> Report:
    """The report, if a text at a place may be written anew: the provider checks what it was sent, and nothing else.

    Raises:
        Refused: as for a draft, and ``draft-sent`` where no accepted point is about that place.
    """
    report = _draft(state)
    if report.sent is None or state.correction is not None:
        return report
    accepted = [each.place for each in state.challenges.values() if each.outcome == "accepted"]
    if place not in accepted and None not in accepted:
        raise Refused.because(
            "draft-sent",
            f"The provider was sent this draft, and no accepted point is about {place}; draft the report anew.",
        )
    return report


@rule(
    WriteSection,
    stages=_WRITING,
    events=[SectionWritten],
    refusals=[*_UNSENT, "no-such-place"],
)
def write_section(state: Inspection, command: WriteSection, given: Given) -> Decided:
    """Writes a text of the draft; a signature on what it was before no longer covers it."""
    report = _unsent(state, command.place)
    if not may_be_written(command.place, protocol_of(state, given), _standards(state, given)):
        return no_such_place(command.place)
    if report.parts.section(command.place) == command.text:
        return ()
    parts = report.parts.writing(command.place, command.text)
    digest = report.digest_with(command.inspection, parts=parts)
    return (SectionWritten(place=command.place, text=command.text, report=digest),)


def _standards(state: Inspection, given: Given) -> frozenset[str]:
    """The standards and key questions that something may be written about."""
    framework = given.library.framework_of(state.known.framework)
    if framework is None:
        scheme = given.library.scheme_of(state.known.scheme)
        return frozenset(each.id for each in scheme.standards) if scheme else frozenset()
    return frozenset(
        number
        for standard in framework.standards()
        for number in (standard.number, *(each.number for each in standard.key_questions))
    )


@rule(
    StrikeSection,
    stages=_WRITING,
    events=[SectionStruck],
    refusals=[*_UNSENT, "no-such-place"],
)
def strike_section(state: Inspection, command: StrikeSection, _given: Given) -> Decided:
    """Takes a text out of the draft again."""
    report = _unsent(state, command.place)
    if report.parts.section(command.place) is None:
        return no_such_place(command.place)
    digest = report.digest_with(command.inspection, parts=report.parts.writing(command.place, None))
    return (SectionStruck(place=command.place, reason=command.reason, report=digest),)


@rule(
    NotePractice,
    stages=_WRITING,
    events=[PracticeNoted],
    refusals=[*_UNSENT, "date-ahead"],
)
def note_practice(state: Inspection, command: NotePractice, given: Given) -> Decided:
    """Takes good practice into the draft, with the provider's consent to its being published (001 L24)."""
    report = _unsent(state, f"practice/{command.practice}")
    if command.consented_on > given.today:
        return Refusal(
            "date-ahead", f"Nobody can have agreed on {command.consented_on}: that day is still ahead."
        )
    practice = Practice(
        practice=command.practice,
        standard=command.standard,
        title=command.title,
        text=command.text,
        consented_by=command.consented_by,
        consented_on=command.consented_on,
    )
    if practice in report.parts.practices:
        return ()
    digest = report.digest_with(command.inspection, parts=report.parts.noting(practice))
    return (PracticeNoted(practice=practice, report=digest),)


@rule(
    WithdrawPractice,
    stages=_WRITING,
    events=[PracticeWithdrawn],
    refusals=["no-report", "stale-decision", "already-published", "unknown-practice"],
)
def withdraw_practice(state: Inspection, command: WithdrawPractice, _given: Given) -> Decided:
    """Takes good practice out of the draft again, at any time: a provider may take its consent back."""
    report = _draft(state)
    if command.practice not in [each.practice for each in report.parts.practices]:
        return Refusal("unknown-practice", f"There is no good practice {command.practice} in the draft.")
    parts = report.parts.without_practice(command.practice)
    digest = report.digest_with(command.inspection, parts=parts)
    return (PracticeWithdrawn(practice=command.practice, reason=command.reason, report=digest),)


@rule(
    TranslateText,
    stages=_WRITING,
    events=[TextTranslated],
    refusals=["no-report", "stale-decision", "already-published", "no-such-place"],
)
def translate_text(state: Inspection, command: TranslateText, _given: Given) -> Decided:
    """Records the translation of one text as it stands; it is signed with the rest, and stale once the text changes."""
    report = _draft(state)
    text = texts_of(state).get(command.place)
    if text is None:
        return no_such_place(command.place)
    if report.parts.translated(command.place, text, command.language) == command.text:
        return ()
    translation = Translation(
        place=command.place, language=command.language, text=command.text, of=digest_of_text(text)
    )
    digest = report.digest_with(command.inspection, parts=report.parts.translating(translation))
    return (
        TextTranslated(
            place=command.place,
            language=command.language,
            text=command.text,
            of=translation.of,
            report=digest,
        ),
    )


@rule(
    SendEmbargoedCopy,
    stages=_WRITING,
    events=[EmbargoedCopySent],
    refusals=[
        "no-report",
        "stale-decision",
        "not-signed",
        "not-scheduled",
        "no-embargo",
        "too-early",
        "too-late",
        "copy-sent",
        "calendar-exhausted",
    ],
)
def send_embargoed_copy(state: Inspection, command: SendEmbargoedCopy, given: Given) -> Decided:
    """Sends one recipient an embargoed copy of what is cleared for publication, once, some days before its day."""
    report = signed_report(state)
    if state.publish_on is None or state.publish != report.digest:
        return Refusal("not-scheduled", "No day of publication has been set.")
    protocol = protocol_of(state, given)
    if not protocol.published:
        return Refusal("no-embargo", f"{protocol.title} is not published, so nothing of it is embargoed.")
    if state.embargoed.get(command.recipient) == report.edition:
        return Refusal("copy-sent", f"{command.recipient} has been sent a copy of this edition already.")
    embargo = protocol.periods.get("embargo")
    days = embargo.working_days if embargo else given.library.office.embargo
    first = given.calendar.before(state.publish_on, days)
    if given.today < first:
        return Refusal("too-early", f"Embargoed copies go out from {first} on, and not before.")
    if given.today > state.publish_on - timedelta(days=1):
        return Refusal("too-late", "The report is published today; there is nothing left to embargo.")
    return (
        EmbargoedCopySent(
            edition=report.edition,
            recipient=command.recipient,
            title=command.title,
            report=report.digest,
            publish_on=state.publish_on,
        ),
    )


@rule(
    CorrectReport,
    stages=PUBLISHED,
    events=[CorrectionOpened],
    refusals=["no-report", "stale-decision", "not-published", "correction-open"],
)
def correct_report(state: Inspection, command: CorrectReport, given: Given) -> Decided:
    """Opens a new edition in which something is put right; the one that is out stays readable, and says what it is."""
    report = current_report(state)
    if not state.editions or state.withdrawn is not None:
        return Refusal("not-published", "There is no published report to be corrected.")
    if state.correction is not None:
        return Refusal("correction-open", f"Edition {state.correction.edition} is being made already.")
    correction = Correction(edition=report.edition + 1, reason=command.reason, changed=command.changed)
    parts = report.parts.with_(corrections=(*report.parts.corrections, correction))
    return (
        CorrectionOpened(
            edition=correction.edition,
            reason=command.reason,
            changed=command.changed,
            report=report.digest_with(command.inspection, parts=parts),
            opened_on=given.today,
        ),
    )


@rule(WithdrawReport, stages=PUBLISHED, events=[ReportWithdrawn], refusals=["not-published"])
def withdraw_report(state: Inspection, command: WithdrawReport, given: Given) -> Decided:
    """Withdraws a published report; whoever was told that it is out is told of this too."""
    if not state.editions:
        return Refusal("not-published", "There is no published report to be withdrawn.")
    if state.withdrawn is not None:
        return ()
    return (ReportWithdrawn(reason=command.reason, withdrawn_on=given.today),)


@rule(
    AnswerReport,
    stages=PUBLISHED,
    events=[ReportAnswered],
    refusals=["not-published", "response-exists", "date-ahead"],
)
def answer_report(state: Inspection, command: AnswerReport, given: Given) -> Decided:
    """Records what the provider, or a national body, said to the published report."""
    if not state.editions:
        return Refusal("not-published", "There is no published report that anybody could respond to.")
    if command.response in state.responses:
        return Refusal("response-exists", f"There is a response {command.response} already.")
    if command.received_on > given.today:
        return Refusal(
            "date-ahead", f"It cannot have come on {command.received_on}: that day is still ahead."
        )
    return (
        ReportAnswered(
            response=command.response,
            by=command.by,
            title=command.title,
            text=command.text,
            received_on=command.received_on,
        ),
    )


RULES = (
    write_section,
    strike_section,
    note_practice,
    withdraw_practice,
    translate_text,
    send_embargoed_copy,
    correct_report,
    withdraw_report,
    answer_report,
)
