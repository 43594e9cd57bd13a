"""A case read as a file, for work without a connection: taking it away, and what a filled one says.

The file is plain JSON, for people and their editors. It is not encrypted: whoever takes it is told to keep it where
the device's own encryption keeps it. What was taken stands in it under a seal, so that damage shows; what is filled in
stands beside that.
"""

import json
from collections.abc import Callable

from activities.cases.apart import Apart
from activities.cases.offline_format import (
    FORMAT,
    HOW,
    WARNING,
    ClassWas,
    Filled,
    InterviewWas,
    Shown,
    Taken,
    Was,
    seal_of,
)
from activities.cases.offline_words import said_since, why_no_interview
from activities.commanding.records import Records
from activities.ports import Clock
from activities.privacy.personal import Personal
from domain.cases.classes import classes_of
from domain.cases.offline.merging import interview_of
from domain.cases.offline.messages import BringBack
from domain.cases.prompts import prompts_of
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import NO_CASE, CaseRead
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.frameworks.model import Framework
from domain.inspections.questions import framework_in
from domain.inspections.state import Inspection
from domain.ledger.opening import RECORD_STREAM, Record
from domain.privacy.boxes import ERASED, UNOPENED
from domain.refusals import Refused
from domain.streams import inspection_stream
from domain.working_days import london_date

__all__ = ["CaseFiles"]


