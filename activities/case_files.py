"""A case read as a file, for work without a connection: taking it away, and what a filled one says.

The file is plain JSON, for people and their editors. It is not encrypted: whoever takes it is told to keep it where
the device's own encryption keeps it. What was taken stands in it under a seal, so that damage shows; what is filled in
stands beside that.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from activities.apart import Apart
from activities.personal import Personal
from activities.ports import Clock
from activities.records import Records
from activities.words_held import said_since, why_no_interview
from domain.canonical import canonical, sha256_hex
from domain.cases.events import Answered
from domain.cases.held import BringBack, Edit, InterviewToken
from domain.cases.merging import interview_of
from domain.cases.second_reads import SecondRead
from domain.cases.state import NO_CASE, CaseRead
from domain.cases.streams import second_read_of
from domain.frameworks.model import Framework
from domain.inspections.state import Inspection
from domain.ledger.opening import RECORD_STREAM, Record
from domain.library import Library
from domain.messages import Message
from domain.privacy.boxes import ERASED, UNOPENED
from domain.refusals import Refused
from domain.text import Digest, Opaque, Prose, Reference, StandardId
from domain.working_days import london_date

__all__ = ["EARLIER", "FORMAT", "LARGEST", "CaseFiles", "Filled", "read_filled", "seal_of"]

FORMAT = "assay.case-file.v2"
EARLIER = ("assay.case-file.v1",)
"""Files of these are brought back as well: what was taken with them said nothing about the interview."""

LARGEST = 1024 * 1024
"""A file has some dozen answers and notes; more than this is no such file."""

_WARNING = "This file is not encrypted and is about a person: keep it on an encrypted device, and delete it afterwards."
_HOW = (
    "Fill in 'answers' and 'interview'. An answer is yes, no or not_applicable; a note is your own words; null says "
    "nothing. Change nothing else. Bring the file back with: assay case bring-back FILE"
)


class _Shown(Message):
    """A key question as the file shows it."""

    number: StandardId
    text: str | None
    applies_to: str | None
    guidance: str | None
    prompts: tuple[str, ...]


class _Was(Message):
    """What stood beside a key question when the file was taken."""

    answer: Answered | None
    note: str | None
    notes: int = Field(ge=0)


class _InterviewWas(Message):
    """What stood about the interview when the file was taken."""

    token: InterviewToken | None = None
    held_on: date | None = None
    no_interview_because: str | None = None


class _Taken(Message):
    """What was taken: nothing in it is to be changed."""

    record: Opaque
    read: Annotated[str, Field(pattern=r"^(case|second-read)-[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
    inspection: Reference
    by: Opaque
    on: date
    version: int = Field(ge=1)
    questions: tuple[_Shown, ...]
    was: dict[StandardId, _Was]
    interview: _InterviewWas = _InterviewWas()


def seal_of(taken: Mapping[str, Any]) -> str:
    """The seal of what was taken: SHA-256 over its canonical form, so that a slip of the keyboard in it shows."""
    return sha256_hex(canonical(dict(taken)))


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class _Answer(_Said):
    answer: Answered | None = None
    note: Prose | None = None


class _Interview(_Said):
    held_on: date | None = None
    no_interview_because: Prose | None = None


class _File(_Said):
    """A case read as a file."""

    current: ClassVar[str] = FORMAT
    format: str
    warning: str
    how: str
    taken: _Taken
    seal: Digest
    interview: _Interview
    answers: dict[StandardId, _Answer]


@dataclass(frozen=True, slots=True)
class Filled:
    """A file that was filled and read again.

    Attributes:
        record: the record it was taken from.
        read: the stream of the read.
        by: who took it.
        digest: the digest of what it says; the same for a file that says the same.
        version: how far the read had come when it was taken.
        command: what brings it back.
    """

    record: str
    read: str
    by: str
    digest: str
    version: int
    command: BringBack


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
            "warning": _WARNING,
            "how": _HOW,
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

    def _taken(self, case: str, read: str, person: str) -> _Taken:
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
        return _Taken(
            record=self._record(),
            read=read,
            inspection=first.sampled.inspection,
            by=person,
            on=london_date(self._clock.now()),
            version=seen[read].head.version,
            questions=tuple(_shown(self._framework(first.sampled.inspection), each) for each in questions),
            was={
                each: _Was(
                    answer=standing.answers.get(each),
                    note=notes.get(each) if notes.get(each) not in (ERASED, UNOPENED) else None,
                    notes=counts.get(each, 0),
                )
                for each in questions
            },
            interview=_interview(standing, self._personal(), read)
            if isinstance(standing, CaseRead)
            else _InterviewWas(),
        )

    def _framework(self, inspection: str) -> Framework:
        stream = f"inspection-{inspection}"
        state: Inspection = self._records.read([stream])[stream].state
        library = self._library()
        pin = state.known.framework
        framework = library.framework_with(pin.digest) if pin else None
        if framework is None:
            raise Refused.because(
                "pin-missing", "This installation does not have the inspection's framework."
            )
        return library.framework_as_shown(framework)


def _interview(read: CaseRead, personal: Personal, stream: str) -> _InterviewWas:
    token = interview_of(read.beside)
    if token is None or read.beside.interview_on is not None:
        return _InterviewWas(token=token, held_on=read.beside.interview_on)
    why = why_no_interview(personal, stream)
    return _InterviewWas(token=token, no_interview_because=None if why in (ERASED, UNOPENED) else why)


def _check_reader(read: CaseRead | SecondRead, person: str) -> None:
    if isinstance(read, SecondRead):
        if read.drawn is None:
            raise Refused.because("unknown-second-read", "This case was not drawn to be read a second time.")
        allowed = read.reader == person
    else:
        allowed = read.readers.barred(person) is None
    if not allowed:
        raise Refused.because("not-reader", "Only whoever a read is allocated to can take it away.")


def _shown(framework: Framework, number: str) -> _Shown:
    question = framework.key_question(number)
    if question is None:
        return _Shown(number=number, text=None, applies_to=None, guidance=None, prompts=())
    return _Shown(
        number=number,
        text=question.text,
        applies_to=question.applies_to,
        guidance=question.guidance,
        prompts=tuple(
            f"{each.letter}) {each.text}" + (f" ({each.applies_to})" if each.applies_to else "")
            for each in question.prompts
        ),
    )


def read_filled(content: bytes, where: str) -> Filled:
    """What a filled file says.

    Args:
        content: the file's bytes.
        where: its name, for messages.

    Raises:
        Refused: ``bad-file`` with the place; ``damaged-file`` where what was taken has been changed; ``other-version``
            for a file of an older or newer Assay.
    """
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused.because("bad-file", f"{where} is not a case file: it is no JSON text.") from None
    if not isinstance(told, dict) or not str(told.get("format", "")).startswith("assay.case-file."):
        raise Refused.because("bad-file", f"{where} is not a case file that Assay wrote.")
    if told["format"] not in (FORMAT, *EARLIER):
        raise Refused.because(
            "other-version", f"{where} was written by another version of Assay ({str(told['format'])[:40]})."
        )
    try:
        file = _File.model_validate_json(json.dumps(told))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused.because("bad-file", f"{where}: {place}: {_plainly(first['msg'])}.") from None
    if seal_of(told["taken"]) != file.seal:
        raise Refused.because(
            "damaged-file",
            f"{where} is damaged: what was taken has been changed; only answers and interview are filled in.",
        )
    return _filled(file, where)


def _plainly(message: str) -> str:
    return message.replace("Input should be", "must be").rstrip(".")


def _filled(file: _File, where: str) -> Filled:
    for question in file.answers:
        if question not in file.taken.was:
            raise Refused.because("bad-file", f"{where}: answers.{question}: it is not asked of this case.")
    interview = file.interview
    if interview.held_on is not None and interview.no_interview_because is not None:
        raise Refused.because(
            "bad-file", f"{where}: interview: give the day, or why there was none, not both."
        )
    said = {
        "taken": file.seal,
        "interview": interview.model_dump(mode="json"),
        "answers": {each: one.model_dump(mode="json") for each, one in file.answers.items()},
    }
    digest = sha256_hex(canonical(said))
    reason, was = interview.no_interview_because, file.taken.interview
    command = BringBack(
        read=file.taken.read,
        file=digest,
        taken_on=file.taken.on,
        taken=file.seal,
        interview_was=was.token,
        held_on=interview.held_on if interview.held_on != was.held_on else None,
        reason=reason if reason != was.no_interview_because else None,
        edits=tuple(_edits(file)),
    )
    taken = file.taken
    return Filled(taken.record, taken.read, taken.by, digest, taken.version, command)


def _edits(file: _File) -> Iterator[Edit]:
    """What the file says, in the order of the questions; of notes, what it did not say when it was taken."""
    for question, was in file.taken.was.items():
        said = file.answers.get(question)
        if said is None:
            continue
        # One that is what it was is told too: in a file that is carried on with it may take back what it said before.
        if said.answer is not None:
            yield Edit(question=question, answer=said.answer, was=was.answer)
        if said.note is not None and said.note != was.note:
            yield Edit(question=question, note=said.note, notes_were=was.notes)
