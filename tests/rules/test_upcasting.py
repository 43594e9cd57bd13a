"""How older versions of an event are read: each step tells its story, and no byte that was recorded changes."""

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import leaf_digest
from domain.ledger.envelope import Draft, Recorded, Unreadable, assemble, open_envelope, pieces
from domain.ledger.names import EventNames
from domain.ledger.upcasting import Upcaster, Upcasters, upcaster
from domain.messages import Event


class VisitBookedV1(Event):
    """A visit was booked; how long it takes was left to custom."""

    name: ClassVar[str] = "visit.booked.v1"
    site: str
    days: int


class VisitBookedV2(Event):
    """A visit was booked, counted in hours."""

    name: ClassVar[str] = "visit.booked.v2"
    site: str
    hours: int


class VisitArranged(Event):
    """A visit was arranged, at one or more sites."""

    name: ClassVar[str] = "visit.arranged.v1"
    sites: tuple[str, ...]
    hours: int


class VisitCancelled(Event):
    """A visit was cancelled."""

    name: ClassVar[str] = "visit.cancelled.v1"


@upcaster(VisitBookedV1, VisitBookedV2)
def days_became_hours(old: VisitBookedV1) -> VisitBookedV2:
    """Half-days came in, which whole days could not say. A day that was booked before then means seven hours."""
    return VisitBookedV2(site=old.site, hours=7 * old.days)


@upcaster(VisitBookedV2, VisitArranged)
def a_booking_is_an_arrangement_at_one_site(old: VisitBookedV2) -> VisitArranged:
    """Visits to several sites at once came in. A booking was always for one, and the word was the provider's."""
    return VisitArranged(sites=(old.site,), hours=old.hours)


NAMES = EventNames(
    [VisitArranged, VisitCancelled], [a_booking_is_an_arrangement_at_one_site, days_became_hours]
)


def kept(event: Event, *, called: str | None = None) -> Recorded:
    """An event as a store keeps it."""
    draft = Draft(
        event_id="e-1",
        stream="visit-1",
        version=1,
        occurred_at=datetime(2018, 3, 5, 9, tzinfo=UTC),
        actor="person-1",
        acting_role="lead-inspector",
        authenticated_by="tests",
        command_id="c-1",
        correlation_id="visit-1",
        causation_id=None,
        event=event,
    )
    head, tail = pieces(draft, b"\x07" * 16)
    body = assemble(head, tail, None, "2018-03-05T09:00:00.000000Z")
    return Recorded(4, "visit-1", 1, called or event.name, leaf_digest(body), body)


def test_an_event_of_today_is_read_as_it_is() -> None:
    event = VisitArranged(sites=("North", "South"), hours=10)
    assert NAMES.read(kept(event)).data == event


def test_an_old_event_means_what_its_story_says() -> None:
    assert NAMES.read(kept(VisitBookedV2(site="North", hours=3))).data == VisitArranged(
        sites=("North",), hours=3
    )


@given(st.text(max_size=30), st.integers(-1000, 1000))
def test_steps_follow_on_each_other_whatever_was_recorded(site: str, days: int) -> None:
    oldest = VisitBookedV1(site=site, days=days)
    in_one_go = NAMES.read(kept(oldest)).data
    step_by_step = NAMES.read(kept(days_became_hours.turn(oldest))).data
    assert in_one_go == step_by_step == VisitArranged(sites=(site,), hours=7 * days)


def test_the_envelope_stays_as_it_was_stored() -> None:
    recorded = kept(VisitBookedV1(site="North", days=2))
    envelope = NAMES.read(recorded)
    stored = open_envelope(recorded.body)
    assert (envelope.name, stored["name"]) == ("visit.booked.v1", "visit.booked.v1")
    assert stored["data"] == {"days": 2, "site": "North"}
    assert recorded.digest == leaf_digest(recorded.body)
    assert {key: str(value) for key, value in dict(envelope).items() if key in ("actor", "salt")} == {
        "actor": stored["actor"],
        "salt": stored["salt"],
    }


