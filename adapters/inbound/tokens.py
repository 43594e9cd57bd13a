"""The text of a token of the API: what is drawn and shown once, and what the record has of it.

``assay.0f3a6f2f7a0c4f6e.…``: the word, by which a leaked one can be searched for; the id, which is no secret; and the
secret, of which the record has the digest.
"""

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

from domain.people.tokens import Token

__all__ = ["Drawn", "Presented", "draw", "presented"]

_SECRET_BYTES = 32
"""How much chance is in a secret: nobody guesses it, so that its bare digest tells nothing of it."""

_FORM = re.compile(r"assay\.([0-9a-f]{16})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A token that was just drawn.

    Attributes:
        stream: under which it is recorded.
        text: what its holder keeps; it is shown once.
        digest: of its secret, for the record.
    """

    stream: str
    text: str = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Presented:
    """A token as somebody presents it.

    Attributes:
        stream: under which it is recorded, if it is.
        digest: of the secret that came with it.
    """

    stream: str
    digest: str

    def opens(self, token: Token) -> bool:
        """Whether it is the token that was issued under its id."""
        return token.issued is not None and compare_digest(token.issued.digest, self.digest)


def draw() -> Drawn:
    """Draw a token at random: its stream, its text (shown once and kept nowhere), and the digest that is recorded."""
    id_, secret = secrets.token_hex(8), secrets.token_urlsafe(_SECRET_BYTES)
    return Drawn(_stream(id_), f"assay.{id_}.{secret}", _digest(secret))


def presented(text: str) -> Presented | None:
    """A token from its text; None for what is none."""
    found = _FORM.fullmatch(text)
    return Presented(_stream(found[1]), _digest(found[2])) if found else None


def _stream(id_: str) -> str:
    return f"token-{id_}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
