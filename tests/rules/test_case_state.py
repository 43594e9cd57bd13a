"""The state of a case as it is folded."""

from dataclasses import fields, replace
from typing import Any

from domain.cases.readers import Readers
from domain.cases.state import CaseRead


def test_answers_change_nothing_else_of_what_is_known_of_a_case() -> None:
    """The fold of answers names every field, to be quick; none may be forgotten when one is added."""
    moved = ("answers", "had_by", "readers")
    others: dict[str, Any] = {each.name: object() for each in fields(CaseRead) if each.name not in moved}
    others["readers"] = Readers(reader="os-1")
    before = CaseRead(**others).answered([("2.1.1", "yes"), ("2.1.2", "no")])
    after = before.answered([("2.1.2", "yes")])
    assert dict(after.answers) == {"2.1.1": "yes", "2.1.2": "yes"}
    assert dict(before.answers) == {"2.1.1": "yes", "2.1.2": "no"}
    assert dict(after.had_by) == {"2.1.1": "os-1", "2.1.2": "os-1"}
    assert replace(after, answers=CaseRead().answers, had_by=CaseRead().had_by) == CaseRead(**others)
