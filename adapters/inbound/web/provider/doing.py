"""What a provider's contact does: hands in evidence, asks for more time, says what is wrong in the draft, comments."""

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.responses import Response

from activities.evidence_held import CameIn
from adapters.inbound.commands.ids import comment_of, point_of
from adapters.inbound.shown.provider.asked import window_until
from adapters.inbound.shown.words import words
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Entered
from adapters.inbound.web.provider.forms import Form, add_form
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.comments.commands import ReceiveComment
from domain.inspections.commands import (
    AskForExtension,
    ConfirmFactualAccuracy,
    RaiseChallenge,
    ReceiveEvidence,
    ReplaceEvidence,
)
from domain.inspections.report.texts import places_of
from domain.inspections.state import Evidence
from domain.ledger.receipts import write_receipt

__all__ = ["add_to"]

Where = Mapping[str, str]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the pages on which a contact does something."""
    doing = _Doing(house)
    for path, making in (
        ("evidence/{item}", doing.hand_in),
        ("more-time", doing.more_time),
        ("draft", doing.point),
        ("draft/confirm", doing.confirm),
        ("comment", doing.comment),
    ):
        add_form(app, house, sessions, pages, path, making)
    _add_downloads(app, house)


def _add_downloads(app: FastAPI, house: House) -> None:
    @app.get("/provider/{reference}/evidence/{item}/receipt")
    def receipt(reference: str, item: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        _item(room, visitor, item)
        came = _came(house, reference, item) or not_there()
        written = write_receipt(house.services.proving.receipt(came.command_id))
        return _file(written, "text/plain", f"receipt-{reference}-{item}.txt")

    @app.get("/provider/{reference}/cases/{population}/receipt")
    def list_receipt(reference: str, population: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        received = room.state.lists.get(population) or not_there()
        came = house.services.case_lists.handed_in_by(received)
        written = write_receipt(house.services.proving.receipt(came))
        return _file(written, "text/plain", f"receipt-{reference}-{population}.txt")

    @app.get("/provider/{reference}/draft/report")
    def draft(reference: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        if room.state.report is None or room.state.report.sent is None:
            not_there()
        content = house.services.reports.print(reference, form="pdf")
        return _file(content, "application/pdf", f"draft-{reference}.pdf")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _item(room: Room, visitor: Visitor, code: str) -> Evidence:
    """An item that was asked of the contact's own provider."""
    found = room.state.evidence.get(code)
    if found is None or room.state.provider_of(found.item) != visitor.provider:
        not_there()
    return found


def _came(house: House, inspection: str, item: str) -> CameIn | None:
    """How an item last came in."""
    found = [each for each in house.services.held.came_in(inspection) if each.item == item]
    return found[-1] if found else None


_DAYS = {
    "true_from": ("First day that it tells of", "For figures at one day, that day."),
    "true_to": ("Last day that it tells of", "If it tells of a longer time."),
}


