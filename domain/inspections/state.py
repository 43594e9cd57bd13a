"""Where an inspection stands: the fold of its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from domain.agenda import Deadline
from domain.cases.streams import second_read_of
from domain.inspections.events import (
    CaseListReceived,
    CaseReplaced,
    CaseUsed,
    CorrelationChecked,
    CriterionScored,
    EvidenceItem,
    InspectionAnnounced,
    NewListAgreed,
    PanelPlanned,
    ProviderFollowed,
    PublicValueNoted,
    QuestionCounted,
    QuestionsSet,
    RatingProposed,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    SampleDrawn,
    Sitting,
    StandardLeftUnrated,
    TeamMember,
)
from domain.inspections.evidence_state import Evidence, Extension
from domain.inspections.moved_days import MovedDay
from domain.inspections.report.parts import Correction
from domain.inspections.report.state import Challenge, Edition, Report, Response, report_digest
from domain.inspections.stages import IN_PROGRESS, Stage

__all__ = [
    "Challenge",
    "Condition",
    "Evidence",
    "Extension",
    "GivenUp",
    "Inspection",
    "Report",
    "report_digest",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """What the panel wants done before publication, and what became of it."""

    what: str
    by: str
    due: date
    outcome: Literal["open", "met", "lifted"] = "open"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A list whose seed was known, and whose place another took: so a sample was, or could be, known beforehand.

    Attributes:
        list: its stream; None where it stayed outside.
        drawn: how many cases had been drawn from it; None where nobody had drawn yet.
        seed: the seed of that draw; None where nobody had drawn yet.
        reason: why it could not stay, as whoever handed in the other one says.
        agreed: the agreement of another person; None on records from before one was needed.
    """

    list: str | None
    drawn: int | None
    seed: str | None
    reason: str
    agreed: NewListAgreed | None


