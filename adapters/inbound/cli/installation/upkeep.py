"""``assay db``, ``assay doctor`` and ``assay settings``: looking after an installation."""

from typing import Annotated

import typer

from adapters.inbound.cli.installation import projections
from adapters.inbound.cli.terminal.statuses import WRONG
from adapters.inbound.services import Examined, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table

__all__ = ["add_to"]


_MARKS = {"good": "ok", "note": "note", "wrong": "WRONG"}


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add ``db``, ``doctor`` and ``settings``."""
    _add_db(app, summon)
    _add_settings(app, summon)

    @app.command("doctor")
    def doctor(as_json: AsJson = False) -> None:
        """Say what is wrong with this installation, and what to do. Ends with 1 if anything is.

        Example: assay doctor
        """
        found = []
        for check in summon().examine():
            found.append(check)
            if not as_json:
                say(_line(check))
        wrong = [check for check in found if check.verdict == "wrong"]
        if as_json:
            say_json(
                {
                    "healthy": not wrong,
                    "checks": [
                        {
                            "name": each.name,
                            "verdict": each.verdict,
                            "found": each.found,
                            "remedy": each.remedy,
                        }
                        for each in found
                    ],
                }
            )
        else:
            say(
                f"{len(wrong)} of {len(found)} checks found something wrong."
                if wrong
                else "Nothing is wrong."
            )
        if wrong:
            raise typer.Exit(WRONG)


def _line(check: Examined) -> str:
    remedy = f" {check.remedy}" if check.remedy else ""
    return f"{_MARKS[check.verdict]:<6} {check.name}: {check.found}{remedy}"


def _add_db(app: typer.Typer, summon: Summon) -> None:
    group = typer.Typer(
        no_args_is_help=True,
        help="The record's database: make it, bring it up to date, and look after the views beside it.",
    )

    @group.command("migrate")
    def migrate(
        new_vault: Annotated[
            bool,
            typer.Option(
                "--new-vault",
                help="Make a vault in place of one that is lost for good; what was sealed before stays closed.",
            ),
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Make the record if there is none, else bring its schema up to date.

        Example: assay db migrate
        """
        before, after = summon().migrate(new_vault=new_vault)
        if as_json:
            say_json({"before": before, "after": after})
        elif before is None:
            say(f"A new record was made, with schema {after}.")
        elif before == after:
            say(f"The record is up to date, with schema {after}.")
        else:
            say(f"The record was brought from schema {before} to {after}.")

    projections.add_to(group, summon)
    app.add_typer(group, name="db")


def _add_settings(app: typer.Typer, summon: Summon) -> None:
    group = typer.Typer(no_args_is_help=True, help="The settings, and where each comes from.")

    @group.callback()
    def settings() -> None:
        """Keep this a group although it has one command."""

    @group.command("show")
    def show(as_json: AsJson = False) -> None:
        """Show every setting, its value, and where that comes from; secrets are masked.

        Example: assay settings show
        """
        lines = summon().config
        if as_json:
            say_json(
                {
                    "settings": [
                        {
                            "name": each.name,
                            "variable": each.variable,
                            "value": each.value,
                            "origin": each.origin,
                            "meaning": each.meaning,
                        }
                        for each in lines
                    ]
                }
            )
        else:
            table(("setting", "value", "from"), [(each.variable, each.value, each.origin) for each in lines])

    @group.command("page")
    def page() -> None:
        """Print the page docs/settings.md, which says what each setting is for.

        Example: assay settings page
        """
        typer.echo(summon().settings_page(), nl=False)

    app.add_typer(group, name="settings")
