"""Watching the record from outside, as a provider types it."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


def registered(line: CommandLine, code: str) -> None:
    line.done("provider", "register", code, "--title", code, "--kind", "nps-division", "--area", "East")


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A record of which a checkpoint was handed out, and a working folder of its own."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    line = CommandLine(tmp_path / "home")
    line.done("db", "migrate")
    registered(line, "nps-east")
    line.done("audit", "checkpoint", "publish", "-o", "first.txt", "--no-notices")
    return line


def test_a_provider_watches_with_what_was_handed_out_and_no_record(line: CommandLine, tmp_path: Path) -> None:
    provider = CommandLine(tmp_path / "provider")
    (key,) = (each["key"] for each in line.done("keys", "show")["sealing"])
    registered(line, "nps-west")
    line.done("audit", "checkpoint", "publish", "-o", "second.txt", "--no-notices")
    unproved = provider("audit", "watch", "second.txt", "first.txt", "--key", key)
    assert (unproved.status, "ask the inspectorate for the proof" in unproved.out) == (11, True)
    assert (
        unproved.out.endswith("Verdict: incomplete, first at position 3 to 4.\n")
        or "Verdict: incomplete" in unproved.out
    )
    line.done("audit", "checkpoint", "witness", "first.txt", "-o", "proof.txt")
    for files in (("first.txt", "proof.txt"), ("second.txt", "proof.txt", "first.txt")):
        said = provider("audit", "watch", *files, "--key", key)
        assert (said.status, said.out.splitlines()[-1]) == (0, "Verdict: verified.")
    told = provider.done("audit", "watch", "first.txt", "proof.txt", "--key", key)
    assert [each["file"] for each in told["checkpoints"]] == ["first.txt", "proof.txt"]
    assert told["checkpoints"][0]["events"] < told["checkpoints"][1]["events"]
    mine = line("audit", "watch", "first.txt", "proof.txt")
    assert mine.status == 0, "where the record is, its own keys serve"


def test_a_record_that_was_begun_again_is_found_out(line: CommandLine, tmp_path: Path) -> None:
    other = CommandLine(tmp_path / "other")
    other.done("db", "migrate")
    other.done("audit", "checkpoint", "publish", "-o", "other.txt", "--no-notices")
    (key,) = (each["key"] for each in line.done("keys", "show")["sealing"])
    said = line("audit", "watch", "first.txt", "other.txt", "--key", key)
    assert (said.status, "of another record" in said.out) == (13, True)


def test_what_cannot_be_watched_is_said_in_a_sentence(line: CommandLine, tmp_path: Path) -> None:
    Path("odd.txt").write_text("old 1\nnothing\n\n" + Path("first.txt").read_text())
    nobody = CommandLine(tmp_path / "nobody")
    for command, code in (
        (("first.txt",), "bad-usage"),
        (("first.txt", "none.txt"), "unreadable-file"),
        (("first.txt", "odd.txt"), "bad-file"),
        (("first.txt", "first.txt", "--key", "no+key"), "bad-value"),
    ):
        said = line("audit", "watch", *command)
        assert (said.status, said.code) == (2, code), command
    assert nobody("audit", "watch", "first.txt", "first.txt").code == "no-key"
    several = line("audit", "checkpoint", "witness", "first.txt", "first.txt", "-o", "proof.txt")
    assert (several.status, several.code) == (2, "bad-usage")


def test_line_ends_and_marks_of_other_systems_are_as_good_as_ours(line: CommandLine) -> None:
    registered(line, "nps-west")
    line.done("audit", "checkpoint", "publish", "-o", "second.txt", "--no-notices")
    line.done("audit", "checkpoint", "witness", "first.txt", "-o", "proof.txt")
    for name in ("first", "proof"):
        with Path(f"{name}.txt").open(newline="") as given:
            text = given.read()
        Path(f"{name}-windows.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    said = line("audit", "watch", "first-windows.txt", "proof-windows.txt")
    assert (said.status, said.err, "Verdict: verified." in said.out) == (0, "", True)
    assert line("audit", "checkpoint", "witness", "first-windows.txt").status == 0


def test_one_checkpoint_under_two_names_proves_nothing_and_is_said_to_be_the_same(line: CommandLine) -> None:
    Path("copy.txt").write_text(Path("first.txt").read_text())
    Path("link.txt").symlink_to("first.txt")
    for two in (("first.txt", "first.txt"), ("first.txt", "link.txt")):
        said = line("audit", "watch", *two)
        assert (said.status, said.code) == (2, "bad-usage")
        assert "One file is given twice" in said.err
    said = line("audit", "watch", "first.txt", "copy.txt")
    assert (said.status, said.code) == (2, "bad-usage")
    assert "first.txt and copy.txt hold the same checkpoint" in said.err
    registered(line, "nps-west")
    line.done("audit", "checkpoint", "publish", "-o", "second.txt", "--no-notices")
    line.done("audit", "checkpoint", "witness", "first.txt", "-o", "proof.txt")
    said = line("audit", "watch", "first.txt", "copy.txt", "proof.txt")
    assert (said.status, said.out.count("The same checkpoint as")) == (0, 1)
