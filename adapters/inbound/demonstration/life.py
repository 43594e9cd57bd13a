"""The life of an example inspection, as the people in it live it: the script of the demonstration.

Each ``yield`` lets time pass until somebody acts again. What the machinery does meanwhile (deadlines that pass,
notices, publication) is nowhere in here.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime

from adapters.inbound.demonstration.gathering import (
    FIELDWORK_DAY,
    FIELDWORK_DAYS,
    Life,
    beside_the_case_results,
    evidence,
    fieldwork,
)
from adapters.inbound.demonstration.hands import Hands
from adapters.inbound.demonstration.material import AnswerStory, ExampleProvider
from adapters.inbound.demonstration.world import World
from domain.action_plans.commands import (
    AcceptActionPlan,
    CompleteAction,
    FollowUpActionPlan,
    ReportProgress,
    ReturnActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import Action, Answer
from domain.canonical import sha256_hex
from domain.inspections.commands import (
    AcceptChallenge,
    AnnounceInspection,
    CloseInspection,
    ConfirmFactualAccuracy,
    DecideRatings,
    DraftReport,
    NotePractice,
    ProposeRatings,
    RaiseChallenge,
    RejectChallenge,
    SchedulePublication,
    SendDraft,
    SignOffReport,
    SubmitReport,
    WriteSection,
)
from domain.panels.commands import ApproveMinutes, ClosePanel, ConvenePanel, IssuePack, OpenPanel
from domain.people.contacts import RegisterPerson
from domain.providers.provider import RegisterProvider
from domain.streams import panel_stream, person_stream, provider_stream

__all__ = ["Life", "interleave", "life", "registering"]

# Working days after the announcement. The protocol's periods leave room for every one of them.
PROPOSAL_DAY = 34
PANEL_DAY = 38
DRAFT_DAY = 43
SIGNED_DAY = 46
SENT_DAY = 47
CHALLENGE_DAYS = (50, 52)
CONFIRMED_DAY = 54
ANSWER_DAY = 58
SIGNED_AGAIN_DAY = 60
PUBLICATION_DAY = 66
PLAN_DAY = 76
RETURNED_DAY = 79
PLAN_AGAIN_DAY = 84
PLAN_ACCEPTED_DAY = 87
PROGRESS_AFTER = 12
FOLLOW_UP_AFTER = 50
CLOSED_AFTER = 51


def interleave(world: World, lives: Iterable[Life], until: datetime | None = None) -> Iterator[datetime]:
    """Let lives take place in one world, each step at its moment; yields the time after every step.

    Args:
        world: where they take place.
        lives: what is to happen.
        until: when to stop, whatever is still to happen then; None for the end of all lives.
    """
    waiting = [(next(each), number, each) for number, each in enumerate(lives)]
    heapq.heapify(waiting)
    while waiting:
        moment, number, each = heapq.heappop(waiting)
        if until is not None and moment > until:
            break
        world.pass_until(moment)
        following = next(each, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, each))
        yield world.clock.now()
    if until is not None:
        world.pass_until(until)
    else:
        world.settle()
    yield world.clock.now()


def life(hands: Hands) -> Life:
    """One inspection, from announcement to closure."""
    yield from _announcement(hands)
    yield from evidence(hands)
    yield from fieldwork(hands)
    yield from _panel(hands)
    yield from _report(hands)
    yield from _factual_accuracy(hands)
    yield from _publication(hands)
    yield from _action_plan(hands)
    yield from _actions(hands)


def registering(provider: ExampleProvider) -> RegisterProvider:
    """The command that puts a provider of the examples on the list."""
    return RegisterProvider(
        provider=provider.id, title=provider.title, kind=provider.kind, area=provider.area
    )


def _announcement(h: Hands) -> Life:
    yield h.at(h.story.announced_on, 9, 30)
    provider = h.story.provider
    if h.world.state(provider_stream(provider.id)).registered is None:
        h.manager(registering(provider))
    # The contact's id is the same in every run of the example, as all of it is but the keys.
    person = person_stream(sha256_hex(h.reference.encode())[:32])
    h.manager(RegisterPerson(person=person, provider=provider.id, details=h.story.contact))
    h.manager(
        AnnounceInspection(
            inspection=h.reference,
            provider=provider.id,
            protocol=h.story.protocol,
            lead=h.story.people.lead,
            fieldwork_from=h.day(FIELDWORK_DAY),
            fieldwork_to=h.day(FIELDWORK_DAY + FIELDWORK_DAYS - 1),
        )
    )


def _panel(h: Hands) -> Life:
    """The ratings are derived and put to the panel, which decides and closes with its minutes (004 §4.16-4.24)."""
    people, panel = h.story.people, f"{h.reference}-ratings"
    h.manager(
        ConvenePanel(
            panel=panel,
            meets_on=h.day(PANEL_DAY),
            chair=people.chair,
            members=people.panel,
            agenda=(h.reference,),
        )
    )
    yield h.at(h.day(PROPOSAL_DAY), 11)
    beside_the_case_results(h)
    h.lead(ProposeRatings(inspection=h.reference))
    yield h.at(h.day(PROPOSAL_DAY), 15)
    _issue_papers(h, panel)
    yield h.at(h.day(PANEL_DAY), 10)
    h.chair(OpenPanel(panel=panel, present=people.panel))
    yield h.at(h.day(PANEL_DAY), 11, 40)
    derived = h.inspection.derived
    assert derived is not None, "the panel has ratings before it"
    h.chair(
        DecideRatings(
            inspection=h.reference,
            panel=panel,
            derivation=derived.trace_digest,
            departures=h.story.panel.departures,
            pack=h.world.state(panel_stream(panel)).items[h.reference].pack.pack,
            consistency=h.story.panel.consistency,
        )
    )
    h.chair(ClosePanel(panel=panel, minutes=h.story.panel.minutes))
    written = h.world.state(panel_stream(panel)).written
    h.chair(ApproveMinutes(panel=panel, minutes=written.digest))


def _issue_papers(h: Hands, panel: str) -> None:
    """The papers of the item: proposals beside their evidence, how near shares are to an edge, the year's ratings."""
    digest, page = h.world.packs.keep(made := h.world.packs.make(panel, h.reference))
    under = made.pack.under
    h.assistant(
        IssuePack(
            panel=panel,
            inspection=h.reference,
            pack=digest,
            derivation=under.derivation,
            page=page,
            beside=under.beside,
        )
    )


