"""What may change while an inspection is under way: who leads it, and who the provider is."""

from datetime import date

import pytest

from domain.action_plans.events import PlanProviderFollowed
from domain.decider import On
from domain.inspections.commands import ChangeLead, FollowProvider, MoveFieldwork, SetTeam
from domain.inspections.events import (
    FieldworkMoved,
    Inspected,
    InspectionCancelled,
    InspectionDeferred,
    LeadChanged,
    ProviderFollowed,
    TeamMember,
    TeamSet,
)
from domain.inspections.notices import notice_of
from domain.inspections.react import react
from domain.people.roles import Role
from domain.providers.changes import (
    MergeProvider,
    PlaceTaken,
    ProviderMerged,
    ProviderRenamed,
    ProviderSplit,
    ProviderWrittenToIn,
    RenameProvider,
    SetNoticeLanguages,
    SplitProvider,
)
from domain.providers.provider import ProviderRegistered
from domain.streams import provider_stream
from tests.spec.test_announcement import ANNOUNCE
from tests.support.example import (
    A_PROVIDER,
    ANNOUNCED,
    AT_ACTION_PLAN,
    AT_CASE_READS,
    AT_EVIDENCE,
    INSPECTION,
    PLAN,
    PROVIDER,
    SHORT_CALENDAR,
    day,
)
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
LEAD = ChangeLead(inspection=INSPECTION, lead="lead-inspector-2", why="unavailable")
CHANGED = LeadChanged(
    was="lead-inspector-1",
    lead="lead-inspector-2",
    why="unavailable",
    changed_on=day("2018-07-16"),
    deadlines=(),
)


TEAM = SetTeam(
    inspection=INSPECTION, inspectors=("os-7", "os-8"), assistants=("os-9",), reason="Both know youth work."
)
TEAM_SET = TeamSet(
    team=(
        TeamMember(person="os-7", role="inspector"),
        TeamMember(person="os-8", role="inspector"),
        TeamMember(person="os-9", role="assistant"),
    ),
    programme=None,
    reason="Both know youth work.",
)


def registered(code: str) -> On:
    title = code.replace("-", " ").title()
    return On(
        f"provider-{code}",
        ProviderRegistered(provider=code, title=title, kind="nps-division", area="The North"),
    )


def on_provider(event: ProviderMerged | ProviderRenamed | ProviderSplit, code: str = PROVIDER) -> On:
    return On(f"provider-{code}", event)


RENAME = RenameProvider(
    provider=PROVIDER, title="Greater Northern Division", reason="It grew.", since=day("2018-06-18")
)
RENAMED = ProviderRenamed(
    was="Northern Division",
    title="Greater Northern Division",
    reason="It grew.",
    since=day("2018-06-18"),
)
MERGE = MergeProvider(
    provider=PROVIDER, into="greater-north", reason="One is enough.", since=day("2018-06-18")
)
MERGED = ProviderMerged(into="greater-north", reason="One is enough.", since=day("2018-06-18"))
SPLIT = SplitProvider(
    provider=PROVIDER, into=("north-east", "north-west"), reason="Too large.", since=day("2018-06-18")
)
WAS_SPLIT = ProviderSplit(into=("north-east", "north-west"), reason="Too large.", since=day("2018-06-18"))
FOLLOW = FollowProvider(
    inspection=INSPECTION, provider=PROVIDER, successor="greater-north", reason="Its staff are the same."
)
FOLLOWED = ProviderFollowed(
    was=PROVIDER,
    provider="greater-north",
    provider_name="Greater North",
    others=(),
    left=(),
    reason="Its staff are the same.",
    followed_on=day("2018-06-18"),
    deadlines=(),
)


def running(story: Story) -> dict[str, str]:
    return {each.id: each.due.isoformat() for each in react(story.state(STREAM)).deadlines}


# Another lead


def test_an_inspection_whose_lead_falls_ill_gets_another_and_goes_on() -> None:
    story = given(*AT_CASE_READS).when(LEAD, on="2018-07-16").then(CHANGED)
    assert story.state(STREAM).known.lead == "lead-inspector-2"
    assert running(story) == {"case-reads": "2018-07-27", "publication": "2018-10-11"}


