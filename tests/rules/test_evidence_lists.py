"""What each kind of inspection usually asks for fits the framework under which it looks."""

import pytest

from domain.evidence.assessment import unassessed
from domain.evidence.state import EvidenceRoom
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.rules.judging.judgements import judged_standards
from domain.inspections.stages import Stage
from tests.support.house import shipped_library

LIBRARY = shipped_library()
KINDS = [each for each in LIBRARY.protocols() if each.evidence]


def test_there_are_kinds_that_say_what_they_usually_ask_for() -> None:
    asking = {each.id for each in LIBRARY.protocols() if each.has(Stage.EVIDENCE_REQUEST)}
    assert {each.id for each in KINDS} == asking


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.id)
def test_every_item_serves_key_questions_and_prompts_of_its_framework(kind: Protocol) -> None:
    framework = LIBRARY.framework(kind.framework or "")
    for item in kind.evidence:
        if framework is None:
            assert item.key_questions + item.prompts == (), item.id
            continue
        assert item.key_questions or item.prompts, item.id
        assert all(framework.key_question(each) for each in item.key_questions), item.id
        assert all(framework.prompt(each) for each in item.prompts), item.id


@pytest.mark.parametrize("kind", ["nps-division-2018", "crc-2018", "pilot-2017", "pilot-crc-2017"])
def test_an_adult_inspection_asks_for_something_on_every_prompt_of_its_judged_standards(kind: str) -> None:
    protocol = LIBRARY.protocol(kind)
    assert protocol is not None
    framework, scheme = LIBRARY.framework(protocol.framework or ""), LIBRARY.scheme(protocol.scheme or "")
    assert framework is not None
    assert scheme is not None
    wanted = unassessed(framework, judged_standards(scheme), EvidenceRoom())
    assert len(wanted) == 66, "domain 1 has 66 prompts (004 Annex F)"
    assert {prompt for item in protocol.evidence for prompt in item.prompts} == set(wanted)
