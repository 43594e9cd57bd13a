"""The shape that every command and every event has."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

__all__ = ["Command", "Event", "Message"]


class Message(BaseModel):
    """Something said once and never changed: a command, an event, or a record inside one.

    Messages are frozen, refuse fields they do not know, and do not coerce: a string is not a number here.
    Two messages with the same content are equal.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ser_json_bytes="base64", hide_input_in_errors=True
    )

    def with_(self, **changes: Any) -> Self:
        """A validated copy with some fields replaced; the original stays as it was."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, **changes})


class Command(Message):
    """What somebody asks for, in the imperative: ``AnnounceInspection``.

    Attributes:
        verb: the stable name under which the command is documented, logged and digested.
    """

    verb: ClassVar[str]


class Event(Message):
    """What has happened, in the past tense: ``InspectionAnnounced``. It is never edited and never withdrawn.

    Attributes:
        name: the stable, versioned name under which it is stored for ever, for example
            ``inspection.announced.v1``. It is ours, never a class path: classes may move.
    """

    name: ClassVar[str]
