"""What is committed names no host of a package index and no place on somebody's machine, and its locks are whole."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.arch.tree import ROOT, label, tracked

LARGEST_FILE_BYTES = 1_000_000

# Written in pieces, so that this file is as clean as the others.
INDEX_HOSTS = (
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "yarnpkg" + ".com",
)
INDEX_SETTINGS = ("--" + "index-url", "--" + "extra-index-url", "--" + "find-links", "--" + "trusted-host")
MACHINE_PLACES = re.compile(
    r"(?<![\w.$}~-])/("
    + "|".join(("ro" + "ot", "ho" + "me/[a-z]", "Us" + "ers", "wo" + "rk", "op" + "t/py"))
    + r")/"
)

RUNTIME = ROOT / "requirements" / "runtime.txt"
DEV = ROOT / "requirements" / "dev.txt"
BENCH = ROOT / "requirements" / "bench.txt"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(path: Path) -> dict[str, str]:
    """Name to version of everything that a lock pins."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", path.read_text(), flags=re.MULTILINE)
    return {normal(name): version for name, version in pins}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def wanted(requirements: list[Any]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", one) for one in requirements if isinstance(one, str))
    return {normal(match.group()) for match in found if match}


def test_no_file_names_an_index_or_a_place_on_a_machine() -> None:
    named: dict[str, list[str]] = {}
    for path in tracked():
        text = text_of(path) or ""
        words = [word for word in (*INDEX_HOSTS, *INDEX_SETTINGS) if word in text]
        if found := words + [match.group() for match in MACHINE_PLACES.finditer(text)]:
            named[label(path)] = found
    assert named == {}


def test_no_file_is_too_large_to_review() -> None:
    assert [label(path) for path in tracked() if path.stat().st_size > LARGEST_FILE_BYTES] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.stem))
def test_everything_in_a_lock_is_pinned_and_hashed(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+==\S+( ; [^\\]+)? \\\n", block), block.splitlines()[0]
        assert "--hash=sha256:" in block
    assert "://" not in lock.read_text()


def test_the_lock_of_the_styles_names_no_address_and_everything_in_it_by_its_digest() -> None:
    text = (ROOT / "requirements" / "web" / "package-lock.json").read_text()
    assert "://" not in text
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert len(packages) > 2
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []


def test_the_locks_hold_all_that_the_project_asks_for() -> None:
    settings = project()
    runtime, dev = locked(RUNTIME), locked(DEV)
    assert wanted(settings["project"]["dependencies"]) <= runtime.keys()
    assert wanted(settings["dependency-groups"]["dev"]) <= dev.keys()
    assert runtime.items() <= dev.items(), "what is tested is what is run"
    bench = locked(BENCH)
    assert wanted(settings["dependency-groups"]["bench"]) <= bench.keys()
    assert {**bench, **dev}.items() >= bench.items(), "what is measured is what is run"


def test_what_builds_the_project_is_locked_to_the_same_version() -> None:
    settings = project()
    assert settings["build-system"]["requires"] == settings["dependency-groups"]["build"]
    name, _, version = settings["build-system"]["requires"][0].partition("==")
    assert locked(RUNTIME)[name] == version


def test_what_the_tools_make_is_ignored_by_git() -> None:
    made = [
        ".venv/x",
        "var/assay.db",
        "x/__pycache__/y.pyc",
        ".mypy_cache/x",
        ".ruff_cache/x",
        ".hypothesis/x",
    ]
    words = ["git", "-C", str(ROOT), "check-ignore", "--no-index", *made]
    assert subprocess.run(words, capture_output=True, text=True).stdout.split() == made
