"""Nothing is asked for twice in a year: what is held is linked, and what is saved counts (002 measure 4.2)."""

from datetime import date

from domain.decider import On
from domain.holdings.commands import HoldEvidence, WithdrawHolding
from domain.holdings.document import DocumentKept
from domain.holdings.events import HoldingWithdrawn, ItemHeld, RequestNoted
from domain.holdings.years import year_in_words, year_of
from domain.inspections.commands import (
    LinkEvidence,
    ReceiveEvidence,
    ReplaceEvidence,
    RequestEvidence,
    RequestFurtherEvidence,
)
from domain.inspections.events import (
    EvidenceItem,
    EvidenceLinked,
    EvidenceReceived,
    EvidenceReplaced,
    FurtherEvidenceRequested,
)
from domain.people.roles import Role
from tests.support.example import (
    A_PROVIDER,
    AT_ANNOUNCEMENT,
    AT_EVIDENCE,
    EVIDENCE_ASKED,
    FIELDWORK_BEGUN,
    INSPECTION,
    POLICY,
    POLICY_RECEIVED,
    PROVIDER,
    ROTA,
    ROTA_RECEIVED,
    SHORT_CALENDAR,
    day,
)
from tests.support.specification import given

STREAM = f"inspection-{INSPECTION}"
HOLDINGS = f"holdings-{PROVIDER}"
ASK = RequestEvidence(inspection=INSPECTION, items=(POLICY, ROTA))
FURTHER = EvidenceItem(id="minutes", title="The board's minutes", standard="1.1")
ASK_MORE = RequestFurtherEvidence(inspection=INSPECTION, items=(FURTHER,))
HELD_BEFORE = ItemHeld(
    holding="h1",
    about="policy",
    title="The risk policy",
    key_questions=("1.1.1",),
    document="b" * 64,
    source="inspection",
    of="north-2017",
    true_from=day("2017-04-01"),
    true_to=day("2018-03-31"),
    held_on=day("2017-11-02"),
    replaces=None,
)
BY_THE_HMIP = HELD_BEFORE.with_(
    source="other-body", of="HM Inspectorate of Prisons", held_on=day("2018-05-02")
)
LINKED = EvidenceLinked(
    item=POLICY,
    holding="h1",
    shelf=None,
    document="b" * 64,
    true_from=day("2017-04-01"),
    true_to=day("2018-03-31"),
    held_on=day("2017-11-02"),
)
NOTED = RequestNoted(
    inspection=INSPECTION,
    requested_on=day("2018-06-06"),
    asked=("rota",),
    again=(),
    saved=(("policy", "h1"),),
)
HOLD = HoldEvidence(
    provider=PROVIDER,
    item="policy",
    title="The risk policy",
    source="other-body",
    of="HM Inspectorate of Prisons",
    document="b" * 64,
    key_questions=("1.1.1",),
    true_from=day("2017-04-01"),
    true_to=day("2018-03-31"),
)
KEPT = On(f"document-{'b' * 64}", DocumentKept(document="b" * 64))


# The year


def test_a_year_begins_on_the_first_of_april() -> None:
    years = {
        "2018-03-31": 2017,
        "2018-04-01": 2018,
        "2018-12-31": 2018,
        "2019-01-01": 2018,
        "2019-03-31": 2018,
    }
    assert {text: year_of(date.fromisoformat(text)) for text in years} == years
    assert (year_in_words(2018), year_in_words(1999)) == ("2018-19", "1999-00")


# What is held


def test_another_bodys_data_is_put_on_what_is_held() -> None:
    given(A_PROVIDER).when(HOLD, on="2018-05-02").then(BY_THE_HMIP, KEPT)
    given(A_PROVIDER, KEPT).when(HOLD, on="2018-05-02").then(BY_THE_HMIP)
    one_day = HOLD.with_(true_to=None, document=None)
    given(A_PROVIDER).when(one_day, on="2018-05-02").then(
        BY_THE_HMIP.with_(true_to=day("2017-04-01"), document=None)
    )


def test_a_better_one_takes_the_place_of_what_is_held() -> None:
    better = HOLD.with_(document="c" * 64, replaces="h1")
    story = (
        given(A_PROVIDER, BY_THE_HMIP, KEPT)
        .when(better, on="2018-05-03")
        .then(
            BY_THE_HMIP.with_(holding="h2", document="c" * 64, held_on=day("2018-05-03"), replaces="h1"),
            On(f"document-{'c' * 64}", DocumentKept(document="c" * 64)),
        )
    )
    assert [each.came.holding for each in story.state(HOLDINGS).standing("policy")] == ["h2"]
    story.when(better, on="2018-05-03").then_refused("holding-gone", "replaced by h2")
    given(A_PROVIDER).when(better, on="2018-05-03").then_refused("unknown-holding", "held are: none")


