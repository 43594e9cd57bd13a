"""What there is to do about the earlier inspection that a follow-up follows."""

from domain.follow_ups.state import FollowUp, FollowUpStage
from domain.inspections.stages import READS_CLOSED
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
    again = follow_up.read_again_since(state.cases)
    over = follow_up.stage is FollowUpStage.CONCLUDED and not again
    known = follow_up.set_up
    why = "" if known else NOT_SET_UP
    unread = "" if state.stage in READS_CLOSED else "the case reads are not closed"
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
        over or (follow_up.compared is not None and not again),
    )
    left = follow_up.unconcluded if known else ()
    yield Item(
        "conclude-criterion",
        f"Conclude on {', '.join(left)}" if left else "Conclude on each criterion",
        why,
        over or bool(known and not left),
    )
    unready = "nothing is compared yet" if follow_up.compared is None else ""
    if again and follow_up.stage is FollowUpStage.CONCLUDED:
        unready = "cases were read again since the results were compared"
    if left:
        unready = unready or f"nothing is concluded on {', '.join(left)}"
    yield Item("conclude-follow-up", "Conclude the follow-up", why or unready, over)
