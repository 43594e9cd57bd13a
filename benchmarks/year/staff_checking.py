"""Whether everybody in the year kept to the staff record, worked out a second time and by none of its rules.

What the script meant (:mod:`benchmarks.year.staff`) is held against every event: who gave it, in which role, on which
day, about whose inspection; whom it names; and, of the staff record itself, that it says what the script meant.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from benchmarks.year.checking import Checks
from benchmarks.year.staff import CHAIR, CHIEF, MEMBERS, Person, Staff
from benchmarks.year.team import contact_of
from benchmarks.year.walking import YearWalk
from domain.action_plans.events import ActionPlanAccepted, ActionPlanFollowedUp, ActionPlanReturned
from domain.cases.alerts.events import AlertAcknowledged, AlertNoticeSent, AlertRaised
from domain.cases.events import AnswersRecorded, CaseAllocated
from domain.cases.second_reads.state import (
    DifferenceDecided,
    SecondAnswersRecorded,
    SecondReadAllocated,
)
from domain.evidence.events.enquiries import EnquiryCarried, EnquiryClosed
from domain.follow_ups.events import CriterionConcluded, FollowUpConcluded
from domain.inspections.events import (
    CaseListReceived,
    ChallengeAccepted,
    ChallengeRejected,
    InspectionAnnounced,
    LeadChanged,
    RatingProposed,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    ReportSignedOff,
)
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.roles import Role
from domain.people.staff.events import (
    DeputyNamed,
    InterestAccepted,
    InterestDeclared,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    TrainingRecorded,
    WentOnDuty,
)
from domain.working_days import london_date

__all__ = ["check_deeds", "check_staff_record"]

IN_PLACE = " in the place of "
JUDGED = (
    RatingProposed
    | RatingsDerived
    | ChallengeAccepted
    | ChallengeRejected
    | EnquiryClosed
    | EnquiryCarried
    | CriterionConcluded
    | FollowUpConcluded
    | ActionPlanAccepted
    | ActionPlanReturned
    | ActionPlanFollowedUp
)
"""What the lead of an inspection judges, or a deputy in the lead's place."""


def check_deeds(
    walks: Sequence[YearWalk], staff: Staff, events: Sequence[Envelope[Event]], checks: Checks
) -> None:
    """Check that nobody acted, or was named, outside what the staff record gives them.

    Args:
        walks: every inspection.
        staff: everybody, as the script meant them.
        events: the record.
        checks: counts what is checked.

    Raises:
        NotSo: somebody did.
    """
    whose = _Whose(walks, events)
    parts: dict[str, _Parts] = {each.reference: _Parts() for each in walks}
    for each in events:
        if each.acting_role == Role.MACHINERY.value:
            if isinstance(each.data, AlertNoticeSent):
                _told(each, staff, checks)
            continue
        walk = whose.of(each.stream)
        _acted(each, walk, staff, checks)
        if walk is not None:
            _named(each, walk, staff, parts[walk.reference], checks)
            _judged(each, walk, staff, parts[walk.reference], checks)
            _apart(each, walk, parts[walk.reference], checks)
    raised = sum(isinstance(each.data, AlertRaised) for each in events)
    checks.that("alerts raised", raised, sum(each.reading.alerts for each in walks), "the year")
    taken_up = sum(isinstance(each.data, AlertAcknowledged) for each in events)
    checks.that("alerts taken up", taken_up, raised, "the year")


class _Whose:
    """Which inspection a stream belongs to, by its name and by what was drawn."""

    def __init__(self, walks: Sequence[YearWalk], events: Sequence[Envelope[Event]]) -> None:
        self._walks = walks
        self._known = {
            f"{kind}-{walk.reference}": walk
            for walk in walks
            for kind in ("inspection", "evidence", "quality", "follow-up", "action-plan")
        }
        self._known |= {
            f"{kind}-{provider}": walk
            for walk in walks
            for provider in walk.people.team.providers  # each is inspected once
            for kind in ("provider", "holdings")
        }
        drawn = {case.rpartition("-")[2]: walk for walk in walks for case in walk.reading.lots}
        for each in events:
            if isinstance(each.data, CaseListReceived):
                drawn[each.data.list.rpartition("-")[2]] = self._known[each.stream]
        self._drawn = drawn

    def of(self, stream: str) -> YearWalk | None:
        """The inspection; None for what belongs to none, or to several."""
        if stream in self._known:
            return self._known[stream]
        if stream.startswith("action-plan-"):
            return next(each for each in self._walks if stream.startswith(f"action-plan-{each.reference}"))
        return self._drawn.get(stream.rpartition("-")[2])