def test_an_old_event_is_read_as_strictly_as_one_of_today() -> None:
    body = kept(VisitBookedV1(site="North", days=2)).body.replace(b'"days":2', b'"days":2,"mood":"good"')
    with pytest.raises(Unreadable, match="mood") as unreadable:
        NAMES.read(Recorded(4, "visit-1", 1, "visit.booked.v1", leaf_digest(body), body))
    assert (unreadable.value.position, unreadable.value.name) == (4, "visit.booked.v1")


def test_an_event_of_a_version_to_come_says_that_a_newer_assay_is_needed() -> None:
    with pytest.raises(
        Unreadable, match=r"Event 4 is called visit\.arranged\.v2.*a newer Assay"
    ) as unreadable:
        NAMES.read(kept(VisitArranged(sites=(), hours=1), called="visit.arranged.v2"))
    assert unreadable.value.position == 4


def test_an_event_under_another_s_name_is_not_read() -> None:
    event = VisitBookedV2(site="North", hours=3)
    names = EventNames([type("Booked", (VisitBookedV2,), {"name": "visit.renamed.v1"}), VisitCancelled])
    with pytest.raises(Unreadable, match=r"calls itself visit\.booked\.v2"):
        names.read(kept(event, called="visit.renamed.v1"))


def test_every_name_is_known_and_only_those_of_today_are_recorded() -> None:
    assert NAMES.present == {"visit.arranged.v1", "visit.cancelled.v1"}
    assert set(NAMES.known) == NAMES.present | {"visit.booked.v1", "visit.booked.v2"}


def test_an_event_is_looked_for_under_every_name_that_it_ever_had() -> None:
    assert NAMES.names_of(VisitArranged) == {"visit.arranged.v1", "visit.booked.v1", "visit.booked.v2"}
    assert NAMES.names_of(VisitArranged, VisitCancelled) == set(NAMES.known)


def test_a_step_without_a_story_is_refused() -> None:
    def silent(old: VisitBookedV1) -> VisitBookedV2:
        return VisitBookedV2(site=old.site, hours=0)

    with pytest.raises(ValueError, match="does not say why"):
        upcaster(VisitBookedV1, VisitBookedV2)(silent)


def test_the_story_is_kept_with_the_step() -> None:
    assert days_became_hours.story.startswith("Half-days came in")


CONTRADICTIONS: list[tuple[list[Any], list[Upcaster], str]] = [
    ([VisitArranged], [days_became_hours], "understood as something that is not recorded today"),
    ([VisitBookedV2, VisitBookedV1], [days_became_hours], "has an upcaster and is still recorded"),
    ([VisitBookedV2], [days_became_hours, days_became_hours], "two upcasters lead on"),
    ([VisitArranged, type("Other", (VisitArranged,), {})], [], "two events are called"),
]


@pytest.mark.parametrize(("events", "steps", "trouble"), CONTRADICTIONS)
def test_names_that_contradict_each_other_are_refused(
    events: list[Any], steps: list[Upcaster], trouble: str
) -> None:
    with pytest.raises(ValueError, match=trouble):
        EventNames(events, steps)


def test_a_way_that_comes_back_to_where_it_began_is_refused() -> None:
    @upcaster(VisitBookedV2, VisitBookedV1)
    def back(old: VisitBookedV2) -> VisitBookedV1:
        """Nobody would."""
        return VisitBookedV1(site=old.site, days=old.hours // 7)

    with pytest.raises(ValueError, match="leads back"):
        Upcasters([days_became_hours, back])


def test_a_step_that_does_not_keep_its_promise_is_found_at_once() -> None:
    def wrong(old: VisitBookedV1) -> VisitBookedV2:
        """It says one thing and does another."""
        return old  # type: ignore[return-value]  # the point of the test

    steps = Upcasters([upcaster(VisitBookedV1, VisitBookedV2)(wrong)])
    with pytest.raises(TypeError, match=r"gave visit\.booked\.v1, not visit\.booked\.v2"):
        steps.upcast(VisitBookedV1(site="North", days=1))
