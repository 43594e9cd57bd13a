"""Notices by GOV.UK Notify: one template, into which the words of each notice are put.

Notify has no way to say the same thing twice and mean it once. So each message has a reference of its own that is the
same on every try, and Notify is asked for it before anything is sent: what it has taken is not handed over again.
"""

import base64
import hashlib
import hmac
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from activities.conducting.deliveries import Fate
from activities.ports import Addressee, AddressUnusable, Clock, Notices, StoreFault
from adapters.outbound.post.letters import letter_id, letter_to
from domain.inspections.notices import Notice
from domain.refusals import Refused

__all__ = ["NotifyNotices", "NotifyService"]

ANSWER_SECONDS = 15.0
"""How long Notify may take for one answer."""

_FAILED = {"permanent-failure", "temporary-failure", "technical-failure"}
"""What Notify calls a message that it has given up: no address, not taken for three days, or a fault of its own."""

LARGEST_ANSWER_BYTES = 1_000_000
UUID_LENGTH = 36


@dataclass(frozen=True, slots=True, repr=False)
class NotifyService:
    """A service of GOV.UK Notify.

    Attributes:
        url: where its API is.
        service: the service's id.
        secret: the secret of its key.
        template: the id of an e-mail template whose subject is ((subject)) and whose message is ((body)).
        ca_file: the authority that signed the server's certificate, if it is not a public one.
    """

    url: str
    service: str
    secret: str
    template: str
    ca_file: Path | None = None

    def __repr__(self) -> str:
        return f"<Notify at {self.url}>"

    @classmethod
    def of(cls, url: str, key: str, template: str, ca_file: Path | None = None) -> "NotifyService":
        """A service from its API key: the key's name, the service's id and the secret, with hyphens between them.

        Raises:
            Refused: ``bad-setting`` for a key that is none.
        """
        service, secret = key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1], key[-UUID_LENGTH:]
        if any(len(each) != UUID_LENGTH or each.count("-") != 4 for each in (service, secret)):
            raise Refused.because(
                "bad-setting", "ASSAY_NOTIFY_API_KEY is no key of GOV.UK Notify: it ends with two UUIDs."
            )
        return cls(url.rstrip("/"), service, secret, template, ca_file)


class NotifyNotices:
    """Sends each notice by GOV.UK Notify; see :class:`activities.ports.Notices`."""

    repeatable = False
    """Notify is asked first, but what it has forgotten it would send again."""

    def __init__(
        self, service: NotifyService, clock: Clock, otherwise: Notices, patience: float = ANSWER_SECONDS
    ) -> None:
        """Send notices by GOV.UK Notify.

        Args:
            service: which.
            clock: the time that requests are signed with.
            otherwise: where notices go for which there is no address.
            patience: seconds for one answer.
        """
        self._service = service
        self._clock = clock
        self._otherwise = otherwise
        self._patience = patience

    def send(self, notice: Notice, to: Sequence[Addressee] = ()) -> None:
        """Hand a notice over for each addressee, unless Notify has it already."""
        if not to:
            self._otherwise.send(notice)
        for each in to:
            reference = letter_id(notice, each)
            if not self._has(reference):
                self._ask(
                    "POST",
                    "/v2/notifications/email",
                    {
                        "email_address": each.email,
                        "template_id": self._service.template,
                        "personalisation": {"subject": notice.subject, "body": notice.body},
                        "reference": reference,
                    },
                )

    def greet(self) -> None:
        """Ask for a message that nobody has sent, by which it shows whether the key is one.

        Raises:
            StoreFault: Notify cannot be reached, or does not take the key.
        """
        self._has("nobody-has-sent-this")

    def fate(self, notice: str, reader: str) -> Fate:
        """What Notify says became of a notice to a reader; of several tries, the best.

        Raises:
            StoreFault: Notify cannot be reached, or does not take the key.
        """
        status = self._status(letter_to(notice, reader))
        if "delivered" in status:
            return "delivered"
        if not status:
            return "unknown"
        return "bounced" if status <= _FAILED else "on-its-way"

    def _status(self, reference: str) -> set[str]:
        found = self._ask("GET", f"/v2/notifications?{urlencode({'reference': reference})}")
        return {str(each.get("status")) for each in found.get("notifications", [])}

    def _has(self, reference: str) -> bool:
        status = self._status(reference)
        if status == {"permanent-failure"}:
            raise AddressUnusable("Notify could not deliver to it")
        return bool(status - _FAILED)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's setting, http or https
            self._service.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self._patience, context=self._tls()) as answer:  # noqa: S310 - see above
                found: dict[str, Any] = json.loads(answer.read(LARGEST_ANSWER_BYTES))
        except urllib.error.HTTPError as error:
            raise _refused(error) from None
        except (OSError, ValueError) as error:
            raise StoreFault(
                f"Notify cannot be reached, or broke off ({type(error).__name__}); it is tried again."
            ) from None
        return found

    def _tls(self) -> ssl.SSLContext | None:
        if not self._service.url.startswith("https:"):
            return None
        return ssl.create_default_context(
            cafile=str(self._service.ca_file) if self._service.ca_file else None
        )

    def _token(self) -> str:
        """A JSON Web Token that Notify takes for half a minute, signed with HMAC-SHA-256 (RFC 7519, RFC 7515)."""
        head = _part({"typ": "JWT", "alg": "HS256"})
        claims = _part({"iss": self._service.service, "iat": int(self._clock.now().timestamp())})
        signed = hmac.new(self._service.secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256)
        return f"{head}.{claims}.{_bare(signed.digest())}"


def _part(value: dict[str, Any]) -> str:
    return _bare(json.dumps(value, separators=(",", ":")).encode())


def _bare(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _refused(error: urllib.error.HTTPError) -> StoreFault | AddressUnusable:
    """What a refusal means. Its words are not passed on: they may repeat the address."""
    with error:
        try:
            errors = json.loads(error.read(LARGEST_ANSWER_BYTES)).get("errors", [])
        except (OSError, ValueError, AttributeError):
            errors = []
    of_address = any("email_address" in str(each.get("message")) for each in errors if isinstance(each, dict))
    if error.code == 400 and of_address:
        return AddressUnusable("Notify takes it for no address")
    return StoreFault(f"Notify refused a message (code {error.code}); it is tried again.")
