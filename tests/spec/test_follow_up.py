"""A follow-up of an inspection: what it looks at again, and its results beside the first ones (003 L120-131)."""

import pytest

from domain.dated_rules.library import Library
from domain.decider import On
from domain.follow_ups.commands import (
    CompareResults,
    ConcludeCriterion,
    ConcludeFollowUp,
    RecordOpeningFigures,
    SetUpFollowUp,
    follow_up_stream,
)
from domain.follow_ups.events import (
    CriterionConcluded,
    FollowUpConcluded,
    FollowUpSetUp,
    OpeningFiguresRecorded,
    PeriodOfCases,
    Prompting,
    ResultsCompared,
    Row,
)
from domain.follow_ups.opening import GivenFigure
from domain.follow_ups.state import FollowUp
from domain.frameworks.reading import shipped_frameworks
from domain.inspections.events import (
    Inspected,
    InspectionAnnounced,
    Pin,
    ProviderFollowed,
    ReportPublished,
)
from domain.inspections.stages import Stage
from domain.people.roles import Role
from domain.providers.changes import ProviderMerged, ProviderSplit
from domain.ratings.shipped import shipped_schemes
from tests.support.example import day
from tests.support.followed import AGAIN, FIRST, followed, kind, reads_of
from tests.support.specification import Story, given

STREAM = follow_up_stream(AGAIN)
LATER, EARLIER = (
    PeriodOfCases(id="newer", title="Under the new procedures", minimum_weeks=10, stratum=2),
    PeriodOfCases(id="older", title="The earlier period", minimum_weeks=20, stratum=1),
)
SET_UP = SetUpFollowUp(
    inspection=AGAIN,
    follows=FIRST,
    standards=("B1", "B2"),
    recommendations=("r1",),
    population="supervised-cases",
    only="High risk of harm cases.",
    classified=(("risk-of-harm", "high"), ("risk-of-harm", "very-high")),
    periods=(EARLIER, LATER),
)
IS_SET_UP = FollowUpSetUp(
    inspection=AGAIN,
    follows=FIRST,
    earlier=None,
    recommendations=(Prompting(id="r1", text="Improve the services."),),
    standards=("B1", "B2"),
    not_rescored=("A1", "A2", "A3", "A4", "A5"),
    population="supervised-cases",
    only="High risk of harm cases.",
    strata=(),
    classified=(("risk-of-harm", "high"), ("risk-of-harm", "very-high")),
    periods=(EARLIER, LATER),
)
BEFORE_THE_RECORD = SET_UP.with_(
    follows=None,
    earlier="Effective Supervision Inspection, June 2004",
    wording=(("r1", "Assess risk of harm better."),),
)
OPENING = RecordOpeningFigures(
    inspection=AGAIN,
    figures=(GivenFigure(standard="B1", percent=46), GivenFigure(standard="B2.1", met=3, of=4)),
    source="The report of June 2004",
    recut="yes",
)
OPENED = OpeningFiguresRecorded(
    figures=tuple(each.recorded for each in OPENING.figures), source="The report of June 2004", recut=True
)
ON = "2004-12-01"


def compare(story: Story) -> CompareResults:
    return CompareResults(inspection=AGAIN, first=reads_of(story, FIRST), again=reads_of(story, AGAIN))


def compared(story: Story) -> dict[str, Row]:
    """The rows of a comparison of this story, by what they are about."""
    event = story.when(compare(story), on=ON).then_one(ResultsCompared)
    return {each.subject: each for each in event.rows}


def set_up(story: Story, command: SetUpFollowUp = SET_UP) -> Story:
    return story.when(command, on=ON).then(On(STREAM, IS_SET_UP))


def before_the_record() -> Story:
    result = followed().when(BEFORE_THE_RECORD, on=ON)
    assert result.refusal is None
    return result.story


# What it looks at


def test_a_follow_up_names_what_it_follows_what_prompted_it_and_what_it_looks_at_again() -> None:
    story = set_up(followed())
    story.when(SET_UP, on=ON).then_refused("already-set-up")


