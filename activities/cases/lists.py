"""Lists of cases: kept encrypted from when they are handed in until their sample is drawn.

The rows of a list are one encrypted file among the documents. The key to it is on the record, in a sealed box of the
list, so that it is erased like everything that is private. When the sample is drawn, what is needed of each drawn case
goes to that case, under its own keys, and the list is erased.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from activities.cases.lists_kept import Encrypting, KeptLists, StandingList
from activities.commanding.records import Records
from activities.inspections import inspection_in
from activities.ports import Documents, EventStore
from activities.privacy.vault import Vault
from domain.canonical import sha256_hex
from domain.cases.lists.checking import Table
from domain.cases.lists.columns import REFERENCE, tells_of_persons
from domain.cases.lists.commands import CloseCaseList, ExcludeCases
from domain.cases.lists.events import CaseListClosed
from domain.cases.lists.narrowing import outside, words_of
from domain.cases.lists.where import Condition
from domain.cases.sampling.frame import Frame, frame_of, rows_in_words
from domain.cases.sampling.plan import Plan, plan_of, read_words, words_text
from domain.cases.sampling.public_draw import seed_of
from domain.dated_rules.library import Library
from domain.deciders import EVENT_NAMES
from domain.inspections.commands import DrawFromList, HandInCaseList, ReplaceCaseList
from domain.inspections.events import CaseListReceived
from domain.inspections.kinds.parts import Population
from domain.inspections.rules.cases.sampling import drawing_of
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.refusals import Refused

__all__ = ["CaseLists", "Prepared", "PublicDraw", "WithFile", "sort_of"]


@dataclass(frozen=True, slots=True)
class WithFile:
    """A command that has the digest of a file, which is kept once nothing stands in the command's way.

    Attributes:
        command: the command.
        content: the file.
    """

    command: Command
    content: bytes


@dataclass(frozen=True, slots=True)
class PublicDraw:
    """A public draw yet to come; what of it was not said is None.

    Attributes:
        source: what it is called.
        day: on which it is held.
        numbers: how many different numbers it gives.
        highest: the highest that there can be.
    """

    source: str | None = None
    day: date | None = None
    numbers: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a draw would come to.

    Attributes:
        plan: what the kind of inspection asks for.
        frame: which rows can be drawn, and the stratum of each.
        words: the words of each stratum, in the order of their numbers.
    """

    plan: Plan
    frame: Frame
    words: tuple[tuple[str, ...], ...]


