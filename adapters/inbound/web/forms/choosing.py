"""What there is to choose from in the forms of an inspection: its own items, cases, standards, points and people."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from activities.follow_ups import follow_up_of
from activities.viewing.rows import InspectionRow
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.shown.correlation import compared_in
from adapters.inbound.shown.evidence.room import offered_to
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.forms.forms import Choices
from adapters.inbound.web.forms.wording import none_of
from adapters.inbound.web.staffed import called, people_to_choose
from domain.action_plans.plan import ActionPlan
from domain.action_plans.rules import ACTION_PLAN
from domain.evidence.state import EvidenceRoom
from domain.inspections.state import Inspection
from domain.inspections.whose import title_of
from domain.messages import Command
from domain.people.roles import Role
from domain.ratings.scheme import Scheme
from domain.refusals import Refused
from domain.streams import code_in, plan_in, plan_stream, provider_stream, room_stream

__all__ = ["Around", "choices_for", "names_in", "nothing_to_choose"]

Offered = Iterator[tuple[str, str]]


class Around:
    """What the fields of an inspection's forms choose from, as it stands."""

    def __init__(
        self,
        house: House,
        visitor: Visitor,
        row: InspectionRow,
        state: Inspection,
        plan_of: str | None = None,
    ) -> None:
        """Look around an inspection for somebody; at one provider's action plan, where several have one each."""
        self.house, self.visitor, self.row, self.state = house, visitor, row, state
        streams = (room_stream(row.reference), plan_stream(row.reference, plan_of))
        seen = house.services.records.read(streams)
        self.room: EvidenceRoom = seen[streams[0]].state
        self.plan: ActionPlan = seen[streams[1]].state

    @property
    def scheme(self) -> Scheme | None:
        """The rating scheme that the inspection is bound to, if there is one here."""
        return self.house.services.library().scheme_of(self.state.known.scheme)


def _items(here: Around, *outcomes: str) -> Offered:
    for code, each in here.state.evidence.items():
        if not outcomes or each.outcome in outcomes:
            yield code, each.item.title


def _judged(here: Around) -> Offered:
    if here.scheme is not None:
        for each in here.scheme.standards:
            if each.aggregator == "judgement":
                yield each.id, f"{each.id} {each.title}"


def _standards(here: Around) -> Offered:
    if here.scheme is not None:
        for each in here.scheme.standards:
            yield each.id, f"{each.id} {each.title}"


def _levels(here: Around) -> Offered:
    if here.scheme is not None:
        for each in here.scheme.levels:
            yield each.id, each.title


def _entries(here: Around) -> Offered:
    for code, each in here.room.register.items():
        if each.withdrawn is None:
            yield code, each.content.title


def _enquiries(here: Around, *outcomes: str) -> Offered:
    for code, each in here.room.enquiries.items():
        if each.outcome in (outcomes or ("open",)):
            yield code, each.question if each.outcome == "open" else f"{each.question} ({each.outcome})"


def _sessions(here: Around) -> Offered:
    for code, each in here.room.sessions.items():
        if each.outcome == "planned":
            yield (
                code,
                f"{day(each.plan.on)}, {each.plan.begins}: {words(each.plan.kind)} ({each.plan.place})",
            )


def _cases(here: Around) -> Offered:
    for each in here.house.services.views.catch_up().cases(here.row.reference):
        if each.status == "to-read":
            yield each.case, f"{words(each.population).capitalize()}, row {each.row}"


def _populations(here: Around) -> Offered:
    pin = here.state.known.protocol
    protocol = here.house.services.library().protocol_with(pin.digest)
    for each in protocol.populations if protocol else ():
        yield each.id, each.title


def _challenges(here: Around) -> Offered:
    for code in here.state.open_challenges:
        yield code, f"{here.state.challenges[code].about} ({code})"


def _conditions(here: Around) -> Offered:
    for code in here.state.open_conditions:
        yield code, here.state.conditions[code].what


def _deadlines(here: Around) -> Offered:
    for code, each in here.state.deadlines.items():
        yield code, f"{each.awaits[:1].upper()}{each.awaits[1:]}, now by {day(each.due)}"


def _time_asked_for(here: Around) -> Offered:
    for code in here.state.open_extensions:
        asked = here.state.extensions[code].asked
        yield code, f"Until {day(asked.until)}, for {', '.join(asked.items)}: {asked.reason}"


def _holdings(here: Around) -> Offered:
    for _, code, came in offered_to(here.house.services, here.state):
        yield code, f"{came.title} ({code})"


def _own_holdings(here: Around) -> Offered:
    """What is held about the providers themselves, and can be replaced or withdrawn there."""
    return (each for each in _holdings(here) if "/" not in each[0])