def test_the_first_inspection_is_one_that_this_kind_follows_of_the_same_provider_and_published() -> None:
    story = followed()
    for command, code in (
        (SET_UP.with_(follows=None), "first-unnamed"),
        (SET_UP.with_(earlier="Another, 2003"), "first-unnamed"),
        (SET_UP.with_(follows="nowhere"), "unknown-first"),
        (SET_UP.with_(follows=AGAIN), "not-followed"),
        (SET_UP.with_(inspection="nowhere"), "unknown-inspection"),
        (SET_UP.with_(inspection=FIRST, follows=AGAIN), "not-a-follow-up"),
        (SET_UP.with_(recommendations=("r9",)), "unknown-recommendation"),
        (SET_UP.with_(recommendations=("r1", "r1")), "listed-twice"),
        (BEFORE_THE_RECORD.with_(wording=()), "recommendation-unworded"),
    ):
        story.when(command, on=ON).then_refused(code)
    first = story.state(f"inspection-{FIRST}").announced
    elsewhere = On("inspection-elsewhere", first.with_(inspection="elsewhere", provider="cheshire"))
    story.and_(elsewhere).when(SET_UP.with_(follows="elsewhere"), on=ON).then_refused("another-provider")
    running = On("inspection-running", first.with_(inspection="running"))
    story.and_(running).when(SET_UP.with_(follows="running"), on=ON).then_refused("first-not-published")


def test_only_what_this_kind_looks_at_again_is_named_and_in_cases_that_there_are() -> None:
    story = followed()
    for command, code in (
        (SET_UP.with_(standards=("Z9",)), "unknown-standard"),
        (SET_UP.with_(standards=("A1",)), "not-looked-at-again"),
        (SET_UP.with_(standards=("B1", "B1")), "listed-twice"),
        (SET_UP.with_(population="victims"), "unknown-population"),
        (SET_UP.with_(periods=(LATER, LATER)), "listed-twice"),
        (SET_UP.with_(strata=("high",)), "bad-stratum"),
    ):
        story.when(command, on=ON).then_refused(code)


def test_a_first_inspection_of_whoever_was_there_before_is_followed() -> None:
    """Merged into another and split again, a provider keeps its history."""
    story = followed()
    first = story.state(f"inspection-{FIRST}").announced
    editions = next(
        each for each in story.history[f"inspection-{FIRST}"] if isinstance(each, ReportPublished)
    )
    of_old = On("inspection-of-old", first.with_(inspection="of-old", provider="stoke"))
    story = story.and_(of_old, On("inspection-of-old", editions))
    command = SET_UP.with_(follows="of-old", recommendations=("r1",), wording=(("r1", "Improve."),))
    story.when(command, on=ON).then_refused("another-provider")
    merged = On(
        "provider-stoke", ProviderMerged(into="north-staffs", reason="One area.", since=day("2004-04-01"))
    )
    split = On(
        "provider-north-staffs",
        ProviderSplit(into=("staffordshire", "cheshire"), reason="Too large.", since=day("2004-07-01")),
    )
    story.and_(merged).when(command, on=ON).then_refused("another-provider")
    assert story.and_(merged, split).when(command, on=ON).refusal is None


def test_any_part_of_a_provider_is_followed_up_also_one_that_the_first_inspection_left() -> None:
    story = followed()
    of_old = [
        On("inspection-of-old", each.with_(inspection="of-old", provider="stoke"))
        if isinstance(each, InspectionAnnounced)
        else On("inspection-of-old", each)
        for each in story.history[f"inspection-{FIRST}"]
        if isinstance(each, InspectionAnnounced | ReportPublished)
    ]
    split = On(
        "provider-stoke",
        ProviderSplit(into=("cheshire", "staffordshire"), reason="Too large.", since=day("2004-04-01")),
    )
    went_on = ProviderFollowed(
        was="stoke",
        provider="cheshire",
        provider_name="Cheshire",
        others=(),
        left=(Inspected(provider="staffordshire", provider_name="Staffordshire"),),
        reason="Most of it is there.",
        followed_on=day("2004-04-02"),
        deadlines=(),
    )
    command = SET_UP.with_(follows="of-old", recommendations=("r1",), wording=(("r1", "Improve."),))
    story = story.and_(*of_old, split, On("inspection-of-old", went_on))
    assert story.when(command, on=ON).refusal is None


