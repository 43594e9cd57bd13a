"""Reading a framework from a document: our own, with every trap that is known, and the consultation paper."""

import re
from pathlib import Path

import pytest

from domain.frameworks import Framework, shipped_frameworks
from domain.frameworks.importing import official_framework
from domain.frameworks.layout.reading import LARGEST_DOCUMENT, LayoutReading, read_layout
from domain.refusals import Refused

OWN = Path(__file__).parent / "layouts" / "lighthouses.txt"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PAPER = next(iter(sorted(SEEDS.glob("004*.txt"))), None)

needs_the_paper = pytest.mark.skipif(
    PAPER is None, reason="the consultation paper (../shared/seeds/004*.txt) is absent"
)


def paper() -> str:
    assert PAPER is not None
    return PAPER.read_text(encoding="utf-8")


def read(text: str) -> LayoutReading:
    return read_layout(text.encode(), where="paper.txt")


def outline(reading: LayoutReading) -> list[str]:
    lines: list[str] = []
    for domain in reading.domains:
        lines.append(f"{domain.number}. {domain.title}")
        for standard in domain.standards:
            lines += [f"{standard.number} {standard.title}", standard.text or "(no text)"]
            for question in standard.key_questions:
                lines.append(f"{question.number} {question.text}")
                lines += [f"{prompt.letter}) {prompt.text}" for prompt in question.prompts]
    return lines


def counts(reading: LayoutReading) -> tuple[int, int, int, int]:
    questions = [q for d in reading.domains for s in d.standards for q in s.key_questions]
    standards = sum(len(d.standards) for d in reading.domains)
    return len(reading.domains), standards, len(questions), sum(len(q.prompts) for q in questions)


LIGHTHOUSES = """
1. The station
1.1 Keeping the light
The light is kept burning by a well-trained crew, from dusk to dawn, in every season.
1.1.1 Is there a plan for keeping the light, known to all keepers?
a) Does the plan say who does what, and when?
b) Do keepers follow it?
c) Is the plan, with its self-correcting log, re-read every 12 months and after each gale?
1.1.2 Are stores enough for the winter?
a) Is there oil for a hundred nights and/or a second source of light?
b) Is the count of lamps kept at or above 28 at all times?
c) Is the lens kept clean, with allowance made for salt?
1.2 Keepers
Keepers are able, rested and heard
1.2.1 Do keepers have the skills that their duties ask for?
a) Are keepers taught before they keep a watch alone, including how to signal?
b) Relief keepers only: Were they shown the station before their first night?
2. Ships and shores
2.1 Warnings
Ships are warned in time, as the board in its paper 4.1 and the code of 2.1 of 1894 ask.
2.1.1 Does the fog-horn sound when it should?
a) Is it sounded in fog, or when the keeper\u2019s judgement calls for it?
b) Is the horn\u2019s log kept by whoever stands the relief watch?
c) Is visibility measured as chapter 3.1.1 Visibility has it?
4. Island stations
4.1 Stores
Stores are fresh and safe.
4.1.1 Are stores brought by boat often enough?
a) Is the boat seaworthy?
b) Does it come whatever the weather allows?
""".strip().splitlines()


@pytest.mark.parametrize(
    ("how", "change"),
    [
        ("as it is", lambda text: text),
        ("without blank lines", lambda text: "\n".join(line for line in text.split("\n") if line)),
        ("with a blank line after each", lambda text: text.replace("\n", "\n\n")),
        ("with Windows line ends", lambda text: text.replace("\n", "\r\n")),
        ("with old Macintosh line ends", lambda text: text.replace("\n", "\r")),
        ("with a byte order mark", lambda text: "\ufeff" + text),
        ("with spaces at the ends of lines", lambda text: text.replace("\n", "  \n")),
        (
            "with hard spaces after the numbers",
            lambda text: re.sub(r"(?m)^([\d.]+) ", "\\1\u00a0\u00a0", text),
        ),
        ("with page breaks as one leading space", lambda text: text.replace("\f", " ")),
    ],
)
def test_a_framework_is_read_word_for_word_through_everything_that_print_does_to_it(
    how: str, change: object
) -> None:
    assert callable(change)
    assert outline(read(change(OWN.read_text(encoding="utf-8")))) == LIGHTHOUSES, how


