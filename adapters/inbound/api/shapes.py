"""What answers look like: one class for each, from which the description of the API is made too."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from activities.viewing.rows import InspectionRow, MomentRow
from adapters.inbound.shown.cases.questions import QuestionShown
from domain.inspections.stages import Stage
from domain.inspections.tasks import Task
from domain.languages import Language
from domain.people.roles import Role

__all__ = [
    "STAGES",
    "AgreementFigures",
    "AgreementOfFramework",
    "AgreementOfReader",
    "AgreementReviewed",
    "AgreementShown",
    "AgreementTooLow",
    "Bodies",
    "BodyReached",
    "CommandOffered",
    "CommandsOffered",
    "DeadlineRuns",
    "Deadlines",
    "EventDone",
    "EventRecorded",
    "Events",
    "InspectionShown",
    "InspectionTheirs",
    "InspectionWhole",
    "Inspections",
    "Me",
    "Problem",
    "Rated",
    "Receipt",
    "Rehearsed",
    "Result",
    "Results",
    "SampleShown",
    "SampledCase",
    "Samples",
    "TaskAboutPeople",
    "Tasks",
    "TimeLine",
]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(BaseModel):
    """Why nothing was done (RFC 9457).

    Attributes:
        type: what sort of problem, as a URN that ends in its code.
        title: the sort of answer, in words.
        status: of the answer.
        detail: what is wrong and, where possible, what would put it right, in one sentence.
        code: stable; programs compare this, never the sentence.
        command_id: of a command, its id.
        repeated: of a command, whether it was refused before, under the same id.
        errors: each value that is not what it must be.
    """

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    code: str
    command_id: str | None = None
    repeated: bool | None = None
    errors: tuple[dict[str, str], ...] | None = None


class Me(_Shape):
    """Whose token this is, and what it may be used for today."""

    token: str
    title: str
    acts_as: str = Field(description="the id under which commands are given")
    roles: tuple[Role, ...] = Field(
        description="those for which it was issued and which are the holder's today"
    )
    may: tuple[str, ...] = Field(description="the commands that it may give, by their verbs")
    provider: str | None = Field(description="whose contact or system this is; null for others")
    until: date = Field(description="the last day on which it is good")


class InspectionShown(InspectionRow):
    """An inspection as those who work on it, and auditors, see it in a list; its tasks have an address of their own."""

    tasks: tuple[Task, ...] = Field(default=(), exclude=True)
    view: Literal["whole"] = "whole"


class InspectionTheirs(_Shape):
    """An inspection as a provider's contact, or its system, sees it."""

    view: Literal["provider"] = "provider"
    reference: str
    provider: str
    provider_name: str
    kind: str
    announced_on: date
    fieldwork_from: date


class InspectionWhole(_Shape):
    """One inspection, with the version of its stream, for commands that are to be refused if it has moved since."""

    inspection: InspectionShown | InspectionTheirs = Field(discriminator="view")
    version: int | None = Field(description="null for a provider")
    questions: tuple[QuestionShown, ...] = Field(
        description="set for its cases by its lead, with what they said once the reads are closed; none for a provider"
    )


class Inspections(_Shape):
    """Inspections by reference; the next page begins after the last of them."""

    inspections: tuple[InspectionShown | InspectionTheirs, ...]
    next: str | None = Field(description="to be given as after, for the next page; null on the last")


class TaskAboutPeople(_Shape):
    """Something to see to about the people of an inspection: somebody who cannot do their part, or is in two places."""

    about: str
    verb: str
    title: str
    due: date | None = Field(description="null for at once")
    roles: tuple[str, ...]


class Tasks(_Shape):
    """What is to be done, by whom, and what is locked, and why."""

    inspection: str
    tasks: tuple[Task, ...]
    people: tuple[TaskAboutPeople, ...]


class TimeLine(_Shape):
    """What happened, oldest first; the sentences name nobody."""

    inspection: str
    moments: tuple[MomentRow, ...]
    next: int | None = Field(description="to be given as after, for the next page; null on the last")


class AgreementFigures(_Shape):
    """How far two readings agree: numbers, and shares in whole and decimal figures written out."""

    pairs: int = Field(description="answers given twice; with few of them the rest says little")
    agreed: int
    percent: str | None
    kappa: str | None = Field(
        description="Cohen's kappa: 1 is perfect, 0 is chance; null where it has no meaning"
    )
    alpha: str | None = Field(description="Krippendorff's alpha, likewise")


class AgreementOfReader(AgreementFigures):
    """One inspector's agreement with others, and on each key question."""

    key_questions: dict[str, AgreementFigures]


class AgreementOfFramework(_Shape):
    """Agreement on the key questions of one framework, over the inspections that are there for you."""

    framework: str
    inspections: tuple[str, ...]
    all: AgreementFigures
    key_questions: dict[str, AgreementFigures]
    readers: dict[str, AgreementOfReader]


