"""The command line by way of the API: commands are sent to another machine's desk, and nothing is opened on this one.

What a command prints and how it ends is the same. What needs the record itself, its files or its keys is refused here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import urlsplit

from activities.commanding.desk import Accepted, Declined, Order, Outcome
from activities.ports import StoreFault
from activities.viewing.rows import InspectionRow, MomentRow
from adapters.inbound.caller import Caller
from adapters.inbound.services import Services
from adapters.inbound.shown.cases.questions import QuestionShown
from domain.messages import Command
from domain.people.people_tasks import PeopleTask
from domain.people.roles import Role
from domain.privacy.confidence import veiled
from domain.refusals import Refusal, Refused
from domain.streams import code_in, inspection_stream

if TYPE_CHECKING:  # whoever opens the record here has nobody to ask
    import httpx2

__all__ = ["Through", "through"]

SECONDS = 120.0
"""A file of evidence may be a film, and goes through a scanner."""

LARGEST_BYTES = 200 * 1024 * 1024
"""What the other side takes is told by it; this is only so that no device is read without end."""

_AT_ONCE = 200


@contextmanager
def through(address: str, token: str | None) -> Iterator[Services]:
    """An installation by way of its API, for as long as this lasts.

    Args:
        address: of its pages.
        token: what it is presented with.

    Raises:
        Refused: ``no-token``, ``not-secure``.
    """
    found = Through(address, token)
    try:
        yield cast("Services", found)  # what it has not, it refuses
    finally:
        found.close()


class Through:
    """An installation as its API shows it to the holder of a token."""

    def __init__(self, address: str, token: str | None) -> None:
        """Go by way of an API.

        Args:
            address: of the installation's pages: ``https://assay.example.gov.uk``.
            token: what it is presented with.

        Raises:
            Refused: ``no-token``; ``not-secure``: everybody on the way could read the token.
        """
        parts = urlsplit(address)
        if parts.scheme != "https" and not _loopback(parts.hostname or ""):
            raise Refused.because(
                "not-secure",
                f"{address} must begin with https://, or everybody on the way could read the token.",
            )
        if token is None:
            raise Refused.because("no-token", "ASSAY_TOKEN must be a token of the API that ASSAY_API names.")
        import httpx2

        self._fault = httpx2.HTTPError
        self._client = httpx2.Client(
            base_url=address.rstrip("/"), headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS
        )
        self.desk = _Desk(self)
        self.handing_in = _HandingIn(self.desk)
        self.erasing = self.desk
        self.views = _Views(self)
        self.cover = _Cover(self)
        self.clock = _Clock()
        self.looking = _Looking()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    @cached_property
    def caller(self) -> Caller:
        """Who the token says that we are."""
        said = self.get("/api/me")
        return Caller(said["acts_as"], tuple(Role(each) for each in said["roles"]))

    def version_of(self, stream: str) -> int:
        """The version at which the stream of an inspection stands."""
        reference = code_in(stream, inspection_stream)
        return int(self.get(f"/api/inspections/{reference}")["version"] or 0)

    def questions_of(self, inspection: str) -> tuple[QuestionShown, ...]:
        """The questions that were set for an inspection, with what its cases said once their reads are closed."""
        found = self.get(f"/api/inspections/{inspection}")["questions"]
        return tuple(QuestionShown.model_validate_json(json.dumps(each)) for each in found)

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse what needs the installation itself."""
        _refuse()

    def get(self, path: str, **query: str | int) -> Any:
        """What stands at an address.

        Raises:
            Refused: it is not there, or not for this token.
            StoreFault: it cannot be reached.
        """
        answer = self.asked("GET", path, params=query)
        if answer.status_code != 200:
            raise Refused(_refusal(answer))
        return answer.json()

    def asked(self, method: str, path: str, **more: Any) -> "httpx2.Response":
        """Ask for something.

        Raises:
            StoreFault: it cannot be reached, or cannot answer at the moment.
        """
        try:
            answer = self._client.request(method, path, **more)
        except self._fault as error:
            raise StoreFault(f"The API at {self._client.base_url} cannot be reached: {error}.") from None
        if answer.status_code >= 500 or "json" not in answer.headers.get("content-type", ""):
            said = (
                _detail(answer) or f"It answered with {answer.status_code}, and not as an API of Assay does."
            )
            raise StoreFault(f"The API at {self._client.base_url}: {said}")
        return answer


