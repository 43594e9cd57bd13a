"""Structured logs: one JSON object a line, with the trace it belongs to, and never anything about a person."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

from activities.ports import StoreFault

__all__ = ["LARGEST_LOG_BYTES", "configure_logs"]

LARGEST_LOG_BYTES = 20_000_000
"""At a start, a larger log is put aside (one is kept), so that a disk is not filled by logs in the long run."""

_LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

_FILES: list[TextIO] = []
"""The file that is logged to, to be closed when another takes its place."""


def configure_logs(level: str, file: Path | None = None) -> None:
    """Log from now on, for the whole process.

    Args:
        level: debug, info, warning or error.
        file: where to; standard error if not given.

    Raises:
        StoreFault: the file cannot be written.
    """
    before = list(_FILES)
    out = _open(file) if file else sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _trace,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(sort_keys=True, default=str),
            ],
        )
    )
    # What libraries say: from warnings on, whatever our own level; Temporal's and SQLAlchemy's details are their own.
    logging.basicConfig(handlers=[handler], level=max(_LEVELS[level], logging.WARNING), force=True)
    for each in before:
        _FILES.remove(each)
        each.close()


def _open(file: Path) -> TextIO:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.is_file() and file.stat().st_size > LARGEST_LOG_BYTES:
            file.replace(file.with_name(f"{file.name}.1"))
        _FILES.append(file.open("a", encoding="utf-8", buffering=1))
        return _FILES[-1]
    except OSError as error:
        raise StoreFault(f"The log {file} cannot be written to: {error.strerror}.") from error


def _trace(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the ids of the trace and span that the line belongs to, where tracing is switched on."""
    api = sys.modules.get("opentelemetry.trace")
    if api is not None:
        context = api.get_current_span().get_span_context()
        if context.is_valid:
            event["trace_id"] = f"{context.trace_id:032x}"
            event["span_id"] = f"{context.span_id:016x}"
    return event
