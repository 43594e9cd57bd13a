"""Lists of cases and the samples drawn from them (004 §4.12): handed in, narrowed, closed, drawn, and replaced."""

from datetime import date

import pytest

from domain.cases.events import (
    CaseReferenceNoted,
    CaseSampled,
    CaseSetAside,
)
from domain.cases.lists.commands import CloseCaseList, ExcludeCases
from domain.cases.lists.events import CaseListReplaced, CasesExcluded
from domain.decider import On
from domain.inspections.commands import AgreeToNewList, NotePublicValue, ReplaceCaseList
from domain.inspections.events import (
    NewListAgreed,
    PublicValueNoted,
    SampleDrawn,
    SampleWithdrawn,
)
from domain.inspections.state import GivenUp
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.privacy.subjects import SubjectErased, SubjectHeld, privacy_stream
from tests.support.example import INSPECTION, QUESTIONS, sample, sampled
from tests.support.lists import (
    ANOTHER,
    CORRECTED,
    DIGEST,
    HAND_IN,
    IN_FIELDWORK,
    KEY,
    LIST,
    SUPERVISED,
    WITH_EVIDENCE,
    answered,
    closed,
    draw_command,
    drawn_story,
    frame,
    handed_in,
    on_record,
)

REPLACE = ReplaceCaseList(
    **{
        **HAND_IN.model_dump(context=lambda _c, text: text),
        "list": ANOTHER,
        "list_digest": CORRECTED,
        "reason": "It is old.",
    }
)
AGREE = AgreeToNewList(inspection=INSPECTION, population="supervised-cases", reason="An office is missing.")
AGREED = NewListAgreed(
    population="supervised-cases", list=LIST, reason="An office is missing.", by="quality-lead-1"
)
ERASED = On(
    privacy_stream(LIST),
    SubjectErased(
        subject=LIST,
        categories=("case-list",),
        authority="the rule for lists of cases",
        reason="Its sample was drawn, and each drawn case has what it needs.",
    ),
)
SUPERSEDED = On(
    privacy_stream(LIST),
    ERASED.event.model_copy(update={"categories": (), "reason": "Another list took its place."}),
)


# Handing in


def test_a_list_is_handed_in_and_its_digest_goes_on_record() -> None:
    on_record(*WITH_EVIDENCE).when(HAND_IN, on="2018-06-12").then(*handed_in())


def test_a_list_is_handed_in_once() -> None:
    again = HAND_IN.with_(list=ANOTHER)
    on_record(*WITH_EVIDENCE, *handed_in()).when(again, on="2018-06-12").then_refused("list-handed-in")


def test_a_list_that_this_kind_does_not_have_is_not_taken() -> None:
    other = HAND_IN.with_(population="unpaid-work")
    on_record(*WITH_EVIDENCE).when(other, on="2018-06-12").then_refused("unknown-population", "court-reports")


def test_a_list_has_a_stream_of_its_own() -> None:
    victims = HAND_IN.with_(population="victims")
    on_record(*WITH_EVIDENCE, *handed_in()).when(victims, on="2018-06-12").then_refused("list-known")


def test_no_list_comes_after_its_sample() -> None:
    story = on_record(*IN_FIELDWORK, sample("supervised-cases"), *sampled("supervised-cases"))
    story.when(HAND_IN, on="2018-07-09").then_refused("sample-drawn")


def test_no_sample_is_drawn_by_a_seed_of_ones_own_once_a_list_was_handed_in() -> None:
    from tests.spec.test_fieldwork import DRAW

    on_record(*IN_FIELDWORK, *handed_in()).when(DRAW, on="2018-07-09").then_refused("list-handed-in")


def test_where_the_draw_depends_on_what_the_list_says_it_must_be_handed_in() -> None:
    from tests.spec.test_fieldwork import DRAW

    on_record(*IN_FIELDWORK).when(DRAW, on="2018-07-09").then_refused("list-needed", "hand it in first")
    for few in (1, 0):
        short = DRAW.with_(list_size=few)
        on_record(*IN_FIELDWORK).when(short, on="2018-07-09").then_refused("list-needed")


