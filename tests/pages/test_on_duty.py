"""Somebody in danger: whoever raises the alert is shown by name whom they telephone, and at which number."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from activities.commanding.desk import Accepted, Order
from domain.given import Actor
from domain.messages import Command
from domain.people.duty import PutOnDuty
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from tests.support.site import Site, site

pytestmark = pytest.mark.long

REF = "crc-valley"
MANAGER, DUTY, OTHER, READER = (each * 32 for each in "abcd")
NAMES = {MANAGER: "Grace Manager", DUTY: "Ada Duty", OTHER: "Mary Elsewhere", READER: "Ben Reader"}
NUMBER = "01632 960123"
TODAY = date.today()  # noqa: DTZ011 - the pages are served by the machine's own clock


@pytest.fixture
def served(example_home: Path, tmp_path: Path) -> Iterator[Site]:
    """The pages of an example of the test's own, with a duty telephone and a staff record."""
    home = shutil.copytree(example_home, tmp_path / "home")
    with site(home, settings={"ASSAY_DUTY_TELEPHONE": NUMBER}) as found:
        details = {
            who: StaffDetails(person_name=name, email=f"{who[0]}@example.org") for who, name in NAMES.items()
        }
        give(found, BeginRoll(staff=MANAGER, details=details[MANAGER]))
        for who, role, engagement in (
            (DUTY, Role.LEAD_INSPECTOR, "employee"),
            (OTHER, Role.LEAD_INSPECTOR, "employee"),
            (READER, Role.INSPECTOR, "contractor"),
        ):
            registered = {"staff": who, "engagement": engagement, "details": details[who]}
            give(found, RegisterStaff.model_validate(registered))
            give(found, GiveRole(staff=who, held=role, since=TODAY - timedelta(days=1)))
        yield found


def give(served: Site, command: Command) -> None:
    actor = Actor(MANAGER, Role.OPERATIONS_MANAGER, "tests")
    outcome = served.assay.desk.give(Order(uuid4().hex, command, actor))
    assert isinstance(outcome, Accepted), outcome


def test_whoever_raises_an_alert_is_shown_by_name_whom_to_telephone_and_at_which_number(served: Site) -> None:
    records, stream = served.assay.records, f"inspection-{REF}"
    reads = records.read(records.read([stream])[stream].state.sampled).items()
    case = next(one for one, each in reads if not (each.state.readers.reader or each.state.readers.paired))
    form, page = f"/cases/{case}/alert", f"/cases/{case}/alerts"
    with served.visit(READER) as visit:
        before = visit.get(form).text
        assert "Nobody who can be reached" in before
        assert f"{NAMES[MANAGER]}, operations manager" in before, "whoever is told where nobody is on duty"
        give(served, PutOnDuty(staff=DUTY, since=TODAY - timedelta(days=1), until=TODAY + timedelta(days=1)))
        for path in (form, page):
            text = visit.get(path).text
            assert NAMES[DUTY] in text, path
            assert f'<a class="govuk-link" href="tel:01632960123">{NUMBER}</a>' in text, path
            assert NAMES[OTHER] not in text, "nobody else's name is shown"
            assert NAMES[MANAGER] not in text, "whoever is on duty is told first"
        raised = visit.send(form, {"what": "He said what he would do.", "told": ""})
        assert raised.url.path == page, raised.text
        assert f"Assay sends a notice to {NAMES[DUTY]}, on duty." in raised.text
        assert "Telephone whoever is told today" in raised.text, "nobody is told yet"
        assert NAMES[MANAGER] not in visit.get(f"/inspections/{REF}/team").text, (
            "the exception goes no further"
        )
