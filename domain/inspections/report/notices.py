"""The words of the notices about a report: to the provider, to its distribution list, and under embargo."""

from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
from domain.languages import Catalogue
from domain.streams import plan_in

__all__ = ["KINDS", "report_words"]

KINDS = (
    *("draft", "draft-moved", "publication", "correction", "withdrawal"),
    *("distribution", "embargo", "embargo-put-off"),
)
"""The kinds of notice that are about a report."""


def report_words(
    kind: str, code: str, state: Inspection, provider: str, say: Catalogue, address: str | None = None
) -> tuple[str, str]:
    """Subject and text of a notice about a report.

    Args:
        kind: what it is about, one of :data:`KINDS`.
        code: the code under which it is owed.
        state: where the inspection stands.
        provider: the provider to which it goes, if it goes to one.
        say: the words in a language.
        address: where whoever has a copy under embargo reads it; None where they have it otherwise.
    """
    name = state.known.provider_name
    match kind:
        case "draft":
            running = state.deadlines.get("factual-accuracy")
            until = say("draft.until", due=say.day(running.due)) if running else ""
            return say("draft.subject"), say("draft.text", until=until)
        case "draft-moved":
            moved = state.moved[int(code.rpartition("-")[2])]
            days = {"was": say.day(moved.was), "due": say.day(moved.due)}
            return say("draft-moved.subject"), say("draft-moved.text", **days, reason=moved.reason)
        case "publication":
            asked = any(now_of(state, plan_in(each)[1]) == provider for each in state.plans)
            plan = say("publication.plan") if asked else ""
            if state.editions and not state.editions[-1].public:
                return say("publication.ready"), say("publication.not_public", plan=plan)
            return say("publication.subject"), say("publication.text", plan=plan)
        case "correction":
            return say("correction.subject"), say("correction.text", edition=state.editions[-1].number)
        case "withdrawal":
            return say("withdrawal.subject", provider=name), say("withdrawal.text", reason=state.withdrawn)
        case "embargo":
            return say("embargo.subject", provider=name), _embargoed(state, say, address)
        case "embargo-put-off":
            return say("embargo-put-off.subject", provider=name), say("embargo-put-off.text")
        case _:
            edition = next((each for each in reversed(state.editions) if f"-{each.number}-" in code), None)
            if edition is not None and not edition.public:
                return say("distribution.for_list", provider=name), say("distribution.not_public")
            return say("distribution.subject", provider=name), say("distribution.text")


def _embargoed(state: Inspection, say: Catalogue, address: str | None) -> str:
    until = ""
    if state.publish_on:
        time = say("embargo.time", time=state.publish_at) if state.publish_at else ""
        until = say("embargo.until", day=say.day(state.publish_on), time=time)
    read = say("embargo.read", address=address) if address else ""
    return say("embargo.text", until=until, read=read)