def _refuse() -> NoReturn:
    raise Refused.because(
        "not-through-api",
        "This does not go by way of the API; use it where the installation is, without ASSAY_API.",
    )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Sends commands."""

    through: Through

    def give(self, order: Order) -> Outcome:
        """Give a command."""
        return self.sent(order, None)

    def rehearse(self, order: Order) -> Refusal | None:
        """Why a command would be refused as things stand now."""
        outcome = self.sent(order, None, rehearse=True)
        return outcome.refusal if isinstance(outcome, Declined) else None

    def sent(self, order: Order, content: bytes | None, *, rehearse: bool = False) -> Outcome:
        """Send a command, with a file or without."""
        query = {"role": order.actor.role.value} | ({"rehearse": "true"} if rehearse else {})
        if order.meant_for is not None:
            query["if_version"] = str(order.meant_for)
        headers = {"Idempotency-Key": order.command_id}
        written = _written(order.command)
        path = f"/api/commands/{order.command.verb}"
        if content is None:
            answer = self.through.asked("POST", path, params=query, headers=headers, json=written)
        else:
            written.pop("document", None)
            files = {"document": ("document", content, "application/octet-stream")}
            data = {"command": json.dumps(written)}
            answer = self.through.asked("POST", path, params=query, headers=headers, data=data, files=files)
        if answer.status_code == 404 and _code(answer) == "not-there":
            raise Refused.because(
                "not-through-api",
                f"The command {order.command.verb} is not given by way of the API; use it where the installation is.",
            )
        if answer.status_code != 200:
            return Declined(_refusal(answer), repeated=bool(answer.json().get("repeated")))
        return _accepted(answer.json())


def _written(command: Command) -> dict[str, Any]:
    """A command as it is sent, its private texts with it: that is what the connection is encrypted for."""
    return {
        name: each for name, each in veiled(command, lambda _category, text: text).items() if each is not None
    }


def _accepted(said: Mapping[str, Any]) -> Accepted:
    from domain.deciders import EVENT_NAMES

    events = tuple(
        (each["stream"], EVENT_NAMES.known[each["name"]].model_validate_json(json.dumps(each["data"])))
        for each in said.get("events", ())
    )
    return Accepted(said.get("first", 0), said.get("last", 0), events, bool(said.get("repeated")))


@dataclass(frozen=True, slots=True)
class _HandingIn:
    """Sends commands with files."""

    desk: _Desk
    largest: int = LARGEST_BYTES

    def give(self, order: Order, content: bytes) -> Outcome:
        """Give a command that brings in a file."""
        return self.desk.sent(order, content)


@dataclass(frozen=True, slots=True)
class _Views:
    """What people look at, as far as the API shows it."""

    through: Through

    def catch_up(self) -> "_Views":
        """The other side is up to date by itself."""
        return self

    def inspections(self) -> Sequence[InspectionRow]:
        """All inspections that are there for the token, by reference."""
        found: list[InspectionRow] = []
        after: str | None = ""
        while after is not None:
            query = {"after": after} if after else {}
            page = self.through.get("/api/inspections", limit=_AT_ONCE, **query)
            found += map(_row, page["inspections"])
            after = page["next"]
        return found

    def inspection(self, reference: str) -> InspectionRow | None:
        """One inspection, with its tasks."""
        try:
            said = self.through.get(f"/api/inspections/{reference}")["inspection"]
            row = _row(said)
            tasks = self.through.get(f"/api/inspections/{reference}/tasks")["tasks"]
            return InspectionRow.model_validate_json(
                json.dumps(row.model_dump(mode="json") | {"tasks": tasks})
            )
        except Refused as refused:
            if refused.refusal.code == "not-there":
                return None
            raise

    def timeline(self, matter: str) -> Sequence[MomentRow]:
        """Everything that happened in an inspection, oldest first."""
        path = f"/api/inspections/{code_in(matter, inspection_stream)}/time-line"
        found: list[MomentRow] = []
        after: int | None = 0
        while after is not None:
            page = self.through.get(path, after=after, limit=_AT_ONCE, every="true")
            found += (MomentRow.model_validate_json(json.dumps(each)) for each in page["moments"])
            after = page["next"]
        return found

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse what the API does not show."""
        _refuse()


@dataclass(frozen=True, slots=True)
class _Cover:
    """Who cannot do their part, as the other side sees it today."""

    through: Through

    def tasks(self, day: date, inspection: str) -> tuple[PeopleTask, ...]:
        """What there is to see to about the people of an inspection."""
        said = self.through.get(f"/api/inspections/{inspection}/tasks")["people"]
        return tuple(
            PeopleTask(
                about=each["about"],
                verb=each["verb"],
                title=each["title"],
                due=date.fromisoformat(each["due"]) if each["due"] else None,
                inspections=(inspection,),
            )
            for each in said
        )


class _Clock:
    """The time on this machine; what is recorded goes by the other side's."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class _Looking:
    """Looks are noted by the other side, before it shows anything."""

    def note(self, who: str, what: str, about: Sequence[str], role: str | None = None) -> None:
        """Leave it to the other side."""


def _row(said: Mapping[str, Any]) -> InspectionRow:
    if said.get("view") == "provider":
        raise Refused.because("not-through-api", "A provider's token is not for this command.")
    plain = {name: each for name, each in said.items() if name != "view"}
    return InspectionRow.model_validate_json(json.dumps(plain))


def _refusal(answer: "httpx2.Response") -> Refusal:
    said = answer.json()
    return Refusal(str(said.get("code", "refused")), str(said.get("detail", "It was refused.")))


def _code(answer: "httpx2.Response") -> str:
    return str(answer.json().get("code", ""))


def _detail(answer: "httpx2.Response") -> str:
    try:
        return str(answer.json().get("detail", ""))
    except (ValueError, AttributeError):
        return ""
