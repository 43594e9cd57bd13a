"""What ``--help`` shows as an example of a command about evidence is accepted by its rule."""

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapters.inbound.cli import application
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.places import PLACES
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.files.handed_in import read_records
from domain.decider import On
from domain.evidence.decider import EVIDENCE
from domain.evidence.events import (
    EnquiryOpened,
    EnquiryWorkedOn,
    Entry,
    EvidenceRegistered,
    SessionPlan,
    SessionPlanned,
)
from domain.holdings.events import ItemHeld
from domain.holdings.rules import HOLDINGS
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    EvidenceItem,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceRequested,
    EvidenceWaived,
    ExtensionAsked,
    FieldworkBegun,
)
from domain.messages import Command
from domain.working_days import WorkingDays
from tests.support.example import A_PROVIDER, ANNOUNCED, day
from tests.support.specification import Story, given

HERE, PROVIDER = "nps-nw-2026", "nps-north-west"
STREAM, ROOM, HELD = f"inspection-{HERE}", f"evidence-{HERE}", f"holdings-{PROVIDER}"
CALENDAR = WorkingDays.of("2026", day("2026-01-01"), day("2026-12-31"))

ITEM = EvidenceItem(id="staffing-plan", title="The staffing plan", standard="1.2")
ASKED = On(STREAM, EvidenceRequested(items=(ITEM,), due=day("2026-05-22")))
OTHER = ITEM.with_(id="business-plan", title="The business plan")
OTHERWISE = On(STREAM, EvidenceRequested(items=(OTHER,), due=day("2026-05-22")))
CAME = On(STREAM, EvidenceReceived(item="staffing-plan", document="a" * 64))
LATE = On(STREAM, EvidenceOverdue(items=("staffing-plan",), due=day("2026-05-22"), until=day("2026-05-29")))
MORE_TIME = ExtensionAsked(
    extension="extension-1",
    items=("staffing-plan",),
    until=day("2026-06-09"),
    reason="Half the staff are away.",
)
BEGUN = On(STREAM, FieldworkBegun(begun_on=day("2026-06-01"), due=day("2026-06-12")))


def entry(code: str, **more: Any) -> On:
    content = Entry(
        kind="observation",
        title="It",
        bears_on=("1.1",),
        true_from=day("2026-04-01"),
        true_to=None,
        source="The provider",
        document=None,
        voice=more.get("voice"),
    )
    return On(
        ROOM, EvidenceRegistered(entry=code, content=content, recorded_on=day("2026-05-05"), account=None)
    )


def holding(code: str) -> On:
    held = ItemHeld(
        holding=code,
        about="staffing-plan",
        title="The staffing plan",
        key_questions=(),
        document=None,
        source="submission",
        of="A return",
        true_from=None,
        true_to=None,
        held_on=day("2025-06-01"),
        replaces=None,
    )
    return On(HELD, held)


CHAIR = SessionPlan(
    session="chair", kind="interview", on=day("2026-06-02"), begins="09:30", ends="10:30", place="Head office"
)
SESSION = On(ROOM, SessionPlanned(plan=CHAIR))
STRATEGY = entry("strategy")
ENQUIRY = EnquiryOpened(
    enquiry="risk-register", question="Who owns it?", bears_on=("1.1.2 a",), from_gap=False
)
WORK = EnquiryWorkedOn(enquiry="risk-register", evidence=("strategy",), showed="The board does.")
OPEN = (STRATEGY, On(ROOM, ENQUIRY))

