"""``assay people list``, ``show``, ``tasks`` and ``readers``: the staff record as it stands."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.inbound.cli.privacy.sights import Sight, sees
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from adapters.inbound.today import today_in_london
from domain.people.people_tasks import people_tasks
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.refusals import Refused
from domain.streams import code_in, mailbox_stream, staff_stream
from domain.text import counted
from domain.working_days import in_words

__all__ = ["add_shown"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_NOBODY = "Nobody is on the staff record; `assay people begin --help` shows how to begin one."


def add_shown(group: typer.Typer, summon: Summon) -> None:
    """Add what shows the staff record."""
    _add_list(group, summon)
    _add_show(group, summon)
    _add_tasks(group, summon)
    _add_readers(group, summon)


def _staff(services: Services) -> Mapping[str, Staff]:
    found = services.records.every("staff", Staff)
    return {stream: each for stream, each in found.items() if each.registered is not None}


def _roll(services: Services) -> Roll:
    roll: Roll = services.records.read([ROLL_STREAM])[ROLL_STREAM].state
    return roll


def _names(services: Services, streams: list[str], role: str | None) -> Mapping[str, tuple[str, str]]:
    """Name and address by stream; empty for somebody who may not be shown them."""
    if not sees(role, "staff"):
        return {}
    return {each.person: (each.name, each.email) for each in services.personal.contacts(streams)}


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(
        everybody: Annotated[bool, typer.Option("--all", help="Also those who have left.")] = False,
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """List who is on the staff record, with the roles that they hold today.

        Names are shown to those who may see them; others see ids.

        Example: assay people list
        """
        services = summon()
        today = today_in_london(services)
        found = {stream: each for stream, each in _staff(services).items() if everybody or each.here}
        names = _names(services, list(found), role)
        if as_json:
            say_json({"staff": [_as_json(stream, each, names, services) for stream, each in found.items()]})
        elif not found:
            say(_NOBODY)
        else:
            table(
                ("staff", "name", "engaged as", "roles today", "away"),
                [
                    (
                        _id(stream),
                        names.get(stream, ("", ""))[0],
                        each.registered.engagement if each.registered else "",
                        ", ".join(role.value for role in each.roles_on(today)),
                        "yes" if each.away(today) else "",
                    )
                    for stream, each in found.items()
                ],
            )


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        staff: Annotated[str, typer.Argument(metavar="STAFF", help="Who, by the id under which they act.")],
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """Show somebody's roles, deputyships, interests, leave, training and skills.

        Example: assay people show os-1001
        """
        services = summon()
        stream = staff_stream(staff)
        person = _staff(services).get(stream)
        if person is None:
            raise Refused.because("unknown-staff", f"Nobody is on the staff record as {staff}.")
        shown = _as_json(stream, person, _names(services, [stream], role), services)
        if as_json:
            say_json(shown)
            return
        back = shown.pop("unreachable")
        shown["notices"] = "came back the last time: give another address" if back else "go to their address"
        lines = [(name.replace("_", " "), _in_line(value)) for name, value in shown.items()]
        table(("what", "is"), [each for each in lines if each[1]])


def _in_line(value: Any) -> str:
    """A value as a person reads it: several things apart, days in words, a role without the word before it."""
    if isinstance(value, list):
        return "; ".join(_in_line(each) for each in value)
    if isinstance(value, dict):
        said = {name.replace("_", " "): _in_line(each) for name, each in value.items() if each is not None}
        return ", ".join(each if name == "role" else f"{name} {each}" for name, each in said.items())
    if isinstance(value, str) and _DAY.fullmatch(value):
        return in_words(date.fromisoformat(value))
    return "" if value is None else str(value)


def _as_json(
    stream: str, staff: Staff, names: Mapping[str, tuple[str, str]], services: Services
) -> dict[str, Any]:
    assert staff.registered is not None
    today = today_in_london(services)
    name, email = names.get(stream, (None, None))
    return {
        "staff": _id(stream),
        "name": name,
        "email": email,
        "engagement": staff.registered.engagement,
        "area": staff.registered.area,
        "body": staff.registered.body,
        "left_on": staff.left_on.isoformat() if staff.left_on else None,
        "roles_today": [each.value for each in staff.roles_on(today)],
        "roles": [each.model_dump(mode="json") for each in staff.roles],
        "deputises": [each.model_dump(mode="json") for each in staff.deputies],
        "interests": [each.model_dump(mode="json", exclude={"account"}) for each in staff.interests.values()],
        "accepted": [
            {"interest": interest, "inspection": inspection}
            for interest, inspection in sorted(staff.accepted)
        ],
        "leave": [each.model_dump(mode="json") for each in staff.leave],
        "duty": [each.model_dump(mode="json") for each in staff.duty],
        "training": {course: passed.isoformat() for course, passed in sorted(staff.training.items())},
        "skills": list(staff.skills),
        "unreachable": staff.unreachable,
    }


def _id(stream: str) -> str:
    return code_in(stream, staff_stream)


def _add_tasks(group: typer.Typer, summon: Summon) -> None:
    @group.command("tasks")
    def tasks(as_json: AsJson = False) -> None:
        """List what there is to see to: addresses that take no notices, training and roles that run out, deputies.

        And who leads, reads or sits on a panel and cannot: away, barred, gone, untrained, or booked twice.

        Example: assay people tasks
        """
        services = summon()
        today = today_in_london(services)
        contacts = services.records.read(services.records.named("person-"))
        bodies = services.records.read(services.records.named(mailbox_stream("")))
        found = (
            *people_tasks(
                _roll(services),
                _staff(services),
                {stream: each.state for stream, each in contacts.items()},
                {stream: each.state for stream, each in bodies.items()},
                today,
            ),
            *services.cover.tasks(today),
        )
        if as_json:
            rows = [
                {
                    "about": each.about,
                    "verb": each.verb,
                    "title": each.title,
                    "due": each.due.isoformat() if each.due else None,
                    "inspections": list(each.inspections),
                    "roles": list(each.roles),
                }
                for each in found
            ]
            say_json({"tasks": rows})
        elif not found:
            say("There is nothing to see to.")
        else:
            table(
                ("about", "what", "by", "command", "for"),
                [
                    (each.about, each.title, each.due or "now", each.verb, ", ".join(each.roles))
                    for each in sorted(found, key=lambda each: each.due or date.min)
                ],
            )


def _add_readers(group: typer.Typer, summon: Summon) -> None:
    @group.command("readers")
    def readers(
        most: Annotated[
            int,
            typer.Option("--most", metavar="N", min=1, max=500, help="How many cases each reads at most."),
        ],
        output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where the file goes.")],
        as_json: AsJson = False,
    ) -> None:
        """Write the file of inspectors that `assay case propose-readers` takes, from skills and interests.

        In it are those who hold the role of an inspector today and are not away.

        Example: assay people readers --most 12 -o inspectors.csv
        """
        services = summon()
        today = today_in_london(services)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("inspector", "populations", "most", "load", "conflicts"))
        written = 0
        for stream, each in sorted(_staff(services).items()):
            if not each.holds(Role.INSPECTOR, today) or each.away(today) or not each.skills:
                continue
            conflicts = ";".join(sorted(each.interests_on(today)))
            writer.writerow((_id(stream), ";".join(each.skills), most, 0, conflicts))
            written += 1
        if not written:
            raise Refused.because(
                "nobody-to-read",
                "Nobody is an inspector today, here, and noted as trained for a list of cases.",
            )
        write_file(output, text.getvalue())
        if as_json:
            say_json({"inspectors": written, "file": str(output)})
        else:
            say(f"{counted(written, 'inspector')} written to {output}.")
