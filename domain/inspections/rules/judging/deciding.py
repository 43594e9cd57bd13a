"""The ratings decided: by the panel on exactly what was before it, or confirmed without one (004 §4.16-4.17, §4.24)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.bound import bound_of, changes
from domain.inspections.commands import ConfirmRatings, DecideRatings, DepartureAsked
from domain.inspections.events import (
    Bound,
    Departure,
    InspectionClosed,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    Sitting,
    StandardRating,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.rules.common import protocol_of, scheme_of
from domain.inspections.rules.gates import closing
from domain.inspections.rules.judging.readiness import SHAKEN, shaken, what_it_rests_on
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.events import InspectionConsidered
from domain.panels.rules.common import must_have_the_chair
from domain.panels.seats import may_decide
from domain.panels.separation import able, barred, interested, readers_of
from domain.panels.state import Item, Panel
from domain.people.staff.state import Staff
from domain.ratings import departures, far_departures
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused
from domain.streams import inspection_stream, panel_stream, room_stream, staff_stream

__all__ = ["RULES", "decision_on"]

_OVERALL = "overall"


def _panel_and_cases(state: Inspection, command: DecideRatings, library: Library) -> tuple[str, ...]:
    """The panel; every case, for who read it does not decide; and what the judgements rest on."""
    return (panel_stream(command.panel), *state.reads, *what_it_rests_on(state, command, library))


def _those_present_and_those_beside(command: DecideRatings, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """What the staff record has of those who are there, and the inspections whose ratings the pack shows.

    An interest may come up after the meeting looked for it, and a rating be decided anew after the pack showed it.
    """
    panel: Panel = seen[panel_stream(command.panel)]
    return (*map(staff_stream, panel.present), *map(inspection_stream, panel.beside(command.inspection)))


@rule(
    DecideRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsDecided, InspectionClosed, InspectionConsidered],
    refusals=[
        "nothing-proposed",
        "stale-proposal",
        *SHAKEN,
        "no-panel",
        "unknown-panel",
        "panel-not-sitting",
        "not-on-agenda",
        "item-not-listed",
        "chair-barred",
        "not-the-chair",
        "role-not-held",
        "no-quorum",
        "no-pack",
        "stale-pack",
        "consistency-missing",
        "departed-twice",
        "unknown-standard",
        "departure-not-by-panel",
        "departure-not-allowed",
        "nothing-derived",
        "unknown-rating",
        "not-a-departure",
        "unknown-trigger",
        "departure-unsupported",
    ],
    reads=_panel_and_cases,
    further=_those_present_and_those_beside,
)
def decide_ratings(state: Inspection, command: DecideRatings, given: Given) -> Decided:
    """Records the panel's decision on exactly the ratings that it was shown, with its departures and their reasons.

    Only those decide who neither lead the inspection, nor have read its cases, nor are barred by an interest; they
    alone count towards the quorum. Whoever has the chair records it, and nobody in their name.
    """
    protocol = protocol_of(state, given)
    if protocol.panel is None:
        return Refusal("no-panel", f"{protocol.title} has no panel; confirm the ratings instead.")
    room = given.seen[room_stream(command.inspection)]
    panel: Panel = given.seen[panel_stream(command.panel)]
    beside = [given.seen[inspection_stream(each)] for each in panel.beside(command.inspection)]
    derived, under = state.derived, bound_of(state, room, beside)
    if derived is None or under is None:
        return Refusal("nothing-proposed", "No ratings have been proposed to the panel.")
    if derived.trace_digest != command.derivation:
        return Refusal("stale-proposal", "The ratings have changed since the panel was shown them.")
    if refusal := shaken(state, room, given.seen):
        return refusal
    item = _item(panel, command)
    sitting = _sitting(state, command, given, panel, item, under, protocol.panel)
    scheme = scheme_of(state, given)
    ratings, overall, departed = decision_on(scheme, derived, command.departures)
    far = far_departures.far(scheme, departed, derived=derived.overall, overall=overall)
    _must_be_supported(far, departed, command, {*room.register, *_numbers(scheme)})
    decided = RatingsDecided(
        panel=command.panel,
        decided_on=given.today,
        present=panel.present,
        derivation=derived.trace_digest,
        ratings=ratings,
        overall=overall,
        departures=departed,
        sitting=sitting,
    )
    considered = InspectionConsidered(inspection=command.inspection, decision=decision_digest(decided))
    return (
        decided,
        *closing(state, Stage.PANEL_REVIEW, given),
        On(panel_stream(command.panel), considered),
    )


def _item(panel: Panel, command: DecideRatings) -> Item:
    if panel.convened is None:
        raise Refused.because("unknown-panel", f"The panel {command.panel} has not been convened.")
    if not panel.sitting:
        raise Refused.because("panel-not-sitting", f"The panel {command.panel} is not sitting.")
    item = panel.items.get(command.inspection)
    if item is None:
        raise Refused.because(
            "not-on-agenda", f"{command.inspection} is not on the agenda of the panel {command.panel}."
        )
    if item.outcome != "listed":
        raise Refused.because(
            "item-not-listed", f"{command.inspection} was {item.outcome} here; take the item up again first."
        )
    return item


def _sitting(
    state: Inspection,
    command: DecideRatings,
    given: Given,
    panel: Panel,
    item: Item,
    under: Bound,
    rule_: PanelRule,
) -> Sitting:
    """How the panel sits on the item.

    Raises:
        Refused: it cannot decide: who may not would, too few may, or what is before it is not what it must be.
    """
    readers = readers_of(given.seen[case] for case in state.reads)
    staff: dict[str, Staff] = {each: given.seen[staff_stream(each)] for each in panel.present}
    interests = interested(state, staff, given.today)
    bars = barred(panel, state, panel.present, readers=readers, interests=interests)
    deciding = able(panel.present, bars)
    if panel.chair not in deciding:
        raise Refused.because(
            "chair-barred", "Whoever has the chair takes no part in this item; let another member take it."
        )
    must_have_the_chair(panel, given, "The decision is")
    _must_be_seated(panel, deciding, staff, rule_, given)
    needed = rule_.quorum
    if len(deciding) < needed:
        out = f", and {len(bars)} of them take no part in this item" if bars else ""
        raise Refused.because(
            "no-quorum",
            f"{len(panel.present)} are present{out}; the panel needs {needed} to decide: wait, or defer it.",
        )
    if rule_.consistency and command.consistency is None:
        raise Refused.because(
            "consistency-missing", "Say how the ratings stand beside those of other inspections."
        )
    return Sitting(
        chair=panel.chair,
        deputising=panel.deputising,
        deciding=deciding,
        barred=bars,
        under=under,
        pack=_pack(command, item, under, needed=rule_.pack),
        consistency=command.consistency,
    )


def _must_be_seated(
    panel: Panel, deciding: Collection[str], staff: Mapping[str, Staff], rule_: PanelRule, given: Given
) -> None:
    """Refuse a decision by somebody whom the kind of inspection does not let sit on it: it came up after they came.

    Raises:
        Refused: ``role-not-held``.
    """
    for member in deciding:
        chairs = member == panel.chair
        if not may_decide(staff[member], rule_, given.today, chairs=chairs):
            asked, remedy = (
                (rule_.chairs, "let another member take the chair")
                if chairs
                else (rule_.members, "note that they take no part in it")
            )
            raise Refused.because(
                "role-not-held",
                f"{member} holds none of the roles in which one {'chairs' if chairs else 'decides on'} this item: "
                f"{', '.join(asked)}; {remedy}.",
            )


def _pack(command: DecideRatings, item: Item, under: Bound, *, needed: bool) -> str | None:
    """The pack that is before the panel; it must be the latest, and about what now stands."""
    if item.pack is None:
        if needed or command.pack is not None:
            raise Refused.because("no-pack", "No such pack has been issued for this item.")
        return None
    moved = changes(item.pack.under, under)
    if moved:
        raise Refused.because(
            "stale-pack", f"Since the pack was issued this has changed: {'; '.join(moved)}. Issue it anew."
        )
    if command.pack != item.pack.pack:
        raise Refused.because("stale-pack", f"The pack before the panel is {item.pack.pack}; name that one.")
    return command.pack


def _numbers(scheme: Scheme) -> Iterator[str]:
    """The numbers of a scheme's standards and of their key questions."""
    for standard in scheme.standards:
        yield standard.id
        yield from standard.key_questions


