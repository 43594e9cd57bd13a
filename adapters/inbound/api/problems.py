"""What an answer says when nothing was done: a problem document (RFC 9457), with the sentence that a person would read.

The code is stable and is what programs compare; the status follows from it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from domain.refusals import Refusal

__all__ = ["MEDIA_TYPE", "Trouble", "of_refusal", "problem"]

MEDIA_TYPE = "application/problem+json"

_TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "No token that is good",
    403: "Not for this token",
    404: "Nothing there, or not for this token",
    405: "Not this way",
    409: "Refused by the rules",
    412: "It has moved on",
    413: "Too large",
    415: "Of another kind than is taken",
    422: "Not what it must be",
    429: "Too much at once",
    503: "Not at the moment",
}

_STATUS: Mapping[str, int] = {
    "stale-version": 412,
    "too-large": 413,
    "wrong-kind-of-file": 415,
    "empty-file": 422,
    "virus-found": 422,
    "bad-value": 422,
    "bad-day": 422,
    "reason-says-nothing": 422,
}

_NOT_FOR_THEM = frozenset(
    {
        "conflict-of-interest",
        "cooling-off",
        "deputy-unclear",
        "has-left",
        "kept-apart",
        "look-not-noted",
        "not-a-deputy",
        "not-authorised",
        "not-granted",
        "not-on-staff",
        "not-trained",
        "own-case",
        "role-not-held",
    }
)
"""Refusals of the person and not of the moment: answered with 403. So are those that begin with ``not-their-``."""


class Trouble(Exception):
    """Ends a request with a problem document."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.answer = problem(status, code, sentence, errors=errors, headers=headers)


def status_of(refusal: Refusal) -> int:
    """The status of the answer to a command that was refused, or to a look."""
    code = refusal.code
    if code in _STATUS:
        return _STATUS[code]
    if code in _NOT_FOR_THEM or code.startswith("not-their-"):
        return 403
    return 404 if code.startswith("unknown-") else 409


def of_refusal(refusal: Refusal, **more: Any) -> Response:
    """The problem document for a refusal.

    Args:
        refusal: why nothing was done.
        more: what else is said: the id of the command, and whether it was refused before.
    """
    return problem(status_of(refusal), refusal.code, refusal.sentence, more=more)


def problem(
    status: int,
    code: str,
    sentence: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """A problem document.

    Args:
        status: of the answer.
        code: stable, for programs.
        sentence: for people.
        errors: each value that is not what it must be, with why.
        headers: what else the answer carries.
        more: further members.
    """
    said: dict[str, Any] = {
        "type": f"urn:assay:problem:{code}",
        "title": _TITLES[status],
        "status": status,
        "detail": sentence,
        "code": code,
        **(more or {}),
    }
    if errors:
        said["errors"] = list(errors)
    return Response(
        json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"),
        status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