# Excluding


EXCLUDE = ExcludeCases(list=LIST, rows="2-3,7", code="conflict", reason="Known to the inspector.")


def test_cases_are_excluded_before_the_draw_with_a_reason() -> None:
    story = on_record(*WITH_EVIDENCE, *handed_in()).when(EXCLUDE, on="2018-06-12")
    excluded = CasesExcluded(rows="2-3,7", cases=3, code="conflict", rule=None, reason=EXCLUDE.reason)
    assert story.then(On(LIST, excluded)).state(LIST).excluded == {2, 3, 7}


def test_what_is_excluded_already_is_not_counted_twice() -> None:
    once = CasesExcluded(rows="2-3", cases=2, code="conflict", rule=None, reason="It is known.")
    story = on_record(*WITH_EVIDENCE, *handed_in(), On(LIST, once))
    more = CasesExcluded(rows="7", cases=1, code="conflict", rule=None, reason=EXCLUDE.reason)
    story.when(EXCLUDE, on="2018-06-12").then(On(LIST, more)).when(EXCLUDE, on="2018-06-12").then_nothing()


def test_rows_that_are_not_in_the_list_are_not_excluded() -> None:
    wrong = EXCLUDE.with_(rows="12-13")
    on_record(*WITH_EVIDENCE, *handed_in()).when(wrong, on="2018-06-12").then_refused("bad-rows", "1 to 12")


def test_more_ranges_than_fit_into_an_entry_are_not_excluded() -> None:
    huge, rows = handed_in(), ",".join(str(row) for row in range(1, 200_004, 2))
    received, listed = huge
    assert isinstance(listed, On)
    many = On(LIST, listed.event.model_copy(update={"rows": 300_000}))
    story = on_record(*WITH_EVIDENCE, received, many)
    story.when(EXCLUDE.with_(rows=rows), on="2018-06-12").then_refused("rows-scattered", "100000")


def test_nothing_is_excluded_from_a_list_that_is_not_there_is_closed_or_was_replaced() -> None:
    on_record(*WITH_EVIDENCE).when(EXCLUDE, on="2018-06-12").then_refused("unknown-list")
    story = on_record(*WITH_EVIDENCE, *handed_in())
    story.and_(closed()).when(EXCLUDE, on="2018-06-12").then_refused("list-closed")
    replaced = On(LIST, CaseListReplaced(by=ANOTHER, reason="It is old."))
    story.and_(replaced).when(EXCLUDE, on="2018-06-12").then_refused("list-replaced", ANOTHER)


# Closing


def close_command(excluded: tuple[int, ...] = ()) -> CloseCaseList:
    made, words = frame(excluded)
    return CloseCaseList(list=LIST, frame=made.text, document="b" * 64, frame_key=KEY, words=words)


def test_a_list_is_closed_and_from_then_on_it_is_settled_what_can_be_drawn() -> None:
    on_record(*WITH_EVIDENCE, *handed_in()).when(close_command(), on="2018-06-12").then(closed())


def test_a_public_source_that_adds_to_the_seed_is_named_when_the_list_is_closed() -> None:
    source = close_command().with_(
        public_source="The lottery of 16 June",
        public_day=date(2018, 6, 16),
        public_numbers=3,
        public_highest=59,
    )
    story = on_record(*WITH_EVIDENCE, *handed_in())
    story.when(source, on="2018-06-15").then(closed(source="The lottery of 16 June"))
    story.when(source, on="2018-06-16").then_refused("bad-public-draw", "yet to come")
    story.when(source.with_(public_highest=2), on="2018-06-12").then_refused(
        "bad-public-draw", "no 3 numbers"
    )
    story.when(source.with_(public_day=None), on="2018-06-12").then_refused("bad-public-draw", "its day")


