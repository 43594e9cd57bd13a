"""`assay rate` and `assay schemes`, as typed: what is printed, and how it ends."""

# ruff: noqa: E501 - a row of a table is read on one line

import errno
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.inbound.cli.application import run
from adapters.outbound.catalogue import Catalogue
from domain.ratings import shipped_schemes
from domain.ratings.schemes import texts

VECTORS = Path(__file__).parent / "vectors" / "trace"


class RulesOnly:
    """An installation that has its dated rules and nothing else: rating a file asks for no more."""

    schemes = Catalogue(Path("/nowhere/at/all")).schemes


def rules_only() -> Any:
    return RulesOnly()


class Typed:
    """What a command line printed, and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        self.status = run(rules_only, lambda: (), [str(argument) for argument in arguments])
        self.out, self.err = capsys.readouterr()

    @property
    def json(self) -> dict[str, Any]:
        """The one object that was printed."""
        assert (self.status, self.err) == (0, "")
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def refusal(self) -> str:
        """The one sentence that was said; nothing was printed."""
        assert (self.status, self.out) == (2, "")
        assert self.err.count("\n") == 1
        return self.err.strip()


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("ASSAY_DEBUG", raising=False)
    return lambda *arguments: Typed(capsys, *arguments)


@pytest.fixture
def mock_table(tmp_path: Path) -> Path:
    """The division of 004 §4.4 as a request."""
    vector = json.loads((VECTORS / "mock-table.json").read_bytes())
    file = tmp_path / "division.json"
    file.write_text(json.dumps({"scheme": "adult-nps-2018", **vector["request"]}), encoding="utf-8")
    return file


def test_the_mock_division_of_the_consultation_scores_20_of_30_and_is_good(
    typed: Any, mock_table: Path
) -> None:
    found = typed("rate", mock_table, "--json").json
    assert list(found) == ["scheme", "standards", "score", "max_score", "overall", "trace", "digest"]
    assert (found["scheme"], found["score"], found["max_score"], found["overall"]) == (
        "adult-nps-2018",
        20,
        30,
        "good",
    )
    assert found["standards"]["2.4"] == {
        "rating": "requires_improvement",
        "band": "too_few",
        "lowest_key_question": "2.4.2",
        "lowest_key_questions": ["2.4.2"],
        "score": 1,
        "percent": None,
        "not_rated": None,
    }
    assert found["standards"]["1.3"]["rating"] == "outstanding"
    assert found["standards"]["1.3"]["lowest_key_question"] is None
    vector = json.loads((VECTORS / "mock-table.json").read_bytes())
    assert (found["trace"], found["digest"]) == (vector["trace"], vector["trace_digest"])


def test_as_a_table_each_key_question_has_its_bar_and_the_lowest_is_marked(
    typed: Any, mock_table: Path
) -> None:
    out = typed("rate", mock_table).out
    assert "2.4.2  ████████████░░░░░░░░ 60 % (60 of 100)" in out
    assert "too few ◀ lowest" in out
    assert "Overall" in out
    assert "20 of 30" in out
    assert "How near the edge" not in out


def test_a_terminal_that_knows_only_ascii_gets_bars_it_can_show(
    mock_table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii", errors="backslashreplace"))
    assert run(rules_only, lambda: (), ["rate", str(mock_table), "--nearness"]) == 0
    sys.stdout.flush()
    out = written.getvalue().decode("ascii")
    assert "2.4.2  ############........ 60 % (60 of 100)" in out
    assert "too few < lowest" in out
    assert "2.4.2 5 no->yes" in out
    assert "\\u" not in out


def test_nearness_and_what_the_sample_bears_are_shown_when_asked_for(typed: Any, mock_table: Path) -> None:
    asked = ("rate", mock_table, "--nearness", "--size", "supervised-cases=330")
    out = typed(*asked).out
    assert "2.4.2 5 no→yes" in out
    assert "What the sample can bear" in out
    found = typed(*asked, "--json").json
    assert found["nearness"]["standards"]["2.4"]["up"]["changes"] == 5
    assert set(found["nearness"]["overall"]) == {
        "with_judgements",
        "answers_only",
        "left_aside",
        "look_closer",
    }
    assert found["sample"]["key_questions"]["2.1.1"]["whole"] == 330
    assert "sample" not in typed("rate", mock_table, "--nearness", "--json").json


def test_what_is_known_only_in_per_cent_is_held_as_it_is_and_named(typed: Any, mock_table: Path) -> None:
    request = json.loads(mock_table.read_bytes())
    in_numbers = typed("rate", mock_table, "--nearness").out
    assert "held as it is" not in in_numbers
    assert "not known" not in in_numbers
    request["standards"]["2.1"]["key_questions"]["2.1.2"] = {"percent": "72"}
    mock_table.write_text(json.dumps(request), encoding="utf-8")
    out = typed("rate", mock_table, "--nearness").out
    assert "2.1 was held as it is: only percentages are known of it; fewer changes may do." in out
    rows = {words[0]: words[1:] for words in map(str.split, out.splitlines()) if words}
    assert rows["1.3"][:2] == ["cannot", "be"]  # it is judged outstanding
    found = typed("rate", mock_table, "--nearness", "--json").json["nearness"]
    assert found["overall"]["left_aside"] == ["2.1"]
    assert found["standards"]["2.1"]["not_known"] == ["up", "down"]


def test_what_the_overall_probability_takes_as_certain_is_named(typed: Any, mock_table: Path) -> None:
    asked = ("rate", mock_table, "--nearness", "--size", "supervised-cases=330")
    out = " ".join(typed(*asked).out.split())
    assert "Taken as judged: 1.1, 1.2, 1.3, 1.4." in out
    assert (
        "3.2 has no figure: the size of victims is not given. The overall probability takes it as certain;"
        in out
    )
    found = typed(*asked, "--json").json["sample"]
    assert (found["taken_as_certain"], sorted(found["standards"])) == (
        ["3.1", "3.2"],
        ["2.1", "2.2", "2.3", "2.4"],
    )


def test_a_size_that_cannot_be_is_refused_wherever_it_is_given(typed: Any, mock_table: Path) -> None:
    request = json.loads(mock_table.read_bytes()) | {"populations": {"victims": {"size": 5}}}
    mock_table.write_text(json.dumps(request), encoding="utf-8")
    assert "victims is said to hold 5 cases, yet 30 were read" in typed("rate", mock_table).refusal


def test_a_judgement_moved_by_more_than_one_step_says_how_many(typed: Any, tmp_path: Path) -> None:
    file = tmp_path / "care.json"
    standards = {id_: {"rating": "outstanding"} for id_ in shipped_schemes()["care-services-2015"].by_id}
    standards["safe"] = {"rating": "inadequate"}
    file.write_text(json.dumps({"standards": standards}), encoding="utf-8")
    out = typed("rate", file, "--scheme", "care-services-2015", "--nearness").out
    assert "steps)" in out


def test_two_schemes_stand_side_by_side(typed: Any, mock_table: Path) -> None:
    out = typed("rate", mock_table, "--compare", "adult-crc-2018").out
    assert "What if: the same answers under another scheme" in out
    assert "Left aside: standard 3.1; standard 3.2." in out
    found = typed("rate", mock_table, "--compare", "adult-crc-2018", "--json").json["compare"]
    assert (found["scheme"], found["what_if"], found["max_score"]) == ("adult-crc-2018", True, 24)
    assert found["set_aside"] == ["standard 3.1", "standard 3.2"]
    assert len(found["lacking"]) == 2


def test_case_answers_come_as_csv_and_judgements_as_options(typed: Any, tmp_path: Path) -> None:
    scheme = texts()["delivery-unit-2023.toml"].decode().replace("delivery-unit-2023", "mine")
    (tmp_path / "mine.toml").write_text(scheme, encoding="utf-8")
    answers = tmp_path / "answers.CSV"
    questions = [f"2.{s}.{q}" for s in range(1, 5) for q in (1, 2, 3)]
    rows = [f"case-{n}," + ",".join("no" if (n + k) % 4 == 0 else "Yes" for k in range(12)) for n in range(8)]
    answers.write_text("\n".join(["case," + ",".join(questions), *rows]) + "\n", encoding="utf-8")
    found = typed(
        "rate",
        answers,
        "--scheme",
        tmp_path / "mine.toml",
        "--json",
        "--nearness",
        "--judgement",
        "1.1=Good",
        "--judgement",
        "1.2=requires improvement",
        "--not-rated",
        "1.3=not looked at",
    ).json
    assert (found["scheme"], found["score"], found["max_score"], found["overall"]) == ("mine", 11, 18, "good")
    assert found["standards"]["1.3"]["not_rated"] == "not looked at"
    assert found["standards"]["2.1"]["rating"] == "good"
    assert len(found["trace"]["cases"]["supervised-cases"]) == 8
    assert found["nearness"]["standards"]["2.1"]["down"]["smallest_set"][0]["cases"][0].startswith("case-")


def test_a_named_input_comes_as_an_option(typed: Any, tmp_path: Path) -> None:
    file = tmp_path / "care.json"
    standards = {id_: {"rating": "good"} for id_ in shipped_schemes()["care-services-2015"].by_id}
    file.write_text(json.dumps({"standards": standards}), encoding="utf-8")
    asked = ("rate", file, "--scheme", "care-services-2015", "--json")
    assert typed(*asked).json["overall"] == "good"
    assert typed(*asked, "--fact", "breach_of_regulations=yes").json["overall"] == "requires_improvement"
    assert typed(*asked, "--fact", "breach_of_regulations=no").json["overall"] == "good"


def test_criteria_show_their_percentage(typed: Any, tmp_path: Path) -> None:
    vector = json.loads((VECTORS / "staffordshire-follow-up.json").read_bytes())
    file = tmp_path / "criteria.json"
    file.write_text(json.dumps({"scheme": "criteria-2003", **vector["request"]}), encoding="utf-8")
    assert typed("rate", file, "--json").json["standards"]["B1"]["percent"] == "71"
    out = typed("rate", file).out
    assert "██████████████░░░░░░ 71 %" in out
    assert "none: the scheme rates standards independently" in out


def criteria(file: Path, **standards: Any) -> Path:
    """A file that rates these criteria of 2003 and looks at no other."""
    others = {id_: {"not_rated": "not looked at again"} for id_ in shipped_schemes()["criteria-2003"].by_id}
    file.write_text(
        json.dumps({"scheme": "criteria-2003", "standards": others | standards}), encoding="utf-8"
    )
    return file


def test_a_share_is_shown_as_its_scheme_rounds_and_stays_a_fraction_in_the_trace(
    typed: Any, tmp_path: Path
) -> None:
    file = criteria(
        tmp_path / "criteria.json",
        A1={"percent": "50.5"},
        B2={"key_questions": {"B2.1": {"yes": 15, "no": 4}}},
    )
    out = typed("rate", file).out
    assert "██████████░░░░░░░░░░ 51 %" in out
    assert "███████████████░░░░░ 79 % (15 of 19)" in out
    found = typed("rate", file, "--json").json
    assert (found["standards"]["A1"]["percent"], found["standards"]["B2"]["percent"]) == ("51", "79")
    traced = {each["id"]: (each["share"], each["shown"]) for each in found["trace"]["standards"]}
    assert (traced["A1"], traced["B2"]) == (("101/200", "50.5"), ("15/19", "78.9"))


def test_where_nothing_is_rated_nothing_is_near_another_rating(typed: Any, tmp_path: Path) -> None:
    file = criteria(tmp_path / "criteria.json", A1={"percent": "50.5"})
    out = typed("rate", file, "--nearness").out
    assert "criteria-2003 has no ratings, so that nothing is near another one." in " ".join(out.split())
    assert "Look closer" not in out


@pytest.mark.parametrize("columns", [66, 80, 400])
def test_a_bar_is_not_broken_and_nothing_is_lost_in_a_narrow_terminal(
    typed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    reason = "it was not looked at again, for the reasons that were set out in the letter"
    questions = {question: {"yes": 15, "no": 4} for question in ("C5.1", "C5.2", "C5.3")}
    file = criteria(tmp_path / "criteria.json", C4={"not_rated": reason}, C5={"key_questions": questions})
    lines = typed("rate", file).out.splitlines()
    assert sum("███████████████░░░░░ 79 % (15 of 19)" in line for line in lines) == 3
    assert max(map(len, lines)) <= columns
    last = " ".join(" ".join(line[44 if columns < 400 else 0 :].split()) for line in lines)
    assert reason in last
    assert "Assessment of likelihood of reoffending" in typed("rate", file).out or columns < 400


def test_a_terminal_too_narrow_for_bars_breaks_them_and_loses_nothing(
    typed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    file = criteria(tmp_path / "criteria.json", B2={"key_questions": {"B2.1": {"yes": 15, "no": 4}}})
    out = typed("rate", file).out
    assert max(map(len, out.splitlines())) <= 40
    assert "(15 of 19)" in out
    assert out.count("█") == 2 * 15


def test_what_people_write_is_never_taken_for_markup(typed: Any, tmp_path: Path) -> None:
    vector = json.loads((VECTORS / "staffordshire-follow-up.json").read_bytes())
    request = {"scheme": "criteria-2003", **vector["request"]}
    request["standards"]["A1"] = {"not_rated": "[/red] [bold]none[/bold]"}
    file = tmp_path / "[red] criteria.json"
    file.write_text(json.dumps(request), encoding="utf-8")
    assert "[/red] [bold]none[/bold]" in typed("rate", file).out


def test_the_schemes_are_listed_shown_and_validated(typed: Any, tmp_path: Path) -> None:
    listed = typed("schemes", "list", "--json").json["schemes"]
    assert [scheme["id"] for scheme in listed] == list(shipped_schemes())
    assert {"id", "version", "title", "status", "in_force_from", "citation", "digest"} <= set(listed[0])
    assert all(id_ in typed("schemes", "list").out for id_ in shipped_schemes())
    shown = typed("schemes", "show", "youth-2021", "--json").json
    assert {"id", "title", "counted", "aggregator"} <= set(shown["standards"][0])
    assert [s["id"] for s in shown["standards"] if not s["counted"]] == ["4.1"]
    assert (shown["status"], shown["digest"]) == ("in-force", shipped_schemes()["youth-2021"].digest)
    for id_ in shipped_schemes():
        out = typed("schemes", "show", id_).out
        assert shipped_schemes()[id_].digest in out.replace("\n", "")
    file = tmp_path / "mine.toml"
    file.write_bytes(texts()["youth-2018.toml"])
    assert "is valid: youth-2018 1.0, 12 standards" in typed("schemes", "validate", file).out
    assert typed("schemes", "validate", file, "--json").json["valid"] is True


def test_a_schemes_page_says_which_rules_are_ours_and_what_caps(typed: Any) -> None:
    out = typed("schemes", "show", "care-services-2015").out
    assert "Requires improvement: 1 or more Inadequate (ours: the published text leaves this open)" in out
    assert "at most Requires improvement: A breach of regulations was found" in out
    assert "  Good: up to 25 of 30" in typed("schemes", "show", "adult-nps-2018").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rate", "nowhere.json"), "nowhere.json: cannot be read: No such file or directory [unreadable-file]"),
        (("rate", "."), ".: is a folder, not a file [unreadable-file]"),
        (("rate", "a\0b"), "embedded null byte"),
        (("rate", "FILE", "--scheme", "nps"), "there is no scheme 'nps'; there are adult-crc-2018, adult-nps-2018,"),
        (("rate", "FILE", "--compare", "nps"), "there is no scheme 'nps'; there are"),
        (("rate", "FILE", "--scheme", "no.toml"), "no.toml: cannot be read: No such file or directory [unreadable-file]"),
        (("rate", "FILE", "--scheme", "youth-2018"), "is no key question of it; it has 3.2.1, 3.2.2, 3.2.3 [unknown-key-question]"),
        (("rate", "FILE", "--judgement", "1.1=good"), "standard 1.1 is given twice: in the file and as an option [bad-option]"),
        (("rate", "FILE", "--not-rated", "1.1=none"), "standard 1.1 is given twice"),
        (("rate", "FILE", "--judgement", "1.1"), "--judgement must be written NAME=VALUE, not '1.1' [bad-option]"),
        (("rate", "FILE", "--judgement", "=good"), "--judgement must be written NAME=VALUE"),
        (("rate", "FILE", "--judgement", "9.9=grand"), "--judgement 9.9: 'grand' is no rating; they are inadequate,"),
        (("rate", "FILE", "--judgement", "9.9=good"), "scheme adult-nps-2018 has no standard '9.9'"),
        (("rate", "FILE", "--judgement", "9=good", "--judgement", "9=good"), "--judgement names '9' twice [bad-option]"),
        (("rate", "FILE", "--fact", "breach=maybe"), "--fact breach must be yes or no, not 'maybe' [bad-option]"),
        (("rate", "FILE", "--fact", "breach=yes"), "has no fact 'breach'; it has none [unknown-fact]"),
        (("rate", "FILE", "--size", "victims=many"), "--size victims must be a whole number, not 'many' [bad-option]"),
        (("rate", "FILE", "--size", "victims=\u0663"), "--size victims must be a whole number"),
        (("rate", "FILE", "--nearness", "--size", "victims=5"), "victims is said to hold 5 cases, yet 30 were read [bad-population-size]"),
        (("rate", "FILE", "--size", "victims=5"), "victims is said to hold 5 cases, yet 30 were read [bad-population-size]"),
        (("rate", "FILE", "--size", "prison=5"), "knows no 'prison'; it knows supervised-cases,"),
        (("rate", "FILE", "--nearness", "--size", "prison=5"), "knows no 'prison'; it knows supervised-cases,"),
        (("rate",), "[bad-usage]"),
        (("schemes", "show", "nps"), "there is no scheme 'nps'; there are"),
        (("schemes", "validate", "no.toml"), "no.toml: cannot be read"),
    ],
)  # fmt: skip
def test_bad_input_ends_with_2_and_one_sentence(
    typed: Any, mock_table: Path, arguments: tuple[str, ...], words: str
) -> None:
    assert words in typed(*(mock_table if each == "FILE" else each for each in arguments)).refusal


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("r.json", b"{}", 'r.json: name a scheme, by "scheme": "\u2026" in the file or --scheme ID [missing-scheme]'),
        ("r.csv", b"case,2.1.1\n", "r.csv: say which scheme to rate it under: --scheme ID [missing-scheme]"),
        ("r.json", b'{"scheme": "adult-nps-2018"}', "r.json: standard 1.1 Leadership is missing: give a judgement"),
        ("r.json", b'{"scheme": "adult-nps-2018", "scheme": "x"}', 'an object holds the name "scheme" twice [duplicate-key]'),
        ("r.json", b"\xff", "r.json, line 1: not UTF-8 text [not-text]"),
        ("r.json", b"[" * 50_000, "r.json: nested too deeply [not-json]"),
    ],
)  # fmt: skip
def test_a_bad_file_ends_with_2_and_one_sentence(
    typed: Any, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in typed("rate", tmp_path / name).refusal


def test_a_scheme_that_a_file_names_and_nobody_knows_is_told_with_the_file(
    typed: Any, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"scheme": "nps", "standards": {}}')
    assert typed("rate", file).refusal.startswith(
        f"{file}: there is no scheme 'nps'; there are adult-crc-2018,"
    )


def test_a_file_of_100_mb_is_refused_without_being_read_whole(typed: Any, tmp_path: Path) -> None:
    for name, asked in (("big.json", "rate"), ("big.csv", "rate")):
        with (tmp_path / name).open("wb") as file:
            file.truncate(100_000_000)
        assert (
            "larger than 20,000,000 bytes [file-too-large]"
            in typed(asked, tmp_path / name, "--scheme", "youth-2018").refusal
        )
    (tmp_path / "big.json").rename(tmp_path / "big.toml")
    assert "larger than 1,000,000 bytes" in typed("schemes", "validate", tmp_path / "big.toml").refusal


def test_a_file_that_may_not_be_read_is_refused(
    typed: Any, mock_table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(
        Path, "open", forbidden
    )  # for root every file may be read, so it is only said that it may not
    assert typed("rate", mock_table).refusal.endswith("cannot be read: Permission denied [unreadable-file]")


def test_a_schemes_mistake_is_named_with_file_and_line(typed: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(
        texts()["youth-2018.toml"].replace(b'aggregator = "judgement"', b'aggregator = "guess"', 1)
    )
    line = file.read_text(encoding="utf-8").split('aggregator = "guess"')[0].count("\n") + 1
    assert typed("schemes", "validate", file).refusal.startswith(
        f"{file}, line {line}: standards 1.aggregator must be one of"
    )


def test_json_may_come_from_standard_input(
    typed: Any, mock_table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mock_table.open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert typed("rate", "-", "--json").json["score"] == 20
