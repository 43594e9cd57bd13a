"""Reading a scheme from its file, and refusing one that does not say everything it must."""

from datetime import date
from fractions import Fraction
from math import comb
from typing import Final, get_args

from domain.ratings.count_rules import first_gap, idle_rules
from domain.ratings.mistakes import Mistakes, known
from domain.ratings.parts import (
    Aggregator,
    Band,
    Condition,
    DepartureRules,
    Fact,
    Level,
    Limiter,
    LookCloser,
    NoAnswers,
    OverallAggregator,
    OverallBand,
    OverallRules,
    Place,
    Rounding,
    Rule,
    RuleSource,
    ShareRules,
    Standard,
    Status,
)
from domain.ratings.scheme import Scheme
from domain.ratings.tables import Table, read_table

__all__ = ["parse_scheme"]

_PARTS = ("bands", "facts", "standards", "overall", "departures")
"""What is not read where something that it builds on could not be; it is known all the same."""

MOST_COMBINATIONS: Final = 200_000
"""Count rules are tried on every combination of ratings up to this many; beyond it a last rule must catch all."""


def parse_scheme(text: bytes, *, where: str) -> Scheme:
    """Read a rating scheme from the bytes of its TOML file.

    Args:
        text: the file's bytes, UTF-8.
        where: the file's name, for what is said about its mistakes.

    Raises:
        Refused: ``scheme-invalid``, ``scheme-not-toml``, ``scheme-not-text`` or ``scheme-too-large``; one sentence
            that names file and line.
    """
    root, wrong = read_table(text, where=where), Mistakes()
    levels = wrong.of(_levels, root)
    bands = None if levels is None else wrong.of(_bands, root, levels)
    facts, shares, look_closer = wrong.of(_facts, root), wrong.of(_shares, root), wrong.of(_look_closer, root)
    standards = None if levels is None or bands is None else _standards(root, levels, bands, wrong)
    overall = departures = None
    if levels is not None and facts is not None and standards is not None:
        overall = wrong.of(_overall, root, levels, facts, standards)
    if standards is not None and overall is not None:
        departures = wrong.of(_departures, root, standards, overall)
    head = wrong.of(root.identifier, "id"), wrong.of(root.identifier, "version")
    title, citation = wrong.of(root.text, "title", longest=200), wrong.of(root.text, "citation")
    status: Status | None = wrong.of(root.one_of, "status", get_args(Status))
    starts, (ends, framework) = wrong.of(root.day, "in_force_from"), _optional(root, wrong)
    notes = wrong.of(root.texts, "notes")
    if starts and ends and ends < starts:
        wrong.of(root.wrong, "in_force_to", "is before in_force_from")
    if status == "retired" and not root.has("in_force_to"):
        wrong.of(root.wrong, "in_force_to", "is missing; a scheme that is retired says its last day")
    wrong.of(root.finish, _PARTS)
    wrong.refuse()
    return Scheme(
        id=known(head[0]),
        version=known(head[1]),
        title=known(title),
        status=known(status),
        in_force_from=known(starts),
        in_force_to=ends,
        citation=known(citation),
        notes=known(notes),
        framework=framework,
        levels=known(levels),
        shares=known(shares),
        bands=known(bands),
        facts=known(facts),
        standards=known(standards),
        overall=known(overall),
        departures=known(departures),
        look_closer=known(look_closer),
    )


def _optional(root: Table, wrong: Mistakes) -> tuple[date | None, str | None]:
    """What a scheme may leave out: its last day, and its framework."""
    ends = wrong.of(root.day, "in_force_to") if root.has("in_force_to") else None
    return ends, wrong.of(root.identifier, "framework") if root.has("framework") else None


