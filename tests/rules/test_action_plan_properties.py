"""Whatever is asked, granted, changed, completed or late, in any order: a plan fits together."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.action_plans.commands import (
    AgreeActionChange,
    AskForPlanExtension,
    CompleteAction,
    DeclineActionChange,
    GrantPlanExtension,
    ProposeActionChange,
    RecordPlanDeadlinePassed,
    RefusePlanExtension,
)
from domain.action_plans.plan import ActionPlan, action_deadline, action_of
from domain.action_plans.react import react
from tests.support import specification
from tests.support.example import ACCEPTED, INSPECTION, PLAN, PLAN_REQUESTED, SUBMITTED, TRAINING, day

CODES = ("a", "b", "c")
DAYS = st.integers(1, 150).map(lambda n: day("2018-10-15") + timedelta(days=n))
NUMBERS = st.integers(1, 3)
BEGUN = (
    PLAN_REQUESTED.with_(remind_days=5),
    SUBMITTED.with_(
        answers=(SUBMITTED.answers[0].with_(actions=tuple(TRAINING.with_(id=each) for each in CODES[:2])),)
    ),
    ACCEPTED,
)
COMMANDS = st.one_of(
    st.builds(
        AskForPlanExtension,
        inspection=st.just(INSPECTION),
        action=st.sampled_from(CODES),
        until=DAYS,
        reason=st.just("Snow."),
    ),
    st.builds(
        GrantPlanExtension, inspection=st.just(INSPECTION), extension=NUMBERS.map("extension-{}".format)
    ),
    st.builds(
        RefusePlanExtension,
        inspection=st.just(INSPECTION),
        extension=NUMBERS.map("extension-{}".format),
        reason=st.just("No."),
    ),
    st.builds(
        ProposeActionChange,
        inspection=st.just(INSPECTION),
        action=st.sampled_from(CODES),
        becomes=st.sampled_from(CODES),
        due=DAYS,
        reason=st.just("Better."),
    ),
    st.builds(AgreeActionChange, inspection=st.just(INSPECTION), change=NUMBERS.map("change-{}".format)),
    st.builds(
        DeclineActionChange,
        inspection=st.just(INSPECTION),
        change=NUMBERS.map("change-{}".format),
        reason=st.just("No."),
    ),
    st.builds(CompleteAction, inspection=st.just(INSPECTION), action=st.sampled_from(CODES)),
)


@given(st.lists(st.tuples(COMMANDS, st.integers(0, 20)), max_size=12))
def test_every_action_is_done_runs_or_is_late_and_only_what_runs_is_reminded_of(
    asked: list[tuple[CompleteAction, int]],
) -> None:
    story, today = specification.given(*BEGUN), day("2018-10-15")
    for command, days in asked:
        story = story.when(command, on=today.isoformat()).story
        today += timedelta(days=days)
        state = story.state(PLAN)
        for each in react(state).deadlines:
            if each.due < today:
                note = RecordPlanDeadlinePassed(inspection=INSPECTION, deadline=each.id, due=each.due)
                story = story.when(note, on=today.isoformat()).story
        _fits(story.state(PLAN))


def _fits(state: ActionPlan) -> None:
    done, running = set(state.completed), set(state.running)
    late = {each for each in state.outstanding if each not in running}
    assert done | running | late == set(state.actions)
    assert not done & running
    assert late <= state.late
    assert set(state.answering) == set(state.actions)
    assert all(state.actions[code].due == due for code, due in state.running.items())
    assert {action_of(each) for each in state.reminders} <= running
    assert all(each.on < each.due for each in state.reminders.values())
    assert [each.id for each in react(state).deadlines if action_of(each.id) not in running] == []
    assert not set(state.replaced) & set(state.actions)
    assert {action_deadline(each) for each in running} == {each.id for each in react(state).deadlines}
