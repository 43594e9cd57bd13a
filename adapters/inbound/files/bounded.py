"""Bodies of requests that end as soon as they are larger than what is taken in, whatever their head said."""

from collections.abc import Callable

from starlette.types import Message, Receive

__all__ = ["at_most"]


def at_most(receive: Receive, most: int, too_large: Callable[[], Exception]) -> Receive:
    """The same body, which ends with an error as soon as it is larger than what is taken in.

    Args:
        receive: gives the body, part by part.
        most: how many bytes at most.
        too_large: makes the error.
    """
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise too_large()
        return message

    return counted
