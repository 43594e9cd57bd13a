"""Virus scanners on this machine: the real daemon where it is installed, and a small one that speaks its protocol."""

import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.waiting import eventually

__all__ = ["EICAR", "FINDS", "clamd", "small_clamd"]

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for a virus by agreement, so that it can be tried without one."""

FINDS = "Assay.Test.Signature"

_SETTINGS = """LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
Foreground yes
StreamMaxLength 4M
MaxThreads 2
"""


@contextmanager
def clamd(folder: Path) -> Iterator[str | None]:
    """The real daemon, with one signature of our own; its socket. None where it is not installed."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        yield None
        return
    (folder / "signatures").mkdir(parents=True)
    # In the daemon's own format: a name, any kind of file, anywhere in it, and the bytes in hexadecimal.
    (folder / "signatures" / "assay.ndb").write_text(f"{FINDS}:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(_SETTINGS.format(folder=folder))
    with (folder / "clamd.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "--config-file", str(folder / "clamd.conf")], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        eventually(lambda: answers(folder / "clamd.sock"), "the scanner listens")
        yield str(folder / "clamd.sock")
    finally:
        process.terminate()
        process.wait()


def answers(place: Path) -> bool:
    """Whether somebody listens at a socket."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(place))
        return True
    return False


@contextmanager
def small_clamd(answer: Callable[[bytes], bytes | None]) -> Iterator[tuple[str, int]]:
    """A server of the daemon's protocol on a port of this machine, that answers a stream as it is told to.

    Args:
        answer: given what was streamed, what to say; None to say nothing and hang up.
    """
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    leaving = threading.Event()

    def serve() -> None:
        while not leaving.is_set():
            try:
                line, _ = server.accept()
            except TimeoutError:
                continue
            with line:
                line.settimeout(10)
                said = answer(_streamed(line))
                if said is not None:
                    line.sendall(said)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        host, port = server.getsockname()
        yield host, port
    finally:
        leaving.set()
        thread.join()
        server.close()


def _streamed(line: socket.socket) -> bytes:
    with line.makefile("rb") as reader:
        assert reader.read(10) == b"zINSTREAM\x00"
        content = b""
        while size := int.from_bytes(reader.read(4), "big"):
            content += reader.read(size)
        return content
