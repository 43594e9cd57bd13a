"""A real installation in which canaries are planted wherever something private goes, given, refused or misspelt.

Each canary has the word :data:`PRIVATE` in it. :data:`CROSSING` stands in what Temporal must be told and may not keep
in plain; it is not private, and the record has it in plain.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from temporalio.client import Client

from adapters.inbound.acting import my_id
from adapters.outbound.temporal.connecting import TemporalAddress, connect
from tests.support.canaries import Collector, collecting
from tests.support.dossiers.drawn import files_of
from tests.support.first_version import stay_with_first_version
from tests.support.led_on import dossier_led_on
from tests.support.planting import Told, plant
from tests.support.running_assay import WORKER, RunningAssay
from tests.support.waiting import eventually

__all__ = ["ACCEPTED", "CROSSING", "MISSPELT", "PRIVATE", "REFUSED", "Installation", "living"]

PRIVATE = b"Zq7Canary"
CROSSING = b"Wv4Crossing"

ACCEPTED = {
    "a case's reference": "Zq7Canary-ref",
    "a reference on a list": "Zq7Canary-listed",
    "why a case is not read": "Zq7Canary-unread",
    "a note beside an answer": "Zq7Canary-note",
    "why there was no interview": "Zq7Canary-interview",
    "a protected characteristic": '"sex":"female"',
    "a contact's name": "Zq7Canary-name",
    "a contact's address": "Zq7Canary-mail",
    "a contact's number": "Zq7Canary-phone",
    "a contact's new name": "Zq7Canary-changed",
    "what an alert shows": "Zq7Canary-alert",
    "why a case is somebody's": "Zq7Canary-allocated",
    "what was written offline": "Zq7Canary-held",
    "what somebody said to inspectors": "Zq7Canary-said",
    "an answer to a survey": "Zq7Canary-survey",
    "what a complaint says": "Zq7Canary-complaint",
    "who complained": "Zq7Canary-complainant",
}
"""What is recorded, sealed."""

REFUSED = {
    "a note beside a question that is not asked": "Zq7Canary-unasked",
    "a note that was meant for another version": "Zq7Canary-stale",
    "a group that there is not": "Zq7Canary-group",
    "a reference of a case that there is not": "Zq7Canary-nocase",
    "a contact of a provider that there is not": "Zq7Canary-stranger",
    "a note of somebody who may not give one": "Zq7Canary-forbidden",
    "why a read is opened that is open": "Zq7Canary-reopen",
    "what was said about nothing in the framework": "Zq7Canary-beside",
}
"""What the rules refuse, so that it is kept nowhere at all."""

MISSPELT = {
    "an address that is none": "Zq7Canary-bad",
    "a file that is none": "Zq7Canary-broken",
    "a reference that is too long": "Zq7Canary-long",
    "a cell of a list that is wrong": "Zq7Canary-cell",
    "a characteristic without a group": "Zq7Canary-pair",
    "an answer that is none": "Zq7Canary-answer",
    "a response that is on no scale": "Zq7Canary-response",
}
"""What does not even become a command."""

FREE = {"ASSAY_TEMPORAL_PORT": "0", "ASSAY_TEMPORAL_UI_PORT": "0"}
Q = "2.1.1"


@dataclass
class Installation:
    """One installation that has lived.

    Attributes:
        folder: everything that it wrote is in here, but for a database elsewhere; what people handed in is not.
        people: what people handed in.
        environment: how it is set up.
        careless: whether it did everything wrong.
        told: what came of each command, by what it was about.
        dossier: the dossier of its inspection, made when it had stopped.
        key: what that is checked by.
    """

    folder: Path
    people: Path
    environment: Mapping[str, str]
    careless: bool
    told: dict[str, Told] = field(default_factory=dict)
    case: str = ""
    person: str = ""
    running: RunningAssay | None = None
    dossier: bytes = b""
    key: str = ""

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def outbox(self) -> Path:
        """The one place where a contact's name and address may be in plain."""
        return self.home / "notices"

    def file(self, name: str, content: str) -> str:
        path = self.people / name
        path.write_text(content, encoding="utf-8")
        return str(path)

    def give(self, commands: Mapping[str, tuple[str, ...]]) -> None:
        """Give commands, by what they are about."""
        given = plant(self.environment, list(commands.values()), careless=self.careless)
        self.told.update(zip(commands, given, strict=True))

    @contextmanager
    def up(self) -> Iterator[RunningAssay]:
        """Run it, as `assay run`."""
        program = ("-m", "tests.support.careless") if self.careless else (str(WORKER),)
        with RunningAssay(self.home, environment=self.environment, program=program) as running:
            self.running = running.ready()
            yield running
            assert running.end() == 0


