"""Who may give which command, and who may be shown what: one set of tables, read by every door into Assay.

The machinery gives the commands that note what has happened, and no others: it never judges.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.people.roles import Role

__all__ = ["AUTHORITY", "DUTY_SIGHT", "SEES_ALL_INSPECTIONS", "SEES_INSPECTIONS", "SIGHT", "may_give"]

_MANAGER = Role.OPERATIONS_MANAGER
_LEAD = Role.LEAD_INSPECTOR
_INSPECTOR = Role.INSPECTOR
_ASSISTANT = Role.ASSISTANT
_CHAIR = Role.PANEL_CHAIR
_CHIEF = Role.CHIEF_INSPECTOR
_QUALITY = Role.QUALITY_LEAD
_CONTACT = Role.PROVIDER_CONTACT
_PROTECTION = Role.DATA_PROTECTION_OFFICER
_MACHINERY = Role.MACHINERY


def _only(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_INSPECTORATE = _only(_MANAGER, _LEAD, _INSPECTOR, _ASSISTANT, _CHAIR, _CHIEF, _QUALITY)

AUTHORITY: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "open-record": _only(_MACHINERY),
        "rotate-sealing-key": _only(_MANAGER),
        "hand-out-checkpoint": _only(_MANAGER),
        "register-provider": _only(_MANAGER),
        "rename-provider": _only(_MANAGER),
        "set-notice-languages": _only(_MANAGER, _ASSISTANT),
        "merge-provider": _only(_MANAGER),
        "split-provider": _only(_MANAGER),
        # A provider's contact.
        "register-person": _only(_MANAGER, _ASSISTANT),
        "change-person": _only(_MANAGER, _ASSISTANT, _CONTACT),
        "leave-person": _only(_MANAGER, _ASSISTANT, _CONTACT),
        # The bodies to which reports go.
        "register-body": _only(_MANAGER, _ASSISTANT),
        "change-body": _only(_MANAGER, _ASSISTANT),
        "end-body": _only(_MANAGER, _ASSISTANT),
        "close-copies": _only(_MANAGER, _LEAD, _ASSISTANT),
        "offer-copy": _only(_MACHINERY),
        # The staff record.
        "begin-roll": _only(_MANAGER),
        "require-training": _only(_MANAGER),
        "drop-training": _only(_MANAGER),
        "set-cooling-off": _only(_MANAGER),
        "register-staff": _only(_MANAGER),
        "change-staff": _only(_MANAGER, _ASSISTANT),
        "release-staff": _only(_MANAGER),
        "give-role": _only(_MANAGER),
        "end-role": _only(_MANAGER),
        "name-deputy": _only(_MANAGER),
        "end-deputy": _only(_MANAGER),
        "declare-interest": _INSPECTORATE,
        "end-interest": _INSPECTORATE,
        "accept-interest": _only(_MANAGER),
        "plan-leave": _only(_MANAGER, _ASSISTANT),
        "cancel-leave": _only(_MANAGER, _ASSISTANT),
        "put-on-duty": _only(_MANAGER),
        "take-off-duty": _only(_MANAGER),
        "open-calendar": _INSPECTORATE,
        "close-calendar": _INSPECTORATE,
        # Tokens of the API: anybody's own; a system's, as the rule has it, by an operations manager alone.
        "issue-token": _INSPECTORATE | _only(_PROTECTION),
        "revoke-token": _INSPECTORATE | _only(_PROTECTION),
        "record-training": _only(_MANAGER, _QUALITY),
        "note-skills": _only(_MANAGER, _QUALITY),
        # A notice on its way to its readers.
        "record-posting": _only(_MACHINERY),
        "record-delivery": _only(_MACHINERY),
        "report-bounce": _only(_MANAGER, _ASSISTANT),
        # The life of an inspection.
        "announce-inspection": _only(_MANAGER),
        "request-evidence": _only(_LEAD, _ASSISTANT),
        "receive-evidence": _only(_LEAD, _ASSISTANT, _CONTACT),
        "chase-evidence": _only(_LEAD, _ASSISTANT),
        "waive-evidence": _only(_LEAD),
        "request-further-evidence": _only(_LEAD, _ASSISTANT),
        "link-evidence": _only(_LEAD, _ASSISTANT),
        "replace-evidence": _only(_LEAD, _ASSISTANT, _CONTACT),
        "escalate-evidence": _only(_LEAD, _ASSISTANT),
        "withdraw-waiver": _only(_LEAD),
        "ask-for-extension": _only(_CONTACT),
        "grant-extension": _only(_LEAD),
        "refuse-extension": _only(_LEAD),
        # What is held about a provider.
        "hold-evidence": _only(_LEAD, _ASSISTANT, _MANAGER, _CONTACT),
        "withdraw-holding": _only(_LEAD, _ASSISTANT, _MANAGER),
        # The evidence room: the register, the timetable, what people say, and lines of enquiry.
        "register-evidence": _only(_LEAD, _INSPECTOR, _ASSISTANT),
        "take-up-evidence": _only(_LEAD, _INSPECTOR, _ASSISTANT),
        "correct-evidence": _only(_LEAD, _INSPECTOR, _ASSISTANT),
        "withdraw-evidence": _only(_LEAD),
        "plan-sessions": _only(_LEAD, _ASSISTANT),
        "move-session": _only(_LEAD, _ASSISTANT),
        "cancel-session": _only(_LEAD, _ASSISTANT),
        "hold-session": _only(_LEAD, _INSPECTOR),
        "record-survey": _only(_LEAD, _INSPECTOR, _ASSISTANT),
        "summarise-experience": _only(_LEAD),
        "note-no-experience": _only(_LEAD),
        "give-feedback": _only(_LEAD),
        "assess-prompts": _only(_LEAD, _INSPECTOR),
        "open-enquiry": _only(_LEAD),
        "work-on-enquiry": _only(_LEAD, _INSPECTOR),
        "close-enquiry": _only(_LEAD),
        "carry-enquiry": _only(_LEAD),
        "begin-fieldwork": _only(_LEAD),
        "hand-in-case-list": _only(_LEAD, _ASSISTANT, _CONTACT),
        "agree-to-new-list": _only(_LEAD, _MANAGER, _QUALITY),
        "replace-case-list": _only(_LEAD, _ASSISTANT, _CONTACT),
        "exclude-cases": _only(_LEAD, _ASSISTANT),
        "close-case-list": _only(_LEAD, _ASSISTANT),
        "set-questions": _only(_LEAD),
        "draw-sample": _only(_LEAD, _ASSISTANT),
        "note-public-value": _only(_LEAD, _ASSISTANT),
        "draw-from-list": _only(_LEAD, _ASSISTANT),
        "replace-case": _only(_LEAD),
        "end-fieldwork": _only(_LEAD),
        "propose-rating": _only(_LEAD),
        "check-correlation": _only(_LEAD),
        "close-case-reads": _only(_LEAD),
        "reopen-case-reads": _only(_LEAD, _CHAIR),
        "propose-ratings": _only(_LEAD),
        "decide-ratings": _only(_CHAIR),
        "set-condition": _only(_CHAIR),
        "meet-condition": _only(_LEAD),
        "lift-condition": _only(_CHAIR),
        "draft-report": _only(_LEAD),
        "write-section": _only(_LEAD, _INSPECTOR),
        "strike-section": _only(_LEAD),
        "note-practice": _only(_LEAD),
        "withdraw-practice": _only(_LEAD),
        "translate-text": _only(_LEAD, _ASSISTANT),
        "sign-off-report": _only(_CHIEF),
        "submit-report": _only(_CHIEF, _MANAGER),
        "send-draft": _only(_LEAD, _ASSISTANT),
        "raise-challenge": _only(_CONTACT),
        "confirm-factual-accuracy": _only(_CONTACT),
        "accept-challenge": _only(_LEAD),
        "reject-challenge": _only(_LEAD),
        "schedule-publication": _only(_MANAGER),
        "send-embargoed-copy": _only(_MANAGER, _ASSISTANT),
        "correct-report": _only(_LEAD, _CHIEF),
        "withdraw-report": _only(_CHIEF),
        "answer-report": _only(_LEAD, _MANAGER, _ASSISTANT),
        "release-dossier": _only(_MANAGER),
        "withdraw-dossier": _only(_MANAGER, _CHIEF),
        "sign-for-partner": _only(_LEAD, _MANAGER, _ASSISTANT),
        "score-criterion": _only(_LEAD),
        "leave-unrated": _only(_LEAD),
        "confirm-ratings": _only(_LEAD, _MANAGER, _CHIEF),
        "close-inspection": _only(_LEAD, _MANAGER),
        "change-lead": _only(_MANAGER),
        "move-fieldwork": _only(_MANAGER),
        "set-team": _only(_MANAGER, _LEAD),
        "follow-succession": _only(_MANAGER),
        "move-deadline": _only(_LEAD, _MANAGER),
        "defer-inspection": _only(_MANAGER),
        "resume-inspection": _only(_MANAGER),
        "cancel-inspection": _only(_MANAGER),
        "note-told": _only(_MANAGER, _LEAD, _ASSISTANT),
        "record-deadline-passed": _only(_MACHINERY),
        "record-notice-sent": _only(_MACHINERY),
        "record-publication": _only(_MACHINERY),
        # A case read.
        "record-interview": _only(_INSPECTOR, _LEAD),
        "record-answers": _only(_INSPECTOR, _LEAD),
        "note-reference": _only(_INSPECTOR, _LEAD, _ASSISTANT),
        "note-answer": _only(_INSPECTOR, _LEAD),
        "record-characteristics": _only(_INSPECTOR, _LEAD, _ASSISTANT),
        "report-diversity": _only(_LEAD),
        "report-diversity-over-period": _only(_MANAGER),
        "complete-case-read": _only(_INSPECTOR, _LEAD),
        "reopen-case-read": _only(_INSPECTOR, _LEAD),
        "allocate-case": _only(_LEAD, _MANAGER),
        "stand-in": _only(_LEAD),
        "note-reads-shown": _only(_MACHINERY),
        "record-prompts": _only(_INSPECTOR, _LEAD),
        "record-classification": _only(_INSPECTOR, _LEAD),
        "bring-back": _only(_INSPECTOR, _LEAD),
        "settle-edit": _only(_INSPECTOR, _LEAD, _QUALITY),
        # A second read, blind, and what becomes of the differences.
        "draw-second-reads": _only(_LEAD, _QUALITY),
        "waive-second-reads": _only(_QUALITY),
        "allocate-second-read": _only(_LEAD, _QUALITY),
        "record-second-answers": _only(_INSPECTOR, _LEAD),
        "note-second-answer": _only(_INSPECTOR, _LEAD),
        "complete-second-read": _only(_INSPECTOR, _LEAD),
        "reopen-second-read": _only(_INSPECTOR, _LEAD),
        "give-up-second-read": _only(_QUALITY),
        "decide-difference": _only(_QUALITY),
        # Somebody in danger.
        "raise-alert": _only(_INSPECTOR, _LEAD, _ASSISTANT, _QUALITY),
        "tell-of-alert": _only(_INSPECTOR, _LEAD, _MANAGER, _QUALITY),
        "acknowledge-alert": _only(_LEAD, _MANAGER),
        "record-alert-unacknowledged": _only(_MACHINERY),
        "record-alert-notice": _only(_MACHINERY),
        # How consistently cases are read.
        "review-agreement": _only(_QUALITY),
        "review-agreement-over-period": _only(_QUALITY),
        "draw-dip-sample": _only(_QUALITY),
        "record-dip-read": _only(_QUALITY),
        "open-benchmark": _only(_QUALITY),
        "answer-benchmark": _only(_INSPECTOR, _LEAD),
        "close-benchmark": _only(_QUALITY),
        # What is held about a case or person.
        "erase-subject": _only(_PROTECTION),
        "hold-subject": _only(_PROTECTION),
        "release-subject": _only(_PROTECTION),
        "give-access": _only(_PROTECTION),
        # A ratings panel.
        "convene-panel": _only(_MANAGER, _CHAIR),
        "invite-member": _only(_MANAGER, _CHAIR),
        "table-item": _only(_MANAGER, _CHAIR),
        "remove-item": _only(_MANAGER, _CHAIR),
        "arrange-agenda": _only(_MANAGER, _CHAIR, _ASSISTANT),
        "issue-pack": _only(_MANAGER, _ASSISTANT, _LEAD),
        "call-off-panel": _only(_MANAGER, _CHAIR),
        "open-panel": _only(_CHAIR),
        "attend-panel": _only(_CHAIR, _ASSISTANT),
        "leave-panel": _only(_CHAIR, _ASSISTANT),
        "take-chair": _only(_CHAIR),
        "recuse-member": _only(_CHAIR, _ASSISTANT),
        "defer-item": _only(_CHAIR),
        "retable-item": _only(_CHAIR),
        "record-dissent": _only(_CHAIR, _ASSISTANT),
        "close-panel": _only(_CHAIR),
        "draft-minutes": _only(_ASSISTANT, _MANAGER, _CHAIR),
        "correct-minutes": _only(_ASSISTANT, _MANAGER, _CHAIR),
        "approve-minutes": _only(_CHAIR),
        "record-panel-deadline-passed": _only(_MACHINERY),
        "record-panel-notice-sent": _only(_MACHINERY),
        # A comment or complaint.
        "receive-comment": _only(_MANAGER, _LEAD, _ASSISTANT, _CONTACT),
        "acknowledge-comment": _only(_MANAGER, _ASSISTANT),
        "assign-comment": _only(_MANAGER, _CHIEF),
        "answer-comment": _only(_MANAGER, _CHIEF, _LEAD, _QUALITY, _CHAIR),
        "record-comment-overdue": _only(_MACHINERY),
        "record-comment-notice-sent": _only(_MACHINERY),
        # A year's programme.
        "open-programme": _only(_MANAGER),
        "load-history": _only(_MANAGER),
        "note-services": _only(_MANAGER),
        "propose-selection": _only(_MANAGER),
        "freeze-frame": _only(_MANAGER),
        "note-beacon-value": _only(_MANAGER, _CHIEF, _ASSISTANT),
        "draw-lots": _only(_MANAGER),
        "remove-service": _only(_MANAGER, _CHIEF),
        "add-service": _only(_MANAGER, _CHIEF),
        "set-pin": _only(_MANAGER, _CHIEF),
        "lift-pin": _only(_MANAGER, _CHIEF),
        "propose-plan": _only(_MANAGER),
        "accept-plan": _only(_MANAGER, _CHIEF),
        "withdraw-plan": _only(_MANAGER, _CHIEF),
        "issue-draft": _only(_MANAGER),
        "receive-response": _only(_MANAGER, _ASSISTANT, _CONTACT),
        "decide-on-response": _only(_MANAGER, _CHIEF),
        "publish-programme": _only(_MANAGER, _CHIEF),
        "withdraw-programme": _only(_MANAGER, _CHIEF),
        "replan-programme": _only(_MANAGER),
        "start-inspection": _only(_MANAGER),
        "close-programme": _only(_MANAGER),
        "record-inspection-started": _only(_MACHINERY),
        "record-consultation-closed": _only(_MACHINERY),
        "record-programme-notice-sent": _only(_MACHINERY),
        # A standards framework.
        "propose-framework": _only(_MANAGER),
        "open-consultation": _only(_MANAGER),
        "record-response": _only(_ASSISTANT, _MANAGER),
        "publish-summary": _only(_MANAGER),
        "decide-on-consultation": _only(_CHIEF),
        "publish-framework": _only(_MANAGER),
        "retire-framework": _only(_MANAGER),
        # An action plan.
        "submit-action-plan": _only(_CONTACT),
        "return-action-plan": _only(_LEAD),
        "accept-action-plan": _only(_LEAD),
        "report-progress": _only(_CONTACT),
        "complete-action": _only(_CONTACT),
        "ask-for-plan-extension": _only(_CONTACT),
        "grant-plan-extension": _only(_LEAD),
        "refuse-plan-extension": _only(_LEAD),
        "propose-action-change": _only(_CONTACT),
        "agree-action-change": _only(_LEAD),
        "decline-action-change": _only(_LEAD),
        "record-body-answer": _only(_ASSISTANT),
        # What a follow-up looks at again.
        "set-up-follow-up": _only(_LEAD),
        "record-opening-figures": _only(_LEAD, _ASSISTANT),
        "compare-results": _only(_LEAD),
        "conclude-criterion": _only(_LEAD),
        "conclude-follow-up": _only(_LEAD),
        "follow-up-action-plan": _only(_LEAD),
        "give-up-action": _only(_LEAD, _MANAGER),
        "note-plan-not-received": _only(_LEAD, _MANAGER),
        "record-plan-deadline-passed": _only(_MACHINERY),
        "record-plan-notice-sent": _only(_MACHINERY),
    }
)
"""The roles that may give each command, by the command's verb."""