def _report(h: Hands) -> Life:
    yield h.at(h.day(DRAFT_DAY), 16)
    report = h.story.report
    h.lead(
        DraftReport(inspection=h.reference, findings=report.findings, recommendations=report.recommendations)
    )
    for place, text in report.sections.items():
        h.lead(WriteSection(inspection=h.reference, place=place, text=text))
    for each in report.practices:
        h.lead(
            NotePractice(
                inspection=h.reference,
                practice=each.id,
                title=each.title,
                text=each.text,
                consented_by=each.consented_by,
                consented_on=h.day(DRAFT_DAY),
                standard=each.standard,
            )
        )
    yield h.at(h.day(SIGNED_DAY), 12)
    _sign(h)
    yield h.at(h.day(SENT_DAY), 9)
    h.assistant(SendDraft(inspection=h.reference))


def _factual_accuracy(h: Hands) -> Life:
    """The provider raises its points; each is answered; what was amended must be signed again."""
    points = h.story.factual_accuracy.challenges
    for day, point in zip(CHALLENGE_DAYS, points, strict=False):
        yield h.at(h.day(day), 13)
        h.contact(
            RaiseChallenge(
                inspection=h.reference,
                challenge=point.id,
                about=point.about,
                text=point.text,
                place=point.place,
            )
        )
    if h.story.factual_accuracy.confirmed:
        yield h.at(h.day(CONFIRMED_DAY), 16)
        h.contact(ConfirmFactualAccuracy(inspection=h.reference))
    yield h.at(h.day(ANSWER_DAY), 10)
    for point in points:
        if point.outcome == "rejected":
            h.lead(RejectChallenge(inspection=h.reference, challenge=point.id, reason=point.reply))
        else:
            h.lead(
                AcceptChallenge(
                    inspection=h.reference, challenge=point.id, touches="wording", amendment=point.reply
                )
            )


