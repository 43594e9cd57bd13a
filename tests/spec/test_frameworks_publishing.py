"""How a framework changes: proposed, consulted on where a change is significant, published, retired (004 §3.5-3.7)."""

from datetime import date

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from domain.dated_rules.library import Library
from domain.decider import On
from domain.frameworks import Domain, Framework, KeyQuestion, Prompt, Standard
from domain.frameworks.commands import (
    DecideOnConsultation,
    FrameworkCommand,
    OpenConsultation,
    ProposeFramework,
    PublishFramework,
    PublishSummary,
    RecordResponse,
    RetireFramework,
)
from domain.frameworks.events import (
    ConsultationDecided,
    ConsultationOpened,
    ConsultationSummaryPublished,
    FrameworkEvent,
    FrameworkProposed,
    FrameworkPublished,
    FrameworkRetired,
    ResponseReceived,
)
from domain.frameworks.state import FrameworkHistory
from domain.people.roles import Role
from tests.support.specification import Story, given

ID = "lighthouses"
STREAM = f"framework-{ID}"


def framework(
    version: str, *, light: str = "The light burns.", prompt: str = "Is there oil?", more: bool = False
) -> Framework:
    keeping = Standard(
        number="1.1",
        title="Keeping the light",
        text=light,
        key_questions=(
            KeyQuestion(number="1.1.1", text="Does it burn?", prompts=(Prompt(letter="a", text=prompt),)),
        ),
    )
    keepers = Standard(
        number="1.2", title="Keepers", key_questions=(KeyQuestion(number="1.2.1", text="Do they sleep?"),)
    )
    stores = Standard(
        number="1.3", title="Stores", key_questions=(KeyQuestion(number="1.3.1", text="Is there bread?"),)
    )
    return Framework(
        id=ID,
        version=version,
        title="Lighthouses",
        status="proposed",
        wording="own",
        citation="the board",
        domains=(Domain(number="1", title="Stations", standards=(keeping, keepers, *((stores,) if more else ()))),),
    )  # fmt: skip


FIRST = framework("1").with_(status="in-force", in_force_from=date(2017, 4, 1))
NEW_PROMPT = framework("2", prompt="Is there oil for a week?")
NEW_STANDARD_TEXT = framework("2", light="The light burns and turns.")
NEW_STANDARD = framework("2", more=True)


def happened(*events: FrameworkEvent) -> Story:
    """The first version ships with Assay; then this."""
    return given(*(On(STREAM, event) for event in events)).under(library=Library.of(frameworks=[FIRST]))


def proposed(content: Framework, *significant: str) -> FrameworkProposed:
    return FrameworkProposed(
        content=content, digest=content.digest, compared_with=FIRST.digest, significant=significant
    )


def opened(content: Framework, *significant: str) -> ConsultationOpened:
    return ConsultationOpened(
        framework=ID,
        version=content.version,
        digest=content.digest,
        significant=significant,
        closes_on=date(2018, 6, 29),
    )


SUMMARY = ConsultationSummaryPublished(
    version="2", summary="Keepers agree.", document=None, responses=0, confidential=0
)
PROCEED = ConsultationDecided(version="2", outcome="proceed", reasons="It is clearer.")
PUBLISHED = FrameworkPublished(version="2", digest=NEW_PROMPT.digest, in_force_from=date(2018, 9, 3))

PROPOSE = ProposeFramework(framework=ID, content=NEW_PROMPT)
OPEN = OpenConsultation(framework=ID, version="2", closes_on=date(2018, 6, 29))
RESPOND = RecordResponse(framework=ID, version="2", response="r-1", confidential=True)
SUMMARISE = PublishSummary(framework=ID, version="2", summary="Keepers agree.")
DECIDE = DecideOnConsultation(framework=ID, version="2", outcome="proceed", reasons="It is clearer.")
PUBLISH = PublishFramework(framework=ID, version="2", in_force_from=date(2018, 9, 3))
RETIRE = RetireFramework(framework=ID, version="2", retired_on=date(2019, 9, 2), reason="There is a third.")


