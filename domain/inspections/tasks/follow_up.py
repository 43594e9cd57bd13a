"""What there is to do about the earlier inspection that a follow-up follows."""

from domain.follow_ups.state import FollowUp, FollowUpStage
from domain.inspections.state import Inspection
from domain.inspections.tasks.item import Item, Listed

__all__ = ["comparing", "setting_up"]

NOT_SET_UP = "nobody has laid down what is looked at again"


def setting_up(follow_up: FollowUp | None) -> Listed:
    """At the beginning: what is followed, and what is looked at again."""
    if follow_up is not None:
        yield Item(
            "set-up-follow-up",
            "Lay down which inspection is followed and what is looked at again",
            done=follow_up.set_up is not None,
        )


def comparing(state: Inspection, follow_up: FollowUp | None) -> Listed:
    """Once the cases are read: both results beside each other, and a conclusion on each criterion."""
    if follow_up is None:
        return
    over = follow_up.stage is FollowUpStage.CONCLUDED
    known = follow_up.set_up
    why = "" if known else NOT_SET_UP
    unread = "" if state.cases else "the case reads are not closed"
    no_figures = bool(known and not known.follows and not follow_up.opening)
    if known and not known.follows:
        yield Item(
            "record-opening-figures",
            f"Record the first figures, of {known.earlier}",
            done=over or bool(follow_up.opening),
        )
    yield Item(
        "compare-results",
        "Put the results beside the first ones",
        why or unread or ("the first figures are not recorded" if no_figures else ""),
        over or follow_up.compared is not None,
    )
    left = follow_up.unconcluded if known else ()
    yield Item(
        "conclude-criterion",
        f"Conclude on {', '.join(left)}" if left else "Conclude on each criterion",
        why,
        over or bool(known and not left),
    )
    unready = "nothing is compared yet" if follow_up.compared is None else ""
    if left:
        unready = unready or f"nothing is concluded on {', '.join(left)}"
    yield Item("conclude-follow-up", "Conclude the follow-up", why or unready, over)
