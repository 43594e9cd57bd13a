"""What can be done on a page of an inspection besides its tasks: links to the commands that its reader may give."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.pages.commanding import RULES
from domain.inspections.commands import (
    MoveDeadline,
    ReopenCaseReads,
    ReplaceEvidence,
    SetQuestions,
    WithdrawWaiver,
)
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["commands_at"]

_AT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "inspection.html": {
            "move-deadline": "Move a date that runs",
            "defer-inspection": "Defer the inspection",
            "follow-succession": "Follow a provider that was renamed, merged or split",
            "cancel-inspection": "Cancel the inspection",
        },
        "inspection_evidence.html": {
            "request-evidence": "Ask the provider for evidence",
            "request-further-evidence": "Ask for more evidence",
            "receive-evidence": "Note that an item came in",
            "link-evidence": "Take what is held already",
            "chase-evidence": "Remind the provider of what is missing",
            "escalate-evidence": "Take what is overdue higher up",
            "replace-evidence": "Put something better in the place of what came in",
            "waive-evidence": "Go on without an item",
            "withdraw-waiver": "Wait again for an item that was waived",
            "grant-extension": "Give more time",
            "refuse-extension": "Refuse more time",
            "take-up-evidence": "Take up in the register what came in",
            "register-evidence": "Add an entry to the register",
            "correct-evidence": "Put an entry right",
            "withdraw-evidence": "Withdraw an entry",
        },
        "inspection_team.html": {
            "plan-sessions": "Plan sessions",
            "move-session": "Move a session",
            "cancel-session": "Cancel a session",
            "hold-session": "Say that a session was held",
            "record-survey": "Record a survey",
            "summarise-experience": "Sum up what people experienced",
            "note-no-experience": "Record why a group was not heard",
            "give-feedback": "Give closing feedback",
            "change-lead": "Change the lead inspector",
            "move-fieldwork": "Move the days of fieldwork",
            "set-team": "Settle who is on the team",
        },
        "inspection_lists.html": {
            "set-questions": "Set the questions that the cases are asked",
            "reopen-case-reads": "Open the case reads again",
        },
        "inspection_enquiries.html": {
            "open-enquiry": "Open a line of enquiry",
            "work-on-enquiry": "Say what was looked at, and what it showed",
            "close-enquiry": "Close a line of enquiry",
            "carry-enquiry": "Carry a line of enquiry to the panel",
        },
        "inspection_ratings.html": {
            "propose-rating": "Propose a rating",
            "score-criterion": "Give a criterion its percentage",
            "leave-unrated": "Leave a standard without a rating",
        },
    }
)


def commands_at(visitor: Visitor, page: str, state: Inspection) -> Mapping[str, str]:
    """The commands that somebody may give on a page as things stand, by verb, with their words."""
    return {
        verb: text
        for verb, text in _AT.get(page, {}).items()
        if visitor.role_for(verb) and _at_this_stage(verb, state) and _MAKES_SENSE.get(verb, _always)(state)
    }


def _at_this_stage(verb: str, state: Inspection) -> bool:
    stages = RULES[verb].stages
    return not any(isinstance(each, Stage) for each in stages) or state.standing in stages


def _always(_: Inspection) -> bool:
    return True


def _settable(state: Inspection) -> bool:
    """Whether questions may be set: no framework asks, and no sample has been drawn."""
    return state.known.framework is None and not state.samples


def _some_evidence(state: Inspection, *outcomes: str) -> bool:
    return any(each.outcome in outcomes for each in state.evidence.values())


_MAKES_SENSE: Mapping[str, Callable[[Inspection], bool]] = MappingProxyType(
    {
        MoveDeadline.verb: lambda state: bool(state.deadlines),
        SetQuestions.verb: _settable,
        ReopenCaseReads.verb: lambda state: Stage.CASE_READS in state.known.stages,
        ReplaceEvidence.verb: lambda state: _some_evidence(state, "received", "linked"),
        WithdrawWaiver.verb: lambda state: _some_evidence(state, "waived"),
    }
)
"""Where a command makes sense as an inspection stands; its rule says all that it needs."""
