"""The embedded Temporal server: the real one, as a process of ours, with its database in a folder.

``make run`` and the tests start the same class. It finds the program, picks or checks ports, waits until the server
answers, keeps its log, and leaves nothing running: not after Ctrl-C, and not after the process that started it was
killed either. A watcher, a shell that waits for us to be gone, then ends the server; and if the watcher was killed
too, the next one to start in the same folder stops what was left behind.
"""

import asyncio
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.outbound.temporal.last_words import last_words
from adapters.outbound.temporal.ports import free_ports, is_taken, listens
from domain.refusals import Refused

__all__ = ["DevServer", "DevServerSettings", "ServerFault", "find_program"]

# A first start writes the schema into a new database: about a second on an idle machine. The rest is for a busy one.
READY_WITHIN_SECONDS = 180.0
# A server asked to stop closes its database first, usually within a second; then it is killed.
STOP_WITHIN_SECONDS = 15.0
# One that was left behind is not killed: it may take longer where the machine has much else to do.
LEFT_WITHIN_SECONDS = 60.0
POLL_SECONDS = 0.05
# Ports that we picked ourselves can be taken by another program before the server binds them; then we pick again.
PORT_ATTEMPTS = 3
LARGEST_LOG_BYTES = 20_000_000

# The pipe on which it reads is ours: it reads on until we close it, or are gone.
WATCHER = 'read _; kill -TERM "$1"'

# A new database takes about this much.
LEAST_ROOM_BYTES = 4_000_000

DATABASE = "temporal.db"
LOG = "temporal.log"
LOCK = "temporal.lock"


class ServerFault(Exception):
    """The embedded server did not start, or died; the sentence says what it said last."""


@dataclass(frozen=True, slots=True)
class DevServerSettings:
    """How an embedded server is run.

    Attributes:
        home: the folder for its database, log and lock; made when missing.
        port: of the frontend; ``None`` picks a free one.
        ui_port: of its web pages; ``None`` picks a free one.
        ui: whether it serves its web pages.
        namespace: made at the start when it is missing.
        skipping: whether workflows may skip time (``temporalio.testing.TimeSkipper``).
        search_attributes: name to type (``Keyword``, ``Int``, ``Datetime``, …), registered at the start.
        ip: the address it listens on: loopback, as this server asks nobody who they are.
    """

    home: Path
    port: int | None = None
    ui_port: int | None = None
    ui: bool = True
    namespace: str = "default"
    skipping: bool = False
    search_attributes: Mapping[str, str] = field(default_factory=dict)
    ip: str = "127.0.0.1"

    @property
    def database(self) -> Path:
        """The file that holds the server's workflows."""
        return self.home / DATABASE

    @property
    def log(self) -> Path:
        """The file that holds what the server said."""
        return self.home / LOG


def find_program() -> Path:
    """The ``temporal`` program that was installed with Assay, else one on the path.

    Raises:
        Refused: there is none.
    """
    beside_python = Path(sys.executable).parent / "temporal"
    if beside_python.is_file():
        return beside_python
    on_path = shutil.which("temporal")
    if on_path:
        return Path(on_path)
    raise Refused.because(
        "temporal-missing",
        "The embedded Temporal server is not installed; run make setup, or point ASSAY_TEMPORAL_TARGET at a server.",
    )