def _actions(here: Around) -> Offered:
    for code in here.plan.outstanding:
        yield code, f"{here.plan.actions[code].text} (by {day(here.plan.actions[code].due)})"


def _in_plan(here: Around) -> Offered:
    """The recommendations that a plan answers, and the actions with which it does."""
    for each in here.plan.requested.recommendations if here.plan.requested else ():
        yield each.id, f"Recommendation {each.id}"
    for answer in here.plan.submitted.answers if here.plan.submitted else ():
        for action in answer.actions:
            yield action.id, f"Action {action.id}: {action.text}"


def _changes(here: Around) -> Offered:
    for code in here.plan.open_changes:
        proposed = here.plan.changes[code].proposed
        yield code, f"{proposed.becomes.text} ({proposed.reason})"


def _plan_time_asked_for(here: Around) -> Offered:
    for code in here.plan.open_extensions:
        asked = here.plan.extensions[code].asked
        yield code, f"{asked.action or 'The plan'} until {day(asked.until)}: {asked.reason}"


def _derivation(here: Around) -> Offered:
    if here.state.derived is not None:
        digest = here.state.derived.trace_digest
        yield digest, f"The one that stands ({digest[:12]}…)"


def _report(here: Around) -> Offered:
    if here.state.report is not None:
        report = here.state.report
        yield report.digest, f"Edition {report.edition} as it stands ({report.digest[:12]}…)"


def _compared(here: Around) -> Offered:
    try:
        found = compared_in(here.house.services, here.state)
    except Refused:  # a kind that rates nothing
        return
    marked = f", of which {', '.join(found.diverging)} lie far apart" if found.diverging else ""
    yield found.digest, f"The proposals and case results as they stand now{marked} ({found.digest[:12]}…)"


def _providers(here: Around) -> Offered:
    for each in here.state.known.providers:
        yield each, here.state.name_of(each)


def _in_their_place(here: Around) -> Offered:
    """Whoever took the place of a provider that is inspected."""
    records = here.house.services.records
    read = records.read([provider_stream(each) for each in here.state.known.providers])
    successors = dict.fromkeys(one for each in read.values() for one in each.state.successors)
    for stream, each in records.read([provider_stream(one) for one in successors]).items():
        code = code_in(stream, provider_stream)
        yield code, f"{each.state.title} ({code})"


def _plans(here: Around) -> Offered:
    """As whose each of several action plans was asked for."""
    for each in here.state.plans:
        if (provider := plan_in(each)[1]) is not None:
            yield provider, title_of(here.state, provider)


def _awaited(here: Around) -> Offered:
    return _items(here, "awaited")


def _far_apart(here: Around) -> Offered:
    """The standards whose proposals lie far from the case results."""
    try:
        found = compared_in(here.house.services, here.state)
    except Refused:  # a kind that rates nothing
        return
    titles = {each.id: each.title for each in here.scheme.standards} if here.scheme else {}
    for each in found.diverging:
        yield each, f"{each} {titles.get(each, '')}".strip()


def _on_staff(*roles: Role) -> Callable[[Around], Offered]:
    """Those who hold one of some roles today; nobody to choose from where there is no staff record."""

    def offered(here: Around) -> Offered:
        yield from people_to_choose(here.house, here.visitor, *roles)

    return offered


_INSPECTORS = _on_staff(Role.LEAD_INSPECTOR, Role.INSPECTOR)


def _on_team(as_: str, *roles: Role) -> Callable[[Around], Offered]:
    """Those who may be on a team, and those who are on it, whatever they hold by now."""

    def offered(here: Around) -> Offered:
        able = dict(people_to_choose(here.house, here.visitor, *roles))
        yield from able.items()
        there = (each.person for each in here.state.team if each.role == as_ and each.person not in able)
        yield from called(here.house, here.visitor, there).items()

    return offered


def _again(here: Around) -> Offered:
    """What a follow-up looks at again, or tells in words."""
    known = follow_up_of(here.house.services.records, here.row.reference).set_up
    titles = dict(_standards(here))
    for each in (*known.standards, *known.not_rescored) if known else ():
        yield each, titles.get(each, each)


def _may_be_scored_again(here: Around) -> Offered:
    """The standards that the kind of a follow-up leaves open to be scored again."""
    protocol = here.house.services.library().protocol_with(here.state.known.protocol.digest)
    rule = protocol.follow_up if protocol else None
    for code, title in _standards(here):
        if rule is not None and not rule.leaves_alone(code):
            yield code, title


