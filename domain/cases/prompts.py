"""The prompts under the key questions, and how a case is classified (004 §3.2, Annex F; 003 L224).

Neither decides a rating. Prompts help to answer a key question; one that applies to some cases only is answered "not
applicable" in the others.
"""

from collections.abc import Mapping
from typing import Any

from domain.cases.classes import classes_of
from domain.cases.commands import RecordClassification, RecordPrompts
from domain.cases.events import CaseAllocated, ClassificationRecorded, PromptsAnswered
from domain.cases.state import UNANSWERABLE, CaseRead, inspection_of_case, not_answerable, said
from domain.decider import Decided, rule
from domain.frameworks.model import Framework, Prompt
from domain.given import Given
from domain.inspections.rules.common import framework_of, protocol_of
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import inspection_stream

__all__ = ["RULES", "prompts_of"]


def prompts_of(framework: Framework, key_questions: tuple[str, ...]) -> dict[str, Prompt]:
    """Every prompt under some key questions, by its id."""
    return {
        f"{question.number}.{prompt.letter}": prompt
        for standard in framework.standards()
        for question in standard.key_questions
        if question.number in key_questions
        for prompt in question.prompts
    }


@rule(
    RecordPrompts,
    events=[CaseAllocated, PromptsAnswered],
    refusals=[*UNANSWERABLE, "unknown-prompt", "answered-twice", "prompt-applies"],
    reads=inspection_of_case,
)
def record_prompts(state: CaseRead, command: RecordPrompts, given: Given) -> Decided:
    """Records yes, no or not applicable for prompts under the key questions of the case."""
    refusal = not_answerable(state, given.actor.id)
    if refusal or state.sampled is None:
        return refusal or ()
    framework = framework_of(given.seen[inspection_stream(state.sampled.inspection)], given)
    known = prompts_of(framework, state.sampled.key_questions)
    asked = [prompt for prompt, _ in command.prompts]
    for prompt, answer in command.prompts:
        if prompt not in known:
            return Refusal("unknown-prompt", f"The prompt {prompt} is not under a key question of this case.")
        if answer == "not_applicable" and known[prompt].applies_to is None:
            return Refusal(
                "prompt-applies",
                f"The prompt {prompt} applies to every case, so it is answered with yes or no.",
            )
    if len(set(asked)) != len(asked):
        twice = next(prompt for prompt in asked if asked.count(prompt) > 1)
        return Refusal("answered-twice", f"The prompt {twice} is answered twice.")
    # All as given, as with answers: what is left out would tell what stood there before.
    return said(state, given.actor.id, PromptsAnswered(prompts=command.prompts))


def _classified(state: CaseRead, asked: Mapping[str, Any]) -> Standing:
    stands = state.beside.classified.get(asked.get("aspect", ""))
    return {"provider": stands[0], "inspector": stands[1]} if stands else NOTHING_STANDS


@rule(
    RecordClassification,
    events=[CaseAllocated, ClassificationRecorded],
    refusals=[*UNANSWERABLE, "class-missing", "unknown-aspect", "unknown-class"],
    reads=inspection_of_case,
    replaces=_classified,
)
def record_classification(state: CaseRead, command: RecordClassification, given: Given) -> Decided:
    """Records the provider's class of a case beside the inspector's own; both are kept."""
    refusal = not_answerable(state, given.actor.id)
    if refusal or state.sampled is None:
        return refusal or ()
    if command.provider is None and command.inspector is None:
        return Refusal("class-missing", "Give the provider's class, the inspector's own, or both.")
    known = classes_of(protocol_of(given.seen[inspection_stream(state.sampled.inspection)], given))
    if command.aspect not in known:
        return Refusal(
            "unknown-aspect",
            f"Cases are not classified as to {command.aspect}, but as to {', '.join(known)}.",
        )
    for each in (command.provider, command.inspector):
        if each is not None and each not in known[command.aspect]:
            return Refusal(
                "unknown-class",
                f"As to {command.aspect} a case is {', '.join(known[command.aspect])}, and not {each}.",
            )
    recorded = ClassificationRecorded(
        aspect=command.aspect, provider=command.provider, inspector=command.inspector
    )
    return said(state, given.actor.id, recorded)


RULES = (record_prompts, record_classification)
