"""How far readers agree over the inspections of a period: gathered from the record as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from activities.commanding.records import Records
from activities.ports import EventStore
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
from domain.streams import agreement_stream, by_code

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


class AgreementGathering:
    """Adds up the answers that were given twice in many inspections."""

    def __init__(self, store: EventStore, records: Records, library: Callable[[], Library]) -> None:
        """Gather from a record, by the limits that the kinds of inspection set."""
        self._store = store
        self._records = records
        self._library = library

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
        if last < first:
            raise Refused.because("bad-period", "The period ends before it begins.")
        inspections = tuple(each for each in self._inspections(first, last) if sees(each.inspection))
        reviews = self._reviews()
        looked_into = {framework: each.looked_into for framework, each in reviews.items()}
        named = {each.inspection for each in inspections}
        return AgreementOverPeriod(
            first,
            last,
            added_up(inspections),
            lows_in(inspections, looked_into),
            {
                framework: tuple(one for one in each.reviews if not named.isdisjoint(one.inspections))
                for framework, each in sorted(reviews.items())
            },
        )

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
        for each in self.over(first, last).low:
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

    def _inspections(self, first: date, last: date) -> tuple[ReadTwice, ...]:
        streams = list(self._store.streams("inspection-"))
        seen = self._records.read(streams) if streams else {}
        states: list[Inspection] = [each.state for each in seen.values()]
        counted = [each for each in states if falls_in(each, first, last) and each.twice]
        pairs = [stream for each in counted for stream in pairs_of(each)]
        reads = {stream: each.state for stream, each in self._records.read(pairs).items()} if pairs else {}
        library = self._library()
        return tuple(
            read_twice(each, library.protocol_with(each.known.protocol.digest), reads) for each in counted
        )

    def _reviews(self) -> Mapping[str, AgreementReviews]:
        streams = list(self._store.streams(agreement_stream("")))
        seen = self._records.read(streams) if streams else {}
        return by_code({stream: each.state for stream, each in seen.items()}, agreement_stream)
