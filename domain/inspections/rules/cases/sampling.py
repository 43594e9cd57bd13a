"""Drawing samples from lists of cases (004 §4.12)."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from domain.canonical import sha256_hex
from domain.cases.events import CaseReferenceNoted, CaseSampled
from domain.cases.lists.columns import tells_of_persons
from domain.cases.lists.rules import CaseList
from domain.cases.sampling.drawing import Drawing, case_stream, draw
from domain.cases.sampling.frame import Frame, read_frame
from domain.cases.sampling.plan import plan_of, questions_of, read_cells, read_words
from domain.cases.sampling.public_draw import seed_of
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import DrawFromList, DrawSample
from domain.inspections.events import SampleDrawn
from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.named_seeds import may_name_a_seed
from domain.inspections.questions import framework_in
from domain.inspections.rules.cases.case_lists import erased_list, population_of
from domain.inspections.rules.cases.public_draws import DRAWING, confirmed_by_another
from domain.inspections.rules.cases.questions import questions_unset
from domain.inspections.rules.common import protocol_of
from domain.inspections.state import Inspection
from domain.privacy.boxes import Plain
from domain.privacy.subjects import SubjectErased, privacy_stream
from domain.refusals import Refusal, Refused

__all__ = ["RULES", "asked_of", "drawing_of", "frame_of_whole_list"]


def _population(state: Inspection, population: str, library: Library) -> Population | None:
    protocol = library.protocol_with(state.announced.protocol.digest) if state.announced else None
    return protocol.population(population) if protocol else None


def asked_of(state: Inspection, population: Population, library: Library) -> tuple[str, ...]:
    """The key questions that rest on a population, in the order of the framework.

    Raises:
        Refused: ``pin-missing``.
    """
    if population.key_questions:
        return population.key_questions
    framework, pin = framework_in(state, library), state.known.framework
    if framework is None:
        if pin is None:
            return ()
        raise Refused.because(
            "pin-missing",
            f"This installation does not have version {pin.version} of the standards framework {pin.id}.",
        )
    return tuple(
        question.number
        for standard in framework.standards()
        if standard.population == population.id
        for question in standard.key_questions
    )


def _cases_drawn(state: Inspection, command: DrawSample, library: Library) -> tuple[str, ...]:
    """The streams that the drawn cases will have: nobody may have opened them before."""
    population = _population(state, command.population, library)
    if population is None:
        return ()
    return tuple(
        case_stream(command.inspection, population.id, command.list_digest, row)
        for row in _rows(command, population)
    )


def _rows(command: DrawSample, population: Population) -> tuple[int, ...]:
    return draw(command.list_digest, command.list_size, command.seed, command.size or population.sample)


@rule(
    DrawSample,
    stages=DRAWING,
    events=[SampleDrawn, CaseSampled],
    refusals=[
        *("unknown-population", "sample-drawn", "list-handed-in", "list-needed", "reason-missing"),
        "questions-unset",
    ],
    reads=_cases_drawn,
)
def draw_sample(state: Inspection, command: DrawSample, given: Given) -> Decided:
    """Draws the cases to be read from a list that stays outside, by a seed that is named, where the kind lets them."""
    population = population_of(state, command.population, given)
    if command.population in state.samples:
        return Refusal("sample-drawn", f"The sample of {population.title.lower()} has been drawn already.")
    if command.population in state.lists:
        return Refusal(
            "list-handed-in",
            f"The list of {population.title.lower()} was handed in: the sample is drawn from it.",
        )
    protocol = protocol_of(state, given)
    if refusal := _list_needed(protocol, population, command) or questions_unset(state, protocol):
        return refusal
    another = command.size not in (None, population.sample)
    if another != (command.reason is not None):
        return Refusal(
            "reason-missing",
            f"{population.sample} cases are asked for; to draw another number, give it and say why.",
        )
    rows = _rows(command, population)
    cases = tuple(case_stream(command.inspection, population.id, command.list_digest, row) for row in rows)
    questions = asked_of(state, population, given.library)
    drawn = SampleDrawn(
        population=population.id,
        list_digest=command.list_digest,
        list_size=command.list_size,
        seed=command.seed,
        rows=rows,
        cases=cases,
        wanted=population.sample if another else None,
        reason=command.reason,
    )
    sampled = (
        CaseSampled(
            inspection=command.inspection,
            population=population.id,
            list_digest=command.list_digest,
            row=row,
            key_questions=questions,
        )
        for row in rows
    )
    return (drawn, *(On(case, event) for case, event in zip(cases, sampled, strict=True)))


def _list_needed(protocol: Protocol, population: Population, command: DrawSample) -> Refusal | None:
    """Why the list must be handed in, so that the seed follows from the record and nobody can choose it."""
    title = population.title.lower()
    if population.asks_of_the_list:
        return Refusal(
            "list-needed",
            f"How {title} are drawn depends on what the list says of each; hand it in first.",
        )
    if may_name_a_seed(protocol, population) or (protocol.whom == "case" and command.list_size <= 1):
        return None
    return Refusal(
        "list-needed",
        f"{protocol.title} does not let anybody name a seed; hand the list of {title} in, close it, and draw from it.",
    )


@lru_cache(maxsize=8)
def drawing_of(
    population: Population, list_digest: str, frame: str, words: str, seed: str, size: int | None
) -> tuple[int, Drawing]:
    """How many cases are asked for, and the draw from a list that was handed in.

    Raises:
        Refused: ``bad-frame``, ``bad-words``, or ``below-quotas``.
    """
    known = read_frame(frame)
    plan = plan_of(population, known, read_words(words))
    return plan.wanted, plan.draw(list_digest, known, seed, size)


def _list_and_cases(state: Inspection, command: DrawFromList, library: Library) -> tuple[str, ...]:
    """The list, what was erased of it, and the streams that the drawn cases will have."""
    always = (command.list, privacy_stream(command.list))
    population, listed = (
        _population(state, command.population, library),
        state.lists.get(command.population),
    )
    if population is None or listed is None:
        return always
    try:
        _, drawn = _drawn(command, population, listed.list_digest)
    except Refused:  # the rule says so
        return always
    return (*always, *_streams(command, drawn))


def _drawn(command: DrawFromList, population: Population, list_digest: str) -> tuple[int, Drawing]:
    return drawing_of(population, list_digest, command.frame, str(command.words), command.seed, command.size)


def _streams(command: DrawFromList, drawn: Drawing) -> tuple[str, ...]:
    return tuple(case_stream(command.inspection, command.population, command.list, row) for row in drawn.rows)


@rule(
    DrawFromList,
    stages=DRAWING,
    events=[SampleDrawn, CaseSampled, CaseReferenceNoted, SubjectErased],
    refusals=[
        *("unknown-population", "sample-drawn", "list-missing", "list-open", "another-frame", "another-seed"),
        *("another-number", "too-early", "bad-public-value", "below-quotas", "row-missing", "bad-cells"),
        *("public-value-not-noted", "noted-it", "another-public-value", "questions-unset"),
    ],
    reads=_list_and_cases,
)
def draw_from_list(state: Inspection, command: DrawFromList, given: Given) -> Decided:
    """Draws the cases to be read from a list that was closed, by the seed that came of closing it.

    Each drawn case takes its reference and the words of its stratum along, under keys of its own, and the list is
    erased: so nothing is kept of whoever was not drawn, and each drawn case can be erased by itself.
    """
    population = population_of(state, command.population, given)
    unset = questions_unset(state, protocol_of(state, given))
    if refusal := _not_drawable(state, command, population, given) or unset:
        return refusal
    closed: CaseList = given.seen[command.list]
    assert closed.handed_in is not None
    assert closed.closed is not None
    wanted, drawn = _drawn(command, population, closed.handed_in.list_digest)
    cells = read_cells(str(command.cells))
    if any(row not in cells for row in drawn.rows):
        return Refusal("row-missing", "Of a drawn row the reference is missing.")
    streams = _streams(command, drawn)
    sample = SampleDrawn(
        population=population.id,
        list_digest=closed.handed_in.list_digest,
        list_size=closed.rows,
        seed=command.seed,
        rows=drawn.rows,
        cases=streams,
        list=command.list,
        frame=sha256_hex(command.frame.encode()),
        sub_samples=drawn.sub_samples,
        wanted=wanted,
        reason=closed.closed.reason,
    )
    asked = asked_of(state, population, given.library)
    return (
        sample,
        *_opened(command, population, sample, drawn, cells, asked),
        *erased_list(
            command.list,
            given,
            "Its sample was drawn, and each drawn case has what it needs.",
            ("case-list",),
        ),
    )


def _not_drawable(
    state: Inspection, command: DrawFromList, population: Population, given: Given
) -> Refusal | None:
    title, listed = population.title.lower(), state.lists.get(command.population)
    if command.population in state.samples:
        return Refusal("sample-drawn", f"The sample of {title} has been drawn already.")
    if listed is None or listed.list != command.list:
        return Refusal("list-missing", f"That is not the list of {title} that stands; hand one in first.")
    on_record: CaseList = given.seen[command.list]
    version, digest = given.heads[command.list]
    if on_record.closed is None or version != on_record.closed_at:
        return Refusal("list-open", "The list is not closed yet, so there is no seed to draw by.")
    if (
        sha256_hex(command.frame.encode()) != on_record.closed.frame
        or sha256_hex(command.words.encode()) != on_record.closed.words_digest
    ):
        return Refusal("another-frame", "This is not the frame with which the list was closed.")
    if command.size != on_record.closed.size:
        return Refusal("another-number", "How many are drawn was settled when the list was closed.")
    if on_record.closed.public_day is not None and given.today < on_record.closed.public_day:
        return Refusal("too-early", "The public draw that adds to the seed is yet to come.")
    entry, colon, value = command.seed.partition(":")
    if (
        entry != digest
        or bool(value) != bool(on_record.closed.public_source)
        or command.seed != seed_of(entry, on_record.closed, value if colon and value else None)
    ):
        return Refusal(
            "another-seed",
            "The seed is the digest of the entry that closed the list, and no other is drawn by.",
        )
    return confirmed_by_another(state, command, value, on_record, given) if value else None


def _opened(
    command: DrawFromList,
    population: Population,
    sample: SampleDrawn,
    drawn: Drawing,
    cells: Mapping[int, tuple[str, str | None]],
    asked: tuple[str, ...],
) -> Iterator[On]:
    """What goes to the stream of each drawn case."""
    for row, stratum, case in zip(drawn.rows, drawn.strata, sample.cases, strict=True):
        member_of = tuple(place for place, rows in enumerate(drawn.sub_samples, start=1) if row in rows)
        reference, sort = cells[row]
        yield On(
            case,
            CaseSampled(
                inspection=command.inspection,
                population=population.id,
                list_digest=sample.list_digest,
                row=row,
                key_questions=questions_of(population, asked, member_of),
                list=command.list,
                stratum=None if tells_of_persons(population) else stratum,
                sort=Plain(sort, case, "case-reference") if sort else None,
                sub_samples=member_of,
            ),
        )
        yield On(case, CaseReferenceNoted(reference=Plain(reference, case, "case-reference")))


@lru_cache(maxsize=8)
def frame_of_whole_list(rows: int) -> Frame:
    """The frame of a list that was not handed in: every row can be drawn, and all are one stratum."""
    return Frame((1,) * rows)


RULES = (draw_sample, draw_from_list)
