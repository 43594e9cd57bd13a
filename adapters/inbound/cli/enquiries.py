"""``assay enquiry``: prompts held against the evidence, and the lines of enquiry that they lead to."""

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections import Reference
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.rooms import inspection_and_room, room_of
from adapters.inbound.cli.services import Services, Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.evidence.assessment import QuestionAssessed, assessment_of, unassessed
from domain.evidence.room import EVIDENCE
from domain.evidence.state import EvidenceRoom
from domain.frameworks.model import Framework
from domain.inspections.rules.judgements import judged_standards
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``enquiry``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Prompts held against the evidence, and the lines of enquiry that they lead to.",
    )
    names = named_in("enquiry")
    rules = [rule for rule in EVIDENCE.rules.values() if rule.command.verb in names]
    add_commands(group, "enquiry", rules, summon, names)
    _add_list(group, summon)
    _add_assessment(group, summon)
    app.add_typer(group, name="enquiry")


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(inspection: Reference, as_json: AsJson = False) -> None:
        """List the lines of enquiry of an inspection, with what was looked at and what came of each.

        As long as one is open, no ratings go to the panel.

        Example: assay enquiry list nps-nw-2026
        """
        room = room_of(summon(), inspection)
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "enquiries": [
                        {
                            "enquiry": code,
                            "question": each.question,
                            "bears_on": list(each.bears_on),
                            "from_gap": each.from_gap,
                            "outcome": each.outcome,
                            "words": each.words,
                            "work": [
                                {"evidence": list(one.evidence), "showed": one.showed} for one in each.work
                            ],
                        }
                        for code, each in room.enquiries.items()
                    ],
                }
            )
        elif not room.enquiries:
            say("There is none.")
        else:
            table(
                ("enquiry", "question", "bears on", "looked at", "stands", "conclusion or reason"),
                [
                    (
                        code,
                        each.question,
                        ", ".join(each.bears_on),
                        ", ".join(entry for one in each.work for entry in one.evidence),
                        each.outcome,
                        each.words,
                    )
                    for code, each in room.enquiries.items()
                ],
            )


def _add_assessment(group: typer.Typer, summon: Summon) -> None:
    @group.command("assessment")
    def assessment(inspection: Reference, as_json: AsJson = False) -> None:
        """Show each key question of the judged standards against its prompts, and which nobody has looked at yet.

        Example: assay enquiry assessment nps-nw-2026
        """
        services = summon()
        found, room = inspection_and_room(services, inspection)
        framework, judged = _rules(services, found)
        assessed = assessment_of(framework, judged, room)
        left = unassessed(framework, judged, room)
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "key_questions": [each.model_dump(mode="json") for each in assessed],
                    "left": list(left),
                }
            )
            return
        table(
            ("prompt", "finding", "evidence", "note"),
            [row for each in assessed for row in _rows(each, room)],
        )
        say(f"{len(left)} prompts are left to assess." if left else "Every prompt has been assessed.")


def _rows(assessed: QuestionAssessed, room: EvidenceRoom) -> list[tuple[object, ...]]:
    places = dict(assessed.findings)
    if assessed.whole is not None:
        places = {assessed.question: assessed.whole, **places}
    rows: list[tuple[object, ...]] = []
    for place, finding in places.items():
        known = room.findings.get(place)
        evidence = ", ".join(known.evidence) if known else ""
        rows.append((place, finding or "not assessed", evidence, known.note if known else None))
    return rows


def _rules(services: Services, inspection: Inspection) -> tuple[Framework, tuple[str, ...]]:
    """The framework of an inspection, and the standards that its scheme has judged."""
    library, known = services.library(), inspection.known
    framework = library.framework_of(known.framework)
    scheme = library.scheme_of(known.scheme)
    if framework is None or scheme is None:
        raise Refused.because(
            "nothing-judged", "This kind of inspection has no judged standards, or its rules are not here."
        )
    return framework, judged_standards(scheme)
