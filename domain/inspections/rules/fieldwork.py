"""Fieldwork: lists and samples, and the lead inspector's proposals for what is judged (004 §4.12-4.15)."""

from domain.cases.events import CaseSampled
from domain.cases.sampling import case_stream, draw
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import BeginFieldwork, DrawSample, EndFieldwork, ProposeRating
from domain.inspections.events import FieldworkBegun, FieldworkEnded, RatingProposed, SampleDrawn
from domain.inspections.protocol import Population
from domain.inspections.rules.common import framework_of, protocol_of, scheme_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.refusals import Refusal

__all__ = ["RULES"]


@rule(
    BeginFieldwork,
    stages=[Stage.EVIDENCE_REQUEST],
    events=[FieldworkBegun],
    refusals=["evidence-missing", "too-early", "calendar-exhausted"],
)
def begin_fieldwork(state: Inspection, _command: BeginFieldwork, given: Given) -> Decided:
    """Begins fieldwork once the evidence asked for in advance has come in or been waived.

    Fieldwork that begins later than announced, after a deferral for instance, keeps its announced length.
    """
    if state.awaited:
        return Refusal("evidence-missing", f"Still to come in, or to be waived: {', '.join(state.awaited)}.")
    first, last = state.known.fieldwork_from, state.known.fieldwork_to
    if given.today < first:
        return Refusal("too-early", f"Fieldwork was announced for {first}; today is {given.today}.")
    due = given.calendar.after(given.today, given.calendar.between(first, last))
    return (FieldworkBegun(begun_on=given.today, due=due),)


def _cases_drawn(state: Inspection, command: DrawSample, library: Library) -> tuple[str, ...]:
    """The streams that the drawn cases will have: nobody may have opened them before."""
    protocol = library.protocol_with(state.announced.protocol.digest) if state.announced else None
    population = protocol.population(command.population) if protocol else None
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
    stages=[Stage.EVIDENCE_REQUEST, Stage.FIELDWORK],
    events=[SampleDrawn, CaseSampled],
    refusals=["unknown-population", "sample-drawn"],
    reads=_cases_drawn,
)
def draw_sample(state: Inspection, command: DrawSample, given: Given) -> Decided:
    """Draws the cases to be read from a list, by a seed, so that anyone can draw them again."""
    protocol = protocol_of(state, given)
    population = protocol.population(command.population)
    if population is None:
        known = ", ".join(each.id for each in protocol.populations)
        return Refusal(
            "unknown-population", f"{protocol.title} has no list {command.population}; it has {known}."
        )
    if command.population in state.samples:
        return Refusal("sample-drawn", f"The sample of {population.title.lower()} has been drawn already.")
    rows = _rows(command, population)
    cases = tuple(case_stream(command.inspection, population.id, command.list_digest, row) for row in rows)
    questions = tuple(
        question.number
        for standard in framework_of(state, given).standards()
        if standard.population == population.id
        for question in standard.key_questions
    )
    drawn = SampleDrawn(
        population=population.id,
        list_digest=command.list_digest,
        list_size=command.list_size,
        seed=command.seed,
        rows=rows,
        cases=cases,
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


@rule(
    ProposeRating,
    stages=[Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW],
    events=[RatingProposed],
    refusals=["not-judged", "unknown-rating"],
)
def propose_rating(state: Inspection, command: ProposeRating, given: Given) -> Decided:
    """Proposes one judgement for a standard that rests on all evidence, not on cases."""
    scheme = scheme_of(state, given)
    standard = next((each for each in scheme.standards if each.id == command.standard), None)
    if standard is None or standard.aggregator != "judgement":
        judged = ", ".join(each.id for each in scheme.standards if each.aggregator == "judgement")
        return Refusal(
            "not-judged",
            f"Standard {command.standard} is not judged under {scheme.id}; those that are: {judged}.",
        )
    if command.rating not in scheme.rank:
        return Refusal(
            "unknown-rating",
            f"{command.rating} is none of the ratings of {scheme.id}: {', '.join(scheme.rank)}.",
        )
    return (RatingProposed(standard=command.standard, rating=command.rating, reason=command.reason),)


@rule(
    EndFieldwork,
    stages=[Stage.FIELDWORK],
    events=[FieldworkEnded],
    refusals=["sample-missing", "calendar-exhausted"],
)
def end_fieldwork(state: Inspection, _command: EndFieldwork, given: Given) -> Decided:
    """Ends fieldwork once every sample has been drawn; case reads may go on."""
    protocol = protocol_of(state, given)
    missing = [each.title for each in protocol.populations if each.id not in state.samples]
    if missing:
        return Refusal("sample-missing", f"No sample has been drawn of: {', '.join(missing)}.")
    return (
        FieldworkEnded(
            ended_on=given.today,
            due=given.calendar.after(given.today, protocol.days("case-reads")),
            publication_due=given.calendar.after(given.today, protocol.days("publication")),
        ),
    )


RULES = (begin_fieldwork, draw_sample, propose_rating, end_fieldwork)
