"""What the workflows and those who wake them agree on: names, ids, and the few records that cross.

A workflow is known by the id of the stream it attends to. What crosses is ids, positions and dates; never the
content of an event, and never anything about a person.
"""

from datetime import datetime
from types import MappingProxyType

from temporalio.common import SearchAttributeKey

from domain.messages import Message

__all__ = [
    "ACTION_PLAN",
    "ALERT",
    "COMMENT",
    "INSPECTION",
    "NEXT_DEADLINE",
    "NUDGE",
    "PANEL",
    "PROGRAMME",
    "SEARCH_ATTRIBUTES",
    "STAGE",
    "STANDING",
    "TASK_QUEUE",
    "WORKFLOWS",
    "Post",
    "Standing",
    "kind_of",
]

TASK_QUEUE = "assay"
"""The queue that every worker of one installation serves. Another installation on the same server uses another."""

NUDGE = "nudge"
"""Signal with one position: there is something new on the record."""

STANDING = "standing"
"""Query: where the stream stands, what is awaited, and by when."""

INSPECTION = "InspectionWorkflow"
ACTION_PLAN = "ActionPlanWorkflow"
ALERT = "AlertWorkflow"
PANEL = "PanelWorkflow"
COMMENT = "CommentWorkflow"
PROGRAMME = "ProgrammeWorkflow"

WORKFLOWS = MappingProxyType(
    {
        "inspection": INSPECTION,
        "action-plan": ACTION_PLAN,
        "alert": ALERT,
        "panel": PANEL,
        "comment": COMMENT,
        "programme": PROGRAMME,
    }
)
"""The kinds of stream that have a workflow, and what it is called."""

STAGE = SearchAttributeKey.for_keyword("AssayStage")
"""The stage, as the protocol names it."""

NEXT_DEADLINE = SearchAttributeKey.for_datetime("AssayNextDeadline")
"""The instant at which the next running deadline passes; not set where none runs."""

SEARCH_ATTRIBUTES = (STAGE, NEXT_DEADLINE)


class Post(Message):
    """All that a workflow is given, and all that one run hands to the next.

    Attributes:
        stream: the stream to attend to.
        seen: the position up to which an earlier run had seen it.
    """

    stream: str
    seen: int = 0


class Standing(Message):
    """Where a stream stands, as its workflow last saw it.

    Attributes:
        stream: the stream.
        stage: its stage; empty until it has been looked at.
        next_deadline: the instant at which the next running deadline passes.
        awaited: what that deadline awaits, in an inspector's words.
        waiting_for: what people still have to do.
        seen: the position up to which it was read.
        trouble: what keeps the workflow from going on, in a sentence; empty when nothing does.
    """

    stream: str
    stage: str
    next_deadline: datetime | None
    awaited: str
    waiting_for: tuple[str, ...]
    seen: int
    trouble: str


def kind_of(stream: str) -> str | None:
    """The kind of a stream that has a workflow, by its prefix; None for a stream that has none."""
    return next((kind for kind in WORKFLOWS if stream.startswith(f"{kind}-")), None)
