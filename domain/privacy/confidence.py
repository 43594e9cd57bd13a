"""Private text in a command: an ordinary text that does not show by accident.

    class RecordInterview(CaseOrder):
        reason: Annotated[Prose, InConfidence("case-note")] | None = None

A command is never kept. All that is kept of it is a keyed digest, by which a repeat is known; what is private goes
into that under a key of its subject's (:data:`Veil`), so that after an erasure nobody can test a guess against it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, cast

from pydantic import GetCoreSchemaHandler, SerializationInfo
from pydantic_core import core_schema

from domain.messages import Command
from domain.privacy.boxes import Category
from domain.text import Prose

__all__ = ["CaseNote", "InConfidence", "Veil", "subject_of", "veiled"]

Veil = Callable[[Category, str], str]
"""Gives, for a class of data and a text, what stands for the text in the digest of a command."""


class Hushed(str):
    """A text that is not shown where a value is shown by its ``repr``: in a traceback, a log, a failed validation."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<private>"


@dataclass(frozen=True, slots=True)
class InConfidence:
    """Marks a text in a command as private.

    Attributes:
        category: the class of data that it is.
    """

    category: Category

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            Hushed,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(self._written, info_arg=True),
        )

    def _written(self, text: str, info: SerializationInfo) -> str:
        if not callable(info.context):
            raise ValueError(f"a {self.category} is private, and a command that has one is not written down")
        return str(info.context(self.category, str(text)))


CaseNote = Annotated[Prose, InConfidence("case-note")]
"""Some sentences in a command that are about a case, and so about a person."""


class _About(Protocol):
    @property
    def subject(self) -> str: ...

    @property
    def stream(self) -> str: ...


def subject_of(command: Command) -> str:
    """Whom a command's private text is about: its property ``subject``, or else the stream that it is for."""
    about = cast(_About, command)
    return about.subject if hasattr(command, "subject") else about.stream


def veiled(command: Command, veil: Veil) -> dict[str, Any]:
    """A command's content as JSON, with each private text replaced by what the veil gives for it.

    What the veil raises is raised as it is: pydantic would put an error of its own around it.
    """
    raised: list[Exception] = []

    def careful(category: Category, text: str) -> str:
        try:
            return veil(category, text)
        except Exception as error:  # noqa: BLE001 - raised again below
            raised.append(error)
            return ""

    content = command.model_dump(mode="json", context=careful)
    if raised:
        raise raised[0]
    return content
