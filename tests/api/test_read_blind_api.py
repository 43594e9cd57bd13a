"""By no address of the API does one reader of a case learn what the other has answered, before both reads are in.

Every address is asked as each of those who might learn it, in every role, in installations that differ only in what a
reader has answered and noted: what is shown must be the same to the letter. Commands that look at a read are rehearsed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from adapters.inbound.api.endpoints import endpoints_of
from adapters.inbound.api.offered import OFFERED
from domain.people.roles import Role
from tests.e2e.conftest import at_monday
from tests.support.api import ServedApi, api
from tests.support.blind import FIRST, LEAD, OTHER_KINDS, QUALITY, SECOND, Blind, read, same, three

pytestmark = pytest.mark.long

REF = "nps-nw"
OPENED, NOT_UNDERSTOOD = 200, 422
PEOPLE = [(SECOND, "first"), (FIRST, "second"), (LEAD, "first"), (QUALITY, "second")]
"""Who asks, and which read is another one in the installation that is held against the first."""

ROLES = [each for each in Role if each not in (Role.MACHINERY, Role.PROVIDER_CONTACT, Role.AUDITOR)]
"""Those in which somebody who reads cases could ask."""

QUERIES: Mapping[str, tuple[str, ...]] = {
    "time-line": ("?limit=200", "?limit=200&every=true"),
    "events": ("?limit=200", "?limit=200&after=100"),
    "inspections": ("?limit=200",),
}

GIVEN: Mapping[str, Mapping[str, object]] = {
    "record-answers": {"answers": [["2.1.1", "yes"]]},
    "record-prompts": {"prompts": [["2.1.1.a", "yes"]]},
    "record-interview": {"reason": "The officer has left."},
    "note-answer": {"question": "2.1.2", "note": "Seen."},
    "complete-case-read": {},
    "reopen-case-read": {"reason": "Once more."},
    "stand-in": {"reason": "The reader is ill."},
    "allocate-case": {"reader": f"os-{FIRST}"},
    "record-second-answers": {"answers": [["2.1.1", "yes"]]},
    "note-second-answer": {"question": "2.1.2", "note": "Seen."},
    "complete-second-read": {},
    "reopen-second-read": {"reason": "Once more."},
    "decide-difference": {"question": "2.1.1", "answer": "no", "reason": "It was so."},
    "record-dip-read": {"inspection": REF, "answers": [["2.1.1", "no"]], "finding": "Seen."},
    "close-case-reads": {"inspection": REF},
    "propose-ratings": {"inspection": REF},
}
"""Commands that look at a read, with what is said in them besides the case."""

_FIRSTS = ("record-answers", "record-prompts", "record-interview", "note-answer", "complete-case-read")
_SECONDS = ("record-second-answers", "note-second-answer", "complete-second-read", "reopen-second-read")
_OWN = {FIRST: {*_FIRSTS, "reopen-case-read"}, SECOND: {*_SECONDS}}
"""What follows from one's own answers alone, which are the same in both."""

_IDS = re.compile(r"token-[0-9a-f]{16}|api-[0-9a-f-]{36}")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("homes")
    assert at_monday(folder / "new")("db", "migrate").status == 0
    return folder


@pytest.fixture(scope="module")
def worlds(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Blind]:
    return three(homes, tmp_path_factory.mktemp("blind"))


@pytest.fixture(scope="module")
def served(worlds: dict[str, Blind]) -> Iterator[dict[str, ServedApi]]:
    with ExitStack() as stack:
        yield in_service(worlds, stack)


def in_service(worlds: Mapping[str, Blind], stack: ExitStack) -> dict[str, ServedApi]:
    return {name: stack.enter_context(api(each.line.home, each.line.clock)) for name, each in worlds.items()}


@pytest.fixture(scope="module", params=OTHER_KINDS, ids=" ".join)
def of_another_kind(
    request: pytest.FixtureRequest, homes: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Blind], dict[str, ServedApi]]]:
    kind, population = request.param
    folder = tmp_path_factory.mktemp("blind-of-a-kind")
    found = read(homes, folder, "as-is", "first", "second", kind=kind, population=population)
    with ExitStack() as stack:
        yield found, in_service(found, stack)


@pytest.fixture(scope="module")
def tokens(served: dict[str, ServedApi]) -> dict[tuple[str, int, Role], str]:
    """Everybody's, in every role, alike in each installation, for that they were issued is on the record."""
    return {
        (name, person, role): each.token(f"os-{person}", [role])
        for name, each in served.items()
        for person, _ in PEOPLE
        for role in ROLES
    }


