"""Fieldwork: samples from lists, and proposals for what is judged (004 §4.12-4.15)."""

from datetime import date

import pytest

from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import DrawSample, EndFieldwork, ProposeRating
from domain.inspections.events import DeadlineMoved, Pin, RatingProposed, SampleDrawn
from domain.inspections.named_seeds import FIRST_KINDS, may_name_a_seed
from domain.inspections.report.content import report_content
from domain.inspections.state import Inspection
from domain.messages import Event
from tests.support.example import (
    ALL_SAMPLED,
    ANNOUNCED,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_FIELDWORK_WITH_SAMPLES,
    BEFORE_THE_PANEL,
    EMPTY_LIBRARY,
    FIELDWORK_BEGUN,
    FIELDWORK_ENDED,
    FRAMEWORK,
    INSPECTION,
    LIST_SIZE,
    LISTS,
    PROTOCOL,
    REPORT,
    SCHEME,
    SEED,
    SHORT_CALENDAR,
    WITH_A_DRAFT,
    Facts,
    day,
    sample,
    sampled,
)
from tests.support.house import first_library, shipped_library
from tests.support.lists import NAMED, NAMED_ANNOUNCED, NAMED_LIBRARY
from tests.support.specification import Story, given

DRAW = DrawSample(
    inspection=INSPECTION,
    population="supervised-cases",
    list_digest=LISTS["supervised-cases"],
    list_size=LIST_SIZE,
    seed=SEED,
)
PROPOSE = ProposeRating(inspection=INSPECTION, standard="1.1", rating="good", reason="As seen.")
PROPOSED = RatingProposed(standard="1.1", rating="good", reason="As seen.", by="lead-inspector-1")
END = EndFieldwork(inspection=INSPECTION)


def named(facts: Facts) -> Story:
    """The same, bound to a kind of inspection that lets whoever draws name the seed."""
    return given(*(NAMED_ANNOUNCED if each == ANNOUNCED else each for each in facts)).under(
        library=NAMED_LIBRARY
    )


def test_nobody_names_a_seed_where_the_kind_does_not_say_so() -> None:
    for size in (LIST_SIZE, 1, 0):
        given(*AT_FIELDWORK).when(DRAW.with_(list_size=size), on="2018-07-09").then_refused(
            "list-needed", "does not let anybody name a seed; hand the list of supervised cases in"
        )


@pytest.mark.parametrize("size", [0, 1, 40])
def test_a_list_that_is_needed_to_draw_from_it_is_handed_in_however_short_it_is(size: int) -> None:
    strict = NAMED.with_(populations=tuple(each.with_(minimum_weeks=12) for each in NAMED.populations))
    bound = ANNOUNCED.with_(protocol=Pin(id=strict.id, version=strict.version, digest=strict.digest))
    story = given(*(bound if each == ANNOUNCED else each for each in AT_FIELDWORK))
    story = story.under(library=Library.of([strict], [FRAMEWORK], [SCHEME]))
    story.when(DRAW.with_(list_size=size), on="2018-07-09").then_refused("list-needed", "depends on what")


def test_an_inquiry_into_one_case_has_nothing_to_choose() -> None:
    inquiry = PROTOCOL.with_(whom="case")
    bound = ANNOUNCED.with_(protocol=Pin(id=inquiry.id, version=inquiry.version, digest=inquiry.digest))
    story = given(*(bound if each == ANNOUNCED else each for each in AT_FIELDWORK))
    story = story.under(library=Library.of([inquiry], [FRAMEWORK], [SCHEME]))
    assert story.when(DRAW.with_(list_size=1), on="2018-07-09").refusal is None
    story.when(DRAW.with_(list_size=2), on="2018-07-09").then_refused("list-needed")


def test_inspections_under_the_kinds_that_shipped_first_go_on_as_they_began() -> None:
    first = {each.digest: each for each in first_library().protocols()}
    later = {each.id for each in shipped_library().protocols() if each.version != "1.0"}
    assert first.keys() >= FIRST_KINDS
    assert {first[each].id for each in FIRST_KINDS} <= later, "nobody is announced under these any more"
    assert all(may_name_a_seed(first[each], one) for each in FIRST_KINDS for one in first[each].populations)
    assert not [
        (kind.id, each.id)
        for kind in shipped_library().protocols()
        if kind.digest not in FIRST_KINDS
        for each in kind.populations
        if may_name_a_seed(kind, each)
    ]


