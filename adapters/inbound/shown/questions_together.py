"""How the cases of all published inspections were answered, key question by key question.

Every number is out already: it stands in a report. Counts that a report hides are in no sum, and a sum that would tell
a small number is hidden by the rule that hides them everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.inbound.shown.published import Publication
from domain.cases.diversity.counting import SMALLEST_SHOWN, hidden_groups
from domain.programme.topics import Result
from domain.text import counted

__all__ = ["QuestionTogether", "as_results", "by_question"]


@dataclass(frozen=True, slots=True)
class QuestionTogether:
    """The answers to one key question.

    Attributes:
        rules: the standards framework.
        standard: the number of its standard.
        question: its number.
        yes: in how many cases it was answered yes.
        no: in how many no.
        inspections: of how many inspections.
    """

    rules: str
    standard: str
    question: str
    yes: int
    no: int
    inspections: int

    @property
    def hidden(self) -> bool:
        """Whether its numbers are too small to be shown, or one would tell the other."""
        few = self.yes + self.no < SMALLEST_SHOWN
        return few or bool(hidden_groups({"yes": self.yes, "no": self.no}))


def by_question(publications: Iterable[Publication]) -> tuple[QuestionTogether, ...]:
    """The answers to each key question about cases, of all inspections under one framework together.

    Args:
        publications: the published inspections.
    """
    found: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for each in publications:
        rules = each.content.rules.framework
        for domain in each.content.found if rules is not None else ():
            for standard in domain.standards:
                for question in standard.questions:
                    if rules is not None and question.yes is not None and question.no is not None:
                        key = rules[0], standard.number, question.number
                        found.setdefault(key, []).append((question.yes, question.no))
    return tuple(
        QuestionTogether(*key, sum(yes for yes, _ in counts), sum(no for _, no in counts), len(counts))
        for key, counts in sorted(found.items())
    )


def as_results(questions: Iterable[QuestionTogether]) -> tuple[Result, ...]:
    """The same as thematic topics are held against: of each key question, and of its standard; hidden ones left out.

    Args:
        questions: the answers to key questions.
    """
    return tuple(
        Result(about=about, group=group, cases=each.yes + each.no, not_met=each.no)
        for each in questions
        if not each.hidden
        for of in (f"all cases of {counted(each.inspections, 'inspection')} under {each.rules}",)
        for about, group in ((each.question, of), (each.standard, f"{of}, key question {each.question}"))
    )