class CaseLists(KeptLists):
    """Makes the commands by which lists are handed in, closed and drawn from."""

    def __init__(
        self,
        store: EventStore,
        records: Records,
        documents: Documents,
        vault: Callable[[], Vault],
        encrypting: Encrypting,
        library: Callable[[], Library],
    ) -> None:
        """Keep lists among some documents, with keys in sealed boxes of a vault."""
        super().__init__(store, documents, vault, encrypting)
        self._records = records
        self._library = library

    # What there is.

    def inspection(self, reference: str) -> Inspection:
        """An inspection as it stands, by its reference.

        Raises:
            Refused: ``unknown-inspection``.
        """
        return inspection_in(self._records, reference)

    @property
    def library(self) -> Library:
        """The dated rules."""
        return self._library()

    def population(self, state: Inspection, population: str) -> Population:
        """What the kind of an inspection says of one of its lists.

        Raises:
            Refused: ``pin-missing``, ``unknown-population``.
        """
        pin = state.known.protocol
        protocol = self._library().protocol_with(pin.digest)
        if protocol is None:
            raise Refused.because(
                "pin-missing",
                f"This installation does not have version {pin.version} of the kind of inspection {pin.id}.",
            )
        found = protocol.population(population)
        if found is None:
            known = ", ".join(each.id for each in protocol.populations) or "none"
            raise Refused.because(
                "unknown-population", f"{protocol.title} has no list {population}; it has {known}."
            )
        return found

    def held(self, state: Inspection, population: str) -> StandingList:
        """The list of a population that stands.

        Raises:
            Refused: ``list-missing``.
        """
        received = state.lists.get(population)
        if received is None:
            raise Refused.because("list-missing", f"No list of {population} was handed in yet.")
        return self.held_as(received)

    def held_as(self, received: CaseListReceived) -> StandingList:
        """A list that an inspection took in, whether it still stands or not."""
        standing = self._records.read([received.list])[received.list]
        digest = standing.head.digest
        return StandingList(received.list, received, standing.state, digest.hex() if digest else "")

    def handed_in_by(self, received: CaseListReceived) -> str:
        """The id of the command by which a list was handed in; there can be a signed receipt for it.

        Raises:
            StoreFault: the record failed.
            Unreadable: it holds an event of a newer version of Assay.
        """
        first, *_ = self._store.load({received.list: 0})[received.list]
        return EVENT_NAMES.read(first).command_id

    # Handing in.

    def hand_in(
        self, inspection: str, population: str, list_digest: str, table: Table, reason: str | None
    ) -> WithFile:
        """The command that hands a list in, with its rows, encrypted; with a reason, in place of another."""
        content = json.dumps({"columns": dict(table.columns)}, ensure_ascii=False)
        locked, key = self._encrypting.lock(content.encode())
        fields = {
            "inspection": inspection,
            "population": population,
            "list": f"list-{self._encrypting.fresh()}",
            "list_digest": list_digest,
            "rows": table.rows,
            "columns": tuple(table.columns),
            "document": sha256_hex(locked),
            "key": key,
        }
        if reason is None:
            return WithFile(HandInCaseList.model_validate(fields), locked)
        return WithFile(ReplaceCaseList.model_validate({**fields, "reason": reason}), locked)

    def keep(self, content: bytes) -> None:
        """Keep the file of a command.

        Raises:
            StoreFault: it could not be kept.
        """
        self._documents.keep(content)

    # Excluding, and closing.

    def rows_where(self, held: StandingList, conditions: Sequence[Condition]) -> str:
        """The rows of a list that meet all of some conditions, as numbers and ranges; empty if none does.

        Raises:
            Refused: ``unknown-column``, or as :meth:`table`.
        """
        table = self.table(held)
        found = set(range(1, table.rows + 1))
        for condition in conditions:
            if condition.column not in table.columns:
                raise Refused.because(
                    "unknown-column",
                    f"The list has no column {condition.column}; it has {', '.join(table.columns)}.",
                )
            cells = table.cells(condition.column)
            found &= {row for row, cell in enumerate(cells, start=1) if condition.met_by(cell)}
        return rows_in_words(found)

    def not_meant(self, held: StandingList, population: Population) -> dict[int, ExcludeCases]:
        """One ``ExcludeCases`` command for each narrowing rule of the kind, keyed by the rule's number.

        Raises:
            Refused: as :meth:`table`.
        """
        left, commands = held.state.excluded, {}
        for number, each in enumerate(outside(population, self.table(held)), start=1):
            if rows := each.rows - left:
                commands[number] = ExcludeCases.model_validate(
                    {
                        "list": held.stream,
                        "rows": rows_in_words(rows),
                        "code": each.code,
                        "rule": each.rule,
                        "reason": each.reason,
                    }
                )
            left |= each.rows
        return commands

    def prepared(self, held: StandingList, population: Population) -> Prepared:
        """What a draw from an open list would come to, as things stand."""
        frame, words = frame_of(words_of(population, self.table(held)), held.state.excluded)
        return Prepared(plan_of(population, frame, words), frame, words)

    def close(
        self,
        held: StandingList,
        population: Population,
        size: int | None,
        reason: str | None,
        public: PublicDraw,
    ) -> WithFile:
        """The command that closes a list for its draw, with its frame, encrypted, by which the draw can be checked.

        Raises:
            Refused: ``below-quotas``, or as :meth:`table`.
        """
        salt = self._encrypting.fresh()
        frame, words = frame_of(
            words_of(population, self.table(held)),
            held.state.excluded,
            key=salt if tells_of_persons(population) else "",
            salt=self._encrypting.fresh(),
        )
        plan_of(population, frame, words).number(frame, size)
        locked, key = self._encrypting.lock(frame.text.encode())
        command = CloseCaseList(
            list=held.stream,
            frame=frame.text,
            document=sha256_hex(locked),
            frame_key=key,
            words=words_text(words, salt),
            size=size,
            reason=reason,
            public_source=public.source,
            public_day=public.day,
            public_numbers=public.numbers,
            public_highest=public.highest,
        )
        return WithFile(command, locked)

    # Drawing.

    def draw(self, held: StandingList, population: Population, public_value: str | None) -> DrawFromList:
        """The command that draws from a closed list, by the seed that came of closing it.

        Raises:
            Refused: ``list-open``, ``public-value-missing``, ``public-value-unwanted``, ``bad-public-value``, or as
                :meth:`table`.
        """
        closed = held.state.closed
        if closed is None or held.state.handed_in is None:
            raise Refused.because("list-open", "The list is not closed yet, so there is no seed to draw by.")
        words = self.opened(self.last(held.stream, CaseListClosed).words, held.stream, CaseListClosed)
        seed, frame = seed_of(held.digest, closed, public_value), self.frame(held)
        table = self.table(held)
        _, drawn = drawing_of(
            population, held.state.handed_in.list_digest, frame.text, words, seed, closed.size
        )
        named = read_words(words)
        references = table.cells(REFERENCE)
        cells = {
            row: [references[row - 1], sort_of(population.strata, named[stratum - 1])]
            for row, stratum in zip(drawn.rows, drawn.strata, strict=True)
        }
        return DrawFromList(
            inspection=held.state.handed_in.inspection,
            population=population.id,
            list=held.stream,
            frame=frame.text,
            words=words,
            cells=json.dumps(cells, ensure_ascii=False),
            seed=seed,
            size=closed.size,
        )


def sort_of(strata: Sequence[str], words: Sequence[str]) -> str | None:
    """The words of a stratum as a reader sees them; None where a list has no strata."""
    return "; ".join(f"{name}: {word}" for name, word in zip(strata, words, strict=True)) or None
