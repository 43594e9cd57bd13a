"""What a published report says, and in whose words."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.outbound.store import Store
from domain.dated_rules.library import Library
from domain.frameworks.model import Framework
from domain.inspections.stages import Stage
from tests.support.hands import Hands, NoNudges
from tests.support.house import House, first_library, shipped_library
from tests.support.life import Life
from tests.support.toy_matter import HandClock

PRINTED = "Whatever was printed <once>."


def with_official_words() -> Library:
    """The shipped rules, and a framework as it was imported from the published paper."""
    shipped = first_library()
    ours = shipped.framework("adult-nps-2018")
    assert ours is not None
    domains = tuple(
        domain.with_(standards=tuple(standard.with_(text=PRINTED) for standard in domain.standards))
        for domain in ours.domains
    )
    official = ours.with_(
        id="paper-2017", wording="official", words_for=(ours.id,), citation="The paper", domains=domains
    )
    return Library.of(shipped.protocols(), (*shipped.frameworks().all(), official), shipped.schemes())


def published(store: Store, folder: Path, library: Callable[[], Library]) -> str:
    """The page of an inspection that was led to its publication."""
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    house = House.build(store, clock, NoNudges(), folder, library=library)
    life = Life(house, clock, "nps-example-2018")
    hands = Hands(house)
    life.settle = life.wake = lambda: hands.see_to(life.stream, life.plan_stream)
    life.until(Stage.ACTION_PLAN)
    document = life.state.published
    assert document is not None
    page = house.documents.fetch(document)
    assert page is not None
    return page.decode()


@pytest.mark.parametrize("official", [False, True])
def test_a_report_has_the_official_words_where_they_were_imported(
    store: Store, tmp_path: Path, official: bool
) -> None:
    page = published(store, tmp_path, with_official_words if official else first_library)
    ours: Framework | None = shipped_library().framework("adult-nps-2018")
    assert ours is not None
    texts = [standard.text for standard in ours.standards()]
    assert page.count("<p>Whatever was printed &lt;once&gt;.</p>") == (len(texts) if official else 0)
    for standard, text in zip(ours.standards(), texts, strict=True):
        assert f"{standard.number} {standard.title}<p>" in page
        assert (f"<p>{text}</p>" in page) is not official
