"""Checking the rows of a list: every fault is named by line and column, and nothing of a cell is repeated."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.files.case_lists import FaultyList, errors_csv, table_of
from domain.cases.lists.checking import Checking, Fault, Table, header_faults, named
from domain.cases.lists.columns import COLUMNS, column_called, columns_of, needed, wrong_with
from domain.cases.lists.where import condition
from domain.inspections.kinds.parts import Population
from domain.refusals import Refused

PLAIN = Population(id="supervised-cases", title="Supervised cases", sample=20, citation="a test")
STRICT = PLAIN.with_(strata=("gender", "office"), minimum_weeks=12)
GOOD = "reference,gender,office,weeks\nA1,female,North,20\nA2,Male,South,30\n"


def faults_of(text: str | bytes, population: Population = STRICT) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    try:
        table_of(content, population, "list.csv")
    except FaultyList as faulty:
        return [str(each) for each in faulty.faults]
    return []


def test_a_good_list_is_kept_whole_with_the_columns_that_were_asked_for() -> None:
    table = table_of(b"Reference, Gender ,OFFICE,weeks,Full name\r\nA1,female,North,20,Ada\r\n", STRICT, "x")
    assert {name: table.cells(name) for name in table.columns} == {
        "reference": ["A1"],
        "gender": ["female"],
        "office": ["North"],
        "weeks": ["20"],
    }
    assert (table.rows, table.left_out) == (1, ("full-name",))
    assert "Ada" not in repr(table)
    assert "A1" not in repr(table)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",female,North,20", "line 2, reference: is empty"),
        ("A1,,North,20", "line 2, gender: is empty"),
        ("A1,alien,North,20", "line 2, gender: is none of female, male, other, not-known"),
        ("A1,female,North,-3", "line 2, weeks: begins with -, as a formula does; give the value itself"),
        ("A1,female,North,3.5", "line 2, weeks: is no whole number from 0 to 99999"),
        ("A1,female,North,٣", "line 2, weeks: is no whole number from 0 to 99999"),
        (
            "=1+1,female,North,20",
            "line 2, reference: begins with =, as a formula does; give the value itself",
        ),
        ("@A1,female,North,20", "line 2, reference: begins with @, as a formula does; give the value itself"),
        (f"{'A' * 101},female,North,20", "line 2, reference: has 101 characters; 100 are the most"),
        ('"A\n1",female,North,20', "line 3, reference: has a character that cannot be printed"),
        ("A\u202e1,female,North,20", "line 2, reference: has a character that cannot be printed"),
        ("A1,female,North", "line 2: there are 3 cells under 4 columns"),
        ("A1,female,North,20,", "line 2: there are 5 cells under 4 columns"),
    ],
)
def test_a_fault_is_named_by_line_and_column(row: str, fault: str) -> None:
    assert faults_of(f"reference,gender,office,weeks\n{row}\n") == [fault]


def test_every_fault_is_named_and_not_only_the_first() -> None:
    text = "reference,gender,office,weeks\nA1,x,,y\n\n,,,\nA1,male,North,20\nB,male\n"
    assert faults_of(text) == [
        "line 2, gender: is none of female, male, other, not-known",
        "line 2, office: is empty",
        "line 2, weeks: is no whole number from 0 to 99999",
        "line 5, reference: is in the list twice; the first time it is row 1",
        "line 6: there are 2 cells under 4 columns",
    ]


def test_a_line_is_named_as_an_editor_counts_it_even_after_cells_of_several_lines() -> None:
    text = 'reference,gender,office,weeks,left out\nA1,male,North,20,"a\nb\nc"\nA2,alien,North,20,\n'
    assert faults_of(text) == ["line 5, gender: is none of female, male, other, not-known"]


@pytest.mark.parametrize("cell", ["2026-02-30", "31/03/2026", "1026-01-01", "20260331", "soon", "2026-1-1"])
def test_a_day_is_written_one_way(cell: str) -> None:
    assert wrong_with(column_called("start-date"), cell, must=False) == "is no day such as 2026-03-31"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "column reference is missing"),
        ("reference,gender\nA1,f\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"reference,gender,office,weeks\nA\xe9,male,North,20\n", "line 2: the file is not UTF-8"),
        (b"reference;gender\nA1;male\n", "line 1: the columns are divided by ';'"),
        (b"reference\tgender\n", "line 1: the columns are divided by"),
        (b"reference,gender,office,weeks\nA\x00,male,North,20\n", "line 2: there is a zero byte"),
        (b"reference,gender\n", "line 1: The column office is missing; there are reference, gender."),
        (b"reference,reference,gender,office,weeks\n", "The column reference is there twice."),
        (b"reference,gender,office,weeks,,\n", "The column without a name is there twice."),
        (b'reference,gender,office,weeks\n"A1,male,North,20\n', "unexpected end of data"),
        (
            b"reference,gender,office,weeks\nA1,male," + b"N" * 3_000_000 + b",20\n",
            "line 2: a cell has more than 131072 characters",
        ),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        table_of(content, STRICT, "list.csv")
    sentence = refused.value.refusal.sentence
    assert said in sentence
    assert sentence.startswith("list.csv")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_byte_order_mark_and_other_line_ends_make_no_difference() -> None:
    plain = table_of(GOOD.encode(), STRICT, "x")
    for other in (
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.strip().encode(),
    ):
        assert table_of(other, STRICT, "x") == plain


def test_an_empty_list_is_a_list() -> None:
    assert table_of(b"reference,gender,office,weeks\n", STRICT, "x").rows == 0
    assert table_of(b"reference\n", PLAIN, "x").words(()) == []


def test_strata_are_told_apart_by_their_words_and_not_by_their_spelling() -> None:
    table = table_of(GOOD.encode() + b"A3,MALE,south,14\n", STRICT, "x")
    assert table.words(("gender", "office")) == [("female", "north"), ("male", "south"), ("male", "south")]
    assert table.words(()) == [()] * 3


CELLS = st.text(alphabet=st.sampled_from("aA1=+- é\u202e\t\n\"',;0"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12))
def test_gone_through_by_columns_it_finds_what_is_found_cell_by_cell(rows: list[tuple[str, ...]]) -> None:
    header = ("reference", "gender", "weeks")
    checking = Checking(header, PLAIN)
    for start in range(0, len(rows), 5):
        checking.take(rows[start : start + 5])
    _, found = checking.done(lambda place: place + 2)
    seen: dict[str, int] = {}
    expected = []
    for place, cells in enumerate(rows):
        for name, cell in zip(header, (each.strip() for each in cells), strict=True):
            why = wrong_with(COLUMNS[name], cell, must=name == "reference")
            if why is not None:
                expected.append(Fault(place + 2, name, why))
            if name == "reference" and cell:
                first = seen.setdefault(cell, place)
                if first != place:
                    expected.append(
                        Fault(place + 2, name, f"is in the list twice; the first time it is row {first + 1}")
                    )
    assert sorted(found) == sorted(expected)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.binary(max_size=40))
def test_any_bytes_are_read_or_refused_in_a_sentence(rows: list[tuple[str, ...]], noise: bytes) -> None:
    written = io.StringIO()
    csv.writer(written).writerows((("reference", "gender"), *rows))
    for content in (written.getvalue().encode(), noise, written.getvalue().encode() + noise):
        try:
            assert isinstance(table_of(content, PLAIN, "list.csv"), Table)
        except Refused as refused:
            assert refused.refusal.sentence.endswith(".")  # noqa: PT017 - any of them will do


def test_faults_are_written_down_as_a_file_that_is_safe_to_open() -> None:
    faults = (
        Fault(2, "gender", "is none of female, male"),
        Fault(9, "", "there are 2 cells under 4 columns"),
    )
    written = list(csv.reader(io.StringIO(errors_csv(faults))))
    assert written[1:] == [
        ["2", "gender", "is none of female, male"],
        ["9", "", "there are 2 cells under 4 columns"],
    ]
    assert not any(cell[:1] in "=+-@" for row in written for cell in row if cell)


def test_what_is_asked_for_of_a_population_is_named_and_the_rest_is_left_out() -> None:
    assert needed(STRICT) == ("reference", "gender", "office", "weeks")
    assert header_faults(named(["Reference", "gender", "OFFICE", "weeks"]), STRICT) is None
    of_reports = [each.name for each in columns_of(PLAIN.with_(id="court-reports"))]
    assert "report-type" in of_reports
    assert "prison" not in of_reports
    assert column_called("period").kind == "word"


@pytest.mark.parametrize(
    ("rule", "met", "not_met"),
    [
        ("weeks < 12", "3", "12"),
        ("weeks>=12", "12", ""),
        ("office = North", "NORTH", "south"),
        ("office != North", "south", "North"),
        ("start-date >= 2026-01-01", "2026-01-01", "2025-12-31"),
    ],
)
def test_a_rule_is_met_or_not_and_an_empty_cell_meets_none(rule: str, met: str, not_met: str) -> None:
    assert condition(rule).met_by(met)
    assert not condition(rule).met_by(not_met)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "weeks",
        "weeks < x",
        "weeks << 3",
        "reference = A1",
        "office < North",
        "gender = alien",
        "office = =1",
    ],
)
def test_what_is_no_rule_is_refused_in_a_sentence(rule: str) -> None:
    with pytest.raises(Refused) as refused:
        condition(rule)
    assert refused.value.refusal.code == "bad-condition"


def test_more_rows_than_any_list_has_are_refused() -> None:
    with pytest.raises(Refused, match="more than 1000000 rows"):
        table_of(b"reference\n" + b"a\n" * 1_000_001, PLAIN, "list.csv")


def test_a_column_of_providers_has_the_codes_of_those_that_are_inspected() -> None:
    several = PLAIN.with_(strata=("provider",))
    text = b"reference,provider\nA1,nps-east\nA2,NPS-East\nA3,east\n"
    assert table_of(text, several, "x").rows == 3, "where nobody says which they are"
    with pytest.raises(FaultyList) as caught:
        table_of(text, several, "x", ("nps-east", "crc-east"))
    assert [str(each) for each in caught.value.faults] == ["line 4, provider: is none of nps-east, crc-east"]
