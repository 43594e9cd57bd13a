"""Evidence of several providers that are inspected together: each is asked, told and chased for itself."""

from domain.decider import On
from domain.holdings.events import ItemHeld, RequestNoted
from domain.inspections.commands import (
    AskForExtension,
    ChaseEvidence,
    LinkEvidence,
    ReceiveEvidence,
    RequestEvidence,
    RequestFurtherEvidence,
)
from domain.inspections.events import (
    EvidenceChased,
    EvidenceEscalated,
    EvidenceItem,
    EvidenceLinked,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceRequested,
    ExtensionAsked,
    Inspected,
    ProviderFollowed,
)
from domain.inspections.notices import notice_of
from domain.people.roles import Role
from tests.support.example import A_PROVIDER, ANNOUNCED, INSPECTION, POLICY, PROVIDER, day
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
SOUTH = "south"
BOTH = ANNOUNCED.with_(others=(Inspected(provider=SOUTH, provider_name="Southern Division"),))
AT_START = (A_PROVIDER, BOTH)
STAFFING = EvidenceItem(id="staffing", title="Staff in post", key_questions=("1.2.1",))
OF_NORTH = STAFFING.with_(id="staffing-north", provider=PROVIDER, about="staffing")
OF_SOUTH = STAFFING.with_(id="staffing-south", provider=SOUTH, about="staffing")
ROTA = EvidenceItem(id="rota", title="The rota", standard="1.2", provider=SOUTH)
ASK = RequestEvidence(inspection=INSPECTION, items=(STAFFING, ROTA))
ASKED = EvidenceRequested(items=(OF_NORTH, OF_SOUTH, ROTA), due=day("2018-06-27"))
NOTED = RequestNoted(
    inspection=INSPECTION, requested_on=day("2018-06-06"), asked=("staffing",), again=(), saved=()
)
HELD = ItemHeld(
    holding="h1",
    about="staffing",
    title="Staff in post",
    key_questions=("1.2.1",),
    document=None,
    source="inspection",
    of="south-2017",
    true_from=None,
    true_to=None,
    held_on=day("2018-05-02"),
    replaces=None,
)
SOUTH_HOLDINGS = f"holdings-{SOUTH}"


def told(story: Story, code: str) -> tuple[str, str]:
    notice = notice_of(INSPECTION, story.state(STREAM), code)
    return notice.to, notice.body


def test_what_names_no_provider_is_asked_of_each_under_a_code_of_its_own() -> None:
    story = (
        given(*AT_START)
        .when(ASK, on="2018-06-06")
        .then(
            ASKED,
            On(f"holdings-{PROVIDER}", NOTED),
            On(SOUTH_HOLDINGS, NOTED.with_(asked=("staffing", "rota"))),
        )
    )
    assert story.state(STREAM).awaited == ("staffing-north", "staffing-south", "rota")
    assert "rota" not in told(story, "evidence-request")[1]
    to, body = told(story, f"evidence-request-to-{SOUTH}")
    assert (to, body.count("- ")) == (SOUTH, 2)
    assert body.startswith("To: Southern Division\n")


def test_each_is_asked_only_for_what_is_not_held_about_it() -> None:
    held = given(*AT_START, On(SOUTH_HOLDINGS, HELD))
    held.when(ASK, on="2018-06-06").then_refused("need-not-be-asked", "staffing-south need not be asked for")
    linked = ASK.with_(links=(("staffing-south", "h1"),))
    held.when(linked, on="2018-06-06").then(
        ASKED.with_(items=(OF_NORTH, ROTA)),
        EvidenceLinked(
            item=OF_SOUTH,
            holding="h1",
            shelf=None,
            document=None,
            true_from=None,
            true_to=None,
            held_on=day("2018-05-02"),
        ),
        On(f"holdings-{PROVIDER}", NOTED),
        On(SOUTH_HOLDINGS, NOTED.with_(asked=("rota",), saved=(("staffing", "h1"),))),
    )
    again = ASK.with_(again=(("staffing", "The grades have changed."),))
    both = (("staffing", "The grades have changed."),)
    held.when(again, on="2018-06-06").then(
        ASKED,
        On(f"holdings-{PROVIDER}", NOTED.with_(again=both)),
        On(SOUTH_HOLDINGS, NOTED.with_(asked=("staffing", "rota"), again=both)),
    )


