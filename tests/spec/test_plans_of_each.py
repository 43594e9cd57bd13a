"""Of several providers that are inspected together each answers with an action plan of its own."""

from datetime import date

import pytest

from domain.action_plans.commands import (
    AcceptActionPlan,
    NotePlanNotReceived,
    RecordPlanDeadlinePassed,
    SubmitActionPlan,
)
from domain.action_plans.events import ActionPlanRequested, PlanNoticeSent, PlanToldOtherwise
from domain.action_plans.plan import ActionPlan, PlanStage
from domain.action_plans.react import react
from domain.decider import On
from domain.holdings.holdings import Holdings
from domain.inspections.commands import (
    CloseInspection,
    ConfirmFactualAccuracy,
    DraftReport,
    FollowProvider,
    NoteTold,
)
from domain.inspections.events import ProviderFollowed, Recommendation
from domain.inspections.notices import notice_of
from domain.inspections.report.content import report_content
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Surroundings, tasks
from domain.inspections.whose import recommended_to
from domain.messages import Command
from domain.people.roles import Role
from domain.providers.changes import MergeProvider, SplitProvider
from domain.providers.provider import RegisterProvider
from domain.storyline.changes import told_of_changes as told_of
from tests.spec.test_kinds_apart import kind, state_of, story_at
from tests.support.example import INSPECTION
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround

TOGETHER = kind("quality-and-impact-2017")
DIVISION, CRC = f"p1-{INSPECTION}", f"p2-{INSPECTION}"
OF_DIVISION, OF_CRC = f"action-plan-{INSPECTION}.{DIVISION}", f"action-plan-{INSPECTION}.{CRC}"
TO_ALL = Recommendation(id="r1", to="provider", text="Work together.")
TO_THE_CRC = Recommendation(id="r2", to=CRC, text="Keep more officers.")
TO_A_BODY = Recommendation(id="r3", to="hmpps", text="Fund them.")


class Walk(KindWalk):
    """The kind, with a report that recommends something to all, to one of them, or to a national body."""

    recommends: tuple[Recommendation, ...] = (TO_ALL, TO_THE_CRC, TO_A_BODY)

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        if isinstance(command, DraftReport):
            command = command.with_(recommendations=self.recommends)
        super().give(command, by, who)


def published(*recommends: Recommendation) -> tuple[StoryGround, Walk]:
    """A report on a division and a CRC that is out."""
    ground = story_at(TOGETHER, Stage.PUBLICATION)
    walk = Walk(TOGETHER, ground, INSPECTION)
    walk.recommends = recommends or walk.recommends
    walk.report()
    assert state_of(ground.story).known.providers == (DIVISION, CRC)
    return ground, walk


def plan(ground: StoryGround, stream: str) -> ActionPlan:
    found = ground.state(stream)
    assert isinstance(found, ActionPlan)
    return found


def around(ground: StoryGround) -> Surroundings:
    return Surroundings(plans={each: plan(ground, each) for each in state_of(ground.story).plans})


def test_each_provider_is_asked_for_a_plan_of_its_own_about_what_is_recommended_to_it() -> None:
    ground, _ = published()
    asked = {stream: e for stream, e in ground.happened if isinstance(e, ActionPlanRequested)}
    assert {stream: (e.provider, [r.id for r in e.recommendations]) for stream, e in asked.items()} == {
        OF_DIVISION: (DIVISION, ["r1"]),
        OF_CRC: (CRC, ["r1", "r2"]),
    }
    assert state_of(ground.story).plans == (OF_DIVISION, OF_CRC)
    for stream in asked:
        agenda = react(plan(ground, stream))
        assert [each.id for each in agenda.deadlines] == ["plan"]
        assert "notice-requested" in [each.id for each in agenda.duties]


@pytest.mark.parametrize(("to", "asked"), [(TO_THE_CRC, (OF_CRC,)), (TO_A_BODY, ())])
def test_a_provider_to_which_nothing_is_recommended_is_asked_for_no_plan(
    to: Recommendation, asked: tuple[str, ...]
) -> None:
    ground, _ = published(to)
    state = state_of(ground.story)
    assert state.plans == asked
    told = {each: notice_of(INSPECTION, state, code).body for each, code in codes_of(state).items()}
    wanted = {each for each, body in told.items() if "asked for an action plan" in body}
    assert wanted == ({CRC} if asked else set())


