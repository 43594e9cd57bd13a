"""The judged standards beside the case results: whether they tell the same story (004 §4.14).

Judgements of organisational delivery are not driven by cases; yet where cases come out well under poor leadership, or
badly under good, somebody looks further before the panel meets. This sets the two side by side and says where they lie
far apart. What that means is for a person to find out.
"""

from collections import Counter
from collections.abc import Mapping

from domain.canonical import canonical, sha256_hex
from domain.cases.events import Answered
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead, answers_that_count
from domain.cases.streams import second_read_of
from domain.inspections.state import Inspection
from domain.messages import Message
from domain.ratings.inputs import Counts
from domain.ratings.parts import Standard
from domain.ratings.scheme import Scheme
from domain.ratings.shares import out_of
from domain.ratings.standards import rate_standard
from domain.refusals import Refused

__all__ = ["CaseStandard", "Comparison", "JudgedStandard", "compare"]


class CaseStandard(Message):
    """A standard that rests on cases, as they stand.

    Attributes:
        standard: its number.
        title: its title.
        rating: the rating by the scheme; None where the cases read so far give none.
        questions: by key question, how many cases answered yes and how many no.
        asked: by key question, of how many cases the share of yes is.
    """

    standard: str
    title: str
    rating: str | None
    questions: tuple[tuple[str, int, int], ...]
    asked: tuple[tuple[str, int], ...] = ()


class JudgedStandard(Message):
    """A standard that is judged, with its distance from each case standard.

    Attributes:
        standard: its number.
        title: its title.
        proposed: the rating that is proposed; None where none is yet.
        version: the version of the inspection at which it was proposed; None where it was not.
        steps: by case standard, how many steps of the scale the proposal lies above it; below it is less than 0.
        diverges: whether one of them is as many as the protocol says, or more.
    """

    standard: str
    title: str
    proposed: str | None
    version: int | None
    steps: tuple[tuple[str, int], ...]
    diverges: bool


class Comparison(Message):
    """What somebody looks at before the panel.

    Attributes:
        scheme: the digest of the scheme under which the cases were rated.
        limit: from how many steps on a proposal diverges; None where the protocol does not say.
        judged: the judged standards.
        cases: the standards that rest on cases.
    """

    scheme: str
    limit: int | None
    judged: tuple[JudgedStandard, ...]
    cases: tuple[CaseStandard, ...]

    @property
    def digest(self) -> str:
        """By which a check says exactly what was looked at."""
        # Of how many a share is, follows; with it what was looked at before would no longer be what it was.
        looked_at = self.model_dump(mode="json", exclude={"cases": {"__all__": {"asked"}}})
        return sha256_hex(canonical(looked_at))

    @property
    def diverging(self) -> tuple[str, ...]:
        """The judged standards that diverge."""
        return tuple(each.standard for each in self.judged if each.diverges)


def compare(
    inspection: Inspection, scheme: Scheme, cases: Mapping[str, CaseRead | SecondRead], limit: int | None
) -> Comparison:
    """Set the proposals of an inspection beside its case results.

    Args:
        inspection: the inspection, for its proposals and its sample.
        scheme: the scheme that it is bound to.
        cases: its case reads by stream, second reads among them; those not read to the end do not count yet.
        limit: from how many steps on a proposal diverges.
    """
    counted = _counted(inspection, cases)
    found = tuple(_case_standard(scheme, each, counted) for each in scheme.standards if each.population)
    # A standard that was left unrated, as one that a follow-up does not look at again, has nothing to be set beside.
    left = inspection.settled.keys() - inspection.proposals.keys()
    judged = [each for each in scheme.standards if each.aggregator == "judgement" and each.id not in left]
    return Comparison(
        scheme=scheme.digest,
        limit=limit,
        judged=tuple(_judged(inspection, scheme, each, found, limit) for each in judged),
        cases=found,
    )


def _counted(inspection: Inspection, cases: Mapping[str, CaseRead | SecondRead]) -> Mapping[str, Counts]:
    """How often each key question was answered yes, no and not applicable, by the answers that count."""
    tallies: dict[str, Counter[Answered]] = {}
    for stream in inspection.sampled:
        case, second = cases.get(stream), cases.get(second_read_of(stream))
        if not isinstance(case, CaseRead) or not case.complete or case.blind:
            continue  # of a case that is read twice not even a count is shown before both reads are in
        counting = answers_that_count(case, second if isinstance(second, SecondRead) else None)
        for question, answer in counting.items():
            tallies.setdefault(question, Counter())[answer] += 1
    return {
        question: Counts(tally["yes"], tally["no"], tally["not_applicable"])
        for question, tally in tallies.items()
    }


def _case_standard(scheme: Scheme, standard: Standard, counted: Mapping[str, Counts]) -> CaseStandard:
    answers = {each: counted[each] for each in standard.key_questions if each in counted}
    rating = None
    if answers:
        try:
            rating = rate_standard(scheme, standard, dict(answers), from_cases=True).rating
        except Refused:  # as when nothing was applicable: there is no result to set beside a judgement
            rating = None
    return CaseStandard(
        standard=standard.id,
        title=standard.title,
        rating=rating,
        questions=tuple((each, counts.yes, counts.no) for each, counts in answers.items()),
        asked=tuple((each, out_of(counts, scheme.shares.not_applicable)) for each, counts in answers.items()),
    )


def _judged(
    inspection: Inspection,
    scheme: Scheme,
    standard: Standard,
    cases: tuple[CaseStandard, ...],
    limit: int | None,
) -> JudgedStandard:
    proposal = inspection.proposals.get(standard.id)
    proposed = proposal.rating if proposal else None
    steps = tuple(
        (each.standard, scheme.rank[proposed] - scheme.rank[each.rating])
        for each in cases
        if proposed is not None and each.rating is not None
    )
    return JudgedStandard(
        standard=standard.id,
        title=standard.title,
        proposed=proposed,
        version=inspection.proposed_at.get(standard.id),
        steps=steps,
        diverges=limit is not None and any(abs(each) >= limit for _, each in steps),
    )
