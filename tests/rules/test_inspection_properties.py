"""Whatever is asked, in whatever order, by whomever: the rules answer, and their answers fit together.

Each example begins somewhere in the life of an inspection and goes on with commands drawn at random, many of them
nonsense, some aimed at what stands. :class:`tests.support.specification.Story` holds every decision to its rule.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from hypothesis import given as generated
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.action_plans.commands import RecordPlanDeadlinePassed, RecordPlanNoticeSent
from domain.action_plans.events import ActionCompleted, ActionPlanFollowedUp, Answer
from domain.agenda import Agenda
from domain.canonical import leaf_digest
from domain.cases.diversity.counting import aggregate
from domain.cases.diversity.report import counted_streams, seen_as
from domain.deciders import COMMANDS, DECIDERS, EVENT_NAMES, REACTIONS, decider_of, kind_of
from domain.inspections.commands import (
    DepartureAsked,
    RecordDeadlinePassed,
    RecordNoticeSent,
    RecordPublication,
)
from domain.inspections.events import ChallengeRaised, EvidenceItem, Recommendation
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.ledger.envelope import Draft, Recorded, assemble, instant, pieces
from domain.messages import Command, Event, Message
from domain.people.authority import AUTHORITY
from domain.people.contacts import ContactDetails
from domain.people.roles import Role
from domain.privacy.sealing import sealed_by
from tests.support.example import (
    AGREED,
    ALL_READ,
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
    BEFORE_THE_PANEL,
    CASES,
    CONVENED,
    DERIVED,
    IN_THE_WINDOW,
    INSPECTION,
    LIST_SIZE,
    LISTS,
    PANEL,
    PLAN,
    POLICY,
    PROVIDER,
    QUESTIONS,
    READY_FOR_FIELDWORK,
    READY_TO_PUBLISH,
    READY_TO_SCHEDULE,
    ROTA,
    SUBMITTED,
    TO_HMPPS,
    TO_PROVIDER,
    WITH_A_SIGNED_DRAFT,
    WITH_AN_ACCEPTED_PLAN,
    Facts,
    day,
)
from tests.support.golden.events import sealed
from tests.support.specification import Story, given

T = TypeVar("T")
STREAM = f"inspection-{INSPECTION}"
_OF_A_PANEL = {
    each: rule for each, rule in DECIDERS["panel"].rules.items() if not each.verb.endswith("-panel")
}
_ELSEWHERE = {**DECIDERS["framework"].rules, **DECIDERS["evidence"].rules, **_OF_A_PANEL}
MINE = {verb: command for verb, command in COMMANDS.items() if command not in _ELSEWHERE}

TRAINED = ActionCompleted(action="training", completed_on=day("2019-02-08"))
FOLLOWED_UP = ActionPlanFollowedUp(conclusion="All done.", followed_up_on=day("2019-02-11"))
BEGINNINGS: tuple[tuple[str, Facts], ...] = (
    ("2018-06-01", ()),
    ("2018-06-05", AT_ANNOUNCEMENT),
    ("2018-06-20", AT_EVIDENCE),
    ("2018-07-06", READY_FOR_FIELDWORK),
    ("2018-07-13", AT_FIELDWORK_WITH_SAMPLES),
    ("2018-07-20", (*AT_CASE_READS, *ALL_READ)),
    ("2018-08-01", AT_PANEL_REVIEW),
    ("2018-08-08", (*AT_PANEL_REVIEW, DERIVED, CONVENED)),
    ("2018-08-08", BEFORE_THE_PANEL),
    ("2018-08-10", AT_PUBLICATION),
    ("2018-08-23", WITH_A_SIGNED_DRAFT),
    ("2018-08-24", IN_THE_WINDOW),
    ("2018-08-27", (*IN_THE_WINDOW, ChallengeRaised(challenge="c1", about="page 3", text="Not so."))),
    ("2018-09-06", READY_TO_SCHEDULE),
    ("2018-09-19", READY_TO_PUBLISH),
    ("2018-09-21", AT_ACTION_PLAN),
    ("2018-10-10", (*AT_ACTION_PLAN, SUBMITTED)),
    ("2018-10-15", (*AT_ACTION_PLAN, *WITH_AN_ACCEPTED_PLAN[1:])),
    ("2019-02-11", (*AT_ACTION_PLAN, *WITH_AN_ACCEPTED_PLAN[1:], TRAINED)),
    ("2019-02-12", (*AT_ACTION_PLAN, *WITH_AN_ACCEPTED_PLAN[1:], TRAINED, FOLLOWED_UP)),
)

ZEROS = "0" * 64
WORDS = st.sampled_from(["As seen.", "x", "A longer reason, with \u00e9 and \u4e2d and a\nsecond line."])
LINES = st.sampled_from(["page 3", "Head of staff", "\u00c9quipe"])
CODES = st.sampled_from(["c1", "c2", "policy", "rota", "training", "r1", "plan"])
MEMBERS = st.lists(st.sampled_from(["panel-chair-1", "member-1", "member-2"]), min_size=1, max_size=4).map(
    tuple
)
DEPARTURES = st.lists(
    st.builds(
        DepartureAsked,
        subject=st.sampled_from(["overall", "2.1", "9.9"]),
        decided=st.sampled_from(["good", "inadequate", "excellent"]),
        trigger=st.sampled_from(["near_a_boundary", "a storm"]),
        reason=WORDS,
    ),
    max_size=2,
).map(tuple)
ANSWERS = st.lists(
    st.tuples(st.sampled_from([*QUESTIONS, "3.2.1"]), st.sampled_from(["yes", "no", "not_applicable"])),
    min_size=1,
    max_size=14,
).map(tuple)
PLANS = st.lists(
    st.sampled_from(
        [
            AGREED,
            AGREED.with_(recommendation="r9"),
            Answer(recommendation="r1", agreed="not-agreed", reason="It is not so."),
        ]
    ),
    min_size=1,
    max_size=2,
).map(tuple)


def fields(story: Story, today: date) -> Mapping[str, st.SearchStrategy[Any]]:
    """For each field of any command, values that make sense now and values that do not."""
    state: Inspection = story.state(STREAM)
    report = state.report.digest if state.report else ZEROS
    derivation = state.derived.trace_digest if state.derived else ZEROS
    running = [each for stream in (STREAM, PLAN) for each in _agenda(story, stream).deadlines]
    owed = [duty.about for stream in (STREAM, PLAN) for duty in _agenda(story, stream).duties]
    dates = st.sampled_from(
        [today + timedelta(days=days) for days in (-1, 0, 1, 2, 3, 7, 30, 42, 45)]
        + [each.due for each in running]
    )
    return {
        "inspection": st.sampled_from([INSPECTION] * 9 + ["south-2018"]),
        "provider": st.sampled_from([PROVIDER] * 3 + ["south"]),
        "protocol": st.sampled_from(["small-2018"] * 3 + ["unheard-of"]),
        "panel": st.sampled_from([PANEL] * 3 + ["september"]),
        "case": st.sampled_from([*CASES, "case-unknown"]),
        "lead": st.just("lead-inspector-1"),
        "person": st.sampled_from(["person-" + "0" * 32, "person-" + "1" * 32]),
        "details": st.just(ContactDetails(person_name="Ada Example", email="ada@example.org")),
        "subject": st.sampled_from([*CASES, "case-unknown", "person-" + "0" * 32]),
        "categories": st.sampled_from([(), ("case-note",), ("contact", "case-reference")]),
        "hold": CODES,
        "texts": st.sampled_from([0, 3]),
        "authority": LINES,
        "purpose": LINES,
        "number": st.sampled_from([1, 2]),
        "checkpoint": st.sampled_from([1, 2]),
        "events": st.sampled_from([10, 20]),
        "root": st.just("a" * 64),
        "reference": st.sampled_from(["NW/1042", "NW/1043"]),
        "to": st.sampled_from([(), ("person-" + "0" * 32,)]),
        "question": st.sampled_from([*QUESTIONS[:2], "9.9.9"]),
        "characteristics": st.sampled_from([(("sex", "male"),), (("age", "old"),)]),
        "cases": st.sampled_from([len(CASES), 1]),
        "chair": st.just("panel-chair-1"),
        "members": MEMBERS,
        "present": MEMBERS,
        "agenda": st.sampled_from([(INSPECTION,), (INSPECTION, "south-2018")]),
        "fieldwork_from": dates,
        "fieldwork_to": dates,
        "meets_on": dates,
        "publish_on": dates,
        "held_on": st.none() | dates,
        "until": dates,
        "due": dates,
        "items": st.sampled_from([(POLICY, ROTA), (POLICY, POLICY)]),
        "item": CODES,
        "challenge": CODES,
        "action": CODES,
        "deadline": st.sampled_from([each.id for each in running] + ["evidence", "plan"]),
        "notice": st.sampled_from([*owed, "announcement"]),
        "document": st.just("d" * 64),
        "report": st.sampled_from([report, report, ZEROS]),
        "foreword": st.none() | WORDS,
        "in_place_of": st.sampled_from([None, None, "chief-1"]),
        "why": st.sampled_from([None, None, "absent"]),
        "submitted_on": dates,
        "derivation": st.sampled_from([derivation, derivation, ZEROS]),
        "pack": st.sampled_from([None, None, None, ZEROS]),
        "condition": st.sampled_from(["figures", "wording"]),
        "member": st.sampled_from(["panel-chair-1", "member-2"]),
        "departures": st.just(()) | DEPARTURES,
        "recommendations": st.sampled_from([(TO_PROVIDER, TO_HMPPS), (TO_HMPPS,), (), (TO_HMPPS, TO_HMPPS)]),
        "population": st.sampled_from([*LISTS, "unpaid-work"]),
        "list_digest": st.sampled_from([*LISTS.values()]),
        "list_size": st.sampled_from([LIST_SIZE, 0, 1]),
        "seed": st.just("drawn in public"),
        "size": st.sampled_from([None, 1, 5]),
        "standard": st.sampled_from(["1.1", "1.2", "1.3", "1.4", "2.1"]),
        "rating": st.sampled_from(["good", "outstanding", "excellent"]),
        "touches": st.sampled_from(["wording", "judgement"]),
        "answers": ANSWERS | PLANS,
        "time": st.sampled_from(["real", "simulated"]),
        "record": st.just("record-of-tests"),
        "kind": st.sampled_from(["nps-division", "crc"]),
        "title": LINES,
        "area": LINES,
        "evidence": st.sampled_from([(), ("policy",)]),
        "as_worded": st.sampled_from([None, "met", "not-met"]),
        "weighed": st.sampled_from([(), (("outstanding-1", "present"),), (("inadequate-9", "absent"),)]),
        "compared": st.just(ZEROS),
        "interrogated": st.just(()),
        "about": LINES,
    }


_ANYTHING: tuple[Any, ...] = (
    *(
        "c1",
        "policy",
        "south",
        "1.1",
        "2.1.1",
        "1.1.1.a",
        "1.1.1 a",
        ZEROS,
        "person-" + "0" * 32,
        CASES[0],
        PLAN,
    ),
    *(1, 3, True, False, None, date(2018, 7, 2), datetime(2018, 7, 2, 12, tzinfo=UTC), time(10)),
    *((), ("c1",), ("c1", "policy"), ("1.1",), ("2.1.1",), (1,), (CASES[0],), (("c1", "policy"),), {}),
)
"""Values of every simple type, from which a field takes those that it can have."""


@cache
def plausible(command: type[Command], name: str) -> tuple[Any, ...]:
    """What a field may be that has no values of its own above: by its type alone."""
    field = command.model_fields[name]
    takes = TypeAdapter(field.rebuild_annotation())
    found = [each for each in (*_ANYTHING, *_choices(field.annotation)) if _is_taken(takes, each)]
    return tuple(found) if field.is_required() else (field.get_default(call_default_factory=True), *found)


def _choices(annotation: Any) -> tuple[Any, ...]:
    """What a field may be by name, an enumeration or some words, also where it may be none of them."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(annotation)
    return tuple(each for part in get_args(annotation) for each in _choices(part))


