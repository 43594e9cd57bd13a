"""What some kinds of inspection have and others do not: whom they look at, partners, who decides, where they end."""

from datetime import timedelta

import pytest

from domain.action_plans.events import ActionPlanRequested
from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import (
    AcceptChallenge,
    BeginFieldwork,
    CloseCaseReads,
    ConfirmRatings,
    DecideRatings,
    DraftReport,
    EndFieldwork,
    LeaveUnrated,
    RaiseChallenge,
    RecordPublication,
    ReopenCaseReads,
    RequestEvidence,
    SchedulePublication,
    ScoreCriterion,
    SignForPartner,
    SignOffReport,
)
from domain.inspections.events import (
    AnswersCounted,
    CaseReadsClosed,
    CriterionScored,
    FieldworkBegun,
    FieldworkEnded,
    InspectionAnnounced,
    InspectionClosed,
    LeadChanged,
    PartnerSigned,
    RatingsConfirmed,
    RatingsDecided,
    ReportPublished,
    StandardLeftUnrated,
)
from domain.inspections.kinds.parts import FollowUpRule, Partner
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.notices import notice_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.events import InspectionConsidered
from domain.people.roles import Role
from domain.providers.provider import ProviderRegistered
from tests.spec.test_announcement import ANNOUNCE
from tests.support.example import (
    A_PROVIDER,
    AT_EVIDENCE,
    FRAMEWORK,
    INSPECTION,
    LIBRARY,
    POLICY,
    PROTOCOL,
    SCHEME,
    TO_HMPPS,
    TO_PROVIDER,
    day,
)
from tests.support.house import shipped_library
from tests.support.kinds.walk import KindWalk
from tests.support.specification import Story, given
from tests.support.story_ground import StoryGround, a_working_day_of

ANOTHER = On(
    "provider-south",
    ProviderRegistered(provider="south", title="Southern Division", kind="nps-division", area="The South"),
)
SHORT = PROTOCOL.with_(
    id="short",
    stages=(Stage.ANNOUNCEMENT, Stage.FIELDWORK),
    populations=(),
    scheme=None,
    framework=None,
    panel=None,
    published=False,
)
"""The least that an inspection can be."""


def library_with(*kinds: Protocol) -> Library:
    return Library.of([PROTOCOL, *kinds], [FRAMEWORK], [SCHEME])


def story_at(protocol: Protocol, stage: Stage, reference: str = INSPECTION) -> StoryGround:
    """An inspection of a kind, standing at a stage, on a ground that goes on from there."""
    shipped = shipped_library()
    library = Library.of(
        [*(each for each in shipped.protocols() if each.id != protocol.id), protocol],
        shipped.frameworks().all(),
        shipped.schemes(),
    )
    ground = StoryGround(library, a_working_day_of(protocol.in_force_from))
    KindWalk(protocol, ground, reference).until(stage)
    return ground


def on(ground: StoryGround, days: int = 0) -> str:
    return (ground.today + timedelta(days)).isoformat()


def state_of(story: Story) -> Inspection:
    state: Inspection = story.state(f"inspection-{INSPECTION}")
    return state


def kind(id_: str) -> Protocol:
    found = shipped_library().protocol(id_)
    assert found is not None
    return found


# Whom it looks at


def test_a_kind_that_looks_at_one_provider_is_announced_to_one() -> None:
    story = given(A_PROVIDER, ANOTHER)
    story.when(ANNOUNCE.with_(also=("south",)), on="2018-06-04").then_refused("one-provider-only")
    story.when(ANNOUNCE.with_(also=("north",)), on="2018-06-04").then_refused("listed-twice")
    story.when(ANNOUNCE.with_(also=("west",)), on="2018-06-04").then_refused("unknown-provider", "west")


