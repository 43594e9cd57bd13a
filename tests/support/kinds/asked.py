"""Questions on the way through a kind of inspection whose lead sets them: of each list two, one with prompts."""

from collections.abc import Iterator

from domain.cases.prompts import prompts_of
from domain.cases.reading import CaseRead
from domain.dated_rules.library import Library
from domain.inspections.commands import QuestionWanted, SetQuestions
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import framework_in
from domain.inspections.state import Inspection
from domain.messages import Command

__all__ = ["prompts_for", "questions"]


def questions(protocol: Protocol, inspection: str) -> Iterator[Command]:
    """What the lead sets before any sample is drawn; nothing where a framework asks."""
    if not protocol.sets_questions:
        return
    asked = [
        question
        for each in protocol.populations
        for question in (
            QuestionWanted(
                text=f"Was the work in {each.title.lower()} planned with the person?",
                population=each.id,
                guidance="Look for the person's own words.",
                prompts=("Is there a plan?", "Was it reviewed?"),
            ),
            QuestionWanted(
                text="Did partners share what they knew?",
                population=each.id,
                applies_to="cases with partners",
                prompts=("Was there a meeting?",),
            ),
        )
    ]
    yield SetQuestions(inspection=inspection, questions=tuple(asked))


def prompts_for(state: Inspection, read: CaseRead, library: Library) -> tuple[str, ...]:
    """The prompts of the questions that were set, of one case; none where a framework asks."""
    framework = framework_in(state, library) if state.questions else None
    return tuple(prompts_of(framework, read.sampled.key_questions)) if framework and read.sampled else ()
