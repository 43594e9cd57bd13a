"""What a kind of inspection asks of judgements, done on the way: evidence, prompts, feedback, case results."""

from domain.cases.reading import CaseRead
from domain.cases.second_reads import SecondRead
from domain.evidence.assessment import unassessed
from domain.evidence.commands import AssessPrompts, GiveFeedback, RegisterEvidence
from domain.evidence.correlation import compare
from domain.evidence.events import PromptAssessed
from domain.evidence.state import EvidenceRoom
from domain.inspections.commands import CheckCorrelation, Interrogated
from domain.inspections.protocol import Protocol
from domain.inspections.rules.judgements import judged_standards
from domain.inspections.state import Inspection
from domain.library import Library
from domain.messages import Command

__all__ = ["BASIS", "before_fieldwork", "before_the_panel", "feedback"]

BASIS = "basis"
"""The one entry of the register on which every judgement of a walk rests."""


def before_fieldwork(protocol: Protocol, library: Library, state: Inspection) -> list[Command]:
    """Evidence registered, and every prompt held against it, where the kind asks for that."""
    asked, known = protocol.judgements, state.known
    framework, scheme = library.framework_of(known.framework), library.scheme_of(known.scheme)
    if asked is None or framework is None or scheme is None:
        return []
    judged = judged_standards(scheme)
    registered = RegisterEvidence(
        inspection=known.inspection,
        entry=BASIS,
        kind="data",
        title="What was sent in advance",
        bears_on=judged,
        true_from=known.announced_on,
        source="The provider",
    )
    places = unassessed(framework, judged, EvidenceRoom())
    findings = tuple(PromptAssessed(prompt=each, finding="met", evidence=(BASIS,)) for each in places)
    assessed = [AssessPrompts(inspection=known.inspection, assessments=findings)] if findings else []
    return [registered, *(assessed if asked.preliminary else [])]


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