def test_another_number_than_is_asked_for_is_settled_with_a_reason_before_there_is_a_seed() -> None:
    story = on_record(*WITH_EVIDENCE, *handed_in())
    story.when(close_command().with_(size=8), on="2018-06-12").then_refused("reason-missing")
    story.when(close_command().with_(reason="Without any ground."), on="2018-06-12").then_refused(
        "reason-missing"
    )
    with_reason = close_command().with_(size=8, reason="Only two readers.")
    story.when(with_reason, on="2018-06-12").then(closed(size=8))


def test_a_frame_must_leave_out_exactly_what_was_excluded() -> None:
    story = on_record(*WITH_EVIDENCE, *handed_in())
    story.when(close_command((2,)), on="2018-06-12").then_refused("another-frame")
    story.when(close_command().with_(frame="1 1 1"), on="2018-06-12").then_refused("bad-frame")


def test_a_list_with_more_strata_than_can_be_told_apart_is_not_closed() -> None:
    received, listed = handed_in()
    assert isinstance(listed, On)
    story = on_record(*WITH_EVIDENCE, received, On(LIST, listed.event.model_copy(update={"rows": 201})))
    text = f"assay sampling frame 1\n{' '.join(map(str, range(1, 202)))}\n"
    command = close_command().with_(frame=text)
    story.when(command, on="2018-06-12").then_refused("too-many-strata", "201")


def test_a_list_is_closed_once_and_only_while_it_stands() -> None:
    on_record(*WITH_EVIDENCE).when(close_command(), on="2018-06-12").then_refused("unknown-list")
    story = on_record(*WITH_EVIDENCE, *handed_in())
    story.and_(closed()).when(close_command(), on="2018-06-12").then_refused("list-closed")
    replaced = On(LIST, CaseListReplaced(by=ANOTHER, reason="It is old."))
    story.and_(replaced).when(close_command(), on="2018-06-12").then_refused("list-replaced")


# Drawing


def test_a_sample_is_drawn_from_a_closed_list_and_the_list_is_erased() -> None:
    result = on_record(*IN_FIELDWORK, *handed_in(), closed()).when(draw_command(), on="2018-07-09")
    drawn = result.events[0][1]
    assert isinstance(drawn, SampleDrawn)
    assert (len(drawn.rows), drawn.wanted, drawn.list) == (6, 6, LIST)
    # Four women of twelve would be two of six; the quota asks for three.
    assert sum(row > 8 for row in drawn.rows) == 3
    questions = tuple(each for each in QUESTIONS if each not in SUPERVISED.sub_samples[0].key_questions)
    opened = []
    for row, case in zip(drawn.rows, drawn.cases, strict=True):
        member_of = (1,) if row in drawn.sub_samples[0] else ()
        sort = "gender: female" if row > 8 else "gender: male"
        sampled_ = CaseSampled(
            inspection=INSPECTION,
            population="supervised-cases",
            list_digest=DIGEST,
            row=row,
            key_questions=QUESTIONS if member_of else questions,
            list=LIST,
            sort=Plain(sort, case, "case-reference"),
            sub_samples=member_of,
        )
        opened += [
            On(case, sampled_),
            On(case, CaseReferenceNoted(reference=Plain(f"NW/{row}", case, "case-reference"))),
        ]
    result.then(drawn, *opened, ERASED)
    assert len(drawn.sub_samples[0]) == 2


def test_a_list_that_somebody_asked_to_be_kept_is_not_erased() -> None:
    held = On(privacy_stream(LIST), SubjectHeld(subject=LIST, hold="inquiry", reason="A court asked."))
    story = on_record(*IN_FIELDWORK, *handed_in(), closed(), held)
    streams = [stream for stream, _ in story.when(draw_command(), on="2018-07-09").events]
    assert privacy_stream(LIST) not in streams


