"""``assay audit verify`` and ``receipt``: whether the record is what it was, and proof of it."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.proof.verdicts import HandedOut, Verification
from adapters.inbound.acting import my_id
from adapters.inbound.cli.terminal.progress import telling
from adapters.inbound.cli.terminal.statuses import ENDS
from adapters.inbound.files.named import read_file, write_file
from adapters.inbound.services import Summon
from adapters.inbound.shown.verdicts import verdict_of
from adapters.inbound.speaking import AsJson, say, say_json
from domain.ledger.notes import PublicKey, open_note
from domain.ledger.receipts import BadReceipt, Receipt, check_receipt, read_receipt, write_receipt
from domain.ledger.sealed import read_seal
from domain.refusals import Refused
from domain.text import counted

__all__ = ["Key", "Out", "add_ledger", "handed_out", "public_key", "text_of"]

LARGEST_FILE_BYTES = 16 * 1024 * 1024

Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="KEY",
        help="The record's public key, as `assay keys show` prints it, or a file with it; this machine's if not given.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where to write it; never over another file."),
]


def add_ledger(group: typer.Typer, summon: Summon) -> None:
    """Add ``verify`` and ``receipt`` to the group ``audit``."""
    _add_verify(group, summon)
    _add_receipt(group, summon)


def _add_verify(group: typer.Typer, summon: Summon) -> None:
    @group.command("verify")
    def verify(
        against: Annotated[
            list[Path] | None,
            typer.Option(
                "--against",
                metavar="FILE",
                help="A checkpoint, or a receipt, that was handed out before; may be given again.",
            ),
        ] = None,
        key: Key = None,
        as_json: AsJson = False,
    ) -> None:
        """Verify the whole record: every byte, chain, position, command, refusal, checkpoint and signature.

        Ends with 0 for verified, 10 for changed, 11 for incomplete, 12 for forked and 13 for unsigned, and names the
        first place that does not hold. Against a checkpoint that somebody outside has kept, it also shows what was cut
        off at the end, or rewritten by somebody who has the keys. A command that changed nothing, as nothing was left
        to do, is only counted: no checkpoint covers it. With --json, what was counted up to a place that
        does not hold stands in "walked".

        Example: assay audit verify --against checkpoint-17.txt
        """
        services = summon()
        outside = [handed_out(each) for each in against or ()]
        with telling(as_json) as tell:
            found = services.verifying.verify(
                trusted=public_key(key) if key else None,
                against=outside,
                progress=lambda done, of: tell("events", done, of),
            )
        if as_json:
            say_json(_verification_json(found))
        else:
            _tell(found)
        raise typer.Exit(ENDS[found.verdict])


def _tell(found: Verification) -> None:
    if found.finding:
        say(found.finding.sentence)
        say(verdict_of(found.finding))
        return
    say(
        f"{counted(found.events, 'event')} in {counted(found.streams, 'stream')}, of "
        f"{counted(found.commands, 'command')}; {counted(found.refusals, 'refusal')}; "
        f"{counted(found.checkpoints, 'checkpoint')}, the last over {counted(found.sealed, 'event')}, signed "
        f"{found.sealed_at}."
    )
    if found.without_events:
        say(
            f"{counted(found.without_events, 'command')} beside these changed nothing, as nothing was left to do; no "
            "event says so, and no checkpoint vouches for that."
        )
    beyond = found.events - found.sealed
    if beyond:
        say(
            f"{counted(beyond, 'event')} came after that, which no checkpoint vouches for yet: "
            "`assay audit checkpoint publish` makes one, and a running worker does in a while."
        )
    for label in found.against:
        say(f"The record goes on from {label}.")
    say(f"Verdict: {found.verdict}.")


def _verification_json(found: Verification) -> dict[str, Any]:
    """On failure the counts stand by themselves: they say how far the walk came, and not what the record has."""
    said = asdict(found)
    first = {"verdict": found.verdict, "finding": said.pop("finding"), "origin": said.pop("origin")}
    return first | (said if found.finding is None else {"walked": said})


def _add_receipt(group: typer.Typer, summon: Summon) -> None:
    @group.command("receipt")
    def receipt(
        command_id: Annotated[
            str | None,
            typer.Argument(
                metavar="COMMAND_ID", help="The command, as its answer named it.", show_default=False
            ),
        ] = None,
        output: Out = None,
        with_events: Annotated[
            bool,
            typer.Option(
                "--with-events", help="Put the events' own bytes into it, for anybody to read and hash."
            ),
        ] = False,
        check: Annotated[
            Path | None,
            typer.Option(
                "--check", metavar="FILE", help="Check a receipt instead; with --key, it needs no record."
            ),
        ] = None,
        key: Key = None,
        as_json: AsJson = False,
    ) -> None:
        """Give a signed receipt: that a command's events are on the record, where, and with which digests.

        With it goes the proof that they are under a signed checkpoint, so whoever has it can show that they were
        recorded, and would see if they were ever changed or left out. A receipt that does not hold ends with 10.

        Example: assay audit receipt cli-0f3a6f2f-7a0c-4f6e-9a1b-2c3d4e5f6071 -o receipt.json
        """
        if (command_id is None) == (check is None):
            raise Refused.because("bad-usage", "Name either a command, or a receipt to check with --check.")
        if check is not None:
            _check(summon, check, key, as_json)
            return
        assert command_id is not None
        made = summon().proving.receipt(command_id, with_events=with_events)
        streams = {each.stream for each in made.events} if with_events else set()
        if refusal := summon().apart.refusal_of_streams(streams, my_id()):
            raise Refused(refusal)
        text = write_receipt(made)
        if output is None:
            typer.echo(text, nl=False)
            return
        write_file(output, text)
        if as_json:
            say_json({"file": str(output), "command_id": command_id, "sealed": made.seal.events.size})
        else:
            say(f"Wrote the receipt of {counted(len(made.events), 'event')} to {output}.")
            say(f"To check it: assay audit receipt --check {output}")


def _check(summon: Summon, file: Path, key: str | None, as_json: bool) -> None:
    history = summon().keys_for_checking(public_key(key) if key else None)
    if history is None:
        raise Refused.because(
            "no-key", "There is no record here that names its key; give the key with --key."
        )
    try:
        found = read_receipt(text_of(file))
        signed = check_receipt(found, history, summon().sealing_keys.verify)
    except BadReceipt as bad:
        finding = f"The receipt {file} does not hold: {bad}."
        if len(history.keys) == 1:
            finding += " Has the record's key been changed? Give the key that signs now, or check where the record is."
        if as_json:
            say_json({"verdict": "changed", "finding": finding})
        else:
            say(finding)
        raise typer.Exit(ENDS["changed"]) from None
    if as_json:
        say_json(
            {
                "verdict": "verified",
                "record": found.origin,
                "command_id": found.command_id,
                "recorded_at": found.recorded_at,
                "key": str(signed),
                "sealed": found.seal.events.size,
                "sealed_at": found.seal.at,
                "events": [
                    {
                        "position": each.position,
                        "stream": each.stream,
                        "version": each.version,
                        "name": each.name,
                        "digest": each.digest.hex(),
                    }
                    for each in found.events
                ],
            }
        )
        return
    _tell_receipt(found)


def _tell_receipt(found: Receipt) -> None:
    say(f"The command {found.command_id} was recorded at {found.recorded_at}, on the record {found.origin}:")
    for each in found.events:
        say(f"  {each.position}: {each.name}, version {each.version} of {each.stream}")
    say(
        f"That is proved by a checkpoint over {found.seal.events.size} events, signed {found.seal.at}. "
        "The receipt holds."
    )


def text_of(file: Path) -> str:
    """What a file says, with the line ends of any system, and whether or not it begins with a byte order mark.

    Raises:
        Refused: ``bad-file``: it is no text, or a long one.
    """
    try:
        return read_file(file, largest=LARGEST_FILE_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused.because("bad-file", f"{file} is no text.") from None


def handed_out(file: Path) -> HandedOut:
    """A checkpoint from a file: by itself, in a receipt, or at the end of a notice.

    Raises:
        Refused: ``bad-file``: there is none in it.
    """
    text = text_of(file)
    try:
        if text.lstrip().startswith("{"):
            text = read_receipt(text).checkpoint
        elif not text.startswith("assay/"):
            text = text[text.rindex("\nassay/") + 1 :]
        return HandedOut(str(file), text, read_seal(open_note(text).text))
    except (ValueError, BadReceipt):
        raise Refused.because("bad-file", f"{file} has no checkpoint of Assay's in it.") from None


def public_key(typed: str) -> PublicKey:
    """A public key as typed, or from a file.

    Raises:
        Refused: ``bad-value``: it is none.
    """
    text = typed if "+" in typed and not Path(typed).exists() else text_of(Path(typed))
    try:
        return PublicKey.parse(text)
    except ValueError as error:
        raise Refused.because("bad-value", f"--key is not a public key: {error}.") from None
