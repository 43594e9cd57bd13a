"""Several providers inspected together: each contact is shown their own provider's, and never another's words."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from activities.commanding.desk import Accepted, Order
from activities.ports import Append, Appended, Head, Write
from adapters.inbound.shown.provider.own import points_of
from adapters.inbound.today import today_in_london
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection, RequestEvidence
from domain.inspections.events import (
    ChallengeRaised,
    DeadlineMoved,
    DraftSent,
    EvidenceItem,
    FactualAccuracyConfirmed,
    ReportDrafted,
)
from domain.ledger.envelope import Draft
from domain.messages import Command, Event
from domain.people.roles import Role
from tests.support.crawling import crawl, patterns_of
from tests.support.site import Site, contact_of, site

pytestmark = pytest.mark.long

REF = "joint-work"
RIVERS, MOORS = "example-crc-rivers", "example-crc-moors"
MANAGER, LEAD = "hq-operations", "inspector-f"
WORDS = {RIVERS: "Only Rivers asked or said this.", MOORS: "Only Moors asked or said that."}


@dataclass(frozen=True)
class Joint:
    """A thematic inspection of two providers.

    Attributes:
        served: its pages.
        contacts: who of each provider signs in.
    """

    served: Site
    contacts: dict[str, str]

    def record(self, *events: Event, by: str = LEAD) -> None:
        """Record what took many weeks to come about."""
        store, stream = self.served.assay.store, f"inspection-{REF}"
        for event in events:
            last = store.load({stream: 0})[stream][-1]
            head, id_, now = Head(last.version, last.digest), uuid4().hex, self.served.assay.clock.now()
            role = "provider-contact" if by.startswith("person-") else "lead-inspector"
            draft = Draft(id_, stream, head.version + 1, now, by, role, "tests", id_, stream, None, event)
            answer = store.append(Append(id_, b"d" * 32, now, (Write(stream, head, (draft,)),), {}))
            assert isinstance(answer, Appended)


@pytest.fixture(scope="module")
def joint(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joint]:
    """The inspection, in which each provider has been asked for something, and has the draft before it."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("joint") / "home")) as served:
        assay = served.assay

        def give(command: Command, who: str, role: Role) -> None:
            outcome = assay.desk.give(Order(uuid4().hex, command, Actor(who, role, "tests")))
            assert isinstance(outcome, Accepted), outcome

        begins = assay.calendar.after(today_in_london(assay), 60)
        announced = AnnounceInspection(
            inspection=REF,
            provider=RIVERS,
            also=(MOORS,),
            protocol="thematic",
            lead=LEAD,
            fieldwork_from=begins,
            fieldwork_to=assay.calendar.after(begins, 4),
            subject="Resettlement",
        )
        give(announced, MANAGER, Role.OPERATIONS_MANAGER)
        items = tuple(
            EvidenceItem(
                id=f"plan-{each.removeprefix('example-')}",
                title=f"The plan of {each}",
                standard="1.1",
                provider=each,
            )
            for each in WORDS
        )
        again = tuple((each.id, "The theme asks for it anew.") for each in items)
        give(RequestEvidence(inspection=REF, items=items, again=again), LEAD, Role.LEAD_INSPECTOR)
        found = Joint(served, {each: contact_of(served, each) for each in WORDS})
        stream = "inspection-division-midlands"
        past = [EVENT_NAMES.read(each).data for each in assay.store.load({stream: 0})[stream]]
        found.record(*(each for each in past if isinstance(each, ReportDrafted | DraftSent)))
        yield found


def test_each_contact_sees_the_points_and_requests_of_their_own_provider_alone(joint: Joint) -> None:
    path, until = f"/provider/{REF}", {"until-day": "28", "until-month": "11", "until-year": "2059"}
    for provider, contact in joint.contacts.items():
        text = f"{WORDS[provider]} As a point."
        joint.record(ChallengeRaised(challenge=provider, about="Staff", text=text), by=contact)
        with joint.served.visit(contact) as visit:
            asked = visit.send(f"{path}/more-time", {"reason": WORDS[provider], **until})
            assert asked.status_code == 200, asked.text
            assert asked.text.count("Until 28 November 2059") == 1, "and not the other's"
    patterns = patterns_of(joint.served.assay)
    for provider, contact in joint.contacts.items():
        (other,) = WORDS.keys() - {provider}
        with joint.served.visit(contact) as visit:
            found = crawl(visit, (path, f"{path}/draft", f"{path}/time-line"), patterns, each=1)
            texts = [each.answer.text for each in found.pages]
            assert "You have raised 1 point." in visit.get(f"{path}/draft/confirm").text
        assert any(f"{WORDS[provider]} As a point." in each for each in texts)
        assert not any(WORDS[other] in each for each in texts)


def test_each_of_several_providers_closes_the_window_for_itself_alone(joint: Joint) -> None:
    stream, path, assay = f"inspection-{REF}", f"/provider/{REF}/draft", joint.served.assay
    report = assay.records.read([stream])[stream].state.report
    joint.record(DraftSent(report=report.digest, due=assay.calendar.after(today_in_london(assay), 5)))
    joint.record(FactualAccuracyConfirmed(provider=RIVERS), by=joint.contacts[RIVERS])
    due = assay.records.read([stream])[stream].state.deadlines["factual-accuracy"].due
    later = assay.calendar.after(due, 5)
    joint.record(
        DeadlineMoved(deadline="factual-accuracy", was=due, due=later, reason="Half of them are ill.")
    )
    with joint.served.visit(joint.contacts[RIVERS]) as visit:
        for page in (path, f"{path}/confirm"):
            assert "You have said that you have no more points." in visit.get(page).text
            assert "<textarea" not in visit.get(page).text
        told = visit.get(f"/provider/{REF}/time-line").text
        assert "had no further points" in told
        assert "Half of them are ill." not in told, "the window is over for them"
    with joint.served.visit(joint.contacts[MOORS]) as visit:
        assert "You can raise points until" in visit.get(path).text
        assert "I have no more points" in visit.get(f"{path}/confirm").text
        told = visit.get(f"/provider/{REF}/time-line").text
        assert "had no further points" not in told
        assert "Half of them are ill." in told
    with joint.served.visit(LEAD) as visit:
        said = " ".join(visit.get(f"/inspections/{REF}/report").text.split())
        assert re.search("No further points: [^.]*Rivers[^.]*. Awaited: [^.]*Moors", said), said


def test_a_point_that_no_contact_of_theirs_raised_is_shown_to_no_provider_of_several(joint: Joint) -> None:
    joint.record(ChallengeRaised(challenge="by-letter", about="Letter", text="It came by letter."))
    state = joint.served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state
    assert "by-letter" in state.challenges
    for provider in WORDS:
        assert "by-letter" not in points_of(joint.served.assay, provider, REF, state)
