"""Tokens of the API: by which another system, or somebody's own program, is known, and what each lets it do.

The record has the digest of a token's secret, never that itself. A token never lets anybody do more than they may do
without it: a person's is drawn by that person, and holds for no role that is not theirs on the day; a system's acts
under the token's own id, in the few roles in which nothing is judged, and gives the commands that it names.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, ClassVar, assert_never

from pydantic import Field, StringConstraints

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.people.authority import AUTHORITY, may_give
from domain.people.roles import Role
from domain.people.staff.terms import StaffId
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.streams import provider_stream
from domain.text import Code, Digest, Line, Prose, Reference

__all__ = [
    "EVERY_COMMAND",
    "TOKEN",
    "IssueToken",
    "RevokeToken",
    "Token",
    "TokenEvent",
    "TokenIssued",
    "TokenRevoked",
    "TokenStream",
]

TokenStream = Annotated[str, StringConstraints(pattern=r"^token-[0-9a-f]{16}$")]
"""The stream of a token, drawn at random; a system's token acts under it."""

EVERY_COMMAND = "every-command"
"""In the place of the commands that a person's token may give: all that the person may."""

NEVER_BY_TOKEN = frozenset({"issue-token"})
"""A token issues no other: what it was kept from would be within its reach."""

LONGEST_DAYS = 366
"""A token that nobody renews is forgotten, and so is that it still opens something."""

_SYSTEMS = frozenset({Role.OPERATIONS_MANAGER, Role.ASSISTANT, Role.PROVIDER_CONTACT, Role.AUDITOR})
"""The roles in which a system may act: in the others people judge, decide, sign, or are shown what is private."""


class _TokenOrder(Command):
    """A command about one token.

    Attributes:
        token: the token, by the id that was drawn for it.
    """

    token: TokenStream

    @property
    def stream(self) -> str:
        """The token."""
        return self.token


class IssueToken(_TokenOrder):
    """Issue a token of the API, for oneself or for a system.

    Attributes:
        title: what it is for, or which system it is; naming nobody.
        holder: whose it is, by the id under which they act; left out for a system's, which acts under the token's.
        provider: whose system it is, where a provider's contact is what it acts as.
        roles: in which roles it may be used; give it once for each.
        may: a command that it may give, by its verb; once for each, none if it only reads. A person's may say
            every-command.
        until: the last day on which it is good, within a year.
        digest: of its secret.
    """

    verb: ClassVar[str] = "issue-token"
    title: Line
    holder: StaffId | None = None
    provider: Reference | None = None
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    may: Annotated[tuple[Code, ...], Field(max_length=400)] = ()
    until: date
    digest: Digest


class RevokeToken(_TokenOrder):
    """Revoke a token: it opens nothing any more, from that moment.

    Attributes:
        reason: why, naming nobody.
    """

    verb: ClassVar[str] = "revoke-token"
    reason: Prose


class TokenIssued(Event):
    """A token of the API was issued.

    Attributes:
        title: what it is for, or which system it is.
        holder: whose it is; None for a system's.
        provider: whose system it is, where it acts as a provider's contact.
        roles: in which roles it may be used.
        may: the commands that it may give; one that says every-command, all that its holder may.
        until: the last day on which it is good.
        digest: of its secret.
    """

    name: ClassVar[str] = "token.issued.v1"
    title: Line
    holder: StaffId | None
    provider: Reference | None
    roles: tuple[Role, ...]
    may: tuple[Code, ...]
    until: date
    digest: Digest


class TokenRevoked(Event):
    """A token opens nothing any more."""

    name: ClassVar[str] = "token.revoked.v1"
    reason: Prose


TokenEvent = TokenIssued | TokenRevoked
"""What can happen to a token."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it stands.

    Attributes:
        issued: as what it was issued; None for one that nobody has.
        revoked: whether it opens nothing any more, whatever its day.
    """

    issued: TokenIssued | None = None
    revoked: bool = False

    def good_on(self, day: date) -> bool:
        """Whether it opens anything on a day, in London."""
        return self.issued is not None and not self.revoked and day <= self.issued.until

    def may_give(self, verb: str) -> bool:
        """Whether it was issued for a command."""
        if self.issued is None or verb in NEVER_BY_TOKEN:
            return False
        return verb in self.issued.may or EVERY_COMMAND in self.issued.may

    def acting(self, who: str, role: Role, verb: str, day: date) -> Refusal | None:
        """Why a system does not act by this token; None if it does.

        Args:
            who: the token's stream, as which it acts.
            role: in which role.
            verb: the command that it gives.
            day: today.
        """
        if self.issued is None or self.issued.holder is not None or not self.good_on(day):
            return Refusal("not-on-staff", f"{who} is no system's token that is good today.")
        if role not in self.issued.roles or not self.may_give(verb):
            return Refusal(
                "role-not-held", f"{who} was not issued to {verb.replace('-', ' ')} as {role.value}."
            )
        return None


