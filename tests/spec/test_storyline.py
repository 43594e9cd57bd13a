"""What the timeline says: whole sentences whose numbers agree, and no code of ours where there are words."""

import pytest

from domain.action_plans.events import PlanNoticeSent
from domain.cases.alerts.events import AlertRaised
from domain.cases.events import CaseSetForSecondRead
from domain.cases.second_reads.state import SecondReadDrawn
from domain.deciders import EVENT_NAMES
from domain.inspections.events import EvidenceItem, EvidenceRequested, NoticeSent, ToldOtherwise
from domain.messages import Event
from domain.privacy.boxes import Plain
from domain.storyline.telling import sentence
from tests.support.example import (
    CASE,
    CASE_READS_CLOSED,
    CASES_USED,
    DERIVED,
    DRAFTED,
    EVIDENCE_ASKED,
    POLICY,
    SEED,
    SUBMITTED,
    TO_PROVIDER,
    day,
    sample,
)

SIX = tuple(EvidenceItem(id=f"e{number}", title=f"Item {number}", standard="1.1") for number in range(1, 7))


ALERT = AlertRaised(
    inspection="north",
    case=CASE,
    number=1,
    what=Plain("Seen.", CASE, "case-note"),
    by="os-1",
    told=(),
    due=day("2018-06-27"),
)


ALERT_TOLD = "Alert 1 was raised: the case shows that somebody is in danger; nobody had been told by then."


SOMEBODY = "person-" + "0a1b" * 8


def notice(code: str) -> NoticeSent:
    return NoticeSent(notice=code, document="d" * 64, to=(SOMEBODY,))


def plan_notice(code: str) -> PlanNoticeSent:
    return PlanNoticeSent(notice=code, document="d" * 64, to=(SOMEBODY,))


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            EVIDENCE_ASKED,
            "Evidence was requested, due on 27 June 2018: The risk policy; The staff rota.",
        ),
        (
            EvidenceRequested(items=SIX, due=day("2018-06-27")),
            "Evidence was requested, due on 27 June 2018: Item 1; Item 2; Item 3; and 3 more.",
        ),
        (
            EVIDENCE_ASKED.with_(items=(POLICY,)),
            "Evidence was requested, due on 27 June 2018: The risk policy.",
        ),
        (
            sample("supervised-cases"),
            f"2 of 30 cases were drawn from the list of supervised cases, with the seed {SEED!r}.",
        ),
        (
            sample("victims", list_size=1),
            f"1 of 1 case was drawn from the list of victims, with the seed {SEED!r}.",
        ),
        (
            ALERT,
            ALERT_TOLD,
        ),
        (CaseSetForSecondRead(), "The case was drawn to be read a second time."),
        (
            SecondReadDrawn(
                inspection="north", case=CASE, population="victims", key_questions=("2.1.1", "2.1.2")
            ),
            "A second read was set up, of 2 key questions.",
        ),
        (CASE_READS_CLOSED, "The reads of 4 sampled cases had been finished, and were closed."),
        (
            CASE_READS_CLOSED.with_(cases=CASES_USED[:1]),
            "The reads of 1 sampled case had been finished, and were closed.",
        ),
        (
            DERIVED.with_(cases=CASES_USED[:1]),
            "The ratings were derived from 1 case: outstanding overall, 26 of 30 points.",
        ),
        (DRAFTED, "Edition 1 of the report was drafted, with 2 recommendations."),
        (
            DRAFTED.with_(recommendations=(TO_PROVIDER,)),
            "Edition 1 of the report was drafted, with 1 recommendation.",
        ),
        (DRAFTED.with_(recommendations=()), "Edition 1 of the report was drafted, without recommendations."),
        (SUBMITTED, "The provider submitted its action plan, with 1 answer."),
        (notice("announcement"), "The provider was told that it would be inspected."),
        (
            notice("announcement").with_(to=()),
            "Nobody could be told that it would be inspected: the provider has no address on the record.",
        ),
        (
            notice("embargo-1-press-desk").with_(to=()),
            "Nobody could be told what the report says, under embargo: Press desk has no address on the record.",
        ),
        (
            plan_notice("accepted").with_(to=()),
            "The provider has no contact who could be told that its action plan was accepted.",
        ),
        (
            ToldOtherwise(
                notices=("announcement",),
                how="By post to the division.",
                told_on=day("2018-06-07"),
                reader=None,
            ),
            "What no notice could tell was told by other means (announcement): By post to the division.",
        ),
        (notice("evidence-request"), "The provider was told which evidence to hand in."),
        (
            notice("evidence-chase-2018-07-03"),
            "The provider was told that evidence was overdue, and by when it was needed.",
        ),
        (
            notice("draft-1-2018-07-13"),
            "The provider was told that the draft report was ready to be checked for factual accuracy.",
        ),
        (
            notice("evidence-request-2-to-leeds-yot"),
            "The provider leeds-yot was told which evidence to hand in.",
        ),
        (
            notice("evidence-wanted-letters-to-staff-2018-07-03"),
            "The provider was told that evidence was needed after all.",
        ),
        (
            notice("evidence-taken-up-operations-manager-7"),
            "The operations manager was told that evidence was missing, and taken there.",
        ),
        (notice("publication-1"), "The provider was told that the report was published."),
        (notice("deferral-2018-06-20"), "The provider was told that the inspection was put off."),
        (notice("resumption-2018-06-20"), "The provider was told that the inspection went on."),
        (notice("cancellation"), "The provider was told that the inspection was cancelled."),
        (plan_notice("requested"), "The provider was told that an action plan was asked for."),
        (plan_notice("returned-2"), "The provider was told that its action plan was returned."),
        (plan_notice("accepted"), "The provider was told that its action plan was accepted."),
        (
            plan_notice("plan-overdue-2018-10-18"),
            "The provider was told that its action plan was overdue.",
        ),
        (
            plan_notice("action-overdue-training"),
            "The provider was told that the action training was overdue.",
        ),
        # A notice of a later version, of which these words know nothing.
        (notice("farewell"), "The provider was told by the notice farewell."),
    ],
)
def test_an_event_is_told_in_words(event: Event, told: str) -> None:
    assert sentence(event) == told
    assert event.name in EVENT_NAMES.known
