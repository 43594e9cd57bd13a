"""Serving the pages: in a thread beside everything else that runs, or in a process of its own."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from socket import AF_INET, IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

import uvicorn
from starlette.types import ASGIApp

from domain.refusals import Refused

__all__ = ["bound", "served"]

USUAL_PORT = 8080
STARTED_WITHIN_SECONDS = 30.0
LEFT_SECONDS = 5
"""At the end, requests that are being answered have so long."""


def bound(address: str | None, *, anybody: bool) -> socket:
    """A socket for the pages.

    Args:
        address: host and port, where port 0 is any free one; None for the usual port of this machine, or any free one
            where that is taken.
        anybody: whether those who reach it may be anybody they like, so that only this machine may.

    Raises:
        Refused: ``not-loopback``: they may, and it is no address of this machine alone; ``port-taken``: somebody else
            listens there.
    """
    host, _, port = (address or f"127.0.0.1:{USUAL_PORT}").rpartition(":")
    if anybody and not _loopback(host):
        raise Refused.because(
            "not-loopback",
            f"Where whoever comes chooses who they are, the pages are served to this machine only, and {host} is not "
            "that: set ASSAY_OPENID_ISSUER, or serve them at 127.0.0.1.",
        )
    for wanted in (int(port), 0) if address is None else (int(port),):
        # Of a socket that does not say that it is TCP's, Python sends the end of a page only once the visitor's machine
        # has acknowledged its beginning, which takes some 40 milliseconds.
        made = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)
        made.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            made.bind((host, wanted))
        except OSError:
            made.close()
            continue
        return made
    raise Refused.because(
        "port-taken", f"{address} is taken by another program; set ASSAY_PAGES_ADDRESS to another."
    )


def _loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


@contextmanager
def served(app: ASGIApp, at: socket, trusted: Sequence[str] = ()) -> Iterator[None]:
    """Serve the pages in a thread for as long as this lasts.

    Args:
        app: the pages.
        at: where they are served.
        trusted: the addresses or networks of web servers before them that are believed when they say where a visitor
            comes from; everybody else could say anything.
    """
    server = uvicorn.Server(_config(app, trusted))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]}, name="pages", daemon=True)
    thread.start()
    give_up = time.monotonic() + STARTED_WITHIN_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < give_up:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(LEFT_SECONDS + 1)
        at.close()


def _config(app: ASGIApp, trusted: Sequence[str]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        # Left out, uvicorn would believe this machine, or whomever a variable of the environment names.
        proxy_headers=bool(trusted),
        forwarded_allow_ips=list(trusted),
        log_config=None,  # ours logs every page, without its address
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LEFT_SECONDS,
        lifespan="off",
    )
