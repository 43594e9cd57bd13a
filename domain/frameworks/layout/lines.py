"""The lines of a published document, cleared of what belongs to the page and not to the text.

Text taken from a printed document has running heads, page numbers and footnotes in the middle of sentences, words
broken at a hyphen, and blank lines where none are meant. This module sees to those; ``reading`` reads what is left.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "Line", "joiner", "lines_of_document"]

Kind = Literal["domain", "standard", "question", "prompt", "annex", "text"]

_DASH = "[-\u2013\u2014]"
_HEADING = re.compile(
    "(?P<mark>\\d{1,2}(?:\\.\\d{1,2}){0,2})(?P<dot>\\.?)\\s+(?P<rest>[^\\W\\d_a-z].*|[\"'(\u2018\u201c].*)"
)
_PROMPT = re.compile(r"(?P<mark>[a-z])\)\s*(?P<rest>\S.*)")
_ANNEX = re.compile(r"(?:annexe?|appendix)\s+(?P<mark>[A-Z0-9]{1,3})\b(?P<rest>.*)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    rf"(?:page\s+)?{_DASH}?\s*\d{{1,4}}\s*{_DASH}?(?:\s+of\s+\d{{1,4}})?", re.IGNORECASE
)
_FEWEST_PAGES = 3
_BARE = re.compile(r"[0-9]{1,4}")
_RULE = re.compile(rf"\s{{20,}}|\s*(?:[_=]|{_DASH}){{10,}}\s*")
_NOTE = re.compile(r"\d{1,3}\s+\S")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that belongs to the text.

    Attributes:
        number: its place in the file, from 1.
        text: what it says, tidied.
        kind: what it looks like; whether it is that, the reader decides.
        mark: the number or letter it begins with, if any.
        rest: what follows the mark.
    """

    number: int
    text: str
    kind: Kind
    mark: str
    rest: str


@dataclass(slots=True)
class _Raw:
    number: int
    text: str
    page: int
    blank_before: bool
    ruled_before: bool


def lines_of_document(text: str) -> tuple[Line, ...]:
    """The lines of the text, in order, without blank lines, page numbers, running heads and footnotes."""
    raw = _raw_lines(text)
    _turn_pages_at_their_numbers(raw)
    dropped = _furniture(raw)
    return tuple(_line(line) for line, drop in zip(raw, dropped, strict=True) if not drop)


def _raw_lines(text: str) -> list[_Raw]:
    physical = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").translate(_INVISIBLE).split("\n")
    )
    pages_by_indent = "\f" not in text and _indent_marks_pages(physical)
    found: list[_Raw] = []
    page, blank, ruled = 0, False, False
    for number, line in enumerate(physical, start=1):
        for place, part in enumerate(line.split("\f")):
            page += bool(place) or (pages_by_indent and _indented(part))
            tidy = _SPACES.sub(" ", part).strip()
            if _RULE.fullmatch(part):
                ruled = True
            elif not tidy:
                blank = True
            else:
                found.append(_Raw(number, tidy, page, blank, ruled))
                blank = ruled = False
    return found


def _turn_pages_at_their_numbers(lines: Sequence[_Raw]) -> None:
    """Where nothing else says where pages end, let a page end at its number."""
    if not lines or lines[-1].page:
        return
    numbers = _page_numbers_in_a_row(lines)
    page = 0
    for place, line in enumerate(lines):
        line.page = page
        page += place in numbers


def _page_numbers_in_a_row(lines: Sequence[_Raw]) -> frozenset[int]:
    """Places of the longest run of lines that are numbers going up by one, whatever other numbers stand between."""
    length: dict[int, int] = {}
    place_of: dict[int, int] = {}
    before: dict[int, int | None] = {}
    best = -1
    for place, line in enumerate(lines):
        if not _BARE.fullmatch(line.text):
            continue
        number = int(line.text)
        before[place] = place_of.get(number - 1)
        length[place] = length.get(place_of.get(number - 1, -1), 0) + 1
        place_of[number] = place
        if best < 0 or length[place] > length[best]:
            best = place
    run: set[int] = set()
    step: int | None = best if best >= 0 and length[best] >= _FEWEST_PAGES else None
    while step is not None:
        run.add(step)
        step = before[step]
    return frozenset(run)


def _indented(line: str) -> bool:
    return len(line) > 1 and line[0] == " " and not line[1].isspace()


