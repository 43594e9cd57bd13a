"""`assay case sample-size` and `assay case agreement` as a person types them, without a record."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("words", "cases"),
    [
        (["100"], 63),
        (["500"], 124),
        (["0"], 0),
        (["1"], 1),
        (["500", "--confidence", "95"], 218),
        (["500", "--confidence", "80", "--margin", "2.5"], 285),
    ],
)
def test_the_cases_to_read_are_said(assay: CommandLine, words: list[str], cases: int) -> None:
    assert assay.done("case", "sample-size", *words)["cases"] == cases
    assert assay("case", "sample-size", *words).out.startswith(f"Read {cases} of {words[0]} cases")
    assert not assay.home.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["many"], "bad-usage"),
        (["1.5"], "bad-usage"),
        (["--", "-1"], "bad-sample-size"),
        (["9" * 30], "bad-sample-size"),
        (["100", "--confidence", "100"], "bad-sample-size"),
        (["100", "--confidence", "nan"], "bad-option"),
        (["100", "--confidence", "1/2"], "bad-option"),
        (["100", "--margin", "5."], "bad-option"),
        (["100", "--margin", "-5"], "bad-option"),
        (["100", "--margin", "0"], "bad-sample-size"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(assay: CommandLine, words: list[str], code: str) -> None:
    said = assay("case", "sample-size", *words)
    assert (said.status, said.out, said.code) == (2, "", code)


def double_reads(tmp_path: Path) -> Path:
    """Fifty cases read twice: 20 yes and 15 no by both, 5 and 10 otherwise (a textbook's table: kappa 0.4)."""
    rows = ["case,key question,reader,answer"]
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    for case, (first, second) in enumerate(pairs):
        # The order of the rows says nothing: readers are told apart by name.
        both = [f"c{case},2.1.1,anna,{first}", f"c{case},2.1.1,bert,{second}"]
        rows += both if case % 2 else both[::-1]
    rows += ["c90,2.1.2,anna,Not applicable", "c90,2.1.2,cleo,not_applicable", "c91,2.1.2,anna,yes"]
    file = tmp_path / "reads.csv"
    file.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8-sig")
    return file


def test_agreement_is_said_for_each_inspector_and_key_question(assay: CommandLine, tmp_path: Path) -> None:
    file = double_reads(tmp_path)
    found = assay.done("case", "agreement", "--file", file)
    assert found["key_questions"]["2.1.1"] == {
        "pairs": 50,
        "agreed": 35,
        "percent": "70.0",
        "kappa": "0.400",
        "alpha": "0.400",
    }
    alone = {"pairs": 1, "agreed": 1, "percent": "100.0", "kappa": None, "alpha": None}
    assert found["key_questions"]["2.1.2"] == alone
    assert (found["all"]["pairs"], found["answered_once"]) == (51, 1)
    anna = found["readers"]["anna"]
    assert (anna["pairs"], anna["agreed"]) == (51, 36)
    assert anna["key_questions"]["2.1.2"] == alone
    assert found["readers"]["bert"]["key_questions"]["2.1.1"]["kappa"] == "0.400"
    assert found["readers"]["cleo"]["key_questions"] == {"2.1.2": alone}
    said = assay("case", "agreement", "--file", file)
    assert said.status == 0
    assert "70.0 %" in said.out
    assert "Answered by one inspector only, and so no pair: 1." in said.out
    assert not assay.home.exists()


HEAD = "case,key question,reader,answer\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "line 1: the columns must be case, key question, reader, answer"),
        (b"case,reader,answer\n", "line 1: the columns must be"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (HEAD + "c1,2.1.1,anna\n", "line 2: 3 columns where the first line has 4"),
        (HEAD + "c1,2.1.1,anna,maybe\n", "line 2: an answer is yes, no, not_applicable, not 'maybe'"),
        (HEAD + "c1,2.1.1,,yes\n", "line 2: the reader is empty"),
        (HEAD + 'c1,2.1.1,"anna,yes\n', "not CSV"),
        (
            HEAD + "c1,2.1.1,anna,yes\nc1,2.1.1,anna,no\n",
            "line 3: anna answers 2.1.1 in the case c1 a second",
        ),
        (HEAD + "c1,q,a,yes\nc1,q,b,no\n\nc1,q,c,no\n", "line 5: q in the case c1 has a third reader, c"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(
    assay: CommandLine, tmp_path: Path, text: str | bytes, said: str
) -> None:
    file = tmp_path / "reads.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    ended = assay("case", "agreement", "--file", file)
    assert (ended.status, ended.out, ended.code) == (2, "", "bad-file")
    assert said in ended.sentence


def test_a_file_that_is_not_there_is_refused(assay: CommandLine, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none.csv"):
        ended = assay("case", "agreement", "--file", place)
        assert (ended.status, ended.code) == (2, "unreadable-file")


def test_a_file_without_pairs_has_no_figures(assay: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "reads.csv"
    file.write_text(HEAD)
    assert assay.done("case", "agreement", "--file", file)["all"]["percent"] is None
    assert "With so few pairs" in assay("case", "agreement", "--file", file).out
