"""What may be done with what is held about a provider."""

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.holdings.checks import HOLDING_REFUSALS, TRUTH_REFUSALS, bad_truth, missing_holding
from domain.holdings.commands import HoldEvidence, WithdrawHolding
from domain.holdings.document import DocumentKept, document_of, keeps
from domain.holdings.events import HoldingWithdrawn, ItemHeld
from domain.holdings.holdings import Holdings, evolve
from domain.people.roles import Role
from domain.refusals import Refusal
from domain.streams import provider_stream

__all__ = ["HOLDINGS"]


def _provider_and_document(_state: Holdings, command: HoldEvidence, _library: Library) -> tuple[str, ...]:
    return (provider_stream(command.provider), *document_of(command.document))


@rule(
    HoldEvidence,
    events=[ItemHeld, DocumentKept],
    refusals=["unknown-provider", "not-a-submission", *TRUTH_REFUSALS, *HOLDING_REFUSALS],
    reads=_provider_and_document,
)
def hold_evidence(state: Holdings, command: HoldEvidence, given: Given) -> Decided:
    """Puts another body's data, or a submission of the provider's, on what is held, to be linked and not asked for."""
    if given.seen[provider_stream(command.provider)].registered is None:
        return Refusal("unknown-provider", f"There is no provider {command.provider}; register it first.")
    if given.actor.role is Role.PROVIDER_CONTACT and command.source != "submission":
        return Refusal(
            "not-a-submission",
            "A provider's contact puts in the provider's own submissions; what is asked for goes to the inspection.",
        )
    wrong = bad_truth(command.true_from, command.true_to, given.today)
    if wrong is None and command.replaces is not None:
        wrong = missing_holding(state, command.replaces)
    if wrong is not None:
        return wrong
    held = ItemHeld(
        holding=state.next_code,
        about=command.item,
        title=command.title,
        key_questions=command.key_questions,
        document=command.document,
        source=command.source,
        of=command.of,
        true_from=command.true_from,
        true_to=command.true_to or command.true_from,
        held_on=given.today,
        replaces=command.replaces,
    )
    return (held, *keeps(command.document, given))


@rule(WithdrawHolding, events=[HoldingWithdrawn], refusals=[*HOLDING_REFUSALS])
def withdraw_holding(state: Holdings, command: WithdrawHolding, _given: Given) -> Decided:
    """Says that something that is held is not to be relied on any more; it is offered to nobody from then on."""
    return missing_holding(state, command.holding) or (
        HoldingWithdrawn(holding=command.holding, reason=command.reason),
    )


HOLDINGS = Decider(
    kind="holdings",
    initial=Holdings(),
    rules=rules([hold_evidence, withdraw_holding]),
    evolve=evolve,
)
"""What is held about one provider."""
