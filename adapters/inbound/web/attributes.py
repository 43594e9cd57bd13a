"""The attributes of an element, as the design system's components ask for them: hundreds of times for one form."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

__all__ = ["attributes_of"]


def attributes_of(attributes: Any = None) -> Markup:
    """What the design system's ``govukAttributes`` writes, which takes ten times as long in Jinja.

    Args:
        attributes: by name, each a value, or a mapping with its ``value`` and whether it is ``optional``: then it is
            left out without one, and has its name alone where it is true. Or written already.
    """
    if isinstance(attributes, str):
        return Markup(attributes)  # noqa: S704 - a component's own, as there
    if not isinstance(attributes, Mapping):
        return Markup()
    return Markup("".join(_written(name, value) for name, value in attributes.items()))  # noqa: S704 - each is escaped


def _written(name: str, value: Any) -> str:
    optional = False
    if isinstance(value, Mapping) and not isinstance(value.get("val", _NOTHING), Undefined):
        value = value["val"]  # how some versions of the design system mark what is safe
    if isinstance(value, Mapping):
        optional, value = value.get("optional") is True, value.get("value", _NOTHING)
    elif isinstance(value, bool):
        value = str(value).lower()
    if optional and value is True:
        return f" {escape(name)}"
    if optional and (value is None or value is False or isinstance(value, Undefined)):
        return ""
    return f' {escape(name)}="{escape(value)}"'


_NOTHING = Undefined()
