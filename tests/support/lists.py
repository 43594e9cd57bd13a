"""Lists of cases for the tests: a kind of inspection with strata, a small list, and what the record says of it."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from domain.canonical import sha256_hex
from domain.cases.events import AnswersRecorded
from domain.cases.lists.events import CaseListClosed, CaseListHandedIn
from domain.cases.sampling.frame import Frame, frame_of
from domain.cases.sampling.plan import words_text
from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import DrawFromList, HandInCaseList
from domain.inspections.events import CaseListReceived, SampleDrawn
from domain.inspections.kinds.parts import Population, Quota, SubSample
from domain.messages import Event
from domain.privacy.boxes import Plain
from tests.support.example import (
    A_PROVIDER,
    ANNOUNCED,
    EVIDENCE_ASKED,
    FIELDWORK_BEGUN,
    FRAMEWORK,
    INSPECTION,
    POLICY_RECEIVED,
    PROTOCOL,
    QUESTIONS,
    ROTA_RECEIVED,
    SCHEME,
    Facts,
)
from tests.support.specification import Story, given

LIST = "list-" + "0a1b" * 8
ANOTHER = "list-" + "f00d" * 8
DIGEST = "d" * 64
CORRECTED = "c" * 64
KEY = "a2V5IG9mIHRoZSBsaXN0"
SALT = "5" * 32
WEEKS = (3, 20, 30, 8, 40, 12, 15, 16, 17, 18, 19, 21)
SORTS = ("male",) * 8 + ("female",) * 4
"""Twelve cases: eight men, then four women."""

SUPERVISED = Population(
    id="supervised-cases",
    title="Supervised cases",
    sample=6,
    strata=("gender",),
    quotas=(Quota(stratum="gender", value="female", at_least=3, citation="a test"),),
    sub_samples=(SubSample(key_questions=("2.4.1", "2.4.2"), size=2, citation="a test"),),
    citation="a test",
)
STRATIFIED = PROTOCOL.with_(id="stratified-2018", populations=(SUPERVISED, *PROTOCOL.populations[1:]))
NAMED = PROTOCOL.with_(
    populations=tuple(
        each.with_(named_seed="The court keeps its lists to itself.") for each in PROTOCOL.populations
    )
)
"""The kind of the example, but for lists that stay outside: whoever draws names the seed."""
NAMED_LIBRARY = Library.of([NAMED], [FRAMEWORK], [SCHEME])
NAMED_ANNOUNCED = ANNOUNCED.with_(
    protocol=ANNOUNCED.protocol.with_(id=NAMED.id, version=NAMED.version, digest=NAMED.digest)
)
LISTS_LIBRARY = Library.of([STRATIFIED], [FRAMEWORK], [SCHEME])
LISTS_ANNOUNCED = ANNOUNCED.with_(
    protocol=ANNOUNCED.protocol.with_(id=STRATIFIED.id, version=STRATIFIED.version, digest=STRATIFIED.digest)
)
WITH_EVIDENCE: Facts = (A_PROVIDER, LISTS_ANNOUNCED, EVIDENCE_ASKED)
IN_FIELDWORK: Facts = (*WITH_EVIDENCE, POLICY_RECEIVED, ROTA_RECEIVED, FIELDWORK_BEGUN)

HAND_IN = HandInCaseList(
    inspection=INSPECTION,
    population="supervised-cases",
    list=LIST,
    list_digest=DIGEST,
    rows=12,
    columns=("reference", "gender"),
    document="e" * 64,
    key=KEY,
)


def handed_in(
    list_: str = LIST, replaces: str | None = None, reason: str | None = None, digest: str = DIGEST
) -> Facts:
    """What handing in a list records."""
    return (
        CaseListReceived(
            population="supervised-cases",
            list=list_,
            list_digest=digest,
            cases=12,
            replaces=replaces,
            reason=reason,
        ),
        On(
            list_,
            CaseListHandedIn(
                inspection=INSPECTION,
                population="supervised-cases",
                list_digest=digest,
                rows=12,
                columns=("reference", "gender"),
                document="e" * 64,
                key=Plain(KEY, list_, "case-list"),
            ),
        ),
    )


def frame(excluded: Sequence[int] = ()) -> tuple[Frame, str]:
    """The frame of the list, and the words of its strata."""
    made, words = frame_of([(each,) for each in SORTS], excluded)
    return made, words_text(words, SALT)


def closed(excluded: Sequence[int] = (), source: str | None = None, size: int | None = None) -> On:
    """What closing the list records."""
    made, words = frame(excluded)
    return On(LIST, closing(made, words, source, size))


def closing(made: Frame, words: str, source: str | None = None, size: int | None = None) -> Event:
    return CaseListClosed(
        frame=made.digest,
        document="b" * 64,
        frame_key=Plain(KEY, LIST, "sampling-frame"),
        eligible=made.eligible,
        words=Plain(words, LIST, "case-list"),
        words_digest=sha256_hex(words.encode()),
        size=size,
        reason=None if size is None else "Only two readers.",
        public_source=source,
        public_day=date(2018, 6, 16) if source else None,
        public_numbers=3 if source else None,
        public_highest=59 if source else None,
    )


def head_of_list(version: int) -> str:
    """The digest that specifications give to an entry of the list's stream."""
    return sha256(f"{LIST}@{version}".encode()).hexdigest()


def draw_command(version: int = 2, excluded: Sequence[int] = (), size: int | None = None) -> DrawFromList:
    """The draw from the list, closed by the entry with this version."""
    made, words = frame(excluded)
    cells = {row: [f"NW/{row}", f"gender: {SORTS[row - 1]}"] for row in range(1, 13)}
    return DrawFromList(
        inspection=INSPECTION,
        population="supervised-cases",
        list=LIST,
        frame=made.text,
        words=words,
        cells=json.dumps(cells),
        seed=head_of_list(version),
        size=size,
    )


def on_record(*facts: Event | On) -> Story:
    """What follows from some facts, with the kind of inspection that these lists are of."""
    return given(*facts).under(library=LISTS_LIBRARY)


def drawn_story() -> tuple[Story, SampleDrawn]:
    """A sample that was drawn from a list that was handed in."""
    result = on_record(*IN_FIELDWORK, *handed_in(), closed()).when(draw_command(), on="2018-07-09")
    drawn = result.events[0][1]
    assert isinstance(drawn, SampleDrawn)
    return result.story, drawn


def answered(case: str) -> tuple[On, ...]:
    """What somebody who has begun to read a case has said."""
    return (On(case, AnswersRecorded(answers=((QUESTIONS[0], "yes"),))),)
