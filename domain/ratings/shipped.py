"""The schemes that come with Assay."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from domain.ratings.parsing import parse_scheme
from domain.ratings.scheme import Scheme
from domain.ratings.schemes import texts

__all__ = ["shipped_schemes"]


@cache
def shipped_schemes() -> Mapping[str, Scheme]:
    """Every shipped scheme by id, in the order of their ids."""
    found: dict[str, Scheme] = {}
    for name, text in sorted(texts().items()):
        scheme = parse_scheme(text, where=name)
        found[scheme.id] = scheme
    return MappingProxyType(found)