def _levels(root: Table) -> tuple[Level, ...]:
    found: list[Level] = []
    for table in root.tables("levels", optional=True):
        level = Level(table.identifier("id"), table.text("title", longest=100), table.whole("score"))
        if any(level.id == other.id for other in found):
            table.wrong("id", f"names the level {level.id!r} a second time")
        if found and level.score <= found[-1].score:
            table.wrong(
                "score", "must be higher than that of the level before; levels are listed lowest first"
            )
        table.finish()
        found.append(level)
    return tuple(found)


def _shares(root: Table) -> ShareRules:
    table = root.table("shares", optional=True)
    rules = ShareRules(
        rounding=table.one_of("rounding", get_args(Rounding), "exact"),
        not_applicable=table.one_of("not_applicable", get_args(Place), "out"),
        no_answers=table.one_of("no_answers", get_args(NoAnswers), "left_out"),
    )
    table.finish()
    return rules


def _bands(root: Table, levels: tuple[Level, ...]) -> tuple[Band, ...]:
    found: list[Band] = []
    known = [level.id for level in levels]
    for table in root.tables("bands", optional=True):
        rating = table.identifier("rating") if table.has("rating") else None
        if rating is not None and rating not in known:
            table.wrong("rating", f"gives {rating!r}, which is none of the levels {', '.join(known)}")
        band = Band(
            table.identifier("id"), table.text("title", longest=100), table.percent("at_least"), rating
        )
        if any(band.id == other.id for other in found):
            table.wrong("id", f"names the band {band.id!r} a second time")
        if not found and band.at_least != 0:
            table.wrong("at_least", "of the first band must be 0, so that every share has a band")
        if found and band.at_least <= found[-1].at_least:
            table.wrong(
                "at_least", "must be higher than that of the band before; bands are listed lowest first"
            )
        ranks = [known.index(other.rating) for other in found if other.rating is not None]
        if rating is not None and ranks and known.index(rating) < max(ranks):
            table.wrong("rating", "gives a lower rating for a higher share than the band before")
        table.finish()
        found.append(band)
    return tuple(found)


def _facts(root: Table) -> tuple[Fact, ...]:
    found: list[Fact] = []
    for table in root.tables("facts", optional=True):
        default = table.flag("default") if table.has("default") else None
        fact = Fact(table.identifier("id"), table.text("title", longest=200), default)
        if any(fact.id == other.id for other in found):
            table.wrong("id", f"names the fact {fact.id!r} a second time")
        table.finish()
        found.append(fact)
    return tuple(found)


def _standards(
    root: Table, levels: tuple[Level, ...], bands: tuple[Band, ...], wrong: Mistakes
) -> tuple[Standard, ...] | None:
    """The standards; None where one cannot be read, and for each of those a mistake."""
    tables = wrong.of(root.tables, "standards")
    if not tables:
        if tables is not None:
            wrong.of(root.wrong, "standards", "is empty; a scheme rates at least one standard")
        return None
    found: dict[str, Standard] = {}
    owners: dict[str, str] = {}
    for table in tables:
        standard = wrong.of(_standard, table, levels, bands)
        if standard is not None:
            wrong.of(_own, table, standard, found, owners)
    return tuple(found.values()) if len(found) == len(tables) else None


def _own(table: Table, standard: Standard, found: dict[str, Standard], owners: dict[str, str]) -> None:
    """Put a standard to the others, from which its id and its key questions must be different."""
    if standard.id in found:
        table.wrong("id", f"names the standard {standard.id!r} a second time")
    for question in standard.key_questions:
        if question in owners:
            table.wrong(
                "key_questions", f"lists {question}, which belongs to standard {owners[question]} already"
            )
        owners[question] = standard.id
    found[standard.id] = standard