def _must_be_supported(
    far: Mapping[str, str], departed: Sequence[Departure], command: DecideRatings, codes: Collection[str]
) -> None:
    """Refuse a departure that goes far and names nothing that it rests on, or of which the chair says nothing beside.

    Raises:
        Refused: ``departure-unsupported``.
    """
    for each in departed:
        if each.subject not in far:
            continue
        departs = f"The departure of {each.subject} goes far, {far[each.subject]}"
        if not far_departures.names_some(each.reason, codes):
            raise Refused.because(
                "departure-unsupported",
                f"{departs}: name in its reason the evidence that it rests on, by the code of an entry of the register "
                "or the number of a key question.",
            )
        if command.consistency is None:
            raise Refused.because(
                "departure-unsupported",
                f"{departs}: the chair says how it stands beside the ratings of other inspections.",
            )


def decision_on(
    scheme: Scheme, derived: RatingsDerived, departing: Sequence[DepartureAsked | Departure]
) -> tuple[tuple[StandardRating, ...], str | None, tuple[Departure, ...]]:
    """The ratings and the overall rating as decided, and the departures that led to them.

    A replay asks this very function about recorded departures, whose rating by the rule must then be what it was.

    Args:
        scheme: the pinned scheme.
        derived: what the panel had before it.
        departing: its departures, as asked for or as recorded.

    Raises:
        Refused: the scheme does not allow a departure, it is not complete, or it is from another rating.
    """
    outcome = departures.outcome_of(
        scheme,
        {each.standard: each.rating for each in derived.ratings},
        derived.overall,
        {each.id: bool(each.default) for each in scheme.facts},
        [
            departures.Departure(
                None if each.subject == _OVERALL else each.subject,
                each.decided,
                each.trigger,
                each.reason,
                each.derived if isinstance(each, Departure) else None,
            )
            for each in departing
        ],
    )
    return (
        tuple(each.with_(rating=outcome.standards[each.standard]) for each in derived.ratings),
        outcome.overall,
        tuple(
            Departure(
                subject=each.standard or _OVERALL,
                derived=str(each.derived),
                decided=each.decided,
                trigger=each.trigger,
                reason=each.reason,
            )
            for each in outcome.departures
        ),
    )


