"""Looking for viruses with a ClamAV daemon, by its own protocol: a file is streamed to it, and it says what it found.

What is streamed is a document in plain, so it goes to a socket on this machine and nowhere else.
"""

import socket
from typing import Final

from activities.ports import StoreFault

__all__ = ["ClamdScanner", "scanner_address", "scanner_of"]

ANSWERED_WITHIN_SECONDS = 120.0
"""The daemon unpacks archives and documents; its own limit for one file is two minutes."""

_CHUNK: Final = 1024 * 1024
_LOCAL = ("127.0.0.1", "::1", "localhost")


def scanner_address(written: str) -> str | tuple[str, int]:
    """Where the daemon listens: the path of its socket, or a port of this machine.

    Raises:
        ValueError: it is neither, or is on another machine.
    """
    if written.startswith("/"):
        return written
    host, _, port = written.rpartition(":")
    host = host.strip("[]")
    if not port.isascii() or not port.isdigit() or int(port) > 65535 or not host:
        raise ValueError("must be the path of a socket, or an address of this machine like 127.0.0.1:3310")
    if host not in _LOCAL:
        raise ValueError("must be on this machine: what is scanned is sent in plain")
    return host, int(port)


def scanner_of(written: str | None) -> "ClamdScanner | None":
    """The scanner of an installation, by its setting; None where nobody looks."""
    return ClamdScanner(scanner_address(written)) if written else None


class ClamdScanner:
    """Asks a ClamAV daemon; see :class:`activities.ports.Scanner`."""

    def __init__(
        self, address: str | tuple[str, int], *, answered_within: float = ANSWERED_WITHIN_SECONDS
    ) -> None:
        """Use the daemon at an address, as :func:`scanner_address` gives it.

        Args:
            address: where it listens.
            answered_within: for how many seconds it may be silent.
        """
        self._address = address
        self._within = answered_within

    def scan(self, content: bytes) -> str | None:
        """See :meth:`activities.ports.Scanner.scan`."""
        try:
            answer = self._ask(content)
        except OSError as error:
            raise self._fault(f"cannot be asked ({error.strerror or error})") from error
        said = answer.rstrip(b"\x00\n").decode("utf-8", "replace").removeprefix("stream: ")
        if said == "OK":
            return None
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        raise self._fault(f"said {said[:200]!r}" if said else "did not answer")

    def _ask(self, content: bytes) -> bytes:
        with self._connected() as line:
            try:
                line.sendall(b"zINSTREAM\x00")
                for start in range(0, len(content), _CHUNK):
                    chunk = content[start : start + _CHUNK]
                    line.sendall(len(chunk).to_bytes(4, "big") + chunk)
                line.sendall(bytes(4))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it says why, where it has a limit of its own that the file is above
            answer = b""
            while not answer.endswith(b"\x00"):
                part = line.recv(4096)
                if not part:
                    break
                answer += part
            return answer

    def _connected(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, timeout=self._within)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._within)
        try:
            line.connect(self._address)
        except BaseException:
            line.close()
            raise
        return line

    def _fault(self, what: str) -> StoreFault:
        where = self._address if isinstance(self._address, str) else ":".join(map(str, self._address))
        return StoreFault(
            f"The virus scanner at {where} {what}; nothing is taken in that it has not looked at."
        )
