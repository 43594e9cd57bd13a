"""Golden events of action plans."""

from domain.action_plans.events import (
    ActionChangeAgreed,
    ActionChangeDeclined,
    ActionChangeProposed,
    ActionCompleted,
    ActionGivenUp,
    ActionOverdue,
    ActionPlanAccepted,
    ActionPlanFollowedUp,
    ActionPlanNotReceived,
    ActionPlanOverdue,
    ActionPlanReturned,
    ActionProgressed,
    PlanDateMoved,
    PlanExtensionAsked,
    PlanExtensionGranted,
    PlanExtensionRefused,
    PlanNoticeSent,
    PlanNoticeUndelivered,
    PlanProviderFollowed,
    PlanToldOtherwise,
    Point,
    ReminderSent,
)
from domain.action_plans.national import RecommendationAnswered
from domain.messages import Event
from tests.support.example import PLAN_REQUESTED, TRAINING, day

_PERSON = "person-" + "0a1b" * 8

PLANS: tuple[Event, ...] = (
    ActionPlanOverdue(due=day("2018-10-18")),
    ActionPlanReturned(
        reason="Say who pays.",
        due=day("2018-10-23"),
        points=(Point(about="training", text="Say who trains."),),
        remind_on=day("2018-10-16"),
    ),
    ActionProgressed(action="training", progress="Half are trained.", document="c" * 64),
    ActionOverdue(action="training", due=day("2019-01-31")),
    ActionCompleted(
        action="training", completed_on=day("2019-02-04"), achieved="All are trained.", document="c" * 64
    ),
    ActionPlanFollowedUp(conclusion="All done.", followed_up_on=day("2019-02-11")),
    ActionGivenUp(
        action="training",
        becomes="next-inspection",
        reason="The next inspection looks at it.",
        given_up_on=day("2019-02-11"),
    ),
    ActionPlanNotReceived(reason="The provider was wound up.", noted_on=day("2018-12-03")),
    PlanNoticeSent(notice="requested", document="e" * 64, to=()),
    PlanExtensionAsked(
        extension="extension-1", action="training", until=day("2019-03-29"), reason="The trainer left."
    ),
    PlanExtensionGranted(
        extension="extension-1", action="training", due=day("2019-03-29"), remind_on=day("2019-03-22")
    ),
    PlanExtensionRefused(extension="extension-1", reason="It has waited enough."),
    ActionChangeProposed(
        change="change-1",
        action="training",
        becomes=TRAINING.with_(id="coaching", text="Coach all managers."),
        reason="Coaching works better.",
    ),
    ActionChangeAgreed(change="change-1", remind_on=day("2019-02-21")),
    ActionChangeDeclined(change="change-1", reason="Training was recommended."),
    PlanNoticeUndelivered(notice="requested", reader=_PERSON),
    PlanToldOtherwise(
        notices=("requested",), how="By post to the division.", told_on=day("2018-09-24"), reader=_PERSON
    ),
    PlanProviderFollowed(
        was="north",
        provider="greater-north",
        moved=(
            PlanDateMoved(deadline="action-training", due=day("2019-02-07"), remind_on=day("2019-01-31")),
        ),
    ),
    ReminderSent(deadline="action-training", due=day("2019-01-31"), document="e" * 64, to=(_PERSON,)),
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
"""An example of every event that the end of an ordinary inspection does not have."""

PLANS_VARIANTS: dict[str, Event] = {
    "for-the-plan": PlanExtensionAsked(
        extension="extension-1", action=None, until=day("2018-11-02"), reason="Half the staff are away."
    ),
    "with-a-reminder": PLAN_REQUESTED.with_(remind_days=5, remind_on=day("2018-10-11")),
    "with-reminders": ActionPlanAccepted(
        accepted_on=day("2018-10-12"), reminders=(("training", day("2019-01-24")),)
    ),
}
"""Further shapes of some of them."""