def test_a_kind_that_looks_at_several_or_an_area_or_at_a_request_says_so() -> None:
    for changes, code, missing in (
        ({"whom": "providers"}, "providers-missing", {"also": ("south",)}),
        ({"whom": "area"}, "area-missing", {"area": "Northumbria", "also": ("south",)}),
        ({"at_request": True}, "request-missing", {"requested_by": "The Secretary of State"}),
    ):
        library = library_with(PROTOCOL.with_(id="apart", **changes))
        story = given(A_PROVIDER, ANOTHER).under(library=library)
        announce = ANNOUNCE.with_(protocol="apart")
        story.when(announce, on="2018-06-04").then_refused(code)
        announced = story.when(announce.with_(**missing), on="2018-06-04").then_one(InspectionAnnounced)
        assert announced.providers == ("north", *missing.get("also", ()))
        assert announced.area == missing.get("area")
        assert announced.requested_by == missing.get("requested_by")


@pytest.mark.parametrize("inspects", [("nps-division",), ("nps-division", "crc")])
def test_a_kind_that_looks_at_an_area_looks_at_its_providers_together(inspects: tuple[str, ...]) -> None:
    library = library_with(PROTOCOL.with_(id="together", whom="area", inspects=inspects))
    crc = ProviderRegistered(provider="north-crc", title="Northern CRC", kind="crc", area="The North")
    story = given(A_PROVIDER, ANOTHER, On("provider-north-crc", crc)).under(library=library)
    alone = ANNOUNCE.with_(protocol="together", area="Northumbria")
    story.when(alone, on="2018-06-04").then_refused("providers-missing", "together; name the others")
    two_divisions = story.when(alone.with_(also=("south",)), on="2018-06-04")
    if len(inspects) == 1:
        assert two_divisions.then_one(InspectionAnnounced).providers == ("north", "south")
        return
    two_divisions.then_refused("providers-missing", "of another kind too: crc")
    both = story.when(alone.with_(also=("north-crc",)), on="2018-06-04").then_one(InspectionAnnounced)
    assert both.providers == ("north", "north-crc")


def test_what_is_piloted_may_be_tried_before_it_is_in_force() -> None:
    ahead = FRAMEWORK.with_(in_force_from=day("2019-04-01"))
    for status, code in (("piloted", None), ("in-force", "unknown-framework")):
        library = Library.of([PROTOCOL.with_(status=status)], [ahead], [SCHEME])
        result = given(A_PROVIDER).under(library=library).when(ANNOUNCE, on="2018-06-04")
        assert (result.refusal.code if result.refusal else None) == code


def test_every_provider_of_an_inspection_is_told_what_concerns_them_all() -> None:
    ground = story_at(kind("thematic"), Stage.PUBLICATION)
    state = state_of(ground.story)
    first, second = state.known.providers
    owed = {code: notice_of(INSPECTION, state, code).to for code in state.notices}
    assert owed == {
        "announcement": first,
        f"announcement-to-{second}": second,
        "evidence-request": first,
        f"evidence-request-to-{second}": second,
    }
    other = notice_of(INSPECTION, state, f"announcement-to-{second}")
    assert other.body.startswith(f"To: {state.name_of(second)}\n")
    assert other.subject.startswith("Your inspection is announced")


# Stages that it does not have


def test_a_kind_that_asks_for_no_evidence_goes_from_its_announcement_into_fieldwork() -> None:
    story = given(A_PROVIDER).under(library=library_with(SHORT))
    announced = story.when(ANNOUNCE.with_(protocol="short"), on="2018-06-04").then_one(InspectionAnnounced)
    assert (announced.request_due, announced.framework, announced.scheme) == (None, None, None)
    story = story.and_(announced)
    asked = RequestEvidence(inspection=INSPECTION, items=(POLICY,))
    story.when(asked, on="2018-06-05").then_refused("no-evidence-request", "goes on with fieldwork")
    begun = story.when(BeginFieldwork(inspection=INSPECTION), on="2018-07-09").then_one(FieldworkBegun)
    # With nothing behind fieldwork, its end is the end.
    story.and_(begun).when(EndFieldwork(inspection=INSPECTION), on="2018-07-13").then(
        FieldworkEnded(ended_on=day("2018-07-13"), due=None, publication_due=None),
        InspectionClosed(closed_on=day("2018-07-13")),
    )


