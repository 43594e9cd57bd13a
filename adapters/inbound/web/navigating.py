"""Where there is to go: the links of the service's navigation, by role."""

from typing import Any

from adapters.inbound.web.visitors import Visitor
from domain.people.roles import Role

__all__ = ["links_for"]

_EVERYBODY = "Results"


def links_for(visitor: Visitor | None, path: str) -> list[dict[str, Any]]:
    """The navigation for somebody, with the part that they are in marked."""
    links: list[tuple[str, str]] = []
    if visitor is not None:
        links.append(("Home", "/home"))
        if visitor.inspects or visitor.has(Role.AUDITOR):
            links += [("Inspections", "/inspections"), ("Programme", "/programme")]
        if visitor.has(Role.PROVIDER_CONTACT):
            links.append(("Your inspections", "/provider"))
        if visitor.has(Role.AUDITOR, Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD):
            links.append(("Audit", "/audit"))
        if visitor.has(Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR):
            links.append(("Setting up", "/setting-up"))
    links.append((_EVERYBODY, "/results"))
    return [
        {"text": text, "href": href, "active": path == href or path.startswith(f"{href}/")}
        for text, href in links
    ]
