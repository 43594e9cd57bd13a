"""What keeps the processes of one installation out of each other's way, and lets them find each other.

In the home folder: a lock that is held while Assay runs, a note of where it is to be reached, and a mark that a
first start has begun and not ended.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from activities.ports import StoreFault
from domain.refusals import Refused

if TYPE_CHECKING:
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.temporal.connecting import TemporalAddress

__all__ = ["FirstStart", "Running", "hold", "note_running", "running", "temporal_address"]

LOCK = "run.lock"
NOTE = "run.json"
FIRST_START = "first-start"

PATIENCE_SECONDS = 4.0
"""Who asks whether an Assay runs holds the lock for some microseconds, and where the machine has much else to do some
tenths of a second; a start waits that out."""

TRY_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """Where an Assay that runs is to be reached.

    Attributes:
        pid: its process.
        temporal: host and port of the Temporal server that it runs or uses.
        pages: address of Temporal's own pages, where it serves them.
    """

    pid: int
    temporal: str
    pages: str | None


@contextlib.contextmanager
def hold(home: Path) -> Iterator[None]:
    """Be the one Assay that runs in a home folder, which is made when missing.

    The lock goes with the process, however it ends.

    Raises:
        Refused: ``home-in-use`` when another one runs there.
        StoreFault: the folder cannot be made or written to.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreFault(f"The home folder {home} cannot be used: {error.strerror}.") from error
    try:
        _take(lock, home)
        with _disk(home):
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def note_running(home: Path, note: Running) -> Iterator[None]:
    """Note where this Assay is to be reached, for as long as it runs."""
    with _disk(home):
        half = home / f"{NOTE}.{os.getpid()}"
        half.write_text(json.dumps(asdict(note)), encoding="utf-8")
        half.replace(home / NOTE)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            (home / NOTE).unlink(missing_ok=True)


def running(home: Path) -> Running | None:
    """Where the Assay that runs in a home folder is to be reached; None if none runs there."""
    try:
        if not _held(home / LOCK):
            return None
        return Running(**json.loads((home / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def temporal_address(settings: "Settings") -> "TemporalAddress | None":
    """Where the Temporal server is: as configured, or the one that a running Assay has; None if there is none."""
    here = running(settings.home) if settings.temporal_target is None else None
    if settings.temporal_target is None and here is None:
        return None
    # Loaded once it is needed: many commands never speak to Temporal.
    from adapters.outbound.temporal.connecting import TemporalAddress

    if here is not None:
        return TemporalAddress(target=here.temporal, task_queue=settings.temporal_task_queue)
    assert settings.temporal_target is not None
    return TemporalAddress(
        target=settings.temporal_target,
        namespace=settings.temporal_namespace,
        task_queue=settings.temporal_task_queue,
        tls=settings.temporal_tls,
        ca=settings.temporal_ca_file,
        certificate=settings.temporal_certificate_file,
        key=settings.temporal_key_file,
        api_key=settings.temporal_api_key,
    )


class FirstStart:
    """The mark of a first start: made before the store is, taken away when all that belongs to it is done.

    A start that finds it goes on with what an interrupted one had begun.
    """

    def __init__(self, home: Path) -> None:
        """The mark of a home folder."""
        self._home = home
        self._file = home / FIRST_START

    @property
    def begun(self) -> bool:
        """Whether a first start has begun and not ended."""
        return self._file.exists()

    def begin(self) -> None:
        """Mark that it has begun.

        Raises:
            StoreFault: the mark cannot be written.
        """
        with _disk(self._home):
            self._home.mkdir(parents=True, exist_ok=True)
            self._file.touch()

    def end(self) -> None:
        """Mark that it has ended."""
        with _disk(self._home):
            self._file.unlink(missing_ok=True)


def _take(lock: int, home: Path) -> None:
    patient_until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < patient_until:
                time.sleep(TRY_AGAIN_SECONDS)
                continue
            owner = os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise Refused.because(
                "home-in-use",
                f"Another Assay (process {owner}) is running in {home}; stop it, or set ASSAY_HOME to another folder.",
            ) from None
        return


def _held(lock: Path) -> bool:
    handle = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextlib.contextmanager
def _disk(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFault(f"The home folder {home} cannot be written to: {error.strerror}.") from error