def _standard(table: Table, levels: tuple[Level, ...], bands: tuple[Band, ...]) -> Standard:
    aggregator: Aggregator = table.one_of("aggregator", get_args(Aggregator))
    from_answers = aggregator in ("lowest_band", "percentage")
    rated = aggregator in ("lowest_band", "judgement")
    if rated and not levels:
        table.wrong("aggregator", "needs [[levels]] to rate on")
    if aggregator == "lowest_band" and (not bands or any(band.rating is None for band in bands)):
        table.wrong("aggregator", "needs [[bands]], each with a rating")
    questions = dict.fromkeys(table.words("key_questions"), 1)
    if aggregator == "lowest_band" and not questions:
        table.wrong("key_questions", "must list at least one key question")
    if not from_answers and questions:
        table.wrong("key_questions", f"has no place in a standard whose aggregator is {aggregator}")
    if table.has("question_weights"):
        if aggregator != "percentage":
            table.wrong("question_weights", "has a place only where the aggregator is percentage")
        questions |= _question_weights(table.table("question_weights"), tuple(questions))
    population = table.identifier("population") if table.has("population") else None
    if population is not None and not questions:
        table.wrong("population", "has no place in a standard without key questions")
    counted = table.flag("counted", rated)
    if counted and not rated:
        table.wrong("counted", f"cannot be true: {aggregator} gives no rating to count")
    standard = Standard(
        id=table.identifier("id"),
        title=table.text("title", longest=200),
        aggregator=aggregator,
        counted=counted,
        weight=table.whole("weight", 1, least=1),
        population=population,
        key_questions=questions,
    )
    table.finish()
    return standard


