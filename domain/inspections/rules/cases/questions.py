"""Setting the questions that are asked of the cases, and counting what the cases said to them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.cases.events import Answered
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import answers_that_count
from domain.cases.streams import second_read_of
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import QuestionWanted, SetQuestions
from domain.inspections.events import AnswersCounted, QuestionAsked, QuestionCounted, QuestionsSet
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.rules.common import protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES", "counted_answers", "questions_unset"]


@rule(
    SetQuestions,
    stages=[Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK],
    events=[QuestionsSet],
    refusals=[
        *("framework-asks", "no-case-reads", "sample-drawn", "unknown-population", "nothing-asked"),
        *("listed-twice", "reason-missing"),
    ],
)
def set_questions(state: Inspection, command: SetQuestions, given: Given) -> Decided:
    """Sets what is asked of the cases of each list, until the first sample is drawn; other questions need a reason.

    A case is asked what stood when it was drawn, so nobody can turn the questions towards what a read has found.
    """
    protocol = protocol_of(state, given)
    if refusal := _not_settable(state, protocol) or _misplaced(protocol, command.questions):
        return refusal
    asked = tuple(_numbered(protocol, command.questions))
    before = state.questions
    if before is not None and before.questions == asked:
        return ()
    if (before is None) != (command.reason is None):
        return Refusal(
            "reason-missing",
            "Questions are set already; say why others take their place."
            if before
            else "No question is set yet, so there is none to give a reason for replacing.",
        )
    return (QuestionsSet(questions=asked, reason=command.reason, set_on=given.today),)


def _not_settable(state: Inspection, protocol: Protocol) -> Refusal | None:
    if protocol.framework is not None:
        return Refusal(
            "framework-asks",
            f"{protocol.title} asks the key questions of {protocol.framework}; none are set.",
        )
    if not protocol.has(Stage.CASE_READS):
        return Refusal("no-case-reads", f"{protocol.title} reads no cases of which anything could be asked.")
    if state.samples:
        return Refusal("sample-drawn", "A sample has been drawn, and its cases are asked what stood by then.")
    return None


def _misplaced(protocol: Protocol, questions: Sequence[QuestionWanted]) -> Refusal | None:
    """What is wrong with the questions together, all of it at once; the code is that of the first sort of fault."""
    lists = [each.id for each in protocol.populations]
    only = lists[0] if len(lists) == 1 else None
    places = [(each.population or only, each.text) for each in questions]
    wrong = [
        f"question {number} {f'is about {population}' if population else 'names no list'}"
        for number, (population, _) in enumerate(places, start=1)
        if population not in lists
    ]
    unasked = [each for each in lists if each not in {population for population, _ in places}]
    twice = [str(place + 1) for place, each in enumerate(places) if each in places[:place]]
    found = []
    if wrong:
        found.append(("unknown-population", f"The lists are {', '.join(lists)}: {'; '.join(wrong)}."))
    elif unasked:  # what is misplaced may be meant for the list of which nothing is asked
        found.append(
            ("nothing-asked", f"Ask something of every list; nothing is asked of {', '.join(unasked)}.")
        )
    if twice:
        found.append(("listed-twice", f"Asked of the same list before: question {', '.join(twice)}."))
    return Refusal(found[0][0], " ".join(sentence for _, sentence in found)) if found else None


def _numbered(protocol: Protocol, questions: Sequence[QuestionWanted]) -> Iterator[QuestionAsked]:
    """List by list, in the order of the kind of inspection."""
    only = protocol.populations[0].id
    for place, population in enumerate(protocol.populations, start=1):
        of_list = [each for each in questions if (each.population or only) == population.id]
        for number, each in enumerate(of_list, start=1):
            yield QuestionAsked(
                number=f"Q{place}.{number}",
                population=population.id,
                text=each.text,
                applies_to=each.applies_to,
                guidance=each.guidance,
                prompts=each.prompts,
            )


def questions_unset(state: Inspection, protocol: Protocol) -> Refusal | None:
    """Why no sample can be drawn yet: its cases would be asked nothing."""
    if not protocol.sets_questions or state.questions is not None:
        return None
    return Refusal(
        "questions-unset",
        "Set the questions that the cases are asked before any is drawn: `assay inspection set-questions`.",
    )


def counted_answers(state: Inspection, given: Given) -> tuple[AnswersCounted, ...]:
    """What the cases said to each question, where no rating is derived from it; nothing where nothing was asked.

    Args:
        state: the inspection, with every case read.
        given: the reads of its cases as they stand, second reads among them.
    """
    if state.known.scheme is not None:
        return ()
    tallies: dict[tuple[str, str], Counter[Answered]] = {}
    for stream in state.sampled:
        case: CaseRead = given.seen[stream]
        if case.sampled is None:
            continue
        said = answers_that_count(case, given.seen.get(second_read_of(stream)))
        for question in case.sampled.key_questions:
            tally = tallies.setdefault((case.sampled.population, question), Counter())
            tally.update([said[question]] if question in said else [])
    counts = tuple(
        QuestionCounted(
            number=question,
            population=population,
            yes=tally["yes"],
            no=tally["no"],
            not_applicable=tally["not_applicable"],
        )
        for (population, question), tally in tallies.items()
    )
    return (AnswersCounted(counts=counts),) if counts else ()


RULES = (set_questions,)