@contextmanager
def living(
    folder: Path, database: str | None, *, careless: bool, meanwhile: Callable[[Installation], None]
) -> Iterator[Installation]:
    """Make an installation, let it live, look at it while it runs, and stop it.

    Args:
        folder: where all of it goes.
        database: the URL of its record, if not in its home.
        careless: whether it is to do everything wrong.
        meanwhile: looks at it while it runs, when all has been given.
    """
    for each in ("home", "temporary", "people", "shown"):
        (folder / each).mkdir(parents=True)
    people = folder.with_name(f"{folder.name}-people")
    (folder / "people").rename(people)
    with ExitStack() as stack:
        collector: Collector = stack.enter_context(collecting(folder / "collected"))
        environment = {
            "ASSAY_HOME": str(folder / "home"),
            "ASSAY_LOG_LEVEL": "debug",
            "ASSAY_OTLP_ENDPOINT": collector.address,
            "TMPDIR": str(folder / "temporary"),
            **FREE,
            **({"ASSAY_DATABASE_URL": database} if database else {}),
        }
        stay_with_first_version(folder / "home")
        lived = Installation(folder, people, environment, careless)
        lived.give({"the record": ("db", "migrate")})
        with lived.up() as running:
            _plant(lived)
            eventually(lambda: list(lived.outbox.glob("**/*.txt")), "the announcement is sent")
            eventually(lambda: _histories(lived, running.temporal), "a history has been written")
            _look_around(lived)
            meanwhile(lived)
        _decide(lived)
        yield lived


def _decide(lived: Installation) -> None:
    """Its inspection comes to its ratings; what its dossier has is put beside what else was shown, file by file."""
    lived.dossier, lived.key = dossier_led_on(lived.environment, "east")
    (lived.folder / "shown" / "dossier").mkdir()
    for name, content in files_of(lived.dossier).items():
        (lived.folder / "shown" / "dossier" / name).write_bytes(content)


def _plant(lived: Installation) -> None:
    details = 'person_name = "{}"\nemail = "{}"\ntelephone = "{}"\n'
    ada = lived.file(
        "ada.toml", details.format("Zq7Canary-name", "Zq7Canary-mail@example.org", "Zq7Canary-phone")
    )
    listed = "".join(f"{row},Zq7Canary-ref-{row}\n" for row in range(1, 7))
    cases = lived.file("cases.csv", f"row,reference\n{listed}")
    people = "".join(f"Zq7Canary-listed-{row},Zq7Canary-office\n" for row in range(1, 9))
    victims = lived.file("victims.csv", f"reference,office\n{people}")
    items = lived.file("items.csv", f"id,title,standard\nplan,{CROSSING.decode()} plan,1.1\n")
    lived.give(
        {
            "the provider": (
                "provider", "register", "p-east", "--title", "East", "--kind", "nps-division", "--area", "East",
            ),
            "the contact": ("person", "register", "--provider", "p-east", "--details", ada, "--json"),
            "the announcement": (
                "inspection", "announce", "east", "--provider", "p-east", "--protocol", "nps-division-2018",
                "--lead", "os-1", "--fieldwork-from", "2032-06-07", "--fieldwork-to", "2032-06-18",
            ),
            "the request": ("evidence", "request", "east", "--items", items),
            "the sample": (
                "inspection", "draw-sample", "east", "--population", "supervised-cases", "--list", cases,
                "--seed", "lot", "--size", "2", "--reason", "There is nobody to read more.",
            ),
            "the list": ("lists", "submit", "east", *_VICTIMS, "--list", victims),
            "its closing": (
                "lists", "close", "east", *_VICTIMS, "--size", "2", "--reason", "There is nobody to read more.",
            ),
            "its sample": ("samples", "draw", "east", *_VICTIMS),
            "what was drawn": ("samples", "show", "east", *_VICTIMS, "--json"),
            "the cases": ("case", "list", "east", "--json"),
        }
    )  # fmt: skip
    for what in ("the provider", "the announcement", "the request", "the sample", "its sample"):
        assert lived.told[what].status == 0, lived.told[what].err
    lived.person = lived.told["the contact"].json["events"][0]["stream"]
    lived.case = lived.told["the cases"].json["cases"][0]["case"]
    lived.give(_accepted(lived))
    _bring_back(lived)
    lived.give(_refused(lived) | _misspelt(lived))
    for what in ACCEPTED:
        assert what not in lived.told or lived.told[what].status == 0, lived.told[what].err