def test_a_kind_that_asks_for_evidence_does_not_begin_fieldwork_without_having_asked() -> None:
    story = given(*AT_EVIDENCE[:2])
    story.when(BeginFieldwork(inspection=INSPECTION), on="2018-07-09").then_refused("wrong-stage")


def test_a_kind_that_ends_with_its_case_reads_is_closed_with_them() -> None:
    file_reads = PROTOCOL.with_(
        id="file-reads",
        stages=(Stage.ANNOUNCEMENT, Stage.FIELDWORK, Stage.CASE_READS),
        scheme=None,
        panel=None,
        published=False,
    )
    ground = story_at(file_reads, Stage.CASE_READS)
    KindWalk(file_reads, ground, INSPECTION).read_cases_but_not_close()
    result = ground.story.when(CloseCaseReads(inspection=INSPECTION), on=on(ground))
    closed = next(event for _, event in result.events if isinstance(event, CaseReadsClosed))
    assert closed.due is None
    counted = next(event for _, event in result.events if isinstance(event, AnswersCounted))
    result.then(counted, closed, InspectionClosed(closed_on=ground.today))


def test_a_pilot_ends_with_the_panels_decision_and_nothing_is_published() -> None:
    ground = story_at(kind("pilot-2017"), Stage.PANEL_REVIEW)
    walk = KindWalk(kind("pilot-2017"), ground, INSPECTION)
    walk.derive()
    panel = walk.convene()
    derived = state_of(ground.story).derived
    assert derived is not None
    decide = DecideRatings(
        inspection=INSPECTION,
        panel=panel,
        derivation=derived.trace_digest,
        pack=walk.issue_pack(panel, derived.trace_digest),
        consistency="As elsewhere.",
    )
    result = ground.story.when(decide, on=on(ground))
    decided, considered = (event for _, event in result.events if not isinstance(event, InspectionClosed))
    assert isinstance(decided, RatingsDecided)
    assert isinstance(considered, InspectionConsidered)
    story = result.then(decided, InspectionClosed(closed_on=ground.today), On(f"panel-{panel}", considered))
    assert state_of(story).standing is Stage.CLOSED
    assert ReportPublished not in {type(event) for _, event in ground.happened}


def test_a_report_of_a_kind_without_an_action_plan_ends_the_inspection() -> None:
    ground = story_at(kind("thematic"), Stage.PUBLICATION)
    walk = KindWalk(kind("thematic"), ground, INSPECTION)
    walk.report_but_not_publish()
    report = state_of(ground.story).publish
    assert report is not None
    publish = RecordPublication(inspection=INSPECTION, report=report, document="d" * 64)
    result = ground.story.when(publish, on=on(ground))
    published = next(event for _, event in result.events if isinstance(event, ReportPublished))
    assert published.plans == (), "it has a recommendation to the provider, and no action plan"
    result.then(published, InspectionClosed(closed_on=ground.today))
    assert ActionPlanRequested not in {type(event) for _, event in ground.happened}


def test_case_reads_that_a_kind_does_not_have_are_not_opened_again() -> None:
    words = PROTOCOL.with_(
        id="words",
        stages=(Stage.ANNOUNCEMENT, Stage.FIELDWORK, Stage.PUBLICATION),
        populations=(),
        scheme=None,
        panel=None,
    )
    ground = story_at(words, Stage.PUBLICATION)
    again = ReopenCaseReads(inspection=INSPECTION, reason="A list was wrong.")
    ground.story.when(again, on=on(ground)).then_refused("no-case-reads")


# In words alone


