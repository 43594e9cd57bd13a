"""``assay export``, ``import``, ``backup`` and ``restore``: moving a record, and having a copy of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from activities.moving.exporting import Exported
from activities.moving.importing import Imported
from activities.moving.ports import VaultBack
from activities.ports import StoreFault
from activities.proof.verdicts import Broken
from adapters.inbound.acting import my_id
from adapters.inbound.cli.audit.verifying import Key, public_key
from adapters.inbound.cli.terminal.progress import telling
from adapters.inbound.cli.terminal.statuses import ENDS
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_to"]

T = TypeVar("T")

NewPlace = Annotated[
    Path, typer.Argument(metavar="PLACE", help="A new folder, or a new file whose name ends in .tar.")
]

PlaceIfAny = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PLACE]",
        help="A folder, or a file whose name ends in .tar; left out, only the vault is put back, beside its record.",
    ),
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
        "--vault",
        metavar="FILE",
        help="Put the vault back too, from its copy; the keys must be there, with the journal of erasures.",
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
        _refuse_taken(vault)
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
        _refuse_taken(vault)
        done = _guarded(lambda: _export(summon, place, 0, True, as_json))
        _copy_vault(summon, vault, as_json)
        _tell_out(done, place, as_json)
        if not as_json:
            say(
                "What is recorded from now on is not in it. Hold `assay audit checkpoint show` of today against a "
                "restored record later: it shows what was lost. Keys are backed up apart: `assay keys backup`."
            )


def _export(summon: Summon, place: Path, after: int, with_files: bool, as_json: bool) -> Exported:
    if refusal := summon().apart.refusal_of_record(my_id()):
        raise Refused(refusal)
    summon().shown_reads.with_record(my_id())
    with telling(as_json) as tell:
        done = summon().exporting.export(place, after=after, by=my_id(), with_files=with_files, tell=tell)
    summon().shown_reads.with_record(my_id())  # what was begun in between came along
    return done


def _refuse_taken(file: Path | None) -> None:
    """Find out before a long export, and not after it, that the vault cannot be copied there."""
    if file is not None and file.exists():
        raise Refused.because(
            "already-there", f"There is something at {file} already, and nothing is written over."
        )


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
    def import_(
        place: PlaceIfAny = None, vault: VaultFrom = None, key: Key = None, as_json: AsJson = False
    ) -> None:
        """Make a record of an export, in a new place; or add what is new to one that was imported.

        The record is made where ASSAY_DATABASE_URL says, in SQLite or PostgreSQL, with the owner's rights. Everything
        is checked on its way in, and comes whole or not at all. Ends with 2 if the export is damaged or does not fit,
        with 10 or more if the record in it is not what it should be. With --vault and no PLACE, the vault is put back
        beside a record that is here.

        Example: assay import assay-2026-11-22.tar
        """
        if place is None:
            _put_vault_back(summon, vault, as_json)
            return
        done, vault_back = _bring_in(summon, place, vault, key, whole=False, as_json=as_json)
        _tell_in(summon, done, vault_back, as_json)

    @app.command("restore")
    def restore(
        place: PlaceIfAny = None, vault: VaultFrom = None, key: Key = None, as_json: AsJson = False
    ) -> None:
        """Put a record back from a back-up, with its documents and rules, where no record is.

        An existing record is never written over: move it away first, and keep it. Before, put the keys back from
        their own copy (`assay keys restore`); afterwards, say `assay doctor`. What was recorded after the back-up is
        lost. With --vault and no PLACE, the vault is put back beside a record that is here: where it was lost, or a
        restore was cut short between the two.

        Example: assay restore /backups/assay-2026-11-22
        """
        if place is None:
            _put_vault_back(summon, vault, as_json)
            return
        done, vault_back = _bring_in(summon, place, vault, key, whole=True, as_json=as_json)
        _tell_in(summon, done, vault_back, as_json)
        if not as_json:
            ends = f", recorded at {done.recorded_at}" if done.recorded_at else ""
            say(
                f"The back-up ends at position {done.manifest.last}{ends}. What was recorded after that is lost; "
                "a checkpoint that was handed out later shows it: `assay audit checkpoint witness`."
            )


def _bring_in(
    summon: Summon, place: Path, vault: Path | None, key: str | None, *, whole: bool, as_json: bool
) -> tuple[Imported, VaultBack | None]:
    trusted = public_key(key) if key else None
    put_back = summon().vault_of_copy(vault) if vault else None

    def bring_in() -> Imported:
        with telling(as_json) as tell:
            return summon().importing.bring_in(place, whole=whole, tell=tell, trusted=trusted)

    done = _guarded(bring_in)
    if put_back is None:
        return done, None
    try:
        back = put_back()
    except StoreFault:
        complain(
            f"The record is here, and its vault is not yet: `assay restore --vault {vault}` puts it back."
        )
        raise
    if not as_json:
        _tell_vault(back)
    return done, back


def _put_vault_back(summon: Summon, vault: Path | None, as_json: bool) -> None:
    """Put the vault back beside a record that is here."""
    if vault is None:
        raise Refused.because(
            "bad-value", "Say what is to be put back: a PLACE, or --vault FILE for the vault alone, or both."
        )
    last = summon().store.last_position()  # without a record here, there is nothing that the vault would open
    back = summon().vault_of_copy(vault)()
    if not as_json:
        _tell_vault(back)
    locked = summon().make_erasures_good()
    if as_json:
        say_json({"last": last, "vault": _vault_summary(back), "erasures_made_good": not locked})
    else:
        _tell_locked(summon, locked)


def _tell_vault(back: VaultBack) -> None:
    """Say what is in the vault, and who could come back with it."""
    say(f"The vault is here again, with {counted(back.keys, 'key')} before the erased ones are destroyed.")
    if back.journal == "there":
        last = f"ends with an erasure of {back.latest}" if back.latest else "has no erasure in it"
        say(
            f"The journal of erasures {last}. Whoever was erased after it was copied, and whose erasure the record has "
            "lost, can be read again: if there is a newer copy of the keys, put it back now with `assay keys restore`."
        )
        return
    what = "There is NO journal of erasures beside the keys"
    if back.journal == "older":
        what = "The journal of erasures is OLDER than the copy of the vault"
    complain(
        f"{what}: whoever was erased since, and whose erasure the record has lost, can be read again. Put the newest "
        "copy of the keys back with `assay keys restore` before anybody looks at the record; the journal is in it."
    )


def _tell_locked(summon: Summon, locked: str) -> None:
    if locked:
        say(
            f"Whose data was erased cannot be made sure of yet ({locked.rstrip('.')}). Whenever the vault is opened, "
            "their keys are destroyed again."
        )
    elif odds := summon().vault_at_odds():
        complain(f"{odds} The vault is another record's, or older than the record: put its newest copy back.")


def _vault_summary(back: VaultBack) -> dict[str, Any]:
    return {"keys": back.keys, "journal": back.journal, "last_erasure_in_journal": back.latest or None}


def _tell_in(summon: Summon, done: Imported, vault: VaultBack | None, as_json: bool) -> None:
    manifest = done.manifest
    locked = summon().make_erasures_good()
    if as_json:
        more = {"files": done.files, "command_key_fits": done.command_key, "signed_up_to": done.signed}
        back = {"vault": _vault_summary(vault)} if vault else {}
        say_json({**_summary(done), **more, **back, "erasures_made_good": not locked})
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
    _tell_locked(summon, locked)


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
