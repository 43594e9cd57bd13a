"""What the doctor says of signing in to the pages: whether they know who somebody is, once there is a staff record."""

from adapters.outbound.doctor.seals import Said
from adapters.outbound.store import Store
from domain.people.roll import ROLL_STREAM

__all__ = ["of_pages"]


def of_pages(store: Store, issuer: str | None, example_beside_staff: bool) -> Said:
    """Whether whoever opens the pages is known by more than their own word.

    Args:
        store: the record, which says whether there is a staff record.
        issuer: the OpenID provider by which people sign in; None where they choose whom to be.
        example_beside_staff: whether they may do so although there is a staff record.
    """
    if issuer:
        return Said("good", "People sign in to the pages by an OpenID provider.")
    if not store.load({ROLL_STREAM: 0})[ROLL_STREAM]:
        return Said("good", "Whoever opens the pages on this machine chooses whom to be, as in an example.")
    if not example_beside_staff:
        return Said(
            "note",
            "There is a staff record, and nobody can sign in to the pages, as nothing says who somebody is.",
            "Set ASSAY_OPENID_ISSUER: docs/pages.md has it.",
        )
    return Said(
        "note",
        "There is a staff record, and whoever opens the pages on this machine may still be anybody on it.",
        "Unset ASSAY_PAGES_EXAMPLE_SIGN_IN and set ASSAY_OPENID_ISSUER before the pages are used for real: "
        "docs/pages.md has it.",
    )