def _question_weights(table: Table, questions: tuple[str, ...]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for question in table.names():
        if question not in questions:
            table.wrong(question, "is not among the key questions")
        weights[question] = table.whole(question, least=1)
    return weights


def _overall(
    root: Table, levels: tuple[Level, ...], facts: tuple[Fact, ...], standards: tuple[Standard, ...]
) -> OverallRules:
    table = root.table("overall")
    aggregator: OverallAggregator = table.one_of("aggregator", get_args(OverallAggregator))
    known = tuple(level.id for level in levels)
    if aggregator not in ("none", "narrative") and not levels:
        table.wrong("aggregator", "needs [[levels]] to rate on")
    bands: tuple[OverallBand, ...] = ()
    rules: tuple[Rule, ...] = ()
    if aggregator in ("sum_and_band", "count_rules") and not any(standard.counted for standard in standards):
        table.wrong("aggregator", "needs at least one standard that is counted")
    if aggregator == "sum_and_band":
        bands = _overall_bands(table, known)
    if aggregator == "count_rules":
        rules = _rules(table, known)
        _must_be_total(table, rules, known, standards)
    limiters: tuple[Limiter, ...] = ()
    if aggregator not in ("none", "narrative"):
        limiters = _limiters(table, known, tuple(fact.id for fact in facts))
    table.finish()
    return OverallRules(aggregator, bands, rules, limiters)


def _overall_bands(overall: Table, known: tuple[str, ...]) -> tuple[OverallBand, ...]:
    found: list[OverallBand] = []
    tables = overall.tables("bands")
    for position, table in enumerate(tables):
        rating = table.one_of("rating", known)
        last = position == len(tables) - 1
        if last and table.has("up_to"):
            table.wrong("up_to", "has no place in the last band, which takes every score above the others")
        up_to: Fraction | None = None if last else table.fraction("up_to")
        before = found[-1] if found else None
        if before is not None and known.index(rating) <= known.index(before.rating):
            table.wrong(
                "rating", "must be a higher level than the band before; bands are listed lowest first"
            )
        if before is not None and up_to is not None and before.up_to is not None and up_to <= before.up_to:
            table.wrong("up_to", "must be higher than that of the band before")
        table.finish()
        found.append(OverallBand(rating, up_to))
    if not found:
        overall.wrong("bands", "is empty; a score needs bands")
    return tuple(found)


def _rules(overall: Table, known: tuple[str, ...]) -> tuple[Rule, ...]:
    found: list[Rule] = []
    for table in overall.tables("rules"):
        rule = Rule(
            id=table.identifier("id"),
            rating=table.one_of("rating", known),
            conditions=_conditions(table, known),
            source=table.one_of("source", get_args(RuleSource), "published"),
            note=table.text("note") if table.has("note") else None,
        )
        if any(rule.id == other.id for other in found):
            table.wrong("id", f"names the rule {rule.id!r} a second time")
        table.finish()
        found.append(rule)
    return tuple(found)


def _limiters(overall: Table, known: tuple[str, ...], facts: tuple[str, ...]) -> tuple[Limiter, ...]:
    found: list[Limiter] = []
    for table in overall.tables("limiters", optional=True):
        limiter = Limiter(
            id=table.identifier("id"),
            at_most=table.one_of("at_most", known),
            fact=table.one_of("fact", facts) if table.has("fact") else None,
            conditions=_conditions(table, known),
            note=table.text("note") if table.has("note") else None,
        )
        if limiter.fact is None and not limiter.conditions:
            table.wrong(None, "would always apply: it needs a fact or a condition")
        if any(limiter.id == other.id for other in found):
            table.wrong("id", f"names the limiter {limiter.id!r} a second time")
        table.finish()
        found.append(limiter)
    return tuple(found)


def _conditions(table: Table, known: tuple[str, ...]) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for when in table.tables("when", optional=True):
        levels = when.words("levels", missing_is_empty=False)
        for level in levels:
            if level not in known:
                when.wrong("levels", f"names {level!r}, which is none of {', '.join(known)}")
        if not (when.has("at_least") or when.has("at_most")):
            when.wrong(None, "needs at_least or at_most")
        at_most = when.whole("at_most") if when.has("at_most") else None
        condition = Condition(levels, when.whole("at_least", 0), at_most)
        when.finish()
        found.append(condition)
    return tuple(found)


def _must_be_total(
    overall: Table, rules: tuple[Rule, ...], known: tuple[str, ...], standards: tuple[Standard, ...]
) -> None:
    """Count rules must decide every combination, also with standards left unrated, and each must be of use."""
    most = sum(standard.counted for standard in standards)
    if comb(most + len(known), len(known)) > MOST_COMBINATIONS:
        if not rules or rules[-1].conditions:
            overall.wrong(
                "rules", "must end with a rule without conditions: there are too many combinations to try"
            )
        return
    gap = first_gap(rules, known, most)
    if gap is not None:
        spoken = ", ".join(f"{count} {level}" for level, count in gap.items() if count)
        overall.wrong("rules", f"say nothing about {spoken}; they must decide every combination")
    for rule in idle_rules(rules, known, most):
        overall.wrong("rules", f"hold the rule {rule.id!r}, which can never decide: earlier ones always do")


def _departures(root: Table, standards: tuple[Standard, ...], overall: OverallRules) -> DepartureRules:
    table = root.table("departures", optional=True)
    triggers: dict[str, str] = {}
    for trigger in table.tables("triggers", optional=True):
        id_ = trigger.identifier("id")
        if id_ in triggers:
            trigger.wrong("id", f"names the trigger {id_!r} a second time")
        triggers[id_] = trigger.text("title", longest=200)
        trigger.finish()
    names = table.words("standards")
    derived = {standard.id for standard in standards if standard.aggregator == "lowest_band"}
    for name in names:
        if name not in derived:
            table.wrong("standards", f"names {name}, which is no standard whose rating is derived")
    allowed = table.flag("overall", False)
    if allowed and overall.aggregator in ("none", "narrative", "judgement"):
        table.wrong("overall", "cannot be true: no overall rating is derived")
    rules = DepartureRules(
        overall=allowed,
        standards=names,
        by=table.identifier("by", "panel"),
        triggers=triggers,
        other_triggers=table.flag("other_triggers", True),
    )
    table.finish()
    return rules


def _look_closer(root: Table) -> LookCloser:
    table = root.table("look_closer", optional=True)
    rules = LookCloser(
        points=table.percent("points") if table.has("points") else None,
        changes=table.whole("changes", least=1) if table.has("changes") else None,
        cases=table.whole("cases", least=1) if table.has("cases") else None,
    )
    table.finish()
    return rules
