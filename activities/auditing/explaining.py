"""Explaining ratings: the record is replayed to the event that derived them, and what they rest on is laid out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from activities.auditing.points import Point
from activities.auditing.replaying import END, Replay, Replaying
from domain.auditing.explanation import Basis, Node, explain
from domain.auditing.what_if import Assumption, WhatIf, what_if
from domain.dated_rules.library import Library
from domain.refusals import Refused
from domain.streams import inspection_stream
from domain.working_days import LONDON

__all__ = ["DoesNotHold", "Explained", "Explaining", "ExplanationPress"]


class ExplanationPress(Protocol):
    """Prints explanations. The same one always gives the same text."""

    def explanation(self, inspection: str, about: Sequence[str], tree: Node) -> str:
        """Print an explanation as one page of HTML that needs nothing else.

        Args:
            inspection: its reference.
            about: of which record and point it is, and what the replay behind it came to, a sentence each.
            tree: the explanation.
        """
        ...


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation, and the replay that it was made of.

    Attributes:
        replay: the inspection at the point that was asked about.
        used: the first and second reads whose answers are told.
        tree: the explanation.
    """

    replay: Replay
    used: tuple[str, ...]
    tree: Node


class DoesNotHold(Exception):
    """There is nothing to show or explain, because the record does not hold.

    Attributes:
        replay: the replay, with its verdict and the place.
    """

    def __init__(self, replay: Replay) -> None:
        """Say which replay."""
        super().__init__(f"Nothing can be explained. Replay: {replay.verdict} ({replay.place}).")
        self.replay = replay


class Explaining:
    """Explains ratings, and what they would have been."""

    def __init__(self, replaying: Replaying, library: Callable[[], Library]) -> None:
        """Explain ratings from replays of the record.

        Args:
            replaying: replays inspections.
            library: the dated rules.
        """
        self._replaying = replaying
        self._library = library

    def explain(self, inspection: str, standard: str | None = None, point: Point = END) -> Explained:
        """How the ratings of an inspection were reached that stand at a point, or else could be derived there.

        Args:
            inspection: its reference.
            standard: one standard alone.
            point: the point.

        Raises:
            Refused: ``not-derived`` where nothing can be explained yet; ``unknown-standard``; and as a replay.
            DoesNotHold: nothing can be explained, for the record does not hold.
        """
        now, basis = self._basis(inspection, point)
        return Explained(now, tuple(basis.reads), _tree(now, basis, standard))

    def what_if(
        self, inspection: str, assumption: Assumption, point: Point = END
    ) -> tuple[Explained, WhatIf]:
        """What the ratings would have been on an assumption. Nothing is recorded, and nothing is kept.

        Raises:
            Refused: as :meth:`explain`, and for an assumption that cannot be made.
            DoesNotHold: as :meth:`explain`.
        """
        now, basis = self._basis(inspection, point)
        return (
            Explained(now, tuple(basis.reads), _tree(now, basis)),
            what_if(basis.derivation, basis.reads, assumption),
        )

    def _basis(self, inspection: str, point: Point) -> tuple[Replay, Basis]:
        now, then = self._replaying.with_derivation(inspection, point)
        recorded = now.state.derived
        if then.derivation is None:
            if broken := next((each for each in (now, then) if each.verdict != "verified"), None):
                raise DoesNotHold(broken)
            raise Refused.because(
                "not-derived", f"Nothing can be explained: {then.then.unrated.rstrip('.')}."
            )
        matches = recorded is not None and recorded.trace_digest == then.derivation.digest
        return now, Basis(
            derivation=then.derivation,
            state=now.state,
            reads=then.reads,
            framework=self._library().framework_of(now.state.known.framework),
            said_by=_sayers(now),
            recorded=matches,
            undone=now.undone,
        )


def _tree(replay: Replay, basis: Basis, standard: str | None = None) -> Node:
    """An explanation: the one that was made before, where the same stood at the point in what was read anew."""
    tree: Node = replay.gathered.worked_out.given(
        ("explained", standard),
        (replay.counted, basis.derivation.digest, basis.framework, basis.recorded),
        lambda: explain(basis, standard),
    )
    return tree


def _sayers(replay: Replay) -> Callable[[int], str]:
    stream = inspection_stream(replay.inspection)
    own = {each.version: each for each in replay.steps if each.stream == stream}

    def said_by(version: int) -> str:
        envelope = own[version].envelope
        when = envelope.occurred_at.astimezone(LONDON).isoformat(timespec="minutes")
        return f"by {envelope.actor} as {envelope.acting_role}, {when}, in version {version} of its stream"

    return said_by
