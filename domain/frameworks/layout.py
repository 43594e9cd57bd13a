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
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.frameworks.layout_characteristics import characteristics_in
from domain.frameworks.layout_lines import Kind, Line, joiner, lines_of_document
from domain.frameworks.model import Characteristics, Domain, KeyQuestion, Prompt, Standard
from domain.frameworks.reading import text_of, validated
from domain.refusals import Refused

__all__ = ["LARGEST_DOCUMENT", "LayoutReading", "LeftOut", "read_layout"]

LARGEST_DOCUMENT = 4 * 1024 * 1024
"""Bytes. A consultation paper of 45 pages has under 100,000."""

_ONLY = re.compile(r"([^:?]{3,80} only): ")
"""A prompt may begin with the cases to which alone it applies: "Post-custody cases only: …" (2.3.1 d)."""

_LONGEST_SECOND_QUESTION = 3
"""Lines. What stands between two items and ends as a question is the first one's second: "… ? If so, is it used?"."""

_STRUCTURE: tuple[Kind, ...] = ("domain", "standard", "question")


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
    document = _Document(lines_of_document(text), where)
    blocks: list[_Block] = []
    place = 0
    while (start := document.next_framework(place)) is not None:
        block = _Block(document, start)
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


@dataclass(slots=True)
class _Item:
    """Something with a number, while its lines are being gathered."""

    line: Line
    parts: list[str] = field(default_factory=list)
    under: list["_Item"] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """A question is over at its question mark; of a title or a standard's text nothing says where it is over."""
        if self.line.kind not in ("question", "prompt") or not self.parts[-1].endswith("?"):
            return False
        return sum(part.count("(") - part.count(")") for part in self.parts) <= 0


class _Document:
    """The lines, and which of those that look like headings are."""

    def __init__(self, lines: Sequence[Line], where: str) -> None:
        self.lines = lines
        self.where = where
        self._next: list[int] = [len(lines)] * (len(lines) + 1)
        for place in range(len(lines) - 1, -1, -1):
            following = place + 1
            shaped = following < len(lines) and lines[following].kind in _STRUCTURE
            self._next[place] = following if shaped else self._next[following]
        self._annexes = [place for place, line in enumerate(lines) if line.kind == "annex"]

    def annex(self, place: int) -> str:
        """The letter of the annex in which a line stands, if any."""
        before = bisect_left(self._annexes, place)
        return self.lines[self._annexes[before - 1]].mark if before else ""

    def following(self, place: int) -> Line | None:
        """The next line with a domain's, standard's or key question's number."""
        found = self._next[place]
        return self.lines[found] if found < len(self.lines) else None

    def is_heading(self, place: int) -> bool:
        """Whether a line that looks like a domain or a standard is one: something of its own follows at once."""
        line, after = self.lines[place], self.following(place)
        if after is None or after.mark.rpartition(".")[0] != line.mark:
            return False
        if line.kind == "domain":
            return after.kind == "standard" and self.is_heading(self._next[place])
        return line.kind == "standard" and after.kind == "question"

    def is_asked(self, place: int) -> bool:
        """Whether a line with a key question's number has prompts after it, as a reference in a sentence has not."""
        asked = self.lines[place].text.endswith("?")
        for line in self.lines[place + 1 : place + 8]:
            if line.kind != "text":
                return asked and line.kind == "prompt" and line.mark == "a"
            asked = line.text.endswith("?")
        return False

    def next_framework(self, place: int) -> int | None:
        """The next line that opens a framework."""
        kinds = (at for at in range(place, len(self.lines)) if self.lines[at].kind == "domain")
        return next((at for at in kinds if self.is_heading(at)), None)

    def refuse_orphans(self, domains: set[str]) -> None:
        """Refuse a standard with key questions whose domain has no heading, so that it was not read."""
        for place, line in enumerate(self.lines):
            orphan = line.kind == "standard" and line.mark.partition(".")[0] not in domains
            if orphan and self.is_heading(place) and self.is_asked(self._next[place]):
                domain = line.mark.partition(".")[0]
                raise self.refused(line, f"standard {line.mark} stands here without domain {domain}")

    def refused(self, line: Line, sentence: str) -> Refused:
        """A refusal at a line."""
        return Refused.because("malformed-framework", f"{self.where} line {line.number}: {sentence}.")


