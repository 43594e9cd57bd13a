"""What proposals and samples rest on was on the record by then, as they name it; else there is a verdict."""

from collections.abc import Sequence
from typing import Any

import pytest

from activities.auditing.resting import check_entries_of, check_list_of
from activities.auditing.soundness import Fault, Part, Sound
from domain.cases.lists.events import CaseListClosed, CaseListHandedIn
from domain.evidence.events import EvidenceCorrected, EvidenceRegistered, EvidenceWithdrawn
from domain.inspections.events import EvidenceNamed, RatingProposed, SampleDrawn
from domain.ledger.envelope import Recorded
from domain.messages import Event

ROOM, LIST = "evidence-nps-nw", "list-1"
AT = 100


def of(stream: str, *events: tuple[int, Event], broken_at: int = 0) -> dict[str, Part]:
    sound = [
        Sound(Recorded(position, stream, version, event.name, bytes([version]) * 32, b""), event)
        for version, (position, event) in enumerate(events, 1)
    ]
    fault = Fault("changed", f"event {broken_at}: its bytes are not what was recorded") if broken_at else None
    return {stream: Part(sound, fault, broken_at)}


def bare(of_class: type[Any], **fields: object) -> Any:
    """An event of which only these fields matter."""
    return of_class.model_construct(**fields)


def entry(of_class: type[Event], code: str = "e1") -> Any:
    return bare(of_class, entry=code)


def proposal(*named: tuple[str, int]) -> Any:
    evidence = tuple(EvidenceNamed(entry=code, version=version) for code, version in named)
    return bare(RatingProposed, standard="1.1", evidence=evidence)


def said(check: Any, *given: Any) -> tuple[str, str] | None:
    try:
        check(*given)
    except Fault as fault:
        return fault.verdict, fault.place
    return None


REGISTERED, CORRECTED, WITHDRAWN = (
    entry(each) for each in (EvidenceRegistered, EvidenceCorrected, EvidenceWithdrawn)
)


class TestEntries:
    @pytest.mark.parametrize(
        ("events", "version", "verdict"),
        [
            ([(5, REGISTERED)], 1, None),
            ([(5, REGISTERED), (6, CORRECTED)], 2, None),
            ([(5, REGISTERED), (AT + 1, CORRECTED)], 1, None),
            ([(5, REGISTERED), (AT + 1, WITHDRAWN)], 1, None),
            ([(5, entry(EvidenceRegistered, "e2")), (6, REGISTERED)], 2, None),
            ([], 1, "incomplete"),
            ([(AT + 1, REGISTERED)], 1, "incomplete"),
            ([(5, entry(EvidenceRegistered, "e2"))], 1, "incomplete"),
            ([(5, REGISTERED)], 2, "incomplete"),
            ([(5, REGISTERED), (6, CORRECTED)], 1, "changed"),
            ([(5, REGISTERED), (6, WITHDRAWN)], 1, "changed"),
        ],
    )
    def test_each_was_in_the_register_at_the_version_that_is_named(
        self, events: Sequence[tuple[int, Event]], version: int, verdict: str | None
    ) -> None:
        found = said(check_entries_of, proposal(("e1", version)), AT, "nps-nw", of(ROOM, *events))
        assert (found and found[0]) == verdict
        assert found is None or found[1].startswith(f"event {AT}: the entry e1 of the register")

    def test_a_register_that_is_broken_before_the_entry_is_named_with_its_own_place(self) -> None:
        broken = of(ROOM, broken_at=7)
        assert said(check_entries_of, proposal(("e1", 1)), AT, "nps-nw", broken) == (
            "changed",
            "event 7: its bytes are not what was recorded",
        )
        later = of(ROOM, (5, REGISTERED), broken_at=AT + 2)
        assert said(check_entries_of, proposal(("e1", 1)), AT, "nps-nw", later) is None

    def test_a_proposal_that_names_nothing_rests_on_nothing(self) -> None:
        assert said(check_entries_of, proposal(), AT, "nps-nw", {}) is None


def draw(seed: str = "02" * 32, frame: str = "f" * 64, of_list: str | None = LIST) -> Any:
    return bare(SampleDrawn, list=of_list, frame=frame, seed=seed)


HANDED_IN = bare(CaseListHandedIn)
CLOSED = bare(CaseListClosed, frame="f" * 64)


class TestLists:
    @pytest.mark.parametrize(
        ("events", "drawn", "verdict"),
        [
            ([(5, HANDED_IN), (6, CLOSED)], draw(), None),
            ([(5, HANDED_IN), (6, CLOSED)], draw(seed="02" * 32 + ":7,9,31"), None),
            ([(5, HANDED_IN)], draw(of_list=None), None),
            ([(5, HANDED_IN)], draw(), "incomplete"),
            ([], draw(), "incomplete"),
            ([(5, HANDED_IN), (AT + 1, CLOSED)], draw(), "incomplete"),
            ([(5, HANDED_IN), (6, CLOSED)], draw(seed="01" * 32), "changed"),
            ([(5, HANDED_IN), (6, CLOSED)], draw(frame="e" * 64), "changed"),
        ],
    )
    def test_each_was_closed_with_the_frame_and_to_the_seed_of_the_draw(
        self, events: Sequence[tuple[int, Event]], drawn: SampleDrawn, verdict: str | None
    ) -> None:
        found = said(check_list_of, drawn, AT, of(LIST, *events))
        assert (found and found[0]) == verdict
        assert found is None or found[1].startswith(f"event {AT}: the list list-1, from which it was drawn,")

    def test_a_list_that_is_broken_before_it_was_closed_is_named_with_its_own_place(self) -> None:
        broken = of(LIST, (5, HANDED_IN), broken_at=6)
        assert said(check_list_of, draw(), AT, broken) == (
            "changed",
            "event 6: its bytes are not what was recorded",
        )
