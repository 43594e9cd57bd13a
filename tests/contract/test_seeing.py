"""Who sees what, on a real store: one place for every door, and nothing for whoever it knows nothing of."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from activities.commanding.desk import Accepted
from activities.seeing.onlooker import AtTerminal
from activities.seeing.seeing import Seeing
from activities.seeing.told import told_to_contact
from activities.viewing.rows import MomentRow
from adapters.inbound.cli.privacy.sights import may_see, sees, who_looks
from adapters.inbound.services import SUMMONED
from adapters.outbound.store import Store, open_store
from domain.comments.commands import AssignComment, ReceiveComment
from domain.inspections.decider import INSPECTION as DECIDER
from domain.inspections.events import FieldworkMoved, Inspected, InspectionAnnounced, ProviderFollowed
from domain.inspections.state import Inspection
from domain.people.authority import SIGHT
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM
from domain.privacy.boxes import CATEGORIES
from domain.refusals import Refused
from domain.streams import inspection_stream
from tests.contract.test_people_at_the_desk import BEGUN, interest, person
from tests.support.example import (
    ANNOUNCED,
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    INSPECTION,
    LIBRARY,
    PROVIDER,
    day,
)
from tests.support.office import Office, put

STREAM = inspection_stream(INSPECTION)
MANAGER, LEAD, FRIEND, ASSISTANT, AUDITOR = "os-1", "os-2", "os-3", "os-4", "os-5"
STAFF = (
    BEGUN,
    *person(MANAGER, Role.OPERATIONS_MANAGER),
    *person(LEAD, Role.LEAD_INSPECTOR),
    *person(FRIEND, Role.LEAD_INSPECTOR, Role.ASSISTANT),
    interest(FRIEND),
    *person(ASSISTANT, Role.ASSISTANT),
    *person(AUDITOR, Role.AUDITOR),
)
COMMENT = "comment-" + "7" * 32


@dataclass(frozen=True)
class Visits:
    """Somebody at a door that knows who they are."""

    id: str
    roles: tuple[Role, ...] = ()
    provider: str | None = None
    is_system: bool = False


NOBODY = Visits("os-9")
EVERY_ROLE = tuple(Role)
"""In every role at once: whoever is still shown nothing is kept out by something else."""


class Place:
    """An installation's record, with a comment about its inspection and one about nothing."""

    def __init__(self, store: Store, *, staff: bool) -> None:
        put(store, *AT_FIELDWORK_WITH_SAMPLES, *(STAFF if staff else ()))
        self.office = Office(store)
        self.seeing = Seeing(self.office.records, lambda: LIBRARY, self.office.clock)

    def state(self, stream: str) -> Any:
        return self.office.records.read([stream])[stream].state

    def knows_of(self, who: Visits) -> bool:
        return self.seeing.inspections(who)(self.state(STREAM))

    def comment(self, about: str | None, number: int = 7) -> str:
        """A comment that was received; its stream."""
        comment = f"comment-{str(number) * 32}"
        received = ReceiveComment(
            comment=comment,
            sort="comment",
            about="inspection" if about else "other",
            inspection=about,
            received_on=day("2018-06-20"),
            said="We were not told.",
        )
        actor = MANAGER if self.state(ROLL_STREAM).begun else "anybody"
        done = self.office.give(f"c{number}", received, Role.OPERATIONS_MANAGER, actor=actor)
        assert isinstance(done, Accepted), done
        return comment


@pytest.fixture
def store(sqlite_place: str) -> Iterator[Store]:
    """A new, empty store; nothing here is asked of a database."""
    with closing(open_store(sqlite_place)) as store:
        yield store


@pytest.fixture(params=[True, False], ids=["staffed", "unstaffed"])
def place(store: Store, request: pytest.FixtureRequest) -> Place:
    """A record with a staff record, and one without."""
    return Place(store, staff=request.param)


@pytest.fixture
def staffed(store: Store) -> Place:
    """A record with a staff record that was begun."""
    return Place(store, staff=True)


@pytest.fixture
def unstaffed(store: Store) -> Place:
    """A record without one."""
    return Place(store, staff=False)


def test_nobody_in_no_role_sees_nothing_at_all(place: Place) -> None:
    comment = place.comment(INSPECTION)
    for category in CATEGORIES:
        assert not place.seeing.sees(NOBODY, category)
        assert not place.seeing.sees(NOBODY, category, STREAM)
    assert not place.knows_of(NOBODY)
    assert not place.seeing.comment(NOBODY, place.state(comment))
    assert not place.seeing.sees_to_comments(NOBODY)
    assert not place.seeing.sees_all_inspections(NOBODY)
    assert not place.seeing.names_of_those_on_duty(NOBODY, day("2018-06-20"))