def _order(line: Line) -> tuple[int, ...]:
    return tuple(int(part) for part in line.mark.split("."))


class _Block:
    """One framework of the document, from its first domain on for as long as the numbers go on."""

    def __init__(self, document: _Document, start: int) -> None:
        self.document = document
        self.start = start
        self.end = start
        self.reached = start
        self.domains: list[_Item] = []
        # The domain, standard, key question and prompt that are being read.
        self.open: list[_Item] = []
        # Lines since the last item: they stand inside the framework if another item comes, and after it if none does.
        self.strays: list[Line] = []
        self.left_out: list[Line] = []
        self.annex = document.annex(start)

    @property
    def first_line(self) -> int:
        return self.document.lines[self.start].number

    def asks(self) -> bool:
        """Whether its key questions are questions: the sample of the layout in 004 §3.8 has the words only."""
        return any(question.complete for question in self._questions())

    def has_questions(self) -> bool:
        """Whether there are questions where it was read, so that what is wrong with it matters."""
        return any(line.text.endswith("?") for line in self.document.lines[self.start : self.reached + 8])

    def size(self) -> tuple[int, int]:
        """By which the framework meant is told from a smaller one: prompts, then key questions."""
        questions = self._questions()
        return sum(len(question.under) for question in questions), len(questions)

    def _questions(self) -> list[_Item]:
        return [
            question for domain in self.domains for standard in domain.under for question in standard.under
        ]

    def read(self) -> None:
        """Take line after line until the framework is over.

        Raises:
            Refused: a number is missing, appears twice or is out of order.
        """
        lines = self.document.lines
        for place in range(self.start, len(lines)):
            line, self.reached = lines[place], place
            if self._opens(place):
                self._open(line)
            elif self._is_over(place):
                break
            else:
                self._check(place)
                if self._is_stray(line):
                    self.strays.append(line)
                    continue
                self.open[-1].parts.append(line.text)
            self.end = place + 1

    def _is_stray(self, line: Line) -> bool:
        """Whether a line belongs to no item: it follows a finished question, or a domain's heading."""
        latest = self.open[-1]
        if latest.line.kind == "domain":
            return bool(self.strays) or not line.text[:1].islower()
        # A question may go on after a question mark at the end of a line, but not with a capital letter.
        return latest.complete and (bool(self.strays) or not line.text[:1].islower())

    def _opens(self, place: int) -> bool:
        """Whether this line is the next domain, standard, key question or prompt."""
        line = self.document.lines[place]
        if line.kind == "domain":
            # What asks nothing by then is a sample of the layout, and the framework itself begins here.
            later = not self.domains or (self.asks() and _order(line) > _order(self.domains[-1].line))
            return later and self.document.is_heading(place)
        if line.kind == "standard":
            return line.mark == self._expected("standard") and self.document.is_heading(place)
        if line.kind == "question":
            return line.mark == self._expected("question")
        # A list in later chapters goes on with the letters too; a prompt does not come after that much else.
        return line.kind == "prompt" and line.mark == self._expected("prompt") and len(self.strays) <= 8

    def _expected(self, kind: Kind) -> str | None:
        """The number or letter that comes next, for a kind."""
        depth = ("domain", "standard", "question", "prompt").index(kind)
        if len(self.open) < depth:
            return None
        above = self.open[depth - 1]
        if kind == "prompt":
            return chr(ord("a") + len(above.under))
        return f"{above.line.mark}.{len(above.under) + 1}"

    def _open(self, line: Line) -> None:
        depth = ("domain", "standard", "question", "prompt").index(line.kind)
        if (
            self.strays
            and len(self.strays) <= _LONGEST_SECOND_QUESTION
            and self.strays[-1].text.endswith("?")
        ):
            self.open[-1].parts += [each.text for each in self.strays]
        else:
            self.left_out += self.strays
        self.strays = []
        item = _Item(line, [line.rest])
        del self.open[depth:]
        (self.open[-1].under if self.open else self.domains).append(item)
        self.open.append(item)

    def _is_over(self, place: int) -> bool:
        """Whether the document goes on to something else: another annex, or a heading that has been before."""
        line = self.document.lines[place]
        if line.kind == "domain":
            return self.document.is_heading(place)
        if not self.open[-1].complete:
            return False
        if line.kind == "annex":
            return line.mark != self.annex
        if line.kind == "standard":
            return self.document.is_heading(place) and _order(line) < _order(self.open[0].line)
        return line.kind == "question" and _order(line) < _order(self.open[1].line)

    def _check(self, place: int) -> None:
        """Refuse a number that is missing, twice or out of order, rather than read over it."""
        line = self.document.lines[place]
        if line.kind == "question" and self.document.is_asked(place):
            standard = line.mark.rpartition(".")[0]
            if len(self.open) < 2 or standard != self.open[1].line.mark:
                raise self.document.refused(
                    line, f"key question {line.mark} stands here without standard {standard}"
                )
            raise self._misnumbered(line, "key question", self._expected("question"), self.open[1])
        if line.kind == "standard" and self.document.is_heading(place):
            domain = line.mark.partition(".")[0]
            if domain != self.open[0].line.mark:
                raise self.document.refused(line, f"standard {line.mark} stands here without domain {domain}")
            raise self._misnumbered(line, "standard", self._expected("standard"), self.open[0])
        if line.kind == "prompt" and len(self.open) > 1 and not self.strays:
            if line.mark == "a":
                expected = self._expected("question")
                raise self.document.refused(
                    line, f"key question {expected} is missing: prompts begin with a) here"
                )
            if len(self.open) > 2:
                raise self._misnumbered(line, "prompt", self._expected("prompt"), self.open[2])

    def _misnumbered(self, line: Line, kind: str, expected: str | None, above: _Item) -> Refused:
        name = f"{above.line.mark} {line.mark}" if kind == "prompt" else line.mark
        if any(item.line.mark == line.mark for item in above.under):
            earlier = next(item.line.number for item in above.under if item.line.mark == line.mark)
            return self.document.refused(line, f"{kind} {name} appears twice, first at line {earlier}")
        wanted = f"{above.line.mark} {expected}" if kind == "prompt" else expected
        return self.document.refused(line, f"{kind} {wanted} is missing: {name} stands in its place")


