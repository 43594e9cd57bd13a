"""The frameworks that ship with Assay: complete, under the official numbers, and honest about what is not certain."""

import subprocess
import sys
from datetime import date

import pytest

from domain.frameworks import Framework, FrameworkVersions, shipped_frameworks
from domain.frameworks.model import POPULATIONS
from domain.refusals import Refused

SHIPPED = shipped_frameworks()
NPS, CRC = SHIPPED["adult-nps-2018"], SHIPPED["adult-crc-2018"]

COUNTS = [
    # id, domains, standards, key questions, prompts
    ("adult-nps-2018", 3, 10, 33, 136),
    ("adult-crc-2018", 3, 10, 34, 142),
    ("youth-2018", 3, 12, 37, 0),
    ("youth-2021", 4, 13, 41, 0),
    ("delivery-unit-2021", 2, 9, 27, 0),
    ("delivery-unit-2023", 2, 7, 22, 0),
    ("criteria-2003", 3, 14, 31, 0),
]

TITLES = {
    "adult-nps-2018": """1.1 Leadership, 1.2 Staff, 1.3 Services, 1.4 Information and facilities,
        2.1 Assessment, 2.2 Planning, 2.3 Implementation and delivery, 2.4 Reviewing,
        3.1 Court reports and case allocation, 3.2 Statutory victim work""",
    "adult-crc-2018": """1.1 Leadership, 1.2 Staff, 1.3 Services, 1.4 Information and facilities,
        2.1 Assessment, 2.2 Planning, 2.3 Implementation and delivery, 2.4 Reviewing,
        4.1 Unpaid work, 4.2 Through the Gate""",
    "youth-2018": """1.1 Governance and leadership, 1.2 Staff, 1.3 Partnerships and services,
        1.4 Information and facilities,
        2.1 Assessment, 2.2 Planning, 2.3 Implementation and delivery, 2.4 Reviewing,
        3.1 Assessment, 3.2 Planning, 3.3 Implementation and delivery, 3.4 Joint working""",
    "youth-2021": """1.1 Governance and leadership, 1.2 Staff, 1.3 Partnerships and services,
        1.4 Information and facilities,
        2.1 Assessment, 2.2 Planning, 2.3 Implementation and delivery, 2.4 Reviewing,
        3.1 Assessment, 3.2 Planning, 3.3 Implementation and delivery,
        3.4 Out-of-court disposal policy and provision, 4.1 Resettlement policy and provision""",
    "delivery-unit-2021": """1.1 Leadership, 1.2 Staff, 1.3 Services, 1.4 Information and facilities, 2.1 Court work,
        2.2 Assessment, 2.3 Planning, 2.4 Implementation and delivery, 2.5 Reviewing""",
    "delivery-unit-2023": """1.1 Leadership, 1.2 Staffing, 1.3 Services,
        2.1 Assessment, 2.2 Planning, 2.3 Implementation and delivery, 2.4 Reviewing""",
    "criteria-2003": """A1 Leadership and planning, A2 Resource allocation, A3 Management and supervision of staff,
        A4 Partnership and contracting out, A5 Effective communication with sentencers,
        B1 Assessment of risk of harm, B2 Assessment of likelihood of reoffending, B3 Case management,
        B4 Documentation, C1 Managing attendance and enforcement, C2 Delivering appropriate supervision,
        C3 Diversity needs, C4 Responsivity, C5 Management of risk of harm""",
}

# 004 Annex F: how many prompts each key question has.
PROMPTS = {
    "1.1": (6, 3, 5), "1.2": (5, 5, 3, 4, 5), "1.3": (4, 5, 3), "1.4": (4, 3, 4, 7),
    "2.1": (3, 3, 3), "2.2": (4, 3, 4), "2.3": (7, 5, 4), "2.4": (3, 4, 4),
    "3.1": (9, 3), "3.2": (3, 3, 3, 2), "4.1": (5, 3, 3, 4), "4.2": (6, 5, 3),
}  # fmt: skip


@pytest.mark.parametrize(("id_", "domains", "standards", "questions", "prompts"), COUNTS)
def test_a_shipped_framework_is_complete(
    id_: str, domains: int, standards: int, questions: int, prompts: int
) -> None:
    counts = SHIPPED[id_].counts()
    assert (counts.domains, counts.standards, counts.key_questions, counts.prompts) == (
        domains,
        standards,
        questions,
        prompts,
    )


def test_no_other_framework_ships() -> None:
    assert sorted(SHIPPED) == sorted(id_ for id_, *_ in COUNTS)


@pytest.mark.parametrize("id_", TITLES)
def test_the_standards_have_their_official_numbers_and_titles(id_: str) -> None:
    titles = [f"{standard.number} {standard.title}" for standard in SHIPPED[id_].standards()]
    assert titles == [" ".join(title.split()) for title in TITLES[id_].replace("\n", " ").split(", ")]


