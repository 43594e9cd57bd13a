"""Whether everybody may have the dossier of an inspection: what it names, who read it, its release and withdrawal."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.ports import StoreFault
from activities.proof.sealing import NotConsistent, SigningKeyMissing
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.auditing.audited import Audits, audited
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent, shown
from adapters.inbound.web.forms.sending import STALE, Attempt, Entries, attempt, attempt_command, read_sent
from adapters.inbound.web.rendering import Pages
from domain.dossiers.release import ReleaseDossier, WithdrawDossier, all_out
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["add_to"]

FILE = "file"
_VERBS = (ReleaseDossier.verb, WithdrawDossier.verb)


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page, for whoever may release or withdraw."""

    def page(request: Request, visitor: Visitor, reference: str, tried: Attempt, verb: str = "") -> Response:
        row = audited(house, visitor, reference, "audit dossier")
        stream = inspection_stream(reference)
        out = all_out(house.services.records.read([stream])[stream].state)
        releasing = house.services.releasing
        released = releasing.stands(reference)
        may = {each: visitor.role_for(each) is not None for each in _VERBS}
        return pages.page(
            request,
            "audit_release.html",
            422 if tried.problems else 200,
            row=row,
            released=released,
            out=out,
            named=releasing.named(reference) if out and not released else (),
            may_release=may[ReleaseDossier.verb],
            may_withdraw=may[WithdrawDossier.verb],
            releasing=shown(
                ReleaseDossier,
                {"read_by": visitor.id, **(tried.entered if verb == ReleaseDossier.verb else {})},
                tried.problems if verb == ReleaseDossier.verb else (),
                fixed=("inspection", "dossier", "names"),
            ),
            withdrawing=shown(
                WithdrawDossier,
                tried.entered if verb == WithdrawDossier.verb else {},
                tried.problems if verb == WithdrawDossier.verb else (),
                fixed=("inspection",),
            ),
            file_error=next((each.text for each in tried.problems if each.field == FILE), ""),
            problems=tried.problems,
            command_id=tried.entered.get("command_id") or new_command_id(),
            entered=tried.entered,
        )

    def answer(request: Request, visitor: Visitor, reference: str, tried: Attempt, verb: str) -> Response:
        if tried.done is None or tried.problems:
            return page(request, visitor, reference, tried, verb)
        response = RedirectResponse(f"/audit/inspections/{reference}/release", 303)
        sessions.tell(response, tried.done.said)
        return response

    def asked(visitor: Visitor, *verbs: str) -> None:
        if not any(visitor.role_for(each) for each in verbs):
            not_there()

    @app.get("/audit/inspections/{reference}/release")
    def ask(request: Request, visitor: Audits, reference: str) -> Response:
        asked(visitor, *_VERBS)
        return page(request, visitor, reference, Attempt((), {}))

    @app.post("/audit/inspections/{reference}/release")
    def release(request: Request, visitor: Audits, reference: str, sent: Sent) -> Response:
        asked(visitor, ReleaseDossier.verb)
        tried = _released(house, visitor, reference, read_sent(sessions, request, sent))
        return answer(request, visitor, reference, tried, ReleaseDossier.verb)

    @app.post("/audit/inspections/{reference}/release/withdraw")
    def withdraw(request: Request, visitor: Audits, reference: str, sent: Sent) -> Response:
        asked(visitor, WithdrawDossier.verb)
        entries = read_sent(sessions, request, sent)
        tried = attempt(house, visitor, WithdrawDossier, entries, {"inspection": reference})
        return answer(request, visitor, reference, tried, WithdrawDossier.verb)


def _released(house: House, visitor: Visitor, reference: str, sent: Entries) -> Attempt:
    """Give the command that releases the file that was sent."""
    if not sent.genuine:
        return Attempt((STALE,), sent.entered)
    if FILE not in sent.files:
        return Attempt((Problem(FILE, "Choose the dossier that was read"),), sent.entered)
    releasing = house.services.releasing
    try:
        read = releasing.read(sent.files[FILE].file.read())
    except Refused as refused:
        return Attempt((Problem(FILE, refused.refusal.sentence),), sent.entered)
    except (NotConsistent, SigningKeyMissing) as error:
        raise StoreFault(str(error)) from error
    if read.inspection != reference:
        return Attempt((Problem(FILE, f"That is the dossier of {read.inspection}"),), sent.entered)
    read_by, reason = (sent.entered.get(each, "").strip() for each in ("read_by", "reason"))
    if not read_by:
        return Attempt((Problem("read_by", "Say who read it"),), sent.entered)
    try:
        command = releasing.command(read, read_by, reason or None)
    except ValueError:
        return Attempt(
            (Problem("read_by", "Write the number under which they act, such as os-1004"),), sent.entered
        )
    return attempt_command(house, visitor, command, sent)
