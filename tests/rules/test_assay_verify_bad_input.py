"""Whatever file the stand-alone verifier is given, it answers with a verdict, in bounded memory and time."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.notes import PublicKey
from tests.support.dossiers.drawn import (
    PLACE,
    DossierHouse,
    files_of,
    kinds_to_draw,
    passing_folder,
    verifier,
)
from tests.support.dossiers.none import NO_DOSSIERS, NoDossier, bomb, zipped
from tests.support.dossiers.walks import RandomWalk

KEY = str(
    PublicKey("assay/0f3a", Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key().public_bytes_raw())
)
MEMORY = 700 << 20
"""What the program may use of memory, in bytes; a bomb or a file of zeros holds more."""


def verify(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = verifier().verify(content, KEY)
    return found


def test_the_signature_arithmetic_agrees_with_the_rfc_and_with_another_program() -> None:
    assert verifier().self_test()
    random = Random(8032)
    for size in (0, 1, 32, 200, 1023):
        private = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        public, message = private.public_key().public_bytes_raw(), random.randbytes(size)
        signature = private.sign(message)
        assert verifier().signed_by(public, message, signature)
        for place in random.sample(range(64), 6):
            bent = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
            assert not verifier().signed_by(public, message, bent)
        assert not verifier().signed_by(public, message + b"x", signature)


@given(st.binary(max_size=64), st.binary(max_size=80))
def test_no_key_or_signature_is_too_odd_for_it(key: bytes, signature: bytes) -> None:
    assert verifier().signed_by(key, b"message", signature) is False


@pytest.fixture(scope="module")
def real() -> tuple[bytes, str]:
    """A dossier, and its key, with which it is verified."""
    with passing_folder() as folder:
        house = DossierHouse(folder)
        RandomWalk(kinds_to_draw()["youth-2018"][0], house, "yot-2026", Random(5)).to_a_decision()
        content, key = house.dossiers.make("yot-2026").content, str(house.key)
        house.close()
    assert verifier().verify(content, key)["verdict"] == "verified"
    assert zipped(files_of(content)) == content, "what is packed here is packed as Assay packs it"
    return content, key


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("each", NO_DOSSIERS, ids=[each.what for each in NO_DOSSIERS])
def test_what_is_no_dossier_gets_a_verdict_and_a_place(each: NoDossier, real: tuple[bytes, str]) -> None:
    content, key = real
    found = verifier().verify(each.done_to(content), key)
    assert (found["verdict"], found["place"]) == (each.verdict, each.place)


@given(st.binary(max_size=300))
def test_no_bytes_are_a_dossier(content: bytes) -> None:
    assert verify(content)["verdict"] == "changed"


@given(place=st.integers(0, 1 << 20), content=st.binary(min_size=1, max_size=30))
def test_no_bytes_put_into_a_zip_make_it_fail(real: tuple[bytes, str], place: int, content: bytes) -> None:
    whole, key = real
    place %= len(whole)
    found = verifier().verify(whole[:place] + content + whole[place:], key)
    assert found["verdict"] in ("changed", "incomplete", "newer")


def limited(file: Path) -> subprocess.CompletedProcess[str]:
    """The program by itself, with little memory."""
    return subprocess.run(
        [sys.executable, "-I", str(PLACE), str(file), "--key", KEY, "--json"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


def test_neither_a_bomb_nor_two_gigabytes_of_zeros_take_memory(
    real: tuple[bytes, str], tmp_path: Path
) -> None:
    file = tmp_path / "bomb.zip"
    file.write_bytes(bomb(real[0]))
    exploded = limited(file)
    assert (exploded.returncode, exploded.stderr) == (10, "")
    assert "more than it says" in json.loads(exploded.stdout)["place"]
    with file.open("wb") as zeros:
        zeros.truncate(2 << 30)
    large = limited(file)
    assert (large.returncode, json.loads(large.stdout)["place"]) == (
        10,
        "the file is larger than any dossier",
    )
    endless = limited(Path("/dev/zero"))
    assert (endless.returncode, json.loads(endless.stdout)["verdict"]) == (10, "changed")