def test_a_contact_puts_in_the_providers_own_submissions_only() -> None:
    own = HOLD.with_(source="submission", of="Annual return 2017-18", document=None)
    given(A_PROVIDER).when(own, on="2018-05-02", by=Role.PROVIDER_CONTACT).then(
        BY_THE_HMIP.with_(source="submission", of="Annual return 2017-18", document=None)
    )
    given(A_PROVIDER).when(HOLD, on="2018-05-02", by=Role.PROVIDER_CONTACT).then_refused("not-a-submission")


def test_what_is_held_is_about_a_provider_and_was_true_at_some_time() -> None:
    given().when(HOLD, on="2018-05-02").then_refused("unknown-provider", PROVIDER)
    story = given(A_PROVIDER)
    story.when(HOLD.with_(true_from=None), on="2018-05-02").then_refused("truth-unbegun")
    story.when(HOLD.with_(true_from=day("2018-05-03"), true_to=None), on="2018-05-02").then_refused(
        "truth-to-come", "2018-05-03"
    )
    story.when(HOLD.with_(true_to=day("2017-03-31")), on="2018-05-02").then_refused("dates-reversed")


def test_what_turned_out_wrong_is_not_relied_on() -> None:
    withdraw = WithdrawHolding(provider=PROVIDER, holding="h1", reason="It was of another division.")
    gone = HoldingWithdrawn(holding="h1", reason="It was of another division.")
    story = given(*AT_ANNOUNCEMENT, HELD_BEFORE).when(withdraw, on="2018-05-02").then(gone)
    story.when(withdraw, on="2018-05-02").then_refused("holding-gone", "another division")
    given(A_PROVIDER).when(withdraw, on="2018-05-02").then_refused("unknown-holding")
    linked = ASK.with_(links=(("policy", "h1"),))
    story.when(linked, on="2018-06-06").then_refused("holding-gone", "withdrawn")


# Linked instead of asked for


def test_what_is_held_is_linked_and_the_provider_is_asked_for_the_rest() -> None:
    story = given(*AT_ANNOUNCEMENT, HELD_BEFORE)
    linked = ASK.with_(links=(("policy", "h1"),))
    story = story.when(linked, on="2018-06-06").then(EVIDENCE_ASKED.with_(items=(ROTA,)), LINKED, NOTED)
    state = story.state(STREAM)
    assert state.awaited == ("rota",)
    assert (state.evidence["policy"].outcome, state.evidence["policy"].document) == ("linked", "b" * 64)
    assert state.notices["evidence-request"] == "evidence-request"


def test_where_all_is_held_nothing_is_asked_for_and_no_date_runs() -> None:
    everything = ASK.with_(items=(POLICY,), links=(("policy", "h1"),))
    found = given(*AT_ANNOUNCEMENT, HELD_BEFORE).when(everything, on="2018-06-06")
    story = found.then(EVIDENCE_ASKED.with_(items=()), LINKED, NOTED.with_(asked=()))
    state = story.state(STREAM)
    assert (state.stage, state.awaited, dict(state.deadlines)) == ("evidence-request", (), {})
    assert "evidence-request" not in state.notices


def test_only_what_is_wanted_is_linked_and_only_to_what_is_held() -> None:
    story = given(*AT_ANNOUNCEMENT, HELD_BEFORE)
    story.when(ASK.with_(links=(("diary", "h1"),)), on="2018-06-06").then_refused("unknown-item", "diary")
    story.when(ASK.with_(again=(("diary", "Lost."),)), on="2018-06-06").then_refused("unknown-item", "diary")
    story.when(ASK.with_(links=(("policy", "h7"),)), on="2018-06-06").then_refused(
        "unknown-holding", "held are: h1"
    )


