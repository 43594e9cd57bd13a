"""Prompts against the evidence in advance, and the lines of enquiry that it leads to (004 §4.15)."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.decider import Decided, its_inspection, rule
from domain.evidence.assessment import gaps
from domain.evidence.commands import (
    AssessPrompts,
    CarryEnquiry,
    CloseEnquiry,
    OpenEnquiry,
    RoomOrder,
    WorkOnEnquiry,
)
from domain.evidence.events import (
    EnquiryCarried,
    EnquiryClosed,
    EnquiryOpened,
    EnquiryWorkedOn,
    PromptAssessed,
    PromptsAssessed,
)
from domain.evidence.resting import check_entries, unsettled
from domain.evidence.rules.common import STAGED, check_places, inspection_of
from domain.evidence.state import Enquiry, EvidenceRoom
from domain.frameworks.model import Framework
from domain.given import Given
from domain.holdings.commands import holdings_stream
from domain.inspections.rules.common import framework_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal, Refused
from domain.replacing import Standing
from domain.streams import inspection_stream

__all__ = ["ASSESSING", "ENQUIRING", "RULES"]

ASSESSING = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW)
"""The stages at which prompts are held against the evidence: before the panel decides it may change once more."""
ENQUIRING = ASSESSING
"""The stages at which lines of enquiry are followed."""


def _holdings(command: RoomOrder, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """What is held about each provider, once the inspection tells who they are."""
    inspection: Inspection = seen[inspection_stream(command.inspection)]
    return tuple(map(holdings_stream, inspection.shelves))


def _found(state: EvidenceRoom, asked: Mapping[str, Any]) -> Standing:
    """What was found about each prompt that is named, as whoever holds it against the evidence sees it."""
    named = [each.prompt for each in asked.get("assessments", ())]
    found = {each: state.findings[each] for each in named if each in state.findings}
    return {each: finding.model_dump(mode="json", exclude={"prompt"}) for each, finding in found.items()}


@rule(
    AssessPrompts,
    events=[PromptsAssessed, EnquiryOpened],
    refusals=[
        *STAGED,
        "assessed-twice",
        "not-a-prompt",
        "not-judged",
        "evidence-missing",
        "unknown-evidence",
        "evidence-withdrawn",
    ],
    reads=its_inspection,
    replaces=_found,
)
def assess_prompts(state: EvidenceRoom, command: AssessPrompts, given: Given) -> Decided:
    """Holds prompts against the evidence; a prompt of which nothing is known opens a line of enquiry."""
    inspection = inspection_of(command, given, *ASSESSING)
    framework = framework_of(inspection, given)
    places = [each.prompt for each in command.assessments]
    if len(set(places)) != len(places):
        twice = next(each for each in places if places.count(each) > 1)
        return Refusal("assessed-twice", f"{twice} is assessed twice.")
    for each in command.assessments:
        _check(framework, each)
        check_entries(state, each.evidence)
    unknown = [each.prompt for each in command.assessments if each.finding == "not-known"]
    return (PromptsAssessed(findings=command.assessments), *_lines(state, unknown))


def _check(framework: Framework, assessed: PromptAssessed) -> None:
    place = assessed.prompt
    if not (framework.key_question(place) or framework.prompt(place)):
        raise Refused.because(
            "not-a-prompt", f"There is no key question or prompt {place} in {framework.id}."
        )
    standard = framework.standard(place.partition(" ")[0].rpartition(".")[0])
    if standard is None or standard.population is not None:
        raise Refused.because("not-judged", f"{place} is answered case by case, and not from all evidence.")
    if assessed.finding != "not-known" and not assessed.evidence:
        raise Refused.because(
            "evidence-missing", f"Name the evidence that says so of {place}, or say that it is not known."
        )


def _lines(state: EvidenceRoom, places: list[str]) -> Iterator[EnquiryOpened]:
    """A line of enquiry for each key question of which the evidence leaves something open."""
    for question, open_ in gaps(places, state).items():
        yield EnquiryOpened(
            enquiry=_free(state, f"gap-{question.lower().replace('.', '-')}"),
            question=f"What the evidence so far does not say: {', '.join(open_)}.",
            bears_on=open_,
            from_gap=True,
        )


def _free(state: EvidenceRoom, code: str) -> str:
    number = 1
    while (free := code if number == 1 else f"{code}-n{number}") in state.enquiries:
        number += 1
    return free


@rule(
    OpenEnquiry,
    events=[EnquiryOpened],
    refusals=[*STAGED, "enquiry-exists", "unknown-place"],
    reads=its_inspection,
)
def open_enquiry(state: EvidenceRoom, command: OpenEnquiry, given: Given) -> Decided:
    """Opens a line of enquiry; as long as it is open no ratings go to the panel."""
    inspection = inspection_of(command, given, *ENQUIRING)
    if command.enquiry in state.enquiries:
        return Refusal("enquiry-exists", f"There is a line of enquiry {command.enquiry} already.")
    check_places(inspection, command.bears_on, given)
    return (
        EnquiryOpened(
            enquiry=command.enquiry, question=command.question, bears_on=command.bears_on, from_gap=False
        ),
    )


@rule(
    WorkOnEnquiry,
    events=[EnquiryWorkedOn],
    refusals=[*STAGED, "unknown-enquiry", "enquiry-closed", "unknown-evidence", "evidence-withdrawn"],
    reads=its_inspection,
    further=_holdings,
)
def work_on_enquiry(state: EvidenceRoom, command: WorkOnEnquiry, given: Given) -> Decided:
    """Notes what was looked at for a line of enquiry, and what it showed.

    One that was closed on evidence which has changed since is open again from then on.
    """
    inspection = inspection_of(command, given, *ENQUIRING)
    if command.enquiry not in dict(unsettled(inspection, state, given.seen)):
        _running(state, command.enquiry)
    check_entries(state, command.evidence)
    evidence = tuple(dict.fromkeys(command.evidence))
    return (EnquiryWorkedOn(enquiry=command.enquiry, evidence=evidence, showed=command.showed),)


@rule(
    CloseEnquiry,
    events=[EnquiryClosed],
    refusals=[*STAGED, "unknown-enquiry", "enquiry-closed", "nothing-looked-at"],
    reads=its_inspection,
)
def close_enquiry(state: EvidenceRoom, command: CloseEnquiry, given: Given) -> Decided:
    """Closes a line of enquiry that was followed, with its conclusion; also one that was carried to the panel."""
    inspection_of(command, given, *ENQUIRING)
    looked_at = _running(state, command.enquiry).looked_at
    if not any(state.stands(entry) for entry in looked_at):
        gone = f" that still stands: {', '.join(looked_at)} was withdrawn" if looked_at else ""
        return Refusal(
            "nothing-looked-at",
            f"Nothing was looked at for {command.enquiry}{gone}; work on it first, or carry it to the panel.",
        )
    return (EnquiryClosed(enquiry=command.enquiry, conclusion=command.conclusion),)


@rule(
    CarryEnquiry,
    events=[EnquiryCarried],
    refusals=[*STAGED, "unknown-enquiry", "enquiry-closed", "enquiry-carried"],
    reads=its_inspection,
)
def carry_enquiry(state: EvidenceRoom, command: CarryEnquiry, given: Given) -> Decided:
    """Carries a line of enquiry to the panel, open as it is, and says why it cannot be closed."""
    inspection_of(command, given, *ENQUIRING)
    if _running(state, command.enquiry).outcome == "carried":
        return Refusal("enquiry-carried", f"The line of enquiry {command.enquiry} was carried already.")
    return (EnquiryCarried(enquiry=command.enquiry, reason=command.reason),)


def _running(state: EvidenceRoom, code: str) -> Enquiry:
    found = state.enquiries.get(code)
    if found is None:
        raise Refused.because("unknown-enquiry", f"There is no line of enquiry {code}.")
    if found.outcome == "closed":
        raise Refused.because("enquiry-closed", f"The line of enquiry {code} is closed; open another one.")
    return found


RULES = (assess_prompts, open_enquiry, work_on_enquiry, close_enquiry, carry_enquiry)