def test_whoever_is_not_on_the_staff_record_sees_nothing_in_whatever_role_they_say(staffed: Place) -> None:
    stranger = Visits("os-9", tuple(each for each in EVERY_ROLE if each not in ABOVE))
    assert not any(staffed.seeing.sees(stranger, category, STREAM) for category in CATEGORIES)
    assert not staffed.knows_of(stranger)
    assert not staffed.seeing.comment(stranger, staffed.state(staffed.comment(INSPECTION)))
    refusal = staffed.seeing.refusal_of_strangers("os-9")
    assert refusal is not None
    assert refusal.code == "not-on-staff"


ABOVE = (Role.PROVIDER_CONTACT, Role.AUDITOR, Role.OPERATIONS_MANAGER)
"""Roles that a door gives to nobody who is not on the record; of inspections alone they are asked nothing more."""


def test_what_is_not_on_the_record_is_shown_to_nobody(place: Place) -> None:
    who = AtTerminal(LEAD)
    assert place.seeing.sees(who, "case-note", STREAM)
    for about in ("inspection-nowhere", "case-" + "0" * 32, COMMENT, "nonsense"):
        refusal = place.seeing.refusal(who, "case-note", about)
        assert refusal is not None
        assert refusal.code == "not-authorised"
        assert about in refusal.sentence


def test_an_inspection_that_was_not_announced_is_there_for_nobody(unstaffed: Place) -> None:
    for role in Role:
        assert not unstaffed.seeing.inspections(Visits(LEAD, (role,), PROVIDER))(Inspection()), role


@pytest.mark.parametrize(
    ("who", "role", "knows"),
    [
        (MANAGER, Role.OPERATIONS_MANAGER, True),
        (LEAD, Role.LEAD_INSPECTOR, True),
        (FRIEND, Role.LEAD_INSPECTOR, False),
        (FRIEND, Role.ASSISTANT, False),
        (AUDITOR, Role.AUDITOR, True),
        (LEAD, Role.MACHINERY, False),
    ],
)
def test_an_interest_keeps_an_inspection_and_its_texts_from_whoever_has_it(
    staffed: Place, who: str, role: Role, knows: bool
) -> None:
    assert staffed.knows_of(Visits(who, (role,))) is knows
    if role in SIGHT["case-note"]:
        assert staffed.seeing.sees(Visits(who, (role,)), "case-note", CASE) is knows
        assert staffed.seeing.sees(AtTerminal(who, (role,)), "case-note", CASE) is knows


def test_without_a_staff_record_the_role_alone_decides(unstaffed: Place) -> None:
    assert unstaffed.knows_of(Visits("anybody", (Role.INSPECTOR,)))
    for category in CATEGORIES:
        shown = {role for role in Role if unstaffed.seeing.sees(Visits("anybody", (role,)), category, STREAM)}
        assert shown == SIGHT[category], category


def test_a_role_that_one_does_not_hold_shows_nothing(staffed: Place) -> None:
    refusal = staffed.seeing.refusal(AtTerminal(ASSISTANT, (Role.LEAD_INSPECTOR,)), "case-note", STREAM)
    assert refusal is not None
    assert refusal.code == "role-not-held"


def test_a_contact_sees_inspections_of_their_own_provider(staffed: Place) -> None:
    contact = (Role.PROVIDER_CONTACT,)
    assert staffed.knows_of(Visits("person-1", contact, PROVIDER))
    assert not staffed.knows_of(Visits("person-1", contact, "south"))
    assert not staffed.knows_of(Visits("person-1", contact, None))
    # Whatever roles they have besides, they are a contact first.
    assert not staffed.knows_of(Visits("person-1", (*contact, Role.AUDITOR), "south"))


def test_another_system_reads_nobodys_name_or_words(unstaffed: Place) -> None:
    system = Visits("token-1", EVERY_ROLE, is_system=True)
    assert not any(unstaffed.seeing.sees(system, category) for category in CATEGORIES)


def test_a_comment_is_for_those_who_see_to_them_and_for_whoever_looks_into_it(staffed: Place) -> None:
    about, none = staffed.comment(INSPECTION), staffed.comment(None, 8)

    def there(comment: str, who: str, *roles: Role, provider: str | None = None) -> bool:
        return staffed.seeing.comment(Visits(who, roles, provider), staffed.state(comment))

    assert there(about, MANAGER, Role.OPERATIONS_MANAGER)
    assert there(about, ASSISTANT, Role.ASSISTANT)
    assert not there(about, FRIEND, Role.ASSISTANT), "an interest bars them from that inspection"
    assert there(none, FRIEND, Role.ASSISTANT)
    assert not there(about, LEAD, Role.LEAD_INSPECTOR)
    assert not there(none, "person-1", *EVERY_ROLE, provider=PROVIDER)
    given = AssignComment(comment=none, reviewer=LEAD)
    assert isinstance(staffed.office.give("a", given, Role.OPERATIONS_MANAGER, actor=MANAGER), Accepted)
    assert there(none, LEAD, Role.LEAD_INSPECTOR)
    assert not there(none, AUDITOR, Role.AUDITOR)