class AgreementTooLow(AgreementFigures):
    """An inspector who agrees too seldom on a key question, what that rests on, and that nobody has looked into it."""

    framework: str
    reader: str
    question: str
    lowest: int = Field(description="the lowest share that would be good enough, in whole per cent")
    fewest: int = Field(description="with fewer answers given twice it would be left alone")
    inspections: tuple[str, ...]


class AgreementReviewed(_Shape):
    """What was found where somebody agreed too seldom."""

    framework: str
    reader: str
    question: str
    first: date
    last: date
    inspections: tuple[str, ...]
    pairs: int
    agreed: int
    lowest: int
    fewest: int
    conclusion: str


class AgreementShown(_Shape):
    """How far readers agree over the inspections of a period of which the case reads are closed."""

    first: date
    last: date
    frameworks: tuple[AgreementOfFramework, ...]
    low: tuple[AgreementTooLow, ...]
    looked_into: tuple[AgreementReviewed, ...]


class BodyReached(_Shape):
    """A body beside the provider to which reports go, and how it is reached today."""

    body: str = Field(description="its code, as commands name it")
    title: str = Field(description="its name, as it stands on distribution lists")
    reached: bool = Field(description="whether it has an address today that takes notices")
    email: str | None = Field(
        description="that address; null where it has none, or it may not be shown to you"
    )
    since: date | None = Field(description="since when it holds; null where it has none today")
    languages: tuple[Language, ...] = Field(
        description="in which it is written to, the first to be read first"
    )
    next_since: date | None = Field(
        description="from which day on another address holds; null where none is to"
    )
    ended: date | None = Field(
        description="from which day on nothing is sent there; null while that has no end"
    )


class Bodies(_Shape):
    """Every body that was ever registered, by name."""

    bodies: tuple[BodyReached, ...]


class DeadlineRuns(_Shape):
    """A date that runs."""

    code: str
    awaits: str
    due: date


class Deadlines(_Shape):
    """The dates that run, the next one first."""

    inspection: str
    deadlines: tuple[DeadlineRuns, ...]


class SampledCase(_Shape):
    """A drawn case, by its row in the provider's list; nothing of what is answered in it."""

    case: str
    row: int
    status: str
    unanswered: int
    replaced_because: str | None
    read_instead: str | None


class SampleShown(_Shape):
    """The sample of a list: how it was drawn, and how far its reading has come."""

    population: str
    list_digest: str
    list_size: int
    seed: str
    wanted: int | None
    reason: str | None
    cases: tuple[SampledCase, ...]


class Samples(_Shape):
    """The samples of an inspection."""

    inspection: str
    samples: tuple[SampleShown, ...]


class Rated(_Shape):
    """The rating of a standard, by its code and as it is called."""

    number: str
    rating: str | None
    called: str


class Result(_Shape):
    """What was published of an inspection: as its last public edition has it."""

    inspection: str
    kind: str
    providers: tuple[str, ...]
    title: str
    edition: int
    published_on: date
    overall: str | None
    overall_called: str
    score: int | None
    max_score: int | None
    ratings: tuple[Rated, ...]
    report: str = Field(description="the digest of its content, as signed")
    withdrawn: str | None = Field(description="why it was withdrawn; null while it stands")


class Results(_Shape):
    """Everything that was published, the last one first."""

    results: tuple[Result, ...]


class EventRecorded(_Shape):
    """Something that was recorded of an inspection. What it changed is asked for at the inspection's own addresses."""

    position: int
    inspection: str
    stream: str
    version: int
    name: str
    occurred_at: str
    recorded_at: str
    actor: str
    acting_role: str
    sentence: str
    command: str


class Events(_Shape):
    """What was recorded after a position, oldest first, of the inspections that are there for whoever asks."""

    events: tuple[EventRecorded, ...]
    next: int = Field(description="to be given as after, for what comes next")
    more: bool = Field(description="whether there is more already")


class CommandOffered(_Shape):
    """A command of the API."""

    verb: str
    title: str
    roles: tuple[Role, ...] = Field(description="who may give it")
    stages: tuple[str, ...] = Field(description="at which stages; empty where they do not matter")
    granted: bool = Field(description="whether this token may give it today")


class CommandsOffered(_Shape):
    """The commands of the API."""

    commands: tuple[CommandOffered, ...]


class EventDone(_Shape):
    """What happened by a command; what is private in it is sealed."""

    stream: str
    name: str
    data: dict[str, Any]


class Receipt(_Shape):
    """That a command was accepted. With the same id and content again, it says so again, and nothing is done twice."""

    outcome: Literal["accepted"] = "accepted"
    command_id: str
    verb: str
    actor: str
    role: str
    repeated: bool
    first: int = Field(description="the position of its first event; 0 if it had none")
    last: int
    events: tuple[EventDone, ...] = Field(description="empty in the answer to a repeat")


class Rehearsed(_Shape):
    """That a command would be accepted as things stand; nothing was recorded."""

    outcome: Literal["would-be-accepted"] = "would-be-accepted"
    command_id: str
    verb: str
    actor: str
    role: str


STAGES = {each.value: each.value for each in Stage}
"""The stages, as they are asked for."""
