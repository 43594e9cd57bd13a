"""What is logged while a test looks on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.testing import capture_logs

__all__ = ["every_log"]


@contextmanager
def every_log() -> Iterator[list[Any]]:
    """What is logged meanwhile, at whatever level and to whatever place another test has set."""
    before = structlog.get_config()
    structlog.reset_defaults()
    try:
        with capture_logs() as logged:
            yield logged
    finally:
        structlog.configure(**before)