def test_the_two_adult_frameworks_have_all_twelve_standards_forty_key_questions_and_165_prompts_between_them() -> (
    None
):
    found = {
        standard.number: tuple(len(question.prompts) for question in standard.key_questions)
        for framework in (NPS, CRC)
        for standard in framework.standards()
    }
    assert found == PROMPTS
    assert len(found) == 12
    assert sum(len(questions) for questions in found.values()) == 40
    assert sum(sum(questions) for questions in found.values()) == 165


def test_nps_divisions_and_crcs_are_asked_the_same_in_the_two_domains_they_share() -> None:
    assert NPS.domains[:2] == CRC.domains[:2]
    assert [domain.number for domain in NPS.domains] == ["1", "2", "3"]
    assert [domain.number for domain in CRC.domains] == ["1", "2", "4"]


@pytest.mark.parametrize("framework", [NPS, CRC, SHIPPED["delivery-unit-2023"]], ids=lambda each: each.id)
def test_each_standard_about_supervision_asks_after_the_three_aims_in_turn(framework: Framework) -> None:
    for standard in framework.standards():
        if standard.number.startswith("2."):
            assert [question.aim for question in standard.key_questions] == [
                "engagement",
                "desistance",
                "safety",
            ]


@pytest.mark.parametrize("id_", ["youth-2018", "youth-2021"])
def test_youth_standards_about_cases_ask_after_desistance_the_child_s_safety_and_that_of_others(
    id_: str,
) -> None:
    for standard in SHIPPED[id_].standards():
        if standard.population is not None and standard.title != "Joint working":
            aims = [question.aim for question in standard.key_questions]
            assert aims == ["desistance", "child-safety", "safety"], standard.number


@pytest.mark.parametrize(
    ("id_", "populations"),
    [
        ("adult-nps-2018", {"1": {None}, "2": {"supervised-cases"}, "3": {"court-reports", "victims"}}),
        (
            "adult-crc-2018",
            {"1": {None}, "2": {"supervised-cases"}, "4": {"unpaid-work", "through-the-gate"}},
        ),
        (
            "youth-2021",
            {"1": {None}, "2": {"court-disposals"}, "3": {"out-of-court-disposals", None}, "4": {None}},
        ),
        ("delivery-unit-2021", {"1": {None}, "2": {"court-reports", "supervised-cases"}}),
        ("criteria-2003", {"A": {None}, "B": {"supervised-cases"}, "C": {"supervised-cases"}}),
    ],
)
def test_each_domain_is_decided_by_its_own_cases_and_the_first_by_none(
    id_: str, populations: dict[str, set[str | None]]
) -> None:
    found = {
        each.number: {standard.population for standard in each.standards} for each in SHIPPED[id_].domains
    }
    assert found == populations
    assert set(SHIPPED[id_].populations()) <= set(POPULATIONS)


def test_a_prompt_says_which_cases_alone_it_is_about() -> None:
    only = {f"{q.number} {p.letter}": p.applies_to for q, p in NPS.prompts() if p.applies_to}
    assert only == {"2.3.1 d": "post-custody cases only"}


def test_leadership_has_the_six_and_seven_characteristics_of_annex_g() -> None:
    leadership = NPS.standard("1.1")
    assert leadership is not None
    assert leadership.characteristics is not None
    assert len(leadership.characteristics.outstanding) == 6
    assert len(leadership.characteristics.inadequate) == 7


def test_what_is_not_certain_says_so_in_its_file() -> None:
    doubtful = {id_: len(framework.doubts()) for id_, framework in SHIPPED.items()}
    assert doubtful["adult-nps-2018"] == doubtful["adult-crc-2018"] == 0
    assert all(doubtful[id_] > 0 for id_ in doubtful if not id_.startswith("adult"))
    assert ("A1", SHIPPED["criteria-2003"].doubts()[0][1]) in SHIPPED["criteria-2003"].doubts()


def test_every_shipped_framework_is_in_our_own_words_dated_and_cited() -> None:
    for framework in SHIPPED.values():
        assert framework.wording == "own"
        assert framework.in_force_from is not None
        assert "HM Inspectorate of Probation" in framework.citation


def test_no_two_prompts_of_a_key_question_are_the_same() -> None:
    for framework in SHIPPED.values():
        for _, question in framework.key_questions():
            texts = [prompt.text for prompt in question.prompts]
            assert len(set(texts)) == len(texts), question.number
            assert len(texts) <= 10, "004 §3.12"


def test_the_digest_covers_what_a_framework_says_and_not_where_it_stands_in_its_life() -> None:
    retired = NPS.with_(status="retired", retired_on=date(2021, 6, 26))
    assert retired.digest == NPS.digest
    assert NPS.with_(title="Another").digest != NPS.digest
    assert NPS.with_(version="2").digest != NPS.digest
    assert NPS.digest != CRC.digest


