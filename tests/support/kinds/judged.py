"""What a kind of inspection asks of judgements, done on the way: evidence, prompts, enquiries, case results."""

from collections.abc import Iterator

from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead
from domain.dated_rules.library import Library
from domain.evidence.assessment import unassessed
from domain.evidence.commands import (
    AssessPrompts,
    CarryEnquiry,
    CloseEnquiry,
    GiveFeedback,
    NoteNoExperience,
    RegisterEvidence,
    TakeUpEvidence,
    WorkOnEnquiry,
)
from domain.evidence.correlation import compare
from domain.evidence.events import PromptAssessed
from domain.evidence.state import EvidenceRoom
from domain.inspections.commands import CheckCorrelation, Interrogated, ProposeRating
from domain.inspections.events import EvidenceItem
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.rules.judging.judgements import judged_standards
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.ratings.scheme import Scheme

__all__ = [
    "BASIS",
    "before_fieldwork",
    "before_the_panel",
    "enquiries",
    "feedback",
    "judged_by",
    "not_to_be_had",
    "proposed",
    "scored_by",
    "usual",
]

BASIS, VISIT = "basis", "visit"
"""The entries of the register on which every judgement of a walk rests, and that come of fieldwork."""


def usual(protocol: Protocol, library: Library) -> tuple[EvidenceItem, ...]:
    """What a kind usually asks for; two made-up items for one that leaves it open."""
    if protocol.evidence:
        return tuple(
            EvidenceItem(id=each.id, title=each.title, key_questions=each.key_questions, prompts=each.prompts)
            for each in protocol.evidence
        )
    framework = library.framework(protocol.framework or "")
    standard = next(iter(framework.standards())).number if framework else None
    return tuple(
        EvidenceItem(id=f"e{number}", title=f"Item {number}", standard=standard) for number in (1, 2)
    )


def not_to_be_had(protocol: Protocol) -> tuple[str, ...]:
    """Two of the items that the provider does not have, where prompts are assessed: each leaves a gap."""
    asked = protocol.judgements
    if asked is None or not asked.preliminary or not protocol.evidence:
        return ()
    return (protocol.evidence[len(protocol.evidence) // 2].id, protocol.evidence[-1].id)


def before_fieldwork(protocol: Protocol, library: Library, state: Inspection) -> Iterator[Command]:
    """Evidence registered, and every prompt held against what came in, where the kind asks for that."""
    asked, known = protocol.judgements, state.known
    framework, scheme = library.framework_of(known.framework), library.scheme_of(known.scheme)
    if asked is None or scheme is None:
        return
    judged = judged_standards(scheme)
    yield RegisterEvidence(
        inspection=known.inspection,
        entry=BASIS,
        kind="data",
        title="What is known of the provider",
        bears_on=judged,
        true_from=known.announced_on,
        source="The inspectorate",
    )
    if not asked.preliminary or framework is None:
        return
    yield TakeUpEvidence(inspection=known.inspection)
    places = unassessed(framework, judged, EvidenceRoom())
    findings = tuple(_finding(each, protocol, state) for each in places)
    if findings:
        yield AssessPrompts(inspection=known.inspection, assessments=findings)


def _finding(place: str, protocol: Protocol, state: Inspection) -> PromptAssessed:
    """What an item that serves the prompt says of it; a prompt that none serves is not known."""
    if not protocol.evidence:
        return PromptAssessed(prompt=place, finding="met", evidence=(BASIS,))
    serving = tuple(
        code
        for code, each in state.evidence.items()
        if each.outcome == "received" and place in (*each.item.prompts, *each.item.key_questions)
    )
    return PromptAssessed(prompt=place, finding="met" if serving else "not-known", evidence=serving)


def enquiries(
    protocol: Protocol, library: Library, state: Inspection, room: EvidenceRoom
) -> Iterator[Command]:
    """The lines of enquiry that gaps led to: followed in fieldwork and closed, but for the last, which is carried."""
    open_ = room.open_enquiries
    begun, scheme = state.begun_on, library.scheme_of(state.known.scheme)
    if not open_ or begun is None or scheme is None:
        return
    inspection = state.known.inspection
    yield RegisterEvidence(
        inspection=inspection,
        entry=VISIT,
        kind="interview",
        title="Interviews with managers",
        bears_on=judged_standards(scheme),
        true_from=begun,
        source="The provider's managers",
    )
    for enquiry in open_:
        yield WorkOnEnquiry(inspection=inspection, enquiry=enquiry, evidence=(VISIT,), showed="Some of it.")
    for enquiry in open_[:-1]:
        yield CloseEnquiry(inspection=inspection, enquiry=enquiry, conclusion="It is done.")
    yield CarryEnquiry(inspection=inspection, enquiry=open_[-1], reason="Nobody could say.")


def experience(protocol: Protocol, state: Inspection) -> list[Command]:
    """Why nobody was heard of those whose experience the kind asks for."""
    return [
        NoteNoExperience(
            inspection=state.known.inspection, voice=each.voice, reason="Nobody came to the meeting."
        )
        for each in protocol.experience
    ]


def feedback(protocol: Protocol, state: Inspection) -> list[Command]:
    """Closing feedback, where the kind asks for it."""
    if protocol.fieldwork is None or not protocol.fieldwork.closing_feedback:
        return []
    begun = state.begun_on
    assert begun is not None
    return [
        GiveFeedback(
            inspection=state.known.inspection,
            given_on=begun,
            to=("chief-officer",),
            inspectors=(state.known.lead,),
            said="As found.",
        )
    ]


def judged_by(scheme: Scheme | None) -> list[tuple[str, str]]:
    """The standards that are judged, each with the second lowest rating."""
    return [
        (each.id, scheme.levels[1].id)
        for each in (scheme.standards if scheme else ())
        if scheme and each.aggregator == "judgement"
    ]


def proposed(protocol: Protocol, inspection: str, standard: str, rating: str) -> ProposeRating:
    """A proposal, with the evidence that it rests on."""
    return ProposeRating(
        inspection=inspection,
        standard=standard,
        rating=rating,
        reason="As seen.",
        evidence=(BASIS,) if protocol.judgements else (),
    )


def scored_by(scheme: Scheme | None) -> list[str]:
    """The criteria that get a percentage and rest on no cases."""
    return [
        each.id
        for each in (scheme.standards if scheme else ())
        if each.aggregator == "percentage" and each.population is None
    ]


def before_the_panel(
    protocol: Protocol, library: Library, state: Inspection, reads: dict[str, CaseRead | SecondRead]
) -> list[Command]:
    """A look at the proposals beside the case results, and into whatever lies far off, where the kind asks for it."""
    limit = protocol.judgements.correlation_steps if protocol.judgements else None
    scheme = library.scheme_of(state.known.scheme)
    if limit is None or scheme is None:
        return []
    compared = compare(state, scheme, reads, limit)
    return [
        CheckCorrelation(
            inspection=state.known.inspection,
            compared=compared.digest,
            interrogated=tuple(
                Interrogated(standard=each, showed="Looked into.") for each in compared.diverging
            ),
        )
    ]
