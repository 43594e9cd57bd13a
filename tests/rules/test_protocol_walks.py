"""Any subset of stages that validation allows can be walked to its end; any other is refused in a sentence.

Every one of the 127 subsets is tried, each with what goes with it drawn at random: lists, a panel or a role that
decides, partners who sign, recommendations, publication.
"""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dated_rules.library import Library
from domain.frameworks.reading import shipped_frameworks
from domain.inspections.events import FieldworkBegun, InspectionClosed
from domain.inspections.kinds.checks import mistakes
from domain.inspections.kinds.parts import PanelRule, Partner, Population
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.inspections.protocols import texts
from domain.inspections.react import react
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.people.roles import Role
from domain.ratings import parse_scheme, shipped_schemes
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround, a_working_day_of

ALL = parse_protocol(texts()["nps-division-2018.toml"], where="nps")
LISTS = ("supervised-cases", "court-reports", "victims")
RATED = shipped_schemes()["adult-nps-2018"]
JUDGED = parse_scheme(
    b"""\
id = "judged"
version = "1"
title = "Judged"
status = "in-force"
in_force_from = 2018-04-01
citation = "a test"

[[levels]]
id = "low"
title = "Low"
score = 0

[[levels]]
id = "high"
title = "High"
score = 1

[[standards]]
id = "1.1"
title = "Leadership"
aggregator = "judgement"

[overall]
aggregator = "none"
""",
    where="judged.toml",
)
SUBSETS = [stages for size in range(1, len(IN_PROGRESS) + 1) for stages in combinations(IN_PROGRESS, size)]


def kind_with(
    stages: tuple[Stage, ...],
    lists: int,
    decides: Role | None,
    partners: int,
    *,
    recommends: bool,
    issued: bool,
) -> Protocol:
    """A kind with these stages, and what goes with them."""
    rates, reports = Stage.PANEL_REVIEW in stages, Stage.PUBLICATION in stages
    reads = Stage.CASE_READS in stages
    return ALL.with_(
        id="drawn",
        stages=stages,
        scheme=("adult-nps-2018" if reads else "judged") if rates else None,
        panel=None if decides or not rates else PanelRule(quorum=2, citation="a test"),
        decides=decides if rates else None,
        populations=tuple(
            Population(id=each, title=each, sample=3, citation="a test")
            # A scheme that rates cases needs every list that it rests on.
            for each in LISTS[: len(LISTS) if rates and reads else lists if reads else 0]
        ),
        partners=tuple(
            Partner(body=f"body-{number}", title="A body", signs=reports, citation="a test")
            for number in range(partners)
        ),
        recommendations=recommends or Stage.ACTION_PLAN in stages,
        published=reports and not issued,
    )


kinds = st.builds(
    kind_with,
    st.sampled_from(SUBSETS),
    st.integers(1, len(LISTS)),
    st.sampled_from([None, Role.LEAD_INSPECTOR, Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR]),
    st.integers(0, 2),
    recommends=st.booleans(),
    issued=st.booleans(),
)


def walk(protocol: Protocol) -> None:
    library = Library.of([protocol], shipped_frameworks().values(), [JUDGED, RATED])
    ground = StoryGround(library, a_working_day_of(protocol.in_force_from))
    walked = KindWalk(protocol, ground)
    assert walked.to_the_end().stages == [*protocol.stages, Stage.CLOSED]
    ground.send_notices(walked.reference)
    assert react(walked.state).over
    ends = [event for _, event in ground.happened if isinstance(event, InspectionClosed)]
    begun = [event for _, event in ground.happened if isinstance(event, FieldworkBegun)]
    assert (len(ends), len(begun)) == (1, 1)
    signed = {partner.body for partner in protocol.partners if partner.signs}
    assert set(walked.state.partners) == signed


def allowed(stages: tuple[Stage, ...]) -> bool:
    """Which subsets are kinds of inspection at all, said once more and in another way than the product says it."""
    has = set(stages)
    return {Stage.ANNOUNCEMENT, Stage.FIELDWORK} <= has and (
        Stage.ACTION_PLAN not in has or Stage.PUBLICATION in has
    )


def test_of_all_subsets_of_stages_those_that_make_sense_are_allowed() -> None:
    for stages in SUBSETS:
        wrong = list(mistakes(kind_with(stages, 1, None, 0, recommends=True, issued=False)))
        assert (not wrong) == allowed(stages), (stages, wrong)
    assert sum(map(allowed, SUBSETS)) == 24


@pytest.mark.parametrize("stages", [each for each in SUBSETS if allowed(each)], ids="+".join)
def test_a_kind_with_any_of_them_is_walked_to_its_end(stages: tuple[Stage, ...]) -> None:
    walk(kind_with(stages, 1, None, 1, recommends=True, issued=False))


@settings(max_examples=60)
@given(kinds)
def test_whatever_goes_with_its_stages_a_kind_that_is_allowed_is_walked_to_its_end(
    protocol: Protocol,
) -> None:
    wrong = [f"{place}: {sentence}" for place, sentence in mistakes(protocol)]
    if wrong:
        assert not allowed(protocol.stages), wrong
    else:
        walk(protocol)