class CaseFiles:
    """Takes case reads away as files, and checks those that come back."""

    def __init__(
        self,
        *,
        records: Records,
        personal: Callable[[], Personal],
        apart: Apart,
        library: Callable[[], Library],
        clock: Clock,
    ) -> None:
        """Take from a record.

        Args:
            records: its streams as states.
            personal: opens the notes.
            apart: knows whose answers are kept from whom.
            library: the dated rules, for the words of the questions.
            clock: the time.
        """
        self._records = records
        self._personal = personal
        self._apart = apart
        self._library = library
        self._clock = clock

    def take(self, case: str, person: str, *, second: bool) -> str:
        """A read as a file, for its reader.

        Args:
            case: the case.
            person: who takes it.
            second: whether it is the second read.

        Raises:
            Refused: ``unknown-case``, ``not-reader`` or ``kept-apart``; ``pin-missing`` without the framework.
            VaultFault: the vault failed.
        """
        read = second_read_of(case) if second else case
        taken = self._taken(case, read, person).model_dump(mode="json")
        file = {
            "format": FORMAT,
            "warning": WARNING,
            "how": HOW,
            "taken": taken,
            "seal": seal_of(taken),
            # A second read has no interview of its own.
            "interview": {}
            if second
            else {name: taken["interview"][name] for name in ("held_on", "no_interview_because")},
            "answers": {
                question: {"answer": was["answer"], "note": was["note"]}
                for question, was in taken["was"].items()
            },
            "prompts": taken["prompts"],
            "classification": {
                aspect: {"provider": was["provider"], "inspector": was["inspector"]}
                for aspect, was in taken["classes"].items()
            },
            "alert": {"what": None, "told": [], "told_at": None},
        }
        return json.dumps(file, ensure_ascii=False, indent=2) + "\n"

    def check(self, filled: Filled, person: str) -> None:
        """Make sure that a filled file belongs to this record and to whoever brings it back.

        Raises:
            Refused: ``foreign-file`` from another record, or ``not-reader`` if somebody else took it.
        """
        if filled.record != self._record():
            raise Refused.because("foreign-file", "This file was taken from another installation's record.")
        if filled.by != person:
            raise Refused.because(
                "not-reader", "This file was taken by somebody else, who alone can bring it back."
            )

    def unsaid(self, filled: Filled) -> BringBack:
        """What brings a file back, without the notes of which the words are on the record since it was taken.

        So a file that is carried on with after it was brought back holds nobody's own note against them.

        Raises:
            VaultFault: the vault failed.
        """
        personal = self._personal()
        command = filled.command
        said = said_since(personal, filled.read, filled.version, command.taken)
        edits = tuple(each for each in command.edits if (each.question, each.note) not in said)
        known = command.reason is not None and (None, command.reason) in said
        return command.with_(edits=edits, reason=None if known else command.reason)

    def _record(self) -> str:
        state: Record = self._records.read([RECORD_STREAM])[RECORD_STREAM].state
        return state.opened.record if state.opened else "none"

    def _taken(self, case: str, read: str, person: str) -> Taken:
        seen = self._records.read([case, read])
        first: CaseRead = seen[case].state
        if first.sampled is None:
            raise Refused(NO_CASE)
        standing: CaseRead | SecondRead = seen[read].state
        _check_reader(standing, person)
        if refusal := self._apart.refusal(read, person):
            raise Refused(refusal)
        notes = self._personal().notes(read)
        counts = standing.notes if isinstance(standing, SecondRead) else standing.beside.notes
        questions = first.sampled.key_questions
        framework = self._framework(first.sampled.inspection)
        # A second read is of the answers and the notes beside them.
        own = standing if isinstance(standing, CaseRead) else None
        return Taken(
            record=self._record(),
            read=read,
            inspection=first.sampled.inspection,
            by=person,
            on=london_date(self._clock.now()),
            version=seen[read].head.version,
            questions=tuple(_shown(framework, each) for each in questions),
            was={
                each: Was(
                    answer=standing.answers.get(each),
                    note=notes.get(each) if notes.get(each) not in (ERASED, UNOPENED) else None,
                    notes=counts.get(each, 0),
                )
                for each in questions
            },
            interview=_interview(own, self._personal(), read) if own else InterviewWas(),
            prompts={each: own.beside.prompts.get(each) for each in prompts_of(framework, questions)}
            if own
            else {},
            classes=self._classes(own, first.sampled.inspection) if own else {},
        )

    def _classes(self, read: CaseRead, inspection: str) -> dict[str, ClassWas]:
        """Every aspect as to which cases of an inspection are classified, with what stands of it."""
        stream = inspection_stream(inspection)
        state: Inspection = self._records.read([stream])[stream].state
        protocol = self._library().protocol_with(state.known.protocol.digest)
        found = {}
        for aspect, classes in (classes_of(protocol) if protocol else {}).items():
            provider, inspector = read.beside.classified.get(aspect, (None, None))
            found[aspect] = ClassWas(provider=provider, inspector=inspector, classes=classes)
        return found

    def _framework(self, inspection: str) -> Framework:
        stream = inspection_stream(inspection)
        state: Inspection = self._records.read([stream])[stream].state
        library = self._library()
        framework = framework_in(state, library)
        if framework is None:
            raise Refused.because(
                "pin-missing", "This installation does not have the inspection's framework."
            )
        return library.framework_as_shown(framework)


def _interview(read: CaseRead, personal: Personal, stream: str) -> InterviewWas:
    token = interview_of(read.beside)
    if token is None or read.beside.interview_on is not None:
        return InterviewWas(token=token, held_on=read.beside.interview_on)
    why = why_no_interview(personal, stream)
    return InterviewWas(token=token, no_interview_because=None if why in (ERASED, UNOPENED) else why)


def _check_reader(read: CaseRead | SecondRead, person: str) -> None:
    if isinstance(read, SecondRead):
        if read.drawn is None:
            raise Refused.because("unknown-second-read", "This case was not drawn to be read a second time.")
        allowed = read.reader == person
    else:
        allowed = read.readers.barred(person) is None
    if not allowed:
        raise Refused.because("not-reader", "Only whoever a read is allocated to can take it away.")


def _shown(framework: Framework, number: str) -> Shown:
    question = framework.key_question(number)
    if question is None:
        return Shown(number=number, text=None, applies_to=None, guidance=None, prompts=())
    return Shown(
        number=number,
        text=question.text,
        applies_to=question.applies_to,
        guidance=question.guidance,
        prompts=tuple(
            f"{each.letter}) {each.text}" + (f" ({each.applies_to})" if each.applies_to else "")
            for each in question.prompts
        ),
    )
