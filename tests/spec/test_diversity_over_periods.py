"""Protected characteristics over a period: added up by sub-group, each inspection once (004 §5.9)."""

from domain.cases.diversity.characteristics import CHARACTERISTICS
from domain.cases.diversity.counting import Aggregate, aggregate, counts
from domain.cases.diversity.period import (
    STREAM,
    DiversityOverPeriodReported,
    ReportDiversityOverPeriod,
    put_together,
)
from domain.cases.diversity.report import DiversityReported
from domain.decider import On
from tests.support.example import day
from tests.support.specification import given

EAST = [{"sex": "female"}] * 10 + [{"sex": "male"}] * 20
WEST = [{"sex": "female"}] * 7 + [{"sex": "male"}] * 13 + [{}] * 6


def own(inspection: str, cases: list[dict[str, str]]) -> On:
    """The report of one inspection."""
    return On(
        f"diversity-{inspection}", DiversityReported(cases=len(cases), characteristics=aggregate(cases))
    )


REPORTS = (own("east", EAST), own("west", WEST))
TOGETHER = put_together([counts(EAST), counts(WEST)], [aggregate(EAST), aggregate(WEST)])
COMMAND = ReportDiversityOverPeriod(
    period="2018",
    first=day("2018-01-01"),
    last=day("2018-12-31"),
    inspections=("east", "west"),
    cases=56,
    characteristics=TOGETHER,
)
REPORTED = DiversityOverPeriodReported(**{name: getattr(COMMAND, name) for name in COMMAND.model_fields_set})


def with_total(characteristic: str, group: str, cases: int | None) -> ReportDiversityOverPeriod:
    """The command with another total in one place."""
    changed = tuple(
        each
        if each.characteristic != characteristic
        else each.with_(
            groups=tuple(one.with_(cases=cases) if one.group == group else one for one in each.groups)
        )
        for each in TOGETHER
    )
    return COMMAND.with_(characteristics=changed)


def test_the_reports_of_several_inspections_are_added_up() -> None:
    given(*REPORTS).when(COMMAND, on="2019-01-07").then(On(STREAM, REPORTED))
    sex = {one.group: one.cases for one in TOGETHER[list(CHARACTERISTICS).index("sex")].groups}
    # East hides that it has nobody not recorded, and whom it would tell: the males, shown, and the others together.
    assert sex["male"] == 33
    assert None in sex.values()


def test_a_period_is_reported_on_once() -> None:
    again = COMMAND.with_(inspections=("north",))
    given(*REPORTS, On(STREAM, REPORTED)).when(again, on="2019-01-07").then_refused("period-reported")


def test_an_inspection_is_in_one_period_only_or_the_difference_would_be_its_own_table() -> None:
    other = COMMAND.with_(period="2018-19", inspections=("west",), cases=26)
    story = given(*REPORTS, On(STREAM, REPORTED))
    story.when(other, on="2019-01-07").then_refused("counted-before", "west was counted in 2018")


def test_each_inspection_has_its_own_report_first_and_is_named_once() -> None:
    story = given(*REPORTS[:1])
    story.when(COMMAND, on="2019-01-07").then_refused("not-reported")
    twice = COMMAND.with_(inspections=("east", "east"))
    story.when(twice, on="2019-01-07").then_refused("not-reported")


def test_what_is_shown_of_every_inspection_must_add_up() -> None:
    story = given(*REPORTS)
    story.when(COMMAND.with_(cases=55), on="2019-01-07").then_refused("miscounted", "that many cases")
    story.when(with_total("sex", "male", 34), on="2019-01-07").then_refused("miscounted", "male of sex")
    story.when(with_total("sex", "male", None), on="2019-01-07").then_refused("miscounted")
    fewer = COMMAND.with_(characteristics=TOGETHER[:-1])
    story.when(fewer, on="2019-01-07").then_refused("miscounted", "Every protected characteristic")
    first: Aggregate = TOGETHER[0]
    odd = COMMAND.with_(characteristics=(first.with_(groups=first.groups[1:]), *TOGETHER[1:]))
    story.when(odd, on="2019-01-07").then_refused("miscounted", "does not have these groups")


def test_a_small_total_is_not_shown() -> None:
    small = with_total("sex", "prefer-not-to-say", 3)
    given(*REPORTS).when(small, on="2019-01-07").then_refused("small-numbers")