# ---- proposing


def test_a_version_with_a_changed_prompt_is_proposed() -> None:
    happened().when(PROPOSE, on="2018-06-01").then(On(STREAM, proposed(NEW_PROMPT)))


def test_a_change_to_a_standard_is_proposed_as_significant() -> None:
    command = ProposeFramework(framework=ID, content=NEW_STANDARD_TEXT, significant=("1.1",))
    happened().when(command, on="2018-06-01").then(On(STREAM, proposed(NEW_STANDARD_TEXT, "1.1")))


def test_a_standard_that_comes_is_significant_without_being_named() -> None:
    command = ProposeFramework(framework=ID, content=NEW_STANDARD)
    happened().when(command, on="2018-06-01").then(On(STREAM, proposed(NEW_STANDARD, "1.3")))


def test_a_standard_that_goes_is_significant_without_being_named() -> None:
    whole = happened(proposed(NEW_STANDARD, "1.3"), opened(NEW_STANDARD, "1.3"), SUMMARY, PROCEED).and_(
        On(
            STREAM,
            FrameworkPublished(version="2", digest=NEW_STANDARD.digest, in_force_from=date(2018, 9, 3)),
        )
    )
    less = framework("3")
    told = whole.when(ProposeFramework(framework=ID, content=less), on="2018-10-01").then_one(
        FrameworkProposed
    )
    assert told.significant == ("1.3",)
    assert told.compared_with == NEW_STANDARD.digest


def test_the_first_version_of_a_framework_is_compared_with_nothing() -> None:
    command = ProposeFramework(framework=ID, content=NEW_PROMPT)
    told = given().under(library=Library.of()).when(command, on="2018-06-01").then_one(FrameworkProposed)
    assert told.compared_with is None
    assert told.significant == ()


def test_a_proposal_made_twice_is_recorded_once() -> None:
    happened(proposed(NEW_PROMPT)).when(PROPOSE, on="2018-06-02").then_nothing()


def test_a_proposal_may_be_made_again_changed_before_it_is_consulted_on() -> None:
    changed = framework("2", prompt="Is there oil for a month?")
    command = ProposeFramework(framework=ID, content=changed)
    happened(proposed(NEW_PROMPT)).when(command, on="2018-06-02").then(On(STREAM, proposed(changed)))


def test_proposing_the_same_again_does_not_take_the_mark_from_a_significant_change() -> None:
    command = ProposeFramework(framework=ID, content=NEW_STANDARD_TEXT)
    happened(proposed(NEW_STANDARD_TEXT, "1.1")).when(command, on="2018-06-02").then_nothing()


def test_the_mark_goes_when_the_standard_is_as_it_was() -> None:
    happened(proposed(NEW_STANDARD_TEXT, "1.1")).when(PROPOSE, on="2018-06-02").then(
        On(STREAM, proposed(NEW_PROMPT))
    )


def test_another_framework_is_not_proposed_here() -> None:
    command = ProposeFramework(framework="buoys", content=NEW_PROMPT)
    happened().when(command, on="2018-06-01").then_refused("other-framework", "of lighthouses, not of buoys")


def test_a_version_that_ships_with_assay_is_not_proposed_again() -> None:
    command = ProposeFramework(framework=ID, content=framework("1", prompt="Is there gas?"))
    happened().when(command, on="2018-06-01").then_refused(
        "version-published", "give the changed framework another"
    )


def test_a_version_that_was_published_is_not_proposed_again() -> None:
    command = ProposeFramework(framework=ID, content=framework("2", prompt="Is there gas?"))
    happened(proposed(NEW_PROMPT), PUBLISHED).when(command, on="2018-10-01").then_refused("version-published")


def test_a_version_without_a_change_is_not_proposed() -> None:
    command = ProposeFramework(framework=ID, content=framework("2"))
    happened().when(command, on="2018-06-01").then_refused("nothing-changed", "version 1")


