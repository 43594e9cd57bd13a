"""What people have to do for an inspection next, by whom; and for what cannot be done yet, why."""

from typing import Literal

from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection, Report
from domain.messages import Message
from domain.people.authority import AUTHORITY

__all__ = ["Task", "tasks"]


class Task(Message):
    """One task on an inspection's list.

    Attributes:
        verb: the command that does it.
        title: what is to be done, in an inspector's words.
        stage: the stage it belongs to.
        status: to do now, done, or locked.
        why: for a locked one, what must come first; else empty.
        roles: who may do it.
    """

    verb: str
    title: str
    stage: Stage
    status: Literal["to-do", "done", "locked"]
    why: str
    roles: tuple[str, ...]


def tasks(state: Inspection) -> tuple[Task, ...]:
    """The tasks of an inspection, in the order of its life. None for one that is over or not announced."""
    stage = state.standing
    if stage is Stage.DEFERRED:
        return (_task("resume-inspection", "Resume the inspection", Stage.DEFERRED, "to-do", ""),)
    if stage is None or stage not in IN_PROGRESS:
        return ()
    return tuple(task for each in IN_PROGRESS for task in _of_stage(state, each, stage))


def _of_stage(state: Inspection, stage: Stage, now: Stage) -> tuple[Task, ...]:
    listed = {
        Stage.ANNOUNCEMENT: _announcement,
        Stage.EVIDENCE_REQUEST: _evidence_request,
        Stage.FIELDWORK: _fieldwork,
        Stage.CASE_READS: _case_reads,
        Stage.PANEL_REVIEW: _panel_review,
        Stage.PUBLICATION: _publication,
        Stage.ACTION_PLAN: _action_plan,
    }[stage](state)
    behind = IN_PROGRESS.index(stage) < IN_PROGRESS.index(now)
    ahead = IN_PROGRESS.index(stage) > IN_PROGRESS.index(now)
    found = []
    for verb, title, done, why in listed:
        if behind or done:
            found.append(_task(verb, title, stage, "done", ""))
        elif ahead:
            found.append(
                _task(verb, title, stage, "locked", f"the inspection is still at {now.replace('-', ' ')}")
            )
        else:
            found.append(_task(verb, title, stage, "locked" if why else "to-do", why))
    return tuple(found)


_Listed = tuple[tuple[str, str, bool, str], ...]


def _announcement(_state: Inspection) -> _Listed:
    return (("request-evidence", "Request evidence from the provider", False, ""),)


def _evidence_request(state: Inspection) -> _Listed:
    awaited = len(state.awaited)
    chase = "" if "evidence" not in state.deadlines else "the evidence is not overdue"
    receive = (
        (("receive-evidence", f"Receive {awaited} more items of evidence", False, ""),) if awaited else ()
    )
    overdue = (("chase-evidence", "Chase what is overdue", False, chase),) if awaited else ()
    begin = (
        "begin-fieldwork",
        "Begin fieldwork",
        False,
        f"{awaited} items of evidence are missing" if awaited else "",
    )
    return (*receive, *overdue, begin)


def _fieldwork(state: Inspection) -> _Listed:
    drawn = ", ".join(each.replace("-", " ") for each in state.samples) or "none yet"
    return (
        ("draw-sample", f"Draw a sample from each list (drawn: {drawn})", False, ""),
        (
            "propose-rating",
            f"Propose ratings for the judged standards (proposed: {len(state.proposals)})",
            False,
            "",
        ),
        ("end-fieldwork", "End fieldwork", False, "" if state.samples else "no sample has been drawn"),
    )


def _case_reads(state: Inspection) -> _Listed:
    return (("close-case-reads", f"Finish {len(state.sampled)} case reads and close them", False, ""),)


def _panel_review(state: Inspection) -> _Listed:
    derived = state.derived is not None
    return (
        ("propose-ratings", "Derive the ratings and propose them to the panel", derived, ""),
        ("decide-ratings", "Decide the ratings", False, "" if derived else "no ratings have been proposed"),
    )


def _publication(state: Inspection) -> _Listed:
    report = state.report if state.report and state.report.decision == state.decision else None
    signed = report is not None and report.signature_stands
    sent = report is not None and report.sent is not None
    answered = not state.open_challenges
    return (
        ("draft-report", "Draft the report", report is not None, ""),
        ("sign-off-report", "Sign the report", signed, "" if report else "no report has been drafted"),
        ("send-draft", "Send the draft to the provider", sent, "" if signed else "the report is not signed"),
        *_checking(state, report),
        (
            "schedule-publication",
            "Set the day of publication",
            state.publish_on is not None,
            _not_publishable(report, signed, answered),
        ),
    )


def _checking(state: Inspection, report: Report | None) -> _Listed:
    if report is None or report.sent is None:
        return (
            (
                "confirm-factual-accuracy",
                "Check the draft for factual accuracy",
                False,
                "it has not been sent",
            ),
        )
    points = tuple(
        ("accept-challenge", f"Accept or reject the point {code}", False, "")
        for code in state.open_challenges
    )
    return (("confirm-factual-accuracy", "Check the draft for factual accuracy", report.checked, ""), *points)


def _not_publishable(report: Report | None, signed: bool, answered: bool) -> str:
    if report is None or report.sent is None or not report.checked:
        return "the provider's check of factual accuracy is not over"
    if not answered:
        return "a point of factual accuracy is not answered"
    return "" if signed else "the report was changed after it was signed"


def _action_plan(state: Inspection) -> _Listed:
    return (
        ("close-inspection", "Close the inspection once the action plan has been followed up", False, ""),
    )


def _task(verb: str, title: str, stage: Stage, status: Literal["to-do", "done", "locked"], why: str) -> Task:
    return Task(
        verb=verb,
        title=title,
        stage=stage,
        status=status,
        why=why,
        roles=tuple(sorted(role.value for role in AUTHORITY[verb])),
    )
