"""An inspection as the list has it."""

from activities.inspections import unknown_inspection
from activities.rows import InspectionRow
from adapters.inbound.services import Services

__all__ = ["row_of"]


def row_of(services: Services, inspection: str) -> InspectionRow:
    """An inspection as the list has it.

    Raises:
        Refused: ``unknown-inspection``.
    """
    found = services.views.catch_up().inspection(inspection)
    if found is None:
        raise unknown_inspection(inspection)
    return found