def test_a_link_names_whose_it_is_and_nobody_else_is_asked() -> None:
    story = given(*AT_START, On(SOUTH_HOLDINGS, HELD))
    link = ASK.with_(links=(("staffing", "h1"),))
    story.when(link, on="2018-06-06").then_refused("unknown-item", "staffing-north, staffing-south")
    story.when(ASK.with_(links=(("staffing-north", "h1"),)), on="2018-06-06").then_refused("unknown-holding")
    elsewhere = ASK.with_(items=(ROTA.with_(provider="east"),))
    story.when(elsewhere, on="2018-06-06").then_refused("not-inspected-here", "north, south")
    more = RequestFurtherEvidence(inspection=INSPECTION, items=(ROTA.with_(id="diary", provider="east"),))
    story.and_(ASKED).when(more, on="2018-06-07").then_refused("not-inspected-here", "The item diary")
    twice = ASK.with_(items=(ROTA, ROTA.with_(id="diary", about="rota")))
    story.when(twice, on="2018-06-06").then_refused("asked-twice")


def test_what_comes_in_is_held_about_the_provider_that_it_was_asked_of() -> None:
    story = given(*AT_START, ASKED)
    receive = ReceiveEvidence(inspection=INSPECTION, item="staffing-south")
    came = HELD.with_(of=INSPECTION, held_on=day("2018-06-20"))
    story.when(receive, on="2018-06-20").then(
        EvidenceReceived(item="staffing-south", document=None), On(SOUTH_HOLDINGS, came)
    )
    held = given(*AT_START, ASKED, On(SOUTH_HOLDINGS, HELD))
    held.when(
        LinkEvidence(inspection=INSPECTION, item="staffing-north", holding="h1"), on="2018-06-20"
    ).then_refused("unknown-holding")
    link = LinkEvidence(inspection=INSPECTION, item="staffing-south", holding="h1")
    assert held.when(link, on="2018-06-20").then_one(EvidenceLinked).item == OF_SOUTH


def test_each_is_told_of_its_own_lateness_and_asks_for_time_for_its_own() -> None:
    late = EvidenceOverdue(items=("staffing-north", "rota"), due=day("2018-06-27"), until=day("2018-07-04"))
    story = given(*AT_START, ASKED, EvidenceReceived(item="staffing-south", document=None), late)
    codes = [each for each in story.state(STREAM).notices if each.startswith("evidence-overdue")]
    assert [told(story, each)[0] for each in codes] == [PROVIDER, SOUTH]
    assert [told(story, each)[1].count("- ") for each in codes] == [1, 1]
    taken = EvidenceEscalated(
        items=("staffing-north", "rota"),
        to=Role.OPERATIONS_MANAGER,
        escalated_on=day("2018-07-05"),
        reason="It was late.",
    )
    state = story.and_(taken).state(STREAM)
    [code] = [each for each in state.notices if each.startswith("evidence-taken-up")]
    body = notice_of(INSPECTION, state, code).body
    assert "What was asked of Northern Division and Southern Division has not come in" in body
    assert "- The rota (standard 1.2), of Southern Division, overdue since 27 June 2018" in body
    chase = ChaseEvidence(inspection=INSPECTION, due=day("2018-07-02"))
    chased = story.when(chase, on="2018-06-28").then(
        EvidenceChased(items=("staffing-north", "rota"), due=day("2018-07-02"))
    )
    assert "- The rota" in told(chased, f"evidence-chase-2018-07-02-to-{SOUTH}")[1]
    everything = AskForExtension(inspection=INSPECTION, until=day("2018-07-09"), reason="A flood.")
    story.when(everything, on="2018-06-28").then_refused("provider-missing", "north, south")
    ask = AskForExtension(inspection=INSPECTION, provider=SOUTH, until=day("2018-07-09"), reason="A flood.")
    story.when(ask, on="2018-06-28", by=Role.PROVIDER_CONTACT).then(
        ExtensionAsked(extension="extension-1", items=("rota",), until=day("2018-07-09"), reason="A flood.")
    )


def test_what_was_asked_of_a_provider_is_asked_of_its_successor() -> None:
    followed = ProviderFollowed(
        was=SOUTH,
        provider="greater-south",
        provider_name="Greater Southern Division",
        others=(),
        left=(),
        reason="It was merged.",
        followed_on=day("2018-06-20"),
        deadlines=(),
    )
    state = given(*AT_START, ASKED, followed).state(STREAM)
    assert [state.asked_of(code) for code in state.evidence] == [PROVIDER, "greater-south", "greater-south"]


def test_an_item_that_was_asked_for_before_items_named_a_provider_is_the_first_ones() -> None:
    state = given(*AT_START, ASKED.with_(items=(POLICY,))).state(STREAM)
    assert state.asked_of("policy") == PROVIDER
    assert [each for each in state.notices if each.startswith("evidence-request")] == ["evidence-request"]
