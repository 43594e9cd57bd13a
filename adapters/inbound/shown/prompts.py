"""The prompts of the judged standards: what was found, on what, and what is to come."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.inbound.services import Services
from adapters.inbound.shown.evidence.items import due_of
from adapters.inbound.shown.evidence.room import what_is_held
from domain.evidence.assessment import QuestionAssessed, assessment_of, awaited_for, come_in_for, there_for
from domain.evidence.resting import outdated
from domain.evidence.state import EvidenceRoom
from domain.frameworks.model import Framework
from domain.inspections.rules.judging.judgements import judged_standards
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = ["judged_by", "prompts_in"]


def prompts_in(services: Services, found: Inspection, room: EvidenceRoom) -> list[dict[str, Any]]:
    """Each prompt of the judged standards as it stands: what was found, on what, what else is there, what is to come.

    Raises:
        Refused: ``nothing-judged``.
    """
    framework, judged = judged_by(services, found)
    shaken = dict(outdated(found, room, what_is_held(services, found)))
    assessed = assessment_of(framework, judged, room)
    return [_prompt(place, found, room, shaken) for each in assessed for place in _places(each)]


def _places(assessed: QuestionAssessed) -> Iterator[str]:
    if assessed.whole is not None:
        yield assessed.question
    yield from (
        place for place, _ in assessed.findings if place != assessed.question or assessed.whole is None
    )


def _prompt(
    place: str, inspection: Inspection, room: EvidenceRoom, shaken: Mapping[str, str]
) -> dict[str, Any]:
    """One prompt as it stands: what was found, what is there and what is to come."""
    known = room.findings.get(place)
    return {
        "prompt": place,
        "finding": known.finding if known else None,
        "evidence": list(known.evidence) if known else [],
        "note": known.note if known else None,
        "shaken_by": shaken.get(place),
        "there": list(there_for(place, room)),
        "to_take_up": list(come_in_for(place, inspection, room)),
        "awaited": {
            code: due_of(inspection, inspection.evidence[code]) for code in awaited_for(place, inspection)
        },
    }


def judged_by(services: Services, inspection: Inspection) -> tuple[Framework, tuple[str, ...]]:
    """The framework of an inspection, and the standards that its scheme has judged."""
    library, known = services.library(), inspection.known
    framework = library.framework_of(known.framework)
    scheme = library.scheme_of(known.scheme)
    if framework is None or scheme is None:
        raise Refused.because(
            "nothing-judged", "This kind of inspection has no judged standards, or its rules are not here."
        )
    return framework, judged_standards(scheme)
