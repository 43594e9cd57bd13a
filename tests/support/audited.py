"""An inspection for an auditor to look at: read twice in part, decided with a departure, and signed more than once."""

from domain.inspections import protocols
from domain.inspections.protocol import Protocol, parse_protocol
from domain.inspections.protocol_parts import SecondReads

__all__ = ["twice_read"]


def twice_read(percent: int, sample: int) -> Protocol:
    """The first version of the kind of inspection of NPS divisions, with second reads and samples of a size."""
    name = "nps-division-2018.toml"
    nps = parse_protocol(protocols.texts()[name], where=name)
    return nps.with_(
        id="nps-twice",
        populations=tuple(each.model_copy(update={"sample": sample}) for each in nps.populations),
        second_reads=SecondReads(percent=percent, lowest_agreement=80, fewest_pairs=10, citation="a test"),
    )
