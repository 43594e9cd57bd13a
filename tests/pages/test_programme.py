"""A year's programme over HTTP: from its opening to a change that is accepted; and for whom each page is."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx2
import pytest

from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from domain.people.staff.commands import DeclareInterest, EndRole, GiveRole, PlanLeave
from domain.programme.problem import Problem
from domain.programme.year.state import ProgrammeStage
from domain.working_days import in_words
from tests.support.programme_on_record import OPENED
from tests.support.programme_pages import (
    ASSISTANT,
    AUDITOR,
    CODE,
    INSPECTOR,
    MANAGER,
    Pages,
    answered,
    checked,
    day,
    plain,
    programme_pages,
    until_made,
    year_of,
)
from tests.support.programmes import changed
from tests.support.site import Visit
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow

AT = f"/programme/{CODE}"
RULE = b"""
id = "two-of-three"
version = "1"
title = "One by risk, one by lot"
citation = "a test"
in_force_from = 2018-01-01
number = 2
steps = [{ by = "risk", number = 1 }, { by = "lot", number = 1 }]
"""
SCORES = b"""provider,risk,risk_evidence,risk_on,risk_by
south,60,Published data,2018-01-10,The intelligence team
east,20,Published data,2018-01-10,The intelligence team
"""
PAST = b"""provider,inspection,kind,ended_on,rating,lead
north,north-2014,small-2018,2014-06-13,good,os-1001
"""
AREAS = b"area,region\nThe North,north\nThe South,south\n"
SECRET = "Our manager is ill, which nobody is to know."


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with programme_pages(tmp_path) as served:
        yield served


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A published programme with a response in confidence; for tests that change nothing of it."""
    with programme_pages(tmp_path_factory.mktemp("published")) as served:
        with served.served.visit(MANAGER) as manager:
            to_publication(served, manager)
        yield served


def open_(visit: Visit) -> None:
    values = {"programme": CODE, "title": OPENED.title, "year": "2018", **day("first_monday", "2018-04-02")}
    opened = checked(visit, "/programme/do/open-programme", values, files={"table": ("areas.csv", AREAS)})
    assert "The programme 2018 was opened" in plain(opened)


def select_and_draw(pages: Pages, visit: Visit) -> None:
    checked(visit, f"{AT}/do/load-history", {}, files={"table": ("past.csv", PAST)})
    checked(visit, f"{AT}/do/note-services", {}, files={"table": ("scores.csv", SCORES)})
    rule = {"own": ("rule.toml", RULE)}
    shown = visit.send(f"{AT}/do/propose-selection", {"of": "nps-division"}, files=rule)
    assert "1 chosen of 2 wanted, and 1 to be drawn" in plain(shown)
    assert "Southern Division Risk" in plain(shown), "the reasons are there before anything is recorded"
    assert not pages.state.selections
    answered(visit, shown, {})
    assert pages.state.selections["two-of-three"].selected == ("south",)
    frozen = {
        "rule": "two-of-three",
        "commitment": "our notice",
        "beacon": "the draw of 21 February",
        "numbers": "3",
        "highest": "59",
    }
    known = visit.send(f"{AT}/do/freeze-frame", {**frozen, **day("value_on", "2018-02-19")})
    assert known.status_code == 422
    assert "could be known by now" in plain(known)
    checked(visit, f"{AT}/do/freeze-frame", {**frozen, **day("value_on", "2018-02-21")})
    assert "Cannot start yet" in plain(visit.get(AT))
    pages.on("2018-02-21")
    with pages.served.visit(ASSISTANT) as other:
        checked(other, f"{AT}/do/note-beacon-value", {"rule": "two-of-three", "value": "19, 4, 11"})
    assert f"4 11 19, noted by Somebody ({ASSISTANT})" in plain(visit.get(f"{AT}/lots/two-of-three"))
    checked(visit, f"{AT}/do/draw-lots", {"rule": "two-of-three", "value": "4 11 19"})


def made_of(pages: Pages, visit: Visit, year: Problem) -> httpx2.Response:
    """Make a plan of tables of one's own."""
    files = {"year": ("year.json", pages.year_file(year).read_bytes())}
    return until_made(visit, visit.send(f"{AT}/plan", {"tables": "own", "work": "quick"}, files=files))