class _Doing:
    """Makes the forms."""

    def __init__(self, house: House) -> None:
        self._house = house

    def hand_in(self, room: Room, visitor: Visitor, entered: Entered, where: Where) -> Form:
        """Hand in an item; or a better file in the place of the one that came in, and its receipt."""
        code = where["item"]
        item = _item(room, visitor, code)
        here = item.outcome != "awaited"
        # What a form was made for it stays for, so that it does the same when it is sent again.
        doing = entered.get("doing") or ("replace" if here else "receive")
        most = self._house.services.handing_in.largest // (1024 * 1024)
        file = ("A better file" if here else "The file", f"At most {most} MB. It is kept encrypted.")
        labels = {**_DAYS, "document": file, "reason": ("Why it is better", "")}
        came = _came(self._house, room.row.reference, code)
        intro = () if here else (f"It is evidence for {item.item.serves}.",)
        return Form(
            title=item.item.title,
            command=ReplaceEvidence if doing == "replace" else ReceiveEvidence,
            given={"item": code},
            intro=intro,
            button="Put it in its place" if here else "Hand in",
            after=f"evidence/{code}",
            labels=labels,
            required=frozenset({"document"}),
            hidden={"doing": doing},
            shown_above={"item": item, "code": code, "came": came if here else None},
            template="provider_evidence.html",
            open=item.outcome in ("awaited", "received"),
        )

    def more_time(self, room: Room, visitor: Visitor, entered: Entered, _: Where) -> Form:
        """Ask for more time for evidence."""
        mine = {
            code: each
            for code, each in room.state.evidence.items()
            if each.outcome == "awaited" and room.state.provider_of(each.item) == visitor.provider
        }
        if any(each not in room.state.evidence for each in entered.get("items", "").split("\n") if each):
            not_there()
        return Form(
            title="Ask for more time",
            command=AskForExtension,
            given=_whose(room, visitor),
            intro=("The lead inspector answers. Until then the dates stand as they are.",),
            button="Ask",
            choices={"items": tuple((code, each.item.title) for code, each in mine.items())},
            labels={
                "items": ("Which items do you need it for?", "Tick none for all of them."),
                "until": ("Until when do you need it?", ""),
                "reason": ("Why do you need it?", ""),
            },
            open=bool(mine),
            shown_above={"closed": "Nothing is awaited for which there could be more time."},
        )

    def point(self, room: Room, visitor: Visitor, entered: Entered, _: Where) -> Form:
        """Point out what is wrong in the draft."""
        state = room.state
        report = state.report
        if report is None or report.sent is None:
            not_there()
        until = window_until(self._house, visitor.provider or "", state)
        protocol = self._house.services.reports.protocol_of(state)
        amended = dict(report.amendments)
        points = [(code, each, amended.get(code, "")) for code, each in room.points.items()]
        return Form(
            title="Factual accuracy of the draft report",
            command=RaiseChallenge,
            # The same form names the same point, and two people's forms never do.
            given={"challenge": point_of(entered.get("command_id", "")), **_whose(room, visitor)},
            button="Add this point",
            after="draft",
            choices={"place": tuple((each, _place(each)) for each in places_of(state, protocol))},
            labels={
                "about": ("What is it about?", "In a few words."),
                "text": ("What is wrong, and what would be right?", ""),
                "place": ("Where in the report?", ""),
            },
            shown_above={"until": until, "points": points, "over": _over(room, visitor)},
            template="provider_draft.html",
            open=until is not None,
        )

    def confirm(self, room: Room, visitor: Visitor, _entered: Entered, _where: Where) -> Form:
        """Say that there are no more points."""
        until = window_until(self._house, visitor.provider or "", room.state)
        raised = len(room.points)
        return Form(
            title="Have you no more points?",
            command=ConfirmFactualAccuracy,
            given=_whose(room, visitor),
            intro=(
                f"You have raised {raised or 'no'} point{'' if raised == 1 else 's'}.",
                "When you say that you have no more, none can be added.",
            ),
            button="I have no more points",
            after="draft",
            shown_above={"closed": _over(room, visitor)},
            open=until is not None,
        )

    def comment(self, room: Room, _visitor: Visitor, entered: Entered, _where: Where) -> Form:
        """Comment or complain."""
        # The same form names the same comment, so that a form sent again is the same command.
        return Form(
            title="Comment or complain",
            command=ReceiveComment,
            given={
                "comment": comment_of(entered.get("command_id", "")),
                "received_on": today_in_london(self._house.services).isoformat(),
                "inspection": room.row.reference,
            },
            after="comments",
            intro=(
                "It is acknowledged, and looked into by somebody who took no part in your inspection.",
                "Where it stands, by when it is answered, and the answer are on a page of your own.",
                "What you write is kept encrypted, and only those who look into it may read it.",
            ),
            choices={"about": (("inspection", "How we inspect you"), ("report", "What the report says"))},
            labels={
                "sort": ("Is it a comment or a complaint?", ""),
                "about": ("What is it about?", ""),
                "said": ("What do you want to say?", ""),
                "whom": ("Your name, and how we reach you", "If you want an answer to yourself."),
            },
        )


def _whose(room: Room, visitor: Visitor) -> dict[str, str | None]:
    """For which provider something is said, where several are inspected together."""
    return {"provider": visitor.provider if room.state.known.others else None}


def _over(room: Room, visitor: Visitor) -> str:
    """Why no points can be raised any more."""
    report = room.state.report
    if report is not None and visitor.provider in report.no_more:
        return "You have said that you have no more points."
    return "The time for points of factual accuracy is over."


def _place(code: str) -> str:
    """A place of the report in words."""
    kind, _, which = code.partition("/")
    return f"{words(kind).capitalize()} {which}" if which else words(code).capitalize()
