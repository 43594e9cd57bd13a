"""The part of an installation by which notices go out.

The composition root takes it in. Like everything there, it is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from activities.ports import Clock, Notices
    from adapters.outbound.settings.settings import Settings

__all__ = ["Posts"]


class Posts:
    """The way that notices go, of an installation, which gives its settings and its clock."""

    settings: "Settings"

    if TYPE_CHECKING:

        @property
        def clock(self) -> Clock:
            """The time."""

    @cached_property
    def notices(self) -> "Notices":
        """Sends notices, the way that the settings say.

        Raises:
            Refused: ``bad-setting`` where one is missing that the way needs.
        """
        from adapters.outbound.post import post_by

        return post_by(self.settings, self.clock)