BEFORE: dict[str, tuple[tuple[On, ...], str]] = {
    "request-evidence": ((), "2026-05-05"),
    "request-further-evidence": ((OTHERWISE,), "2026-05-12"),
    "link-evidence": ((ASKED, *(holding(f"h{number}") for number in range(1, 13))), "2026-05-12"),
    "receive-evidence": ((ASKED,), "2026-05-12"),
    "replace-evidence": ((ASKED, CAME), "2026-05-12"),
    "chase-evidence": ((ASKED, LATE), "2026-05-26"),
    "escalate-evidence": ((ASKED, LATE), "2026-05-26"),
    "waive-evidence": ((ASKED,), "2026-05-12"),
    "withdraw-waiver": (
        (ASKED, On(STREAM, EvidenceWaived(item="staffing-plan", reason="It was lost."))),
        "2026-05-12",
    ),
    "ask-for-extension": ((ASKED,), "2026-05-12"),
    "grant-extension": ((ASKED, On(STREAM, MORE_TIME)), "2026-05-12"),
    "refuse-extension": ((ASKED, On(STREAM, MORE_TIME)), "2026-05-12"),
    "hold-evidence": ((), "2026-05-05"),
    "withdraw-holding": (tuple(holding(f"h{number}") for number in range(1, 13)), "2026-05-05"),
    "register-evidence": ((ASKED,), "2026-05-12"),
    "take-up-evidence": ((ASKED, CAME), "2026-05-12"),
    "correct-evidence": ((ASKED, STRATEGY), "2026-05-12"),
    "withdraw-evidence": ((ASKED, STRATEGY), "2026-05-12"),
    "plan-sessions": ((ASKED,), "2026-05-12"),
    "move-session": ((ASKED, SESSION), "2026-05-12"),
    "cancel-session": ((ASKED, SESSION), "2026-05-12"),
    "hold-session": ((ASKED, SESSION, CAME, BEGUN), "2026-06-02"),
    "record-survey": ((ASKED,), "2026-06-05"),
    "summarise-experience": ((ASKED, entry("service-users-2026", voice="service-users")), "2026-06-05"),
    "note-no-experience": ((ASKED, CAME, BEGUN), "2026-06-05"),
    "give-feedback": ((ASKED, CAME, BEGUN), "2026-06-12"),
    "assess-prompts": ((ASKED, STRATEGY), "2026-05-12"),
    "open-enquiry": ((ASKED,), "2026-05-12"),
    "work-on-enquiry": ((ASKED, *OPEN), "2026-05-12"),
    "close-enquiry": ((ASKED, *OPEN, On(ROOM, WORK)), "2026-05-12"),
    "carry-enquiry": ((ASKED, *OPEN), "2026-05-12"),
}
"""For each command what must have happened for its example, and the day on which it is typed."""


def _leaves(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _leaves(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


LEAVES: dict[str, Any] = {
    path: command
    for part in ("evidence", "fieldwork", "enquiry")
    for path, command in _leaves(
        application.load(part, lambda: pytest.fail("no installation is needed")), part
    )
}
COMMANDS: dict[str, type[Command]] = {
    command.verb: command
    for decider in (INSPECTION, HOLDINGS, EVIDENCE)
    for command in decider.rules
    if PLACES.get(command.verb, "") in LEAVES
}


def world(facts: tuple[On, ...]) -> Story:
    provider = A_PROVIDER.with_(provider=PROVIDER)
    announced = ANNOUNCED.with_(
        inspection=HERE,
        provider=PROVIDER,
        announced_on=day("2026-05-01"),
        fieldwork_from=day("2026-06-01"),
        fieldwork_to=day("2026-06-12"),
        request_due=day("2026-05-08"),
    )
    return given(On(f"provider-{PROVIDER}", provider), On(STREAM, announced), *facts).under(calendar=CALENDAR)


def rows(help_: str, kind: type[Any], folder: Path) -> Any:
    """What stands in a file of one row, the one that the help shows."""
    found = re.search(r"columns (\S+); one row: (.+?)(\.?)$", " ".join(help_.split()))
    assert found, help_
    columns = [each.strip("()") for each in found[1].split(",")]
    file = folder / "rows.csv"
    file.write_text(",".join(columns) + "\n" + found[2].rstrip(".") + "\n")
    return read_records(file, kind)


def test_every_command_about_evidence_has_an_example_that_is_tried() -> None:
    assert set(COMMANDS) == set(BEFORE)


@pytest.mark.parametrize("verb", BEFORE)
def test_the_example_in_the_help_is_accepted(verb: str, tmp_path: Path) -> None:
    path, command = PLACES[verb], COMMANDS[verb]
    leaf = LEAVES[path]
    line = re.search(r"Example: assay (.+)", leaf.help)
    assert line
    typed = leaf.make_context(path, shlex.split(line[1])[len(path.split()) :]).params
    helps = {each.name: each.help or "" for each in leaf.params if hasattr(each, "help")}
    values: dict[str, Any] = {}
    for field in fields_of(command):
        value = typed.get(field.name)
        if field.name == "items" and verb == "request-evidence":
            value = [ITEM.model_dump(mode="json")]
        elif value in (None, []):
            continue
        elif field.shape == "records" and verb != "record-survey":
            assert field.record is not None
            value = rows(helps[field.name], field.record, tmp_path)
        elif field.name == "questions":
            value = [{"question": "listened", "text": "Heard?", "scale": ["yes", "no"], "counts": [30, 4]}]
        elif field.name == "document":
            value = "b" * 64
        values[field.name] = value
    facts, on = BEFORE[verb]
    result = world(facts).when(as_command(command, values), on=date.fromisoformat(on).isoformat())
    assert result.refusal is None, (line[1], result.refusal)
    assert result.events, line[1]