class _Author:
    """Writes what was gathered as a framework, its wrapped lines put together again."""

    def __init__(
        self,
        document: _Document,
        join: Callable[[Sequence[str]], str],
        characteristics: Mapping[str, Characteristics],
    ) -> None:
        self.document = document
        self.join = join
        self.characteristics = characteristics

    def reading(self, block: _Block, others: tuple[int, ...]) -> LayoutReading:
        """What was read of one block."""
        return LayoutReading(
            domains=tuple(self._domain(item) for item in block.domains),
            first_line=block.first_line,
            last_line=self.document.lines[block.end - 1].number,
            left_out=tuple(LeftOut(line.number, line.text) for line in block.left_out),
            others=others,
        )

    def _domain(self, item: _Item) -> Domain:
        standards = tuple(self._standard(standard) for standard in item.under)
        fields = {"number": item.line.mark, "title": self.join(item.parts), "standards": standards}
        return validated(Domain, fields, self._at(item))

    def _standard(self, item: _Item) -> Standard:
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

    def _question(self, item: _Item) -> KeyQuestion:
        prompts = tuple(self._prompt(each) for each in item.under)
        fields = {"number": item.line.mark, "text": self.join(item.parts), "prompts": prompts}
        return validated(KeyQuestion, fields, self._at(item))

    def _prompt(self, item: _Item) -> Prompt:
        text = self.join(item.parts)
        only = _ONLY.match(text)
        fields = {
            "letter": item.line.mark,
            "text": text,
            "applies_to": f"{only[1][:1].lower()}{only[1][1:]}" if only else None,
        }
        return validated(Prompt, fields, self._at(item))

    def _at(self, item: _Item) -> str:
        return f"{self.document.where} line {item.line.number}"
