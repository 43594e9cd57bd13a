"""Who stands behind a command: whether the staff record lets them act, and whoever they name for work.

What is looked up here is read with the decision: the roll, whoever acts and whoever is named are among the streams
that must stand where they were seen when the decision is recorded, so that a role taken away at the same instant
counts. The roll and a person's own record hardly ever move, so that commands do not get in each other's way by it.
Whom an inspection inspects is looked up as well, and does not hold a decision up: it changes only where a provider
has a successor.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from activities.commanding.concerning import Concerning, for_somebody
from activities.commanding.drafting import stream_of
from activities.commanding.records import Records, Standing
from domain.action_plans.plan import ActionPlan
from domain.dated_rules.library import Library
from domain.deciders import decider_of
from domain.inspections.state import Inspection
from domain.panels.seats import seated
from domain.people.authority import may_give
from domain.people.leading import not_the_lead
from domain.people.naming import Named, named_in
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.separation import both
from domain.people.staff.state import Staff
from domain.people.standing import Concern, acting, conflicting, named
from domain.people.tokens import Token
from domain.refusals import Refusal
from domain.streams import inspection_stream, staff_stream

if TYPE_CHECKING:
    from activities.commanding.desk import Order

__all__ = ["PeopleStanding"]

Seen = Mapping[str, Standing]


class PeopleStanding:
    """Holds commands against the staff record. Safe to use from several threads."""

    def __init__(self, records: Records, library: Callable[[], Library]) -> None:
        """Look up staff and contacts in a record.

        Args:
            records: the record's streams as states.
            library: the dated rules, for the partners of a kind of inspection.
        """
        self._records = records
        self._library = library
        self._concerning = Concerning(records, library)

    def streams(self, order: "Order") -> tuple[str, ...]:
        """The streams that must stand where they are seen for somebody to act, and to be named."""
        if order.actor.role is Role.MACHINERY:
            return ()
        recalled, _ = self._records.recall([ROLL_STREAM])
        if not recalled[ROLL_STREAM].state.begun:
            return (ROLL_STREAM,)
        people = (each.who for each in named_in(order.command.verb, order.command))
        return (ROLL_STREAM, _stream(order.actor.id), *(staff_stream(each) for each in dict.fromkeys(people)))

    def refusal(self, order: "Order", seen: Seen, day: date, *, afresh: bool) -> Refusal | None:
        """Why the staff record does not let this command be given; None if it does.

        Args:
            order: the command, and who gives it in which role.
            seen: the streams that were looked at; those of :meth:`streams` among them.
            day: today.
            afresh: whether what is looked up besides is read anew.
        """
        if not self._asked(order, seen):
            return None
        roll: Roll = seen[ROLL_STREAM].state
        if order.actor.id.startswith("person-"):
            return self._contact(order, seen, afresh=afresh)
        if order.actor.id.startswith("token-"):
            return self._system(order, seen, day, afresh=afresh) or self._named(
                order, roll, seen, day, afresh=afresh
            )
        staff: Staff = seen[_stream(order.actor.id)].state
        place_of = getattr(order.command, "in_place_of", None)
        return (
            acting(order.actor.id, staff, roll, order.actor.role, day, place_of)
            or _unsaid(order, staff, day)
            or self._in_conflict(order, staff, seen, day, afresh=afresh)
            or self._named(order, roll, seen, day, afresh=afresh)
        )

    def in_whose_place(self, order: "Order", seen: Seen, day: date) -> str | None:
        """In whose place somebody acts who has no such role of their own; None for nobody's."""
        if not self._asked(order, seen) or order.actor.id.startswith(("person-", "token-")):
            return None
        staff: Staff = seen[_stream(order.actor.id)].state
        if staff.holds(order.actor.role, day):
            return None
        places = staff.deputises(order.actor.role, day)
        said: str | None = getattr(order.command, "in_place_of", None)
        return said if said in places else next(iter(places), None)

    @staticmethod
    def _asked(order: "Order", seen: Seen) -> bool:
        """Whether there is a staff record to be asked, about somebody whom the authority table does not turn away."""
        actor = order.actor
        if actor.role is Role.MACHINERY or not may_give(actor.role, order.command.verb):
            return False
        return bool(seen[ROLL_STREAM].state.begun) and _stream(actor.id) in seen

    def _contact(self, order: "Order", seen: Seen, *, afresh: bool) -> Refusal | None:
        """A provider's contact acts for their own provider, and in no other role."""
        person = seen[order.actor.id].state
        if order.actor.role is not Role.PROVIDER_CONTACT or person.provider is None or person.left:
            return Refusal("not-on-staff", f"{order.actor.id} is no contact of a provider, or not any more.")
        return self._of_provider(order, seen, person.provider, afresh=afresh)

    def _of_provider(self, order: "Order", seen: Seen, provider: str, *, afresh: bool) -> Refusal | None:
        concerns = tuple(self._concerns(order, seen, afresh=afresh))
        if concerns and all(provider not in each.providers for each in concerns):
            return Refusal("not-their-inspection", f"{order.actor.id} is a contact of {provider} only.")
        if _asked_of_another(order, seen, provider, [code for each in concerns for code in each.providers]):
            return Refusal(
                "not-their-item", f"{order.actor.id} is a contact of {provider}; that is asked of another."
            )
        return None

    def _system(self, order: "Order", seen: Seen, day: date, *, afresh: bool) -> Refusal | None:
        """A system acts by its token, for as long as that is good and no further than it says."""
        token: Token = seen[order.actor.id].state
        refusal = token.acting(order.actor.id, order.actor.role, order.command.verb, day)
        if refusal is not None or token.issued is None or token.issued.provider is None:
            return refusal
        return self._of_provider(order, seen, token.issued.provider, afresh=afresh)

    def _in_conflict(
        self, order: "Order", staff: Staff, seen: Seen, day: date, *, afresh: bool
    ) -> Refusal | None:
        stream = stream_of(order.command)
        if stream.startswith("panel-"):
            return None  # an interest bars from an item, not from the meeting, and the meeting's own rules see to it
        matter = decider_of(stream).matter(stream, seen[stream].state)
        if matter.startswith("inspection-"):
            inspection = self._state(matter, seen, afresh=afresh)
            verb, actor = order.command.verb, order.actor
            refusal = both(verb, actor.id, inspection) or not_the_lead(
                verb, actor.role, actor.id, inspection, staff, day
            )
            if refusal is not None:
                return refusal
        if not staff.barring(day) and not (staff.engaged.area_only or staff.engaged.body_only):
            return None
        concerns = self._concerns(order, seen, afresh=afresh)
        found = (
            conflicting(order.actor.id, staff, for_somebody(self._records, staff, each, afresh=afresh), day)
            for each in concerns
        )
        return next((each for each in found if each is not None), None)

    def _named(self, order: "Order", roll: Roll, seen: Seen, day: date, *, afresh: bool) -> Refusal | None:
        for each in self._seated(order, seen, afresh=afresh):
            staff: Staff = seen[staff_stream(each.who)].state
            refusal = _able(each, staff, roll, day)
            if refusal is None and staff.registered is not None:
                refusal = self._conflict_of(each, staff, order, seen, day, afresh=afresh)
            if refusal is not None:
                return refusal
        return None

    def _seated(self, order: "Order", seen: Seen, *, afresh: bool) -> Iterator[Named]:
        """Whom a command names, with the roles that the kinds of inspection on an agenda ask of who sits on it."""
        named = named_in(order.command.verb, order.command)
        if not any(each.seat for each in named):
            yield from named
            return
        library, rules = self._library(), []
        for matter in _agenda(order, seen):
            state = self._state(matter, seen, afresh=afresh)
            kind = library.protocol_with(state.known.protocol.digest) if state.announced else None
            if kind is not None and kind.panel is not None:
                rules.append(kind.panel)
        for each in named:
            yield from seated(each, rules)

    def _conflict_of(
        self, person: Named, staff: Staff, order: "Order", seen: Seen, day: date, *, afresh: bool
    ) -> Refusal | None:
        if not staff.barring(day) and not (staff.engaged.area_only or staff.engaged.body_only):
            return None
        found = [
            conflicting(person.who, staff, for_somebody(self._records, staff, each, afresh=afresh), day)
            for each in self._concerns(order, seen, afresh=afresh)
        ]
        conflicts = [each for each in found if each is not None]
        if person.everywhere and len(conflicts) < len(found):
            return None
        return conflicts[0] if conflicts else None

    def _concerns(self, order: "Order", seen: Seen, *, afresh: bool) -> Iterator[Concern]:
        """The inspections that a command is about: one, or all on a meeting's agenda."""
        command: Any = order.command
        stream = stream_of(command)
        if command.verb == "announce-inspection":
            providers = (command.provider, *command.also)
            yield self._concerning.of_providers(
                command.inspection, providers, command.protocol, command.area, afresh=afresh
            )
            return
        if stream.startswith("panel-"):
            matters: Iterable[str] = _agenda(order, seen)
        else:
            matters = (decider_of(stream).matter(stream, seen[stream].state),)
        case = getattr(command, "case", "") or (stream if stream.startswith("case-") else "")
        for matter in matters:
            if not matter.startswith("inspection-"):
                continue
            concern = self._concerning.of(self._state(matter, seen, afresh=afresh), case, afresh=afresh)
            if concern is not None:
                yield concern

    def _state(self, stream: str, seen: Seen, *, afresh: bool) -> Inspection:
        standing = seen.get(stream) or self._concerning.look([stream], afresh=afresh)[stream]
        state: Inspection = standing.state
        return state


