"""A post on a distribution list that differs by area: its address in each, and whom a report of an area goes to."""

import pytest

from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import RecordPublication
from domain.inspections.events import Inspected, ReportPublished
from domain.inspections.notices import notice_of
from domain.inspections.report.recipients import recipients_of, streams_of_areas, streams_of_posts
from domain.inspections.state import Inspection
from domain.people.bodies import BodyAddressRefused, BodyAreaNamed, BodyEnded, BodyRegistered, RegisterBody
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.providers.provider import ProviderRegistered
from domain.storyline.telling import sentence
from tests.support.example import (
    A_PROVIDER,
    ANNOUNCED,
    DOCUMENT,
    FRAMEWORK,
    INSPECTION,
    PROTOCOL,
    READY_TO_PUBLISH,
    REPORT,
    SCHEME,
    day,
)
from tests.support.specification import Story, given

POST = "The police and crime commissioner"
SLUG = "the-police-and-crime-commissioner"
ON, DAY = "2018-09-20", day("2018-09-20")
KIND = PROTOCOL.with_(id="by-area", distribution=("Secretary of State for Justice", POST, "The provider"))
PIN = ANNOUNCED.protocol.with_(id="by-area", digest=KIND.digest)


def the_post(area: str | None = None) -> tuple[On, ...]:
    """The post is registered: of an area, or for the whole country."""
    stream = f"mailbox-{SLUG}" + (f"-in-{area.lower()}" if area else "")
    email = Plain(f"{area}@example.org", stream, "contact")
    here = BodyRegistered(title=POST, area=area, email=email, since=day("2018-06-04"), languages=("en",))
    if area is None:
        return (On(stream, here),)
    named = BodyAreaNamed(area=area, body=stream.removeprefix("mailbox-"))
    return (On(stream, here), On(f"mailbox-{SLUG}", named))


def ready(areas: str, *more: object, second: str | None = None, area: str | None = None) -> Story:
    """A report that is to come out, of a provider of some areas, or of two."""
    others = (Inspected(provider="south", provider_name="South"),) if second else ()
    announced = ANNOUNCED.with_(protocol=PIN, others=others, area=area)
    facts = [
        announced if each == ANNOUNCED else each.with_(area=areas) if each == A_PROVIDER else each
        for each in READY_TO_PUBLISH
    ]
    south = ProviderRegistered(provider="south", title="South", kind="crc", area=second or "None")
    found = (*facts, *((On("provider-south", south),) if second else ()), *more)
    return given(*found).under(library=Library.of([KIND], [FRAMEWORK], [SCHEME]))


def told(story: Story) -> list[tuple[str, bool]]:
    """Who would be told, and whether they would be reached, besides the Secretary of State."""
    state = story.state(f"inspection-{INSPECTION}")
    assert isinstance(state, Inspection)
    seen = {each: story.state(each) for each in streams_of_posts(state, KIND)}
    seen |= {each: story.state(each) for each in streams_of_areas(state, seen)}
    return [(each.title, each.reached) for each in recipients_of(state, KIND, seen, DAY)][1:]


def published(story: Story) -> Story:
    command = RecordPublication(inspection=INSPECTION, report=REPORT, document=DOCUMENT)
    return story.when(command, on=ON, by=Role.MACHINERY).story


def test_a_post_is_registered_for_an_area_under_both_names() -> None:
    command = RegisterBody(title=POST, area="Gwent", email="office@example.org")
    stream = f"mailbox-{SLUG}-in-gwent"
    story = given().when(command, on="2018-06-05", by=Role.ASSISTANT)
    registered, named = (event for _, event in story.events)
    story.then(On(stream, registered), On(f"mailbox-{SLUG}", named))
    assert isinstance(registered, BodyRegistered)
    assert (registered.title, registered.area) == (POST, "Gwent")
    assert named == BodyAreaNamed(area="Gwent", body=f"{SLUG}-in-gwent")
    assert [sentence(each) for each in (registered, named)] == [
        f"{POST} in Gwent was registered, and is sent notices from 5 June 2018.",
        "It has an address of its own in Gwent.",
    ]
    assert story.story.state(stream).title == f"{POST} in Gwent"
    assert story.story.state(f"mailbox-{SLUG}").title == "", "nothing is registered for the whole country"
    story.story.when(command, on="2018-06-06", by=Role.ASSISTANT).then_refused("body-exists", "in Gwent")
    ended = story.story.and_(On(stream, BodyEnded(since=day("2018-06-06"))))
    again = ended.when(command, on="2018-06-07", by=Role.ASSISTANT)
    assert [type(event) for _, event in again.events] == [BodyRegistered], "that it differs by area is known"


GWENT, DYFED, WHOLE = the_post("Gwent"), the_post("Dyfed"), the_post()
BACK = On(
    f"mailbox-{SLUG}-in-gwent",
    BodyAddressRefused(posting="p-1", cause="bounced", refused_on=day("2018-07-02")),
)
IN_GWENT, IN_DYFED = f"{POST} in Gwent", f"{POST} in Dyfed"


@pytest.mark.parametrize(
    ("areas", "facts", "expected"),
    [
        ("Gwent", (), [(POST, False)]),
        ("Gwent", WHOLE, [(POST, True)]),
        ("Gwent", GWENT, [(IN_GWENT, True)]),
        ("gwent", GWENT, [(IN_GWENT, True)]),
        ("Gwent", (*WHOLE, *GWENT), [(IN_GWENT, True)]),
        ("Dyfed", GWENT, [(IN_DYFED, False)]),
        ("Dyfed", (*WHOLE, *GWENT), [(POST, True)]),
        ("Gwent; Dyfed", (*GWENT, *DYFED), [(IN_GWENT, True), (IN_DYFED, True)]),
        ("Gwent; Dyfed", GWENT, [(IN_GWENT, True), (IN_DYFED, False)]),
        ("Gwent; Dyfed", (*WHOLE, *GWENT), [(IN_GWENT, True), (POST, True)]),
        ("Gwent", (*GWENT, BACK), [(IN_GWENT, False)]),
        ("Gwent", (*WHOLE, *GWENT, BACK), [(POST, True)]),
    ],
)
def test_a_report_goes_to_the_post_of_each_area_and_who_has_no_address_is_known_before(
    areas: str, facts: tuple[On, ...], expected: list[tuple[str, bool]]
) -> None:
    story = ready(areas, *facts)
    assert told(story) == expected
    [event] = [
        each
        for each in published(story).history[f"inspection-{INSPECTION}"]
        if isinstance(each, ReportPublished)
    ]
    assert event.distribution == ("Secretary of State for Justice", *(title for title, _ in expected))


def test_of_several_providers_that_of_each_is_told_once_and_of_an_inspected_area_its_own() -> None:
    both = (*GWENT, *DYFED)
    assert told(ready("Gwent", *both, second="Dyfed")) == [(IN_GWENT, True), (IN_DYFED, True)]
    assert told(ready("Gwent", *both, second="Gwent")) == [(IN_GWENT, True)]
    assert told(ready("Gwent", *both, second="Dyfed", area="Dyfed")) == [(IN_DYFED, True)]


def test_each_has_a_notice_of_its_own_at_its_own_address() -> None:
    state = published(ready("Gwent; Dyfed", *GWENT, *DYFED)).state(f"inspection-{INSPECTION}")
    codes = [each for each in state.recipients if SLUG in each]
    assert [notice_of(INSPECTION, state, each).to for each in codes] == [
        f"body-{SLUG}-in-gwent",
        f"body-{SLUG}-in-dyfed",
    ]
