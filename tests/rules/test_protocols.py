"""Kinds of inspection as files: the shipped ones, a new one, and what is wrong with the others."""

import re
from pathlib import Path

import pytest

from domain.inspections.kinds.fit import misfits
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.inspections.protocols import texts
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.refusals import Refused
from tests.support.house import shipped_library

SHIPPED = texts()
NPS = SHIPPED["nps-division-2018.toml"].decode()
_A_PART = """
[[populations.sub_samples]]
key_questions = ["{}"]
size = 2
citation = "a test"
"""


def refused(text: str | bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Refused) as caught:
        parse_protocol(text.encode() if isinstance(text, str) else text, where="kind.toml")
    assert caught.value.refusal.code == "bad-protocol"
    return caught.value.refusal.sentence


@pytest.fixture(params=sorted(SHIPPED))
def shipped(request: pytest.FixtureRequest) -> Protocol:
    return parse_protocol(SHIPPED[request.param], where=request.param)


def test_a_shipped_kind_is_called_as_its_file(shipped: Protocol) -> None:
    first = shipped.version == "1.0"
    file = f"{shipped.id}.toml" if first else f"{shipped.id}-{shipped.version}.toml"
    assert parse_protocol(SHIPPED[file], where=file) == shipped


@pytest.mark.parametrize("kind", sorted(each.id for each in shipped_library().protocols()))
def test_a_later_version_of_a_kind_is_used_by_new_inspections_from_its_first_day(kind: str) -> None:
    first = parse_protocol(SHIPPED[f"{kind}.toml"], where=kind)
    later = [
        parse_protocol(content, where=name).version
        for name, content in SHIPPED.items()
        if re.fullmatch(rf"{kind}-\d+\.\d+\.toml", name)
    ]
    used = shipped_library().protocol(kind, on=first.in_force_from)
    assert used is not None
    assert used.version == max(later, default="1.0")
    assert (used.stages, used.inspects, used.scheme, used.in_force_from) == (
        first.stages,
        first.inspects,
        first.scheme,
        first.in_force_from,
    )
    assert shipped_library().protocol_with(first.digest) == first, "those announced before are bound to it"


def test_a_shipped_kind_fits_the_frameworks_and_schemes_that_ship_too(shipped: Protocol) -> None:
    assert list(misfits(shipped, shipped_library())) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[[evidence]]\nid = 'a'\ntitle = 'A'\nprompts = ['1.1.1 z']", "the prompt 1.1.1 z, which"),
        (_A_PART.format("9.9.9"), "A sub-sample of the list"),
        (
            _A_PART.format("2.1.1"),
            "names the key question 2.1.1, which adult-nps-2018 asks of supervised-cases",
        ),
        ("[judgements]\ncorrelation_steps = 4\ncitation = 'x'", "so that none ever could"),
    ],
)
def test_what_a_framework_or_a_scheme_leaves_no_room_for_is_said(more: str, said: str) -> None:
    kind = parse_protocol(f"{NPS}\n{more}\n".encode(), where="kind.toml")
    found = list(misfits(kind, shipped_library()))
    assert len(found) == 1
    assert said in found[0]


def test_the_lists_of_a_shipped_kind_are_those_that_its_framework_asks_about(shipped: Protocol) -> None:
    framework = shipped_library().framework(shipped.framework or "")
    if framework is None:
        assert shipped.scheme is None, "what is told in words needs no framework, what is rated does"
        return
    asked = {each.population for each in framework.standards() if each.population}
    assert {each.id for each in shipped.populations} == asked


def test_every_number_of_a_shipped_kind_is_cited_or_called_a_setting(shipped: Protocol) -> None:
    cited = re.compile(r"[Ss]etting|\b00[0-4] [§L]|published nowhere")
    for period in shipped.periods.values():
        assert cited.search(period.citation)
    for population in shipped.populations:
        assert cited.search(population.citation)
    for partner in shipped.partners:
        assert cited.search(partner.citation)
    assert re.search(r"\b00[0-4] [§L]|published from 20", shipped.citation)
    assert re.search(r"\b000 L|[Ss]etting", shipped.statutory_basis)


