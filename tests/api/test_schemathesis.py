"""The API, asked whatever its description allows and what it does not: no fault, and no answer that is not described.

A part of it is asked in every run; all of it, as each of several roles, among what takes long.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.people.roles import Role
from tests.support.api import ServedApi

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance,ignored_auth"
)
"""What each answer is held to. What is well-formed may be refused all the same: the rules know more than a schema."""

SAME_EVERY_TIME = "20181126"
SOME = "me|inspections|time-line|register-provider|receive-evidence|open-benchmark"
"""Every kind of address: with paging, without, open; commands with lists, records, private texts and files."""


def ask(served: ServedApi, token: str, folder: Path, *more: str) -> str:
    """Run schemathesis; what it said."""
    words: Sequence[str] = (
        sys.executable, "-m", "schemathesis.cli", "run", f"{served.address}/api/openapi.json",
        "--header", f"Authorization: Bearer {token}", "--checks", CHECKS, "--seed", SAME_EVERY_TIME,
        "--no-color", *more,
    )  # fmt: skip
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def asked(said: str) -> int:
    """How many requests were made."""
    found = re.search(r"(\d+) generated, \1 passed", said)
    assert found, said[-3000:]
    return int(found[1])


@pytest.mark.slow
def test_whatever_is_asked_of_some_addresses_is_answered_as_described(
    served_api: ServedApi, tmp_path: Path
) -> None:
    token = served_api.token("os-1", [Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR, Role.INSPECTOR])
    said = ask(
        served_api, token, tmp_path, "--phases", "coverage", "--include-operation-id-regex", f"^({SOME})$",
        "--max-time", "15",
    )  # fmt: skip
    assert asked(said) >= 10, "even where everything is slow"


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "phases", "seconds"),
    [
        (Role.OPERATIONS_MANAGER, "coverage", "25"),
        (Role.LEAD_INSPECTOR, "coverage,fuzzing", "25"),
        (Role.INSPECTOR, "fuzzing", "12"),
        (Role.AUDITOR, "fuzzing", "8"),
        (Role.PROVIDER_CONTACT, "fuzzing", "8"),
    ],
)
def test_whatever_is_asked_in_a_role_is_answered_as_described(
    served_api: ServedApi, tmp_path: Path, role: Role, phases: str, seconds: str
) -> None:
    token = {
        Role.AUDITOR: lambda: served_api.token(None, [role]),
        Role.PROVIDER_CONTACT: lambda: served_api.token(
            None, [role], ["receive-evidence", "ask-for-extension", "hold-evidence"], "example-crc-coast"
        ),
    }.get(role, lambda: served_api.token("os-1", [role]))()
    said = ask(served_api, token, tmp_path, "--phases", phases, "--max-examples", "3", "--max-time", seconds)
    assert asked(said) >= 20, "even where everything is slow"
