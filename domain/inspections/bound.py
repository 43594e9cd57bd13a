"""What a panel's papers are about and its decision rests on, by digest; and what has changed when it is stale."""

from collections.abc import Iterable, Iterator

from domain.canonical import canonical, sha256_hex
from domain.evidence.state import Enquiry, EvidenceRoom
from domain.inspections.events import Bound, RatingProposed
from domain.inspections.state import Inspection

__all__ = ["bound_of", "changes"]


def bound_of(state: Inspection, room: EvidenceRoom, beside: Iterable[Inspection] = ()) -> Bound | None:
    """What a decision on an inspection would rest on as it stands; None while nothing is proposed to the panel.

    Args:
        state: the inspection.
        room: its evidence room.
        beside: the inspections whose ratings are set beside its own; one without a decision that stands is left out.
    """
    if state.derived is None:
        return None
    return Bound(
        derivation=state.derived.trace_digest,
        proposals=tuple(
            (standard, _digest_of_proposal(state.proposals[standard])) for standard in sorted(state.proposals)
        ),
        cases=sha256_hex(canonical([each.model_dump(mode="json") for each in state.cases])),
        correlation=(
            sha256_hex(canonical(state.correlation.model_dump(mode="json"))) if state.correlation else None
        ),
        carried=tuple(
            (code, _digest_of(room.enquiries[code]))
            for code in sorted(room.enquiries)
            if room.enquiries[code].outcome == "carried"
        ),
        beside=tuple(sorted((each.known.inspection, each.decision) for each in beside if each.decision)),
    )


def _digest_of_proposal(proposal: RatingProposed) -> str:
    """What is proposed, and not who proposed it: papers that were bound before that was kept stand."""
    return sha256_hex(canonical(proposal.model_dump(mode="json", exclude={"by"})))


def _digest_of(enquiry: Enquiry) -> str:
    work = [each.model_dump(mode="json") for each in enquiry.work]
    return sha256_hex(canonical([enquiry.question, list(enquiry.bears_on), work, enquiry.words]))


def changes(before: Bound, now: Bound | None) -> tuple[str, ...]:
    """What has changed since something was bound, in words, the cause before its consequence; nothing if nothing has.

    Args:
        before: what it was bound to.
        now: what it would be bound to as things stand; None while nothing is proposed.
    """
    return tuple(_changes(before, now))


def _changes(before: Bound, now: Bound | None) -> Iterator[str]:
    if now is None:
        yield "the ratings, which are not derived at present"
        return
    if moved := _moved(before.proposals, now.proposals):
        yield f"the proposal for {', '.join(moved)}"
    if moved := _moved(before.carried, now.carried):
        yield f"the lines of enquiry carried to the panel: {', '.join(moved)}"
    if before.correlation != now.correlation:
        yield "the look at the proposals beside the case results"
    if moved := _moved(before.beside, now.beside):
        yield f"the ratings of {', '.join(moved)}, which are set beside these"
    if before.cases != now.cases:
        yield "the list of cases, or a case in it"
    if before.derivation != now.derivation:
        yield "the derived ratings"


def _moved(before: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]]) -> list[str]:
    """What stands under another digest than before, or under none."""
    earlier, later = dict(before), dict(now)
    return sorted(each for each in earlier | later if earlier.get(each) != later.get(each))
