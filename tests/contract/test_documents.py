"""Every document store keeps the same promises: a folder, and a bucket of a real S3-compatible server."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.ports import StoreFault
from activities.privacy.vault import Destroyed, Vault
from adapters.outbound.documents import Bucket, BucketShelf, FolderShelf, Shelf, ShelvedDocuments
from adapters.outbound.documents.sealing import Unsealable, opened, sealed
from domain.canonical import sha256_hex
from domain.holdings.document import document_stream
from domain.refusals import Refused
from tests.support.servers.buckets import SECRET, S3Server, at, faulty_s3
from tests.support.vaults import vault_in

MINUTES = b"Minutes of the board: Jo Bloggs was absent."
DIGEST = sha256_hex(MINUTES)
AT_ONCE = timedelta(milliseconds=400)
"""For a store that never answers."""
IN_TIME = timedelta(minutes=1)
"""For one that does: this machine may have much else to do."""


@pytest.fixture(params=["folder", "bucket", "bucket-prefix"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """An empty shelf, on each kind of place in turn."""
    if request.param == "folder":
        return FolderShelf(tmp_path / "documents")
    server: S3Server = request.getfixturevalue("s3_server")
    return BucketShelf(server.bucket("assay/documents" if request.param == "bucket-prefix" else ""))


@pytest.fixture
def vault(tmp_path: Path) -> Callable[[], Vault]:
    return vault_in(tmp_path / "vault")


@pytest.fixture
def documents(shelf: Shelf, vault: Callable[[], Vault]) -> ShelvedDocuments:
    return ShelvedDocuments(shelf, vault)


@pytest.fixture(params=["keep", "keep_sealed"])
def keep(request: pytest.FixtureRequest, documents: ShelvedDocuments) -> Callable[[bytes], str]:
    """Keeps a file, in plain or encrypted."""
    return getattr(documents, request.param)  # type: ignore[no-any-return]  # one of two methods of the same type


def test_what_is_kept_is_fetched_by_the_digest_of_its_content(
    documents: ShelvedDocuments, keep: Callable[[bytes], str]
) -> None:
    assert documents.fetch(DIGEST) is None
    assert keep(MINUTES) == DIGEST
    assert documents.fetch(DIGEST) == MINUTES
    assert keep(MINUTES) == DIGEST
    assert len(list(documents.names())) == 1


def test_large_and_empty_files_come_back_as_they_were(
    documents: ShelvedDocuments, keep: Callable[[bytes], str]
) -> None:
    large = bytes(range(256)) * 4 * 5 * 1024
    for content in (large, b"", b"\x00"):
        assert documents.fetch(keep(content)) == content


def test_many_who_keep_the_same_file_at_once_keep_it_once(
    documents: ShelvedDocuments, keep: Callable[[bytes], str]
) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(keep, [MINUTES] * 12)) == {DIGEST}
    assert len(list(documents.names())) == 1
    assert documents.fetch(DIGEST) == MINUTES


def test_a_file_that_was_changed_is_not_handed_out(
    documents: ShelvedDocuments, keep: Callable[[bytes], str], shelf: Shelf
) -> None:
    keep(MINUTES)
    (name,) = documents.names()
    kept = shelf.get(name)
    assert kept is not None
    for changed in (kept[:-1] + bytes([kept[-1] ^ 1]), kept[:-1], kept + b" ", b"", b"other bytes"):
        shelf.put(name, changed)
        with pytest.raises(StoreFault, match="no longer what its digest says"):
            documents.fetch(DIGEST)
    shelf.put(name, kept)
    assert documents.fetch(DIGEST) == MINUTES


def test_a_damaged_file_is_put_right_when_it_is_handed_in_again(
    documents: ShelvedDocuments, shelf: Shelf
) -> None:
    documents.keep_sealed(MINUTES)
    shelf.put(f"{DIGEST[:2]}/{DIGEST}.sealed", b"damaged")
    documents.keep_sealed(MINUTES)
    assert documents.fetch(DIGEST) == MINUTES


def test_one_documents_file_does_not_pass_for_anothers(documents: ShelvedDocuments, shelf: Shelf) -> None:
    other = documents.keep_sealed(b"Minutes of another board.")
    documents.keep_sealed(MINUTES)
    kept = shelf.get(f"{other[:2]}/{other}.sealed")
    assert kept is not None
    shelf.put(f"{DIGEST[:2]}/{DIGEST}.sealed", kept)
    with pytest.raises(StoreFault, match="no longer what its digest says"):
        documents.fetch(DIGEST)


def test_nothing_of_an_encrypted_file_can_be_read_from_the_shelf(
    documents: ShelvedDocuments, shelf: Shelf
) -> None:
    documents.keep_sealed(MINUTES)
    (name,) = documents.names()
    kept = shelf.get(name)
    assert kept is not None
    assert b"Bloggs" not in kept
    with pytest.raises(StoreFault, match="no vault here"):
        ShelvedDocuments(shelf).fetch(DIGEST)


def test_an_erased_document_is_read_by_nobody_and_not_kept_again(
    documents: ShelvedDocuments, vault: Callable[[], Vault]
) -> None:
    documents.keep_sealed(MINUTES)
    vault().destroy([Destroyed(document_stream(DIGEST), None, datetime(2018, 7, 2, tzinfo=UTC))])
    with pytest.raises(StoreFault, match="was erased"):
        documents.fetch(DIGEST)
    with pytest.raises(Refused, match="document-erased"):
        documents.keep_sealed(MINUTES)


def test_a_file_moves_to_another_shelf_as_it_is_kept(
    documents: ShelvedDocuments, tmp_path: Path, vault: Callable[[], Vault]
) -> None:
    documents.keep(b"a report")
    documents.keep_sealed(MINUTES)
    elsewhere = ShelvedDocuments(FolderShelf(tmp_path / "elsewhere"), vault)
    for name in documents.names():
        content = documents.read(name)
        assert content is not None
        elsewhere.put(name, content)
    assert elsewhere.fetch(DIGEST) == MINUTES
    assert elsewhere.fetch(sha256_hex(b"a report")) == b"a report"
    assert sorted(elsewhere.names()) == sorted(documents.names())


def test_what_is_no_document_is_not_listed(documents: ShelvedDocuments, shelf: Shelf) -> None:
    shelf.put("ab/half-a-file", b"x")
    assert list(documents.names()) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), at_=st.integers(0, 10_000), by=st.integers(1, 255))
def test_no_byte_of_an_encrypted_file_can_be_changed_unseen(
    vault: Callable[[], Vault], content: bytes, at_: int, by: int
) -> None:
    digest = sha256_hex(content)
    kept = bytearray(sealed(content, digest, vault()))
    assert opened(bytes(kept), digest, vault()) == content
    kept[at_ % len(kept)] ^= by
    with pytest.raises((Unsealable, StoreFault)):
        opened(bytes(kept), digest, vault())


# A folder's own troubles


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file in its place")
    documents = ShelvedDocuments(FolderShelf(tmp_path / "documents"))
    with pytest.raises(StoreFault, match=r"The document could not be kept in .*documents"):
        documents.keep(MINUTES)
    with pytest.raises(StoreFault, match="could not be read"):
        documents.fetch(DIGEST)


def test_half_a_file_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = ShelvedDocuments(FolderShelf(tmp_path / "documents"))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("adapters.outbound.documents.shelves.os.fsync", full)
    with pytest.raises(StoreFault, match="No space left on device"):
        documents.keep(MINUTES)
    assert [path for path in (tmp_path / "documents").rglob("*") if path.is_file()] == []
    shutil.rmtree(tmp_path / "documents")


# A bucket's own troubles


def bucket_documents(bucket: Bucket, within: timedelta = IN_TIME) -> ShelvedDocuments:
    return ShelvedDocuments(BucketShelf(bucket, answered_within=within, tried_again=1))


TROUBLES: dict[str, tuple[int | None, str]] = {
    "refuses the keys": (403, "its keys are refused there"),
    "always fails": (500, "it does not answer as it should"),
    "is always busy": (503, "it does not answer as it should"),
    "never answers": (None, "it does not answer as it should"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_store_with_a_fault_is_told_in_a_sentence_without_its_secret(trouble: str) -> None:
    status, says = TROUBLES[trouble]
    with faulty_s3(lambda _: status) as bucket:
        documents = bucket_documents(bucket, AT_ONCE if status is None else IN_TIME)
        for deed in (lambda: documents.keep(MINUTES), lambda: documents.fetch(DIGEST)):
            with pytest.raises(StoreFault) as told:
                deed()
            assert str(told.value).endswith(f"s3://assay/documents: {says}.")
            assert SECRET not in str(told.value)
            assert told.value.__cause__ is None
        with pytest.raises(StoreFault, match="could not be listed in s3://assay/documents"):
            list(documents.names())
    assert SECRET not in repr(bucket)


def test_a_store_that_fails_now_and_then_is_asked_again() -> None:
    with faulty_s3(lambda number: 500 if number % 2 == 0 else 200) as bucket:
        assert bucket_documents(bucket).keep(MINUTES) == DIGEST


def test_a_store_that_is_not_there_or_has_no_such_bucket_is_said(s3_server: S3Server) -> None:
    with faulty_s3(lambda _: 200) as gone:
        pass
    with pytest.raises(StoreFault, match="does not answer as it should"):
        bucket_documents(gone).keep(MINUTES)
    with pytest.raises(StoreFault, match="could not be kept in s3://nobodys"):
        bucket_documents(at(s3_server.endpoint, "s3://nobodys/documents")).keep(MINUTES)
