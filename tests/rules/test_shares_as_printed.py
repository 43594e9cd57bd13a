"""Whatever counts as a share's whole, by the setting of the scheme: every paper and page prints that very number."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from adapters.outbound.press.charts import bar
from adapters.outbound.press.layout import laid_out
from domain.evidence.correlation import compare
from domain.evidence.state import EvidenceRoom
from domain.inspections.report.content import report_content
from domain.inspections.state import Inspection
from domain.panels.elsewhere import elsewhere_of
from domain.panels.packing import Beside, Sources, pack_of
from domain.ratings.derivation import Derivation, derive
from domain.ratings.inputs import Counts, Inputs, Judgement
from domain.ratings.parts import Place
from domain.ratings.scheme import Scheme
from domain.ratings.shares import out_of, share_of
from tests.support.example import (
    ALL_READ,
    AT_CASE_READS,
    BEFORE_THE_PANEL,
    CASES,
    FRAMEWORK,
    INSPECTION,
    JUDGED,
    PANEL,
    PROTOCOL,
    SCHEME,
    WITH_A_DRAFT,
    day,
    read_to_the_end,
)
from tests.support.specification import given

places = st.sampled_from(["in", "out"])
some = st.integers(min_value=0, max_value=200)
counted = st.builds(Counts, yes=some, no=some, not_applicable=some)


def under(place: Place) -> Scheme:
    return replace(SCHEME, shares=replace(SCHEME.shares, not_applicable=place, no_answers="lowest"))


def derived_from(counts: Counts, scheme: Scheme) -> Derivation:
    """Ratings where every key question was answered alike."""
    by_case = {
        each.id: dict.fromkeys(each.key_questions, counts)
        for each in scheme.standards
        if each.id not in JUDGED
    }
    return derive(scheme, Inputs({**dict.fromkeys(JUDGED, Judgement("good")), **by_case}))


@drawn(counts=counted, place=places)
def test_a_share_times_its_whole_is_the_number_of_yes(counts: Counts, place: Place) -> None:
    of, share = out_of(counts, place), share_of(counts, under(place).shares)
    assert of == counts.yes + counts.no + (counts.not_applicable if place == "in" else 0)
    assert share == (Fraction(counts.yes, of) if of else None)


@settings(max_examples=20, deadline=None)
@drawn(counts=counted, place=places)
def test_the_papers_of_a_panel_and_the_report_print_the_whole_of_the_share(
    counts: Counts, place: Place
) -> None:
    scheme, of = under(place), out_of(counts, place)
    derivation = derived_from(counts, scheme)
    told = derivation.trace_bytes.decode()
    before: Inspection = given(*BEFORE_THE_PANEL).state(f"inspection-{INSPECTION}")
    drafted: Inspection = given(*WITH_A_DRAFT).state(f"inspection-{INSPECTION}")
    assert before.derived is not None
    derived = before.derived.with_(trace=told, trace_digest=derivation.digest)
    panel = given(*BEFORE_THE_PANEL).state(f"panel-{PANEL}")
    beside = Beside(day("2017-08-08"), (), None)
    here = replace(before, derived=derived)
    pack = pack_of(PANEL, Sources(panel, here, derivation, FRAMEWORK, EvidenceRoom(), beside, ()))
    shares = [share for standard in pack.standards for share in standard.shares]
    assert {(each.yes, each.of) for each in shares} == {(counts.yes, of)}
    rated = elsewhere_of(replace(drafted, derived=derived), scheme)
    assert rated is not None
    lowest = {(each.yes, each.of) for standard in rated.standards for each in standard.lowest}
    assert lowest <= {(counts.yes, of)}
    assert lowest or not of
    content = report_content(INSPECTION, replace(drafted, derived=derived), PROTOCOL, FRAMEWORK, scheme)
    charts = [each for each in laid_out(content).blocks if each["kind"] == "chart"]
    assert bool(charts) is (of > 0)
    for each in charts:
        assert f": yes in {counts.yes} of {of} cases" in each["alternative"]
        assert f'width="{600 * counts.yes // of}" height="24" fill="#1d4f91"' in each["svg"]


def test_what_is_neither_yes_nor_no_is_left_blank_in_a_chart() -> None:
    whole, part = bar(2, 2, 4, (), "x"), bar(2, 2, 8, (), "x")
    assert '<text x="600" y="14"' in whole
    assert '<text x="300" y="14"' in part, "the number of those answered no stands where the hatches end"
    assert part.count('stroke-width="1.5"') < whole.count('stroke-width="1.5"')


def test_what_was_looked_at_before_the_panel_has_the_whole_of_each_share_and_the_digest_that_it_had() -> None:
    first, *others = CASES
    story = given(*AT_CASE_READS, *ALL_READ)
    outside = given(*AT_CASE_READS, *read_to_the_end(first, "not_applicable"))
    for each, place, expected in ((story, "in", 2), (outside, "in", 1), (outside, "out", 0)):
        state: Inspection = each.state(f"inspection-{INSPECTION}")
        seen = {case: each.state(case) for case in (first, *others)}
        found = compare(state, under(place), seen, 1)  # type: ignore[arg-type]  # a place
        (standard,) = (one for one in found.cases if one.standard == "2.1")
        assert {of for _, of in standard.asked} == {expected}
        bare = found.with_(cases=tuple(one.with_(asked=()) for one in found.cases))
        assert bare.digest == found.digest
