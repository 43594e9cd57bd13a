"""Parcels on the disk: a folder of files, or one tar file. Either is at its place whole, or not at all.

While a parcel is being made it is beside its place, under a name that ends in ``.unfinished``.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from activities.ports import StoreFault
from adapters.outbound.moving.folder import FolderParcel
from adapters.outbound.moving.tape import TapeReader, TapeWriter
from domain.refusals import Refused

__all__ = ["FileParcels"]

TAPE = ".tar"
PRESSED = (".gz", ".tgz", ".xz", ".zst", ".bz2", ".zip", ".7z", ".rar")


class FileParcels:
    """See :class:`activities.moving.ports.Parcels` for what it promises."""

    @contextmanager
    def create(self, place: Path) -> Iterator[FolderParcel | TapeWriter]:
        """A new parcel, a tar file or a folder; it is there once the context ends without an error, and not before.

        Raises:
            Refused: ``bad-value``: it would be compressed; ``already-there``: there is something at this place.
            StoreFault: it cannot be written.
        """
        if place.suffix.lower() in PRESSED:
            raise Refused.because(
                "bad-value",
                f"{place} would be compressed, and no export is: name a folder, or a file that ends in .tar, and press "
                "it afterwards.",
            )
        _refuse_taken(place)
        half = place.with_name(f"{place.name}.{os.getpid()}-{secrets.token_hex(3)}.unfinished")
        try:
            with _disk(place):
                place.parent.mkdir(parents=True, exist_ok=True)
            with _new(half, place) as parcel:
                yield parcel
            with _disk(place):
                _move(half, place)
        finally:
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True) if place.suffix == TAPE else shutil.rmtree(half)

    def open(self, place: Path) -> AbstractContextManager[FolderParcel | TapeReader]:
        """A parcel that is there."""
        if place.is_dir():
            return contextlib.nullcontext(FolderParcel(place))
        if place.suffix.lower() in PRESSED:
            raise Refused.because("bad-export", f"{place} is compressed; unpack it first.")
        if not place.exists():
            raise Refused.because("bad-export", f"There is nothing at {place}.")
        return TapeReader.opened(place)


@contextmanager
def _new(half: Path, place: Path) -> Iterator[FolderParcel | TapeWriter]:
    if place.suffix == TAPE:
        with TapeWriter.created(half) as tape:
            yield tape
        return
    with _disk(half):
        half.mkdir(mode=0o700)
    parcel = FolderParcel(half)
    yield parcel
    parcel.settle()


def _move(half: Path, place: Path) -> None:
    """Put what is finished into its place, where nothing must be."""
    if half.is_dir():
        _refuse_taken(place)
        half.rename(place)  # fails on anything but an empty folder
    else:
        try:
            os.link(half, place)  # unlike a rename, this never takes the place of another file
        except FileExistsError:
            _refuse_taken(place)
            raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_taken(place: Path) -> None:
    if place.exists() or place.is_symlink():
        raise Refused.because(
            "already-there",
            f"There is something at {place} already, and nothing is written over; name another place.",
        )


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFault(f"{place} cannot be written: {error.strerror}.") from error
