"""How the cases of all published inspections were answered, key question by key question.

Every number is out already: it stands in a report. Counts that a report hides are in no sum, and a sum that would tell
a small number is hidden by the rule that hides them everywhere.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from domain.cases.diversity.counting import SMALLEST_SHOWN, hidden_groups, hidden_rows
from domain.programme.choice.topics import Result
from domain.results.publication import Publication
from domain.results.rules_apart import rules_apart
from domain.text import counted

__all__ = ["QuestionTogether", "as_results", "by_part", "by_question", "told_apart"]


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
        part: of which of them, in words; empty for all.
    """

    rules: str
    standard: str
    question: str
    yes: int
    no: int
    inspections: int
    part: str = ""

    @property
    def hidden(self) -> bool:
        """Whether its numbers are too small to be shown, or one would tell the other."""
        few = self.yes + self.no < SMALLEST_SHOWN
        return few or bool(hidden_groups({"yes": self.yes, "no": self.no}))


def by_question(publications: Iterable[Publication]) -> tuple[QuestionTogether, ...]:
    """The answers to each key question about cases, of all inspections under the same rules together.

    Args:
        publications: the published inspections.
    """
    every = tuple(publications)
    return _by_question(every, rules_apart(every))


def _by_question(
    publications: Iterable[Publication], rules_of: Callable[[Publication], str]
) -> tuple[QuestionTogether, ...]:
    found: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for each in publications:
        rules = each.content.rules.framework
        for domain in each.content.found if rules is not None else ():
            for standard in domain.standards:
                for question in standard.questions:
                    if rules is not None and question.yes is not None and question.no is not None:
                        key = rules_of(each), standard.number, question.number
                        found.setdefault(key, []).append((question.yes, question.no))
    return tuple(
        QuestionTogether(*key, sum(yes for yes, _ in counts), sum(no for _, no in counts), len(counts))
        for key, counts in sorted(found.items())
    )


def by_part(
    publications: Iterable[Publication], part_of: Callable[[Publication], str]
) -> tuple[QuestionTogether, ...]:
    """The same for parts of the inspections, those left out that would tell a small number.

    Beside the answers of all, what is left out of a question's parts could be worked out if it were one part alone, or
    came to few; so further parts, the smallest first, are left out with it.

    Args:
        publications: the published inspections.
        part_of: the part that an inspection is in, in words.
    """
    parts: dict[str, list[Publication]] = {}
    every = tuple(publications)
    rules_of = rules_apart(every)
    for each in every:
        parts.setdefault(part_of(each), []).append(each)
    found = [
        replace(one, part=part)
        for part, several in sorted(parts.items())
        for one in _by_question(several, rules_of)
    ]
    return tuple(told_apart(found))


def told_apart(found: Iterable[QuestionTogether]) -> Iterator[QuestionTogether]:
    """The answers in parts of the inspections that may stand beside those of all.

    Args:
        found: the answers to key questions in each part.
    """
    tables: dict[tuple[str, str, str], dict[str, QuestionTogether]] = {}
    for each in found:
        tables.setdefault((each.rules, each.standard, each.question), {})[each.part] = each
    for _, parts in sorted(tables.items()):
        hidden = hidden_rows({part: (each.yes, each.no) for part, each in parts.items()})
        yield from (each for part, each in parts.items() if part not in hidden)


def as_results(questions: Iterable[QuestionTogether]) -> tuple[Result, ...]:
    """The same as thematic topics are held against: of each key question, and of its standard; hidden ones left out.

    Args:
        questions: the answers to key questions.
    """
    return tuple(
        Result(about=about, group=group, cases=each.yes + each.no, not_met=each.no)
        for each in questions
        if not each.hidden
        for of in (f"all cases of {counted(each.inspections, 'inspection')} under {each.rules}{_in(each)}",)
        for about, group in ((each.question, of), (each.standard, f"{of}, key question {each.question}"))
    )


def _in(each: QuestionTogether) -> str:
    return f", {each.part}" if each.part else ""
