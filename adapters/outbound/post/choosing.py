"""Which way notices go, from the settings."""

from typing import TYPE_CHECKING

from adapters.outbound.notices import FolderNotices
from adapters.outbound.post.notify import NotifyNotices, NotifyService
from adapters.outbound.post.smtp import MailServer, SmtpNotices
from domain.refusals import Refused

if TYPE_CHECKING:
    from activities.ports import Clock, Notices
    from adapters.outbound.settings.settings import Settings

__all__ = ["post_by"]


def post_by(settings: "Settings", clock: "Clock") -> "Notices":
    """The way that notices go; what has no address goes to the folder, whichever way the others go.

    Raises:
        Refused: ``bad-setting`` where a setting is missing that the way needs.
    """
    folder = FolderNotices(settings.notices_folder)
    match settings.notices_by:
        case "smtp":
            server = settings.smtp_server
            if server is None or settings.notices_sender is None:
                raise _missing("smtp", "ASSAY_SMTP_SERVER and ASSAY_NOTICES_SENDER")
            host, _, port = server.rpartition(":")
            return SmtpNotices(
                MailServer(
                    host=host.strip("[]"),
                    port=int(port),
                    security=settings.smtp_security,
                    user=settings.smtp_user,
                    password=settings.smtp_password,
                    ca_file=settings.smtp_ca_file,
                ),
                settings.notices_sender,
                clock,
                folder,
            )
        case "notify":
            if settings.notify_api_key is None or settings.notify_template is None:
                raise _missing("notify", "ASSAY_NOTIFY_API_KEY and ASSAY_NOTIFY_TEMPLATE")
            service = NotifyService.of(
                settings.notify_url,
                settings.notify_api_key,
                settings.notify_template,
                settings.notify_ca_file,
            )
            return NotifyNotices(service, clock, folder)
        case _:
            return folder


def _missing(way: str, what: str) -> Refused:
    return Refused.because("bad-setting", f"Notices go by {way} (ASSAY_NOTICES_BY), which needs {what} too.")
