"""What is seen of a kind of inspection on its way from its announcement to its end: a row of a table."""

from collections.abc import Sequence

from domain.cases.events import CaseSampled
from domain.cases.lists.events import CasesExcluded
from domain.cases.second_reads.state import DifferenceDecided
from domain.dated_rules.library import Library
from domain.evidence.events import EnquiryCarried, EnquiryOpened, ExperienceMissing, FeedbackGiven
from domain.follow_ups.events import FollowUpSetUp, ResultsCompared
from domain.inspections.commands import SchedulePublication
from domain.inspections.events import (
    CorrelationChecked,
    EvidenceRequested,
    InspectionAnnounced,
    PartnerSigned,
    QuestionsSet,
    RatingsConfirmed,
    RatingsDecided,
    SampleDrawn,
    SecondReadsDrawn,
    StandardLeftUnrated,
)
from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import framework_in
from domain.inspections.report.content import report_content
from domain.inspections.state import Inspection
from domain.messages import Command, Event
from domain.panels.events import PanelClosed
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.text import counted
from tests.support.kinds.asides import agreement, chased, embargoed, papers, plan_dates
from tests.support.kinds.ground import providers_of
from tests.support.kinds.walk import CHAIR, MEMBERS, KindWalk
from tests.support.story_ground import StoryGround, a_working_day_of

__all__ = ["RealLists", "row_of", "told_of", "walked_under"]

LISTED_FOR_EACH_READ = 3
"""A list has some three times as many cases as are drawn from it (004 §4.12: 110 of some 330)."""


class RealLists(KindWalk):
    """A walk with lists as long as real ones."""

    ground: StoryGround

    def __init__(self, protocol: Protocol, ground: StoryGround, reference: str = "walk") -> None:
        """Set out, with nothing seen yet of what is tried beside the walk."""
        super().__init__(protocol, ground, reference)
        self.asides: dict[str, str] = {}

    def listed(self, population: Population) -> int:
        """How many cases stand in a list; where there is one case, there is one."""
        return LISTED_FOR_EACH_READ * population.sample + 1 if population.sample > 1 else 1

    def hand_in_and_begin(self) -> None:
        self.asides["evidence-chase"] = chased(self.ground, self.state)
        super().hand_in_and_begin()

    def convene(self) -> str:
        self.asides["papers"] = papers(self.ground, self.reference, CHAIR, MEMBERS)
        return super().convene()

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        if isinstance(command, SchedulePublication):
            self.asides["embargo"] = embargoed(self.ground, self.reference)
        super().give(command, by, who)

    def act(self) -> None:
        self.asides["plan"] = plan_dates(self.ground, self.reference, self.plan_answers())
        super().act()


def walked_under(protocol: Protocol, library: Library) -> tuple[RealLists, StoryGround]:
    """A kind, walked to its end under the rules alone."""
    ground = StoryGround(library, a_working_day_of(protocol.in_force_from))
    walk = RealLists(protocol, ground)
    walk.to_the_end()
    ground.send_notices(walk.reference)
    return walk, ground


def row_of(protocol: Protocol, walk: RealLists, ground: StoryGround) -> dict[str, str]:
    """What was seen of a kind on its way."""
    state, events = walk.state, [event for _, event in ground.happened]
    announced = next(each for each in events if isinstance(each, InspectionAnnounced))
    decisions = [each for each in events if isinstance(each, RatingsConfirmed | RatingsDecided)]
    return {
        "kind": protocol.id,
        "providers": ", ".join(kind for _, kind in providers_of(protocol, "x")),
        "looks at": looks_at_of(announced),
        "under": under_of(announced),
        "notice": str(ground.calendar.between(announced.announced_on, announced.fieldwork_from)),
        "stages": " > ".join(walk.walked.stages),
        "deadlines": ", ".join(f"{code} {days}" for code, days in walk.walked.deadlines.items()),
        "chased within": walk.asides.get("evidence-chase", ""),
        "papers and minutes": papers_and_minutes_of(walk, ground),
        "embargo": walk.asides.get("embargo", ""),
        "plan": walk.asides.get("plan", ""),
        "agreement": agreement(protocol),
        "by law": law_of(protocol, walk, ground),
        "evidence": evidence_of(events),
        "enquiries": enquiries_of(events),
        "asked": asked_of(events),
        "samples": "; ".join(sample_of(each, events) for each in state.samples.values()),
        "asks to hear": ", ".join(each.voice for each in events if isinstance(each, ExperienceMissing)),
        "feedback": "at the end of fieldwork"
        if any(isinstance(each, FeedbackGiven) for each in events)
        else "",
        "read twice": read_twice_of(events, len(state.sampled)),
        "beside the cases": correlation_of(events),
        "beside the first time": beside_of(events),
        "decided by": ", ".join(
            f"panel of {len(each.present)}" if isinstance(each, RatingsDecided) else each.role.value
            for each in decisions
        ),
        "signed by": ", ".join(each.partner for each in events if isinstance(each, PartnerSigned)),
        "ratings": rated_of(decisions[0], events) if decisions else counted_in(protocol, walk, ground),
        "report": ("published" if protocol.published else "issued") if state.published else "none",
        "action plan": plans_of(state),
        "sent to": "; ".join(protocol.distribution) if state.published else "",
    }


