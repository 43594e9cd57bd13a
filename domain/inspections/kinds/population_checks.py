"""What must hold in a kind of inspection between a list and what it is narrowed to, or told apart by."""

from collections.abc import Iterator

from domain.cases.lists.columns import column_called
from domain.inspections.kinds.parts import Population

__all__ = ["narrowing_mistakes"]

_TOP = 99_999


def narrowing_mistakes(place: str, population: Population) -> Iterator[tuple[str, str]]:
    """What is wrong with what a population is narrowed to, and with its ranges: the place, and a sentence about it."""
    for each in population.only_where:
        known, numbers = (
            column_called(each.column),
            each.at_least is not None or each.at_most is not None,
        )
        at = f"{place}.only_where"
        if bool(each.values) == numbers:
            yield at, f"say of {each.column} either its values, or at_least and at_most"
        if numbers and known.kind != "number":
            yield at, f"{each.column} has no numbers, so it has no at_least and no at_most"
        if numbers and (each.at_least or 0) > (_TOP if each.at_most is None else each.at_most):
            yield at, f"at_least of {each.column} is more than at_most, so no case would be drawn"
        if each.values and known.kind == "number":
            yield at, f"{each.column} has numbers: say at_least, at_most or both"
        for value in each.values:
            if known.choices and value not in known.choices:
                yield at, f"{value} never stands under {each.column}: {', '.join(known.choices)}"
    yield from _ranges(place, population)
    if population.named_seed is not None and population.asks_of_the_list:
        yield (
            f"{place}.named_seed",
            "the list is needed to draw from it, so it is handed in, and nobody names a seed",
        )


def _ranges(place: str, population: Population) -> Iterator[tuple[str, str]]:
    at = f"{place}.ranges"
    for number, each in enumerate(population.ranges):
        if each.stratum not in population.strata:
            yield at, f"{each.stratum} is none of the strata: {', '.join(population.strata) or 'none'}"
        if column_called(each.column).kind != "number":
            yield at, f"{each.column} has no numbers by which cases could be told apart"
        if each.at_most is not None and each.at_least > each.at_most:
            yield at, f"at_least of {each.id} is more than its at_most, so no case would be in it"
        for other in population.ranges[:number]:
            if other.stratum != each.stratum:
                continue
            if other.column != each.column:
                yield at, f"{each.stratum} is told by {other.column} and by {each.column}; take one of them"
            if other.id == each.id:
                yield at, f"{each.id} is given twice"
            elif each.at_least <= (_TOP if other.at_most is None else other.at_most) and other.at_least <= (
                _TOP if each.at_most is None else each.at_most
            ):
                yield at, f"a case could be in {other.id} and in {each.id}"
