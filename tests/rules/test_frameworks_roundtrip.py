"""Whatever framework there is: written out and read again it is the same, as a file and as a printed document."""

import textwrap
from collections.abc import Iterator
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.frameworks import Framework, parse_framework, shipped_frameworks
from domain.frameworks.layout.reading import read_layout
from domain.frameworks.model import Aim, Characteristics, Domain, KeyQuestion, Prompt, Standard, Status
from domain.frameworks.writing import framework_file
from tests.support.published_layout import published_layout

# ---- as a printed document

_PARTICLES = (
    "and/or",
    "high-quality",
    "up-to-date",
    "4.1 of",
    "the 2.1.1 list",
    "e.g.",
    "\u2018quoted\u2019",
    "(in part)",
)


class _Writer:
    """Makes texts of which no two share a word, so that no line is like another by chance."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.made = 0

    def word(self) -> str:
        self.made += 1
        number, letters = self.made, ""
        while number:
            number, digit = divmod(number, 20)
            letters += "bcdfghjklmnpqrstvwxz"[digit] + "aeiou"[digit % 5]
        return letters

    def text(self, end: str, longest: int = 30) -> str:
        words = [self.word().capitalize()]
        for _ in range(self.draw(st.integers(0, longest))):
            particle = self.draw(st.integers(0, 30))
            words.append(_PARTICLES[particle] if particle < len(_PARTICLES) else self.word())
        return " ".join([*words, self.word()]) + end


@st.composite
def domains_in_print(draw: st.DrawFn) -> tuple[Domain, ...]:
    write = _Writer(draw)
    numbers = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(sorted))
    return tuple(
        Domain(
            number=str(number),
            title=write.text("", 3),
            standards=tuple(
                Standard(
                    number=f"{number}.{place}",
                    title=write.text("", 3),
                    text=write.text(draw(st.sampled_from([".", ""]))) if draw(st.booleans()) else None,
                    key_questions=tuple(
                        KeyQuestion(
                            number=f"{number}.{place}.{question}",
                            text=write.text("?"),
                            prompts=tuple(
                                Prompt(letter=chr(97 + letter), text=write.text("?"))
                                for letter in range(draw(st.integers(2, 5)))
                            ),
                        )
                        for question in range(1, draw(st.integers(2, 4)))
                    ),
                )
                for place in range(1, draw(st.integers(2, 4)))
            ),
        )
        for number in numbers
    )


def _wrapped(text: str, width: int, at_hyphens: bool) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=at_hyphens)


def _lines(domains: tuple[Domain, ...], draw: st.DrawFn) -> Iterator[str]:
    def wrapped(text: str) -> list[str]:
        return _wrapped(text, draw(st.integers(25, 110)), draw(st.booleans()))

    for domain in domains:
        yield f"{domain.number}. {domain.title}"
        for standard in domain.standards:
            yield f"{standard.number}{draw(st.sampled_from([' ', '  ']))}{standard.title}"
            yield from wrapped(standard.text) if standard.text else ()
            for question in standard.key_questions:
                yield from wrapped(f"{question.number} {question.text}")
                for prompt in question.prompts:
                    yield from wrapped(f"{prompt.letter}) {prompt.text}")


_BEFORE = """3.8. The framework is set out as follows:
1. Domain heading
1.1 Standard heading
Standard text
1.1.1 Key question
a) Prompts
4.1. Ratings have four levels.
4.1 They are sums.
Annex F: The framework
"""
_AFTER = """Annex G: An example
1.1 Leadership
It leads.
c) a list goes on
2.2 Another paragraph
"""


@st.composite
def printed(draw: st.DrawFn) -> tuple[tuple[Domain, ...], str]:
    domains = draw(domains_in_print())
    lines = [*_BEFORE.splitlines(), *_lines(domains, draw), *_AFTER.splitlines()]
    between = draw(st.sampled_from(["\n", "\n\n", " \n \n", "\r\n"]))
    length = draw(st.integers(6, 40))
    pages = [lines[at : at + length] for at in range(0, len(lines), length)]
    if len(pages) < 3:
        return domains, between.join(lines)
    head = draw(st.sampled_from([[], ["Standards for everybody"]]))
    note = draw(st.sampled_from([[], [" " * 40, "7 See the paper of 1894,", "which says more."]]))
    foot = draw(st.sampled_from([[], ["Page {} of " + str(len(pages))], ["{}"], ["- {} -"]]))
    whole = [
        between.join([*head, *page, *note, *(line.format(number) for line in foot)])
        for number, page in enumerate(pages, start=1)
    ]
    return domains, f"{between}\f".join(whole)


@settings(max_examples=150, deadline=None)
@given(printed())
def test_a_framework_that_was_printed_is_read_as_it_was_written(
    sheet: tuple[tuple[Domain, ...], str],
) -> None:
    domains, text = sheet
    assert read_layout(text.encode(), where="print.txt").domains == domains


@settings(max_examples=50, deadline=None)
@given(domains_in_print(), st.integers(20, 200))
def test_the_layout_that_we_write_is_the_layout_that_we_read(domains: tuple[Domain, ...], width: int) -> None:
    framework = _framework(domains)
    assert read_layout(published_layout(framework, width=width).encode(), where="own.txt").domains == domains


def _framework(domains: tuple[Domain, ...]) -> Framework:
    return Framework(
        id="any",
        version="1",
        title="Any",
        status="proposed",
        wording="own",
        citation="nowhere",
        domains=domains,
    )


# ---- as a file

_ODD = st.sampled_from(
    [
        '"quoted"',
        "back\\slash",
        "#no comment",
        "= [[domains]]",
        "caf\u00e9",
        "\u201cso\u201d",
        "'''",
        '"""',
        "{x}",
    ]
)
_characters = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
texts = (
    st.lists(st.one_of(st.text(_characters, min_size=1), _ODD), min_size=1)
    .map(lambda words: " ".join(" ".join(words).split()))
    .filter(lambda text: 0 < len(text) <= 300)
)
AIMS: list[Aim | None] = [None, "engagement", "desistance", "safety", "child-safety"]
maybe = st.one_of(st.none(), texts)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    lettered = draw(st.booleans())
    dot = "" if lettered else "."

    def question(number: str) -> KeyQuestion:
        prompts = tuple(
            Prompt(
                letter=chr(97 + place),
                text=draw(texts),
                applies_to=draw(maybe),
                guidance=draw(maybe),
                certainty=draw(maybe),
            )
            for place in range(draw(st.integers(0, 3)))
        )
        aim = draw(st.sampled_from(AIMS))
        return KeyQuestion(
            number=number,
            text=draw(texts),
            aim=aim,
            applies_to=draw(maybe),
            guidance=draw(maybe),
            prompts=prompts,
        )

    def standard(number: str) -> Standard:
        traits = draw(
            st.one_of(st.none(), st.tuples(st.lists(texts, max_size=2), st.lists(texts, max_size=2)))
        )
        return Standard(
            number=number,
            title=draw(texts),
            text=draw(maybe),
            population=draw(st.sampled_from([None, "supervised-cases", "victims"])),
            guidance=draw(maybe),
            certainty=draw(maybe),
            characteristics=traits
            and Characteristics(outstanding=tuple(traits[0]), inadequate=tuple(traits[1])),
            key_questions=tuple(question(f"{number}.{n}") for n in range(1, draw(st.integers(1, 3)))),
        )

    domains = tuple(
        Domain(
            number=number,
            title=draw(texts),
            certainty=draw(maybe),
            standards=tuple(standard(f"{number}{dot}{n}") for n in range(1, draw(st.integers(2, 3)))),
        )
        for number in (["A", "C"] if lettered else ["1", "4"])[: draw(st.integers(1, 2))]
    )
    status = draw(st.sampled_from(get_args(Status)))
    official = draw(st.booleans())
    return Framework(
        id=draw(st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,3}", fullmatch=True)),
        version=draw(st.from_regex(r"[0-9A-Za-z]([0-9A-Za-z.-]{0,6}[0-9A-Za-z])?", fullmatch=True)),
        title=draw(texts),
        status=status,
        in_force_from=draw(st.dates()) if status != "proposed" else None,
        retired_on=draw(st.dates()) if status == "retired" else None,
        applies_to=draw(maybe),
        wording="official" if official else "own",
        words_for=("adult-nps-2018",) if official and draw(st.booleans()) else (),
        citation=draw(texts),
        notes=tuple(draw(st.lists(texts, max_size=2))),
        domains=domains,
    )


@settings(max_examples=100, deadline=None)
@given(frameworks())
def test_a_framework_file_that_we_write_is_read_as_the_same_framework(framework: Framework) -> None:
    again = parse_framework(framework_file(framework), where="written.toml")
    assert again == framework
    assert again.digest == framework.digest


def test_every_shipped_framework_survives_being_written() -> None:
    for framework in shipped_frameworks().values():
        assert parse_framework(framework_file(framework), where="written.toml") == framework
