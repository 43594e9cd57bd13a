"""What an example inspection is made of: the files in ``examples/``, read and checked.

``inspection.toml`` says who did what; beside it stand, for each population, the list as the provider hands it in and
the answers of those who read the drawn cases.
"""

import csv
import io
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from domain.cases.diversity.characteristics import CHARACTERISTICS
from domain.cases.events import Answered
from domain.evidence.commands import SurveyQuestion
from domain.evidence.terms import Voice
from domain.inspections.commands import DepartureAsked
from domain.inspections.events import PromptNumber, Recommendation
from domain.inspections.report.parts import Place
from domain.messages import Message
from domain.people.contacts import ContactDetails
from domain.refusals import Refused
from domain.text import Line, Opaque, Prose, Reference, StandardId

__all__ = [
    "CaseList",
    "ExampleProvider",
    "Material",
    "People",
    "Reading",
    "Story",
    "read_case_list",
    "read_material",
    "read_rows",
    "read_toml",
]

LARGEST_FILE_BYTES = 5_000_000
_ABOUT_THE_READ = ("place", "read_on_day", "interview", "no_interview_because")


class ExampleProvider(Message):
    """The provider that is inspected."""

    id: Reference
    title: Line
    kind: Reference
    area: Line


class People(Message):
    """Who plays which part; ids that mean nothing by themselves."""

    manager: Opaque
    lead: Opaque
    assistant: Opaque
    inspectors: tuple[Opaque, ...] = Field(min_length=2)
    quality: Opaque
    chair: Opaque
    panel: tuple[Opaque, ...] = Field(min_length=1)
    chief: Opaque
    contact: Opaque


class HeldItem(Message):
    """Something that another body has handed over, so that it is not asked for: under the code of an item."""

    item: Reference
    title: Line
    of: Line


class EvidenceStory(Message):
    """What became of the items that the kind of inspection usually asks for.

    Attributes:
        held: what is held already, and linked.
        by_day: the items that came in, by the working day after the announcement, in a figure, on which they did.
        not_known: prompts of which what came in says nothing; a line of enquiry comes of each key question.
        not_met: prompts that it says are not met.
    """

    held: tuple[HeldItem, ...] = ()
    by_day: dict[str, tuple[Reference, ...]]
    not_known: tuple[PromptNumber, ...] = ()
    not_met: tuple[PromptNumber, ...] = ()


class EnquiryStory(Message):
    """What was done in fieldwork about the lines of enquiry, all of them together.

    Attributes:
        title: what the meeting was, and so its entry in the register.
        source: in what capacity people were met.
        said: what they said, sealed.
        showed: what it showed.
        conclusion: what was found out.
    """

    title: Line
    source: Line
    said: Prose
    showed: Prose
    conclusion: Prose


class InterviewStory(Message):
    """A meeting with some of those who use the service, or with victims: its entry, its title, and what they said."""

    entry: Reference
    title: Line
    said: Prose


class SurveyStory(Message):
    """A survey of theirs."""

    title: Line
    source: Line
    asked: int
    answered: int
    questions: tuple[SurveyQuestion, ...]


class VoiceStory(Message):
    """Whose experience of the service was heard, how, and what it comes to.

    Attributes:
        voice: whose.
        source: in what capacity they were met.
        meetings: with some of them.
        survey: what they were asked in writing; None where they were not.
        summary: what the report says of it.
    """

    voice: Voice
    source: Line
    meetings: tuple[InterviewStory, ...] = ()
    survey: SurveyStory | None = None
    summary: Prose


class Proposal(Message):
    """What the lead inspector proposes for a standard that is judged."""

    standard: StandardId
    rating: str
    reason: Prose


class DifferenceStory(Message):
    """A key question to which the second reader of one case gives another answer, and why the first one's counts."""

    population: Reference
    question: StandardId
    reason: Prose


class PanelStory(Message):
    """What the panel decided and noted."""

    minutes: Prose
    consistency: Prose
    departures: tuple[DepartureAsked, ...] = ()


class PracticeStory(Message):
    """Good practice, and the post at the provider that agreed to its being published."""

    id: Reference
    standard: StandardId
    title: Line
    text: Prose
    consented_by: Line


class ReportStory(Message):
    """What the report says: its summary, and other texts by their place."""

    foreword: Prose
    findings: Prose
    recommendations: tuple[Recommendation, ...]
    practices: tuple[PracticeStory, ...] = ()
    sections: dict[Place, Prose]


class Point(Message):
    """A point of factual accuracy and the answer to it."""

    id: Reference
    about: Line
    text: Prose
    outcome: Literal["accepted", "rejected"]
    reply: Prose
    place: Place | None = None


class FactualAccuracyStory(Message):
    """What the provider said about the draft, and whether it said that there was nothing more."""

    confirmed: bool
    challenges: tuple[Point, ...]


class ActionStory(Message):
    """An action: days are working days after the plan is accepted; ``first_text`` is what was returned."""

    id: Reference
    text: Prose
    owner: Line
    due_in_days: int
    measure: Prose
    first_text: Prose | None = None
    completed_on_day: int
    progress: Prose


