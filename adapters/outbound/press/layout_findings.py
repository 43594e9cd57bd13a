"""What was found, as blocks: for each standard its rating and text, the numbers beside the shares, and a chart each."""

from collections.abc import Callable, Iterable, Iterator

from adapters.outbound.press.blocks import Block, plain
from adapters.outbound.press.charts import bar
from adapters.outbound.press.wordings import Wording
from domain.inspections.report.content import ReportContent, Rules, Said
from domain.inspections.report.found import QuestionFound, StandardFound
from domain.ratings.inputs import Counts
from domain.ratings.shares import out_of

__all__ = ["asked_under", "findings"]

_Saying = Callable[[Said], Iterable[Block]]


def findings(
    content: ReportContent, t: Wording, say: _Saying, level: Callable[[str | None], str]
) -> Iterator[Block]:
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
        yield _heading(2, t.headed(domain.number, domain.title), t.of_framework)
        for standard in domain.standards:
            yield _heading(3, t.headed(standard.number, standard.title), t.of_framework)
            if standard.number in ratings:
                yield plain(t("found.rated", rating=level(ratings[standard.number]))) | {"keep": True}
            if standard.judged:
                yield plain(t("found.judged"))
            if standard.shown:
                yield plain(t("found.percentage", share=_tenths(standard.shown)))
            if standard.number in texts:
                yield from say(texts[standard.number])
            yield from _questions(standard, content, t)
            for question in standard.questions:
                if question.number in texts:
                    yield _heading(4, f"{question.number} {question.text}", t.of_framework)
                    yield from say(texts[question.number])


def asked_under(rules: Rules, t: Wording) -> Iterator[Block]:
    """Against which standards it was inspected, or when the questions were set that stood in their place."""
    if rules.framework:
        title, citation = rules.framework
        yield plain(t("how.standards", title=title, citation=citation))
    if rules.questions_set_on:
        yield plain(t("how.questions", day=t.day(rules.questions_set_on)))


def _questions(standard: StandardFound, content: ReportContent, t: Wording) -> Iterator[Block]:
    counted = [
        each for each in standard.questions if each.shown is not None or each.yes is not None or each.hidden
    ]
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
            *([t("found.band")] if content.levels else []),
        ],
        "rows": [_row(each, t)[: 6 if content.levels else 5] for each in counted],
        "numbers": [1, 2, 3, 4],
    }
    yield from _charts([each for each in counted if each.yes is not None], content, t)


def _charts(counted: list[QuestionFound], content: ReportContent, t: Wording) -> Iterator[Block]:
    """A chart for each key question, with its words under it; how to read them is said once, before the first."""
    drawn = [each for each in counted if each.no is not None and each.shown is not None]
    if drawn:
        edges = ", ".join(str(each) for each in content.edges)
        legend = t("found.legend")
        if content.rules.not_applicable_counts:
            legend = f"{legend} {t('found.blank')}"
        yield plain(f"{legend} {t('found.edges', edges=edges)}" if edges else legend)
    for each in drawn:
        assert each.yes is not None, "the caller has left out those that are not counted"
        assert each.no is not None, "and this one those without an answer"
        of = out_of(
            Counts(each.yes, each.no, each.not_applicable or 0),
            "in" if content.rules.not_applicable_counts else "out",
        )
        alternative = t(
            "found.chart",
            number=each.number,
            yes=t.number(each.yes),
            asked=t.number(of),
            no=t.number(each.no),
            share=_tenths(each.shown),
        )
        yield {
            "kind": "chart",
            "svg": bar(each.yes, each.no, of, content.edges, alternative),
            "alternative": alternative,
            "caption": f"{each.number} {each.text}".strip(),
            "language": t.of_framework,
        }


def _row(each: QuestionFound, t: Wording) -> list[dict[str, str]]:
    asked = {"text": f"{each.number} {each.text}", "more": "", "language": t.of_framework}
    if each.hidden:
        return [asked, *({"text": t("hidden"), "more": "", "language": ""} for _ in range(5))]
    band = t("found.no_cases") if each.shown is None else "\u2013"
    if each.band is not None:
        band = t.known(f"band.{each.band.replace('-', '_')}") or each.band_title or each.band
        if each.between_edges:
            band = f"{band} ({t('found.between')})"
    share = t("found.percent", share=_tenths(each.shown)) if each.shown is not None else "\u2013"
    numbers = ["\u2013" if n is None else t.number(n) for n in (each.yes, each.no, each.not_applicable)]
    return [asked, *({"text": text, "more": "", "language": ""} for text in (*numbers, share, band))]


def _tenths(share: str | None) -> str:
    """A share as it is printed: always with one decimal, so that one stands under the other."""
    return "" if share is None else share if "." in share else f"{share}.0"


def _heading(level: int, text: str, language: str) -> Block:
    return {"kind": "heading", "level": level, "text": text, "id": "", "language": language, "page": False}