def test_what_was_read_is_told_by_its_lines_and_nothing_inside_was_passed_over() -> None:
    reading = read(OWN.read_text(encoding="utf-8"))
    lines = OWN.read_text(encoding="utf-8").split("\n")
    assert lines[reading.first_line - 1] == "1. The station"
    assert lines[reading.last_line - 1] == "b) Does it come whatever the weather allows?"
    assert reading.left_out == ()
    assert reading.others == ()


def test_characteristics_are_read_from_beside_the_framework() -> None:
    reading = read(OWN.read_text(encoding="utf-8"))
    found = {s.number: s.characteristics for d in reading.domains for s in d.standards if s.characteristics}
    assert list(found) == ["1.1"]
    assert found["1.1"].outstanding == (
        "The light has not failed in ten years, whatever the weather.",
        "Keepers improve it. They share what they find.",
    )
    assert found["1.1"].inadequate == ("The light fails, and nobody notices.",)


def test_a_prompt_that_names_the_cases_it_is_for_applies_to_those_alone() -> None:
    reading = read(OWN.read_text(encoding="utf-8"))
    prompts = {
        f"{q.number} {p.letter}": p.applies_to
        for d in reading.domains
        for s in d.standards
        for q in s.key_questions
        for p in q.prompts
        if p.applies_to
    }
    assert prompts == {"1.2.1 b": "relief keepers only"}


def test_a_remark_between_two_prompts_is_left_out_and_said() -> None:
    text = (
        "1. Work\n1.1 Digging\nIt is dug.\n1.1.1 Is it dug?\na) Deep?\nThis one is \x1b[31mnew.\nb) Wide?\n"
    )
    reading = read(text)
    assert counts(reading) == (1, 1, 1, 2)
    assert [(each.line, each.text) for each in reading.left_out] == [(6, "This one is \ufffd[31mnew.")]


@pytest.mark.parametrize(
    ("lines", "prompt"),
    [
        ("a) Is there a plan?\nand is it used?", "Is there a plan? and is it used?"),
        ("a) Is there a plan?\nIf so, is it\nused?", "Is there a plan? If so, is it used?"),
        ("a) Is it clear (to whom?\nto all) what is meant?", "Is it clear (to whom? to all) what is meant?"),
        ("a) Is the plan good\n", "Is the plan good"),
        ("\ta)Is the plan\tgood?", "Is the plan good?"),
    ],
)
def test_a_question_that_goes_on_after_a_question_mark_is_read_to_its_end(lines: str, prompt: str) -> None:
    reading = read(f"1. Work\n1.1 Digging\n1.1.1 Is it dug?\n{lines}\nb) Is it deep?\n")
    assert reading.domains[0].standards[0].key_questions[0].prompts[0].text == prompt
    assert counts(reading) == (1, 1, 1, 2)
    assert reading.left_out == ()


def test_page_numbers_and_heads_are_told_from_the_text_though_nothing_else_marks_the_pages() -> None:
    pages = [
        "1. Work\n1.1 Digging\nIt is dug in 28\ndays.\n1.1.1 Is it dug in time, that is within",
        "28\ndays?\na) Is it deep and",
        "wide?\nb) Is it straight, whatever the",
        "weather?\nc) Is it fenced?\n2. Rest\n2.1 Sleep\n2.1.1 Is it long?\na) At",
        "night?",
    ]
    text = "\n".join(f"Standards for gardens\n{page}\n{number}" for number, page in enumerate(pages, start=7))
    assert outline(read(text)) == [
        "1. Work", "1.1 Digging", "It is dug in 28 days.", "1.1.1 Is it dug in time, that is within 28 days?",
        "a) Is it deep and wide?", "b) Is it straight, whatever the weather?", "c) Is it fenced?",
        "2. Rest", "2.1 Sleep", "(no text)", "2.1.1 Is it long?", "a) At night?",
    ]  # fmt: skip


def test_of_two_frameworks_the_larger_is_read_and_the_other_named() -> None:
    small = "1. Play\n1.1 Ball\n1.1.1 Is it round?\na) Red?\n"
    large = "1. Work\n1.1 Digging\n1.1.1 Is it dug?\na) Deep?\nb) Wide?\n"
    reading = read(f"Annex A\n{small}Annex B\n{large}")
    assert reading.domains[0].title == "Work"
    assert reading.others == (2,)


