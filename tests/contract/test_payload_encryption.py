"""What Temporal is given to keep is encrypted, under keys that may be rotated."""

import asyncio
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure

from activities.ports import StoreFault
from adapters.outbound.keys.payload import PayloadKeys, add_payload_key, make_payload_key
from adapters.outbound.temporal.encrypting import ENCODING, EncryptingCodec, UnreadablePayload, converter
from tests.support.payloads import CODEC, OneKey

SECRET = b"a sentence that nobody may read"


def encoded(codec: EncryptingCodec, payload: Payload) -> Payload:
    (sealed,) = asyncio.run(codec.encode([payload]))
    return sealed


def decoded(codec: EncryptingCodec, payload: Payload) -> Payload:
    (opened,) = asyncio.run(codec.decode([payload]))
    return opened


@given(
    data=st.binary(max_size=200),
    metadata=st.dictionaries(st.text(min_size=1, max_size=8), st.binary(max_size=20), max_size=3),
)
def test_any_payload_comes_back_as_it_was(data: bytes, metadata: dict[str, bytes]) -> None:
    payload = Payload(metadata=metadata, data=data)
    assert decoded(CODEC, encoded(CODEC, payload)) == payload


def test_nothing_of_a_payload_can_be_read_nor_two_alike_be_told() -> None:
    payload = Payload(metadata={"encoding": b"json/plain", "about": SECRET}, data=SECRET)
    first, second = encoded(CODEC, payload), encoded(CODEC, payload)
    assert first.metadata["encoding"] == ENCODING
    assert SECRET not in first.SerializeToString()
    assert b"about" not in first.SerializeToString()
    assert first.data != second.data


@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_a_payload_that_was_changed_anywhere_is_not_read(place: int, bit: int) -> None:
    sealed = encoded(CODEC, Payload(data=SECRET))
    changed = bytearray(sealed.data)
    changed[place % len(changed)] ^= 1 << bit
    sealed.data = bytes(changed)
    with pytest.raises(UnreadablePayload, match="was changed"):
        decoded(CODEC, sealed)


def test_a_payload_that_is_too_short_to_be_one_is_not_read() -> None:
    sealed = encoded(CODEC, Payload(data=SECRET))
    sealed.data = sealed.data[:5]
    with pytest.raises(UnreadablePayload, match="was changed"):
        decoded(CODEC, sealed)


def test_what_was_begun_before_payloads_were_encrypted_is_read_as_it_is() -> None:
    payload = Payload(metadata={"encoding": b"json/plain"}, data=b"7")
    assert decoded(CODEC, payload) == payload


def test_without_its_key_a_payload_is_not_read_and_the_sentence_names_the_key() -> None:
    sealed = encoded(CODEC, Payload(data=SECRET))
    with pytest.raises(UnreadablePayload, match=OneKey().id):
        decoded(EncryptingCodec(OneKey(b"x" * 32)), sealed)


def test_after_a_rotation_new_payloads_have_the_new_key_and_old_ones_are_still_read(tmp_path: Path) -> None:
    make_payload_key(tmp_path)
    before = EncryptingCodec(PayloadKeys(tmp_path))
    old = encoded(before, Payload(data=SECRET))
    added = add_payload_key(tmp_path)
    assert stat.S_IMODE(added.stat().st_mode) == 0o600
    after = EncryptingCodec(PayloadKeys(tmp_path))
    new = encoded(after, Payload(data=SECRET))
    assert old.metadata["assay-key"] != new.metadata["assay-key"]
    assert decoded(after, old).data == decoded(after, new).data == SECRET
    # A process that runs since before the rotation reads the new ones, and from then on encrypts under the new key.
    assert decoded(before, new).data == SECRET
    assert encoded(before, Payload(data=SECRET)).metadata["assay-key"] == new.metadata["assay-key"]


def test_a_key_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    make_payload_key(tmp_path)
    first = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    make_payload_key(tmp_path)
    add_payload_key(tmp_path)
    assert first.items() < {each.name: each.read_bytes() for each in tmp_path.iterdir()}.items()


def test_a_folder_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="assay db migrate"):
        PayloadKeys(tmp_path).newest()


def test_what_a_failure_says_and_where_it_happened_is_encrypted_and_comes_back() -> None:
    async def there_and_back() -> tuple[Failure, BaseException]:
        failure = Failure()
        try:
            raise ValueError(SECRET.decode())
        except ValueError as error:
            await converter(CODEC).encode_failure(error, failure)
        crossed = Failure.FromString(failure.SerializeToString())
        return failure, await converter(CODEC).decode_failure(crossed)

    failure, error = asyncio.run(there_and_back())
    assert SECRET not in failure.SerializeToString()
    assert b"there_and_back" not in failure.SerializeToString(), "the stack trace"
    assert SECRET.decode() in str(error)
