"""What a panel's papers take from the evidence room: evidence, lines of enquiry carried, case results looked into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from activities.packs import Packs
from adapters.outbound.press.packs import HtmlPackPress
from adapters.outbound.store import Store
from domain.evidence.commands import CarryEnquiry, OpenEnquiry, RegisterEvidence
from domain.evidence.correlation import compare
from domain.inspections.commands import CheckCorrelation, Interrogated, ProposeRating, ProposeRatings
from domain.inspections.stages import Stage
from domain.panels.commands import ConvenePanel, OpenPanel
from tests.support.by_hand import life_by_hand, views_of
from tests.support.life import Life
from tests.support.noted_case import ON_ONE

MEMBERS = ("panel-chair-1", "member-1", "member-2")
PANEL = "panel-first-2018"


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    return life_by_hand(store, tmp_path, "first-2018")


@pytest.fixture
def packs(place: str, store: Store, life: Life) -> Iterator[Packs]:
    with views_of(place, store) as (views, _):
        yield Packs(
            records=life.house.records,
            views=views,
            library=life.house.library,
            documents=life.house.documents,
            press=HtmlPackPress(),
        )


def proposed_on_evidence(life: Life) -> None:
    """An inadequate leadership, on evidence, far off the case results; and a question that nobody could answer."""
    life.give(
        RegisterEvidence(
            inspection=life.reference,
            entry="strategy",
            kind="observation",
            title="The strategy on the wall",
            bears_on=("1.1",),
            true_from=life.state.known.announced_on,
            source="Head office",
        )
    )
    life.give(
        ProposeRating(
            inspection=life.reference,
            standard="1.1",
            rating="inadequate",
            reason="Nobody knows it.",
            evidence=("strategy",),
            as_worded="not-met",
            weighed=(("inadequate-1", "absent"),),
        )
    )
    life.give(
        OpenEnquiry(
            inspection=life.reference, enquiry="risks", question="Who owns the risks?", bears_on=("1.1.2",)
        )
    )
    life.give(CarryEnquiry(inspection=life.reference, enquiry="risks", reason="The chair was ill."))


def looked_at(life: Life) -> None:
    scheme = life.house.library().scheme_of(life.state.known.scheme)
    assert scheme is not None
    standings = life.house.records.read(life.state.reads)
    compared = compare(life.state, scheme, {stream: each.state for stream, each in standings.items()}, None)
    life.give(
        CheckCorrelation(
            inspection=life.reference,
            compared=compared.digest,
            interrogated=(Interrogated(standard="1.1", showed="Staff carry the work."),),
        )
    )


@ON_ONE
def test_a_pack_shows_what_a_proposal_rests_on_and_what_was_carried_to_the_panel(
    packs: Packs, life: Life
) -> None:
    life.until(Stage.PANEL_REVIEW)
    proposed_on_evidence(life)
    looked_at(life)
    life.give(ProposeRatings(inspection=life.reference))
    today = life.house.clock.now().date()
    life.give(
        ConvenePanel(
            panel=PANEL, meets_on=today, chair="panel-chair-1", members=MEMBERS, agenda=(life.reference,)
        )
    )
    life.give(OpenPanel(panel=PANEL, present=MEMBERS))
    made = packs.make(PANEL, life.reference)
    proposal = made.pack.standards[0].proposal
    assert proposal is not None
    assert [each.title for each in proposal.evidence] == ["The strategy on the wall"]
    assert proposal.interrogated == "Staff carry the work."
    assert proposal.remarks == ("No characteristic of inadequate was found to be present.",)
    (carried,) = made.pack.carried
    assert (carried.enquiry, carried.reason) == ("risks", "The chair was ill.")
    page = made.page.decode()
    for words in ("The strategy on the wall", "Staff carry the work.", "Who owns the risks?", "To ask about"):
        assert words in page
