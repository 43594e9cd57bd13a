"""How the command line shows standards frameworks: as tables and text for people, as plain data for programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

import typer

from adapters.inbound.speaking import say, table
from domain.frameworks import Framework, KeyQuestion, Standard
from domain.frameworks.differences import Change, Differences
from domain.frameworks.layout.reading import LayoutReading
from domain.frameworks.model import AIMS_IN_WORDS, POPULATIONS

__all__ = [
    "Source",
    "changes_as_data",
    "framework_as_data",
    "reading_as_data",
    "say_changes",
    "say_doubts",
    "say_framework",
    "say_frameworks",
    "say_reading",
    "summary_as_data",
]

MANY_PROMPTS = 10
"""More prompts than this under one key question are hard to weigh into a single judgement (004 §3.12)."""


def summary_as_data(framework: Framework) -> dict[str, Any]:
    """A framework without its text."""
    whole = framework.model_dump(mode="json", exclude={"domains"})
    return whole | {"digest": framework.digest} | framework.counts().model_dump()


def framework_as_data(framework: Framework) -> dict[str, Any]:
    """A framework with all its text."""
    return framework.model_dump(mode="json") | {"digest": framework.digest}


def reading_as_data(framework: Framework, reading: LayoutReading) -> dict[str, Any]:
    """What was read from a document."""
    return framework.counts().model_dump() | {
        "framework": framework_as_data(framework),
        "first_line": reading.first_line,
        "last_line": reading.last_line,
        "left_out": [{"line": each.line, "text": each.text} for each in reading.left_out],
        "other_frameworks_at_lines": list(reading.others),
    }


def changes_as_data(changes: Differences) -> dict[str, Any]:
    """What changed, each level apart."""
    return changes.model_dump(mode="json")


def say_frameworks(frameworks: Iterable[Framework]) -> None:
    """A line for each framework."""
    counted = ((each, each.counts()) for each in frameworks)
    rows = [
        (each.id, each.version, _standing(each), counts.standards, counts.key_questions, counts.prompts)
        for each, counts in counted
    ]
    table(("id", "version", "standing", "standards", "questions", "prompts"), rows)


def _standing(framework: Framework) -> str:
    standing = framework.status.replace("-", " ")
    day = framework.retired_on or framework.in_force_from
    dated = f"{standing} {day}" if day else standing
    return f"{dated}, official" if framework.wording == "official" else dated


def say_framework(framework: Framework, *, digest: str) -> None:
    """The whole framework, in the layout in which frameworks are published, with what the layout does not say.

    Args:
        framework: as it is to be shown.
        digest: of the framework as it was written, by which an inspection pins it.
    """
    for line in _framework_lines(framework, digest):
        say(line)


def _framework_lines(framework: Framework, digest: str) -> Iterator[str]:
    yield framework.title
    yield f"{framework.id}, version {framework.version}, {_standing_in_full(framework)}"
    if framework.applies_to:
        yield f"For {framework.applies_to}"
    words = (
        "the official wording"
        if framework.wording == "official"
        else "our own words under the official numbers"
    )
    yield f"In {words}. Source: {framework.citation}."
    yield f"Digest {digest}"
    yield from (f"Note: {note}" for note in framework.notes)
    for domain in framework.domains:
        yield from ("", f"{domain.number}. {domain.title}{_doubt(domain.certainty)}")
        for standard in domain.standards:
            yield from _standard_lines(standard)


def _standing_in_full(framework: Framework) -> str:
    if framework.in_force_from is None:
        return framework.status
    until = f", retired on {framework.retired_on}" if framework.retired_on else ""
    return f"in force from {framework.in_force_from}{until}"


def _standard_lines(standard: Standard) -> Iterator[str]:
    yield from ("", f"{standard.number} {standard.title}{_doubt(standard.certainty)}")
    if standard.text:
        yield standard.text
    if standard.population:
        yield f"[decided by {POPULATIONS.get(standard.population, standard.population)}]"
    if standard.guidance:
        yield f"Guidance: {standard.guidance}"
    for question in standard.key_questions:
        yield from _question_lines(question)
    if standard.characteristics:
        yield from ("", "Outstanding", *(f"\u2022 {each}" for each in standard.characteristics.outstanding))
        yield from ("", "Inadequate", *(f"\u2022 {each}" for each in standard.characteristics.inadequate))


def _question_lines(question: KeyQuestion) -> Iterator[str]:
    aim = f" [{AIMS_IN_WORDS[question.aim]}]" if question.aim else ""
    yield from (
        "",
        f"{question.number} {question.text}{aim}{_only(question.applies_to)}{_doubt(question.certainty)}",
    )
    if question.guidance:
        yield f"Guidance: {question.guidance}"
    for prompt in question.prompts:
        only = (
            ""
            if prompt.applies_to and prompt.text.casefold().startswith(prompt.applies_to)
            else prompt.applies_to
        )
        yield f"  {prompt.letter}) {prompt.text}{_only(only)}{_doubt(prompt.certainty)}"
        if prompt.guidance:
            yield f"     Guidance: {prompt.guidance}"


def _only(cases: str | None) -> str:
    return f" [{cases}]" if cases else ""


def _doubt(certainty: str | None) -> str:
    return f" (not certain: {certainty})" if certainty else ""


def say_reading(framework: Framework, reading: LayoutReading) -> None:
    """What was read from a document, and what in it was passed over."""
    counts = framework.counts()
    say(
        f"Read {_several(counts.domains, 'domain')}, {_several(counts.standards, 'standard')}, "
        f"{_several(counts.key_questions, 'key question')} and {_several(counts.prompts, 'prompt')} "
        f"from lines {reading.first_line} to {reading.last_line}."
    )
    if framework.words_for:
        say(f"Its words are shown for {' and '.join(framework.words_for)} too.")
    if reading.left_out:
        say(
            f"{_several(len(reading.left_out), 'line')} between them were taken for no part of the framework:"
        )
        for each in reading.left_out:
            say(f"  line {each.line}: {each.text}")
    if reading.others:
        places = ", ".join(str(line) for line in reading.others[:5])
        say(f"Smaller frameworks that begin at lines {places} were not read.")
    say_doubts(framework)


def say_doubts(framework: Framework) -> None:
    """What is not known for certain about the framework, and what is hard to answer in it."""
    for place, doubt in framework.doubts():
        say(f"Not certain, {place}: {doubt}")
    for question in _heavy(framework):
        say(
            f"Key question {question.number} has more than {MANY_PROMPTS} prompts, which are hard to weigh into one."
        )


def _heavy(framework: Framework) -> Iterator[KeyQuestion]:
    return (question for _, question in framework.key_questions() if len(question.prompts) > MANY_PROMPTS)


def _several(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def say_changes(earlier: Framework, later: Framework, changes: Differences) -> None:
    """What changed, standards before key questions before prompts."""
    say(f"From {earlier.id} version {earlier.version} to {later.id} version {later.version}:")
    if changes.none:
        say("nothing changed.")
    _say_level("Domains", changes.domains)
    _say_level("Standards", changes.standards)
    _say_level("Key questions", changes.key_questions)
    _say_level("Prompts", changes.prompts)


def _say_level(heading: str, changes: Sequence[Change]) -> None:
    if not changes:
        return
    say("")
    say(f"{heading} ({len(changes)} changed)")
    for change in changes:
        say(f"  {_where(change)}: {', '.join(change.kinds)}{_fields(change)}")
        if change.text_before != change.text_after:
            for sign, text in (("-", change.text_before), ("+", change.text_after)):
                if text:
                    say(f"    {sign} {text}")


def _where(change: Change) -> str:
    if change.before and change.after and change.before != change.after:
        return f"{change.before} is now {change.after}"
    return change.after or change.before or ""


def _fields(change: Change) -> str:
    return f" ({', '.join(name.replace('_', ' ') for name in change.fields)})" if change.fields else ""


Source = Annotated[
    str,
    typer.Argument(metavar="ID", help="A framework's id, or id@version, or a framework's own .toml file."),
]