def test_a_report_in_words_rests_on_the_end_of_the_case_reads() -> None:
    ground = story_at(kind("thematic"), Stage.PUBLICATION)
    state = state_of(ground.story)
    assert (state.derived, state.decided) == (None, None)
    rests_on = state.decision
    assert rests_on is not None
    again = ReopenCaseReads(inspection=INSPECTION, reason="A case was misread.")
    back = ground.story.when(again, on=on(ground)).story
    assert (state_of(back).standing, state_of(back).decision) == (Stage.CASE_READS, None)


def test_a_point_of_fact_touches_no_judgement_where_none_is_made() -> None:
    ground = story_at(kind("thematic"), Stage.PUBLICATION)
    KindWalk(kind("thematic"), ground, INSPECTION).draft_and_send()
    one = state_of(ground.story).known.provider
    point = RaiseChallenge(
        inspection=INSPECTION, challenge="c1", about="page 3", text="Not so.", provider=one
    )
    ground.give(point)
    accept = AcceptChallenge(
        inspection=INSPECTION, challenge="c1", touches="judgement", amendment="So it is."
    )
    ground.story.when(accept, on=on(ground)).then_refused("nothing-rated", "amend the wording")
    assert ground.story.when(accept.with_(touches="wording"), on=on(ground)).refusal is None


def test_a_kind_that_makes_no_recommendations_makes_none() -> None:
    silent = kind("special-inquiry").with_(recommendations=False)
    ground = story_at(silent, Stage.PUBLICATION)
    draft = DraftReport(inspection=INSPECTION, findings="As found.", recommendations=(TO_PROVIDER, TO_HMPPS))
    ground.story.when(draft, on=on(ground)).then_refused("no-recommendations")
    assert ground.story.when(draft.with_(recommendations=()), on=on(ground)).refusal is None


# Partners who sign

PRISONS = "offender-management-in-prisons"


def test_publication_waits_for_the_partner_who_signs() -> None:
    ground = story_at(kind(PRISONS), Stage.PUBLICATION)
    KindWalk(kind(PRISONS), ground, INSPECTION).draft_and_send()
    report = state_of(ground.story).report
    assert report is not None
    publish = SchedulePublication(inspection=INSPECTION, publish_on=ground.calendar.after(ground.today, 2))
    ground.story.when(publish, on=on(ground)).then_refused("window-open")
    checked = ground.confirm_facts(INSPECTION)
    checked.when(publish, on=on(ground)).then_refused("partners-unsigned", "hmi-prisons")
    sign = SignForPartner(
        inspection=INSPECTION,
        partner="hmi-prisons",
        report=report.digest,
        signed_by="HM Chief Inspector of Prisons",
    )
    signed = checked.when(sign, on=on(ground)).then(
        PartnerSigned(
            partner="hmi-prisons",
            report=report.digest,
            signed_by="HM Chief Inspector of Prisons",
            signed_on=ground.today,
        )
    )
    signed.when(sign, on=on(ground)).then_nothing()
    assert signed.when(publish, on=on(ground)).refusal is None


def test_a_partner_signs_what_stands_and_no_other_body_signs() -> None:
    ground = story_at(kind(PRISONS), Stage.PUBLICATION)
    sign = SignForPartner(inspection=INSPECTION, partner="hmi-prisons", report="0" * 64, signed_by="A post")
    ground.story.when(sign, on=on(ground)).then_refused("no-report")
    ground.story.when(sign.with_(partner="ofsted"), on=on(ground)).then_refused(
        "no-such-signatory", "hmi-prisons"
    )
    KindWalk(kind(PRISONS), ground, INSPECTION).draft_and_send()
    ground.story.when(sign, on=on(ground)).then_refused("stale-report")
    report = state_of(ground.story).report
    assert report is not None
    ahead = sign.with_(report=report.digest, signed_on=ground.today + timedelta(1))
    ground.story.when(ahead, on=on(ground)).then_refused("date-ahead")