def codes_of(state: Inspection) -> dict[str, str]:
    """The codes of the notices that the report is out, by the provider to which they go."""
    return {
        notice_of(INSPECTION, state, code).to: code
        for code, told in state.notices.items()
        if told == "publication"
    }


def test_a_report_says_to_which_of_them_it_recommends_what() -> None:
    ground, _ = published()
    content = report_content(INSPECTION, state_of(ground.story), TOGETHER, None, None)
    assert [to for _, to, _ in content.recommendations] == ["provider", f"The crc {CRC}", "hmpps"]


def test_the_inspection_is_closed_when_each_plan_has_ended_in_its_own_way() -> None:
    ground, walk = published(TO_ALL)
    close = CloseInspection(inspection=INSPECTION)
    ground.story.when(close, on=ground.today.isoformat()).then_refused(
        "plan-not-followed-up", f"of The nps-division {DIVISION} and The crc {CRC} has"
    )
    walk.carry_out(DIVISION)
    assert plan(ground, OF_CRC).stage is PlanStage.REQUESTED
    ground.story.when(close, on=ground.today.isoformat()).then_refused(
        "plan-not-followed-up", f"of The crc {CRC} has"
    )
    late = plan(ground, OF_CRC).due
    assert late is not None
    ground.turn(ground.calendar.after(late, 1))
    passed = RecordPlanDeadlinePassed(inspection=INSPECTION, provider=CRC, deadline="plan", due=late)
    ground.give(passed, Role.MACHINERY)
    ground.give(NotePlanNotReceived(inspection=INSPECTION, provider=CRC, reason="It was wound up."))
    ground.give(close)
    assert state_of(ground.story).standing is Stage.CLOSED


def test_what_one_of_them_completed_is_held_about_that_one_alone() -> None:
    ground, walk = published(TO_ALL)
    walk.carry_out(CRC)
    held: dict[str, Holdings] = {each: ground.state(f"holdings-{each}") for each in (DIVISION, CRC)}  # type: ignore[misc]  # their streams
    found = {
        each: [item.came.of for item in held[each].held.values() if "Action plan" in item.came.of]
        for each in held
    }
    assert {each: len(several) for each, several in found.items()} == {DIVISION: 0, CRC: 1}


def test_a_command_that_does_not_say_whose_plan_finds_none() -> None:
    ground, walk = published(TO_ALL)
    submit = SubmitActionPlan(inspection=INSPECTION, answers=walk.plan_answers())
    for command in (submit, submit.with_(provider="another")):
        ground.story.when(command, on=ground.today.isoformat()).then_refused("unknown-action-plan")


def test_the_tasks_say_whose_plan_they_are_about() -> None:
    ground, walk = published(TO_ALL)
    walk.carry_out(DIVISION)
    listed = [
        each for each in tasks(state_of(ground.story), around(ground)) if each.stage is Stage.ACTION_PLAN
    ]
    assert {each.provider for each in listed if each.verb == "submit-action-plan"} == {DIVISION, CRC}
    to_do = [(each.title, each.provider) for each in listed if each.status == "to-do"]
    assert to_do == [(f"Hand in the action plan (The crc {CRC})", CRC)]
    closing = next(each for each in listed if each.verb == "close-inspection")
    assert closing.why == "1 action plan has not been followed to its end"


def test_a_notice_of_one_plan_that_reached_nobody_is_told_otherwise_to_its_provider() -> None:
    ground, _ = published(TO_ALL)
    sent = PlanNoticeSent(notice="requested", document="e" * 64, to=())
    story = ground.story.and_(On(OF_DIVISION, sent), On(OF_CRC, sent))
    state = story.state(f"inspection-{INSPECTION}")
    plans: dict[str, ActionPlan] = {each: story.state(each) for each in state.plans}
    told = [each for each in tasks(state, Surroundings(plans=plans)) if each.verb == "note-told"]
    by_notice = {each.notice: each.title for each in told}
    code = f"action-plan-requested-to-{CRC}"
    assert by_notice.keys() == {code, f"action-plan-requested-to-{DIVISION}"}
    assert f"The crc {CRC}" in by_notice[code]
    note = NoteTold(inspection=INSPECTION, notice=code, how="By post to its office.")
    day = ground.today
    story.when(note, on=day.isoformat()).then(
        On(
            OF_CRC,
            PlanToldOtherwise(notices=("requested",), how="By post to its office.", told_on=day, reader=None),
        )
    )


