"""How an example inspection comes to what it knows: evidence, prompts, lists, case reads, judgements.

Each ``yield`` lets time pass until somebody acts again, as in :mod:`adapters.inbound.demonstration.life`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from activities.cases.lists import PublicDraw
from adapters.inbound.demonstration.hands import Hands
from adapters.inbound.demonstration.material import Proposal
from adapters.inbound.files.case_lists import table_of
from domain.canonical import sha256_hex
from domain.evidence.assessment import unassessed
from domain.evidence.commands import (
    AssessPrompts,
    CloseEnquiry,
    GiveFeedback,
    RecordSurvey,
    RegisterEvidence,
    SummariseExperience,
    TakeUpEvidence,
    WorkOnEnquiry,
)
from domain.evidence.correlation import compare
from domain.evidence.events import PromptAssessed
from domain.evidence.resting import covers
from domain.evidence.state import EvidenceRoom
from domain.evidence.weighing import codes_of
from domain.frameworks.model import Framework
from domain.holdings.commands import HoldEvidence, holdings_stream
from domain.inspections.commands import (
    BeginFieldwork,
    ChaseEvidence,
    CheckCorrelation,
    CloseCaseReads,
    DrawSecondReads,
    EndFieldwork,
    Interrogated,
    ProposeRating,
    ReceiveEvidence,
    RequestEvidence,
)
from domain.inspections.events import EvidenceItem
from domain.inspections.rules.judging.judgements import judged_standards
from domain.ratings.scheme import Scheme
from domain.streams import room_stream

__all__ = [
    "FIELDWORK_DAY",
    "FIELDWORK_DAYS",
    "GATE_DAY",
    "REQUEST_DAY",
    "Life",
    "beside_the_case_results",
    "draw_samples",
    "evidence",
    "fieldwork",
    "hand_in",
    "usual_evidence",
]

Life = Iterator[datetime]
"""What somebody does, told in steps; each value is the moment of the next one."""

# Working days after the announcement. The protocol's periods leave room for every one of them.
REQUEST_DAY = 1
CHASE_DAY = 17
ASSESSED_DAY = 21
FIELDWORK_DAY = 22
FIELDWORK_DAYS = 8
MEETING_DAY = 4
"""Of fieldwork: on it those are met who can say what the evidence leaves open."""
HEARING_DAY = 3
"""Of fieldwork: on it those who use the service are met, and victims."""
GATE_DAY = 33
VISITED = "meeting"
"""The entry in the register of what was said in fieldwork."""


def evidence(h: Hands) -> Life:
    """What the kind usually asks for, but for what is held; items come in by and by, and what is late is chased."""
    yield h.at(h.day(REQUEST_DAY), 9, 30)
    h.lead(RequestEvidence(inspection=h.reference, items=usual_evidence(h), links=tuple(_linked(h))))
    chased = False
    for day, items in sorted(h.story.evidence.by_day.items(), key=lambda each: int(each[0])):
        if int(day) > CHASE_DAY and not chased:
            yield h.at(h.day(CHASE_DAY), 9, 15)
            h.assistant(ChaseEvidence(inspection=h.reference))
            chased = True
        yield h.at(h.day(int(day)), 14)
        for item in items:
            hand_in(h, item)
    yield h.at(h.day(ASSESSED_DAY), 10)
    h.lead(TakeUpEvidence(inspection=h.reference))
    h.lead(AssessPrompts(inspection=h.reference, assessments=tuple(_assessed(h))))


def hand_in(h: Hands, item: str) -> None:
    """The contact hands in a file for an item."""
    content = f"{h.reference}: {h.inspection.evidence[item].item.title}".encode()
    h.contact(ReceiveEvidence(inspection=h.reference, item=item, document=sha256_hex(content)), content)


def usual_evidence(h: Hands) -> tuple[EvidenceItem, ...]:
    """What the kind usually asks for."""
    return tuple(
        EvidenceItem(id=each.id, title=each.title, key_questions=each.key_questions, prompts=each.prompts)
        for each in h.protocol.evidence
    )


def _linked(h: Hands) -> Iterator[tuple[str, str]]:
    """What another body has handed over is held, and taken for the item instead of asking for it."""
    wanted = {each.id: each for each in h.protocol.evidence}
    provider = h.story.provider.id
    for each in h.story.evidence.held:
        hold = HoldEvidence(
            provider=provider,
            item=each.item,
            title=each.title,
            source="other-body",
            of=each.of,
            key_questions=wanted[each.item].key_questions,
            true_from=h.story.announced_on,
        )
        h.assistant(hold)
        yield each.item, h.world.state(holdings_stream(provider)).standing()[-1].came.holding


def _assessed(h: Hands) -> Iterator[PromptAssessed]:
    """Every prompt of the judged standards, held against the items that serve it (004 §4.15)."""
    framework, scheme = _rules(h)
    story, known = h.story.evidence, h.inspection.evidence
    for prompt in unassessed(framework, judged_standards(scheme), EvidenceRoom()):
        serving = tuple(code for code, each in known.items() if prompt in each.item.prompts)
        if prompt in story.not_known:
            yield PromptAssessed(prompt=prompt, finding="not-known", evidence=())
        else:
            finding = "not-met" if prompt in story.not_met else "met"
            yield PromptAssessed.model_validate({"prompt": prompt, "finding": finding, "evidence": serving})


def fieldwork(h: Hands) -> Life:
    """Samples are drawn on the first day; cases are read, once or twice, through fieldwork and some days beyond."""
    judgements = iter(h.story.judgements)
    for number in range(1, h.reading_days + 1):
        today = h.day(FIELDWORK_DAY + number - 1)
        if number == 1:
            yield h.at(today, 9)
            h.lead(BeginFieldwork(inspection=h.reference))
            draw_samples(h)
        yield h.at(today, 15, 30)
        h.read_cases(number)
        if number == HEARING_DAY:
            _hear(h)
        if number == MEETING_DAY:
            _follow_enquiries(h)
        judged = next(judgements, None) if number >= FIELDWORK_DAYS - 2 else None
        if judged is not None:
            _propose(h, judged)
        if number == FIELDWORK_DAYS:
            yield h.at(today, 17)
            _end(h)
    yield h.at(h.day(GATE_DAY), 10)
    for judged in judgements:
        _propose(h, judged)
    h.lead(CloseCaseReads(inspection=h.reference))
    h.lead(h.world.diversity_periods.counted(h.reference))


def draw_samples(h: Hands) -> None:
    """Each list is handed in, closed and drawn from, by a seed that nobody chose; then what is read twice is drawn."""
    lists, protocol = h.world.case_lists, h.protocol
    for population in h.story.lists:
        asked = protocol.population(population)
        assert asked is not None, "the example hands in the lists of its kind"
        if population not in h.inspection.lists:
            content = h.material.lists[population].content
            table = table_of(content, asked, f"{population}.csv")
            h.contact.about_list(
                population, lists.hand_in(h.reference, population, sha256_hex(content), table, None)
            )
        if lists.held(h.inspection, population).state.closed is None:
            h.assistant.about_list(
                population, lists.close(lists.held(h.inspection, population), asked, None, None, PublicDraw())
            )
        if population not in h.inspection.samples:
            h.assistant.about_list(population, lists.draw(lists.held(h.inspection, population), asked, None))
    h.lead(DrawSecondReads(inspection=h.reference))
    h.give_out()


def _hear(h: Hands) -> None:
    """Those whose experience of the service the kind asks for are met and asked, and it is summed up (002 L341-343)."""
    for voice in h.story.voices:
        entries = [each.entry for each in voice.meetings]
        for each in voice.meetings:
            h.lead(
                RegisterEvidence(
                    inspection=h.reference,
                    entry=each.entry,
                    kind="interview",
                    title=each.title,
                    true_from=h.today,
                    source=voice.source,
                    voice=voice.voice,
                    note=each.said,
                )
            )
        if voice.survey is not None:
            entries.append(f"{voice.voice}-survey")
            h.lead(
                RecordSurvey(
                    inspection=h.reference,
                    survey=entries[-1],
                    title=voice.survey.title,
                    voice=voice.voice,
                    source=voice.survey.source,
                    true_from=h.story.announced_on,
                    true_to=h.today,
                    asked=voice.survey.asked,
                    answered=voice.survey.answered,
                    questions=voice.survey.questions,
                )
            )
        h.lead(
            SummariseExperience(
                inspection=h.reference, voice=voice.voice, summary=voice.summary, evidence=tuple(entries)
            )
        )


def _follow_enquiries(h: Hands) -> None:
    """What the evidence left open is asked of those who know."""
    story, room = h.story.enquiries, _room(h)
    places = tuple(place for each in room.enquiries.values() for place in each.bears_on)
    h.lead(
        RegisterEvidence(
            inspection=h.reference,
            entry=VISITED,
            kind="meeting",
            title=story.title,
            bears_on=places,
            true_from=h.today,
            source=story.source,
            note=story.said,
        )
    )
    for enquiry in room.enquiries:
        h.lead(
            WorkOnEnquiry(inspection=h.reference, enquiry=enquiry, evidence=(VISITED,), showed=story.showed)
        )
        h.lead(CloseEnquiry(inspection=h.reference, enquiry=enquiry, conclusion=story.conclusion))


def _propose(h: Hands, judged: Proposal) -> None:
    """A judgement, with the evidence that it rests on and the characteristics that were weighed (004 §4.15, §4.19)."""
    framework, _ = _rules(h)
    register = _room(h).register
    codes = [each for each in codes_of(framework, judged.standard) if each.startswith(f"{judged.rating}-")]
    h.lead(
        ProposeRating.model_validate(
            {
                "inspection": h.reference,
                "standard": judged.standard,
                "rating": judged.rating,
                "reason": judged.reason,
                "evidence": tuple(
                    code for code, each in register.items() if covers(each.content.bears_on, judged.standard)
                ),
                "weighed": tuple((each, "present") for each in codes),
            }
        )
    )


def _end(h: Hands) -> None:
    h.lead(
        GiveFeedback(
            inspection=h.reference,
            given_on=h.today,
            to=("chief-officer", "senior-managers"),
            inspectors=(h.story.people.lead,),
            said=h.story.feedback,
        )
    )
    h.lead(EndFieldwork(inspection=h.reference))


def beside_the_case_results(h: Hands) -> None:
    """The proposals are looked at beside the case results, and what lies far off is looked into (004 §4.14)."""
    _, scheme = _rules(h)
    asked, state = h.protocol.judgements, h.inspection
    reads = {stream: each.state for stream, each in h.world.records.read(state.reads).items()}
    compared = compare(state, scheme, reads, asked.correlation_steps if asked else None)
    h.lead(
        CheckCorrelation(
            inspection=h.reference,
            compared=compared.digest,
            interrogated=_looked_into(h, compared.diverging),
        )
    )


def _looked_into(h: Hands, diverging: Sequence[str]) -> tuple[Interrogated, ...]:
    story = h.story
    return tuple(
        Interrogated(standard=each, showed=story.interrogated.get(each, story.otherwise_interrogated))
        for each in diverging
    )


def _room(h: Hands) -> EvidenceRoom:
    room: EvidenceRoom = h.world.state(room_stream(h.reference))
    return room


def _rules(h: Hands) -> tuple[Framework, Scheme]:
    library, known = h.world.library(), h.inspection.known
    framework, scheme = library.framework_of(known.framework), library.scheme_of(known.scheme)
    assert framework is not None, "the frameworks of the examples ship"
    assert scheme is not None, "the schemes of the examples ship"
    return framework, scheme