def shown(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, same(_IDS.sub("ID", answer.text))


def addresses(served: ServedApi) -> Iterator[str]:
    for each in endpoints_of(served.house):
        if each.method == "GET":
            path = f"/api{each.path.replace('{reference}', REF)}"
            yield from (path, *(path + query for query in QUERIES.get(each.id, ())))


@pytest.mark.parametrize(("person", "other"), PEOPLE)
def test_what_somebody_is_shown_does_not_depend_on_what_a_reader_has_answered(
    worlds: dict[str, Blind],
    served: dict[str, ServedApi],
    tokens: dict[tuple[str, int, Role], str],
    person: int,
    other: str,
) -> None:
    answered = 0
    for role in ROLES:
        as_is, differing = (served[name].as_(tokens[name, person, role]) for name in ("as-is", other))
        with as_is as one, differing as two:
            answered += asked_alike(one, two, addresses(served["as-is"]), (person, role))
            rehearsed_alike(one, two, worlds["as-is"], (person, role))
    assert answered > 60


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEAD_INSPECTOR, Role.QUALITY_LEAD])
@pytest.mark.parametrize(("person", "other"), [(SECOND, "first"), (FIRST, "second")])
def test_nor_does_it_in_other_kinds_of_inspection(
    of_another_kind: tuple[dict[str, Blind], dict[str, ServedApi]], person: int, other: str, role: Role
) -> None:
    worlds, served = of_another_kind
    # Issued everywhere, for that they were is on the record.
    tokens = {name: each.token(f"os-{person}", [role]) for name, each in served.items()}
    with served["as-is"].as_(tokens["as-is"]) as one, served[other].as_(tokens[other]) as two:
        assert asked_alike(one, two, addresses(served["as-is"]), (person, role)) > 5
        rehearsed_alike(one, two, worlds["as-is"], (person, role))


def asked_alike(one: httpx2.Client, two: httpx2.Client, paths: Iterable[str], asker: tuple[int, Role]) -> int:
    """Ask the same in two installations, which must tell the same; how often that was anything at all."""
    answered = 0
    for path in paths:
        in_one, in_two = one.get(path), two.get(path)
        assert shown(in_one) == shown(in_two), (asker, path)
        assert "Zq7Canary" not in in_one.text + in_two.text
        answered += in_one.status_code == OPENED
    return answered


def rehearsed_alike(one: httpx2.Client, two: httpx2.Client, blind: Blind, asker: tuple[int, Role]) -> None:
    """Rehearse what looks at a read in two installations, which must answer the same."""
    person, _ = asker
    for verb, more in GIVEN.items():
        if verb in _OWN.get(person, ()):
            continue
        fields = OFFERED[verb].schema()["properties"]
        said = json.loads(json.dumps(more).replace("2.1.", blind.questions[0][:-1]))
        body = {**said, **({"case": blind.case} if "case" in fields else {})}
        answers = [each.post(f"/api/commands/{verb}?rehearse=true", json=body) for each in (one, two)]
        assert shown(answers[0]) == shown(answers[1]), (asker, verb)
        assert answers[0].status_code != NOT_UNDERSTOOD, answers[0].text


@pytest.mark.parametrize(("person", "verb"), [(FIRST, "record-second-answers"), (SECOND, "record-answers")])
def test_the_id_of_the_others_command_gives_nobody_its_answer(
    worlds: dict[str, Blind],
    served: dict[str, ServedApi],
    tokens: dict[tuple[str, int, Role], str],
    person: int,
    verb: str,
) -> None:
    token = tokens["as-is", person, Role.INSPECTOR]
    theirs = "answers-second" if person == FIRST else "answers-first"
    with served["as-is"].as_(token) as client:
        answer = client.post(
            f"/api/commands/{verb}",
            json={"case": worlds["as-is"].case, "answers": [["2.1.1", "yes"]]},
            headers={"Idempotency-Key": theirs},
        )
    assert answer.status_code == 409
    assert answer.json()["code"] == "command-id-reused"


def test_every_command_about_a_read_is_asked_here_or_is_ones_own(worlds: dict[str, Blind]) -> None:
    assert Path(worlds["as-is"].line.home).exists()
    about = {verb for verb, each in OFFERED.items() if each.kind in ("case", "second-read")}
    nothing_of_answers = {
        "note-reference",
        "record-characteristics",
        "allocate-second-read",
        "give-up-second-read",
        "record-classification",
    }
    assert sorted(about - set(GIVEN) - nothing_of_answers) == []