_NOTHING: Mapping[str, Evidence] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection.

    Attributes:
        stage: where it stands; deferral and cancellation are kept apart, in ``deferred`` and ``cancelled``.
        announced: the announcement with the pinned rules, and the lead and providers as they are now; None before.
        leads_before: who led it until somebody else was named; a lead who came back among them.
        proposers: who proposed a rating or gave a percentage, whether or not it stands.
        team: who carries it out with its lead; empty until that is settled.
        planned: what the year's programme has for its panel and its publication; None where none does.
        evidence: requested items by their code, in the order of asking.
        requests: how many times the provider was asked for evidence.
        extensions: the requests for more time, by code, oldest first.
        begun_on: first day of fieldwork; None while it has not begun.
        ended_on: its last day; None while it is not over.
        lists: the lists that were handed in by population, each the one that stands.
        lists_before: by population, those whose place another took, in order.
        new_lists: that somebody agreed to another list in place of one whose seed is known, by population.
        given_up: by population, the lists with a known seed whose place another took, in order.
        public_values: what somebody noted that a public draw gave, by population.
        questions: the questions set for its cases; None where none are, or its framework has them.
        samples: the drawn samples by population.
        replaced: the cases that were taken out of them, each with what took its place.
        version: how many events it has.
        sampled_at: the version at which the latest sample was drawn; 0 before any.
        read_twice: the cases drawn for a second read; None while nothing is settled about second reads.
        twice_again: the populations whose sample was withdrawn after that, so that it is to be drawn anew of the next.
        proposals: the latest proposal for each judged standard.
        proposed_at: the version at which each of them was recorded.
        correlation: the last look at the proposals beside the case results.
        cases: the cases as the closed gate lists them; empty while it is open.
        counted: what the cases said to each question, where no rating is derived from it; empty while the gate is open.
        derived: the ratings as derived, while they stand.
        decided: the panel's decision, while it stands.
        decision: digest of that decision or, for a kind without ratings, of what the report rests on in its place.
        last_sitting: how the panel sat when it last decided, whether or not that decision stands.
        conditions: what the panel wants done before publication, by code.
        report: the report as it stands.
        settled: the percentages given to criteria, and the standards left without a rating, by standard.
        partners: the digest of the report that each partner signed last, by the partner's code.
        challenges: points of factual accuracy by their code.
        publish_on: the day set for publication.
        publish: the digest that was cleared for publication.
        publish_at: the time of that day in London; None for its beginning.
        published: the digest of the published document.
        editions: the editions of the report that are out, oldest first.
        correction: why the next edition is made, while it is not out.
        reopened_from: where it stood when its case reads were opened again for that edition; None if they were not.
        withdrawn: why the report was withdrawn; None while it is not.
        responses: what was said to the published report, by code.
        embargoed: the edition that each recipient of embargoed copies was last sent, by the recipient's code.
        recipients: to whom notices go that do not go to the provider, by the notice's code.
        followed: the providers that others have taken the place of since it was announced, with who did: of several
            parts, the one first that what was under way is gone to.
        successions: what the notices tell of that say with whom it goes on, by their codes.
        gone_on: the providers that it went on with in another's place, by the version at which it did.
        plans: the streams of the action plans that were asked for: one, or one of each of several providers.
        deadlines: what is running, by its code.
        moved: the days of providers that were moved, by the version at which each of them was.
        notices: notices that are owed, by their code, with what they are about.
        untold: the notices that could be sent to nobody, until it is noted that they were told by other means.
        undelivered: the readers whom a notice did not reach, by the notice's code, until that is noted as well.
        deferred: until when it is put off; None if it is not.
        deferred_on: since when.
        cancelled: given up for good.
    """

    version: int = 0
    sampled_at: int = 0
    stage: Stage | None = None
    announced: InspectionAnnounced | None = None
    leads_before: frozenset[str] = frozenset()
    proposers: frozenset[str] = frozenset()
    team: tuple[TeamMember, ...] = ()
    planned: PanelPlanned | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=lambda: _NOTHING)
    requests: int = 0
    extensions: Mapping[str, Extension] = field(default_factory=lambda: MappingProxyType({}))
    begun_on: date | None = None
    ended_on: date | None = None
    lists: Mapping[str, CaseListReceived] = field(default_factory=lambda: MappingProxyType({}))
    lists_before: Mapping[str, tuple[CaseListReceived, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    new_lists: Mapping[str, NewListAgreed] = field(default_factory=lambda: MappingProxyType({}))
    given_up: Mapping[str, tuple[GivenUp, ...]] = field(default_factory=lambda: MappingProxyType({}))
    public_values: Mapping[str, PublicValueNoted] = field(default_factory=lambda: MappingProxyType({}))
    questions: QuestionsSet | None = None
    samples: Mapping[str, SampleDrawn] = field(default_factory=lambda: MappingProxyType({}))
    replaced: Mapping[str, CaseReplaced] = field(default_factory=lambda: MappingProxyType({}))
    read_twice: tuple[str, ...] | None = None
    twice_again: frozenset[str] = frozenset()
    proposals: Mapping[str, RatingProposed] = field(default_factory=lambda: MappingProxyType({}))
    proposed_at: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    correlation: CorrelationChecked | None = None
    cases: tuple[CaseUsed, ...] = ()
    counted: tuple[QuestionCounted, ...] = ()
    derived: RatingsDerived | None = None
    decided: RatingsDecided | RatingsConfirmed | None = None
    decision: str | None = None
    last_sitting: Sitting | None = None
    conditions: Mapping[str, Condition] = field(default_factory=lambda: MappingProxyType({}))
    report: Report | None = None
    settled: Mapping[str, CriterionScored | StandardLeftUnrated] = field(
        default_factory=lambda: MappingProxyType({})
    )
    partners: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    challenges: Mapping[str, Challenge] = field(default_factory=lambda: MappingProxyType({}))
    publish_on: date | None = None
    publish: str | None = None
    publish_at: str | None = None
    published: str | None = None
    editions: tuple[Edition, ...] = ()
    correction: Correction | None = None
    reopened_from: Stage | None = None
    withdrawn: str | None = None
    responses: Mapping[str, Response] = field(default_factory=lambda: MappingProxyType({}))
    embargoed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    recipients: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    followed: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    successions: Mapping[str, ProviderFollowed] = field(default_factory=lambda: MappingProxyType({}))
    gone_on: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    plans: tuple[str, ...] = ()
    deadlines: Mapping[str, Deadline] = field(default_factory=lambda: MappingProxyType({}))
    moved: Mapping[int, MovedDay] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    untold: tuple[str, ...] = ()
    undelivered: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    deferred: date | None = None
    deferred_on: date | None = None
    cancelled: bool = False

    @property
    def known(self) -> InspectionAnnounced:
        """The announcement of an inspection that has been announced.

        Raises:
            LookupError: it has not; no rule that needs it is reached then.
        """
        if self.announced is None:
            raise LookupError("the inspection has not been announced")
        return self.announced

    @property
    def leads(self) -> frozenset[str]:
        """Whoever leads it or has led it; nobody before it is announced."""
        return self.leads_before | {self.announced.lead} if self.announced else frozenset()

    @property
    def judges(self) -> frozenset[str]:
        """Whoever led it or proposed its ratings, and so has no part in verifying them (004 §4.16-4.17)."""
        return self.leads | self.proposers

    def provider_of(self, item: EvidenceItem) -> str:
        """The provider that an item is asked of; the first, where it names none."""
        return item.provider or self.known.provider

    def asked_of(self, code: str) -> str:
        """The provider that an item is asked of, by its code; the first, where there is no such item."""
        asked = self.evidence.get(code)
        return self.provider_of(asked.item) if asked else self.known.provider

    def shelf_of(self, code: str) -> str:
        """The provider among whose holdings stands what came for an item: whoever was asked, also once it is merged."""
        asked = self.evidence.get(code)
        return asked.shelf if asked and asked.shelf else self.asked_of(code)

    @property
    def shelves(self) -> tuple[str, ...]:
        """The providers whose holdings its evidence stands among: its own, and those whose place they took."""
        if self.announced is None:
            return ()
        return tuple(dict.fromkeys((*self.announced.providers, *map(self.shelf_of, self.evidence))))

    def stage_after(self, stage: Stage) -> Stage:
        """The next stage that this kind of inspection has behind one, or that it is closed."""
        order = IN_PROGRESS[IN_PROGRESS.index(stage) + 1 :]
        return next((each for each in order if each in self.known.stages), Stage.CLOSED)

    def name_of(self, provider: str) -> str:
        """The name under which one of its providers is inspected."""
        known = self.known
        named = {known.provider: known.provider_name}
        return (named | {each.provider: each.provider_name for each in known.others})[provider]

    @property
    def fieldwork(self) -> tuple[date, date]:
        """The first and last day of fieldwork: as it was carried out; as it now runs or was announced, while ahead."""
        known, running = self.known, self.deadlines.get(Stage.FIELDWORK.value)
        first = self.begun_on or known.fieldwork_from
        return first, self.ended_on or max(first, known.fieldwork_to, running.due if running else first)

    @property
    def still_checking(self) -> tuple[str, ...]:
        """The providers that have the draft before them and may still raise points, by their codes."""
        report = self.report
        if report is None or report.sent is None or report.checked:
            return ()
        return tuple(each for each in self.known.providers if each not in report.no_more)

    @property
    def corrects_words(self) -> bool:
        """Whether a correction is being made for which no case reads were opened again, so that no rating moves."""
        return self.correction is not None and self.reopened_from is None

    @property
    def unsigned_partners(self) -> tuple[str, ...]:
        """The partners who must sign the report and have not, as it now stands."""
        digest = self.report.digest if self.report else None
        return tuple(each for each in self.known.signatories if self.partners.get(each) != digest)

    @property
    def standing(self) -> Stage | None:
        """The stage as people speak of it: a deferred inspection is at no other stage."""
        if self.cancelled:
            return Stage.CANCELLED
        return Stage.DEFERRED if self.deferred is not None else self.stage

    def agreed_to_new_list(self, population: str) -> NewListAgreed | None:
        """That somebody agreed to another list in place of the one of a population that stands; None if nobody did."""
        agreed, standing = self.new_lists.get(population), self.lists.get(population)
        return agreed if agreed and agreed.list == (standing.list if standing else None) else None

    @property
    def sampled(self) -> tuple[str, ...]:
        """The streams of all cases to be read, in the order of populations and of drawing."""
        drawn = (case for sample in self.samples.values() for case in sample.cases)
        if not self.replaced:
            return tuple(drawn)
        return tuple(case for each in drawn if (case := self.in_place_of(each)) is not None)

    def in_place_of(self, case: str) -> str | None:
        """The case that is read in the place of a drawn one; None if none is."""
        read: str | None = case
        while read is not None and read in self.replaced:
            read = self.replaced[read].by
        return read

    def used_up(self, population: str | None) -> bool:
        """Whether every case of a population's sample was taken out of it, and none came in for the last."""
        sample = self.samples.get(population or "")
        drawn = sample.cases if sample is not None else ()
        return bool(drawn) and all(self.in_place_of(each) is None for each in drawn)

    @property
    def twice(self) -> tuple[str, ...]:
        """The sampled cases that were drawn for a second read, in the order of drawing."""
        sampled = set(self.sampled) if self.read_twice else set()
        return tuple(case for case in self.read_twice or () if case in sampled)

    @property
    def reads(self) -> tuple[str, ...]:
        """The streams of all case reads: of all sampled cases, then of the second reads."""
        return (*self.sampled, *(second_read_of(case) for case in self.twice))

    @property
    def awaited(self) -> tuple[str, ...]:
        """The codes of the requested items that are still to come."""
        return tuple(code for code, each in self.evidence.items() if each.outcome == "awaited")

    @property
    def late(self) -> tuple[str, ...]:
        """The codes of the items that are still to come and whose date has passed."""
        return tuple(code for code in self.awaited if self.evidence[code].overdue is not None)

    @property
    def open_extensions(self) -> tuple[str, ...]:
        """The codes of the requests for more time that are to be answered: something they are about is awaited."""
        awaited = set(self.awaited)
        return tuple(
            code
            for code, each in self.extensions.items()
            if each.outcome == "open" and awaited.intersection(each.asked.items)
        )

    @property
    def open_conditions(self) -> tuple[str, ...]:
        """The codes of the panel's conditions that are neither met nor lifted; publication waits for them."""
        return tuple(code for code, each in self.conditions.items() if each.outcome == "open")

    @property
    def open_challenges(self) -> tuple[str, ...]:
        """The codes of the points of factual accuracy that nobody has answered yet."""
        return tuple(code for code, each in self.challenges.items() if each.outcome == "open")