def merged_into_the_division(ground: StoryGround) -> None:
    """The CRC is merged into the division that is inspected together with it, and the inspection follows it."""
    ground.give(MergeProvider(provider=CRC, into=DIVISION, since=ground.today, reason="By contract."))
    ground.give(
        FollowProvider(inspection=INSPECTION, provider=CRC, successor=DIVISION, reason="By contract.", lost=0)
    )


@pytest.mark.parametrize("said", [(), (DIVISION,), (CRC,)])
def test_the_window_of_a_provider_that_joins_another_of_those_inspected_ends(said: tuple[str, ...]) -> None:
    ground = story_at(TOGETHER, Stage.PUBLICATION)
    Walk(TOGETHER, ground, INSPECTION).draft_and_send()
    for each in said:
        ground.give(ConfirmFactualAccuracy(inspection=INSPECTION, provider=each))
    merged_into_the_division(ground)
    state = state_of(ground.story)
    assert state.known.providers == (DIVISION,)
    over = DIVISION in said
    assert state.still_checking == (() if over else (DIVISION,))
    assert ("factual-accuracy" in state.deadlines) is not over
    if not over:
        ground.give(ConfirmFactualAccuracy(inspection=INSPECTION))
        assert "factual-accuracy" not in state_of(ground.story).deadlines


def test_the_plan_of_a_provider_that_joins_another_is_carried_out_by_that_one() -> None:
    ground, walk = published(TO_ALL)
    merged_into_the_division(ground)
    assert plan(ground, OF_CRC).provider == DIVISION
    walk.act()
    assert state_of(ground.story).standing is Stage.CLOSED


def followed(ground: StoryGround, lost: int = 0) -> None:
    """The CRC is merged into another provider, and the inspection follows it."""
    ground.give(RegisterProvider(provider="heir", title="The Heir", kind="crc", area="X"))
    ground.give(MergeProvider(provider=CRC, into="heir", since=ground.today, reason="By contract."))
    ground.give(
        FollowProvider(
            inspection=INSPECTION, provider=CRC, successor="heir", reason="By contract.", lost=lost
        )
    )


def test_a_plan_goes_on_with_the_provider_that_took_the_place_of_its_own() -> None:
    ground, walk = published(TO_ALL)
    due = plan(ground, OF_CRC).due
    assert due is not None
    followed(ground, lost=3)
    after = plan(ground, OF_CRC)
    assert (after.provider, after.due) == ("heir", ground.calendar.after(due, 3))
    assert plan(ground, OF_DIVISION).due == due, "another one's dates stay"
    walk.carry_out(CRC)
    heir = ground.state("holdings-heir")
    assert isinstance(heir, Holdings)
    assert [each.came.of for each in heir.held.values() if "Action plan" in each.came.of]
    assert "The Heir" in "".join(each.title for each in tasks(state_of(ground.story), around(ground)))


def test_the_running_actions_of_a_plan_move_by_the_days_that_were_lost() -> None:
    ground, walk = published(TO_ALL)
    ground.give(SubmitActionPlan(inspection=INSPECTION, provider=CRC, answers=walk.plan_answers()))
    ground.give(AcceptActionPlan(inspection=INSPECTION, provider=CRC))
    before = plan(ground, OF_CRC)
    followed(ground, lost=2)
    after = plan(ground, OF_CRC)
    later: date = ground.calendar.after(before.running["a1"], 2)
    assert after.running["a1"] == after.actions["a1"].due == later
    assert after.reminders["action-a1"].due == later
    assert after.reminders["action-a1"].on == ground.calendar.before(later, 5)


