"""The example files: made by their script byte for byte, of one piece with each other, and of nobody."""

import csv
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from adapters.inbound.demonstration.command import EXAMPLES
from adapters.inbound.demonstration.material import Material, read_material
from adapters.inbound.demonstration.programme import read_programme
from adapters.inbound.files.case_lists import table_of
from domain.cases.lists.narrowing import words_of
from domain.cases.sampling.frame import frame_of
from domain.cases.sampling.plan import plan_of
from domain.frameworks import shipped_frameworks
from domain.inspections.kinds.protocol import Protocol
from domain.refusals import Refused
from tests.support.house import shipped_library

FOLDERS = ("nps-division", "crc")


def protocol_of(material: Material) -> Protocol:
    found = shipped_library().protocol(material.story.protocol)
    assert found is not None
    return found


def test_the_script_beside_them_makes_the_files_again_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "make_examples.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    committed = {path.relative_to(EXAMPLES): path.read_bytes() for path in EXAMPLES.rglob("*.csv")}
    assert len(made) == 14
    assert made == committed


@pytest.mark.parametrize("folder", FOLDERS)
def test_there_are_answers_for_as_many_cases_as_will_be_drawn_from_lists_without_a_fault(folder: str) -> None:
    material = read_material(EXAMPLES / folder)
    for population in protocol_of(material).populations:
        cases = material.lists[population.id]
        frame, words = frame_of(words_of(population, table_of(cases.content, population, "list.csv")), ())
        drawn = plan_of(population, frame, words).number(frame, None)
        assert drawn == population.sample
        assert list(cases.readings) == list(range(1, drawn + 1))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_item_that_is_usually_asked_for_comes_in_or_is_held(folder: str) -> None:
    material = read_material(EXAMPLES / folder)
    story = material.story.evidence
    came = [item for items in story.by_day.values() for item in items]
    held = [each.item for each in story.held]
    assert sorted(came + held) == sorted(each.id for each in protocol_of(material).evidence)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_drawn_case_has_an_answer_to_each_of_its_key_questions(folder: str) -> None:
    material = read_material(EXAMPLES / folder)
    framework = shipped_frameworks()[protocol_of(material).framework or ""]
    for population, cases in material.lists.items():
        asked = [
            question.number
            for standard, question in framework.key_questions()
            if standard.population == population
        ]
        for reading in cases.readings.values():
            assert [question for question, _ in reading.answers] == asked


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_read_has_an_interview_or_the_reason_why_there_was_none(folder: str) -> None:
    lists = read_material(EXAMPLES / folder).lists.values()
    reasons = [each.no_interview_because for cases in lists for each in cases.readings.values()]
    missing = [reason for reason in reasons if reason is not None]
    assert 5 < len(missing) < 30
    assert all(len(reason) > 20 for reason in missing)


# From the files alone, without any of Assay's rating rules: 004 §4.8-4.10.
@pytest.mark.parametrize(
    ("folder", "standard", "rating"),
    [
        ("nps-division", "2.1", "good"),
        ("nps-division", "2.2", "good"),
        ("nps-division", "2.3", "good"),
        ("nps-division", "2.4", "requires_improvement"),
        ("nps-division", "3.1", "good"),
        ("nps-division", "3.2", "outstanding"),
        ("crc", "2.1", "requires_improvement"),
        ("crc", "2.2", "requires_improvement"),
        ("crc", "2.3", "requires_improvement"),
        ("crc", "2.4", "inadequate"),
        ("crc", "4.1", "outstanding"),
        ("crc", "4.2", "outstanding"),
    ],
)
def test_counted_by_hand_the_answers_come_to_the_intended_rating(
    folder: str, standard: str, rating: str
) -> None:
    counted: dict[str, Counter[str]] = {}
    for path in (EXAMPLES / folder).glob("*-answers.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for question, answer in row.items():
                    if question.startswith(f"{standard}."):
                        counted.setdefault(question, Counter())[answer] += 1
    lowest = min(Fraction(100 * each["yes"], each["yes"] + each["no"]) for each in counted.values())
    bands = [
        (80, "outstanding"),
        (65, "good"),
        (50, "requires_improvement"),
        (0, "inadequate"),
    ]
    assert next(name for least, name in bands if lowest >= least) == rating


def test_not_applicable_is_among_the_answers() -> None:
    answers = Counter(
        answer
        for folder in FOLDERS
        for cases in read_material(EXAMPLES / folder).lists.values()
        for reading in cases.readings.values()
        for _, answer in reading.answers
    )
    assert set(answers) == {"yes", "no", "not_applicable"}
    assert answers["not_applicable"] > 50


def test_a_reference_is_opaque_and_stands_once_in_its_list() -> None:
    for folder in FOLDERS:
        for path in sorted(
            set((EXAMPLES / folder).glob("*.csv")) - set((EXAMPLES / folder).glob("*-answers.csv"))
        ):
            with path.open(newline="", encoding="utf-8") as file:
                references = [row["reference"] for row in csv.DictReader(file)]
            assert all(re.fullmatch(r"c[0-9a-f]{7}", each) for each in references)
            assert len(set(references)) == len(references)


def test_the_example_programme_is_told_apart_from_the_demonstration() -> None:
    entries = read_programme(EXAMPLES).inspections
    references = [each.reference for each in entries]
    assert len(set(references)) == len(references)
    assert len({each.provider.id for each in entries}) == len(entries)
    assert all(each.provider.title.startswith("Example ") for each in entries)


def test_the_example_programme_has_a_reason_for_every_rating_that_it_proposes() -> None:
    programme = read_programme(EXAMPLES)
    proposed = {rating for each in programme.inspections for rating in each.judgements}
    assert proposed <= programme.texts.reasons.keys()


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("inspection.toml", lambda text: "reference =" + text, "inspection.toml"),
        (
            "inspection.toml",
            lambda text: text.replace("confirmed = true", 'confirmed = "perhaps"'),
            "confirmed",
        ),
        ("unpaid-work-answers.csv", lambda text: text.replace("not_applicable", "perhaps", 1), "perhaps"),
        ("unpaid-work-answers.csv", lambda text: text.replace(",none,The", ",maybe,The", 1), "place"),
    ],
)
def test_a_spoilt_example_file_is_named_in_one_sentence(
    tmp_path: Path, name: str, change: object, says: str
) -> None:
    assert callable(change)
    for path in (EXAMPLES / "crc").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_text(change((tmp_path / name).read_text()))
    with pytest.raises(Refused, match=name) as refused:
        read_material(tmp_path)
    assert refused.value.refusal.code == "bad-example"
    assert says in refused.value.refusal.sentence


def test_a_missing_example_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_material(tmp_path)
    assert refused.value.refusal.code == "example-missing"
