"""The example programme: what a new installation has in its record to look around in.

Its inspections were lived in the past weeks, so that what is running has its dates ahead; they are entered now, and
the record says of every event both when it was so and when it was written down.
"""

import csv
import hashlib
import hmac
import io
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from activities.ports import EventStore
from adapters.inbound.demonstration.hands import Hands
from adapters.inbound.demonstration.life import Life, interleave, life, registering
from adapters.inbound.demonstration.material import (
    CaseList,
    ExampleProvider,
    Material,
    Reading,
    read_material,
    read_rows,
    read_toml,
)
from adapters.inbound.demonstration.world import World
from adapters.inbound.demonstration.year import year_life
from adapters.inbound.demonstration.year_tables import Yearly, read_year
from domain.cases.events import Answered
from domain.deciders import EVENT_NAMES
from domain.inspections.commands import CancelInspection, DeferInspection
from domain.messages import Message
from domain.refusals import Refused
from domain.text import Line, Prose, Reference
from domain.working_days import LONDON, WorkingDays, in_words, london_date

__all__ = ["Entry", "Programme", "load_example", "read_programme"]

PARTS = (18, 8, 6)
"""How many cases stand in each list: a part of the demonstration's, and few enough to be entered in some seconds."""

READING_DAYS = 10
NOT_APPLICABLE_IN_100 = 4
NO_INTERVIEW_IN_100 = 8
NO_INTERVIEW = "The officer was on leave on both days offered; the manager spoke for the case instead."


class PutOff(Message):
    """That an inspection was deferred."""

    on_day: int
    until_in_days: int
    because: Prose


class CalledOff(Message):
    """That an inspection was cancelled."""

    on_day: int
    because: Prose


class Entry(Message):
    """One inspection of the programme; see ``examples/programme.toml``."""

    reference: Reference
    like: Literal["nps-division", "crc"]
    provider: ExampleProvider
    announced: int = Field(ge=1)
    played_to: int = Field(ge=0)
    judgements: tuple[str, ...]
    yes_in_100: tuple[int, ...]
    put_off: PutOff | None = None
    called_off: CalledOff | None = None


class RejectedPoint(Message):
    """The point of factual accuracy that is rejected, in words that fit any rating."""

    about: Line
    text: Prose
    reply: Prose


class Texts(Message):
    """What is said instead of the two demonstrated inspections' own words, which would not fit other ratings."""

    findings: Prose
    reasons: dict[str, Prose]
    rejected_point: RejectedPoint


class Programme(Message):
    """The file as a whole."""

    texts: Texts
    inspections: tuple[Entry, ...] = Field(min_length=1)


