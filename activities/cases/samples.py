"""Samples as they were drawn: recomputing them from the record, and replacing cases that cannot be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from activities.cases.lists import CaseLists, sort_of
from activities.cases.lists_kept import StandingList
from activities.cases.reads_drawn import reads_drawn
from activities.cases.sample_checks import (
    NOT,
    AsDrawn,
    Finding,
    GivenList,
    counted_again,
    from_the_file,
    replacements,
    same,
    the_draw,
    the_number,
    the_streams,
)
from activities.ports import EventStore, StoreFault
from activities.privacy.vault import BoxRefused, KeyErased, KeyMissing, Vault
from domain.cases.events import CaseReferenceNoted, CaseSampled
from domain.cases.lists.checking import Table
from domain.cases.lists.columns import REFERENCE
from domain.cases.lists.narrowing import words_of
from domain.cases.sampling.drawing import next_in_order
from domain.cases.sampling.frame import Frame
from domain.cases.sampling.plan import questions_of
from domain.cases.sampling.public_draw import seed_of
from domain.deciders import EVENT_NAMES
from domain.inspections.commands import ReplaceCase
from domain.inspections.events import SampleDrawn
from domain.inspections.kinds.parts import Population
from domain.inspections.rules.cases.replacing import row_of, sample_with, used_rows
from domain.inspections.rules.cases.sampling import asked_of, frame_of_whole_list
from domain.inspections.state import GivenUp, Inspection
from domain.ledger.envelope import Recorded
from domain.privacy.boxes import Place, Plain, Private
from domain.refusals import Refused
from domain.streams import inspection_stream, quality_stream

__all__ = ["GIVEN_UP", "Earlier", "Finding", "GivenList", "Samples", "named_seed"]

NAMED_SEED = (
    "The seed was named by whoever drew: nobody can tell that it was not chosen, and the cases with it."
)


GIVEN_UP = "withdrawn draws"
"""What is found of lists that were replaced when their seed was known."""


def _not_the_first(given_up: Sequence[GivenUp]) -> str:
    """How often another sample could have been had, and how it came to that."""
    return (
        f"This is not the first draw. Lists replaced when their seed was known: {len(given_up)}."
        + "".join(f" {_one_given_up(each)}" for each in given_up)
    )


def _one_given_up(each: GivenUp) -> str:
    before = "nothing was drawn yet" if each.drawn is None else f"{each.drawn} were drawn by {each.seed}"
    agreed = (
        f"Agreed by {each.agreed.by}: {each.agreed.reason}"
        if each.agreed
        else "One person could do that alone then."
    )
    return f"{each.list or 'A list that stayed outside'}: {before}. {each.reason} {agreed}"


def named_seed(asked: Population) -> str:
    """What is said of a seed that somebody named, and why they could."""
    why = f" The kind of inspection let them: {asked.named_seed}" if asked.named_seed else ""
    return f"{NAMED_SEED}{why}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A list whose place another took.

    Attributes:
        list: its stream.
        list_digest: the digest of its file.
        seed: the seed that came of closing it; empty where it was never closed.
        reason: why another took its place.
    """

    list: str
    list_digest: str
    seed: str
    reason: str

    def __str__(self) -> str:
        seed = f"closed with the seed {self.seed}" if self.seed else "never closed"
        return f"Before it, {self.list} (digest {self.list_digest}), {seed}, was replaced: {self.reason}"


