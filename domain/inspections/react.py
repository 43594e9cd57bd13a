"""What the machinery must see to for an inspection, given where it stands."""

from domain.agenda import Agenda, Duty
from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Inspection
from domain.text import counted

__all__ = ["react"]


def react(state: Inspection) -> Agenda:
    """The deadlines that run, the notices that are owed, a publication that is due; and what people still have to do.

    Asked again with the same state it gives the same answer, so a lost workflow is rebuilt by asking.
    """
    standing = state.standing
    if standing is None:
        return Agenda(stage="not-announced")
    notices = tuple(Duty(id=f"notice-{code}", kind="send-notice", about=code) for code in state.notices)
    if standing is Stage.DEFERRED:
        return Agenda(
            stage=standing, duties=notices, waiting_for=(f"resumption, planned for {state.deferred}",)
        )
    publication = _publication(state, standing)
    if standing in (Stage.CLOSED, Stage.CANCELLED):
        duties = (*notices, *publication)
        return Agenda(stage=standing, duties=duties, over=not duties)
    return Agenda(
        stage=standing,
        waiting_for=_waiting_for(state, standing),
        deadlines=tuple(sorted(state.deadlines.values(), key=lambda each: (each.due, each.id))),
        duties=(*notices, *publication),
    )


def _publication(state: Inspection, standing: Stage) -> tuple[Duty, ...]:
    """What is cleared for publication: the report, or an edition that corrects it."""
    due = standing is Stage.PUBLICATION or (
        state.correction is not None and standing in (Stage.ACTION_PLAN, Stage.CLOSED)
    )
    if not due or state.withdrawn is not None or state.publish_on is None or state.publish is None:
        return ()
    duty = Duty(
        id=f"publish-{state.publish[:16]}",
        kind="publish-report",
        not_before=state.publish_on,
        about=state.publish,
        at=state.publish_at,
    )
    return (duty,)


def _waiting_for(state: Inspection, stage: Stage) -> tuple[str, ...]:
    match stage:
        case Stage.ANNOUNCEMENT:
            if Stage.EVIDENCE_REQUEST in state.known.stages:
                return ("the lead inspector to request evidence",)
            return (f"fieldwork to begin on {state.known.fieldwork_from}",)
        case Stage.EVIDENCE_REQUEST:
            return _evidence(state) or (f"fieldwork to begin on {state.known.fieldwork_from}",)
        case Stage.FIELDWORK:
            drawn = len(state.samples)
            said = f"{counted(drawn, 'sample')} drawn" if drawn else "samples to be drawn"
            return (f"fieldwork to end ({said})", *_evidence(state))
        case Stage.CASE_READS:
            return (f"the gate behind {counted(len(state.sampled), 'case read')} to be closed",)
        case Stage.PANEL_REVIEW:
            panel = "the panel to decide" if state.derived else "ratings to be proposed to the panel"
            return (panel, *_points(state))
        case Stage.PUBLICATION:
            return (_waiting_in_publication(state),)
        case Stage.ACTION_PLAN:
            plan = (
                "the action plan to be followed to its end" if state.plans else "the inspection to be closed"
            )
            return (*_correction(state), plan)
        case _:
            return ()


def _evidence(state: Inspection) -> tuple[str, ...]:
    awaited = (state.evidence[code] for code in state.awaited)
    asked = (state.extensions[code].asked for code in state.open_extensions)
    return (
        *(f"evidence: {each.item.title}{_lateness(each)}" for each in awaited),
        *(f"an answer to {each.extension}: more time until {each.until}" for each in asked),
    )


def _lateness(item: Evidence) -> str:
    if item.overdue is None:
        return ""
    above = f", taken to the {item.escalated.value.replace('-', ' ')}" if item.escalated else ""
    return f" (overdue since {item.overdue}{above})"


def _points(state: Inspection) -> tuple[str, ...]:
    open_ = len(state.open_challenges)
    return (f"{counted(open_, 'point')} of factual accuracy to be answered",) if open_ else ()


def _correction(state: Inspection) -> tuple[str, ...]:
    if state.correction is None or state.report is None:
        return ()
    edition = f"edition {state.correction.edition}"
    if not state.report.signature_stands:
        return (f"the Chief Inspector to sign {edition}, which corrects the report",)
    return (f"{edition} on {state.publish_on}" if state.publish_on else f"a day for {edition} to be set",)


def _waiting_in_publication(state: Inspection) -> str:
    report = state.report
    if report is None or report.decision != state.decision:
        return "the report to be drafted"
    if not report.signature_stands:
        return "the Chief Inspector to sign the report" + (" again" if report.signed else "")
    if report.sent is None:
        return "the draft to be sent to the provider"
    if state.open_challenges:
        return _points(state)[0]
    if not report.checked:
        return "the provider's check of factual accuracy"
    if state.unsigned_partners:
        return f"{', '.join(state.unsigned_partners)} to sign the report"
    return f"publication on {state.publish_on}" if state.publish_on else "a day of publication to be set"