class DevServer:
    """One embedded server: start, stop, kill, start again on the same ports, forget its database.

    Its methods block; from a coroutine, call them through ``asyncio.to_thread``.
    """

    def __init__(self, settings: DevServerSettings) -> None:
        self.settings = settings
        self.port = settings.port or 0
        self.ui_port = settings.ui_port or 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """Where clients and workers connect."""
        return f"{self.settings.ip}:{self.port}"

    @property
    def ui_url(self) -> str | None:
        """Where an operator looks, or nothing if the pages are off."""
        return f"http://{self.settings.ip}:{self.ui_port}" if self.settings.ui else None

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the server and wait until it answers for its namespace.

        Raises:
            Refused: the program is missing, a port that was asked for is taken, another Assay uses the folder, or the
                folder cannot be used.
            ServerFault: it ended, or did not answer in time; the sentence has its last words.
        """
        if self.pid is not None:
            return
        program = find_program()
        try:
            self.settings.home.mkdir(parents=True, exist_ok=True)
            self._take_folder()
        except OSError as error:
            raise Refused.because(
                "home-unusable", f"The folder {self.settings.home} cannot be used: {error.strerror}."
            ) from None
        try:
            self._start(program)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ask the server to end, wait, and insist if it must be; safe to call twice."""
        self._dismiss_watcher()
        if self._process is not None:
            _end(self._process)
        self._process = None
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None

    def kill(self) -> None:
        """End the server as a power cut would (for rehearsing faults)."""
        self._dismiss_watcher()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self.stop()

    def _start(self, program: Path) -> None:
        picked = not self.port or (self.settings.ui and not self.ui_port)
        for attempt in range(1, PORT_ATTEMPTS + 1):
            self._choose_ports()
            self._spawn(program)
            try:
                self._wait_ready()
                return
            except ServerFault as fault:
                lost_a_port = picked and "address already in use" in str(fault)
                if not lost_a_port or attempt == PORT_ATTEMPTS:
                    raise
                self.port, self.ui_port = self.settings.port or 0, self.settings.ui_port or 0

    def _choose_ports(self) -> None:
        free = iter(free_ports(2, self.settings.ip))
        self.port = self.port or next(free)
        self.ui_port = self.ui_port or next(free)
        wanted = [("ASSAY_TEMPORAL_PORT", self.port)]
        if self.settings.ui:
            wanted.append(("ASSAY_TEMPORAL_UI_PORT", self.ui_port))
        for setting, port in wanted:
            if is_taken(port, self.settings.ip):
                raise Refused.because(
                    "port-taken",
                    f"Port {port} is taken by another program; stop it, or set {setting} to a free port or to 0.",
                )

    def _spawn(self, program: Path) -> None:
        log = self.settings.log
        if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [str(program), *self._arguments()],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                # Ctrl-C goes to us alone: the worker is drained before its server is stopped.
                start_new_session=True,
                # The lock stays held for as long as the server lives, even when we do not.
                pass_fds=[] if self._lock is None else [self._lock],
            )
        if self._lock is not None:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, f"{self._process.pid} {os.getpid()}\n".encode(), 0)
        self._dismiss_watcher()
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", WATCHER, "watcher", str(self._process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _dismiss_watcher(self) -> None:
        """Before the server is ended by us: its number may be given to another process soon after."""
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.wait()
            if self._watcher.stdin is not None:
                self._watcher.stdin.close()
        self._watcher = None

    def _arguments(self) -> Iterator[str]:
        settings = self.settings
        yield from ("server", "start-dev", "--log-level", "warn", "--log-format", "json")
        yield from ("--ip", settings.ip, "--port", str(self.port), "--namespace", settings.namespace)
        yield from ("--db-filename", str(settings.database))
        # Write-ahead logging with a sync per checkpoint, and a quicker transfer queue: an activity round trip falls
        # from 48 to 18 ms. What a power cut may lose is conduct, never record; the reconciler puts it back.
        yield from ("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=1")
        yield from ("--dynamic-config-value", "history.transferProcessorMaxPollRPS=2000")
        if settings.skipping:
            yield from ("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true")
        if settings.ui:
            yield from ("--ui-port", str(self.ui_port), "--ui-disable-news-fetch")
        else:
            yield "--headless"
        for name, kind in sorted(settings.search_attributes.items()):
            yield from ("--search-attribute", f"{name}={kind}")

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        _in_a_loop_of_its_own(self._answers(deadline))

    async def _answers(self, deadline: float) -> None:
        """Poll the frontend until it describes the namespace: a port that is open is not yet a server that serves."""
        request = DescribeNamespaceRequest(namespace=self.settings.namespace)
        client: Client | None = None
        while True:
            if self._process is None or self._process.poll() is not None:
                raise ServerFault(f"The Temporal server ended while starting. {self._last_words()}")
            try:
                client = client or await Client.connect(self.address, namespace=self.settings.namespace)
                await client.workflow_service.describe_namespace(request)
                if listens(self._process.pid, self.port):
                    return
                client = None  # somebody else's server was quicker; ours is about to end
                await asyncio.sleep(POLL_SECONDS)
            except (RPCError, RuntimeError):
                if time.monotonic() > deadline:
                    raise ServerFault(
                        f"The Temporal server did not answer within {READY_WITHIN_SECONDS:.0f} seconds. "
                        f"{self._last_words()}"
                    ) from None
                await asyncio.sleep(POLL_SECONDS)

    def _last_words(self) -> str:
        # A server that ran out of room cannot say so: its log is on the same disk.
        if shutil.disk_usage(self.settings.home).free < LEAST_ROOM_BYTES:
            return f"The disk that holds {self.settings.home} is full; make room and start again."
        return last_words(self.settings.log)

    def _take_folder(self) -> None:
        """Hold the folder: two servers on one database file would each believe they were alone.

        The lock belongs to whoever holds the open file: us, and the server we hand it to. If it is held and the
        one who started that server is gone, the server was left behind by a kill and is stopped.
        """
        lock = os.open(self.settings.home / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + LEFT_WITHIN_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = lock
                return
            except BlockingIOError:
                server, owner = _holders(lock)
                if _alive(owner) or time.monotonic() > deadline:
                    os.close(lock)
                    raise Refused.because(
                        "home-in-use",
                        f"Another Assay (process {owner or 'unknown'}) is running in {self.settings.home}; "
                        "stop it, or set ASSAY_HOME to another folder.",
                    ) from None
                if server is not None and _is_temporal(server):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(server, signal.SIGTERM)
                time.sleep(POLL_SECONDS)


def _holders(lock: int) -> tuple[int | None, int | None]:
    """The server and the process that started it, as the lock file names them; it may be between two writes."""
    words = os.pread(lock, 100, 0).decode("ascii", "replace").split()
    if len(words) != 2 or not all(word.isdigit() for word in words):
        return None, None
    return int(words[0]), int(words[1])


def _alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_temporal(pid: int) -> bool:
    """Whether the process is a server of ours, so that no bystander who was given its number is stopped."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return not Path("/proc").is_dir()  # a system without /proc: the lock's holder is all we can know
    return b"start-dev" in words


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def _in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, whether or not this thread already runs an event loop."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits for it
            raised.append(error)

    thread = threading.Thread(target=run, name="temporal-server-ready")
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
