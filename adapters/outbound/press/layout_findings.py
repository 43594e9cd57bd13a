"""What was found, as blocks: for each standard its rating and text, the numbers beside the shares, and a chart each."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from adapters.outbound.press.charts import bar
from adapters.outbound.press.wordings import Wording
from domain.inspections.report import ReportContent, Said
from domain.inspections.report_found import QuestionFound, StandardFound

__all__ = ["findings"]

_Block = dict[str, Any]
_Saying = Callable[[Said], Iterable[_Block]]


def findings(
    content: ReportContent, t: Wording, say: _Saying, level: Callable[[str | None], str]
) -> Iterator[_Block]:
    """What was found, by domain, standard and key question.

    Args:
        content: the report.
        t: the fixed texts.
        say: makes blocks of what somebody wrote.
        level: a rating in words.
    """
    texts = dict(content.texts)
    ratings = {each.number: each.rating for each in content.ratings}
    for domain in content.found:
        yield _heading(2, t("found.domain", number=domain.number, title=domain.title), t.of_framework)
        for standard in domain.standards:
            heading = t("found.standard", number=standard.number, title=standard.title)
            yield _heading(3, heading, t.of_framework)
            if standard.number in ratings:
                yield _plain(t("found.rated", rating=level(ratings[standard.number])))
            if standard.judged:
                yield _plain(t("found.judged"))
            if standard.shown:
                yield _plain(t("found.percentage", share=standard.shown))
            if standard.number in texts:
                yield from say(texts[standard.number])
            yield from _questions(standard, content, t)
            for question in standard.questions:
                if question.number in texts:
                    yield _heading(4, f"{question.number} {question.text}", t.of_framework)
                    yield from say(texts[question.number])


def _questions(standard: StandardFound, content: ReportContent, t: Wording) -> Iterator[_Block]:
    counted = [each for each in standard.questions if each.shown is not None or each.yes is not None]
    if not counted:
        return
    yield {
        "kind": "table",
        "caption": t("found.caption", number=standard.number),
        "head": [
            t("found.question"),
            t("found.yes"),
            t("found.no"),
            t("found.not_applicable"),
            t("found.share"),
            t("found.band"),
        ],
        "rows": [_row(each, t) for each in counted],
    }
    edges = ", ".join(str(each) for each in content.edges)
    for each in counted:
        if each.yes is None or each.no is None or each.shown is None:
            continue
        alternative = t(
            "found.chart",
            number=each.number,
            yes=t.number(each.yes),
            asked=t.number(each.yes + each.no),
            no=t.number(each.no),
            share=each.shown,
        )
        caption = t("found.legend")
        if edges:
            caption = f"{t('found.chart_caption', number=each.number, edges=edges)} {caption}"
        yield {
            "kind": "chart",
            "svg": bar(each.yes, each.no, content.edges, alternative),
            "alternative": alternative,
            "caption": caption,
        }


def _row(each: QuestionFound, t: Wording) -> list[dict[str, str]]:
    band = t("found.no_cases")
    if each.band is not None:
        band = t.known(f"band.{each.band.replace('-', '_')}") or each.band_title or each.band
        if each.between_edges:
            band = f"{band} ({t('found.between')})"
    share = t("found.percentage", share=each.shown) if each.shown is not None else "\u2013"
    numbers = ["\u2013" if n is None else t.number(n) for n in (each.yes, each.no, each.not_applicable)]
    asked = {"text": f"{each.number} {each.text}", "more": "", "language": t.of_framework}
    return [asked, *({"text": text, "more": "", "language": ""} for text in (*numbers, share, band))]


def _heading(level: int, text: str, language: str) -> _Block:
    return {"kind": "heading", "level": level, "text": text, "id": "", "language": language}


def _plain(text: str) -> _Block:
    return {"kind": "paragraph", "text": text, "language": ""}
