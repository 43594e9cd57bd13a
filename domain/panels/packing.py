"""Putting the papers of an item together, from the record and the year's other ratings; nothing is fetched here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.evidence.state import EvidenceRoom
from domain.evidence.weighing import remarks
from domain.frameworks.model import Framework
from domain.inspections.bound import bound_of, changes
from domain.inspections.events import RatingProposed
from domain.inspections.state import Inspection
from domain.panels.elsewhere import RatedElsewhere
from domain.panels.pack import (
    CarriedShown,
    ChangeShown,
    DepartureBefore,
    EvidenceShown,
    GivenUpShown,
    NearnessShown,
    Pack,
    PackStandard,
    Proposal,
    RatedBeside,
    ShareShown,
    StandardChanged,
)
from domain.panels.state import Panel
from domain.ratings.derivation import Derivation
from domain.ratings.far_departures import far
from domain.ratings.nearness.as_json import decimals
from domain.ratings.nearness.nearness import Change, LeastChange, Nearness, StandardNearness, nearness_of
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult, out_of
from domain.ratings.standards import StandardResult
from domain.refusals import Refused
from domain.text import counted

__all__ = ["Beside", "Sources", "beside", "pack_of"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the ratings are set beside: the year's others under the same scheme, and this provider's last.

    Attributes:
        year_from: the first day of the year.
        year: the year's other inspections, by the day of their decision.
        before: this provider's last inspection; None if it never was inspected.
    """

    year_from: date
    year: Sequence[RatedElsewhere]
    before: RatedElsewhere | None

    @property
    def inspections(self) -> tuple[str, ...]:
        """All of them, by their references."""
        before = [self.before.inspection] if self.before else []
        return tuple(dict.fromkeys([*(each.inspection for each in self.year), *before]))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a pack is made from.

    Attributes:
        panel: the meeting.
        inspection: the item.
        derivation: its ratings, derived anew from the record.
        framework: its standards framework, as it is shown; None where its kind has none.
        room: its evidence room.
        beside: what its ratings are set beside.
        others: those inspections as they stand, by which the pack is bound to them.
    """

    panel: Panel
    inspection: Inspection
    derivation: Derivation
    framework: Framework | None
    room: EvidenceRoom
    beside: Beside
    others: Sequence[Inspection]


def beside(inspection: Inspection, meets_on: date, others: Sequence[RatedElsewhere]) -> Beside:
    """What the ratings of an inspection are set beside at a meeting.

    Args:
        inspection: the item.
        meets_on: the day of the meeting.
        others: every decided inspection, this one's earlier decision left out.
    """
    scheme, provider = inspection.known.scheme, inspection.known.provider
    decided = sorted(
        (each for each in others if each.decided_on <= meets_on),
        key=lambda each: (each.decided_on, each.inspection),
    )
    year_from = _a_year_before(meets_on)
    return Beside(
        year_from,
        [each for each in decided if scheme and each.scheme == scheme.id and each.decided_on >= year_from],
        next((each for each in reversed(decided) if each.provider == provider), None),
    )


def pack_of(panel: str, sources: Sources) -> Pack:
    """The papers of an item.

    Args:
        panel: the meeting's reference.
        sources: what they are made from.

    Raises:
        Refused: ``unknown-panel``; ``nothing-proposed`` where no ratings are before the panel; ``stale-derivation``
            where deriving again gives something else than what is on the record.
    """
    state, derivation = sources.inspection, sources.derivation
    convened, derived = sources.panel.convened, state.derived
    under = bound_of(state, sources.room, sources.others)
    if convened is None:
        raise Refused.because("unknown-panel", f"The panel {panel} has not been convened.")
    if under is None or derived is None:
        raise Refused.because("nothing-proposed", "No ratings have been proposed to the panel.")
    if derivation.digest != derived.trace_digest:
        raise Refused.because("stale-derivation", "Deriving the ratings again gives something else.")
    nearness, around = nearness_of(derivation), sources.beside
    before, last = around.before, state.last_sitting
    return Pack(
        panel=panel,
        meets_on=convened.meets_on,
        inspection=state.known.inspection,
        provider=state.known.provider,
        provider_name=state.known.provider_name,
        scheme=derivation.scheme.id,
        scheme_version=derivation.scheme.version,
        scheme_digest=derivation.scheme.digest,
        under=under,
        changed=changes(last.under, under) if last else (),
        overall=derivation.overall,
        score=derivation.score,
        max_score=derivation.max_score,
        nearness=_overall_nearness(derivation.scheme, nearness),
        standards=tuple(
            _standard(sources, result, nearness.standards[id_])
            for id_, result in derivation.standards.items()
        ),
        year_from=around.year_from,
        departures=tuple(_departures(derivation.scheme, around.year)),
        overall_before=before.overall if before else None,
        inspected_before=before.inspection if before else None,
        carried=tuple(
            CarriedShown(enquiry=code, question=each.question, bears_on=each.bears_on, reason=str(each.words))
            for code, each in sources.room.enquiries.items()
            if each.outcome == "carried"
        ),
        given_up=_given_up(state),
    )


def _given_up(state: Inspection) -> tuple[GivenUpShown, ...]:
    """The lists that were replaced when their seed was known."""
    return tuple(
        GivenUpShown(
            population=population,
            drawn=each.drawn,
            seed=each.seed,
            reason=each.reason,
            agreed_by=each.agreed.by if each.agreed else None,
            agreed_because=each.agreed.reason if each.agreed else None,
        )
        for population, replaced in state.given_up.items()
        for each in replaced
    )


def _departures(scheme: Scheme, year: Iterable[RatedElsewhere]) -> Iterator[DepartureBefore]:
    for each in year:
        goes = far(scheme, each.departures, derived=each.derived_overall, overall=each.overall)
        for departure in each.departures:
            yield DepartureBefore(
                inspection=each.inspection,
                decided_on=each.decided_on,
                departure=departure,
                subject=_subject(scheme, departure.subject),
                prompted_by=scheme.departures.triggers.get(departure.trigger, departure.trigger),
                far=goes.get(departure.subject),
            )


def _subject(scheme: Scheme, subject: str) -> str:
    """What a panel departed from, in words."""
    titles = {each.id: f"{each.id} {each.title}" for each in scheme.standards}
    return titles.get(subject, "the overall rating")


def _a_year_before(day: date) -> date:
    """The same date a year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _standard(
    sources: Sources,
    result: StandardResult,
    nearness: StandardNearness,
) -> PackStandard:
    shown = sources.framework.standard(result.id) if sources.framework else None
    proposed = sources.inspection.proposals.get(result.id)
    before = sources.beside.before
    earlier = {each.standard: each.decided for each in before.standards} if before else {}
    return PackStandard(
        standard=result.id,
        title=shown.title if shown else result.standard.title,
        rating=result.rating,
        source=result.source,
        rule=_rule(result),
        proposal=_proposal(proposed, sources) if proposed and result.source == "judgement" else None,
        shares=tuple(
            _share(sources.derivation.scheme, sources.framework, result, each, nearness)
            for each in result.questions
        ),
        nearness=NearnessShown(
            up=_least(nearness.up),
            down=_least(nearness.down),
            look_closer=_look_closer(sources.derivation.scheme, nearness.look_closer),
            unknown=nearness.unknown,
        ),
        year=tuple(
            RatedBeside(
                inspection=other.inspection,
                provider_name=other.provider_name,
                decided_on=other.decided_on,
                derived=each.derived,
                decided=each.decided,
                lowest=each.lowest,
            )
            for other in sources.beside.year
            for each in other.standards
            if each.standard == result.id
        ),
        before=earlier.get(result.id),
    )


