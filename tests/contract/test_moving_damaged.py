"""Exports that are damaged, forged or meant to do harm: each refused in one sentence, no record left behind."""

import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from activities.proof.verdicts import Broken
from adapters.outbound.moving import tape
from adapters.outbound.store import StoreMissing, check, create, open_store
from domain.refusals import Refused
from tests.support.moving import Mover, Parts, administer, filled, forged


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a small record, as a folder and as a tar file, with the database it came from."""
    folder = tmp_path_factory.mktemp("whole")
    url = f"sqlite:///{folder}/assay.db"
    create(url, simulated=True)
    store = open_store(url)
    filled(store, commands=12)
    store.close()
    mover = Mover(url, folder)
    mover.out(folder / "export")
    mover.out(folder / "export.tar")
    return folder


@pytest.fixture
def export(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    shutil.copytree(whole / "export", tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def mover(tmp_path: Path) -> Iterator[Mover]:
    """Imports to a new place, where no record must have come to be when the test ends."""
    url = f"sqlite:///{tmp_path}/new/assay.db"
    yield Mover(url, tmp_path / "new")
    with pytest.raises(StoreMissing):
        check(url)


def first(export: Path, kind: str) -> Path:
    return export / kind / "000000001.jsonl"


def cut(export: Path) -> None:
    content = first(export, "events").read_bytes()
    first(export, "events").write_bytes(content[:-40])


def flip(export: Path) -> None:
    content = bytearray(first(export, "events").read_bytes())
    content[500] ^= 1
    first(export, "events").write_bytes(bytes(content))


def newer(export: Path) -> None:
    manifest = json.loads((export / "manifest.json").read_bytes())
    manifest |= {"format_version": 7, "something": "new"}
    (export / "manifest.json").write_text(json.dumps(manifest))


def amended(**changes: object) -> Callable[[Path], None]:
    def amend(export: Path) -> None:
        manifest = json.loads((export / "manifest.json").read_bytes())
        (export / "manifest.json").write_text(json.dumps(manifest | changes))

    return amend


def linked(export: Path) -> None:
    first(export, "events").rename(export.parent / "elsewhere")
    first(export, "events").symlink_to(export.parent / "elsewhere")


def renamed(name: str) -> Callable[[Path], None]:
    def rename(export: Path) -> None:
        manifest = json.loads((export / "manifest.json").read_bytes())
        manifest["files"][0]["name"] = name
        (export / "manifest.json").write_text(json.dumps(manifest))

    return rename


DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a file was cut short": (cut, "damaged-export", "events/000000001.jsonl"),
    "a byte was changed": (flip, "damaged-export", "events/000000001.jsonl"),
    "a file is missing": (lambda e: first(e, "refusals").unlink(), "damaged-export", "refusals/000000001.jsonl"),
    "a file is there that should not be": (lambda e: (e / "x").touch(), "damaged-export", "x"),
    "a file is a link": (linked, "bad-export", "000000001.jsonl"),
    "it was never finished": (lambda e: (e / "manifest.json").unlink(), "bad-export", "never finished"),
    "it has a newer format": (newer, "newer-export", "format 7"),
    "the manifest is cut short": (lambda e: (e / "manifest.json").write_text('{"format":'), "bad-export", "JSON"),
    "the manifest nests without end": (
        lambda e: (e / "manifest.json").write_text("[" * 100_000), "bad-export", "JSON"),
    "the manifest is another's": (amended(format="tar"), "bad-export", "Assay"),
    "the manifest lacks a digest": (amended(files=[{"name": "events/000000001.jsonl"}]), "bad-export", "files"),
    "positions do not fit": (amended(last=-1), "bad-export", "positions"),
    "numbers are no numbers": (amended(last="many"), "bad-export", "last"),
    "a name climbs out": (renamed("../../etc/passwd"), "bad-export", "etc/passwd"),
    "a name is absolute": (renamed("/etc/passwd"), "bad-export", "etc/passwd"),
    "a name is a rule's that climbs": (renamed("rules/schemes/../../x.toml"), "bad-export", "x.toml"),
    "files come in another order": (renamed("refusals/000000002.jsonl"), "bad-export", "000000002"),
    "it is not whole": (amended(after=3), "bad-export", "positions"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_export_is_refused_and_the_sentence_names_the_place(
    export: Path, mover: Mover, damage: str
) -> None:
    spoil, code, place = DAMAGES[damage]
    spoil(export)
    with pytest.raises(Refused) as refused:
        mover.bring_in(export)
    assert (refused.value.refusal.code, place in refused.value.refusal.sentence) == (code, True), str(refused)


def lines(kind: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Parts], None]:
    return lambda parts: parts.put(kind, change(parts.lines(kind)))


def swapped(found: list[bytes]) -> list[bytes]:
    return [*found[:3], found[4], found[3], *found[5:]]


def reworded(old: bytes, new: bytes, line: int) -> Callable[[list[bytes]], list[bytes]]:
    def reword(found: list[bytes]) -> list[bytes]:
        assert old in found[line]
        return [*found[:line], found[line].replace(old, new, 1), *found[line + 1 :]]

    return reword


def rows(kind: str, line: int, **changes: object) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        found = parts.lines(kind)
        found[line] = json.dumps(json.loads(found[line]) | changes, sort_keys=True).encode() + b"\n"
        parts.put(kind, found)

    return change


FORGERIES: dict[str, tuple[Callable[[Parts], None], str]] = {
    "an event was changed": (lines("events", reworded(b"note", b"vote", 2)), "changed"),
    "an event in the middle was dropped": (lines("events", lambda f: f[:5] + f[6:]), "incomplete"),
    "the last events were dropped": (lines("events", lambda f: f[:-1]), "incomplete"),
    "two events were swapped": (lines("events", swapped), "incomplete"),
    "an event is there twice": (lines("events", lambda f: [*f, f[0]]), "changed"),
    "an event has a member twice": (
        lines("events", reworded(b'"data":{', b'"data":{},"stream":"case-x","data":{', 0)), "changed"),
    "time goes back": (lines("events", lambda f: [
        each.replace(b'"recorded_at":"2018', b'"recorded_at":"2019') if n == 0 else each for n, each in enumerate(f)
    ]), "changed"),
    "a command was dropped": (lines("commands", lambda f: f[:2] + f[3:]), "incomplete"),
    "a command claims other events": (rows("commands", 1, first_position=2, last_position=9), "incomplete"),
    "a command claims too many events": (rows("commands", 11, last_position=10**18), "incomplete"),
    "a command that changed nothing claims an event": (rows("commands", 12, last_position=3), "changed"),
    "a command is there twice": (lines("commands", lambda f: [*f, f[-1]]), "changed"),
    "a refusal was dropped": (lines("refusals", lambda f: f[:1] + f[2:]), "incomplete"),
    "a refusal answers another's command": (rows("refusals", 1, command_id="a-refused-0"), "changed"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_record_is_found_out_although_its_manifest_agrees(
    export: Path, mover: Mover, forgery: str
) -> None:
    change, verdict = FORGERIES[forgery]
    forged(export, change)
    with pytest.raises(Broken) as found:
        mover.bring_in(export)
    assert found.value.finding.verdict == verdict, str(found.value)


NONSENSE: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a line is no JSON": (lines("commands", lambda f: [b"nonsense\n", *f]), "line 1: it is not JSON"),
    "a line lacks a member": (lines("refusals", lambda f: [b'{"number":1}\n']), "line 1: its members"),
    "a number is a text": (rows("commands", 0, first_position="1"), "line 1: first_position"),
    "a number is true": (rows("commands", 0, first_position=True), "line 1: first_position"),
    "a number is too large to keep": (rows("commands", 0, last_position=10**30), "line 1: last_position"),
    "a digest is no digest": (rows("commands", 0, digest="xyz"), "line 1: digest"),
    "a text cannot be kept": (rows("refusals", 0, sentence="\x00"), "line 1: sentence"),
    "half a pair of surrogates": (rows("refusals", 0, sentence="\ud800"), "line 1: sentence"),
    "a workflow is ahead of the record": (rows("attention", 0, acknowledged=10**6), "attention"),
    "a workflow waits since never": (rows("attention", 0, since="yesterday"), "attention"),
    "the count is wrong": (lambda parts: parts.manifest["counts"].update(refusals=99), "99 lines of refusals"),
}  # fmt: skip


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_lines_that_make_no_sense_are_refused_with_their_number(
    export: Path, mover: Mover, nonsense: str
) -> None:
    change, place = NONSENSE[nonsense]
    forged(export, change)
    with pytest.raises(Refused) as refused:
        mover.bring_in(export)
    assert refused.value.refusal.code == "damaged-export"
    assert place in refused.value.refusal.sentence


def test_the_place_of_a_forgery_is_named_by_position_file_and_line(export: Path, mover: Mover) -> None:
    forged(export, lines("events", reworded(b'"stream":"case-a-', b'"stream":"case-b-', 15)))
    with pytest.raises(
        Broken,
        match=r"Event 16 .* version 2 does not come before it.*\(events/000000001\.jsonl, line 16\)",
    ):
        mover.bring_in(export)


def packed(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as file:
        for info, content in members:
            info.size = len(content) if info.isreg() else 0
            file.addfile(info, io.BytesIO(content))
    return path


def info(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def long_name(path: Path) -> Path:
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as file:
        file.addfile(info("events/" + "x" * 300))
    return path


def holding(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


TAPES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a name climbs out": (lambda p: packed(p, (info("../../evil"), b"x")), "climbs"),
    "a name is absolute": (lambda p: packed(p, (info("/etc/evil"), b"x")), "climbs"),
    "a symbolic link": (lambda p: packed(p, (info("manifest.json", tarfile.SYMTYPE, "/etc/x"), b"")), "plain file"),
    "a hard link": (lambda p: packed(p, (info("manifest.json", tarfile.LNKTYPE, "/etc/passwd"), b"")), "plain file"),
    "a device": (lambda p: packed(p, (info("manifest.json", tarfile.CHRTYPE), b"")), "plain file"),
    "an extended header": (long_name, "plain file"),
    "the same name twice": (lambda p: packed(p, (info("a"), b"1"), (info("a"), b"2")), "twice"),
    "no tar file": (lambda p: holding(p, b"hello" * 1_000), "no tar file"),
    "an empty file": (lambda p: holding(p, b""), "cut short"),
    "nothing in it": (lambda p: packed(p), "never finished"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAPES)
def test_a_tar_file_that_is_something_else_is_refused(tmp_path: Path, mover: Mover, kind: str) -> None:
    make, words = TAPES[kind]
    with pytest.raises(Refused, match=words) as refused:
        mover.bring_in(make(tmp_path / "evil.tar"))
    assert refused.value.refusal.code == "bad-export"
    assert list(tmp_path.rglob("*evil*")) == [tmp_path / "evil.tar"]


@pytest.mark.parametrize("left", [511, 512, 5_000, 20_000, -10_500])
def test_a_tar_file_that_was_cut_short_is_refused(
    whole: Path, tmp_path: Path, mover: Mover, left: int
) -> None:
    content = (whole / "export.tar").read_bytes()
    (tmp_path / "cut.tar").write_bytes(content[:left])
    with pytest.raises(Refused) as refused:
        mover.bring_in(tmp_path / "cut.tar")
    assert refused.value.refusal.code == "bad-export"


def test_a_size_that_is_not_there_is_not_believed(tmp_path: Path, mover: Mover) -> None:
    header = tape._header("manifest.json", 8**11 - 1)
    (tmp_path / "bomb.tar").write_bytes(header + b"\x00" * 1024)
    with pytest.raises(Refused, match="cut short"):
        mover.bring_in(tmp_path / "bomb.tar")


def test_a_file_that_claims_to_be_larger_than_any_is_not_read(
    export: Path, mover: Mover, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.moving.manifest.LARGEST_LINES", 1_000)
    with pytest.raises(Refused, match="larger than any"):
        mover.bring_in(export)


def test_what_is_compressed_or_not_there_is_said_to_be(tmp_path: Path, mover: Mover) -> None:
    (tmp_path / "export.tar.gz").touch()
    for name, words in (
        ("export.tar.gz", "unpack it first"),
        ("nowhere", "nothing at"),
        (".", "never finished"),
    ):
        with pytest.raises(Refused, match=words):
            mover.bring_in(tmp_path / name)


CHANGES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a byte": (("UPDATE events SET body = CAST(replace(body, 'note', 'vote') AS BLOB)",), "changed", "1"),
    "a column": (("UPDATE events SET name = 'test.other.v1' WHERE position = 4",), "changed", "its name"),
    "a missing event": (("DELETE FROM events WHERE position = 4",), "incomplete", "Event 4"),
    "a missing command": (("DELETE FROM commands WHERE command_id = 'a-3'",), "incomplete", "no command"),
    "a stray command": (("INSERT INTO commands VALUES ('stray', zeroblob(32), 2, 2, NULL)",), "changed", "commands"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_record_that_does_not_hold_is_not_exported_as_if_it_did(
    whole: Path, tmp_path: Path, change: str
) -> None:
    statements, verdict, words = CHANGES[change]
    source = sqlite3.connect(whole / "assay.db")
    copy = sqlite3.connect(tmp_path / "assay.db")
    source.backup(copy)
    source.close()
    copy.close()
    url = f"sqlite:///{tmp_path}/assay.db"
    administer(url, *statements)
    with pytest.raises(Broken, match=words) as found:
        Mover(url, tmp_path).out(tmp_path / "export")
    assert found.value.finding.verdict == verdict
    assert list(tmp_path.glob("export*")) == []
