"""Judgements on their way to the panel: case results looked at, enquiries closed, evidence unchanged (004 §4.14)."""

from domain.dated_rules.library import Library
from domain.decider import On
from domain.evidence.commands import (
    CloseEnquiry,
    TakeUpEvidence,
    WorkOnEnquiry,
)
from domain.evidence.events import (
    EnquiryCarried,
    EnquiryClosed,
    EvidenceCorrected,
    EvidenceRegistered,
    PromptsAssessed,
)
from domain.holdings.events import HoldingWithdrawn, ItemHeld
from domain.inspections.commands import (
    ConfirmRatings,
    DecideRatings,
    LinkEvidence,
)
from domain.inspections.events import (
    CorrelationChecked,
    EvidenceLinked,
    EvidenceReplaced,
    Pin,
    ProviderFollowed,
    RatingsDerived,
    StandardLeftUnrated,
    StandardLookedAt,
)
from domain.people.roles import Role
from tests.support.evidence_room import ENQUIRY, FOLLOWED, ROOM, STRATEGY, STRATEGY_ENTRY, WITHDRAWN
from tests.support.example import (
    ALL_READ,
    ALL_SAMPLED,
    ANNOUNCED,
    AT_PANEL_REVIEW,
    BEFORE_THE_PANEL,
    CASE_READS_CLOSED,
    CASES,
    CONVENED,
    DERIVED,
    FRAMEWORK,
    INSPECTION,
    JUDGED,
    OPENED,
    PANEL,
    POLICY,
    PROPOSALS,
    PROVIDER,
    SCHEME,
    day,
    read_to_the_end,
)
from tests.support.judgement_ground import (
    DERIVE,
    IN_FIELDWORK,
    PANEL_DAY,
    PINNED,
    PROPOSE,
    PROPOSED,
    STREAM,
    STRICT,
    TO_THE_PANEL,
    check,
    checked,
    compared,
    under,
)
from tests.support.specification import given

SUCCESSORS = "holdings-greater-north"

# The case results beside the proposals


def test_each_judged_standard_stands_beside_the_case_standards_and_what_lies_far_off_is_marked() -> None:
    low = PROPOSALS[0].with_(rating="inadequate")
    found = compared(under((*TO_THE_PANEL, low)))
    assert [(each.standard, each.rating) for each in found.cases] == [
        (each, "outstanding") for each in ("2.1", "2.2", "2.3", "2.4", "3.1", "3.2")
    ]
    assert found.cases[0].questions == (("2.1.1", 2, 0), ("2.1.2", 2, 0), ("2.1.3", 2, 0))
    assert [(each.proposed, each.diverges) for each in found.judged] == [
        ("inadequate", True),
        ("good", False),
        ("good", False),
        ("good", False),
    ]
    assert dict(found.judged[0].steps)["2.1"] == -3
    assert found.diverging == ("1.1",)


def test_cases_that_are_still_being_read_do_not_count_yet() -> None:
    some = (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS, *read_to_the_end(CASES[0], "no"))
    found = {each.standard: each.rating for each in compared(under(some)).cases}
    assert found["2.1"] == "inadequate"
    assert found["3.1"] is None


def test_somebody_looks_at_exactly_this_and_says_what_looking_further_showed() -> None:
    low = PROPOSALS[0].with_(rating="inadequate")
    story = under((*TO_THE_PANEL, low))
    story.when(check(story), on=PANEL_DAY).then_refused("divergence-not-interrogated", "1.1")
    strange = check(story, **{"1.1": "Staff carry it.", "2.1": "?"})
    story.when(strange, on=PANEL_DAY).then_refused("not-judged", "2.1")
    story.when(check(story, **{"1.1": "Staff carry it."}), on=PANEL_DAY).then(
        CorrelationChecked(
            compared=compared(story).digest,
            checked_on=day(PANEL_DAY),
            standards=tuple(
                StandardLookedAt(
                    standard=each,
                    diverges=each == "1.1",
                    interrogated="Staff carry it." if each == "1.1" else None,
                )
                for each in JUDGED
            ),
        )
    )


def test_what_was_looked_at_must_be_what_stands() -> None:
    story = under(TO_THE_PANEL)
    old = check(story)
    changed = story.and_(PROPOSALS[1].with_(rating="outstanding"))
    changed.when(old, on=PANEL_DAY).then_refused("comparison-stale")
    one_missing = under(tuple(each for each in TO_THE_PANEL if each != PROPOSALS[2]))
    one_missing.when(check(one_missing), on=PANEL_DAY).then_refused("proposal-missing", "1.3")