def test_a_follow_up_that_is_narrowed_says_how_the_first_cases_are_told() -> None:
    story = followed()
    story.when(SET_UP.with_(classified=()), on=ON).then_refused("not-narrowed", "High risk of harm")
    assert story.when(SET_UP.with_(classified=(), strata=("1",)), on=ON).refusal is None


def test_the_periods_are_those_that_the_kind_tells_apart() -> None:
    shipped = kind("effective-supervision-follow-up-2004-1.1")
    ranged = shipped.with_(populations=tuple(each.with_(only_where=()) for each in shipped.populations))
    story = followed()
    announced = story.state(f"inspection-{AGAIN}").announced
    bound = announced.with_(
        inspection="bound", protocol=Pin(id=ranged.id, version=ranged.version, digest=ranged.digest)
    )
    library = Library.of(
        [kind("effective-supervision-2003"), ranged],
        shipped_frameworks().values(),
        shipped_schemes().values(),
    )
    story = story.under(library=library).and_(On("inspection-bound", bound))
    earlier = EARLIER.with_(id="earlier")
    command = SET_UP.with_(inspection="bound", periods=(earlier, LATER))
    for wrong in (EARLIER, earlier.with_(minimum_weeks=19)):
        told = "earlier from 20 weeks, newer from 10 weeks"
        story.when(command.with_(periods=(wrong,)), on=ON).then_refused("unknown-period", told)
    assert story.when(command, on=ON).refusal is None


# Results beside each other


def test_the_first_results_are_recomputed_from_the_cases_that_are_looked_at_again() -> None:
    rows = compared(set_up(followed()))
    b2 = rows["B2"].beside
    assert b2.first is not None
    assert b2.again is not None
    assert (b2.first.met, b2.first.of, b2.first.percent) == (1, 4, 25), "of all six it would be three"
    assert (b2.again.met, b2.again.of, b2.again.percent) == (4, 5, 80)
    assert b2.outcome == "compared"
    assert b2.difference is not None
    assert b2.difference.tenths == 550
    # Newcombe's interval of 4/5 less 1/4, reckoned apart: from -0.0681 to 0.8119.
    assert (b2.difference.low, b2.difference.high) == (-69, 812)
    assert b2.difference.beyond_chance is False


def test_a_criterion_of_several_questions_counts_each_case_once_for_its_uncertainty() -> None:
    b1 = compared(set_up(followed()))["B1"].beside
    assert b1.first is not None
    assert (b1.first.met, b1.first.of, b1.first.cases) == (23, 23, 4)
    assert b1.again is not None
    assert (b1.again.met, b1.again.of, b1.again.cases) == (27, 29, 5)


def test_the_strata_of_the_first_sample_may_say_which_cases_are_meant() -> None:
    event = IS_SET_UP.with_(classified=(), strata=(1,))
    rows = compared(followed().and_(On(STREAM, event)))
    assert rows["B2"].beside.first is not None
    assert (rows["B2"].beside.first.met, rows["B2"].beside.first.of) == (0, 3)


def test_the_periods_are_told_apart_in_the_follow_up() -> None:
    periods = dict(compared(set_up(followed()))["B2.1"].periods)
    assert {code: (each.met, each.of) for code, each in periods.items()} == {"older": (1, 2), "newer": (3, 3)}


def test_what_is_not_scored_again_stands_there_without_a_comparison() -> None:
    rows = compared(set_up(followed()))
    for each in ("A1", "A2", "A3", "A4", "A5"):
        assert rows[each].beside.outcome == "not-compared"
        assert rows[each].beside.reason == "not scored again: the follow-up's focus is narrower"


