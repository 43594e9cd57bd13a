"""What the doctor says of notices: which way they go, whether whoever takes them lets us in, and in which words."""

from collections.abc import Callable

from activities.commanding.records import Records
from activities.ports import EventStore, Notices, StoreFault
from adapters.outbound.doctor.seals import Said
from adapters.outbound.post import NotifyNotices, SmtpNotices
from domain.notices.words import UNREVIEWED
from domain.refusals import Refused
from domain.streams import provider_stream
from domain.text import counted

__all__ = ["of_languages", "of_notices"]


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


def of_languages(store: EventStore) -> Said | None:
    """Whether providers are sent notices in words that no translator has reviewed; None where none is.

    Args:
        store: the record, which has the providers.
    """
    streams = list(store.streams(provider_stream("")))
    if not streams:
        return None
    states = [each.state for each in Records(store).read(streams).values()]
    sent = sum(1 for each in states if not UNREVIEWED.isdisjoint(each.languages))
    if not sent:
        return None
    return Said(
        "note",
        f"{counted(sent, 'provider')} would be sent notices in Welsh, which no translator has reviewed.",
        "Have domain/notices/cy.toml reviewed; `assay provider set-notice-languages PROVIDER --languages en` says "
        "otherwise meanwhile.",
    )
