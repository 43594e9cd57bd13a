"""By no path that Assay offers does one reader of a case learn what the other has answered, before both reads are in.

Every command of the command line stands in a table here; one that is new, and is not in it, fails the test. Those that
show or decide anything are typed as each of the two readers, in every role, in two installations that differ only in
what the other reader has answered and noted: what is shown must be the same to the letter.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import worker
from adapters.inbound.cli.command_pages import called
from domain.deciders import COMMANDS, DECIDERS
from domain.people.roles import Role
from tests.e2e.test_cli_help import LEAVES
from tests.support.blind import (
    FIRST,
    LEAD,
    QUALITY,
    SECOND,
    Blind,
    copied,
    plainly,
    question_numbers,
    three,
    undrawn,
)

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

REF = "nps-nw"

READERS: dict[str, tuple[str, ...]] = {
    "inspection list": (),
    "inspection timeline": (REF,),
    "inspection tasks": (REF,),
    "inspection show": (REF,),
    "inspection diversity": (REF,),
    "lists list": (REF,),
    "samples show": (REF, "--population", "supervised-cases"),
    "samples check": (REF, "--population", "supervised-cases"),
    "case list": (REF,),
    "case show": ("CASE",),
    "case record-reads": (REF, "--file", "SAME", "--population", "supervised-cases"),
    "case note-references": (REF, "--file", "SAME", "--population", "supervised-cases"),
    "correlation show": (REF,),
    "case mine": (REF,),
    "case left": ("CASE",),
    "case differences": (REF,),
    "case agreement": (REF,),
    "case alerts": (REF,),
    "case take-away": ("CASE", "--to", "NEW"),
    "case held": ("CASE",),
    "panel list": (),
    "people tasks": (),
    "audit verify": (),
    "audit receipt": ("OTHERS", "--with-events"),
    "audit dossier": (REF, "-o", "NEW"),
    "audit replay": (REF,),
    "audit explain": (REF,),
    "audit what-if": (REF, "--second-readers"),
    "audit find": ("judgements",),
    "audit checkpoint show": (),
    "db projections status": (),
    "privacy status": ("CASE",),
    "privacy export": ("CASE", "--purpose", "request 12"),
    "privacy retention preview": (),
    "export": ("NEW",),
    "backup": ("NEW",),
}
"""What each command that shows something is asked; CASE, SAME, NEW and OTHERS are filled in."""

ALSO: dict[str, tuple[str, ...]] = {
    "case agreement": (),
    "case left": ("CASE", "--second"),
    "case held": ("CASE", "--second"),
    "case take-away": ("CASE", "--second", "--to", "NEW"),
    "audit replay": (REF, "--steps"),
    "audit find": ("refusals",),
}
"""Of those that show either read, the second one; and the replay that tells every step."""

GIVEN: dict[str, tuple[str, ...]] = {
    "case record-answers": ("CASE", "--answer", "2.1.1=yes"),
    "case record-prompts": ("CASE", "--prompt", "2.1.1.a=yes"),
    "case record-interview": ("CASE", "--reason", "The officer has left."),
    "case record-classification": ("CASE", "--aspect", "risk-of-harm", "--inspector", "high"),
    "case note-answer": ("CASE", "--question", "2.1.2", "--note", "Seen."),
    "case complete": ("CASE",),
    "case reopen": ("CASE", "--reason", "Once more."),
    "case stand-in": ("CASE", "--reason", "They are ill."),
    "case allocate": ("CASE", "--reader", "os-41001"),
    "case answer-second": ("CASE", "--answer", "2.1.1=yes"),
    "case note-second": ("CASE", "--question", "2.1.2", "--note", "Seen."),
    "case complete-second": ("CASE",),
    "case reopen-second": ("CASE", "--reason", "Once more."),
    "case decide": ("CASE", "--question", "2.1.1", "--answer", "no", "--reason", "It is so."),
    "case settle": ("CASE", "1", "--keep", "mine"),
    "case draw-dip": (REF, "--size", "1"),
    "case dip": (REF, "--case", "CASE", "--answer", "2.1.1=no", "--finding", "Seen."),
    "inspection close-case-reads": (REF,),
    "inspection propose-ratings": (REF,),
    "inspection report-diversity": (REF,),
}
"""Commands that look at a read: what comes of them must not depend on the other's answers."""

