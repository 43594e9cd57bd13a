"""Who had been given the role in which something was done, from the streams that say so, as they stood by then."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from activities.auditing.roles_held import RolesHeld
from activities.ports import EventStore
from adapters.outbound.store import Store
from domain.decider import On
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.roles import Role
from domain.people.staff.events import RoleGiven, SkillsNoted
from tests.support.altered import Altered, a_byte_of
from tests.support.office import put

LEAD = RoleGiven(role=Role.LEAD_INSPECTOR, since=date(2018, 1, 1), until=None)
LATER = 1000


def done(*positions: int, actor: str = "os-7") -> Mapping[int, Envelope[Event]]:
    envelope: type[Any] = Envelope
    made = envelope.model_construct(
        actor=actor, acting_role="lead-inspector", occurred_at=datetime(2018, 6, 4, tzinfo=UTC)
    )
    return dict.fromkeys(positions, made)


def test_what_was_recorded_by_then_counts_and_nothing_later(store: Store) -> None:
    put(store, On("staff-os-7", SkillsNoted(skills=())), On("staff-os-7", LEAD))
    first, second = (each.position for each in store.load({"staff-os-7": 0})["staff-os-7"])
    told = RolesHeld(store).of(done(first, second, LATER))
    assert [told[each].holds for each in (first, second, LATER)] == [None, False, True]
    given = told[LATER]
    assert (given.since, given.given_by) == (date(2018, 1, 1), "person-1")
    assert RolesHeld(store).of(done(LATER, actor="os-8"))[LATER].holds is None
    assert RolesHeld(store).of({}) == {}


def test_a_staff_record_that_does_not_hold_by_then_says_nothing_but_that(store: Store) -> None:
    put(store, On("staff-os-7", LEAD), On("staff-os-7", SkillsNoted(skills=())))
    first, second = (each.position for each in store.load({"staff-os-7": 0})["staff-os-7"])
    broken = RolesHeld(cast(EventStore, Altered(store, "staff-", a_byte_of(1))))
    told = broken.of(done(second, LATER))
    assert told[second].holds is True
    assert told[LATER].holds is None
    assert told[LATER].words == (
        f"what says who os-7 was does not hold: event {second}: its bytes are not what was recorded"
    )
    assert first < second
