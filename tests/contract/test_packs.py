"""A panel's papers: what they say follows from the record, and what they said can be told from their digest."""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Declined, Order
from activities.commanding.records import Records
from activities.packs import Packs
from activities.viewing.views import Views
from adapters.outbound.press.packs import HtmlPackPress
from adapters.outbound.store import Store
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.inspections.commands import (
    DecideRatings,
    DepartureAsked,
    ProposeRating,
    ProposeRatings,
    ReopenCaseReads,
)
from domain.inspections.stages import Stage
from domain.panels.commands import ConvenePanel, IssuePack, OpenPanel
from domain.panels.pack import GivenUpShown
from domain.people.roles import Role
from domain.refusals import Refused
from tests.support.by_hand import life_by_hand, views_of
from tests.support.life import Life

MEMBERS = ("panel-chair-1", "member-1", "member-2")
CHAIR = Actor("panel-chair-1", Role.PANEL_CHAIR, "test")


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    return life_by_hand(store, tmp_path, "first-2018")


@pytest.fixture
def views(place: str, store: Store) -> Iterator[Views]:
    with views_of(place, store) as (views, _):
        yield views


@pytest.fixture
def packs(views: Views, life: Life) -> Packs:
    return Packs(
        records=life.house.records,
        views=views,
        library=life.house.library,
        documents=life.house.documents,
        press=HtmlPackPress(),
    )


def before_the_panel(life: Life) -> None:
    """The inspection on the agenda of a panel that sits, with its ratings derived."""
    life.until(Stage.PANEL_REVIEW)
    life.give(ProposeRatings(inspection=life.reference))
    today = life.house.clock.now().date()
    panel = f"panel-{life.reference}"
    life.give(
        ConvenePanel(
            panel=panel, meets_on=today, chair="panel-chair-1", members=MEMBERS, agenda=(life.reference,)
        )
    )
    life.give(OpenPanel(panel=panel, present=MEMBERS))


def test_a_pack_puts_proposals_derivation_nearness_and_the_year_beside_each_other(
    packs: Packs, life: Life, store: Store, tmp_path: Path
) -> None:
    life.departures = (
        DepartureAsked(
            subject="overall",
            decided="good",
            trigger="near_a_boundary",
            reason="Leadership is only just good.",
        ),
    )
    life.until(Stage.PUBLICATION)
    second = life_by_hand(store, tmp_path / "second", "second-2018")
    before_the_panel(second)
    pack = packs.make("panel-second-2018", "second-2018").pack
    assert (pack.overall, pack.score, pack.max_score) == ("outstanding", 26, 30)
    assert second.state.derived is not None
    assert pack.under.derivation == second.state.derived.trace_digest
    leadership, supervision = pack.standards[0], pack.standards[4]
    assert leadership.proposal is not None
    assert (leadership.proposal.rating, leadership.proposal.reason) == ("good", "As seen.")
    assert leadership.nearness.down is not None
    (moved,) = leadership.nearness.down.standards
    assert (leadership.nearness.down.counted, leadership.nearness.down.rating) == (
        "1 change",
        "requires_improvement",
    )
    assert moved.said == ("judged requires improvement instead of good",)
    assert [(each.yes, each.of, each.shown) for each in supervision.shares] == [(2, 2, "100.00")] * 3
    assert any(each.endswith("cases were read") for each in supervision.nearness.look_closer)
    (beside,) = supervision.year
    assert (beside.inspection, beside.decided, beside.derived) == (
        "first-2018",
        "outstanding",
        "outstanding",
    )
    assert {(each.yes, each.of) for each in beside.lowest} == {(2, 2)}
    (departure,) = pack.departures
    assert (departure.inspection, departure.departure.reason) == (
        "first-2018",
        "Leadership is only just good.",
    )
    assert (departure.subject, departure.prompted_by) == (
        "the overall rating",
        "The standards' ratings are close to a rating boundary",
    )
    # What it shows of the first is bound by the digest of the decision there.
    assert pack.under.beside == (("first-2018", life.state.decision),)
    page = re.sub(r"<[^>]*>", "", packs.make("panel-second-2018", "second-2018").page.decode())
    assert "1 change would make it Requires improvement, which is lower: judged requires improvement" in page
    assert "Prompted by: The standards' ratings are close to a rating boundary" in html.unescape(page)
    assert not re.search(r"\d{4}-\d{2}-\d{2}|near_a_boundary|requires_improvement|case-results", page)
    # Another provider's inspection is no earlier rating of this one's.
    assert (pack.inspected_before, pack.overall_before) == (None, None)


def test_a_pack_and_a_report_name_every_list_that_was_replaced_when_its_seed_was_known(
    packs: Packs, life: Life
) -> None:
    before_the_panel(life)
    pack = packs.make(f"panel-{life.reference}", life.reference).pack
    assert pack.given_up == ()
    shown = GivenUpShown(
        population="supervised-cases",
        drawn=14,
        seed="5eed",
        reason="An office was missing.",
        agreed_by="quality-lead-1",
        agreed_because="Preston was left out.",
    )
    page = HtmlPackPress().pack(pack.model_copy(update={"given_up": (shown, shown)})).decode()
    assert "seed was known: 2</h2>" in page
    assert "14 cases had been drawn, by the seed <code>5eed</code>" in page
    assert "An office was missing. Agreed by quality-lead-1: Preston was left out." in page


