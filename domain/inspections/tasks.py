"""What people have to do for an inspection next, by whom; and for what cannot be done yet, why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from domain.action_plans.plan import ActionPlan, PlanStage
from domain.inspections.inspection import INSPECTION
from domain.inspections.protocol import Protocol
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection, Report
from domain.messages import Message
from domain.panels.standing import hopeful, why_undecidable
from domain.panels.state import Panel
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.ratings.scheme import Scheme
from domain.text import counted
from domain.working_days import in_words

__all__ = ["Surroundings", "Task", "tasks"]


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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an inspection's tasks depend on and its own record does not say.

    Attributes:
        unread: how many of the sampled cases have not been read to the end.
        panels: the panels with the inspection on their agenda, by reference.
        plan: its action plan; None while none is asked for.
        protocol: the kind of inspection it is bound to; None where this installation does not have it.
        scheme: the rating scheme it is bound to; None where this installation does not have it.
        readers: who read its cases, and so does not decide, while it is before the panel.
    """

    unread: int = 0
    panels: Mapping[str, Panel] = field(default_factory=lambda: MappingProxyType({}))
    plan: ActionPlan | None = None
    protocol: Protocol | None = None
    scheme: Scheme | None = None
    readers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Item:
    """A task before it is known where the inspection stands.

    ``why`` is what else keeps it from being done, ``role`` the only one that does it in this kind of inspection.
    """

    verb: str
    title: str
    why: str = ""
    done: bool = False
    role: Role | None = None


_Listed = Iterator[_Item]

_ITS_STAGES = MappingProxyType({command.verb: rule.stages for command, rule in INSPECTION.rules.items()})
"""The stages in which a command may be given, from the very rules that refuse it in others."""

_ANY_TIME = frozenset({"record-answers"})
"""Commands to other streams that do not ask where the inspection stands."""

_NO_RULES = "this installation does not have the version of the rules that the inspection is bound to"


def tasks(state: Inspection, around: Surroundings) -> tuple[Task, ...]:
    """The tasks of an inspection, in the order of its life. None for one that is over or not announced.

    A task is locked exactly where its command would be refused as things stand. What depends on the day alone, such
    as the first day of fieldwork, is said in its title.
    """
    now = state.standing
    if now is Stage.DEFERRED:
        return (_task(_Item("resume-inspection", "Resume the inspection"), Stage.DEFERRED, "to-do"),)
    if now is None or now not in IN_PROGRESS:
        return ()
    return tuple(
        _placed(item, stage, now)
        for stage, listed in zip(IN_PROGRESS, _LISTS, strict=True)
        if stage in state.known.stages
        for item in listed(state, around)
    )


def _placed(item: _Item, stage: Stage, now: Stage) -> Task:
    if item.done:
        return _task(item, stage, "done")
    if now in _ITS_STAGES.get(item.verb, (stage,)) or item.verb in _ANY_TIME:
        return _task(item, stage, "locked" if item.why else "to-do", item.why)
    if IN_PROGRESS.index(stage) < IN_PROGRESS.index(now):
        return _task(item, stage, "done")
    return _task(item, stage, "locked", f"the inspection is still at {now.replace('-', ' ')}")


def _announcement(state: Inspection, _around: Surroundings) -> _Listed:
    if Stage.EVIDENCE_REQUEST in state.known.stages:
        yield _Item("request-evidence", "Request evidence from the provider")
    else:
        yield _beginning(state)


def _beginning(state: Inspection, why: str = "") -> _Item:
    begins = in_words(state.known.fieldwork_from)
    return _Item("begin-fieldwork", f"Begin fieldwork, on {begins} at the earliest", why)


def _evidence_request(state: Inspection, _around: Surroundings) -> _Listed:
    awaited, unasked = len(state.awaited), state.stage is Stage.ANNOUNCEMENT
    missing = ""
    if awaited:
        yield _Item("receive-evidence", f"Receive {counted(awaited, 'more item')} of evidence")
        running = "" if state.late else "the evidence is not overdue"
        yield _Item("chase-evidence", "Chase what is overdue", running)
        missing = f"{counted(awaited, 'item')} of evidence {'is' if awaited == 1 else 'are'} missing"
    for code in state.open_extensions:
        until = in_words(state.extensions[code].asked.until)
        yield _Item("grant-extension", f"Grant or refuse more time for evidence, until {until} ({code})")
    yield _beginning(state, "the inspection is still at announcement" if unasked else missing)


