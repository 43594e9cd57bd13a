"""Rules that count ratings: "two or more inadequate make inadequate". Every combination must have an answer."""

from collections.abc import Iterator, Mapping, Sequence

from domain.ratings.parts import Rule

__all__ = ["deciding_rule", "first_gap", "idle_rules"]


def deciding_rule(rules: Sequence[Rule], counts: Mapping[str, int]) -> Rule | None:
    """The first rule, from the top, whose conditions all hold for these numbers of standards by level."""
    for rule in rules:
        if all(condition.holds(counts) for condition in rule.conditions):
            return rule
    return None


def first_gap(rules: Sequence[Rule], levels: Sequence[str], most: int) -> Mapping[str, int] | None:
    """A combination of 1 to ``most`` ratings that no rule decides, or ``None`` when the rules are total."""
    for counts in _combinations(levels, most):
        if deciding_rule(rules, counts) is None:
            return counts
    return None


def idle_rules(rules: Sequence[Rule], levels: Sequence[str], most: int) -> list[Rule]:
    """The rules that never decide, because an earlier one always does or their conditions cannot hold."""
    used = {
        rule.id
        for counts in _combinations(levels, most)
        if (rule := deciding_rule(rules, counts)) is not None
    }
    return [rule for rule in rules if rule.id not in used]


def _combinations(levels: Sequence[str], most: int) -> Iterator[dict[str, int]]:
    for total in range(1, most + 1):
        for counts in _splits(total, len(levels)):
            yield dict(zip(levels, counts, strict=True))


def _splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to write ``total`` as so many whole numbers in order."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _splits(total - first, parts - 1):
            yield (first, *rest)