class AnswerStory(Message):
    """The answer to a recommendation."""

    recommendation: Reference
    agreed: Literal["agreed", "partly-agreed", "not-agreed"]
    which_part: Prose | None = None
    reason: Prose | None = None
    actions: tuple[ActionStory, ...] = ()


class PlanStory(Message):
    """The action plan, why it was returned at first, and how it ended."""

    returned_because: Prose
    conclusion: Prose
    answers: tuple[AnswerStory, ...]


class Story(Message):
    """What people did in one inspection: the content of its ``inspection.toml``."""

    reference: Reference
    protocol: Reference
    announced_on: date
    provider: ExampleProvider
    people: People
    contact: ContactDetails
    lists: tuple[Reference, ...]
    evidence: EvidenceStory
    enquiries: EnquiryStory
    voices: tuple[VoiceStory, ...]
    judgements: tuple[Proposal, ...]
    differences: tuple[DifferenceStory, ...]
    interrogated: dict[StandardId, Prose]
    otherwise_interrogated: Prose
    feedback: Prose
    panel: PanelStory
    report: ReportStory
    factual_accuracy: FactualAccuracyStory
    action_plan: PlanStory


@dataclass(frozen=True, slots=True)
class Reading:
    """What an inspector found in one case.

    Attributes:
        place: the case's place in the order of drawing, from 1. Which case that is, nobody knows before the draw.
        day: the working day of reading, counted from the first day of fieldwork, which is 1.
        no_interview_because: why the responsible officer was not interviewed; None if they were.
        answers: the answer to each key question.
        characteristics: the protected characteristics that were recorded, by their codes; none where nobody was asked.
    """

    place: int
    day: int
    no_interview_because: str | None
    answers: tuple[tuple[str, Answered], ...]
    characteristics: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list of cases, and what is found in those that are drawn.

    Attributes:
        content: the list as it is handed in.
        readings: by their place in the order of drawing.
    """

    content: bytes
    readings: Mapping[int, Reading]


@dataclass(frozen=True, slots=True)
class Material:
    """One example inspection, ready to be played."""

    story: Story
    lists: Mapping[str, CaseList]


def read_material(folder: Path) -> Material:
    """Read an example inspection.

    Raises:
        Refused: ``example-missing`` or ``bad-example``, with the file and what is wrong in it.
    """
    story = _story(read_toml(folder / "inspection.toml"), folder / "inspection.toml")
    lists = {population: read_case_list(folder, population) for population in story.lists}
    return Material(story, lists)


def read_toml(path: Path) -> Mapping[str, object]:
    """The content of a TOML file.

    Raises:
        Refused: ``example-missing`` or ``bad-example``.
    """
    try:
        return tomllib.loads(_bytes(path).decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, str(error)) from None


def _story(content: Mapping[str, object], path: Path) -> Story:
    try:
        # By way of JSON, whose strings strict messages accept as dates.
        return Story.model_validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise _bad(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def read_case_list(folder: Path, population: str) -> CaseList:
    """A list of cases in a folder, with what is found in those that are drawn."""
    answers = folder / f"{population}-answers.csv"
    readings = [_reading(row, answers) for row in _rows(_bytes(answers), answers)]
    return CaseList(_bytes(folder / f"{population}.csv"), {each.place: each for each in readings})


def _reading(row: Mapping[str, str], path: Path) -> Reading:
    try:
        asked = {key: value for key, value in row.items() if key not in _ABOUT_THE_READ}
        about = tuple((key, value) for key, value in asked.items() if key in CHARACTERISTICS and value)
        answers = tuple((key, _answer(value)) for key, value in asked.items() if key not in CHARACTERISTICS)
        held = {"held": True, "none": False}[row["interview"]]
        return Reading(
            place=int(row["place"]),
            day=int(row["read_on_day"]),
            no_interview_because=None if held else row["no_interview_because"],
            answers=answers,
            characteristics=about,
        )
    except (KeyError, ValueError) as error:
        raise _bad(path, f"place {row.get('place')}: {error}") from None


def _answer(value: str) -> Answered:
    match value:
        case "yes" | "no" | "not_applicable":
            return value
        case _:
            raise ValueError(f"{value!r} is neither yes, no nor not_applicable")


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, by the names in its heading.

    Raises:
        Refused: ``example-missing`` or ``bad-example``.
    """
    return _rows(_bytes(path), path)


def _rows(content: bytes, path: Path) -> list[dict[str, str]]:
    try:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _bad(path, str(error)) from None


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused.because(
            "example-missing", f"The example file {path} cannot be read: {error.strerror}."
        ) from None
    if len(content) > LARGEST_FILE_BYTES:
        raise _bad(path, f"it is larger than {LARGEST_FILE_BYTES} bytes")
    return content


def _bad(path: Path, what: str) -> Refused:
    return Refused.because("bad-example", f"{path}: {what}.")