def _accepted(lived: Installation) -> dict[str, tuple[str, ...]]:
    changed = lived.file(
        "changed.toml", 'person_name = "Zq7Canary-changed"\nemail = "Zq7Canary-mail2@example.org"\n'
    )
    case, drawn = lived.case, lived.told["what was drawn"].json["cases"]
    return {
        "why a case is not read": (
            "samples", "replace", "east", "--case", drawn[0]["case"], "--code", "file-missing",
            "--note", "Zq7Canary-unread: it was lost.",
        ),
        "why a case is somebody's": (  # before anything is said in it, or it would be the speaker's without a reason
            "case", "allocate", case, "--reader", my_id(), "--proposed", "os-78", "--reason", "Is Zq7Canary-allocated",
        ),
        "a note beside an answer": (
            "case", "note-answer", case, "--question", Q, "--note", 'Zq7Canary-note, in her own words: "née"',
        ),
        "why there was no interview": (
            "case", "record-interview", case, "--reason", "Zq7Canary-interview: the officer is ill.",
        ),
        "a protected characteristic": (
            "case", "record-characteristics", case, "--characteristic", "sex=female",
        ),
        "a contact's new name": ("person", "change", lived.person, "--details", changed),
        "what an alert shows": ("case", "alert", case, "--what", "Zq7Canary-alert: a child is in danger."),
        "what somebody said to inspectors": (
            *_REGISTER, "--entry", "staff", "--bears-on", "1.1", "--note", "Zq7Canary-said: nobody listens.",
        ),
        "an answer to a survey": (*_survey(lived, "su"), "--answered", "1"),
        "what a complaint says": (
            "comments", "receive", "--sort", "complaint", "--about", "other", "--received-on", "2026-01-05",
            "--said", "Zq7Canary-complaint: nobody answers.", "--whom", "Zq7Canary-complainant",
        ),
        "a document that was handed in": (
            "evidence", "submit", "east", "--item", "plan", "--document",
            lived.file("rota.csv", "officer\nZq7Canary-document\n"),
        ),
    }  # fmt: skip


_VICTIMS = ("--population", "victims")


def _bring_back(lived: Installation) -> None:
    """Write a note offline while another is recorded, so that it is held."""
    file = lived.people / "case.json"
    lived.give({"a read as a file": ("case", "take-away", lived.case, "--to", str(file))})
    filled = json.loads(file.read_text(encoding="utf-8"))
    filled["answers"][Q]["note"] = "Zq7Canary-held: at her home."
    file.write_text(json.dumps(filled), encoding="utf-8")
    again = ("case", "note-answer", lived.case, "--question", Q, "--note", "Zq7Canary-again")
    lived.give({"another note": again, "what was written offline": ("case", "bring-back", str(file))})


_REGISTER = (
    "evidence", "register", "east", "--kind", "interview", "--title", "Staff", "--true-from", "2026-01-05",
    "--source", "Staff",
)  # fmt: skip


def _survey(lived: Installation, code: str) -> tuple[str, ...]:
    questions = lived.file(
        "questions.toml",
        '[[questions]]\nquestion = "q1"\ntext = "What?"\nbears_on = ["1.1"]\nanswers = ["Zq7Canary-survey"]\n',
    )
    return (
        "fieldwork", "survey", "east", "--survey", code, "--title", "Survey", "--source", "Everybody",
        "--true-from", "2026-01-05", "--asked", "9", "--questions", questions,
    )  # fmt: skip


