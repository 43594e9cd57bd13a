"""The inspection of the specifications: a division that is read in four cases, with a calendar of real bank holidays.

Every period of its protocol differs, so that one taken for another shows.
"""

from datetime import date

from domain.action_plans.events import (
    Action,
    ActionPlanAccepted,
    ActionPlanRequested,
    ActionPlanSubmitted,
    Answer,
)
from domain.canonical import canonical, sha256_hex
from domain.cases.events import (
    Answered,
    AnswersRecorded,
    CaseReadCompleted,
    CaseSampled,
    InterviewHeld,
)
from domain.cases.sampling.drawing import case_stream, draw
from domain.dated_rules.library import Library
from domain.decider import On
from domain.frameworks.reading import shipped_frameworks
from domain.inspections import protocols
from domain.inspections.events import (
    Bound,
    CaseReadsClosed,
    CaseUsed,
    DraftSent,
    EvidenceItem,
    EvidenceReceived,
    EvidenceRequested,
    FactualAccuracyWindowLapsed,
    FieldworkBegun,
    FieldworkEnded,
    InspectionAnnounced,
    Pin,
    PublicationScheduled,
    RatingProposed,
    RatingsDecided,
    RatingsDerived,
    Recommendation,
    ReportDrafted,
    ReportPublished,
    ReportSignedOff,
    SampleDrawn,
    SecondReadsWaived,
    Sitting,
    StandardRating,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.kinds.protocol import Period, PeriodName, Population, Protocol, parse_protocol
from domain.inspections.state import report_digest
from domain.messages import Event
from domain.panels.events import AgendaItem, InspectionConsidered, PanelConvened, PanelOpened
from domain.providers.provider import ProviderRegistered
from domain.ratings.shipped import shipped_schemes
from domain.working_days import WorkingDays

Facts = tuple[Event | On, ...]

INSPECTION, PANEL, PROVIDER = "north-2018", "august", "north"
PLAN = f"action-plan-{INSPECTION}"


def day(text: str) -> date:
    return date.fromisoformat(text)


_BANK_HOLIDAYS = (
    "2018-01-01 2018-03-30 2018-04-02 2018-05-07 2018-05-28 2018-08-27 2018-12-25 2018-12-26 "
    "2019-01-01 2019-04-19 2019-04-22 2019-05-06 2019-05-27 2019-08-26 2019-12-25 2019-12-26"
)
CALENDAR = WorkingDays.of(
    "england-and-wales", day("2018-01-01"), day("2019-12-31"), map(day, _BANK_HOLIDAYS.split())
)
SHORT_CALENDAR = WorkingDays.of("this-week", day("2018-01-01"), day("2018-06-10"))
"""A calendar that nobody has brought up to date."""

_PERIODS: dict[PeriodName, int] = {
    "notice": 20,
    "evidence-request": 5,
    "evidence": 15,
    "evidence-chase": 4,
    "case-reads": 10,
    "panel-review": 12,
    "factual-accuracy": 8,
    "publication": 63,
    "action-plan": 20,
    "action-plan-return": 7,
}
POPULATIONS = ("supervised-cases", "court-reports", "victims")
SAMPLES = {"supervised-cases": 2, "court-reports": 1, "victims": 1}

PROTOCOL: Protocol = parse_protocol(protocols.texts()["nps-division-2018.toml"], where="nps").with_(
    id="small-2018",
    title="Small inspection",
    periods={name: Period(working_days=days, citation="a test") for name, days in _PERIODS.items()},
    populations=tuple(
        Population(
            id=each, title=each.replace("-", " ").capitalize(), sample=SAMPLES[each], citation="a test"
        )
        for each in POPULATIONS
    ),
    panel=PanelRule(quorum=2, citation="a test"),
)
FRAMEWORK = shipped_frameworks()["adult-nps-2018"]
SCHEME = shipped_schemes()["adult-nps-2018"]
LIBRARY = Library.of([PROTOCOL], shipped_frameworks().values(), shipped_schemes().values())
EMPTY_LIBRARY = Library.of()

A_PROVIDER = ProviderRegistered(
    provider=PROVIDER, title="Northern Division", kind="nps-division", area="The North"
)

# Announced on Monday 4 June 2018, for fieldwork in the week from 9 July.
ANNOUNCED = InspectionAnnounced(
    inspection=INSPECTION,
    provider=PROVIDER,
    provider_name="Northern Division",
    protocol=Pin(id=PROTOCOL.id, version=PROTOCOL.version, digest=PROTOCOL.digest),
    framework=Pin(id=FRAMEWORK.id, version=FRAMEWORK.version, digest=FRAMEWORK.digest),
    scheme=Pin(id=SCHEME.id, version=SCHEME.version, digest=SCHEME.digest),
    lead="lead-inspector-1",
    announced_on=day("2018-06-04"),
    fieldwork_from=day("2018-07-09"),
    fieldwork_to=day("2018-07-13"),
    request_due=day("2018-06-11"),
)
POLICY = EvidenceItem(id="policy", title="The risk policy", standard="1.1")
ROTA = EvidenceItem(id="rota", title="The staff rota", standard="1.2")
EVIDENCE_ASKED = EvidenceRequested(items=(POLICY, ROTA), due=day("2018-06-27"))
POLICY_RECEIVED = EvidenceReceived(item="policy", document="a" * 64)
ROTA_RECEIVED = EvidenceReceived(item="rota", document=None)

AT_ANNOUNCEMENT: Facts = (A_PROVIDER, ANNOUNCED)
AT_EVIDENCE: Facts = (*AT_ANNOUNCEMENT, EVIDENCE_ASKED)
READY_FOR_FIELDWORK: Facts = (*AT_EVIDENCE, POLICY_RECEIVED, ROTA_RECEIVED)

FIELDWORK_BEGUN = FieldworkBegun(begun_on=day("2018-07-09"), due=day("2018-07-13"))
AT_FIELDWORK: Facts = (*READY_FOR_FIELDWORK, FIELDWORK_BEGUN)

LISTS = {"supervised-cases": "1" * 64, "court-reports": "2" * 64, "victims": "3" * 64}
LIST_SIZE = 30
SEED = "drawn in public"


def sample(population: str, size: int | None = None, list_size: int = LIST_SIZE) -> SampleDrawn:
    """The draw from one list."""
    rows = draw(LISTS[population], list_size, SEED, SAMPLES[population] if size is None else size)
    return SampleDrawn(
        population=population,
        list_digest=LISTS[population],
        list_size=list_size,
        seed=SEED,
        rows=rows,
        cases=tuple(case_stream(INSPECTION, population, LISTS[population], row) for row in rows),
    )


def questions_of(population: str) -> tuple[str, ...]:
    return tuple(
        q.number for s in FRAMEWORK.standards() if s.population == population for q in s.key_questions
    )


def sampled(population: str, size: int | None = None) -> tuple[On, ...]:
    """What the draw from one list records on the stream of each drawn case."""
    drawn = sample(population, size)
    return tuple(
        On(
            case,
            CaseSampled(
                inspection=INSPECTION,
                population=population,
                list_digest=drawn.list_digest,
                row=row,
                key_questions=questions_of(population),
            ),
        )
        for row, case in zip(drawn.rows, drawn.cases, strict=True)
    )


CASES = tuple(case for population in POPULATIONS for case in sample(population).cases)
CASE = CASES[0]
QUESTIONS = questions_of("supervised-cases")
ALL_SAMPLED: Facts = sum(((sample(each), *sampled(each)) for each in POPULATIONS), start=())
JUDGED = ("1.1", "1.2", "1.3", "1.4")
PROPOSALS = tuple(RatingProposed(standard=each, rating="good", reason="As seen.") for each in JUDGED)
AT_FIELDWORK_WITH_SAMPLES: Facts = (*AT_FIELDWORK, *ALL_SAMPLED, *PROPOSALS)

# Friday 13 July; 63 working days on, with the August bank holiday, is Thursday 11 October.
FIELDWORK_ENDED = FieldworkEnded(
    ended_on=day("2018-07-13"), due=day("2018-07-27"), publication_due=day("2018-10-11")
)
READ_ONCE = SecondReadsWaived(reason="Of four cases, a second read would show little.")
AT_CASE_READS: Facts = (*AT_FIELDWORK_WITH_SAMPLES, READ_ONCE, FIELDWORK_ENDED)


def read_to_the_end(case: str, answer: Answered = "yes") -> tuple[On, ...]:
    """A case read with the same answer to every question."""
    population = next(each for each in POPULATIONS if case in sample(each).cases)
    return (
        On(case, InterviewHeld(held_on=day("2018-07-11"))),
        On(case, AnswersRecorded(answers=tuple((each, answer) for each in questions_of(population)))),
        On(case, CaseReadCompleted()),
    )


ALL_READ = tuple(fact for case in CASES for fact in read_to_the_end(case))
CASES_USED = tuple(
    CaseUsed(stream=case, version=4, digest=sha256_hex(f"{case}@4".encode())) for case in CASES
)
CASE_READS_CLOSED = CaseReadsClosed(cases=CASES_USED, due=day("2018-08-14"))
AT_PANEL_REVIEW: Facts = (*AT_CASE_READS, *ALL_READ, CASE_READS_CLOSED)

STANDARDS = ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2")
RATINGS = tuple(
    StandardRating(standard=s, rating="good" if s in JUDGED else "outstanding") for s in STANDARDS
)
# What the panel has before it stands here for a whole trace; the specification of the proposal has a real one.
DERIVED = RatingsDerived(
    cases=CASES_USED,
    ratings=RATINGS,
    score=26,
    max_score=30,
    overall="outstanding",
    trace="{}",
    trace_digest=sha256_hex(b"{}"),
)
CONVENED = PanelConvened(
    meets_on=day("2018-08-08"),
    chair="panel-chair-1",
    members=("panel-chair-1", "member-1", "member-2"),
    agenda=(AgendaItem(inspection=INSPECTION),),
)
OPENED = PanelOpened(present=("panel-chair-1", "member-1"))
UNDER = Bound(
    derivation=DERIVED.trace_digest,
    proposals=tuple(
        (each.standard, sha256_hex(canonical(each.model_dump(mode="json", exclude={"by"}))))
        for each in PROPOSALS
    ),
    cases=sha256_hex(canonical([each.model_dump(mode="json") for each in CASES_USED])),
)
BEFORE_THE_PANEL: Facts = (*AT_PANEL_REVIEW, DERIVED, CONVENED, OPENED)
DECIDED = RatingsDecided(
    panel=PANEL,
    decided_on=day("2018-08-08"),
    present=("panel-chair-1", "member-1"),
    derivation=DERIVED.trace_digest,
    ratings=RATINGS,
    overall="outstanding",
    departures=(),
    sitting=Sitting(
        chair="panel-chair-1",
        deputising=None,
        deciding=("panel-chair-1", "member-1"),
        barred=(),
        under=UNDER,
        pack=None,
        consistency=None,
    ),
)
CONSIDERED = InspectionConsidered(inspection=INSPECTION, decision=decision_digest(DECIDED))
AT_PUBLICATION: Facts = (*BEFORE_THE_PANEL, DECIDED, CONSIDERED)

TO_PROVIDER = Recommendation(id="r1", to="provider", text="Supervise staff more often.")
TO_HMPPS = Recommendation(id="r2", to="hmpps", text="Fund more staff.")
FINDINGS = "Much is good."
REPORT = report_digest(INSPECTION, FINDINGS, (TO_PROVIDER, TO_HMPPS), decision_digest(DECIDED), ())
DRAFTED = ReportDrafted(
    edition=1,
    findings=FINDINGS,
    recommendations=(TO_PROVIDER, TO_HMPPS),
    decision=decision_digest(DECIDED),
    report=REPORT,
)
SIGNED = ReportSignedOff(report=REPORT, signed_on=day("2018-08-22"))
# Thursday 23 August; eight working days on, with the bank holiday of the 27th, is Wednesday 5 September.
DRAFT_SENT = DraftSent(report=REPORT, due=day("2018-09-05"))
LAPSED = FactualAccuracyWindowLapsed(due=day("2018-09-05"))
SCHEDULED = PublicationScheduled(report=REPORT, publish_on=day("2018-09-20"))
WITH_A_DRAFT: Facts = (*AT_PUBLICATION, DRAFTED)
WITH_A_SIGNED_DRAFT: Facts = (*WITH_A_DRAFT, SIGNED)
IN_THE_WINDOW: Facts = (*WITH_A_SIGNED_DRAFT, DRAFT_SENT)
READY_TO_SCHEDULE: Facts = (*IN_THE_WINDOW, LAPSED)
READY_TO_PUBLISH: Facts = (*READY_TO_SCHEDULE, SCHEDULED)
DOCUMENT = "d" * 64
PUBLISHED = ReportPublished(
    edition=1,
    report=REPORT,
    document=DOCUMENT,
    published_on=day("2018-09-20"),
    plans=(PLAN,),
    distribution=("Secretary of State for Justice", "HM Prison and Probation Service"),
)
PLAN_REQUESTED = ActionPlanRequested(
    inspection=INSPECTION,
    recommendations=(TO_PROVIDER,),
    requested_on=day("2018-09-20"),
    due=day("2018-10-18"),
    days_when_returned=7,
    provider=PROVIDER,
)
AT_ACTION_PLAN: Facts = (*READY_TO_PUBLISH, PUBLISHED, PLAN_REQUESTED)

TRAINING = Action(
    id="training",
    text="Train all managers.",
    owner="Head of staff",
    due=day("2019-01-31"),
    measure="Every manager has been trained.",
)
AGREED = Answer(recommendation="r1", agreed="agreed", actions=(TRAINING,))
SUBMITTED = ActionPlanSubmitted(answers=(AGREED,), submitted_on=day("2018-10-10"))
ACCEPTED = ActionPlanAccepted(accepted_on=day("2018-10-12"))
WITH_A_PLAN: Facts = (PLAN_REQUESTED, SUBMITTED)
WITH_AN_ACCEPTED_PLAN: Facts = (*WITH_A_PLAN, ACCEPTED)
