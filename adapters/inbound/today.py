"""The day on which something is asked."""

from datetime import date

from adapters.inbound.services import Services
from domain.working_days import london_date

__all__ = ["today_in_london"]


def today_in_london(services: Services) -> date:
    """The day it is now, in London."""
    return london_date(services.clock.now())
