"""Choosing a year's services on the record: the choice, the lottery, and the decisions that depart from them."""

from collections import Counter

from domain.areas import as_compared
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.programme.choice.lottery import RULE as ARITHMETIC
from domain.programme.choice.lottery import Frame, draw_lots, seed_from
from domain.programme.choice.selection import select
from domain.programme.choice.services import Service
from domain.programme.problem import Pin
from domain.programme.year.choice.known import regions_of, year_of
from domain.programme.year.choice.opening import BEFORE_IT_IS_OVER, provider_streams
from domain.programme.year.commands import (
    AddService,
    DrawLots,
    FreezeFrame,
    LiftPin,
    NoteBeaconValue,
    ProposeSelection,
    RemoveService,
    SetPin,
)
from domain.programme.year.events import (
    BeaconValueNoted,
    FrameFrozen,
    LotsDrawn,
    PinLifted,
    PinSet,
    SelectionProposed,
    ServiceAdded,
    ServiceRemoved,
)
from domain.programme.year.state import Choice, Programme, ProgrammeStage
from domain.programme.year.terms import Chosen, Facts, Lot
from domain.providers.provider import Provider
from domain.public_draw import PublicNumbers, not_confirmed
from domain.refusals import Refusal, Refused
from domain.streams import provider_stream

__all__ = ["RULES"]

_CHOOSING = (ProgrammeStage.PREPARATION, ProgrammeStage.CONSULTATION)


def _services(_state: Programme, command: ProposeSelection, _library: Library) -> tuple[str, ...]:
    return provider_streams(each.id for each in command.services)


@rule(
    ProposeSelection,
    stages=_CHOOSING,
    events=[SelectionProposed],
    refusals=[
        "rule-not-in-force",
        "listed-twice",
        "unknown-provider",
        "provider-gone",
        "not-as-noted",
        "not-a-service",
        "frame-frozen",
    ],
    reads=_services,
)
def propose_selection(state: Programme, command: ProposeSelection, given: Given) -> Decided:
    """Selects services by a rule, and gives every one its reason; an earlier choice by the same rule is replaced."""
    chosen, year = command.rule, state.known.year
    before = state.selections.get(chosen.id)
    if before is not None and before.frozen is not None:
        return Refusal("frame-frozen", f"The frame of {chosen.id} has been frozen, and its choice stands.")
    days = year_of(state)
    if not days.holds(chosen.in_force_from, chosen.in_force_to or days.ends_on):
        said = f"from {days.starts_on} to {days.ends_on}"
        return Refusal(
            "rule-not-in-force", f"The rule {chosen.id} is not in force in this programme, {said}."
        )
    if refusal := _unfit(state, command.services, given) or _unfit_joint(command):
        return refusal
    selection = select(chosen, command.services, year, command.joint)
    return (
        SelectionProposed(
            rule=chosen,
            services=tuple(sorted(command.services, key=lambda each: each.id)),
            joint=tuple(sorted(command.joint, key=lambda each: each.partner)),
            wanted=selection.wanted,
            choices=tuple(
                Chosen(id=each.id, by=each.chosen, reason=each.reason) for each in selection.choices
            ),
            frame=selection.frame,
            outlook=selection.outlook,
            shortfalls=selection.shortfalls,
        ),
    )


def _unfit(state: Programme, services: tuple[Service, ...], given: Given) -> Refusal | None:
    """Whether a choice is made among providers as they are known, each once."""
    regions = regions_of(state)
    for code, times in Counter(each.id for each in services).items():
        if times > 1:
            return Refusal("listed-twice", f"The service {code} is listed twice.")
    for each in services:
        found: Provider = given.seen[provider_stream(each.id)]
        if found.registered is None:
            return Refusal("unknown-provider", f"There is no provider {each.id}; register it first.")
        if found.gone:
            return Refusal("provider-gone", f"The provider {each.id} is no more: {found.gone}.")
        facts = state.facts.get(each.id, Facts(provider=each.id))
        known = (facts.risk, facts.performance, facts.size, facts.density, facts.visits)
        if (each.risk, each.performance, each.size, each.density, each.visits) != known or (
            regions.get(as_compared(found.registered.area)) != each.region
        ):
            return Refusal(
                "not-as-noted", f"What is said of {each.id} is not what was noted of it; look again."
            )
    return None


def _unfit_joint(command: ProposeSelection) -> Refusal | None:
    """Whether each inspectorate that joins is named once, and joins at services from which is chosen."""
    services = {each.id for each in command.services}
    for partner, times in Counter(each.partner for each in command.joint).items():
        if times > 1:
            return Refusal("listed-twice", f"The inspectorate {partner} is listed twice.")
    for each in command.joint:
        for code in each.services:
            if code not in services:
                said = f"{each.partner} would join at {code}, which is not among the services"
                return Refusal("not-a-service", f"{said}; nothing is chosen from it.")
    return None


