"""A case read as a file: its format, and what a filled one says.

The file is plain JSON. What was taken stands in it under a seal, so that damage shows; what is filled in stands beside
that.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.canonical import canonical, sha256_hex
from domain.cases.alerts.commands import RaiseAlert
from domain.cases.events import Answered
from domain.cases.offline.messages import BringBack, ClassEdit, Edit, InterviewToken, PromptEdit
from domain.cases.streams import case_of
from domain.messages import Message
from domain.refusals import Refused
from domain.text import Digest, Opaque, PromptId, Prose, Reference, StandardId

__all__ = [
    "FORMAT",
    "HOW",
    "LARGEST",
    "WARNING",
    "ClassWas",
    "Filled",
    "InterviewWas",
    "Shown",
    "Taken",
    "Was",
    "read_filled",
    "seal_of",
]

FORMAT = "assay.case-file.v3"
EARLIER = ("assay.case-file.v1", "assay.case-file.v2")
"""Files of these are brought back as well: they have fewer places, and the first said nothing about the interview."""

LARGEST = 1024 * 1024
"""A file has some dozen answers and notes; more than this is no such file."""

WARNING = "This file is not encrypted and is about a person: keep it on an encrypted device, and delete it afterwards."
HOW = (
    "Fill in 'alert', 'interview', 'answers', 'prompts' and 'classification'. An answer is yes, no or not_applicable; "
    "a note is your own words; a class is one of those listed in 'taken'; null says nothing. If somebody is in danger, "
    "telephone: 'alert' is for the record, with who was told and at what time (2026-06-03T14:10+01:00). Change nothing "
    "else. Bring the file back with: assay case bring-back FILE"
)


class Shown(Message):
    """A key question as the file shows it."""

    number: StandardId
    text: str | None
    applies_to: str | None
    guidance: str | None
    prompts: tuple[str, ...]


class Was(Message):
    """What stood beside a key question when the file was taken."""

    answer: Answered | None
    note: str | None
    notes: int = Field(ge=0)


class InterviewWas(Message):
    """What stood about the interview when the file was taken."""

    token: InterviewToken | None = None
    held_on: date | None = None
    no_interview_because: str | None = None


class ClassWas(Message):
    """How the case stood classified as to one aspect when the file was taken, and the classes there are."""

    provider: Reference | None
    inspector: Reference | None
    classes: tuple[Reference, ...]


class Taken(Message):
    """What was taken: nothing in it is to be changed."""

    record: Opaque
    read: Annotated[str, Field(pattern=r"^(case|second-read)-[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
    inspection: Reference
    by: Opaque
    on: date
    version: int = Field(ge=1)
    questions: tuple[Shown, ...]
    was: dict[StandardId, Was]
    interview: InterviewWas = InterviewWas()
    prompts: dict[PromptId, Answered | None] = Field(default_factory=dict)
    classes: dict[Reference, ClassWas] = Field(default_factory=dict)


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


class _Classes(_Said):
    provider: Reference | None = None
    inspector: Reference | None = None


class _Alert(_Said):
    what: Prose | None = None
    told: tuple[Opaque, ...] = ()
    told_at: str | None = None


class _File(_Said):
    """A case read as a file."""

    current: ClassVar[str] = FORMAT
    format: str
    warning: str
    how: str
    taken: Taken
    seal: Digest
    interview: _Interview
    answers: dict[StandardId, _Answer]
    prompts: dict[PromptId, Answered | None] = Field(default_factory=dict)
    classification: dict[Reference, _Classes] = Field(default_factory=dict)
    alert: _Alert = _Alert()


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
        alert: what raises the alert that it says, if it says one.
    """

    record: str
    read: str
    by: str
    digest: str
    version: int
    command: BringBack
    alert: RaiseAlert | None = None


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
    for place, said_, known in (
        ("prompts", file.prompts, file.taken.prompts),
        ("classification", file.classification, file.taken.classes),
    ):
        for each in said_:
            if each not in known:
                raise Refused.because("bad-file", f"{where}: {place}.{each}: it is not asked of this case.")
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
    more = file.model_dump(mode="json", include={"prompts", "classification", "alert"})
    # A file of before says nothing of these, and is known again by the digest that it always had.
    said |= more if file.format == FORMAT else {}
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
        prompts=tuple(_prompts(file)),
        classes=tuple(_classes(file)),
    )
    taken = file.taken
    return Filled(taken.record, taken.read, taken.by, digest, taken.version, command, _alert(file, where))


def _prompts(file: _File) -> Iterator[PromptEdit]:
    """The answers to prompts that the file says; one that is what it was too, as with answers."""
    for prompt, was in file.taken.prompts.items():
        answer = file.prompts.get(prompt)
        if answer is not None:
            yield PromptEdit(prompt=prompt, answer=answer, was=was)


def _classes(file: _File) -> Iterator[ClassEdit]:
    """How the file classifies the case, as to each aspect of which it says anything."""
    for aspect, was in file.taken.classes.items():
        said = file.classification.get(aspect, _Classes())
        if said.provider is not None or said.inspector is not None:
            yield ClassEdit(
                aspect=aspect,
                provider=said.provider,
                inspector=said.inspector,
                provider_was=was.provider,
                inspector_was=was.inspector,
            )


def _alert(file: _File, where: str) -> RaiseAlert | None:
    """The alert that the file says.

    Raises:
        Refused: ``bad-file`` for one that says who was told and not what of, or a time that is none.
    """
    alert = file.alert
    if alert.what is None:
        if alert.told or alert.told_at:
            raise Refused.because("bad-file", f"{where}: alert.what: say what the case shows.")
        return None
    said = {"case": case_of(file.taken.read), **alert.model_dump(mode="json")}
    try:
        return RaiseAlert.model_validate_json(json.dumps(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused.because("bad-file", f"{where}: alert.{place}: {_plainly(first['msg'])}.") from None


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
