"""What is entered on the page of a key question: what of it is new, and the commands that record it.

A page says beside each entry what stood when it was made. So an entry that nobody touched overwrites nothing, one that
was sent twice does nothing the second time, and one that meets another from a second tab is asked about.
"""

from pydantic import ValidationError

from adapters.inbound.commands.fields import explain
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import Question, ReadShown
from adapters.inbound.web.forms.answering import give, new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem
from domain.cases.commands import NoteAnswer, RecordAnswers, RecordPrompts
from domain.cases.events import Answered
from domain.cases.second_reads.commands import NoteSecondAnswer, RecordSecondAnswers
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.messages import Command
from domain.replacing import mark_of

__all__ = ["ANSWERS", "save"]

ANSWERS: dict[Answered, str] = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}


def save(
    house: House,
    visitor: Visitor,
    read: ReadShown,
    question: Question,
    note: str,
    entered: Entered,
    command_id: str,
) -> tuple[Problem, ...]:
    """Record what is new of what was entered about one key question.

    Args:
        house: the installation.
        visitor: who entered it.
        read: the read.
        question: the key question as it stands.
        note: the note that stands; empty if there is none, or it cannot be shown.
        entered: the fields ``answer``, ``prompt-a``, ``note``, each with what stood when the page was made
            (``was-answer``, ...); what is left out is left alone.
        command_id: of the form.

    Returns:
        What could not be saved, and why; what is not named there is on the record.
    """
    problems: list[Problem] = []
    case = read.about.case
    asked: list[tuple[str, str, Command]] = []
    answer = _new(entered, "answer", question.answer or "", problems)
    if answer:
        order = RecordSecondAnswers if read.second else RecordAnswers
        pairs = ((question.number, answer),)
        # What was chosen is part of the id, so that a form that goes out again with another choice is not the first.
        asked.append(("answer", f"-answer-{answer}", _made(order, case=case, answers=pairs)))
    prompts = () if read.second or question.asked is None else question.asked.prompts
    for prompt in prompts:
        field = f"prompt-{prompt.letter}"
        given = _new(entered, field, question.prompts.get(prompt.letter) or "", problems)
        if given:
            pairs = ((f"{question.number}.{prompt.letter}", given),)
            asked.append((field, f"-{field}-{given}", _made(RecordPrompts, case=case, prompts=pairs)))
    written = _new_note(entered, note, problems)
    if written:
        noted = NoteSecondAnswer if read.second else NoteAnswer
        try:
            command = _made(noted, case=case, question=question.number, note=written)
            asked.append(("note", "-note", command))
        except ValidationError as error:
            said = explain(error.errors(include_url=False, include_input=False)[0])
            problems.append(Problem("note", f"The note {said}"))
    for field, suffix, command in asked:
        came = give(house, visitor, command, command_id + suffix)
        if came.refusal is not None and came.refusal.code == "command-id-reused":
            # Another note from a page that was gone back to. Nothing of a note may be in the id of its command.
            came = give(house, visitor, command, new_command_id())
        elif came.repeated and came.refusal is None and not _stands(house, read, command):
            # Chosen, chosen otherwise, and now chosen again on a page that was gone back to.
            came = give(house, visitor, command, new_command_id())
        if came.refusal is not None:
            problems.append(Problem(field, came.refusal.sentence))
    return tuple(problems)


def _stands(house: House, read: ReadShown, command: Command) -> bool:
    """Whether what a command says is what the read says now."""
    state: CaseRead | SecondRead = house.services.records.read([read.stream])[read.stream].state
    match command:
        case RecordAnswers() | RecordSecondAnswers():
            return all(state.answers.get(question) == answer for question, answer in command.answers)
        case RecordPrompts() if isinstance(state, CaseRead):
            return all(state.beside.prompts.get(prompt) == answer for prompt, answer in command.prompts)
        case _:
            return True


def _new_note(entered: Entered, note: str, problems: list[Problem]) -> str:
    """The note that is newly written; empty where none was, or it cannot be taken."""
    written, was = entered.get("note", "").strip(), entered.get("was-note", "")
    if "note" not in entered or written == note or (written and mark_of(written) == was):
        return ""
    if not written:
        if note and was == mark_of(note):
            sentence = "A note stays on the record; write what holds now instead of taking it away"
            problems.append(Problem("note", sentence))
        return ""
    if note and was != mark_of(note):
        sentence = "The note was changed meanwhile, on another page; look at both and send it again"
        problems.append(Problem("note", sentence))
        return ""
    return written


def _made(command: type[Command], **values: object) -> Command:
    return command.model_validate(values)


def _new(entered: Entered, field: str, now: str, problems: list[Problem]) -> str:
    """What was newly chosen in a field; empty where nothing was, or it is there already, or cannot be taken."""
    chosen, was = entered.get(field, ""), entered.get(f"was-{field}", "")
    if not chosen or chosen in (now, was):
        return ""
    if chosen not in ANSWERS:
        problems.append(Problem(field, "Select one of the answers"))
        return ""
    if now and now != was:
        stands = ANSWERS[now].lower()  # type: ignore[index]  # it stands on the record
        problems.append(
            Problem(
                field, f"This was answered “{stands}” meanwhile, on another page; choose again which holds"
            )
        )
        return ""
    return chosen