def test_nothing_is_compared_before_all_cases_are_read_or_of_some_of_them() -> None:
    early = followed(Stage.CASE_READS).and_(On(STREAM, IS_SET_UP))
    early.when(compare(early), on=ON).then_refused("reads-open", AGAIN)
    story = set_up(followed())
    some = compare(story)
    story.when(some.with_(again=some.again[1:]), on=ON).then_refused("cases-missing", AGAIN)
    story.when(some.with_(first=some.first[::-1]), on=ON).then_refused("cases-missing", FIRST)


def test_where_none_of_the_first_cases_is_meant_there_is_nothing_to_compare() -> None:
    nobody = IS_SET_UP.with_(classified=(("risk-of-harm", "none"),))
    story = followed().and_(On(STREAM, nobody))
    story.when(compare(story), on=ON).then_refused("no-such-cases", FIRST)


# A first inspection that is not on the record


def test_figures_from_before_the_record_stand_with_where_they_come_from() -> None:
    story = before_the_record().when(OPENING, on=ON).then(On(STREAM, OPENED))
    event = story.when(CompareResults(inspection=AGAIN, again=reads_of(story, AGAIN)), on=ON).then_one(
        ResultsCompared
    )
    rows = {each.subject: each.beside for each in event.rows}
    assert (event.first_cases, event.again_cases) == (None, 5)
    assert (rows["B1"].outcome, rows["B1"].reason) == (
        "numbers-not-published",
        "numbers not published: first",
    )
    assert rows["B2.1"].outcome == "compared"
    assert rows["B2"].reason == "the first inspection has no figure for these cases"


def test_a_figure_of_all_cases_is_not_held_against_one_of_some() -> None:
    story = before_the_record().and_(On(STREAM, OPENED.with_(recut=False)))
    event = story.when(CompareResults(inspection=AGAIN, again=reads_of(story, AGAIN)), on=ON).then_one(
        ResultsCompared
    )
    b1 = next(each.beside for each in event.rows if each.subject == "B1")
    assert (b1.outcome, b1.difference) == ("not-compared", None)
    assert b1.reason == "the first figure is of all cases, not of those looked at again"


def test_opening_figures_are_possible_ones_of_what_is_looked_at_and_not_on_the_record() -> None:
    story = before_the_record()
    story.when(CompareResults(inspection=AGAIN, again=reads_of(story, AGAIN)), on=ON).then_refused(
        "opening-figures-missing", "June 2004"
    )
    story.when(compare(story), on=ON).then_refused("cases-missing", "not on the record")
    for figures, code in (
        ((GivenFigure(standard="C1", percent=46),), "not-looked-at-again"),
        ((GivenFigure(standard="B1", percent=46),) * 2, "listed-twice"),
    ):
        story.when(OPENING.with_(figures=figures), on=ON).then_refused(code)
    set_up(followed()).when(OPENING, on=ON).then_refused("first-on-record", FIRST)


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ({}, "B2.1: give a per cent, or how many were met and of how many."),
        ({"met": 5}, "B2.1: met and of go together: how many were met, and of how many."),
        ({"percent": 46, "not_met": 2}, "B2.1: met and of go together: how many were met, and of how many."),
        ({"met": 5, "of": 4}, "B2.1: 5 cannot be met of 4."),
        ({"percent": 46, "met": 24, "of": 32}, "B2.1: 24 of 32 is 75.0 per cent, and not 46."),
        ({"percent": 33, "met": 24, "of": 71}, "B2.1: 24 of 71 is 33.8 per cent, and not 33."),
        ({"met": 24, "not_met": 9, "of": 32}, "B2.1: 24 met and 9 not met make 33, and not 32."),
        ({"met": 24, "of": 32, "sample": 31}, "B2.1: 32 answers cannot come of 31 cases."),
    ],
)
def test_a_figure_that_contradicts_itself_is_refused_and_said_what_is_wrong(
    figure: dict[str, int], why: str
) -> None:
    wrong = OPENING.with_(figures=(GivenFigure(standard="B2.1", **figure),))
    before_the_record().when(wrong, on=ON).then_refused("bad-figure", f"1 figure cannot be so. {why}")


