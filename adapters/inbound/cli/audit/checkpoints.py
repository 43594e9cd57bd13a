"""``assay audit checkpoint``: what the record was, signed; handing it out, and holding the record against it."""

import base64
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.proof.ports import Sealed
from activities.proof.verdicts import Finding
from activities.proof.witnessing import Witnessed
from adapters.inbound.acting import my_id
from adapters.inbound.cli.audit.verifying import Key, Out, handed_out, public_key
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, role_for
from adapters.inbound.cli.terminal.statuses import ENDS
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.verdicts import verdict_of
from adapters.inbound.speaking import AsJson, say, say_json
from domain.given import Actor
from domain.ledger.extensions import Extension, write_extension
from domain.ledger.handing_out import HandOutCheckpoint
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_checkpoints"]


def add_checkpoints(group: typer.Typer, summon: Summon) -> None:
    """Add ``checkpoint`` to the group ``audit``."""
    checkpoint = typer.Typer(
        no_args_is_help=True,
        help="Checkpoints: what the record was, signed; handing them out, and holding the record against one.",
    )
    _add_show(checkpoint, summon)
    _add_publish(checkpoint, summon)
    _add_witness(checkpoint, summon)
    group.add_typer(checkpoint, name="checkpoint")


def _add_show(checkpoint: typer.Typer, summon: Summon) -> None:
    @checkpoint.command("show")
    def show(
        number: Annotated[
            int | None,
            typer.Argument(metavar="N", min=1, help="Which; the last if not given.", show_default=False),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a checkpoint, as it was signed.

        Example: assay audit checkpoint show
        """
        sealed = summon().handing_out.kept(number)
        if as_json:
            say_json(_sealed_json(sealed))
        else:
            typer.echo(sealed.note, nl=False)


def _add_publish(checkpoint: typer.Typer, summon: Summon) -> None:
    @checkpoint.command("publish")
    def publish(
        output: Out = None,
        notices: Annotated[
            bool, typer.Option("--notices/--no-notices", help="Also give notice of it to every provider.")
        ] = True,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Sign a checkpoint of all there is, write it to a file to be handed out, and give notice of it to providers.

        Hand the file to whom you will, the more the better: against it nobody, with whatever rights and keys, can
        change or cut off what is recorded by now without being found out. Its name is checkpoint-N.txt unless you
        give another. That a provider was given it, by whom and when, goes on the record; to whom else you hand the file
        is for you to note.

        Notice may be given by: operations-manager.

        Example: assay audit checkpoint publish -o checkpoint.txt
        """
        how = Circumstances(role, command_id, None, as_json)
        actor = Actor(my_id(), role_for(how.role, HandOutCheckpoint.verb), "operating-system")
        services = summon()
        sealed = services.handing_out.newest()
        file = output or Path(f"checkpoint-{sealed.number}.txt")
        write_file(file, sealed.note)
        told = services.handing_out.tell_providers(sealed, how.command_id, actor) if notices else ()
        if as_json:
            to = [{"provider": each.provider, "persons": list(each.persons)} for each in told]
            say_json({"file": str(file), "notices": len(told), "handed_out_to": to, **_sealed_json(sealed)})
            return
        say(f"Checkpoint {sealed.number}, over {counted(sealed.size, 'event')}, was written to {file}.")
        if notices:
            say(
                f"Notice of it was given to {counted(len(told), 'provider')}, which the record says from now on."
            )
        say(f"To hold the record against it later: assay audit checkpoint witness {file}")


def _add_witness(checkpoint: typer.Typer, summon: Summon) -> None:
    @checkpoint.command("witness")
    def witness(
        files: Annotated[
            list[Path],
            typer.Argument(metavar="FILE...", help="Checkpoints, or receipts, that were handed out before."),
        ],
        key: Key = None,
        proof: Annotated[
            Path | None,
            typer.Option(
                "-o",
                "--output",
                metavar="PROOF",
                help="Write the proof that the newest checkpoint goes on from FILE, which must be one alone.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Hold the record against checkpoints that were handed out: whether it only went on from them.

        Looks at digests, the answers to commands and the refusals log, and at no event's bytes, so it takes seconds
        where `assay audit verify` reads everything. With --json it prints
        the consistency proof from each to the record's newest checkpoint; with -o it writes it to a file, which anybody
        checks with `assay audit watch`, without a record. Ends with 0 if the record goes on from them all, 11 if
        something was cut off, 12 if it tells another history, 13 if the record's keys have not signed one.

        Example: assay audit checkpoint witness checkpoint-17.txt
        """
        if proof is not None and len(files) > 1:
            raise Refused.because("bad-usage", "A proof is written of one checkpoint at a time.")
        services = summon()
        outside = [handed_out(each) for each in files]
        found = services.witnessing.witness(outside, public_key(key) if key else None)
        first = next((each.finding for each in found if each.finding), None)
        if proof is not None and first is None:
            _write_proof(services, found[0], proof)
        if as_json:
            say_json(_witnessed_json(services, found, first))
        else:
            for each in found:
                say(
                    each.finding.sentence
                    if each.finding
                    else f"The record goes on from {each.label}, over {counted(each.size, 'event')}."
                )
            say(verdict_of(first))
        raise typer.Exit(ENDS[first.verdict] if first else 0)


def _write_proof(services: Services, witnessed: Witnessed, file: Path) -> None:
    """Write how the newest checkpoint goes on from one that was witnessed."""
    newest = services.witnessing.newest()
    if newest is None or newest.size < witnessed.size:
        raise Refused.because(
            "unknown-checkpoint", f"The record has no checkpoint yet that goes on from {witnessed.label}."
        )
    write_file(file, write_extension(Extension(witnessed.size, witnessed.proof, newest.note)))


def _witnessed_json(services: Services, found: Sequence[Witnessed], first: Finding | None) -> dict[str, Any]:
    newest = services.witnessing.newest()
    return {
        "verdict": first.verdict if first else "verified",
        "newest": _sealed_json(newest) if newest else None,
        "witnessed": [
            {
                "file": each.label,
                "events": each.size,
                "finding": asdict(each.finding) if each.finding else None,
                "consistency_proof": [base64.b64encode(step).decode() for step in each.proof],
            }
            for each in found
        ],
    }


def _sealed_json(sealed: Sealed) -> dict[str, Any]:
    return {
        "number": sealed.number,
        "events": sealed.size,
        "root": sealed.root.hex(),
        "at": sealed.at,
        "occasion": sealed.occasion,
        "note": sealed.note,
    }