def test_a_partners_signature_does_not_outlast_a_change_of_the_report() -> None:
    ground = story_at(kind(PRISONS), Stage.PUBLICATION)
    walk = KindWalk(kind(PRISONS), ground, INSPECTION)
    walk.draft_and_send()
    report = state_of(ground.story).report
    assert report is not None
    ground.give(
        SignForPartner(inspection=INSPECTION, partner="hmi-prisons", report=report.digest, signed_by="A post")
    )
    assert state_of(ground.story).unsigned_partners == ()
    ground.give(RaiseChallenge(inspection=INSPECTION, challenge="c1", about="page 3", text="Not so."))
    ground.give(
        AcceptChallenge(inspection=INSPECTION, challenge="c1", touches="wording", amendment="A word.")
    )
    assert state_of(ground.story).unsigned_partners == ("hmi-prisons",)


def test_a_partner_does_not_sign_a_report_on_ratings_that_were_decided_anew() -> None:
    joint = kind("yot-2021").with_(
        partners=(Partner(body="ofsted", title="Ofsted", signs=True, citation="a test"),)
    )
    ground = story_at(joint, Stage.PUBLICATION)
    walk = KindWalk(joint, ground, INSPECTION)
    walk.draft_and_send()
    report = state_of(ground.story).report
    assert report is not None
    ground.give(ReopenCaseReads(inspection=INSPECTION, reason="A case was misread."))
    walk.go_back_to_publication()
    sign = SignForPartner(inspection=INSPECTION, partner="ofsted", report=report.digest, signed_by="A post")
    refused = ground.story.when(sign, on=on(ground))
    refused.then_refused("stale-decision")
    signature = SignOffReport(inspection=INSPECTION, report=report.digest)
    ground.story.when(signature, on=on(ground)).then_refused("stale-decision")


# Who decides

SUPERVISION = "effective-supervision-2003"


def test_where_there_is_no_panel_the_role_that_the_kind_names_decides_by_the_rule() -> None:
    ground = story_at(kind(SUPERVISION), Stage.PANEL_REVIEW)
    confirm = ConfirmRatings(inspection=INSPECTION, derivation="0" * 64)
    chief = Role.CHIEF_INSPECTOR
    ground.story.when(confirm, on=on(ground), by=chief).then_refused("nothing-proposed")
    KindWalk(kind(SUPERVISION), ground, INSPECTION).derive()
    ground.story.when(confirm, on=on(ground), by=chief).then_refused("stale-proposal")
    derived = state_of(ground.story).derived
    assert derived is not None
    now = confirm.with_(derivation=derived.trace_digest)
    ground.story.when(now, on=on(ground), by=Role.LEAD_INSPECTOR).then_refused(
        "another-role-decides", "chief-inspector"
    )
    confirmed = ground.story.when(now, on=on(ground), by=chief).then_one(RatingsConfirmed)
    assert (confirmed.ratings, confirmed.overall) == (derived.ratings, derived.overall)
    panel = DecideRatings(inspection=INSPECTION, panel="august", derivation=derived.trace_digest)
    ground.story.when(panel, on=on(ground)).then_refused("no-panel", "confirm the ratings")


def test_nobody_who_led_or_proposed_decides_in_the_place_of_a_panel_in_whatever_role() -> None:
    ground = story_at(kind(SUPERVISION), Stage.PANEL_REVIEW)
    KindWalk(kind(SUPERVISION), ground, INSPECTION).derive()
    derived = state_of(ground.story).derived
    assert derived is not None
    confirm = ConfirmRatings(inspection=INSPECTION, derivation=derived.trace_digest)
    lead, chief = state_of(ground.story).known.lead, Role.CHIEF_INSPECTOR
    ground.story.when(confirm, on=on(ground), by=chief, who=lead).then_refused("may-not-confirm", "leads")
    another = LeadChanged(
        was=lead, lead="lead-inspector-2", why="unavailable", changed_on=ground.today, deadlines=()
    )
    ground.story.and_(another).when(confirm, on=on(ground), by=chief, who=lead).then_refused(
        "may-not-confirm"
    )
    scored = CriterionScored(standard="A1", percent=72, reason="As seen.", by="lead-inspector-9")
    by_another = ground.story.and_(scored)
    by_another.when(confirm, on=on(ground), by=chief, who="lead-inspector-9").then_refused("may-not-confirm")
    assert ground.story.when(confirm, on=on(ground), by=chief).refusal is None


