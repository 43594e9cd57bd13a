"""Somebody at a browser, who goes by what stands on the page: links, labels, buttons.

Its scripts are switched off, and links and buttons are clicked; or they run, and whoever sits there has no mouse.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.servers.chromium import PATIENCE

__all__ = ["Look", "Person", "person"]

SAID = ".govuk-notification-banner"
WRONG = ".govuk-error-summary"

Look = Callable[[Page], None]
"""What is done with every page that somebody comes to."""


def _passes_by(_: Page) -> None:
    """Look at nothing."""


class Person:
    """One person at one browser.

    Attributes:
        page: what it shows.
        address: where the pages are served.
        keyboard: whether links and buttons are pressed by Enter, and choices made by the space bar.
        look: what is done with every page that they come to.
    """

    def __init__(self, page: Page, address: str, *, keyboard: bool = False, look: Look = _passes_by) -> None:
        self.page, self.address = page, address
        self.keyboard, self.look = keyboard, look
        self._part: Page | Locator = page

    def sign_in(self, who: str) -> "Person":
        """Choose who to be."""
        self.open("/sign-in")
        self.page.locator(f'input[name="person"][value="{who}"]').check()
        self.press("Continue")
        return self

    def open(self, path: str) -> None:
        """Open a page that is there."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        self.look(self.page)

    def follow(self, link: str) -> None:
        """Follow the first link that says this, unfolding what it is in."""
        self.go(self._link(link))

    def go(self, place: Locator) -> None:
        """Follow a link or press a button, and wait for the page that comes of it."""
        with self.page.expect_navigation():
            self.act(place)
        self.look(self.page)

    def act(self, place: Locator) -> None:
        """Click something; or press it, without a mouse."""
        if self.keyboard:
            place.press("Enter")
        else:
            place.click()

    def _link(self, text: str) -> Locator:
        place = self.page.locator("main a", has_text=text).first
        folded = place.locator("xpath=ancestor::details[not(@open)]")
        if folded.count():
            self.act(folded.first.locator("> summary"))
        return place

    def reads(self, *texts: str) -> None:
        """Each of these stands on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def fill(self, entries: Mapping[str, str | date]) -> None:
        """Fill in fields by their labels; a date by its three fields."""
        for label, value in entries.items():
            if isinstance(value, date):
                days = self._group(label)
                for part, number in (("Day", value.day), ("Month", value.month), ("Year", value.year)):
                    days.get_by_label(part, exact=True).fill(str(number))
            else:
                self._labelled(label).fill(value)

    def choose(self, question: str, *options: str) -> None:
        """Choose from radios, boxes or a list, by the question and the words of each."""
        lists = self._part.locator("select").and_(self._part.get_by_label(question))
        if lists.count():
            lists.first.select_option(label=options[0])
            return
        group = self._group(question)
        for option in options:
            self._tick(group.get_by_label(option, exact=True).first)

    def _tick(self, choice: Locator) -> None:
        if not self.keyboard:
            choice.check()
        elif not choice.is_checked():
            choice.press("Space")
            expect(choice).to_be_checked()

    def value(self, label: str) -> str:
        """What stands in a field."""
        return self._labelled(label).input_value()

    @contextmanager
    def within(self, group: str) -> Iterator[None]:
        """What is filled in and chosen meanwhile is in one group of fields, such as a row of a table."""
        self._part = self._group(group)
        yield
        self._part = self.page

    def attach(self, label: str, name: str, content: str | bytes) -> None:
        """Choose a file."""
        raw = content if isinstance(content, bytes) else content.encode()
        kind = "text/csv" if name.endswith(".csv") else "application/octet-stream"
        self._labelled(label).set_input_files({"name": name, "mimeType": kind, "buffer": raw})

    def press(self, button: str) -> None:
        """Press a button; nothing may be wrong then."""
        self.go(self.page.locator("main").get_by_role("button", name=button).first)
        wrong = self.page.locator(WRONG)
        assert not wrong.count(), (self.page.url, wrong.inner_text())

    def said(self, *texts: str) -> None:
        """The page says that this was done."""
        banner = self.page.locator(SAID)
        expect(banner).to_be_visible()
        for text in texts:
            expect(banner).to_contain_text(text)

    def save(self, *said: str) -> None:
        """Save a form, which says that it was done."""
        self.press("Save and continue")
        self.said(*said)

    def confirm(self, *said: str) -> None:
        """Go on from a form to its answers, and confirm them; the page that follows says what stands there now."""
        self.press("Continue")
        self.press("Confirm")
        self.said()
        self.reads(*said)

    def download(self, link: str, folder: Path) -> bytes:
        """Fetch a file by its link."""
        place = self._link(link)
        with self.page.expect_download() as coming:
            self.act(place)
        file = folder / "fetched"
        coming.value.save_as(file)
        return file.read_bytes()

    def _labelled(self, label: str) -> Locator:
        return self._part.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")).first

    def _group(self, question: str) -> Locator:
        named = re.compile(rf"^\s*{re.escape(question)}( \(optional\))?\s*$")
        return self._part.get_by_role("group", name=named).first


@contextmanager
def person(
    browser: Browser, address: str, who: str, *, keyboard: bool = False, look: Look = _passes_by
) -> Iterator[Person]:
    """Somebody signs in at a browser of their own: without scripts, or with them and without a mouse."""
    with browser.new_context(java_script_enabled=keyboard) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield Person(page, address, keyboard=keyboard, look=look).sign_in(who)
