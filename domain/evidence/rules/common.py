"""What several rules of the evidence room need: where its inspection stands, and places that its framework has."""

from collections.abc import Iterable

from domain.dated_rules.library import Library
from domain.decider import its_inspection
from domain.evidence.commands import CorrectEvidence, HoldSession, RegisterEvidence, RoomOrder
from domain.given import Given
from domain.inspections.rules.common import framework_of, scheme_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["STAGED", "check_places", "inspection_and_account", "inspection_of"]

STAGED = ("unknown-inspection", "not-at-this-stage")
"""The refusals of a command that may be given only while its inspection is at some stages."""


def inspection_and_account(
    state: object, command: RegisterEvidence | CorrectEvidence | HoldSession, library: Library
) -> tuple[str, ...]:
    """The streams of the inspection, and of the private words that are said along with it, if there are any."""
    account = (command.subject,) if command.note is not None else ()
    return (*its_inspection(state, command, library), *account)


def inspection_of(command: RoomOrder, given: Given, *stages: Stage) -> Inspection:
    """The inspection whose room it is.

    Raises:
        Refused: ``unknown-inspection``, or ``not-at-this-stage`` if it is at none of these.
    """
    inspection: Inspection = given.seen[inspection_stream(command.inspection)]
    if inspection.standing is None:
        raise Refused.because("unknown-inspection", f"There is no inspection {command.inspection}.")
    if inspection.standing not in stages:
        raise Refused.because(
            "not-at-this-stage",
            f"The inspection is at {inspection.standing}; that is done at {', '.join(stages)}.",
        )
    return inspection


def check_places(inspection: Inspection, places: Iterable[str], given: Given) -> None:
    """See that the framework of an inspection has the standards, key questions and prompts that are named.

    Where questions were set they are those; without any, and without a framework, the standards of its scheme.

    Raises:
        Refused: ``unknown-place``, with the first that it has not.
    """
    named = tuple(places)
    if not named:
        return
    if inspection.known.framework is None and inspection.questions is None:
        scheme = scheme_of(inspection, given)
        for each in named:
            if each not in {standard.id for standard in scheme.standards}:
                raise Refused.because("unknown-place", f"There is no standard {each} in {scheme.id}.")
        return
    framework = framework_of(inspection, given)
    for each in named:
        if not (framework.standard(each) or framework.key_question(each) or framework.prompt(each)):
            raise Refused.because(
                "unknown-place", f"There is no standard, key question or prompt {each} in {framework.id}."
            )
