"""Where commands stand on the command line whose place does not follow from the stream that they are for."""

from collections.abc import Mapping

__all__ = ["PLACES", "named_in"]

PLACES: Mapping[str, str] = {
    "hand-in-case-list": "lists submit",
    "replace-case-list": "lists replace",
    "exclude-cases": "lists exclude",
    "close-case-list": "lists close",
    "draw-from-list": "samples draw",
    "replace-case": "samples replace",
    "request-evidence": "evidence request",
    "request-further-evidence": "evidence request-further",
    "link-evidence": "evidence link",
    "receive-evidence": "evidence submit",
    "replace-evidence": "evidence replace",
    "chase-evidence": "evidence chase",
    "escalate-evidence": "evidence escalate",
    "waive-evidence": "evidence waive",
    "withdraw-waiver": "evidence withdraw-waiver",
    "ask-for-extension": "evidence extension ask",
    "grant-extension": "evidence extension grant",
    "refuse-extension": "evidence extension refuse",
    "hold-evidence": "evidence hold",
    "withdraw-holding": "evidence withdraw-held",
    "register-evidence": "evidence register",
    "take-up-evidence": "evidence take-up",
    "correct-evidence": "evidence correct",
    "withdraw-evidence": "evidence withdraw",
    "plan-sessions": "fieldwork plan",
    "move-session": "fieldwork move",
    "cancel-session": "fieldwork cancel",
    "hold-session": "fieldwork hold",
    "record-survey": "fieldwork survey",
    "summarise-experience": "fieldwork summarise",
    "give-feedback": "fieldwork feedback",
    "assess-prompts": "enquiry assess",
    "open-enquiry": "enquiry open",
    "work-on-enquiry": "enquiry work-on",
    "close-enquiry": "enquiry close",
    "carry-enquiry": "enquiry carry",
    "check-correlation": "correlation check",
    "allocate-case": "case allocate",
    "draw-second-reads": "cases draw-second",
    "waive-second-reads": "cases waive-second",
    "allocate-second-read": "cases allocate-second",
    "record-second-answers": "cases answer-second",
    "note-second-answer": "cases note-second",
    "complete-second-read": "cases complete-second",
    "reopen-second-read": "cases reopen-second",
    "give-up-second-read": "cases give-up-second",
    "decide-difference": "cases decide",
    "raise-alert": "cases alert",
    "tell-of-alert": "cases tell",
    "acknowledge-alert": "cases acknowledge",
    "bring-back": "cases bring-back",
    "settle-edit": "cases settle",
    "review-agreement": "cases review",
    "draw-dip-sample": "cases draw-dip",
    "record-dip-read": "cases dip",
    "open-benchmark": "exercise open",
    "answer-benchmark": "exercise answer",
    "close-benchmark": "exercise close",
    "write-section": "report section",
    "strike-section": "report strike",
    "note-practice": "report practice",
    "withdraw-practice": "report withdraw-practice",
    "translate-text": "report translate",
    "send-embargoed-copy": "report embargo",
    "correct-report": "report correct",
    "withdraw-report": "report withdraw",
    "answer-report": "report respond",
}
"""The group and the name of each, by its verb."""


def named_in(group: str) -> Mapping[str, str]:
    """What the commands of a group are called in it, by verb."""
    return {
        verb: place.removeprefix(f"{group} ") for verb, place in PLACES.items() if place.split()[0] == group
    }
