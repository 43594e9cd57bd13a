"""Fieldwork: its beginning and its end."""

from typing import ClassVar

from domain.inspections.commands.order import InspectionOrder

__all__ = [
    "BeginFieldwork",
    "EndFieldwork",
]


class BeginFieldwork(InspectionOrder):
    """Begin fieldwork."""

    verb: ClassVar[str] = "begin-fieldwork"


class EndFieldwork(InspectionOrder):
    """End fieldwork; case reads go on."""

    verb: ClassVar[str] = "end-fieldwork"