_Wanted = tuple[int, tuple[int, ...]]
"""The row of a case, and the sub-samples that it is in."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a case was told when it was drawn; what was erased since is None."""

    sampled: CaseSampled | None = None
    reference: str | None = None
    sort: str | None = None
    erased: bool = False


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
        found = sample_with(state, case)
        if found is None:
            raise Refused.because("not-in-sample", "That case is in no sample of this inspection.")
        return found

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
            yield same(
                "the list", given.digest, sample.list_digest, "The file is the list that was drawn from."
            )
            yield counted_again(sample, given.table)
        earlier = self.earlier(state, population)
        if earlier:
            yield Finding("earlier lists", None, " ".join(map(str, earlier)))
        if given_up := state.given_up.get(population, ()):
            yield Finding(GIVEN_UP, None, _not_the_first(given_up))
        held = self._list_of(sample, state)
        if sample.list is None:
            single = sample.list_size <= 1
            yield Finding("the seed", single, "There was nothing to choose." if single else named_seed(asked))
        elif held is not None:
            yield self._order_of_things(held, sample)
            yield from self._looked_up(state, held, sample)
        try:
            frame = self._frame(sample)
        except Refused as refused:
            yield Finding("the frame", None, refused.refusal.sentence)
            return
        yield same(
            "the frame",
            frame.digest if sample.frame else None,
            sample.frame,
            f"{frame.eligible} of {sample.list_size} cases could be drawn.",
        )
        as_drawn = AsDrawn(sample, frame, asked, held.state if held else None)
        if given is not None and held is not None:
            yield from from_the_file(as_drawn, given.table)
            yield self._told_as_listed(state, as_drawn, given.table)
        yield the_number(as_drawn, given.table if given else None)
        yield from the_draw(as_drawn)
        yield the_streams(inspection, sample)
        yield self._what_is_asked(state, as_drawn)
        yield replacements(inspection, state, sample, frame)
        streams = inspection_stream(inspection), quality_stream(inspection)
        events = self._store.load(dict.fromkeys(streams, 0))
        protocol = self._lists.library.protocol_with(state.known.protocol.digest)
        own, quality = tuple(events[streams[0]]), events[streams[1]]
        yield from reads_drawn(own, quality, population, protocol, self._store.load)

    def earlier(self, state: Inspection, population: str) -> tuple[Earlier, ...]:
        """The lists of a population whose place others took, in order."""
        before = state.lists_before.get(population, ())
        if not before:
            return ()
        after = (*before[1:], state.lists[population])
        return tuple(
            Earlier(old.list, old.list_digest, self._lists.seed_entry(old.list), new.reason or "")
            for old, new in zip(before, after, strict=True)
        )

    def _told_as_listed(self, state: Inspection, drawn: AsDrawn, table: Table) -> Finding:
        """That each case has the reference, and the words of its stratum, that its row of the list has."""
        rows = dict(zip(drawn.sample.cases, drawn.sample.rows, strict=True)) | {
            each.by: each.by_row
            for each in state.replaced.values()
            if each.population == drawn.sample.population and each.by and each.by_row
        }
        references, words = table.cells(REFERENCE), words_of(drawn.asked, table)
        wrong = gone = 0
        for case, said in self._said(rows).items():
            row = rows[case]
            if row > table.rows:
                wrong += 1
            elif said.erased:
                gone += 1
            else:
                # Who came in later has no reference where the file was not at hand.
                late = said.reference is None and case not in drawn.sample.cases
                sort = sort_of(drawn.asked.strata, words[row - 1])
                wrong += not (late or said.reference == references[row - 1]) or said.sort != sort
        beside = f"; of {gone} it was erased" if gone else ""
        return Finding(
            "what is told of the cases",
            not wrong,
            f"{len(rows) - gone} cases have the references and sorts of their rows{beside}."
            if not wrong
            else f"Of {wrong} cases the reference, or the sort, is not that of their row.",
        )

    def _what_is_asked(self, state: Inspection, drawn: AsDrawn) -> Finding:
        """That each case is asked the key questions of its sub-samples; one that came in later, those of its place."""
        questions, wanted = asked_of(state, drawn.asked, self._lists.library), dict[str, _Wanted]()
        for row, case in zip(drawn.sample.rows, drawn.sample.cases, strict=True):
            places = enumerate(drawn.sample.sub_samples, start=1)
            wanted[case] = row, tuple(place for place, rows in places if row in rows)
        for each in state.replaced.values():
            if each.case in wanted and each.by and each.by_row:
                wanted[each.by] = each.by_row, wanted[each.case][1]
        told = self._said(wanted)
        good = all(
            (found := told[case].sampled) is not None
            and (found.row, found.sub_samples) == (row, member_of)
            and found.key_questions == questions_of(drawn.asked, questions, member_of)
            for case, (row, member_of) in wanted.items()
        )
        return Finding(
            "the questions",
            good,
            "Each case is asked the key questions of the kind of inspection." if good else NOT,
        )

    def _list_of(self, sample: SampleDrawn, state: Inspection) -> StandingList | None:
        received = state.lists.get(sample.population)
        return self._lists.held_as(received) if received and received.list == sample.list else None

    def _frame(self, sample: SampleDrawn) -> Frame:
        return self._lists.frame_of(sample.list) if sample.list else frame_of_whole_list(sample.list_size)

    @staticmethod
    def _order_of_things(held: StandingList, sample: SampleDrawn) -> Finding:
        """That the seed is the digest of the entry that closed the list, and so came after it."""
        entry, _, added = sample.seed.partition(":")
        closed = held.state.closed
        source = closed.public_source if closed else None
        good = entry == held.digest and bool(added) == (source is not None)
        day = f" on {closed.public_day}" if closed and closed.public_day else ""
        more = f", with what {source} gave{day}: {added}" if source else ""
        return Finding(
            "the seed",
            good,
            f"The seed is the digest of the entry that closed the list{more}."
            if good
            else "The seed is not the digest of the entry that closed the list.",
        )

    @staticmethod
    def _looked_up(state: Inspection, held: StandingList, sample: SampleDrawn) -> Iterator[Finding]:
        """Checks that the public value is in canonical form, and was recorded by a second person before the draw."""
        closed = held.state.closed
        if closed is None or closed.public_numbers is None:
            return
        entry, _, value = sample.seed.partition(":")
        noted = state.public_values.get(sample.population)
        try:
            written = seed_of(entry, closed, value) == sample.seed
        except Refused:
            written = False
        good = written and noted is not None and (noted.list, noted.value) == (held.stream, value)
        yield Finding(
            "the public draw",
            good,
            f"Two people looked up what it gave, independently: {value}."
            if good
            else "What it gave is not written as it must be, or nobody noted the same before the draw.",
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
        sample = self.sample_with(state, case)
        row, frame = row_of(state, sample, case), self._frame(sample)
        by_row = next_in_order(sample.list_digest, sample.seed, frame, row, used_rows(state, sample))
        reference = None
        if given is not None:
            if given.digest != sample.list_digest:
                raise Refused.because(
                    "another-list",
                    f"The file is not the list from which the sample of {sample.population} was drawn.",
                )
            if by_row and REFERENCE in given.table.columns:
                reference = given.table.cells(REFERENCE)[by_row - 1]
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

    # What is with the cases.

    def sort(self, case: str) -> str | None:
        """The words of a case's stratum; None if it has none, or they were erased."""
        return self._said([case])[case].sort

    def _said(self, cases: Iterable[str]) -> dict[str, _Said]:
        """What each case was told when it was drawn: the first time, whatever was put right later."""
        wanted = dict.fromkeys(cases, 0)
        return {case: self._of_one(case, recorded) for case, recorded in self._store.load(wanted).items()}

    def _of_one(self, case: str, events: Iterable[Recorded]) -> _Said:
        said = _Said()
        for recorded in events:
            envelope = EVENT_NAMES.read(recorded)
            event = envelope.data
            if isinstance(event, CaseSampled) and said.sampled is None:
                said = replace(said, sampled=event)
                if event.sort is not None:
                    found = self._opened(event.sort, case, envelope.event_id)
                    said = replace(said, sort=found, erased=said.erased or found is None)
            elif isinstance(event, CaseReferenceNoted) and said.reference is None and not said.erased:
                found = self._opened(event.reference, case, envelope.event_id)
                said = replace(said, reference=found, erased=found is None)
        return said

    def _opened(self, private: Private, case: str, event_id: str) -> str | None:
        assert not isinstance(private, Plain), "the record holds no plain text"
        try:
            return self._vault().open(private, Place(case, event_id, private.field))
        except KeyErased:
            return None
        except (KeyMissing, BoxRefused) as trouble:
            raise StoreFault(str(trouble)) from None
