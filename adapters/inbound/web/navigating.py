"""Where there is to go: the links of the service's navigation, by role."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.tasks import Task
from domain.people.roles import Role

__all__ = ["links_for", "where_done"]

_EVERYBODY = "Results"

TASKS: Mapping[str, str] = MappingProxyType(
    {
        "request-evidence": "/inspections/{}/evidence/request",
        "assess-prompts": "/inspections/{}/prompts",
        "hand-in-case-list": "/inspections/{}/lists",
        "close-case-list": "/inspections/{}/lists",
        "draw-from-list": "/inspections/{}/lists",
        "draw-sample": "/inspections/{}/lists",
        **dict.fromkeys(
            ("record-answers", "complete-case-read", "record-second-answers", "complete-second-read"),
            "/cases",
        ),
        **dict.fromkeys(
            (
                "allocate-case",
                "allocate-second-read",
                "acknowledge-alert",
                "review-agreement",
                "record-dip-read",
            ),
            "/inspections/{}/cases",
        ),
        "settle-edit": "/cases",
        "decide-difference": "/inspections/{}/differences",
        "compare-results": "/inspections/{}/follow-up/compare",
        **dict.fromkeys(
            ("convene-panel", "table-item", "issue-pack", "open-panel", "decide-ratings"), "/panels"
        ),
        "accept-challenge": "/inspections/{}/report",
        "reject-challenge": "/inspections/{}/report",
        "sign-off-report": "/inspections/{}/report/sign",
        **dict.fromkeys(
            (
                "accept-action-plan",
                "return-action-plan",
                "grant-plan-extension",
                "agree-action-change",
                "follow-up-action-plan",
                "give-up-action",
                "note-plan-not-received",
            ),
            "/inspections/{}/plan",
        ),
    }
)
"""The pages of tasks that have one of their own: by the command's verb the address, with {} for the inspection."""


def where_done(task: Task, inspection: str) -> str:
    """The page on which a task of an inspection is done, with the notice and the reader that it is about."""
    page = TASKS.get(task.verb, f"/inspections/{{}}/do/{task.verb}").format(inspection)
    about = {"notice": task.notice, "reader": "".join(task.readers), "provider": task.provider}
    query = urlencode({name: value for name, value in about.items() if value})
    return f"{page}?{query}" if query else page


def links_for(visitor: Visitor | None, path: str) -> list[dict[str, Any]]:
    """The navigation for somebody, with the part that they are in marked."""
    links: list[tuple[str, str]] = []
    if visitor is not None:
        # A provider's contact has a page on which everything is that is asked of them, and one of what is planned.
        if visitor.provider is None:
            links.append(("Home", "/home"))
        if visitor.inspects or visitor.has(Role.AUDITOR):
            links += [("Inspections", "/inspections"), ("Programme", "/programme"), ("Panels", "/panels")]
        if visitor.has(Role.INSPECTOR, Role.LEAD_INSPECTOR):
            links.append(("Cases", "/cases"))
        if visitor.has(Role.QUALITY_LEAD):
            links += [("Agreement", "/agreement"), ("Exercises", "/exercises")]
        if visitor.has(Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.ASSISTANT):
            links.append(("Comments", "/comments"))
        if visitor.has(Role.PROVIDER_CONTACT):
            links += [("Your inspections", "/provider"), ("Planned inspections", "/planned")]
        if visitor.has(Role.AUDITOR, Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD):
            links.append(("Audit", "/audit"))
        if visitor.has(Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR):
            links.append(("Setting up", "/setting-up"))
    links.append((_EVERYBODY, "/results"))
    return [
        {"text": text, "href": href, "active": path == href or path.startswith(f"{href}/")}
        for text, href in links
    ]
