"""Rules by which cases of a list are excluded: ``weeks < 12``, ``office = Lancaster``, ``start-date >= 2026-01-01``."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.cases.lists.columns import column_called, wrong_with
from domain.refusals import Refused

__all__ = ["Condition", "condition", "conditions_of"]

_CONDITION = re.compile(r"\s*([a-z][a-z0-9-]*)\s*(<=|>=|!=|=|<|>)\s*(.+?)\s*")

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "=": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a row; an empty cell meets none.

    Attributes:
        column: the column that it looks at.
        compares: how, as written.
        value: with what.
    """

    column: str
    compares: str
    value: str

    def __str__(self) -> str:
        """As it goes on the record."""
        return f"{self.column} {self.compares} {self.value}"

    def met_by(self, cell: str) -> bool:
        """Whether a cell meets it."""
        if not cell:
            return False
        if column_called(self.column).kind == "number":
            return _OPERATORS[self.compares](int(cell), int(self.value))
        return _OPERATORS[self.compares](cell.casefold(), self.value.casefold())


def condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        Refused: ``bad-condition``, in a sentence that says how one is written.
    """
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise Refused.because(
            "bad-condition",
            "A rule is a column, a sign and a value, such as 'weeks < 12' or 'office = Lancaster'.",
        )
    column, compares, value = found.groups()
    known = column_called(column)
    if known.personal:
        raise Refused.because(
            "bad-condition",
            f"A rule is kept in clear, so it does not go by {column}, which is about a person; give the rows instead.",
        )
    why = wrong_with(known, value, must=True)
    if why is not None:
        raise Refused.because("bad-condition", f"The value of {column} {why}.")
    if known.kind == "word" and compares not in ("=", "!="):
        raise Refused.because("bad-condition", f"{column} has words, which are compared by = and != only.")
    return Condition(column, compares, value)


def conditions_of(rule: str) -> tuple[Condition, ...]:
    """The conditions of a rule as it stands on the record, all of which must be met."""
    return tuple(condition(each) for each in re.split(r" and (?=[a-z][a-z0-9-]* (?:<=|>=|!=|=|<|>) )", rule))
