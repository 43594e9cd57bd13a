"""The event store: the record in SQLite or PostgreSQL, chosen by URL.

Everything a caller needs is here: :func:`create`, :func:`migrate` and :func:`check` for the store as a whole, and
:func:`open_store` for one that keeps the promises of :class:`activities.ports.EventStore`.
"""

from adapters.outbound.store.faults import Nameless, SchemaMisfit, StoreExists, StoreMissing
from adapters.outbound.store.migrating import create, migrate
from adapters.outbound.store.opening import Store, check, open_store
from adapters.outbound.store.reading import StoreIdentity

__all__ = [
    "Nameless",
    "SchemaMisfit",
    "Store",
    "StoreExists",
    "StoreIdentity",
    "StoreMissing",
    "check",
    "create",
    "migrate",
    "open_store",
]
