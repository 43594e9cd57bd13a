"""What was written without a connection and waits for a choice, beside what stands; and the choice."""

from typing import Any

from activities.cases.offline_words import why_no_interview, words_held
from adapters.inbound.services import Services
from domain.cases.offline.messages import Held
from domain.cases.state import CaseRead
from domain.cases.streams import hold_on
from domain.refusals import Refused

__all__ = ["choice_of", "held_shown"]


def held_shown(services: Services, read: str, *, settled: bool) -> list[dict[str, Any]]:
    """What was written without a connection into a read and waits for a choice, beside what stands.

    Args:
        services: the installation.
        read: the stream of the read.
        settled: also what was settled, with what was kept.
    """
    seen = services.records.read([read, hold_on(read)])
    state: Held = seen[hold_on(read)].state
    answers = seen[read].state.answers
    texts = words_held(services.personal, read)
    notes = services.personal.notes(read)
    found = []
    for each in state.edits.values() if settled else state.open:
        theirs: str | None
        if each.prompt is not None:
            about, mine, theirs = (
                each.about,
                str(each.answer),
                seen[read].state.beside.prompts.get(each.prompt),
            )
        elif each.aspect is not None:
            stands = seen[read].state.beside.classified.get(each.aspect, (None, None))
            about, mine, theirs = each.about, _classes(each.provider, each.inspector), _classes(*stands)
        elif each.answer is not None and each.question is not None:
            about, mine, theirs = each.question, str(each.answer), answers.get(each.question)
        elif each.question is not None:
            about, mine, theirs = (
                f"note {each.question}",
                texts.get(each.number, ""),
                notes.get(each.question),
            )
        else:
            about, theirs = "interview", _interview(services, seen[read].state, read)
            mine = str(each.held_on) if each.held_on else texts.get(each.number, "")
        said = {"number": each.number, "about": about, "mine": mine, "theirs": theirs, "why": each.why}
        found.append({**said, "kept": state.settled.get(each.number)} if settled else said)
    return found


def _classes(provider: str | None, inspector: str | None) -> str:
    return f"{provider or '-'} by the provider, {inspector or '-'} by the inspector"


def _interview(services: Services, read: CaseRead, case: str) -> str | None:
    """What stands about the interview: its day, or why there was none."""
    held_on = read.beside.interview_on
    return held_on.isoformat() if held_on else why_no_interview(services.personal, case)


def choice_of(services: Services, read: str, number: int, keep: str) -> dict[str, Any]:
    """What the command to settle something that is held says, for what is to stand: ``mine``, ``theirs`` or ``both``.

    Raises:
        Refused: ``bad-value``.
    """
    if keep not in ("mine", "theirs", "both"):
        raise Refused.because("bad-value", "--keep must be mine, theirs or both.")
    values: dict[str, Any] = {
        "read": read,
        "number": number,
        "keep": "theirs" if keep == "theirs" else "mine",
    }
    state: Held = services.records.read([hold_on(read)])[hold_on(read)].state
    held = state.edits.get(number)
    is_note = held is not None and held.note is not None
    if keep == "both" and not is_note:
        raise Refused.because("bad-value", "Only two notes can be joined: --keep must be mine or theirs.")
    if is_note and held is not None and keep != "theirs":
        mine = words_held(services.personal, read)[number]
        theirs = services.personal.notes(read).get(held.question or "") if keep == "both" else None
        values["note"] = f"{theirs}\n\n{mine}" if theirs else mine
    return values
