"""Contacts of providers, on an example's pages."""

from tests.support.site import Site

__all__ = ["contact_of"]


def contact_of(served: Site, provider: str) -> str:
    """The id under which a provider's contact signs in."""
    people = served.assay.records.read(list(served.assay.store.streams("person-")))
    return next(stream for stream, each in people.items() if each.state.provider == provider)
