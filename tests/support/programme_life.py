"""A small year's programme led through its life by commands, whoever plays the machinery."""

from uuid import uuid4

from activities.commanding.desk import Accepted, Order
from domain.given import Actor
from domain.messages import Command
from domain.people.roles import Role
from domain.programme.plan import Plan
from domain.programme.year.commands import OpenProgramme
from domain.programme.year.plan_commands import (
    AcceptPlan,
    CloseProgramme,
    IssueDraft,
    PublishProgramme,
    ReplanProgramme,
)
from domain.programme.year.state import Programme
from domain.providers.provider import RegisterProvider
from tests.support.example import PROTOCOL, day
from tests.support.house import House
from tests.support.programme_on_record import OPENED, PLAN, PROPOSE, PROVIDERS, YEAR

__all__ = ["STREAM", "ProgrammeLife"]

STREAM = "programme-2018"


class ProgrammeLife:
    """Gives what people give, in order; the clock is turned by whoever leads it."""

    def __init__(self, house: House, kind: str = PROTOCOL.id) -> None:
        """Lead a programme through a house.

        Args:
            house: where its commands are given.
            kind: the kind of its inspections: one that the house's library has, for divisions.
        """
        self._house = house
        kinds = tuple(each.with_(id=kind) for each in YEAR.kinds)
        self.year = YEAR.with_(
            kinds=kinds, inspections=tuple(each.with_(kind=kind) for each in YEAR.inspections)
        )
        self.plan = PLAN.with_(problem=self.year.digest)

    @property
    def state(self) -> Programme:
        """Where the programme stands."""
        state: Programme = self._house.records.read([STREAM])[STREAM].state
        return state

    @property
    def events(self) -> list[str]:
        """What has happened to it, by name."""
        return [each.name for each in self._house.store.load({STREAM: 0})[STREAM]]

    def give(self, command: Command) -> None:
        """Give a command as the operations manager, and have it accepted."""
        actor = Actor("os-1000", Role.OPERATIONS_MANAGER, "test")
        outcome = self._house.desk.give(Order(uuid4().hex, command, actor))
        assert isinstance(outcome, Accepted), outcome

    def to_a_draft(self) -> None:
        """From nothing to a draft that is out for responses; in February 2018."""
        for each in PROVIDERS:
            registered = each.event
            self.give(RegisterProvider.model_validate(registered.model_dump()))
        self.give(OpenProgramme.model_validate(OPENED.model_dump()))
        self.give(PROPOSE.with_(problem=self.year, plan=self.plan))
        self.give(AcceptPlan(programme="2018", plan=self.plan.digest))
        self.give(IssueDraft(programme="2018", closes_on=day("2018-03-09")))

    def publish(self) -> None:
        """Publish it; after 9 March 2018."""
        self.give(PublishProgramme(programme="2018", plan=self.plan.digest))

    def replan(self, plan: Plan) -> None:
        """Put another plan in the place of the published one."""
        published = self.state.plan
        assert published is not None
        self.give(
            ReplanProgramme(
                programme="2018",
                was=published.digest,
                problem=self.year,
                plan=plan,
                document="e" * 64,
                reason="A panel was cancelled.",
            )
        )

    def close(self) -> None:
        """Close it, when all of it has started."""
        self.give(CloseProgramme(programme="2018"))