def test_where_there_is_a_panel_nobody_decides_in_its_place() -> None:
    ground = story_at(kind("yot-2021"), Stage.PANEL_REVIEW)
    confirm = ConfirmRatings(inspection=INSPECTION, derivation="0" * 64)
    ground.story.when(confirm, on=on(ground)).then_refused("panel-decides")


def test_a_kind_that_ends_with_a_decision_without_a_panel_is_closed_by_it() -> None:
    pilot = kind("pilot-2017").with_(panel=None, decides=Role.OPERATIONS_MANAGER)
    ground = story_at(pilot, Stage.PANEL_REVIEW)
    KindWalk(pilot, ground, INSPECTION).derive()
    derived = state_of(ground.story).derived
    assert derived is not None
    result = ground.story.when(
        ConfirmRatings(inspection=INSPECTION, derivation=derived.trace_digest),
        on=on(ground),
        by=Role.OPERATIONS_MANAGER,
    )
    confirmed = next(event for _, event in result.events if isinstance(event, RatingsConfirmed))
    result.then(confirmed, InspectionClosed(closed_on=ground.today))


# Percentages


def test_a_criterion_of_management_is_given_a_percentage_and_one_of_cases_is_not() -> None:
    story, when = story_at(kind(SUPERVISION), Stage.FIELDWORK), ScoreCriterion
    score = when(inspection=INSPECTION, standard="A1", percent=72, reason="Plans and meetings.")
    story.story.when(score, on=on(story)).then(
        CriterionScored(standard="A1", percent=72, reason="Plans and meetings.", by="lead-inspector-1")
    )
    story.story.when(score.with_(standard="B1"), on=on(story)).then_refused("rests-on-cases")
    story.story.when(score.with_(standard="Z9"), on=on(story)).then_refused("not-scored")
    with pytest.raises(ValueError, match="percent"):
        score.with_(percent=101)


def test_a_follow_up_leaves_unrated_what_it_does_not_look_at_again() -> None:
    ground = story_at(kind("effective-supervision-follow-up-2004"), Stage.FIELDWORK)
    leave = LeaveUnrated(inspection=INSPECTION, standard="A1", reason="A narrower focus.")
    ground.story.when(leave, on=on(ground)).then(
        StandardLeftUnrated(standard="A1", reason="A narrower focus.")
    )
    ground.story.when(leave.with_(standard="B1"), on=on(ground)).then_refused("must-be-rated")
    ground.story.when(leave.with_(standard="Z9"), on=on(ground)).then_refused("unknown-standard")


def test_a_follow_up_derives_ratings_without_the_judgements_that_it_leaves_alone() -> None:
    left = ("1.1", "1.2", "1.3", "1.4")
    again = FollowUpRule(of=("nps-division-2018",), not_rescored=left, citation="a test")
    ground = story_at(PROTOCOL.with_(id="again", follow_up=again), Stage.PANEL_REVIEW)
    KindWalk(PROTOCOL.with_(id="again", follow_up=again), ground, INSPECTION).derive()
    derived = state_of(ground.story).derived
    assert derived is not None
    assert {each.standard for each in derived.ratings if each.rating is None} == set(left)
    assert derived.max_score == 3 * (len(derived.ratings) - len(left))


def test_a_standard_of_an_ordinary_inspection_is_rated() -> None:
    ground = story_at(kind("yot-2021"), Stage.FIELDWORK)
    leave = LeaveUnrated(inspection=INSPECTION, standard="1.1", reason="No time.")
    ground.story.when(leave, on=on(ground)).then_refused("must-be-rated")
    assert LIBRARY.protocol("small-2018") is not None