UNMOVED = frozenset(
    {
        "case allocate-second", "case give-up-second", "case alert", "case tell", "case acknowledge",
        "case review", "case review-over-period", "case draw-second", "case waive-second",
        "case bring-back", "case propose-readers",
        "case allocate-readers", "case note-reference", "case record-characteristics", "case sample-size",
    }
)  # fmt: skip
"""What goes with reads, and whose rules look at no answer: who reads, that somebody is in danger, own files."""

SHOWS_NO_ANSWER = frozenset(
    {
        "inspection diversity-over-period",
        "provider list", "person list", "lists template", "lists check", "lists show", "lists receipt",
        "evidence usual", "evidence offered", "evidence held", "evidence saved", "evidence status",
        "evidence receipt", "evidence fetch", "evidence list", "evidence show", "fieldwork timetable",
        "fieldwork voices", "enquiry list", "enquiry assessment", "exercise show", "panel show", "panel pack",
        "exercise fetch",
        "plan show", "programme rules", "programme propose", "programme freeze", "programme draw",
        "protocols list", "protocols show", "protocols validate", "provider show",
        "programme schedule", "programme check", "programme explain", "audit checkpoint witness", "run",
        "worker", "workflow history", "workflow decode-page", "db migrate", "db projections rebuild",
        "privacy retention show", "privacy retention run", "keys show", "keys create", "keys backup",
        "keys restore", "import", "restore", "audit looks", "audit watch", "doctor", "settings show", "settings page",
        "commands", "demo", "pages", "evidence outstanding", "people on-duty", "programme fill", "programme list",
        "programme show", "programme timeline", "programme burden", "programme calendar", "programme chart",
        "programme answers", "programme results",
        "programme days",
        "programme replan", "programme tables", "programme topics", "programme utilisation", "provider import",
        "api token list", "rate", "comments list", "comments show", "follow-up compare", "follow-up improved",
        "follow-up measure", "follow-up show", "people authority", "people import",
        "people bodies", "people import-bodies", "people import-interests", "people import-leave", "people list",
        "people readers",
        "people separation", "people show", "report draft", "report places", "report points accept",
        "report recipients",
        "report points confirm", "report points import", "report points list", "report points raise",
        "report points reject", "report preview", "report schedule", "report sections", "report send",
        "report show", "report sign", "report sign-for-partner", "report submit", "report translations",
        "frameworks list", "frameworks show", "frameworks validate", "frameworks diff",
        "frameworks import", "schemes list", "schemes show", "schemes validate",
    }
)  # fmt: skip
"""What reads no read of a case at all, or (a panel's papers) only what stands behind the closed gate."""

ABOUT_READS = frozenset({"case", "second-read", "hold", "quality", "agreement", "alert"})


@pytest.fixture(scope="module")
def worlds(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Blind]:
    return three(homes, tmp_path_factory.mktemp("blind"))


@pytest.fixture(scope="module")
def houses(worlds: dict[str, Blind]) -> Iterator[dict[str, worker.Assay]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(each.put_together()) for name, each in worlds.items()}


def test_every_command_has_its_place_in_this_table() -> None:
    of_reads = {
        called(kind, rule).removeprefix("assay ")
        for kind, decider in DECIDERS.items()
        for rule in decider.rules.values()
        if kind in ABOUT_READS or rule.command.verb in ("draw-second-reads", "waive-second-reads")
    }
    given = {
        called(kind, rule).removeprefix("assay ")
        for kind, decider in DECIDERS.items()
        for rule in decider.rules.values()
    }
    mine = {*READERS, *GIVEN, *UNMOVED, *SHOWS_NO_ANSWER}
    leaves = {path.removeprefix("assay ") for path in LEAVES}
    told = {each for each in leaves if each not in given or each in of_reads}
    assert of_reads - leaves <= set(COMMANDS), "the machinery's own"
    assert sorted(told - mine) == [], "say in this table what it shows of a case that is read blind"
    assert sorted({*READERS, *GIVEN, *UNMOVED} - leaves) == []


def filled(blind: Blind, words: tuple[str, ...], person: int, folder: Path) -> Iterator[str]:
    rows = "".join(f",{each}" for each in question_numbers())
    answers = ",yes" * len(question_numbers())
    (row,) = [
        each["row"] for each in blind.line.done("case", "list", REF)["cases"] if each["case"] == blind.case
    ]
    for word in words:
        if word == "CASE":
            yield blind.case
        elif word == "SAME":
            yield str(blind.line.file("same.csv", f"row{rows}\n{row}{answers}\n"))
        elif word == "NEW":
            yield str(folder / f"new-{len(list(folder.iterdir()))}")
        elif word == "OTHERS":
            yield "answers-second" if person == FIRST else "answers-first"
        else:
            yield word


