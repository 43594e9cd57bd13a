"""How much memory and processor time the processes of a year take."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Weight", "weight_of", "weight_of_all"]


@dataclass(frozen=True)
class Weight:
    """What a process has taken.

    Attributes:
        memory: the largest resident memory it has had, in bytes; of several processes, of the largest of them.
        seconds: processor time.
    """

    memory: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(max(self.memory, other.memory), self.seconds + other.seconds)


def weight_of(pid: int) -> Weight:
    """What a process has taken so far; nothing if it is gone."""
    with contextlib.suppress(psutil.Error, OSError):
        times = psutil.Process(pid).cpu_times()
        return Weight(_peak(pid), times.user + times.system)
    return Weight()


def weight_of_all(pid: int) -> Weight:
    """What a process and those that it started and that still run have taken."""
    found = weight_of(pid)
    with contextlib.suppress(psutil.Error):
        for each in psutil.Process(pid).children(recursive=True):
            found += weight_of(each.pid)
    return found


def _peak(pid: int) -> int:
    """Linux keeps the peak itself; elsewhere it is the size at this moment."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    size: int = psutil.Process(pid).memory_info().rss
    return size
