"""Several providers with an action plan each: a contact answers with their own, and the lead sees whose is whose."""

from datetime import date
from uuid import uuid4

import pytest

from activities.ports import Append, Appended, Head, Write
from domain.action_plans.events import ActionPlanRequested
from domain.action_plans.plan import ActionPlan
from domain.inspections.events import Recommendation, ReportPublished
from domain.ledger.envelope import Draft
from domain.messages import Event
from domain.streams import plan_stream
from tests.pages.test_provider_joint import LEAD, MOORS, REF, RIVERS, Joint
from tests.pages.test_provider_joint import joint as joint

pytestmark = pytest.mark.long

ASKED = {RIVERS: "Mend the boats.", MOORS: "Mend the walls."}


def record(joint: Joint, stream: str, event: Event) -> None:
    """Record what took many weeks to come about."""
    store, now, id_ = joint.served.assay.store, joint.served.assay.clock.now(), uuid4().hex
    before = store.load({stream: 0}).get(stream, ())
    head = Head(before[-1].version, before[-1].digest) if before else Head(0, None)
    about = f"inspection-{REF}"
    draft = Draft(
        id_, stream, head.version + 1, now, "machinery", "machinery", "tests", id_, about, None, event
    )
    answer = store.append(Append(id_, b"d" * 32, now, (Write(stream, head, (draft,)),), {}))
    assert isinstance(answer, Appended)


@pytest.fixture
def asked(joint: Joint) -> Joint:
    """Both were asked for a plan, each about something else."""
    for provider, text in ASKED.items():
        event = ActionPlanRequested(
            inspection=REF,
            recommendations=(Recommendation(id="r1", to=provider, text=text),),
            requested_on=date(2026, 1, 5),
            due=date(2059, 11, 28),
            days_when_returned=10,
            provider=provider,
        )
        record(joint, plan_stream(REF, provider), event)
    published = ReportPublished(
        edition=1,
        report="a" * 64,
        document="d" * 64,
        published_on=date(2026, 1, 5),
        plans=tuple(plan_stream(REF, each) for each in ASKED),
    )
    record(joint, f"inspection-{REF}", published)
    return joint


def plan_of(joint: Joint, provider: str) -> ActionPlan:
    stream = plan_stream(REF, provider)
    found: ActionPlan = joint.served.assay.records.read([stream])[stream].state
    return found


def test_each_contact_is_shown_and_answers_for_the_plan_of_their_own_provider(asked: Joint) -> None:
    until = {"until-day": "12", "until-month": "12", "until-year": "2059"}
    for provider, contact in asked.contacts.items():
        with asked.served.visit(contact) as visit:
            page = visit.get(f"/provider/{REF}/plan").text
            assert {text: text in page for text in ASKED.values()} == {
                text: each == provider for each, text in ASKED.items()
            }
            reason = f"Only {provider} needs it."
            assert (
                visit.send(f"/provider/{REF}/plan/more-time", {"reason": reason, **until}).status_code == 200
            )
        asked_for = [each.asked.reason for each in plan_of(asked, provider).extensions.values()]
        assert asked_for == [reason]
    with asked.served.visit(LEAD) as lead:
        for provider, text in ASKED.items():
            page = lead.get(f"/inspections/{REF}/plan?provider={provider}").text
            assert text in page
            assert f"/do/grant-plan-extension?provider={provider}&amp;extension=extension-1" in page
            grant = f"/inspections/{REF}/do/grant-plan-extension?provider={provider}"
            assert f"Only {provider} needs it." in lead.get(f"{grant}&extension=extension-1").text
            assert lead.send(grant, {"extension": "extension-1"}).status_code == 200
            assert plan_of(asked, provider).due == date(2059, 12, 12)
        assert lead.get(f"/inspections/{REF}/plan?provider=nobody").status_code == 404