def test_a_plan_that_has_ended_stays_whose_it_was() -> None:
    ground, walk = published(TO_ALL)
    walk.carry_out(CRC)
    followed(ground, lost=2)
    assert plan(ground, OF_CRC).provider == CRC


PARTS = ("part-a", "part-b", "part-c")


def split_in_three(ground: StoryGround, *goes_on: str) -> None:
    """The CRC is split into three, and the inspection goes on with some of them, the first of which has what was."""
    for each in PARTS:
        ground.give(RegisterProvider(provider=each, title=f"The {each}", kind="crc", area="X"))
    ground.give(SplitProvider(provider=CRC, into=PARTS, since=ground.today, reason="By contract."))
    first, *also = goes_on
    ground.give(
        FollowProvider(
            inspection=INSPECTION, provider=CRC, successor=first, also=tuple(also), reason="By contract."
        )
    )


def test_an_inspection_of_several_goes_on_with_several_parts_of_one_that_was_split() -> None:
    ground = story_at(TOGETHER, Stage.PUBLICATION)
    walk = Walk(TOGETHER, ground, INSPECTION)
    walk.draft_and_send()
    split_in_three(ground, "part-b", "part-a")
    state = state_of(ground.story)
    assert state.known.providers == (DIVISION, "part-b", "part-a")
    assert state.still_checking == (DIVISION, "part-b", "part-a")
    assert state.followed == {CRC: ("part-b", "part-a")}
    assert recommended_to(state, CRC) == ("part-b", "part-a")
    told = [each for each, kind in state.notices.items() if kind == "succession"]
    letters = [notice_of(INSPECTION, state, each) for each in told]
    assert [each.to for each in letters] == ["part-b", "part-a"]
    assert all("goes on with The part-b, The part-a." in each.body for each in letters)
    assert all("does not go on with The part-c." in each.body for each in letters)
    for each in state.still_checking:
        ground.give(ConfirmFactualAccuracy(inspection=INSPECTION, provider=each))
    assert "factual-accuracy" not in state_of(ground.story).deadlines
    event = next(
        each
        for each in ground.story.history[f"inspection-{INSPECTION}"]
        if isinstance(each, ProviderFollowed)
    )
    said = told_of(event)
    assert said == (
        "The inspection goes on with The part-b and The part-a: By contract. It does not go on with The part-c."
    )


def test_a_plan_goes_on_with_the_first_part_and_a_part_that_is_split_again_is_followed_further() -> None:
    ground, walk = published(TO_ALL)
    split_in_three(ground, "part-a", "part-b", "part-c")
    assert plan(ground, OF_CRC).provider == "part-a"
    for each in ("part-a1", "part-a2"):
        ground.give(RegisterProvider(provider=each, title=each, kind="crc", area="X"))
    ground.give(
        SplitProvider(
            provider="part-a", into=("part-a1", "part-a2"), since=ground.today, reason="It was too large."
        )
    )
    again = FollowProvider(
        inspection=INSPECTION,
        provider="part-a",
        successor="part-a2",
        also=("part-a1",),
        reason="It was too large.",
    )
    ground.give(again)
    state = state_of(ground.story)
    assert state.known.providers == (DIVISION, "part-a2", "part-a1", "part-b", "part-c")
    assert state.followed[CRC] == ("part-a2", "part-a1", "part-b", "part-c")
    assert plan(ground, OF_CRC).provider == "part-a2"
    walk.act()
    assert state_of(ground.story).standing is Stage.CLOSED


def test_parts_that_are_not_its_own_or_named_twice_are_not_followed() -> None:
    ground, _ = published(TO_ALL)
    for each in ("part-a", "part-b"):
        ground.give(RegisterProvider(provider=each, title=each, kind="crc", area="X"))
    ground.give(
        SplitProvider(provider=CRC, into=("part-a", "part-b"), since=ground.today, reason="By contract.")
    )
    follow = FollowProvider(inspection=INSPECTION, provider=CRC, successor="part-a", reason="By contract.")
    day = ground.today.isoformat()
    ground.story.when(follow.with_(also=("part-a",)), on=day).then_refused("listed-twice")
    ground.story.when(follow.with_(also=(DIVISION,)), on=day).then_refused("not-its-successor", "part-b")