@rule(
    ConfirmRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsConfirmed, InspectionClosed],
    refusals=[
        "panel-decides",
        "another-role-decides",
        "may-not-confirm",
        "nothing-proposed",
        "stale-proposal",
        *SHAKEN,
    ],
    reads=what_it_rests_on,
)
def confirm_ratings(state: Inspection, command: ConfirmRatings, given: Given) -> Decided:
    """Decides the ratings exactly as the scheme derives them, by the role that the kind of inspection names.

    Nobody who led or proposed sits on a panel; so nobody who did decides in its place either (004 §4.16-4.17).
    """
    protocol = protocol_of(state, given)
    if protocol.decides is None:
        return Refusal("panel-decides", f"In {protocol.title} the ratings panel decides.")
    if given.actor.role is not protocol.decides:
        return Refusal(
            "another-role-decides",
            f"In {protocol.title} the role {protocol.decides.value} decides the ratings.",
        )
    if given.actor.id in state.judges:
        return Refusal(
            "may-not-confirm",
            "Who leads or led an inspection, or proposed its ratings, does not decide them.",
        )
    derived = state.derived
    if derived is None:
        return Refusal("nothing-proposed", "No ratings have been derived yet.")
    if derived.trace_digest != command.derivation:
        return Refusal("stale-proposal", "The ratings have changed since they were looked at.")
    if refusal := shaken(state, given.seen[room_stream(command.inspection)], given.seen):
        return refusal
    confirmed = RatingsConfirmed(
        decided_on=given.today,
        role=protocol.decides,
        derivation=derived.trace_digest,
        ratings=derived.ratings,
        overall=derived.overall,
    )
    return (confirmed, *closing(state, Stage.PANEL_REVIEW, given))


RULES = (decide_ratings, confirm_ratings)
