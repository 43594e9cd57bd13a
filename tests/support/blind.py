"""An installation with a case that is read twice: each reader has given all answers, and neither has finished.

Three of them, that differ in nothing but what one of the readers has answered and noted. What a person is shown that is
the same in two of them says nothing about what differs.
"""

import contextlib
import io
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import worker
from adapters.inbound.cli.application import run
from domain.frameworks.model import Framework
from domain.inspections import protocols
from tests.support.command_line import CommandLine, Said
from tests.support.house import shipped_library
from tests.support.toy_matter import HandClock

__all__ = [
    "DAY",
    "FIRST",
    "LEAD",
    "OTHER_KINDS",
    "QUALITY",
    "SECOND",
    "Blind",
    "acting_as",
    "begun",
    "copied",
    "plainly",
    "question_numbers",
    "read",
    "same",
    "three",
    "undrawn",
]

LEAD, FIRST, SECOND, QUALITY = 41000, 41001, 41002, 41003
"""The numbers of the operating system's users; who acts is told by these, whatever role they take."""

REF = "nps-nw"
DAY = date(2018, 6, 29)
NPS = "nps-division-2018"

OTHER_KINDS = (
    ("crc-2018", "unpaid-work"),
    ("yot-2018", "out-of-court-disposals"),
)
"""Kinds of inspection besides the one that most of these tests know, each with the list whose case is read twice."""

_RULE = """
[second_reads]
percent = 50
lowest_agreement = 80
fewest_pairs = 2
citation = "a test"
"""


@dataclass(frozen=True)
class Blind:
    """One such installation.

    Attributes:
        line: its command line.
        case: the case that is read twice.
        kind: the kind of inspection that it is of.
        population: the list from which it was drawn.
    """

    line: CommandLine
    case: str
    kind: str = NPS
    population: str = "supervised-cases"

    @property
    def framework(self) -> str:
        """The standards framework by which it is read."""
        return framework_of(self.kind).id

    @property
    def questions(self) -> tuple[str, ...]:
        """The key questions that are asked of the case."""
        return asked_of(self.kind, self.population)

    def typed(self, person: int, *words: str | Path) -> Said:
        """What somebody is shown who types a command."""
        with acting_as(person):
            return self.line(*words)

    def typed_in(self, assay: worker.Assay, person: int, *words: str | Path) -> Said:
        """The same in an installation that is put together already, which takes a tenth of the time."""
        out, err = io.StringIO(), io.StringIO()
        with acting_as(person), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run(lambda: assay, worker.faults, [str(each) for each in words])
        return Said(status, out.getvalue(), err.getvalue())

    def put_together(self) -> contextlib.AbstractContextManager[worker.Assay]:
        """The installation, to be used for several commands."""
        return worker.compose(worker.settings_of(self.line.environment), clock=self.line.clock)

    def copied(self, folder: Path) -> "Blind":
        """The same installation once more, in a folder of its own, for what may change it."""
        shutil.copytree(self.line.home, folder / "home")
        line = CommandLine(folder / "home", HandClock())
        line.on(DAY)
        return replace(self, line=line)

    def finish(self, who: str) -> None:
        """The ``first`` or ``second`` reader has finished."""
        if who == "first":
            self.done(FIRST, "case", "complete", self.case)
        else:
            self.done(SECOND, "case", "complete-second", self.case)

    def close_the_reads(self) -> None:
        """All other cases are read once, every difference is decided for a yes, and the case reads are closed."""
        for each in self.done(LEAD, "case", "list", REF)["cases"]:
            self.typed(QUALITY, "case", "give-up-second", each["case"], "--reason", "Nobody is free.")
            if each["case"] == self.case:
                continue
            shown: Any = self.done(LEAD, "case", "show", each["case"])
            answers = [word for question in shown["answers"] for word in ("--answer", f"{question}=yes")]
            self.done(LEAD, "case", "record-answers", each["case"], *answers)
            self.done(LEAD, "case", "record-interview", each["case"], "--reason", "The officer has left.")
            self.done(LEAD, "case", "complete", each["case"])
        for question in question_numbers():
            decide = ("--question", question, "--answer", "yes", "--reason", "It is so.")
            self.done(QUALITY, "case", "decide", self.case, *decide)
        self.done(LEAD, "inspection", "close-case-reads", REF)

    def done(self, person: int, *words: str | Path) -> Any:
        """What somebody types that must succeed."""
        with acting_as(person):
            return self.line.done(*words)


