"""The kinds of inspection that come with Assay."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.inspections.protocols import texts

__all__ = ["shipped_protocols"]


@cache
def shipped_protocols() -> Mapping[str, Protocol]:
    """Every shipped kind of inspection in all its versions, by the name of its file, in the order of the names."""
    return MappingProxyType({name: parse_protocol(text, where=name) for name, text in texts().items()})
