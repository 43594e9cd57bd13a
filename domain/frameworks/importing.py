"""Makes a framework of what was read from a published document, and shows its words over ours."""

from collections.abc import Iterable, Mapping

from domain.frameworks.layout.reading import LayoutReading
from domain.frameworks.model import Domain, Framework, KeyQuestion, Prompt, Standard, Status
from domain.frameworks.reading import validated

__all__ = ["in_the_words_of", "matches", "official_framework"]


def official_framework(
    reading: LayoutReading,
    *,
    framework_id: str,
    version: str,
    title: str,
    citation: str,
    status: Status = "proposed",
    known: Iterable[Framework] = (),
    where: str,
) -> Framework:
    """The framework that a document sets out, in the words of the document.

    What the layout does not say (which cases decide a standard, which aim a key question serves) is taken from the
    known frameworks with the same numbers; over their words, the imported ones are shown from then on.

    Args:
        reading: what was read from the document.
        framework_id: the framework's id; it may be that of a known one.
        version: its version.
        title: its name.
        citation: where the document comes from.
        status: where the framework stands.
        known: the frameworks that ship with Assay or have been imported.
        where: the document's name, for the error.

    Raises:
        Refused: ``malformed-framework``; the id or version is not one that a framework can have.
    """
    alike = [
        framework for framework in known if framework.wording == "own" and matches(framework, reading.domains)
    ]
    fields = {
        "id": framework_id,
        "version": version,
        "title": title,
        "status": status,
        "wording": "official",
        "words_for": tuple(sorted(framework.id for framework in alike)),
        "citation": citation,
        "domains": tuple(_completed(domain, alike) for domain in reading.domains),
    }
    return validated(Framework, fields, where)


def matches(framework: Framework, domains: Iterable[Domain]) -> bool:
    """Whether the domains hold everything the framework has: its numbers, letters and standards' titles."""
    standards = {standard.number: standard for domain in domains for standard in domain.standards}
    return all(_alike(ours, standards.get(ours.number)) for ours in framework.standards())


def _alike(ours: Standard, theirs: Standard | None) -> bool:
    if theirs is None or ours.title.casefold() != theirs.title.casefold():
        return False
    return _letters(ours) == _letters(theirs)


def _letters(standard: Standard) -> Mapping[str, tuple[str, ...]]:
    return {
        question.number: tuple(prompt.letter for prompt in question.prompts)
        for question in standard.key_questions
    }


def _completed(domain: Domain, alike: Iterable[Framework]) -> Domain:
    models = {standard.number: standard for framework in alike for standard in framework.standards()}
    standards = tuple(_like(standard, models.get(standard.number)) for standard in domain.standards)
    return domain.with_(standards=standards)


def _like(standard: Standard, model: Standard | None) -> Standard:
    """The standard, with what its layout does not say taken from one with the same number."""
    if model is None:
        return standard
    questions = tuple(
        question.with_(
            aim=ours.aim,
            prompts=tuple(
                prompt.with_(applies_to=our_prompt.applies_to)
                for prompt, our_prompt in zip(question.prompts, ours.prompts, strict=True)
            ),
        )
        for question, ours in zip(standard.key_questions, model.key_questions, strict=True)
    )
    return standard.with_(population=model.population, key_questions=questions)


def in_the_words_of(framework: Framework, official: Framework) -> Framework:
    """The framework with the words of another, number by number, for showing.

    It is never what an inspection pins: a pin is to the framework as it was published, and its digest differs.
    """
    standards = {standard.number: standard for standard in official.standards()}
    titles = {domain.number: domain.title for domain in official.domains}
    domains = tuple(
        domain.with_(
            title=titles.get(domain.number, domain.title),
            standards=tuple(
                _worded(standard, standards.get(standard.number)) for standard in domain.standards
            ),
        )
        for domain in framework.domains
    )
    origin = f"The words are those of {official.id} version {official.version}. Source: {official.citation}."
    return framework.with_(domains=domains, wording="official", notes=(*framework.notes, origin))


def _worded(ours: Standard, theirs: Standard | None) -> Standard:
    if theirs is None:
        return ours
    questions = {question.number: question for question in theirs.key_questions}
    return ours.with_(
        title=theirs.title,
        text=theirs.text or ours.text,
        characteristics=theirs.characteristics or ours.characteristics,
        key_questions=tuple(
            _question(question, questions.get(question.number)) for question in ours.key_questions
        ),
    )


def _question(ours: KeyQuestion, theirs: KeyQuestion | None) -> KeyQuestion:
    if theirs is None:
        return ours
    prompts = {prompt.letter: prompt for prompt in theirs.prompts}
    return ours.with_(
        text=theirs.text,
        certainty=None,
        prompts=tuple(_prompt(prompt, prompts.get(prompt.letter)) for prompt in ours.prompts),
    )


def _prompt(ours: Prompt, theirs: Prompt | None) -> Prompt:
    return ours if theirs is None else ours.with_(text=theirs.text, certainty=None)
