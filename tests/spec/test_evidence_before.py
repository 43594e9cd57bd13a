"""What a provider that is no more handed in is looked for with whoever took its place, and not asked for again."""

from domain.decider import On
from domain.holdings.events import ItemHeld
from domain.inspections.commands import LinkEvidence
from domain.inspections.events import EvidenceItem
from domain.providers.changes import PlaceTaken
from domain.storyline.telling import sentence
from tests.spec.test_evidence_once import ASK, ASK_MORE, BY_THE_HMIP, HELD_BEFORE, LINKED, NOTED
from tests.support.example import (
    AT_ANNOUNCEMENT,
    AT_EVIDENCE,
    EVIDENCE_ASKED,
    INSPECTION,
    POLICY,
    PROVIDER,
    ROTA,
    day,
)
from tests.support.specification import given

STREAM = f"inspection-{INSPECTION}"
ON = "2018-06-06"


def took(of: str, by: str = PROVIDER) -> On:
    return On(f"provider-{by}", PlaceTaken(of=of, part=True, reason="Too large.", since=day("2018-05-01")))


def held(about: str, event: ItemHeld = HELD_BEFORE) -> On:
    return On(f"holdings-{about}", event)


CHAIN = (took("oldest", "old"), took("old"))
"""A provider that was merged into one, of which the inspected one took a part."""


def test_what_is_held_about_one_whose_place_was_taken_is_linked_and_the_request_is_saved() -> None:
    story = given(*AT_ANNOUNCEMENT, *CHAIN, held("oldest"))
    linked = ASK.with_(links=(("policy", "oldest/h1"),))
    event = LINKED.with_(shelf="oldest")
    after = story.when(linked, on=ON).then(
        EVIDENCE_ASKED.with_(items=(ROTA,)), event, NOTED.with_(saved=(("policy", "oldest/h1"),))
    )
    state = after.state(STREAM)
    assert (state.evidence["policy"].outcome, state.shelf_of("policy")) == ("linked", "oldest")
    assert state.shelves == (PROVIDER, "oldest")
    assert (sentence(event) or "").startswith(
        "What is held about oldest as h1 was taken for the evidence policy"
    )


def test_what_that_one_handed_in_or_was_asked_for_this_year_is_not_asked_for_without_a_reason() -> None:
    story = given(*AT_ANNOUNCEMENT, *CHAIN)
    story.and_(held("old", BY_THE_HMIP)).when(ASK, on=ON).then_refused(
        "need-not-be-asked", "held as old/h1, since 2018-05-02"
    )
    earlier = On(
        "holdings-oldest", NOTED.with_(inspection="joint-2018", requested_on=day("2018-04-03"), saved=())
    )
    story.and_(earlier).when(ASK, on=ON).then_refused(
        "need-not-be-asked", "joint-2018 asked oldest for it on 2018-04-03"
    )
    other = ASK.with_(items=(EvidenceItem(id="risk", title="the Risk  policy.", standard="1.4"),))
    story.and_(held("old", BY_THE_HMIP)).when(other, on=ON).then_refused(
        "need-not-be-asked", "may be held already, as old/h1"
    )
    why = (("policy", "It has been rewritten since."),)
    again = story.and_(held("old", BY_THE_HMIP)).when(ASK.with_(again=why), on=ON)
    again.then(EVIDENCE_ASKED, NOTED.with_(asked=("policy", "rota"), again=why, saved=()))
    story.and_(held("old")).when(ASK, on=ON).then(
        EVIDENCE_ASKED, NOTED.with_(asked=("policy", "rota"), saved=())
    )


def test_what_was_looked_at_for_the_inspection_is_not_held_against_a_further_request() -> None:
    asked = ASK.with_(items=(POLICY,), links=(("policy", "old/h1"),))
    story = given(*AT_ANNOUNCEMENT, *CHAIN, held("old", BY_THE_HMIP)).when(asked, on=ON).story
    more = EvidenceItem(id="leave", title="Leave", key_questions=("1.1.1",))
    assert story.when(ASK_MORE.with_(items=(more,)), on="2018-06-07").refusal is None


def test_an_awaited_item_is_linked_to_it_later() -> None:
    link = LinkEvidence(inspection=INSPECTION, item="policy", holding="old/h1")
    story = given(*AT_EVIDENCE, *CHAIN, held("old"))
    story.when(link, on="2018-06-20").then(LINKED.with_(shelf="old"))
    story.when(link.with_(holding="old/h2"), on="2018-06-20").then_refused("unknown-holding", "held are: h1")
    story.when(link.with_(holding="h1"), on="2018-06-20").then_refused("unknown-holding", "held are: none")


def test_what_is_held_about_anybody_else_is_not_linked() -> None:
    story = given(*AT_ANNOUNCEMENT, *CHAIN, held("south"), took("south", "east"))
    linked = ASK.with_(links=(("policy", "south/h1"),))
    story.when(linked, on=ON).then_refused("unknown-holding", f"{PROVIDER} has not taken the place of south")
