"""A protocol: the dated, cited file that says how one kind of inspection goes.

A new kind of inspection is a new file. What the published texts leave open (days for evidence, for factual
accuracy, for the action plan) is a setting of the file, with a citation that says so.
"""

import json
import tomllib
from datetime import date
from typing import Literal, get_args

from pydantic import Field, ValidationError

from domain.canonical import canonical, sha256_hex
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.messages import Message
from domain.refusals import Refused
from domain.text import Line, Prose, Reference

__all__ = ["Period", "PeriodName", "Population", "Protocol", "parse_protocol"]

PeriodName = Literal[
    "notice",
    "evidence-request",
    "evidence",
    "evidence-chase",
    "case-reads",
    "panel-review",
    "factual-accuracy",
    "publication",
    "action-plan",
    "action-plan-return",
]


_STANDING = {"status", "in_force_from", "retired_from"}


class Period(Message):
    """How many working days something takes, and where that is written.

    Attributes:
        working_days: counted after the day it runs from.
        citation: the paragraph it comes from, or that it is a setting.
    """

    working_days: int = Field(ge=0, le=1000)
    citation: Line


class Population(Message):
    """A list of cases from which a sample is drawn.

    Attributes:
        id: the population's code, as the standards framework names it.
        title: what it is called.
        sample: how many cases are drawn, if the list has as many.
        citation: where the number comes from.
    """

    id: Reference
    title: Line
    sample: int = Field(ge=1, le=5000)
    citation: Line


class PanelRule(Message):
    """Who must be there for a ratings panel to decide.

    Attributes:
        quorum: the least number present, the chair among them.
        citation: where that is written.
    """

    quorum: int = Field(ge=1, le=50)
    citation: Line


class Protocol(Message):
    """How one kind of inspection goes.

    Attributes:
        id: stable code of the kind.
        version: version of the file.
        title: what the kind is called.
        status: proposed, piloted, in-force or retired.
        in_force_from: the first day on which an inspection may be announced under it.
        retired_from: the first day on which none may be any more.
        citation: the texts it rests on.
        inspects: the kinds of provider it is for.
        framework: id of the standards framework.
        scheme: id of the rating scheme.
        stages: which stages it has, in order.
        periods: how long things take, in working days.
        populations: the lists of cases, empty if no cases are read.
        panel: who must be at the ratings panel.
        statutory_basis: the enactment under which it is carried out.
        distribution: who is sent the report.
    """

    id: Reference
    version: Line
    title: Line
    status: Literal["proposed", "piloted", "in-force", "retired"]
    in_force_from: date
    retired_from: date | None = None
    citation: Prose
    inspects: tuple[Reference, ...] = Field(min_length=1)
    framework: Reference
    scheme: Reference
    stages: tuple[Stage, ...] = Field(min_length=1)
    periods: dict[PeriodName, Period]
    populations: tuple[Population, ...] = ()
    panel: PanelRule
    statutory_basis: Line
    distribution: tuple[Line, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical form of the content, in hexadecimal.

        The status and the days in force are left out, so that an inspection stays bound to a kind that is retired.
        """
        return sha256_hex(canonical(self.model_dump(mode="json", exclude=_STANDING)))

    def applies_on(self, day: date) -> bool:
        """Whether an inspection may be announced under it on that day: begun, not over, and not just proposed."""
        if self.status == "proposed" or day < self.in_force_from:
            return False
        return self.status != "retired" if self.retired_from is None else day < self.retired_from

    def has(self, stage: Stage) -> bool:
        """Whether this kind of inspection has a stage."""
        return stage in self.stages

    def days(self, period: PeriodName) -> int:
        """A period in working days."""
        return self.periods[period].working_days

    def population(self, population: str) -> Population | None:
        """The list with this code, if this kind of inspection has it."""
        return next((each for each in self.populations if each.id == population), None)


_NEEDED_PERIODS: tuple[PeriodName, ...] = get_args(PeriodName)


def parse_protocol(text: bytes, *, where: str) -> Protocol:
    """Read a protocol from the text of its TOML file.

    Args:
        text: the file's bytes.
        where: the file's name, for messages.

    Raises:
        Refused: ``bad-protocol`` with the file and the place when something in it is wrong.
    """
    try:
        content = tomllib.loads(text.decode("utf-8"))
        # By way of JSON, whose strings strict messages accept as dates and stages.
        protocol = Protocol.model_validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused.because("bad-protocol", f"{where}: {place}: {first['msg']}") from None
    except ValueError as error:  # not UTF-8, not TOML, or a number with too many digits
        raise Refused.because("bad-protocol", f"{where}: {error}") from None
    missing = [name for name in _NEEDED_PERIODS if name not in protocol.periods]
    if missing:
        raise Refused.because("bad-protocol", f"{where}: periods: {missing[0]} is missing")
    if protocol.status == "retired" and protocol.retired_from is None:
        raise Refused.because(
            "bad-protocol",
            f"{where}: retired_from is missing; a kind that is retired says from which day no more are announced",
        )
    order = [stage for stage in IN_PROGRESS if stage in protocol.stages]
    if list(protocol.stages) != order:
        raise Refused.because(
            "bad-protocol", f"{where}: stages: they must be in the order {', '.join(order)}"
        )
    return protocol
