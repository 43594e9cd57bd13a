"""What happened to the reads of a case, in words; no answer is told, for a timeline is read by everybody."""

from collections.abc import Sequence

from domain.cases import benchmarking, quality
from domain.cases import events as case
from domain.cases.agreement.reviewing import AgreementOverPeriodReviewed
from domain.cases.alerts import events as alerts
from domain.cases.offline import messages as held
from domain.cases.second_reads import state as second
from domain.inspections import events as inspection
from domain.messages import Event
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_reads"]


def told_of_reads(event: Event) -> str | None:
    """One sentence about an event of a read; None if it is none."""
    for tell in (_first, _pair, _second, _alert, _brought_back, _quality):
        told = tell(event)
        if told is not None:
            return told
    return None


def _numbers(questions: Sequence[tuple[str, str]]) -> str:
    return ", ".join(number for number, _ in questions)


def _first(event: Event) -> str | None:
    match event:
        case case.AnswersRecorded():
            return f"Answered: {_numbers(event.answers)}."
        case case.PromptsAnswered():
            return f"{counted(len(event.prompts), 'prompt')} answered: {_numbers(event.prompts)}."
        case case.ClassificationRecorded():
            return f"The case was classified, as to {event.aspect.replace('-', ' ')}."
        case case.CaseAllocated():
            changed = "" if event.reason is None else "; the reason is with the case"
            return f"The case was allocated to {event.reader}{changed}."
        case case.ReaderStoodIn():
            return f"{event.reader} took up the case as well; the reason is with the case."
        case case.ReadsShown():
            return f"What is said in reads of the case that are kept apart was handed to {event.to}, who reads neither."
        case _:
            return None


def _pair(event: Event) -> str | None:
    match event:
        case inspection.SecondReadsDrawn():
            return f"{counted(len(event.cases), 'case')} were drawn to be read a second time ({event.percent} %)."
        case inspection.SecondReadsWaived():
            return f"No case is read a second time: {event.reason}"
        case case.CaseSetForSecondRead():
            return "The case was drawn to be read a second time."
        case case.SecondReadGivenUp():
            return "The second read of the case was given up; the reason is with the second read."
        case _:
            return None


def _second(event: Event) -> str | None:
    match event:
        case second.SecondReadDrawn():
            return f"A second read was set up, of {counted(len(event.key_questions), 'key question')}."
        case second.SecondReadAllocated():
            return f"The second read of the case was allocated to {event.reader}."
        case second.SecondAnswersRecorded():
            return f"The second reader answered: {_numbers(event.answers)}."
        case second.SecondAnswerNoted():
            return f"The second reader noted something beside the answer to {event.question}."
        case second.SecondReadCompleted():
            return "The second read of the case was finished."
        case second.SecondReadReopened():
            return "The second read of the case was opened again; the reason is with it."
        case second.SecondReadSetAside():
            return "The second read is not going to be read any further, as its case is not."
        case second.DifferenceDecided():
            return f"The quality lead decided which answer to {event.question} counts; the reason is with the case."
        case _:
            return None


_UNTOLD = "nobody had been told by then"
_TELL = "tell somebody now, and say whom with assay case tell"


def _alert(event: Event) -> str | None:
    match event:
        case alerts.AlertRaised():
            told = f"{', '.join(each.who for each in event.told)} had been told" if event.told else _UNTOLD
            return f"Alert {event.number} was raised: the case shows that somebody is in danger; {told}."
        case alerts.AlertTold():
            return f"{', '.join(each.who for each in event.told)} were told of alert {event.number}."
        case alerts.AlertAcknowledged():
            return f"Alert {event.number} was acknowledged; what is done about it is with the alert."
        case alerts.AlertNoticeSent():
            if not event.told:
                return (
                    f"NOBODY COULD BE TOLD of alert {event.number}: nobody is on duty who can be reached, and no "
                    f"operations manager; {_TELL}."
                )
            who = f"{', '.join(each.who for each in event.told)}, {'on duty' if event.on_duty else 'by their role'}"
            return f"Assay sent a notice of alert {event.number} to {who}."
        case alerts.AlertUnacknowledged():
            return (
                f"Alert {event.number} was not acknowledged by the end of {in_words(event.due)}; "
                "it is before the operations manager."
            )
        case _:
            return None


def _brought_back(event: Event) -> str | None:
    match event:
        case held.FileBroughtBack():
            kept = f", {len(event.held)} held for a choice" if event.held else ""
            return f"A file taken on {in_words(event.taken_on)} was brought back: {event.recorded} recorded{kept}."
        case held.EditSettled():
            return f"Number {event.number} of what was held was settled: {event.kept} stands."
        case _:
            return None


def _quality(event: Event) -> str | None:
    match event:
        case quality.AgreementReviewed():
            return f"The agreement on {event.group.partition(':')[2]} was looked into: {event.conclusion}"
        case AgreementOverPeriodReviewed():
            over = counted(len(event.inspections), "inspection")
            return (
                f"The agreement of {event.reader} with others on {event.question}, {event.agreed} of {event.pairs} "
                f"answers in {over}, was looked into: {event.conclusion}"
            )
        case quality.DipSampleDrawn():
            return f"{counted(len(event.cases), 'case')} of {event.finished} finished were drawn for a dip sample."
        case quality.DipReadRecorded():
            return "A case of the dip sample was read again; the finding is with it."
        case benchmarking.BenchmarkOpened():
            return f"The exercise {event.title} was opened for {counted(len(event.readers), 'inspector')}."
        case benchmarking.BenchmarkAnswered():
            return "An inspector handed in answers to the exercise."
        case benchmarking.BenchmarkClosed():
            return f"The exercise was closed with {counted(len(event.learning), 'point')} of learning."
        case _:
            return None
