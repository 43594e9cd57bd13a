"""A meeting of the ratings panel at several points, for its specifications."""

from typing import Any

from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import (
    DecideRatings,
)
from domain.inspections.kinds.parts import PanelRule
from domain.panels.commands import (
    IssuePack,
)
from domain.panels.events import (
    AgendaItem,
    ItemDeferred,
    PackIssued,
    PanelClosed,
)
from domain.panels.state import Panel
from domain.people.deputising import Deputising
from tests.support.example import (
    ANNOUNCED,
    AT_PANEL_REVIEW,
    BEFORE_THE_PANEL,
    CONSIDERED,
    CONVENED,
    DECIDED,
    DERIVED,
    FRAMEWORK,
    INSPECTION,
    OPENED,
    PANEL,
    PROTOCOL,
    SCHEME,
    UNDER,
    Facts,
    day,
)
from tests.support.specification import Story, given

ON_THE_DAY = "2018-08-08"
OTHER = "september"
SOUTH = ANNOUNCED.with_(inspection="south-2018", provider="south", provider_name="Southern Division")
WITH_SOUTH = On("inspection-south-2018", SOUTH)
CALLED: Facts = (*AT_PANEL_REVIEW, DERIVED, CONVENED)
SITTING: Facts = (*CALLED, OPENED.with_(present=("panel-chair-1", "member-1", "member-2")))
AFTER_DECIDING: Facts = (*BEFORE_THE_PANEL, DECIDED, CONSIDERED)
OVER: Facts = (*AFTER_DECIDING, PanelClosed())
DECIDE = DecideRatings(inspection=INSPECTION, panel=PANEL, derivation=DERIVED.trace_digest)
PACK = IssuePack(
    panel=PANEL, inspection=INSPECTION, pack="6" * 64, derivation=DERIVED.trace_digest, page="7" * 64
)
ISSUED = PackIssued(inspection=INSPECTION, pack="6" * 64, document="7" * 64, under=UNDER)
ABSENT = Deputising(place_of="director-1", why="absent")


def state(story: Story, panel: str = PANEL) -> Panel:
    found: Panel = story.state(f"panel-{panel}")
    return found


def asking(*, quorum: int = 2, facts: Facts, **rules: Any) -> Story:
    """The same under a kind of inspection whose panel is asked for more."""
    protocol = PROTOCOL.with_(panel=PanelRule(quorum=quorum, citation="a test", **rules))
    bound = ANNOUNCED.with_(protocol=ANNOUNCED.protocol.with_(digest=protocol.digest))
    changed = [bound if fact is ANNOUNCED else fact for fact in facts]
    return given(*changed).under(library=Library.of([protocol], [FRAMEWORK], [SCHEME]))


def other_panel(**changes: Any) -> On:
    called = CONVENED.with_(meets_on=day("2018-09-05"), agenda=(AgendaItem(inspection="south-2018"),))
    return On(f"panel-{OTHER}", called.with_(**changes))


def put_off(cause: str, reason: str, to: str | None = None, present: tuple[str, ...] = ()) -> ItemDeferred:
    return ItemDeferred.model_validate(
        {"inspection": INSPECTION, "cause": cause, "reason": reason, "to": to, "present": present}
    )