SIGHT: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "case-reference": _only(_INSPECTOR, _LEAD, _ASSISTANT, _PROTECTION),
        "case-note": _only(_INSPECTOR, _LEAD, _CHAIR, _QUALITY, _PROTECTION),
        "protected-characteristic": _only(_PROTECTION),
        "case-list": _only(_LEAD, _ASSISTANT, _PROTECTION),
        "sampling-frame": _only(_LEAD, _ASSISTANT, _PROTECTION),
        "document": _only(_INSPECTOR, _LEAD, _ASSISTANT, _CHAIR, _PROTECTION),
        "contact": _only(_MANAGER, _LEAD, _ASSISTANT, _PROTECTION),
        "comment": _only(_MANAGER, _CHIEF, _ASSISTANT, _LEAD, _QUALITY, _CHAIR, _PROTECTION),
        "response": _only(_MANAGER, _CHIEF, _ASSISTANT, _PROTECTION),
        "evidence-note": _only(_INSPECTOR, _LEAD, _CHAIR, _PROTECTION),
        "staff": _only(_MANAGER, _PROTECTION),
    }
)
"""The roles that may be shown each class of personal data. All others see it in the aggregate, or not at all."""

DUTY_SIGHT: frozenset[Role] = (
    SIGHT["staff"] | AUTHORITY["raise-alert"] | AUTHORITY["tell-of-alert"] | AUTHORITY["acknowledge-alert"]
)
"""The roles that are shown by name who is told of an alert today: whoever has to do with an alert telephones them.

The one exception to ``SIGHT["staff"]``. When somebody is in danger an opaque id helps nobody; and of those on duty the
name alone is shown, of nobody else and on no other day.
"""

SEES_INSPECTIONS: frozenset[Role] = frozenset(Role) - {_CONTACT, Role.AUDITOR, _MACHINERY}
"""The roles of those who work on inspections: each sees those from which nothing bars them."""

SEES_ALL_INSPECTIONS: frozenset[Role] = _only(Role.AUDITOR, _MANAGER)
"""The roles that know of every inspection, whatever their interests: who audits them, and who arranges them and keeps
the staff record."""


def may_give(role: Role, verb: str) -> bool:
    """Whether a role may give the command with this verb. A verb that is not in the table is nobody's."""
    return role in AUTHORITY.get(verb, frozenset())
