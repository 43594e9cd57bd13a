"""Announcing an inspection pins its rules (002 L126, L132; 004 §1.9)."""

from dataclasses import replace
from typing import Any

from domain.dated_rules.library import Library
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import InspectionAnnounced
from domain.people.roles import Role
from tests.support.example import (
    A_PROVIDER,
    ANNOUNCED,
    AT_ANNOUNCEMENT,
    CALENDAR,
    FRAMEWORK,
    INSPECTION,
    LIBRARY,
    PROTOCOL,
    PROVIDER,
    SCHEME,
    SHORT_CALENDAR,
    day,
)
from tests.support.specification import given

ANNOUNCE = AnnounceInspection(
    inspection=INSPECTION,
    provider=PROVIDER,
    protocol="small-2018",
    lead="lead-inspector-1",
    fieldwork_from=day("2018-07-09"),
    fieldwork_to=day("2018-07-13"),
)


def test_an_inspection_is_announced_to_a_provider_and_its_rules_are_pinned() -> None:
    given(A_PROVIDER).when(ANNOUNCE, on="2018-06-04").then(ANNOUNCED)


def test_notice_is_counted_in_working_days_and_exactly_enough_is_enough() -> None:
    # Twenty working days after Monday 4 June is Monday 2 July.
    in_time = ANNOUNCE.with_(fieldwork_from=day("2018-07-02"))
    given(A_PROVIDER).when(in_time, on="2018-06-04").then(ANNOUNCED.with_(fieldwork_from=day("2018-07-02")))
    too_soon = ANNOUNCE.with_(fieldwork_from=day("2018-06-29"))
    given(A_PROVIDER).when(too_soon, on="2018-06-04").then_refused("notice-too-short", "2018-07-02")


def test_an_inspection_is_announced_once() -> None:
    given(*AT_ANNOUNCEMENT).when(ANNOUNCE, on="2018-06-05").then_refused("already-announced")


def test_only_a_registered_provider_can_be_inspected() -> None:
    given().when(ANNOUNCE, on="2018-06-04").then_refused("unknown-provider", "register it first")


def test_a_kind_of_inspection_must_exist() -> None:
    unheard_of = ANNOUNCE.with_(protocol="unheard-of")
    given(A_PROVIDER).when(unheard_of, on="2018-06-04").then_refused("unknown-protocol", "unheard-of")


def test_a_kind_of_inspection_is_for_certain_kinds_of_provider() -> None:
    a_company = A_PROVIDER.with_(kind="crc")
    given(a_company).when(ANNOUNCE, on="2018-06-04").then_refused("wrong-kind-of-provider", "crc")


def test_a_kind_of_inspection_must_be_in_force() -> None:
    before_its_time = ANNOUNCE.with_(fieldwork_from=day("2018-04-30"), fieldwork_to=day("2018-05-04"))
    given(A_PROVIDER).when(before_its_time, on="2018-03-29").then_refused(
        "protocol-not-in-force", "2018-04-01"
    )


def test_a_retired_kind_of_inspection_is_not_announced_any_more() -> None:
    retired = Library.of([PROTOCOL.with_(retired_from=day("2018-06-04"))], [FRAMEWORK], [SCHEME])
    story = given(A_PROVIDER).under(library=retired)
    story.when(ANNOUNCE, on="2018-06-01").then(
        ANNOUNCED.with_(announced_on=day("2018-06-01"), request_due=day("2018-06-08"))
    )
    story.when(ANNOUNCE, on="2018-06-04").then_refused("protocol-not-in-force", "until 2018-06-04")


def test_a_proposed_kind_of_inspection_is_not_announced() -> None:
    proposed = Library.of([PROTOCOL.with_(status="proposed")], [FRAMEWORK], [SCHEME])
    story = given(A_PROVIDER).under(library=proposed)
    story.when(ANNOUNCE, on="2018-06-04").then_refused("protocol-not-in-force", "only proposed")


def test_retiring_a_kind_does_not_unbind_what_was_announced_under_it() -> None:
    assert PROTOCOL.with_(retired_from=day("2019-01-01"), status="retired").digest == PROTOCOL.digest
    assert PROTOCOL.with_(version="1.1").digest != PROTOCOL.digest


def test_the_framework_and_the_scheme_of_the_kind_must_be_there() -> None:
    story = given(A_PROVIDER)
    story.under(library=Library.of([PROTOCOL], [], [SCHEME])).when(ANNOUNCE, on="2018-06-04").then_refused(
        "unknown-framework", "adult-nps-2018"
    )
    story.under(library=Library.of([PROTOCOL], [FRAMEWORK])).when(ANNOUNCE, on="2018-06-04").then_refused(
        "unknown-scheme", "adult-nps-2018"
    )


