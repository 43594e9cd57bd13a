"""``assay protocols``: the kinds of inspection, each a dated, cited file; and whether a file of one's own is one."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.files.kinds import LARGEST_PROTOCOL, refuse_unfit
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.kinds import WHOM, lines_of
from adapters.inbound.shown.sources import in_full
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``protocols``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Kinds of inspection: whom they look at, their stages, periods, lists, partners and reports.",
    )
    app.add_typer(group, name="protocols")
    _add_list(group, summon)
    _add_show(group, summon)
    _add_validate(group, summon)


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(as_json: AsJson = False) -> None:
        """List the kinds of inspection: those that ship with Assay, and the installation's own.

        Example: assay protocols list
        """
        library = summon().library()
        kinds = library.protocols()
        if as_json:
            say_json({"protocols": [_summary(each) for each in kinds]})
        else:
            table(
                ("kind", "version", "standing", "looks at", "rated by", "stages"),
                [
                    (
                        each.id,
                        each.version,
                        _standing(each),
                        WHOM[each.whom],
                        each.scheme or "told in words",
                        len(each.stages),
                    )
                    for each in kinds
                ],
            )
        for refusal in library.left_out:
            complain(str(refusal))


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        kind: Annotated[str, typer.Argument(metavar="KIND", help="The id of the kind of inspection.")],
        version: Annotated[
            str | None,
            typer.Option(metavar="VERSION", help="An earlier version; the present one, if not given."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a kind of inspection: every setting, and where each is written.

        Example: assay protocols show nps-division-2018
        """
        found = _named(summon(), kind, version)
        if as_json:
            say_json({"digest": found.digest} | found.model_dump(mode="json", exclude_defaults=True))
        else:
            _say(found)


def _add_validate(group: typer.Typer, summon: Summon) -> None:
    @group.command("validate")
    def validate(
        file: Annotated[
            Path,
            typer.Argument(metavar="FILE", help="A .toml file of a kind of inspection.", allow_dash=True),
        ],
        as_json: AsJson = False,
    ) -> None:
        """Check the file of a kind of inspection, by itself and beside the frameworks and schemes there are.

        Example: assay protocols validate short-visit.toml
        """
        found = parse_protocol(read_file(file, largest=LARGEST_PROTOCOL), where=str(file))
        refuse_unfit(found, summon(), str(file))
        if as_json:
            say_json({"valid": True} | _summary(found))
        else:
            say(f"{file} is a kind of inspection: {found.id} version {found.version}.")
            _say(found)


def _named(services: Services, kind: str, version: str | None) -> Protocol:
    library = services.library()
    found = present = library.protocol(kind)
    if present is not None and version is not None:
        found = library.protocol_version(kind, version)
        if found is None:
            raise Refused.because(
                "unknown-protocol",
                f"There is no version {version[:80]!r} of {kind}; the present one is {present.version}.",
            )
    if found is None:
        known = ", ".join(each.id for each in library.protocols())
        raise Refused.because(
            "unknown-protocol", f"There is no kind of inspection {kind[:80]!r}; there are: {known}."
        )
    return found


def _standing(kind: Protocol) -> str:
    until = f" until {kind.retired_from}" if kind.retired_from else ""
    return f"{kind.status}, from {kind.in_force_from}{until}"


def _summary(kind: Protocol) -> dict[str, object]:
    return {
        "id": kind.id,
        "version": kind.version,
        "title": kind.title,
        "status": kind.status,
        "in_force_from": kind.in_force_from.isoformat(),
        "retired_from": kind.retired_from.isoformat() if kind.retired_from else None,
        "whom": kind.whom,
        "inspects": list(kind.inspects),
        "framework": kind.framework,
        "scheme": kind.scheme,
        "stages": [stage.value for stage in kind.stages],
        "signatories": list(kind.signatories),
        "published": kind.published,
        "digest": kind.digest,
    }


def _say(kind: Protocol) -> None:
    say(f"{kind.title} ({kind.id}, version {kind.version}): {_standing(kind)}.")
    say(in_full(kind.citation))
    table(("what", "is", "where it is written"), list(lines_of(kind)))
