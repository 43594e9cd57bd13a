"""What the offices share: reading, recording lapses, giving the machinery's commands, and whom a notice goes to."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records, Standing
from activities.conducting.posting import PostRoom
from activities.ports import Addressee, Notices
from activities.privacy.bodies import Bodies
from activities.privacy.personal import Personal
from domain.agenda import Agenda, Deadline
from domain.canonical import canonical, sha256_hex
from domain.deciders import REACTIONS, kind_of
from domain.given import Actor
from domain.inspections.notices import Notice
from domain.languages import Language
from domain.messages import Command
from domain.notices.words import ENGLISH
from domain.people.roles import Role
from domain.providers.provider import Provider
from domain.streams import provider_stream
from domain.working_days import london_date

__all__ = ["MACHINERY", "MachineryRefused", "OfficeBase", "Readers", "digest_of"]

MACHINERY = Actor(id="assay", role=Role.MACHINERY, authenticated_by="assay")
"""Assay as an actor: it notes what has happened and never judges."""


class MachineryRefused(Exception):
    """The machinery's own command was refused: the agenda and the rules disagree, which somebody must look at."""


@dataclass(frozen=True, slots=True)
class Readers:
    """To whom a notice goes, and in which languages they are written to."""

    them: tuple[Addressee, ...]
    languages: tuple[Language, ...] = ENGLISH


class OfficeBase(ABC):
    """What the offices share: reading a stream, recording a lapse, and giving the machinery's commands."""

    def __init__(
        self, desk: Desk, records: Records, notices: Notices, personal: Personal, bodies: Bodies
    ) -> None:
        self._desk = desk
        self._records = records
        self._post = PostRoom(desk, records, notices)
        self._personal = personal
        self._bodies = bodies

    def agenda(self, stream: str) -> Agenda | None:
        """What is to be seen to for a stream; None if it is not on the record."""
        standing = self._standing(stream)
        return REACTIONS[kind_of(stream)](standing.state) if standing.head.version else None

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that a deadline has passed.

        Args:
            stream: the stream whose deadline it is.
            deadline: the deadline, which runs.

        Raises:
            MachineryRefused: what records it was refused.
        """
        version = self._standing(stream).head.version
        self._give(
            self._lapsed(stream, deadline),
            f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}",
            version,
        )

    @abstractmethod
    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """The command by which it is recorded that a deadline has passed."""

    def _standing(self, stream: str) -> Standing:
        return self._records.read([stream])[stream]

    def _readers(self, to: str) -> "Readers":
        """The contacts of a provider, whoever acts in a role today, or a body; only here are addresses known."""
        today = london_date(self._desk.now())
        if to.startswith("role-"):
            return Readers(self._personal.acting_as(Role(to.removeprefix("role-")), today))
        if to.startswith("body-"):
            found = self._bodies.addressee(to.removeprefix("body-"), today)
            return Readers((found[0],), found[1]) if found else Readers(())
        stream = provider_stream(to)
        provider: Provider = self._standing(stream).state
        return Readers(self._personal.addressees(to), provider.languages)

    def _give(self, command: Command, what: str, version: int) -> None:
        """Give a command whose id follows from what it notes, the version it was found at, and the hour.

        The hour is there for a refusal whose cause lies outside the stream, such as a calendar that has come to its
        end: a refused id stays refused, and what was refused must be tried again once the cause is removed.
        """
        order = Order(f"{what}/{version}/{self._desk.now():%Y-%m-%dT%H}", command, MACHINERY)
        outcome = self._desk.give(order)
        if isinstance(outcome, Declined):
            raise MachineryRefused(f"{command.verb}: {outcome.refusal}")


def digest_of(notice: Notice) -> str:
    """The digest of a notice, as the record has it."""
    return sha256_hex(canonical(notice.model_dump(mode="json")))
