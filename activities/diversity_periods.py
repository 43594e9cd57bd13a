"""Counting the cases of an inspection by protected characteristic, and gathering what several counted."""

from collections.abc import Mapping
from datetime import date

from activities.commanding.records import Records
from activities.inspections import inspection_in
from activities.ports import EventStore
from activities.privacy.personal import Personal
from domain.cases.diversity.counting import aggregate_of
from domain.cases.diversity.period import (
    STREAM,
    DiversityPeriods,
    ReportDiversityOverPeriod,
    put_together,
)
from domain.cases.diversity.report import DiversityReported, ReportDiversity, counted_streams, seen_as
from domain.deciders import EVENT_NAMES
from domain.refusals import Refused
from domain.streams import code_in, diversity_stream
from domain.working_days import london_date

__all__ = ["DiversityGathering"]


class DiversityGathering:
    """Puts the tables of inspections together."""

    def __init__(self, store: EventStore, records: Records, personal: Personal) -> None:
        """Gather from a record, opening the characteristics of its cases."""
        self._store = store
        self._records = records
        self._personal = personal

    def counted(self, inspection: str) -> ReportDiversity:
        """The command that reports what is recorded of an inspection's cases now; nobody tells it any number.

        It names the streams as they stood before they were counted, so that it is refused if any of them has moved.

        Raises:
            Refused: ``unknown-inspection``.
            StoreFault: the record or the vault failed.
        """
        sampled = inspection_in(self._records, inspection).sampled
        standings = self._records.read(counted_streams(sampled))
        heads = {
            stream: (each.head.version, each.head.digest.hex() if each.head.digest else None)
            for stream, each in standings.items()
        }
        return ReportDiversity(
            inspection=inspection,
            cases=len(sampled),
            characteristics=self._personal.diversity(sampled),
            counted=seen_as(heads),
        )

    def over_period(
        self, period: str, first: date, last: date
    ) -> tuple[ReportDiversityOverPeriod, tuple[str, ...]]:
        """The command that reports all inspections whose own report was made in a period and is in no other period's.

        Returns:
            It, and the inspections that are left out, because their counts are no longer what they were reported as.

        Raises:
            Refused: ``not-reported`` where there is none.
            ValidationError: the code of the period is none.
            StoreFault: the record or the vault failed.
        """
        periods: DiversityPeriods = self._records.read([STREAM])[STREAM].state
        found: list[tuple[str, DiversityReported, Mapping[str, Mapping[str, int]]]] = []
        left_out = []
        for stream in sorted(self._store.streams("diversity-")):
            inspection = code_in(stream, diversity_stream)
            if stream == STREAM or periods.with_inspection(inspection) is not None:
                continue
            reported = self._reported_in(stream, first, last)
            if reported is None:
                continue
            counts = self._personal.counts(inspection_in(self._records, inspection).sampled)
            # Counted again, it must be what was shown: else the difference would tell what became of somebody.
            if aggregate_of(counts) == reported.characteristics:
                found.append((inspection, reported, counts))
            else:
                left_out.append(inspection)
        if not found:
            more = f"; left out: {', '.join(left_out)}" if left_out else ""
            raise Refused.because(
                "not-reported", f"No inspection was reported on in that period and not counted yet{more}."
            )
        command = ReportDiversityOverPeriod(
            period=period,
            first=first,
            last=last,
            inspections=tuple(inspection for inspection, _, _ in found),
            cases=sum(reported.cases for _, reported, _ in found),
            characteristics=put_together(
                [counts for _, _, counts in found], [each.characteristics for _, each, _ in found]
            ),
        )
        return command, tuple(left_out)

    def _reported_in(self, stream: str, first: date, last: date) -> DiversityReported | None:
        for recorded in self._store.load({stream: 0})[stream]:
            envelope = EVENT_NAMES.read(recorded)
            if (
                isinstance(envelope.data, DiversityReported)
                and first <= london_date(envelope.occurred_at) <= last
            ):
                return envelope.data
        return None
