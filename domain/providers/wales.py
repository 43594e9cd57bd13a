"""The areas of Wales by their public names, in English and in Welsh: there the public is served in both languages.

The police areas, by which probation areas are named too, are those of the Police Act 1996, Schedule 1; the principal
areas, which have the youth offending teams, those of the Local Government (Wales) Act 1994, Schedule 1.
"""

import re

from domain.areas import as_compared

__all__ = ["POLICE_AREAS", "PRINCIPAL_AREAS", "in_wales"]

POLICE_AREAS = (
    ("Dyfed-Powys",),
    ("Gwent",),
    ("North Wales", "Gogledd Cymru"),
    ("South Wales", "De Cymru"),
)
"""Each by its names."""

PRINCIPAL_AREAS = (
    ("Blaenau Gwent",),
    ("Bridgend", "Pen-y-bont ar Ogwr"),
    ("Caerphilly", "Caerffili"),
    ("Cardiff", "Caerdydd"),
    ("Carmarthenshire", "Sir Gaerfyrddin", "Sir Gâr"),
    ("Ceredigion",),
    ("Conwy",),
    ("Denbighshire", "Sir Ddinbych"),
    ("Flintshire", "Sir y Fflint"),
    ("Gwynedd",),
    ("Isle of Anglesey", "Anglesey", "Ynys Môn"),
    ("Merthyr Tydfil", "Merthyr Tudful"),
    ("Monmouthshire", "Sir Fynwy"),
    ("Neath Port Talbot", "Castell-nedd Port Talbot"),
    ("Newport", "Casnewydd"),
    ("Pembrokeshire", "Sir Benfro"),
    ("Powys",),
    ("Rhondda Cynon Taf", "Rhondda Cynon Taff"),
    ("Swansea", "Abertawe"),
    ("Torfaen",),
    ("The Vale of Glamorgan", "Bro Morgannwg"),
    ("Wrexham", "Wrecsam"),
)
"""Each by its names."""

_BY_NAME = re.compile(r"\b(?:wales|cymru)\b")
_BETWEEN = re.compile(r",|;|/|&|\band\b|\bac?\b|\ba['\u2019]r\b")
_AROUND = re.compile(
    r"(?:the )?(?:(?:city|county|county borough) of )?(.+?)(?: (?:city|county|county borough))?(?: council)?"
)
"""An area's name within that of its authority: `Cardiff` in `City of Cardiff Council`."""


def in_wales(area: str) -> bool:
    """Whether an area lies in Wales, or one of those that it names does: `Conwy and Denbighshire`.

    An area is known by its whole name, for there are a Newport Pagnell and a Newport in Shropshire too.

    Args:
        area: the region or area in which a provider works, as it was registered.
    """
    said = as_compared(area)
    return bool(_BY_NAME.search(said)) or any(_bare(part) in _KNOWN for part in _BETWEEN.split(said))


def _bare(part: str) -> str:
    """An area's name as this table has it: without its hyphens and whatever stands around it."""
    found = _AROUND.fullmatch(as_compared(part.replace("-", " ")))
    return found[1] if found else ""


_KNOWN = frozenset(_bare(as_compared(name)) for names in (*POLICE_AREAS, *PRINCIPAL_AREAS) for name in names)
