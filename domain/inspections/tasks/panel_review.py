"""What there is to do until the ratings are decided."""

from collections.abc import Mapping

from domain.inspections.bound import bound_of, changes
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks.follow_up import comparing
from domain.inspections.tasks.judgements import correlation, not_ready, not_standing, shaken
from domain.inspections.tasks.listing import NO_RULES, Item, Listed, Surroundings, unjudged
from domain.panels.standing import hopeful, why_undecidable
from domain.panels.state import Panel
from domain.working_days import in_words

__all__ = ["panel_review"]


def panel_review(state: Inspection, around: Surroundings) -> Listed:
    """Until the ratings are decided."""
    yield from comparing(state, around.follow_up)
    yield from shaken(state, around)
    derived = state.derived is not None
    if around.scheme is None:
        unready = NO_RULES
    else:
        left = unjudged(state, around.scheme)
        missing = f"no rating has been proposed for {', '.join(left)}" if left else ""
        yield from correlation(state, around, missing)
        unready = missing or not_ready(state, around)
    if around.protocol is not None and around.protocol.decides is not None:
        yield Item("propose-ratings", "Derive the ratings", unready, derived)
        underived = not_standing(state, around) if derived else "no ratings have been derived"
        yield Item("confirm-ratings", "Decide the ratings", underived, roles=(around.protocol.decides,))
        return
    yield Item("propose-ratings", "Derive the ratings and propose them to the panel", unready, derived)
    # A panel may be called and opened at any time: it is no task before there is something to consider.
    if state.standing is Stage.PANEL_REVIEW:
        yield from _meeting(state, around)
    undecidable = not_standing(state, around) or _undecidable(state, around)
    why = undecidable if derived else "no ratings have been proposed"
    yield Item("decide-ratings", "Decide the ratings", why)


def _meeting(state: Inspection, around: Surroundings) -> Listed:
    called, rule = _called(state, around), around.protocol and around.protocol.panel
    able = any(not rule or hopeful(each, state, rule, around.readers) for each in called.values())
    planned = state.planned
    where = f"; the programme has it at {planned.panel}" if planned and planned.panel else ""
    when = f", in the week of {in_words(planned.week)}" if where and planned and planned.week else ""
    yield Item("convene-panel", f"Convene a panel with the inspection on its agenda{where}{when}", done=able)
    if not called:
        yield Item("open-panel", "Open the panel", _NOT_CONVENED)
    for code, panel in called.items():
        meets = f", which meets on {in_words(panel.convened.meets_on)}" if panel.convened else ""
        yield Item("open-panel", f"Open the panel {code}{meets}", done=panel.sitting)
        yield from _papers(code, panel, state, around, needed=bool(rule and rule.pack))


def _papers(code: str, panel: Panel, state: Inspection, around: Surroundings, *, needed: bool) -> Listed:
    """The papers: a task where the kind of inspection wants some, or where those that were issued are out of date.

    So they are where another panel has decided anew on ratings that they show beside these.
    """
    pack, under = (
        panel.items[state.known.inspection].pack,
        bound_of(state, around.room, _beside(panel, state, around)),
    )
    if pack is None and not needed:
        return
    moved = changes(pack.under, under) if pack else ()
    again = f" anew, for this has changed: {'; '.join(moved)}" if moved else " anew" if pack else ""
    why = "" if under else "no ratings have been proposed"
    yield Item(
        "issue-pack", f"Issue the papers of the panel {code}{again}", why, done=bool(pack) and not moved
    )


def _beside(panel: Panel, state: Inspection, around: Surroundings) -> list[Inspection]:
    """The inspections whose ratings the papers of a meeting show beside these, as they stand."""
    return [around.beside[each] for each in panel.beside(state.known.inspection) if each in around.beside]


_NOT_CONVENED = "no panel with it on the agenda is convened"


def _called(state: Inspection, around: Surroundings) -> Mapping[str, Panel]:
    return {code: each for code, each in around.panels.items() if each.will_take(state.known.inspection)}


def _undecidable(state: Inspection, around: Surroundings) -> str:
    if around.protocol is None or around.protocol.panel is None:
        return NO_RULES
    reasons = [
        why_undecidable(
            code,
            panel,
            state,
            around.protocol.panel,
            around.readers,
            around.room,
            _beside(panel, state, around),
        )
        for code, panel in _called(state, around).items()
    ]
    return "" if "" in reasons else next(iter(reasons), _NOT_CONVENED)
