"""``assay keys``: which keys there are and how they fare; making, changing, copying and putting them back."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from activities.commanding.desk import Accepted
from adapters.inbound.acting import my_id
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, role_for, tell_outcome
from adapters.inbound.cli.terminal.statuses import WRONG
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.given import Actor
from domain.ledger.opening import RotateSealingKey
from domain.refusals import Refused

__all__ = ["add_to"]

SEALING = "sealing"
VAULT = "vault"

_STATES = {
    "good": "ok, readable by its owner only",
    "missing": "MISSING",
    "damaged": "DAMAGED",
    "open": "CAN BE READ BY OTHERS: chmod 600",
}

PhraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="Read the pass phrase from the first line of a file; else it is asked for.",
    ),
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``keys``."""
    group = typer.Typer(
        no_args_is_help=True, help="Keys: what there is, and making, changing and copying them."
    )
    _add_show(group, summon)
    _add_create(group, summon)
    _add_rotate(group, summon)
    _add_backup(group, summon)
    _add_restore(group, summon)
    app.add_typer(group, name="keys")


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(as_json: AsJson = False) -> None:
        """Show every key, what it is for and how it fares, and the public keys that checkpoints are checked with.

        A key itself is never shown. The mark is the beginning of a digest of it: two copies of one key have the same.
        Ends with 1 if a key is missing, damaged, or can be read by others.

        Example: assay keys show
        """
        _show(summon(), as_json)


def _add_create(group: typer.Typer, summon: Summon) -> None:
    @group.command("create")
    def create(as_json: AsJson = False) -> None:
        """Make the keys that are missing, before there is a record.

        For an installation of several machines: make the keys on one, and give the others a copy, before
        `assay db migrate`. On a single machine the first start makes them. Keys that are there stay.

        Example: assay keys create
        """
        made = [str(each) for each in summon().make_keys()]
        if as_json:
            say_json({"made": made})
        else:
            say(f"Made {', '.join(made)}." if made else "All keys are there; nothing was made.")


def _add_rotate(group: typer.Typer, summon: Summon) -> None:
    @group.command("rotate")
    def rotate(
        name: Annotated[
            str, typer.Argument(metavar="NAME", help="Which key, as `assay keys show` names it.")
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Change a key for a new one that takes over from now on.

        The sealing key: the present one signs a note that names the new one, which goes on the record; every older
        checkpoint stays valid. Keep the old public half. The old private half is needed no more once a checkpoint has
        been signed with the new one, which this does at once.

        Example: assay keys rotate sealing
        """
        if name == SEALING:
            _rotate_sealing(summon(), Circumstances(role, command_id, None, as_json))
            return
        if role is not None or command_id is not None:
            raise Refused.because(
                "bad-value",
                f"--role and --command-id are for what goes on the record, and changing the {name} key does not.",
            )
        file = summon().rotate_key(name)
        if as_json:
            say_json({"key": name, "made": str(file)})
        else:
            more = " and a new copy of the vault, whose older ones it does not open" if name == VAULT else ""
            say(
                f"Made {file}, which takes over. Give a copy to every machine, and make a new back-up of the keys"
                f"{more}."
            )


def _add_backup(group: typer.Typer, summon: Summon) -> None:
    @group.command("backup")
    def backup(
        file: Annotated[
            Path, typer.Argument(metavar="FILE", help="The copy to write; it must not be there yet.")
        ],
        plain: Annotated[
            bool, typer.Option("--plain", help="Write it in the clear, plainly labelled as secret.")
        ] = False,
        passphrase_file: PhraseFile = None,
        as_json: AsJson = False,
    ) -> None:
        """Write a copy of all keys to a file, encrypted with a pass phrase; it never writes over another.

        The journal of erasures is in it too, so make a new copy after every erasure: with an older one, an old copy of
        the vault could bring back who was erased since.

        Keep the copy apart from the database and its back-ups, and the pass phrase apart from both.

        Example: assay keys backup /media/safe/assay-keys.json
        """
        phrase = None if plain else _phrase(passphrase_file, confirm=True)
        names = list(summon().back_up_keys(file.absolute(), phrase))
        if as_json:
            say_json({"file": str(file), "encrypted": not plain, "keys": names})
            return
        say(
            f"Copied {len(names)} files of keys and the journal of erasures to "
            f"{file}{', IN THE CLEAR' if plain else ', encrypted'}."
        )
        say(f"To put them back: assay keys restore {file}")


def _add_restore(group: typer.Typer, summon: Summon) -> None:
    @group.command("restore")
    def restore(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="What `assay keys backup` wrote.")],
        passphrase_file: PhraseFile = None,
        as_json: AsJson = False,
    ) -> None:
        """Put back keys from a copy; a key that is there stays, and one that differs stops it before anything is done.

        The journal of erasures in the copy is added to the one that is there.

        Example: assay keys restore /media/safe/assay-keys.json
        """
        cabinet = summon().cabinet
        phrase = _phrase(passphrase_file, confirm=False) if cabinet.is_encrypted(file) else None
        written = [str(each) for each in cabinet.put_back(file, phrase)]
        if as_json:
            say_json({"put_back": written})
        else:
            say(
                f"Put back {', '.join(written)}."
                if written
                else "All of these keys are there already, and the journal of erasures has nothing to learn."
            )


def _show(services: Services, as_json: bool) -> None:
    lines = services.cabinet.shown()
    signing = services.public_keys()
    if as_json:
        say_json(
            {
                "keys": [
                    {
                        "key": each.kind,
                        "state": each.state,
                        "mark": each.mark,
                        "file": str(each.file),
                        "meaning": each.meaning,
                    }
                    for each in lines
                ],
                "sealing": [{"key": key, "since": since} for since, key in signing],
            }
        )
    else:
        table(
            ("key", "state", "mark", "file"),
            [(each.kind, _STATES[each.state], each.mark, each.file) for each in lines],
        )
        for kind, meaning in dict.fromkeys((each.kind, each.meaning) for each in lines):
            say(f"{kind}: {meaning}")
        for since, key in signing:
            say(
                f"Checkpoints {f'from event {since} on' if since else 'from the beginning'} are checked with {key}"
            )
    if any(each.state != "good" for each in lines):
        raise typer.Exit(WRONG)


def _rotate_sealing(services: Services, how: Circumstances) -> None:
    actor = Actor(my_id(), role_for(how.role, RotateSealingKey.verb), "operating-system")
    order, outcome = services.key_rotation.rotate(how.command_id, actor)
    tell_outcome(order, outcome, as_json=how.as_json)
    sealed = services.sealing.seal("key-rotation")
    if isinstance(outcome, Accepted) and not how.as_json:
        if sealed:
            say(f"Checkpoint {sealed.number} is the first that is signed with the new key.")
        say("Give a copy of the new key to every machine that seals, and make a new back-up of the keys.")


def _phrase(file: Path | None, *, confirm: bool) -> str:
    """The pass phrase, from a file or asked for.

    Raises:
        Refused: there is nobody to ask, or the file cannot be read.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").split("\n", 1)[0]
        except (OSError, ValueError) as error:
            raise Refused.because("unreadable-file", f"{file} cannot be read: {error}.") from None
    if not sys.stdin.isatty() or not os.isatty(sys.stdin.fileno()):
        raise Refused.because(
            "bad-value", "There is no terminal to ask for a pass phrase; give --passphrase-file, or --plain."
        )
    phrase: str = typer.prompt("Pass phrase", hide_input=True, confirmation_prompt=confirm)
    return phrase
