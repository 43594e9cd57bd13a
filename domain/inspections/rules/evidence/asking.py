"""Asking the provider for evidence in advance, once: what is held already is linked (004 §4.15; 002 measure 4.2)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from domain.decider import Decided, On, rule
from domain.evidence.resting import not_held_any_more
from domain.frameworks.model import Framework
from domain.given import Given
from domain.holdings.checks import HOLDING_REFUSALS, missing_holding
from domain.holdings.commands import holdings_stream
from domain.holdings.events import RequestNoted
from domain.holdings.holdings import Holdings
from domain.holdings.shelves import held_code, shelf_named, shelves_of, streams_of, whoever_was
from domain.holdings.years import year_of
from domain.inspections.asked_of import asked_of
from domain.inspections.commands import LinkEvidence, RequestEvidence, RequestFurtherEvidence
from domain.inspections.events import (
    EvidenceItem,
    EvidenceLinked,
    EvidenceRequested,
    FurtherEvidenceRequested,
)
from domain.inspections.questions import framework_in
from domain.inspections.rules.common import framework_of, protocol_of
from domain.inspections.rules.evidence.dates import COMING_IN, DATE_REFUSALS, due_on
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["RULES"]

_Asking = RequestEvidence | RequestFurtherEvidence


def _held(command: _Asking | LinkEvidence, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """What is held about each provider and whoever was there before it: read by whatever asks them for something."""
    state: Inspection = seen[inspection_stream(command.inspection)]
    if state.announced is None:
        return ()
    every = (each for provider in state.announced.providers for each in streams_of(provider, seen))
    return tuple(dict.fromkeys((*every, *map(holdings_stream, state.shelves))))


_ASKING_REFUSALS = [
    "not-inspected-here",
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
    further=_held,
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
    further=_held,
)
def request_further_evidence(state: Inspection, command: RequestFurtherEvidence, given: Given) -> Decided:
    """Asks the provider for more, after the first request; nothing that was asked for before."""
    return _asked(FurtherEvidenceRequested, state, command, given)


@rule(
    LinkEvidence,
    stages=(*COMING_IN, Stage.PANEL_REVIEW),
    events=[EvidenceLinked],
    refusals=["unknown-item", "item-settled", *HOLDING_REFUSALS],
    further=_held,
)
def link_evidence(state: Inspection, command: LinkEvidence, given: Given) -> Decided:
    """Takes what is held for an item that is awaited or was waived, so that the provider need not hand it in.

    Where what came in or was linked is not to be relied on any more, what took its place may be linked too.
    """
    asked = state.evidence.get(command.item)
    if asked is None:
        return Refusal("unknown-item", f"The item {command.item} was never asked for.")
    settled = asked.outcome in ("received", "linked")
    stands = _holdings(state.shelf_of(command.item), given)
    if settled and not not_held_any_more(state, command.item, stands):
        return Refusal("item-settled", f"The item {command.item} has been {asked.outcome} already.")
    provider = state.asked_of(command.item)
    missing = _missing(provider, command.holding, given)
    return missing or (_linked(asked.item, provider, command.holding, given),)


def _asked(
    event: type[EvidenceRequested | FurtherEvidenceRequested],
    state: Inspection,
    command: _Asking,
    given: Given,
) -> Decided:
    items = tuple(asked_of(state.known, command.items))
    links, again = dict(command.links), _again(command, items)
    wrong = _all_of(_wrong_with(state, items, given)) or _not_among(items, command, links)
    if wrong is not None:
        return wrong
    asked = tuple(each for each in items if each.id not in links)
    held = _all_of(_gone_or_held(state, items, links, again, given))
    if held is not None:
        return held
    due = due_on(state, command.due, "evidence", given)
    if isinstance(due, Refusal):
        return due
    linked = tuple(
        _linked(each, state.provider_of(each), links[each.id], given) for each in items if each.id in links
    )
    first = (event(items=asked, due=due),) if asked or event is EvidenceRequested else ()
    return (*first, *linked, *_noted(state, asked, linked, again, given))


def _wrong_with(
    state: Inspection, items: Sequence[EvidenceItem], given: Given
) -> Iterator[tuple[EvidenceItem, Refusal]]:
    """What is wrong with items in themselves, each with its item: named twice, or evidence for nothing there is."""
    every = [*(each.item for each in state.evidence.values()), *items]
    codes = Counter(each.id for each in every)
    things = Counter((state.provider_of(each), each.held_as) for each in every)
    for each in items:
        if codes[each.id] > 1 or things[state.provider_of(each), each.held_as] > 1:
            yield each, Refusal("asked-twice", f"The item {each.id} is asked for twice.")
        yield from ((each, refusal) for refusal in _beyond(state, each, given))


def _gone_or_held(
    state: Inspection,
    items: Sequence[EvidenceItem],
    links: Mapping[str, str],
    again: Mapping[str, str],
    given: Given,
) -> Iterator[tuple[EvidenceItem, Refusal]]:
    """Which items are linked to what is not held, or need not be asked for; each with its item."""
    settled = _settled_by(state, items, links)
    for each in items:
        if each.id in links:
            why = _missing(state.provider_of(each), links[each.id], given)
        else:
            why = None if each.id in again else _held_already(each, settled, state, given)
        if why is not None:
            yield each, why


def _all_of(wrong: Iterable[tuple[EvidenceItem, Refusal]]) -> Refusal | None:
    """What is wrong with a list of items, all of it at once; its code is that of the first."""
    found = list(wrong)
    said = dict.fromkeys(f"{item.id}: {refusal.sentence}" for item, refusal in found)
    if len(said) <= 1:
        return found[0][1] if found else None
    return Refusal(
        found[0][1].code,
        f"{len(said)} things are wrong with what is wanted, and nothing was asked for. {' '.join(said)}",
    )


def _noted(
    state: Inspection,
    asked: Sequence[EvidenceItem],
    linked: Sequence[EvidenceLinked],
    again: Mapping[str, str],
    given: Given,
) -> Iterator[On]:
    """What each provider was asked for, and what it was not."""
    for provider in state.known.providers:
        theirs = [each for each in asked if state.provider_of(each) == provider]
        saved = [each for each in linked if state.provider_of(each.item) == provider]
        if theirs or saved:
            noted = RequestNoted(
                inspection=state.known.inspection,
                requested_on=given.today,
                asked=tuple(each.held_as for each in theirs),
                again=tuple((each.held_as, again[each.id]) for each in theirs if each.id in again),
                saved=tuple(
                    (each.item.held_as, held_code(provider, each.shelf or provider, each.holding))
                    for each in saved
                ),
            )
            yield On(holdings_stream(provider), noted)


def _again(command: _Asking, items: Sequence[EvidenceItem]) -> Mapping[str, str]:
    """Why items are asked for again, by their codes; a reason for an item that all are asked for holds for each."""
    reasons = dict(command.again)
    said = {each.id: reasons.get(each.id) or reasons.get(each.held_as) for each in items}
    return {code: reason for code, reason in said.items() if reason is not None}


def _settled_by(
    state: Inspection, items: Sequence[EvidenceItem], links: Mapping[str, str]
) -> frozenset[tuple[str, str]]:
    """What is held and was looked at for this inspection: the provider, and the holding or the code of the thing."""
    before = [(state.shelf_of(code), each.holding) for code, each in state.evidence.items() if each.holding]
    now = [shelf_named(state.provider_of(each), links[each.id]) for each in items if each.id in links]
    wanted = [(state.provider_of(each), each.held_as) for each in items]
    return frozenset((*before, *now, *wanted))


def _held_already(
    item: EvidenceItem, settled: frozenset[tuple[str, str]], state: Inspection, given: Given
) -> Refusal | None:
    """Why an item need not be asked for: it, or something that may answer it, came in or was asked for this year."""
    provider = state.provider_of(item)
    shelves = list(shelves_of(provider, given.seen))
    for shelf, holdings in shelves:
        why = holdings.need_not_be_asked(item.held_as, given.today, None if shelf == provider else shelf)
        if why is not None:
            return Refusal(
                "need-not-be-asked",
                f"The item {item.id} need not be asked for: {why}; link it, or say why it is asked for again.",
            )
    for shelf, holdings in shelves:
        for came in (each.came for each in holdings.answering(item)):
            looked_at = {(shelf, came.holding), (provider, came.about)} & settled
            here = came.source == "inspection" and came.of == state.known.inspection
            if year_of(came.held_on) == year_of(given.today) and not (looked_at or here):
                held = held_code(provider, shelf, came.holding)
                return Refusal(
                    "need-not-be-asked",
                    f"The item {item.id} may be held already, as {held}: {came.title}, since {came.held_on}; link it, "
                    "or say why it is asked for again.",
                )
    return None


def _holdings(provider: str, given: Given) -> Holdings:
    found: Holdings = given.seen[holdings_stream(provider)]
    return found


def _missing(provider: str, held: str, given: Given) -> Refusal | None:
    """Why something cannot be relied on that is held about a provider, or about one whose place it took."""
    shelf, code = shelf_named(provider, held)
    if shelf not in whoever_was(provider, given.seen):
        return Refusal("unknown-holding", f"{provider} has not taken the place of {shelf}.")
    return missing_holding(_holdings(shelf, given), code)


def _linked(item: EvidenceItem, provider: str, held: str, given: Given) -> EvidenceLinked:
    shelf, code = shelf_named(provider, held)
    came = _holdings(shelf, given).held[code].came
    return EvidenceLinked(
        item=item,
        holding=code,
        shelf=None if shelf == provider else shelf,
        document=came.document,
        true_from=came.true_from,
        true_to=came.true_to,
        held_on=came.held_on,
    )


def _not_among(items: Sequence[EvidenceItem], command: _Asking, links: Mapping[str, str]) -> Refusal | None:
    codes = [each.id for each in items]
    shared = {each.held_as for each in items if each.provider is not None}
    strange = [each for each in links if each not in codes]
    strange += [code for code, _ in command.again if code not in codes and code not in shared]
    if not strange:
        return None
    of_each = [each.id for each in items if each.held_as == strange[0]]
    if of_each:
        return Refusal(
            "unknown-item", f"{strange[0]} is asked of each provider; name one of: {', '.join(of_each)}."
        )
    return Refusal("unknown-item", f"The item {strange[0]} is not among those that are wanted.")


def _beyond(state: Inspection, item: EvidenceItem, given: Given) -> Iterator[Refusal]:
    """What an item is evidence for that this inspection does not look at.

    Where its kind has no framework an item need not say what it is for; questions that it names have been set.
    """
    if state.known.framework is None:
        yield from _not_set(state, item, given)
        return
    if not (item.standard or item.key_questions or item.prompts):
        yield Refusal(
            "no-standard", f"The item {item.id} must name the standard, key questions or prompts it is for."
        )
    framework = framework_of(state, given)
    if item.standard and framework.standard(item.standard) is None:
        yield Refusal("unknown-standard", f"There is no standard {item.standard} in {framework.id}.")
    yield from _unknown(framework, item, f"in {framework.id}")


def _not_set(state: Inspection, item: EvidenceItem, given: Given) -> Iterator[Refusal]:
    """The questions and prompts that an item names, and that nobody has set for this inspection."""
    framework = framework_in(state, given.library)
    if framework is not None:
        yield from _unknown(framework, item, "among the questions that are set for this inspection")
    elif item.questions and protocol_of(state, given).sets_questions:
        yield Refusal(
            "unknown-key-question",
            f"The item {item.id} names a question, and none is set for this inspection yet: "
            "`assay inspection set-questions`.",
        )


def _unknown(framework: Framework, item: EvidenceItem, where: str) -> Iterator[Refusal]:
    for number in item.key_questions:
        if framework.key_question(number) is None:
            yield Refusal("unknown-key-question", f"There is no key question {number} {where}.")
    for reference in item.prompts:
        if framework.prompt(reference) is None:
            yield Refusal("unknown-prompt", f"There is no prompt {reference} {where}.")


RULES = (request_evidence, request_further_evidence, link_evidence)