@pytest.mark.parametrize("kind", ["nps-division-2018", "crc-2018"])
def test_an_adult_inspection_has_every_stage_in_order(kind: str) -> None:
    adult = parse_protocol(SHIPPED[f"{kind}.toml"], where=kind)
    assert adult.stages == IN_PROGRESS
    assert not adult.has(Stage.CLOSED)


def test_the_first_kinds_keep_the_digests_that_inspections_are_bound_to() -> None:
    """Whatever a kind may say since: a file that does not say it has the digest that it has always had."""
    digests = {each: parse_protocol(SHIPPED[f"{each}.toml"], where=each).digest for each in FIRST}
    assert digests == FIRST


FIRST = {
    "nps-division-2018": "90fd854889478dcee13f3b02a43e592f5ea3908962900b0ac7279b23d1d77866",
    "crc-2018": "078816a65ecb9ad1c421046194ad1b890b1cae3684e830d9394c210088791bd1",
}


def test_a_new_kind_is_a_new_file() -> None:
    text = NPS.replace('id = "nps-division-2018"', 'id = "pilot"').replace(
        "working_days = 63", "working_days = 30"
    )
    pilot = parse_protocol(text.encode(), where="pilot.toml")
    assert (pilot.id, pilot.days("publication")) == ("pilot", 30)
    assert pilot.digest != parse_protocol(NPS.encode(), where="nps").digest


def test_a_kind_that_is_retired_keeps_its_digest() -> None:
    text = NPS.replace('status = "in-force"', 'status = "retired"\nretired_from = 2021-06-26')
    assert parse_protocol(text.encode(), where="a").digest == parse_protocol(NPS.encode(), where="b").digest


@pytest.mark.parametrize(
    ("change", "with_", "place"),
    [
        ('id = "nps-division-2018"', "", "id is missing"),
        ('id = "nps-division-2018"', 'id = "Not A Code"', "line 3, id must be a short code of small letters"),
        ('status = "in-force"', 'status = "perhaps"', "in-force or retired; it is 'perhaps'"),
        ('version = "1.0"', "version = 1.0", 'line 4, version must be text, in quotes: "1.0"'),
        ("in_force_from = 2018-04-01", 'in_force_from = "spring"', "in_force_from must be a date like"),
        (
            "working_days = 20",
            "working_days = -1",
            "periods, notice, working_days must be at least 0; it is -1",
        ),
        ("working_days = 20", 'working_days = "20"', "working_days must be a whole number; it is '20'"),
        ("working_days = 20", "working_days = 2.5", "working_days must be a whole number; it is 2.5"),
        ("[periods.notice]", "[periods.patience]", "periods, patience must be notice, evidence-request"),
        ("sample = 110", "sample = 0", "populations 1, sample must be at least 1; it is 0"),
        ("quorum = 3", "quorum = 0", "panel, quorum must be at least 1; it is 0"),
        ('"fieldwork",', '"lunch",', "stages 3 must be announcement, evidence-request"),
        ('version = "1.0"', 'version = "1.0"\nquorum = 3', "line 5, quorum is not known here"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: str, with_: str, place: str) -> None:
    assert change in NPS
    sentence = refused(NPS.replace(change, with_, 1))
    assert sentence.startswith("kind.toml")
    assert place in sentence


def test_every_wrong_entry_is_named_at_once_by_its_line_and_nothing_in_the_words_of_a_library() -> None:
    text = (
        NPS.replace('version = "1.0"', "version = 1")
        .replace('status = "in-force"', 'status = "live"')
        .replace("quorum = 3", 'quorum = "three"\nquorumm = 3')
    )
    assert refused(text) == (
        'kind.toml, line 4, version must be text, in quotes: "1"; '
        "line 6, status must be proposed, piloted, in-force or retired; it is 'live'; "
        "line 30, panel, quorum must be a whole number; it is 'three'; "
        "line 31, panel, quorumm is not known here (4 entries are wrong)."
    )


def test_every_part_that_does_not_go_with_another_is_named_at_once() -> None:
    text = NPS.replace('inspects = ["nps-division"]', 'inspects = ["crc", "crc"]').replace(
        "[periods.notice]", "[periods.embargo]"
    )
    assert refused(text) == (
        "kind.toml, periods: notice is missing, which the stage announcement needs; "
        "line 9, inspects: crc is given twice (2 entries are wrong)."
    )


def test_of_very_many_wrong_entries_the_first_are_named() -> None:
    many = "".join(f"wrong-{number} = 1\n" for number in range(1, 31))
    said = refused(many + NPS)
    assert "line 20, wrong-20 is not known here; and 10 more (30 entries are wrong)" in said
    assert "wrong-21" not in said


def test_stages_out_of_order_are_refused() -> None:
    text = NPS.replace('"announcement",', '"fieldwork",', 1).replace(
        '"fieldwork",\n    "case', '"announcement",\n    "case'
    )
    assert "they must be in the order announcement, evidence-request" in refused(text)


def test_a_period_that_is_left_out_is_named() -> None:
    text = re.sub(r"\[periods\.publication\]\n.*\n.*\n", "", NPS)
    assert refused(text) == ("kind.toml, periods: publication is missing, which the stage publication needs.")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"id = ", b"id = " + b"9" * 5000, b"", b"\x00"])
