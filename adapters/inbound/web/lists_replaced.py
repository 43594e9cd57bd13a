"""Handing in a corrected list of cases in the place of a faulty one: whether it can be done now, by whom; its page."""

from dataclasses import dataclass
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered
from adapters.inbound.web.forms.sending import read_sent
from adapters.inbound.web.lists_given import MOST_FAULTS, Came, replace_list
from adapters.inbound.web.rendering import Pages
from domain.cases.lists.columns import columns_of
from domain.inspections.commands import AgreeToNewList, ReplaceCaseList
from domain.inspections.kinds.parts import Population
from domain.inspections.rules.cases.case_lists import LIST_STAGES, seed_known
from domain.inspections.state import Inspection

__all__ = ["InItsPlace", "Replacing", "replacing_of"]

_BEGUN = (
    "Reading the drawn cases has begun, so the sample stands. A single case that cannot be read is replaced by rule, "
    "by the lead inspector."
)
_TO_BE_AGREED = (
    "It is known by now who was drawn from it, or will be. So it takes two people to replace it: somebody at the "
    "inspectorate agrees, with a reason, and somebody else then hands the corrected list in."
)
_AGREED_ONESELF = (
    "You agreed that another list takes its place, so somebody else hands it in, such as the provider."
)
_AGREED = "It is agreed that another list takes its place."


_NOTHING = Came()


@dataclass(frozen=True, slots=True)
class Replacing:
    """How a list stands to being replaced, for whoever looks at it.

    Attributes:
        may: whether they can hand a corrected list in now.
        agrees: whether they can agree now that somebody else does.
        why: what stands in the way, or what it takes; empty where nothing does.
        withdraws: whether a sample was drawn, which would no longer stand.
    """

    may: bool
    agrees: bool
    why: str
    withdraws: bool


def replacing_of(house: House, visitor: Visitor, state: Inspection, population: str) -> Replacing | None:
    """How a list stands to being replaced; None where there is none, or the stages of lists are over.

    The rule itself decides when a list is handed in. This tells what it would say, before anybody looks for a file.
    """
    listed, drawn = state.lists.get(population), population in state.samples
    if (listed is None and not drawn) or state.standing not in LIST_STAGES:
        return None
    replaces = visitor.role_for(ReplaceCaseList.verb) is not None
    if drawn and _begun(house, state.known.inspection, population):
        return Replacing(False, False, _BEGUN, drawn)
    on_record = house.services.case_lists.held_as(listed).state if listed is not None else None
    if not seed_known(state, population, on_record, today_in_london(house.services)):
        return Replacing(replaces, False, "", drawn)
    agreed = state.agreed_to_new_list(population)
    if agreed is None:
        agrees = visitor.role_for(AgreeToNewList.verb) is not None
        return Replacing(False, agrees, _TO_BE_AGREED, drawn)
    if agreed.by == visitor.id:
        return Replacing(False, False, _AGREED_ONESELF, drawn)
    return Replacing(replaces, False, _AGREED, drawn)


def _begun(house: House, inspection: str, population: str) -> bool:
    """Whether the read of one of the drawn cases has begun, as far as the lists of cases tell."""
    cases = house.services.views.catch_up().cases(inspection)
    return any(each.population == population and each.status in ("begun", "complete") for each in cases)


@dataclass(frozen=True, slots=True)
class InItsPlace:
    """The page on which a list takes the place of another.

    Attributes:
        house: what pages are given.
        visitor: who is on it.
        state: the inspection.
        asked: what its kind says of the list.
        lists: the address below which the pages of its lists are.
    """

    house: House
    visitor: Visitor
    state: Inspection
    asked: Population
    lists: str

    @property
    def back(self) -> str:
        """The page of the list."""
        return f"{self.lists}/{self.asked.id}"

    def shown(
        self,
        request: Request,
        pages: Pages,
        came: Came = _NOTHING,
        entered: Entered = MappingProxyType({}),
    ) -> Response:
        """The page; that of the list, where there is nothing to be replaced any more."""
        replacing = replacing_of(self.house, self.visitor, self.state, self.asked.id)
        if replacing is None and not came.problems:
            return RedirectResponse(self.back, 303)
        return pages.page(
            request,
            "list_replacing.html",
            422 if came.problems else 200,
            back=self.back,
            population=self.asked,
            columns=[each.name for each in columns_of(self.asked)],
            replacing=replacing,
            entered=entered,
            wrong={each.field: each.text for each in came.problems},
            problems=came.problems,
            faults=came.faults[:MOST_FAULTS],
            more_faults=max(0, len(came.faults) - MOST_FAULTS),
            command_id=new_command_id(),
        )

    def sent(self, request: Request, pages: Pages, sessions: Sessions, form: FormData) -> Response:
        """What came of sending it: back to the page of the list, or this page again with what is wrong."""
        entries = read_sent(sessions, request, form)
        came = replace_list(
            self.house, self.visitor, self.state.known.inspection, self.state, self.asked, entries
        )
        if came.problems:
            return self.shown(request, pages, came, entries.entered)
        response = RedirectResponse(self.back, 303)
        sessions.tell(response, came.said)
        return response
