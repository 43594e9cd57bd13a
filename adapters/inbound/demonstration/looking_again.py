"""The follow-up of an example inspection, about a year on: the same case work, in cases of high risk (003 L131).

It ends with the conclusion. What comes after (ratings that are confirmed, a report, publication) the first inspection
has shown already.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from activities.follow_ups import follow_up_of, to_compare
from adapters.inbound.demonstration.gathering import (
    FIELDWORK_DAY,
    FIELDWORK_DAYS,
    GATE_DAY,
    REQUEST_DAY,
    Life,
    draw_samples,
    hand_in,
    usual_evidence,
)
from adapters.inbound.demonstration.hands import RISK_OF_HARM, Hands
from adapters.inbound.demonstration.material import CaseList, Material, read_case_list, read_toml
from adapters.inbound.demonstration.world import World
from domain.follow_ups.commands import ConcludeCriterion, ConcludeFollowUp, SetUpFollowUp
from domain.follow_ups.state import FollowUp
from domain.inspections.commands import (
    AnnounceInspection,
    BeginFieldwork,
    CloseCaseReads,
    EndFieldwork,
    RequestEvidence,
)
from domain.messages import Message
from domain.refusals import Refused
from domain.text import Prose, Reference, StandardId

__all__ = ["LookedAgain", "followed_up", "looking_again", "read_follow_up"]


class FollowUpStory(Message):
    """What people did in the follow-up: the content of its ``follow-up.toml``.

    Attributes:
        reference: of the follow-up.
        protocol: its kind, an example of one of one's own.
        announced_on: when it was announced.
        lists: the lists of cases that it asks for.
        recommendations: those of the first inspection that prompted it.
        risks: the classes of risk of harm of which the first cases are looked at again.
        by_day: the items that came in, by the working day after the announcement, in a figure, on which they did.
        conclusions: what was concluded on each standard that is scored again.
        conclusion: what was concluded as a whole.
    """

    reference: Reference
    protocol: Reference
    announced_on: date
    lists: tuple[Reference, ...]
    recommendations: tuple[Reference, ...]
    risks: tuple[Reference, ...]
    by_day: dict[str, tuple[Reference, ...]]
    conclusions: dict[StandardId, Prose]
    conclusion: Prose


@dataclass(frozen=True, slots=True)
class LookedAgain:
    """A follow-up, ready to be played.

    Attributes:
        story: what people did.
        lists: its lists, and what was found in the cases that are drawn.
        kind: the file of its kind.
    """

    story: FollowUpStory
    lists: Mapping[str, CaseList]
    kind: Path


def read_follow_up(folder: Path, kinds: Path) -> LookedAgain:
    """Read the follow-up of an example.

    Args:
        folder: where its files are.
        kinds: where the files of kinds of one's own are.

    Raises:
        Refused: ``example-missing`` or ``bad-example``, with the file and what is wrong in it.
    """
    path = folder / "follow-up.toml"
    try:
        story = FollowUpStory.model_validate_json(json.dumps(read_toml(path), default=str))
    except ValidationError as error:
        raise Refused.because("bad-example", f"{path}: {error.errors()[0]['msg']}.") from None
    lists = {population: read_case_list(folder, population) for population in story.lists}
    return LookedAgain(story, lists, kinds / f"{story.protocol}.toml")


def looking_again(world: World, first: Material, again: LookedAgain) -> Life:
    """The follow-up of an inspection, by the people of that inspection, from its announcement to its conclusion."""
    said = again.story
    story = first.story.with_(
        reference=said.reference,
        protocol=said.protocol,
        announced_on=said.announced_on,
        lists=said.lists,
        differences=(),
    )
    h = Hands(world, replace(first, story=story, lists=again.lists))
    yield h.at(said.announced_on, 9, 30)
    h.manager(
        AnnounceInspection(
            inspection=h.reference,
            provider=story.provider.id,
            protocol=said.protocol,
            lead=story.people.lead,
            fieldwork_from=h.day(FIELDWORK_DAY),
            fieldwork_to=h.day(FIELDWORK_DAY + FIELDWORK_DAYS - 1),
        )
    )
    follow_up = h.protocol.follow_up
    assert follow_up is not None, "it is of a kind that follows another"
    h.lead(
        SetUpFollowUp(
            inspection=h.reference,
            follows=first.story.reference,
            standards=follow_up.standards,
            recommendations=said.recommendations,
            population=said.lists[0],
            only=follow_up.only or "",
            classified=tuple((RISK_OF_HARM, each) for each in said.risks),
        )
    )
    yield from _evidence(h, said)
    yield from _cases(h)
    yield h.at(h.day(GATE_DAY), 15)
    _conclude(h, said)


def _evidence(h: Hands, said: FollowUpStory) -> Life:
    """What its kind asks for comes in on its days."""
    yield h.at(h.day(REQUEST_DAY), 9, 30)
    h.lead(RequestEvidence(inspection=h.reference, items=usual_evidence(h)))
    for day, items in said.by_day.items():
        yield h.at(h.day(int(day)), 14)
        for item in items:
            hand_in(h, item)


def _cases(h: Hands) -> Life:
    """Cases are drawn from those that the kind means, and read; nobody judges what is not scored again."""
    for number in range(1, h.reading_days + 1):
        today = h.day(FIELDWORK_DAY + number - 1)
        if number == 1:
            yield h.at(today, 9)
            h.lead(BeginFieldwork(inspection=h.reference))
            draw_samples(h)
        yield h.at(today, 15, 30)
        h.read_cases(number)
        if number == FIELDWORK_DAYS:
            yield h.at(today, 17)
            h.lead(EndFieldwork(inspection=h.reference))
    yield h.at(h.day(GATE_DAY), 10)
    h.lead(CloseCaseReads(inspection=h.reference))


def _conclude(h: Hands, said: FollowUpStory) -> None:
    """The first results are cut to the same cases again, from the record, and both stand beside each other."""
    found = to_compare(h.world.records, h.reference)
    assert found is not None, "it was laid down what is looked at again"
    h.lead(found.command)
    for standard, conclusion in said.conclusions.items():
        h.lead(ConcludeCriterion(inspection=h.reference, standard=standard, conclusion=conclusion))
    h.lead(ConcludeFollowUp(inspection=h.reference, conclusion=said.conclusion))


def followed_up(world: World, again: LookedAgain) -> FollowUp:
    """What came of a follow-up that was played."""
    return follow_up_of(world.records, again.story.reference)
