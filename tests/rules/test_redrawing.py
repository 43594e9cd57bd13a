"""A sample is drawn again in a replay; what its seed does not give is named, and what cannot be had says so."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from activities.auditing.redrawing import Frames, Redrawing, no_frames
from activities.auditing.soundness import Fault
from activities.ports import StoreFault
from domain.cases.sampling.drawing import case_stream, drawing, next_in_order
from domain.cases.sampling.frame import Frame
from domain.dated_rules.pins import Pin
from domain.inspections.events import CaseReplaced, InspectionAnnounced, SampleDrawn
from domain.inspections.state import Inspection
from domain.refusals import Refused
from tests.support.house import shipped_library

LIST, POPULATION, DIGEST, SEED = "list-1", "supervised-cases", "d" * 64, "5" * 64
FRAME = Frame((1, 2) * 100)
KIND = shipped_library().protocol_version("nps-division-2018", "1.0")
assert KIND is not None
ASKED = KIND.population(POPULATION)
assert ASKED is not None


def bare(of_class: type[Any], **fields: object) -> Any:
    """A message or a state of which only these fields matter."""
    return of_class.model_construct(**fields)


def sample(rows: tuple[int, ...], **fields: object) -> Any:
    cases = tuple(case_stream("nps-nw", POPULATION, LIST, row) for row in rows)
    of_list = {"list": LIST, "frame": FRAME.digest, "list_digest": DIGEST, "list_size": 200, "seed": SEED}
    return bare(SampleDrawn, **{"population": POPULATION, "rows": rows, "cases": cases} | of_list | fields)


DRAWN = drawing(DIGEST, FRAME, SEED, ASKED.sample).rows
BY_HAND = tuple(range(1, ASKED.sample + 1))
STATE = Inspection(
    announced=bare(
        InspectionAnnounced,
        inspection="nps-nw",
        protocol=Pin(id=KIND.id, version=KIND.version, digest=KIND.digest),
    )
)


def erased(*_: object) -> Frame:
    raise Refused.because("list-erased", "What the list says was erased.")


def gone(*_: object) -> Frame:
    raise StoreFault("The sampling frame is not among the documents.")


def said(frames: Frames, check: Callable[[Redrawing], None]) -> tuple[str, str] | None:
    try:
        check(Redrawing(shipped_library(), frames, {}))
    except Fault as fault:
        return fault.verdict, fault.place
    return None


WRONG = f"event 9: the sample of {POPULATION} is not what comes of its list and its seed: "


@pytest.mark.parametrize(
    ("drawn", "frames", "found"),
    [
        (sample(DRAWN), lambda *_: FRAME, None),
        (sample(BY_HAND), lambda *_: FRAME, ("changed", WRONG + "the draw")),
        (sample(tuple(reversed(DRAWN))), lambda *_: FRAME, ("changed", WRONG + "the draw")),
        (sample(DRAWN, seed="6" * 64), lambda *_: FRAME, ("changed", WRONG + "the draw")),
        (sample(DRAWN[:-1]), lambda *_: FRAME, ("changed", WRONG + "the number")),
        (sample(DRAWN, cases=("case-1",)), lambda *_: FRAME, ("changed", WRONG + "the cases")),
        (
            sample(DRAWN),
            lambda *_: Frame((2, 1) * 100),
            (
                "changed",
                f"event 9: the sample of {POPULATION} was drawn by another frame than that of its list",
            ),
        ),
        (
            sample(DRAWN),
            gone,
            (
                "incomplete",
                f"event 9: the sample of {POPULATION}: The sampling frame is not among the documents",
            ),
        ),
        (sample(BY_HAND), erased, None),
        (sample(BY_HAND), no_frames, None),
        (sample(BY_HAND, list=None, frame=None), no_frames, ("changed", WRONG + "the draw")),
    ],
)
def test_a_sample_is_what_its_seed_gives(
    drawn: SampleDrawn, frames: Frames, found: tuple[str, str] | None
) -> None:
    assert said(frames, lambda again: again.check(drawn, 9, STATE)) == found


def test_an_installation_without_the_kind_of_inspection_cannot_draw_again() -> None:
    pin = Pin(id="nps-division-2018", version="9", digest="9" * 64)
    other = Inspection(announced=bare(InspectionAnnounced, inspection="nps-nw", protocol=pin))
    found = said(lambda *_: FRAME, lambda again: again.check(sample(DRAWN), 9, other))
    assert found is not None
    assert found[0] == "incomplete"


def test_who_takes_a_place_is_the_next_in_drawing_order() -> None:
    next_ = next_in_order(DIGEST, SEED, FRAME, DRAWN[0], DRAWN)
    assert next_ is not None
    left = (row for row in range(1, 201) if row not in (*DRAWN, next_) and (row - DRAWN[0]) % 2 == 0)
    place = "event 12: what took the place of case-1 was not the next in drawing order: replacements"
    for row, found in ((next_, None), (next(left), ("changed", place))):
        by = case_stream("nps-nw", POPULATION, LIST, row)
        event = bare(CaseReplaced, population=POPULATION, case="case-1", row=DRAWN[0], by=by, by_row=row)
        after = replace(STATE, samples={POPULATION: sample(DRAWN)}, replaced={"case-1": event})
        check = partial(Redrawing.check_replaced, event=event, position=12, state=after)
        assert said(lambda *_: FRAME, check) == found


def test_a_frame_is_opened_each_time_and_what_comes_of_another_is_found() -> None:
    kept: list[Frame | None] = [FRAME]

    def opened(*_: object) -> Frame:
        if kept[0] is None:
            raise StoreFault("The sampling frame is not among the documents.")
        return kept[0]

    again = Redrawing(shipped_library(), opened, {})
    for frame, verdict in (
        (FRAME, None), (Frame((2, 1) * 100), "changed"), (None, "incomplete"), (FRAME, None),
    ):  # fmt: skip
        kept[0] = frame
        if verdict is None:
            again.check(sample(DRAWN), 9, STATE)
        else:
            with pytest.raises(Fault) as fault:
                again.check(sample(DRAWN), 9, STATE)
            assert fault.value.verdict == verdict
