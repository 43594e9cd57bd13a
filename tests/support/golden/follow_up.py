"""Golden events of follow-ups."""

from domain.follow_ups.events import (
    CriterionConcluded,
    FollowUpConcluded,
    FollowUpSetUp,
    NarrowedList,
    OpeningFigure,
    OpeningFiguresRecorded,
    PeriodOfCases,
    Prompting,
    ResultsCompared,
    Row,
)
from domain.follow_ups.figures import Figure, beside
from domain.inspections.report.looked_again import LookedAgain
from domain.messages import Event
from tests.support.example import DRAFTED, day

_SET_UP = FollowUpSetUp(
    inspection="staffs-2005",
    follows="staffs-2004",
    earlier=None,
    recommendations=(Prompting(id="r1", text="Improve the services."),),
    standards=("B1", "B2"),
    not_rescored=("A1",),
    population="supervised-cases",
    only="High risk of harm cases.",
    strata=(1,),
    classified=(("risk-of-harm", "high"),),
    periods=(PeriodOfCases(id="older", title="The earlier period", minimum_weeks=20, stratum=1),),
)

_COMPARED = ResultsCompared(
    rows=(
        Row(subject="A1", beside=beside(None, None, "the follow-up's focus is narrower")),
        Row(
            subject="B1",
            beside=beside(Figure(percent=46), Figure(percent=71)),
            periods=(("older", Figure(percent=60, met=6, of=10, cases=4)),),
        ),
        Row(subject="B2", beside=beside(Figure(met=3, of=4), Figure(met=9, of=10))),
    ),
    first_cases=None,
    again_cases=10,
    used="e" * 64,
    compared_on=day("2004-12-01"),
    gate="f" * 64,
)

FOLLOWED: tuple[Event, ...] = (
    _SET_UP,
    OpeningFiguresRecorded(
        figures=(
            OpeningFigure(standard="B1", percent=46),
            OpeningFigure(standard="B2", met=3, of=4),
        ),
        source="The report of June 2004",
        recut=True,
    ),
    _COMPARED,
    CriterionConcluded(standard="B1", conclusion="Better."),
    FollowUpConcluded(conclusion="Considerable progress.", concluded_on=day("2004-12-01")),
)
"""An example of every event of a follow-up."""

FOLLOWED_VARIANTS: dict[str, Event] = {
    "of-a-follow-up": DRAFTED.with_(
        looked_again=LookedAgain(
            follows="staffs-2004",
            earlier=None,
            first_published=day("2004-06-01"),
            sources=("The report of June 2004",),
            recommendations=_SET_UP.recommendations,
            standards=_SET_UP.standards,
            not_rescored=_SET_UP.not_rescored,
            only=_SET_UP.only,
            periods=_SET_UP.periods,
            rows=_COMPARED.rows,
            first_cases=8,
            again_cases=10,
            compared_on=_COMPARED.compared_on,
            conclusions=(("B1", "Better."), ("B2", "As good as before.")),
            conclusion="Considerable progress.",
        )
    ),
    "before-the-record": _SET_UP.with_(
        follows=None, earlier="Inspection of June 2004", strata=(), classified=(), periods=()
    ),
    "of-two-lists": _SET_UP.with_(
        also=(NarrowedList(population="court-reports", strata=(2,), classified=(("risk-of-harm", "high"),)),)
    ),
}
"""Further shapes of some of them."""
