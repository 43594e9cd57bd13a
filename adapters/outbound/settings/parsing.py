"""How settings are written: each function gives the value, or raises ValueError with what is wrong."""

import re
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from adapters.outbound.scanning import scanner_address
from domain.holdings.content import KINDS

__all__ = [
    "address",
    "bucket",
    "dates",
    "days",
    "flag",
    "kinds_of_file",
    "level",
    "mail_address",
    "megabytes",
    "minutes",
    "networks",
    "path",
    "port",
    "scanner",
    "security",
    "telephone",
    "text",
    "url",
    "way",
]

_TELEPHONE = re.compile(r"(\+|00)?[0-9][0-9 ()-]*")
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
"""Of a telephone number: 112 has three, and E.164 allows fifteen at most."""


def text(written: str) -> str:
    """Any text that can be printed."""
    if not written.isprintable():
        raise ValueError("has a character that cannot be printed")
    return written


def path(written: str) -> Path:
    """A file or folder, made absolute."""
    return Path(text(written)).expanduser().absolute()


def port(written: str) -> int:
    """A port of this machine."""
    if not written.isascii() or not written.isdigit() or int(written) > 65535:
        raise ValueError("must be a port from 0 to 65535, where 0 takes a free one")
    return int(written)


def minutes(written: str) -> int:
    """Whole minutes, up to a day."""
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 1440:
        raise ValueError("must be whole minutes, from 1 to 1440")
    return int(written)


def days(written: str) -> int:
    """Whole days, up to ten years."""
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 3650:
        raise ValueError("must be a number of days from 1 to 3650")
    return int(written)


def flag(written: str) -> bool:
    """Whether a setting that is yes or no is on; ``true``, ``false``, ``1`` and ``0`` are taken too.

    Raises:
        ValueError: it is none of these; its text follows the setting's name.
    """
    if written.lower() not in ("yes", "true", "1", "no", "false", "0"):
        raise ValueError("must be yes or no")
    return written.lower() in ("yes", "true", "1")


def dates(written: str) -> tuple[date, ...]:
    """Dates with commas between them."""
    try:
        return tuple(date.fromisoformat(each.strip()) for each in written.split(",") if each.strip())
    except ValueError:
        raise ValueError("must be dates like 2026-12-24, with commas between them") from None


def level(written: str) -> str:
    """How much is logged, in small letters: ``debug``, ``info``, ``warning`` or ``error``.

    Raises:
        ValueError: it is none of these; its text follows the setting's name.
    """
    if written.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError("must be debug, info, warning or error")
    return written.lower()


def address(written: str) -> str:
    """A host and a port."""
    host, _, port = text(written).rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ValueError("must be a host and a port, like 127.0.0.1:7233")
    return written


def url(written: str) -> str:
    """An address that begins with http."""
    if not text(written).startswith(("http://", "https://")):
        raise ValueError("must be an address that begins with http:// or https://")
    return written


def bucket(written: str) -> str:
    """A bucket, with a prefix where there is one."""
    parts = urlsplit(text(written))
    if parts.scheme != "s3" or not parts.hostname or parts.netloc != parts.hostname or parts.query:
        raise ValueError("must be a bucket like s3://assay-documents or s3://bucket/prefix")
    return written


def kinds_of_file(written: str) -> tuple[str, ...]:
    """Kinds of file with commas between them."""
    kinds = tuple(each.strip() for each in written.split(",") if each.strip())
    strange = next((each for each in kinds if each not in KINDS), None)
    if strange is not None or not kinds:
        raise ValueError(f"must be kinds of file with commas between them, of {', '.join(KINDS)}")
    return kinds


def megabytes(written: str) -> int:
    """Whole megabytes, up to a thousand: a file is read whole."""
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 1000:
        raise ValueError("must be a number of megabytes from 1 to 1000")
    return int(written)


def scanner(written: str) -> str:
    """Where a scanner listens on this machine."""
    scanner_address(text(written))
    return written


def way(written: str) -> str:
    """Which way notices go: into a folder, by mail (``smtp``) or by GOV.UK Notify (``notify``).

    Raises:
        ValueError: it is none of these; its text follows the setting's name.
    """
    return _one_of(written, "folder", "smtp", "notify")


def security(written: str) -> str:
    """How a line to a mail server is encrypted."""
    return _one_of(written, "starttls", "tls", "none")


def _one_of(written: str, *known: str) -> str:
    if written not in known:
        raise ValueError(f"must be {', '.join(known[:-1])} or {known[-1]}")
    return written


def mail_address(written: str) -> str:
    """An address of electronic mail, alone."""
    user, _, domain = text(written).rpartition("@")
    if not user or not domain or any(each in written for each in ' <>,;"') or not written.isascii():
        raise ValueError("must be an address like inspections@example.org, and nothing else")
    return written


def telephone(written: str) -> str:
    """A telephone number as people write it, with spaces, brackets and hyphens; it is dialled as it stands."""
    digits = sum(each.isdigit() for each in written)
    plain = written.isascii() and _TELEPHONE.fullmatch(written.removeprefix("("))
    if not plain or not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        raise ValueError("must be a telephone number like 01632 960123 or +44 1632 960123")
    return written


def networks(written: str) -> tuple[str, ...]:
    """Addresses of machines, or networks of them, with commas between them."""
    several = tuple(each.strip() for each in written.split(",") if each.strip())
    try:
        found = tuple(ip_network(each) for each in several)
    except ValueError:
        found = ()
    if not found or any(each.prefixlen == 0 for each in found):  # the whole world stands before no pages
        raise ValueError(
            "must be addresses or networks like 10.1.2.3 or 10.1.2.0/24, with commas between them"
        )
    return tuple(map(str, found))
