"""Samples drawn again, as ``assay samples check`` draws them: none whose cases were picked by hand passes for drawn."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from activities.auditing.soundness import Fault, Part
from activities.cases.sample_checks import AsDrawn, Finding, replacements, the_draw, the_number, the_streams
from activities.ports import StoreFault
from domain.cases.lists.rules import CASE_LIST, CaseList
from domain.cases.sampling.frame import Frame
from domain.dated_rules.library import Library
from domain.inspections.events import CaseReplaced, SampleDrawn
from domain.inspections.rules.cases.sampling import frame_of_whole_list
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from domain.refusals import Refused

__all__ = ["Frames", "Redrawing", "no_frames"]

Frames = Callable[[str, Sequence[Recorded]], Frame]
"""The frame with which the list of a stream was closed, which has these events; raises Refused once it was erased,
StoreFault if it fails."""


def no_frames(stream: str, _: Sequence[Recorded]) -> Frame:
    """Where only the record is at hand: samples of lists that were handed in cannot be drawn again.

    Raises:
        Refused: ``list-erased``, always.
    """
    raise Refused.because("list-erased", f"The frame of {stream} is not at hand.")


class Redrawing:
    """Draws samples again, from the frame of their list, the rules that the inspection is bound to, and the seed.

    The frames are no part of the record, and are fetched and opened each time. From the same frame as before nothing
    else can come up, so that it is not drawn from once more.
    """

    def __init__(self, library: Library, frames: Frames, beside: Mapping[str, Part]) -> None:
        """Draw again by some rules and frames; the lists are among what an inspection has beside its cases."""
        self._library = library
        self._frames = frames
        self._beside = beside
        self._came_up: set[tuple[int, str]] = set()

    def check(self, event: SampleDrawn, position: int, state: Inspection) -> None:
        """See that the rows and cases of a sample are those that its seed gives, and as many as were asked for.

        Of a list whose frame was erased, in good order, nothing can be drawn again.

        Args:
            event: the draw.
            position: its place on the record.
            state: the inspection before it.

        Raises:
            Fault: ``incomplete`` where the frame or the kind of inspection is not at hand, ``changed`` where
                something else comes up.
        """
        place = f"event {position}: the sample of {event.population}"
        frame = self._frame(event, place)
        if frame is None or (position, frame.digest) in self._came_up:
            return
        if event.list is not None and frame.digest != event.frame:
            raise Fault("changed", f"{place} was drawn by another frame than that of its list")
        protocol = self._library.protocol_with(state.known.protocol.digest)
        asked = protocol.population(event.population) if protocol else None
        if asked is None:
            raise Fault("incomplete", f"{place}: this installation lacks the pinned kind of inspection")
        drawn = AsDrawn(event, frame, asked, self._listed(event, position))
        _as_recorded(
            f"{place} is not what comes of its list and its seed",
            (*the_draw(drawn), the_streams(state.known.inspection, event), the_number(drawn, None)),
        )
        self._came_up.add((position, frame.digest))

    def check_replaced(self, event: CaseReplaced, position: int, state: Inspection) -> None:
        """See that who took a case's place was the next in drawing order.

        Args:
            event: the replacement.
            position: its place on the record.
            state: the inspection after it.

        Raises:
            Fault: as of :meth:`check`.
        """
        sample = state.samples[event.population]
        place = f"event {position}: what took the place of {event.case}"
        frame = self._frame(sample, place)
        if frame is not None and (position, frame.digest) not in self._came_up:
            found = replacements(state.known.inspection, state, sample, frame)
            _as_recorded(f"{place} was not the next in drawing order", (found,))
            self._came_up.add((position, frame.digest))

    def _frame(self, sample: SampleDrawn, place: str) -> Frame | None:
        if sample.list is None:
            return frame_of_whole_list(sample.list_size)
        try:
            part = self._beside.get(sample.list)
            return self._frames(sample.list, [each.recorded for each in part.sound] if part else ())
        except Refused:
            return None
        except StoreFault as fault:
            raise Fault("incomplete", f"{place}: {str(fault).rstrip('.')}") from None

    def _listed(self, sample: SampleDrawn, position: int) -> CaseList | None:
        part = self._beside.get(sample.list) if sample.list else None
        if part is None:
            return None
        listed: CaseList = CASE_LIST.fold(
            each.event for each in part.sound if each.recorded.position < position
        )
        return listed


def _as_recorded(wrong: str, findings: Iterable[Finding]) -> None:
    for each in findings:
        if each.good is False:
            raise Fault("changed", f"{wrong}: {each.what}")
