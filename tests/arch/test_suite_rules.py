"""The suite itself: a missing part is told, and in CI is a failure; a warning is one too."""

import os
import subprocess
import sys
from pathlib import Path

from tests.arch.tree import ROOT

SAMPLE = """
import warnings
import pytest
from tests.support.missing import missing_part


def test_that_needs_a_part():
    missing_part("the moon")


@pytest.mark.skip(reason="not on a Sunday")
def test_that_is_skipped_for_another_reason():
    raise AssertionError


def test_that_passes():
    pass
"""


def run_sample(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(text)
    words = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    plain = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    return subprocess.run(
        [*words, "-p", "tests.conftest", str(folder / "test_sample.py")],
        cwd=ROOT,
        env={**plain, **environment},
        capture_output=True,
        text=True,
    )


def test_on_somebodys_machine_a_missing_part_is_skipped_and_told(tmp_path: Path) -> None:
    done = run_sample(tmp_path, SAMPLE)
    assert done.returncode == 0, done.stdout
    assert "1 tests ran, 2 were skipped" in done.stdout
    assert "1 skipped: missing part: the moon" in done.stdout
    assert "1 skipped: not on a Sunday" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 passed, 2 skipped in ")


def test_in_ci_a_missing_part_is_a_failure(tmp_path: Path) -> None:
    done = run_sample(tmp_path, SAMPLE, CI="true")
    assert done.returncode == 1
    assert "missing part: the moon" in done.stdout
    assert "1 failed, 1 passed, 1 skipped" in done.stdout.splitlines()[-1]


def test_a_warning_is_an_error(tmp_path: Path) -> None:
    done = run_sample(tmp_path, "import warnings\n\ndef test_it():\n    warnings.warn('beware')\n")
    assert done.returncode == 1
    assert "UserWarning: beware" in done.stdout
