"""Getting a server of the pages ready beside its first visitors, so that none of them waits for what all of them need.

Nothing depends on it: whatever is not ready yet is read when it is asked for.
"""

import gc
from collections.abc import Iterator
from itertools import islice

import structlog
from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from activities.commanding.records import REMEMBERED
from activities.ports import EventStore, StoreFault
from adapters.inbound.services import Services
from adapters.inbound.web.example import example_people
from adapters.inbound.web.rendering import templates
from domain.deciders import kind_of
from domain.ledger.envelope import Unreadable
from domain.refusals import Refused

__all__ = ["warm"]

AT_ONCE = 200
"""So many streams are read in one go: some tens of milliseconds, between which pages are answered."""

SEARCHED_AFTER = (10_000, 20, 20)
"""A page makes some thousand things, nearly all of which are gone with it: for those that go round in circles it is
early enough to search after several pages, and not several times within each."""

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

    What is remembered of the record is most of what a server holds. It never lies in circles that nobody reaches, and
    Python's search for those would stop every page for some tenths of a second, again and again, as it goes through it.

    Args:
        services: the installation.
        example: whether people choose at the sign-in who they are, so that everybody is looked up.
    """
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
            gc.freeze()
    except (StoreFault, Unreadable, Refused) as fault:
        # Whoever opens a page is told the same; there it is somebody's concern.
        log.warning("not everything is read ahead", why=type(fault).__name__)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHED_AFTER)


def _compile(pages: Environment) -> None:
    """Compile the pages, and whatever these are put together from, of ours and of the design system's."""
    left = pages.list_templates(filter_func=lambda each: each.startswith("pages/"))
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
