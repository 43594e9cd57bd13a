"""A command by way of the API: made of what was sent, given to the same desk, and answered with a receipt."""

from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from pydantic_core import from_json, to_json
from starlette.datastructures import UploadFile
from starlette.responses import Response

from activities.commanding.desk import Accepted, Declined, Order, Outcome
from activities.commanding.drafting import stream_of
from activities.follow_ups import with_all_reads
from adapters.inbound.api.asking import Asked
from adapters.inbound.api.offered import OFFERED, Offer
from adapters.inbound.api.problems import Trouble, of_refusal
from adapters.inbound.api.shapes import EventDone, Receipt, Rehearsed
from adapters.inbound.commands.fields import explain
from adapters.inbound.files.frameworks import shelve
from adapters.inbound.visiting.guarding import may_see
from domain.canonical import sha256_hex
from domain.deciders import decider_of, kind_of
from domain.follow_ups.commands import CompareResults
from domain.frameworks.commands import PublishFramework, RetireFramework
from domain.given import Actor
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.roles import Role
from domain.privacy.subjects import EraseSubject
from domain.refusals import Refusal, Refused
from domain.streams import code_in, inspection_stream

__all__ = ["COMMAND_ID", "ROLES", "give"]

COMMAND_ID = r"[A-Za-z0-9][A-Za-z0-9:._-]{0,99}"
"""What an id of one's own must look like; the machinery's have a slash, so that nobody can use one up."""

ROLES = {each.value: each for each in Role if each is not Role.MACHINERY}
"""The roles that can be named."""


def give(asked: Asked, verb: str) -> Response:
    """Give a command, or rehearse it."""
    offer, caller = OFFERED[verb], asked.caller
    named = asked.word("role", ROLES)
    version = asked.number("if_version", None)
    rehearsed = asked.word("rehearse", {"true": True, "false": False})
    command_id = asked.header("Idempotency-Key", COMMAND_ID) or f"api-{uuid4()}"
    try:
        role = caller.role_for(verb, named)
    except Refused as refused:
        return of_refusal(refused.refusal, command_id=command_id)
    command, content = _made(asked, offer)
    if isinstance(command, CompareResults):
        command = with_all_reads(asked.house.services.records, command)
    actor = Actor(caller.visitor.id, role, caller.visitor.authenticated_by)
    order = Order(command_id, command, actor, meant_for=version)
    refusal = _not_there(asked, command) or (asked.house.services.desk.rehearse(order) if rehearsed else None)
    if refusal is not None:
        return of_refusal(refusal, command_id=command_id)
    if rehearsed:
        shown = Rehearsed(command_id=command_id, verb=verb, actor=actor.id, role=role.value)
        return Response(to_json(shown.model_dump(mode="json")), media_type="application/json")
    outcome = _outcome(asked, order, content)
    if isinstance(outcome, Accepted) and isinstance(command, PublishFramework | RetireFramework):
        _shelve(asked, command)
    return _told(order, outcome)


def _outcome(asked: Asked, order: Order, content: bytes | None) -> Outcome:
    services = asked.house.services
    try:
        if isinstance(order.command, EraseSubject):
            return services.erasing.give(order)
        return services.desk.give(order) if content is None else services.handing_in.give(order, content)
    except Refused as refused:
        return Declined(refused.refusal)


def _shelve(asked: Asked, command: PublishFramework | RetireFramework) -> None:
    """Put what was published beside the installation's own files of rules, as the pages and the command line do.

    Raises:
        Trouble: 503: it is on the record and could not be put there; the same request, given again, does.
    """
    services = asked.house.services
    history = services.records.read([command.stream])[command.stream].state
    try:
        shelve(services.framework_shelf, services.library().frameworks(), history)
    except Refused as refused:
        sentence = f"It is on the record, and give the same request again: {refused.refusal.sentence}"
        raise Trouble(503, refused.refusal.code, sentence) from None


