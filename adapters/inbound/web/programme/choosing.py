"""Which services are inspected and why; and the lottery's record, with which anybody can draw the lots again."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from adapters.inbound.shown.words import words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Table
from adapters.inbound.web.programme.asked import named
from adapters.inbound.web.programme.seen import Arranges, programme_for
from adapters.inbound.web.rendering import Pages
from domain.programme.choice.lottery import Frame
from domain.programme.year.state import Choice, Programme
from domain.text import counted

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add ``/programme/{code}/selection``, and the lottery below ``/lots`` with the files to draw it again."""

    @app.get("/programme/{code}/selection")
    def selection(request: Request, code: str, visitor: Arranges) -> Response:
        state = programme_for(house, visitor, code)
        titles = named(house)
        tables = [(rule, choice, _table(choice, titles)) for rule, choice in sorted(state.selections.items())]
        return pages.page(
            request,
            "programme_selection.html",
            state=state,
            arranges=True,
            selections=tables,
            titles=titles,
        )

    @app.get("/programme/{code}/lots/{rule}")
    def lots(request: Request, code: str, rule: str, visitor: Arranges) -> Response:
        state = programme_for(house, visitor, code)
        choice, frame = _lottery(state, rule)
        titles = named(house)
        return pages.page(
            request,
            "programme_lots.html",
            state=state,
            arranges=True,
            rule=rule,
            choice=choice,
            frame=frame,
            lots=_lots(choice, titles),
            excluded=Table(
                f"{counted(len(frame.excluded), 'service')} excluded from the frame",
                ("Service", "Why"),
                [(titles.get(each.id, each.id), each.reason) for each in frame.excluded],
            ),
            titles=titles,
        )

    @app.get("/programme/{code}/lots/{rule}/frame.json")
    def frame_file(code: str, rule: str, visitor: Arranges) -> Response:
        _, frame = _lottery(programme_for(house, visitor, code), rule)
        return _download(
            frame.model_dump_json(indent=1) + "\n", f"frame-{code}-{rule}.json", "application/json"
        )

    @app.get("/programme/{code}/lots/{rule}/codes.txt")
    def codes(code: str, rule: str, visitor: Arranges) -> Response:
        _, frame = _lottery(programme_for(house, visitor, code), rule)
        return _download(
            "".join(f"{each.id}\n" for each in frame.entries), f"frame-{code}-{rule}.txt", "text/plain"
        )


def _download(text: str, name: str, kind: str) -> Response:
    return PlainTextResponse(
        text, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _lottery(state: Programme, rule: str) -> tuple[Choice, Frame]:
    choice = state.selections.get(rule)
    if choice is None or choice.proposed.frame is None:
        not_there()
    return choice, choice.proposed.frame


def _table(choice: Choice, titles: Mapping[str, str]) -> Table:
    """Every service with whether it is in the programme by this selection, and why, or why not."""
    selected = set(choice.selected)
    lots = {each.id: each for each in choice.drawn.lots} if choice.drawn else {}
    rows = []
    for each in sorted(choice.proposed.choices, key=lambda one: (one.id not in selected, one.id)):
        lot = lots.get(each.id)
        decided = choice.removed.get(each.id) or choice.added.get(each.id)
        by = "decision" if decided else "lot" if lot and lot.outcome == "drawn" else each.by
        why = decided or (f"by lot: {lot.reason}" if lot else each.reason)
        rows.append(
            (
                titles.get(each.id, each.id),
                "Yes" if each.id in selected else "No",
                words(by).capitalize(),
                why,
            )
        )
    known = {each.id for each in choice.proposed.choices}
    rows += [
        (titles.get(code, code), "Yes" if code in selected else "No", "Decision", why)
        for code, why in choice.added.items()
        if code not in known
    ]
    caption = f"{len(selected)} selected of {choice.proposed.wanted} wanted"
    notes = tuple(f"Cannot be had: {each}." for each in choice.proposed.shortfalls)
    return Table(caption, ("Service", "In the programme", "By", "Why, or why not"), rows, notes)


def _lots(choice: Choice, titles: Mapping[str, str]) -> Table | None:
    if choice.drawn is None:
        return None
    rows = [
        (
            place,
            titles.get(each.id, each.id),
            each.id,
            each.region,
            words(each.outcome).capitalize(),
            each.reason,
            each.lot,
        )
        for place, each in enumerate(choice.drawn.lots, start=1)
    ]
    columns = ("Place", "Service", "Code", "Region", "Outcome", "Why", "Lot")
    return Table("The lots, lowest first", columns, rows)
