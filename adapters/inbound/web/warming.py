"""Getting a server of the pages ready beside its first visitors, so that none of them waits for what all of them need.

Nothing depends on it: whatever is not ready yet is read when it is asked for.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import islice

import structlog
from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from activities.commanding.records import REMEMBERED
from activities.packs import PACKS_REMEMBERED
from activities.ports import EventStore, StoreFault
from adapters.inbound.services import Services
from adapters.inbound.today import today_in_london
from adapters.inbound.web.example import example_people
from adapters.inbound.web.rendering import FRAME, templates
from domain.cases.agreement.adding_up import usual_period
from domain.deciders import kind_of
from domain.ledger.envelope import Unreadable
from domain.panels.state import Panel
from domain.refusals import Refused
from domain.streams import code_in, panel_stream

__all__ = ["IN_TURN_SECONDS", "warm"]

AT_ONCE = 200
"""So many streams are read in one go: some tens of milliseconds, between which pages are answered."""

SEARCHED_AFTER = (10_000, 20, 40)
"""A page makes some thousand things, nearly all of which are gone with it: for those that go round in circles it is
early enough to search after several pages, which is done between them (:mod:`adapters.inbound.web.tidying`), and not
several times within each."""

IN_TURN_SECONDS = 0.0005
"""So long a thread works until another that waits has its turn. A page changes threads, and waits for the database,
some ten times: beside one that takes long, or a plan that is made, it would wait ten times as long as Python has it."""

_READ_BY_PAGES = (
    "calendar", "programme_record", "personal", "apart", "shown_reads", "reading_loads", "cover", "held", "case_lists",
    "samples", "packs", "reports", "improvements", "diversity_periods", "releasing", "looking", "finding", "replaying",
    "explaining", "desk",
)  # fmt: skip
"""The parts of an installation that pages ask; each takes some tenths of a second when it is first needed."""

_LAST = ("case", "second-read")
"""There are many of these, and they are needed one inspection at a time."""

log = structlog.get_logger(__name__)


def warm(services: Services, *, example: bool) -> None:
    """Compile the templates, build the parts, read the dated rules and the streams, and spare what stays a search.

    Of every stream that is read it is found out whether it holds, for whoever audits an inspection first.
    Then it is added up how far readers agree, for whoever sees every inspection. Last come the papers of the latest
    meetings: none takes longer to put together, and whoever is invited opens them.

    What is remembered of the record is most of what a server holds. It never lies in circles that nobody reaches, and
    Python's search for those would stop every page for some tenths of a second, again and again, as it goes through it.

    Args:
        services: the installation.
        example: whether people choose at the sign-in who they are, so that everybody is looked up.
    """
    sys.setswitchinterval(IN_TURN_SECONDS)
    _compile(templates())
    try:
        for part in _READ_BY_PAGES:
            getattr(services, part)
        services.library()
        services.views.catch_up()
        services.published.all()
        if example:
            example_people(services)()
        wanted = islice(_streams(services.store), REMEMBERED)
        while some := list(islice(wanted, AT_ONCE)):
            services.records.recall(some)
            services.replaying.read_ahead(some)
            gc.freeze()
        services.agreement.over(*usual_period(today_in_london(services)))
        _put_together_papers(services)
    except (StoreFault, Unreadable, Refused) as fault:
        # Whoever opens a page is told the same; there it is somebody's concern.
        log.warning("not everything is read ahead", why=type(fault).__name__)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHED_AFTER)


def _put_together_papers(services: Services) -> None:
    """Put the papers of the latest meetings together: they stay as they are until something moves."""
    panels: dict[str, Panel] = {
        stream: found.state
        for stream, found in services.records.read(services.records.named(panel_stream(""))).items()
    }
    latest = sorted(panels, key=lambda each: _met_on(panels[each]), reverse=True)
    items = ((code_in(each, panel_stream), item) for each in latest for item in panels[each].items)
    for panel, item in islice(items, PACKS_REMEMBERED):
        with suppress(Refused):  # whoever opens them is told why there are none
            services.packs.put_together(panel, item).digest  # noqa: B018 - it is worked out with it, and kept


def _met_on(panel: Panel) -> date:
    return panel.convened.meets_on if panel.convened else date.min


def _compile(pages: Environment) -> None:
    """Compile the pages, and whatever these are put together from, of ours and of the design system's."""
    left = pages.list_templates(filter_func=lambda each: each.startswith("pages/") or each == FRAME)
    known = set(left)
    while left:
        name = left.pop()
        pages.get_template(name)
        source, _, _ = pages.loader.get_source(pages, name)  # type: ignore[union-attr]  # they have a loader
        named = {each for each in find_referenced_templates(pages.parse(source)) if each} - known
        known |= named
        left += sorted(named)


def _streams(store: EventStore) -> Iterator[str]:
    """Every stream, those of cases last."""
    every = list(store.streams(""))
    yield from (each for each in every if kind_of(each) not in _LAST)
    yield from (each for each in every if kind_of(each) in _LAST)
