"""Prints a framework in the layout in which frameworks are published (004 §3.8), for what reads that layout."""

import textwrap
from collections.abc import Iterator

from domain.frameworks.model import Domain, Framework, KeyQuestion

__all__ = ["published_layout"]


def published_layout(framework: Framework, *, width: int = 100) -> str:
    """The framework in the layout in which frameworks are published (004 §3.8), its lines wrapped to a width."""
    return "\n".join(line for domain in framework.domains for line in _domain_layout(domain, width))


def _domain_layout(domain: Domain, width: int) -> Iterator[str]:
    yield from (f"{domain.number}. {domain.title}", "")
    for standard in domain.standards:
        yield f"{standard.number} {standard.title}"
        if standard.text:
            yield from _wrapped(standard.text, width)
        yield ""
        for question in standard.key_questions:
            yield from _question_layout(question, width)


def _question_layout(question: KeyQuestion, width: int) -> Iterator[str]:
    yield from _wrapped(f"{question.number} {question.text}", width)
    for prompt in question.prompts:
        yield from _wrapped(f"{prompt.letter}) {prompt.text}", width)
    yield ""


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
