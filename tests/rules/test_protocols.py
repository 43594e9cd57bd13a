"""Kinds of inspection as files: the shipped ones, a new one, and what is wrong with the others."""

import re

import pytest

from domain.inspections.protocol import Protocol, parse_protocol
from domain.inspections.protocols import texts
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.refusals import Refused
from tests.support.house import shipped_library

SHIPPED = texts()
NPS = SHIPPED["nps-division-2018.toml"].decode()


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
    assert f"{shipped.id}.toml" in SHIPPED


def test_a_shipped_kind_has_a_framework_and_a_scheme_that_ship_too(shipped: Protocol) -> None:
    library = shipped_library()
    assert library.framework(shipped.framework) is not None
    assert library.scheme(shipped.scheme) is not None


def test_the_lists_of_a_shipped_kind_are_those_that_its_framework_asks_about(shipped: Protocol) -> None:
    framework = shipped_library().framework(shipped.framework)
    assert framework is not None
    asked = {each.population for each in framework.standards() if each.population}
    assert {each.id for each in shipped.populations} == asked


def test_every_number_of_a_shipped_kind_is_cited_or_called_a_setting(shipped: Protocol) -> None:
    cited = re.compile(r"[Ss]etting|\b00[0-4] [§L]|published nowhere")
    for period in shipped.periods.values():
        assert cited.search(period.citation)
    for population in shipped.populations:
        assert cited.search(population.citation)


def test_an_adult_inspection_has_every_stage_in_order(shipped: Protocol) -> None:
    assert shipped.stages == IN_PROGRESS
    assert all(shipped.has(stage) for stage in IN_PROGRESS)
    assert not shipped.has(Stage.CLOSED)


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
        ('id = "nps-division-2018"', "", "id"),
        ('id = "nps-division-2018"', 'id = "Not A Code"', "id"),
        ('status = "in-force"', 'status = "perhaps"', "status"),
        ("in_force_from = 2018-04-01", 'in_force_from = "spring"', "in_force_from"),
        ("working_days = 20", "working_days = -1", "periods.notice.working_days"),
        ("working_days = 20", 'working_days = "20"', "periods.notice.working_days"),
        ("working_days = 20", "working_days = 2.5", "periods.notice.working_days"),
        ("[periods.notice]", "[periods.patience]", "periods"),
        ("sample = 110", "sample = 0", "populations.0.sample"),
        ("quorum = 3", "quorum = 0", "panel.quorum"),
        ('"fieldwork",', '"lunch",', "stages.2"),
        ('version = "1.0"', 'version = "1.0"\nquorum = 3', "quorum"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: str, with_: str, place: str) -> None:
    assert change in NPS
    sentence = refused(NPS.replace(change, with_, 1))
    assert sentence.startswith("kind.toml: ")
    assert place in sentence


def test_stages_out_of_order_are_refused() -> None:
    text = NPS.replace('"announcement",', '"fieldwork",', 1).replace(
        '"fieldwork",\n    "case', '"announcement",\n    "case'
    )
    assert "they must be in the order announcement, evidence-request" in refused(text)


def test_a_period_that_is_left_out_is_named() -> None:
    text = re.sub(r"\[periods\.publication\]\n.*\n.*\n", "", NPS)
    assert refused(text) == ("kind.toml: periods: publication is missing, which the stage publication needs")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"id = ", b"id = " + b"9" * 5000, b"", b"\x00"])
def test_what_is_no_such_file_is_refused_in_a_sentence(text: bytes) -> None:
    assert refused(text).startswith("kind.toml: ")
