"""The event store in a few plain lists: for one thread, and easy to see that it is right.

The real stores are held against it. It keeps an event as what was said, without bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from activities.ports import Append, Appended, Attention, CommandIdReused, RefusalNote, Repeated, Stale
from domain.ledger.envelope import Draft

__all__ = ["Kept", "PlainStore"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as the model keeps it."""

    position: int
    recorded_at: datetime
    draft: Draft


@dataclass
class PlainStore:
    """See :class:`activities.ports.EventStore`; expected digests are not looked at, for there are none."""

    events: list[Kept] = field(default_factory=list)
    answers: dict[str, tuple[bytes, Appended | RefusalNote]] = field(default_factory=dict)
    refused: list[RefusalNote] = field(default_factory=list)
    woken: dict[str, list[tuple[int, bool, datetime]]] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)

    def version(self, stream: str) -> int:
        """How many events a stream has."""
        return len(self.stream(stream))

    def stream(self, stream: str) -> Sequence[Kept]:
        """The events of a stream."""
        return [kept for kept in self.events if kept.draft.stream == stream]

    def answer(self, command_id: str, digest: bytes) -> Repeated | CommandIdReused | None:
        """The earlier answer to a command id."""
        if command_id not in self.answers:
            return None
        first_digest, answer = self.answers[command_id]
        if first_digest != digest:
            return CommandIdReused()
        if isinstance(answer, RefusalNote):
            return Repeated(None, answer.refusal)
        return Repeated(answer, None)

    def append(self, append: Append) -> Appended | Repeated | Stale | CommandIdReused:
        """Record, or say why not."""
        earlier = self.answer(append.command_id, append.command_digest)
        if earlier is not None:
            return earlier
        expected = [(write.stream, write.expected.version) for write in append.writes] + list(
            append.reads.items()
        )
        moved = tuple(
            dict.fromkeys(stream for stream, version in expected if self.version(stream) != version)
        )
        if moved:
            return Stale(moved)
        drafts = [draft for write in append.writes for draft in write.drafts]
        at = max([append.at, *(kept.recorded_at for kept in self.events)])
        first = len(self.events) + 1
        self.events += [Kept(first + n, at, draft) for n, draft in enumerate(drafts)]
        answer = Appended(first, len(self.events)) if drafts else Appended(0, 0)
        self.answers[append.command_id] = append.command_digest, answer
        for wake in append.wakes if drafts else ():
            self.woken.setdefault(wake.stream, []).append((answer.last, wake.loud, at))
        return answer

    def refuse(self, note: RefusalNote) -> Repeated | CommandIdReused | None:
        """Log a refusal."""
        earlier = self.answer(note.command_id, note.command_digest)
        if earlier is None:
            self.refused.append(note)
            self.answers[note.command_id] = note.command_digest, note
        return earlier

    def acknowledge(self, stream: str, position: int) -> Attention:
        """Note how far a workflow has acted."""
        reached = min(position, len(self.events))
        self.acknowledged[stream] = max(self.acknowledged.get(stream, reached), reached)
        found = self.attention(stream)
        assert found is not None
        return found

    def attention(self, stream: str) -> Attention | None:
        """How far a workflow has acted on what concerns it; ``since`` is exact here."""
        if stream not in self.woken and stream not in self.acknowledged:
            return None
        reached = self.acknowledged.get(stream, 0)
        wakes = self.woken.get(stream, [])
        open_ = [wake for wake in wakes if wake[0] > reached]
        return Attention(
            stream,
            owed=wakes[-1][0] if wakes else 0,
            acknowledged=reached,
            loud=any(loud for _, loud, _ in open_),
            since=open_[0][2] if open_ else None,
        )

    def lagging(self) -> Sequence[Attention]:
        """Every workflow that has something left to attend to."""
        found = [self.attention(stream) for stream in sorted(self.woken)]
        return [each for each in found if each is not None and each.owed > each.acknowledged]

    @staticmethod
    def without_since(found: Sequence[Attention]) -> Sequence[Attention]:
        """Attention with what the real stores may only say to the nearest event left out."""
        return [replace(attention, since=None) for attention in found]
