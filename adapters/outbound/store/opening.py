"""Opening a store by its URL."""

from typing import Protocol

from activities.ports import Arrivals, EventStore
from activities.proof.ports import Ledger
from adapters.outbound.store.migrating import refuse_misfit
from adapters.outbound.store.reading import StoreIdentity
from adapters.outbound.store.urls import adapter, parse_url

__all__ = ["Store", "check", "open_store"]


class Store(EventStore, Ledger, Protocol):
    """An event store and ledger, with what only the composition root needs of it."""

    def identity(self) -> StoreIdentity:
        """Which store this is, and whether its time is made up."""
        ...

    def schema_version(self) -> str:
        """The version of its schema."""
        ...

    def arrivals(self) -> Arrivals:
        """Something to wait on for what is recorded next; the caller closes it."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def open_store(url: str) -> Store:
    """Open the store at a URL, having made sure that its schema fits. Safe to use from any number of threads.

    Args:
        url: ``sqlite:///path/to/assay.db`` or ``postgresql://user@host/name``.

    Raises:
        StoreMissing: there is no store there.
        SchemaMisfit: its schema is older or newer; the sentence says what to do.
        StoreFault: the database cannot be opened.
    """
    store: Store = adapter(parse_url(url))
    try:
        refuse_misfit(store.schema_version())
    except BaseException:
        store.close()
        raise
    return store


def check(url: str) -> StoreIdentity:
    """Make sure that there is a store at a URL and that its schema fits; which store it is.

    Raises:
        StoreMissing: there is no store there.
        SchemaMisfit: its schema is older or newer; the sentence says what to do.
        StoreFault: the database cannot be opened.
    """
    store = open_store(url)
    try:
        return store.identity()
    finally:
        store.close()
