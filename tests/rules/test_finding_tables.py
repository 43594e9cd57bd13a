"""Each sort of event is found under the questions that it answers, or a table says why not: none is forgotten."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.auditing.findings import QUESTIONS, find
from domain.cases.quality import DipReadRecorded
from domain.deciders import DECIDERS, EVENT_NAMES
from domain.inspections.events import (
    EvidenceItem,
    EvidenceLinked,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceWaived,
    WaiverWithdrawn,
)
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import DissentRecorded

ROOMS: Mapping[str, str] = {
    **dict.fromkeys(
        ("staff", "person", "mailbox", "roll", "token", "posting", "account", "document"),
        "who, and on what way",
    ),
    **dict.fromkeys(
        ("record", "checkpoint", "privacy", "dossier"), "the record itself, and what is held about people"
    ),
    **dict.fromkeys(
        ("programme", "framework", "provider", "response", "body-answers"), "about no inspection's findings"
    ),
    "comment": "about how the inspectorate conducted itself, not about what it found",
    "diversity": "counted",
    "holdings": "what there is, not what it shows",
}
"""Rooms in which nobody judges what was inspected, and what their events are about."""

NO_JUDGEMENTS: Mapping[str, str] = {
    "it is where the inspection stands, or who does it": """inspection.announced inspection.closed inspection.cancelled
        inspection.deferred inspection.resumed inspection.fieldwork-begun inspection.fieldwork-ended
        inspection.fieldwork-moved inspection.lead-changed inspection.team-set inspection.provider-followed
        action-plan.provider-followed
        inspection.deadline-moved inspection.panel-planned inspection.case-reads-closed
        inspection.case-reads-reopened case.allocated case.reader-stood-in case.read-completed case.read-reopened
        case.second-reader-named second-read.allocated second-read.completed second-read.reopened benchmark.opened
        benchmark.closed enquiry.opened fieldwork.session-planned fieldwork.session-moved fieldwork.session-held
        fieldwork.session-cancelled follow-up.set-up""",
    "it is what becomes of an alert that was raised": """alert.told
        alert.acknowledged alert.unacknowledged alert.notice-sent""",
    "it is the list as it comes in and is closed": "case-list.handed-in case-list.closed case-list.replaced",
    "it is how somebody was told": "inspection.told-otherwise action-plan.told-otherwise",
    "Assay notes it itself": """inspection.notice-sent inspection.stage-overdue inspection.evidence-overdue
        inspection.condition-overdue inspection.factual-accuracy-window-lapsed inspection.report-published
        action-plan.notice-sent action-plan.reminder-sent action-plan.overdue action-plan.action-overdue
        inspection.notice-undelivered action-plan.notice-undelivered action-plan.requested panel.notice-sent
        panel.papers-overdue panel.minutes-overdue case.reads-shown""",
    "it is evidence that is asked for or comes in, not what it shows": """inspection.evidence-requested
        inspection.further-evidence-requested inspection.evidence-linked inspection.evidence-received
        inspection.evidence-replaced inspection.evidence-chased inspection.evidence-escalated
        inspection.evidence-waived inspection.waiver-withdrawn inspection.extension-asked
        inspection.extension-granted inspection.extension-refused evidence.registered evidence.corrected
        evidence.withdrawn enquiry.worked-on fieldwork.survey-recorded fieldwork.experience-missing
        case.interview-held case.interview-not-held case.reference-noted case.answer-noted
        case.characteristics-recorded second-read.answer-noted hold.file-brought-back
        follow-up.opening-figures-recorded""",
    "it is what is drawn, and what becomes of that": """inspection.case-list-received inspection.new-list-agreed
        inspection.public-value-noted inspection.sample-drawn inspection.sample-withdrawn
        inspection.second-reads-drawn case.sampled case.set-aside
        case.set-for-second-read case.second-read-received case.second-read-called-back case.second-read-given-up
        second-read.drawn second-read.given-up second-read.set-aside quality.dip-sample-drawn""",
    "it follows by the rule from what was judged": """inspection.ratings-derived inspection.answers-counted
        follow-up.results-compared""",
    "it is what is asked, before anybody answers": "inspection.questions-set",
    "it is the panel's side of a decision that is found already": "panel.inspection-considered",
    "it is a text, and its way to its readers": """inspection.section-struck
        inspection.practice-withdrawn inspection.text-translated
        inspection.draft-sent inspection.report-submitted inspection.publication-scheduled
        inspection.embargoed-copy-sent inspection.report-answered inspection.correction-opened
        inspection.correction-given-up inspection.report-withdrawn fieldwork.feedback-given""",
    "it is the provider's own word": """inspection.challenge-raised inspection.factual-accuracy-confirmed
        action-plan.submitted action-plan.action-progressed action-plan.action-completed action-plan.extension-asked
        action-plan.change-proposed""",
    "it is about dates": "action-plan.extension-granted action-plan.extension-refused action-plan.not-received",
    "it is how a meeting is held": """panel.convened panel.called-off panel.member-invited panel.item-tabled
        panel.item-removed panel.item-deferred panel.item-retabled panel.agenda-arranged panel.pack-issued
        panel.opened panel.member-arrived panel.member-left panel.member-recused panel.chair-taken panel.closed
        panel.minutes-drafted panel.minutes-corrected panel.minutes-approved""",
}
"""Why events in all other rooms are no judgements."""


def kind_of(name: str) -> str:
    return name.rpartition(".v")[0]


PRESENT = {kind_of(name): name for name in EVENT_NAMES.present}
LEFT_OUT = {kind: why for why, several in NO_JUDGEMENTS.items() for kind in several.split()}


def bare(of_class: type[Any], **fields: object) -> Any:
    """A message of which only these fields matter."""
    return of_class.model_construct(**fields)


def answers(question: str, name: str) -> bool:
    """Whether an event of this name is found, whatever it says."""
    event = bare(EVENT_NAMES.known[name])
    envelope = bare(Envelope, name=name, data=event, actor="os-1", acting_role="inspector", stream="x-1")
    try:
        return any(True for _ in find(QUESTIONS[question], [envelope]))
    except AttributeError:  # its words are made of fields that are left out here, so it was found
        return True


@pytest.mark.parametrize("kind", sorted(PRESENT))
def test_each_sort_of_event_is_a_judgement_or_a_table_says_why_it_is_none(kind: str) -> None:
    why = ROOMS.get(kind.partition(".")[0]) or LEFT_OUT.get(kind)
    assert answers("judgements", PRESENT[kind]) == (why is None), (
        f"{kind}: find it among the judgements, or say in a table here why it is none; said: {why}"
    )


def test_no_table_names_what_there_is_not() -> None:
    assert sorted(set(LEFT_OUT) - set(PRESENT)) == []
    assert sorted(set(LEFT_OUT) & {each for each in PRESENT if each.partition(".")[0] in ROOMS}) == []


@pytest.mark.parametrize(
    ("question", "called", "but"),
    [
        ("overdue", r"overdue|lapsed|unacknowledged", ()),
        ("reopened", r"reopened|withdrawn|corrected|correction", ("dossier.withdrawn",)),
    ],
)
def test_whatever_is_called_so_is_found(question: str, called: str, but: tuple[str, ...]) -> None:
    named = {kind for kind in PRESENT if re.search(called, kind)} - set(but)
    assert named
    assert {kind for kind in PRESENT if answers(question, PRESENT[kind])} == named


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_looked_for_wherever_a_command_leads_to_it(question: str) -> None:
    if question == "stale-approvals":  # of states, not of events
        return
    kinds = {
        kind
        for kind, decider in DECIDERS.items()
        if any(answers(question, each.name) for rule in decider.rules.values() for each in rule.events)
    }
    own = {kind for kind in kinds if kind in QUESTIONS[question].kinds}
    found = {
        each.name
        for kind in own
        for rule in DECIDERS[kind].rules.values()
        for each in rule.events
        if answers(question, each.name)
    }
    assert found == {name for name in PRESENT.values() if answers(question, name)}


def test_deputies_are_looked_for_in_every_sort_of_stream() -> None:
    assert set(QUESTIONS["deputies"].kinds) == set(DECIDERS)


@pytest.mark.parametrize(
    "event",
    [
        bare(DissentRecorded, inspection="nps-nw", decision="d" * 64, member="os-7", reason="Not so."),
        bare(DipReadRecorded, case="case-1", by="os-7", answers=(), differing=(), finding="None."),
    ],
)
def test_whose_judgement_it_is_stands_in_it_where_another_notes_it(event: Event) -> None:
    envelope = bare(Envelope, name=event.name, data=event, actor="os-1", stream="x-1")
    for who, number in (("os-7", 1), ("os-1", 1), ("os-8", 0)):
        assert len(list(find(QUESTIONS["judgements"], [envelope], who))) == number


def of(version: int, event: Event, day: int) -> Any:
    at = datetime(2018, 6, day, 12, tzinfo=UTC)
    return bare(Envelope, name=event.name, data=event, version=version, stream="inspection-x", occurred_at=at)


@pytest.mark.parametrize(
    ("later", "became"),
    [
        ((), "it is still missing."),
        ((bare(EvidenceReceived, item="e1"),), "it was received on 2 June 2018."),
        ((bare(EvidenceWaived, item="e1"),), "it was waived on 2 June 2018."),
        ((bare(EvidenceWaived, item="e1"), bare(WaiverWithdrawn, item="e1")), "it is still missing."),
        (
            (bare(EvidenceLinked, item=bare(EvidenceItem, id="e1")),),
            "on 2 June 2018 what was held already was taken for it.",
        ),
        ((bare(EvidenceReceived, item="e3"),), "it is still missing."),
    ],
)
def test_each_item_that_was_overdue_is_found_with_what_became_of_it(
    later: tuple[Event, ...], became: str
) -> None:
    overdue = bare(EvidenceOverdue, items=("e1", "e2"), due=date(2018, 6, 1))
    stream = [of(number, each, number) for number, each in enumerate((overdue, *later), 1)]
    words = [each.words for each in find(QUESTIONS["overdue"], stream)]
    missing = "was missing when its date, 1 June 2018, passed; "
    assert words == [f"e1 {missing}{became}", f"e2 {missing}it is still missing."]