def shown(
    worlds: dict[str, Blind],
    houses: dict[str, worker.Assay],
    other: str,
    person: int,
    path: str,
    words: tuple[str, ...],
    folder: Path,
) -> list[tuple[int, str, str]]:
    """What somebody is shown by a command in both installations."""
    found = []
    for name in ("as-is", other):
        place = folder / name
        place.mkdir(exist_ok=True)
        blind = worlds[name]
        typed = [*path.split(), *filled(blind, words, person, place)]
        said = blind.typed_in(houses[name], person, *typed)
        assert "Zq7Canary-" + ("second" if person == FIRST else "first") not in said.out + said.err, path
        status, out, err = plainly(said)
        found.append((status, out.replace(str(folder / name), ""), err.replace(str(folder / name), "")))
    return found


_ROLES = (Role.LEAD_INSPECTOR, Role.QUALITY_LEAD, Role.DATA_PROTECTION_OFFICER)
"""Beside the one that is taken if none is named: those who may see most, and decide most."""

EITHER = [(SECOND, "first"), (FIRST, "second")]


@pytest.mark.parametrize(("person", "other"), EITHER)
@pytest.mark.parametrize("path", [*READERS, *GIVEN])
def test_what_a_reader_is_shown_does_not_depend_on_what_the_other_has_answered(
    worlds: dict[str, Blind],
    houses: dict[str, worker.Assay],
    tmp_path: Path,
    path: str,
    person: int,
    other: str,
) -> None:
    if is_own(path, person):
        return  # it goes through, and what comes of it follows from their own answers
    options = {option for each in LEAVES[f"assay {path}"].params for option in each.opts}
    tried = _ROLES if path in READERS else (Role.QUALITY_LEAD,)
    roles: list[tuple[str, ...]] = [("--role", each) for each in tried] if "--role" in options else []
    # What is printed for programs has everything that is printed for people, and more.
    json = ("--json",) if "--json" in options else ()
    for asked in (READERS.get(path) or GIVEN.get(path) or (), ALSO.get(path)):
        for role in [(), *roles] if asked is not None else ():
            as_is, differing = shown(
                worlds, houses, other, person, path, (*(asked or ()), *role, *json), tmp_path
            )
            assert as_is == differing, (path, role)


@pytest.fixture(scope="module")
def finished(
    worlds: dict[str, Blind], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[dict[str, Blind], dict[str, worker.Assay]]]]:
    """For either reader the same installations once more, in which that one has finished, and the other has not."""
    with ExitStack() as stack:
        found = {}
        for who in ("first", "second"):
            copies = copied(worlds, tmp_path_factory.mktemp(f"{who}-is-in"), "as-is", who)
            for each in copies.values():
                each.finish(who)
            houses = {name: stack.enter_context(each.put_together()) for name, each in copies.items()}
            found[who] = (copies, houses)
        yield found


@pytest.mark.parametrize(("person", "other"), EITHER)
@pytest.mark.parametrize("path", [*READERS, *GIVEN])
def test_nor_does_it_once_the_other_has_finished(
    finished: dict[str, tuple[dict[str, Blind], dict[str, worker.Assay]]],
    tmp_path: Path,
    path: str,
    person: int,
    other: str,
) -> None:
    if is_own(path, person):
        return
    options = {option for each in LEAVES[f"assay {path}"].params for option in each.opts}
    roles = [(), ("--role", Role.QUALITY_LEAD)] if "--role" in options and path in READERS else [()]
    json = ("--json",) if "--json" in options else ()
    for asked in (READERS.get(path) or GIVEN.get(path) or (), ALSO.get(path)):
        for role in roles if asked is not None else ():
            words = (*(asked or ()), *role, *json)
            as_is, differing = shown(*finished[other], other, person, path, words, tmp_path)
            assert as_is == differing, (path, role)


def is_own(path: str, person: int) -> bool:
    """Whether a command is one by which this very person reads: its outcome may follow from their own answers."""
    return path in (_FIRSTS if person == FIRST else _SECONDS)


