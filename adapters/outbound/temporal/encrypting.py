"""What Temporal keeps is encrypted: arguments, results, failures, headers and what its own pages say of a workflow.

Ids of workflows, their types, the names of activities and two search attributes (stage and next deadline) stay
readable, as the server works by them; none of them is about a person.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
)

from adapters.outbound.keys.payload import KeyRing

__all__ = ["ENCODING", "EncryptingCodec", "UnreadablePayload", "converter"]

ENCODING = b"binary/assay-aes-256-gcm"
NONCE_BYTES = 12

_ENCODING, _KEY = "encoding", "assay-key"


class UnreadablePayload(Exception):
    """A payload that was encrypted under a key that is not here, or that was changed."""


class EncryptingCodec(PayloadCodec):
    """AES-256-GCM around each payload as a whole, with the id of the key beside it.

    A payload that is not encrypted is let through: what was begun before payloads were encrypted goes on.
    """

    def __init__(self, keys: KeyRing) -> None:
        """Encrypt under the newest of some keys, and decrypt under any of them."""
        self._keys = keys

    def check(self) -> None:
        """See that there is a key to encrypt under.

        Raises:
            StoreFault: there is none, or it cannot be read.
        """
        self._keys.newest()

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt payloads; one for one."""
        key_id, key = self._keys.newest()
        return [_sealed(each, key_id, key) for each in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt those that are encrypted.

        Raises:
            UnreadablePayload: a key is missing, or a payload was changed.
        """
        return [self._opened(each) for each in payloads]

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get(_ENCODING) != ENCODING:
            return payload
        key_id = payload.metadata.get(_KEY, b"").decode("ascii", "replace")
        key = self._keys.find(key_id)
        if key is None:
            raise UnreadablePayload(
                f"Temporal has something that was encrypted under the payload key {key_id}, which is not here; "
                "copy the payload keys from the host that has it."
            )
        nonce, sealed = payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:]
        try:
            plain = _cipher(key).decrypt(nonce, sealed, _bound(key_id))
        except (InvalidTag, ValueError):
            raise UnreadablePayload("Temporal has an encrypted payload that was changed.") from None
        return Payload.FromString(plain)


def converter(codec: PayloadCodec | None) -> DataConverter:
    """The one data converter: pydantic's, with what it makes encrypted; failures' messages and traces too."""
    return replace(
        pydantic_data_converter,
        payload_codec=codec,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def _sealed(payload: Payload, key_id: str, key: bytes) -> Payload:
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(key).encrypt(nonce, payload.SerializeToString(), _bound(key_id))
    return Payload(metadata={_ENCODING: ENCODING, _KEY: key_id.encode()}, data=nonce + sealed)


def _bound(key_id: str) -> bytes:
    """What a payload says of its own encryption, so that it cannot be changed either."""
    return ENCODING + b"\n" + key_id.encode()


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
