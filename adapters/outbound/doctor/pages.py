"""What the doctor says of signing in to the pages: whether they know who somebody is, once there is a staff record."""

from adapters.outbound.doctor.seals import Said
from adapters.outbound.store import Store
from domain.people.roll import ROLL_STREAM

__all__ = ["of_pages"]


def of_pages(store: Store, issuer: str | None) -> Said:
    """Whether whoever opens the pages is known by more than their own word.

    Args:
        store: the record, which says whether there is a staff record.
        issuer: the OpenID provider by which people sign in; None where they choose whom to be.
    """
    if issuer:
        return Said("good", "People sign in to the pages by an OpenID provider.")
    if not store.load({ROLL_STREAM: 0})[ROLL_STREAM]:
        return Said("good", "Whoever opens the pages on this machine chooses whom to be, as in an example.")
    return Said(
        "note",
        "There is a staff record, and whoever opens the pages on this machine may still be anybody on it.",
        "Set ASSAY_OPENID_ISSUER before the pages are used for real: docs/pages.md has it.",
    )