def test_a_standard_that_stays_has_no_significant_change() -> None:
    command = ProposeFramework(framework=ID, content=NEW_PROMPT, significant=("1.1",))
    happened().when(command, on="2018-06-01").then_refused("not-a-changed-standard", "1.1")


def test_a_version_stays_as_it_is_while_it_is_consulted_on() -> None:
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), opened(NEW_STANDARD_TEXT, "1.1"))
    story.when(PROPOSE, on="2018-06-02").then_refused("in-consultation")


# ---- consulting


def test_views_are_asked_for_on_the_version_exactly_as_it_is() -> None:
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"))
    story.when(OPEN, on="2018-06-01").then(On(STREAM, opened(NEW_STANDARD_TEXT, "1.1")))


def test_a_consultation_may_be_held_on_a_change_that_does_not_need_one() -> None:
    happened(proposed(NEW_PROMPT)).when(OPEN, on="2018-06-29").then(On(STREAM, opened(NEW_PROMPT)))


def test_a_version_that_is_not_proposed_is_not_consulted_on() -> None:
    happened().when(OPEN, on="2018-06-01").then_refused("not-proposed", "Version 2 of lighthouses")


def test_one_consultation_is_held_at_a_time() -> None:
    happened(proposed(NEW_PROMPT), opened(NEW_PROMPT)).when(OPEN, on="2018-06-02").then_refused(
        "in-consultation"
    )


def test_a_consultation_does_not_close_before_it_opens() -> None:
    happened(proposed(NEW_PROMPT)).when(OPEN, on="2018-06-30").then_refused("date-in-past", "2018-06-29")


def test_a_response_is_recorded_by_a_reference_and_whether_it_is_confidential() -> None:
    for confidential in (True, False):
        command = RESPOND.with_(confidential=confidential, document="a" * 64)
        response = ResponseReceived(version="2", response="r-1", confidential=confidential, document="a" * 64)
        story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT))
        story.when(command, on="2018-06-29").then(On(STREAM, response))


def test_the_record_of_a_response_has_no_place_for_a_name() -> None:
    assert set(ResponseReceived.model_fields) == {"version", "response", "confidential", "document"}


def test_a_response_is_recorded_once() -> None:
    response = ResponseReceived(version="2", response="r-1", confidential=False, document=None)
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT), response)
    story.when(RESPOND, on="2018-06-05").then_refused("response-recorded", "r-1")


def test_a_response_after_the_last_day_is_too_late() -> None:
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT))
    story.when(RESPOND, on="2018-06-30").then_refused("consultation-closed", "2018-06-29")


def test_the_summary_counts_the_responses_and_those_in_confidence() -> None:
    responses = [
        ResponseReceived(version="2", response=f"r-{number}", confidential=number == 2, document=None)
        for number in range(3)
    ]
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT), *responses)
    told = story.when(SUMMARISE, on="2018-06-30").then_one(ConsultationSummaryPublished)
    assert (told.responses, told.confidential) == (3, 1)


def test_the_summary_waits_for_the_last_day_to_be_over() -> None:
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT))
    story.when(SUMMARISE, on="2018-06-29").then_refused("consultation-open", "until 2018-06-29")


def test_the_summary_is_published_once() -> None:
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT), SUMMARY)
    story.when(SUMMARISE, on="2018-07-02").then_refused("already-summarised")


def test_it_is_decided_after_the_summary_what_follows() -> None:
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT), SUMMARY)
    story.when(DECIDE, on="2018-07-02").then(On(STREAM, PROCEED))


def test_nothing_is_decided_before_the_summary() -> None:
    happened(proposed(NEW_PROMPT), opened(NEW_PROMPT)).when(DECIDE, on="2018-07-02").then_refused(
        "not-summarised"
    )


def test_without_a_consultation_there_is_nothing_to_respond_to_sum_up_or_decide() -> None:
    for command in (RESPOND, SUMMARISE, DECIDE):
        happened(proposed(NEW_PROMPT)).when(command, on="2018-06-05").then_refused("no-consultation")