def read_programme(examples: Path) -> Programme:
    """The example programme.

    Raises:
        Refused: ``example-missing`` or ``bad-example``.
    """
    path = examples / "programme.toml"
    try:
        return Programme.model_validate_json(json.dumps(read_toml(path)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Refused.because(
            "bad-example", f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}."
        ) from None


def load_example(
    put_up: Callable[[datetime], World],
    *,
    store: EventStore,
    examples: Path,
    calendar: WorkingDays,
    tell: Callable[[str], None],
) -> None:
    """Enter the example programme into a record that has been opened and has nothing else in it.

    Everything is dated back from the day on which the record was opened. So when this was interrupted it can be done
    again, and goes on where it was.

    Args:
        put_up: gives a world whose clock begins at an instant, whose machinery is played, and whose desk notes the
            real time as that of recording.
        store: the record.
        examples: the folder with the examples' files.
        calendar: the working days.
        tell: is told how it goes on, a line at a time.

    Raises:
        Refused: an example file is missing or wrong.
        ScriptFault: the rules refused what the examples do.
    """
    programme = read_programme(examples)
    entries = programme.inspections
    story = read_year(examples)
    tell(f"Entering an example of {len(entries)} inspections and the coming year, invented throughout …")
    opened, *further = (
        EVENT_NAMES.read(each).occurred_at for each in store.at(sorted({1, store.last_position()}))
    )
    today = london_date(opened)
    begun = {each.reference: _days_ago(calendar, today, each.announced) for each in entries}
    first = min(begun.values())
    world = put_up(max([datetime(first.year, first.month, first.day, 8, tzinfo=LONDON), *further]))
    everybody = []
    numbers = dict.fromkeys(("nps-division", "crc"), 0)
    for entry in entries:
        material = _material(examples, entry, programme.texts, begun[entry.reference], numbers[entry.like])
        numbers[entry.like] += 1
        everybody.append(Hands(world, material))
    for hands in everybody:
        _register(hands)
    lives = [_cut_short(hands, entry, today) for hands, entry in zip(everybody, entries, strict=True)]
    yearly = [Yearly(each.reference, each.provider) for each in entries]
    lives.append(year_life(world, story, everybody[0].story.people, yearly, today))
    month = None
    for moment in interleave(world, lives, until=opened):
        if (shown := london_date(moment).replace(day=1)) != month:
            month = shown
            tell(f"  … {in_words(month).split(maxsplit=1)[1]}")


def _register(hands: Hands) -> None:
    """Put a provider on the list before anything else: those not yet announced are in the coming year, too."""
    command = registering(hands.story.provider)
    hands.world.give(f"example/{hands.reference}/{command.verb}", command, hands.manager.actor)


def _cut_short(hands: Hands, entry: Entry, today: date) -> Life:
    """A life as far as it is played; deferral or cancellation may be the last of it."""
    last = hands.at(hands.day(entry.played_to), 23, 59)
    for moment in life(hands):
        if moment > last:
            break
        yield moment
    if entry.put_off is not None:
        yield hands.at(hands.day(entry.put_off.on_day), 11)
        until = hands.day(entry.put_off.until_in_days, today)
        hands.manager(DeferInspection(inspection=entry.reference, reason=entry.put_off.because, until=until))
    if entry.called_off is not None:
        yield hands.at(hands.day(entry.called_off.on_day), 11)
        hands.manager(CancelInspection(inspection=entry.reference, reason=entry.called_off.because))


def _days_ago(calendar: WorkingDays, today: date, days: int) -> date:
    """The working day from which so many working days have passed until today."""
    day = today
    while calendar.between(day, today) < days or not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _material(examples: Path, entry: Entry, texts: Texts, announced_on: date, number: int) -> Material:
    model = read_material(examples / entry.like)
    story = model.story.with_(
        reference=entry.reference,
        provider=entry.provider,
        announced_on=announced_on,
        judgements=tuple(
            each if rating == each.rating else each.with_(rating=rating, reason=texts.reasons[rating])
            for each, rating in zip(model.story.judgements, entry.judgements, strict=True)
        ),
        panel=model.story.panel.with_(departures=(), minutes="All ratings agreed as proposed."),
        report=model.story.report.with_(findings=texts.findings),
        factual_accuracy=model.story.factual_accuracy.with_(
            challenges=tuple(
                each.with_(**dict(texts.rejected_point)) if each.outcome == "rejected" else each
                for each in model.story.factual_accuracy.challenges
            )
        ),
    )
    lists = {
        population: _part_of(
            examples / entry.like / f"{population}.csv",
            entry.reference,
            size,
            number,
            yes_in_100,
            _questions(whole),
        )
        for (population, whole), size, yes_in_100 in zip(
            model.lists.items(), PARTS, entry.yes_in_100, strict=True
        )
    }
    return Material(story, lists)


def _questions(cases: CaseList) -> tuple[str, ...]:
    return tuple(question for question, _ in next(iter(cases.readings.values())).answers)


def _part_of(
    path: Path, reference: str, size: int, number: int, yes_in_100: int, questions: Iterable[str]
) -> CaseList:
    """A part of a list as a list of its own, with answers that follow from the inspection's reference."""
    rows = read_rows(path)
    begin = number * size % (len(rows) - size)
    asked = tuple(questions)
    readings = {
        place: _reading(reference, path.stem, place, yes_in_100, asked) for place in range(1, size + 1)
    }
    return CaseList(content=_csv(rows[begin : begin + size]), readings=readings)


def _reading(
    reference: str, population: str, place: int, yes_in_100: int, questions: tuple[str, ...]
) -> Reading:
    def lot(what: str) -> int:
        drawn = hmac.digest(reference.encode(), f"{population} {place} {what}".encode(), hashlib.sha256)
        return int.from_bytes(drawn) % 100

    def answer(question: str) -> Answered:
        if lot(f"{question} applies") < NOT_APPLICABLE_IN_100:
            return "not_applicable"
        return "yes" if lot(question) < yes_in_100 else "no"

    return Reading(
        place=place,
        day=1 + place % READING_DAYS,
        no_interview_because=NO_INTERVIEW if lot("interview") < NO_INTERVIEW_IN_100 else None,
        answers=tuple((question, answer(question)) for question in questions),
    )


def _csv(rows: list[dict[str, str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()
