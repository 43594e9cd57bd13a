"""Golden events: for every version of every event a file of bytes, as a store wrote it, that is readable for ever.

``python -m tests.support.golden.events`` writes the files that are missing, and no others. A file is never edited: an
event that must change gets a new version, a new file, and an upcaster that reads the old one.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from domain.action_plans.events import ActionPlanSubmitted, Answer
from domain.cases.diversity.counting import aggregate
from domain.cases.diversity.report import DiversityReported
from domain.cases.events import (
    AnswerNoted,
    CaseReadReopened,
    CaseReferenceNoted,
    CharacteristicsRecorded,
    InterviewNotHeld,
)
from domain.decider import On
from domain.frameworks.events import (
    ConsultationDecided,
    ConsultationOpened,
    ConsultationSummaryPublished,
    FrameworkProposed,
    FrameworkPublished,
    FrameworkRetired,
    ResponseReceived,
)
from domain.holdings.document import DocumentKept
from domain.holdings.events import HoldingWithdrawn, ItemHeld, RequestNoted
from domain.inspections.events import (
    CaseReadsReopened,
    ChallengeAccepted,
    ChallengeRaised,
    ChallengeRejected,
    ConditionLifted,
    ConditionMet,
    ConditionOverdue,
    ConditionSet,
    CriterionScored,
    DeadlineMoved,
    Departure,
    EvidenceChased,
    EvidenceEscalated,
    EvidenceLinked,
    EvidenceOverdue,
    EvidenceReplaced,
    EvidenceWaived,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    FactualAccuracyConfirmed,
    FieldworkMoved,
    FurtherEvidenceRequested,
    Inspected,
    InspectionCancelled,
    InspectionClosed,
    InspectionDeferred,
    InspectionResumed,
    LeadChanged,
    NoticeSent,
    NoticeUndelivered,
    PanelPlanned,
    PartnerSigned,
    ProviderFollowed,
    RatingsConfirmed,
    ReportSignedOff,
    ReportSubmitted,
    StageOverdue,
    StandardLeftUnrated,
    TeamMember,
    TeamSet,
    ToldOtherwise,
    WaiverWithdrawn,
)
from domain.inspections.stages import Stage
from domain.ledger.envelope import Draft, assemble, instant, pieces
from domain.ledger.handing_out import CheckpointHandedOut
from domain.ledger.opening import RECORD_STREAM, RecordOpened, SealingKeyRotated
from domain.messages import Event
from domain.panels.events import (
    AgendaArranged,
    AgendaItem,
    AgendaTime,
    ChairTaken,
    DissentRecorded,
    ItemDeferred,
    ItemRemoved,
    ItemRetabled,
    ItemTabled,
    MemberArrived,
    MemberInvited,
    MemberLeft,
    MemberRecused,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesOverdue,
    PackIssued,
    PanelCalledOff,
    PanelClosed,
    PanelNoticeSent,
    PapersOverdue,
)
from domain.people.contacts import ContactChanged, PersonLeft, PersonRegistered
from domain.people.deputising import Deputising
from domain.people.roles import Role
from domain.privacy.boxes import Category, Sealed
from domain.privacy.subjects import SubjectAccessGiven, SubjectErased, SubjectHeld, SubjectReleased
from domain.providers.changes import (
    PlaceTaken,
    ProviderMerged,
    ProviderRenamed,
    ProviderSplit,
    ProviderWrittenToIn,
)
from domain.providers.provider import ContactNamed, ContactReleased
from tests.support.example import (
    ALL_READ,
    ANNOUNCED,
    AT_ACTION_PLAN,
    CASE,
    CASE_READS_CLOSED,
    DECIDED,
    EVIDENCE_ASKED,
    FIELDWORK_ENDED,
    FRAMEWORK,
    POLICY,
    ROTA_RECEIVED,
    SUBMITTED,
    TRAINING,
    UNDER,
    WITH_AN_ACCEPTED_PLAN,
    day,
)
from tests.support.golden import evidence as golden_evidence
from tests.support.golden.follow_up import FOLLOWED, FOLLOWED_VARIANTS
from tests.support.golden.people import PEOPLE, PEOPLE_VARIANTS
from tests.support.golden.plans import PLANS, PLANS_VARIANTS
from tests.support.golden.programme import PROGRAMME, PROGRAMME_VARIANTS
from tests.support.golden.reads import READS, READS_VARIANTS
from tests.support.golden.report import REPORT_VARIANTS, REPORTING
from tests.support.golden.samples import SAMPLE_VARIANTS, SAMPLING

FOLDER = Path(__file__).parents[2] / "contract" / "golden_events"
DIGESTS = FOLDER / "SHA256SUMS"

_DEPARTURE = Departure(
    subject="overall",
    derived="outstanding",
    decided="good",
    trigger="near_a_boundary",
    reason="Only just \u2013 so.",
)
_PERSON = "person-" + "0a1b" * 8


def sealed(category: Category, field: str, subject: str = CASE) -> Sealed:
    """A box as the vault makes it; nobody has a key to it."""
    return Sealed(
        algorithm="aes-256-gcm-1",
        category=category,
        ciphertext="A" * 64,
        commitment="c" * 64,
        field=field,
        nonce="0" * 24,
        subject=subject,
    )


_MORE: tuple[Event, ...] = (
    LeadChanged(
        was="lead-inspector-1",
        lead="lead-inspector-2",
        why="unavailable",
        changed_on=day("2018-07-02"),
        deadlines=(("fieldwork", day("2018-07-20")),),
    ),
    ProviderFollowed(
        was="north",
        provider="greater-north",
        provider_name="Greater Northern Division",
        others=(Inspected(provider="far-north", provider_name="Far Northern Division"),),
        left=(Inspected(provider="isles", provider_name="Isles Division"),),
        reason="The division was split.",
        followed_on=day("2018-07-02"),
        deadlines=(("evidence", day("2018-07-11")),),
    ),
    FieldworkMoved(
        was_from=day("2018-07-09"),
        was_to=day("2018-07-13"),
        fieldwork_from=day("2018-07-16"),
        fieldwork_to=day("2018-07-20"),
        reason="The division's offices move house that week.",
    ),
    TeamSet(
        team=(
            TeamMember(person="os-1003", role="inspector"),
            TeamMember(person="os-1004", role="assistant"),
        ),
        programme="2018",
        reason="It stands so in the published programme.",
    ),
    NoticeUndelivered(notice="announcement", reader="person-" + "0a1b" * 8),
    ToldOtherwise(
        notices=("announcement",),
        how="By post to the head of the division.",
        told_on=day("2018-06-07"),
        reader=None,
    ),
    PanelPlanned(programme="2018", panel="september", week=day("2018-09-10"), publish_on=day("2018-10-11")),
    PartnerSigned(
        partner="hmi-prisons",
        report="5" * 64,
        signed_by="HM Chief Inspector of Prisons",
        signed_on=day("2018-09-18"),
    ),
    CriterionScored(standard="A1", percent=72, reason="Plans, records and meetings.", by="lead-inspector-1"),
    StandardLeftUnrated(standard="A2", reason="The follow-up looked at less than the first inspection."),
    RatingsConfirmed(
        decided_on=day("2018-08-08"),
        role=Role.CHIEF_INSPECTOR,
        derivation=DECIDED.derivation,
        ratings=DECIDED.ratings,
        overall=DECIDED.overall,
    ),
    ProviderWrittenToIn(languages=("cy", "en")),
    ProviderRenamed(
        was="Northern Division", title="Greater Northern Division", reason="It grew.", since=day("2018-07-01")
    ),
    ProviderMerged(into="greater-north", reason="One division is enough.", since=day("2018-07-01")),
    PlaceTaken(of="north", part=False, reason="One division is enough.", since=day("2018-07-01")),
    ProviderSplit(into=("north-east", "north-west"), reason="It was too large.", since=day("2018-07-01")),
    EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"), until=day("2018-07-04")),
    EvidenceChased(items=("rota",), due=day("2018-07-04")),
    EvidenceWaived(item="rota", reason="It was lost in a flood."),
    WaiverWithdrawn(item="rota", reason="It was found.", due=day("2018-07-04")),
    FurtherEvidenceRequested(
        items=(
            POLICY.with_(
                standard=None,
                key_questions=("1.1.1",),
                prompts=("1.1.1 a",),
                provider="south",
                about="risk-policy",
            ),
        ),
        due=day("2018-07-11"),
    ),
    EvidenceLinked(
        item=POLICY,
        holding="h1",
        shelf="old-north",
        document="b" * 64,
        true_from=day("2017-04-01"),
        true_to=day("2018-03-31"),
        held_on=day("2017-11-02"),
    ),
    EvidenceReplaced(
        item="policy",
        was="a" * 64,
        document="c" * 64,
        true_from=day("2018-05-01"),
        true_to=None,
        reason="A page was missing.",
    ),
    EvidenceEscalated(
        items=("rota",), to=Role.OPERATIONS_MANAGER, escalated_on=day("2018-07-05"), reason="It is needed."
    ),
    ExtensionAsked(
        extension="extension-1", items=("rota",), until=day("2018-07-04"), reason="Half the staff are away."
    ),
    ExtensionGranted(extension="extension-1", items=("rota",), due=day("2018-07-04")),
    ExtensionRefused(extension="extension-1", reason="Fieldwork is near."),
    ItemHeld(
        holding="h2",
        about="policy",
        title="The risk policy",
        key_questions=("1.1.1",),
        document="b" * 64,
        source="other-body",
        of="HM Inspectorate of Prisons",
        true_from=day("2017-04-01"),
        true_to=day("2018-03-31"),
        held_on=day("2018-05-02"),
        replaces="h1",
    ),
    HoldingWithdrawn(holding="h2", reason="It was of another division."),
    RequestNoted(
        inspection="north-2018",
        requested_on=day("2018-06-06"),
        asked=("rota", "policy"),
        again=(("policy", "It has been rewritten since."),),
        saved=(("minutes", "old-north/h3"),),
    ),
    DocumentKept(document="b" * 64),
    CaseReadsReopened(reason="A list was wrong.", due=day("2018-08-22")),
    DECIDED.with_(overall="good", departures=(_DEPARTURE,)),
    ChallengeRaised(challenge="c1", about="page 3", text="There are 40 staff."),
    ChallengeAccepted(
        challenge="c1", touches="judgement", amendment="40 staff", report="5" * 64, due=day("2018-09-12")
    ),
    ChallengeRejected(challenge="c2", reason="The rota says 38."),
    FactualAccuracyConfirmed(provider="north-crc"),
    ReportSubmitted(report="5" * 64, submitted_on=day("2018-09-19")),
    InspectionClosed(closed_on=day("2019-02-11")),
    StageOverdue(stage=Stage.CASE_READS, due=day("2018-07-27")),
    DeadlineMoved(deadline="evidence", was=day("2018-06-27"), due=day("2018-07-04"), reason="Snow."),
    NoticeSent(notice="announcement", document="e" * 64, to=("staff-os-1000",)),
    InspectionDeferred(reason="A strike.", deferred_on=day("2018-06-18"), until=day("2018-07-02")),
    InspectionResumed(deadlines=(("case-reads", day("2018-09-07")), ("publication", day("2018-11-21")))),
    InspectionCancelled(reason="The provider was merged."),
    InterviewNotHeld(reason=sealed("case-note", "reason")),
    CaseReadReopened(reason=sealed("case-note", "reason")),
    CaseReferenceNoted(reference=sealed("case-reference", "reference")),
    AnswerNoted(question="2.1.1", note=sealed("case-note", "note")),
    CharacteristicsRecorded(answers=sealed("protected-characteristic", "answers")),
    DiversityReported(cases=60, characteristics=aggregate([{"sex": "female"}] * 20 + [{}] * 40)),
    ContactNamed(person=_PERSON),
    ContactReleased(person=_PERSON),
    PersonRegistered(
        provider="north",
        person_name=sealed("contact", "person_name", _PERSON),
        email=sealed("contact", "email", _PERSON),
        telephone=sealed("contact", "telephone", _PERSON),
    ),
    ContactChanged(
        person_name=sealed("contact", "person_name", _PERSON),
        email=sealed("contact", "email", _PERSON),
        telephone=None,
    ),
    PersonLeft(),
    SubjectErased(
        subject=CASE, categories=("case-note",), authority="schedule 2026-1", reason="Kept long enough."
    ),
    SubjectHeld(subject=CASE, hold="inquiry", reason="A court has asked for it."),
    SubjectReleased(subject=CASE, hold="inquiry", reason="The court has ruled."),
    SubjectAccessGiven(subject=CASE, purpose="request 12", texts=3),
    PanelClosed(minutes="All agreed.\nThe chair thanked the members.", minutes_due=day("2018-08-15")),
    MemberInvited(member="member-3"),
    ItemTabled(
        item=AgendaItem(inspection="south-2018", papers_due=day("2018-08-01"), deferred_from="july"),
        reason="It was put off.",
    ),
    ItemRemoved(inspection="south-2018", reason="Its reads were opened again."),
    AgendaArranged(items=(AgendaTime(inspection="north-2018", starts_at="10:30", minutes=45),)),
    PackIssued(inspection="north-2018", pack="6" * 64, document="7" * 64, under=UNDER),
    PapersOverdue(inspection="north-2018", due=day("2018-08-01")),
    PanelCalledOff(reason="Too few can come."),
    PanelNoticeSent(notice="meeting", document="e" * 64, to=(_PERSON,)),
    MemberArrived(member="member-2"),
    MemberLeft(member="member-2"),
    ChairTaken(chair="member-1", deputising=Deputising(place_of="chair-1", why="barred")),
    MemberRecused(inspection="north-2018", member="chair-1", ground="declared-interest"),
    ItemDeferred(
        inspection="north-2018",
        cause="quorum",
        reason="1 is left; 2 are needed.",
        to="september",
        present=("chair-1", "member-1"),
    ),
    ItemRetabled(inspection="north-2018", reason="Somebody came."),
    DissentRecorded(
        inspection="north-2018", decision="8" * 64, member="member-1", reason="Reviewing is not yet good."
    ),
    MinutesDrafted(text="All agreed.", minutes="9" * 64),
    MinutesCorrected(text="All but one agreed.", reason="One did not.", minutes="a" * 64),
    MinutesApproved(minutes="a" * 64, chair="chair-1"),
    MinutesOverdue(due=day("2018-08-15")),
    ConditionSet(
        condition="figures",
        panel="august",
        what="Check the figures.",
        by="Head of staff",
        due=day("2018-08-17"),
    ),
    ConditionMet(condition="figures", how="They were checked."),
    ConditionLifted(condition="figures", reason="They were withdrawn."),
    ConditionOverdue(condition="figures", due=day("2018-08-17")),
    RecordOpened(record="record-of-tests", time="simulated"),
    CheckpointHandedOut(checkpoint=17, events=2018, root="5" * 64, provider="nps-north-west", to=(_PERSON,)),
    SealingKeyRotated(
        number=2,
        old="assay/record-of-tests+0f3c9f1e+AYqI49yxJpkSXEtYFzWFUSN7mRm4ZpKMcbp5AuxwCFAj",
        new="assay/record-of-tests+5f0c1d7a+AYE7eg7ppLgQzEZz1hZ5hHn5B8yTPlkA7ToQ26GQxfHA",
        note="assay sealing key\nassay/record-of-tests\n…\n",
    ),
    FrameworkProposed(
        content=FRAMEWORK.with_(domains=FRAMEWORK.domains[-1:]),
        digest=FRAMEWORK.digest,
        compared_with="f" * 64,
        significant=("2.1", "3.2"),
    ),
    ConsultationOpened(
        framework=FRAMEWORK.id,
        version=FRAMEWORK.version,
        digest=FRAMEWORK.digest,
        significant=("2.1",),
        closes_on=day("2018-02-08"),
    ),
    ResponseReceived(version=FRAMEWORK.version, response="response-17", confidential=True, document=None),
    ConsultationSummaryPublished(
        version=FRAMEWORK.version, summary="Most agreed.", document="a" * 64, responses=68, confidential=3
    ),
    ConsultationDecided(version=FRAMEWORK.version, outcome="proceed", reasons="Most agreed."),
    FrameworkPublished(version=FRAMEWORK.version, digest=FRAMEWORK.digest, in_force_from=day("2018-04-01")),
    FrameworkRetired(
        version=FRAMEWORK.version,
        digest=FRAMEWORK.digest,
        retired_on=day("2021-06-30"),
        reason="The services were unified.",
    ),
)
_VARIANTS: dict[str, Event] = {
    **SAMPLE_VARIANTS,
    **READS_VARIANTS,
    **PEOPLE_VARIANTS,
    **PLANS_VARIANTS,
    **FOLLOWED_VARIANTS,
    **PROGRAMME_VARIANTS,
    **REPORT_VARIANTS,
    "without-a-document": ROTA_RECEIVED,
    "partly-agreed": ActionPlanSubmitted(
        answers=(
            Answer(
                recommendation="r1",
                agreed="partly-agreed",
                which_part="For managers.",
                reason="There is no money for the rest.",
                actions=(TRAINING,),
            ),
            Answer(recommendation="r3", agreed="not-agreed", reason="It is done already."),
        ),
        submitted_on=day("2018-10-10"),
    ),
    "as-derived": DECIDED,
    "late": PackIssued(
        inspection="north-2018",
        pack="6" * 64,
        document="7" * 64,
        under=UNDER,
        late_because="The last case was read on Friday.",
    ),
    "with-an-enquiry-carried": PackIssued(
        inspection="north-2018",
        pack="6" * 64,
        document="7" * 64,
        under=UNDER.with_(correlation="8" * 64, carried=(("risks", "9" * 64),)),
    ),
    "of-an-area-with-partners": ANNOUNCED.with_(
        others=(Inspected(provider="north-crc", provider_name="Northern CRC"),),
        area="Northland",
        subject="Resettlement",
        requested_by="The Secretary of State for Justice",
        framework=None,
        scheme=None,
        stages=(Stage.ANNOUNCEMENT, Stage.FIELDWORK, Stage.PUBLICATION),
        signatories=("hmi-prisons",),
        request_due=None,
    ),
    "before-the-end": FIELDWORK_ENDED.with_(due=None, publication_due=None),
    "before-a-report": CASE_READS_CLOSED.with_(due=None),
    "by-a-deputy": ReportSignedOff(
        report="5" * 64,
        foreword="This is a good service.\n\nIt can be better.",
        deputising=Deputising(place_of="chief-inspector-1", why="absent"),
    ),
    "of-wording": ChallengeAccepted(
        challenge="c1", touches="wording", amendment="40 staff", report="5" * 64, due=None
    ),
}


def examples() -> dict[str, Event]:
    """One event of each class, and variants where optional values are absent; by the name of their file."""
    found: dict[str, Event] = {}
    more = (
        *_MORE,
        *golden_evidence.EVENTS,
        *SAMPLING,
        *READS,
        *REPORTING,
        *PEOPLE,
        *PLANS,
        *FOLLOWED,
        *PROGRAMME,
    )
    facts = (*more, *AT_ACTION_PLAN, *ALL_READ, *WITH_AN_ACCEPTED_PLAN, SUBMITTED, EVIDENCE_ASKED)
    for fact in facts:
        event = fact.event if isinstance(fact, On) else fact
        found.setdefault(f"{event.name}.json", event)
    variants = _VARIANTS | golden_evidence.VARIANTS
    return found | {f"{event.name}.{variant}.json": event for variant, event in variants.items()}


def bytes_of(event: Event) -> bytes:
    """An event as a store writes it, in an envelope that is always the same."""
    stream = {"case": CASE, "record": RECORD_STREAM}.get(event.name.split(".")[0], "inspection-north-2018")
    draft = Draft(
        event_id="3f0c1f5e-6c9c-5b0a-9a57-0d6f7f0c8b11",
        stream=stream,
        version=7,
        occurred_at=datetime(2018, 6, 27, 22, 59, 59, 999_999, tzinfo=UTC),
        actor="lead-inspector-1",
        acting_role="lead-inspector",
        authenticated_by="operating-system",
        command_id="9a57-0d6f",
        correlation_id="inspection-north-2018",
        causation_id=None,
        event=event,
    )
    head, tail = pieces(draft, bytes(range(16)))
    return assemble(
        head, tail, hashlib.sha256(b"before").digest(), instant(datetime(2018, 6, 27, 23, tzinfo=UTC))
    )


def sums() -> dict[str, str]:
    """The digests that were noted when the files were written, by file name."""
    if not DIGESTS.exists():
        return {}
    lines = DIGESTS.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def main() -> None:
    """Write the golden files that are missing."""
    FOLDER.mkdir(exist_ok=True)
    known = sums()
    for name, event in sorted(examples().items()):
        if name not in known:
            (FOLDER / name).write_bytes(bytes_of(event))
            known[name] = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
            print("written:", name)
    DIGESTS.write_text("".join(f"{known[name]}  {name}\n" for name in sorted(known)), encoding="ascii")


if __name__ == "__main__":
    main()