def test_a_table_of_contents_that_lists_the_key_questions_is_not_the_framework() -> None:
    contents = "1. Work ... 3\n1.1 Digging ... 3\n1.1.1 Is it dug? ... 3\n1.1.2 Is it filled? ... 4\n"
    body = "1. Work\n1.1 Digging\nDug well.\n1.1.1 Is it dug?\na) Deep?\nb) Wide?\n1.1.2 Is it filled?\na) Level?\n"
    reading = read(contents + body)
    assert counts(reading) == (1, 1, 2, 3)
    assert reading.first_line == 5


SOUND = """1. Work
1.1 Digging
It is dug.
1.1.1 Is it dug?
a) Deep?
b) Wide?
c) Straight?
1.1.2 Is it filled?
a) Level?
b) Soon?
1.1.3 Is it fenced?
a) High?
1.2 Planting
It is planted.
1.2.1 Is it planted?
a) Early?
2. Rest
2.1 Sleep
2.1.1 Is it long?
a) At night?
"""


FAULTS = [
    (
        "a key question missing",
        ("1.1.2 Is it filled?\na) Level?\nb) Soon?\n", ""),
        "line 8: key question 1.1.2 is missing: 1.1.3 stands in its place",
    ),
    (
        "the line of a key question missing",
        ("1.1.2 Is it filled?\n", ""),
        "line 8: key question 1.1.2 is missing: prompts begin with a) here",
    ),
    (
        "the first key question missing",
        ("1.1.1 Is it dug?\n", ""),
        "line 4: key question 1.1.1 is missing: prompts begin with a) here",
    ),
    (
        "a key question twice",
        ("1.1.3 Is it fenced", "1.1.2 Is it fenced"),
        "line 11: key question 1.1.2 appears twice, first at line 8",
    ),
    (
        "a prompt missing",
        ("b) Wide?\n", ""),
        "line 6: prompt 1.1.1 b is missing: 1.1.1 c stands in its place",
    ),
    (
        "a prompt twice",
        ("c) Straight", "b) Straight"),
        "line 7: prompt 1.1.1 b appears twice, first at line 6",
    ),
    (
        "a standard missing",
        ("1.2 Planting\nIt is planted.\n1.2.1 ", "1.3 Planting\nIt is planted.\n1.3.1 "),
        "line 13: standard 1.2 is missing: 1.3 stands in its place",
    ),
    (
        "a standard twice",
        ("1.2 Planting\nIt is planted.\n1.2.1 ", "1.1 Planting\nIt is planted.\n1.1.1 "),
        "line 13: standard 1.1 appears twice, first at line 2",
    ),
    (
        "a standard without its heading",
        ("1.2 Planting\nIt is planted.\n", ""),
        "line 13: key question 1.2.1 stands here without standard 1.2",
    ),
    ("a domain without its heading", ("2. Rest\n", ""), "line 17: standard 2.1 stands here without domain 2"),
    (
        "the first domain without its heading",
        ("1. Work\n", ""),
        "line 1: standard 1.1 stands here without domain 1",
    ),
]


