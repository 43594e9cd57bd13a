"""The pages of an installation, served on a port of this machine, and somebody who opens them without a browser."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

import worker
from activities.ports import Clock
from tests.support.waiting import PATIENCE_SECONDS

__all__ = ["Site", "Visit", "contact_of", "site"]

_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


@dataclass
class Visit:
    """One person's way through the pages, as HTTP has it: with their cookies, following where they are sent."""

    client: httpx2.Client

    def get(self, path: str) -> httpx2.Response:
        """Open a page."""
        return self.client.get(path)

    def send(
        self, path: str, values: Mapping[str, str], page: httpx2.Response | None = None, **more: Any
    ) -> httpx2.Response:
        """Fill in the form of a page and send it, with what the page hides in it.

        Args:
            path: where the form is.
            values: what is entered.
            page: the page as it was opened before; it is opened now if not given.
            more: how it is sent: ``files``, ``headers``.
        """
        opened = page or self.get(path)
        hidden = dict(_HIDDEN.findall(opened.text.split("<main", 1)[-1]))
        return self.client.post(path, data={**hidden, **values}, **more)

    def sign_in(self, person: str) -> "Visit":
        """Become an example person."""
        answer = self.send("/sign-in", {"person": person})
        assert answer.status_code == 200, answer.text
        assert "Sign out" in answer.text
        return self


@dataclass
class Site:
    """Pages that are served.

    Attributes:
        address: where.
        assay: the installation behind them.
    """

    address: str
    assay: worker.Assay

    @contextmanager
    def visit(self, person: str | None = None) -> Iterator[Visit]:
        """Somebody opens the pages; as an example person, where one is named."""
        with httpx2.Client(base_url=self.address, follow_redirects=True, timeout=PATIENCE_SECONDS) as client:
            visit = Visit(client)
            yield visit.sign_in(person) if person else visit


@contextmanager
def site(home: Path, clock: Clock | None = None, settings: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Serve the pages of a home that has a record; whoever opens them chooses who they are, staff record or not."""
    environment = {
        "ASSAY_HOME": str(home),
        "ASSAY_PAGES_ADDRESS": "127.0.0.1:0",
        "ASSAY_PAGES_EXAMPLE_SIGN_IN": "yes",
        **(settings or {}),
    }
    with worker.compose(worker.settings_of(environment), clock=clock) as assay:
        assay.log_to(home / "log" / "pages.log")
        with assay.pages() as address:
            yield Site(address, assay)


def contact_of(served: Site, provider: str) -> str:
    """The id under which a provider's contact signs in."""
    people = served.assay.records.read(list(served.assay.store.streams("person-")))
    return next(stream for stream, each in people.items() if each.state.provider == provider)