_FIRSTS = {
    "case show", "case record-reads", "case note-references", "case record-answers", "case record-prompts",
    "case record-interview", "case record-classification", "case note-answer", "case complete", "case reopen",
}  # fmt: skip
_SECONDS = {"case answer-second", "case note-second", "case complete-second", "case reopen-second"}


@pytest.mark.parametrize(("person", "other"), EITHER)
def test_a_reader_asked_for_the_others_answers_is_refused_whatever_role_is_taken(
    worlds: dict[str, Blind], tmp_path: Path, person: int, other: str
) -> None:
    blind = worlds[other]
    asked = ("case", "show", blind.case) if person == SECOND else ("case", "left", blind.case, "--second")
    replay = ("audit", "replay", REF)
    for words in (asked, replay, ("export", tmp_path / "whole"), ("backup", tmp_path / "all")):
        assert blind.typed(person, *words).code == "kept-apart"
    receipt = ("audit", "receipt", "answers-first" if person == SECOND else "answers-second", "--with-events")
    assert blind.typed(person, *receipt).code == "kept-apart"
    for role in ("lead-inspector", "auditor", "data-protection-officer"):
        probe = ("privacy", "export", blind.case, "--purpose", "request 12", "--role", role)
        assert blind.typed(person, *probe).code == "kept-apart"


@pytest.mark.parametrize(
    ("person", "command"), [(FIRST, "case answer-second"), (SECOND, "case record-answers")]
)
def test_whoever_may_not_answer_is_not_told_how_far_the_others_read_has_come(
    worlds: dict[str, Blind], person: int, command: str
) -> None:
    blind = worlds["as-is"]
    asked = (*command.split(), blind.case, "--answer", "2.1.1=yes", "--if-version", "99")
    assert blind.typed(person, *asked).code == "not-reader"


def test_nobody_else_is_shown_either_before_both_are_in(worlds: dict[str, Blind]) -> None:
    for person in (LEAD, QUALITY):
        blind = worlds["as-is"]
        assert blind.typed(person, "case", "show", blind.case).code == "kept-apart"
        assert blind.typed(person, "case", "left", blind.case, "--second").code == "kept-apart"


_RUN_ON_OR_MAKE_A_RECORD = {
    "run", "worker", "pages", "audit watch", "demo", "import", "restore", "keys restore", "db migrate",
    "programme schedule", "workflow history", "workflow decode-page", "privacy retention run",
}  # fmt: skip
"""What runs until it is stopped, makes another record, or asks a Temporal server, whose histories are read below."""


