"""Chance from the operating system, for the secret part of an address that nobody is to guess."""

import secrets

from activities.reporting.embargoed import TOKEN_BYTES

__all__ = ["secret_part"]


def secret_part() -> str:
    """The secret part of an address, as letters that any address may have."""
    return secrets.token_urlsafe(TOKEN_BYTES)