def test_a_sample_is_drawn_from_a_list_and_opens_a_stream_for_each_case() -> None:
    named(AT_FIELDWORK).when(DRAW, on="2018-07-09").then(
        sample("supervised-cases"), *sampled("supervised-cases")
    )


def test_a_sample_may_be_drawn_before_fieldwork_once_evidence_was_asked_for() -> None:
    named(AT_EVIDENCE).when(DRAW, on="2018-06-20").then(
        sample("supervised-cases"), *sampled("supervised-cases")
    )


def test_another_number_may_be_drawn_than_the_protocols() -> None:
    story = named(AT_FIELDWORK)
    larger = sample("supervised-cases", 5).with_(wanted=2, reason="More readers.")
    story.when(DRAW.with_(size=5, reason="More readers."), on="2018-07-09").then(
        larger, *sampled("supervised-cases", 5)
    )
    story.when(DRAW.with_(size=5), on="2018-07-09").then_refused("reason-missing", "2 cases are asked for")
    story.when(DRAW.with_(reason="More readers."), on="2018-07-09").then_refused("reason-missing")


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    assert sample("supervised-cases", 5).rows[:2] == sample("supervised-cases", 2).rows


def test_a_list_shorter_than_the_sample_is_read_whole() -> None:
    drawn = named(AT_FIELDWORK).when(DRAW.with_(list_size=1), on="2018-07-09").events
    assert [type(event) for _, event in drawn][:1] == [SampleDrawn]
    assert len(drawn) == 2


def test_where_the_provider_has_no_such_case_the_empty_list_is_on_the_record() -> None:
    empty = DRAW.with_(population="victims", list_digest=LISTS["victims"], list_size=0)
    named(AT_FIELDWORK).when(empty, on="2018-07-09").then(sample("victims", list_size=0))


def test_a_list_that_this_kind_of_inspection_does_not_have_is_not_drawn_from() -> None:
    other = DRAW.with_(population="unpaid-work")
    named(AT_FIELDWORK).when(other, on="2018-07-09").then_refused("unknown-population", "court-reports")


def test_a_sample_is_drawn_once_whatever_the_seed() -> None:
    again = DRAW.with_(seed="a luckier one")
    named((*AT_FIELDWORK, *ALL_SAMPLED)).when(again, on="2018-07-09").then_refused("sample-drawn")


def test_without_the_pinned_protocol_nothing_is_drawn() -> None:
    story = given(*AT_FIELDWORK).under(library=EMPTY_LIBRARY)
    story.when(DRAW, on="2018-07-09").then_refused("pin-missing", "kind of inspection small-2018")
    story = named(AT_FIELDWORK).under(library=Library.of([NAMED]))
    story.when(DRAW, on="2018-07-09").then_refused("pin-missing", "standards framework")


def test_no_sample_is_drawn_when_fieldwork_is_over() -> None:
    given(*AT_CASE_READS).when(DRAW, on="2018-07-16").then_refused("wrong-stage")


# Proposals


def test_the_lead_proposes_a_rating_for_a_judged_standard() -> None:
    given(*AT_FIELDWORK).when(PROPOSE, on="2018-07-12").then(PROPOSED)


def test_a_later_proposal_replaces_an_earlier_one_and_both_are_kept() -> None:
    better = PROPOSE.with_(rating="outstanding", reason="Seen again.")
    story = (
        given(*AT_FIELDWORK, PROPOSED)
        .when(better, on="2018-07-12")
        .then(
            RatingProposed(standard="1.1", rating="outstanding", reason="Seen again.", by="lead-inspector-1")
        )
    )
    assert story.state(f"inspection-{INSPECTION}").proposals["1.1"].rating == "outstanding"
    assert PROPOSED in story.history[f"inspection-{INSPECTION}"]


def test_a_standard_that_rests_on_cases_is_not_judged() -> None:
    for standard in ("2.1", "9.9"):
        given(*AT_FIELDWORK).when(PROPOSE.with_(standard=standard), on="2018-07-12").then_refused(
            "not-judged", "1.1, 1.2, 1.3, 1.4"
        )


