"""Where there is to go: the links of the service's navigation, by role, and the page of each task."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from urllib.parse import urlencode

from adapters.inbound.services import Services
from adapters.inbound.shown.meetings import meetings_about
from adapters.inbound.visiting.visitors import Visitor
from domain.cases.offline.messages import SettleEdit
from domain.cases.streams import case_of
from domain.inspections.tasks import Task
from domain.people.roles import Role

__all__ = ["Link", "TaskPages", "links_for"]

Link = tuple[str, str, bool]
"""What it says, where it leads, and whether its part is the one that is shown."""

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
                "tell-of-alert",
                "review-agreement",
                "record-dip-read",
            ),
            "/inspections/{}/cases",
        ),
        "decide-difference": "/inspections/{}/differences",
        "compare-results": "/inspections/{}/follow-up/compare",
        "convene-panel": "/panels/do/convene-panel",
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


AT_A_MEETING = frozenset({"issue-pack", "open-panel", "decide-ratings"})
"""What is done at a meeting of the panel, on whose page the inspection has its place."""


class TaskPages:
    """The pages on which tasks are done; which meetings there are is read once, and only where one is needed."""

    def __init__(self, services: Services) -> None:
        """Find the pages of an installation's tasks."""
        self._services = services

    def of(self, task: Task, inspection: str) -> str:
        """The page on which a task of an inspection is done, with the read, notice, reader or plan that it is about.

        What is done at the panel is done at the meeting with the inspection on its agenda; of several, as the list of
        meetings says which.
        """
        if task.verb == SettleEdit.verb:
            second = task.read != case_of(task.read)
            return f"/cases/{case_of(task.read)}{'/second' if second else ''}/held"
        if task.verb in AT_A_MEETING:
            meetings = self._meetings.get(inspection, ())
            return f"/panels/{meetings[0]}#{inspection}" if len(meetings) == 1 else "/panels"
        page = TASKS.get(task.verb, f"/inspections/{{}}/do/{task.verb}").format(inspection)
        about = {"notice": task.notice, "reader": "".join(task.readers), "provider": task.provider}
        query = urlencode({name: value for name, value in about.items() if value})
        return f"{page}?{query}" if query else page

    @cached_property
    def _meetings(self) -> Mapping[str, tuple[str, ...]]:
        """The meetings in which inspections are still to be decided."""
        return meetings_about(self._services)


def links_for(visitor: Visitor | None, path: str) -> tuple[Link, ...]:
    """The navigation for somebody: what each link says, where it leads, and whether they are in that part."""
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
    return tuple((text, href, path == href or path.startswith(f"{href}/")) for text, href in links)
