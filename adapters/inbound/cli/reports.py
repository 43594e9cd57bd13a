"""``assay report``: the draft and its parts, signing, publication, and what becomes of a report that is out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from activities.inspections import inspection_in
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.reports_files import add_files
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.recipients import told_when_out
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.inspections.decider import INSPECTION
from domain.inspections.report.texts import places_of, texts_of
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = ["add_to"]

_ALSO = {
    "draft-report": "draft",
    "sign-off-report": "sign",
    "sign-for-partner": "sign-for-partner",
    "submit-report": "submit",
    "send-draft": "send",
    "schedule-publication": "schedule",
}
"""Commands that are in the group ``inspection`` as well, where they have been from the beginning."""

_POINTS = {
    "raise-challenge": "raise",
    "accept-challenge": "accept",
    "reject-challenge": "reject",
    "confirm-factual-accuracy": "confirm",
}

NO_ADDRESS = "no address: register one, or tell them by other means"
"""Of whoever is on the distribution list and would not be reached."""

_LANGUAGES, _FORMS = ("en", "cy"), ("html", "pdf")

_Language = Annotated[str, typer.Option("--language", metavar="en|cy", help="In which language.")]
_Form = Annotated[str, typer.Option("--form", metavar="html|pdf", help="As a page, or as a PDF.")]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``report``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Reports: draft them in parts, check, sign, translate and publish them; correct and withdraw them.",
    )
    names = {**_ALSO, **named_in("report")}
    rules = [rule for rule in INSPECTION.rules.values() if rule.command.verb in names]
    add_commands(group, "report", rules, summon, names)
    points = typer.Typer(
        no_args_is_help=True, help="Points of factual accuracy, one by one, each at its place."
    )
    answered = [rule for rule in INSPECTION.rules.values() if rule.command.verb in _POINTS]
    add_commands(points, "report points", answered, summon, _POINTS)
    _add_points(points, summon)
    add_files(group, points, summon)
    group.add_typer(points, name="points")
    _add_show(group, summon)
    _add_preview(group, summon)
    _add_places(group, summon)
    _add_recipients(group, summon)
    app.add_typer(group, name="report")


def state_of(services: Services, inspection: str) -> Inspection:
    """Where an inspection stands.

    Raises:
        Refused: ``unknown-inspection``.
    """
    return inspection_in(services.records, inspection)


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        inspection: Reference,
        edition: Annotated[
            int | None,
            typer.Option(metavar="N", min=1, help="Only this edition; the last if one is written to a file."),
        ] = None,
        language: _Language = "en",
        form: _Form = "html",
        to: Annotated[
            Path | None, typer.Option("--to", metavar="FILE", help="Write the edition to a new file.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show which editions of a report are out, what became of each, and what was said to it.

        With --to it writes one down, as it was printed then; one that was replaced or withdrawn says so on its front,
        and the bytes that were published stay as they were, under their digest.

        Example: assay report show nps-nw-2026 --edition 1 --form pdf --to report.pdf
        """
        services = summon()
        state = state_of(services, inspection)
        if not state.editions:
            raise Refused.because("not-published", f"No edition of the report on {inspection} is out yet.")
        number = edition or state.editions[-1].number
        files = services.reports.files(inspection, number)
        chosen = one_of(language, _LANGUAGES, "language"), one_of(form, _FORMS, "form")
        if to is not None:
            if chosen not in [(each.language, each.form) for each in files]:
                raise Refused.because(
                    "no-such-file", f"Edition {number} was not printed in {language} as {form}."
                )
            write_file(to, services.reports.print(inspection, *chosen, edition=number))
        if as_json:
            say_json(_shown(inspection, state))
            return
        if to is not None:
            say(f"Edition {number} was written to {to}.")
            return
        _tell(state)


def _shown(inspection: str, state: Inspection) -> dict[str, Any]:
    return {
        "inspection": inspection,
        "withdrawn": state.withdrawn,
        "correcting": state.correction.edition if state.correction else None,
        "editions": [
            {
                "edition": each.number,
                "report": each.report,
                "published_on": each.published_on,
                "public": each.public,
                "superseded": each is not state.editions[-1],
                "files": [file.model_dump(mode="json") for file in each.files],
            }
            for each in state.editions
        ],
        "responses": [
            {"response": code, "by": each.by, "title": each.title, "text": each.text}
            for code, each in state.responses.items()
        ],
    }


