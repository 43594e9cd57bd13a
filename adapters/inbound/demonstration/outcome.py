"""What came of a demonstrated inspection: its ratings, its stages, its timeline, and whether the replay agrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from activities.auditing.replaying import Replaying
from activities.reporting.reports import Reports
from adapters.inbound.demonstration.watching import Picture, Told
from domain.dated_rules.library import Library
from domain.follow_ups.state import FollowUp
from domain.inspections.events import Departure

__all__ = ["Came", "came_of", "follow_up_as_plain"]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one inspection.

    Attributes:
        reference: of the inspection.
        provider: the provider's short code.
        provider_name: its name.
        kind: the id of the inspection's protocol.
        titles: the title of each rated standard, by number.
        ratings: the rating of each standard as the panel decided it.
        score: points of the counted standards.
        max_score: the most they could have.
        derived_overall: the overall rating by the rule.
        overall: the overall rating that the panel decided.
        departures: where the panel departed from the rule.
        stages: the stages it went through, in order.
        told: what happened.
        replay: the verdict of the replay.
        place: where the record and the replay differ; empty if they do not.
        events: how many events were read again.
        cases: from how many cases the ratings were derived.
        checks: what the ratings rest on, and how it was checked: of what, and how much.
        report: the published report, as text.
    """

    reference: str
    provider: str
    provider_name: str
    kind: str
    titles: Mapping[str, str]
    ratings: Mapping[str, str | None]
    score: int | None
    max_score: int | None
    derived_overall: str | None
    overall: str | None
    departures: Sequence[Departure]
    stages: Sequence[str]
    told: Sequence[Told]
    replay: str
    place: str
    events: int
    cases: int
    checks: Mapping[str, str]
    report: str

    def plain(self) -> dict[str, Any]:
        """As programs are told of it."""
        return {
            "reference": self.reference,
            "provider": self.provider,
            "kind": self.kind,
            "ratings": dict(self.ratings),
            "score": self.score,
            "max_score": self.max_score,
            "derived_overall": self.derived_overall,
            "overall": self.overall,
            "stages": list(self.stages),
            "replay": self.replay,
        }


def came_of(picture: Picture, replaying: Replaying, library: Library, reports: Reports) -> Came:
    """What came of an inspection whose ratings have been decided."""
    state = picture.state
    known, derived, decided = state.known, state.derived, state.decided
    assert derived is not None, "the ratings have been derived"
    assert decided is not None, "the panel has decided"
    framework = library.framework_of(known.framework)
    standards = framework.standards() if framework else ()
    replay = replaying.replay(picture.reference)
    return Came(
        reference=picture.reference,
        provider=known.provider,
        provider_name=known.provider_name,
        kind=known.protocol.id,
        titles={each.number: each.title for each in standards},
        ratings={each.standard: each.rating for each in decided.ratings},
        score=derived.score,
        max_score=derived.max_score,
        derived_overall=derived.overall,
        overall=decided.overall,
        departures=decided.departures,
        stages=[stage for stage, _ in picture.stages],
        # Two that act at the same moment come to the record in any order.
        told=sorted(picture.told, key=lambda told: told.at),
        replay=replay.verdict,
        place=replay.place,
        events=len(replay.events),
        cases=len(state.sampled),
        checks=_checks(picture),
        report=reports.text(picture.reference),
    )


def _checks(picture: Picture) -> Mapping[str, str]:
    """What the ratings rest on, and how it was checked, in a few words each."""
    state = picture.state
    linked = sum(each.outcome == "linked" for each in state.evidence.values())
    looked_at = state.correlation.standards if state.correlation else ()
    far = sum(each.diverges for each in looked_at)
    return {
        "Evidence asked for": f"{len(state.evidence) - linked} items; {linked} more held already",
        "Prompts assessed": f"{picture.prompts}; {picture.enquiries} line of enquiry from what is not known",
        **{
            f"Cases drawn: {population.replace('-', ' ')}": f"{len(drawn.cases)} of {drawn.list_size}"
            for population, drawn in state.samples.items()
        },
        "Read twice, blind": f"{len(state.twice)} of {len(state.sampled)}; {picture.settled} difference decided",
        "Judgements beside case results": f"{len(looked_at)}; {far} far off, and looked into",
    }


def follow_up_as_plain(found: FollowUp) -> dict[str, Any]:
    """A follow-up as programs are told of it: both results, and their difference in tenths of a point."""
    known, done = found.known, found.compared
    rows = done.rows if done else ()
    return {
        "reference": known.inspection,
        "follows": known.follows,
        "first_cases": done.first_cases if done else None,
        "again_cases": done.again_cases if done else None,
        "rows": [{"subject": each.subject, **each.beside.model_dump(mode="json")} for each in rows],
    }
