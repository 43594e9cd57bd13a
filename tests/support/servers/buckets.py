"""A real S3-compatible server on this machine, and one that has every fault such a server can have."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from adapters.outbound.documents import Bucket

__all__ = ["S3Server", "faulty_s3", "s3_server"]

_ROUSED = "Running on http://"
SECRET = "a-secret-that-is-never-shown"


@dataclass(frozen=True)
class S3Server:
    """Where it is."""

    endpoint: str

    def bucket(self, prefix: str = "") -> Bucket:
        """A new bucket."""
        name = f"assay-{uuid4().hex[:12]}"
        with urlopen(Request(f"{self.endpoint}/{name}", method="PUT"), timeout=90):
            return at(self.endpoint, f"s3://{name}/{prefix}")


def at(endpoint: str, url: str = "s3://assay/documents") -> Bucket:
    """A bucket at an endpoint, with keys that any test server takes."""
    return Bucket(url, endpoint=endpoint, region="eu-west-2", access_key="tests", secret_key=SECRET)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """A server in a process of its own, with its buckets in memory."""
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = next(line for line in process.stdout if _ROUSED in line)
        endpoint = f"http://{said.split(_ROUSED)[1].split()[0]}"
        emptying = threading.Thread(target=process.stdout.read, daemon=True)  # so that its pipe never fills
        emptying.start()
        yield S3Server(endpoint)
        process.kill()
        emptying.join()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def faulty_s3(answer: Callable[[int], int | None]) -> Iterator[Bucket]:
    """A server that gives each request a status, by the request's number from 0; None for no answer at all."""
    asked = iter(range(1_000_000))
    leaving = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status = answer(next(asked))
            if status is None:
                leaving.wait(30)
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.send_header("ETag", '"x"')
            self.send_header("Last-Modified", "Mon, 04 Jun 2018 09:00:00 GMT")
            self.end_headers()

        do_GET = do_PUT = do_HEAD = _answer  # noqa: N815 - the server calls them so

        def log_message(self, *_: object) -> None:
            """It says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield at(f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        leaving.set()
        server.shutdown()
        server.server_close()
        thread.join()