def test_days_that_were_lost_move_the_inspectorates_own_dates_and_not_the_providers() -> None:
    story = (
        given(*AT_CASE_READS)
        .when(LEAD.with_(lost=5), on="2018-07-16")
        .then(
            CHANGED.with_(deadlines=(("case-reads", day("2018-08-03")), ("publication", day("2018-10-18"))))
        )
    )
    assert running(story) == {"case-reads": "2018-08-03", "publication": "2018-10-18"}
    given(*AT_EVIDENCE).when(LEAD.with_(lost=5), on="2018-06-20").then(
        CHANGED.with_(changed_on=day("2018-06-20"))
    )


def test_a_date_that_has_passed_does_not_move_with_the_lead() -> None:
    given(*AT_CASE_READS).when(LEAD.with_(lost=5), on="2018-07-30").then(
        CHANGED.with_(changed_on=day("2018-07-30"), deadlines=(("publication", day("2018-10-18")),))
    )


def test_the_lead_changes_while_put_off_and_in_the_action_plan_but_not_once_given_up() -> None:
    put_off = InspectionDeferred(reason="A strike.", deferred_on=day("2018-06-18"), until=day("2018-07-02"))
    for facts in ((*AT_EVIDENCE, put_off), AT_ACTION_PLAN):
        assert given(*facts).when(LEAD, on="2018-10-01").refusal is None
    given(*AT_EVIDENCE, InspectionCancelled(reason="They have merged.")).when(
        LEAD, on="2018-07-16"
    ).then_refused("wrong-stage")


def test_who_leads_already_is_not_made_lead_again() -> None:
    given(*AT_EVIDENCE).when(LEAD.with_(lead="lead-inspector-1"), on="2018-06-20").then_refused(
        "leads-already"
    )
    given(*AT_CASE_READS).under(calendar=SHORT_CALENDAR).when(
        LEAD.with_(lost=5), on="2018-06-04"
    ).then_refused("calendar-exhausted")


# The days of fieldwork

MOVE = MoveFieldwork(
    inspection=INSPECTION,
    fieldwork_from=day("2018-07-23"),
    fieldwork_to=day("2018-07-27"),
    reason="The provider moves house.",
)


def test_announced_fieldwork_moves_and_every_provider_is_told() -> None:
    moved = FieldworkMoved(
        was_from=ANNOUNCED.fieldwork_from,
        was_to=ANNOUNCED.fieldwork_to,
        fieldwork_from=day("2018-07-23"),
        fieldwork_to=day("2018-07-27"),
        reason="The provider moves house.",
    )
    story = given(*AT_EVIDENCE).when(MOVE, on="2018-06-20").then(moved)
    state = story.state(STREAM)
    assert (state.known.fieldwork_from, state.known.fieldwork_to) == (day("2018-07-23"), day("2018-07-27"))
    [code] = [each for each, kind in state.notices.items() if kind == "fieldwork-moved"]
    assert "23 July 2018 to 27 July 2018" in notice_of(INSPECTION, state, code).body
    given(*AT_EVIDENCE, moved).when(MOVE, on="2018-06-20").then_nothing()


def test_later_days_need_no_notice_and_earlier_ones_need_that_of_the_kind() -> None:
    near = MOVE.with_(fieldwork_from=day("2018-07-05"), fieldwork_to=day("2018-07-06"))
    given(*AT_EVIDENCE).when(near, on="2018-07-04").then_refused("notice-too-short")
    late = given(*AT_EVIDENCE).when(MOVE, on="2018-07-06")
    assert late.refusal is None


