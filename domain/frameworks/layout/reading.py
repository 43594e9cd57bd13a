"""Reads a framework from a document that sets one out in the published layout (004 §3.8, Annex F).

    1. Domain heading
    1.1 Standard heading
    Standard text
    1.1.1 Key question
    a) Prompts

The framework is found wherever it stands in the document. What looks like part of it and is not (the sample of the
layout itself, numbered paragraphs, a table of contents, a standard's heading repeated in an annex) is told apart by
what follows it: a domain is a heading that its first standard follows, a standard one that its first key question
follows, and key questions are questions.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.frameworks.layout.characteristics import characteristics_in
from domain.frameworks.layout.gathering import Block, Document, Item
from domain.frameworks.layout.lines import joiner, lines_of_document
from domain.frameworks.model import Characteristics, Domain, KeyQuestion, Prompt, Standard
from domain.frameworks.reading import text_of, validated
from domain.refusals import Refused

__all__ = ["LARGEST_DOCUMENT", "LayoutReading", "LeftOut", "read_layout"]

LARGEST_DOCUMENT = 4 * 1024 * 1024
"""Bytes. A consultation paper of 45 pages has under 100,000."""

_ONLY = re.compile(r"([^:?]{3,80} only): ")
"""A prompt may begin with the cases to which alone it applies: "Post-custody cases only: …" (2.3.1 d)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line inside the framework that was not taken as part of it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LayoutReading:
    """What was read.

    Attributes:
        domains: the framework, word for word.
        first_line: where it begins in the document.
        last_line: where it ends.
        left_out: lines between the two that are no part of it.
        others: the lines at which the document sets out other, smaller frameworks, which were not read.
    """

    domains: tuple[Domain, ...]
    first_line: int
    last_line: int
    left_out: tuple[LeftOut, ...]
    others: tuple[int, ...]


def read_layout(content: bytes, *, where: str) -> LayoutReading:
    """Read the framework that a document sets out.

    Args:
        content: the bytes of a text file, UTF-8.
        where: its name, for the error.

    Raises:
        Refused: ``too-large``, ``malformed-document`` (not text), ``no-framework-found``, or ``malformed-framework``
            where a number is missing, appears twice or is out of order; the sentence names the file and the line.
    """
    text = text_of(content, where=where, largest=LARGEST_DOCUMENT, code="malformed-document")
    document = Document(lines_of_document(text), where)
    blocks: list[Block] = []
    place = 0
    while (start := document.next_framework(place)) is not None:
        block = Block(document, start)
        try:
            block.read()
        except Refused:
            if block.has_questions():
                raise
        blocks += [block] if block.asks() else []
        place = max(block.end, start + 1)
    if not blocks:
        raise Refused.because(
            "no-framework-found",
            f"{where} sets out no framework in the published layout: no heading such as “1. …” was found with "
            "“1.1 …”, “1.1.1 … ?” and “a) …” after it.",
        )
    largest = max(blocks, key=lambda block: block.size())
    document.refuse_orphans({domain.line.mark for domain in largest.domains})
    others = tuple(block.first_line for block in blocks if block is not largest)
    join = joiner(document.lines)
    return _Author(document, join, characteristics_in(document.lines, join, where=where)).reading(
        largest, others
    )


def _plain(text: str) -> str:
    """The text as it may be shown on a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


class _Author:
    """Writes what was gathered as a framework, its wrapped lines put together again."""

    def __init__(
        self,
        document: Document,
        join: Callable[[Sequence[str]], str],
        characteristics: Mapping[str, Characteristics],
    ) -> None:
        self.document = document
        self.join = join
        self.characteristics = characteristics

    def reading(self, block: Block, others: tuple[int, ...]) -> LayoutReading:
        """What was read of one block."""
        return LayoutReading(
            domains=tuple(self._domain(item) for item in block.domains),
            first_line=block.first_line,
            last_line=self.document.lines[block.end - 1].number,
            left_out=tuple(LeftOut(line.number, _plain(line.text)) for line in block.left_out),
            others=others,
        )

    def _domain(self, item: Item) -> Domain:
        standards = tuple(self._standard(standard) for standard in item.under)
        fields = {"number": item.line.mark, "title": self.join(item.parts), "standards": standards}
        return validated(Domain, fields, self._at(item))

    def _standard(self, item: Item) -> Standard:
        # A heading is one line; where the next begins in lower case, the heading goes on.
        title = 1
        while title < len(item.parts) and item.parts[title][:1].islower():
            title += 1
        fields = {
            "number": item.line.mark,
            "title": self.join(item.parts[:title]),
            "text": self.join(item.parts[title:]) or None,
            "characteristics": self.characteristics.get(item.line.mark),
            "key_questions": tuple(self._question(question) for question in item.under),
        }
        return validated(Standard, fields, self._at(item))

    def _question(self, item: Item) -> KeyQuestion:
        prompts = tuple(self._prompt(each) for each in item.under)
        fields = {"number": item.line.mark, "text": self.join(item.parts), "prompts": prompts}
        return validated(KeyQuestion, fields, self._at(item))

    def _prompt(self, item: Item) -> Prompt:
        text = self.join(item.parts)
        only = _ONLY.match(text)
        fields = {
            "letter": item.line.mark,
            "text": text,
            "applies_to": f"{only[1][:1].lower()}{only[1][1:]}" if only else None,
        }
        return validated(Prompt, fields, self._at(item))

    def _at(self, item: Item) -> str:
        return f"{self.document.where} line {item.line.number}"