@pytest.mark.parametrize("size", [4, 8])
def test_as_many_are_drawn_as_was_settled_when_the_list_was_closed(size: int) -> None:
    story = on_record(*IN_FIELDWORK, *handed_in(), closed(size=size))
    story.when(draw_command(), on="2018-07-09").then_refused("another-number")
    story.when(draw_command(size=size - 1), on="2018-07-09").then_refused("another-number")
    drawn = story.when(draw_command(size=size), on="2018-07-09").events[0][1]
    assert isinstance(drawn, SampleDrawn)
    assert (len(drawn.rows), drawn.wanted, drawn.reason) == (size, 6, "Only two readers.")


def test_a_sample_is_never_too_small_for_its_quotas() -> None:
    story = on_record(*IN_FIELDWORK, *handed_in(), closed(size=2))
    story.when(draw_command(size=2), on="2018-07-09").then_refused("below-quotas", "need 3 cases")


def test_there_is_no_seed_before_the_list_is_closed() -> None:
    story = on_record(*IN_FIELDWORK, *handed_in())
    story.when(draw_command(), on="2018-07-09").then_refused("list-open")


def test_nobody_chooses_the_seed() -> None:
    story = on_record(*IN_FIELDWORK, *handed_in(), closed())
    chosen = draw_command().with_(seed="a luckier one")
    story.when(chosen, on="2018-07-09").then_refused("another-seed")
    public = on_record(*IN_FIELDWORK, *handed_in(), closed(source="The lottery of 16 June"))
    public.when(draw_command(), on="2018-07-09").then_refused("another-seed")
    entry = draw_command().seed
    for unlike in (":17 3 21", ":3 17  21", ":03 17 21"):
        command = draw_command().with_(seed=f"{entry}{unlike}")
        public.when(command, on="2018-07-09").then_refused("another-seed")
    for wrong in (":3 17", ":3 17 60", ":3 3 17", ":a luckier one"):
        command = draw_command().with_(seed=f"{entry}{wrong}")
        public.when(command, on="2018-07-09").then_refused(
            "bad-public-value", "3 different numbers from 1 to 59"
        )
    seed = f"{entry}:3 17 21"
    early = draw_command().with_(seed=seed)
    public.when(early, on="2018-06-15").then_refused("too-early", "yet to come")
    drawing = draw_command().with_(seed=seed)
    public.when(drawing, on="2018-07-09").then_refused("public-value-not-noted")
    note = NotePublicValue(inspection=INSPECTION, population="supervised-cases", value="21, 3 017")
    noted = public.when(note, on="2018-07-09", who="one").then(
        PublicValueNoted(population="supervised-cases", list=LIST, value="3 17 21", by="one")
    )
    noted.when(drawing, on="2018-07-09", who="one").then_refused("noted-it", "somebody else")
    assert noted.when(drawing, on="2018-07-09", who="two").refusal is None
    other = noted.when(note.with_(value="1 2 3"), on="2018-07-09", who="three").then_one(PublicValueNoted)
    noted.and_(other).when(drawing, on="2018-07-09", who="two").then_refused("another-public-value")
    of_another_list = noted.and_(other.with_(list=ANOTHER, value="3 17 21"))
    of_another_list.when(drawing, on="2018-07-09", who="two").then_refused("public-value-not-noted")
    story.when(draw_command().with_(seed=seed), on="2018-07-09").then_refused("another-seed")


def test_what_a_public_draw_gave_is_noted_once_there_can_be_one() -> None:
    note = NotePublicValue(inspection=INSPECTION, population="supervised-cases", value="3 17 21")
    on_record(*IN_FIELDWORK).when(note, on="2018-07-09").then_refused("list-missing")
    elsewhere = note.with_(population="unpaid-work")
    on_record(*IN_FIELDWORK).when(elsewhere, on="2018-07-09").then_refused("unknown-population")
    on_record(*IN_FIELDWORK, *handed_in()).when(note, on="2018-07-09").then_refused("list-open")
    plain = on_record(*IN_FIELDWORK, *handed_in(), closed())
    plain.when(note, on="2018-07-09").then_refused("public-value-unwanted")
    public = on_record(*IN_FIELDWORK, *handed_in(), closed(source="The lottery of 16 June"))
    public.when(note, on="2018-06-15").then_refused("too-early")
    public.when(note.with_(value="3 17"), on="2018-07-09").then_refused("bad-public-value")
    drawn_story()[0].when(note, on="2018-07-09").then_refused("sample-drawn")


