"""A new installation whose pages are served while time passes in it: who is on its staff, and who comes to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html  # type: ignore[import-untyped]  # it brings no types
from playwright.sync_api import Browser, Page

import worker
from adapters.inbound.demonstration.world import Conducted, World
from adapters.inbound.web import example
from adapters.outbound.running.simulating import simulating
from domain.deciders import EVENT_NAMES
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.streams import person_stream
from tests.arch.tree import ROOT
from tests.support.axe import faults
from tests.support.command_line import CommandLine
from tests.support.crawling import Patterns, pattern_of, patterns_of
from tests.support.page_states import State, state_of
from tests.support.plain_browser import Person, person

REF, PANEL = "north-2018", "july"
MANAGER, LEAD, FIRST, SECOND, QUALITY, ASSISTANT, CHAIR, MEMBER, OTHER, CHIEF = (
    digit * 32 for digit in "123456789a"
)
CONTACT = person_stream("c" * 32)
"""Who comes for the provider, under the id that they tell whoever adds them."""
ROLES = {
    MANAGER: "operations-manager",
    LEAD: "lead-inspector;inspector",
    FIRST: "inspector",
    SECOND: "inspector",
    QUALITY: "quality-lead",
    ASSISTANT: "assistant",
    CHAIR: "panel-chair",
    MEMBER: "lead-inspector",
    OTHER: "lead-inspector",
    CHIEF: "chief-inspector",
}


def called(who: str) -> str:
    """What one of them is called, on the pages of whoever may be shown names: the operations manager here."""
    return f"Somebody {who[0]}"


ANNOUNCED = date(2018, 5, 14)
FIELDWORK = (date(2018, 6, 18), date(2018, 6, 29))
PANEL_DAY = date(2018, 7, 10)
JUDGED = {
    "1.1 Leadership": "Good",
    "1.2 Staff": "Good",
    "1.3 Services": "Outstanding",
    "1.4 Information and facilities": "Inadequate",
}
EVIDENCE_FOR = {
    "1.1": ("The business plan for the year",),
    "1.2": ("Cases per officer by office", "Focus group: middle managers"),
}
CASES = tuple(f"NW/12/08{number}" for number in range(15, 19))


@dataclass
class Ground:
    """Pages that are served, the time that passes there, and who comes to them.

    Attributes:
        browser: in which they sit.
        address: where the pages are served.
        world: the installation, and its time.
        folder: where there is room for files.
        contact: who comes for the provider.
        keyboard: whether scripts run, and nobody has a mouse; or they do not, and everybody has one.
        patterns: the addresses of the pages.
        faults: what axe, or a narrow window, found wrong with any page that somebody came to, where scripts run.
    """

    browser: Browser
    address: str
    world: World
    folder: Path
    contact: str
    keyboard: bool
    patterns: Patterns
    faults: list[str] = field(default_factory=list)
    _looked_at: set[State] = field(default_factory=set)

    @contextmanager
    def as_(self, who: str) -> Iterator[Person]:
        """Somebody sits down at a browser of their own."""
        with person(self.browser, self.address, who, keyboard=self.keyboard, look=self._look) as somebody:
            yield somebody

    def at_part(self, somebody: Person, part: str) -> None:
        """Somebody goes to a part of the inspection, from the list of all, by its links."""
        somebody.open("/inspections")
        somebody.follow("NPS North")
        somebody.follow(part)

    def _look(self, page: Page) -> None:
        """Look whether a page can be used by everybody, once in each state; what looks is a script itself."""
        if not self.keyboard:
            return
        state = state_of(
            pattern_of(urlsplit(page.url).path, self.patterns), html.document_fromstring(page.content())
        )
        if state not in self._looked_at:
            self._looked_at.add(state)
            self.faults += [f"{page.url}: {each}" for each in faults(page)]

    @property
    def looked_at(self) -> int:
        """How many states of pages were looked at."""
        return len(self._looked_at)

    def until(self, day: date, hour: int = 10) -> None:
        """Let time pass."""
        self.world.pass_until(datetime.combine(day, time(hour), tzinfo=UTC))

    def at(self, stage: Stage) -> None:
        """The inspection stands there."""
        self.world.settle()
        assert self.state.stage is stage

    def who_acted(self) -> set[str]:
        """Whoever gave a command that was accepted, on the whole record."""
        return {EVENT_NAMES.read(each).actor for each in self.world.store.scan(0, 100_000)}

    @property
    def state(self) -> Inspection:
        found: Inspection = self.world.state(f"inspection-{REF}")
        return found


@contextmanager
def ground_on(folder: Path, browser: Browser, *, keyboard: bool) -> Iterator[Ground]:
    """A new installation with its staff on record; there is no provider, and nobody's contact.

    Args:
        folder: where it is made.
        browser: in which its people sit.
        keyboard: whether its pages' scripts run, and nobody has a mouse; or they do not, and everybody has one.
    """
    home = folder / "home"
    settings = worker.settings_of(
        {"ASSAY_HOME": str(home), "ASSAY_PAGES_ADDRESS": "127.0.0.1:0", "ASSAY_PAGES_EXAMPLE_SIGN_IN": "yes"}
    )
    begins = datetime.combine(ANNOUNCED, time(8), tzinfo=UTC)
    with simulating(settings, begins, worker.compose, worker.conducting()) as (assay, clock, passing):
        _staffed(CommandLine(home, clock))
        world = World.of(assay, clock, Conducted(passing, assay.store), "example")
        # Whoever is added on a page signs in at once, and not when the page of example people is made anew.
        with pytest.MonkeyPatch.context() as patch, assay.pages() as address:
            patch.setattr(example, "LOOKED_AGAIN_AFTER_SECONDS", 0)
            yield Ground(browser, address, world, folder, CONTACT, keyboard, patterns_of(assay))


def _staffed(line: CommandLine) -> None:
    kinds = line.home / "protocols"
    kinds.mkdir(exist_ok=True)
    kind = (ROOT / "examples" / "kinds" / "short-division.toml").read_text()
    (kinds / "short-division.toml").write_text(kind)
    someone = 'person_name = "{0}"\nemail = "{0}@example.org"\n'
    line.done("people", "begin", "--details", line.file("me.toml", someone.format("me")))
    rows = [
        f"{who},employee,{called(who)},{who[:4]}@example.org,{roles},2018-05-01,"
        f"{'supervised-cases' if who in (FIRST, SECOND) else ''}"
        for who, roles in ROLES.items()
    ]
    table = "\n".join(["staff,engagement,name,email,roles,since,skills", *rows, ""])
    line.done("people", "import", line.file("staff.csv", table))
