"""What there is to do in fieldwork, and to read the cases."""

from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.named_seeds import may_name_a_seed
from domain.inspections.state import Inspection
from domain.inspections.tasks.judgements import enquiries, experience, feedback, not_told, shaken
from domain.inspections.tasks.listing import NO_RULES, Item, Listed, Surroundings, unjudged
from domain.inspections.tasks.reads import second_reads, waiting
from domain.text import counted

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
            yield _sample(state, around.protocol, each, "no question is set yet" if unset else "")
        left = [each.title.lower() for each in lists if each.id not in state.samples]
        undrawn = f"no sample has been drawn of {', '.join(left)}" if left else ""
    yield from shaken(state, around)
    yield from enquiries(around)
    yield from _judgements(state, around)
    yield from experience(around)
    yield from feedback(around)
    yield Item("end-fieldwork", "End fieldwork", undrawn or not_told(around))


def _sample(state: Inspection, protocol: Protocol, population: Population, unset: str) -> Item:
    """What comes next until a list's sample is drawn: handing it in, where nobody may name a seed."""
    title, drawn = population.title.lower(), population.id in state.samples
    if population.id in state.lists:
        return Item("draw-from-list", f"Draw the sample of {title}", unset, done=drawn)
    if drawn or may_name_a_seed(protocol, population):
        return Item("draw-sample", f"Draw the sample of {title}", unset, done=drawn)
    return Item("hand-in-case-list", f"Hand in the list of {title}, and draw its sample")


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
    drawn, unread = len(state.sampled), around.unread
    # The reads begin with the first sample; once they are closed there is nothing left unread.
    if unread:
        yield Item("record-answers", f"Finish the case reads: {unread} of {drawn} left")
    elif drawn:
        yield Item("record-answers", f"Finish {counted(drawn, 'case read')}", done=True)
    elif not state.samples:
        yield Item("record-answers", "Finish the case reads", "no case has been drawn")
    unfinished = f"{unread} of {counted(drawn, 'case read')} {'is' if unread == 1 else 'are'} not finished"
    yield from second_reads(around.reads)
    yield Item("close-case-reads", "Close the case reads", unfinished if unread else waiting(around.reads))