class _Parts:
    """Who has had which part in an inspection so far."""

    def __init__(self) -> None:
        self.lead = ""
        self.judges: set[str] = set()
        self.first: dict[str, list[str]] = {}
        self.second: dict[str, list[str]] = {}

    @property
    def readers(self) -> set[str]:
        return {who for hands in (self.first, self.second) for several in hands.values() for who in several}


def _where(each: Envelope[Event]) -> str:
    return f"{each.stream}, {each.name} by {each.actor}"


def _acted(each: Envelope[Event], walk: YearWalk | None, staff: Staff, checks: Checks) -> None:
    """Whoever gave it had the role that day, was trained, was there, and was kept from it by nothing."""
    day, where = london_date(each.occurred_at), _where(each)
    said, _, place = each.acting_role.partition(IN_PLACE)
    role = Role(said)
    if each.actor.startswith("person-"):
        theirs = {contact_of(provider) for provider in walk.people.team.providers} if walk else {each.actor}
        found = (role, each.actor in theirs)
        checks.that("deeds of a provider's contact", found, (Role.PROVIDER_CONTACT, True), where)
        return
    person = staff.people[each.actor]
    held = _deputises(person, place, role, day) if place else day in person.roles.get(role, ())
    checks.that("deeds in a role that was held that day", held, True, where)
    checks.that("deeds by somebody trained for the role", person.trained(role, day), True, where)
    checks.that("deeds by somebody who was not away", person.here(day), True, where)
    if walk is not None:
        barred = person.barred(walk.people.team.providers, walk.reference, day)
        checks.that("deeds by somebody whom no interest barred", barred, False, where)


def _deputises(person: Person, place: str, role: Role, day: date) -> bool:
    return any((who, held) == (place, role) and day in days for who, held, days in person.places)


def _named(each: Envelope[Event], walk: YearWalk, staff: Staff, parts: _Parts, checks: Checks) -> None:
    """Whoever is named to lead or to read could do it that day."""
    named: tuple[str, Role]
    match each.data:
        case InspectionAnnounced() | LeadChanged():
            named = each.data.lead, Role.LEAD_INSPECTOR
            parts.lead = each.data.lead
            parts.judges.add(each.data.lead)
        case CaseAllocated():
            named = each.data.reader, Role.INSPECTOR
            parts.first.setdefault(_case(each), []).append(each.data.reader)
        case SecondReadAllocated():
            named = each.data.reader, Role.INSPECTOR
            parts.second.setdefault(_case(each), []).append(each.data.reader)
        case _:
            return
    who, role = named
    day, person = london_date(each.occurred_at), staff.people[who]
    able = person.able(role, day) and not person.barred(walk.people.team.providers, walk.reference, day)
    checks.that("people who were named and could do it", able, True, f"{_where(each)}, names {who}")


def _case(each: Envelope[Event]) -> str:
    return each.stream.rpartition("-")[2]


def _judged(each: Envelope[Event], walk: YearWalk, staff: Staff, parts: _Parts, checks: Checks) -> None:
    """A judgement is that of the inspection's lead of the day, or of whoever is the lead's deputy."""
    if not isinstance(each.data, JUDGED) or each.acting_role != Role.LEAD_INSPECTOR.value:
        return
    day = london_date(each.occurred_at)
    theirs = each.actor == parts.lead or _deputises(
        staff.people[each.actor], parts.lead, Role.LEAD_INSPECTOR, day
    )
    checks.that("judgements by the lead or the lead's deputy", theirs, True, _where(each))
    parts.judges.add(each.actor)


