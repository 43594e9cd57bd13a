"""How much is taken at once, and from whom."""

from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter

from adapters.inbound.api.problems import Trouble
from adapters.inbound.visiting.counting import Counted

__all__ = ["LARGEST_JSON_BYTES", "Limits", "Turnstile", "too_large"]

LARGEST_JSON_BYTES = 5 * 1024 * 1024
"""The rows of the largest list, by their numbers, and a framework with all its prompts, are well below."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often something may be asked for in a minute.

    Attributes:
        reads: by one token; or, of what needs none, from one address.
        commands: by one token.
        failures: tokens that open nothing, from one address: nobody is to try them out.
    """

    reads: int = 600
    commands: int = 120
    failures: int = 30


class Turnstile:
    """Counts who comes through. Safe to use from several threads."""

    def __init__(self, limits: Limits) -> None:
        """Count against some limits."""
        self._limiter = MovingWindowRateLimiter(Counted())
        self._reads = RateLimitItemPerMinute(limits.reads)
        self._commands = RateLimitItemPerMinute(limits.commands)
        self._failures = RateLimitItemPerMinute(limits.failures)

    def let_in(self, who: str, *, command: bool) -> None:
        """Count a request.

        Raises:
            Trouble: 429: that was too much at once.
        """
        self._hit(self._commands if command else self._reads, who)

    def not_again(self, address: str) -> None:
        """Refuse whoever has presented too many tokens that open nothing.

        Raises:
            Trouble: 429.
        """
        if not self._limiter.test(self._failures, address):
            raise _too_much()

    def failed(self, address: str) -> None:
        """Count a token that opened nothing."""
        self._limiter.hit(self._failures, address)

    def _hit(self, limit: RateLimitItem, who: str) -> None:
        if not self._limiter.hit(limit, who):
            raise _too_much()


def _too_much() -> Trouble:
    return Trouble(
        429,
        "too-much-at-once",
        "That was too much at once; wait a minute and try again.",
        headers={"Retry-After": "60"},
    )


def too_large(most: int) -> Trouble:
    """The answer to a body that is larger than what is taken."""
    return Trouble(413, "too-large", f"That is larger than the {most} bytes that are taken.")