def test_days_of_fieldwork_that_cannot_be_are_refused() -> None:
    over = MOVE.with_(fieldwork_from=day("2018-06-20"), fieldwork_to=day("2018-07-27"))
    given(*AT_EVIDENCE).when(over, on="2018-06-20").then_refused("date-in-past")
    given(*AT_EVIDENCE).when(MOVE.with_(fieldwork_to=day("2018-07-20")), on="2018-06-20").then_refused(
        "dates-reversed"
    )
    given(*AT_EVIDENCE).when(MOVE.with_(fieldwork_to=day("2018-07-28")), on="2018-06-20").then_refused(
        "not-a-working-day"
    )
    given(*AT_CASE_READS).when(MOVE, on="2018-07-16").then_refused("wrong-stage")
    given(*AT_EVIDENCE).under(calendar=SHORT_CALENDAR).when(MOVE, on="2018-06-04").then_refused(
        "calendar-exhausted"
    )


# The team


def test_a_team_is_settled_and_settled_again_as_a_whole() -> None:
    story = given(*AT_EVIDENCE).when(TEAM, on="2018-06-20").then(TEAM_SET)
    assert [each.person for each in story.state(STREAM).team] == ["os-7", "os-8", "os-9"]
    alone = SetTeam(inspection=INSPECTION, reason="It is a small one.")
    again = given(*AT_EVIDENCE, TEAM_SET).when(alone, on="2018-06-20")
    again.then(TeamSet(team=(), programme=None, reason="It is a small one."))


def test_the_same_team_again_is_no_news() -> None:
    given(*AT_EVIDENCE, TEAM_SET).when(TEAM.with_(reason="Still so."), on="2018-06-20").then_nothing()


def test_nobody_is_on_a_team_twice_nor_beside_themselves() -> None:
    given(*AT_EVIDENCE).when(TEAM.with_(assistants=("os-7",)), on="2018-06-20").then_refused("listed-twice")
    given(*AT_EVIDENCE).when(TEAM.with_(inspectors=("lead-inspector-1",)), on="2018-06-20").then_refused(
        "leads-already"
    )


def test_a_lead_does_not_hand_the_inspection_on_alone() -> None:
    given(*AT_EVIDENCE).when(LEAD, on="2018-06-20", by=Role.LEAD_INSPECTOR).then_refused("not-authorised")


def test_why_a_lead_changes_says_nothing_of_anybodys_health() -> None:
    with pytest.raises(ValueError, match="why"):
        LEAD.with_(why="a broken leg")


# Another name, another provider


def test_a_provider_is_renamed_and_its_names_are_kept() -> None:
    story = given(A_PROVIDER).when(RENAME, on="2018-06-18").then(on_provider(RENAMED))
    provider = story.state(f"provider-{PROVIDER}")
    assert (provider.title, provider.names) == (
        "Greater Northern Division",
        ("Northern Division", "Greater Northern Division"),
    )
    story.when(RENAME, on="2018-06-19").then_refused("same-name")


def test_a_provider_is_merged_into_one_that_is_registered() -> None:
    taken = PlaceTaken(of=PROVIDER, part=False, reason="One is enough.", since=day("2018-06-18"))
    merged = given(A_PROVIDER, registered("greater-north")).when(MERGE, on="2018-06-18")
    story = merged.then(on_provider(MERGED), On("provider-greater-north", taken))
    assert story.state("provider-greater-north").before == (PROVIDER,)
    given(A_PROVIDER).when(MERGE, on="2018-06-18").then_refused("unknown-successor", "register it first")
    given(A_PROVIDER).when(MERGE.with_(into=PROVIDER), on="2018-06-18").then_refused("its-own-successor")
    gone = (registered("greater-north"), on_provider(MERGED.with_(into="south"), "greater-north"))
    given(A_PROVIDER, *gone).when(MERGE, on="2018-06-18").then_refused("unknown-successor", "as south")


def test_a_provider_is_split_into_several_that_are_registered() -> None:
    parts = (registered("north-east"), registered("north-west"))
    taken = PlaceTaken(of=PROVIDER, part=True, reason="Too large.", since=day("2018-06-18"))
    of_each = [On(f"provider-{each}", taken) for each in WAS_SPLIT.into]
    given(A_PROVIDER, *parts).when(SPLIT, on="2018-06-18").then(on_provider(WAS_SPLIT), *of_each)
    given(A_PROVIDER, *parts[:1]).when(SPLIT, on="2018-06-18").then_refused("unknown-successor", "north-west")
    twice = SPLIT.with_(into=("north-east", "north-east"))
    given(A_PROVIDER, *parts).when(twice, on="2018-06-18").then_refused("listed-twice")
    one = SPLIT.with_(into=("north-east",))
    given(A_PROVIDER, *parts).when(one, on="2018-06-18").then_refused("one-part")
    itself = SPLIT.with_(into=("north-east", PROVIDER))
    given(A_PROVIDER, *parts).when(itself, on="2018-06-18").then_refused("its-own-successor")


