"""What a planner sets for a year: when reports may follow, and what each shortfall of a plan costs."""

from typing import Annotated

from pydantic import Field

from domain.messages import Message

__all__ = ["Points", "Reporting", "Weeks", "Weights"]

Weeks = Annotated[int, Field(ge=0, le=104)]
"""A number of weeks."""

Points = Annotated[int, Field(ge=0, le=1_000_000)]
"""Points of cost."""


class Reporting(Message):
    """When a report may go to a panel and be published, in weeks.

    Attributes:
        earliest_panel: from the last week of fieldwork to the panel, at least.
        latest_panel: from the last week of fieldwork to the panel, at most.
        after_fieldwork: from the last week of fieldwork to publication, at least.
        after_panel: from the panel to publication, at least.
        target: from the last week of fieldwork to publication; what is later costs.
    """

    earliest_panel: Weeks = 4
    latest_panel: Weeks = 10
    after_fieldwork: Weeks = 8
    after_panel: Weeks = 3
    target: Weeks = 12


class Weights(Message):
    """What each shortfall of a plan costs, in points; a planner may change them.

    Attributes:
        unplaced_mandatory: a mandatory inspection that is not placed.
        unplaced_risk: an optional one that is not, for each point of its risk.
        date: each week between start and preferred week.
        travel: times the cost of each journey.
        late: each week of publication beyond the target.
        load: each week of somebody's work outside the margin around their fair share.
        margin: that margin, in per cent of the fair share.
        moved: in a new plan, an inspection that starts in another week than before.
        swapped: in a new plan, somebody on a team who was not on it.
        announced: how many times dearer both are once the inspection is announced.
    """

    unplaced_mandatory: Points = 20_000
    unplaced_risk: Points = 20
    date: Points = 2
    travel: Points = 1
    late: Points = 5
    load: Points = 3
    margin: Annotated[int, Field(ge=0, le=100)] = 20
    moved: Points = 60
    swapped: Points = 25
    announced: Annotated[int, Field(ge=1, le=100)] = 4
