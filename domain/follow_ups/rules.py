"""How the commands of a follow-up are decided (003 L120-131)."""

from collections.abc import Mapping
from typing import Any

from domain.cases.lists.columns import WEEKS
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, its_inspection, rule, rules
from domain.follow_ups import comparing
from domain.follow_ups.commands import (
    ConcludeCriterion,
    ConcludeFollowUp,
    ListToo,
    RecordOpeningFigures,
    SetUpFollowUp,
    follow_up_stream,
)
from domain.follow_ups.events import (
    CriterionConcluded,
    FollowUpConcluded,
    FollowUpSetUp,
    NarrowedList,
    OpeningFiguresRecorded,
    Prompting,
)
from domain.follow_ups.opening import faults
from domain.follow_ups.state import FollowUp, FollowUpStage, evolve
from domain.given import Given
from domain.inspections.kinds.parts import FollowUpRule, Population
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.rules.common import framework_of, protocol_of
from domain.inspections.state import Inspection
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import code_in, inspection_stream, provider_stream
from domain.text import counted

__all__ = ["FOLLOW_UP"]


def _both(_state: FollowUp, command: SetUpFollowUp, _library: Library) -> tuple[str, ...]:
    first = (inspection_stream(command.follows),) if command.follows else ()
    return (inspection_stream(command.inspection), *first)


