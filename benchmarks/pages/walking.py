"""People at the pages, in a process of their own: each follows links from page to page, and thinks in between.

    python -m benchmarks.pages.walking PEOPLE ADDRESS BARE SECONDS SEED

PEOPLE is JSON: a list of ``{"person": ..., "starts": [...]}``. It prints JSON: how many pages were opened, and each
that failed. How long they took is for the servers to say.
"""

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

import httpx2
from lxml import html  # type: ignore[import-untyped]  # it brings no types

from tests.support.site import Visit

THINKING_SECONDS = 5.0
LEAVE_ALONE = ("/sign-out", "/api", "/assets", "/styles", "/own", "/calendar/")
FILES = (".zip", ".pdf", ".csv", ".ics", ".json", ".txt", ".svg")
BACK_TO_START = 0.15
KEPT = httpx2.Limits(keepalive_expiry=2.0)
"""A connection on which nobody has asked for five seconds is closed by the server, perhaps as it is used again."""


class Walker:
    """One person at the pages."""

    def __init__(self, person: Mapping[str, object], address: str, bare: str, seed: str) -> None:
        self.person, self.address, self.bare = person, address, bare
        self.chance = random.Random(seed)
        self.opened = 0
        self.failed: list[str] = []
        self.been = Counter[str]()

    def walk(self, seconds: float, all_ready: threading.Barrier) -> None:
        """Sign in, and walk for so long."""
        with httpx2.Client(base_url=self.address, follow_redirects=True, timeout=60, limits=KEPT) as client:
            visit = Visit(client)
            starts = [str(each) for each in self.person["starts"]]  # type: ignore[attr-defined]  # a list of addresses
            with httpx2.Client(timeout=60, limits=KEPT) as other:
                all_ready.wait()  # what a browser needs to start is not the servers' to bear
                time.sleep(self.chance.uniform(0, THINKING_SECONDS))  # nobody arrives at the same moment
                if self.person["person"]:
                    visit.sign_in(str(self.person["person"]))
                path, give_up = starts[0], time.monotonic() + seconds
                while time.monotonic() < give_up:
                    # Either comes first as often: who has just been thinking finds a machine that has been idle.
                    if bare_first := self.chance.random() < 0.5:
                        other.get(self.bare)
                    answer = visit.get(path)
                    if not bare_first:
                        other.get(self.bare)
                    self.opened += 1
                    self.been[_kind(path)] += 1
                    if answer.status_code >= 400:
                        self.failed.append(f"{answer.status_code} {path}")
                    path = self._next(answer, starts)
                    time.sleep(self.chance.uniform(0.5, 1.5) * THINKING_SECONDS)

    def _next(self, answer: httpx2.Response, starts: Sequence[str]) -> str:
        """Where to go from a page: to the kind of page where they have been least, as one who has a task does."""
        links = [each for each in _links(answer) if answer.status_code == 200]
        if not links or self.chance.random() < BACK_TO_START:
            return self.chance.choice(starts)
        self.chance.shuffle(links)
        return min(links, key=lambda each: self.been[_kind(each)])


def _links(answer: httpx2.Response) -> list[str]:
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    tree, here = html.document_fromstring(answer.text), str(answer.url)
    found = (urlsplit(urljoin(here, each)) for each in tree.xpath("//a/@href"))
    ours = urlsplit(here).netloc
    return sorted(
        {
            each.path + (f"?{each.query}" if each.query else "")
            for each in found
            if each.netloc == ours and not each.path.startswith(LEAVE_ALONE) and not each.path.endswith(FILES)
        }
    )


def _kind(path: str) -> str:
    """Roughly which page it is: what has a digit in it names one thing of many."""
    parts = urlsplit(path).path.split("/")
    return "/".join("*" if any(each.isdigit() for each in part) else part for part in parts)


def main() -> None:
    people, address, bare, seconds, seed = json.loads(sys.argv[1]), *sys.argv[2:]
    walkers = [Walker(each, address, bare, f"{seed}/{at}") for at, each in enumerate(people)]
    ready = threading.Barrier(len(walkers))
    threads = [threading.Thread(target=each.walk, args=(float(seconds), ready)) for each in walkers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    failed = [each for walker in walkers for each in walker.failed]
    print(json.dumps({"opened": sum(each.opened for each in walkers), "failed": failed}))


if __name__ == "__main__":
    main()
