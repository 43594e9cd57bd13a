"""Asking the provider for evidence in advance, once: what is held already is linked (004 §4.15; 002 measure 4.2)."""

from collections.abc import Sequence

from domain.decider import Decided, On, rule
from domain.frameworks.model import Framework
from domain.given import Given
from domain.holdings.checks import HOLDING_REFUSALS, missing_holding
from domain.holdings.commands import holdings_stream
from domain.holdings.events import RequestNoted
from domain.holdings.holdings import Holdings
from domain.inspections.commands import LinkEvidence, RequestEvidence, RequestFurtherEvidence
from domain.inspections.events import (
    EvidenceItem,
    EvidenceLinked,
    EvidenceRequested,
    FurtherEvidenceRequested,
)
from domain.inspections.rules.common import framework_of, protocol_of
from domain.inspections.rules.evidence_dates import COMING_IN, DATE_REFUSALS, due_on
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.refusals import Refusal

__all__ = ["RULES"]

_Asking = RequestEvidence | RequestFurtherEvidence


def the_holdings(state: Inspection, _command: object, _library: Library) -> tuple[str, ...]:
    """What is held about the provider: read by whatever asks for something or brings something in."""
    return (holdings_stream(state.announced.provider),) if state.announced else ()


_ASKING_REFUSALS = [
    "asked-twice",
    "no-standard",
    "unknown-standard",
    "unknown-key-question",
    "unknown-prompt",
    "unknown-item",
    *HOLDING_REFUSALS,
    "need-not-be-asked",
    *DATE_REFUSALS,
]


@rule(
    RequestEvidence,
    stages=[Stage.ANNOUNCEMENT],
    events=[EvidenceRequested, EvidenceLinked, RequestNoted],
    refusals=["no-evidence-request", *_ASKING_REFUSALS],
    reads=the_holdings,
)
def request_evidence(state: Inspection, command: RequestEvidence, given: Given) -> Decided:
    """Asks the provider for documents and data, each named once; what is held already is linked and not asked for."""
    if state.stage_after(Stage.ANNOUNCEMENT) is not Stage.EVIDENCE_REQUEST:
        return Refusal(
            "no-evidence-request",
            f"{protocol_of(state, given).title} asks for no evidence in advance; it goes on with fieldwork.",
        )
    return _asked(EvidenceRequested, state, command, given)


@rule(
    RequestFurtherEvidence,
    stages=COMING_IN,
    events=[FurtherEvidenceRequested, EvidenceLinked, RequestNoted],
    refusals=_ASKING_REFUSALS,
    reads=the_holdings,
)
def request_further_evidence(state: Inspection, command: RequestFurtherEvidence, given: Given) -> Decided:
    """Asks the provider for more, after the first request; nothing that was asked for before."""
    return _asked(FurtherEvidenceRequested, state, command, given)


@rule(
    LinkEvidence,
    stages=COMING_IN,
    events=[EvidenceLinked],
    refusals=["unknown-item", "item-settled", *HOLDING_REFUSALS],
    reads=the_holdings,
)
def link_evidence(state: Inspection, command: LinkEvidence, given: Given) -> Decided:
    """Takes what is held for an item that is awaited or was waived, so that the provider need not hand it in."""
    asked = state.evidence.get(command.item)
    if asked is None:
        return Refusal("unknown-item", f"The item {command.item} was never asked for.")
    if asked.outcome in ("received", "linked"):
        return Refusal("item-settled", f"The item {command.item} has been {asked.outcome} already.")
    holdings = _holdings(state, given)
    return missing_holding(holdings, command.holding) or (_linked(asked.item, command.holding, holdings),)


def _asked(
    event: type[EvidenceRequested | FurtherEvidenceRequested],
    state: Inspection,
    command: _Asking,
    given: Given,
) -> Decided:
    holdings = _holdings(state, given)
    links, again = dict(command.links), dict(command.again)
    wrong = (
        _named_twice(state, command)
        or _beyond_the_framework(state, command.items, given)
        or _not_among(command, [*links, *again])
        or next(filter(None, (missing_holding(holdings, each) for each in links.values())), None)
    )
    if wrong is not None:
        return wrong
    asked = tuple(each for each in command.items if each.id not in links)
    for each in asked:
        why = None if each.id in again else holdings.need_not_be_asked(each.id, given.today)
        if why is not None:
            return Refusal(
                "need-not-be-asked",
                f"The item {each.id} need not be asked for: {why}; link it, or say why it is asked for again.",
            )
    due = due_on(state, command.due, "evidence", given)
    if isinstance(due, Refusal):
        return due
    linked = tuple(_linked(each, links[each.id], holdings) for each in command.items if each.id in links)
    noted = RequestNoted(
        inspection=state.known.inspection,
        requested_on=given.today,
        asked=tuple(each.id for each in asked),
        again=command.again,
        saved=tuple((each.item.id, each.holding) for each in linked),
    )
    first = (event(items=asked, due=due),) if asked or event is EvidenceRequested else ()
    return (*first, *linked, On(holdings_stream(state.known.provider), noted))


def _holdings(state: Inspection, given: Given) -> Holdings:
    found: Holdings = given.seen[holdings_stream(state.known.provider)]
    return found


def _linked(item: EvidenceItem, code: str, holdings: Holdings) -> EvidenceLinked:
    came = holdings.held[code].came
    return EvidenceLinked(
        item=item,
        holding=code,
        document=came.document,
        true_from=came.true_from,
        true_to=came.true_to,
        held_on=came.held_on,
    )


def _named_twice(state: Inspection, command: _Asking) -> Refusal | None:
    codes = [*state.evidence, *(item.id for item in command.items)]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    return Refusal("asked-twice", f"The item {twice} is asked for twice.") if twice else None


def _not_among(command: _Asking, named: Sequence[str]) -> Refusal | None:
    codes = [each.id for each in command.items]
    strange = next((each for each in named if each not in codes), None)
    if strange is not None:
        return Refusal("unknown-item", f"The item {strange} is not among those that are wanted.")
    return None


def _beyond_the_framework(state: Inspection, items: Sequence[EvidenceItem], given: Given) -> Refusal | None:
    """Why an item is evidence for nothing that this inspection looks at; a kind without a framework asks freely."""
    if state.known.framework is None:
        return None
    framework = framework_of(state, given)
    return next(filter(None, (_beyond(framework, each) for each in items)), None)


def _beyond(framework: Framework, item: EvidenceItem) -> Refusal | None:
    if not (item.standard or item.key_questions or item.prompts):
        return Refusal(
            "no-standard", f"The item {item.id} must name the standard, key questions or prompts it is for."
        )
    if item.standard and framework.standard(item.standard) is None:
        return Refusal("unknown-standard", f"There is no standard {item.standard} in {framework.id}.")
    for number in item.key_questions:
        if framework.key_question(number) is None:
            return Refusal("unknown-key-question", f"There is no key question {number} in {framework.id}.")
    for reference in item.prompts:
        if framework.prompt(reference) is None:
            return Refusal("unknown-prompt", f"There is no prompt {reference} in {framework.id}.")
    return None


RULES = (request_evidence, request_further_evidence, link_evidence)