def _whoever_took_its_place(command: SetUpFollowUp, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The providers of the first inspection, and those that took their places since, as far as they are seen."""
    first: Inspection | None = seen.get(inspection_stream(command.follows)) if command.follows else None
    if first is None or first.announced is None:
        return ()
    found: dict[str, None] = {}
    # Of a provider that was split, also the parts with which the first inspection did not go on.
    waiting = [*first.known.providers, *first.followed]
    while waiting:
        code = waiting.pop(0)
        if code not in found:
            found[code] = None
            provider: Provider | None = seen.get(provider_stream(code))
            waiting += provider.successors if provider else ()
    return tuple(provider_stream(each) for each in found)


@rule(
    SetUpFollowUp,
    events=[FollowUpSetUp],
    refusals=[
        "already-set-up",
        "unknown-inspection",
        "not-a-follow-up",
        "first-unnamed",
        "unknown-first",
        "not-followed",
        "another-provider",
        "first-not-published",
        "unknown-recommendation",
        "recommendation-unworded",
        "unknown-standard",
        "not-looked-at-again",
        "unknown-population",
        "half-a-class",
        "listed-twice",
        "bad-stratum",
        "not-narrowed",
        "unknown-period",
    ],
    reads=_both,
    further=_whoever_took_its_place,
)
def set_up_follow_up(state: FollowUp, command: SetUpFollowUp, given: Given) -> Decided:
    """Lays down what a follow-up follows, which recommendations prompted it, and what it looks at again, in whom.

    It may be laid down anew until results were compared; figures and conclusions for what it was before go with it.
    """
    again: Inspection = given.seen[inspection_stream(command.inspection)]
    if state.compared is not None:
        return Refusal(
            "already-set-up",
            f"The results of {command.inspection} were put beside the first ones: what it looks at again stays.",
        )
    if again.announced is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    protocol = protocol_of(again, given)
    looks_at = protocol.follow_up
    if looks_at is None:
        return Refusal("not-a-follow-up", f"{protocol.title} does not follow an earlier inspection.")
    first: Inspection | None = given.seen[inspection_stream(command.follows)] if command.follows else None
    if (first is None) == (command.earlier is None):
        return Refusal(
            "first-unnamed",
            "Name the first inspection: by its reference, or by its title if it is not on record.",
        )
    refusal = (
        (_not_its_first(command, again, first, looks_at, given) if first else None)
        or _not_looked_at(command, again, looks_at, given)
        or _no_such_cases(command, protocol.population(command.population))
        or _no_such_lists(command, protocol)
        or (_not_narrowed(command, looks_at) if first else None)
    )
    if refusal is not None:
        return refusal
    prompted = _prompted(command, first)
    if isinstance(prompted, Refusal):
        return prompted
    laid_down = FollowUpSetUp(
        inspection=command.inspection,
        follows=command.follows,
        earlier=command.earlier,
        recommendations=prompted,
        standards=command.standards,
        not_rescored=looks_at.not_rescored,
        population=command.population,
        only=command.only,
        strata=tuple(int(each) for each in command.strata),
        classified=command.classified,
        periods=command.periods,
        also=_narrowed(command.also),
    )
    if laid_down == state.set_up:
        return Refusal("already-set-up", f"This is what {command.inspection} looks at again already.")
    return (laid_down,)


def _narrowed(rows: tuple[ListToo, ...]) -> tuple[NarrowedList, ...]:
    """The further lists in the order in which they are named first, each with what its rows say of it."""
    return tuple(
        NarrowedList(
            population=code,
            strata=tuple(each.stratum for each in rows if each.population == code and each.stratum),
            classified=tuple(
                (each.aspect, each.classed)
                for each in rows
                if each.population == code and each.aspect and each.classed
            ),
        )
        for code in dict.fromkeys(each.population for each in rows)
    )


def _no_such_lists(command: SetUpFollowUp, protocol: Protocol) -> Refusal | None:
    for each in command.also:
        if each.population == command.population:
            return Refusal("listed-twice", f"The list {each.population} is named as the first one already.")
        if protocol.population(each.population) is None:
            return Refusal("unknown-population", f"This kind of follow-up has no list {each.population}.")
        if (each.aspect is None) != (each.classed is None):
            return Refusal(
                "half-a-class", f"Of the list {each.population} give an aspect with its class, or neither."
            )
    return None


def _not_its_first(
    command: SetUpFollowUp, again: Inspection, first: Inspection, looks_at: FollowUpRule, given: Given
) -> Refusal | None:
    if first.announced is None:
        return Refusal(
            "unknown-first",
            f"There is no inspection {command.follows}; name one that is not on record by its title.",
        )
    if first.known.protocol.id not in looks_at.of:
        return Refusal(
            "not-followed",
            f"This kind follows {' or '.join(looks_at.of)}; {command.follows} is {first.known.protocol.id}.",
        )
    successors = {code_in(stream, provider_stream) for stream in _whoever_took_its_place(command, given.seen)}
    if not successors & set(again.known.providers):
        return Refusal(
            "another-provider",
            f"The inspection {command.follows} was of another provider, whose place none of these has taken.",
        )
    if not first.editions:
        return Refusal("first-not-published", f"The report of {command.follows} is not published yet.")
    return None


def _not_looked_at(
    command: SetUpFollowUp, again: Inspection, looks_at: FollowUpRule, given: Given
) -> Refusal | None:
    known = {each.number for each in framework_of(again, given).standards()}
    for each in command.standards:
        if each not in known:
            return Refusal("unknown-standard", f"There is no standard {each} in the framework.")
        if looks_at.leaves_alone(each):
            return Refusal("not-looked-at-again", f"This kind of follow-up does not score {each} again.")
    if len(set(command.standards)) != len(command.standards):
        return Refusal("listed-twice", "A standard is named twice.")
    return None


def _no_such_cases(command: SetUpFollowUp, population: Population | None) -> Refusal | None:
    if population is None:
        return Refusal("unknown-population", f"This kind of follow-up has no list {command.population}.")
    if len({each.id for each in command.periods}) != len(command.periods):
        return Refusal("listed-twice", "Two periods have the same code.")
    if not all(each.isdecimal() and each != "0" for each in command.strata):
        return Refusal("bad-stratum", "A stratum is named by its number, as the sample shows it: 1, 2, 3.")
    ranges = {each.id: each for each in population.ranges}
    for period in command.periods if ranges else ():
        its = ranges.get(period.id)
        if its is None or (its.column == WEEKS and its.at_least != period.minimum_weeks):
            least = ", ".join(f"{each.id} from {each.at_least} {each.column}" for each in ranges.values())
            return Refusal("unknown-period", f"This kind of follow-up tells apart {least}.")
    return None


def _not_narrowed(command: SetUpFollowUp, looks_at: FollowUpRule) -> Refusal | None:
    """Refuses a follow-up whose kind covers only some cases, unless the command says how to select the first ones.

    It says so by the strata or classes of the first inspection's cases.
    """
    if looks_at.only is None or command.strata or command.classified:
        return None
    return Refusal(
        "not-narrowed",
        f"This kind looks at some cases only: {looks_at.only} Say by which strata or classes the first ones are told.",
    )


def _prompted(command: SetUpFollowUp, first: Inspection | None) -> tuple[Prompting, ...] | Refusal:
    if len(set(command.recommendations)) != len(command.recommendations):
        return Refusal("listed-twice", "A recommendation is named twice.")
    if first is not None and first.report is not None:
        made = {each.id: each.text for each in first.report.recommendations}
        for code in command.recommendations:
            if code not in made:
                return Refusal(
                    "unknown-recommendation", f"The report of {command.follows} has no recommendation {code}."
                )
    else:
        made = dict(command.wording)
        for code in command.recommendations:
            if code not in made:
                return Refusal("recommendation-unworded", f"Give the words of the recommendation {code}.")
    return tuple(Prompting(id=code, text=made[code]) for code in command.recommendations)


@rule(
    RecordOpeningFigures,
    stages=[FollowUpStage.SET_UP, FollowUpStage.COMPARED],
    events=[OpeningFiguresRecorded],
    refusals=["first-on-record", "not-looked-at-again", "listed-twice", "bad-figure"],
    reads=its_inspection,
)
def record_opening_figures(state: FollowUp, command: RecordOpeningFigures, given: Given) -> Decided:
    """Records the published figures of a first inspection that is not on the record, with where they come from."""
    if state.known.follows is not None:
        return Refusal(
            "first-on-record",
            f"{state.known.follows} is on the record: its figures are recomputed from its cases.",
        )
    named = [each.standard for each in command.figures]
    for each in command.figures:
        if not _within(each.standard, state.known.standards):
            return Refusal("not-looked-at-again", f"{each.standard} is not among what is looked at again.")
        if named.count(each.standard) > 1:
            return Refusal("listed-twice", f"{each.standard} has two figures.")
    again: Inspection = given.seen[inspection_stream(command.inspection)]
    if wrong := list(faults(command.figures, framework_of(again, given))):
        return Refusal("bad-figure", f"{counted(len(wrong), 'figure')} cannot be so. {' '.join(wrong)}")
    return (
        OpeningFiguresRecorded(
            figures=tuple(each.recorded for each in command.figures),
            source=command.source,
            recut=command.recut == "yes",
        ),
    )


def _within(subject: str, standards: tuple[str, ...]) -> bool:
    return any(subject == each or subject.startswith(f"{each}.") for each in standards)


def _conclusion(state: FollowUp, asked: Mapping[str, Any]) -> Standing:
    conclusion = state.conclusions.get(asked.get("standard", ""))
    return {"conclusion": conclusion} if conclusion else NOTHING_STANDS


@rule(
    ConcludeCriterion,
    stages=[FollowUpStage.SET_UP, FollowUpStage.COMPARED],
    events=[CriterionConcluded],
    refusals=["not-looked-at-again"],
    replaces=_conclusion,
)
def conclude_criterion(state: FollowUp, command: ConcludeCriterion, _given: Given) -> Decided:
    """Concludes on one criterion in words; also on one that is told and not scored again."""
    if command.standard not in (*state.known.standards, *state.known.not_rescored):
        return Refusal(
            "not-looked-at-again", f"{command.standard} is not among what this follow-up looks at again."
        )
    return (CriterionConcluded(standard=command.standard, conclusion=command.conclusion),)


@rule(
    ConcludeFollowUp,
    stages=[FollowUpStage.COMPARED],
    events=[FollowUpConcluded],
    refusals=["conclusions-missing"],
)
def conclude_follow_up(state: FollowUp, command: ConcludeFollowUp, given: Given) -> Decided:
    """Concludes the follow-up as a whole, once there is a conclusion on each criterion that is scored again."""
    if state.unconcluded:
        return Refusal("conclusions-missing", f"Nothing is concluded on {', '.join(state.unconcluded)}.")
    return (FollowUpConcluded(conclusion=command.conclusion, concluded_on=given.today),)


FOLLOW_UP = Decider(
    kind="follow-up",
    initial=FollowUp(),
    rules=rules(
        [set_up_follow_up, record_opening_figures, conclude_criterion, conclude_follow_up],
        comparing.RULES,
    ),
    evolve=evolve,
    stage=lambda state: state.stage,
    matter=lambda stream, _state: inspection_stream(code_in(stream, follow_up_stream)),
    silent=(
        FollowUpSetUp,
        OpeningFiguresRecorded,
        comparing.ResultsCompared,
        CriterionConcluded,
        FollowUpConcluded,
    ),
)
"""What one follow-up inspection looks at again."""
