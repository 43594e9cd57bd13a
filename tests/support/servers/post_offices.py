"""A mail server, and a server that speaks as GOV.UK Notify does: real ones on loopback ports, with faults to order."""

import asyncio
import base64
import hashlib
import hmac
import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from queue import Queue
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

__all__ = [
    "KEY",
    "SECRET",
    "SERVICE",
    "MailRoom",
    "NotifyStub",
    "certificate",
    "mail_server",
    "notify_server",
]

SERVICE, SECRET = "0a1b2c3d-0000-4000-8000-000000000001", "9f8e7d6c-0000-4000-8000-000000000002"
KEY = f"inspections-{SERVICE}-{SECRET}"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "server.pem", folder / "server.key"
    chain.write_bytes(signed.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return chain, secret


class MailRoom:
    """What a mail server does with what it is given, and what it has taken.

    Attributes:
        taken: every message, with the reader it was for.
        faults: what it does with the next recipients, one each: an answer such as ``451 4.7.1 later``, or one of the
            words ``cut-before``, ``cut-after`` (it takes the message and says nothing) and ``silent``.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.faults: list[str] = []
        self.users: set[str] = set()
        self.released = threading.Event()
        self._fault = ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._fault = self.faults.pop(0) if self.faults else ""
        if self._fault[:1].isdigit():
            return self._fault
        if self._fault == "silent":
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        transport = cast(asyncio.Transport, server.transport)
        if self._fault == "cut-before":
            transport.abort()
            return "250 never said"
        content = cast(bytes, envelope.content)
        message = message_from_bytes(content, policy=policy.default)
        self.taken += [(reader, message) for reader in envelope.rcpt_tos]
        if self._fault == "cut-after":
            transport.abort()
        return "250 taken"

    def sign_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.add(data.login.decode())
        return AuthResult(success=data.password == b"letmein", handled=False)


@contextmanager
def mail_server(
    *, tls: tuple[Path, Path] | None = None, at_once: bool = False, signed_in: bool = False
) -> Iterator[tuple[MailRoom, int]]:
    """A mail server on a free loopback port, with STARTTLS where it has a certificate, or TLS at once."""
    room = MailRoom()
    context = None
    if tls is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*tls)
    more: dict[str, Any] = {} if at_once else {"tls_context": context}
    if signed_in:
        more |= {
            "auth_required": True,
            "authenticator": room.sign_in,
            "auth_exclude_mechanism": ["LOGIN"],
        }
    loop = asyncio.new_event_loop()
    ready: Queue[int] = Queue()

    async def serve() -> None:
        server = await loop.create_server(
            lambda: SMTP(room, loop=loop, hostname="mail.test", **more),
            "127.0.0.1",
            0,
            ssl=context if at_once else None,
        )
        ready.put(server.sockets[0].getsockname()[1])
        await over.wait()
        server.close()
        await server.wait_closed()

    over = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield room, ready.get(timeout=60)
    finally:
        room.released.set()
        loop.call_soon_threadsafe(over.set)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


class NotifyStub:
    """What has been handed to the server, and what it answers.

    Attributes:
        taken: every message by its reference, as it was asked for, with its status.
        faults: the codes of its next answers to a message, one each; ``cut-after`` takes it and breaks off.
        refused: addresses that it takes for none.
    """

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.refused: set[str] = set()
        self.tokens: list[dict[str, Any]] = []

    def signed(self, header: str | None) -> bool:
        """Whether a request has a token of ours, checked independently of what made it."""
        if header is None or not header.startswith("Bearer "):
            return False
        head, claims, mark = header.removeprefix("Bearer ").split(".")
        expected = hmac.digest(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256)
        said = json.loads(_unpacked(claims))
        self.tokens.append(said)
        algorithm = json.loads(_unpacked(head))
        return (
            hmac.compare_digest(_unpacked(mark), expected)
            and said["iss"] == SERVICE
            and algorithm == {"typ": "JWT", "alg": "HS256"}
        )


def _unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@contextmanager
def notify_server() -> Iterator[tuple[NotifyStub, str]]:
    """A server that speaks as Notify does, on a free loopback port."""
    stub = NotifyStub()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not stub.signed(self.headers["Authorization"]):
                return self.answer(403, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
            asked = parse_qs(urlsplit(self.path).query)["reference"]
            found = [each for each in stub.taken if each["reference"] in asked]
            return self.answer(200, {"notifications": found, "links": {}})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not stub.signed(self.headers["Authorization"]):
                return self.answer(403, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
            if body["email_address"] in stub.refused:
                wrong = {"error": "ValidationError", "message": "email_address Not a valid email address"}
                return self.answer(400, {"status_code": 400, "errors": [wrong]})
            fault = stub.faults.pop(0) if stub.faults else ""
            if fault.isdigit():
                return self.answer(int(fault), {"errors": [{"error": "Exception", "message": "not now"}]})
            stub.taken.append({**body, "status": "sending"})
            if fault == "cut-after":
                self.close_connection = True
                return None
            return self.answer(
                201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": body["reference"]}
            )

        def answer(self, code: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stub, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