def _choice(state: Programme, code: str) -> Choice:
    """The selection by a rule.

    Raises:
        Refused: ``no-selection``.
    """
    found = state.selections.get(code)
    if found is None:
        known = ", ".join(sorted(state.selections)) or "none"
        raise Refused.because("no-selection", f"Nothing has been selected by {code}; selected by: {known}.")
    return found


@rule(
    FreezeFrame,
    stages=_CHOOSING,
    events=[FrameFrozen],
    refusals=["no-selection", "no-lots", "frame-frozen", "value-known", "bad-public-draw"],
)
def freeze_frame(state: Programme, command: FreezeFrame, given: Given) -> Decided:
    """Freezes from whom is drawn, by its digest, while the value that makes the seed is still ahead."""
    choice = _choice(state, command.rule)
    if choice.proposed.frame is None:
        return Refusal("no-lots", f"{command.rule} draws no lots.")
    if choice.frozen is not None:
        return Refusal("frame-frozen", f"The frame of {command.rule} has been frozen already.")
    if command.value_on <= given.today:
        return Refusal(
            "value-known",
            f"A value that is known on {command.value_on} could be known by now; name one that comes later.",
        )
    numbers = PublicNumbers(command.numbers, command.highest, "When the frame is frozen")
    if numbers.impossible:
        return Refusal("bad-public-draw", numbers.impossible)
    return (
        FrameFrozen(
            rule=command.rule,
            frame=choice.proposed.frame.digest,
            commitment=command.commitment,
            beacon=command.beacon,
            value_on=command.value_on,
            numbers=command.numbers,
            highest=command.highest,
        ),
    )


def _ready(state: Programme, command: NoteBeaconValue | DrawLots, given: Given) -> tuple[Frame, FrameFrozen]:
    """The frozen frame from which lots are drawn, on the day on which they may be or later, and once.

    Raises:
        Refused: ``no-selection``, ``not-frozen``, ``drawn-already``, ``value-ahead``.
    """
    choice = _choice(state, command.rule)
    frame, frozen = choice.proposed.frame, choice.frozen
    if frame is None or frozen is None:
        said = f"The frame of {command.rule} has not been frozen; freeze it first."
        raise Refused.because("not-frozen", said)
    if choice.drawn is not None:
        said = f"The lots of {command.rule} have been drawn; they are drawn once."
        raise Refused.because("drawn-already", said)
    if given.today < frozen.value_on:
        said = f"{frozen.beacon} becomes known on {frozen.value_on}, and not before."
        raise Refused.because("value-ahead", said)
    return frame, frozen


def _numbers(frozen: FrameFrozen) -> PublicNumbers | None:
    """Which numbers come, as was said at the freeze; None where it was not."""
    if frozen.numbers is None or frozen.highest is None:
        return None
    return PublicNumbers(frozen.numbers, frozen.highest, "When the frame was frozen")


@rule(
    NoteBeaconValue,
    stages=_CHOOSING,
    events=[BeaconValueNoted],
    refusals=[
        *("no-selection", "not-frozen", "drawn-already", "value-ahead", "bad-public-value"),
        "public-value-unwanted",
    ],
)
def note_beacon_value(state: Programme, command: NoteBeaconValue, given: Given) -> Decided:
    """Notes what the public draw gave, in the one way in which it is written; somebody else draws by it."""
    _, frozen = _ready(state, command, given)
    numbers = _numbers(frozen)
    if numbers is None:
        return Refusal("public-value-unwanted", "When the frame was frozen, no numbers were said to come.")
    value, noted = numbers.of(command.value), state.selections[command.rule].noted
    if noted is not None and (noted.value, noted.by) == (value, given.actor.id):
        return ()
    return (BeaconValueNoted(rule=command.rule, value=value, by=given.actor.id),)


