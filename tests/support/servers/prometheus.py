"""Asking a process how it fares, as Prometheus would."""

import re
import urllib.request

__all__ = ["sample", "scraped"]


def scraped(port: int) -> str:
    """The page that a process shows on this machine."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as page:
        return str(page.read(), "utf-8")


def sample(page: str, name: str, **labels: str) -> float:
    """The value of one metric on a page.

    Raises:
        AssertionError: it is not there.
    """
    for line in page.splitlines():
        found = re.fullmatch(rf"{name}(?:\{{(.*)\}})? ([0-9.e+-]+)", line)
        if found and dict(re.findall(r'(\w+)="([^"]*)"', found[1] or "")).items() >= labels.items():
            return float(found[2])
    raise AssertionError(f"there is no {name} {labels} on the page")