def test_a_pack_is_kept_under_its_digest_and_the_decision_names_it(packs: Packs, life: Life) -> None:
    before_the_panel(life)
    made = packs.make("panel-first-2018", "first-2018")
    assert packs.make("panel-first-2018", "first-2018") == made
    digest, page = packs.keep(made)
    assert digest == made.pack.digest == sha256_hex(life.house.documents.fetch(digest) or b"")
    assert json.loads(life.house.documents.fetch(digest) or b"")["inspection"] == "first-2018"
    text = made.page.decode()
    assert digest in text
    assert "Proposed: Good" in text
    assert "Leadership" in text
    derivation = made.pack.under.derivation
    life.give(
        IssuePack(
            panel="panel-first-2018",
            inspection="first-2018",
            pack=digest,
            derivation=derivation,
            page=page,
            late_because="The panel met at once.",
        )
    )
    decide = DecideRatings(inspection="first-2018", panel="panel-first-2018", derivation=derivation)
    unnamed = life.house.desk.give(Order("unnamed", decide, CHAIR))
    assert isinstance(unnamed, Declined)
    assert unnamed.refusal.code == "stale-pack"
    assert isinstance(life.house.desk.give(Order("named", decide.with_(pack=digest), CHAIR)), Accepted)
    assert life.state.last_sitting is not None
    assert life.state.last_sitting.pack == digest


ANEW = "Issue the papers of the panel panel-second-2018 anew"


def test_papers_that_show_a_rating_which_no_longer_stands_are_a_task_to_issue_anew(
    packs: Packs, views: Views, life: Life, store: Store, tmp_path: Path
) -> None:
    life.until(Stage.PUBLICATION)
    second = life_by_hand(store, tmp_path / "second", "second-2018")
    before_the_panel(second)

    def papers() -> tuple[str, str]:
        (task,) = [
            each
            for row in views.catch_up().inspections()
            if row.reference == "second-2018"
            for each in row.tasks
            if each.verb == "issue-pack"
        ]
        return task.title, task.status

    def issue() -> None:
        made = packs.make("panel-second-2018", "second-2018")
        pack, page = packs.keep(made)
        assert [each for each, _ in made.pack.under.beside] == still_rated
        second.give(
            IssuePack(
                panel="panel-second-2018",
                inspection="second-2018",
                pack=pack,
                derivation=made.pack.under.derivation,
                page=page,
                beside=made.pack.under.beside,
                late_because="The panel met at once.",
            )
        )

    still_rated = ["first-2018"]
    issue()
    assert papers() == (ANEW, "done")
    reopened = ReopenCaseReads(inspection="first-2018", reason="A case was read wrongly.")
    life.give(reopened)
    assert papers() == (
        f"{ANEW}, for this has changed: the ratings of first-2018, which are set beside these",
        "to-do",
    )
    still_rated = []
    issue()
    assert papers()[1] == "done"


def test_papers_are_put_together_once_while_nothing_they_follow_from_has_moved(
    packs: Packs, life: Life, views: Views, store: Store, tmp_path: Path
) -> None:
    """Whoever moves it, wherever: the inspection beside this one is given by another house on the same record."""
    life.until(Stage.PANEL_REVIEW)
    life.give(ProposeRatings(inspection=life.reference))
    panel, meets_on = "panel-to-come", life.house.clock.now().date() + timedelta(weeks=4)
    agenda = (life.reference,)
    life.give(ConvenePanel(panel=panel, meets_on=meets_on, chair=MEMBERS[0], members=MEMBERS, agenda=agenda))
    first = packs.put_together(panel, life.reference)
    assert packs.put_together(panel, life.reference) is first
    beside = life_by_hand(store, tmp_path / "beside", "second-2018")
    beside.until(Stage.PUBLICATION)
    moved = packs.put_together(panel, life.reference)
    assert moved.digest != first.digest
    assert moved.under.beside != first.under.beside
    fresh = Packs(
        records=Records(store),
        views=views,
        library=life.house.library,
        documents=life.house.documents,
        press=HtmlPackPress(),
    )
    assert packs.put_together(panel, life.reference) is moved
    assert moved == fresh.put_together(panel, life.reference)


def test_a_pack_says_when_there_is_nothing_to_put_into_it(packs: Packs, life: Life) -> None:
    before_the_panel(life)
    for panel, inspection, code in (
        ("nowhere", "first-2018", "unknown-panel"),
        ("panel-first-2018", "another", "not-on-agenda"),
    ):
        with pytest.raises(Refused) as refused:
            packs.make(panel, inspection)
        assert refused.value.refusal.code == code
    life.give(
        ProposeRating(inspection="first-2018", standard="1.1", rating="outstanding", reason="It is better.")
    )
    with pytest.raises(Refused) as refused:
        packs.make("panel-first-2018", "first-2018")
    assert refused.value.refusal.code == "nothing-proposed"
