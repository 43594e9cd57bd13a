"""Chromium on this machine, without a screen: the browser in which a stranger checks a dossier."""

import base64
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.arch.tree import ROOT
from tests.support.missing import missing_part

__all__ = ["PAGE", "PATIENCE", "all_in_the_page", "chromium", "in_the_page", "the_page"]

PAGE = ROOT / "verify" / "assay_verify.html"

PATIENCE = 90_000
"""In milliseconds. The machine that answers may have much else to do, and the usual five seconds are then too few."""

# It calls nobody: what a browser asks of its maker's hosts on its own would be refused, many times at every start.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, as Debian's package has it; where there is none, the test ends."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing_part("chromium; on Debian: apt-get install chromium")
    arguments = [
        *_QUIET,
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]  # its sandbox is not made for root
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def the_page(browser: Browser, file: Path = PAGE) -> Iterator[Page]:
    """The verifier's page, opened from its file; it asks for nothing but itself, and breaks nowhere."""
    page = browser.new_page()
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda message: broken.append(message.text))
    try:
        page.goto(file.as_uri())
        yield page
        assert asked == [file.as_uri()]
        assert broken == []
    finally:
        page.close()


def in_the_page(page: Page, content: bytes, key: str) -> dict[str, Any]:
    """What the page's own function says of a dossier."""
    found: dict[str, Any] = page.evaluate(
        "([data, key]) => verify(Uint8Array.from(atob(data), (each) => each.charCodeAt(0)), key)",
        [base64.b64encode(content).decode(), key],
    )
    return found


def all_in_the_page(page: Page, contents: Sequence[bytes], key: str) -> list[dict[str, Any]]:
    """What the page's own function says of several dossiers, one after the other, asked at once."""
    found: list[dict[str, Any]] = page.evaluate(
        "async ([several, key]) => { const found = []; for (const data of several) found.push(await"
        " verify(Uint8Array.from(atob(data), (each) => each.charCodeAt(0)), key)); return found; }",
        [[base64.b64encode(each).decode() for each in contents], key],
    )
    return found
