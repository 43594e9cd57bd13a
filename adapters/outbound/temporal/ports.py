"""Loopback ports: which are free, and whether one is taken."""

import contextlib
import socket
from pathlib import Path

__all__ = ["free_ports", "is_taken", "listens"]

_LISTENING = "0A"
"""How the kernel writes that a socket listens."""


def free_ports(count: int, ip: str = "127.0.0.1") -> list[int]:
    """Distinct ports that nobody listened on a moment ago; another program may still take one first."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((ip, 0))
        return [int(one.getsockname()[1]) for one in sockets]


def is_taken(port: int, ip: str = "127.0.0.1") -> bool:
    """Whether some program listens on the port. Connections that are winding down do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except OSError:
            return True
    return False


def listens(pid: int, port: int) -> bool:
    """Whether it is this process that listens on a port, and not another one that was quicker.

    Only Linux says so; elsewhere the answer is always yes.
    """
    try:
        table = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
        handles = list(Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return True
    held = set()
    for each in handles:
        with contextlib.suppress(OSError):  # closed meanwhile
            held.add(str(each.readlink()))
    rows = (line.split() for line in table)
    return any(
        row[1].endswith(f":{port:04X}") and row[3] == _LISTENING and f"socket:[{row[9]}]" in held
        for row in rows
    )