def test_a_sample_is_drawn_by_the_frame_with_which_the_list_was_closed() -> None:
    story = on_record(*IN_FIELDWORK, *handed_in(), closed())
    other = draw_command(excluded=(1,))
    story.when(other, on="2018-07-09").then_refused("another-frame")
    story.when(draw_command().with_(frame="?"), on="2018-07-09").then_refused("another-frame")
    story.when(draw_command().with_(words='{"salt": "x"}'), on="2018-07-09").then_refused("another-frame")


def test_every_drawn_case_has_a_reference() -> None:
    story = on_record(*IN_FIELDWORK, *handed_in(), closed())
    story.when(draw_command().with_(cells="{}"), on="2018-07-09").then_refused("row-missing")
    story.when(draw_command().with_(cells="[]"), on="2018-07-09").then_refused("bad-cells")


def test_a_sample_is_drawn_once_from_the_list_that_stands() -> None:
    story, _ = drawn_story()
    story.when(draw_command(), on="2018-07-09").then_refused("sample-drawn")
    on_record(*IN_FIELDWORK).when(draw_command(), on="2018-07-09").then_refused("list-missing")
    other = draw_command().with_(population="unpaid-work")
    on_record(*IN_FIELDWORK).when(other, on="2018-07-09").then_refused("unknown-population")


# A corrected list


def test_a_corrected_list_takes_the_place_of_a_faulty_one_which_is_erased() -> None:
    story = on_record(*WITH_EVIDENCE, *handed_in()).when(REPLACE, on="2018-06-12")
    replaced = On(LIST, CaseListReplaced(by=ANOTHER, reason="It is old."))
    after = story.then(*handed_in(ANOTHER, LIST, "It is old.", CORRECTED), replaced, SUPERSEDED)
    assert after.state(f"inspection-{INSPECTION}").lists["supervised-cases"].list == ANOTHER


def test_a_sample_from_a_faulty_list_is_withdrawn_as_long_as_nobody_has_begun_to_read() -> None:
    story, drawn = drawn_story()
    after = (
        story.and_(AGREED)
        .when(REPLACE, on="2018-07-09")
        .then(
            *handed_in(ANOTHER, LIST, "It is old.", CORRECTED),
            On(LIST, CaseListReplaced(by=ANOTHER, reason="It is old.")),
            SUPERSEDED,
            SampleWithdrawn(population="supervised-cases", reason="It is old."),
            *(On(case, CaseSetAside(code="list-replaced")) for case in drawn.cases),
        )
    )
    assert "supervised-cases" not in after.state(f"inspection-{INSPECTION}").samples
    assert after.state(drawn.cases[0]).status == "set-aside"
    assert after.state(f"inspection-{INSPECTION}").given_up["supervised-cases"] == (
        GivenUp(list=LIST, drawn=len(drawn.cases), seed=drawn.seed, reason="It is old.", agreed=AGREED),
    )