def test_a_consultation_that_is_decided_is_over() -> None:
    story = happened(proposed(NEW_PROMPT), opened(NEW_PROMPT), SUMMARY, PROCEED)
    for command in (RESPOND, SUMMARISE, DECIDE):
        story.when(command, on="2018-06-05").then_refused("consultation-decided", "proceed")


def test_a_version_follows_the_one_that_comes_into_force_last_whatever_was_published_last() -> None:
    def published(content: Framework, day: str) -> tuple[FrameworkEvent, FrameworkEvent]:
        first_day = date.fromisoformat(day)
        event = FrameworkPublished(version=content.version, digest=content.digest, in_force_from=first_day)
        return proposed(content), event

    third = ProposeFramework(framework=ID, content=framework("11", prompt="Is there oil for a month?"))
    week, day = framework("10", prompt="Is there oil for a week?"), framework("9", prompt="For a day?")
    # The second to be published begins earlier; and of two that begin on one day the higher number is the later.
    for other in ("2018-07-01", "2018-09-01"):
        history = happened(*published(week, "2018-09-01"), *published(day, other))
        event = history.when(third, on="2018-06-05").then_one(FrameworkProposed)
        assert event.compared_with == week.digest
    history = happened(*published(week, "2018-09-01"), *published(day, "2018-10-01"))
    assert history.when(third, on="2018-06-05").then_one(FrameworkProposed).compared_with == day.digest


# ---- publishing


def test_a_change_to_prompts_is_published_without_a_consultation() -> None:
    happened(proposed(NEW_PROMPT)).when(PUBLISH, on="2018-06-05").then(On(STREAM, PUBLISHED))


def test_a_change_to_a_standard_that_is_not_significant_is_published_without_one() -> None:
    told = happened(proposed(NEW_STANDARD_TEXT)).when(PUBLISH, on="2018-06-05").then_one(FrameworkPublished)
    assert told.digest == NEW_STANDARD_TEXT.digest


CONSULTED = (opened(NEW_STANDARD_TEXT, "1.1"), SUMMARY)


def test_a_significant_change_waits_for_a_consultation_and_its_decision() -> None:
    on_another_version = (
        opened(framework("1a"), "1.1"),
        SUMMARY.with_(version="1a"),
        PROCEED.with_(version="1a"),
    )
    for consultation in ((), CONSULTED[:1], CONSULTED, on_another_version):
        story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), *consultation)
        story.when(PUBLISH, on="2018-07-02").then_refused(
            "consultation-needed", "standard 1.1 is significant"
        )


def test_a_significant_change_is_published_after_a_decision_to_proceed() -> None:
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), *CONSULTED, PROCEED)
    told = story.when(PUBLISH, on="2018-07-02").then_one(FrameworkPublished)
    assert told.digest == NEW_STANDARD_TEXT.digest


def test_a_decision_to_proceed_covers_just_what_was_consulted_on() -> None:
    other = framework("2", light="The light burns, turns and blinks.")
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), *CONSULTED, PROCEED, proposed(other, "1.1"))
    story.when(PUBLISH, on="2018-07-02").then_refused("consultation-needed")


CHANGED = PROCEED.with_(outcome="proceed-with-changes")


def test_a_decision_to_proceed_with_changes_covers_the_changed_proposal() -> None:
    other = framework("2", light="The light burns, turns and blinks.")
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), *CONSULTED, CHANGED, proposed(other, "1.1"))
    assert story.when(PUBLISH, on="2018-07-02").then_one(FrameworkPublished).digest == other.digest


def test_a_decision_to_proceed_with_changes_covers_no_other_standard() -> None:
    other = framework("2", light="The light burns, turns and blinks.", more=True)
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), *CONSULTED, CHANGED, proposed(other, "1.1", "1.3"))
    story.when(PUBLISH, on="2018-07-02").then_refused("consultation-needed", "standards 1.1, 1.3")


def test_a_proposal_that_was_withdrawn_is_not_published() -> None:
    withdrawn = PROCEED.with_(outcome="withdraw")
    story = happened(proposed(NEW_STANDARD_TEXT, "1.1"), *CONSULTED, withdrawn)
    story.when(PUBLISH, on="2018-07-02").then_refused("not-proposed")


