"""What national bodies answer to the recommendations of a report (002 L215)."""

from domain.action_plans.national import RecommendationAnswered, RecordBodyAnswer, answers_stream
from domain.decider import On
from domain.people.roles import Role
from tests.support.example import AT_ACTION_PLAN, AT_PUBLICATION, INSPECTION, day
from tests.support.specification import given

ANSWERS = answers_stream(INSPECTION)
RECORD = RecordBodyAnswer(
    inspection=INSPECTION,
    recommendation="r2",
    agreed="partly-agreed",
    answered_by="The chief executive",
    which_part="For two divisions.",
    reason="There is no money for the rest.",
    doing="Fund two divisions from April.",
    answered_on=day("2018-11-05"),
)
ANSWERED = On(
    ANSWERS,
    RecommendationAnswered(
        recommendation="r2",
        body="hmpps",
        agreed="partly-agreed",
        answered_by="The chief executive",
        which_part="For two divisions.",
        reason="There is no money for the rest.",
        doing="Fund two divisions from April.",
        answered_on=day("2018-11-05"),
    ),
)
AGREED = RECORD.with_(agreed="agreed", which_part=None, reason=None)


def test_a_national_body_answers_what_was_recommended_to_it() -> None:
    given(*AT_ACTION_PLAN).when(RECORD, on="2018-11-06").then(ANSWERED)


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    story = (
        given(*AT_ACTION_PLAN, ANSWERED)
        .when(AGREED.with_(answered_on=None, doing=None), on="2018-12-03")
        .then(
            On(
                ANSWERS,
                RecommendationAnswered(
                    recommendation="r2",
                    body="hmpps",
                    agreed="agreed",
                    answered_by="The chief executive",
                    which_part=None,
                    reason=None,
                    doing=None,
                    answered_on=day("2018-12-03"),
                ),
            )
        )
    )
    assert story.state(ANSWERS).answers["r2"].agreed == "agreed"


def test_an_answer_is_to_a_recommendation_of_a_published_report_and_complete() -> None:
    given(*AT_PUBLICATION).when(RECORD, on="2018-11-06").then_refused("not-published")
    story = given(*AT_ACTION_PLAN)
    for command, code in (
        (RECORD.with_(recommendation="r9"), "unknown-recommendation"),
        (RECORD.with_(recommendation="r1"), "answered-by-plan"),
        (RECORD.with_(which_part=None), "part-unclear"),
        (RECORD.with_(reason=None), "reason-missing"),
        (RECORD.with_(answered_on=day("2018-11-07")), "date-ahead"),
    ):
        story.when(command, on="2018-11-06").then_refused(code)


def test_the_assistant_records_it() -> None:
    given(*AT_ACTION_PLAN).when(RECORD, on="2018-11-06", by=Role.PROVIDER_CONTACT).then_refused(
        "not-authorised"
    )
