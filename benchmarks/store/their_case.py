"""One case read as the ``eventsourcing`` library would have it: an aggregate that its events change.

Each event carries the same members as the record's envelope does. Of the ways to write an aggregate down, this one is
the quickest to load: explicit event classes that change it in place.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from eventsourcing.domain import Aggregate

__all__ = ["Case"]

Answers = Sequence[tuple[str, str]]


class Case(Aggregate):  # type: ignore[misc]  # the library is not always installed, so it is not looked into
    """A case and its answers."""

    key_questions: Sequence[str]
    answers: dict[str, str]

    class Sampled(Aggregate.Created):  # type: ignore[misc]  # as above
        """It was drawn."""

        inspection: str
        population: str
        list_digest: str
        row: int
        key_questions: Sequence[str]
        event_id: str
        actor: str
        acting_role: str
        authenticated_by: str
        command_id: str
        correlation_id: str
        causation_id: str | None
        previous: str | None
        occurred_at: datetime
        salt: str

    class AnswersRecorded(Aggregate.Event):  # type: ignore[misc]  # as above
        """Questions were answered."""

        answers: Answers
        event_id: str
        actor: str
        acting_role: str
        authenticated_by: str
        command_id: str
        correlation_id: str
        causation_id: str | None
        previous: str | None
        occurred_at: datetime
        salt: str

        def apply(self, aggregate: "Case") -> None:
            """A later answer replaces an earlier one."""
            aggregate.answers.update(self.answers)

    def __init__(self, key_questions: Sequence[str], **_rest: Any) -> None:
        self.key_questions = key_questions
        self.answers = {}

    @classmethod
    def draw(cls, key_questions: Sequence[str]) -> "Case":
        """A case that was drawn for reading."""
        drawn: Case = cls._create(
            event_class=cls.Sampled,
            inspection="bench",
            population="supervised-cases",
            list_digest="0" * 64,
            row=1,
            key_questions=list(key_questions),
            **_around(0),
        )
        return drawn

    def answer(self, answers: Answers, number: int) -> None:
        """Record answers."""
        self.trigger_event(self.AnswersRecorded, answers=list(answers), **_around(number))


def _around(number: int) -> dict[str, Any]:
    """What is recorded about an event, beside the identity, version and time that the library adds."""
    return {
        "event_id": f"case-long-1234567890-{number}",
        "actor": "person-4711",
        "acting_role": "inspector",
        "authenticated_by": "os-user",
        "command_id": "case-long-1234567890-c",
        "correlation_id": "inspection-1",
        "causation_id": None,
        "previous": "0" * 64 if number else None,
        "occurred_at": datetime.now(UTC),
        "salt": "0" * 32,
    }