def plan(pages: Pages, visit: Visit, optional: bool = False) -> Problem:
    """Plan the year with whatever was drawn, put the plan forward, and accept it; the tables."""
    selected = pages.state.selections["two-of-three"].selected
    year = year_of({"north", "south", "east"} if optional else selected)
    year = year.with_(
        inspections=tuple(
            each.with_(mandatory=each.providers[0] in selected, risk=50) for each in year.inspections
        )
    )
    made = made_of(pages, visit, year)
    assert "Nothing of this is on the record" in plain(made), plain(made)
    assert not pages.state.plans
    put = visit.send(f"{made.url.path}/record", {})
    (digest,) = pages.state.plans
    assert put.url.path == f"{AT}/plans/{digest}"
    checked(visit, f"{AT}/do/accept-plan?plan={digest}", {"plan": digest})
    assert pages.state.accepted == digest
    return year


def consult(pages: Pages, visit: Visit) -> None:
    checked(visit, f"{AT}/do/issue-draft", day("closes_on", "2018-03-09"))
    pages.on("2018-02-26")
    said = {"said": SECRET, "whom": "The Southern Division", "confidential": "yes"}
    came = checked(visit, f"{AT}/respond", {**said, **day("received_on", "2018-02-26")})
    assert SECRET in plain(came)
    (response,) = pages.state.responses
    assert "First: a decision on 1 response" in plain(visit.get(AT))
    decided = {"outcome": "noted", "reasons": "It asks for nothing."}
    checked(visit, f"{AT}/responses/{response}", decided)
    assert not pages.state.undecided


def to_publication(pages: Pages, visit: Visit) -> None:
    open_(visit)
    select_and_draw(pages, visit)
    plan(pages, visit)
    consult(pages, visit)
    pages.on("2018-03-12")
    checked(visit, f"{AT}/do/publish-programme", {"plan": pages.state.accepted or ""})
    assert pages.state.stage is ProgrammeStage.PUBLISHED


def test_the_operations_manager_takes_a_year_from_its_opening_to_a_change_that_is_accepted(
    pages: Pages,
) -> None:
    with pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
        before = pages.state.plan
        assert before is not None
        first = min(before.slots, key=lambda each: each.fieldwork_from)
        shown = plain(visit.get(f"{AT}/published"))
        assert all(each.inspection in shown for each in before.slots)

        asking = answered(visit, visit.get(f"{AT}/changes"), {"do": "add-moves"})
        lacking = answered(visit, asking, {"do": "keep", "of": first.inspection})
        assert lacking.status_code == 422
        assert "Enter: why" in plain(lacking)
        move = {"of": first.inspection, "why": "The division asks for it."}
        weeks = {**day("since", "2018-08-13"), **day("until", "2018-10-12")}
        said = answered(visit, lacking, {"do": "keep", **move, **weeks})
        assert f"A provider asks to move: {first.inspection}" in plain(said)
        tried = until_made(visit, answered(visit, said, {"do": "try"}))
        assert re.search(rf"What would be different .* {first.inspection} week \d+", plain(tried)), plain(
            tried
        )
        assert pages.state.plan == before, "nothing is recorded before it is accepted"

        check = visit.get(f"{tried.url.path}/record")
        assert f"{first.inspection} Fieldwork {in_words(first.fieldwork_from)} to" in plain(check)
        assert "Enter: why" in plain(answered(visit, check, {"reason": " "}))
        done = answered(visit, check, {"reason": "The division asks for it."})
        after = pages.state.plan
        assert after is not None
        assert done.url.path == f"{AT}/plans/{after.digest}", plain(done)
        moved = after.slot(first.inspection)
        assert moved is not None
        assert date(2018, 8, 13) <= moved.fieldwork_from <= date(2018, 10, 12)
        position = pages.served.assay.store.last_position()
        answered(visit, check, {"reason": "The division asks for it."})
        assert pages.served.assay.store.last_position() == position, "sent again, nothing is done twice"
        assert "The division asks for it." in plain(visit.get(f"{AT}/time-line"))


