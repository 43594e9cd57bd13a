"""Notices by mail: plain text over SMTP, encrypted on the way, each reader by a message of their own.

What a server says besides its code is neither logged nor recorded: it may repeat the address. A message has the same
Message-ID on every try. Whoever gets one twice, because a line was cut after the server had taken it and before it
could say so, is shown one by most mail programs, and can tell by the id.
"""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from activities.ports import Addressee, AddressUnusable, Clock, Notices, StoreFault
from adapters.outbound.post.letters import letter_id
from domain.inspections.notices import Notice

__all__ = ["MailServer", "Security", "SmtpNotices"]

Security = Literal["starttls", "tls", "none"]

ANSWER_SECONDS = 15.0
"""How long a server may take for one answer. A duty has a minute or more, and is tried again after that."""

FOR_GOOD = frozenset({521, 550, 551, 552, 553, 554, 556})
"""The codes with which a server turns an address, or a message to it, away for good (RFC 5321 §4.2.3, RFC 7504). Other
codes of 500 and more say that we have not signed in, or speak badly: that is for whoever runs this to put right."""


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """A mail server that takes what we send.

    Attributes:
        host: its name.
        port: its port.
        security: TLS from the beginning, by STARTTLS, or, to a server on the same machine, none.
        user: as whom we sign in; None where it asks nobody.
        password: with which.
        ca_file: the authority that signed its certificate, if it is not a public one.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str | None = None
    password: str | None = None
    ca_file: Path | None = None

    def __repr__(self) -> str:
        return f"<mail server {self.host}:{self.port}>"


class SmtpNotices:
    """Sends each notice by mail; see :class:`activities.ports.Notices`."""

    repeatable = False
    """A message that was handed over twice comes twice."""

    def __init__(
        self,
        server: MailServer,
        sender: str,
        clock: Clock,
        otherwise: Notices,
        patience: float = ANSWER_SECONDS,
    ) -> None:
        """Send notices by a mail server.

        Args:
            server: which.
            sender: the address that messages come from, and that answers go to.
            clock: the time that messages are dated by.
            otherwise: where notices go for which there is no address.
            patience: seconds for one answer.
        """
        self._server = server
        self._sender = sender
        self._clock = clock
        self._otherwise = otherwise
        self._patience = patience

    def send(self, notice: Notice, to: Sequence[Addressee] = ()) -> None:
        """Send a notice to each addressee by a message of their own."""
        if not to:
            self._otherwise.send(notice)
        for each in to:
            self._deliver(self._message(notice, each), each)

    def greet(self) -> None:
        """Sign in to the server, and send nothing.

        Raises:
            StoreFault: it cannot be reached, or does not let us in.
        """
        try:
            self._connected().close()
        except smtplib.SMTPNotSupportedError:
            raise self._fault("lacks what is needed: TLS, or signing in") from None
        except smtplib.SMTPResponseException as refused:
            raise self._fault(f"refused us (code {refused.smtp_code})") from None
        except (smtplib.SMTPException, OSError) as error:
            raise self._fault(f"cannot be reached, or broke off ({type(error).__name__})") from None

    def _message(self, notice: Notice, to: Addressee) -> EmailMessage:
        message = EmailMessage(policy=WIRE)
        user, _, domain = to.email.rpartition("@")
        if not (user and domain and to.email.isascii() and to.email.isprintable()) or " " in to.email:
            raise AddressUnusable("it is no address, or goes beyond ASCII, which few servers take")
        try:
            message["To"] = Address(display_name=to.name, username=user, domain=domain)
        except (ValueError, MessageError):  # what stands there is no address, whatever it looks like
            raise AddressUnusable("the address is not one") from None
        message["From"] = self._sender
        message["Subject"] = notice.subject
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{letter_id(notice, to)}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # no out-of-office note answers it (RFC 3834)
        message["Content-Language"] = ", ".join(notice.languages)
        message.set_content(notice.body, cte="quoted-printable")
        return message

    def _deliver(self, message: EmailMessage, to: Addressee) -> None:
        try:
            line = self._connected()
            try:
                self._hand_over(line, message, to)
            finally:
                line.close()
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refused(next(iter(refused.recipients.values()))[0]) from None
        except smtplib.SMTPNotSupportedError:
            raise self._fault("lacks what is needed: TLS, signing in, or addresses beyond ASCII") from None
        except smtplib.SMTPSenderRefused as refused:
            raise self._fault(f"does not take messages from us (code {refused.smtp_code})") from None
        except smtplib.SMTPDataError as refused:
            raise _refused(refused.smtp_code) from None
        except smtplib.SMTPResponseException as refused:
            raise self._fault(f"refused us (code {refused.smtp_code})") from None
        except (smtplib.SMTPException, OSError) as error:
            raise self._fault(f"cannot be reached, or broke off ({type(error).__name__})") from None

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        tls = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
        if server.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._patience, context=tls
            )
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=self._patience)
        try:
            if server.security == "starttls":
                line.starttls(context=tls)
            if server.user is not None:
                line.login(server.user, server.password or "")
        except BaseException:
            line.close()
            raise
        return line

    def _hand_over(self, line: smtplib.SMTP, message: EmailMessage, to: Addressee) -> None:
        """Hand a message over. Once the server has taken it, nothing that follows undoes that."""
        line.send_message(message, from_addr=self._sender, to_addrs=[to.email])
        try:
            line.quit()
        except (smtplib.SMTPException, OSError):
            return

    def _fault(self, what: str) -> StoreFault:
        return StoreFault(
            f"The mail server {self._server.host}:{self._server.port} {what}; it is tried again."
        )


def _refused(code: int) -> StoreFault | AddressUnusable:
    if code in FOR_GOOD:
        return AddressUnusable(f"the mail server refused it (code {code})")
    return StoreFault(f"The mail server puts a message off (code {code}); it is tried again.")
