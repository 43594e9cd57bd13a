"""Gathers the lines of a document that belong to a framework, under the domain, standard, key question and prompt.

What looks like a heading is one if something of its own follows it. A number that is missing, twice or out of order is
refused rather than read over.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.frameworks.layout.lines import Kind, Line
from domain.refusals import Refused

__all__ = ["Block", "Document", "Item"]

_LONGEST_SECOND_QUESTION = 3
"""Lines. What stands between two items and ends as a question is the first one's second: "… ? If so, is it used?"."""

_STRUCTURE: tuple[Kind, ...] = ("domain", "standard", "question")


@dataclass(slots=True)
class Item:
    """Something with a number, while its lines are being gathered."""

    line: Line
    parts: list[str] = field(default_factory=list)
    under: list["Item"] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """A question is over at its question mark; of a title or a standard's text nothing says where it is over."""
        if self.line.kind not in ("question", "prompt") or not self.parts[-1].endswith("?"):
            return False
        return sum(part.count("(") - part.count(")") for part in self.parts) <= 0


class Document:
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


class Block:
    """One framework of the document, from its first domain on for as long as the numbers go on."""

    def __init__(self, document: Document, start: int) -> None:
        self.document = document
        self.start = start
        self.end = start
        self.reached = start
        self.domains: list[Item] = []
        # The domain, standard, key question and prompt that are being read.
        self.open: list[Item] = []
        # Lines since the last item: they stand inside the framework if another item comes, and after it if none does.
        self.strays: list[Line] = []
        self.left_out: list[Line] = []
        self.annex = document.annex(start)

    @property
    def first_line(self) -> int:
        """The line of the document at which it begins."""
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

    def _questions(self) -> list[Item]:
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
        item = Item(line, [line.rest])
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

    def _misnumbered(self, line: Line, kind: str, expected: str | None, above: Item) -> Refused:
        name = f"{above.line.mark} {line.mark}" if kind == "prompt" else line.mark
        if any(item.line.mark == line.mark for item in above.under):
            earlier = next(item.line.number for item in above.under if item.line.mark == line.mark)
            return self.document.refused(line, f"{kind} {name} appears twice, first at line {earlier}")
        wanted = f"{above.line.mark} {expected}" if kind == "prompt" else expected
        return self.document.refused(line, f"{kind} {wanted} is missing: {name} stands in its place")
