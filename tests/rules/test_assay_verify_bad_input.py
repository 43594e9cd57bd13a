"""Whatever file the stand-alone verifier is given, it answers with a verdict, in bounded memory and time."""

import json
import resource
import subprocess
import sys
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.notes import PublicKey
from tests.support.dossiers import PLACE, verifier

KEY = str(
    PublicKey("assay/0f3a", Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key().public_bytes_raw())
)
MEMORY = 700 << 20
"""What the program may use of memory, in bytes; a bomb or a file of zeros holds more."""


def verify(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = verifier().verify(content, KEY)
    return found


def zipped(files: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """A ZIP as Assay writes them, with whatever else is put behind."""
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, content in (*files.items(), *more):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = ZIP_STORED if name in ("dossier.json", "statement.txt") else ZIP_DEFLATED
            made.writestr(entry, content, compresslevel=9)
    return file.getvalue()


def usual(**changed: bytes) -> dict[str, bytes]:
    """The files of a dossier, with nothing of sense in them but what is given."""
    changed = {"dossier": b'{"format":"assay.dossier.v1"}'} | changed
    names = (*verifier().STORED, *verifier().PACKED)
    return {name: changed.get(name.partition(".")[0], b"{}") for name in names}


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


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"", "changed"),
        (b"\0" * 1000, "changed"),
        (b"{}", "changed"),
        (b"PK\x03\x04", "incomplete"),
        (zipped(usual())[:-1], "incomplete"),
        (zipped(usual())[:200], "incomplete"),
        (zipped(usual()) + b"x", "incomplete"),
        (zipped(usual()), "changed"),
        (zipped({}), "changed"),
        (zipped(usual(), ("../../up.txt", b"x")), "changed"),
        (zipped({"../dossier.json": b"{}"} | usual()), "changed"),
        (zipped(dict(reversed(usual().items()))), "changed"),
        (zipped({name: each for name, each in usual().items() if name != "trace.json"}), "incomplete"),
        (zipped(usual(dossier=b"[" * 500_000)), "changed"),
        (zipped(usual(dossier=b'{"format":"assay.dossier.v2"}')), "newer"),
        (zipped({"dossier.json": b'{"format":"assay.dossier.v3"}', "new.json": b"1"}), "newer"),
        (zipped(usual(dossier=b'{"format":"another"}')), "changed"),
        (zipped(usual(dossier=b'{"format":7}')), "changed"),
        (zipped(usual(dossier=b'{"format": "assay.dossier.v1"}')), "changed"),
        (zipped(usual(dossier=b'{"files":{},"format":"assay.dossier.v1","origin":"o"}')), "changed"),
        (zipped(usual(dossier=b"\xff\xfe")), "changed"),
        (zipped(usual(dossier=b"9" * 5000)), "changed"),
    ],
)
def test_what_is_no_dossier_gets_a_verdict_and_a_place(content: bytes, verdict: str) -> None:
    found = verify(content)
    assert (found["verdict"], bool(found["place"])) == (verdict, True), found


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    for twice in ("trace.json", "dossier.json"):
        assert verify(zipped(usual(), (twice, b"{}")))["verdict"] == "changed"


@given(st.binary(max_size=300))
def test_no_bytes_are_a_dossier(content: bytes) -> None:
    assert verify(content)["verdict"] == "changed"


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=30))
def test_no_bytes_put_into_a_zip_make_it_fail(place: int, content: bytes) -> None:
    whole = zipped(usual())
    place %= len(whole)
    assert verify(whole[:place] + content + whole[place:])["verdict"] in ("changed", "incomplete", "newer")


def bomb() -> bytes:
    """Some hundred kilobytes that unpack to a gigabyte, and say so, or say that it is little."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(64)) + packer.flush()
    whole = zipped(usual())
    name = b"events.jsonl"
    at = whole.index(name) - 30
    head = bytearray(whole[at : at + 30])
    head[18:22] = len(packed).to_bytes(4, "little")
    head[22:26] = (1000).to_bytes(4, "little")
    return whole[:at] + bytes(head) + name + packed + whole[at + 50 :]


def limited(file: Path) -> subprocess.CompletedProcess[str]:
    """The program by itself, with little memory."""
    return subprocess.run(
        [sys.executable, "-I", str(PLACE), str(file), "--key", KEY, "--json"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


def test_neither_a_bomb_nor_two_gigabytes_of_zeros_take_memory(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    file.write_bytes(bomb())
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
