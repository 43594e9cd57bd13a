"""``assay export``, ``import``, ``backup`` and ``restore``: moving a record, and having a copy of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from activities.moving_in import Imported
from activities.moving_out import Exported
from activities.verdicts import Broken
from adapters.inbound.cli.audit_ledger import ENDS, Key, public_key
from adapters.inbound.cli.ordering import my_id
from adapters.inbound.cli.progress import telling
from adapters.inbound.cli.services import Summon
from adapters.inbound.cli.speaking import AsJson, complain, say, say_json
from domain.text import counted

__all__ = ["add_to"]

T = TypeVar("T")

Place = Annotated[Path, typer.Argument(metavar="PLACE", help="A folder, or a file whose name ends in .tar.")]
NewPlace = Annotated[
    Path, typer.Argument(metavar="PLACE", help="A new folder, or a new file whose name ends in .tar.")
]

VaultTo = Annotated[
    Path | None,
    typer.Option(
        "--vault",
        metavar="FILE",
        help="Copy the vault too, to a new file of its own. Keep it in another place, and not for long: until it is "
        "thrown away, it could bring back what is erased from now on.",
    ),
]
VaultFrom = Annotated[
    Path | None,
    typer.Option(
        "--vault", metavar="FILE", help="Put the vault back too, from its copy; its master key must be there."
    ),
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add ``export``, ``import``, ``backup`` and ``restore``."""
    _add_out(app, summon)
    _add_in(app, summon)


def _add_out(app: typer.Typer, summon: Summon) -> None:
    @app.command("export")
    def export(
        place: NewPlace,
        after: Annotated[
            int,
            typer.Option(
                "--from",
                metavar="N",
                min=0,
                help="Only what was recorded after position N; all if not given.",
            ),
        ] = 0,
        with_files: Annotated[
            bool,
            typer.Option("--with-files", help="The documents and the installation's own dated rules too."),
        ] = False,
        vault: VaultTo = None,
        as_json: AsJson = False,
    ) -> None:
        """Write the whole record down as files that anybody can read and check.

        Assay goes on running. What comes out is the record at one moment: events, commands, refusals, checkpoints,
        and how far workflows have got. No key is in it: neither those of persons, without which their data stays
        closed, nor any other. An export that is interrupted is not there. docs/moving-house.md describes every file.

        Example: assay export assay-2026-11-22.tar
        """
        done = _guarded(lambda: _export(summon, place, after, with_files, as_json))
        _copy_vault(summon, vault, as_json)
        _tell_out(done, place, as_json)
        if not as_json:
            say("No key is in it; `assay keys backup` copies those, and they belong in another place.")

    @app.command("backup")
    def backup(place: NewPlace, vault: VaultTo = None, as_json: AsJson = False) -> None:
        """Back up the record with its documents and rules, while Assay goes on running.

        The same as `assay export --with-files`. Keys are backed up apart on purpose, and kept in another place:
        `assay keys backup`. An old copy of the vault could bring back what was erased since; throw it away.

        Example: assay backup /backups/assay-2026-11-22
        """
        done = _guarded(lambda: _export(summon, place, 0, True, as_json))
        _copy_vault(summon, vault, as_json)
        _tell_out(done, place, as_json)
        if not as_json:
            say(
                "What is recorded from now on is not in it. Hold `assay audit checkpoint show` of today against a "
                "restored record later: it shows what was lost. Keys are backed up apart: `assay keys backup`."
            )


def _export(summon: Summon, place: Path, after: int, with_files: bool, as_json: bool) -> Exported:
    with telling(as_json) as tell:
        return summon().exporting.export(place, after=after, by=my_id(), with_files=with_files, tell=tell)


def _copy_vault(summon: Summon, file: Path | None, as_json: bool) -> None:
    if file is None:
        return
    copied = summon().copy_vault(file)
    if not as_json:
        say(f"The vault is in {file}, with {counted(copied, 'key')}, each locked with its master key.")


def _tell_out(done: Exported, place: Path, as_json: bool) -> None:
    manifest = done.manifest
    if as_json:
        say_json({"place": str(place), **_summary(done)})
        return
    since = f" after position {manifest.after}" if manifest.after else ""
    say(
        f"Record {manifest.record.id[:8]}{since} up to position {manifest.last} is in {place}: {_counted(done)}, "
        f"in {counted(len(manifest.files) + 1, 'file')}."
    )
    say(f"Root of the tree over its events: {manifest.root}")