def _rule(result: StandardResult) -> str:
    """How a standard came out, in words."""
    if result.rating is None:
        return result.not_rated or "It is told in words."
    if result.source == "judgement":
        return "The lead inspector's judgement on all evidence."
    if result.band is not None and result.lowest:
        return f"The lowest key question, {', '.join(result.lowest)}, is in the band {result.band.title.lower()}."
    return "By the scheme's rule for it."


def _proposal(proposed: RatingProposed, sources: Sources) -> Proposal:
    room, looked = sources.room, sources.inspection.correlation
    at = {each.standard: each.interrogated for each in looked.standards} if looked else {}
    shown = []
    for named in proposed.evidence:
        entry = room.register.get(named.entry)
        shown.append(
            EvidenceShown(
                entry=named.entry,
                title=entry.content.title if entry else named.entry,
                kind=entry.content.kind if entry else "unknown",
                source=entry.content.source if entry else "unknown",
                corrected_since=entry is not None and entry.version > named.version,
                withdrawn=entry.withdrawn if entry else None,
            )
        )
    return Proposal(
        rating=proposed.rating,
        reason=proposed.reason,
        evidence=tuple(shown),
        as_worded=proposed.as_worded,
        weighed=tuple(_weighed(proposed, sources.framework)),
        remarks=tuple(remarks(proposed.rating, proposed.as_worded, proposed.weighed)),
        interrogated=at.get(proposed.standard),
    )


