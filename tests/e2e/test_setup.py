"""`make setup`: whole or not at all, quick when nothing has changed, and one sentence when it cannot be."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Stands in for Python: makes an environment whose pip does as it is told, and writes down what was asked.
PYTHON = """#!/bin/sh
echo "$*" >>"$ASKED"
case "$1 $2" in
    "-V ") echo "Python 3.11.99" ;;
    "-m venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m pip")
        case "$*" in
            *$PIP_FAILS_AT*) exit 1 ;;
            *--editable*)
                echo '#!/bin/sh' >.venv/bin/assay
                echo '#!/bin/sh\necho "npm $*" >>"$ASKED"; case "$1" in $NPM_FAILS_AT) exit 1 ;; esac' >.venv/bin/npm
                chmod +x .venv/bin/assay .venv/bin/npm ;;
        esac ;;
    "-c import sys; sys.exit(sys.version_info < (3, 11))") exit "${TOO_OLD:-0}" ;;
    "-c import sys; print(sys.version)") echo "3.11.99 (stand-in)" ;;
    "-c import venv, ensurepip") exit "${NO_VENV:-0}" ;;
esac
"""


class Clone:
    """A folder with what `make setup` reads, and a Python that only writes down what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "requirements").mkdir(parents=True)
        for name in ("Makefile", "requirements/install.sh", "requirements/dev.txt"):
            shutil.copy(ROOT / name, folder / name)
        shutil.copytree(
            ROOT / "requirements" / "web",
            folder / "requirements" / "web",
            ignore=shutil.ignore_patterns("node_modules"),
        )
        self.python = folder / "stand-in"
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)
        self.asked = folder / "asked"

    def setup(self, **environment: str) -> subprocess.CompletedProcess[str]:
        self.asked.write_text("")
        settings = {
            "ASKED": str(self.asked),
            "PYTHON": str(self.python),
            "PIP_FAILS_AT": "nothing",
            "NPM_FAILS_AT": "nothing",
            **environment,
        }
        settings = {"PATH": "/usr/bin:/bin", **settings}
        return subprocess.run(
            ["make", "--no-print-directory", "setup"],
            cwd=self.folder,
            env=settings,
            capture_output=True,
            text=True,
        )

    def installs(self) -> list[str]:
        return [line for line in self.asked.read_text().splitlines() if line.startswith("-m pip")]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone")


def test_everything_comes_from_the_lock_by_its_hash_and_nothing_is_built_with_what_is_not_in_it(
    clone: Clone,
) -> None:
    done = clone.setup()
    assert done.returncode == 0, done.stderr
    from_lock, itself = clone.installs()
    assert "--require-hashes --no-deps --only-binary :all: -r requirements/dev.txt" in from_lock
    assert "--no-build-isolation --no-deps --editable ." in itself


def test_when_nothing_has_changed_nothing_is_done(clone: Clone) -> None:
    clone.setup()
    again = clone.setup()
    assert (again.returncode, again.stdout) == (0, "")
    assert clone.installs() == []


@pytest.mark.parametrize("place", ["--require-hashes", "--editable"])
def test_a_run_that_was_cut_short_is_completed_by_the_next(clone: Clone, place: str) -> None:
    broken = clone.setup(PIP_FAILS_AT=place)
    assert broken.returncode != 0
    assert "assay: " in broken.stderr
    done = clone.setup()
    assert done.returncode == 0
    assert len(clone.installs()) == 2
    assert clone.setup().stdout == ""


def test_styles_that_cannot_be_fetched_are_said_and_fetched_by_the_next(clone: Clone) -> None:
    broken = clone.setup(NPM_FAILS_AT="ci")
    assert "assay: the pages' styles could not be fetched" in broken.stderr
    assert not (clone.folder / ".venv" / "ready").exists()
    assert clone.setup().returncode == 0
    assert "npm ci --prefix .venv/web" in clone.asked.read_text()


def test_a_changed_lock_is_installed(clone: Clone) -> None:
    clone.setup()
    lock = clone.folder / "requirements" / "dev.txt"
    lock.write_text(lock.read_text() + "\n")
    clone.setup()
    assert len(clone.installs()) == 2


def test_a_folder_that_was_moved_is_set_up_anew(clone: Clone, tmp_path: Path) -> None:
    clone.setup()
    moved = Clone.__new__(Clone)
    moved.folder = tmp_path / "moved"
    clone.folder.rename(moved.folder)
    moved.python, moved.asked = moved.folder / "stand-in", moved.folder / "asked"
    assert moved.setup().returncode == 0
    assert len(moved.installs()) == 2


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ({"TOO_OLD": "1", "PATH": "/nowhere"}, "Python 3.11 or newer is needed"),
        ({"NO_VENV": "1"}, "apt-get install python3-venv"),
        ({"ASSAY_LOCK": "other"}, "there is no lock named requirements/other.txt"),
    ],
)
def test_what_stands_in_the_way_is_said_in_one_sentence(
    clone: Clone, trouble: dict[str, str], sentence: str
) -> None:
    path = trouble.get("PATH")
    if path:
        tools = clone.folder / "tools"
        tools.mkdir()
        for tool in ("make", "sh", "dirname", "cat", "cksum", "tr"):
            (tools / tool).symlink_to(shutil.which(tool) or tool)
        trouble = {**trouble, "PATH": str(tools)}
    done = clone.setup(**trouble)
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(said) == 1
    assert said[0].startswith("assay: ")
    assert sentence in said[0]
