"""Checkpoints: how large the tree was and what its root was, as the C2SP tlog-checkpoint specification has them."""

import base64
import binascii
import re
from dataclasses import dataclass

__all__ = ["Checkpoint"]

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a record at one moment, in three lines that can be signed, printed and handed out.

    Attributes:
        origin: which record: a name that no other record has.
        size: how many events it had.
        root: the root of the tree over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what three lines could not hold."""
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != 32:
            raise ValueError("a checkpoint has an origin on one line, a size, and a root of 32 bytes")

    def __str__(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a checkpoint's text. Further lines are extensions that say nothing to us.

        Raises:
            ValueError: it is not a checkpoint.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not _SIZE.fullmatch(lines[1]):
            raise ValueError("a checkpoint is an origin, a size and a root, each on a line")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except binascii.Error:
            raise ValueError("the root of a checkpoint is base64") from None
        return cls(lines[0], int(lines[1]), root)