def _tell(state: Inspection) -> None:
    if state.withdrawn is not None:
        say(f"The report was withdrawn: {state.withdrawn}")
    last = state.editions[-1]
    table(
        ("edition", "since", "stands", "files"),
        [
            (
                each.number,
                each.published_on,
                "yes" if each is last and state.withdrawn is None else "superseded or withdrawn",
                ", ".join(f"{file.language} {file.form} {file.document[:12]}" for file in each.files),
            )
            for each in state.editions
        ],
    )
    for correction in state.report.parts.corrections if state.report else ():
        say(f"Edition {correction.edition}: {correction.reason} Changed: {correction.changed}")
    for each in state.responses.values():
        say(f"{each.title} said on {each.received_on}: {each.text}")


def _add_preview(group: typer.Typer, summon: Summon) -> None:
    @group.command("preview")
    def preview(
        inspection: Reference,
        to: Annotated[
            Path | None,
            typer.Option("--to", metavar="FILE", help="A new file to write it to, rather than the terminal."),
        ] = None,
        language: _Language = "en",
        form: _Form = "html",
        as_json: AsJson = False,
    ) -> None:
        """Print the report as it stands now, as text or to a file; a draft says on its front that it is one.

        Example: assay report preview nps-nw-2026 --language cy --form pdf --to draft.pdf
        """
        services = summon()
        state = state_of(services, inspection)
        chosen = one_of(language, _LANGUAGES, "language"), one_of(form, _FORMS, "form")
        digest = state.report.digest if state.report else ""
        text = services.reports.text(inspection, chosen[0])  # type: ignore[arg-type]  # checked above
        if to is not None:
            write_file(to, services.reports.print(inspection, *chosen))  # type: ignore[arg-type]  # checked above
        if as_json:
            told = {"file": str(to)} if to else {"text": text}
            say_json({"inspection": inspection, "report": digest, **told})
        elif to is None:
            typer.echo(text, nl=False)
        else:
            say(f"The report as it stands, with the digest {digest}, was written to {to}.")


def _add_places(group: typer.Typer, summon: Summon) -> None:
    @group.command("places")
    def places(inspection: Reference, as_json: AsJson = False) -> None:
        """List the places of a draft: what stands there, and what is still to be translated.

        Example: assay report places nps-nw-2026
        """
        services = summon()
        state = state_of(services, inspection)
        report = state.report
        if report is None:
            raise Refused.because("no-report", "No report has been drafted yet.")
        protocol = services.reports.protocol_of(state)
        texts = texts_of(state)
        found = [
            {
                "place": place,
                "text": texts.get(place),
                "translated": place in texts
                and report.parts.translated(place, texts[place], "cy") is not None,
            }
            for place in dict.fromkeys([*texts, *places_of(state, protocol)])
        ]
        if as_json:
            say_json({"inspection": inspection, "report": report.digest, "places": found})
            return
        table(
            ("place", "text", "in Welsh"),
            [(each["place"], _begin(each["text"]), "yes" if each["translated"] else "") for each in found],
        )


def _add_recipients(group: typer.Typer, summon: Summon) -> None:
    @group.command("recipients")
    def recipients(inspection: Reference, as_json: AsJson = False) -> None:
        """List who is told when the report is out, and who has no address: look before a day of publication is set.

        Of a post that differs by area it is that of each area of the providers. Who has no address is told by other
        means. The provider has a notice of its own, and the public has the publication.

        Example: assay report recipients nps-nw-2026
        """
        services = summon()
        areas, found = told_when_out(services, state_of(services, inspection))
        if as_json:
            told = [{"title": each.title, "area": each.area, "reached": each.reached} for each in found]
            say_json({"inspection": inspection, "areas": list(areas), "recipients": told})
        elif not found:
            say("Nobody is told besides the provider and the public.")
        else:
            table(
                ("who", "notice"),
                [(each.title, "goes there" if each.reached else NO_ADDRESS) for each in found],
            )


def _begin(text: object) -> str:
    words = " ".join(str(text or "").split())
    return words if len(words) <= 60 else f"{words[:59]}…"


def _add_points(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(inspection: Reference, as_json: AsJson = False) -> None:
        """List the points of factual accuracy, where each is, and what became of it.

        Example: assay report points list nps-nw-2026
        """
        found = state_of(summon(), inspection).challenges
        if as_json:
            points = [
                {"challenge": code, "place": each.place, "about": each.about, "outcome": each.outcome}
                for code, each in found.items()
            ]
            say_json({"inspection": inspection, "points": points})
        elif not found:
            say("The provider has raised no points.")
        else:
            table(
                ("point", "place", "about", "outcome"),
                [(code, each.place or "the whole", each.about, each.outcome) for code, each in found.items()],
            )
