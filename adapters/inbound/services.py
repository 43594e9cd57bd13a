"""What the command line is given: the use cases of one installation, built when they are first asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, Protocol

from adapters.inbound.caller import Caller
from adapters.inbound.services_of_proof import ProofServices
from adapters.inbound.services_shown import Examined, HistoryShown, SettingShown

if TYPE_CHECKING:  # an application that only shows its help loads no rules
    from activities.auditing.explaining import Explaining, ExplanationPress
    from activities.auditing.finding import Finding
    from activities.auditing.looking import Looking
    from activities.auditing.replaying import Replaying
    from activities.cases.agreement import AgreementGathering
    from activities.cases.apart import Apart
    from activities.cases.lists import CaseLists
    from activities.cases.loads import ReadingLoads
    from activities.cases.offline import CaseFiles
    from activities.cases.samples import Samples
    from activities.cases.shown_reads import ShownReads
    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.diversity_periods import DiversityGathering
    from activities.evidence_held import EvidenceHeld
    from activities.handing_in import HandingIn
    from activities.improvements import Improvements
    from activities.packs import Packs
    from activities.ports import Clock, Documents, EventStore
    from activities.privacy.access import Access
    from activities.privacy.bodies import Bodies
    from activities.privacy.erasing import Erasing
    from activities.privacy.personal import Personal
    from activities.privacy.retention import Retention
    from activities.privacy.vault import Vault
    from activities.programme.record import ProgrammeRecord
    from activities.programme.scheduling import Scheduling
    from activities.reporting.embargoed import EmbargoedCopies
    from activities.reporting.published import Published
    from activities.reporting.reports import Reports
    from activities.rules_shelf import RulesShelf
    from activities.seeing.seeing import Seeing
    from activities.viewing.cover import Cover
    from activities.viewing.views import Views
    from adapters.inbound.shown.cases.questions import QuestionShown
    from domain.dated_rules.library import Library
    from domain.working_days import WorkingDays

__all__ = ["SUMMONED", "Examined", "HistoryShown", "Services", "SettingShown", "Summon"]


class Services(ProofServices, Protocol):
    """One installation, as far as its doors need it: its use cases, and what a terminal asks of the whole.

    Each is built when it is first asked for, so asking for one opens no more than that one needs.
    """

    @property
    def caller(self) -> Caller | None:
        """Who acts, where a token says it; None where it is whoever uses this machine."""
        ...

    def version_of(self, stream: str) -> int:
        """The version at which a stream stands."""
        ...

    def questions_of(self, inspection: str) -> "tuple[QuestionShown, ...]":
        """The questions that were set for an inspection, with what its cases said once their reads are closed."""
        ...

    @property
    def desk(self) -> "Desk":
        """Takes commands."""
        ...

    @property
    def records(self) -> "Records":
        """The record's streams as states."""
        ...

    @property
    def store(self) -> "EventStore":
        """The record."""
        ...

    @property
    def packs(self) -> "Packs":
        """Makes and keeps the papers of a panel."""
        ...

    @property
    def vault(self) -> "Vault":
        """The keys under which personal text is sealed."""
        ...

    @property
    def erasing(self) -> "Erasing":
        """Erases what is held about somebody."""
        ...

    @property
    def access(self) -> "Access":
        """Gathers what is held about somebody."""
        ...

    @property
    def reports(self) -> "Reports":
        """Reports, as they are read and printed."""
        ...

    @property
    def published(self) -> "Published":
        """Reads what is published."""
        ...

    @property
    def retention(self) -> "Retention":
        """Applies retention schedules."""
        ...

    @property
    def case_lists(self) -> "CaseLists":
        """Lists of cases, kept encrypted until they are drawn from."""
        ...

    @property
    def diversity_periods(self) -> "DiversityGathering":
        """Puts the tables of inspections together, by protected characteristic."""
        ...

    @property
    def agreement(self) -> "AgreementGathering":
        """Adds up how far readers agree over many inspections."""
        ...

    @property
    def samples(self) -> "Samples":
        """Samples as they were drawn."""
        ...

    @property
    def improvements(self) -> "Improvements":
        """What inspections came to, one after another."""
        ...

    @property
    def personal(self) -> "Personal":
        """What is private, opened."""
        ...

    @property
    def bodies(self) -> "Bodies":
        """Where bodies beside the provider are reached, opened."""
        ...

    @property
    def embargoed(self) -> "EmbargoedCopies":
        """Reports under embargo, for the bodies that have a copy."""
        ...

    @property
    def apart(self) -> "Apart":
        """Knows which answers are kept from whom."""
        ...

    @property
    def shown_reads(self) -> "ShownReads":
        """Notes into whose hands reads come that are kept apart."""
        ...

    @property
    def cover(self) -> "Cover":
        """Works out who must be somewhere for an inspection and cannot."""
        ...

    @property
    def reading_loads(self) -> "ReadingLoads":
        """Works out how much inspectors have to read already."""
        ...

    @property
    def case_files(self) -> "CaseFiles":
        """Takes case reads away as files."""
        ...

    @property
    def views(self) -> "Views":
        """What people look at."""
        ...

    @property
    def replaying(self) -> "Replaying":
        """The auditor's replay."""
        ...

    @property
    def finding(self) -> "Finding":
        """Finds things across inspections."""
        ...

    @property
    def seeing(self) -> "Seeing":
        """Says who sees what."""
        ...

    @property
    def looking(self) -> "Looking":
        """Knows who looked at what."""
        ...

    @property
    def explaining(self) -> "Explaining":
        """Explains ratings."""
        ...

    @property
    def explanation_press(self) -> "ExplanationPress":
        """Prints explanations."""
        ...

    @property
    def documents(self) -> "Documents":
        """Files by their digest."""
        ...

    @property
    def handing_in(self) -> "HandingIn":
        """Takes files with commands."""
        ...

    @property
    def held(self) -> "EvidenceHeld":
        """What is held about providers."""
        ...

    @property
    def clock(self) -> "Clock":
        """The time."""
        ...

    @property
    def calendar(self) -> "WorkingDays":
        """The working days."""
        ...

    @property
    def library(self) -> "Callable[[], Library]":
        """The dated rules."""
        ...

    @property
    def schemes(self) -> "Callable[[], Library]":
        """The rating schemes alone: whoever rates a file needs no frameworks and no kinds of inspection."""
        ...

    @property
    def framework_shelf(self) -> "RulesShelf":
        """The installation's own framework files."""
        ...

    def shelf_for(self, what: Literal["schemes", "protocols"]) -> "RulesShelf":
        """The installation's own files of rating schemes, or of kinds of inspection."""
        ...

    @property
    def programme_record(self) -> "ProgrammeRecord":
        """Programmes on the record."""
        ...

    @property
    def scheduling(self) -> "Scheduling":
        """Making plans of a programme."""
        ...

    @property
    def duty_telephone(self) -> str | None:
        """The number at which whoever is on duty is reached when a case shows somebody in danger; None for none."""
        ...

    @property
    def config(self) -> Sequence[SettingShown]:
        """Every setting, with where it comes from."""
        ...

    def workflow_history(self, stream: str) -> "HistoryShown":
        """What Temporal keeps of a stream's workflow, decrypted."""
        ...

    def decode_page(self, page: str | None, port: int, ready: Callable[[str], None]) -> None:
        """Decrypt for Temporal's own pages until interrupted."""
        ...

    def settings_page(self) -> str:
        """The page docs/settings.md."""
        ...

    def examine(self) -> Iterable[Examined]:
        """What is right and what is wrong with the installation."""
        ...

    def migrate(self, *, new_vault: bool = False) -> tuple[str | None, str]:
        """Make the store, or bring it up to date; its schema version before (None: there was none) and after."""
        ...

    def run(self, tell: Callable[[str], None], ready: Callable[[Mapping[str, str]], None]) -> None:
        """Run everything on this machine until interrupted."""
        ...

    def serve_alone(self, ready: Callable[[str], None]) -> None:
        """Serve the pages until interrupted."""
        ...

    def work_alone(self, ready: Callable[[], None]) -> None:
        """Run a worker until interrupted."""
        ...


Summon = Callable[[], Services]
"""Gives the installation that the settings describe; the same one each time."""

SUMMONED: "ContextVar[Summon | None]" = ContextVar("SUMMONED", default=None)
"""The installation that the present command line is about, for what is asked by every screen: who looks."""
