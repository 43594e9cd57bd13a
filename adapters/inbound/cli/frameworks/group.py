"""`assay frameworks`: standards frameworks, read, imported, compared and published."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.frameworks.changing import add_changing
from adapters.inbound.cli.frameworks.shown import (
    Source,
    changes_as_data,
    framework_as_data,
    reading_as_data,
    say_changes,
    say_doubts,
    say_framework,
    say_frameworks,
    say_reading,
    summary_as_data,
)
from adapters.inbound.files.frameworks import file_name, find, put_on_shelf
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json
from domain.frameworks import Framework, parse_framework
from domain.frameworks.differences import differences
from domain.frameworks.importing import official_framework
from domain.frameworks.layout.reading import LARGEST_DOCUMENT, read_layout
from domain.frameworks.reading import LARGEST_FILE

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Register `assay frameworks` with the application.

    Args:
        app: the application.
        summon: gives the installation, for its library, its shelf of frameworks and its record.
    """
    group = typer.Typer(
        no_args_is_help=True, help="Standards frameworks: domains, standards, key questions and prompts."
    )
    app.add_typer(group, name="frameworks")
    _add_reading(group, summon)
    _add_import(group, summon)
    add_changing(group, summon)


def _add_reading(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_frameworks(as_json: AsJson = False) -> None:
        """List the frameworks: those that ship with Assay, and those imported or published here."""
        library = summon().library()
        frameworks = library.frameworks().all()
        if as_json:
            say_json({"frameworks": [summary_as_data(each) for each in frameworks]})
        else:
            say_frameworks(frameworks)
        for refusal in library.left_out:
            complain(str(refusal))

    @group.command("show")
    def show(
        framework: Source,
        version: Annotated[
            str | None, typer.Option(help="The version; the present one, if not given.")
        ] = None,
        as_written: Annotated[
            bool,
            typer.Option(
                "--as-written", help="In its own words, even where the official ones were imported."
            ),
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Show a whole framework, in the official wording where that has been imported."""
        versions = summon().library().frameworks()
        found = find(versions, framework, version)
        shown = found if as_written else versions.as_shown(found)
        if as_json:
            # The digest is of the framework as written: that is what an inspection pins.
            counts = shown.counts().model_dump()
            say_json(framework_as_data(shown) | {"digest": found.digest, "counts": counts})
        else:
            say_framework(shown, digest=found.digest)

    @group.command("validate")
    def validate(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="A framework's .toml file.")],
        as_json: AsJson = False,
    ) -> None:
        """Check a framework file; the first thing that is wrong is named with its line."""
        framework = parse_framework(read_file(file, largest=LARGEST_FILE), where=str(file))
        if as_json:
            doubts = [{"place": place, "certainty": doubt} for place, doubt in framework.doubts()]
            say_json({"valid": True, "uncertain": doubts} | summary_as_data(framework))
            return
        say(f"{file} is a framework: {framework.id} version {framework.version}.")
        say_frameworks([framework])
        say_doubts(framework)

    @group.command("diff")
    def diff(earlier: Source, later: Source, as_json: AsJson = False) -> None:
        """Tell what changed between two frameworks: standards, key questions and prompts apart."""
        versions = summon().library().frameworks()
        before, after = find(versions, earlier), find(versions, later)
        changes = differences(before, after)
        if as_json:
            said = {"from": summary_as_data(before), "to": summary_as_data(after)}
            say_json(said | {"same": changes.none} | changes_as_data(changes))
        else:
            say_changes(before, after, changes)


def _add_import(group: typer.Typer, summon: Summon) -> None:
    @group.command("import")
    def import_framework(
        file: Annotated[
            Path, typer.Argument(metavar="FILE", help="A document as text (UTF-8), in the published layout.")
        ],
        framework_id: Annotated[
            str, typer.Option("--id", metavar="ID", help="What the framework is to be called.")
        ],
        version: Annotated[str, typer.Option("--version", metavar="V", help="Which version of it this is.")],
        title: Annotated[str | None, typer.Option(help="Its name; the id, if not given.")] = None,
        citation: Annotated[
            str | None, typer.Option(help="Where the document comes from; the file's name, if not given.")
        ] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only read it; keep nothing.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Read a framework, word for word, from a document that sets it out in the published layout.

        That is: `1. Domain`, `1.1 Standard` with its text, `1.1.1 Key question`, `a) prompt`. Page breaks, wrapped
        lines and whatever stands before and after do not matter. From then on its wording is shown over Assay's own
        for frameworks with the same numbers.
        """
        where = str(file)
        reading = read_layout(read_file(file, largest=LARGEST_DOCUMENT), where=where)
        versions = summon().library().frameworks()
        framework = official_framework(
            reading,
            framework_id=framework_id,
            version=version,
            title=title or framework_id,
            citation=citation or file.name,
            known=versions.all(),
            where=where,
        )
        kept = None if dry_run else _keep(summon, framework)
        if as_json:
            say_json(reading_as_data(framework, reading) | {"kept_as": kept})
            return
        say_reading(framework, reading)
        say(f"Kept as {kept}." if kept else "Nothing was kept: this was a dry run.")


def _keep(summon: Summon, framework: Framework) -> str:
    services = summon()
    put_on_shelf(services.framework_shelf, services.library().frameworks(), framework)
    return file_name(framework)
