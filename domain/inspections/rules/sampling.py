"""Drawing samples (004 §4.12), and replacing cases that cannot be read."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from domain.canonical import sha256_hex
from domain.cases.events import CaseReferenceNoted, CaseSampled, CaseSetAside
from domain.cases.lists import CaseList
from domain.cases.lists_columns import tells_of_persons
from domain.cases.public_draw import seed_of
from domain.cases.sampling import Drawing, case_stream, draw, next_in_order
from domain.cases.sampling_frame import Frame, read_frame
from domain.cases.sampling_plan import plan_of, questions_of, read_cells, read_words
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import DrawFromList, DrawSample, ReplaceCase
from domain.inspections.events import CaseReplaced, SampleDrawn
from domain.inspections.protocol_parts import Population
from domain.inspections.rules.case_lists import erased_list, population_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.privacy.boxes import Plain
from domain.privacy.subjects import SubjectErased, privacy_stream
from domain.refusals import Refusal, Refused

__all__ = ["RULES", "asked_of", "drawing_of", "frame_of_whole_list", "row_of", "sample_with", "used_rows"]

_DRAWING = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK)


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
    pin = state.known.framework
    if pin is None:
        return ()
    framework = library.framework_with(pin.digest)
    if framework is None:
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
    stages=_DRAWING,
    events=[SampleDrawn, CaseSampled],
    refusals=["unknown-population", "sample-drawn", "list-handed-in", "list-needed", "reason-missing"],
    reads=_cases_drawn,
)
def draw_sample(state: Inspection, command: DrawSample, given: Given) -> Decided:
    """Draws the cases to be read from a list, by a seed, so that anyone can draw them again."""
    population = population_of(state, command.population, given)
    if command.population in state.samples:
        return Refusal("sample-drawn", f"The sample of {population.title.lower()} has been drawn already.")
    if command.population in state.lists:
        return Refusal(
            "list-handed-in",
            f"The list of {population.title.lower()} was handed in: the sample is drawn from it.",
        )
    if command.list_size > 1 and population.asks_of_the_list:
        return Refusal(
            "list-needed",
            f"How {population.title.lower()} are drawn depends on what the list says of each; hand it in first.",
        )
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
    stages=_DRAWING,
    events=[SampleDrawn, CaseSampled, CaseReferenceNoted, SubjectErased],
    refusals=[
        *("unknown-population", "sample-drawn", "list-missing", "list-open", "another-frame", "another-seed"),
        *("another-number", "too-early", "bad-public-value", "below-quotas", "row-missing", "bad-cells"),
    ],
    reads=_list_and_cases,
)
def draw_from_list(state: Inspection, command: DrawFromList, given: Given) -> Decided:
    """Draws the cases to be read from a list that was closed, by the seed that came of closing it.

    Each drawn case takes its reference and the words of its stratum along, under keys of its own, and the list is
    erased: so nothing is kept of whoever was not drawn, and each drawn case can be erased by itself.
    """
    population = population_of(state, command.population, given)
    if refusal := _not_drawable(state, command, population, given):
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
    return None


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


def used_rows(state: Inspection, sample: SampleDrawn) -> set[int]:
    """The rows of a list that were drawn, at first or in place of others."""
    more = (
        each.by_row
        for each in state.replaced.values()
        if each.population == sample.population and each.by_row is not None
    )
    return {*sample.rows, *more}


def sample_with(state: Inspection, case: str) -> SampleDrawn | None:
    """The sample that a case is in now."""
    for sample in state.samples.values():
        if any(state.in_place_of(each) == case for each in sample.cases):
            return sample
    return None


def row_of(state: Inspection, sample: SampleDrawn, case: str) -> int:
    """The row of a case that is in a sample, drawn at first or in place of another."""
    if case in sample.cases:
        return sample.rows[sample.cases.index(case)]
    return next(each.by_row for each in state.replaced.values() if each.by == case and each.by_row)


def _next(state: Inspection, command: ReplaceCase) -> tuple[SampleDrawn, int, int | None] | None:
    """The sample of the case, its row, and the row that takes its place."""
    sample = sample_with(state, command.case)
    if sample is None or (sample.frame is not None and command.frame is None):
        return None
    frame = (
        read_frame(command.frame) if sample.frame and command.frame else frame_of_whole_list(sample.list_size)
    )
    row = row_of(state, sample, command.case)
    if len(frame.strata) < row:
        return None
    return sample, row, next_in_order(sample.list_digest, sample.seed, frame, row, used_rows(state, sample))


def _stream_of(command: ReplaceCase, sample: SampleDrawn, row: int) -> str:
    return case_stream(command.inspection, sample.population, sample.list or sample.list_digest, row)


def _case_and_next(state: Inspection, command: ReplaceCase, _library: Library) -> tuple[str, ...]:
    try:
        found = _next(state, command)
    except Refused:  # the rule says so
        found = None
    if found is None:
        return (command.case,)
    sample, _, row = found
    return (command.case, *((_stream_of(command, sample, row),) if row else ()))


@rule(
    ReplaceCase,
    stages=[Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS],
    events=[CaseReplaced, CaseSetAside, CaseSampled, CaseReferenceNoted],
    refusals=["not-in-sample", "read-begun", "read-twice", "another-frame"],
    reads=_case_and_next,
)
def replace_case(state: Inspection, command: ReplaceCase, given: Given) -> Decided:
    """Takes a case that cannot be read out of its sample; the next in drawing order of the same stratum comes in.

    Never one whose read has begun: what a read finds is no reason to read another case instead.
    """
    sample = sample_with(state, command.case)
    if sample is None:
        return Refusal("not-in-sample", "That case is in no sample of this inspection.")
    if sample.frame is not None and sha256_hex((command.frame or "").encode()) != sample.frame:
        return Refusal("another-frame", "This is not the frame by which the sample was drawn.")
    case = given.seen[command.case]
    if case.begun:
        return Refusal("read-begun", "The read of this case has begun, so it stays in the sample.")
    if case.readers.paired:
        return Refusal(
            "read-twice", "This case is to be read a second time; its second read is given up first."
        )
    found = _next(state, command)
    assert found is not None, "the frame is the sample's own"
    _, row, by_row = found
    by = _stream_of(command, sample, by_row) if by_row else None
    note = Plain(str(command.note), command.case, "case-note") if command.note else None
    return (
        CaseReplaced(
            population=sample.population, case=command.case, row=row, code=command.code, by=by, by_row=by_row
        ),
        On(command.case, CaseSetAside(code=command.code, note=note)),
        *(_in_its_place(command, case.sampled, by, by_row) if by and by_row else ()),
    )


def _in_its_place(command: ReplaceCase, old: CaseSampled, by: str, row: int) -> Iterator[On]:
    """The case that comes in is asked what the other was: it is of the same stratum, and in the same sub-samples."""
    sort = Plain(str(command.sort), by, "case-reference") if command.sort else None
    yield On(by, old.model_copy(update={"row": row, "sort": sort, "replaces": command.case}))
    if command.reference:
        yield On(by, CaseReferenceNoted(reference=Plain(str(command.reference), by, "case-reference")))


RULES = (draw_sample, draw_from_list, replace_case)