def _refused(lived: Installation) -> dict[str, tuple[str, ...]]:
    case, note = lived.case, ("case", "note-answer", lived.case, "--question", Q, "--note")
    stranger = lived.file("stranger.toml", 'person_name = "Zq7Canary-stranger"\nemail = "a@example.org"\n')
    return {
        "a note beside a question that is not asked": (
            "case", "note-answer", case, "--question", "4.4.4", "--note", "Zq7Canary-unasked",
        ),
        "a note that was meant for another version": (*note, "Zq7Canary-stale", "--if-version", "1"),
        "a group that there is not": (
            "case", "record-characteristics", case, "--characteristic", "age=Zq7Canary-group",
        ),
        "a reference of a case that there is not": (
            "case", "note-reference", "case-0000", "--reference", "Zq7Canary-nocase",
        ),
        "a contact of a provider that there is not": (
            "person", "register", "--provider", "p-west", "--details", stranger,
        ),
        "a note of somebody who may not give one": (*note, "Zq7Canary-forbidden", "--role", "auditor"),
        "what was said about nothing in the framework": (
            *_REGISTER, "--entry", "other", "--bears-on", "9.9", "--note", "Zq7Canary-beside",
        ),
        "a document that nobody asked for": (
            "evidence", "submit", "east", "--item", "diary", "--document",
            lived.file("diary.csv", "officer\nZq7Canary-diary\n"),
        ),
        "why a read is opened that is open": ("case", "reopen", case, "--reason", "It is Zq7Canary-reopen"),
    }  # fmt: skip


def _misspelt(lived: Installation) -> dict[str, tuple[str, ...]]:
    register = ("person", "register", "--provider", "p-east", "--details")
    bad = lived.file("bad.toml", 'person_name = "Ada"\nemail = "Zq7Canary-bad at example"\n')
    broken = lived.file("broken.toml", 'person_name = "Zq7Canary-broken\n')
    faulty = lived.file(
        "faulty.csv", "reference,gender\nZq7Canary-cell,Zq7Canary-cell\n=Zq7Canary-cell,female\n"
    )
    responses = lived.file("responses.csv", "q1\nZq7Canary-response\n")
    answers = lived.file("answers.csv", f"case,{Q}\n{lived.case},Zq7Canary-answer\n")
    return {
        "an address that is none": (*register, bad),
        "a file that is none": (*register, broken),
        "a reference that is too long": (
            "case", "note-reference", lived.case, "--reference", "Zq7Canary-long" * 30,
        ),
        "a characteristic without a group": (
            "case", "record-characteristics", lived.case, "--characteristic", "Zq7Canary-pair",
        ),
        "a cell of a list that is wrong": (
            "lists", "submit", "east", "--population", "court-reports", "--list", faulty,
        ),
        "a response that is on no scale": (*_scaled(lived), "--responses", responses),
        "an answer that is none": ("case", "record-reads", "east", "--file", answers),
    }  # fmt: skip


def _scaled(lived: Installation) -> tuple[str, ...]:
    """A survey that is answered on a scale."""
    questions = lived.file(
        "scaled.toml",
        '[[questions]]\nquestion = "q1"\ntext = "What?"\nbears_on = ["1.1"]\nscale = ["yes", "no"]\ncounts = [0, 0]\n',
    )
    *words, _ = _survey(lived, "scaled")
    return (*words, questions)


def _histories(lived: Installation, target: str) -> bool:
    """Save what Temporal keeps, as the server gives it to whoever asks."""

    async def fetched() -> str:
        client: Client = await connect(TemporalAddress(target), identity="tests", codec=None)
        return (await client.get_workflow_handle("inspection-east").fetch_history()).to_json()

    written = asyncio.run(fetched())
    (lived.folder / "shown" / "history.json").write_text(written, encoding="utf-8")
    return "activityTaskCompleted" in written


def _look_around(lived: Installation) -> None:
    """What people look at, rebuild and take away, where it shows nothing that is private."""
    shown = lived.folder / "shown"
    lived.give(
        {
            "the timeline": ("inspection", "timeline", "east", "--json"),
            "the views": ("db", "projections", "rebuild", "--json"),
            "the export": ("export", str(shown / "export.tar"), "--with-files"),
            "the verdict": ("audit", "verify", "--json"),
            "the history": ("workflow", "history", "inspection-east"),
        }
    )
    for what in ("the timeline", "the views", "the export"):
        assert lived.told[what].status == 0, lived.told[what].err
    for what, told in lived.told.items():
        # The first shows the references, as it must; the second is what Temporal keeps, decrypted for us.
        if what not in ("the cases", "the history"):
            (shown / f"{what.replace(' ', '-')}.out").write_text(told.out + told.err, encoding="utf-8")
