"""The encryption of what the tests give Temporal to keep, the same in every process of a test."""

from adapters.outbound.keys.payload import payload_key_id
from adapters.outbound.temporal.encrypting import EncryptingCodec

__all__ = ["CODEC", "KEY", "OneKey"]

KEY = bytes(range(32))


class OneKey:
    """A ring with one key on it; see :class:`adapters.outbound.keys.payload.KeyRing`."""

    def __init__(self, key: bytes = KEY) -> None:
        self.key, self.id = key, payload_key_id(key)

    def newest(self) -> tuple[str, bytes]:
        return self.id, self.key

    def find(self, key_id: str) -> bytes | None:
        return self.key if key_id == self.id else None


CODEC = EncryptingCodec(OneKey())
