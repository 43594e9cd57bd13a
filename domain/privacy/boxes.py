"""Private text in an event: plain from the decision until it is recorded, in a sealed box from then on.

    class InterviewNotHeld(Event):
        reason: Private

A rule puts in a :class:`Plain`, which says whom it is about and refuses to be written down. The desk seals it just
before it is recorded, so folding, views and proofs only ever meet a :class:`Sealed`. A box can be opened with a key
that is kept apart from the record; once that key is destroyed nobody can open it, and every digest still holds.

Nothing is encrypted here: that is the vault's work, behind a port.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NoReturn, TypeAlias

from pydantic import GetCoreSchemaHandler, PlainSerializer, StringConstraints
from pydantic_core import core_schema

from domain.canonical import canonical_plain
from domain.messages import Message
from domain.text import Digest, Opaque

__all__ = ["CATEGORIES", "ERASED", "UNOPENED", "Category", "Place", "Plain", "Private", "Sealed"]

Category = Literal[
    "case-note",
    "case-reference",
    "protected-characteristic",
    "contact",
    "case-list",
    "sampling-frame",
    "evidence-note",
    "document",
    "staff",
    "comment",
    "response",
]
"""The classes of personal data. Each subject has a key for each class, so one can be erased and another kept."""

CATEGORIES: tuple[Category, ...] = (
    "case-note",
    "case-reference",
    "protected-characteristic",
    "contact",
    "case-list",
    "sampling-frame",
    "evidence-note",
    "document",
    "staff",
    "comment",
    "response",
)

ERASED = "erased"
"""What is shown in place of a text whose key has been destroyed."""

UNOPENED = "cannot be opened"
"""What is shown in place of a text whose key is missing, or whose box was altered."""


@dataclass(frozen=True, slots=True, repr=False)
class Plain:
    """A private text that has not been recorded yet.

    It cannot be serialised, copied by pickling, or printed: what shows is whom it is about, and of which class it is.

    Attributes:
        text: the text itself.
        subject: the stream of whom it is about, opaque: ``case-0f3a…``, ``person-…``.
        category: the class of data that it is.
    """

    text: str
    subject: str
    category: Category

    def __repr__(self) -> str:
        return f"<{self.category} of {self.subject}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private text is not to be pickled")

    def __copy__(self) -> "Plain":
        return self

    def __deepcopy__(self, _memo: Any) -> "Plain":
        return self

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        # Only an instance will do: no JSON is ever read as one, so a record cannot hold plain text by mistake.
        return core_schema.is_instance_schema(cls)


class Sealed(Message):
    """A private text as it is recorded: for ever the same bytes, readable only as long as its key is there.

    Attributes:
        algorithm: how it was sealed, with a version.
        category: the class of data that it is.
        ciphertext: the encrypted text, in base64; its length tells the text's only to within a block.
        commitment: 32 bytes in hexadecimal that belong to one key only, so no second key opens the box to other words.
        field: where in the event it was sealed: ``reason``, ``answers.2.note``.
        nonce: 12 bytes in hexadecimal, used once.
        subject: the stream of whom it is about, opaque.
    """

    algorithm: Opaque
    category: Category
    ciphertext: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9+/]+={0,2}$", min_length=24, max_length=50_000)
    ]
    commitment: Digest
    field: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]+$", max_length=200)]
    nonce: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    subject: Opaque


def _written(value: "Plain | Sealed") -> Any:
    if isinstance(value, Plain):
        raise ValueError(f"{value!r} has not been sealed, and is not written down before it is")
    return value.model_dump()


Private: TypeAlias = Annotated[Plain | Sealed, PlainSerializer(_written)]
"""The type of an event's field that holds a private text."""


@dataclass(frozen=True, slots=True)
class Place:
    """The one place in the record that a box is for; put anywhere else, it does not open.

    Attributes:
        stream: the stream of its event.
        event_id: its event.
        field: where in the event.
    """

    stream: str
    event_id: str
    field: str

    def bound(self, algorithm: str, subject: str, category: Category) -> bytes:
        """The bytes that are authenticated with the text and not kept with it."""
        return canonical_plain(
            {
                "algorithm": algorithm,
                "category": category,
                "event_id": self.event_id,
                "field": self.field,
                "stream": self.stream,
                "subject": subject,
            }
        )