def _fieldwork(state: Inspection, around: Surroundings) -> _Listed:
    if around.protocol is None:
        yield _Item("draw-sample", "Draw a sample from each list", _NO_RULES)
        undrawn = _NO_RULES
    else:
        lists = around.protocol.populations
        for each in lists:
            yield _Item(
                "draw-sample", f"Draw the sample of {each.title.lower()}", done=each.id in state.samples
            )
        left = [each.title.lower() for each in lists if each.id not in state.samples]
        undrawn = f"no sample has been drawn of {', '.join(left)}" if left else ""
    yield from _judgements(state, around)
    yield _Item("end-fieldwork", "End fieldwork", undrawn)


def _judgements(state: Inspection, around: Surroundings) -> _Listed:
    if state.known.scheme is None:
        return
    if around.scheme is None:
        yield _Item("propose-rating", "Propose ratings for the judged standards", _NO_RULES)
        return
    left = _unjudged(state, around.scheme)
    if left:
        yield _Item("propose-rating", f"Propose ratings for the judged standards: {', '.join(left)} left")
    elif state.proposals:
        yield _Item("propose-rating", "Propose ratings for the judged standards", done=True)


def _unjudged(state: Inspection, scheme: Scheme) -> list[str]:
    judged = [each.id for each in scheme.standards if each.aggregator == "judgement"]
    return [each for each in judged if each not in state.proposals]


def _case_reads(state: Inspection, around: Surroundings) -> _Listed:
    drawn, unread = len(state.sampled), around.unread
    # The reads begin with the first sample; once they are closed there is nothing left unread.
    if unread:
        yield _Item("record-answers", f"Finish the case reads: {unread} of {drawn} left")
    elif drawn:
        yield _Item("record-answers", f"Finish {counted(drawn, 'case read')}", done=True)
    elif not state.samples:
        yield _Item("record-answers", "Finish the case reads", "no case has been drawn")
    unfinished = f"{unread} of {counted(drawn, 'case read')} {'is' if unread == 1 else 'are'} not finished"
    yield _Item("close-case-reads", "Close the case reads", unfinished if unread else "")


def _panel_review(state: Inspection, around: Surroundings) -> _Listed:
    derived = state.derived is not None
    if around.scheme is None:
        unjudged = _NO_RULES
    else:
        left = _unjudged(state, around.scheme)
        unjudged = f"no rating has been proposed for {', '.join(left)}" if left else ""
    if around.protocol is not None and around.protocol.decides is not None:
        yield _Item("propose-ratings", "Derive the ratings", unjudged, derived)
        underived = "" if derived else "no ratings have been derived"
        yield _Item("confirm-ratings", "Decide the ratings", underived, role=around.protocol.decides)
        return
    yield _Item("propose-ratings", "Derive the ratings and propose them to the panel", unjudged, derived)
    # A panel may be called and opened at any time: it is no task before there is something to consider.
    if state.standing is Stage.PANEL_REVIEW:
        yield from _meeting(state, around)
    why = _undecidable(state, around) if derived else "no ratings have been proposed"
    yield _Item("decide-ratings", "Decide the ratings", why)


def _meeting(state: Inspection, around: Surroundings) -> _Listed:
    called, rule = _called(state, around), around.protocol and around.protocol.panel
    able = any(not rule or hopeful(each, state, rule, around.readers) for each in called.values())
    yield _Item("convene-panel", "Convene a panel with the inspection on its agenda", done=able)
    if not called:
        yield _Item("open-panel", "Open the panel", _NOT_CONVENED)
    for code, panel in called.items():
        meets = f", which meets on {in_words(panel.convened.meets_on)}" if panel.convened else ""
        yield _Item("open-panel", f"Open the panel {code}{meets}", done=panel.sitting)


_NOT_CONVENED = "no panel with it on the agenda is convened"


def _called(state: Inspection, around: Surroundings) -> Mapping[str, Panel]:
    return {code: each for code, each in around.panels.items() if each.will_take(state.known.inspection)}


def _undecidable(state: Inspection, around: Surroundings) -> str:
    if around.protocol is None or around.protocol.panel is None:
        return _NO_RULES
    reasons = [
        why_undecidable(code, panel, state, around.protocol.panel, around.readers)
        for code, panel in _called(state, around).items()
    ]
    return "" if "" in reasons else next(iter(reasons), _NOT_CONVENED)


