"""What the doctor says of the pages: whether they know who somebody is, and tell visitors apart behind a web server."""

from collections.abc import Sequence

from adapters.outbound.doctor.seals import Said
from adapters.outbound.store import Store
from domain.people.roll import ROLL_STREAM

__all__ = ["of_pages", "of_visitors"]


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


def of_visitors(origin: str | None, trusted: Sequence[str]) -> Said | None:
    """Whether visitors who come by way of a web server of one's own are told apart; None where none stands before us.

    Args:
        origin: the address by which people reach the pages; None for that of this machine.
        trusted: the web servers before the pages that are believed when they say where a visitor comes from.
    """
    if origin is None or not origin.startswith("https://"):
        return None
    if trusted:
        return Said("good", f"Visitors are told apart by what {', '.join(trusted)} says of them.")
    return Said(
        "note",
        "All visitors who are not signed in count as one: they come by way of your web server, which is not named.",
        "Set ASSAY_PAGES_TRUSTED_PROXIES to its address: docs/settings.md has it.",
    )