def test_what_is_no_provider_any_more_changes_no_more() -> None:
    others = (registered("greater-north"), registered("north-east"), registered("north-west"))
    gone = given(A_PROVIDER, *others, on_provider(MERGED))
    nobody, early = given(*others), given(A_PROVIDER, *others)
    for command in (RENAME, MERGE, SPLIT):
        gone.when(command, on="2018-06-20").then_refused("provider-gone", "since 2018-06-18")
        nobody.when(command, on="2018-06-20").then_refused("unknown-provider")
        early.when(command, on="2018-06-15").then_refused("date-ahead", "2018-06-18")


def test_what_is_no_provider_any_more_is_not_inspected_any_more() -> None:
    story = given(A_PROVIDER, registered("greater-north"), on_provider(MERGED.with_(since=date(2018, 6, 1))))
    story.when(ANNOUNCE, on="2018-06-04").then_refused("provider-gone", "greater-north")


def test_an_inspection_goes_on_with_the_provider_that_took_the_place() -> None:
    story = (
        given(*AT_EVIDENCE, registered("greater-north"), on_provider(MERGED))
        .when(FOLLOW, on="2018-06-18")
        .then(FOLLOWED)
    )
    state = story.state(STREAM)
    assert (state.known.provider, state.known.provider_name) == ("greater-north", "Greater North")
    assert running(story) == {"evidence": "2018-06-27"}
    code = "succession-greater-north-2018-06-18"
    notice = notice_of(INSPECTION, state, code)
    assert notice.to == "greater-north"
    assert "goes on with Greater North" in notice.body


def test_days_that_were_lost_by_a_merger_move_every_running_date() -> None:
    given(*AT_EVIDENCE, registered("greater-north"), on_provider(MERGED)).when(
        FOLLOW.with_(lost=4), on="2018-06-18"
    ).then(FOLLOWED.with_(deadlines=(("evidence", day("2018-07-03")),)))


def test_its_action_plan_goes_on_with_that_provider_as_well() -> None:
    facts = (*AT_ACTION_PLAN, registered("greater-north"), on_provider(MERGED))
    given(*facts).when(FOLLOW, on="2018-09-24").then(
        FOLLOWED.with_(followed_on=day("2018-09-24")),
        On(PLAN, PlanProviderFollowed(was=PROVIDER, provider="greater-north", moved=())),
    )


def test_of_a_split_provider_the_inspection_goes_on_with_one_part() -> None:
    parts = (registered("north-east"), registered("north-west"), on_provider(WAS_SPLIT))
    story = given(*AT_EVIDENCE, *parts)
    east = FOLLOW.with_(successor="north-east")
    left = (Inspected(provider="north-west", provider_name="North West"),)
    followed = story.when(east, on="2018-06-18")
    followed.then(FOLLOWED.with_(provider="north-east", provider_name="North East", left=left))
    notice = notice_of(INSPECTION, followed.story.state(STREAM), "succession-north-east-2018-06-18")
    assert "goes on with North East." in notice.body
    assert "does not go on with North West." in notice.body
    several = east.with_(also=("north-west",))
    story.when(several, on="2018-06-18").then_refused("one-provider-only", "choose one")
    story.when(east.with_(successor=None, also=("north-west",)), on="2018-06-18").then_refused(
        "successor-missing"
    )
    story.when(FOLLOW, on="2018-06-18").then_refused("not-its-successor", "north-east, north-west")


