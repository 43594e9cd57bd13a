"""Inspections as they stand, for use cases that begin with one; and the one sentence for one that there is not."""

from activities.commanding.records import Records
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["inspection_in", "unknown_inspection"]


def unknown_inspection(reference: str) -> Refused:
    """That there is no inspection with this reference (``unknown-inspection``)."""
    return Refused.because(
        "unknown-inspection", f"There is no inspection {reference}; `assay inspection list` shows all."
    )


def inspection_in(records: Records, reference: str) -> Inspection:
    """An inspection as it stands.

    Raises:
        Refused: ``unknown-inspection``.
        StoreFault: the record failed.
    """
    stream = inspection_stream(reference)
    state: Inspection = records.read([stream])[stream].state
    if state.announced is None:
        raise unknown_inspection(reference)
    return state
