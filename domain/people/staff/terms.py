"""The terms in which staff are spoken of: how somebody is engaged, and which interests there are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import StringConstraints

from domain.people.roles import Role
from domain.privacy.boxes import CATEGORIES, Category

__all__ = [
    "ENGAGEMENTS",
    "INTERESTS",
    "Engaged",
    "Engagement",
    "InterestKind",
    "InterestRule",
    "StaffId",
    "can_be_on_staff",
]

_STAFF_ID = r"^(os-[0-9]{1,10}|[0-9a-f]{32})$"
StaffId = Annotated[str, StringConstraints(pattern=_STAFF_ID)]
"""The id under which somebody acts: drawn at random, or a user of the operating system by number. Never a name."""

Engagement = Literal["employee", "secondee", "contractor", "local-assessor", "partner-inspector"]
"""How somebody comes to work on inspections (002 on local staff who take part, and on secondees)."""


def can_be_on_staff(who: str) -> bool:
    """Whether an id is one that the staff record takes; those of the people of the example programme are not."""
    return re.fullmatch(_STAFF_ID, who) is not None


@dataclass(frozen=True, slots=True)
class Engaged:
    """What one way of being engaged allows.

    Attributes:
        roles: the roles that may be given.
        sees: the classes of personal data that may be shown, where the role may be shown them too.
        area_only: whether only inspections in their own area are theirs to work on.
        body_only: whether only inspections are that their own body takes part in.
    """

    roles: frozenset[Role]
    sees: frozenset[Category]
    area_only: bool = False
    body_only: bool = False


_ALL_DATA: frozenset[Category] = frozenset(CATEGORIES)
_INSPECTING = frozenset({Role.LEAD_INSPECTOR, Role.INSPECTOR, Role.ASSISTANT, Role.QUALITY_LEAD})

ENGAGEMENTS: Mapping[Engagement, Engaged] = MappingProxyType(
    {
        "employee": Engaged(frozenset(Role) - {Role.MACHINERY}, _ALL_DATA),
        "secondee": Engaged(_INSPECTING, _ALL_DATA),
        "contractor": Engaged(_INSPECTING - {Role.QUALITY_LEAD}, _ALL_DATA - {"staff"}),
        "local-assessor": Engaged(
            frozenset({Role.INSPECTOR}), frozenset({"case-note", "case-reference"}), area_only=True
        ),
        "partner-inspector": Engaged(
            frozenset({Role.INSPECTOR}), frozenset({"evidence-note", "document", "case-note"}), body_only=True
        ),
    }
)
"""What each way of being engaged allows: one table, read by the rules, the screens and docs/people.md."""

InterestKind = Literal[
    "secondment", "former-employer", "family", "friendship", "financial", "own-case", "other"
]
"""What somebody may have to do with a provider, or with one case."""


@dataclass(frozen=True, slots=True)
class InterestRule:
    """What one kind of interest means.

    Attributes:
        of: what it is an interest in.
        lasts: whether it goes on barring for the cooling-off period after it has ended.
        acceptable: whether it may be accepted for one inspection, with a reason.
        meaning: in words.
    """

    of: Literal["provider", "case"]
    lasts: bool
    acceptable: bool
    meaning: str


INTERESTS: Mapping[InterestKind, InterestRule] = MappingProxyType(
    {
        "secondment": InterestRule("provider", True, False, "is, or was, lent by the provider or to it"),
        "former-employer": InterestRule("provider", True, True, "worked for the provider"),
        "family": InterestRule("provider", False, False, "somebody in the family works for the provider"),
        "friendship": InterestRule("provider", False, True, "a close friend works for the provider"),
        "financial": InterestRule(
            "provider", False, False, "stands to gain or lose by what becomes of the provider"
        ),
        "own-case": InterestRule("case", False, False, "has worked on the case"),
        "other": InterestRule("provider", False, True, "has something else to do with the provider"),
    }
)
"""The kinds of interest, with whether each may be accepted and whether it outlasts its end."""