def test_an_inspection_is_held_under_the_version_in_force_on_the_day_it_is_announced() -> None:
    later = FRAMEWORK.with_(version="2", in_force_from=day("2018-06-05"))
    story = given(A_PROVIDER).under(library=Library.of([PROTOCOL], [later, FRAMEWORK], [SCHEME]))
    for day_, version in (("2018-06-04", "1"), ("2018-06-05", "2")):
        announced = story.when(ANNOUNCE, on=day_).then_one(InspectionAnnounced)
        assert announced.framework is not None
        assert announced.framework.version == version
    not_yet = given(A_PROVIDER).under(library=Library.of([PROTOCOL], [later], [SCHEME]))
    not_yet.when(ANNOUNCE, on="2018-06-04").then_refused("unknown-framework", "in force on 2018-06-04")


def test_a_scheme_that_is_proposed_retired_or_begins_later_is_not_announced_under() -> None:
    story = given(A_PROVIDER)
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"status": "proposed"}, "only proposed"),
        ({"in_force_from": day("2018-06-05")}, "from 2018-06-05, not on 2018-06-04"),
        ({"status": "retired", "in_force_to": day("2018-06-03")}, "until 2018-06-03"),
        ({"in_force_to": day("2018-06-03")}, "until 2018-06-03"),
        ({"status": "retired"}, "not on 2018-06-04"),
    )
    for changes, said in cases:
        library = Library.of([PROTOCOL], [FRAMEWORK], [replace(SCHEME, **changes)])
        story.under(library=library).when(ANNOUNCE, on="2018-06-04").then_refused("scheme-not-in-force", said)


def test_the_version_of_the_scheme_and_of_the_kind_in_force_that_day_are_pinned() -> None:
    scheme = replace(SCHEME, version="2", in_force_from=day("2018-06-05"))
    kind = PROTOCOL.with_(version="2", in_force_from=day("2018-06-05"))
    story = given(A_PROVIDER).under(library=Library.of([kind, PROTOCOL], [FRAMEWORK], [scheme, SCHEME]))
    for day_, versions in (
        ("2018-06-04", (PROTOCOL.version, SCHEME.version)),
        ("2018-06-05", ("2", "2")),
    ):
        announced = story.when(ANNOUNCE, on=day_).then_one(InspectionAnnounced)
        assert announced.scheme is not None
        assert (announced.protocol.version, announced.scheme.version) == versions
    last_day = replace(SCHEME, status="retired", in_force_to=day("2018-06-04"))
    library = Library.of([PROTOCOL], [FRAMEWORK], [last_day])
    given(A_PROVIDER).under(library=library).when(ANNOUNCE, on="2018-06-04").then(ANNOUNCED)


def test_fieldwork_lies_ahead() -> None:
    for day_ in ("2018-07-09", "2018-07-10"):
        given(A_PROVIDER).when(ANNOUNCE, on=day_).then_refused("date-in-past", "after today")


def test_fieldwork_does_not_end_before_it_begins() -> None:
    reversed_ = ANNOUNCE.with_(fieldwork_to=day("2018-07-06"))
    given(A_PROVIDER).when(reversed_, on="2018-06-04").then_refused("dates-reversed")
    one_day = ANNOUNCE.with_(fieldwork_to=day("2018-07-09"))
    given(A_PROVIDER).when(one_day, on="2018-06-04").then(ANNOUNCED.with_(fieldwork_to=day("2018-07-09")))


def test_fieldwork_begins_and_ends_on_working_days() -> None:
    to_a_saturday = ANNOUNCE.with_(fieldwork_to=day("2018-07-14"))
    given(A_PROVIDER).when(to_a_saturday, on="2018-06-04").then_refused("not-a-working-day", "2018-07-14")
    from_a_bank_holiday = ANNOUNCE.with_(fieldwork_from=day("2018-08-27"), fieldwork_to=day("2018-08-31"))
    given(A_PROVIDER).when(from_a_bank_holiday, on="2018-06-04").then_refused(
        "not-a-working-day", "2018-08-27"
    )


def test_a_calendar_that_ends_too_early_is_said_to() -> None:
    story = given(A_PROVIDER).under(calendar=SHORT_CALENDAR)
    story.when(ANNOUNCE, on="2018-06-04").then_refused("calendar-exhausted", "this-week")
    assert CALENDAR.last == day("2019-12-31")


def test_a_lead_inspector_does_not_announce() -> None:
    given(A_PROVIDER).when(ANNOUNCE, on="2018-06-04", by=Role.LEAD_INSPECTOR).then_refused(
        "not-authorised", "lead-inspector may not announce inspection"
    )
    assert LIBRARY.protocol("small-2018") == PROTOCOL
