"""Whether a kind of inspection fits the framework, the scheme and the other kinds that an installation has."""

from collections.abc import Iterator

from domain.dated_rules.library import Library
from domain.frameworks.model import Framework
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.sections import SECTIONS
from domain.ratings.scheme import Scheme

__all__ = ["misfits"]


def misfits(protocol: Protocol, library: Library) -> Iterator[str]:
    """What keeps inspections of a kind from being announced, or from ever being rated: a sentence for each."""
    framework = library.framework(protocol.framework) if protocol.framework else None
    scheme = library.scheme(protocol.scheme) if protocol.scheme else None
    if protocol.framework and framework is None:
        yield f"There is no standards framework called {protocol.framework}."
    if protocol.scheme and scheme is None:
        yield f"There is no rating scheme called {protocol.scheme}."
    if scheme is not None:
        yield from _unrated(protocol, scheme)
        yield from _misnamed(scheme)
        yield from _steps(protocol, scheme)
    if framework is not None:
        yield from _unknown(protocol, framework)
    if protocol.follow_up is not None:
        for kind in protocol.follow_up.of:
            if library.protocol(kind) is None and kind != protocol.id:
                yield f"It follows {kind}, and there is no such kind of inspection."


def _unrated(protocol: Protocol, scheme: Scheme) -> Iterator[str]:
    if scheme.framework and scheme.framework != protocol.framework:
        yield f"The rating scheme {scheme.id} rates {scheme.framework}, not {protocol.framework or 'nothing'}."
    listed = {each.id for each in protocol.populations}
    rests: dict[str, list[str]] = {}
    again = protocol.follow_up
    for each in scheme.standards:
        if each.population and not (again and again.leaves_alone(each.id)):
            rests.setdefault(each.population, []).append(each.id)
    for population, standards in rests.items():
        if population not in listed:
            yield f"There is no list {population}, on which {scheme.id} rates {', '.join(standards)}."


def _misnamed(scheme: Scheme) -> Iterator[str]:
    """A standard that is known by a name may not be taken for something else that a report has."""
    for each in scheme.standards:
        if each.id == "overall" or each.id in SECTIONS:
            yield f"{scheme.id} calls a standard {each.id}, which is what another part of a report is called."


def _steps(protocol: Protocol, scheme: Scheme) -> Iterator[str]:
    """A divergence that no two ratings can show would never be looked into."""
    asked = protocol.judgements.correlation_steps if protocol.judgements else None
    if asked is not None and scheme.levels and asked >= len(scheme.levels):
        yield (
            f"A proposal diverges from correlation_steps = {asked} steps on, and {scheme.id} has "
            f"{len(scheme.levels)} ratings, so that none ever could."
        )


def _unknown(protocol: Protocol, framework: Framework) -> Iterator[str]:
    named = [
        *(("the list " + each.id, number) for each in protocol.populations for number in each.key_questions),
        *(
            ("a sub-sample of the list " + each.id, number)
            for each in protocol.populations
            for part in each.sub_samples
            for number in part.key_questions
        ),
        *(("the evidence " + each.id, number) for each in protocol.evidence for number in each.key_questions),
    ]
    for what, number in named:
        if framework.key_question(number) is None:
            yield f"{what[0].upper()}{what[1:]} names the key question {number}, which {framework.id} does not have."
    for wanted in protocol.evidence:
        for prompt in wanted.prompts:
            if framework.prompt(prompt) is None:
                yield f"The evidence {wanted.id} names the prompt {prompt}, which {framework.id} does not have."
    yield from _of_another_list(protocol, framework)
    if protocol.follow_up is not None:
        for number in (*protocol.follow_up.standards, *protocol.follow_up.not_rescored):
            if framework.standard(number) is None:
                yield f"The follow-up names the standard {number}, which {framework.id} does not have."


def _of_another_list(protocol: Protocol, framework: Framework) -> Iterator[str]:
    """Key questions that are asked of the cases of one list, and belong to a standard that rests on another."""
    rests_on = {
        question.number: standard.population
        for standard, question in framework.key_questions()
        if standard.population
    }
    for each in protocol.populations:
        parts = (number for part in each.sub_samples for number in part.key_questions)
        for number in dict.fromkeys((*each.key_questions, *parts)):
            other = rests_on.get(number, each.id)
            if other != each.id:
                yield f"The list {each.id} names the key question {number}, which {framework.id} asks of {other}."
