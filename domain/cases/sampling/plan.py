"""What a kind of inspection asks of a sample: how many cases, from which strata, and what each is asked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.cases.sampling.drawing import Drawing, drawing
from domain.cases.sampling.frame import Frame
from domain.cases.sampling.size import sample_size
from domain.cases.sampling.strata import lower_bounds
from domain.inspections.kinds.parts import Population
from domain.refusals import Refused

__all__ = ["Plan", "plan_of", "questions_of", "read_cells", "read_words", "words_text"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one sample is to be drawn.

    Attributes:
        wanted: how many cases the kind of inspection asks for.
        at_least: the least number from some strata, so that every quota is met.
        sub_samples: of how many cases the key questions of each sub-sample are asked.
    """

    wanted: int
    at_least: tuple[tuple[int, int], ...]
    sub_samples: tuple[int, ...]

    def draw(self, list_digest: str, frame: Frame, seed: str, size: int | None) -> Drawing:
        """The draw by this plan.

        Raises:
            Refused: as :meth:`number`.
        """
        return drawing(list_digest, frame, seed, self.number(frame, size), self.at_least, self.sub_samples)

    def number(self, frame: Frame, size: int | None) -> int:
        """How many cases are drawn where another number than the kind's may have been set.

        Raises:
            Refused: ``below-quotas`` when the size is too small for the quotas.
        """
        needed = sum(count for _, count in self.at_least)
        wanted = min(self.wanted if size is None else size, frame.eligible)
        if wanted < needed:
            raise Refused.because(
                "below-quotas",
                f"The quotas need {needed} cases, so fewer cannot be drawn; {wanted} were asked for.",
            )
        return wanted


def plan_of(population: Population, frame: Frame, words: Sequence[Sequence[str]]) -> Plan:
    """The plan of a sample.

    Where confidence and margin are given, the size follows from how many cases can be drawn (004 §4.12); it is never
    smaller than what the quotas need.

    Args:
        population: what the kind of inspection says of the list.
        frame: which rows can be drawn, and the stratum of each.
        words: the words of each stratum in the population's columns, in the order of their numbers.
    """
    quotas = [
        (
            [number for number, each in enumerate(words, start=1) if each[column] == quota.value.casefold()],
            quota.at_least,
        )
        for quota in population.quotas
        if (column := _column(population, quota.stratum)) is not None
    ]
    at_least = lower_bounds(frame.sizes, quotas)
    wanted = min(population.sample, frame.eligible)
    if population.confidence is not None and population.margin is not None:
        wanted = sample_size(
            frame.eligible,
            confidence=Fraction(population.confidence, 100),
            margin=Fraction(population.margin, 100),
        )
    return Plan(
        wanted=max(wanted, sum(at_least.values())),
        at_least=tuple(sorted(at_least.items())),
        sub_samples=tuple(each.size for each in population.sub_samples),
    )


def _column(population: Population, stratum: str) -> int | None:
    return population.strata.index(stratum) if stratum in population.strata else None


def questions_of(population: Population, asked: Sequence[str], member_of: Sequence[int]) -> tuple[str, ...]:
    """The key questions that are asked of one case, in their order.

    Args:
        population: what the kind of inspection says of its list.
        asked: all key questions that rest on the population.
        member_of: the sub-samples that the case is in, counted from 1.
    """
    own = {number for place in member_of for number in population.sub_samples[place - 1].key_questions}
    elsewhere = {number for each in population.sub_samples for number in each.key_questions} - own
    return tuple(number for number in asked if number not in elsewhere)


def words_text(words: Sequence[Sequence[str]], salt: str) -> str:
    """The words of strata as they are kept: with a salt, so that nobody can guess them by their digest."""
    return json.dumps({"salt": salt, "strata": [list(each) for each in words]}, ensure_ascii=False)


def read_words(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each stratum, in the order of their numbers.

    Raises:
        Refused: ``bad-words``.
    """
    try:
        found = json.loads(text)["strata"]
        return tuple(tuple(map(str, each)) for each in found)
    except (ValueError, KeyError, TypeError):
        raise Refused.because("bad-words", "These are no words of strata as Assay keeps them.") from None


def read_cells(text: str) -> Mapping[int, tuple[str, str | None]]:
    """The reference of each drawn row, and the words of its stratum."""
    try:
        return {int(row): (str(cells[0]), cells[1]) for row, cells in json.loads(text).items()}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Refused.because("bad-cells", "These are no cells of drawn rows as Assay keeps them.") from None