def test_a_published_inspection_that_has_no_place_any_more_leaves_by_a_decision(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        open_(visit)
        select_and_draw(pages, visit)
        year = plan(pages, visit, optional=True)
        consult(pages, visit)
        pages.on("2018-03-12")
        checked(visit, f"{AT}/do/publish-programme", {"plan": pages.state.accepted or ""})
        (leaves,) = [each.id for each in year.inspections if not each.mandatory]
        assert pages.state.plan is not None
        assert pages.state.plan.slot(leaves) is not None
        made = made_of(pages, visit, changed(year, "inspections", leaves, windows=()))
        check = visit.get(f"{made.url.path}/record")
        assert "Published inspections that leave the programme by this decision" in plain(check)
        kept = answered(visit, check, {"reason": "There is no money for it."})
        assert f"{leaves} was published, and has no place in this plan" in plain(kept)
        answered(visit, kept, {"reason": "There is no money for it.", "leaving": leaves})
        assert pages.state.plan.slot(leaves) is None


def test_inspectorates_that_join_have_their_room_on_the_page_too(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        open_(visit)
        checked(visit, f"{AT}/do/note-services", {}, files={"table": ("scores.csv", SCORES)})

        def asked(joint: str) -> httpx2.Response:
            files = {"own": ("rule.toml", RULE), "joint": ("joint.csv", joint.encode())}
            return visit.send(f"{AT}/do/propose-selection", {"of": "nps-division"}, files=files)

        wrong = asked("partner,most,services\nprisons,one,south\n")
        assert wrong.status_code == 422
        assert "line 2, most: must be a whole number" in plain(wrong)
        assert "there is no service west" in plain(asked("partner,most,services\nprisons,1,west\n"))
        answered(visit, asked("partner,most,services\nprisons,1,south north\n"), {})
        (room,) = pages.state.selections["two-of-three"].proposed.joint
        assert (room.partner, room.most, room.services) == ("prisons", 1, ("south", "north"))


def test_what_the_record_says_since_is_a_conflict_and_is_planned_around(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
        assert "The plan keeps every rule as things stand today." in plain(visit.get(f"{AT}/conflicts"))
        published = pages.state.plan
        assert published is not None
        slot = min(published.slots, key=lambda each: each.fieldwork_from)
        away = next(each.person for each in slot.team if each.role == "inspector")
        pages.give(PlanLeave(staff=away, since=slot.fieldwork_from, until=slot.fieldwork_to))
        conflicts = visit.get(f"{AT}/conflicts")
        assert f"Somebody ({away}) : " in plain(conflicts)
        assert "H4" in plain(conflicts)
        changes = answered(visit, visit.get(f"{AT}/changes"), {"do": "add-cancelled"})
        panel = {"do": "keep", "of": "p3", "why": "No room."}
        stopped = answered(visit, answered(visit, changes, panel), {"do": "try"})
        assert "in conflict with the record already" in plain(stopped)
        asked = {"plan": published.digest, **_token(conflicts.text)}
        around = until_made(visit, visit.client.post(f"{AT}/around", data=asked))
        assert slot.inspection in plain(around)
        answered(visit, visit.get(f"{around.url.path}/record"), {"reason": "Somebody is on leave."})
        now = pages.state.plan
        assert now is not None
        assert now.digest != published.digest
        assert "Nothing. The plan keeps every rule" in plain(visit.get(f"{AT}/conflicts"))


def _token(page: str) -> dict[str, str]:
    return {"token": re.findall(r'name="token" value="(\w+)"', page)[0]}


def test_a_pin_has_its_author_and_its_reason_and_is_lifted_with_another(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
        assert pages.state.plan is not None
        inspection = pages.state.plan.slots[0].inspection
        nothing = visit.send(
            f"{AT}/do/set-pin", {"inspection": inspection, "why": "It was agreed with the chair."}
        )
        assert nothing.status_code == 422
        assert "Fix one thing" in plain(nothing)
        pin = {"inspection": inspection, "panel": "p1", "why": "Agreed with the chair."}
        set_ = checked(visit, f"{AT}/do/set-pin", pin)
        assert set_.url.path == f"{AT}/pins"
        assert "By A manager: Agreed with the chair." in plain(set_)
        lifted = checked(visit, f"{AT}/do/lift-pin?number=1", {"number": "1", "reason": "The panel is full."})
        assert "Nothing is fixed." in plain(lifted)
        assert "The panel is full." in plain(visit.get(f"{AT}/time-line"))


def test_anybody_can_draw_the_lots_again_from_what_the_page_shows(published: Pages) -> None:
    drawn = published.state.selections["two-of-three"].drawn
    assert drawn is not None
    with published.served.visit(AUDITOR) as visit:
        page = plain(visit.get(f"{AT}/lots/two-of-three"))
        codes = visit.get(f"{AT}/lots/two-of-three/codes.txt").text.split()
        seed = hashlib.sha256(b"our notice\n4 11 19").hexdigest()
        assert f"Seed {seed}" in page
        lots = sorted((hmac.digest(seed.encode(), each.encode(), "sha256").hex(), each) for each in codes)
        places = [page.index(lot) for lot, _ in lots]
        assert places == sorted(places), "in the order in which they are drawn"
        assert [each.id for each in drawn.lots] == [code for _, code in lots]
        assert "excluded from the frame" in page
        assert published.state.selections["two-of-three"].frozen.frame in page  # type: ignore[union-attr]  # it was frozen
        assert visit.get(f"{AT}/lots/there-is-none").status_code == 404


def test_the_table_says_everything_that_the_picture_shows(published: Pages) -> None:
    plan = published.state.plan
    assert plan is not None
    with published.served.visit(MANAGER) as visit:
        for by in ("week", "provider", "person"):
            picture = visit.get(f"{AT}/year.svg?by={by}")
            assert picture.headers["content-type"] == "image/svg+xml"
            page = plain(visit.get(f"{AT}/year?by={by}"))
            for slot in plan.slots:
                assert slot.inspection in page, by
                assert all(each.person in page for each in slot.team), by
            titles = re.findall(r"<title>([^<]*) in (?:north|south): fieldwork", picture.text)
            assert len(titles) == (0 if by == "person" else len(plan.slots))
        assert visit.get(f"{AT}/year?by=nothing").status_code == 404
        assert visit.get(f"{AT}/year?plan=ffff").status_code == 404


def worked_out(visit: Visit, path: str) -> str:
    """A page that is worked out beside the pages, as soon as it is."""

    def look() -> str:
        page = plain(visit.get(path))
        return "" if "being worked out" in page else page

    return eventually(look, "the explanation")


def test_why_an_inspection_is_not_elsewhere_is_worked_out_with_the_fewest_reasons(published: Pages) -> None:
    plan = published.state.plan
    assert plan is not None
    one = plan.slots[0].inspection
    with published.served.visit(MANAGER) as visit:
        assert "Every inspection has a place." in plain(visit.get(f"{AT}/unplaced"))
        possible = worked_out(visit, f"{AT}/why?inspection={one}")
        assert "can be placed as the plan stands" in possible
        impossible = worked_out(visit, f"{AT}/why?inspection={one}&start=2")
        assert "The reason" in impossible
        assert "The rule: " in impossible, "each with the rule behind it"
        wrong = visit.get(f"{AT}/why?inspection={one}&start=soon")
        assert wrong.status_code == 422
        assert "must be a week like" in plain(wrong)
        assert visit.get(f"{AT}/why?inspection=nobody").status_code == 404


OF_THOSE_WHO_ARRANGE = (
    "/selection",
    "/lots/two-of-three",
    "/plans",
    "/year",
    "/year.svg",
    "/unplaced",
    "/conflicts",
    "/pins",
    "/changes",
    "/time-line",
    "/published.ics",
)
CONTACT, OF_ANOTHER = (f"person-{each * 32}" for each in "ab")
OF_THE_MANAGER = ("/plan", "/do/set-pin", "/do/withdraw-programme", "/respond", "/do/start-inspection")


def test_what_is_anothers_is_not_there(published: Pages) -> None:
    with published.served.visit() as stranger:
        for path in ("/programme", AT, f"{AT}/published", f"{AT}/plan"):
            assert stranger.get(path).url.path == "/sign-in", path
    with published.served.visit(AUDITOR) as visit:
        for path in OF_THOSE_WHO_ARRANGE:
            assert visit.get(f"{AT}{path}").status_code == 200, path
        for path in (*OF_THE_MANAGER, "/do/nothing", "/do/propose-plan"):
            assert visit.get(f"{AT}{path}").status_code == 404, path
        assert visit.get(f"{AT}/making/none/record").status_code == 404
    with published.served.visit(INSPECTOR) as visit:
        for path in (
            *OF_THOSE_WHO_ARRANGE,
            *OF_THE_MANAGER,
            "/responses",
            f"/plans/{published.state.accepted}",
        ):
            assert visit.get(f"{AT}{path}").status_code == 404, path
        assert visit.get(f"{AT}/published").status_code == 200
        assert visit.get("/programme/2099").status_code == 404
    with published.served.visit(MANAGER) as visit:
        for path in (*OF_THOSE_WHO_ARRANGE, *OF_THE_MANAGER):
            assert visit.get(f"{AT}{path}").status_code == 200, path


def test_what_responses_say_is_shown_to_those_alone_who_may_hear_it(published: Pages) -> None:
    for person, heard in ((MANAGER, True), (ASSISTANT, True), (AUDITOR, False)):
        with published.served.visit(person) as visit:
            page = plain(visit.get(f"{AT}/responses"))
            assert (SECRET in page) is heard, person
            assert "in confidence" in page
            assert "Noted" in page
    looks = published.served.assay.looking.looks(about=f"programme-{CODE}", who=ASSISTANT)
    assert [each.what for each in looks if not isinstance(each, str)] == ["page of responses"]


def test_an_inspector_sees_what_is_published_less_what_an_interest_bars_them_from(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as manager, pages.served.visit(INSPECTOR) as visit:
        open_(manager)
        assert visit.get(AT).status_code == 404, "nothing is published yet"
        assert CODE not in plain(visit.get("/programme"))
        select_and_draw(pages, manager)
        plan(pages, manager)
        consult(pages, manager)
        pages.on("2018-03-12")
        checked(manager, f"{AT}/do/publish-programme", {"plan": pages.state.accepted or ""})
        assert "south-2018" in plain(visit.get(f"{AT}/published"))
        table = visit.get(f"{AT}/published.csv").text
        assert table.count("\n") == 3
        since = date(2018, 1, 9)
        pages.give(
            DeclareInterest(staff=INSPECTOR, interest="i1", kind="family", provider="south", since=since),
            INSPECTOR,
            Role.LEAD_INSPECTOR,
        )
        assert "south-2018" not in visit.get(f"{AT}/published").text
        assert "south-2018" not in visit.get(f"{AT}/published.csv").text
        assert "south-2018" in manager.get(f"{AT}/published.csv").text


def test_the_chief_inspector_accepts_and_publishes_and_makes_no_plans(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as manager:
        open_(manager)
        select_and_draw(pages, manager)
        plan(pages, manager)
        consult(pages, manager)
    pages.on("2018-03-12")
    pages.give(EndRole(staff=ASSISTANT, held=Role.ASSISTANT, last_day=date(2018, 3, 11)))
    pages.give(GiveRole(staff=ASSISTANT, held=Role.CHIEF_INSPECTOR, since=date(2018, 3, 12)))
    with pages.served.visit(ASSISTANT) as chief:
        assert chief.get(f"{AT}/plan").status_code == 404
        steps = plain(chief.get(AT))
        assert "Publish the programme" in steps
        assert f'href="{AT}/plan"' not in chief.get(AT).text
        checked(chief, f"{AT}/do/publish-programme", {"plan": pages.state.accepted or ""})
        assert pages.state.stage is ProgrammeStage.PUBLISHED


def test_a_table_that_is_wrong_is_said_with_its_lines_and_nothing_is_recorded(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        open_(visit)
        before = pages.served.assay.store.last_position()
        wrong = b"provider,risk\nsouth,much\neast,20\n"
        refused = visit.send(f"{AT}/do/note-services", {}, files={"table": ("scores.csv", wrong)})
        assert refused.status_code == 422
        assert "scores.csv, line 2, risk: must be a whole number" in plain(refused)
        assert "scores.csv, line 3" in plain(refused), "everything that is wrong, and not the first of it"
        assert "assay-" not in plain(refused), "the folder in which it was read is nobody's business"
        nothing = visit.send(f"{AT}/do/note-services", {})
        assert "Choose a file" in plain(nothing)
        broken = visit.send(
            f"{AT}/plan", {"tables": "own", "work": "quick"}, files={"year": ("year.json", b"{")}
        )
        assert "year.json is no JSON" in plain(broken)
        stale = visit.send(f"{AT}/plan", {"tables": "own", "work": "quick", "token": "made-up"})
        assert "Nothing was done" in plain(stale)
        assert pages.served.assay.store.last_position() == before


def test_what_is_confirmed_is_about_the_programme_whose_page_it_is_and_nothing_else(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        open_(visit)
        other = {
            "programme": "2019",
            "title": "The next",
            "year": "2019",
            **day("first_monday", "2019-04-01"),
        }
        checked(visit, "/programme/do/open-programme", other, files={"table": ("areas.csv", AREAS)})
        pin = {"inspection": "north-2018", "panel": "p1", "why": "It was agreed with the chair."}
        check = visit.send(f"{AT}/do/set-pin", pin)
        elsewhere = {"made": '{"programme":"2019","inspection":"north-2018","panel":"p1","why":"x"}'}
        forged = answered(visit, check, elsewhere)
        assert forged.status_code == 422
        assert "Nothing was done" in plain(forged)
        changed = answered(visit, check, {"do": "change"})
        assert 'value="It was agreed with the chair."' in changed.text, "what was entered is still there"
        answered(visit, check, {})
        again = answered(visit, check, {})
        assert "nothing was done twice" in plain(again)
        assert list(pages.state.pins) == [1]


def test_a_contact_sees_the_lines_of_its_own_provider_and_responds_to_the_draft(pages: Pages) -> None:
    """A draft that is out reaches those who are in it; nothing of the others, and nothing of what these say."""
    details = ContactDetails(person_name="A contact", email="contact@example.org")
    for provider, person in (("south", CONTACT), ("east", OF_ANOTHER)):
        pages.give(RegisterPerson(person=person, provider=provider, details=details))
    with pages.served.visit(MANAGER) as manager, pages.served.visit(CONTACT) as contact:
        open_(manager)
        select_and_draw(pages, manager)
        year = plan(pages, manager, optional=False)
        assert "No draft that you are in is out" in plain(contact.get("/planned"))
        checked(manager, f"{AT}/do/issue-draft", day("closes_on", "2018-03-09"))
        owed = {each.to for each in pages.state.notices.values()}
        assert owed == {f"provider-{each.providers[0]}" for each in year.inspections}
        draft = plain(contact.get("/planned"))
        assert "A draft, for responses until 9 March 2018" in draft
        assert "south-2018: fieldwork in the week of" in draft
        assert "north-2018" not in draft
        assert contact.get(f"{AT}/respond").status_code == 404, "the form of the assistant is not theirs"
        assert contact.get(f"{AT}/responses").status_code == 404
        said = {"said": SECRET, "confidential": "yes"}
        checked(contact, "/planned/2018/respond", said)
        (response,) = pages.state.responses
        assert SECRET not in plain(contact.get("/planned"))
        shown = plain(manager.get(f"{AT}/responses"))
        assert SECRET in shown
        assert "From A contact of south" in shown
        checked(
            manager, f"{AT}/responses/{response}", {"outcome": "not-accepted", "reasons": "It cannot wait."}
        )
        pages.on("2018-03-12")
        open_since = contact.get("/planned/2018/respond")
        checked(manager, f"{AT}/do/publish-programme", {"plan": pages.state.accepted or ""})
        came = "1 response came to the draft, 1 of them in confidence: 1 not accepted."
        assert came in plain(manager.get(f"{AT}/published"))
        published = plain(contact.get("/planned"))
        assert "The published programme" in published
        assert came in published
        assert SECRET not in published
        late = {"said": "Said a day too late.", "confidential": "no"}
        for over in (
            contact.get("/planned/2018/respond"),
            contact.send("/planned/2018/respond", late, open_since),
        ):
            assert over.status_code == 409
            assert "Responses to this draft programme are not taken any more." in over.text
        assert "Said a day too late." in over.text, "what was entered is shown by it"
    with pages.served.visit(OF_ANOTHER) as other:
        drawn = (
            "east-2018" in [each.inspection for each in pages.state.plan.slots] if pages.state.plan else False
        )
        assert ("east-2018" in plain(other.get("/planned"))) == drawn
        assert "south-2018" not in plain(other.get("/planned"))
