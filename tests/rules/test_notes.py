"""Signed notes and checkpoints: the published example, round trips, and what is not one."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.checkpoints import Checkpoint
from domain.ledger.notes import PublicKey, open_note, sign_note


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class Hand:
    """Signs with a key made from a number."""

    def __init__(self, name: str, number: int) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        self.key = PublicKey(name, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


OURS, ANOTHER = Hand("assay.example/record", 1), Hand("assay.example/record", 2)

# The example that the documentation of the Go module golang.org/x/mod/sumdb/note prints, by way of which the format
# became a specification.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_published_note_is_signed_by_the_published_key() -> None:
    key = PublicKey.parse(PUBLISHED_KEY)
    assert str(key) == PUBLISHED_KEY
    assert open_note(PUBLISHED_NOTE).signed_by([key], verify) == key


@given(st.text(alphabet=st.characters(min_codepoint=0x20, exclude_categories=["Cs"]), min_size=1))
def test_a_note_that_was_signed_is_read_back_with_its_signer(line: str) -> None:
    note = open_note(sign_note(f"{line}\n", OURS))
    assert note.text == f"{line}\n"
    assert note.signed_by([ANOTHER.key, OURS.key], verify) == OURS.key
    assert note.signed_by([ANOTHER.key], verify) is None


def test_a_changed_text_is_signed_by_nobody() -> None:
    note = sign_note("one\ntwo\n", OURS).replace("two", "too")
    assert open_note(note).signed_by([OURS.key], verify) is None


def test_a_text_may_hold_empty_lines_of_its_own() -> None:
    assert open_note(sign_note("one\n\ntwo\n", OURS)).text == "one\n\ntwo\n"


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nno dash\n",
        "text\n\n\u2014 name not-base64!\n",
        "text\n\n\u2014 name AAAA\n",
        "te\x07xt\n\n\u2014 name AAAAAAAA\n",
        "text\n\n\u2014 name AAAAAAAA",
        "x" * 100_001,
        "text\n\n" + "\u2014 name AAAAAAAA\n" * 101,
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match=r"note|signature"):
        open_note(note)


@pytest.mark.parametrize("text", ["no line break", "a\tb\n", "a\rb\n"])
def test_what_cannot_be_a_text_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="whole lines"):
        sign_note(text, OURS)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        "name+00000000",
        "name+00000000+%%%",
        f"name+00000000+{PUBLISHED_KEY.split('+', 2)[2]}",
        "n+0+AgAA",
    ],
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        PublicKey.parse(key)


@given(st.integers(0, 2**60), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_back_as_it_was_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint("assay.example/record", size, root)
    assert Checkpoint.parse(str(checkpoint)) == checkpoint
    assert Checkpoint.parse(f"{checkpoint}an extension\n") == checkpoint


@pytest.mark.parametrize(
    "text", ["", "o\n1\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\n!\n", "o\n1\nAAAA\n", "\n1\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="checkpoint"):
        Checkpoint.parse(text)


def test_the_vectors_name_their_source() -> None:
    folder = Path(__file__).parent / "vectors" / "merkle"
    assert all("source" in each.read_text(encoding="utf-8") for each in folder.glob("*.json"))
