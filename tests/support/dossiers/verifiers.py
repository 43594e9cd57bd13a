"""The two programs with which a stranger checks a dossier, asked together: they must say the same, word for word."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.support.dossiers.drawn import verifier
from tests.support.servers.chromium import all_in_the_page, chromium, in_the_page, the_page

__all__ = ["Verifiers", "both_verifiers"]


@dataclass(frozen=True)
class Verifiers:
    """The single file, and the page in a real browser."""

    page: Page

    def verify(self, content: bytes, key: object) -> dict[str, Any]:
        """What both say: verdict, place and everything found are the same."""
        found: dict[str, Any] = verifier().verify(content, str(key))
        told = in_the_page(self.page, content, str(key))
        assert told == found, f"the page says {told}, and the file for Python {found}"
        return found

    def verify_all(self, contents: Sequence[bytes], key: object) -> list[dict[str, Any]]:
        """What both say of each; what the page says of all of them is asked at once."""
        found: list[dict[str, Any]] = [verifier().verify(each, str(key)) for each in contents]
        told = all_in_the_page(self.page, contents, str(key))
        assert len(told) == len(found)
        for here, there in zip(found, told, strict=True):
            assert there == here, f"the page says {there}, and the file for Python {here}"
        return found


@contextmanager
def both_verifiers() -> Iterator[Verifiers]:
    """Both, ready to be asked."""
    with chromium() as browser, the_page(browser) as page:
        yield Verifiers(page)
