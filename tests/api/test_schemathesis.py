"""The API, asked whatever its description allows and what it does not: no fault, and no answer that is not described.

A part of it is asked in every run; every address, and as each of several roles, among what takes long.
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
SOMETHING = "crc-coast"
"""An inspection of the example."""

NOBODYS = (Role.MACHINERY, Role.PROVIDER_CONTACT)
"""Roles that nobody of the staff has."""

SOME = "me|inspections|time-line|register-provider|receive-evidence|open-benchmark"
"""Every kind of address: with paging, without, open; commands with lists, records, private texts and files."""


def ask(served: ServedApi, token: str, folder: Path, *more: str, patience: float = 110) -> str:
    """Run schemathesis; what it said."""
    words: Sequence[str] = (
        sys.executable, "-m", "schemathesis.cli", "run", f"{served.address}/api/openapi.json",
        "--header", f"Authorization: Bearer {token}", "--checks", CHECKS, "--seed", SAME_EVERY_TIME,
        "--no-color", *more,
    )  # fmt: skip
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=patience)
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
@pytest.mark.timeout(1500)
def test_every_address_is_asked_and_answers_as_described(served_api: ServedApi, tmp_path: Path) -> None:
    """As somebody in every role, of an inspection that there is, with nothing left out for want of time."""
    (tmp_path / "schemathesis.toml").write_text(f'[parameters]\n"path.reference" = "{SOMETHING}"\n')
    token = served_api.token("os-1", [each for each in Role if each not in NOBODYS])
    said = ask(served_api, token, tmp_path, "--phases", "fuzzing", "--max-examples", "3", patience=1400)
    selected, tested = (re.search(rf"{word}: (\d+)", said) for word in ("Selected", "Tested"))
    assert selected, said[-3000:]
    assert tested, said[-3000:]
    assert "Skipped" not in said
    assert int(tested[1]) == int(selected[1]) > 200
    assert asked(said) > 400


@pytest.mark.long
def test_whatever_is_at_the_edges_of_any_address_is_answered_as_described(
    served_api: ServedApi, tmp_path: Path
) -> None:
    """As far as it comes in a while: of all edges of all fields there are some hours."""
    said = ask(
        served_api, served_api.token("os-1", [Role.OPERATIONS_MANAGER]), tmp_path, "--phases", "coverage",
        "--max-time", "22",
    )  # fmt: skip
    assert asked(said) >= 20, "even where everything is slow"


@pytest.mark.long
@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUDITOR, Role.PROVIDER_CONTACT])
def test_whatever_somebody_asks_who_may_do_little_is_answered_as_described(
    served_api: ServedApi, tmp_path: Path, role: Role
) -> None:
    provider = "example-crc-coast" if role is Role.PROVIDER_CONTACT else None
    may = ["receive-evidence", "ask-for-extension"] if provider else []
    holder = "os-1" if role is Role.INSPECTOR else None
    token = served_api.token(holder, [role], may, provider)
    some = "inspection|samples|deadlines|events|result|receive-evidence|ask-for-extension"
    said = ask(
        served_api, token, tmp_path, "--phases", "fuzzing", "--include-operation-id-regex", f"^({some})$",
        "--max-examples", "10", "--max-time", "10",
    )  # fmt: skip
    assert asked(said) >= 5, "even where everything is slow"
