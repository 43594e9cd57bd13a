"""Every kind of stream with its decider, and every event that has a name: the table of contents of the rules."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, get_args

from domain.action_plans import earlier_events as plans_before
from domain.action_plans.events import ActionPlanEvent
from domain.action_plans.national import BODY_ANSWERS, RecommendationAnswered
from domain.action_plans.react import react as action_plan_react
from domain.action_plans.rules import ACTION_PLAN
from domain.agenda import Agenda
from domain.cases.agreement.reviewing import AGREEMENT, AgreementOverPeriodReviewed
from domain.cases.alerts.alert import ALERT
from domain.cases.alerts.alert import react as alert_react
from domain.cases.alerts.events import AlertEvent
from domain.cases.benchmarking import BENCHMARK, BenchmarkEvent
from domain.cases.diversity.period import DIVERSITY_PERIODS, DiversityOverPeriodReported
from domain.cases.diversity.report import DIVERSITY, DiversityReported
from domain.cases.earlier import events as cases_before
from domain.cases.earlier import holds as holds_before
from domain.cases.earlier import lists as lists_before
from domain.cases.earlier import quality as quality_before
from domain.cases.earlier import reasons as reasons_before
from domain.cases.events import CaseEvent
from domain.cases.lists.events import CaseListEvent
from domain.cases.lists.rules import CASE_LIST
from domain.cases.offline.messages import HeldEvent
from domain.cases.offline.rules import HOLD
from domain.cases.quality import QUALITY, QualityEvent
from domain.cases.reading import CASE
from domain.cases.second_reads.rules import SECOND_READ
from domain.cases.second_reads.state import SecondReadEvent
from domain.comments import earlier_events as comments_before
from domain.comments.comment import COMMENT
from domain.comments.comment import react as comment_react
from domain.comments.events import CommentEvent
from domain.decider import Decider
from domain.dossiers.release import RELEASE, DossierEvent
from domain.evidence import earlier_events as room_before
from domain.evidence.account import ACCOUNT, AccountGiven
from domain.evidence.decider import EVIDENCE
from domain.evidence.events import EvidenceRoomEvent
from domain.follow_ups import earlier_events as follow_ups_before
from domain.follow_ups.events import FollowUpEvent
from domain.follow_ups.rules import FOLLOW_UP
from domain.frameworks.decide import FRAMEWORK
from domain.frameworks.events import FrameworkEvent
from domain.holdings import earlier_events as holdings_before
from domain.holdings.document import DOCUMENT, DocumentKept
from domain.holdings.events import HoldingsEvent
from domain.holdings.rules import HOLDINGS
from domain.inspections.decider import INSPECTION
from domain.inspections.earlier import course as course_before
from domain.inspections.earlier import evidence as evidence_before
from domain.inspections.earlier import judgements as judgements_before
from domain.inspections.earlier import notices as inspections_before
from domain.inspections.earlier import publication as publication_before
from domain.inspections.earlier import sampling as sampling_before
from domain.inspections.events import InspectionEvent
from domain.inspections.react import react as inspection_react
from domain.ledger.handing_out import HANDED_OUT, CheckpointHandedOut
from domain.ledger.names import EventNames
from domain.ledger.opening import RECORD, RecordOpened, SealingKeyRotated
from domain.messages import Command
from domain.panels import earlier_events as panels_before
from domain.panels.decider import PANEL
from domain.panels.events import PanelEvent
from domain.panels.react import react as panel_react
from domain.people import earlier_events as people_before
from domain.people.bodies import BodyEvent
from domain.people.body_rules import MAILBOX
from domain.people.contacts import PERSON, PersonEvent
from domain.people.postings import POSTING, PostingEvent
from domain.people.roll import ROLL, RollEvent
from domain.people.staff.decider import STAFF
from domain.people.staff.events import StaffEvent
from domain.people.tokens import TOKEN, TokenEvent
from domain.privacy.subjects import PRIVACY, PrivacyEvent
from domain.programme.year import earlier_events as programme_before
from domain.programme.year.decider import PROGRAMME
from domain.programme.year.events import ProgrammeEvent
from domain.programme.year.published.responses import RESPONSE, ResponseEvent
from domain.programme.year.react import react as programme_react
from domain.providers.provider import PROVIDER, ProviderEvent

__all__ = ["COMMANDS", "DECIDERS", "EVENT_NAMES", "REACTIONS", "decider_of", "kind_of"]

DECIDERS: Mapping[str, Decider] = MappingProxyType(
    {
        each.kind: each
        for each in (
            INSPECTION,
            CASE,
            CASE_LIST,
            SECOND_READ,
            ALERT,
            HOLD,
            QUALITY,
            AGREEMENT,
            BENCHMARK,
            DIVERSITY,
            DIVERSITY_PERIODS,
            EVIDENCE,
            ACCOUNT,
            PANEL,
            ACTION_PLAN,
            BODY_ANSWERS,
            FOLLOW_UP,
            COMMENT,
            FRAMEWORK,
            PROGRAMME,
            RESPONSE,
            PROVIDER,
            HOLDINGS,
            DOCUMENT,
            PERSON,
            MAILBOX,
            STAFF,
            ROLL,
            POSTING,
            TOKEN,
            PRIVACY,
            RECORD,
            HANDED_OUT,
            RELEASE,
        )
    }
)
"""The decider of each kind of stream."""

COMMANDS: Mapping[str, type[Command]] = MappingProxyType(
    {command.verb: command for decider in DECIDERS.values() for command in decider.rules}
)
"""Every command by its verb."""

REACTIONS: Mapping[str, Callable[[Any], Agenda]] = MappingProxyType(
    {
        "inspection": inspection_react,
        "action-plan": action_plan_react,
        "alert": alert_react,
        "panel": panel_react,
        "comment": comment_react,
        "programme": programme_react,
    }
)
"""The kinds of stream that have a workflow, with what their machinery must see to."""

EVENT_NAMES = EventNames(
    [
        *get_args(InspectionEvent),
        *get_args(CaseEvent),
        *get_args(CaseListEvent),
        *get_args(SecondReadEvent),
        *get_args(AlertEvent),
        *get_args(HeldEvent),
        *get_args(QualityEvent),
        AgreementOverPeriodReviewed,
        *get_args(BenchmarkEvent),
        DiversityReported,
        DiversityOverPeriodReported,
        *get_args(EvidenceRoomEvent),
        AccountGiven,
        *get_args(PanelEvent),
        *get_args(ActionPlanEvent),
        RecommendationAnswered,
        *get_args(FollowUpEvent),
        *get_args(CommentEvent),
        *get_args(FrameworkEvent),
        *get_args(ProgrammeEvent),
        *get_args(ResponseEvent),
        *get_args(ProviderEvent),
        *get_args(HoldingsEvent),
        DocumentKept,
        *get_args(PersonEvent),
        *get_args(BodyEvent),
        *get_args(StaffEvent),
        *get_args(RollEvent),
        *get_args(PostingEvent),
        *get_args(TokenEvent),
        *get_args(PrivacyEvent),
        RecordOpened,
        SealingKeyRotated,
        CheckpointHandedOut,
        *get_args(DossierEvent),
    ],
    [
        *cases_before.UPCASTERS,
        *reasons_before.UPCASTERS,
        *holds_before.UPCASTERS,
        *holdings_before.UPCASTERS,
        *lists_before.UPCASTERS,
        *quality_before.UPCASTERS,
        *inspections_before.UPCASTERS,
        *sampling_before.UPCASTERS,
        *course_before.UPCASTERS,
        *evidence_before.UPCASTERS,
        *room_before.UPCASTERS,
        *judgements_before.UPCASTERS,
        *publication_before.UPCASTERS,
        *panels_before.UPCASTERS,
        *plans_before.UPCASTERS,
        *follow_ups_before.UPCASTERS,
        *comments_before.UPCASTERS,
        *programme_before.UPCASTERS,
        *people_before.UPCASTERS,
    ],
)
"""Every event by the name under which it is stored."""

_KINDS = sorted(DECIDERS, key=len, reverse=True)


@lru_cache(maxsize=65_536)
def kind_of(stream: str) -> str:
    """Which kind of stream an id names.

    Raises:
        LookupError: no kind of stream has ids like this.
    """
    for kind in _KINDS:
        if stream.startswith(f"{kind}-"):
            return kind
    raise LookupError(f"no kind of stream has ids like {stream}")


def decider_of(stream: str) -> Decider:
    """The decider of the stream with this id."""
    return DECIDERS[kind_of(stream)]
