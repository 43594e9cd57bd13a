"""Ids for what a command makes: drawn, or following from the command's own id.

What follows from the command's id is the same when the same command is given again, by whichever door.
"""

from uuid import NAMESPACE_URL, uuid4, uuid5

from domain.canonical import sha256_hex

__all__ = ["comment_of", "drawn", "point_of", "response_of"]


def drawn(command_id: str | None) -> str:
    """32 hexadecimal digits: drawn, or those that follow from a command's own id."""
    return (uuid5(NAMESPACE_URL, f"assay:person:{command_id}") if command_id else uuid4()).hex


def comment_of(command_id: str) -> str:
    """The stream of the comment or complaint that a command receives."""
    return f"comment-{_following(command_id)}"


def point_of(command_id: str) -> str:
    """The code of the point of factual accuracy that a command raises."""
    return f"point-{_following(command_id)[:8]}"


def response_of(command_id: str) -> str:
    """The stream of the response to a draft programme that a command receives."""
    return f"response-{_following(command_id)}"


def _following(command_id: str) -> str:
    return sha256_hex(command_id.encode())[:32]