# A version that has shipped may have been pinned. To change a shipped framework is to give it another version, and to
# add a line here, not to change one.
PINNED = {
    ("adult-crc-2018", "1"): "cf4d81aa06c517b26b7914e715476d77a20d8bed8bf5715c842a83949d353d8b",
    ("adult-nps-2018", "1"): "fc614a307e52488f84e8d920587b11ef603d1d5f1b64baa48d02b4418d5122d9",
    ("criteria-2003", "1"): "3b736be49f18ba06a1ef6edca17cf8c700e93ec4d3123c6e4c66c751d4de084a",
    ("delivery-unit-2021", "1"): "ed5ec7b318143f4d5990ee591fe1adb355a1d853b25078b0fcbf759af1b6cf86",
    ("delivery-unit-2023", "1"): "3a2e04bb0a33a356e67fc65d4f86c519a95cb32c33ccfc0735cd547bb4732894",
    ("youth-2018", "1"): "a96841f254867d1f76fdacc95547bf7dff4bb79ad575234cc29ae59d31bba67e",
    ("youth-2021", "1"): "4e0b4b49468c778b0c18d86b9696d5780918f371b3ce7af4516bab6d65b048d1",
}


def test_what_has_shipped_under_a_version_stays_as_it_was() -> None:
    assert {(id_, each.version): each.digest for id_, each in SHIPPED.items()} == PINNED


def test_the_digest_is_the_same_in_any_process() -> None:
    code = "from domain.frameworks import shipped_frameworks as s; print([f.digest for f in s().values()])"
    ours = str([framework.digest for framework in SHIPPED.values()])
    for seed in ("0", "1", "4242"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": "."}
        told = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
        )
        assert told.stdout.strip() == ours


# ---- several versions


def version(name: str, status: str = "proposed", began: date | None = None, **changes: object) -> Framework:
    return NPS.with_(version=name, status=status, in_force_from=began, title=f"Adult {name}", **changes)


def test_the_version_in_use_is_the_latest_in_force() -> None:
    two, ten = version("2", "in-force", date(2019, 4, 1)), version("10", "in-force", date(2020, 4, 1))
    versions = FrameworkVersions([ten, NPS, two, version("11")])
    assert versions.present(NPS.id) == ten
    assert versions.present(NPS.id, on=date(2019, 3, 31)) == NPS
    assert versions.present(NPS.id, on=date(2019, 4, 1)) == two
    assert versions.present(NPS.id, on=date(2018, 3, 31)) is None
    assert versions.version(NPS.id, "11") == version("11")
    assert versions.present("unheard-of") is None


def test_a_retired_framework_is_found_for_ever_and_applies_no_more() -> None:
    youth = SHIPPED["youth-2018"]
    versions = FrameworkVersions(SHIPPED.values())
    assert versions.by_digest[youth.digest] == youth
    assert versions.present("youth-2018") == youth
    assert youth.retired_on is not None
    assert versions.present("youth-2018", on=date(2021, 6, 30)) == youth
    assert versions.present("youth-2018", on=youth.retired_on) is None


def test_a_version_retired_here_is_retired_though_it_shipped_in_force() -> None:
    retired = NPS.with_(status="retired", retired_on=date(2021, 6, 26))
    for several in ([NPS, retired], [retired, NPS]):
        assert FrameworkVersions(several).version(NPS.id, "1") == retired


def test_two_different_frameworks_never_have_one_id_and_version() -> None:
    with pytest.raises(Refused, match="adult-nps-2018 version 1"):
        FrameworkVersions([NPS, NPS.with_(title="Changed afterwards")])


def test_official_words_are_shown_over_ours_and_pinned_by_nobody() -> None:
    official = NPS.with_(
        id="adult-2017",
        version="2017",
        wording="official",
        words_for=("adult-nps-2018",),
        citation="The paper",
        domains=tuple(
            domain.with_(
                standards=tuple(s.with_(text="As printed.", guidance=None) for s in domain.standards)
            )
            for domain in NPS.domains
        ),
    )
    versions = FrameworkVersions([NPS, CRC, official])
    shown = versions.as_shown(NPS)
    assert {standard.text for standard in shown.standards()} == {"As printed."}
    assert [s.guidance for s in shown.standards()] == [s.guidance for s in NPS.standards()]
    assert shown.notes[-1] == "The words are those of adult-2017 version 2017. Source: The paper."
    assert versions.as_shown(CRC) == CRC
    assert versions.by_digest[NPS.digest] == NPS
    assert shown.digest not in versions.by_digest


def test_words_with_other_letters_are_not_put_over_ours() -> None:
    first = NPS.domains[0].standards[0]
    question = first.key_questions[0]
    fewer = first.with_(
        key_questions=(question.with_(prompts=question.prompts[:-1]), *first.key_questions[1:])
    )
    domain = NPS.domains[0].with_(standards=(fewer, *NPS.domains[0].standards[1:]))
    official = NPS.with_(
        id="adult-2017", wording="official", words_for=(NPS.id,), domains=(domain, *NPS.domains[1:])
    )
    assert FrameworkVersions([NPS, official]).as_shown(NPS) == NPS