def test_a_standard_that_was_left_unrated_has_nothing_to_be_looked_at() -> None:
    without = tuple(each for each in TO_THE_PANEL if each != PROPOSALS[2])
    left = StandardLeftUnrated(standard="1.3", reason="The follow-up's focus is narrower.")
    story = under((*without, left))
    assert [each.standard for each in compared(story).judged] == ["1.1", "1.2", "1.4"]
    checked(story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    proposed_all_the_same = story.and_(PROPOSALS[2])
    assert len(compared(proposed_all_the_same).judged) == 4


# To the panel


def test_ratings_go_to_the_panel_once_the_case_results_were_looked_at() -> None:
    story = under(TO_THE_PANEL)
    story.when(DERIVE, on=PANEL_DAY).then_refused("correlation-not-checked")
    checked(story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_look_is_stale_when_a_proposal_changes_and_ratings_are_then_not_proposed() -> None:
    story = checked(under(TO_THE_PANEL)).and_(PROPOSALS[1].with_(rating="outstanding"))
    story.when(DERIVE, on=PANEL_DAY).then_refused("correlation-stale")
    checked(story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_look_is_stale_when_a_case_result_changes() -> None:
    story = checked(under(TO_THE_PANEL))
    otherwise = tuple(fact for case in CASES for fact in read_to_the_end(case, "no"))
    read_otherwise = tuple(
        fact for fact in TO_THE_PANEL if fact not in ALL_READ and fact != CASE_READS_CLOSED
    )
    again = under((*read_otherwise, *otherwise, CASE_READS_CLOSED, story.state(STREAM).correlation))
    again.when(DERIVE, on=PANEL_DAY).then_refused("correlation-stale")


def test_open_lines_of_enquiry_hold_the_proposal_back_unless_they_are_carried() -> None:
    story = checked(under(TO_THE_PANEL)).and_(ENQUIRY)
    story.when(DERIVE, on=PANEL_DAY).then_refused("enquiries-open", "risks")
    carried = story.and_(EnquiryCarried(enquiry="risks", reason="The chair was ill."))
    carried.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_proposal_is_at_odds_with_a_document_that_came_in_the_place_of_the_one_it_rests_on() -> None:
    taken_up = EvidenceRegistered(
        entry="policy",
        content=STRATEGY_ENTRY.with_(source="The provider, asked for in advance", document="a" * 64),
        recorded_on=day("2018-06-20"),
        account=None,
    )
    on_it = PROPOSE.with_(evidence=("policy",))
    proposed = under(TO_THE_PANEL).and_(taken_up).when(on_it, on=PANEL_DAY).story
    story = checked(proposed)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    better = EvidenceReplaced(
        item="policy", was="a" * 64, document="b" * 64, true_from=None, true_to=None, reason="A draft."
    )
    replaced = story.and_(better)
    replaced.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "take up what came in its place")
    up = replaced.when(TakeUpEvidence(inspection=INSPECTION), on=PANEL_DAY).story
    up.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "since; propose it again")
    again = checked(up.when(on_it, on=PANEL_DAY).story)
    again.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_proposal_on_evidence_that_has_changed_must_be_made_again() -> None:
    story = checked(under((*TO_THE_PANEL, PROPOSED)))
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    corrected = EvidenceCorrected(
        entry="strategy",
        content=STRATEGY_ENTRY.with_(title="The old strategy"),
        recorded_on=day(PANEL_DAY),
        account=None,
        reason="A slip.",
    )
    for event in (corrected, WITHDRAWN):
        story.and_(event).when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "strategy")
    again = story.and_(corrected).when(PROPOSE, on=PANEL_DAY).story
    checked(again).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_what_was_assessed_or_closed_on_evidence_that_went_shakes_the_judgements_until_it_is_looked_at_again() -> (
    None
):
    closed = EnquiryClosed(enquiry="risks", conclusion="The board owns it.")
    story = checked(under(TO_THE_PANEL)).and_(ENQUIRY, FOLLOWED, closed)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    titled = EvidenceCorrected(
        entry="strategy",
        content=STRATEGY_ENTRY.with_(title="The strategy of 2018"),
        recorded_on=day(PANEL_DAY),
        account=None,
        reason="A slip.",
    )
    story.and_(titled).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    other = titled.with_(content=STRATEGY_ENTRY.with_(document="b" * 64))
    for event in (other, WITHDRAWN):
        story.and_(event).when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "assess it again")
    reread = PromptsAssessed(
        findings=tuple(
            each.with_(evidence=("strategy",))
            for each in story.state(ROOM).findings.values()
            if each.evidence
        )
    )
    assessed = story.and_(other, reread)
    assessed.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "work on it again and close it")
    again = WorkOnEnquiry(
        inspection=INSPECTION, enquiry="risks", evidence=("strategy",), showed="The board does, still."
    )
    worked = assessed.when(again, on=PANEL_DAY).story
    worked.when(DERIVE, on=PANEL_DAY).then_refused("enquiries-open", "risks")
    done = worked.when(
        CloseEnquiry(inspection=INSPECTION, enquiry="risks", conclusion="It does."), on=PANEL_DAY
    ).story
    done.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_linked_holding_that_was_replaced_shakes_what_rests_on_it_until_the_better_one_is_linked() -> None:
    first = ItemHeld(
        holding="h1",
        about="policy",
        title="The risk policy",
        key_questions=(),
        document="a" * 64,
        source="submission",
        of="A return",
        true_from=None,
        true_to=None,
        held_on=day("2018-05-02"),
        replaces=None,
    )
    linked = EvidenceLinked(
        item=POLICY,
        holding="h1",
        shelf=None,
        document="a" * 64,
        true_from=None,
        true_to=None,
        held_on=day("2018-05-02"),
    )
    entry = STRATEGY_ENTRY.with_(source="Held already", document="a" * 64)
    taken_up = EvidenceRegistered(entry="policy", content=entry, recorded_on=day("2018-06-20"), account=None)
    on_it = PROPOSE.with_(evidence=("policy",))
    story = checked(under(TO_THE_PANEL).and_(first, linked, taken_up).when(on_it, on=PANEL_DAY).story)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    better = first.with_(holding="h2", document="b" * 64, replaces="h1")
    withdrawn = HoldingWithdrawn(holding="h1", reason="It was another provider's.")
    for event in (better, withdrawn):
        story.and_(event).when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "link or hand in")
    relink = LinkEvidence(inspection=INSPECTION, item="policy", holding="h2")
    story.and_(better.with_(replaces=None)).when(relink, on=PANEL_DAY).then_refused("item-settled")
    replaced = (
        story.and_(better).when(relink, on=PANEL_DAY).then(linked.with_(holding="h2", document="b" * 64))
    )
    replaced.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "take up what came in its place")
    up = replaced.when(TakeUpEvidence(inspection=INSPECTION), on=PANEL_DAY).story
    checked(up.when(on_it, on=PANEL_DAY).story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_what_was_linked_before_a_merger_is_looked_up_among_the_holdings_that_it_was_linked_from() -> None:
    held = ItemHeld(
        holding="h1",
        about="policy",
        title="The risk policy",
        key_questions=(),
        document="a" * 64,
        source="submission",
        of="A return",
        true_from=None,
        true_to=None,
        held_on=day("2018-05-02"),
        replaces=None,
    )
    linked = EvidenceLinked(
        item=POLICY,
        holding="h1",
        shelf=None,
        document="a" * 64,
        true_from=None,
        true_to=None,
        held_on=day("2018-05-02"),
    )
    entry = STRATEGY_ENTRY.with_(source="Held already", document="a" * 64)
    taken_up = EvidenceRegistered(entry="policy", content=entry, recorded_on=day("2018-06-20"), account=None)
    followed = ProviderFollowed(
        was=PROVIDER,
        provider="greater-north",
        provider_name="Greater Northern Division",
        others=(),
        left=(),
        reason="It was merged.",
        followed_on=day("2018-06-20"),
        deadlines=(),
    )
    theirs, better = held.with_(document="c" * 64), held.with_(holding="h2", document="d" * 64, replaces="h1")
    merged = (held, linked, taken_up, followed, On(SUCCESSORS, theirs), On(SUCCESSORS, better))
    on_it = PROPOSE.with_(evidence=("policy",))
    story = checked(under(TO_THE_PANEL).and_(*merged).when(on_it, on=PANEL_DAY).story)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    relink = LinkEvidence(inspection=INSPECTION, item="policy", holding="h2")
    story.when(relink, on=PANEL_DAY).then_refused("item-settled")
    withdrawn = story.and_(HoldingWithdrawn(holding="h1", reason="It was another provider's."))
    withdrawn.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "link or hand in")
    again = withdrawn.when(relink, on=PANEL_DAY).then_one(EvidenceLinked)
    assert again.document == "d" * 64, "from what is held about whoever is asked now"