def _is_taken(takes: TypeAdapter[Any], value: Any) -> bool:
    try:
        takes.validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@cache
def _drawable(command: type[Command]) -> bool:
    """Whether every field of a command has values: one made of records has them only if they are given above."""
    own = fields(given(), date(2018, 6, 1))
    return command.verb in _MADE_BELOW or all(
        plausible(command, name) or (name in own and _records(field.annotation) <= _GIVEN_RECORDS)
        for name, field in command.model_fields.items()
    )


_MADE_BELOW = frozenset({"rotate-sealing-key", "report-diversity"})
_GIVEN_RECORDS = frozenset({EvidenceItem, Recommendation, DepartureAsked, Answer, ContactDetails})


def _records(annotation: Any) -> frozenset[type]:
    """The records that a field is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Message):
        return frozenset({annotation})
    return frozenset().union(*(_records(part) for part in get_args(annotation)))


def _value(draw: st.DrawFn, command: type[Command], name: str, known: Mapping[str, Any]) -> Any:
    """A value for a field: of its own if it takes it, for one name may mean several things, and else by its type."""
    value = draw(known.get(name, WORDS))
    if _is_taken(TypeAdapter(command.model_fields[name].rebuild_annotation()), value):
        return value
    by_type = plausible(command, name)
    return draw(st.sampled_from(by_type)) if by_type else value


def _timely(story: Story) -> list[type[Command]]:
    """The commands whose stage it is."""
    standing = {kind_of(stream): decider_of(stream).stage(story.state(stream)) for stream in (STREAM, PLAN)}
    return [
        command
        for kind, stage in standing.items()
        for command, rule in DECIDERS[kind].rules.items()
        if stage in rule.stages
    ]


@st.composite
def commands(draw: st.DrawFn, story: Story, today: date) -> Command:
    """A command, mostly one that may be given now, with fields that suit or do not."""
    anything = [each for _, each in sorted(MINE.items()) if _drawable(each)]
    timely = [each for each in _timely(story) if _drawable(each)]
    command = draw(st.sampled_from(timely or anything) | st.sampled_from(anything))
    known = fields(story, today)
    content = {name: _value(draw, command, name, known) for name in command.model_fields}
    if "answers" in content:
        content["answers"] = draw(PLANS if command.verb == "submit-action-plan" else ANSWERS)
    if command.verb == "set-condition":
        content["by"] = draw(LINES)
    if command.verb == "rotate-sealing-key":
        content |= {"note": draw(LINES) + "\n", "old": draw(LINES), "new": draw(LINES)}
    if command.verb == "report-diversity":
        content["characteristics"] = aggregate([{}] * len(CASES))
        content["counted"] = seen_as({each: story.head(each) for each in counted_streams(CASES)})
    if command.verb == "record-interview":
        content["reason"] = draw(st.none() | WORDS)
    return command(**content)


@generated(st.data())
def test_whatever_is_asked_the_rules_answer_and_their_answers_fit_together(data: st.DataObject) -> None:
    begun, facts = data.draw(st.sampled_from(BEGINNINGS))
    story, today = given(*facts), day(begun)
    for _ in range(data.draw(st.integers(1, 14))):
        today += timedelta(days=data.draw(st.sampled_from([0, 0, 0, 1, 3, 15])))
        command = data.draw(commands(story, today))
        roles = sorted(AUTHORITY[command.verb])
        role = data.draw(st.sampled_from(roles * 20 + list(Role)))
        # Deciding never raises, and evolve takes whatever was decided: both happen in here.
        result = story.when(command, on=today.isoformat(), by=role)
        again = story.when(command, on=today.isoformat(), by=role)
        assert (again.events, again.refusal) == (result.events, result.refusal), "deciding is deterministic"
        if result.refusal is None:
            _check_events_survive_writing(result.events)
        story = result.story
        for stream in (STREAM, PLAN):
            _check_agenda(story, stream)
        _check_state(story)
    for stream, events in story.history.items():
        assert decider_of(stream).fold(events) == story.state(stream), (
            "folding at once is folding step by step"
        )


def _agenda(story: Story, stream: str) -> Agenda:
    return REACTIONS[kind_of(stream)](story.state(stream))


def _check_events_survive_writing(events: tuple[tuple[str, Event], ...]) -> None:
    for version, (stream, event) in enumerate(events, start=1):
        recorded = sealed_by(event, lambda plain, field: sealed(plain.category, field, plain.subject))
        assert read_back(recorded, stream, version) == recorded


def read_back(event: Event, stream: str = "inspection-1", version: int = 1) -> Event:
    """The event, written as the store writes it and read as the records read it."""
    noon = datetime(2018, 6, 4, 12, tzinfo=UTC)
    draft = Draft(
        "e-1", stream, version, noon, "lead-1", "lead-inspector", "tests", "c-1", stream, None, event
    )
    body = assemble(*pieces(draft, b"s" * 16), None, instant(noon))
    return EVENT_NAMES.read(Recorded(1, stream, version, event.name, leaf_digest(body), body)).data


def _check_state(story: Story) -> None:
    state: Inspection = story.state(STREAM)
    assert (state.publish is None) == (state.publish_on is None)
    if state.publish is not None:
        assert state.report is not None
        assert state.publish == state.report.digest == state.report.signed, (
            "only what was signed is published"
        )
        assert state.report.checked or state.stage is Stage.ACTION_PLAN
        assert not state.open_challenges
    if state.stage is Stage.PUBLICATION:
        assert state.decided is not None
        assert state.derived is not None
        assert state.decided.derivation == state.derived.trace_digest
    if state.stage in (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS):
        assert state.decided is None
    if state.derived is not None:
        assert state.derived.cases == state.cases


def _check_agenda(story: Story, stream: str) -> None:
    """React answers at every state; what it asks for can be done, and is then no longer asked for."""
    agenda = _agenda(story, stream)
    assert agenda == _agenda(story, stream)
    if kind_of(stream) == "inspection":
        assert not agenda.over or agenda.stage in (Stage.CLOSED, Stage.CANCELLED)
    if agenda.over:
        assert not agenda.deadlines + agenda.duties
        return
    assert list(agenda.deadlines) == sorted(agenda.deadlines, key=lambda each: (each.due, each.id))
    assert len({each.id for each in agenda.deadlines}) == len(agenda.deadlines)
    assert len({each.id for each in agenda.duties}) == len(agenda.duties)
    for deadline in agenda.deadlines:
        record = RecordDeadlinePassed if stream == STREAM else RecordPlanDeadlinePassed
        note = record(inspection=INSPECTION, deadline=deadline.id, due=deadline.due)
        early = story.when(note, on=deadline.passes_at - timedelta(microseconds=1))
        assert early.refusal is not None
        assert early.refusal.code == "not-yet"
        done = story.when(note, on=deadline.passes_at)
        assert len(done.events) == 1, deadline
        assert deadline.id not in {each.id for each in _agenda(done.story, stream).deadlines}
    for duty in agenda.duties:
        on = datetime.combine(duty.not_before or day("2019-03-01"), time(12), tzinfo=UTC)
        if duty.kind == "publish-report":
            what: Command = RecordPublication(inspection=INSPECTION, report=duty.about, document="d" * 64)
        elif stream == STREAM:
            what = RecordNoticeSent(inspection=INSPECTION, notice=duty.about, document="d" * 64)
        else:
            what = RecordPlanNoticeSent(inspection=INSPECTION, notice=duty.about, document="d" * 64)
        done = story.when(what, on=on)
        assert done.refusal is None, done.refusal
        assert duty.id not in {each.id for each in _agenda(done.story, stream).duties}
