"""The ratings panel on its day, by its chair through pages alone; its papers, and whom they are not for."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from activities.commanding.desk import Accepted, Order
from adapters.inbound.shown.words import day
from adapters.inbound.web.example import example_people
from domain.evidence.commands import CorrectEvidence
from domain.evidence.state import EvidenceRoom
from domain.given import Actor
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.people.roles import Role
from tests.pages.test_cases import signed_in
from tests.support.axe import violations
from tests.support.site import Site, site
from tests.support.toy_matter import HandClock

pytestmark = pytest.mark.long

REF, CODE, CHAIR, LEAD = "crc-moors", "crc-moors-ratings", "director-operations", "inspector-f"
MEETING, ITEM = f"/panels/{CODE}", f"/panels/{CODE}/items/{REF}"


@pytest.fixture(scope="module")
def meeting(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example on the day on which the panel meets."""
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("meeting") / "home")
    clock = HandClock(datetime.now(UTC))
    with site(home, clock) as served:
        convened = panel(served).convened
        assert convened is not None
        clock.set(datetime.combine(convened.meets_on, time(10), UTC))
        yield served


def panel(served: Site) -> Panel:
    found: Panel = served.assay.records.read([f"panel-{CODE}"])[f"panel-{CODE}"].state
    return found


@pytest.mark.parametrize("width", [1000, 320])
def test_every_page_of_a_panel_can_be_used_by_everybody_at_any_width(
    meeting: Site, browser: Browser, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = signed_in(context, meeting, CHAIR)
        over = "/panels/crc-downs-ratings"
        for path in (
            "/panels",
            MEETING,
            ITEM,
            f"{ITEM}/decide",
            over,
            f"{over}/minutes",
            f"{MEETING}/do/open-panel",
        ):
            answer = page.goto(f"{meeting.address}{path}")
            assert answer is not None
            assert answer.status == 200, path
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_a_meeting_is_not_there_for_those_outside_the_inspectorate(meeting: Site) -> None:
    contact = next(each.id for each in example_people(meeting.assay)() if "provider-contact" in each.roles)
    with meeting.visit(contact) as visit:
        for path in ("/panels", MEETING, ITEM, f"{ITEM}/decide", f"{MEETING}/do/open-panel"):
            assert visit.get(path).status_code == 404, path
    with meeting.visit("inspector-g") as visit:
        assert visit.get(f"{ITEM}/decide").status_code == 404
        assert visit.get(f"{MEETING}/do/open-panel").status_code == 404
        assert visit.get("/panels/there-is-none").status_code == 404
        assert visit.get(f"{MEETING}/items/division-east").status_code == 404, "not on this agenda"


def test_papers_that_are_issued_on_the_day_of_the_meeting_say_why_they_come_so_late(
    example_home: Path, tmp_path: Path
) -> None:
    home, clock = shutil.copytree(example_home, tmp_path / "home"), HandClock(datetime.now(UTC))
    with site(home, clock) as served:
        convened = panel(served).convened
        assert convened is not None
        clock.set(datetime.combine(convened.meets_on, time(9), UTC))
        room: EvidenceRoom = served.assay.records.read([f"evidence-{REF}"])[f"evidence-{REF}"].state
        state: Inspection = served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state
        entry = next(one.entry for each in state.proposals.values() for one in each.evidence)
        put_right = CorrectEvidence(
            inspection=REF, entry=entry, reason="It was another year's.", title="As amended"
        )
        assert entry in room.register
        order = Order("put-right", put_right, Actor(LEAD, Role.LEAD_INSPECTOR, "test"))
        assert isinstance(served.assay.desk.give(order), Accepted)
        with served.visit(LEAD) as visit:
            papers = visit.get(ITEM)
            assert "Something has changed since the papers were issued" in papers.text
            assert "Why do members have these papers later than" in papers.text
            silent = visit.send(ITEM, {}, papers)
            assert silent.status_code == 422
            assert "say why these come later" in silent.text
            said = visit.send(ITEM, {"late_because": "A file was put right this morning."}, silent)
            assert said.url.path == ITEM, said.text
            assert "later than members are to have them: A file was put right this morning." in said.text
        issued = panel(served).items[REF].pack
        assert issued is not None
        assert issued.late_because == "A file was put right this morning."


def test_the_chair_holds_a_meeting_from_its_papers_to_its_minutes(meeting: Site) -> None:
    with meeting.visit(CHAIR) as visit:
        papers = visit.get(ITEM)
        assert "1.1 Leadership" in papers.text
        assert "decides the rating" in papers.text
        present = list(panel(meeting).members)
        opening = visit.get(f"{MEETING}/do/open-panel")
        opened = visit.send(f"{MEETING}/do/open-panel", {"present": present}, opening)  # type: ignore[dict-item]  # several boxes
        assert opened.url.path == MEETING, opened.text
        before = meeting.assay.store.last_position()
        visit.send(f"{MEETING}/do/open-panel", {"present": present}, opening)  # type: ignore[dict-item]  # several boxes
        assert meeting.assay.store.last_position() == before, "nothing was done twice"

        recusal = {"inspection": REF, "member": LEAD, "ground": "took-part"}
        assert f"{LEAD} (took part)" in visit.send(f"{MEETING}/do/recuse-member", recusal).text

        form = visit.get(f"{ITEM}/decide")
        departing = {
            "decided-overall": "good",
            "words-overall": "a recent change",
            "consistency": "They stand well beside the others.",
        }
        missing = visit.send(f"{ITEM}/decide", departing, form)
        assert missing.status_code == 422
        assert "enter the reasons for the departure" in missing.text
        assert "a recent change" in missing.text, "what was entered is still there"
        decided = visit.send(
            f"{ITEM}/decide",
            {**departing, "reason-overall": "What was found wrong was put right in the week."},
            missing,
        )
        assert decided.url.path == MEETING, decided.text
        assert "Decided" in decided.text

        dissent = {"inspection": REF, "member": "head-of-standards", "reason": "It is too early to say so."}
        assert "Does not agree: head-of-standards" in visit.send(f"{MEETING}/do/record-dissent", dissent).text
        condition = {"condition": "c1", "what": "Check the figures.", "by": "the lead"}
        due = meeting.assay.desk.now().date() + timedelta(days=60)
        days = {
            "due-day": f"{due.day}",
            "due-month": f"{due.month}",
            "due-year": f"{due.year}",
            "panel": CODE,
        }
        visit.send(f"/inspections/{REF}/do/set-condition?panel={CODE}", {**condition, **days})
        assert f"Condition c1, by {day(due)}" in visit.get(MEETING).text
        minutes = "All but one rating agreed as proposed. head-of-standards did not agree on 1.1."
        closed = visit.send(f"{MEETING}/do/close-panel", {"minutes": minutes})
        assert closed.url.path == MEETING, closed.text
        assert minutes in visit.get(f"{MEETING}/minutes").text
        approved = visit.send(f"{MEETING}/minutes", {})
        assert approved.url.path == MEETING, approved.text
    standing = panel(meeting)
    assert standing.written
    assert standing.written.approved_by == CHAIR
    departures = meeting.assay.records.read([f"inspection-{REF}"])[
        f"inspection-{REF}"
    ].state.decided.departures
    assert [(each.subject, each.decided) for each in departures] == [("overall", "good")]
    with meeting.visit(LEAD) as visit:
        assert "You take no part in this item" in visit.get(MEETING).text
        assert visit.get(ITEM).status_code == 404