@pytest.mark.parametrize(("fault", "change", "sentence"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_numbers_that_do_not_add_up_are_refused_with_their_line(
    fault: str, change: tuple[str, str], sentence: str
) -> None:
    assert counts(read(SOUND)) == (2, 3, 5, 8)
    assert change[0] in SOUND
    with pytest.raises(Refused) as refused:
        read(SOUND.replace(*change, 1))
    assert refused.value.refusal.code == "malformed-framework", fault
    assert refused.value.refusal.sentence == f"paper.txt {sentence}."


SAMPLE = b"1. Domain heading\n1.1 Standard heading\nStandard text\n1.1.1 Key question\na) Prompts\n"
ENDLESS = b"1. W\n1.1 D\n1.1.1 Is it?\na) " + b"so " * 5000 + b"?\n"


@pytest.mark.parametrize(
    ("what", "content", "code", "says"),
    [
        ("nothing", b"", "malformed-document", "is empty"),
        ("blanks", b" \n\t\n", "malformed-document", "is empty"),
        ("a program", b"\x7fELF\x02\x01\0\0", "malformed-document", "line 1 has a zero byte"),
        ("Latin-1", "one\ntwo\ncaf\xe9".encode("latin-1"), "malformed-document", "line 3 is not UTF-8"),
        ("UTF-16", "1. Work".encode("utf-16"), "malformed-document", "is UTF-16"),
        ("a letter", b"Dear keeper,\nthe light is out.\n", "no-framework-found", "sets out no framework"),
        ("the sample of the layout alone", SAMPLE, "no-framework-found", "sets out no framework"),
        ("too much", b"a" * (LARGEST_DOCUMENT + 1), "too-large", "larger than 4 MB"),
        ("an endless question", ENDLESS, "malformed-framework", "line 4: text is too long"),
    ],
)  # fmt: skip
def test_what_is_no_document_with_a_framework_is_refused_in_a_sentence(
    what: str, content: bytes, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_layout(content, where="paper.txt")
    assert refused.value.refusal.code == code, what
    assert refused.value.refusal.sentence.startswith("paper.txt")
    assert says in refused.value.refusal.sentence
    assert refused.value.refusal.sentence.count("\n") == 0


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


@needs_the_paper
def test_the_consultation_paper_gives_its_four_domains_with_all_that_is_in_them() -> None:
    reading = read(paper())
    assert counts(reading) == (4, 12, 40, 165)
    per_domain = [
        (d.number, len(d.standards), sum(len(s.key_questions) for s in d.standards),
         sum(len(q.prompts) for s in d.standards for q in s.key_questions))
        for d in reading.domains
    ]  # fmt: skip
    assert per_domain == [("1", 4, 15, 66), ("2", 4, 12, 47), ("3", 2, 6, 23), ("4", 2, 7, 29)]
    assert all(standard.text for domain in reading.domains for standard in domain.standards)
    assert reading.left_out == ()


@needs_the_paper
def test_every_character_of_the_paper_s_annex_is_in_the_framework_and_none_is_added() -> None:
    reading = read(paper())
    annex = "\n".join(paper().split("\n")[reading.first_line - 1 : reading.last_line])
    assert words("".join(outline(reading))) == words(annex)


@needs_the_paper
@pytest.mark.parametrize("blanks", [True, False])
def test_the_paper_reads_the_same_without_its_blank_lines(blanks: bool) -> None:
    text = paper() if blanks else "\n".join(line for line in paper().split("\n") if line.strip())
    assert outline(read(text)) == outline(read(paper()))


@needs_the_paper
def test_a_word_that_the_line_broke_at_its_hyphen_keeps_the_hyphen() -> None:
    leadership = read(paper()).domains[0].standards[0]
    assert leadership.text is not None
    assert "high-quality, personalised" in leadership.text


@needs_the_paper
def test_the_paper_s_example_of_characteristics_has_six_for_outstanding_and_seven_for_inadequate() -> None:
    found = {
        s.number: s.characteristics for d in read(paper()).domains for s in d.standards if s.characteristics
    }
    assert list(found) == ["1.1"]
    assert (len(found["1.1"].outstanding), len(found["1.1"].inadequate)) == (6, 7)


def imported() -> Framework:
    return official_framework(
        read(paper()),
        framework_id="adult-2017",
        version="2017",
        title="Adult standards as proposed",
        citation="consultation of 2017",
        known=shipped_frameworks().values(),
        where="paper.txt",
    )


@needs_the_paper
def test_the_imported_framework_knows_whose_words_it_gives_and_which_cases_decide() -> None:
    framework = imported()
    assert framework.wording == "official"
    assert framework.words_for == ("adult-crc-2018", "adult-nps-2018")
    assert framework.populations() == (
        "supervised-cases",
        "court-reports",
        "victims",
        "unpaid-work",
        "through-the-gate",
    )
    prompt = framework.prompt("2.3.1 d")
    assert prompt is not None
    assert prompt.applies_to == "post-custody cases only"
    aims = [
        question.aim for standard, question in framework.key_questions() if standard.number.startswith("2.")
    ]
    assert aims == ["engagement", "desistance", "safety"] * 4


@needs_the_paper
def test_our_words_recognisably_ask_the_same_and_copy_no_sentence() -> None:
    def said(text: str) -> list[str]:
        return re.findall(r"[a-z]+", text.lower())

    run = 8
    official = said(paper())
    runs = {tuple(official[at : at + run]) for at in range(len(official) - run + 1)}
    for framework in shipped_frameworks().values():
        for text in _texts(framework):
            ours = said(text)
            copied = [
                ours[at : at + run] for at in range(len(ours) - run + 1) if tuple(ours[at : at + run]) in runs
            ]
            assert copied == [], text


def _texts(framework: Framework) -> list[str]:
    texts = [standard.text or "" for standard in framework.standards()]
    for standard in framework.standards():
        if standard.characteristics:
            texts += [*standard.characteristics.outstanding, *standard.characteristics.inadequate]
    texts += [question.text for _, question in framework.key_questions()]
    return texts + [prompt.text for _, prompt in framework.prompts()]