def _publication(state: Inspection, _around: Surroundings) -> _Listed:
    report = state.report if state.report and state.report.decision == state.decision else None
    signed = report is not None and report.signature_stands
    sent = report is not None and report.sent is not None
    unanswered = "a point of factual accuracy is not answered" if state.open_challenges else ""
    unmet = "a condition of the panel is not met" if state.open_conditions else ""
    undrafted = "" if report else "no report has been drafted on the panel's decision"
    unsigned = f"{', '.join(state.unsigned_partners)} must sign too" if state.unsigned_partners else ""
    yield _Item("draft-report", "Draft the report", unanswered, report is not None)
    yield _Item("sign-off-report", "Sign the report", undrafted, signed)
    yield _Item(
        "send-draft", "Send the draft to the provider", "" if signed else "the report is not signed", sent
    )
    yield _Item(
        "confirm-factual-accuracy",
        "Check the draft for factual accuracy",
        "" if sent else "it has not been sent",
        report is not None and report.checked,
    )
    for partner in state.known.signatories:
        signed_too = partner not in state.unsigned_partners
        yield _Item("sign-for-partner", f"Note that {partner} has signed the report", undrafted, signed_too)
    for code in state.open_challenges:
        yield _Item("accept-challenge", f"Accept or reject the point {code}")
    for code in state.open_conditions:
        yield _Item("meet-condition", f"Meet the panel's condition {code}: {state.conditions[code].what}")
    yield _Item(
        "schedule-publication",
        "Set the day of publication",
        _not_publishable(report, signed) or unanswered or unmet or unsigned,
        state.publish_on is not None,
    )
    yield _Item(
        "submit-report",
        "Submit the report to the Secretary of State",
        _not_publishable(report, signed) or unanswered,
        report is not None and report.submission_stands,
    )


def _not_publishable(report: Report | None, signed: bool) -> str:
    if report is None or report.sent is None or not report.checked:
        return "the provider's check of factual accuracy is not over"
    return "" if signed else "the report was changed after it was signed"


def _action_plan(state: Inspection, around: Surroundings) -> _Listed:
    if state.standing is Stage.ACTION_PLAN and state.plan is None:
        yield _Item("close-inspection", "Close the inspection")
        return
    plan = around.plan or ActionPlan()
    yield from _answering(plan)
    yield from _carrying_out(plan)
    followed = "" if plan.followed_up else "the action plan has not been followed to its end"
    yield _Item("close-inspection", "Close the inspection", followed)


def _answering(plan: ActionPlan) -> _Listed:
    handed_in = plan.stage not in (None, PlanStage.REQUESTED)
    waiting = "" if handed_in else "the provider has not handed it in"
    accepted = plan.stage in (PlanStage.CARRYING_OUT, PlanStage.FOLLOWED_UP)
    yield _Item("submit-action-plan", "Hand in the action plan", done=handed_in)
    yield _Item("accept-action-plan", "Accept the action plan", waiting, accepted)
    if not accepted:
        yield _Item("return-action-plan", "Or return it to be made better", waiting)


def _carrying_out(plan: ActionPlan) -> _Listed:
    left = plan.outstanding
    if plan.stage is not PlanStage.CARRYING_OUT:
        over = plan.followed_up
        early = "the action plan has not been accepted"
        yield _Item("report-progress", "Report progress on the actions", early, over)
        yield _Item("complete-action", "Complete the actions", early, over)
        yield _Item("follow-up-action-plan", "Conclude the follow-up of the action plan", early, over)
        return
    for code in left:
        by = in_words(plan.actions[code].due)
        yield _Item("report-progress", f"Report progress on the action {code}")
        yield _Item("complete-action", f"Complete the action {code}, due on {by}")
    open_ = f"{counted(len(left), 'action')} {'is' if len(left) == 1 else 'are'} not completed"
    yield _Item("follow-up-action-plan", "Conclude the follow-up of the action plan", open_ if left else "")


_LISTS = (
    _announcement,
    _evidence_request,
    _fieldwork,
    _case_reads,
    _panel_review,
    _publication,
    _action_plan,
)
"""What there is to do, by stage, in the order of :data:`IN_PROGRESS`."""


def _task(item: _Item, stage: Stage, status: Literal["to-do", "done", "locked"], why: str = "") -> Task:
    return Task(
        verb=item.verb,
        title=item.title,
        stage=stage,
        status=status,
        why=why,
        roles=(item.role.value,) if item.role else tuple(sorted(role.value for role in AUTHORITY[item.verb])),
    )
