"""The proposed ratings of an inspection beside its case results so far."""

from adapters.inbound.services import Services
from domain.evidence.correlation import Comparison, compare
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = ["compared_in"]


def compared_in(services: Services, state: Inspection) -> Comparison:
    """The proposals of an inspection beside its case results so far, with nothing of cases that are kept apart.

    Raises:
        Refused: ``nothing-judged``.
    """
    library, known = services.library(), state.known
    scheme = library.scheme_of(known.scheme)
    protocol = library.protocol_with(known.protocol.digest)
    if scheme is None or protocol is None:
        raise Refused.because(
            "nothing-judged", "This kind of inspection rates nothing, or its rules are not here."
        )
    # Of a case whose reads are kept apart, or may yet be, not even a count is shown: one finished case would tell all.
    kept = services.apart.among(state.sampled)
    reads = {
        stream: each.state
        for stream, each in services.records.read(state.reads).items()
        if stream not in kept
    }
    limit = protocol.judgements.correlation_steps if protocol.judgements else None
    return compare(state, scheme, reads, limit)
