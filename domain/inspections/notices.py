"""The words of the notices that Assay sends about an inspection. They name posts and dates, never persons."""

from datetime import date

from domain.inspections.evidence_notices import evidence_words, taken_to
from domain.inspections.folding.sharing import addressed
from domain.inspections.report.notices import KINDS as REPORT
from domain.inspections.report.notices import report_words
from domain.inspections.state import Inspection
from domain.messages import Message
from domain.text import slug
from domain.working_days import in_words

__all__ = ["Notice", "notice_of"]


class Notice(Message):
    """A notice to be sent once.

    Attributes:
        id: unique: the stream and the code of the notice.
        to: the provider it goes to, by its short code; ``body-`` and the code of a body that is none; or ``role-`` and
            the role in the inspectorate in which it is read.
        subject: one line.
        body: some sentences.
    """

    id: str
    to: str
    subject: str
    body: str


def notice_of(inspection: str, state: Inspection, code: str) -> Notice:
    """The notice with this code, as the inspection stands.

    Args:
        inspection: the reference of the inspection.
        state: where it stands.
        code: the code under which the notice is owed.
    """
    kind = state.notices[code]
    said, provider = addressed(state, code)
    subject, body = _words(kind, said, state, provider)
    elsewhere = state.recipients.get(code)
    role = taken_to(kind, code)
    reader = f"the {role.value.replace('-', ' ')}" if role else elsewhere
    inside = f"role-{role.value}" if role else None
    return Notice(
        id=f"inspection-{inspection}/{code}",
        to=inside or (f"body-{slug(elsewhere)}" if elsewhere else provider),
        subject=f"{subject} ({inspection})",
        body=f"To: {reader or state.name_of(provider)}\nInspection: {inspection}\n\n{body}\n",
    )


def _words(kind: str, code: str, state: Inspection, provider: str) -> tuple[str, str]:
    known = state.known
    match kind:
        case "announcement":
            return "Your inspection is announced", (
                f"Your services will be inspected. Fieldwork is planned from {in_words(known.fieldwork_from)} to "
                f"{in_words(known.fieldwork_to)}. {_evidence_ahead(known.request_due)}"
            )
        case _ if kind.startswith(("evidence-", "extension-")):
            return evidence_words(kind, code, state, provider)
        case _ if kind in REPORT:
            return report_words(kind, code, state)
        case "fieldwork-moved":
            return "The days of fieldwork have moved", (
                f"Fieldwork is now planned from {in_words(known.fieldwork_from)} to "
                f"{in_words(known.fieldwork_to)}."
            )
        case "deferral":
            until = f" until {in_words(state.deferred)}" if state.deferred else ""
            return "Your inspection is put off", f"The inspection was put off{until}. No date runs meanwhile."
        case "resumption":
            return (
                "Your inspection goes on",
                "The inspection goes on. Dates that were running have been moved by the working days lost.",
            )
        case "succession":
            now = state.name_of(addressed(state, code)[1])
            return "Your inspection goes on under another name", (
                f"The inspection goes on with {now}. Nothing that was handed in is asked for again; "
                "dates that were moved are in the inspection's timeline."
            )
        case "cancellation":
            return "Your inspection is cancelled", "The inspection will not go on."
        case _:
            raise LookupError(f"no words for a notice of the kind {kind}")


def _evidence_ahead(due: date | None) -> str:
    if due is None:
        return "You will be asked for no evidence in advance."
    return f"You will be asked for evidence by {in_words(due)}."