def _apart(each: Envelope[Event], walk: YearWalk, parts: _Parts, checks: Checks) -> None:
    """Nobody has two duties that must not be in one hand."""
    where = _where(each)
    match each.data:
        case AnswersRecorded():
            checks.that("answers of whoever has the case", each.actor, parts.first[_case(each)][-1], where)
        case SecondAnswersRecorded():
            case = _case(each)
            checks.that("second answers of whoever has the case", each.actor, parts.second[case][-1], where)
            both = set(parts.first[case]) & set(parts.second[case])
            checks.that("cases read again by somebody else", both, set(), where)
        case DifferenceDecided():
            checks.that("differences decided by no reader", each.actor in parts.readers, False, where)
        case RatingsDecided():
            checks.that("panels with their chair", each.actor, CHAIR, where)
            sat = set(each.data.present)
            checks.that("panels of members alone", sat, set(MEMBERS), where)
            apart = sat & (parts.judges | parts.readers)
            checks.that("panels without whoever led, proposed or read", apart, set(), where)
        case RatingsConfirmed():
            checks.that("ratings confirmed by no judge", each.actor in parts.judges, False, where)
        case ReportSignedOff():
            checks.that("reports signed by no judge", each.actor in parts.judges, False, where)
            for_whom = each.data.deputising.place_of if each.data.deputising else each.actor
            checks.that("reports signed by the Chief Inspector, or for them", for_whom, CHIEF, where)
        case _:
            pass


def _told(each: Envelope[Event], staff: Staff, checks: Checks) -> None:
    """Of an alert whoever is on duty is told, on the day."""
    assert isinstance(each.data, AlertNoticeSent)
    day = london_date(each.occurred_at)
    duty = [
        person.who
        for person in staff.people.values()
        if any(day in days for days in person.duty) and person.here(day)
    ]
    checks.that("alerts told to whoever is on duty", [told.who for told in each.data.told], duty, each.stream)


def check_staff_record(staff: Staff, events: Sequence[Envelope[Event]], checks: Checks) -> None:
    """Check that the staff record says of everybody what the script meant.

    Raises:
        NotSo: it says something else.
    """
    told: dict[str, list[Event]] = {f"staff-{who}": [] for who in staff.people}
    for each in events:
        if each.stream.startswith("staff-"):
            told[each.stream].append(each.data)
    for person in staff.people.values():
        found = _summed(told[f"staff-{person.who}"])
        meant: Mapping[str, set[tuple[object, ...]]] = {
            "role": {(role, days.since, days.until) for role, days in person.roles.items()},
            "passed": {(day,) for day in person.passed},
            "away": {(days.since, days.until) for days in person.away},
            "place": {(who, role, days.since, days.until) for who, role, days in person.places},
            "duty": {(days.since, days.until) for days in person.duty},
            "bar": {(each.provider, each.days.since, each.days.until) for each in person.bars},
            "accepted": {(inspection,) for each in person.bars for inspection in each.accepted},
        }
        for what, wanted in meant.items():
            checks.that("people on the staff record as meant", found[what], wanted, f"{person.who}: {what}")


def _summed(told: Sequence[Event]) -> dict[str, set[tuple[object, ...]]]:
    """What events say of somebody; the founder's own role came with the staff record, and so did its day."""
    found: dict[str, set[tuple[object, ...]]] = {
        what: set() for what in ("role", "passed", "away", "place", "duty", "bar", "accepted")
    }
    ends = {each.role: each.last_day for each in told if isinstance(each, RoleEnded)}
    for each in told:
        match each:
            case RoleGiven():
                found["role"].add((each.role, each.since, ends.get(each.role, each.until)))
            case TrainingRecorded():
                found["passed"].add((each.passed_on,))
            case LeavePlanned():
                found["away"].add((each.since, each.until))
            case DeputyNamed():
                found["place"].add((each.place_of, each.role, each.since, each.until))
            case WentOnDuty():
                found["duty"].add((each.since, each.until))
            case InterestDeclared():
                found["bar"].add((each.provider, each.since, each.bars_until))
            case InterestAccepted():
                found["accepted"].add((each.inspection,))
            case _:
                pass
    return found