def plans_of(state: Inspection) -> str:
    """Whether an action plan was asked for; of several providers, of how many."""
    several = len(state.plans)
    return f"of each of {several} providers" if several > 1 else "yes" if several else "no"


def papers_and_minutes_of(walk: RealLists, ground: StoryGround) -> str:
    """How many working days before its meeting the papers are due, and how many after it the minutes."""
    closed = [event for _, event in ground.happened if isinstance(event, PanelClosed)]
    if not closed or walk.state.decided is None:
        return ""
    due = closed[0].minutes_due
    after = "" if due is None else str(ground.calendar.between(walk.state.decided.decided_on, due))
    return f"{walk.asides['papers'] or 'any'} before, {after or 'any'} after"


def law_of(protocol: Protocol, walk: RealLists, ground: StoryGround) -> str:
    """The enactment that the report names; nothing where there is no report."""
    state = walk.state
    if state.report is None:
        return ""
    framework = framework_in(state, ground.library)
    scheme = ground.library.scheme_of(state.known.scheme)
    return report_content(walk.reference, state, protocol, framework, scheme).rules.statutory_basis


def told_of(protocol: Protocol, walk: RealLists, ground: StoryGround) -> tuple[object, ...]:
    """The words of a kind that were met on the way: its version, and those of its requests, draws and report."""
    announced = next(each for _, each in ground.happened if isinstance(each, InspectionAnnounced))
    asked = [
        item for _, each in ground.happened if isinstance(each, EvidenceRequested) for item in each.items
    ]
    framework = framework_in(walk.state, ground.library)
    scheme = ground.library.scheme_of(walk.state.known.scheme)
    told = report_content(walk.reference, walk.state, protocol, framework, scheme)
    items = [(each.id, each.title) for each in asked]
    drawn = [each.sort for _, each in ground.happened if isinstance(each, CaseSampled)]
    return (
        announced.protocol.version,
        items,
        told.rules.kind,
        told.partners,
        [each.title for each in told.sampled],
        sorted({each.text for each in drawn if isinstance(each, Plain)}),
    )


def asked_of(events: Sequence[Event]) -> str:
    """The questions that were set, and how many prompts stand under them."""
    found = [question for each in events if isinstance(each, QuestionsSet) for question in each.questions]
    prompts = sum(len(each.prompts) for each in found)
    return f"{', '.join(each.number for each in found)}, {counted(prompts, 'prompt')}" if found else ""


def counted_in(protocol: Protocol, walk: RealLists, ground: StoryGround) -> str:
    """Of what nobody rates: how many answers the report has to each question, of each list."""
    framework = framework_in(walk.state, ground.library)
    told = report_content(walk.reference, walk.state, protocol, framework, None)
    shares = [
        f"{each.number} of {each.yes + each.no + each.not_applicable}"
        for domain in told.found
        for standard in domain.standards
        for each in standard.questions
        if each.yes is not None and each.no is not None and each.not_applicable is not None
    ]
    return f"none, shares of {', '.join(shares)}" if shares else "in words"


