"""Ratings, nearness and schemes as a person reads them in a terminal."""

import sys
from collections.abc import Callable, Iterator
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.inbound.speaking import UNFOLDED
from domain.ratings import Derivation, Scheme, StandardResult
from domain.ratings.compare import Comparison
from domain.ratings.nearness.as_json import percent, percent_down, percent_up
from domain.ratings.nearness.bearing import Bearing, Likelihood
from domain.ratings.nearness.nearness import LeastChange, Nearness
from domain.ratings.shares import QuestionResult, out_of
from domain.ratings.words import (
    as_rounded,
    band_in_words,
    conditions_in_words,
    least_in_words,
    level_title,
)
from domain.text import words_of

__all__ = [
    "comparison_table",
    "nearness_text",
    "ratings_text",
    "sample_text",
    "scheme_text",
]

BAR = 20
"""Characters in a whole bar: five per cent each."""

BESIDE_BARS = 30
"""Characters that the numbers and the ratings on both sides of the bars need at the least."""

_PLAIN = str.maketrans({"█": "#", "░": ".", "◀": "<", "→": "->", "…": "..."})
_SIGNS = "█░◀→…"


def _table(title: str, *headings: str) -> Table:
    """A plain table; its first column, the numbers of standards, is never broken."""
    table = Table(title=Text(title) if title else None, title_justify="left", box=None)
    for position, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=position == 0)
    return table


def _row(table: Table, *cells: str | Text) -> None:
    """Add a row; what people have written is text, never markup."""
    table.add_row(*(_spelt(cell if isinstance(cell, Text) else Text(cell)) for cell in cells))


def _spelt(cell: Text) -> Text:
    """The cell in signs that the terminal has: one that knows only ASCII gets # for a bar, not an escape per sign."""
    try:
        _SIGNS.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (LookupError, UnicodeEncodeError):
        cell.plain = cell.plain.translate(_PLAIN)
    return cell


def bar(share: Fraction) -> str:
    """A share as a bar; a cell is filled when the share reaches its end, so that a full bar means every case."""
    filled = BAR * share.numerator // share.denominator
    return "█" * filled + "░" * (BAR - filled)


def ratings_text(console: Console, derivation: Derivation) -> None:
    """Every standard with its rating, a bar per key question, and the overall rating with its score."""
    scheme = derivation.scheme
    table = _table(f"{scheme.title} ({scheme.id} {scheme.version})", "", "Standard", "Rating")
    for result in derivation.standards.values():
        _row(table, result.id, Text(_named(result), "bold"), Text(_rating(scheme, result), "bold"))
        if result.share is not None:
            _row(table, "", _share(scheme, result.share), result.band.title.lower() if result.band else "")
        for question in result.questions:
            _row(table, f"  {question.id}", _answers(scheme, question), _verdict(result, question))
    table.add_section()
    _row(table, "", Text("Overall", "bold"), Text(_overall(derivation), "bold"))
    if derivation.score is not None:
        _row(table, "", "Score", _score(derivation))
    # Where something must be folded, it is not a bar with its numbers, if that leaves enough for the rest.
    widest = max(map(len, _bars(derivation)), default=0)
    unfolded = console.measure(table, options=console.options.update(width=UNFOLDED)).maximum
    if widest and unfolded > console.width >= widest + BESIDE_BARS:
        table.columns[1].width = widest
    console.print(table)


def nearness_text(console: Console, derivation: Derivation, nearness: Nearness) -> None:
    """How near each rating is to another: the fewest changes, and one smallest set of them."""
    scheme = derivation.scheme
    if not scheme.levels:
        line = f"How near the edge: {scheme.id} has no ratings, so that nothing is near another one."
        console.print(f"\n{line}", highlight=False, markup=False)
        return
    table = _table("How near the edge: the fewest changes to another rating", "", "Up", "Down", "Look closer")
    for id_, standard in nearness.standards.items():
        ways = standard.up, standard.down
        closer = ", ".join(_CLOSER[why] for why in standard.look_closer)
        rated = derivation.standards[id_].rating is not None
        _row(table, id_, *_both(scheme, ways, standard.not_known, rated=rated), closer)
    rated = derivation.overall is not None and scheme.overall.aggregator in ("sum_and_band", "count_rules")
    for name, ways, not_known in (
        ("Overall", (nearness.up, nearness.down), nearness.not_known),
        ("Answers only", (nearness.up_by_answers, nearness.down_by_answers), nearness.not_known_by_answers),
    ):
        closer = ", ".join(nearness.look_closer)
        _row(table, name, *_both(scheme, ways, not_known, rated=rated), closer)
    console.print()
    console.print(table)
    for id_, standard in nearness.standards.items():
        if id_ in nearness.left_aside:
            line = f"{id_} was held as it is: only percentages are known of it; fewer changes may do."
        elif standard.unknown is not None:
            line = f"{id_} is not known: {standard.unknown}."
        else:
            continue
        console.print(line, highlight=False, markup=False)