# Before the panel and after


def test_what_the_panel_would_decide_on_must_still_stand() -> None:
    before = given(*BEFORE_THE_PANEL, STRATEGY)
    decide = DecideRatings(inspection=INSPECTION, panel=PANEL, derivation=DERIVED.trace_digest)
    before.and_(ENQUIRY).when(decide, on=PANEL_DAY).then_refused("enquiries-open", "risks")
    resting = given(*AT_PANEL_REVIEW, STRATEGY, PROPOSED, DERIVED, CONVENED, OPENED)
    resting.and_(WITHDRAWN).when(decide, on=PANEL_DAY).then_refused("evidence-changed", "strategy")


def test_what_another_role_decides_must_still_stand_too() -> None:
    decided_by_the_manager = STRICT.with_(id="by-hand-2018", panel=None, decides=Role.OPERATIONS_MANAGER)
    library = Library.of([decided_by_the_manager], [FRAMEWORK], [SCHEME])
    pin = Pin(id="by-hand-2018", version=STRICT.version, digest=decided_by_the_manager.digest)
    announced = ANNOUNCED.with_(protocol=pin)
    facts = (announced if each == PINNED else each for each in (*TO_THE_PANEL, PROPOSED, DERIVED))
    story = given(*facts).under(library=library)
    confirm = ConfirmRatings(inspection=INSPECTION, derivation=DERIVED.trace_digest)
    by = Role.OPERATIONS_MANAGER
    story.and_(WITHDRAWN).when(confirm, on=PANEL_DAY, by=by).then_refused("evidence-changed")
    story.and_(ENQUIRY).when(confirm, on=PANEL_DAY, by=by).then_refused("enquiries-open")
