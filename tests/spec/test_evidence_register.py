"""The register of evidence: with two times, what it bears on, and what people said sealed (004 §4.14-4.15)."""

import pytest

from domain.decider import On
from domain.evidence.account import AccountGiven, account_stream
from domain.evidence.commands import CorrectEvidence, RegisterEvidence, TakeUpEvidence, WithdrawEvidence
from domain.evidence.events import Entry, EvidenceCorrected, EvidenceRegistered
from domain.evidence.state import EvidenceRoom
from domain.inspections.events import EvidenceReplaced
from domain.messages import Command
from tests.support.evidence_room import ROOM, STRATEGY, STRATEGY_ENTRY, WITHDRAWN, given_account
from tests.support.example import AT_ACTION_PLAN, AT_FIELDWORK, AT_PUBLICATION, INSPECTION, day
from tests.support.specification import Story, given

REGISTER = RegisterEvidence(
    inspection=INSPECTION,
    entry="strategy",
    kind="document",
    title="The strategy",
    bears_on=("1.1", "1.1.1 a"),
    true_from=day("2018-04-01"),
    source="The provider",
    document="a" * 64,
)
CORRECT = CorrectEvidence(inspection=INSPECTION, entry="strategy", reason="A slip.", title="The old strategy")
WITHDRAW = WithdrawEvidence(inspection=INSPECTION, entry="strategy", reason="It was never adopted.")
TAKE_UP = TakeUpEvidence(inspection=INSPECTION)
ALL: tuple[Command, ...] = (REGISTER, CORRECT, WITHDRAW, TAKE_UP)
ON = "2018-06-20"


def room(story: Story) -> EvidenceRoom:
    state: EvidenceRoom = story.state(ROOM)
    return state


def test_evidence_is_registered_with_the_day_of_which_it_tells_and_the_day_it_was_recorded() -> None:
    story = given(*AT_FIELDWORK).when(REGISTER, on=ON).then(STRATEGY)
    entry = room(story).register["strategy"]
    assert (entry.content.true_from, entry.recorded_on) == (day("2018-04-01"), day("2018-06-20"))


def test_what_somebody_said_is_kept_sealed_on_a_stream_of_its_own() -> None:
    said = REGISTER.with_(entry="staff", kind="interview", document=None, note="We hear nothing.")
    registered = given(*AT_FIELDWORK).when(said, on=ON).events
    assert [stream for stream, _ in registered] == [ROOM, account_stream(INSPECTION, "staff")]
    given(*AT_FIELDWORK).when(said, on=ON).then(
        On(
            ROOM,
            EvidenceRegistered(
                entry="staff",
                content=STRATEGY_ENTRY.with_(kind="interview", document=None),
                recorded_on=day(ON),
                account=account_stream(INSPECTION, "staff"),
            ),
        ),
        given_account("staff", "We hear nothing."),
    )


def test_an_account_belongs_to_its_inspection() -> None:
    said = REGISTER.with_(entry="staff", kind="interview", document=None, note="We hear nothing.")
    story = given(*AT_FIELDWORK).when(said, on=ON).story
    assert story.state(account_stream(INSPECTION, "staff")).inspection == INSPECTION
    assert isinstance(story.history[account_stream(INSPECTION, "staff")][0], AccountGiven)


@pytest.mark.parametrize(
    ("changed", "code", "saying"),
    [
        ({"bears_on": ("1.9",)}, "unknown-place", "1.9"),
        ({"bears_on": ("1.1.1 z",)}, "unknown-place", "1.1.1 z"),
        ({"true_to": day("2018-03-01")}, "dates-reversed", "before it begins"),
        (
            {"true_from": day("2018-06-21"), "true_to": day("2018-06-20")},
            "dates-reversed",
            "begins on 2018-06-21",
        ),
        ({"true_from": day("2018-06-21")}, "truth-to-come", "2018-06-21"),
        ({"document": None}, "document-missing", "observation"),
    ],
)
def test_what_cannot_be_so_is_not_registered(changed: dict[str, object], code: str, saying: str) -> None:
    given(*AT_FIELDWORK).when(REGISTER.with_(**changed), on=ON).then_refused(code, saying)


def test_what_is_true_until_a_day_to_come_is_registered_and_put_right_like_anything_else() -> None:
    running = REGISTER.with_(true_to=day("2019-03-31"))
    content = STRATEGY_ENTRY.with_(true_to=day("2019-03-31"))
    story = given(*AT_FIELDWORK).when(running, on=ON).then(STRATEGY.with_(content=content))
    renamed = story.when(CORRECT, on="2018-07-10").story
    assert room(renamed).register["strategy"].content == content.with_(title="The old strategy")


def test_a_code_is_used_once() -> None:
    given(*AT_FIELDWORK, STRATEGY).when(REGISTER, on=ON).then_refused("entry-exists", "strategy")


@pytest.mark.parametrize("command", ALL, ids=lambda each: each.verb)
def test_without_an_inspection_and_after_its_report_there_is_no_evidence_to_gather(command: Command) -> None:
    given(STRATEGY).when(command, on=ON).then_refused("unknown-inspection", INSPECTION)
    story = given(*AT_ACTION_PLAN, STRATEGY)
    story.when(command, on="2018-10-01").then_refused("not-at-this-stage", "action-plan")