def test_a_proposal_uses_the_schemes_words() -> None:
    given(*AT_FIELDWORK).when(PROPOSE.with_(rating="excellent"), on="2018-07-12").then_refused(
        "unknown-rating", "requires_improvement"
    )


def test_without_the_pinned_scheme_nothing_is_proposed() -> None:
    story = given(*AT_FIELDWORK).under(library=Library.of([PROTOCOL], [FRAMEWORK]))
    story.when(PROPOSE, on="2018-07-12").then_refused("pin-missing", "rating scheme")


def test_a_proposal_after_the_derivation_takes_it_back() -> None:
    story = given(*BEFORE_THE_PANEL).when(PROPOSE, on="2018-08-08").then(PROPOSED)
    assert story.state(f"inspection-{INSPECTION}").derived is None


# The end of fieldwork


def test_fieldwork_ends_and_sets_the_dates_for_the_reads_and_for_publication() -> None:
    story = given(*AT_FIELDWORK_WITH_SAMPLES).when(END, on="2018-07-13").then(FIELDWORK_ENDED)
    assert set(story.state(f"inspection-{INSPECTION}").deadlines) == {"case-reads", "publication"}


def test_fieldwork_does_not_end_before_every_sample_is_drawn() -> None:
    some = (*AT_FIELDWORK, sample("supervised-cases"), *sampled("supervised-cases"))
    given(*some).when(END, on="2018-07-13").then_refused("sample-missing", "Court reports, Victims")


def test_fieldwork_can_end_where_a_list_was_empty() -> None:
    some: Facts = (sample("supervised-cases"), *sampled("supervised-cases"), sample("court-reports"))
    given(*AT_FIELDWORK, *some, sample("victims", list_size=0)).when(END, on="2018-07-13").then(
        FIELDWORK_ENDED
    )


def test_the_end_of_fieldwork_beyond_the_calendar_is_refused() -> None:
    story = given(*AT_FIELDWORK_WITH_SAMPLES).under(calendar=SHORT_CALENDAR)
    story.when(END, on="2018-07-13").then_refused("calendar-exhausted")


# The days on which it was carried out

LATE, LATER = day("2018-07-16"), day("2018-07-24")


def carried_out_late(facts: Facts) -> Story:
    """The same, with fieldwork that began a week after the day that was announced, and ended later than it was to."""
    begun = FIELDWORK_BEGUN.with_(begun_on=LATE, due=day("2018-07-20"))
    instead: dict[Event | On, Event | On] = {
        FIELDWORK_BEGUN: begun,
        FIELDWORK_ENDED: FIELDWORK_ENDED.with_(ended_on=LATER),
    }
    return given(*(instead.get(each, each) for each in facts))


def fieldwork_of(story: Story) -> tuple[date, date]:
    state: Inspection = story.state(f"inspection-{INSPECTION}")
    return state.fieldwork


def test_the_days_of_fieldwork_are_those_announced_until_it_begins_and_then_the_real_ones() -> None:
    assert fieldwork_of(given(*AT_EVIDENCE)) == (ANNOUNCED.fieldwork_from, ANNOUNCED.fieldwork_to)
    assert fieldwork_of(carried_out_late(AT_FIELDWORK)) == (LATE, day("2018-07-20"))
    longer = DeadlineMoved(
        deadline="fieldwork", was=day("2018-07-20"), due=day("2018-07-23"), reason="Snow fell."
    )
    assert fieldwork_of(carried_out_late((*AT_FIELDWORK, longer))) == (LATE, day("2018-07-23"))
    assert fieldwork_of(carried_out_late(AT_CASE_READS)) == (LATE, LATER)
    early = FIELDWORK_ENDED.with_(ended_on=day("2018-07-12"))
    ended = given(*(early if each == FIELDWORK_ENDED else each for each in AT_CASE_READS))
    assert fieldwork_of(ended) == (ANNOUNCED.fieldwork_from, day("2018-07-12"))


def test_the_report_tells_the_days_on_which_fieldwork_was_carried_out_and_its_digest_is_what_it_was() -> None:
    late = carried_out_late(WITH_A_DRAFT).state(f"inspection-{INSPECTION}")
    content = report_content(INSPECTION, late, PROTOCOL, FRAMEWORK, SCHEME)
    assert content.fieldwork == (LATE, LATER)
    assert content.digest == REPORT, "the days are not what is signed, so no signature moves with them"