def test_nothing_comes_into_force_in_the_past() -> None:
    happened(proposed(NEW_PROMPT)).when(PUBLISH, on="2018-09-04").then_refused("date-in-past", "2018-09-03")


def test_a_version_is_published_once() -> None:
    story = happened(proposed(NEW_PROMPT), PUBLISHED)
    story.when(PUBLISH, on="2018-07-02").then_refused("version-published", "never changed")


def test_an_inspector_publishes_no_framework() -> None:
    happened(proposed(NEW_PROMPT)).when(PUBLISH, on="2018-06-05", by=Role.LEAD_INSPECTOR).then_refused(
        "not-authorised"
    )


# ---- retiring


def test_a_published_version_is_retired_from_a_day_on() -> None:
    retired = FrameworkRetired(
        version="2", digest=NEW_PROMPT.digest, retired_on=date(2019, 9, 2), reason="There is a third."
    )
    story = happened(proposed(NEW_PROMPT), PUBLISHED).when(RETIRE, on="2019-06-05").then(On(STREAM, retired))
    story.when(RETIRE, on="2019-06-06").then_refused("already-retired", "2019-09-02")


def test_a_version_that_was_not_published_is_not_retired() -> None:
    happened(proposed(NEW_PROMPT)).when(RETIRE, on="2019-06-05").then_refused("not-published")


def test_a_version_is_not_retired_before_it_came_into_force_nor_in_the_past() -> None:
    story = happened(proposed(NEW_PROMPT), PUBLISHED)
    before_it_was_in_force = RETIRE.with_(retired_on=date(2018, 8, 31))
    story.when(before_it_was_in_force, on="2018-06-05").then_refused("date-in-past", "2018-08-31")
    in_the_past = RETIRE.with_(retired_on=date(2019, 6, 4))
    story.when(in_the_past, on="2019-06-05").then_refused("date-in-past", "2019-06-04")


# ---- whatever anybody asks for

VERSIONS = [
    framework(version, light=light, more=more)
    for version in ("1", "2", "3")
    for light in ("The light burns.", "The light burns and turns.")
    for more in (False, True)
]

commands: st.SearchStrategy[FrameworkCommand] = st.one_of(
    st.builds(
        ProposeFramework,
        framework=st.just(ID),
        content=st.sampled_from(VERSIONS),
        significant=st.sampled_from([(), ("1.1",)]),
    ),
    *(st.sampled_from([each, each.with_(version="3")]) for each in (OPEN, SUMMARISE, PUBLISH, RETIRE)),
    st.builds(RESPOND.with_, response=st.sampled_from(["r-1", "r-2"])),
    st.builds(DECIDE.with_, outcome=st.sampled_from(["proceed", "proceed-with-changes", "withdraw"])),
)
days = st.sampled_from(["2018-06-01", "2018-06-29", "2018-07-02", "2018-09-03", "2019-09-02", "2019-10-01"])


@settings(max_examples=200, deadline=None)
@for_any(st.lists(st.tuples(commands, days), max_size=30))
def test_a_published_version_is_never_changed_and_no_significant_change_gets_out_unconsulted(
    asked: list[tuple[FrameworkCommand, str]],
) -> None:
    story = happened()
    for command, day in asked:
        before = story.state(STREAM)
        story = story.when(command, on=day).story
        after = story.state(STREAM)
        assert isinstance(before, FrameworkHistory)
        assert isinstance(after, FrameworkHistory)
        for was, still in zip(before.published, after.published, strict=False):
            assert (was.content, was.digest, was.in_force_from) == (
                still.content,
                still.digest,
                still.in_force_from,
            )
        if len(after.published) > len(before.published):
            assert before.proposal is not None
            consultation = before.consultation
            assert not before.proposal.significant or (
                consultation is not None
                and consultation.summarised
                and consultation.outcome in ("proceed", "proceed-with-changes")
            )
        versions = [each.content.version for each in after.published]
        assert len(set(versions)) == len(versions)
