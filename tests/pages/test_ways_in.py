"""What can be done seldom has its link too, for whoever may do it, where it makes sense."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.people.roles import Role
from domain.streams import code_in, provider_stream
from tests.support.programme_pages import checked, day
from tests.support.site import Site

pytestmark = pytest.mark.long

OTHERS = "0" * 31 + "2"
"""An auditor, who looks and does nothing."""


def led_by(served: Site, reference: str) -> str:
    row = served.assay.views.catch_up().inspection(reference)
    assert row is not None
    return row.lead


def at(served: Site, stage: str) -> str:
    """An inspection of the example at a stage."""
    return next(each.reference for each in served.assay.views.catch_up().inspections() if each.stage == stage)


@pytest.mark.parametrize(
    ("stage", "page", "verb", "role"),
    [
        ("evidence-request", "", "cancel-inspection", Role.OPERATIONS_MANAGER),
        ("evidence-request", "", "defer-inspection", Role.OPERATIONS_MANAGER),
        ("evidence-request", "", "move-deadline", Role.OPERATIONS_MANAGER),
        ("evidence-request", "", "follow-succession", Role.OPERATIONS_MANAGER),
        ("fieldwork", "/team", "record-survey", Role.LEAD_INSPECTOR),
        ("fieldwork", "/team", "summarise-experience", Role.LEAD_INSPECTOR),
        ("panel-review", "/lists", "reopen-case-reads", Role.LEAD_INSPECTOR),
    ],
)
def test_what_is_done_seldom_is_linked_for_whoever_may_do_it_and_for_nobody_else(
    looking: Site, stage: str, page: str, verb: str, role: Role
) -> None:
    reference = at(looking, stage)
    form = f"/inspections/{reference}/do/{verb}"
    who = "hq-operations" if role is Role.OPERATIONS_MANAGER else led_by(looking, reference)
    with looking.visit(who) as visit:
        assert f'href="{form}"' in visit.get(f"/inspections/{reference}{page}").text
        assert visit.get(form).status_code == 200
    with looking.visit(OTHERS) as visit:
        assert form not in visit.get(f"/inspections/{reference}{page}").text


def test_the_case_reads_are_not_opened_again_before_they_are_closed(looking: Site) -> None:
    reference = at(looking, "case-reads")
    with looking.visit(led_by(looking, reference)) as visit:
        assert "reopen-case-reads" not in visit.get(f"/inspections/{reference}/lists").text


def test_a_finished_second_read_is_opened_again_by_its_reader_from_its_page(looking: Site) -> None:
    views = looking.assay.views.catch_up()
    cases = [each.case for each in views.cases("crc-valley")]
    seconds = {case: f"second-read-{case.removeprefix('case-')}" for case in cases}
    states = looking.assay.records.read(list(seconds.values()))
    done = [(case, states[stream].state) for case, stream in seconds.items() if states[stream].state.complete]
    [(case, second), *_] = done
    with looking.visit(second.reader) as visit:
        page = visit.get(f"/cases/{case}/second").text
        assert f"/cases/{case}/do/reopen-second-read" in page
        assert f"/cases/{case}/do/reopen-case-read" not in page


def test_the_parts_of_a_provider_that_was_split_are_offered_where_its_inspection_follows_them(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    reference = at(served, "evidence-request")
    row = served.assay.views.catch_up().inspection(reference)
    assert row is not None
    others = sorted(
        code_in(each, provider_stream) for each in served.assay.store.streams(provider_stream(""))
    )
    parts = [each for each in others if each != row.provider][:2]
    with served.visit("hq-operations") as visit:
        told: Any = {
            "into": parts,
            "reason": "It was too large.",
            **day("since", row.announced_on.isoformat()),
        }
        checked(visit, f"/setting-up/providers/{row.provider}/do/split-provider", told)
        form = visit.get(f"/inspections/{reference}/do/follow-succession").text
    offered = {each: form.count(f'value="{each}"') for each in others if each != row.provider}
    assert offered == {each: 2 if each in parts else 0 for each in offered}, (
        "as the first, and as a further one"
    )


def test_a_form_that_nothing_could_be_chosen_in_says_so_in_its_place(looking: Site) -> None:
    reference = at(looking, "announcement")
    with looking.visit(led_by(looking, reference)) as visit:
        for verb, said in (
            ("grant-extension", "No request for more time waits for an answer."),
            ("cancel-session", "No session is planned that has not been held."),
            ("close-enquiry", "No line of enquiry is open."),
            ("withdraw-evidence", "Nothing stands in the register."),
        ):
            page = visit.get(f"/inspections/{reference}/do/{verb}")
            assert page.status_code == 200, verb
            main = page.text.split("<main", 1)[1]
            assert said in main, verb
            assert "<form" not in main, verb
        given = visit.get(f"/inspections/{reference}/do/register-evidence").text
        assert "Nothing stands in the register." not in given, "a new code needs nothing that is there"


def test_what_was_closed_or_carried_can_be_chosen_where_more_may_be_said_of_it(looking: Site) -> None:
    reference = at(looking, "fieldwork")
    with looking.visit(led_by(looking, reference)) as visit:
        again = visit.get(f"/inspections/{reference}/do/work-on-enquiry").text
        assert "(closed)" in again
        assert 'name="enquiry"' in again
        assert "No line of enquiry is open." in visit.get(f"/inspections/{reference}/do/carry-enquiry").text


def test_what_cannot_be_taken_back_says_so_beside_a_button_of_its_own(looking: Site) -> None:
    reference = at(looking, "evidence-request")
    with looking.visit("hq-operations") as visit:
        page = visit.get(f"/inspections/{reference}/do/cancel-inspection").text
        assert "This cannot be taken back." in page
        assert "Cancel the inspection for good" in page
        assert "Save and continue" not in page
        other = visit.get(f"/inspections/{reference}/do/defer-inspection").text
        assert "Save and continue" in other
        assert "cannot be taken back" not in other