def test_an_awaited_item_may_be_linked_later_which_saves_no_request() -> None:
    link = LinkEvidence(inspection=INSPECTION, item="policy", holding="h1")
    story = given(*AT_EVIDENCE, HELD_BEFORE)
    after = story.when(link, on="2018-06-20").then(LINKED)
    assert after.state(STREAM).awaited == ("rota",)
    assert after.state(HOLDINGS).requests == ()
    after.when(link, on="2018-06-20").then_refused("item-settled", "linked already")
    story.when(link.with_(item="diary"), on="2018-06-20").then_refused("unknown-item")
    story.when(link.with_(holding="h3"), on="2018-06-20").then_refused("unknown-holding")
    gone = HoldingWithdrawn(holding="h1", reason="It was wrong.")
    story.and_(gone).when(link, on="2018-06-20").then_refused("holding-gone")


# Not asked for twice


def test_what_came_in_this_year_is_not_asked_for_without_a_reason() -> None:
    story = given(*AT_ANNOUNCEMENT, BY_THE_HMIP)
    story.when(ASK, on="2018-06-06").then_refused("need-not-be-asked", "held as h1, since 2018-05-02")
    again = ASK.with_(again=(("policy", "It has been rewritten since."),))
    story.when(again, on="2018-06-06").then(
        EVIDENCE_ASKED,
        NOTED.with_(asked=("policy", "rota"), again=(("policy", "It has been rewritten since."),), saved=()),
    )


def test_what_another_inspection_asked_for_this_year_is_not_asked_for_without_a_reason() -> None:
    earlier = NOTED.with_(inspection="joint-2018", requested_on=day("2018-04-03"), saved=())
    story = given(*AT_ANNOUNCEMENT, earlier)
    story.when(ASK, on="2018-06-06").then_refused(
        "need-not-be-asked", "joint-2018 asked for it on 2018-04-03"
    )


def test_what_may_answer_an_item_under_another_code_is_linked_or_asked_for_with_a_reason() -> None:
    rota = EvidenceItem(id="shifts", title="Who works when", key_questions=("1.1.1",))
    ask = RequestEvidence(inspection=INSPECTION, items=(rota,))
    held = given(*AT_ANNOUNCEMENT, BY_THE_HMIP)
    held.when(ask, on="2018-06-06").then_refused(
        "need-not-be-asked", "as h1: The risk policy, since 2018-05-02"
    )
    noted = NOTED.with_(asked=("shifts",), saved=())
    why = (("shifts", "That is another thing."),)
    held.when(ask.with_(again=why), on="2018-06-06").then(
        EVIDENCE_ASKED.with_(items=(rota,)), noted.with_(again=why)
    )
    linked = held.when(ask.with_(links=(("shifts", "h1"),)), on="2018-06-06").then(
        EVIDENCE_ASKED.with_(items=()),
        LINKED.with_(item=rota, held_on=day("2018-05-02")),
        noted.with_(asked=(), saved=(("shifts", "h1"),)),
    )
    more = RequestFurtherEvidence(inspection=INSPECTION, items=(rota.with_(id="leave", title="Leave"),))
    assert linked.when(more, on="2018-06-07").refusal is None, "h1 was looked at for this inspection"


def test_the_same_title_under_another_code_is_the_same_thing() -> None:
    same = EvidenceItem(id="risk", title="the Risk  policy.", standard="1.4")
    ask = RequestEvidence(inspection=INSPECTION, items=(same,))
    given(*AT_ANNOUNCEMENT, BY_THE_HMIP).when(ask, on="2018-06-06").then_refused("need-not-be-asked", "h1")
    given(*AT_ANNOUNCEMENT, HELD_BEFORE).when(ask, on="2018-06-06").then(
        EVIDENCE_ASKED.with_(items=(same,)), NOTED.with_(asked=("risk",), saved=())
    )


def test_what_came_in_for_prompts_is_held_for_their_key_questions() -> None:
    item = EvidenceItem(id="policy", title="The risk policy", prompts=("1.1.1 a", "1.1.1 b", "1.1.2 a"))
    story = given(*AT_ANNOUNCEMENT, EVIDENCE_ASKED.with_(items=(item,)))
    receive = ReceiveEvidence(inspection=INSPECTION, item="policy")
    held = story.when(receive, on="2018-06-20").events[1][1]
    assert isinstance(held, ItemHeld)
    assert held.key_questions == ("1.1.1", "1.1.2")


def test_what_came_in_another_year_may_be_asked_for() -> None:
    last_year = NOTED.with_(inspection="north-2017", requested_on=day("2018-03-29"), saved=())
    given(*AT_ANNOUNCEMENT, HELD_BEFORE, last_year).when(ASK, on="2018-06-06").then(
        EVIDENCE_ASKED, NOTED.with_(asked=("policy", "rota"), saved=())
    )