def _indent_marks_pages(lines: Sequence[str]) -> bool:
    """Whether a single leading space stands for a page break, as in text whose form feeds were made spaces."""
    written = [line for line in lines if line.strip()]
    indented = sum(1 for line in written if _indented(line))
    return 0 < indented * 10 <= len(written)


def _furniture(lines: Sequence[_Raw]) -> list[bool]:
    """Which lines belong to the page: its number, its running head or foot, its notes."""
    drop = [False] * len(lines)
    heads = _running_heads(lines)
    double_spaced = sum(line.blank_before for line in lines) * 5 > len(lines) * 3
    note = False
    for place, line in enumerate(lines):
        first = not place or lines[place - 1].page != line.page
        starts_item = _shape(line.text)[0] not in ("text", "annex")
        begins = line.ruled_before and bool(_NOTE.match(line.text))
        note = not first and not starts_item and (note or begins)
        drop[place] = note or place in heads or _is_page_number(lines, place, double_spaced)
    return drop


def _is_page_number(lines: Sequence[_Raw], place: int, double_spaced: bool) -> bool:
    """Whether a line is the number of the page, and not a number at which a sentence was wrapped."""
    line = lines[place]
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    before = lines[place - 1] if place else None
    after = lines[place + 1] if place + 1 < len(lines) else None
    if before is None or after is None or before.page != line.page or after.page != line.page:
        return True
    if line.text[0].isalpha():
        return True
    in_a_sentence = before.text[-1] not in ".?!:" and after.text[:1].islower()
    spaced = line.blank_before or after.blank_before
    return spaced and not (in_a_sentence and double_spaced)


def _running_heads(lines: Sequence[_Raw]) -> frozenset[int]:
    """Places of lines that open or close page after page with the same words."""
    edges: list[int] = []
    for place, line in enumerate(lines):
        near_top = place < 2 or lines[place - 2].page != line.page
        near_foot = place + 2 >= len(lines) or lines[place + 2].page != line.page
        if (
            (near_top or near_foot)
            and _shape(line.text)[0] in ("text", "annex")
            and not line.text.endswith("?")
            and not _PAGE_NUMBER.fullmatch(line.text)
        ):
            edges.append(place)
    pages = lines[-1].page + 1 if lines else 0
    seen = Counter({(_worn(lines[place].text), lines[place].page) for place in edges})
    often = Counter(words for words, _ in seen)
    return frozenset(place for place in edges if often[_worn(lines[place].text)] >= max(3, -(-pages // 4)))


def _worn(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _shape(text: str) -> tuple[Kind, str, str]:
    if found := _PROMPT.fullmatch(text):
        return "prompt", found["mark"], found["rest"].strip()
    if found := _HEADING.fullmatch(text):
        depth = found["mark"].count(".")
        if depth == 0 and found["dot"]:
            return "domain", found["mark"], found["rest"].strip()
        if depth == 1:
            return "standard", found["mark"], found["rest"].strip()
        if depth == 2:
            return "question", found["mark"], found["rest"].strip()
    if found := _ANNEX.fullmatch(text):
        return "annex", found["mark"].upper(), found["rest"].strip()
    return "text", "", text


def _line(raw: _Raw) -> Line:
    return Line(raw.number, raw.text, *_shape(raw.text))


def joiner(lines: Iterable[Line]) -> Callable[[Sequence[str]], str]:
    """A function that puts wrapped lines together again as the document's author wrote them.

    A word broken at a hyphen keeps it (``high-`` ``quality``), unless the document has the word in one piece
    elsewhere and never with the hyphen: then the printer broke it.
    """
    words = {word.casefold() for line in lines for word in _WORD.findall(line.text)}

    def join(parts: Sequence[str]) -> str:
        whole = ""
        for part in parts:
            whole = _put_together(whole, part, words) if whole else part
        return whole

    return join


def _put_together(whole: str, part: str, words: set[str]) -> str:
    if whole.endswith("\u00ad"):
        return whole[:-1] + part
    broken, first = _BROKEN.search(whole), _FIRST_WORD.match(part)
    if broken and first:
        hyphenated, solid = f"{broken[1]}-{first[0]}".casefold(), f"{broken[1]}{first[0]}".casefold()
        return whole[:-1] + part if solid in words and hyphenated not in words else whole + part
    if whole.endswith("/") and first:
        return whole + part
    return f"{whole} {part}"
