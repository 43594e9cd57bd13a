"""How the commands about a body to which reports go are decided."""

from collections.abc import Mapping
from typing import Any

from domain.canonical import sha256_hex
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.people.bodies import (
    BodyAddressChanged,
    BodyAreaNamed,
    BodyEnded,
    BodyLanguagesChanged,
    BodyOrder,
    BodyRegistered,
    ChangeBody,
    CloseCopies,
    CopiesClosed,
    CopyOffered,
    EndBody,
    OfferCopy,
    RegisterBody,
)
from domain.people.body_state import Body, evolve
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import code_in, mailbox_stream
from domain.text import slug

__all__ = ["MAILBOX"]


def _post(_state: Body, command: RegisterBody, _library: Library) -> tuple[str, ...]:
    """The post of which an area's is registered."""
    return (mailbox_stream(slug(command.title)),) if command.area else ()


@rule(RegisterBody, events=[BodyRegistered, BodyAreaNamed], refusals=["body-exists"], reads=_post)
def register_body(state: Body, command: RegisterBody, given: Given) -> Decided:
    """Registers a body to which reports and notices are sent; one that was ended, anew."""
    if state.title and state.ended is None:
        return Refusal("body-exists", f"{state.title} is registered already; change its address.")
    registered = BodyRegistered(
        title=command.title,
        area=command.area,
        email=_plain(command, command.email),
        since=command.since or given.today,
        languages=tuple(dict.fromkeys(command.languages)),
    )
    if command.area is None:
        return (registered,)
    (post,) = _post(state, command, given.library)
    body = code_in(command.stream, mailbox_stream)
    if given.seen[post].areas.get(command.area) == body:
        return (registered,)
    return (registered, On(post, BodyAreaNamed(area=command.area, body=body)))


def _reached(state: Body, _asked: Mapping[str, Any]) -> Standing:
    """Where a body is reached is sealed, and is told apart by how often it was said."""
    if not state.title:
        return NOTHING_STANDS
    written_in = [[since.isoformat(), *languages] for since, languages in state.written_in]
    return {"email": len(state.addresses), "languages": written_in}


@rule(
    ChangeBody,
    events=[BodyAddressChanged, BodyLanguagesChanged],
    refusals=["unknown-body", "body-ended", "nothing-to-change"],
    replaces=_reached,
)
def change_body(state: Body, command: ChangeBody, given: Given) -> Decided:
    """Changes where a body is reached, or in which languages, from a day on.

    Other languages alone leave the address as it is, and with it the copies under embargo that were sent there.
    """
    if refusal := _not_there(state, command.body):
        return refusal
    if command.email is None and command.languages is None:
        return Refusal("nothing-to-change", "Give the new address, the languages, or both.")
    since = command.since or given.today
    before = state.languages_on(since)
    languages = before if command.languages is None else tuple(dict.fromkeys(command.languages))
    if command.email is not None:
        email = _plain(command, command.email)
        return (BodyAddressChanged(email=email, since=since, languages=languages),)
    return () if languages == before else (BodyLanguagesChanged(since=since, languages=languages),)


@rule(EndBody, events=[BodyEnded], refusals=["unknown-body", "body-ended"])
def end_body(state: Body, command: EndBody, given: Given) -> Decided:
    """Notes from which day on nothing more is sent to a body; what it is owed after that is told by other means."""
    if refusal := _not_there(state, command.body):
        return refusal
    return (BodyEnded(since=command.since or given.today),)


@rule(OfferCopy, events=[CopyOffered], refusals=["unknown-body"])
def offer_copy(state: Body, command: OfferCopy, given: Given) -> Decided:
    """Sets up the address at which a body reads a report under embargo, once for each notice that tells of one.

    Where the body is reached elsewhere before the notice went out, the one that was set up is no longer good, and
    another takes its place. One that was closed stays closed.
    """
    if not state.title:
        return Refusal("unknown-body", f"No body has been registered as {command.body}.")
    known = state.copies.get((command.inspection, command.notice))
    if known is not None and (known.closed or state.may_read(known, given.today)):
        return ()
    return (
        CopyOffered(
            inspection=command.inspection,
            notice=command.notice,
            report=command.report,
            token=_plain(command, command.token),
            digest=sha256_hex(command.token.encode()),
            place=state.place_on(given.today),
        ),
    )


@rule(CloseCopies, events=[CopiesClosed], refusals=["no-copy"])
def close_copies(state: Body, command: CloseCopies, _given: Given) -> Decided:
    """Closes the addresses at which a body reads a report under embargo; another copy can be sent then."""
    if not any(each.inspection == command.inspection and not each.closed for each in state.copies.values()):
        return Refusal("no-copy", f"{command.body} has no copy of {command.inspection} that is open to it.")
    return (CopiesClosed(inspection=command.inspection, reason=command.reason),)


def _not_there(state: Body, body: str) -> Refusal | None:
    if not state.title:
        return Refusal("unknown-body", f"No body has been registered as {body}.")
    if state.ended is not None:
        return Refusal(
            "body-ended", f"Nothing is sent to {state.title} since {state.ended}; register it anew."
        )
    return None


def _plain(command: RegisterBody | BodyOrder, text: str) -> Plain:
    return Plain(str(text), command.stream, "contact")


MAILBOX = Decider(
    kind="mailbox",
    initial=Body(),
    rules=rules([register_body, change_body, end_body, offer_copy, close_copies]),
    evolve=evolve,
)
"""One body's mailbox."""