def sample_text(console: Console, derivation: Derivation, bearing: Bearing) -> None:
    """What the samples can bear, with what that assumes."""
    title = "What the sample can bear: that the whole file has this rating"
    table = _table(title, "", "Read", "Of about", "Probability", "Whatever depends on what")
    for result in derivation.standards.values():
        if result.id in bearing.standards:
            _row(table, result.id, "", "", *_likelihood(bearing.standards[result.id]))
        for question in result.questions:
            if (shown_ := bearing.questions.get(question.id)) is not None:
                row = (str(shown_.read), str(shown_.whole), f"{percent(shown_.same_band)} %", "")
                _row(table, f"  {question.id}", *row)
    if bearing.overall is not None:
        _row(table, "Overall", "", "", *_likelihood(bearing.overall))
    console.print()
    console.print(table)
    console.print(
        "An aid, never a rule. It takes every number of yes answers in the file as equally likely before any case was "
        "read, the cases read as a simple random sample, and key questions as independent; the last column does not "
        "assume that they are.",
        style="dim",
    )
    if bearing.judged:
        console.print(f"Taken as judged: {', '.join(bearing.judged)}.", style="dim", markup=False)
    for id_, why in bearing.without_figure.items():
        line = f"{id_} has no figure: {why}."
        if id_ in bearing.taken_as_certain:
            line += " The overall probability takes it as certain; the last column takes it as anything."
        console.print(line, style="dim", markup=False)


def comparison_table(console: Console, derivation: Derivation, other: Comparison) -> None:
    """The same answers under two schemes, side by side."""
    first, second = derivation, other.derivation
    title = "What if: the same answers under another scheme"
    table = _table(title, "", first.scheme.id, second.scheme.id, "")
    for id_ in dict.fromkeys([*first.standards, *second.standards]):
        left, right = first.standards.get(id_), second.standards.get(id_)
        words = [_rating(d.scheme, r) if r else "-" for d, r in ((first, left), (second, right))]
        _row(table, id_, *words, "" if words[0] == words[1] else "differs")
    table.add_section()
    _row(
        table,
        "Overall",
        _overall(first),
        _overall(second),
        "" if first.overall == second.overall else "differs",
    )
    _row(table, "Score", _score(first), _score(second), "")
    console.print()
    console.print(table)
    for title, lines in (("Left aside", other.set_aside), ("Not among the answers", other.lacking)):
        if lines:
            console.print(f"{title}: {'; '.join(lines)}.", highlight=False, markup=False)


def scheme_text(console: Console, scheme: Scheme) -> None:
    """A whole scheme in words."""

    def say(text: str = "") -> None:
        console.print(text, highlight=False, markup=False)

    until = f" to {scheme.in_force_to.isoformat()}" if scheme.in_force_to else ""
    say(f"{scheme.title} ({scheme.id} {scheme.version})")
    say(f"{scheme.status}, from {scheme.in_force_from.isoformat()}{until}")
    say(f"Citation: {scheme.citation}")
    say(f"Digest: {scheme.digest}")
    for note in scheme.notes:
        say(f"Note: {note}")
    say()
    table = _table("", "", "Standard", "Rated by", "Counted", "Cases", "Key questions")
    for standard in scheme.standards:
        counted = (
            ("yes" if standard.weight == 1 else f"{standard.weight} times") if standard.counted else "no"
        )
        questions = ", ".join(standard.key_questions)
        _row(
            table,
            standard.id,
            standard.title,
            words_of(standard.aggregator),
            counted,
            standard.population or "",
            questions,
        )
    console.print(table)
    say()
    for band in scheme.bands:
        say(f"{band.title}: from {band.at_least} % of yes: {level_title(scheme, band.rating)}")
    if scheme.bands:
        inside = scheme.shares.not_applicable
        say(f"Shares: {words_of(scheme.shares.rounding)}; not applicable {inside} of the denominator")
    _overall_rules(say, scheme)
    _departure_rules(say, scheme)