def _agenda(order: "Order", seen: Seen) -> list[str]:
    """The inspections on the agenda of a meeting, by their streams: as it stands, or as it is being called."""
    agenda = getattr(order.command, "agenda", None) or seen[stream_of(order.command)].state.agenda
    return [inspection_stream(each) for each in agenda]


def _asked_of_another(order: "Order", seen: Seen, provider: str, inspected: Iterable[str]) -> bool:
    """Whether a command is about what is asked of another of those inspected together: evidence, or an action plan."""
    standing = seen.get(stream_of(order.command))
    if standing is not None and isinstance(standing.state, ActionPlan):
        # One whose place another took before plans followed along is asked of nobody who is inspected by now.
        return standing.state.provider in set(inspected) - {provider}
    if standing is None or not isinstance(standing.state, Inspection) or standing.state.announced is None:
        return False
    state, command = standing.state, order.command
    if getattr(command, "provider", None) not in (None, provider):
        return True
    named: tuple[Any, ...] = (getattr(command, "item", None), *getattr(command, "items", ()))
    return any(
        isinstance(each, str) and each in state.evidence and state.asked_of(each) != provider
        for each in named
    )


def _stream(actor: str) -> str:
    """Where it is recorded who an actor is: a provider's contact, a system's token, or somebody on the staff."""
    return actor if actor.startswith(("person-", "token-")) else staff_stream(actor)


def _able(person: Named, staff: Staff, roll: Roll, day: date) -> Refusal | None:
    """Why somebody cannot be named: in none of the roles they could take the work."""
    if not person.roles:
        return named(person.who, staff, roll, None, day, person.on)
    refusals = [named(person.who, staff, roll, role, day, person.on) for role in person.roles]
    if None in refusals:
        return None
    first = refusals[0]
    if first is None or first.code != "role-not-held" or len(person.roles) == 1:
        return first
    able = ", ".join(role.value for role in person.roles)
    return Refusal(first.code, f"{person.who} holds none of the roles in which they could do this: {able}.")


def _unsaid(order: "Order", staff: Staff, day: date) -> Refusal | None:
    """A deputy signs as one: where a command can say in whose place it is given, it does."""
    if not hasattr(order.command, "in_place_of") or staff.holds(order.actor.role, day):
        return None
    if order.command.in_place_of is not None or order.command.verb in ("convene-panel", "take-chair"):
        return None
    places = " or ".join(staff.deputises(order.actor.role, day))
    return Refusal("deputy-unclear", f"{order.actor.id} acts in the place of {places}; say so, and why.")
