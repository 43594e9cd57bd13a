"""The sealing keys: Ed25519 keys, numbered, that sign checkpoints and receipts.

Of each there is a private half (``sealing-0001.key``), for those who sign, and a public half (``sealing-0001.pub``),
for anybody. Which key signs at which size of the record is for the record to say.
"""

import contextlib
import re
import threading
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from activities.ports import StoreFault
from adapters.outbound.keys.files import make_key, read_key, readable_by_others, write_new
from domain.ledger.notes import PublicKey, Signer

__all__ = ["FolderSealingKeys", "verify_ed25519"]

WHAT = "sealing key"
WITHOUT = "no checkpoint is signed"

_PRIVATE = re.compile(r"sealing-([0-9]{4})\.key")
_PUBLIC = re.compile(r"sealing-([0-9]{4})\.pub")


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is the key's over the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class _Hand:
    """Signs with one private key."""

    def __init__(self, origin: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = PublicKey(origin, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


class FolderSealingKeys:
    """The sealing keys in a folder; see :class:`activities.proof.ports.SealingKeys`."""

    def __init__(self, folder: Path) -> None:
        """Keep keys in a folder, which is made with the first."""
        self._folder = folder
        self._lock = threading.Lock()
        self._hands: dict[PublicKey, _Hand] = {}

    def make(self, origin: str, number: int) -> Signer:
        """See :meth:`activities.proof.ports.SealingKeys.make`."""
        file = self.file(number)
        make_key(file, WHAT)
        hand = self._hand(origin, file)
        with contextlib.suppress(FileExistsError):
            write_new(file.with_suffix(".pub"), f"{hand.key}\n".encode(), "public half of the sealing key")
        return hand

    def file(self, number: int) -> Path:
        """Where the private half of the key with a number is, or would be."""
        return self._folder / f"sealing-{number:04}.key"

    def signer(self, key: PublicKey) -> Signer | None:
        """See :meth:`activities.proof.ports.SealingKeys.signer`.

        Raises:
            StoreFault: a key is damaged, or may be read by others.
        """
        with self._lock:
            if key not in self._hands:
                for _, file in self._found(_PRIVATE):
                    hand = self._hand(key.name, file)
                    self._hands[hand.key] = hand
            return self._hands.get(key)

    def first(self, origin: str) -> PublicKey | None:
        """See :meth:`activities.proof.ports.SealingKeys.first`.

        Raises:
            StoreFault: it is damaged, or of another record.
        """
        public, private = self._found(_PUBLIC), self._found(_PRIVATE)
        if public and (not private or public[0][0] <= private[0][0]):
            return self._read_public(public[0][1], origin)
        return self._hand(origin, private[0][1]).key if private else None

    def written_down(self, origin: str) -> PublicKey | None:
        """See :meth:`activities.proof.ports.SealingKeys.written_down`.

        Raises:
            StoreFault: it is damaged, or of another record.
        """
        public = self._found(_PUBLIC)
        return self._read_public(public[0][1], origin) if public else None

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """See :meth:`activities.proof.ports.SealingKeys.verify`."""
        return verify_ed25519(public, message, signature)

    def _found(self, pattern: re.Pattern[str]) -> list[tuple[int, Path]]:
        found = ((pattern.fullmatch(each.name), each) for each in self._folder.glob("sealing-*"))
        return sorted((int(named[1]), file) for named, file in found if named)

    def _hand(self, origin: str, file: Path) -> _Hand:
        seed = read_key(file, WHAT, WITHOUT)
        if readable_by_others(file):
            raise StoreFault(
                f"The {WHAT} {file} can be read by others; keep it to yourself: chmod 600 {file}"
            )
        return _Hand(origin, seed)

    def _read_public(self, file: Path, origin: str) -> PublicKey:
        try:
            key = PublicKey.parse(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise StoreFault(f"The public sealing key {file} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise StoreFault(f"The public sealing key {file} is damaged: {error}.") from None
        if key.name != origin:
            raise StoreFault(f"The public sealing key {file} is of {key.name}, and this record is {origin}.")
        return key