def test_whatever_was_asked_for_and_has_come_in_is_taken_up_at_once() -> None:
    story = given(*AT_FIELDWORK).when(TAKE_UP, on=ON)
    policy = Entry(
        kind="document",
        title="The risk policy",
        bears_on=("1.1",),
        true_from=None,
        true_to=None,
        source="The provider, asked for in advance",
        document="a" * 64,
        voice=None,
    )
    rota = policy.with_(kind="data", title="The staff rota", bears_on=("1.2",), document=None)
    after = story.then(
        *(
            On(ROOM, EvidenceRegistered(entry=code, content=content, recorded_on=day(ON), account=None))
            for code, content in (("policy", policy), ("rota", rota))
        )
    )
    after.when(TAKE_UP, on=ON).then_nothing()


def test_a_better_document_that_came_in_puts_its_entry_right() -> None:
    better = EvidenceReplaced(
        item="policy",
        was="a" * 64,
        document="b" * 64,
        true_from=day("2018-05-01"),
        true_to=None,
        reason="A newer one.",
    )
    story = given(*AT_FIELDWORK).when(TAKE_UP, on=ON).story.and_(better)
    corrected = story.when(TAKE_UP, on="2018-07-10").then_one(EvidenceCorrected)
    assert (corrected.entry, corrected.content.document) == ("policy", "b" * 64)
    assert corrected.content.true_from == day("2018-05-01")
    withdrawn = story.and_(WITHDRAWN.with_(entry="policy"))
    withdrawn.when(TAKE_UP, on="2018-07-10").then_nothing()


def test_a_correction_keeps_what_it_does_not_name() -> None:
    story = given(*AT_FIELDWORK, STRATEGY).when(CORRECT, on="2018-07-10")
    after = story.then(
        On(
            ROOM,
            EvidenceCorrected(
                entry="strategy",
                content=STRATEGY_ENTRY.with_(title="The old strategy"),
                recorded_on=day("2018-07-10"),
                account=None,
                reason="A slip.",
            ),
        )
    )
    entry = room(after).register["strategy"]
    assert (entry.recorded_on, entry.corrected, entry.version) == (day("2018-06-20"), 1, 2)
    assert STRATEGY in after.history[ROOM], "what it said before stays on the record"


def test_a_correction_of_what_was_said_is_sealed_too() -> None:
    corrected = CORRECT.with_(title=None, note="We hear little.")
    given(*AT_FIELDWORK, STRATEGY).when(corrected, on="2018-07-10").then(
        On(
            ROOM,
            EvidenceCorrected(
                entry="strategy",
                content=STRATEGY_ENTRY,
                recorded_on=day("2018-07-10"),
                account=account_stream(INSPECTION, "strategy"),
                reason="A slip.",
            ),
        ),
        given_account("strategy", "We hear little."),
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "The strategy"}, "nothing-corrected"),
        ({"bears_on": ("9.9",)}, "unknown-place"),
        ({"true_to": day("2018-01-01")}, "dates-reversed"),
        ({"true_from": day("2018-12-01")}, "truth-to-come"),
        ({"entry": "another"}, "unknown-evidence"),
    ],
)
def test_what_would_be_wrong_is_not_corrected_to(changed: dict[str, object], code: str) -> None:
    story = given(*AT_FIELDWORK, STRATEGY)
    story.when(CORRECT.with_(**changed), on="2018-07-10").then_refused(code)


def test_an_entry_of_no_known_day_is_given_the_day_it_begins_before_the_day_it_ends() -> None:
    undated = STRATEGY.with_(content=STRATEGY_ENTRY.with_(true_from=None, true_to=None))
    story = given(*AT_FIELDWORK, undated)
    ends = CORRECT.with_(true_to=day("2018-06-01"))
    story.when(ends, on="2018-07-10").then_refused("truth-unbegun", "from when")
    whole = story.when(ends.with_(true_from=day("2018-04-01")), on="2018-07-10").story
    content = room(whole).register["strategy"].content
    assert (content.true_from, content.true_to) == (day("2018-04-01"), day("2018-06-01"))


def test_evidence_is_withdrawn_once_and_stays_on_the_record() -> None:
    story = given(*AT_FIELDWORK, STRATEGY).when(WITHDRAW, on="2018-07-10").then(WITHDRAWN)
    assert not room(story).stands("strategy")
    assert room(story).register["strategy"].withdrawn == "It was never adopted."
    story.when(WITHDRAW, on="2018-07-11").then_refused("evidence-withdrawn")
    story.when(CORRECT, on="2018-07-11").then_refused("evidence-withdrawn")
    given(*AT_FIELDWORK).when(WITHDRAW, on="2018-07-11").then_refused("unknown-evidence")


def test_evidence_may_come_up_while_the_report_is_checked() -> None:
    given(*AT_PUBLICATION).when(REGISTER, on="2018-08-24").then(
        On(ROOM, STRATEGY.with_(recorded_on=day("2018-08-24")))
    )
