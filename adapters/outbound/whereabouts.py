"""Where the Temporal server of an installation is, found out without loading its client."""

from typing import TYPE_CHECKING

from adapters.outbound.installation import running
from adapters.outbound.settings import Settings

if TYPE_CHECKING:
    from adapters.outbound.temporal.connecting import TemporalAddress

__all__ = ["temporal_of"]


def temporal_of(settings: Settings) -> "TemporalAddress | None":
    """The server that the settings name, or the one that a running Assay has; None if there is neither."""
    target = settings.temporal_target
    here = running(settings.home) if target is None else None
    if target is None and here is None:
        return None
    from adapters.outbound.temporal.connecting import TemporalAddress

    if here is not None:
        return TemporalAddress(target=here.temporal, task_queue=settings.temporal_task_queue)
    assert target is not None
    return TemporalAddress(
        target=target,
        namespace=settings.temporal_namespace,
        task_queue=settings.temporal_task_queue,
        tls=settings.temporal_tls,
        ca=settings.temporal_ca_file,
        certificate=settings.temporal_certificate_file,
        key=settings.temporal_key_file,
        api_key=settings.temporal_api_key,
    )