def _may_be_followed(here: Around) -> Offered:
    """The inspections with a report out that are of a kind that this one follows."""
    protocol = here.house.services.library().protocol_with(here.state.known.protocol.digest)
    of = protocol.follow_up.of if protocol and protocol.follow_up else ()
    for each in here.house.services.views.catch_up().inspections():
        if each.kind in of and each.published_document:
            yield each.reference, f"{each.provider_name}, {day(each.fieldwork_from)} ({each.reference})"


_OF_FIELDS: Mapping[str, Callable[[Around], Offered]] = MappingProxyType(
    {
        "case": _cases,
        "challenge": _challenges,
        "change": _changes,
        "condition": _conditions,
        "deadline": _deadlines,
        "derivation": _derivation,
        "enquiry": _enquiries,
        "entry": _entries,
        "evidence": _entries,
        "extension": _time_asked_for,
        "holding": _holdings,
        "action": _actions,
        "population": _populations,
        "provider": _providers,
        "rating": _levels,
        "report": _report,
        "session": _sessions,
        "standard": _standards,
    }
)
"""What a field names that has to be there already, whatever the command."""

_OF_COMMANDS: Mapping[tuple[str, str], Callable[[Around], Offered] | None] = MappingProxyType(
    {
        ("receive-evidence", "item"): _awaited,
        ("link-evidence", "item"): _awaited,
        ("waive-evidence", "item"): _awaited,
        ("ask-for-extension", "items"): _awaited,
        ("close-enquiry", "enquiry"): lambda here: _enquiries(here, "open", "carried"),
        ("work-on-enquiry", "enquiry"): lambda here: _enquiries(here, "open", "carried", "closed"),
        ("hold-evidence", "holding"): _own_holdings,
        ("replace-evidence", "item"): lambda here: _items(here, "received", "linked"),
        ("withdraw-waiver", "item"): lambda here: _items(here, "waived"),
        ("propose-rating", "standard"): _judged,
        ("check-correlation", "compared"): _compared,
        ("check-correlation", "interrogated.standard"): _far_apart,
        ("change-lead", "lead"): _on_staff(Role.LEAD_INSPECTOR),
        ("set-team", "inspectors"): _on_team("inspector", Role.LEAD_INSPECTOR, Role.INSPECTOR),
        ("set-team", "assistants"): _on_team(
            "assistant", Role.LEAD_INSPECTOR, Role.INSPECTOR, Role.ASSISTANT
        ),
        ("plan-sessions", "sessions.inspectors"): _INSPECTORS,
        ("move-session", "inspectors"): _INSPECTORS,
        ("hold-session", "inspectors"): _INSPECTORS,
        ("give-feedback", "inspectors"): _INSPECTORS,
        ("follow-succession", "successor"): _in_their_place,
        ("follow-succession", "also"): _in_their_place,
        ("set-up-follow-up", "follows"): _may_be_followed,
        ("set-up-follow-up", "standards"): _may_be_scored_again,
        ("conclude-criterion", "standard"): _again,
        ("return-action-plan", "points.about"): _in_plan,
        ("grant-plan-extension", "extension"): _plan_time_asked_for,
        ("refuse-plan-extension", "extension"): _plan_time_asked_for,
        **{(command.verb, "provider"): _plans for command in ACTION_PLAN.rules},
        # These give a new code.
        ("raise-challenge", "challenge"): None,
        ("open-enquiry", "enquiry"): None,
        ("register-evidence", "entry"): None,
        ("set-condition", "condition"): None,
        ("plan-sessions", "sessions.session"): None,
    }
)


def nothing_to_choose(verb: str, required: Iterable[str], choices: Choices) -> str:
    """Why a form cannot be filled in: nothing is there that it could be about; empty where something is.

    Args:
        verb: the command's.
        required: the names of the fields that must be given.
        choices: what there is to choose from, as :func:`choices_for` found it.
    """
    for field in required:
        offered = _OF_COMMANDS.get((verb, field), _OF_FIELDS.get(field))
        if offered is not None and field not in choices and (said := none_of(field)):
            return said
    return ""


def choices_for(here: Around, verb: str, fields: Iterable[str]) -> Choices:
    """What there is to choose from for each field of a command that names something of the inspection's own.

    Args:
        here: the inspection, and what is around it.
        verb: the command.
        fields: the names of its fields; of a table's, ``TABLE.FIELD``.
    """
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for field in fields:
        offered = _OF_COMMANDS.get((verb, field), _OF_FIELDS.get(field.rpartition(".")[-1]))
        if offered is not None and (several := tuple(offered(here))):
            found[field] = several
    return found


def names_in(command: type[Command]) -> Iterator[str]:
    """The names of a command's fields, and ``TABLE.FIELD`` for each of a table's."""
    for each in fields_of(command):
        yield each.name
        if each.shape == "records" and each.record is not None:
            yield from (f"{each.name}.{inner.name}" for inner in fields_of(each.record))