@rule(
    DrawLots,
    stages=_CHOOSING,
    events=[LotsDrawn],
    refusals=[
        *("no-selection", "not-frozen", "drawn-already", "value-ahead", "bad-public-value"),
        *("public-value-not-noted", "noted-it", "another-public-value"),
    ],
)
def draw(state: Programme, command: DrawLots, given: Given) -> Decided:
    """Draws from the frozen frame, once; the arithmetic can be done again by anyone."""
    frame, frozen = _ready(state, command, given)
    numbers, value = _numbers(frozen), str(command.value)
    if numbers is not None:  # else it was frozen when anything could be said, and by anybody
        value, noted = numbers.of(value), state.selections[command.rule].noted
        stands = (noted.value, noted.by) if noted is not None else None
        if refusal := not_confirmed(value, stands, given.actor.id):
            return refusal
    drawing = draw_lots(frame, seed_from(frozen.commitment, value))
    return (
        LotsDrawn(
            rule=command.rule,
            frame=drawing.frame,
            value=value,
            seed=drawing.seed,
            arithmetic=ARITHMETIC,
            lots=tuple(
                Lot(id=each.id, region=each.region, lot=each.lot, outcome=each.outcome, reason=each.reason)
                for each in drawing.lots
            ),
        ),
    )


@rule(
    RemoveService,
    stages=BEFORE_IT_IS_OVER,
    events=[ServiceRemoved],
    refusals=["no-selection", "not-selected"],
)
def remove_service(state: Programme, command: RemoveService, _given: Given) -> Decided:
    """Takes a selected service out of the programme, with the reason; nothing else takes one out."""
    if command.service not in _choice(state, command.rule).selected:
        return Refusal("not-selected", f"{command.service} is not in the programme by {command.rule}.")
    return (ServiceRemoved(rule=command.rule, service=command.service, reason=command.reason),)


def _one(_state: Programme, command: AddService, _library: Library) -> tuple[str, ...]:
    return (provider_stream(command.service),)


@rule(
    AddService,
    stages=BEFORE_IT_IS_OVER,
    events=[ServiceAdded],
    refusals=["no-selection", "selected-already", "unknown-provider", "provider-gone"],
    reads=_one,
)
def add_service(state: Programme, command: AddService, given: Given) -> Decided:
    """Puts a service into the programme by a decision, or puts one back that was taken out."""
    if command.service in _choice(state, command.rule).selected:
        return Refusal("selected-already", f"{command.service} is in the programme by {command.rule}.")
    found: Provider = given.seen[provider_stream(command.service)]
    if found.registered is None:
        return Refusal("unknown-provider", f"There is no provider {command.service}; register it first.")
    if found.gone:
        return Refusal("provider-gone", f"The provider {command.service} is no more: {found.gone}.")
    return (ServiceAdded(rule=command.rule, service=command.service, reason=command.reason),)


@rule(SetPin, stages=BEFORE_IT_IS_OVER, events=[PinSet], refusals=["pin-of-what", "pinned-otherwise"])
def set_pin(state: Programme, command: SetPin, given: Given) -> Decided:
    """Fixes a start, somebody on a team, or a panel, by whom and why; every plan must keep it."""
    fixed = (command.starts_on, command.person, command.panel)
    if sum(each is not None for each in fixed) != 1 or (command.person is None) != (command.post is None):
        return Refusal(
            "pin-of-what", "Fix one thing: the start, the panel, or a person together with the post."
        )
    start = None
    if command.starts_on is not None:
        start = (command.starts_on - state.known.first_monday).days // 7
        if not -_FIVE_YEARS <= start <= _FIVE_YEARS:
            return Refusal("pin-of-what", f"{command.starts_on} lies years away from this programme.")
    pin = Pin(
        inspection=command.inspection,
        start=start,
        person=command.person,
        role=command.post,
        panel=command.panel,
        by=given.actor.id,
        why=command.why,
    )
    for number, other in state.pins.items():
        if _same_thing(pin, other):
            if (pin.start, pin.role, pin.panel) == (other.start, other.role, other.panel):
                return ()
            said = f"Pin {number} fixes it otherwise, by {other.by}: {other.why}; lift that first."
            return Refusal("pinned-otherwise", " ".join(said.split()))
    return (PinSet(number=state.pinned + 1, pin=pin),)


_FIVE_YEARS = 260


def _same_thing(one: Pin, other: Pin) -> bool:
    return one.inspection == other.inspection and (
        (one.start is not None and other.start is not None)
        or (one.panel is not None and other.panel is not None)
        or (one.person is not None and one.person == other.person)
    )


@rule(LiftPin, stages=BEFORE_IT_IS_OVER, events=[PinLifted], refusals=["no-such-pin"])
def lift_pin(state: Programme, command: LiftPin, _given: Given) -> Decided:
    """Fixes something no more, with the reason."""
    if command.number not in state.pins:
        known = ", ".join(str(each) for each in sorted(state.pins)) or "none"
        return Refusal("no-such-pin", f"There is no pin {command.number}; there are: {known}.")
    return (PinLifted(number=command.number, reason=command.reason),)


RULES = (
    propose_selection,
    freeze_frame,
    note_beacon_value,
    draw,
    remove_service,
    add_service,
    set_pin,
    lift_pin,
)
