"""The questions of an inspection's cases: those of its standards framework or, where it has none, those set for it.

A topic, an inquiry or an area is looked at with questions of its own (001 L22-23; 002 L122, L207, L226-227): which they
are is in none of our sources, and for whoever leads the inspection to say. Set questions are shown, answered and read a
second time as key questions are: they are made into a framework of the inspection's own, whose domain is *Q* and which
has one standard for each list, so that no number of theirs is taken for an official one.
"""

from domain.dated_rules.library import Library
from domain.frameworks.model import Domain, Framework, KeyQuestion, Prompt, Standard
from domain.inspections.events import QuestionAsked, QuestionsSet
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.working_days import in_words

__all__ = ["framework_in", "framework_set", "settles_second_reads"]

_DOMAIN = "Q"


def framework_in(state: Inspection, library: Library) -> Framework | None:
    """The framework under whose numbers the cases of an inspection are read.

    Args:
        state: an inspection that was announced.
        library: the dated rules of the installation.

    Returns:
        The one that it is bound to or, for a kind that has none, that of the questions set for it; None where none are
        set, and where this installation lacks the one that it is bound to.
    """
    if state.known.framework is not None:
        return library.framework_of(state.known.framework)
    if state.questions is None:
        return None
    protocol = library.protocol_with(state.known.protocol.digest)
    titles = {each.id: each.title for each in protocol.populations} if protocol else {}
    return framework_set(state.questions, titles)


def framework_set(asked: QuestionsSet, titles: dict[str, str]) -> Framework:
    """The questions set for an inspection as a framework.

    Args:
        asked: the questions.
        titles: what each list is called, by its code.
    """
    by_list: dict[str, list[QuestionAsked]] = {}
    for each in asked.questions:
        by_list.setdefault(each.population, []).append(each)
    return Framework(
        id="questions-set",
        version=asked.set_on.isoformat(),
        title="Questions set for this inspection",
        status="in-force",
        in_force_from=asked.set_on,
        wording="own",
        citation=f"Set by whoever led the inspection, on {in_words(asked.set_on)}",
        domains=(
            Domain(
                number=_DOMAIN,
                title="Questions set for this inspection",
                standards=tuple(
                    Standard(
                        number=questions[0].number.partition(".")[0],
                        title=titles.get(population, population),
                        population=population,
                        key_questions=tuple(map(_question, questions)),
                    )
                    for population, questions in by_list.items()
                ),
            ),
        ),
    )


def settles_second_reads(state: Inspection, protocol: Protocol) -> bool:
    """Whether it is settled and recorded which cases are read twice, or why none is, before the reads are closed.

    So it is where the kind's file asks for it, and where its lead has set questions although the file, as those from
    before there were set questions, says nothing of them.

    Args:
        state: an inspection that was announced.
        protocol: its kind.
    """
    return protocol.settles_second_reads or state.questions is not None


def _question(asked: QuestionAsked) -> KeyQuestion:
    return KeyQuestion(
        number=asked.number,
        text=asked.text,
        applies_to=asked.applies_to,
        guidance=asked.guidance,
        # A prompt of a question that applies to some cases only need not apply to more of them.
        prompts=tuple(
            Prompt(letter=chr(ord("a") + place), text=text, applies_to=asked.applies_to)
            for place, text in enumerate(asked.prompts)
        ),
    )