def _overall_rules(say: Callable[[str], None], scheme: Scheme) -> None:
    overall = scheme.overall
    say(f"Overall: {words_of(overall.aggregator)}")
    counted = sum(standard.weight for standard in scheme.standards if standard.counted)
    for band in overall.bands:
        say(f"  {level_title(scheme, band.rating)}: {band_in_words(scheme, band, counted)}")
    for rule in overall.rules:
        ours = " (ours: the published text leaves this open)" if rule.source == "ours" else ""
        say(f"  {level_title(scheme, rule.rating)}: {conditions_in_words(scheme, rule.conditions)}{ours}")
    for limiter in overall.limiters:
        facts = [fact.title for fact in scheme.facts if fact.id == limiter.fact]
        when = "; ".join(
            [*facts, *([conditions_in_words(scheme, limiter.conditions)] if limiter.conditions else [])]
        )
        say(f"  at most {level_title(scheme, limiter.at_most)}: {when}")


def _departure_rules(say: Callable[[str], None], scheme: Scheme) -> None:
    rules = scheme.departures
    allowed = [*(["the overall rating"] if rules.overall else []), *rules.standards]
    say(f"May be departed from, by the {rules.by}: {', '.join(allowed) or 'nothing'}")
    for title in rules.triggers.values():
        say(f"  for example: {title}")


def _both(
    scheme: Scheme,
    ways: tuple[LeastChange | None, LeastChange | None],
    not_known: tuple[str, ...],
    *,
    rated: bool,
) -> tuple[str, str]:
    """The ways up and down in words; what cannot be is told from what is not known, and from what has no rating."""
    up, down = (
        least_in_words(scheme, way)
        if way is not None
        else ("not known" if name in not_known else "cannot be" if rated else "-")
        for name, way in zip(("up", "down"), ways, strict=True)
    )
    return up, down


def _likelihood(likelihood: Likelihood) -> tuple[str, str]:
    between = f"{percent_down(likelihood.at_least)} to {percent_up(likelihood.at_most)} %"
    return f"{percent(likelihood.independent)} %", between


def _named(result: StandardResult) -> str:
    return result.standard.title + (
        "" if result.standard.counted or result.rating is None else " (not counted)"
    )


def _rating(scheme: Scheme, result: StandardResult) -> str:
    if result.rating is not None:
        return level_title(scheme, result.rating)
    return f"not rated: {result.not_rated}" if result.not_rated else ""


def _share(scheme: Scheme, share: Fraction) -> str:
    return f"{bar(share)} {as_rounded(scheme, share)} %"


def _bars(derivation: Derivation) -> Iterator[str]:
    """Each share with its bar and numbers."""
    for result in derivation.standards.values():
        if result.share is not None:
            yield _share(derivation.scheme, result.share)
        for question in result.questions:
            yield _answers(derivation.scheme, question)


def _answers(scheme: Scheme, question: QuestionResult) -> str:
    """The bar of a key question, with the numbers behind it where they are known."""
    counts = question.counts
    if question.share is None:
        return "no answers"
    if counts is None:
        return _share(scheme, question.share)
    of = out_of(counts, scheme.shares.not_applicable)
    return f"{_share(scheme, question.share)} ({counts.yes} of {of})"


def _verdict(result: StandardResult, question: QuestionResult) -> str:
    words = [question.band.title.lower()] if question.band else []
    if question.between_edges:
        words.append("(between bands as printed)")
    if question.id in result.lowest and len(result.questions) > 1:
        words.append("◀ lowest")
    return " ".join(words)


def _overall(derivation: Derivation) -> str:
    if derivation.overall is None:
        return f"none: {derivation.overall_result.reason}"
    return level_title(derivation.scheme, derivation.overall)


def _score(derivation: Derivation) -> str:
    return "" if derivation.score is None else f"{derivation.score} of {derivation.max_score}"


_CLOSER = {
    "points": "near an edge",
    "changes": "one case would change it",
    "cases": "few cases",
}
