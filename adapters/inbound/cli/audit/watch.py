"""``assay audit watch``: whether checkpoints that were handed out at different times tell one history."""

from pathlib import Path
from typing import Annotated, Any

import typer

from activities.proof.verdicts import HandedOut
from activities.proof.watching import Watch, watch
from adapters.inbound.cli.audit.verifying import handed_out, public_key, text_of
from adapters.inbound.cli.terminal.statuses import ENDS
from adapters.inbound.services import Summon
from adapters.inbound.shown.verdicts import verdict_of
from adapters.inbound.speaking import AsJson, say, say_json
from domain.ledger.extensions import Extension, read_extension
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_watch"]


def add_watch(group: typer.Typer, summon: Summon) -> None:
    """Add ``watch`` to the group ``audit``."""

    @group.command("watch")
    def watch_(
        files: Annotated[
            list[Path],
            typer.Argument(
                metavar="FILE...", help="Checkpoints, receipts and proofs that were handed out, in any order."
            ),
        ],
        key: Annotated[
            list[str] | None,
            typer.Option(
                "--key",
                metavar="KEY",
                help="The record's public key, or a file with it; again for each, if it has changed. With it, this "
                "needs no record; this machine's keys if not given.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say whether checkpoints that were handed out at different times tell one history; it needs no record.

        For a provider, or anybody else who has kept checkpoints. A proof is what `assay audit checkpoint witness FILE
        -o PROOF` writes; it holds the later checkpoint, so that one kept checkpoint and one proof are enough. Two that
        were kept may each be shown to begin the same later one. One checkpoint under two names is said to be the same.

        Ends with 0 if they tell one history, 11 if the proof is missing or does not hold, 12 if they are signed and
        contradict each other, 13 if one is not signed with the key.

        Example: assay audit watch checkpoint-17.txt proof.txt --key KEY
        """
        given = [handed_out(each) for each in files]
        proofs = [proof for each in files if (proof := _proof(each)) is not None]
        if len(given) < 2:
            raise Refused.because(
                "bad-usage", "Give at least two files: a checkpoint, and a later one or a proof."
            )
        services = summon()
        keys = [public_key(each) for each in key or ()]
        if not keys:
            history = services.keys_for_checking(None)
            if history is None:
                raise Refused.because(
                    "no-key", "There is no record here that names its key; give the key with --key."
                )
            keys = list(history.keys)
        if len({each.resolve() for each in files}) < len(files):
            raise Refused.because(
                "bad-usage",
                "One file is given twice; it proves nothing about itself. Give files of different times.",
            )
        found = watch(given, proofs, keys, services.sealing_keys.verify)
        if found.finding is None and len({each.note for each in given}) == 1:
            raise Refused.because(
                "bad-usage",
                f"{' and '.join(each.label for each in given)} hold the same checkpoint; it proves nothing about "
                "itself. Give files of different times.",
            )
        if as_json:
            say_json(_json(found))
        else:
            _tell(found)
        raise typer.Exit(ENDS[found.finding.verdict] if found.finding else 0)


def _proof(file: Path) -> Extension | None:
    """The proof that a file holds; None if it holds a checkpoint alone."""
    text = text_of(file)
    if not text.startswith("old "):
        return None
    try:
        return read_extension(text)
    except ValueError as error:
        raise Refused.because("bad-file", f"{file} is no proof between checkpoints: {error}.") from None


def _tell(found: Watch) -> None:
    first: dict[str, str] = {}
    for each in found.checkpoints:
        said = f"{each.label}: {counted(each.seal.events.size, 'event')}, signed {each.seal.at}."
        before = first.setdefault(each.note, each.label)
        say(said if before == each.label else f"{said} The same checkpoint as {before}.")
    say(
        found.finding.sentence
        if found.finding
        else "They tell one history: each goes on from the one before it."
    )
    say(verdict_of(found.finding))


def _json(found: Watch) -> dict[str, Any]:
    return {
        "verdict": found.finding.verdict if found.finding else "verified",
        "finding": found.finding.sentence if found.finding else None,
        "checkpoints": [_checkpoint(each) for each in found.checkpoints],
    }


def _checkpoint(outside: HandedOut) -> dict[str, Any]:
    seal = outside.seal
    return {
        "file": outside.label,
        "record": seal.events.origin,
        "events": seal.events.size,
        "root": seal.events.root.hex(),
        "at": seal.at,
    }