def rated_of(decision: RatingsConfirmed | RatingsDecided, events: Sequence[Event]) -> str:
    """How many standards were rated, of how many where some were left alone, and how the whole was."""
    left = sum(isinstance(each, StandardLeftUnrated) for each in events)
    standards = len(decision.ratings)
    rated = f"{standards - left} of {standards}" if left else f"{standards}"
    return f"{rated}, overall {decision.overall or 'none'}"


def looks_at_of(announced: InspectionAnnounced) -> str:
    """What one inspection looks at: a provider, an area, a topic; and at whose request."""
    several = len(announced.others) + 1
    what = "an area" if announced.area else "a topic" if announced.subject else "a provider"
    of = f", with {several} providers" if several > 1 else ""
    return f"{what}{of}{', at request' if announced.requested_by else ''}"


def under_of(announced: InspectionAnnounced) -> str:
    """The framework, and the scheme if it is called otherwise."""
    pins = dict.fromkeys(each.id for each in (announced.framework, announced.scheme) if each)
    return ", rated by ".join(pins) or "no standards"


def beside_of(events: Sequence[Event]) -> str:
    """Of a follow-up: how many standards were scored again, and how many were not."""
    set_up = [each for each in events if isinstance(each, FollowUpSetUp)]
    compared = [each for each in events if isinstance(each, ResultsCompared)]
    if not set_up or not compared:
        return ""
    rows = [row.subject for row in compared[0].rows if row.beside.outcome == "compared"]
    whole = [each for each in rows if each in set_up[0].standards]
    left = [each for each in events if isinstance(each, StandardLeftUnrated)]
    parts = f" in {counted(len(set_up[0].periods), 'period')}" if set_up[0].periods else ""
    questions = f"{len(rows)} key questions of {counted(len(set_up[0].standards), 'standard')}"
    what = f"{len(whole)} criteria" if whole else questions
    return f"{what}{parts}, {len(left)} left alone"


def sample_of(sample: SampleDrawn, events: Sequence[Event]) -> str:
    """What was drawn, of how many, in proportion by what; and whom the list named in vain."""
    cases = [each for each in events if isinstance(each, CaseSampled) and each.list == sample.list]
    sorts = {each.sort.text for each in cases if isinstance(each.sort, Plain)}
    columns = dict.fromkeys(part.split(":")[0] for sort in sorted(sorts) for part in sort.split("; "))
    by = f" by {' and '.join(columns)}" if columns else ""
    left_out = [f"{each.cases} of {each.rule}" for each in events if isinstance(each, CasesExcluded)]
    without = f" without {' and '.join(left_out)}" if left_out else ""
    return f"{sample.population} {len(sample.rows)} of {sample.list_size}{by}{without}"


def read_twice_of(events: Sequence[Event], cases: int) -> str:
    """How many cases were read twice, and on how many answers somebody had to decide."""
    drawn = [each for each in events if isinstance(each, SecondReadsDrawn)]
    decided = sum(isinstance(each, DifferenceDecided) for each in events)
    return f"{len(drawn[0].cases)} of {cases}, {decided} decided" if drawn else ""


def correlation_of(events: Sequence[Event]) -> str:
    """How many judgements were looked at beside the case results, and how many of them lay far off."""
    checked = [each for each in events if isinstance(each, CorrelationChecked)]
    looked_at = checked[0].standards if checked else ()
    return f"{len(looked_at)}, {sum(each.diverges for each in looked_at)} far off" if looked_at else ""


def evidence_of(events: Sequence[Event]) -> str:
    """How many items were asked for, and what they name."""
    asked = [item for each in events if isinstance(each, EvidenceRequested) for item in each.items]
    questions = {number for each in asked for number in each.key_questions}
    prompts = {prompt for each in asked for prompt in each.prompts}
    named = f" on {len(questions)} key questions" if questions else ""
    return f"{len(asked)}{named}{f' and {len(prompts)} prompts' if prompts else ''}"


def enquiries_of(events: Sequence[Event]) -> str:
    """The lines of enquiry that came of gaps, and how they ended."""
    opened = [each for each in events if isinstance(each, EnquiryOpened)]
    carried = [each for each in events if isinstance(each, EnquiryCarried)]
    return f"{len(opened)}, {len(carried)} carried to the panel" if opened else ""
