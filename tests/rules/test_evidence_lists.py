"""What each kind of inspection usually asks for fits the framework under which it looks."""

import pytest

from domain.inspections.protocol import Protocol
from tests.support.house import shipped_library

LIBRARY = shipped_library()
KINDS = [each for each in LIBRARY.protocols() if each.evidence]


def test_there_are_kinds_that_say_what_they_usually_ask_for() -> None:
    assert {"pdu-2021", "pdu-2023", "yot-2018", "yot-2021"} <= {each.id for each in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.id)
def test_every_item_serves_key_questions_and_prompts_of_its_framework(kind: Protocol) -> None:
    framework = LIBRARY.framework(kind.framework or "")
    assert framework is not None
    for item in kind.evidence:
        assert item.key_questions or item.prompts, item.id
        assert all(framework.key_question(each) for each in item.key_questions), item.id
        assert all(framework.prompt(each) for each in item.prompts), item.id
