"""More time for evidence: the provider asks, and the lead inspector grants or refuses it."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import AskForExtension, GrantExtension, RefuseExtension
from domain.inspections.events import ExtensionAsked, ExtensionGranted, ExtensionRefused
from domain.inspections.rules.common import bad_due_date
from domain.inspections.rules.evidence.dates import COMING_IN, DATE_REFUSALS
from domain.inspections.state import Extension, Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]


@rule(
    AskForExtension,
    stages=COMING_IN,
    events=[ExtensionAsked],
    refusals=[
        "provider-missing",
        "nothing-missing",
        "unknown-item",
        "item-settled",
        "extension-open",
        "not-later",
        *DATE_REFUSALS,
    ],
)
def ask_for_extension(state: Inspection, command: AskForExtension, given: Given) -> Decided:
    """Asks for more time for what is awaited, be it overdue or not; the date stands until the answer."""
    if not (command.items or command.provider) and state.known.others:
        return Refusal(
            "provider-missing",
            f"Say for which provider, or for which items; inspected are: {', '.join(state.known.providers)}.",
        )
    awaited = tuple(each for each in state.awaited if command.provider in (None, state.asked_of(each)))
    items = tuple(dict.fromkeys(command.items)) or awaited
    if not items:
        return Refusal("nothing-missing", "Nothing is missing: every item has come in or been waived.")
    wrong = next(filter(None, (_cannot_be_extended(state, each) for each in items)), None)
    wrong = wrong or bad_due_date(command.until, given)
    if wrong is not None:
        return wrong
    for code in items:
        running = state.deadlines.get(state.evidence[code].deadline)
        if state.evidence[code].runs and running is not None and command.until <= running.due:
            return Refusal(
                "not-later", f"The item {code} is due on {running.due}, no sooner than is asked for."
            )
    return (
        ExtensionAsked(
            extension=f"extension-{len(state.extensions) + 1}",
            items=items,
            until=command.until,
            reason=command.reason,
        ),
    )


@rule(
    GrantExtension,
    stages=COMING_IN,
    events=[ExtensionGranted],
    refusals=["unknown-extension", "extension-answered", "nothing-missing", *DATE_REFUSALS],
)
def grant_extension(state: Inspection, command: GrantExtension, given: Given) -> Decided:
    """Gives the provider more time, until the day it asked for or another one, for what has not come in meanwhile."""
    extension = _to_answer(state, command.extension)
    if isinstance(extension, Refusal):
        return extension
    items = tuple(code for code in extension.asked.items if code in state.awaited)
    if not items:
        return Refusal(
            "nothing-missing", f"All that {command.extension} is about has come in or been waived."
        )
    due = command.due or extension.asked.until
    return bad_due_date(due, given) or (ExtensionGranted(extension=command.extension, items=items, due=due),)


@rule(
    RefuseExtension,
    stages=COMING_IN,
    events=[ExtensionRefused],
    refusals=["unknown-extension", "extension-answered"],
)
def refuse_extension(state: Inspection, command: RefuseExtension, _given: Given) -> Decided:
    """Gives the provider no more time, and says why; the date stands."""
    extension = _to_answer(state, command.extension)
    if isinstance(extension, Refusal):
        return extension
    return (ExtensionRefused(extension=command.extension, reason=command.reason),)


def _cannot_be_extended(state: Inspection, item: str) -> Refusal | None:
    asked = state.evidence.get(item)
    if asked is None:
        return Refusal("unknown-item", f"The item {item} was never asked for.")
    if asked.outcome != "awaited":
        return Refusal("item-settled", f"The item {item} has been {asked.outcome} already.")
    for code in state.open_extensions:
        if item in state.extensions[code].asked.items:
            return Refusal("extension-open", f"More time for {item} is asked for already, as {code}.")
    return None


def _to_answer(state: Inspection, code: str) -> Extension | Refusal:
    extension = state.extensions.get(code)
    if extension is None:
        known = ", ".join(state.open_extensions) or "none"
        return Refusal("unknown-extension", f"Nobody has asked for {code}; waiting for an answer: {known}.")
    if extension.outcome != "open":
        return Refusal("extension-answered", f"{code} has been {extension.outcome} already.")
    return extension


RULES = (ask_for_extension, grant_extension, refuse_extension)
