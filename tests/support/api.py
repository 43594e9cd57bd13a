"""The API of an installation, served on a port of this machine, and holders of tokens who ask it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx2

import worker
from activities.commanding.desk import Accepted, Order
from activities.ports import Clock
from adapters.inbound.api.application import build
from adapters.inbound.api.limits import Limits
from adapters.inbound.tokens import draw
from adapters.inbound.visiting.house import House, PageSettings
from adapters.inbound.web.serving import bound, served
from domain.given import Actor
from domain.people.roles import Role
from domain.people.tokens import EVERY_COMMAND, IssueToken
from domain.working_days import london_date
from tests.support.waiting import PATIENCE_SECONDS

__all__ = ["WIDE", "ServedApi", "api", "problem"]

WIDE = Limits(reads=1_000_000, commands=1_000_000, failures=1_000_000)
"""For tests that ask more in a minute than anybody does."""


@dataclass
class ServedApi:
    """An API that is served.

    Attributes:
        address: where.
        assay: the installation behind it.
        house: the same as the API has it.
    """

    address: str
    assay: worker.Assay
    house: House

    def token(
        self,
        holder: str | None,
        roles: Sequence[Role],
        may: Sequence[str] | None = None,
        provider: str | None = None,
        days: int = 300,
        by: str = "hq-operations",
    ) -> str:
        """Issue a token.

        Args:
            holder: whose, by the id under which they act; None for a system's.
            roles: in which roles it may be used.
            may: the commands that it may give; if nothing is said, every one for a person's, and none for a system's.
            provider: whose system.
            days: how long it is good.
            by: the operations manager who issues a system's.
        """
        token = draw()
        today = london_date(self.assay.clock.now())
        command = IssueToken(
            token=token.stream,
            title="For a test",
            holder=holder,
            provider=provider,
            roles=tuple(roles),
            may=tuple(may if may is not None else (EVERY_COMMAND,) if holder else ()),
            until=today + timedelta(days=days),
            digest=token.digest,
        )
        role = Role.OPERATIONS_MANAGER if holder is None else roles[0]
        actor = Actor(holder or by, role, "specification")
        outcome = self.assay.desk.give(Order(f"token/{token.stream}", command, actor))
        assert isinstance(outcome, Accepted), outcome
        return token.text

    @contextmanager
    def as_(self, token: str | None) -> Iterator[httpx2.Client]:
        """Ask as the holder of a token, or as nobody."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with httpx2.Client(base_url=self.address, headers=headers, timeout=PATIENCE_SECONDS) as client:
            yield client

    def environment(self, token: str) -> Mapping[str, str]:
        """The settings by which a command line goes by way of this API."""
        return {"ASSAY_API": self.address, "ASSAY_TOKEN": token}


@contextmanager
def api(
    home: Path,
    clock: Clock | None = None,
    settings: Mapping[str, str] | None = None,
    limits: Limits = WIDE,
) -> Iterator[ServedApi]:
    """Serve the API of a home that has a record."""
    with worker.compose(
        worker.settings_of({"ASSAY_HOME": str(home), **(settings or {})}), clock=clock
    ) as assay:
        assay.log_to(home / "log" / "api.log")
        at = bound("127.0.0.1:0", anybody=True)
        address = "http://{}:{}".format(*at.getsockname())
        house = House(assay, PageSettings(address, "example", None, b"k" * 32), "", lambda: ())
        with served(build(house, limits), at):
            yield ServedApi(address, assay, house)


def problem(answer: httpx2.Response) -> tuple[int, str]:
    """The status and the code of an answer that is a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = json.loads(answer.content)
    assert said["status"] == answer.status_code
    assert said["type"] == f"urn:assay:problem:{said['code']}"
    assert said["detail"].endswith("."), said
    return answer.status_code, said["code"]
