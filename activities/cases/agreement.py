"""How far readers agree over the inspections of a period: gathered from the record as it stands."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from activities.commanding.records import Records, Standing
from domain.cases.agreement.adding_up import (
    Added,
    Low,
    ReadTwice,
    added_up,
    falls_in,
    lows_in,
    pairs_of,
    read_twice,
)
from domain.cases.agreement.reviewing import (
    AgreementOverPeriodReviewed,
    AgreementReviews,
    ReviewAgreementOverPeriod,
)
from domain.dated_rules.library import Library
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.streams import agreement_stream, by_code, code_in, inspection_stream

__all__ = ["AgreementGathering", "AgreementOverPeriod"]


@dataclass(frozen=True, slots=True)
class AgreementOverPeriod:
    """How far readers agreed over a period.

    Attributes:
        first: its first day.
        last: its last day.
        added: the figures, for each framework by itself.
        low: who agrees too seldom on what, and nobody has looked into it.
        reviews: what was looked into, by framework, that rested on an inspection of the period.
    """

    first: date
    last: date
    added: tuple[Added, ...]
    low: tuple[Low, ...]
    reviews: Mapping[str, tuple[AgreementOverPeriodReviewed, ...]]


REMEMBERED = 8
"""So many gatherings are remembered: one for each of those who look at a period and see other inspections of it."""


@dataclass(frozen=True)
class _Gathered:
    """What figures over a period are worked out of, and the figures, each once it is asked for.

    Attributes:
        inspections: those that are counted.
        reviews: what was looked into, by framework.
    """

    inspections: tuple[ReadTwice, ...]
    reviews: Mapping[str, AgreementReviews]

    @cached_property
    def added(self) -> tuple[Added, ...]:
        return added_up(self.inspections)

    @cached_property
    def low(self) -> tuple[Low, ...]:
        done = {framework: each.looked_into for framework, each in self.reviews.items()}
        return lows_in(self.inspections, done)

    @property
    def reviews_of_it(self) -> Mapping[str, tuple[AgreementOverPeriodReviewed, ...]]:
        """Those that rested on one of the inspections."""
        named = {each.inspection for each in self.inspections}
        return {
            framework: tuple(one for one in each.reviews if not named.isdisjoint(one.inspections))
            for framework, each in sorted(self.reviews.items())
        }


_Heads = tuple[tuple[str, object], ...]
"""Where each stream stands that figures rest on, and which of the kinds of inspection this installation has."""


class AgreementGathering:
    """Adds up the answers that were given twice in many inspections. Safe to use from several threads."""

    def __init__(self, records: Records, library: Callable[[], Library]) -> None:
        """Gather from a record, by the limits that the kinds of inspection set."""
        self._records = records
        self._library = library
        self._gathered: OrderedDict[_Heads, _Gathered] = OrderedDict()
        """What was gathered, by all that it rests on: while the record stands there, it is what would be gathered."""
        self._pairs: dict[str, tuple[bytes | None, tuple[str, ...]]] = {}
        self._lock = threading.Lock()

    def over(
        self, first: date, last: date, sees: Callable[[str], bool] = lambda _reference: True
    ) -> AgreementOverPeriod:
        """How far readers agreed in the inspections whose fieldwork was to begin in a period, both days included.

        Args:
            first: the first day.
            last: the last day.
            sees: which of the inspections are there for whoever asks, by reference; the others are left out.

        Raises:
            Refused: ``bad-period``: it ends before it begins.
            StoreFault: the record failed.
        """
        found = self._gather(first, last, sees)
        return AgreementOverPeriod(first, last, found.added, found.low, found.reviews_of_it)

    def low(
        self, first: date, last: date, sees: Callable[[str], bool] = lambda _reference: True
    ) -> tuple[Low, ...]:
        """Who agreed too seldom on what in these inspections, and nobody has looked into it: nothing else is added up.

        Args and errors as :meth:`over`.
        """
        return self._gather(first, last, sees).low

    def reviewing(
        self, framework: str, reader: str, question: str, first: date, last: date, conclusion: str
    ) -> ReviewAgreementOverPeriod:
        """The command that records what was found, with the inspections that the low agreement rests on.

        Raises:
            Refused: ``agreement-not-low`` where it is not too low, or was looked into; ``bad-period``.
            ValidationError: the conclusion, or what it is about, is not as the command takes it.
            StoreFault: the record failed.
        """
        about = (framework, reader, question)
        for each in self.low(first, last):
            if (each.framework, each.reader, each.question) == about:
                return ReviewAgreementOverPeriod(
                    framework=framework,
                    reader=reader,
                    question=question,
                    first=first,
                    last=last,
                    inspections=each.inspections,
                    conclusion=conclusion,
                )
        raise Refused.because(
            "agreement-not-low",
            f"The agreement of {reader} on {question} of {framework} in that period is not too low, is of too few "
            "answers given twice, or was looked into already.",
        )

    def _gather(self, first: date, last: date, sees: Callable[[str], bool]) -> _Gathered:
        """What a period's figures are worked out of: as it was gathered before, if nothing that it rests on moved."""
        if last < first:
            raise Refused.because("bad-period", "The period ends before it begins.")
        streams = [
            each
            for each in self._records.named(inspection_stream(""))
            if sees(code_in(each, inspection_stream))
        ]
        counted = [
            (each, pairs)
            for each in self._standing(streams).values()
            if falls_in(each.state, first, last) and (pairs := self._pairs_of(each))
        ]
        states: list[Inspection] = [each.state for each, _ in counted]
        reads = self._standing([stream for _, pairs in counted for stream in pairs])
        reviews = self._standing(self._records.named(agreement_stream("")))
        library = self._library()
        protocols = [library.protocol_with(each.known.protocol.digest) for each in states]
        heads: _Heads = (
            *((each.state.known.inspection, each.head.digest) for each, _ in counted),
            *((stream, each.head.digest) for stream, each in (*reads.items(), *reviews.items())),
            *(
                (each.known.protocol.digest, had is not None)
                for each, had in zip(states, protocols, strict=True)
            ),
        )
        with self._lock:
            if heads in self._gathered:
                self._gathered.move_to_end(heads)
                return self._gathered[heads]
        seen = {stream: each.state for stream, each in reads.items()}
        found = _Gathered(
            tuple(read_twice(each, had, seen) for each, had in zip(states, protocols, strict=True)),
            by_code({stream: each.state for stream, each in reviews.items()}, agreement_stream),
        )
        with self._lock:
            self._gathered[heads] = found
            while len(self._gathered) > REMEMBERED:
                self._gathered.popitem(last=False)
        return found

    def _pairs_of(self, inspection: Standing) -> tuple[str, ...]:
        """The reads of an inspection that come in pairs: found once, until something is recorded on its stream."""
        reference, digest = inspection.state.known.inspection, inspection.head.digest
        known = self._pairs.get(reference)
        if known is None or not digest or known[0] != digest:
            known = self._pairs[reference] = (digest, pairs_of(inspection.state))
        return known[1]

    def _standing(self, streams: Iterable[str]) -> Mapping[str, Standing]:
        wanted = list(streams)
        return self._records.read(wanted) if wanted else {}
