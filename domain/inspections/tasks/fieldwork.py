"""What there is to do in fieldwork, and to read the cases."""

from domain.cases.sampling.public_draw import numbers_of
from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.named_seeds import may_name_a_seed
from domain.inspections.state import Inspection
from domain.inspections.tasks.judgements import enquiries, experience, feedback, not_told, shaken
from domain.inspections.tasks.listing import NO_RULES, Item, Listed, Surroundings, unjudged
from domain.inspections.tasks.reads import not_drawn, second_reads, waiting
from domain.text import counted
from domain.working_days import in_words

__all__ = ["case_reads", "fieldwork"]


def fieldwork(state: Inspection, around: Surroundings) -> Listed:
    """In fieldwork."""
    if around.protocol is None:
        yield Item("hand-in-case-list", "Draw a sample from each list", NO_RULES)
        undrawn = NO_RULES
    else:
        lists = around.protocol.populations
        unset = around.protocol.sets_questions and state.questions is None
        if around.protocol.sets_questions:
            yield Item("set-questions", "Set the questions that the cases are asked", done=not unset)
        for each in lists:
            yield from _sample(
                state, around, around.protocol, each, "no question is set yet" if unset else ""
            )
        undrawn = not_drawn(state, around.protocol)
    yield from shaken(state, around)
    yield from enquiries(around)
    yield from _judgements(state, around)
    yield from experience(around)
    yield from feedback(around)
    yield Item("end-fieldwork", "End fieldwork", undrawn or not_told(around))


def _sample(
    state: Inspection, around: Surroundings, protocol: Protocol, population: Population, unset: str
) -> Listed:
    """What comes next until a list's sample is drawn: handing it in and closing it, where nobody may name a seed."""
    title, drawn = population.title.lower(), population.id in state.samples
    unset = unset or _unknown(state, around, population)
    if population.id in state.lists:
        yield from _from_list(state, around, population, unset)
    elif drawn or may_name_a_seed(protocol, population):
        yield Item("draw-sample", f"Draw the sample of {title}", unset, done=drawn)
    else:
        yield Item("hand-in-case-list", f"Hand in the list of {title}, and draw its sample")


def _from_list(state: Inspection, around: Surroundings, population: Population, unset: str) -> Listed:
    """To close a list, to note what a public draw gave where one was named, and to draw from it."""
    title, drawn = population.title.lower(), population.id in state.samples
    closed = around.lists[population.id].closed if population.id in around.lists else None
    why = unset
    if not drawn and closed is None:
        yield Item("close-case-list", f"Close the list of {title} for its draw")
        why = unset or "the list is not closed"
    elif not drawn and closed and closed.public_day and numbers_of(closed):
        noted = state.public_values.get(population.id)
        known = noted is not None and noted.list == state.lists[population.id].list
        on = in_words(closed.public_day)
        yield Item(
            "note-public-value",
            f"Note what the public draw of {on} gave, for the list of {title}",
            done=known,
        )
        why = unset or ("" if known else "nobody has noted what the public draw gave")
    yield Item("draw-from-list", f"Draw the sample of {title}", why, done=drawn)


def _unknown(state: Inspection, around: Surroundings, population: Population) -> str:
    """Why it is not known what the cases of a list are asked."""
    if population.key_questions or state.questions is not None or state.known.framework is None:
        return ""
    return NO_RULES if around.framework is None else ""


def _judgements(state: Inspection, around: Surroundings) -> Listed:
    if state.known.scheme is None:
        return
    if around.scheme is None:
        yield Item("propose-rating", "Propose ratings for the judged standards", NO_RULES)
        return
    left = unjudged(state, around.scheme)
    if left:
        yield Item("propose-rating", f"Propose ratings for the judged standards: {', '.join(left)} left")
    elif state.proposals:
        yield Item("propose-rating", "Propose ratings for the judged standards", done=True)


def case_reads(state: Inspection, around: Surroundings) -> Listed:
    """Until every sampled case has been read."""
    drawn, unread, reads = len(state.sampled), around.unread, around.reads
    if reads.unallocated:
        what = counted(reads.unallocated, "case")
        yield Item(
            "allocate-case", f"Give {what} that {_is(reads.unallocated)} read twice to whoever reads first"
        )
    # The reads begin with the first sample; once they are closed there is nothing left unread.
    if unread:
        nobodys = unread == reads.unallocated
        why = "nobody has been given any of them, and they are read twice" if nobodys else ""
        yield Item("record-answers", f"Finish the case reads: {unread} of {drawn} left", why)
    elif drawn:
        yield Item("record-answers", f"Finish {counted(drawn, 'case read')}", done=True)
    elif not state.samples:
        yield Item("record-answers", "Finish the case reads", "no case has been drawn")
    unfinished = f"{unread} of {counted(drawn, 'case read')} {_is(unread)} not finished"
    yield from second_reads(reads)
    yield Item("close-case-reads", "Close the case reads", unfinished if unread else waiting(reads))


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
