"""Every file that comes in is looked at by a virus scanner: the real ClamAV daemon, and one that has its faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from activities.ports import StoreFault
from adapters.outbound.scanning import ClamdScanner, scanner_address
from tests.support.servers.clamd import EICAR, FINDS, clamd, small_clamd

LARGE = bytes(range(256)) * 4 * 3 * 1024


@pytest.fixture(params=["the real daemon", "one that speaks its protocol"], scope="module")
def scanner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClamdScanner]:
    if request.param == "the real daemon":
        with clamd(tmp_path_factory.mktemp("clamd")) as place:
            if place is None:
                pytest.skip("the ClamAV daemon is not installed; the other scanner speaks its protocol")
            yield ClamdScanner(place)
        return

    def answer(content: bytes) -> bytes:
        return b"stream: Assay.Test.Signature.UNOFFICIAL FOUND\x00" if EICAR in content else b"stream: OK\x00"

    with small_clamd(answer) as address:
        yield ClamdScanner(address)


def test_a_virus_is_found_and_named(scanner: ClamdScanner) -> None:
    assert scanner.scan(EICAR) == f"{FINDS}.UNOFFICIAL"
    assert scanner.scan(b"A letter.\n" + EICAR) == f"{FINDS}.UNOFFICIAL"


def test_what_has_none_passes_be_it_large_or_empty(scanner: ClamdScanner) -> None:
    for content in (b"%PDF-1.7 the plan", LARGE, b""):
        assert scanner.scan(content) is None


def test_a_file_beyond_the_scanners_own_limit_is_not_taken_for_clean(tmp_path: Path) -> None:
    with clamd(tmp_path / "clamd") as place:
        if place is None:
            pytest.skip("the ClamAV daemon is not installed; no other scanner has its limits")
        with pytest.raises(StoreFault, match="nothing is taken in that it has not looked at"):
            ClamdScanner(place).scan(LARGE * 2)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"INSTREAM size limit exceeded. ERROR\x00", "size limit exceeded"),
        (b"stream: Can't allocate memory ERROR\x00", "allocate memory"),
        (b"OK but not quite\x00", "not quite"),
        (b"\x00", "did not answer"),
        (None, "did not answer"),
    ],
)
def test_a_scanner_that_does_not_say_so_has_not_found_a_file_clean(answer: bytes | None, says: str) -> None:
    with small_clamd(lambda _: answer) as address, pytest.raises(StoreFault, match=says):
        ClamdScanner(address).scan(b"a letter")


def test_a_scanner_that_is_not_there_or_is_silent_is_said(tmp_path: Path) -> None:
    with small_clamd(lambda _: None) as gone:
        pass
    for nowhere in (gone, str(tmp_path / "nothing.sock")):
        with pytest.raises(StoreFault, match="cannot be asked"):
            ClamdScanner(nowhere).scan(b"a letter")


def test_a_document_is_sent_to_this_machine_and_no_other() -> None:
    assert scanner_address("127.0.0.1:3310") == ("127.0.0.1", 3310)
    assert scanner_address("[::1]:3310") == ("::1", 3310)
    assert scanner_address("/run/clamav/clamd.ctl") == "/run/clamav/clamd.ctl"
    for elsewhere in ("10.0.0.7:3310", "scanner.example:3310"):
        with pytest.raises(ValueError, match="on this machine"):
            scanner_address(elsewhere)
    for nonsense in ("clamd", "127.0.0.1:", ":3310", "127.0.0.1:99999", "127.0.0.1:x"):
        with pytest.raises(ValueError, match="must be the path of a socket"):
            scanner_address(nonsense)
