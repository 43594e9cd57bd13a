"""The rows that people look at: what a list, a task page or a timeline shows, as it is kept in the views."""

from dataclasses import dataclass
from datetime import date

from domain.inspections.tasks import Task, told_to
from domain.messages import Message
from domain.panels.elsewhere import RatedElsewhere

__all__ = ["LAYOUT", "CaseRow", "InspectionRow", "MomentRow", "ProviderRow", "Rows"]

LAYOUT = 12
"""Raised whenever a row gets other fields, or is worked out in another way. A worker that finds views of an older
layout builds them anew beside the old ones; one that finds newer ones leaves them alone and says so."""


class InspectionRow(Message):
    """An inspection as a list shows it.

    Attributes:
        reference: the inspection's reference.
        provider: the provider's short code.
        provider_name: the provider's name.
        kind: the id of its protocol.
        stage: where it stands.
        lead: the lead inspector, opaque.
        announced_on: the day of announcement.
        fieldwork_from: the first day of fieldwork: as it began; as it is planned, while it has not.
        next_deadline: the code of the next running deadline, its action plan's among them; None where none runs.
        next_due: its date.
        awaits: what that deadline awaits.
        waiting_for: what people still have to do, and since when it is overdue.
        cases: how many cases were sampled.
        ratings: rating by standard: decided, or derived while the panel has not decided.
        derived_overall: the overall rating by the rule.
        overall: the overall rating that the panel decided.
        score: points, where the scheme counts them.
        max_score: the most they could be.
        published_document: the digest of the published file.
        report: the digest of the report as it stands.
        derivation: the digest of the derivation that stands before the panel.
        rated: the decided ratings with the shares behind them, as other inspections' papers show them; else None.
        tasks: what is to be done next, by whom, and what is locked, and why; of somebody's alone, as nobody else is
            told of it (:meth:`told_to`).
        readers: everybody who has, or had, a hand in reading one of its cases, by id; for finding one's own, and shown
            to nobody.
    """

    reference: str
    provider: str
    provider_name: str
    kind: str
    stage: str
    lead: str
    announced_on: date
    fieldwork_from: date
    next_deadline: str | None
    next_due: date | None
    awaits: str | None
    waiting_for: tuple[str, ...]
    cases: int
    ratings: tuple[tuple[str, str | None], ...]
    derived_overall: str | None
    overall: str | None
    score: int | None
    max_score: int | None
    published_document: str | None
    report: str | None
    derivation: str | None
    rated: RatedElsewhere | None = None
    tasks: tuple[Task, ...] = ()
    readers: tuple[str, ...] = ()

    def told_to(self, person: str) -> "InspectionRow":
        """The row as somebody is shown it: without the tasks that are other people's alone."""
        theirs = told_to(person, self.tasks)
        return self if theirs is self.tasks else self.with_(tasks=theirs)


class CaseRow(Message):
    """A sampled case as a list shows it.

    Attributes:
        case: its stream.
        inspection: the inspection it was drawn for.
        population: which list it stands in.
        row: its row in that list.
        status: ``to-read``, ``begun`` or ``complete``.
        unanswered: how many key questions have no answer yet.
    """

    case: str
    inspection: str
    population: str
    row: int
    status: str
    unanswered: int


class MomentRow(Message):
    """One event as the timeline shows it.

    Attributes:
        position: its place among all events.
        matter: the stream of the matter it belongs to: for a case, its inspection.
        stream: the stream it stands on.
        version: its place in that stream.
        name: its stored name.
        occurred_at: when it was so, as written in the record.
        recorded_at: when it was written down, as written in the record.
        actor: who, opaque.
        acting_role: in which role.
        sentence: what happened, in words.
        command: the id of the command that it came of.
    """

    position: int
    matter: str
    stream: str
    version: int
    name: str
    occurred_at: str
    recorded_at: str
    actor: str
    acting_role: str
    sentence: str
    command: str


class ProviderRow(Message):
    """A provider as a list shows it."""

    provider: str
    title: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What one batch of events makes of the views; all of it replaces what stood under the same key."""

    inspections: tuple[InspectionRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    moments: tuple[MomentRow, ...] = ()
    providers: tuple[ProviderRow, ...] = ()