def _weighed(proposed: RatingProposed, framework: Framework | None) -> Iterator[tuple[str, str]]:
    """The characteristics that were weighed, in the framework's words; by their codes where it has none for them."""
    standard = framework.standard(proposed.standard) if framework else None
    set_out = standard.characteristics if standard else None
    for code, weight in proposed.weighed:
        level, _, number = code.rpartition("-")
        several: tuple[str, ...] = getattr(set_out, level, ()) if set_out and number.isdecimal() else ()
        place = int(number) if number.isdecimal() else 0
        yield several[place - 1] if 0 < place <= len(several) else code, weight


def _share(
    scheme: Scheme,
    framework: Framework | None,
    result: StandardResult,
    question: QuestionResult,
    nearness: StandardNearness,
) -> ShareShown:
    standard = framework.standard(result.id) if framework else None
    title = (
        next((q.text or "" for q in standard.key_questions if q.number == question.id), "")
        if standard
        else ""
    )
    points = nearness.points.get(question.id)
    return ShareShown(
        question=question.id,
        title=title,
        yes=question.counts.yes if question.counts else None,
        of=out_of(question.counts, scheme.shares.not_applicable) if question.counts else None,
        shown=_percent(question.share),
        band=question.band.title if question.band else None,
        points=None if points is None else decimals(points),
        lowest=question.id in result.lowest,
    )


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else decimals(share * 100)


def _overall_nearness(scheme: Scheme, nearness: Nearness) -> NearnessShown:
    aside = (
        f"what would change in {', '.join(nearness.left_aside)}, of which only percentages are known"
        if nearness.left_aside
        else None
    )
    return NearnessShown(
        up=_least(nearness.up),
        down=_least(nearness.down),
        look_closer=_look_closer(scheme, nearness.look_closer),
        unknown=aside,
    )


def _look_closer(scheme: Scheme, why: Iterable[str]) -> tuple[str, ...]:
    """Why a panel is advised to look closer, each in a clause with what the scheme sets for it."""
    settings = scheme.look_closer
    few = settings.changes or 1
    points = (
        settings.points
        if settings.points is None or settings.points.denominator == 1
        else decimals(settings.points)
    )
    clauses = {
        "points": f"a key question that decides it lies within {points} points of the edge of its band",
        "changes": "one change would give another rating"
        if few == 1
        else f"{few} changes or fewer would give another rating",
        "cases": f"no more than {settings.cases} cases were read",
    }
    return tuple(clauses[each] for each in why)


def _least(change: LeastChange | None) -> ChangeShown | None:
    """The fewest changes to another rating, by standard."""
    if change is None:
        return None
    told: dict[str, list[str]] = {}
    for each in change.changes:
        told.setdefault(each.standard, []).append(_changed(each))
    return ChangeShown(
        number=change.number,
        rating=change.leads_to,
        standards=tuple(StandardChanged(standard=id_, said=tuple(said)) for id_, said in told.items()),
    )


def _changed(change: Change) -> str:
    if change.key_question is None:
        return f"judged {change.after.replace('_', ' ')} instead of {change.before.replace('_', ' ')}"
    answers = counted(change.number, "answer")
    return f"{answers} to {change.key_question} {change.after} instead of {change.before}"