@contextmanager
def acting_as(person: int) -> Iterator[None]:
    """Be another user of the operating system."""
    real, os.getuid = os.getuid, lambda: person
    try:
        yield
    finally:
        os.getuid = real


def question_numbers() -> tuple[str, ...]:
    return asked_of(NPS, "supervised-cases")


def framework_of(kind: str) -> Framework:
    """The standards framework of a kind of inspection."""
    library = shipped_library()
    protocol = library.protocol(kind)
    found = protocol and library.framework(protocol.framework or "")
    assert found, kind
    return found


def asked_of(kind: str, population: str) -> tuple[str, ...]:
    """The numbers of the key questions that a kind of inspection asks of each case of a list."""
    found = [
        question.number
        for standard in framework_of(kind).standards()
        if standard.population == population
        for question in standard.key_questions
    ]
    assert found, (kind, population)
    return tuple(found)


def plainly(said: Said) -> tuple[int, str, str]:
    """What was said, without what differs between any two records: digests, salts, random ids.

    How often somebody was refused tells what the tests before typed in vain, and nothing of any answer.
    """
    return said.status, _without_counts(same(said.out)), same(said.err)


def _without_counts(text: str) -> str:
    return re.sub(r'"(refusals|without_events)": \d+', r'"\1": N', text)


