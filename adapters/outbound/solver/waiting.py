"""Which announced inspections no panel is left for, however the others go: they keep their dates and wait for one.

An inspection that was announced does not lose its place because its panel was cancelled and no later one has a slot.
So many as can be are matched with panels; only what is then left over may be placed without one.
"""

from collections.abc import Mapping, Sequence

__all__ = ["without_panel"]


def without_panel(ways: Mapping[str, Sequence[int]], slots: Sequence[int]) -> frozenset[str]:
    """The inspections for which no panel is left.

    Args:
        ways: for each announced inspection the panels that could consider it; those that should keep one, first.
        slots: how many inspections each panel can consider.
    """
    agenda: list[list[str]] = [[] for _ in slots]

    def placed(inspection: str, tried: set[int]) -> bool:
        for panel in ways[inspection]:
            if panel in tried:
                continue
            tried.add(panel)
            if len(agenda[panel]) < slots[panel]:
                agenda[panel].append(inspection)
                return True
            for other in agenda[panel][:]:
                if placed(other, tried):
                    agenda[panel].remove(other)
                    agenda[panel].append(inspection)
                    return True
        return False

    return frozenset(each for each in ways if not placed(each, set()))
