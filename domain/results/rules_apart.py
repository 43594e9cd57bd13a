"""By which rules inspections are counted together: a title may be that of several versions, which are told apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from domain.dated_rules.pins import Pin
from domain.results.publication import Publication

__all__ = ["rules_apart"]


def rules_apart(publications: Iterable[Publication]) -> Callable[[Publication], str]:
    """What to call the rules that each of some inspections was bound to, so that no two sets are called the same.

    Args:
        publications: all that are counted.

    Returns:
        What gives the title of the framework, or else of the scheme or the kind; with the versions of both where
        several sets of rules have that title.
    """
    sets: dict[str, set[tuple[Pin, ...]]] = defaultdict(set)
    for each in publications:
        sets[_title(each)].add(each.pinned)

    def called(each: Publication) -> str:
        title = _title(each)
        if len(sets[title]) == 1:
            return title
        return f"{title} ({', '.join(f'{pin.id} {pin.version}' for pin in each.pinned)})"

    return called


def _title(each: Publication) -> str:
    rules = each.content.rules
    return (rules.framework or rules.scheme or (rules.kind, ""))[0]