def _add_in(app: typer.Typer, summon: Summon) -> None:
    @app.command("import")
    def import_(place: Place, vault: VaultFrom = None, key: Key = None, as_json: AsJson = False) -> None:
        """Make a record of an export, in a new place; or add what is new to one that was imported.

        The record is made where ASSAY_DATABASE_URL says, in SQLite or PostgreSQL, with the owner's rights. Everything
        is checked on its way in, and comes whole or not at all. Ends with 2 if the export is damaged or does not fit,
        with 10 or more if the record in it is not what it should be.

        Example: assay import assay-2026-11-22.tar
        """
        done = _bring_in(summon, place, vault, key, whole=False, as_json=as_json)
        _tell_in(summon, done, as_json)

    @app.command("restore")
    def restore(place: Place, vault: VaultFrom = None, key: Key = None, as_json: AsJson = False) -> None:
        """Put a record back from a back-up, with its documents and rules, where no record is.

        An existing record is never written over: move it away first, and keep it. Afterwards, put the keys back from
        their own copy, and say `assay doctor`. What was recorded after the back-up is lost.

        Example: assay restore /backups/assay-2026-11-22
        """
        done = _bring_in(summon, place, vault, key, whole=True, as_json=as_json)
        _tell_in(summon, done, as_json)
        if not as_json:
            ends = f", recorded at {done.recorded_at}" if done.recorded_at else ""
            say(
                f"The back-up ends at position {done.manifest.last}{ends}. What was recorded after that is lost; "
                "a checkpoint that was handed out later shows it: `assay audit checkpoint witness`."
            )


def _bring_in(
    summon: Summon, place: Path, vault: Path | None, key: str | None, *, whole: bool, as_json: bool
) -> Imported:
    trusted = public_key(key) if key else None
    put_back = summon().vault_of_copy(vault) if vault else None

    def bring_in() -> Imported:
        with telling(as_json) as tell:
            return summon().importing.bring_in(place, whole=whole, tell=tell, trusted=trusted)

    done = _guarded(bring_in)
    if put_back is not None:
        number = put_back()
        if not as_json:
            say(
                f"The vault is here again, with {counted(number, 'key')} before the erased ones are destroyed."
            )
    return done


def _tell_in(summon: Summon, done: Imported, as_json: bool) -> None:
    manifest = done.manifest
    locked = summon().make_erasures_good()
    if as_json:
        more = {"files": done.files, "command_key_fits": done.command_key, "signed_up_to": done.signed}
        say_json({**_summary(done), **more, "erasures_made_good": not locked})
        return
    counts = manifest.counts
    say(
        f"Record {manifest.record.id[:8]} is here up to position {manifest.last}, with {_counted(done)} and "
        f"{counted(counts.checkpoints, 'checkpoint')} added. Everything in it holds."
    )
    say(f"Root of the tree over its events: {manifest.root}")
    if done.signed is None:
        say("No key was at hand to check signatures with: `assay audit verify --key` does, once you have it.")
    elif done.signed < manifest.last:
        say(f"Signatures were checked; they cover the events up to position {done.signed}.")
    if done.command_key is None:
        say(
            "The record's command key is not here: put it back with `assay keys restore` before you go on. "
            "Without it no repeated command is recognised."
        )
    if locked:
        say(
            f"Whose data was erased cannot be made sure of yet ({locked.rstrip('.')}). Whenever the vault is opened, "
            "their keys are destroyed again."
        )


def _counted(done: Exported | Imported) -> str:
    counts = done.manifest.counts
    return (
        f"{counted(counts.events, 'event')}, {counted(counts.commands, 'command')}, "
        f"{counted(counts.refusals, 'refusal')}"
    )


def _summary(done: Exported | Imported) -> dict[str, Any]:
    manifest = done.manifest
    return {
        "record": manifest.record.id,
        "after": manifest.after,
        "last": manifest.last,
        "recorded_at": done.recorded_at or None,
        "root": manifest.root,
        "counts": manifest.counts.model_dump(),
    }


def _guarded(work: Callable[[], T]) -> T:
    """Do it; a record that does not hold is said in a sentence, with the audit's exit status."""
    try:
        return work()
    except Broken as fault:
        verdict = fault.finding.verdict
        complain(f"{fault} The record does not hold. [{verdict}]")
        raise typer.Exit(ENDS[verdict]) from None