def same(text: str) -> str:
    """A text without what differs between any two records."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r"/[^\s\"']*/(first|second|as-is)/", "/HOME/", text)
    text = re.sub(
        r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+", "NOW", text
    )  # when a key was made, by the real clock
    return re.sub(r"[A-Za-z0-9+/=]{40,}|\b[0-9a-f]{12,}\b", "DIGEST", text)


def three(homes: Path, folder: Path) -> dict[str, Blind]:
    """``as-is``; one where the first reader has answered otherwise; one where the second has."""
    return read(homes, folder, "as-is", "first", "second")


def read(
    homes: Path, folder: Path, *names: str, kind: str = NPS, population: str = "supervised-cases"
) -> dict[str, Blind]:
    """Some of these three, of a kind of inspection, with a case of one of its lists."""
    shutil.copytree(homes / "new", folder / "begun")
    allocated = _begun(folder / "begun", kind=kind, population=population)
    found = {}
    for name in names:
        shutil.copytree(folder / "begun", folder / name / "home")
        line = CommandLine(folder / name / "home", HandClock())
        line.on(DAY)
        found[name] = replace(allocated, line=line)
        _read(found[name], differing=name)
    return found


def copied(worlds: dict[str, Blind], folder: Path, *names: str) -> dict[str, Blind]:
    """Some of the same installations once more, for what may change them."""
    return {name: worlds[name].copied(folder / name) for name in names}


def begun(homes: Path, folder: Path) -> Blind:
    """One in which a case has both its readers, and neither has said anything."""
    shutil.copytree(homes / "new", folder / "allocated")
    return _begun(folder / "allocated")


def undrawn(homes: Path, folder: Path) -> Blind:
    """One in which samples are drawn, but not yet which of their cases are read twice, and nobody has a case."""
    shutil.copytree(homes / "new", folder / "undrawn")
    return _begun(folder / "undrawn", drawn=False)


def watched(homes: Path, folder: Path) -> Blind:
    """One of a kind in which one answer given twice is enough to look into; the first reader answered otherwise."""
    shutil.copytree(homes / "new", folder / "watched")
    begun = _begun(folder / "watched", rule=_RULE.replace("fewest_pairs = 2", "fewest_pairs = 1"))
    _read(begun, differing="first")
    return begun


def _begun(
    home: Path,
    *,
    drawn: bool = True,
    rule: str = _RULE,
    kind: str = NPS,
    population: str = "supervised-cases",
) -> Blind:
    line = CommandLine(home, HandClock())
    line.on(date(2018, 5, 14))
    text = protocols.texts()[f"{kind}.toml"].decode()
    shipped = tomllib.loads(text)
    [inspects] = shipped["inspects"]
    lists = [each["id"] for each in shipped["populations"]]
    text = text.replace(f'id = "{kind}"', 'id = "twice-2018"', 1)
    named = r'\1\nnamed_seed = "The lists stay with the lead in these tests."'
    text = re.sub(r"(?m)^(sample = \d+)$", named, text)
    text = re.sub(r"\n\[second_reads\]\n(?:[^\[\n].*\n|\n)*", "\n", text)
    (home / "protocols").mkdir(exist_ok=True)
    (home / "protocols" / "twice.toml").write_text(text.rstrip("\n") + "\n" + rule)
    with acting_as(LEAD):
        line.done(
            "provider", "register", "nps-north-west", "--title", "NPS North West", "--kind", inspects,
            "--area", "North West",
        )  # fmt: skip
        line.done(
            "inspection", "announce", REF, "--provider", "nps-north-west", "--protocol", "twice-2018",
            "--lead", "os-41000", "--fieldwork-from", "2018-06-18", "--fieldwork-to", "2018-06-29",
        )  # fmt: skip
        items = line.file("items.csv", "id,title,standard\nplan,The business plan,1.1\n")
        line.done("evidence", "request", REF, "--items", items)
        line.done("evidence", "waive", REF, "--item", "plan", "--reason", "It is being redone.")
        line.on(date(2018, 6, 18))
        line.done("inspection", "begin-fieldwork", REF)
        for each in lists:
            rows = line.file(f"list-{each}.csv", "reference,office\nNW/1,a\nNW/2,b\n")
            of = (REF, "--population", each)
            line.done("lists", "submit", *of, "--list", rows)
            line.done("lists", "close", *of)
            line.done("samples", "draw", *of)
        line.on(date(2018, 6, 29))
        line.done("inspection", "end-fieldwork", REF)
        listed = line.done("case", "list", REF, "--population", population)["cases"]
        first = [each["case"] for each in listed]
        if not drawn:
            return Blind(line, first[0], kind, population)
        told = line.done("case", "draw-second", REF)
        case = next(each for each in told["events"][0]["data"]["cases"] if each in first)
        line.done("case", "allocate", case, "--reader", f"os-{FIRST}")
        line.done("case", "allocate-second", case, "--reader", f"os-{SECOND}")
    return Blind(line, case, kind, population)


def _read(blind: Blind, differing: str) -> None:
    for who, person in (("first", FIRST), ("second", SECOND)):
        answer = "no" if who == differing else "yes"
        note = f"Zq7Canary-{who}-{'otherwise' if who == differing else 'as-it-is'}"
        answers = [word for each in blind.questions for word in ("--answer", f"{each}={answer}")]
        second = who == "second"
        command = ("case", "answer-second") if second else ("case", "record-answers")
        noting = ("case", "note-second") if second else ("case", "note-answer")
        blind.done(person, *command, blind.case, *answers, "--command-id", f"answers-{who}")
        # In one installation these repeat what stands, in the other they change it, and change it back.
        for again in ("yes", answer):
            blind.done(person, *command, blind.case, "--answer", f"{blind.questions[0]}={again}")
        blind.done(person, *noting, blind.case, "--question", blind.questions[0], "--note", note)
        if not second:
            blind.done(person, "case", "record-interview", blind.case, "--reason", "The officer has left.")
