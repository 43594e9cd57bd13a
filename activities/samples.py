"""Samples as they were drawn: recomputing them from the record, and replacing cases that cannot be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from activities.case_lists import CaseLists, Held
from activities.ports import EventStore, StoreFault
from activities.vault import BoxRefused, KeyErased, KeyMissing, Vault
from domain.cases.events import CaseSampled
from domain.cases.lists_checking import Table
from domain.cases.lists_columns import REFERENCE, WEEKS
from domain.cases.sampling import Allocation, case_stream, drawing, next_in_order
from domain.cases.sampling_allocation import allocate
from domain.cases.sampling_frame import Frame, frame_of
from domain.cases.sampling_plan import plan_of
from domain.inspections.commands import ReplaceCase
from domain.inspections.events import CaseReplaced, SampleDrawn
from domain.inspections.protocol_parts import Population
from domain.inspections.rules.sampling import frame_of_whole_list
from domain.inspections.state import Inspection
from domain.privacy.boxes import Place, Plain
from domain.refusals import Refused
from domain.rooms import EVENT_NAMES

__all__ = ["Finding", "GivenList", "Samples"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was recomputed.

    Attributes:
        what: what it is.
        good: whether it is as recorded; None where it cannot be told from what is at hand.
        found: what was found, a sentence.
    """

    what: str
    good: bool | None
    found: str


@dataclass(frozen=True, slots=True)
class GivenList:
    """The file of a list, from whoever has it.

    Attributes:
        digest: of the file.
        table: its rows.
    """

    digest: str
    table: Table


class Samples:
    """Recomputes samples, and makes the command that replaces a case."""

    def __init__(self, store: EventStore, lists: CaseLists, vault: Callable[[], Vault]) -> None:
        """Look at samples on a record, with the lists that they were drawn from."""
        self._store = store
        self._lists = lists
        self._vault = vault

    def drawn(self, state: Inspection, population: str) -> SampleDrawn:
        """A sample that stands.

        Raises:
            Refused: ``sample-missing``.
        """
        sample = state.samples.get(population)
        if sample is None:
            raise Refused.because("sample-missing", f"No sample of {population} has been drawn yet.")
        return sample

    @staticmethod
    def sample_with(state: Inspection, case: str) -> SampleDrawn:
        """The sample that a case is in now.

        Raises:
            Refused: ``not-in-sample``.
        """
        return _whose(state, case)[0]

    def check(self, inspection: str, population: str, given: GivenList | None) -> Iterator[Finding]:
        """Recompute a sample and all its replacements.

        Args:
            inspection: its reference.
            population: which list.
            given: the list's file, if it is at hand: then strata and exclusions are recomputed too.

        Raises:
            Refused: ``unknown-inspection``, ``sample-missing``, ``pin-missing``, ``unknown-population``.
            StoreFault: the record failed, or the frame is not among the documents.
        """
        state = self._lists.inspection(inspection)
        sample, asked = self.drawn(state, population), self._lists.population(state, population)
        if given is not None:
            yield _same(
                "the list", given.digest, sample.list_digest, "The file is the list that was drawn from."
            )
        held = self._list_of(sample, state)
        if held is not None:
            yield from self._order_of_things(held, sample)
        frame = self._frame(sample)
        yield _same(
            "the frame",
            frame.digest if sample.frame else None,
            sample.frame,
            f"{frame.eligible} of {sample.list_size} cases could be drawn.",
        )
        if given is not None and held is not None:
            yield from _from_the_file(given.table, held, asked, frame, sample)
        yield from _draw(sample, frame)
        yield self._streams(inspection, sample)
        yield _replacements(inspection, state, sample, frame)

    def _list_of(self, sample: SampleDrawn, state: Inspection) -> Held | None:
        received = state.lists.get(sample.population)
        return self._lists.held_as(received) if received and received.list == sample.list else None

    def _frame(self, sample: SampleDrawn) -> Frame:
        return self._lists.frame(sample.frame) if sample.frame else frame_of_whole_list(sample.list_size)

    @staticmethod
    def _order_of_things(held: Held, sample: SampleDrawn) -> Iterator[Finding]:
        """That the seed is the digest of the entry that closed the list, and so came after it."""
        entry, _, added = sample.seed.partition(":")
        source = held.state.closed.public_source if held.state.closed else None
        good = entry == held.digest and bool(added) == (source is not None)
        more = f", with what {source} gave: {added}" if source else ""
        yield Finding(
            "the seed",
            good,
            f"The seed is the digest of the entry that closed the list{more}."
            if good
            else "The seed is not the digest of the entry that closed the list.",
        )

    @staticmethod
    def _streams(inspection: str, sample: SampleDrawn) -> Finding:
        of_list = sample.list or sample.list_digest
        wanted = tuple(case_stream(inspection, sample.population, of_list, row) for row in sample.rows)
        good = wanted == sample.cases
        return Finding(
            "the cases", good, f"{len(wanted)} cases have the streams of the drawn rows." if good else _NOT
        )

    # Replacing.

    def replace(
        self, inspection: str, case: str, code: str, note: str | None, given: GivenList | None
    ) -> ReplaceCase:
        """The command that takes a case out of its sample, and the next of its stratum in.

        Args:
            inspection: its reference.
            case: the case.
            code: why it cannot be read.
            note: what there is to say about it.
            given: the list's file, if it is at hand: from it comes the reference of the one that takes its place.

        Raises:
            Refused: ``unknown-inspection``, ``not-in-sample``, ``another-list``.
            StoreFault: the frame is not among the documents, or the vault failed.
        """
        state = self._lists.inspection(inspection)
        sample, row = _whose(state, case)
        frame = self._frame(sample)
        used = {*sample.rows, *(each.by_row for each in _replaced(state, sample) if each.by_row)}
        by_row = next_in_order(sample.list_digest, sample.seed, frame, row, used)
        reference = None
        if given is not None:
            if given.digest != sample.list_digest:
                raise Refused.because(
                    "another-list",
                    f"The file is not the list from which the sample of {sample.population} was drawn.",
                )
            reference = given.table.cells(REFERENCE)[by_row - 1] if by_row else None
        return ReplaceCase.model_validate(
            {
                "inspection": inspection,
                "case": case,
                "code": code,
                "note": note,
                "frame": frame.text if sample.frame else None,
                "reference": reference,
                "sort": self.sort(case),
            }
        )

    def sort(self, case: str) -> str | None:
        """The words of a case's stratum; None if it has none, or they were erased."""
        for recorded in self._store.load({case: 0})[case]:
            envelope = EVENT_NAMES.read(recorded)
            event = envelope.data
            if isinstance(event, CaseSampled) and event.sort is not None:
                assert not isinstance(event.sort, Plain), "the record holds no plain text"
                try:
                    return self._vault().open(event.sort, Place(case, envelope.event_id, event.sort.field))
                except KeyErased:
                    return None
                except (KeyMissing, BoxRefused) as trouble:
                    raise StoreFault(str(trouble)) from None
        return None


