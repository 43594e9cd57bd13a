"""Taking somebody's place: for whom, and why. The reason is one of a few words, so that it says nothing of a person."""

from typing import Literal

from domain.messages import Message
from domain.text import Opaque

__all__ = ["Deputising", "Why"]

Why = Literal["absent", "barred", "vacant"]
"""Away, for whatever reason; barred by an interest or by a part taken; or the post has nobody in it at present."""


class Deputising(Message):
    """In whose place somebody acts.

    Attributes:
        place_of: who would have acted, opaque; for a vacant post, the post.
        why: why they did not.
    """

    place_of: Opaque
    why: Why