# What an item is evidence for


def test_an_item_names_key_questions_and_prompts_of_the_pinned_framework() -> None:
    def asks(**changes: object) -> RequestEvidence:
        return ASK.with_(items=(POLICY.with_(**changes),))

    story = given(*AT_ANNOUNCEMENT)
    right = asks(standard=None, key_questions=("1.1.1", "1.2.1"), prompts=("1.1.1 a",))
    asked = story.when(right, on="2018-06-06").then(
        EVIDENCE_ASKED.with_(items=right.items), NOTED.with_(asked=("policy",), saved=())
    )
    assert asked.state(STREAM).evidence["policy"].item.serves == "1.1.1, 1.2.1, 1.1.1 a"
    for wrong, code, says in (
        (asks(key_questions=("1.1.9",)), "unknown-key-question", "1.1.9"),
        (asks(prompts=("1.1.1 z",)), "unknown-prompt", "1.1.1 z"),
        (asks(standard=None), "no-standard", "policy"),
    ):
        story.when(wrong, on="2018-06-06").then_refused(code, says)


def test_everything_that_is_wrong_with_a_list_is_said_at_once() -> None:
    """A list is put right in one go: whoever hands it in is not sent back for each row."""
    wrong = ASK.with_(
        items=(
            ROTA.with_(standard="9.9"),
            POLICY,
            POLICY.with_(title="Another policy", key_questions=("1.1.9",), prompts=("1.1.1 z",)),
            ROTA.with_(id="diary", standard=None),
        )
    )
    given(*AT_ANNOUNCEMENT).when(wrong, on="2018-06-06").then_refused(
        "unknown-standard",
        "5 things are wrong with what is wanted, and nothing was asked for. "
        "rota: There is no standard 9.9 in adult-nps-2018. policy: The item policy is asked for twice. "
        "policy: There is no key question 1.1.9 in adult-nps-2018. "
        "policy: There is no prompt 1.1.1 z in adult-nps-2018. "
        "diary: The item diary must name the standard, key questions or prompts it is for.",
    )


def test_everything_that_need_not_be_asked_for_is_said_at_once() -> None:
    held = (BY_THE_HMIP.with_(about="minutes"), BY_THE_HMIP.with_(holding="h2", about="diary"))
    both = ASK_MORE.with_(items=(FURTHER, FURTHER.with_(id="diary")))
    asked = given(*AT_EVIDENCE, *held).when(both, on="2018-06-20")
    asked.then_refused("need-not-be-asked", "2 things are wrong with what is wanted")
    asked.then_refused("need-not-be-asked", "minutes: The item minutes need not be asked for")
    asked.then_refused("need-not-be-asked", "diary: The item diary need not be asked for")


# Further requests


def test_more_is_asked_for_and_awaited_by_a_date_of_its_own() -> None:
    more = FurtherEvidenceRequested(items=(FURTHER,), due=day("2018-07-11"))
    story = given(*AT_EVIDENCE).when(ASK_MORE, on="2018-06-20")
    after = story.then(more, NOTED.with_(requested_on=day("2018-06-20"), asked=("minutes",), saved=()))
    state = after.state(STREAM)
    assert state.stage == "evidence-request"
    assert {code: each.due for code, each in state.deadlines.items()} == {
        "evidence": day("2018-06-27"),
        "evidence-2": day("2018-07-11"),
    }
    assert state.notices["evidence-request-2"] == "evidence-request-2"
    after.when(ASK_MORE, on="2018-06-21").then_refused("asked-twice", "minutes")


def test_during_fieldwork_too() -> None:
    story = given(*AT_EVIDENCE, POLICY_RECEIVED, ROTA_RECEIVED, FIELDWORK_BEGUN, HELD_BEFORE)
    linked = ASK_MORE.with_(links=(("minutes", "h1"),))
    after = story.when(linked, on="2018-07-10").then(
        LINKED.with_(item=FURTHER),
        NOTED.with_(requested_on=day("2018-07-10"), asked=(), saved=(("minutes", "h1"),)),
    )
    assert after.state(STREAM).stage == "fieldwork"


