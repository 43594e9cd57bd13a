"""What happens to a form that was sent: it is given to the desk, and the answer is a page."""

from dataclasses import dataclass
from uuid import uuid4

from activities.commanding.desk import Accepted, Declined, Outcome
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.messages import Command
from domain.refusals import Refusal, Refused
from domain.storyline.telling import sentence

__all__ = ["Done", "give", "new_command_id", "sentences"]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a form.

    Attributes:
        outcome: the desk's answer; None where it never got there.
        refusal: why nothing was done; None if it was.
        said: what happened, in sentences.
        repeated: it had been done before, by the same form.
    """

    outcome: Outcome | None
    refusal: Refusal | None
    said: tuple[str, ...] = ()
    repeated: bool = False


def new_command_id() -> str:
    """The id of the command that a form will give: sent twice, it is done once."""
    return f"page-{uuid4()}"


def give(
    house: House,
    visitor: Visitor,
    command: Command,
    command_id: str,
    *,
    instead_of: str | None = None,
    content: bytes | None = None,
) -> Done:
    """Give a visitor's command.

    Args:
        house: the installation.
        visitor: who gives it.
        command: what is asked for.
        command_id: of the form.
        instead_of: the mark of what stood where the command writes when the form was made; None for a form that
            shows it before it is given.
        content: the file that it brings in, if it brings in one.
    """
    try:
        order = visitor.order(command, command_id, instead_of=instead_of)
        services = house.services
        outcome = services.desk.give(order) if content is None else services.handing_in.give(order, content)
    except Refused as refused:
        return Done(None, refused.refusal)
    if isinstance(outcome, Declined):
        return Done(outcome, outcome.refusal, repeated=outcome.repeated)
    return Done(outcome, None, sentences(outcome), outcome.repeated)


def sentences(outcome: Accepted) -> tuple[str, ...]:
    """What happened, in the words of the timeline."""
    if outcome.repeated:
        return ("This was done before, by the same form; nothing was done twice.",)
    if not outcome.events:
        return ("Nothing was left to do.",)
    return tuple(dict.fromkeys(sentence(event) or event.name for _, event in outcome.events))
