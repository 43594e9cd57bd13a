"""What there is to do before fieldwork."""

from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks.follow_up import setting_up
from domain.inspections.tasks.judgements import assessment, not_assessed
from domain.inspections.tasks.listing import NO_RULES, Item, Listed, Surroundings
from domain.text import counted
from domain.working_days import in_words

__all__ = ["announcement", "evidence_request"]


def announcement(state: Inspection, around: Surroundings) -> Listed:
    """Until evidence has been asked for."""
    yield from setting_up(around.follow_up)
    if Stage.EVIDENCE_REQUEST in state.known.stages:
        unknown = state.known.framework is not None and around.framework is None
        yield Item("request-evidence", "Request evidence from the provider", NO_RULES if unknown else "")
    else:
        yield from assessment(state, around)
        yield _beginning(state, not_assessed(state, around))


def _beginning(state: Inspection, why: str) -> Item:
    begins = in_words(state.known.fieldwork_from)
    return Item("begin-fieldwork", f"Begin fieldwork, on {begins} at the earliest", why)


def evidence_request(state: Inspection, around: Surroundings) -> Listed:
    """Until the evidence is there, and fieldwork can begin."""
    awaited, unasked = len(state.awaited), state.stage is Stage.ANNOUNCEMENT
    missing = ""
    if awaited:
        yield Item("receive-evidence", f"Receive {counted(awaited, 'more item')} of evidence")
        running = "" if state.late else "the evidence is not overdue"
        yield Item("chase-evidence", "Chase what is overdue", running)
        missing = f"{counted(awaited, 'item')} of evidence {'is' if awaited == 1 else 'are'} missing"
    for code in state.open_extensions:
        until = in_words(state.extensions[code].asked.until)
        yield Item("grant-extension", f"Grant or refuse more time for evidence, until {until} ({code})")
    yield from assessment(state, around)
    early = "the inspection is still at announcement" if unasked else missing
    yield _beginning(state, early or not_assessed(state, around))