def _publication(h: Hands) -> Life:
    """A signature on the old text does not count; once it is signed again the day is set, and the rest is not ours."""
    publish = SchedulePublication(inspection=h.reference, publish_on=h.day(PUBLICATION_DAY))
    yield h.at(h.day(ANSWER_DAY), 11)
    if any(point.outcome == "accepted" for point in h.story.factual_accuracy.challenges):
        h.manager.in_vain(publish, "not-signed")
    yield h.at(h.day(SIGNED_AGAIN_DAY), 12)
    _sign(h)
    yield h.at(h.day(SIGNED_AGAIN_DAY), 15)
    h.manager(publish)
    report = h.inspection.report
    assert report is not None, "there is a report to submit"
    h.manager(SubmitReport(inspection=h.reference, report=report.digest, submitted_on=h.today))


def _sign(h: Hands) -> None:
    report = h.inspection.report
    assert report is not None, "there is a report to sign"
    h.chief(SignOffReport(inspection=h.reference, report=report.digest, foreword=h.story.report.foreword))


def _action_plan(h: Hands) -> Life:
    """The provider answers each recommendation; the plan is returned once and comes back better (002 L215)."""
    story = h.story.action_plan
    yield h.at(h.day(PLAN_DAY), 15)
    h.contact(SubmitActionPlan(inspection=h.reference, answers=_answers(h, story.answers, first=True)))
    yield h.at(h.day(RETURNED_DAY), 11)
    h.lead(ReturnActionPlan(inspection=h.reference, reason=story.returned_because))
    yield h.at(h.day(PLAN_AGAIN_DAY), 15)
    h.contact(SubmitActionPlan(inspection=h.reference, answers=_answers(h, story.answers, first=False)))
    yield h.at(h.day(PLAN_ACCEPTED_DAY), 10)
    h.lead(AcceptActionPlan(inspection=h.reference))


def _answers(h: Hands, stories: Iterable[AnswerStory], *, first: bool) -> tuple[Answer, ...]:
    accepted = h.day(PLAN_ACCEPTED_DAY)
    return tuple(
        Answer(
            recommendation=each.recommendation,
            agreed=each.agreed,
            which_part=each.which_part,
            reason=each.reason,
            actions=tuple(
                Action(
                    id=action.id,
                    text=action.first_text if first and action.first_text else action.text,
                    owner=action.owner,
                    due=h.day(action.due_in_days, accepted),
                    measure=action.measure,
                )
                for action in each.actions
            ),
        )
        for each in stories
    )


def _actions(h: Hands) -> Life:
    """Progress is reported, actions are completed, in time or not, and the follow-up is concluded (002 L239)."""
    accepted = h.day(PLAN_ACCEPTED_DAY)
    actions = [action for answer in h.story.action_plan.answers for action in answer.actions]
    for number, action in enumerate(actions):
        yield h.at(h.day(PROGRESS_AFTER + number, accepted), 10)
        h.contact(ReportProgress(inspection=h.reference, action=action.id, progress=action.progress))
    for action in sorted(actions, key=lambda each: each.completed_on_day):
        yield h.at(h.day(action.completed_on_day, accepted), 16)
        h.contact(
            CompleteAction(
                inspection=h.reference, action=action.id, achieved=f"As measured: {action.measure}"
            )
        )
    yield h.at(h.day(FOLLOW_UP_AFTER, accepted), 10)
    h.lead(FollowUpActionPlan(inspection=h.reference, conclusion=h.story.action_plan.conclusion))
    yield h.at(h.day(CLOSED_AFTER, accepted), 10)
    h.lead(CloseInspection(inspection=h.reference))
