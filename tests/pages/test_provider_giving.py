"""What a contact hands in besides evidence: lists of cases, points of factual accuracy, the action plan."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from domain.ledger.receipts import check_receipt, read_receipt
from tests.support.axe import violations
from tests.support.site import Site, contact_of

pytestmark = pytest.mark.long

WEST, EAST, MIDLANDS, RIVERS = (
    "example-division-west",
    "example-division-east",
    "example-division-midlands",
    "example-crc-rivers",
)
LIST = "/provider/division-west/cases/supervised-cases"
PLAN = "/provider/division-east/plan"
DRAFT = "/provider/division-midlands/draft"


def a_list(rows: int) -> bytes:
    """A list of cases in the form of its template."""
    lines = [f"NW/{number:04d},female,medium" for number in range(rows)]
    return "\n".join(["reference,gender,risk-level", *lines, ""]).encode()


def an_action(name: str) -> dict[str, str]:
    """An action that lacks nothing."""
    return {
        f"{name}-text": "Train all managers.",
        f"{name}-owner": "Head of staff",
        f"{name}-measure": "Every manager has been trained.",
        f"{name}-due-day": "28",
        f"{name}-due-month": "11",
        f"{name}-due-year": "2059",
    }


@pytest.mark.parametrize("path", [LIST, f"{LIST}/template", PLAN, f"{PLAN}/more-time", DRAFT])
def test_what_is_not_theirs_is_not_there(looking: Site, path: str) -> None:
    with looking.visit(contact_of(looking, RIVERS)) as visit:
        assert visit.get(path).status_code == 404
        assert visit.send(path, {"token": "x"}, visit.get("/provider")).status_code in (404, 405)


def test_every_fault_of_a_list_is_named_by_line_and_column_and_nothing_is_recorded(looking: Site) -> None:
    wrong = b"reference,gender,risk-level\nA/1,femal,medium\nA/1,female,\n"
    before = looking.assay.store.last_position()
    with looking.visit(contact_of(looking, WEST)) as visit:
        template = visit.get(f"{LIST}/template").text
        assert template.startswith("reference,")
        answer = visit.send(LIST, {}, files={"list": ("cases.csv", wrong)})
        assert answer.status_code == 422
        assert "What is wrong in the file" in answer.text
        for cell in (">2<", ">3<", ">gender<", ">risk-level<", ">reference<"):
            assert cell in answer.text, cell
        assert "Choose the file with the list" in visit.send(LIST, {}).text
        latin = visit.send(LIST, {}, files={"list": ("cases.csv", "reference\nÄ".encode("latin-1"))})
        assert "not UTF-8" in latin.text
    assert looking.assay.store.last_position() == before


def test_a_list_is_handed_in_once_and_its_receipt_stands(changing: Callable[[], Site]) -> None:
    served = changing()
    with served.visit(contact_of(served, WEST)) as visit:
        page, files = visit.get(LIST), {"list": ("cases.csv", a_list(12))}
        first = visit.send(LIST, {}, page, files=files)
        assert first.status_code == 200, first.text
        assert "Your receipt" in first.text
        before = served.assay.store.last_position()
        assert "nothing was done twice" in visit.send(LIST, {}, page, files=files).text
        assert served.assay.store.last_position() == before
        assert f'href="{LIST}/receipt"' in first.text
        written = visit.get(f"{LIST}/receipt")
        assert written.status_code == 200, written.text
        receipt = read_receipt(written.text)
        history = served.assay.keys_for_checking(None)
        assert history is not None
        check_receipt(receipt, history, served.assay.sealing_keys.verify)
        stream = "inspection-division-west"
        received = served.assay.records.read([stream])[stream].state.lists["supervised-cases"]
        assert received.list in {each.stream for each in receipt.events}
        other = visit.send(LIST, {}, page, files={"list": ("cases.csv", a_list(13))})
        assert other.status_code == 422, "a contact puts no other list in its place"
        assert "Received, with 12 cases" in visit.get("/provider").text


def test_points_of_factual_accuracy_are_raised_and_then_there_are_no_more(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    said = {"about": "Staff in post", "text": "There are 40 staff, and not 30.", "place": ""}
    with served.visit(contact_of(served, MIDLANDS)) as visit:
        assert visit.get(f"{DRAFT}/report").content.startswith(b"%PDF")
        lacking = visit.send(DRAFT, {**said, "about": ""})
        assert lacking.status_code == 422
        assert "There are 40 staff, and not 30." in lacking.text
        page = visit.get(DRAFT)
        assert "Not answered yet" in visit.send(DRAFT, said, page).text
        assert "nothing was done twice" in visit.send(DRAFT, said, page).text
        confirmed = visit.send(f"{DRAFT}/confirm", {})
        assert "You have said that you have no more points" in confirmed.text


def test_two_people_raise_a_point_each_at_once_and_a_rejected_one_says_why(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    who, why = contact_of(served, MIDLANDS), "The staffing return of May says thirty."
    one, other = ({"about": each, "text": f"{each} are wrong.", "place": ""} for each in ("Staff", "Offices"))
    with served.visit(who) as first, served.visit(who) as second:
        pages = first.get(DRAFT), second.get(DRAFT)
        assert first.send(DRAFT, one, pages[0]).status_code == 200
        both = second.send(DRAFT, other, pages[1])
        assert both.status_code == 200, both.text
        assert "Staff are wrong." in both.text
        assert "Offices are wrong." in both.text
        state = served.assay.records.read(["inspection-division-midlands"])[
            "inspection-division-midlands"
        ].state
        code = state.open_challenges[0]
        with served.visit("inspector-a") as lead:
            path = "/inspections/division-midlands/do/reject-challenge"
            assert (
                lead.send(f"{path}?challenge={code}", {"challenge": code, "reason": why}).status_code == 200
            )
            assert f"Rejected: {why}" in lead.get("/inspections/division-midlands/report").text
        assert why in first.get(DRAFT).text


def test_a_plan_says_what_it_lacks_and_is_sent_once(changing: Callable[[], Site]) -> None:
    served = changing()
    answers = {"r1-agreed": "agreed", "r2-agreed": "not-agreed", "r2-reason": "It is done already."}
    with served.visit(contact_of(served, EAST)) as visit:
        page = visit.get(PLAN)
        lacking = visit.send(PLAN, {"r1-agreed": "agreed", "r1-a1-text": "Train all managers."}, page)
        assert lacking.status_code == 422
        for missing in ("Enter who answers for it", "Enter a real date", "agree with recommendation r2"):
            assert missing in lacking.text, missing
        assert "Train all managers." in lacking.text
        more = visit.send(PLAN, {**answers, **an_action("r1-a1"), "another": "r1"}, page)
        assert 'name="r1-a2-text"' in more.text
        assert "Train all managers." in more.text, "nothing is lost by adding an action"
        sent = visit.send(PLAN, {**answers, **an_action("r1-a1")}, page)
        assert sent.url.path == "/provider/division-east", sent.text
        assert "With the lead inspector" in sent.text
        assert "nothing was done twice" in visit.send(PLAN, {**answers, **an_action("r1-a1")}, page).text


def test_an_action_is_followed_to_its_end(changing: Callable[[], Site]) -> None:
    served = changing()
    path = "/provider/crc-rivers/actions/a1"
    with served.visit(contact_of(served, RIVERS)) as visit:
        assert visit.get("/provider/crc-rivers/actions/no-such").status_code == 404
        assert visit.send(path, {"progress": "Half are trained."}).status_code == 200
        date = {"until-day": "28", "until-month": "11", "until-year": "2059"}
        more = visit.send(f"{path}/more-time", {"reason": "The trainer left.", **date})
        assert "More time until 28 November 2059: not answered yet" in more.text
        change = visit.send(f"{path}/change", {"reason": "Better so.", "text": "Coach all managers."})
        assert "Change to “Coach all managers.”" in change.text
        done = visit.send(f"{path}/complete", {"achieved": "All twelve are trained."})
        assert "Completed" in done.text
        assert 'name="progress"' not in done.text


def test_a_contact_sees_that_an_action_is_followed_no_further(changing: Callable[[], Site]) -> None:
    served = changing()
    give_up = "/inspections/crc-rivers/do/give-up-action"
    said = {"action": "a1", "becomes": "next-inspection", "reason": "The contract ends in March."}
    with served.visit("inspector-f") as lead:
        assert "Give up an action" in lead.get("/inspections/crc-rivers/plan").text
        assert lead.send(give_up, said).status_code == 200
        assert "Left to the next inspection: The contract ends in March." in (
            lead.get("/inspections/crc-rivers/plan").text
        )
        assert "The action a1 was left to the next inspection: The contract ends in March." in (
            lead.get("/inspections/crc-rivers/plan").text
        )
    with served.visit(contact_of(served, RIVERS)) as visit:
        assert "Followed no further" in visit.get("/provider/crc-rivers").text
        action = visit.get("/provider/crc-rivers/actions/a1").text
        assert "Followed no further: The contract ends in March." in action
        assert 'name="progress"' not in action


def test_a_contact_answers_the_recommendations_in_a_browser(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served.address}/sign-in?then=/provider")
        page.check(f"input[value='{contact_of(served, EAST)}']")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Hand in the action plan").click()
        page.get_by_role("button", name="Send the action plan").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        page.locator("#r1-agreed").check()
        page.locator("#r2-agreed-3").check()
        page.locator("#r2-reason").fill("It is done already.")
        for key, value in an_action("r1-a1").items():
            page.locator(f"[name='{key}']").fill(value)
        page.get_by_role("button", name="Send the action plan").click()
        page.get_by_text("With the lead inspector").wait_for()
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{served.address}/sign-in?then={PLAN}")
        page.check(f"input[value='{contact_of(served, EAST)}']")
        page.get_by_role("button", name="Continue").click()
        page.get_by_text("The lead inspector is looking at it").wait_for()
        assert violations(page) == []
