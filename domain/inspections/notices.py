"""The notices that Assay sends about an inspection. They name posts and dates, never persons."""

from collections.abc import Sequence
from datetime import date

from domain.inspections.evidence_notices import TAKEN_UP, evidence_words, taken_to, taken_up_words
from domain.inspections.folding.sharing import addressed
from domain.inspections.report.notices import KINDS as REPORT
from domain.inspections.report.notices import report_words
from domain.inspections.state import Inspection
from domain.languages import Catalogue, Language
from domain.messages import Message
from domain.notices.words import ENGLISH, said_in
from domain.text import slug

__all__ = ["Notice", "notice_of", "reader_of"]


class Notice(Message):
    """A notice to be sent once.

    Attributes:
        id: unique: the stream and the code of the notice.
        to: the provider it goes to, by its short code; ``body-`` and the code of a body that is none; or ``role-`` and
            the role in the inspectorate in which it is read.
        subject: one line.
        body: some sentences.
        languages: in which languages it says them, one after the other.
    """

    id: str
    to: str
    subject: str
    body: str
    languages: tuple[Language, ...] = ENGLISH


def reader_of(state: Inspection, code: str) -> str:
    """Who reads the notice with this code, as :class:`Notice` has it in ``to``."""
    role = taken_to(state.notices[code], code)
    if role is not None:
        return f"role-{role.value}"
    elsewhere = state.recipients.get(code)
    return f"body-{slug(elsewhere)}" if elsewhere else addressed(state, code)[1]


def notice_of(
    inspection: str,
    state: Inspection,
    code: str,
    languages: Sequence[Language] = ENGLISH,
    address: str | None = None,
) -> Notice:
    """The notice with this code, as the inspection stands.

    Args:
        inspection: the reference of the inspection.
        state: where it stands.
        code: the code under which the notice is owed.
        languages: in which languages its reader is written to, the first to be read first.
        address: where its reader finds a copy of the report under embargo, if the notice tells of one.
    """
    kind = state.notices[code]
    said, provider = addressed(state, code)
    elsewhere = state.recipients.get(code)
    role = taken_to(kind, code)
    reader = f"the {role.value.replace('-', ' ')}" if role else elsewhere or state.name_of(provider)

    def words(say: Catalogue) -> tuple[str, str]:
        subject, text = _words(kind, said, state, provider, say, address)
        return subject, say("head.inspection", reader=reader, inspection=inspection, text=text)

    used = tuple(ENGLISH if role else languages)
    subject, body = said_in(used, words)
    return Notice(
        id=f"inspection-{inspection}/{code}",
        to=reader_of(state, code),
        subject=f"{subject} ({inspection})",
        body=body,
        languages=used,
    )


def _words(
    kind: str, code: str, state: Inspection, provider: str, say: Catalogue, address: str | None
) -> tuple[str, str]:
    known = state.known
    match kind:
        case "announcement" | "fieldwork-moved":
            days = {"first": say.day(known.fieldwork_from), "last": say.day(known.fieldwork_to)}
            evidence = _evidence_ahead(known.request_due, say) if kind == "announcement" else ""
            return say(f"{kind}.subject"), say(f"{kind}.text", **days, evidence=evidence)
        case _ if kind == TAKEN_UP:
            return taken_up_words(code, state)
        case _ if kind.startswith(("evidence-", "extension-")):
            return evidence_words(kind, code, state, provider, say)
        case _ if kind in REPORT:
            return report_words(kind, code, state, provider, say, address)
        case "deferral":
            until = say("deferral.until", day=say.day(state.deferred)) if state.deferred else ""
            return say("deferral.subject"), say("deferral.text", until=until)
        case "succession":
            return say("succession.subject"), _goes_on(state, code, say)
        case "resumption" | "cancellation":
            return say(f"{kind}.subject"), say(f"{kind}.text")
        case _:
            raise LookupError(f"no words for a notice of the kind {kind}")


def _goes_on(state: Inspection, code: str, say: Catalogue) -> str:
    """With whom an inspection goes on: a provider under its present name, or parts of one that was split."""
    event = state.successions[code]
    with_ = ", ".join(each.provider_name for each in event.parts)
    left = ", ".join(each.provider_name for each in event.left)
    said = say("succession.text", provider=with_)
    return f"{said} {say('succession.left', left=left)}" if left else said


def _evidence_ahead(due: date | None, say: Catalogue) -> str:
    if due is None:
        return say("announcement.no_evidence")
    return say("announcement.evidence", due=say.day(due))