def test_what_is_said_to_read_no_read_is_typed_as_well_and_shows_the_same(
    worlds: dict[str, Blind], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each as its own help has it, by the wrong person or with files that are not there as may be."""
    typed, told = 0, {}
    copies = copied(worlds, tmp_path, "as-is", "first")
    for name in copies:
        monkeypatch.chdir(tmp_path / name)
        with copies[name].put_together() as house:
            for path in sorted((SHOWS_NO_ANSWER | UNMOVED) - _RUN_ON_OR_MAKE_A_RECORD):
                said = copies[name].typed_in(house, SECOND, *_as_its_help_says(path, copies[name].case))
                told[name, path] = plainly(said)
                typed += said.status == 0
    for path in sorted({path for _, path in told}):
        assert told["as-is", path] == told["first", path], path
    assert typed > 60, "many of them came to something"


def _as_its_help_says(path: str, case: str) -> list[str]:
    found = re.search(r"Example: assay (.+)", LEAVES[f"assay {path}"].help or "")
    words = shlex.split(found[1]) if found else path.split()
    return [case if each.startswith("case-") else each.replace("nps-nw-2026", REF) for each in words]


def test_a_repeated_answer_is_told_like_a_changed_one_before_it_is_drawn_too(
    homes: Path, tmp_path: Path
) -> None:
    """What is counted, of events and of answers in the timeline, tells nobody which of the two it was."""
    told = []
    for name, again in (("as-is", "yes"), ("first", "no")):
        (tmp_path / name).mkdir()
        blind = undrawn(homes, tmp_path / name)
        for answer in ("yes", again):
            blind.done(FIRST, "case", "record-answers", blind.case, "--answer", f"2.1.1={answer}")
            blind.done(FIRST, "case", "record-prompts", blind.case, "--prompt", f"2.1.1.a={answer}")
            grade = "low" if answer == "yes" else "high"
            classify = ("--aspect", "risk-of-harm", "--inspector", grade)
            blind.done(FIRST, "case", "record-classification", blind.case, *classify)
        told.append(
            [
                plainly(blind.typed(SECOND, *words.split(), "--json"))
                for words in (f"inspection timeline {REF}", "audit verify", f"correlation show {REF}")
            ]
        )
    assert told[0] == told[1]


def test_once_both_are_in_each_is_shown_what_the_other_answered(
    worlds: dict[str, Blind], tmp_path: Path
) -> None:
    """The control: the comparison above would have found a difference, for here it does."""
    finished = copied(worlds, tmp_path, "as-is", "first")
    for blind in finished.values():
        blind.done(FIRST, "case", "complete", blind.case)
        blind.done(SECOND, "case", "complete-second", blind.case)
    with ExitStack() as stack:
        houses = {name: stack.enter_context(each.put_together()) for name, each in finished.items()}
        differences = ("first", SECOND, "case differences", (REF, "--json"))
        as_is, differing = shown(finished, houses, *differences, tmp_path)
    assert as_is != differing
    assert finished["first"].typed(SECOND, "case", "show", finished["first"].case).status == 0
    left = finished["first"].done(QUALITY, "case", "differences", REF)["differences"]
    assert len(left) == len(question_numbers())


def test_as_long_as_anybody_may_yet_be_the_second_reader_a_read_is_shown_to_its_own_reader_alone(
    homes: Path, tmp_path: Path
) -> None:
    blind = undrawn(homes, tmp_path)
    assert blind.typed(SECOND, "case", "show", blind.case).status == 0, "nothing is said in it yet"
    blind.done(
        FIRST, "case", "record-answers", blind.case, "--answer", "2.1.1=yes", "--command-id", "answers-first"
    )
    assert blind.done(FIRST, "case", "show", blind.case)["reader"] == f"os-{FIRST}"
    receipt = ("audit", "receipt", "answers-first", "--with-events")
    for person in (SECOND, LEAD, QUALITY):
        assert blind.typed(person, "case", "show", blind.case).code == "kept-apart"
        assert blind.typed(person, *receipt).code == "kept-apart"
    whole = ("export", tmp_path / "whole")
    assert blind.typed(FIRST, *whole).code == "kept-apart"
    blind.done(LEAD, "case", "waive-second", REF, "--reason", "There are too few cases.")
    assert blind.typed(FIRST, *whole).status == 0
    assert blind.typed(SECOND, "case", "show", blind.case).status == 0


def test_how_many_notes_there_are_of_a_case_is_told_to_neither_reader_until_both_reads_are_in(
    worlds: dict[str, Blind],
) -> None:
    blind, officer = worlds["first"], 41009
    status = ("privacy", "status", blind.case)
    for person in (FIRST, SECOND):
        said = blind.typed(person, *status)
        assert said.code == "kept-apart"
        assert said.out == ""
    assert {each["class"] for each in blind.done(officer, *status)["classes"]} >= {"case-note"}


def test_whoever_was_handed_the_record_while_a_read_was_kept_apart_is_not_given_the_other_one(
    homes: Path, tmp_path: Path
) -> None:
    """They are on no staff record, read no such case, and could be named the second reader on any later day."""
    blind, outsider, officer = undrawn(homes, tmp_path), 41008, 41009
    cases = [
        each["case"] for each in blind.line.done("case", "list", REF, "--population", "victims")["cases"]
    ]
    for case in cases:
        blind.done(FIRST, "case", "record-answers", case, "--answer", "3.2.1=yes")
    before = blind.line.done("audit", "verify")["events"]
    blind.done(outsider, "export", tmp_path / "whole")
    noted = blind.line.done("audit", "verify")["events"]
    blind.done(outsider, "backup", tmp_path / "again")
    assert noted == blind.line.done("audit", "verify")["events"] == before + len(cases), "each is noted once"
    asking = ("--purpose", "request 12", "--role", "data-protection-officer")
    for case in cases:
        blind.done(officer, "privacy", "export", case, *asking)
    told = blind.done(LEAD, "case", "draw-second", REF)
    (case,) = set(told["events"][0]["data"]["cases"]) & set(cases)
    for person in (outsider, officer):
        refused = blind.typed(LEAD, "case", "allocate-second", case, "--reader", f"os-{person}")
        assert refused.code == "was-shown"
    blind.done(LEAD, "case", "allocate-second", case, "--reader", f"os-{SECOND}")