@pytest.mark.parametrize("drawn", [False, True])
def test_nobody_gets_another_seed_alone(drawn: bool) -> None:
    """Whoever has the list and the digest of its last entry knows who will be drawn, before anybody draws."""
    story = drawn_story()[0] if drawn else on_record(*IN_FIELDWORK, *handed_in(), closed())
    story.when(REPLACE, on="2018-07-09", who="one").then_refused("not-agreed", "somebody else agrees")
    agreed = story.when(AGREE, on="2018-07-09", who="one").then_one(NewListAgreed)
    assert agreed == AGREED.with_(by="one")
    after = story.and_(agreed)
    after.when(REPLACE, on="2018-07-09", who="one").then_refused(
        "agreed-oneself", "somebody else hands it in"
    )
    contact = after.when(REPLACE, on="2018-07-09", who="two", by=Role.PROVIDER_CONTACT)
    given_up = contact.story.state(f"inspection-{INSPECTION}").given_up["supervised-cases"]
    assert [(each.list, each.drawn is not None, each.agreed) for each in given_up] == [(LIST, drawn, agreed)]


def test_an_agreement_is_for_the_list_that_stood_then() -> None:
    story = drawn_story()[0].and_(AGREED.with_(list=ANOTHER))
    story.when(REPLACE, on="2018-07-09", who="two").then_refused("not-agreed")


def test_a_list_without_a_seed_is_replaced_by_one_person_and_counts_as_nothing_given_up() -> None:
    for story in (
        on_record(*IN_FIELDWORK, *handed_in()),
        on_record(*WITH_EVIDENCE, *handed_in(), closed(source="The lottery of 16 June")),
    ):
        story.when(AGREE, on="2018-06-15").then_refused("seed-unknown", "without an agreement")
        after = story.when(REPLACE, on="2018-06-15").story
        assert not after.state(f"inspection-{INSPECTION}").given_up
    public = on_record(*IN_FIELDWORK, *handed_in(), closed(source="The lottery of 16 June"))
    public.when(REPLACE, on="2018-06-16").then_refused("not-agreed")


def test_there_must_be_a_list_to_agree_about() -> None:
    on_record(*WITH_EVIDENCE).when(AGREE, on="2018-06-12").then_refused("list-missing")
    other = AGREE.with_(population="unpaid-work")
    on_record(*WITH_EVIDENCE).when(other, on="2018-06-12").then_refused("unknown-population")


def test_a_sample_stands_once_the_read_of_one_of_its_cases_has_begun() -> None:
    story, drawn = drawn_story()
    begun = story.and_(*answered(drawn.cases[2]))
    begun.when(REPLACE, on="2018-07-09").then_refused("reads-begun", "1 of the drawn cases")


def test_a_sample_from_a_list_that_stayed_outside_can_be_replaced_too() -> None:
    story = on_record(*IN_FIELDWORK, sample("supervised-cases"), *sampled("supervised-cases"))
    cases = sample("supervised-cases").cases
    story.when(REPLACE, on="2018-07-09").then_refused("not-agreed")
    story.and_(AGREED.with_(list=None)).when(REPLACE, on="2018-07-09").then(
        *handed_in(ANOTHER, None, "It is old.", CORRECTED),
        SampleWithdrawn(population="supervised-cases", reason="It is old."),
        *(On(case, CaseSetAside(code="list-replaced")) for case in cases),
    )


def test_no_list_that_was_handed_in_before_comes_again_for_another_seed() -> None:
    same = REPLACE.with_(list_digest=DIGEST)
    story = on_record(*WITH_EVIDENCE, *handed_in())
    story.when(same, on="2018-06-12").then_refused("same-list", "was handed in before")
    later = story.when(REPLACE, on="2018-06-12").story
    back = same.with_(list="list-" + "beef" * 8)
    later.when(back, on="2018-06-12").then_refused("same-list")


def test_there_must_be_something_to_replace() -> None:
    on_record(*WITH_EVIDENCE).when(REPLACE, on="2018-06-12").then_refused("list-missing")
    other = REPLACE.with_(population="unpaid-work")
    on_record(*WITH_EVIDENCE).when(other, on="2018-06-12").then_refused("unknown-population")
    same = REPLACE.with_(list=LIST)
    on_record(*WITH_EVIDENCE, *handed_in()).when(same, on="2018-06-12").then_refused("list-known")
