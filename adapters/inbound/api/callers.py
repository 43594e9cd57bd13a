"""Who asks: known by a token, with no more than it was issued for and no more than is theirs today."""

from dataclasses import dataclass, replace

from starlette.requests import Request

from adapters.inbound.api.problems import Trouble
from adapters.inbound.today import today_in_london
from adapters.inbound.tokens import presented
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Session, Visitor, visitor_of
from domain.people.authority import may_give
from domain.people.roles import Role
from domain.people.tokens import Token, TokenIssued
from domain.refusals import Refusal, Refused

__all__ = ["Caller", "caller_of", "nobody"]

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="assay"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever presented a token that is good today.

    Attributes:
        stream: the token's.
        token: as what it was issued.
        visitor: who its holder is today, in those of their roles for which it was issued.
    """

    stream: str
    token: Token
    visitor: Visitor

    @property
    def issued(self) -> TokenIssued:
        """The event that issued the token: for whom, for which commands, until when."""
        assert self.token.issued is not None, "a token that nobody has opens nothing"
        return self.token.issued

    def role_for(self, verb: str, named: Role | None) -> Role:
        """In which role a command is given: the one that was named, or the first that may give it.

        Raises:
            Refused: ``not-granted``: the token was not issued for it; ``not-authorised``, ``role-not-held``.
        """
        if not self.token.may_give(verb):
            raise Refused.because(
                "not-granted", f"This token was not issued to {verb.replace('-', ' ')}; issue one that may."
            )
        if named is None:
            found = self.visitor.role_for(verb)
            if found is None:
                raise Refused.because(
                    "not-authorised", f"None of your roles may {verb.replace('-', ' ')} today."
                )
            return found
        if not may_give(named, verb):
            raise Refused(_may_not(named, verb))
        if named not in self.visitor.roles:
            held = ", ".join(each.value for each in self.visitor.roles) or "none"
            raise Refused.because(
                "role-not-held",
                f"{self.visitor.id} does not hold the role {named.value} today; held: {held}.",
            )
        return named


def _may_not(role: Role, verb: str) -> Refusal:
    return Refusal("not-authorised", f"The role {role.value} may not {verb.replace('-', ' ')}.")


def caller_of(house: House, request: Request) -> Caller | None:
    """Whoever presents a token with a request; None if nothing is presented.

    Raises:
        Trouble: 401: what was presented opens nothing, or not any more. Why is not said.
    """
    written = request.headers.get("authorization")
    if written is None:
        return None
    scheme, _, text = written.partition(" ")
    shown = presented(text.strip()) if scheme.lower() == "bearer" else None
    if shown is None:
        raise nobody()
    token: Token = house.services.records.read([shown.stream])[shown.stream].state
    today = today_in_london(house.services)
    if token.issued is None or not shown.opens(token) or not token.good_on(today):
        raise nobody()
    return Caller(shown.stream, token, _visitor(house, shown.stream, token.issued))


def nobody() -> Trouble:
    """The answer to whoever is not known."""
    return Trouble(
        401,
        "no-token",
        "Present a token that is good: Authorization: Bearer, and the token. `assay api token issue` issues one.",
        headers=_CHALLENGE,
    )


def _visitor(house: House, stream: str, issued: TokenIssued) -> Visitor:
    by = f"api-{stream}"
    if issued.holder is None:
        return Visitor(stream, issued.roles, by, issued.title, issued.provider)
    visitor = visitor_of(house, Session.begun(issued.holder, issued.roles, issued.title, by))
    return replace(visitor, roles=tuple(each for each in visitor.roles if each in issued.roles))
