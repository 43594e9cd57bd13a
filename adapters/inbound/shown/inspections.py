"""An inspection as the list has it."""

from activities.inspections import inspection_in, unknown_inspection
from activities.viewing.rows import InspectionRow
from adapters.inbound.services import Services
from domain.inspections.state import Inspection

__all__ = ["inspection_of", "row_of"]


def row_of(services: Services, inspection: str) -> InspectionRow:
    """An inspection as the list has it.

    Raises:
        Refused: ``unknown-inspection``.
    """
    found = services.views.catch_up().inspection(inspection)
    if found is None:
        raise unknown_inspection(inspection)
    return found


def inspection_of(services: Services, reference: str) -> Inspection:
    """An inspection as it stands.

    Raises:
        Refused: ``unknown-inspection``.
    """
    return inspection_in(services.records, reference)
