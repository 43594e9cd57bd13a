"""An encrypted file opens with its own key, unaltered, and in no other way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.ports import StoreFault
from adapters.outbound.strongbox import Strongbox

BOX = Strongbox()


@given(st.binary(max_size=300))
def test_what_was_locked_is_unlocked_with_its_key(content: bytes) -> None:
    locked, key = BOX.lock(content)
    assert BOX.unlock(locked, key) == content
    assert content not in locked or len(content) < 4


def test_two_files_have_two_keys_and_the_same_file_never_looks_the_same() -> None:
    one, other = BOX.lock(b"a list"), BOX.lock(b"a list")
    assert one[0] != other[0]
    assert one[1] != other[1]
    assert BOX.fresh() != BOX.fresh()


@given(st.data())
def test_an_altered_file_does_not_open(data: st.DataObject) -> None:
    locked, key = BOX.lock(b"the rows of a list")
    place = data.draw(st.integers(len(b"assay encrypted file 1\n"), len(locked) - 1))
    altered = bytearray(locked)
    altered[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(StoreFault, match="does not open"):
        BOX.unlock(bytes(altered), key)


@pytest.mark.parametrize("key", ["", "a", "AAAA", "é" * 44, "A" * 43 + "="])
def test_another_key_does_not_open_it(key: str) -> None:
    with pytest.raises(StoreFault, match="does not open"):
        BOX.unlock(BOX.lock(b"the rows of a list")[0], key)


@pytest.mark.parametrize("content", [b"", b"assay encrypted file 1\n", b"a list, in plain"])
def test_what_is_no_such_file_does_not_open(content: bytes) -> None:
    with pytest.raises(StoreFault, match="does not open"):
        BOX.unlock(content, BOX.lock(b"")[1])
