"""How a rating was reached, as one tree: from the overall rating down to each answer in each case (004 §4.8-4.24).

Text, page and JSON are made of the same tree, so none can tell another story. It has no text that is about a person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.auditing.deciding import Deciding, deciding
from domain.auditing.laid_out import LaidOut
from domain.auditing.undoing import Undone
from domain.canonical import Json
from domain.cases.second_reads.state import SecondRead, whose
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.frameworks.model import Framework
from domain.inspections.events import RatingsConfirmed, RatingsDecided
from domain.inspections.state import Inspection
from domain.ratings.derivation import Derivation
from domain.ratings.far_departures import far
from domain.ratings.inputs import CaseAnswers
from domain.ratings.nearness.as_json import nearness_json
from domain.ratings.nearness.nearness import LeastChange, Nearness, nearness_of
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult
from domain.ratings.standards import StandardResult
from domain.ratings.words import (
    as_rounded,
    band_in_words,
    conditions_in_words,
    least_in_words,
    level_title,
)
from domain.refusals import Refused
from domain.text import counted, words_of

__all__ = ["Basis", "Node", "explain", "would_have_changed_it"]


@dataclass(frozen=True, slots=True)
class Node:
    """One step of an explanation, with the steps that it rests on.

    Attributes:
        kind: what it is about: ``overall``, ``rule``, ``standard``, ``key-question``, ``case``, ``departure``…
        title: what came out.
        lines: why, a sentence each.
        data: the same for programs.
        children: what it rests on.
    """

    kind: str
    title: str
    lines: tuple[str, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)
    children: Sequence["Node"] = ()

    def json(self) -> dict[str, Json]:
        """The tree as plain JSON."""
        return {
            "kind": self.kind,
            "title": self.title,
            "lines": list(self.lines),
            **self.data,
            "children": [each.json() for each in self.children],
        }


@dataclass(frozen=True, slots=True)
class Basis:
    """What an explanation is made of.

    Attributes:
        derivation: how the ratings were derived.
        state: the inspection as it stood when this is asked.
        reads: every first and second read, as they were used.
        framework: the standards framework, for the wording of the key questions; None where there is none.
        said_by: for a version of the inspection's own stream, who recorded it, in which role, and when.
        recorded: whether this derivation is the one that was put to the panel.
        undone: the last decision, if it no longer stood.
    """

    derivation: Derivation
    state: Inspection
    reads: Mapping[str, CaseRead | SecondRead]
    framework: Framework | None
    said_by: Callable[[int], str]
    recorded: bool
    undone: Undone | None


def explain(basis: Basis, standard: str | None = None) -> Node:
    """The explanation of an inspection's ratings, or of one standard's.

    Raises:
        Refused: ``unknown-standard``.
    """
    derivation = basis.derivation
    if standard is not None:
        if standard not in derivation.standards:
            known = ", ".join(derivation.standards)
            raise Refused.because(
                "unknown-standard", f"There is no standard {standard} under {derivation.scheme.id}: {known}."
            )
        return _standard(basis, derivation.standards[standard])
    scheme, result = derivation.scheme, derivation.overall_result
    score = "" if result.score is None else f", {result.score} of {result.max_score} points"
    rated = level_title(scheme, result.rating) if result.rating else f"none: {result.reason}"
    put = "The panel had this before it." if basis.recorded else "This has not been put to a panel."
    return Node(
        "overall",
        f"Overall by the rule: {rated}{score}",
        (
            f"Rules: {scheme.title} ({scheme.id}, version {scheme.version}, digest {scheme.digest}).",
            f"Citation: {scheme.citation}",
            f"{put} Digest of its trace: {derivation.digest}.",
        ),
        {
            "inspection": basis.state.known.inspection,
            "rating": result.rating,
            "score": result.score,
            "max_score": result.max_score,
            "scheme": {"id": scheme.id, "version": scheme.version, "digest": scheme.digest},
            "citation": scheme.citation,
            "trace_digest": derivation.digest,
            "recorded": basis.recorded,
        },
        (
            *_decision(basis),
            *_overall_rules(derivation),
            *(_standard(basis, each) for each in derivation.standards.values()),
            would_have_changed_it(derivation),
        ),
    )


def _decision(basis: Basis) -> Iterator[Node]:
    decided, scheme = basis.state.decided, basis.derivation.scheme
    if decided is None:
        undone = (basis.undone.words,) if basis.undone else ()
        yield Node("decision", "No decision on these ratings stands.", undone)
        return
    overall = level_title(scheme, decided.overall)
    far_ones = far(scheme, decided.departures, derived=basis.derivation.overall, overall=decided.overall)
    if isinstance(decided, RatingsConfirmed):
        who = f"by the {decided.role.value.replace('-', ' ')}, without a panel"
        lines: tuple[str, ...] = ("The ratings are those that the rule gives.",)
    else:
        who = f"by the ratings panel {decided.panel}"
        lines = (f"Present: {', '.join(decided.present)}.", *_sitting(decided))
    yield Node(
        "decision",
        f"Overall as decided on {decided.decided_on}, {who}: {overall}",
        lines,
        {
            "rating": decided.overall,
            "decided_on": decided.decided_on.isoformat(),
            "panel": decided.panel if isinstance(decided, RatingsDecided) else None,
            "present": list(decided.present) if isinstance(decided, RatingsDecided) else [],
        },
        tuple(
            Node(
                "departure",
                f"The panel departed from the rule for {_subject(each.subject)}: "
                f"{level_title(scheme, each.decided)}, where the rule gives {level_title(scheme, each.derived)}",
                (
                    f"What prompted it: {scheme.departures.triggers.get(each.trigger, each.trigger)}",
                    f"Reason: {each.reason}",
                    *([f"It goes far: {far_ones[each.subject]}."] if each.subject in far_ones else []),
                ),
                each.model_dump(mode="json"),
            )
            for each in decided.departures
        ),
    )


def _subject(subject: str) -> str:
    return "the overall rating" if subject == "overall" else f"standard {subject}"


def _sitting(decided: RatingsDecided) -> Iterator[str]:
    if decided.sitting is not None:
        yield f"In the chair: {decided.sitting.chair}. Deciding: {', '.join(decided.sitting.deciding)}."
        for each in decided.sitting.barred:
            yield f"{each.member} took no part: {each.ground.replace('-', ' ')}."
        if decided.sitting.consistency:
            yield f"Beside other inspections: {decided.sitting.consistency}"


def _overall_rules(derivation: Derivation) -> Iterator[Node]:
    """Every rule of the overall rating in order, those that did not fire too."""
    scheme, result = derivation.scheme, derivation.overall_result
    for band in scheme.overall.bands:
        points = band_in_words(scheme, band, result.weight)
        said = "above that" if band.up_to is None else f"{points} points"
        yield _rule(scheme, band.rating, said, band.rating == result.before_limits)
    for rule in scheme.overall.rules:
        said = conditions_in_words(scheme, rule.conditions)
        ours = ("This rule is ours: the published text leaves it open.",) if rule.source == "ours" else ()
        yield _rule(scheme, rule.rating, said, rule.id == result.rule, ours)
    for limiter in scheme.overall.limiters:
        facts = [fact.title for fact in scheme.facts if fact.id == limiter.fact]
        said = "; ".join(
            [*facts, *([conditions_in_words(scheme, limiter.conditions)] if limiter.conditions else [])]
        )
        yield _rule(scheme, limiter.at_most, f"at most this: {said}", limiter.id in result.limited_by)


def _rule(scheme: Scheme, rating: str | None, said: str, fired: bool, lines: tuple[str, ...] = ()) -> Node:
    title = f"{'Fired' if fired else 'Not fired'}: {level_title(scheme, rating)}, {said}"
    return Node("rule", title, lines, {"rating": rating, "when": said, "fired": fired})


def _standard(basis: Basis, result: StandardResult) -> Node:
    scheme = basis.derivation.scheme
    rated = (
        level_title(scheme, result.rating)
        if result.rating
        else f"not rated: {result.not_rated}"
        if result.not_rated
        else "in words only"
    )
    points = f", {counted(result.score, 'point')}" if result.score is not None else ""
    return Node(
        "standard",
        f"Standard {result.id} {result.standard.title}: {rated}{points}",
        tuple(_why(basis, result)),
        {
            "standard": result.id,
            "aggregator": result.standard.aggregator,
            "source": result.source,
            "counted": result.standard.counted,
            "weight": result.standard.weight,
            "rating": result.rating,
            "score": result.score,
            "band": result.band.id if result.band else None,
            "not_rated": result.not_rated,
        },
        (
            *(_band(scheme, result) if result.standard.aggregator == "lowest_band" else ()),
            *(_question(basis, result, each) for each in result.questions),
        ),
    )


def _why(basis: Basis, result: StandardResult) -> Iterator[str]:
    scheme, state = basis.derivation.scheme, basis.state
    if not result.standard.counted:
        yield "It does not count towards the overall rating."
    elif result.standard.weight != 1:
        yield f"It counts {result.standard.weight} times."
    if result.source == "judgement" and result.id in state.proposals:
        proposed = state.proposals[result.id]
        yield f"It is judged: {basis.said_by(state.proposed_at[result.id])}."
        yield f"Reason: {proposed.reason}"
        if proposed.evidence:
            yield f"Evidence: {', '.join(each.entry for each in proposed.evidence)}."
        for code, weight in proposed.weighed:
            yield f"Characteristic {code}: {weight}."
    elif result.standard.aggregator == "lowest_band" and result.lowest:
        yield f"The lowest of its key questions decides: {', '.join(result.lowest)}."
    elif result.share is not None:
        yield f"Its share of yes is {as_rounded(scheme, result.share)} %."


def _band(scheme: Scheme, result: StandardResult) -> Iterator[Node]:
    """The bands, lowest first, with the key questions in each: the fired one decided."""
    for band in scheme.bands:
        inside = ", ".join(each.id for each in result.questions if each.band == band) or "no key question"
        fired = result.rating is not None and result.band == band
        yield _rule(scheme, band.rating, f"from {band.at_least} % of yes ({inside})", fired)


def _question(basis: Basis, result: StandardResult, question: QuestionResult) -> Node:
    scheme, counts = basis.derivation.scheme, question.counts
    wording = basis.framework.key_question(question.id) if basis.framework else None
    share = "no share" if question.share is None else f"{as_rounded(scheme, question.share)} %"
    band = f", {question.band.title.lower()}" if question.band else ""
    lowest = question.id in result.lowest and len(result.questions) > 1
    nearness = deciding(question, scheme)
    lines = []
    if counts is not None:
        lines.append(
            f"{counts.yes} yes, {counts.no} no, {counts.not_applicable} not applicable, {counts.not_asked} not asked."
        )
    if question.between_edges:
        lines.append("The printed bands do not say where this share lies; it is held to the lower one.")
    if nearness is not None:
        lines += nearness.words()
    return Node(
        "key-question",
        f"{question.id}: {share}{band}{', the lowest' if lowest else ''}"
        + (f". {wording.text}" if wording else ""),
        tuple(lines),
        {
            "key_question": question.id,
            "yes": counts.yes if counts else None,
            "no": counts.no if counts else None,
            "not_applicable": counts.not_applicable if counts else None,
            "not_asked": counts.not_asked if counts else None,
            "share": str(question.share) if question.share is not None else None,
            "shown": as_rounded(scheme, question.share) if question.share is not None else None,
            "band": question.band.id if question.band else None,
            "lowest": lowest,
            "no_to_yes_for_a_higher_band": nearness.up if nearness else None,
            "yes_to_no_for_a_lower_band": nearness.down if nearness else None,
        },
        LaidOut(
            [
                case
                for case in basis.derivation.cases.get(result.standard.population or "", ())
                if question.id in case.answers
            ],
            lambda case: _answer(basis, case, question.id, nearness),
        ),
    )


def _answer(basis: Basis, case: CaseAnswers, question: str, nearness: Deciding | None) -> Node:
    """One answer that counted, and how it came to: by one reader, or by two and how they were reconciled.

    What it did to the band of its share is behind it.
    """
    counted_answer = case.answers[question].value
    mark = nearness.mark(case.answers[question]) if nearness else ""
    title = f"{case.case}: {_spoken(counted_answer)}{f' <- {mark}' if mark else ''}"
    data: dict[str, Json] = {
        "case": case.case,
        "version": case.version,
        "digest": case.digest,
        "answer": counted_answer,
        "decided_the_share": bool(mark),
    }
    first = basis.reads.get(case.case)
    if not isinstance(first, CaseRead):
        return Node("case", title, (), data)
    data["reader"] = first.had_by.get(question) or first.readers.reader
    lines = [f"Read by {data['reader']}."] if data["reader"] else []
    second = basis.reads.get(second_read_of(case.case))
    if isinstance(second, SecondRead):
        lines.append(_reconciled(first, second, question))
        data |= {
            "first": first.answers.get(question),
            "second": second.answers.get(question),
            "second_reader": second.reader,
            "decided": second.decided.get(question),
            "counted": whose(first, second).get(question, "first"),
        }
    return Node("case", title, tuple(lines), data)


def _reconciled(first: CaseRead, second: SecondRead, question: str) -> str:
    if second.given_up:
        return "A second read of it was given up: the first counts alone."
    one, other = _spoken(first.answers.get(question)), _spoken(second.answers.get(question))
    if question in second.decided:
        kept = {"first": "the first reader's", "second": "the second reader's", "both": "as both had said"}
        whom = kept.get(whose(first, second)[question], "neither's")
        return (
            f"The first reader said {one}, the second ({second.reader}) {other}; the quality lead decided "
            f"{_spoken(second.decided[question])}, {whom}. The reason is with the second read, sealed."
        )
    same = "the same" if one == other else other
    return f"The second reader ({second.reader}) said {same}; nothing was to be decided."


def _spoken(answer: str | None) -> str:
    return words_of(answer) or "nothing"


def would_have_changed_it(derivation: Derivation) -> Node:
    """The smallest sets of changes that would have led to another rating, by name."""
    nearness = nearness_of(derivation)
    said = tuple(_ways(derivation.scheme, derivation, nearness))
    return Node(
        "would-have-changed-it",
        "What would have changed it: the fewest changes to another rating",
        said,
        {"nearness": nearness_json(nearness)},
    )


def _ways(scheme: Scheme, derivation: Derivation, nearness: Nearness) -> Iterator[str]:
    if derivation.overall is not None:
        yield from _way(scheme, "Overall", nearness.up, nearness.down)
        yield from _way(scheme, "Overall, by answers alone", nearness.up_by_answers, nearness.down_by_answers)
    for id_, standard in nearness.standards.items():
        if standard.unknown:
            yield f"Standard {id_}: not known, as {standard.unknown}."
        else:
            yield from _way(scheme, f"Standard {id_}", standard.up, standard.down)


def _way(scheme: Scheme, what: str, up: LeastChange | None, down: LeastChange | None) -> Iterable[str]:
    for direction, way in (("up", up), ("down", down)):
        if way is not None:
            yield f"{what}, {direction}: {least_in_words(scheme, way)}."
