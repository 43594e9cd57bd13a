"""What the doctor says of notices: which way they go, and whether whoever takes them lets us in."""

from collections.abc import Callable

from activities.ports import Notices, StoreFault
from adapters.outbound.doctor.seals import Said
from adapters.outbound.post import NotifyNotices, SmtpNotices
from domain.refusals import Refused

__all__ = ["of_notices"]


def of_notices(sending: Callable[[], Notices]) -> Said:
    """Whether the way that notices go is open; nothing is sent.

    Args:
        sending: gives what sends notices.
    """
    try:
        notices = sending()
    except Refused as refused:
        return Said("wrong", refused.refusal.sentence, "docs/settings.md says what they are.")
    if not isinstance(notices, SmtpNotices | NotifyNotices):
        return Said("good", "Notices are written to a folder, to be sent by other means.")
    way = "mail" if isinstance(notices, SmtpNotices) else "GOV.UK Notify"
    try:
        notices.greet()
    except StoreFault as fault:
        return Said("wrong", str(fault), "Notices wait meanwhile, and are sent once it is put right.")
    return Said("good", f"Notices go by {way}, which lets us in.")
