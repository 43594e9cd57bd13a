"""An inspection that an installation has begun, led on by its own desk to its ratings, to make its dossier."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from activities.commanding.desk import Accepted, Order
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview
from domain.cases.offline.messages import Held, SettleEdit
from domain.cases.state import CaseRead
from domain.cases.streams import hold_on
from domain.dated_rules.library import Library
from domain.given import Actor
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.working_days import WorkingDays
from tests.support.hands import NoNudges
from tests.support.kinds.reads import READER, answer_of
from tests.support.kinds.walk import KindWalk
from tests.support.toy_matter import HandClock
from worker import Assay, compose, settings_of

__all__ = ["dossier_led_on"]


class Grounds:
    """The desk of an installation, with a clock that is set by hand; see :class:`tests.support.kinds.ground.Ground`."""

    def __init__(self, assay: Assay, clock: HandClock) -> None:
        self.assay, self.clock = assay, clock
        self.library: Library = assay.library()
        self.calendar: WorkingDays = assay.calendar

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        role = by or sorted(AUTHORITY[command.verb])[0]
        at = self.assay.store.last_position()
        order = Order(f"led-on-{at}-{command.verb}", command, Actor(who or f"{role.value}-1", role, "test"))
        outcome = self.assay.desk.give(order)
        assert isinstance(outcome, Accepted), f"{command.verb}: {outcome}"

    def state(self, stream: str) -> object:
        return self.assay.records.read([stream])[stream].state

    def head(self, stream: str) -> str:
        digest = self.assay.records.read([stream])[stream].head.digest
        assert digest is not None
        return digest.hex()

    def turn(self, day: date) -> None:
        self.clock.set(datetime.combine(day, time(12), tzinfo=UTC))

    def publish(self, reference: str) -> None:
        raise NotImplementedError("it is led to its ratings and not beyond")


class LedOn(KindWalk):
    """From where others left it: samples that were drawn stay, and each case is finished by whoever reads it."""

    def draw_samples(self) -> None:
        for population in self.protocol.populations:
            if population.id not in self.state.samples:
                self.draw(population)
        self.draw_second_reads()

    def read_cases_but_not_close(self) -> None:
        for case in self.state.sampled:
            read = self.ground.state(case)
            assert isinstance(read, CaseRead)
            assert read.sampled is not None
            reader = read.readers.reader or READER
            held = self.ground.state(hold_on(case))
            assert isinstance(held, Held)
            for each in held.open:
                settled = SettleEdit(read=case, number=each.number, keep="theirs")
                self.ground.give(settled, Role.INSPECTOR, reader)
            if read.interviewed is None:
                none = RecordInterview(case=case, reason="The officer has left.")
                self.ground.give(none, Role.INSPECTOR, reader)
            answers = tuple((each, answer_of(case, each)) for each in read.sampled.key_questions)
            self.ground.give(RecordAnswers(case=case, answers=answers), Role.INSPECTOR, reader)
            self.ground.give(CompleteCaseRead(case=case), Role.INSPECTOR, reader)

    def to_its_ratings(self) -> None:
        while self.state.decided is None:
            step = self._next()
            assert step is not None, "it has come to its end without a decision"
            step()


def dossier_led_on(environment: Mapping[str, str], reference: str) -> tuple[bytes, str]:
    """Lead an inspection of an installation that has stopped on to the decision on its ratings, and make its dossier.

    Args:
        environment: how the installation is set up.
        reference: the inspection.

    Returns:
        The dossier, and the key that it is checked by.
    """
    clock = HandClock(datetime.now(UTC))
    with compose(settings_of(environment), clock=clock, nudger=NoNudges()) as assay:
        ground = Grounds(assay, clock)
        stream = assay.records.read([f"inspection-{reference}"])[f"inspection-{reference}"].state
        protocol = ground.library.protocol_with(stream.known.protocol.digest)
        assert protocol is not None
        LedOn(protocol, ground, reference).to_its_ratings()
        content = assay.dossiers.make(reference).content
        return content, str(assay.sealing.history().present)