def test_a_new_name_is_taken_over_and_the_announcement_stays_as_it_was() -> None:
    renamed = FOLLOW.with_(successor=None)
    given(*AT_EVIDENCE).when(renamed, on="2018-06-18").then_refused("same-name")
    story = given(*AT_EVIDENCE, on_provider(RENAMED)).when(renamed, on="2018-06-18").story
    assert story.state(STREAM).known.provider_name == "Greater Northern Division"
    assert story.history[STREAM][0] == ANNOUNCED
    given(*AT_EVIDENCE).when(FOLLOW, on="2018-06-18").then_refused("not-its-successor", "nobody")


def test_only_a_provider_that_is_inspected_here_is_followed() -> None:
    given(*AT_EVIDENCE).when(FOLLOW.with_(provider="south"), on="2018-06-18").then_refused("not-inspected")
    given(*AT_EVIDENCE, registered("greater-north"), on_provider(MERGED)).under(calendar=SHORT_CALENDAR).when(
        FOLLOW.with_(lost=9), on="2018-06-05"
    ).then_refused("calendar-exhausted")


def test_one_of_several_providers_is_followed_by_itself() -> None:
    both = ANNOUNCED.with_(others=(Inspected(provider="south", provider_name="South"),))
    merged = MERGED.with_(into="greater-south")
    story = given(
        A_PROVIDER, registered("south"), registered("greater-south"), both, on_provider(merged, "south")
    )
    follow = FOLLOW.with_(provider="south", successor="greater-south")
    after = story.when(follow, on="2018-06-18").story.state(STREAM).known
    assert after.providers == (PROVIDER, "greater-south")
    assert after.provider_name == "Northern Division"
    told = story.when(follow, on="2018-06-18").story.state(STREAM)
    assert notice_of(INSPECTION, told, "succession-greater-south-2018-06-18").to == "greater-south"
    into_the_first = given(
        A_PROVIDER, registered("south"), both, on_provider(MERGED.with_(into=PROVIDER), "south")
    )
    joined = into_the_first.when(FOLLOW.with_(provider="south", successor=PROVIDER), on="2018-06-18").story
    assert joined.state(STREAM).known.providers == (PROVIDER,)
    into_another = given(A_PROVIDER, registered("south"), both, on_provider(MERGED.with_(into="south")))
    left = into_another.when(FOLLOW.with_(successor="south"), on="2018-06-18").story.state(STREAM)
    assert (left.known.providers, left.known.provider_name) == (("south",), "South")
    assert notice_of(INSPECTION, left, "succession-south-2018-06-18").to == "south"


# In which languages a provider is written to


@pytest.mark.parametrize(
    ("area", "languages"),
    [
        ("The North", ("en",)),
        ("Wales", ("cy", "en")),
        ("South Wales", ("cy", "en")),
        ("Cymru", ("cy", "en")),
        ("Cornwallis", ("en",)),
        ("Gwent", ("cy", "en")),
        ("Conwy and Denbighshire", ("cy", "en")),
    ],
)
def test_a_provider_in_wales_is_written_to_in_welsh_and_english(
    area: str, languages: tuple[str, ...]
) -> None:
    registered = A_PROVIDER.with_(area=area)
    assert (
        given(On(provider_stream(PROVIDER), registered)).state(provider_stream(PROVIDER)).languages
        == languages
    )


def test_in_which_languages_a_provider_is_written_to_may_be_said_otherwise() -> None:
    command = SetNoticeLanguages(provider=PROVIDER, languages=("en", "cy"))
    said = ProviderWrittenToIn(languages=("en", "cy"))
    stream = provider_stream(PROVIDER)
    story = given(A_PROVIDER).when(command, on="2018-06-05", by=Role.ASSISTANT).then(On(stream, said))
    assert story.state(stream).languages == ("en", "cy")
    story.when(command, on="2018-06-06", by=Role.ASSISTANT).then_nothing()
    given().when(command, on="2018-06-05", by=Role.ASSISTANT).then_refused("unknown-provider")
    merged = On(stream, ProviderMerged(into="greater-north", reason="Reform.", since=day("2018-06-01")))
    given(A_PROVIDER, merged).when(command, on="2018-06-05", by=Role.ASSISTANT).then_refused("provider-gone")
