"""The state of a case as it is folded."""

from dataclasses import fields, replace
from typing import Any

from domain.cases.state import CaseRead


def test_answers_change_nothing_else_of_what_is_known_of_a_case() -> None:
    """The fold of answers names every field, to be quick; none may be forgotten when one is added."""
    others: dict[str, Any] = {each.name: object() for each in fields(CaseRead) if each.name != "answers"}
    before = CaseRead(**others).answered([("2.1.1", "yes"), ("2.1.2", "no")])
    after = before.answered([("2.1.2", "yes")])
    assert dict(after.answers) == {"2.1.1": "yes", "2.1.2": "yes"}
    assert dict(before.answers) == {"2.1.1": "yes", "2.1.2": "no"}
    assert replace(after, answers=CaseRead().answers) == CaseRead(**others)
