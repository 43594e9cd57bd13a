"""What all published inspections say together: by standard, and by the aim that key questions about cases serve."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.cases.diversity.counting import SMALLEST_SHOWN, hidden_groups
from domain.frameworks.model import AIMS_IN_WORDS
from domain.results.publication import Publication
from domain.results.rules_apart import rules_apart

__all__ = ["AimTogether", "StandardTogether", "by_aim", "by_standard", "together"]


@dataclass(frozen=True, slots=True)
class Together:
    """The cases of several inspections that were answered yes and no, as they are shown.

    Attributes:
        yes: how many yes; None where that is too small a number to be shown, or would tell one.
        no: how many no, likewise.
    """

    yes: int | None
    no: int | None

    @property
    def share(self) -> str:
        """The share of yes in per cent, to one decimal; empty where it is not shown."""
        if self.yes is None or self.no is None or self.yes + self.no == 0:
            return ""
        tenths = round(Fraction(1000 * self.yes, self.yes + self.no))
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True, slots=True)
class StandardTogether:
    """A standard under one set of rules.

    Attributes:
        rules: the standards framework, or else the rating scheme, that it is from.
        number: its number.
        title: its title.
        ratings: how many inspections were given each rating, by what it is called, lowest first.
        inspections: how many were rated.
    """

    rules: str
    number: str
    title: str
    ratings: Mapping[str, int]
    inspections: int


@dataclass(frozen=True, slots=True)
class AimTogether:
    """The key questions that serve one aim, in one standard.

    Attributes:
        rules: the standards framework.
        number: the number of the standard.
        title: its title.
        aim: the aim, in words.
        answers: how many cases were answered yes and no.
        inspections: of how many inspections.
    """

    rules: str
    number: str
    title: str
    aim: str
    answers: Together
    inspections: int


def together(yes: int, no: int) -> Together:
    """Two counts, small ones hidden by the rule that hides them everywhere, and whatever would tell them."""
    counts = {"yes": yes, "no": no}
    hidden = hidden_groups(counts) if yes + no >= SMALLEST_SHOWN else frozenset(counts)
    return Together(*(None if each in hidden else count for each, count in counts.items()))


def by_standard(publications: Sequence[Publication]) -> tuple[StandardTogether, ...]:
    """How many inspections were given which rating, standard by standard; under other rules, counted by themselves."""
    titles: dict[tuple[str, str], str] = {}
    given: dict[tuple[str, str], Counter[str]] = {}
    rules_of = rules_apart(publications)
    for each in publications:
        for rated in each.content.ratings:
            key = rules_of(each), rated.number
            titles[key] = rated.title
            counter = given.setdefault(key, Counter(dict.fromkeys(each.levels.values(), 0)))
            if rated.rating is not None:
                counter[each.called(rated.rating)] += 1
    return tuple(
        StandardTogether(rules, number, titles[rules, number], dict(counted), counted.total())
        for (rules, number), counted in sorted(given.items(), key=_place)
    )


def by_aim(publications: Sequence[Publication]) -> tuple[AimTogether, ...]:
    """How the cases were answered, by standard and the aim that its key questions serve."""
    told: dict[tuple[str, str, str, str], list[tuple[str, int, int]]] = {}
    rules_of = rules_apart(publications)
    for each in publications:
        for number, title, aim, yes, no in _answers(each):
            told.setdefault((rules_of(each), number, title, aim), []).append((each.reference, yes, no))
    return tuple(
        AimTogether(
            rules,
            number,
            title,
            aim,
            together(sum(yes for _, yes, _ in counts), sum(no for _, _, no in counts)),
            len({reference for reference, _, _ in counts}),
        )
        for (rules, number, title, aim), counts in sorted(told.items(), key=_place)
    )


def _answers(each: Publication) -> Iterator[tuple[str, str, str, int, int]]:
    for domain in each.content.found:
        for standard in domain.standards:
            for question in standard.questions:
                aim = each.aims.get(question.number)
                if aim is not None and question.yes is not None and question.no is not None:
                    yield standard.number, standard.title, AIMS_IN_WORDS[aim], question.yes, question.no


def _place(row: tuple[tuple[str, ...], object]) -> tuple[str, list[tuple[bool, int, str]]]:
    """By rules, then by the number of the standard: 1.10 after 1.9; stable, so aims stay in their questions' order."""
    rules, number, *_ = row[0]
    parts = number.split(".")
    return rules, [(not each.isdigit(), int(each) if each.isdigit() else 0, each) for each in parts]
