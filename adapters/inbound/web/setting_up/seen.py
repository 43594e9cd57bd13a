"""Who sets an installation up: the operations manager, and the Chief Inspector beside them."""

from typing import Annotated

from fastapi import Depends

from adapters.inbound.visiting.guarding import only
from adapters.inbound.visiting.visitors import Visitor
from domain.people.roles import Role

__all__ = ["SETS_UP", "HandsIn", "SetsUp"]

SETS_UP = (Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR)

SetsUp = Annotated[Visitor, Depends(only(*SETS_UP))]
"""A page's parameter: whoever sets an installation up; for everybody else there is no such page."""

HandsIn = Annotated[Visitor, Depends(only(Role.OPERATIONS_MANAGER))]
"""A page's parameter: whoever may add a file of rules, which is part of the library from then on."""