def test_a_further_request_is_held_to_the_same_rules() -> None:
    story = given(*AT_EVIDENCE, BY_THE_HMIP.with_(about="minutes"))

    def refused(code: str, says: str = "", **changes: object) -> None:
        story.when(ASK_MORE.with_(**changes), on="2018-06-20").then_refused(code, says)

    refused("need-not-be-asked", "h1")
    reason = (("minutes", "A later one."),)
    refused("unknown-standard", items=(FURTHER.with_(standard="4.1"),))
    refused("unknown-key-question", items=(FURTHER.with_(key_questions=("1.1.9",)),))
    refused("unknown-prompt", items=(FURTHER.with_(prompts=("1.1.1 z",)),))
    refused("no-standard", items=(FURTHER.with_(standard=None),))
    refused("unknown-item", links=(("diary", "h1"),))
    refused("unknown-holding", links=(("minutes", "h9"),))
    refused("date-in-past", again=reason, due=day("2018-06-20"))
    refused("not-a-working-day", again=reason, due=day("2018-06-23"))
    short = story.under(calendar=SHORT_CALENDAR)
    short.when(ASK_MORE.with_(again=reason), on="2018-06-08").then_refused("calendar-exhausted")
    gone = story.and_(HoldingWithdrawn(holding="h1", reason="It was wrong."))
    gone.when(ASK_MORE.with_(links=(("minutes", "h1"),)), on="2018-06-20").then_refused("holding-gone")


# Two times, and a better document


def test_evidence_says_of_which_days_it_tells() -> None:
    receive = ReceiveEvidence(inspection=INSPECTION, item="rota", true_from=day("2018-04-01"))
    told = EvidenceReceived(
        item="rota", document=None, true_from=day("2018-04-01"), true_to=day("2018-04-01")
    )
    held = HELD_BEFORE.with_(
        about="rota",
        title="The staff rota",
        key_questions=(),
        document=None,
        of=INSPECTION,
        true_from=day("2018-04-01"),
        true_to=day("2018-04-01"),
        held_on=day("2018-06-20"),
    )
    given(*AT_EVIDENCE).when(receive, on="2018-06-20").then(told, held)
    for wrong, code in (
        ({"true_from": day("2018-06-21")}, "truth-to-come"),
        ({"true_to": day("2018-03-31")}, "dates-reversed"),
        ({"true_from": day("2018-12-01"), "true_to": day("2018-01-01")}, "dates-reversed"),
        ({"true_from": None, "true_to": day("2018-03-31")}, "truth-unbegun"),
    ):
        given(*AT_EVIDENCE).when(receive.with_(**wrong), on="2018-06-20").then_refused(code)


REPLACE = ReplaceEvidence(
    inspection=INSPECTION,
    item="policy",
    document="c" * 64,
    reason="A page was missing.",
    true_from=day("2018-05-01"),
)


def test_a_document_is_replaced_by_a_better_one_and_stays_on_the_record() -> None:
    came = HELD_BEFORE.with_(of=INSPECTION, document="a" * 64, held_on=day("2018-06-20"))
    story = given(*AT_EVIDENCE, POLICY_RECEIVED, came).when(
        REPLACE, on="2018-06-21", by=Role.PROVIDER_CONTACT
    )
    after = story.then(
        EvidenceReplaced(
            item="policy",
            was="a" * 64,
            document="c" * 64,
            true_from=day("2018-05-01"),
            true_to=day("2018-05-01"),
            reason="A page was missing.",
        ),
        came.with_(
            holding="h2",
            key_questions=(),
            document="c" * 64,
            true_from=day("2018-05-01"),
            true_to=day("2018-05-01"),
            held_on=day("2018-06-21"),
            replaces="h1",
        ),
        On(f"document-{'c' * 64}", DocumentKept(document="c" * 64)),
    )
    assert after.state(STREAM).evidence["policy"].document == "c" * 64
    assert [each.came.holding for each in after.state(HOLDINGS).standing()] == ["h2"]
    after.when(REPLACE, on="2018-06-22").then_refused("same-document")


def test_only_what_has_come_in_is_replaced() -> None:
    story = given(*AT_EVIDENCE)
    story.when(REPLACE, on="2018-06-21").then_refused("nothing-to-replace", "policy")
    story.when(REPLACE.with_(item="diary"), on="2018-06-21").then_refused("unknown-item")
    received = story.and_(POLICY_RECEIVED)
    for wrong, code in (
        ({"true_from": day("2018-06-22")}, "truth-to-come"),
        ({"true_to": day("2018-03-31")}, "dates-reversed"),
        ({"true_from": None, "true_to": day("2018-03-31")}, "truth-unbegun"),
    ):
        received.when(REPLACE.with_(**wrong), on="2018-06-21").then_refused(code)
