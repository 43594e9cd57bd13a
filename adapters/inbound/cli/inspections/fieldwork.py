"""``assay fieldwork``: its timetable, what people say, and the closing feedback."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.inspections.surveys import add_survey
from adapters.inbound.cli.places import named_in
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.evidence.room import room_of
from adapters.inbound.shown.timetable import clashes_in
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.evidence.commands import MoveSession, PlanSessions, RecordSurvey
from domain.evidence.decider import EVIDENCE
from domain.evidence.experience import Experience, experience_section
from domain.evidence.state import Session

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``fieldwork``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Fieldwork: its timetable, what people say, and the closing feedback.",
    )
    names = {verb: name for verb, name in named_in("fieldwork").items() if verb != RecordSurvey.verb}
    rules = [rule for rule in EVIDENCE.rules.values() if rule.command.verb in names]
    clashes = dict.fromkeys((PlanSessions.verb, MoveSession.verb), _say_what_clashes)
    add_commands(group, "fieldwork", rules, summon, names, clashes)
    add_survey(group, summon)
    _add_timetable(group, summon)
    _add_voices(group, summon)
    app.add_typer(group, name="fieldwork")


def _add_timetable(group: typer.Typer, summon: Summon) -> None:
    @group.command("timetable")
    def timetable(
        inspection: Reference,
        calendar: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="Write the sessions that stand as an iCalendar file, too."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the timetable in the order of its sessions, and what clashes in it.

        An inspector clashes who would have to be in two places at once, here or at another inspection, or is away;
        a session, for which there is no fieldwork that day.

        Example: assay fieldwork timetable nps-nw-2026
        """
        services = summon()
        room = room_of(services, inspection)
        sessions = sorted(room.sessions.values(), key=_place)
        found = clashes_in(services, inspection)
        if calendar is not None:
            from adapters.inbound.calendars.fieldwork import write_calendar

            write_calendar(calendar, inspection, sessions, services.clock.now())
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "sessions": [
                        {**each.plan.model_dump(mode="json"), "outcome": each.outcome} for each in sessions
                    ],
                    "conflicts": [each.model_dump(mode="json") for each in found.conflicts],
                    "away": [{"inspector": who, "session": session} for who, session in found.away],
                    "elsewhere": [
                        {"inspector": who, "session": mine, "inspection": other, "other": theirs}
                        for who, mine, other, theirs in found.elsewhere
                    ],
                    "outside": list(found.outside),
                    "feedback": [each.model_dump(mode="json") for each in room.feedback],
                }
            )
            return
        table(
            ("session", "kind", "day", "time in London", "place", "with", "inspectors", "stands"),
            [
                (
                    each.plan.session,
                    each.plan.kind,
                    each.plan.on,
                    f"{each.plan.begins}-{each.plan.ends}",
                    each.plan.place,
                    ", ".join(each.plan.with_whom),
                    ", ".join(each.plan.inspectors),
                    each.outcome,
                )
                for each in sessions
            ],
        )
        for line in found.told():
            say(line)
        for given in room.feedback:
            say(f"Closing feedback was given on {given.given_on} to {', '.join(given.to)}: {given.said}")


def _say_what_clashes(services: Services, command: PlanSessions | MoveSession) -> None:
    for line in clashes_in(services, command.inspection).told():
        say(line)


def _place(session: Session) -> tuple[str, str, str]:
    return (session.plan.on.isoformat(), session.plan.begins, session.plan.session)


def _add_voices(group: typer.Typer, summon: Summon) -> None:
    @group.command("voices")
    def voices(inspection: Reference, as_json: AsJson = False) -> None:
        """Show what service users and victims said, as the report takes it up: no number so small that it tells.

        Example: assay fieldwork voices nps-nw-2026
        """
        section = experience_section(room_of(summon(), inspection))
        if as_json:
            say_json(
                {"inspection": inspection, "experience": [each.model_dump(mode="json") for each in section]}
            )
        elif not section:
            say("Nobody has been heard yet, and nothing is recorded of why.")
        for each in () if as_json else section:
            _tell(each)


def _tell(experience: Experience) -> None:
    if experience.heard == 0 and not experience.surveys:
        say(f"{experience.voice.replace('-', ' ').capitalize()} were not heard: {experience.summary}")
        return
    heard = "few" if experience.heard is None else str(experience.heard)
    say(f"{experience.voice.replace('-', ' ').capitalize()}: {heard} interviews and meetings")
    say(experience.summary or "Nobody has summed it up yet.")
    for survey in experience.surveys:
        asked, answered = ("few" if each is None else str(each) for each in (survey.asked, survey.answered))
        say(f"{survey.title}: {answered} of {asked} answered ({survey.source})")
        table(
            ("question", "answer", "number"),
            [
                (question.text, option.option, "few" if option.number is None else option.number)
                for question in survey.questions
                for option in question.options
            ],
        )
