"""What fields are called on pages, and what is said where one is missing: plain words in place of a message's own."""

import re
from collections.abc import Mapping

__all__ = ["hint_of", "label_of", "missing", "none_of"]

_LABELS: Mapping[str, str] = {
    "about": "What it is about",
    "achieved": "How it is seen that this is done",
    "action": "Action",
    "again": "Asked for again, and why",
    "agreed": "Do you agree?",
    "amendment": "What the report now says",
    "answered": "How many answered",
    "area": "Area",
    "as_worded": "Is the standard met as it is worded?",
    "asked": "How many were asked",
    "assessments": "What was found, prompt by prompt",
    "at": "Time of day",
    "bears_on": "What it bears on",
    "becomes": "Code of the action that takes its place",
    "begins": "Begins at",
    "by": "Who does it",
    "challenge": "Point of factual accuracy",
    "change": "Proposed change",
    "changed": "What is changed",
    "compared": "What is compared",
    "id": "Code",
    "interrogated": "What looking further showed",
    "meets_on": "Day of the meeting",
    "panel": "Reference of the meeting",
    "code": "Why the case cannot be read",
    "conclusion": "Conclusion",
    "deadline": "Date that is moved",
    "derivation": "Derivation that stands before the panel",
    "document": "File",
    "due": "By when",
    "ends": "Ends at",
    "enquiry": "Line of enquiry",
    "entry": "Entry in the register",
    "evidence": "Evidence it rests on",
    "extension": "Request for more time",
    "fieldwork_from": "First day of fieldwork",
    "fieldwork_to": "Last day of fieldwork",
    "findings": "What was found",
    "given_on": "When it was given",
    "held_on": "When it was held",
    "holding": "What is held already",
    "how": "How it was met",
    "in_place_of": "In whose place you sign",
    "inspectors": "Inspectors",
    "item": "Item of evidence",
    "items": "Items",
    "key_questions": "Key questions",
    "kind": "What it is",
    "lost": "Working days by which running dates move",
    "links": "What is held already and need not be asked for",
    "measure": "How it will be seen that it has worked",
    "on": "Day",
    "owner": "Post that answers for it",
    "place": "Place",
    "population": "List of cases",
    "percent": "Percentage",
    "progress": "What has been done",
    "provider": "Provider",
    "publish_on": "Day of publication",
    "question": "What is to be found out",
    "rating": "Rating",
    "reason": "Reason",
    "received_on": "When it came",
    "report": "Report that is meant",
    "said": "What was said",
    "session": "Session",
    "showed": "What it showed",
    "signed_by": "Post that signed",
    "signed_on": "Day on which it was signed",
    "standard": "Standard",
    "submitted_on": "Day on which it was submitted",
    "text": "In full",
    "title": "Title",
    "to": "To whom",
    "touches": "What it touches",
    "true_from": "First day of which it tells",
    "true_to": "Last day of which it tells",
    "until": "Until when",
    "weighed": "Characteristics that were weighed",
    "what": "What is to be done",
    "why": "Why",
    "with_whom": "In what capacity people are met",
}