def test_every_row_that_is_wrong_is_named() -> None:
    rows = (
        GivenFigure(standard="B1", percent=46, met=24, of=32),
        GivenFigure(standard="B1.1", percent=75, met=24, not_met=8, of=32, sample=40),
        GivenFigure(standard="B2", met=24, not_met=24, of=50),
    )
    before_the_record().when(OPENING.with_(figures=rows), on=ON).then_refused(
        "bad-figure",
        "2 figures cannot be so. B1: 24 of 32 is 75.0 per cent, and not 46. "
        "B2: 24 met and 24 not met make 48, and not 50.",
    )


def test_figures_are_of_one_sample_and_a_criterion_has_an_answer_to_each_question_in_a_case() -> None:
    rows = (
        GivenFigure(standard="B1.1", percent=75, sample=40),
        GivenFigure(standard="B2.1", percent=75, sample=41),
    )
    before_the_record().when(OPENING.with_(figures=rows), on=ON).then_refused("bad-figure", "the same cases")
    fits = GivenFigure(standard="B1", met=12, not_met=4, of=16, sample=8)
    asked = 6  # key questions of B1
    before_the_record().when(OPENING.with_(figures=(fits,)), on=ON).then_one(OpeningFiguresRecorded)
    over = fits.with_(met=8 * asked, not_met=1, of=8 * asked + 1)
    before_the_record().when(OPENING.with_(figures=(over,)), on=ON).then_refused(
        "bad-figure", f"{8 * asked + 1} answers cannot come of 8 cases with {asked} key questions each."
    )


@pytest.mark.parametrize(("met", "of", "percent"), [(1, 200, 0), (1, 200, 1), (2, 3, 67), (24, 52, 46)])
def test_a_printed_share_may_be_off_by_half_a_point(met: int, of: int, percent: int) -> None:
    figures = (GivenFigure(standard="B1", percent=percent, met=met, of=of),)
    before_the_record().when(OPENING.with_(figures=figures), on=ON).then_one(OpeningFiguresRecorded)


# Conclusions


def test_the_lead_concludes_on_each_criterion_and_then_on_all() -> None:
    story = set_up(followed())
    b1, b2, a1 = (
        ConcludeCriterion(inspection=AGAIN, standard=each, conclusion="It is better.")
        for each in ("B1", "B2", "A1")
    )
    whole = ConcludeFollowUp(inspection=AGAIN, conclusion="Considerable progress.")
    story = story.when(b1, on=ON).then(
        On(STREAM, CriterionConcluded(standard="B1", conclusion="It is better."))
    )
    story.when(whole, on=ON).then_refused("wrong-stage")
    result = story.when(compare(story), on=ON)
    result.then_one(ResultsCompared)
    story = result.story
    story.when(whole, on=ON).then_refused("conclusions-missing", "B2")
    story = story.when(b2, on=ON).then(
        On(STREAM, CriterionConcluded(standard="B2", conclusion="It is better."))
    )
    story = story.when(a1, on=ON).then(
        On(STREAM, CriterionConcluded(standard="A1", conclusion="It is better."))
    )
    story.when(b1.with_(standard="C1"), on=ON).then_refused("not-looked-at-again")
    story = story.when(whole, on=ON).then(
        On(STREAM, FollowUpConcluded(conclusion="Considerable progress.", concluded_on=day(ON)))
    )
    story.when(b1, on=ON).then_refused("wrong-stage")


def test_new_opening_figures_undo_a_comparison() -> None:
    story = before_the_record().and_(On(STREAM, OPENED))
    result = story.when(CompareResults(inspection=AGAIN, again=reads_of(story, AGAIN)), on=ON)
    assert isinstance(result.story.state(STREAM), FollowUp)
    assert result.story.state(STREAM).compared is not None
    assert result.story.when(OPENING, on=ON).then(On(STREAM, OPENED)).state(STREAM).compared is None


@pytest.mark.parametrize("role", [Role.PROVIDER_CONTACT, Role.OPERATIONS_MANAGER])
def test_only_the_lead_lays_down_what_is_looked_at_again(role: Role) -> None:
    given().when(SET_UP, on=ON, by=role).then_refused("not-authorised")
