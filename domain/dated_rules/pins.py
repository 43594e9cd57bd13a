"""Being bound to a dated rule for ever."""

from domain.messages import Message
from domain.text import Digest

__all__ = ["Pin"]


class Pin(Message):
    """A dated rule that the inspection is bound to for ever, whatever is published later.

    Attributes:
        id: which framework, scheme or protocol.
        version: its version.
        digest: the digest of its content, so that nothing else can be put in its place.
    """

    id: str
    version: str
    digest: Digest