_NOT = "It does not come out as recorded."


def _same(what: str, found: str | None, recorded: str | None, said: str) -> Finding:
    good = found == recorded
    return Finding(what, good, said if good else f"It is {found}, and {recorded} is on the record.")


def _from_the_file(
    table: Table, held: Held, asked: Population, frame: Frame, sample: SampleDrawn
) -> Iterator[Finding]:
    """What needs the list itself: its strata, who was too short, and how the quotas shared the sample out."""
    again, words = frame_of(table.words(asked.strata), held.state.excluded)
    yield Finding(
        "the strata",
        again == frame,
        f"The list falls into {len(words)} strata as recorded." if again == frame else _NOT,
    )
    if asked.minimum_weeks is not None:
        short = {
            row for row, weeks in enumerate(table.cells(WEEKS), start=1) if int(weeks) < asked.minimum_weeks
        }
        left = len(short - held.state.excluded)
        yield Finding(
            "minimum weeks",
            not left,
            f"{len(short)} cases were too short, and all are excluded."
            if not left
            else f"{left} could be drawn.",
        )
    size = len(sample.rows)
    plan = plan_of(asked, frame, words)
    numbers = allocate(size, frame.sizes, dict(plan.at_least))
    yield _allocated(
        tuple((number, count, numbers[number]) for number, count in frame.sizes.items()),
        sample.strata,
        "the shares, with quotas",
    )


def _allocated(again: Allocation, recorded: Allocation, what: str) -> Finding:
    good = again == recorded
    return Finding(
        what, good, f"The sample is shared out over {len(again)} strata as recorded." if good else _NOT
    )


def _draw(sample: SampleDrawn, frame: Frame) -> Iterator[Finding]:
    """The drawn rows, from the digest of the list, the seed, and how many each stratum gave."""
    numbers = tuple((number, drawn) for number, _, drawn in sample.strata)
    again = drawing(
        sample.list_digest,
        frame,
        sample.seed,
        len(sample.rows),
        numbers,
        tuple(len(rows) for rows in sample.sub_samples),
    )
    good = again.rows == sample.rows
    yield Finding(
        "the draw", good, f"The same {len(again.rows)} rows come up, in the same order." if good else _NOT
    )
    if sample.sub_samples:
        good = again.sub_samples == sample.sub_samples
        yield Finding(
            "the sub-samples",
            good,
            f"{len(sample.sub_samples)} sub-samples have the same rows." if good else _NOT,
        )


def _replaced(state: Inspection, sample: SampleDrawn) -> Iterator[CaseReplaced]:
    return (each for each in state.replaced.values() if each.population == sample.population)


def _whose(state: Inspection, case: str) -> tuple[SampleDrawn, int]:
    """The sample that a case is in now, and its row."""
    for sample in state.samples.values():
        rows = dict(zip(sample.cases, sample.rows, strict=True))
        rows |= {each.by: each.by_row for each in _replaced(state, sample) if each.by and each.by_row}
        if case in rows and case not in state.replaced:
            return sample, rows[case]
    raise Refused.because("not-in-sample", "That case is in no sample of this inspection.")


def _replacements(inspection: str, state: Inspection, sample: SampleDrawn, frame: Frame) -> Finding:
    """That each replacement was the next in drawing order of its stratum when it came in."""
    used = set(sample.rows)
    of_list, good, count = sample.list or sample.list_digest, True, 0
    for each in _replaced(state, sample):
        row = next_in_order(sample.list_digest, sample.seed, frame, each.row, used)
        stream = case_stream(inspection, sample.population, of_list, row) if row else None
        good, count = good and (row, stream) == (each.by_row, each.by), count + 1
        used |= {row} if row else set()
    if not count:
        return Finding("replacements", True, "No case was replaced.")
    return Finding(
        "replacements", good, f"{count} took the place of others, in drawing order." if good else _NOT
    )