def test_the_words_of_a_comment_are_kept_from_whoever_an_interest_bars_at_every_door(staffed: Place) -> None:
    about, none = staffed.comment(INSPECTION), staffed.comment(None, 8)
    for friend in (AtTerminal(FRIEND), Visits(FRIEND, (Role.LEAD_INSPECTOR, Role.ASSISTANT))):
        assert not staffed.seeing.sees(friend, "comment", about)
        assert staffed.seeing.sees(friend, "comment", none)
        assert not staffed.seeing.sees(friend, "comment", COMMENT.replace("7", "6"))
    assert staffed.seeing.sees(AtTerminal(LEAD), "comment", about)


def test_a_command_line_that_is_about_no_installation_shows_nothing_private() -> None:
    assert SUMMONED.get() is None
    for category in CATEGORIES:
        for role in (None, *(each.value for each in who_looks().roles)):
            assert not sees(role, category)
            with pytest.raises(Refused) as refused:
                may_see(role, category)
            assert refused.value.refusal.code == "not-authorised"


def moment(name: str, version: int = 1) -> MomentRow:
    return MomentRow(
        position=version,
        matter=STREAM,
        stream=STREAM,
        version=version,
        name=name,
        occurred_at="2018-06-04T09:00:00Z",
        recorded_at="2018-06-04T09:00:00Z",
        actor=MANAGER,
        acting_role=Role.OPERATIONS_MANAGER,
        sentence="It was announced.",
        command=f"c-{version}",
    )


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (Visits("person-1", (Role.PROVIDER_CONTACT,), PROVIDER), 1),
        (Visits("person-1", (Role.PROVIDER_CONTACT,), "south"), 0),
        (Visits("person-1", (Role.PROVIDER_CONTACT,), None), 0),
        (NOBODY, 0),
    ],
)
def test_a_contact_is_told_of_their_own_provider_and_nobody_of_another(who: Visits, told: int) -> None:
    moments = [moment(InspectionAnnounced.name), moment("inspection.something-new.v1")]
    shown = told_to_contact(who, STREAM, Inspection(announced=ANNOUNCED), None, moments)
    assert len(shown) == told
    assert told_to_contact(who, STREAM, Inspection(), None, moments) == ()


def went_on(was: str, *provider: str) -> ProviderFollowed:
    """A provider's place was taken by others, or it was only renamed."""
    now, *others = (Inspected(provider=each, provider_name=each.title()) for each in provider)
    return ProviderFollowed(
        was=was,
        provider=now.provider,
        provider_name=now.provider_name,
        others=tuple(others),
        left=(),
        reason="So it is.",
        followed_on=day("2018-06-20"),
        deadlines=(),
    )


MOVED = FieldworkMoved(
    was_from=ANNOUNCED.fieldwork_from,
    was_to=ANNOUNCED.fieldwork_to,
    fieldwork_from=day("2018-07-16"),
    fieldwork_to=day("2018-07-20"),
    reason="A strike.",
)


@pytest.mark.parametrize(
    ("provider", "told"),
    [
        # With the announcement, the first, all are told that fieldwork moved, the second; and what is about them.
        ("northern", [1, 2, 3]),
        ("east", [1, 2]),
        ("islands", [1, 2, 4, 5]),
        ("coast", [1, 2, 4]),
        ("north", []),
        ("south", []),
    ],
)
def test_of_several_each_is_told_that_fieldwork_moved_and_with_whom_it_goes_on_in_its_own_place(
    provider: str, told: list[int]
) -> None:
    others = (
        Inspected(provider="south", provider_name="South"),
        Inspected(provider="east", provider_name="East"),
    )
    events = (
        ANNOUNCED.with_(others=others),
        MOVED,
        went_on(PROVIDER, "northern"),
        went_on("south", "western", "coast"),
        went_on("western", "islands"),
    )
    who = Visits("person-1", (Role.PROVIDER_CONTACT,), provider)
    moments = [moment(each.name, number) for number, each in enumerate(events, 1)]
    shown = told_to_contact(who, STREAM, DECIDER.fold(events), None, moments)
    assert [each.version for each in reversed(shown)] == told