def _told(order: Order, outcome: Outcome) -> Response:
    if isinstance(outcome, Declined):
        return of_refusal(outcome.refusal, command_id=order.command_id, repeated=outcome.repeated)
    return Response(
        to_json(_receipt(order, outcome).model_dump(mode="json")),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _receipt(order: Order, outcome: Accepted) -> Receipt:
    return Receipt(
        command_id=order.command_id,
        verb=order.command.verb,
        actor=order.actor.id,
        role=order.actor.role.value,
        repeated=outcome.repeated,
        first=outcome.first,
        last=outcome.last,
        events=tuple(
            EventDone(stream=stream, name=event.name, data=event.model_dump(mode="json"))
            for stream, event in outcome.events
        ),
    )


def _made(asked: Asked, offer: Offer) -> tuple[Command, bytes | None]:
    """The command that was sent, and the file that came with it.

    Raises:
        Trouble: 400: what was sent is no JSON object; 422: it does not say what it must.
    """
    values, content = _sent(asked, offer)
    command = offer.rule.command
    try:
        # By way of JSON, whose strings strict messages accept as dates.
        return command.model_validate_json(to_json(values), strict=True), content
    except ValidationError as error:
        errors = [
            {"field": ".".join(str(part) for part in each["loc"]), "sentence": explain(each)}
            for each in error.errors(include_url=False, include_input=False)
        ]
        first = errors[0]
        name = first["field"] or "The command"
        raise Trouble(422, "bad-value", f"{name} {first['sentence']}.", errors=errors) from None
    except ValueError:
        raise Trouble(422, "bad-value", "The command has a character that is not text.") from None


def _sent(asked: Asked, offer: Offer) -> tuple[dict[str, Any], bytes | None]:
    if asked.form is None:
        values, content = _object(asked.body), None
        if offer.file == "always":
            raise Trouble(
                422, "file-missing", "It brings in a file: send a form with the parts command and document."
            )
    else:
        written, file = asked.form.get("command"), asked.form.get("document")
        if not isinstance(written, str):
            raise Trouble(422, "bad-value", "The form's part command must be JSON, and no file.")
        values = _object(written.encode("utf-8", "surrogatepass"))
        if not isinstance(file, UploadFile):
            raise Trouble(422, "file-missing", "The form's part document must be the file that it brings in.")
        content = file.file.read()
    if offer.file != "never" and "document" in values:
        raise Trouble(422, "bad-value", "document is the file itself, not its digest: send a form with both.")
    if content is not None:
        values["document"] = sha256_hex(content)
    return values, content


def _object(written: bytes) -> dict[str, Any]:
    try:
        found = from_json(written, allow_inf_nan=False)
    except ValueError:
        raise Trouble(400, "not-json", "What was sent is not JSON.") from None
    if not isinstance(found, dict):
        raise Trouble(400, "not-json", "What was sent must be a JSON object.")
    return found


def _not_there(asked: Asked, command: Command) -> Refusal | None:
    """The refusal of what is about an inspection that is not there for whoever asks: the same as for one that is none.

    Whoever arranges inspections, and whoever nothing is kept from, gets the answer of the rules.
    """
    visitor, services = asked.caller.visitor, asked.house.services
    stream = stream_of(command)
    standing = services.records.read([stream])[stream]
    matter = decider_of(stream).matter(stream, standing.state)
    if not matter.startswith("inspection-"):
        named = getattr(command, "inspection", None)
        matter = inspection_stream(named) if isinstance(named, str) else ""
    if not matter:
        return None
    inspection: Inspection = services.records.read([matter])[matter].state
    row = services.views.catch_up().inspection(code_in(matter, inspection_stream))
    there = visitor.provider is None if row is None else may_see(asked.house, visitor, inspection)
    if there:
        return None
    kind = kind_of(stream)
    return Refusal(
        f"unknown-{kind}",
        f"There is no such {kind.replace('-', ' ')}; nothing has been recorded about it.",
    )
