"""The report: drafted on the decision, its texts written, struck and translated, good practice taken in (001 L24)."""

from collections.abc import Mapping
from typing import Any

from domain.cases.diversity.report import DiversityReport
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.evidence.experience import experience_section, still_due, whom_and_how
from domain.evidence.state import EvidenceRoom
from domain.follow_ups.commands import follow_up_stream
from domain.follow_ups.reported import reported
from domain.follow_ups.state import FollowUp
from domain.given import Given
from domain.inspections.commands import (
    DraftReport,
    NotePractice,
    StrikeSection,
    TranslateText,
    WithdrawPractice,
    WriteSection,
)
from domain.inspections.events import (
    PracticeNoted,
    PracticeWithdrawn,
    ReportDrafted,
    SectionStruck,
    SectionWritten,
    TextTranslated,
)
from domain.inspections.questions import framework_in
from domain.inspections.report.parts import Characteristics, Parts, Practice, Translation, digest_of_text
from domain.inspections.report.state import Report
from domain.inspections.report.texts import may_be_written, no_such_place, texts_of
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.report.publication import PUBLISHED
from domain.inspections.rules.report.sign_off import current_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection, report_digest
from domain.refusals import Refusal, Refused
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import diversity_stream, inspection_stream, room_stream

__all__ = ["RULES"]

_WRITING = (Stage.PUBLICATION, *PUBLISHED)
_UNSENT = ("no-report", "stale-decision", "already-published", "draft-sent")
"""Why a text of the draft cannot be written anew."""


def _heard(state: Inspection, command: DraftReport, library: Library) -> tuple[str, ...]:
    protocol = library.protocol_with(state.known.protocol.digest) if state.announced else None
    again = (follow_up_stream(command.inspection),) if protocol and protocol.compares else ()
    return (room_stream(command.inspection), diversity_stream(command.inspection), *again)


def _first_inspection(command: DraftReport, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The inspection that a follow-up follows, where it is on the record."""
    follow_up: FollowUp | None = seen.get(follow_up_stream(command.inspection))
    follows = follow_up.set_up.follows if follow_up and follow_up.set_up else None
    return (inspection_stream(follows),) if follows else ()


def _drafted(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    report = state.report
    if report is None:
        return NOTHING_STANDS
    asked = [each.model_dump(mode="json") for each in report.recommendations]
    return {"findings": report.summary, "recommendations": asked}


@rule(
    DraftReport,
    stages=[Stage.PUBLICATION],
    events=[ReportDrafted],
    refusals=["listed-twice", "no-recommendations", "challenges-open", "experience-due", "follow-up-open"],
    reads=_heard,
    further=_first_inspection,
    replaces=_drafted,
)
def draft_report(state: Inspection, command: DraftReport, given: Given) -> Decided:
    """Drafts the report on the panel's decision; a new draft takes the place of an earlier one, and keeps its sections.

    It takes up what service users and victims said, and the protected characteristics of the cases, as they were
    recorded by then. Whoever is to be heard by this kind of inspection was heard, or the record says why not. Of a
    follow-up it takes up both results beside each other and what was concluded, which must stand by then (003).
    """
    codes = [each.id for each in command.recommendations]
    if len(set(codes)) != len(codes):
        return Refusal("listed-twice", "Two recommendations have the same code.")
    protocol = protocol_of(state, given)
    if codes and not protocol.recommendations:
        return Refusal("no-recommendations", f"{protocol.title} makes no recommendations.")
    if state.open_challenges:
        return Refusal("challenges-open", f"Answer first: {', '.join(state.open_challenges)}.")
    decision = str(state.decision)
    room: EvidenceRoom = given.seen[room_stream(command.inspection)]
    counted: DiversityReport = given.seen[diversity_stream(command.inspection)]
    if due := still_due(room, protocol.experience):
        whom = " and ".join(map(whom_and_how, due))
        return Refusal(
            "experience-due",
            f"This kind of inspection hears {whom}: hear them first, or record why they were not heard.",
        )
    follow_up: FollowUp | None = given.seen.get(follow_up_stream(command.inspection))
    if follow_up is not None and (missing := follow_up.unready(state.cases)):
        return Refusal(
            "follow-up-open", f"The report tells what was found beside the first results: {missing}."
        )
    first = [given.seen[each] for each in _first_inspection(command, given.seen)]
    again = reported(follow_up, first[0] if first else None) if follow_up else None
    experience = experience_section(room)
    characteristics = (
        Characteristics(cases=counted.reported.cases, aggregates=counted.reported.characteristics)
        if counted.reported
        else None
    )
    before = state.report.parts if state.report else Parts()
    return (
        ReportDrafted(
            edition=_edition(state),
            findings=command.findings,
            recommendations=command.recommendations,
            decision=decision,
            report=report_digest(
                command.inspection,
                command.findings,
                command.recommendations,
                decision,
                (),
                before.drafted(experience, characteristics, again),
            ),
            experience=experience,
            characteristics=characteristics,
            looked_again=again,
        ),
    )


def _edition(state: Inspection) -> int:
    """The number of a new draft: one more than the last; that of the correction, while one is being made."""
    if state.correction is not None:
        return state.correction.edition
    return state.report.edition + 1 if state.report else 1


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
    if report.sent is None or state.corrects_words:
        return report
    accepted = [each.place for each in state.challenges.values() if each.outcome == "accepted"]
    if place not in accepted and None not in accepted:
        raise Refused.because(
            "draft-sent",
            f"The provider was sent this draft, and no accepted point is about {place}; draft the report anew.",
        )
    return report


def _text(state: Inspection, asked: Mapping[str, Any]) -> Standing:
    text = texts_of(state).get(asked.get("place", ""))
    return {"text": text} if text else NOTHING_STANDS


@rule(
    WriteSection,
    stages=_WRITING,
    events=[SectionWritten],
    refusals=[*_UNSENT, "no-such-place"],
    replaces=_text,
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
    framework = framework_in(state, given.library)
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


def _practice(state: Inspection, asked: Mapping[str, Any]) -> Standing:
    noted = state.report.parts.practices if state.report else ()
    found = next((each for each in noted if each.practice == asked.get("practice")), None)
    return found.model_dump(mode="json", exclude={"practice"}) if found else NOTHING_STANDS


@rule(
    NotePractice,
    stages=_WRITING,
    events=[PracticeNoted],
    refusals=[*_UNSENT, "date-ahead"],
    replaces=_practice,
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


def _translation(state: Inspection, asked: Mapping[str, Any]) -> Standing:
    """The text that is translated as well: a translation is of exactly the one that its translator read."""
    place, language = asked.get("place", ""), asked.get("language", "")
    text = texts_of(state).get(place)
    if state.report is None or text is None:
        return NOTHING_STANDS
    translated = state.report.parts.translated(place, text, language)
    return {"translated": text, **({"text": translated} if translated else {})}


@rule(
    TranslateText,
    stages=_WRITING,
    events=[TextTranslated],
    refusals=["no-report", "stale-decision", "already-published", "no-such-place"],
    replaces=_translation,
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


RULES = (
    draft_report,
    write_section,
    strike_section,
    note_practice,
    withdraw_practice,
    translate_text,
)
