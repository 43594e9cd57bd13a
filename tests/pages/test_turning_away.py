"""Whom the pages turn away before any page is asked: wrong names, other sites, too large, too often."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import Request
from limits import RateLimitItemPerMinute

from adapters.inbound.files.handed_in import LARGEST_BODY_BYTES
from adapters.inbound.visiting.house import PageSettings
from adapters.inbound.web.entry import turning_away
from adapters.inbound.web.entry.turning_away import (
    CHANGES,
    LARGEST_OF_NOBODY,
    LOOKS,
    PRINTS,
    SIGN_INS,
    Doorkeeper,
    TurnedAway,
)
from tests.support.site import Site, site

pytestmark = pytest.mark.slow

MANAGER = "hq-operations"
PART = b"x" * 65_536


def in_parts(size: int) -> Iterator[bytes]:
    """A body of at least so many bytes, whose length is not said before."""
    yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    for _ in range(size // len(PART) + 1):
        yield PART
    yield b"\r\n--b--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=b"}


class TestNames:
    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1"]
    )
    def test_a_name_that_was_made_to_lead_here_opens_nothing(self, looking: Site, host: str) -> None:
        with looking.visit() as visit:
            page = visit.get("/sign-in")
            token = page.text.split('name="token" value="', 1)[1].split('"', 1)[0]
            elsewhere = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
            answer = visit.client.post(
                "/sign-in", data={"person": MANAGER, "token": token}, headers=elsewhere
            )
            assert answer.status_code in (400, 421), answer.text
            assert "assay=" not in answer.headers.get("set-cookie", "")
            assert visit.get("/home").url.path == "/sign-in", "nobody is signed in"

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]:8080", "assay.localhost"])
    def test_the_names_of_this_machine_open_it(self, looking: Site, host: str) -> None:
        with looking.visit() as visit:
            assert visit.client.get("/results", headers={"Host": host}).status_code == 200


class TestSizes:
    def test_a_body_that_does_not_say_how_large_it_is_ends_where_it_is_too_large(self, looking: Site) -> None:
        with looking.visit() as visit:
            answer = visit.client.post("/sign-out", content=in_parts(LARGEST_OF_NOBODY), headers=FORM)
            assert answer.status_code == 413
            assert "larger than what is taken in" in answer.text

    @pytest.mark.parametrize(
        ("length", "status"), [(LARGEST_BODY_BYTES, 0), (LARGEST_BODY_BYTES + 1, 413), ("-1", 413)]
    )
    def test_what_says_that_it_is_too_large_is_not_read(self, length: object, status: int) -> None:
        said = ("content-length", str(length))
        assert asked(Doorkeeper(settings("open-id")), "POST", "/sign-out", more=said) == status

    def test_whoever_is_signed_in_may_hand_in_more_than_nobody(self, looking: Site) -> None:
        with looking.visit(MANAGER) as visit:
            answer = visit.client.post(
                "/inspections/announce", content=in_parts(LARGEST_OF_NOBODY), headers=FORM
            )
            assert answer.status_code != 413, answer.text


def settings(sign_in: str) -> PageSettings:
    return PageSettings("https://assay.example", sign_in, None, b"k" * 32)  # type: ignore[arg-type]  # one of both


def asked(
    door: Doorkeeper, method: str, path: str, client: str = "192.0.2.1", more: tuple[str, str] = ("x", "")
) -> int:
    """With which status somebody who is not signed in is turned away; 0 if they are let in."""
    request = Request(
        {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(b"host", b"assay.example"), (more[0].encode(), more[1].encode())],
            "query_string": b"",
            "scheme": "https",
            "server": ("assay.example", 443),
            "client": (client, 1),
            "state": {"session": None},
        }
    )
    try:
        door.look(request)
    except TurnedAway as why:
        return why.status
    return 0


class TestRates:
    @pytest.mark.parametrize(
        ("method", "path", "limit"),
        [
            ("GET", "/sign-in/start", SIGN_INS),
            ("GET", "/sign-in/return", SIGN_INS),
            ("GET", "/results", LOOKS),
            ("GET", "/results/inspections/one/report/1/en.pdf", PRINTS),
            ("GET", "/results/inspections/one/dossier.zip", PRINTS),
            ("POST", "/sign-out", CHANGES),
        ],
    )
    def test_so_often_and_no_more_from_one_address(self, method: str, path: str, limit: object) -> None:
        door = Doorkeeper(settings("open-id"))
        amount: int = limit.amount  # type: ignore[attr-defined]  # of every limit
        assert [asked(door, method, path) for _ in range(amount)] == [0] * amount
        assert asked(door, method, path) == 429
        assert asked(door, method, path, "192.0.2.2") == 0, "another address is not held to it"

    def test_what_browsers_keep_is_not_counted(self) -> None:
        door = Doorkeeper(settings("open-id"))
        assert {asked(door, "GET", "/styles/govuk.css") for _ in range(LOOKS.amount + 1)} == {0}

    def test_one_too_many_is_told_when_to_come_back(
        self, changing: Callable[[], Site], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served, few = changing(), held_to_few(monkeypatch, "CHANGES")
        with httpx2.Client(base_url=served.address, timeout=90) as client:
            answers = [client.post("/sign-out") for _ in range(few + 1)]
        assert answers[-1].status_code == 429
        assert answers[-1].headers["Retry-After"] == "60"


def held_to_few(monkeypatch: pytest.MonkeyPatch, limit: str) -> int:
    """Have a limit be so low that even a busy machine answers as many requests in a minute; how many these are."""
    few = RateLimitItemPerMinute(5)
    monkeypatch.setattr(turning_away, limit, few)
    return few.amount


class TestBehindAWebServer:
    HERE, THERE = "198.51.100.7", "198.51.100.8"

    def turned_away(self, served: Site, forwarded_for: str, often: int = 1) -> list[bool]:
        """Whether somebody is who comes so often from there, as a web server on this machine says."""
        said = {"X-Forwarded-For": forwarded_for}
        with httpx2.Client(base_url=served.address, timeout=90, headers=said) as client:
            return [client.get("/there-is-none.zip").status_code == 429 for _ in range(often)]

    def test_each_visitor_is_counted_by_themselves_where_it_is_trusted(
        self, example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = held_to_few(monkeypatch, "PRINTS")
        trusted = {"ASSAY_PAGES_TRUSTED_PROXIES": "127.0.0.1"}
        with site(shutil.copytree(example_home, tmp_path / "home"), settings=trusted) as served:
            assert not any(self.turned_away(served, self.HERE, few))
            assert self.turned_away(served, self.HERE) == [True]
            assert self.turned_away(served, self.THERE) == [False], "another visitor is not held to it"
            assert self.turned_away(served, f"{self.THERE}, {self.HERE}") == [True], (
                "what the visitor says before it counts for nothing"
            )

    def test_nobodys_word_is_believed_where_none_is_named(
        self, example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The variable of the server that serves the pages; it is no setting of ours.
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
        few = held_to_few(monkeypatch, "PRINTS")
        with site(shutil.copytree(example_home, tmp_path / "home")) as served:
            assert not any(self.turned_away(served, self.HERE, few))
            assert self.turned_away(served, self.THERE) == [True]
