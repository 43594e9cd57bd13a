"""Who is told that a report is out, as it stands before it is: who would be reached, and who by other means."""

from adapters.inbound.services import Services
from adapters.inbound.today import today_in_london
from domain.inspections.report.recipients import (
    Recipient,
    areas_of,
    recipients_of,
    streams_of_areas,
    streams_of_posts,
)
from domain.inspections.state import Inspection

__all__ = ["told_when_out"]


def told_when_out(services: Services, state: Inspection) -> tuple[tuple[str, ...], tuple[Recipient, ...]]:
    """The areas that an inspection is about, and who is told of its report on the day set for it; today, if none is."""
    protocol = services.reports.protocol_of(state)
    day = state.publish_on or today_in_london(services)
    read = services.records.read(list(streams_of_posts(state, protocol)))
    seen = {stream: each.state for stream, each in read.items()}
    if areas := streams_of_areas(state, seen):
        seen |= {stream: each.state for stream, each in services.records.read(list(areas)).items()}
    return areas_of(state, seen), recipients_of(state, protocol, seen, day)
