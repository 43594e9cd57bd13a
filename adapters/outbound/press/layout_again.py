"""What a follow-up found beside the first results, as blocks: what prompted it, the figures, and what was concluded."""

from collections.abc import Callable, Iterable, Iterator

from adapters.outbound.press.blocks import Block, plain
from adapters.outbound.press.wordings import Wording
from domain.inspections.report.again import Again
from domain.inspections.report.beside import Shown, ShownRow
from domain.inspections.report.content import ReportContent, Said

__all__ = ["again"]

_Saying = Callable[[Said], Iterable[Block]]
_NOTHING = "\u2013"
_MINUS = "\u2212"


def again(content: ReportContent, t: Wording, say: _Saying) -> Iterator[Block]:
    """What a follow-up found beside the first results; nothing for a report of anything else.

    Args:
        content: the report.
        t: the fixed texts.
        say: makes blocks of what somebody wrote.
    """
    found = content.again
    if found is None:
        return
    yield from _followed(found, t)
    yield _heading(2, t("again.prompted"))
    yield {
        "kind": "list",
        "items": [
            {"text": said.text, "language": "" if said.language == t.language else said.language}
            for _, said in found.prompted
        ],
    }
    yield _heading(2, t("again.cases"))
    yield from say(found.only)
    yield plain(_cases(found, t))
    for title, weeks in found.periods:
        yield plain(t("again.period", title=title.text, weeks=t.number(weeks)))
    yield from _tables(found, t)
    yield _heading(2, t("again.concluded"))
    titles = dict(found.titles)
    for standard, conclusion in found.conclusions:
        yield _heading(3, t.headed(standard, titles.get(standard, "")).strip(), t.of_framework)
        yield from say(conclusion)
    yield _heading(3, t("again.whole"))
    yield from say(found.conclusion)


def _followed(found: Again, t: Wording) -> Iterator[Block]:
    if found.earlier:
        yield plain(t("again.earlier", first=found.earlier))
    elif found.first_published:
        yield plain(t("again.follows", first=found.follows, day=t.day(found.first_published)))
    for source in found.sources:
        yield plain(t("again.source", source=source))


def _cases(found: Again, t: Wording) -> str:
    now = t("hidden") if found.again_cases is None else t.number(found.again_cases)
    if found.earlier:
        return t("again.counted_now", again=now)
    then = t("hidden") if found.first_cases is None else t.number(found.first_cases)
    return t("again.counted", again=now, first=then)


def _tables(found: Again, t: Wording) -> Iterator[Block]:
    narrower = [each for each in found.rows if each.why == "narrower"]
    whole = [each for each in found.rows if each.whole and _has_figures(each)]
    asked = [each for each in found.rows if not each.whole and _has_figures(each)]
    shown = [*whole, *asked]
    yield _heading(2, t("again.beside"))
    for caption, rows in (("again.caption", whole), ("again.caption_asked", asked)):
        if rows:
            yield _table(t(caption), rows, found, t)
    if any(each.difference and each.difference.low is not None for each in shown):
        yield plain(t("again.interval"))
    if any(each.why == "unpublished" for each in shown):
        yield plain(t("again.rounded"))
    if any(each.hidden for each in shown) or any(
        part and part.hidden for each in shown for part in each.periods
    ):
        yield plain(t("again.few", hidden=t("hidden")))
    if narrower:
        yield plain(t("again.not_rescored"))
        titles = dict(found.titles)
        yield {
            "kind": "list",
            "items": [
                {
                    "text": t.headed(each.subject, titles.get(each.subject, "")).strip(),
                    "language": t.of_framework,
                }
                for each in narrower
            ],
        }


def _has_figures(row: ShownRow) -> bool:
    return row.first is not None or row.again is not None


def _table(caption: str, rows: list[ShownRow], found: Again, t: Wording) -> Block:
    titles = dict(found.titles)
    columns = [t("again.first"), t("again.again"), t("again.difference")]
    return {
        "kind": "table",
        "caption": caption,
        "head": [t("again.subject"), *columns, *(title.text for title, _ in found.periods)],
        "rows": [
            [
                {
                    "text": t.headed(each.subject, titles.get(each.subject, "")).strip(),
                    "more": "",
                    "language": t.of_framework,
                },
                *_cells(
                    _figure(each.first, t),
                    _figure(each.again, t),
                    _difference(each, t),
                    *(_figure(part, t) for part in each.periods),
                ),
            ]
            for each in rows
        ],
    }


def _cells(*texts: str) -> list[dict[str, str]]:
    return [{"text": each, "more": "", "language": ""} for each in texts]


def _figure(figure: Shown | None, t: Wording) -> str:
    if figure is None:
        return _NOTHING
    if figure.hidden:
        return t("hidden")
    if figure.words is not None:
        return figure.words
    if figure.met is None or figure.of is None:
        return t("again.percent", percent=figure.percent)
    return t("again.figure", percent=figure.percent, met=t.number(figure.met), of=t.number(figure.of))


def _difference(row: ShownRow, t: Wording) -> str:
    if row.hidden:
        return t("hidden")
    found = row.difference
    if found is None:
        return _why(row, t)
    points = t("again.points", points=_points(found.tenths))
    if found.low is None or found.high is None:
        return t("again.noted", points=points, note=_why(row, t))
    text = t("again.range", points=points, low=_points(found.low), high=_points(found.high))
    return text if found.beyond_chance else t("again.noted", points=text, note=t("again.chance"))


def _why(row: ShownRow, t: Wording) -> str:
    if row.why is None:
        return row.reason or _NOTHING
    values = dict(row.values)
    if row.why == "unpublished":
        values["whose"] = t(f"again.whose.{values['whose'].replace(' and ', '_and_').replace('-', '_')}")
    return t(f"again.why.{row.why}", **values)


def _points(tenths: int) -> str:
    """Tenths of a point as they are read, with a sign: ``+25.0``."""
    sign = _MINUS if tenths < 0 else "+" if tenths else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _heading(level: int, text: str, language: str = "") -> Block:
    return {"kind": "heading", "level": level, "text": text, "id": "", "language": language, "page": False}
