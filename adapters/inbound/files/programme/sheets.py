"""The tables in which a programme comes and goes: a CSV file for each, and its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.inbound.files.programme.cells import (
    CODE,
    DAY,
    FLAG,
    GROUPS,
    MIX,
    NAMES,
    SPAN,
    SPANS,
    TEXT,
    WEEK,
    WHOLE,
    Cell,
)
from domain.messages import Message
from domain.programme.problem import (
    Apart,
    Booking,
    Conflict,
    Held,
    Inspection,
    Kind,
    Need,
    Panel,
    Person,
    Pin,
    PreElection,
    Provider,
    Region,
    Travel,
    Visit,
)

__all__ = ["PLAN_COLUMNS", "SETTINGS", "SHEETS", "YEAR", "Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        file: its file.
        part: the list of the problem that it fills.
        record: what each of its rows is.
        columns: its columns, in order.
        required: the columns that must be filled in every row.
        of: for a table whose rows belong to rows of another: that list, and the list within each of its rows. The
            first column says to which row.
        must_be: whether the file must be there.
    """

    file: str
    part: str
    record: type[Message]
    columns: Mapping[str, Cell]
    required: tuple[str, ...]
    of: tuple[str, str] | None = None
    must_be: bool = False


YEAR: Final = "year.csv"
"""The file of settings, with the columns ``setting`` and ``value``."""

SETTINGS: Final[Mapping[str, Cell]] = {
    "title": TEXT,
    "first_monday": DAY,
    "weeks": WHOLE,
    "tail": WHOLE,
    "now": WEEK,
    "blackouts": SPANS,
    "other_travel": WHOLE,
}
"""The settings that stand by themselves; those of ``reporting`` and ``weights`` are whole numbers."""

SHEETS: Final = (
    Sheet("regions.csv", "regions", Region, {"id": CODE, "cap": WHOLE}, ("id", "cap"), must_be=True),
    Sheet(
        "travel.csv",
        "travel",
        Travel,
        {"home": CODE, "to": CODE, "cost": WHOLE},
        ("home", "to", "cost"),
    ),
    Sheet(
        "providers.csv",
        "providers",
        Provider,
        {"id": CODE, "name": TEXT, "region": CODE, "area": TEXT, "last_lead": CODE},
        ("id", "name", "region"),
        must_be=True,
    ),
    Sheet(
        "kinds.csv",
        "kinds",
        Kind,
        {"id": CODE, "notice": WHOLE, "mix": MIX, "trainees": WHOLE, "reported": FLAG},
        ("id", "notice"),
        must_be=True,
    ),
    Sheet(
        "teams.csv",
        "needs",
        Need,
        {"kind": CODE, "role": CODE, "number": WHOLE, "before": WHOLE, "after": WHOLE, "skills": NAMES},
        ("kind", "role", "number"),
        of=("kinds", "needs"),
        must_be=True,
    ),
    Sheet(
        "inspections.csv",
        "inspections",
        Inspection,
        {
            "id": CODE,
            "kind": CODE,
            "providers": NAMES,
            "region": CODE,
            "mandatory": FLAG,
            "risk": WHOLE,
            "length": WHOLE,
            "windows": SPANS,
            "partners": GROUPS,
            "preferred": WEEK,
            "announced": FLAG,
        },
        ("id", "kind", "providers", "region", "mandatory", "length", "windows", "preferred"),
        must_be=True,
    ),
    Sheet(
        "staff.csv",
        "staff",
        Person,
        {
            "id": CODE,
            "roles": NAMES,
            "skills": NAMES,
            "home": CODE,
            "trainee": FLAG,
            "fte": WHOLE,
            "leave": SPANS,
            "cap": WHOLE,
            "target": WHOLE,
        },
        ("id", "roles", "home"),
        must_be=True,
    ),
    Sheet(
        "roles.csv",
        "held",
        Held,
        {"person": CODE, "role": CODE, "weeks": SPAN},
        ("person", "role", "weeks"),
        of=("staff", "held"),
    ),
    Sheet(
        "bookings.csv",
        "bookings",
        Booking,
        {"person": CODE, "weeks": SPAN, "what": TEXT},
        ("person", "weeks", "what"),
        of=("staff", "bookings"),
    ),
    Sheet(
        "conflicts.csv",
        "conflicts",
        Conflict,
        {"person": CODE, "provider": CODE, "why": TEXT, "until": WEEK},
        ("person", "provider", "why"),
        of=("staff", "conflicts"),
    ),
    Sheet(
        "panels.csv",
        "panels",
        Panel,
        {"id": CODE, "week": WEEK, "slots": WHOLE, "taken": WHOLE},
        ("id", "week", "slots"),
    ),
    Sheet(
        "pre_election.csv",
        "pre_election",
        PreElection,
        {"weeks": SPAN, "regions": NAMES, "what": TEXT},
        ("weeks", "what"),
    ),
    Sheet(
        "apart.csv",
        "apart",
        Apart,
        {"first": CODE, "second": CODE, "gap": WHOLE, "why": TEXT},
        ("first", "second", "gap", "why"),
    ),
    Sheet(
        "visits.csv",
        "visits",
        Visit,
        {"provider": CODE, "weeks": SPAN, "gap": WHOLE, "who": TEXT},
        ("provider", "weeks", "gap", "who"),
    ),
    Sheet(
        "pins.csv",
        "pins",
        Pin,
        {
            "inspection": CODE,
            "start": WEEK,
            "person": CODE,
            "role": CODE,
            "panel": CODE,
            "by": TEXT,
            "why": TEXT,
        },
        ("inspection", "by", "why"),
    ),
)
"""Every table but the settings. A cell that is left empty is not given."""

PLAN_COLUMNS: Final = (
    "inspection",
    "start",
    "begins",
    "lead",
    "inspector",
    "assistant",
    "panel",
    "publication",
)
"""The columns of a plan: a row for each inspection; ``begins``, the Monday of its start, is for people."""
