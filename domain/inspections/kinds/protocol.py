"""A protocol: the dated, cited file that says how one kind of inspection goes.

A new kind of inspection is a new file. What the published texts leave open (days for evidence, for factual
accuracy, for the action plan) is a setting of the file, with a citation that says so.
"""

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from domain.canonical import canonical, sha256_hex
from domain.inspections.kinds.checks import mistakes
from domain.inspections.kinds.parts import (
    Classified,
    EvidenceWanted,
    ExperienceWanted,
    FieldworkRule,
    FollowUpRule,
    JudgementRule,
    PanelRule,
    Partner,
    Period,
    PeriodName,
    Population,
    SecondReads,
)
from domain.inspections.stages import Stage
from domain.messages import Message
from domain.people.roles import Role
from domain.text import Line, Prose, Reference
from domain.toml_files import read_toml, refuse_entries

__all__ = ["Period", "PeriodName", "Population", "Protocol", "parse_protocol"]

_CODE = "bad-protocol"
_STANDING = {"status", "in_force_from", "retired_from"}


class Protocol(Message):
    """How one kind of inspection goes. What a kind does not have, its file leaves out.

    Attributes:
        id: stable code of the kind.
        version: version of the file.
        title: what the kind is called.
        status: proposed, piloted, in-force or retired.
        in_force_from: the first day on which an inspection may be announced under it.
        retired_from: the first day on which none may be any more.
        citation: the texts it rests on.
        inspects: the kinds of provider it is for.
        whom: what one inspection of this kind looks at: one provider, several providers, the providers of an area
            together, or one case.
        at_request: whether it is carried out at somebody's request, such as a Minister's, which must then be named.
        framework: id of the standards framework; None where there is none.
        scheme: id of the rating scheme; None where the findings are told in words alone.
        sets_questions: whether its lead sets the questions that the cases are asked, before any is drawn; only where
            there is no framework.
        stages: which stages it has, in order.
        periods: how long things take, in working days; those of its stages must be there.
        populations: the lists of cases, empty if no cases are read.
        second_reads: the share of the case reads that is read twice, blind; None where none is, which asks for a
            recorded reason as a share of 0 does, where key questions are answered in the cases.
        classifications: in which classes cases are put, by aspect; none means the usual ones.
        panel: who must be at the ratings panel; None where there is no panel.
        decides: the role that decides the ratings where there is no panel.
        partners: the bodies that it is carried out together with.
        evidence: what providers are usually asked for in advance.
        experience: whose experience of the service is to be heard; empty where nothing is asked.
        sections: the sections of the report, by their codes, in order; none means the usual ones.
        recommendations: whether its report makes any.
        languages: the languages of the report.
        published: whether its report is published; one that is not goes to the distribution list alone.
        statutory_basis: the enactment under which it is carried out.
        distribution: who is sent the report.
        follow_up: what it looks at again, for a kind that follows an earlier inspection.
        fieldwork: what fieldwork must have before it ends; None where nothing is asked.
        judgements: how judgements are prepared; None where nothing is asked.
    """

    id: Reference
    version: Line
    title: Line
    status: Literal["proposed", "piloted", "in-force", "retired"]
    in_force_from: date
    retired_from: date | None = None
    citation: Prose
    inspects: tuple[Reference, ...] = Field(min_length=1)
    whom: Literal["provider", "providers", "area", "case"] = "provider"
    at_request: bool = False
    framework: Reference | None = None
    scheme: Reference | None = None
    sets_questions: bool = False
    stages: tuple[Stage, ...] = Field(min_length=1)
    periods: dict[PeriodName, Period]
    populations: tuple[Population, ...] = ()
    second_reads: SecondReads | None = None
    classifications: tuple[Classified, ...] = ()
    panel: PanelRule | None = None
    decides: Role | None = None
    partners: tuple[Partner, ...] = ()
    evidence: tuple[EvidenceWanted, ...] = ()
    experience: tuple[ExperienceWanted, ...] = ()
    sections: tuple[Reference, ...] = ()
    recommendations: bool = True
    languages: tuple[Literal["en", "cy"], ...] = Field(default=("en",), min_length=1)
    published: bool = True
    statutory_basis: Line
    distribution: tuple[Line, ...]
    follow_up: FollowUpRule | None = None
    fieldwork: FieldworkRule | None = None
    judgements: JudgementRule | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical form of the content, in hexadecimal.

        The status and the days in force are left out, so that an inspection stays bound to a kind that is retired.
        """
        # A field that came later counts where it says something: a file that does not have it, and the inspections
        # bound to that file, keep the digest that they have always had. So no default may ever change.
        content = self.model_dump(mode="json", exclude=_STANDING, exclude_defaults=True)
        return sha256_hex(canonical({"populations": [], **content}))

    @property
    def quorum(self) -> int:
        """How many must be at the panel; 0 where there is none."""
        return self.panel.quorum if self.panel else 0

    @property
    def signatories(self) -> tuple[str, ...]:
        """The partners whose signatures the report needs too, by their codes."""
        return tuple(each.body for each in self.partners if each.signs)

    def applies_on(self, day: date) -> bool:
        """Whether an inspection may be announced under it on that day: begun, not over, and not just proposed."""
        if self.status == "proposed" or day < self.in_force_from:
            return False
        return self.status != "retired" if self.retired_from is None else day < self.retired_from

    def has(self, stage: Stage) -> bool:
        """Whether this kind of inspection has a stage."""
        return stage in self.stages

    @property
    def percent_read_twice(self) -> int:
        """The share of each sample that is read twice, in whole per cent; 0 where none is."""
        return self.second_reads.percent if self.second_reads else 0

    @property
    def settles_second_reads(self) -> bool:
        """Whether its file asks that it be recorded which cases are read twice, or why none is.

        It does so wherever key questions are answered in cases, a framework's or those that the lead sets, also where
        it says nothing of second reads; where there are none, only if it speaks of them. Of an inspection, whose lead
        may have set questions that the file does not wait for, ask
        :func:`domain.inspections.questions.settles_second_reads`.
        """
        asked = self.framework is not None or self.sets_questions
        return self.second_reads is not None or (asked and self.has(Stage.CASE_READS))

    @property
    def compares(self) -> bool:
        """Whether it puts its results beside those of an earlier inspection, in shares of the cases that it reads."""
        return self.follow_up is not None and self.scheme is not None and self.has(Stage.CASE_READS)

    def days(self, period: PeriodName) -> int:
        """A period in working days."""
        return self.periods[period].working_days

    def population(self, population: str) -> Population | None:
        """The list with this code, if this kind of inspection has it."""
        return next((each for each in self.populations if each.id == population), None)


def parse_protocol(text: bytes, *, where: str) -> Protocol:
    """Read a protocol from the text of its TOML file.

    Args:
        text: the file's bytes.
        where: the file's name, for messages.

    Raises:
        Refused: ``bad-protocol`` with a sentence for each entry that is wrong, and its line.
    """
    protocol = read_toml(text, Protocol, where=where, code=_CODE)
    wrong = [(_parts(place), mistake) for place, mistake in mistakes(protocol)]
    if wrong:
        raise refuse_entries(wrong, text.decode("utf-8-sig"), where=where, code=_CODE)
    return protocol


def _parts(place: str) -> tuple[str | int, ...]:
    """A place as it is written in :mod:`domain.inspections.kinds.checks`: ``populations.0.quotas``."""
    return tuple(int(each) if each.isdecimal() else each for each in place.split("."))
