"""Loopback ports: which are free, and whether one is taken."""

import contextlib
import socket

__all__ = ["free_ports", "is_taken"]


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
