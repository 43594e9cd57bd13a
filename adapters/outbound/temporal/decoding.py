"""A decoder for Temporal's own pages, by which whoever looks at them sees what is kept there encrypted.

It speaks the protocol of Temporal's remote codecs: payloads come in as JSON and go out decrypted. It listens on this
machine alone, answers nobody who does not know its secret address, and no page but the one that it was started for. It
never encrypts.
"""

import asyncio
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import urlsplit

from google.protobuf.json_format import MessageToJson, Parse, ParseError
from temporalio.api.common.v1 import Payloads
from temporalio.converter import PayloadCodec

from activities.ports import StoreFault
from adapters.outbound.running.hosting import ended_by_signals
from adapters.outbound.temporal.encrypting import UnreadablePayload
from domain.refusals import Refused

__all__ = ["decode_until_interrupted", "decoder", "origin_of"]

LOOPBACK = "127.0.0.1"
LARGEST_BYTES = 16 * 1024 * 1024
"""A page of a long history has some hundred payloads of some kilobytes."""

PATIENCE_SECONDS = 10
"""A browser on this machine sends what it has at once; who does not is not waited for."""

LOOK_SECONDS = 0.05
"""How soon it ends when it is told to."""


def origin_of(page: str) -> str:
    """The origin of a web page: scheme, host and port, as a browser names it.

    Raises:
        Refused: ``bad-value``: it is no address of a page.
    """
    parts = urlsplit(page)
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        raise Refused.because(
            "bad-value", f"{page} is no address of a page; it looks like http://127.0.0.1:8233."
        )
    return f"{parts.scheme}://{parts.netloc}".lower()


@contextmanager
def decoder(codec: PayloadCodec, page: str, port: int = 0) -> Iterator[str]:
    """Decrypt for one web page, for as long as the context lasts.

    Args:
        codec: has the keys.
        page: the address of Temporal's pages.
        port: where to listen on this machine; 0 for any free port.

    Yields:
        The endpoint, which is to be entered there; it is another each time.

    Raises:
        Refused: ``port-taken``, or ``bad-value`` for the page.
    """
    origin, path = origin_of(page), f"/{secrets.token_urlsafe(24)}"

    class Handler(_Handler):
        pass

    Handler.codec, Handler.origin, Handler.path_to = codec, origin, f"{path}/decode"
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), Handler)
    except (OSError, OverflowError):
        raise Refused.because(
            "port-taken", f"Port {port} cannot be listened at; give another, or 0."
        ) from None
    Handler.host = f"{LOOPBACK}:{server.server_address[1]}"
    serving = Thread(target=server.serve_forever, args=(LOOK_SECONDS,), name="decoder", daemon=True)
    serving.start()
    try:
        yield f"http://{Handler.host}{path}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def decode_until_interrupted(
    codec: PayloadCodec, page: str | None, port: int, ready: Callable[[str], None]
) -> None:
    """Decrypt for one web page until Ctrl-C.

    Args:
        codec: has the keys.
        page: the address of Temporal's pages; None if it is not known.
        port: where to listen on this machine; 0 for any free port.
        ready: is told the endpoint.

    Raises:
        Refused: ``no-page``, or see :func:`decoder`.
    """
    if page is None:
        raise Refused.because(
            "no-page", "No Assay runs here whose server has pages; give their address with --page."
        )
    with ended_by_signals(), decoder(codec, page, port) as endpoint, suppress(KeyboardInterrupt):
        ready(endpoint)
        Event().wait()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    codec: PayloadCodec
    origin: str
    path_to: str
    host: str
    timeout = PATIENCE_SECONDS

    def do_OPTIONS(self) -> None:
        """Tell a browser that the page may ask."""
        if self._may_ask():
            self._answer(204)

    def do_POST(self) -> None:
        """Decrypt payloads."""
        if not self._may_ask():
            return
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST_BYTES:
            self._answer(413, "The payloads must be of a known length, and not too long.")
            return
        try:
            sealed = Parse(self.rfile.read(int(length)), Payloads())
            plain = asyncio.run(self.codec.decode(sealed.payloads))
        except (ParseError, UnicodeDecodeError):
            self._answer(400, "These are no payloads.")
        except (UnreadablePayload, StoreFault) as error:
            self._answer(422, str(error))
        else:
            self._answer(200, MessageToJson(Payloads(payloads=plain)), "application/json")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Log nothing: the address is a secret."""

    def _may_ask(self) -> bool:
        """Whether it is the page that asks, at the address that it was told; whoever else does is told so.

        The host is looked at too, for a page of somebody else's could have its own name lead to this machine.
        """
        if (
            hmac.compare_digest(self.path.encode(), self.path_to.encode())
            and self.headers.get("Origin", "").lower() == self.origin
            and self.headers.get("Host", "") == self.host
        ):
            return True
        self.close_connection = True
        self.send_error(403)
        return False

    def _answer(self, status: int, body: str = "", kind: str = "text/plain; charset=utf-8") -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", self.origin)
        self.send_header("Access-Control-Allow-Methods", "POST, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "content-type, x-namespace, authorization")
        self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Vary", "Origin")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