def _evolve(state: Token, event: TokenEvent) -> Token:
    match event:
        case TokenIssued():
            return Token(issued=event)
        case TokenRevoked():
            return replace(state, revoked=True)
        case _:
            assert_never(event)


def _provider(_state: Token, command: IssueToken, _library: Library) -> tuple[str, ...]:
    return (provider_stream(command.provider),) if command.provider else ()


@rule(
    IssueToken,
    events=[TokenIssued],
    refusals=[
        "token-exists",
        "not-their-token",
        "not-for-a-system",
        "unknown-provider",
        "unknown-command",
        "bad-day",
    ],
    reads=_provider,
)
def issue_token(state: Token, command: IssueToken, given: Given) -> Decided:
    """Issues a token: for whoever asks, or, by an operations manager, for a system."""
    if state.issued is not None:
        return Refusal("token-exists", f"{command.token} has been issued already; draw another.")
    refusal = _for_whom(command, given) or _for_what(command) or _until_when(command, given)
    if refusal is not None:
        return refusal
    said = command.model_dump(exclude={"token"})
    return (TokenIssued.model_validate(said),)


def _for_whom(command: IssueToken, given: Given) -> Refusal | None:
    if Role.MACHINERY in command.roles:
        return Refusal("not-their-token", "Nobody acts as the machinery but Assay itself.")
    if command.holder is not None:
        if command.holder == given.actor.id and command.provider is None:
            return None
        return Refusal(
            "not-their-token",
            "A person's token is drawn by that person, and by nobody else: whoever draws it has seen it.",
        )
    if given.actor.role is not Role.OPERATIONS_MANAGER:
        return Refusal("not-their-token", "A system's token is issued by an operations manager.")
    if command.provider is not None:
        provider: Provider = given.seen[provider_stream(command.provider)]
        if provider.registered is None:
            return Refusal("unknown-provider", f"No provider {command.provider} has been registered.")
    return None


def _for_what(command: IssueToken) -> Refusal | None:
    if command.holder is None:
        refused = [each.value for each in command.roles if each not in _SYSTEMS]
        if refused:
            return Refusal("not-for-a-system", f"No system acts as {refused[0]}: people do.")
        if (Role.PROVIDER_CONTACT in command.roles) != (command.provider is not None) or (
            command.provider is not None and len(command.roles) > 1
        ):
            return Refusal(
                "not-for-a-system", "A provider's system acts as its contact, and as nothing else; name both."
            )
        if EVERY_COMMAND in command.may:
            return Refusal(
                "not-for-a-system", "A system gives the commands that its token names, one by one."
            )
    for verb in command.may:
        if verb == EVERY_COMMAND:
            continue
        if verb not in AUTHORITY or verb in NEVER_BY_TOKEN:
            return Refusal("unknown-command", f"There is no command {verb} for a token to give.")
        if not any(may_give(role, verb) for role in command.roles):
            roles = " or ".join(role.value for role in command.roles)
            return Refusal("unknown-command", f"The command {verb} is not for the role {roles}.")
    return None


def _until_when(command: IssueToken, given: Given) -> Refusal | None:
    last = given.today + timedelta(days=LONGEST_DAYS)
    if given.today <= command.until <= last:
        return None
    return Refusal("bad-day", f"A token is good until a day from {given.today} to {last}.")


@rule(RevokeToken, events=[TokenRevoked], refusals=["unknown-token", "not-their-token"])
def revoke_token(state: Token, command: RevokeToken, given: Given) -> Decided:
    """Revokes a token, for whoever holds it or for an operations manager; one that is revoked stays so."""
    if state.issued is None:
        return Refusal("unknown-token", f"No token {command.token} has been issued.")
    theirs = given.actor.id in (state.issued.holder, command.token)
    if not theirs and given.actor.role is not Role.OPERATIONS_MANAGER:
        return Refusal("not-their-token", "A token is revoked by its holder, or by an operations manager.")
    return () if state.revoked else (TokenRevoked(reason=command.reason),)


TOKEN = Decider(
    kind="token",
    initial=Token(),
    rules=rules([issue_token, revoke_token]),
    evolve=_evolve,
)
"""One token of the API."""
