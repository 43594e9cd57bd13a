"""A shelf in a bucket of an S3-compatible store.

Keys come from the settings, or from the places in which such stores' tools look for them (environment, role of the
machine). They are never logged, and no sentence of ours or of the library's that could have one in it is passed on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from activities.ports import StoreFault

__all__ = ["Bucket", "BucketShelf"]

ANSWERED_WITHIN = timedelta(seconds=60)
"""For one request: a document of the largest size on a slow line takes about that long."""

CONNECTED_WITHIN = timedelta(seconds=5)
"""A store that is there answers at once; one that is not is told of before anybody gives up waiting."""

TRIED_FOR = timedelta(seconds=20)
TRIED_AGAIN = 3
"""Stores say now and then that they are busy; three more tries outlast that, and not the patience of a person."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where a bucket is.

    Attributes:
        url: ``s3://bucket/prefix``.
        endpoint: the store's address, where it is not Amazon's.
        region: its region.
        access_key: the key's id; None to look where the store's tools do.
        secret_key: the key itself.
    """

    url: str
    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)


class BucketShelf:
    """A shelf in a bucket; see :class:`adapters.outbound.documents.shelves.Shelf`."""

    def __init__(
        self,
        bucket: Bucket,
        *,
        answered_within: timedelta = ANSWERED_WITHIN,
        tried_again: int = TRIED_AGAIN,
    ) -> None:
        """Use a bucket; nothing is asked of it before it is needed.

        Args:
            bucket: where it is.
            answered_within: for how long one request may take.
            tried_again: how often a request is made again that failed for want of an answer.
        """
        parts = urlsplit(bucket.url)
        self._prefix = parts.path.strip("/")
        self._bucket = bucket
        self._within, self._again = answered_within, tried_again
        self._name = parts.netloc
        self._made: S3Store | None = None

    @property
    def place(self) -> str:
        """See :attr:`Shelf.place`."""
        return self._bucket.url

    @property
    def _store(self) -> S3Store:
        if self._made is None:
            more: dict[str, Any] = {
                "endpoint": self._bucket.endpoint,
                "region": self._bucket.region,
                "access_key_id": self._bucket.access_key,
                "secret_access_key": self._bucket.secret_key,
            }
            plain = (self._bucket.endpoint or "").startswith("http://")
            self._made = S3Store(
                self._name,
                prefix=self._prefix or None,
                client_options={
                    "allow_http": plain,
                    "timeout": self._within,
                    "connect_timeout": CONNECTED_WITHIN,
                },
                retry_config={"max_retries": self._again, "retry_timeout": TRIED_FOR},
                **{key: value for key, value in more.items() if value is not None},
            )
        return self._made

    def put(self, name: str, content: bytes) -> None:
        """See :meth:`Shelf.put`."""
        try:
            obstore.put(self._store, name, content, use_multipart=False)
        except (BaseError, OSError, ValueError) as error:
            raise self._fault("kept in", error) from None

    def get(self, name: str) -> bytes | None:
        """See :meth:`Shelf.get`."""
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except FileNotFoundError:
            return None
        except (BaseError, OSError, ValueError) as error:
            raise self._fault("read from", error) from None

    def has(self, name: str) -> bool:
        """See :meth:`Shelf.has`."""
        try:
            obstore.head(self._store, name)
        except FileNotFoundError:
            return False
        except (BaseError, OSError, ValueError) as error:
            raise self._fault("looked for in", error) from None
        return True

    def names(self) -> Iterator[str]:
        """See :meth:`Shelf.names`."""
        try:
            for page in obstore.list(self._store):
                for each in page:
                    yield each["path"]
        except (BaseError, OSError, ValueError) as error:
            raise self._fault("listed in", error) from None

    def _fault(self, what: str, error: Exception) -> StoreFault:
        """What went wrong, without the library's words: they may have an address with a signature in it."""
        if isinstance(error, PermissionDeniedError | UnauthenticatedError):
            why = "its keys are refused there"
        elif isinstance(error, FileNotFoundError):
            why = "there is no such bucket"
        else:
            why = "it does not answer as it should"
        return StoreFault(f"A document could not be {what} {self._bucket.url}: {why}.")