_OF_COMMANDS: Mapping[tuple[str, str], str] = {
    ("allocate-case", "proposed"): "Whom the allocation proposed, if anybody",
    ("allocate-case", "reason"): "Why somebody else than was proposed, or than before",
    ("allocate-second-read", "proposed"): "Whom the allocation proposed, if anybody",
    ("allocate-second-read", "reason"): "Why somebody else than was proposed, or than before",
    ("raise-challenge", "text"): "What is wrong, and what would be right",
    ("propose-rating", "reason"): "Why this rating",
    ("ask-for-extension", "until"): "Until when you need it",
    ("ask-for-extension", "items"): "For which items",
    ("ask-for-plan-extension", "until"): "Until when you need it",
    ("defer-inspection", "until"): "When it is to go on",
    ("move-deadline", "due"): "New date",
    ("propose-action-change", "text"): "What will be done",
    ("plan-sessions", "session"): "Code of the session, of your own",
    ("change-lead", "lead"): "New lead inspector",
    ("acknowledge-alert", "action"): "What is done about it",
    ("note-told", "how"): "How, and to which post or body",
    ("exclude-cases", "code"): "Why they are excluded",
    ("exclude-cases", "reason"): "Why, in words that name nobody",
    ("agree-to-new-list", "reason"): "Why the list cannot stay, in words that name nobody",
    ("note-public-value", "value"): "What the public draw gave",
    ("close-case-list", "public_source"): "What the public draw is called",
    ("close-case-list", "public_day"): "The day on which it is held",
    ("close-case-list", "public_numbers"): "How many different numbers it gives",
    ("close-case-list", "public_highest"): "The highest number that it can give",
    ("replace-case", "code"): "Why it cannot be read",
    ("replace-case", "note"): "What there is to say about it",
    ("hold-evidence", "item"): "Code under which inspections ask for it",
    ("hold-evidence", "source"): "From whom it comes",
    ("hold-evidence", "of"): "Which body, or which submission",
    ("hold-evidence", "replaces"): "What it takes the place of",
    ("receive-comment", "sort"): "Is it a comment or a complaint?",
    ("receive-comment", "said"): "What it says",
    ("receive-comment", "whom"): "Who said it, and how they are reached",
    ("receive-comment", "received_on"): "When it came",
    ("acknowledge-comment", "acknowledged_on"): "When they were told that it came",
    ("assign-comment", "reviewer"): "Who looks into it",
    ("answer-comment", "outcome"): "What came of it",
    ("set-questions", "applies_to"): "Only in which cases, if not in every one",
    ("set-questions", "guidance"): "What a reader is told about answering it",
    ("set-questions", "prompts"): "Prompts, one a line",
    ("set-questions", "reason"): "Why these take the place of others, if there are any",
    ("set-questions", "text"): "Question",
    ("announce-inspection", "inspection"): "Reference",
    ("register-provider", "provider"): "Short code, of your own",
    ("register-provider", "title"): "Name",
    ("register-provider", "kind"): "Kind of provider",
    ("rename-provider", "title"): "New name",
    ("rename-provider", "since"): "From which day it is so called",
    ("merge-provider", "into"): "Which provider takes its place",
    ("merge-provider", "since"): "From which day",
    ("split-provider", "into"): "Which providers take its place",
    ("split-provider", "since"): "From which day",
    ("register-body", "title"): "Name, as it stands on distribution lists",
    ("register-body", "area"): "Of which area, where each area has one",
    ("register-body", "since"): "From which day, if not from today",
    ("change-body", "since"): "From which day, if not from today",
    ("end-body", "since"): "From which day, if not from today",
    ("announce-inspection", "protocol"): "Kind of inspection",
    ("announce-inspection", "lead"): "Lead inspector",
    ("announce-inspection", "also"): "Other providers",
    ("follow-succession", "successor"): "Which provider took its place",
    ("follow-succession", "also"): "Further parts that it goes on with",
    ("announce-inspection", "subject"): "Topic",
    ("answer-report", "response"): "Code of the answer, of your own",
    ("answer-report", "by"): "Code of the provider or body that answered",
    ("answer-report", "title"): "Post or body that answered",
    ("answer-report", "text"): "What it said",
    ("convene-panel", "in_place_of"): "In whose place they take the chair",
    ("take-chair", "in_place_of"): "In whose place they take the chair",
    ("decide-difference", "question"): "Key question",
    ("note-answer", "question"): "Key question",
    ("note-second-answer", "question"): "Key question",
    ("review-agreement-over-period", "question"): "Key question",
    ("decide-on-consultation", "outcome"): "What comes of the consultation",
    ("decide-on-response", "outcome"): "What comes of it",
    ("draw-dip-sample", "size"): "How many cases",
    ("give-up-action", "becomes"): "What becomes of it",
    ("note-told", "reader"): "Who was told",
    ("open-programme", "first_monday"): "Monday of its first week",
    ("receive-response", "said"): "What it says",
    ("receive-response", "whom"): "Who sent it, and how they are reached",
    ("record-survey", "question"): "Code of the question, of your own",
    ("record-survey", "text"): "What was asked",
    ("review-agreement", "group"): "Key question or reader",
    ("set-up-follow-up", "also"): "Further lists of cases",
    ("set-up-follow-up", "classified"): "How those cases are classified",
    ("set-up-follow-up", "earlier"): "Title of a first inspection that is not on the record",
    ("set-up-follow-up", "follows"): "First inspection",
    ("set-up-follow-up", "only"): "To which of its cases alone, in words",
    ("set-up-follow-up", "strata"): "Strata of the first sample",
    ("set-up-follow-up", "wording"): "Words of each recommendation",
    ("strike-section", "place"): "Which text",
    ("translate-text", "place"): "Which text",
    ("write-section", "place"): "Which text",
}
"""Where the same word means something else: by the command's verb and the field."""

_NONE: Mapping[str, str] = {
    "action": "No action is left to be completed.",
    "challenge": "No point of factual accuracy waits for an answer.",
    "change": "No change of an action waits for an answer.",
    "condition": "No condition is open.",
    "deadline": "No date runs.",
    "enquiry": "No line of enquiry is open.",
    "entry": "Nothing stands in the register.",
    "extension": "No request for more time waits for an answer.",
    "holding": "Nothing is held that could be chosen.",
    "item": "There is no item of evidence for which this could be done.",
    "session": "No session is planned that has not been held.",
}
"""What is said where a field must name something that is there already, and nothing is."""

_OF_THE_COMMAND_LINE = re.compile(
    r",? as `assay [^`]+` (?:shows?|lists?|prints?|has) (?:it|them)|; give it once for each|,? ?`assay [^`]+`"
    r"|, by the id of its protocol|'s user id, such as os-1000|,? by (?:opaque|user) ids?|, opaque|``"
)

_SAYING_NOTHING = frozenset(
    {
        "who",
        "why",
        "where",
        "what",
        "how many",
        "its day",
        "day",
        "which one",
        "which case",
        "which list",
        "which point",
    }
    | {"when it came", "what it says", "what it is called"}
)
"""What a hint would say that nobody needs to be told."""


def label_of(verb: str, field: str) -> str:
    """What a field of a command is called."""
    plain = field.replace("_", " ").capitalize()
    return _OF_COMMANDS.get((verb, field)) or _LABELS.get(field, plain)


def hint_of(meaning: str, label: str) -> str:
    """What a field is for, in a sentence; nothing where its name says the same already."""
    said = _OF_THE_COMMAND_LINE.sub("", meaning).strip().rstrip(".")
    bare = re.sub(r"^the |, by (?:its|their) [^,]*$|[;,] may be left out$", "", said)
    if label.endswith("?") and bare.startswith("whether "):
        return ""
    if not said or bare.casefold() in {label.casefold(), "its code"} | _SAYING_NOTHING:
        return ""
    return f"{said[:1].upper()}{said[1:]}."


def none_of(field: str) -> str:
    """What is said where nothing is there that a field could name; empty where anything may be entered."""
    return _NONE.get(field, "")


def missing(label: str, kind: str) -> str:
    """What is said where a field must be given and was not."""
    lower = f"{label[:1].lower()}{label[1:]}"
    if kind in ("radios", "select", "checkboxes"):
        return f"Select: {lower}"
    if kind in ("file", "table"):
        return "Choose a file" if lower.removeprefix("the ") == "file" else f"Choose a file: {lower}"
    return f"Enter: {lower}"