def test_what_is_no_such_file_is_refused_in_a_sentence(text: bytes) -> None:
    assert refused(text).startswith("kind.toml")


# What must hold between the parts of a file, so that an inspection under it can reach its end.

_FILE = """\
id = "mine"
version = "1"
title = "My kind"
status = "in-force"
in_force_from = 2018-04-01
citation = "a test"
inspects = ["yot"]
stages = ["announcement", "fieldwork", "publication"]
statutory_basis = "An Act"
distribution = ["The provider"]

[periods]
notice = { working_days = 5, citation = "a test" }
factual-accuracy = { working_days = 5, citation = "a test" }
publication = { working_days = 5, citation = "a test" }
"""
_LIST = """
[[populations]]
id = "cases"
title = "Cases"
sample = 5
citation = "a test"
"""


def test_a_small_file_is_a_kind_of_inspection() -> None:
    mine = parse_protocol(_FILE.encode(), where="mine.toml")
    assert (mine.framework, mine.scheme, mine.panel, mine.partners) == (None, None, None, ())
    assert (mine.published, mine.recommendations, mine.languages, mine.signatories) == (
        True,
        True,
        ("en",),
        (),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"fieldwork", ', "", "stages: fieldwork is missing; every inspection has it"),
        ('"announcement", ', "", "stages: announcement is missing"),
        (', "publication"]', ', "publication", "publication"]', "stages: they must be in the order"),
        (
            ', "publication"]',
            ', "publication", "closed"]',
            "stages: no kind has the stage closed; an inspection",
        ),
        (', "publication"]', ', "publication", "deferred"]', "no kind has the stage deferred"),
        (', "publication"]', ', "publication", "cancelled"]', "no kind has the stage cancelled"),
        (
            '"fieldwork", ',
            '"fieldwork", "case-reads", ',
            "case-reads is missing, which the stage case-reads needs",
        ),
        (
            "[periods]",
            'recommendations = false\n[periods]\naction-plan = { working_days = 1, citation = "x" }',
            "",
        ),
        (
            "in_force_from = 2018-04-01",
            "in_force_from = 2018-04-01\nretired_from = 2018-04-01",
            "retired_from: it is not after 2018-04-01",
        ),
        (
            "[periods]",
            "framework = 'f'\nevidence = [{ id = 'plan', title = 'The plan' }]\n[periods]",
            "evidence 1: plan names no key question",
        ),
        ("[periods]", "evidence = [{ id = 'plan', title = 'The plan' }]\n[periods]", ""),
        (
            "[periods]",
            "evidence = [{ id = 'plan', title = 'The plan', key_questions = ['1.1.1'] }]\n[periods]",
            "evidence 1: plan names key questions or prompts, and there is no framework",
        ),
        (
            "[periods]",
            "evidence = [{ id = 'plan', title = 'The plan', prompts = ['first'] }]\n[periods]",
            "evidence 1: plan names key questions or prompts, and there is no framework",
        ),
        (', "publication"]', "]", "published: there is no stage publication; say published = false"),
        ("distribution = [", "distribution = []\nlanguages = [", "languages 1 must be en or cy"),
        ('["The provider"]', "[]", "distribution: it says nobody to whom the report is sent"),
        (
            "[periods]",
            "judgements = { preliminary = true, citation = 'x' }\n[periods]",
            "judgements: there is no framework",
        ),
        ("[periods]", 'decides = "chief-inspector"\n[periods]', "decides: there is no stage panel-review"),
        ("[periods]", 'decides = "cook"\n[periods]', "decides must be operations-manager"),
        (
            "[periods]",
            "second_reads = { percent = 10, citation = 'x' }\n[periods]",
            "nothing can be read twice",
        ),
        (
            "[periods]",
            "panel = { quorum = 2, citation = 'x' }\n[periods]",
            "panel: there is a panel, and no stage",
        ),
        ('inspects = ["yot"]', 'inspects = ["yot", "yot"]', "inspects: yot is given twice"),
        (
            'inspects = ["yot"]',
            'inspects = ["yot"]\nwhom = "all"',
            "whom must be provider, providers, area or case; it is 'all'",
        ),
        ('"a test"\ninspects', '"a test"\nlanguages = []\ninspects', "languages must not be empty"),
    ],
)
def test_parts_that_do_not_go_together_are_named(before: str, after: str, said: str) -> None:
    assert before in _FILE
    text = _FILE.replace(before, after, 1)
    if said:
        assert said in refused(text)
    else:
        parse_protocol(text.encode(), where="mine.toml")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (_LIST, "populations: there are lists of cases, and no stage case-reads"),
        (_LIST + "confidence = 80\n", "populations"),
        ('[[partners]]\nbody = "b"\ntitle = "B"\n', "partners 1, citation is missing"),
    ],
)
def test_lists_and_partners_are_looked_at_too(more: str, said: str) -> None:
    assert said in refused(_FILE + more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", ""),
        ("confidence = 80\n", "populations 1: confidence and margin go together"),
        ("confidence = 80\nmargin = 5\n", ""),
        ("margin = 0\n", "populations 1, margin must be at least 1; it is 0"),
        (
            "sub_samples = [{ key_questions = ['1.1.1'], size = 6, citation = 'x' }]\n",
            "6 cases are more than",
        ),
        (
            "quotas = [{ stratum = 'sex', value = 'f', at_least = 2, citation = 'x' }]\n",
            "none of the strata: none",
        ),
        (
            "strata = ['sex']\nquotas = [{ stratum = 'sex', value = 'f', at_least = 9, citation = 'x' }]\n",
            "9 of f is more than the sample",
        ),
        (
            "strata = ['gender']\nquotas = [{ stratum = 'gender', value = 'women', at_least = 2, citation = 'x' }]\n",
            "populations 1, quotas: women never stands under gender: female",
        ),
        ("strata = ['office', 'office']\n", "populations 1, strata: office is given twice"),
        (
            "sub_samples = [{ key_questions = ['1.1.1', '1.1.1'], size = 2, citation = 'x' }]\n",
            "populations 1, sub_samples: 1.1.1 is given twice",
        ),
    ],
)
def test_what_is_said_of_a_list_fits_together(more: str, said: str) -> None:
    text = _FILE.replace('"fieldwork", ', '"fieldwork", "case-reads", ').replace(
        "[periods]", '[periods]\ncase-reads = { working_days = 5, citation = "a test" }'
    )
    if said:
        assert said in refused(text + _LIST + more)
    else:
        parse_protocol((text + _LIST + more).encode(), where="mine.toml")


def test_the_kind_that_the_readme_shows_is_one() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```toml\n(.+?)```", readme, re.DOTALL)
    kind = parse_protocol(shown.encode(), where="README.md")
    assert (kind.id, kind.scheme, kind.panel) == ("short-visit", None, None)


def test_the_kind_for_trying_things_out_by_hand_is_one_that_fits() -> None:
    file = Path(__file__).parents[2] / "examples" / "kinds" / "short-division.toml"
    kind = parse_protocol(file.read_bytes(), where=file.name)
    assert kind.stages == IN_PROGRESS
    assert list(misfits(kind, shipped_library())) == []
