"""Tokens of the API: whose they are, what each lets its holder do, and that none opens more than its holder could."""

from datetime import date

import pytest

from domain.decider import On
from domain.people.roles import Role
from domain.people.tokens import (
    EVERY_COMMAND,
    IssueToken,
    RevokeToken,
    Token,
    TokenIssued,
    TokenRevoked,
)
from tests.support.example import A_PROVIDER, PROVIDER, day
from tests.support.specification import Story, given

ADA, BEN, TODAY = "0a1b" * 8, "2c3d" * 8, "2018-06-04"
HERS, SYSTEMS = "token-" + "1" * 16, "token-" + "2" * 16
MANAGER, INSPECTOR, CONTACT = Role.OPERATIONS_MANAGER, Role.INSPECTOR, Role.PROVIDER_CONTACT

OWN = IssueToken(
    token=HERS,
    title="My reports",
    holder=ADA,
    roles=(INSPECTOR,),
    may=(EVERY_COMMAND,),
    until=day("2018-12-31"),
    digest="d" * 64,
)
FOR_A_SYSTEM = IssueToken(
    token=SYSTEMS,
    title="The case management of the provider",
    provider=PROVIDER,
    roles=(CONTACT,),
    may=("receive-evidence",),
    until=day("2018-12-31"),
    digest="e" * 64,
)


def issued(command: IssueToken) -> TokenIssued:
    return TokenIssued.model_validate(command.model_dump(exclude={"token"}))


def drawn() -> Story:
    return given().when(OWN, on=TODAY, who=ADA, by=INSPECTOR).then(On(HERS, issued(OWN)))


def a_system() -> Story:
    return (
        given(A_PROVIDER)
        .when(FOR_A_SYSTEM, on=TODAY, who=BEN, by=MANAGER)
        .then(On(SYSTEMS, issued(FOR_A_SYSTEM)))
    )


def test_somebody_draws_a_token_for_themselves_and_an_operations_manager_one_for_a_system() -> None:
    assert drawn().state(HERS).good_on(date(2018, 12, 31))
    assert a_system().state(SYSTEMS).may_give("receive-evidence")


def test_a_token_is_good_to_its_last_day_and_gives_what_it_was_issued_for() -> None:
    token: Token = a_system().state(SYSTEMS)
    assert (token.good_on(day("2018-12-31")), token.good_on(day("2019-01-01"))) == (True, False)
    assert not token.may_give("announce-inspection")
    own: Token = drawn().state(HERS)
    assert own.may_give("complete-case-read")
    assert not own.may_give("issue-token"), "a token issues no other, whatever it may"
    assert not Token().good_on(day(TODAY))
    assert not Token().may_give("receive-evidence")


def test_nobody_draws_the_token_of_another() -> None:
    for role in (INSPECTOR, MANAGER):
        given().when(OWN, on=TODAY, who=BEN, by=role).then_refused("not-their-token")
    given(A_PROVIDER).when(FOR_A_SYSTEM, on=TODAY, who=BEN, by=INSPECTOR).then_refused("not-their-token")
    of_a_provider = OWN.with_(provider=PROVIDER)
    given(A_PROVIDER).when(of_a_provider, on=TODAY, who=ADA, by=INSPECTOR).then_refused("not-their-token")
    machinery = OWN.with_(roles=(Role.MACHINERY,))
    given().when(machinery, on=TODAY, who=ADA, by=INSPECTOR).then_refused("not-their-token", "machinery")


@pytest.mark.parametrize("role", [Role.CHIEF_INSPECTOR, Role.PANEL_CHAIR, Role.LEAD_INSPECTOR, INSPECTOR])
def test_no_system_acts_where_people_judge(role: Role) -> None:
    command = FOR_A_SYSTEM.with_(provider=None, roles=(role,), may=())
    given().when(command, on=TODAY, by=MANAGER).then_refused("not-for-a-system", role.value)


def test_a_system_of_a_provider_acts_as_its_contact_and_names_its_commands() -> None:
    start = given(A_PROVIDER)
    for other in (
        FOR_A_SYSTEM.with_(provider=None),
        FOR_A_SYSTEM.with_(roles=(CONTACT, Role.ASSISTANT)),
        FOR_A_SYSTEM.with_(roles=(Role.ASSISTANT,)),
        FOR_A_SYSTEM.with_(may=(EVERY_COMMAND,)),
    ):
        start.when(other, on=TODAY, by=MANAGER).then_refused("not-for-a-system")
    given().when(FOR_A_SYSTEM, on=TODAY, by=MANAGER).then_refused("unknown-provider")


@pytest.mark.parametrize("verb", ["sing", "issue-token", "announce-inspection"])
def test_a_token_names_commands_that_there_are_for_its_roles(verb: str) -> None:
    given().when(OWN.with_(may=(verb,)), on=TODAY, who=ADA, by=INSPECTOR).then_refused(
        "unknown-command", verb
    )


@pytest.mark.parametrize("until", ["2018-06-03", "2019-06-06"])
def test_a_token_is_good_for_a_year_at_most(until: str) -> None:
    command = OWN.with_(until=day(until))
    given().when(command, on=TODAY, who=ADA, by=INSPECTOR).then_refused("bad-day", "2019-06-05")


def test_an_id_is_issued_once() -> None:
    drawn().when(OWN, on=TODAY, who=ADA, by=INSPECTOR).then_refused("token-exists")


def test_a_token_is_revoked_by_its_holder_or_an_operations_manager_and_stays_so() -> None:
    revoke = RevokeToken(token=HERS, reason="The machine was lost.")
    given().when(revoke, on=TODAY, who=ADA, by=INSPECTOR).then_refused("unknown-token")
    drawn().when(revoke, on=TODAY, who=BEN, by=INSPECTOR).then_refused("not-their-token")
    revoked = On(HERS, TokenRevoked(reason="The machine was lost."))
    drawn().when(revoke, on=TODAY, who=BEN, by=MANAGER).then(revoked)
    story = drawn().when(revoke, on=TODAY, who=ADA, by=INSPECTOR).then(revoked)
    assert not story.state(HERS).good_on(day(TODAY))
    story.when(revoke, on=TODAY, who=ADA, by=INSPECTOR).then_nothing()


def test_a_system_acts_by_its_own_token_as_far_as_that_goes() -> None:
    token: Token = a_system().state(SYSTEMS)
    assert token.acting(SYSTEMS, CONTACT, "receive-evidence", day(TODAY)) is None
    for role, verb, on, code in (
        (MANAGER, "receive-evidence", TODAY, "role-not-held"),
        (CONTACT, "hand-in-case-list", TODAY, "role-not-held"),
        (CONTACT, "receive-evidence", "2019-01-01", "not-on-staff"),
    ):
        refusal = token.acting(SYSTEMS, role, verb, day(on))
        assert refusal is not None
        assert refusal.code == code
    own = drawn().state(HERS).acting(HERS, INSPECTOR, "complete-case-read", day(TODAY))
    assert own is not None, "a person's token is no system"
