"""The parts of a kind of inspection: periods, lists of cases, partners, evidence, second reads, follow-up."""

from typing import Literal

from pydantic import Field

from domain.evidence.terms import Voice
from domain.messages import Message
from domain.people.roles import Role
from domain.text import Line, Prose, Reference, StandardId

__all__ = [
    "Classified",
    "EvidenceWanted",
    "ExperienceWanted",
    "FieldworkRule",
    "FollowUpRule",
    "JudgementRule",
    "Narrowing",
    "PanelRule",
    "Partner",
    "Period",
    "PeriodName",
    "Population",
    "Quota",
    "Range",
    "SecondReads",
    "SubSample",
]

PeriodName = Literal[
    "notice",
    "evidence-request",
    "evidence",
    "evidence-chase",
    "case-reads",
    "panel-review",
    "factual-accuracy",
    "publication",
    "embargo",
    "action-plan",
    "action-plan-return",
    "plan-reminder",
]


class Period(Message):
    """How many working days something takes, and where that is written.

    Attributes:
        working_days: counted after the day it runs from.
        citation: the paragraph it comes from, or that it is a setting.
    """

    working_days: int = Field(ge=0, le=1000)
    citation: Line


class Quota(Message):
    """A number of cases of one sort that a sample must have, if the list has as many.

    Attributes:
        stratum: the column of the list by which the sort is told, one of the population's strata.
        value: what stands in that column.
        at_least: the least number of such cases.
        citation: where the number comes from.
    """

    stratum: Reference
    value: Line
    at_least: int = Field(ge=1, le=5000)
    citation: Line


class SubSample(Message):
    """Some key questions that are asked of a part of the sample only.

    Attributes:
        key_questions: their official numbers.
        size: of how many cases they are asked, if the sample has as many.
        citation: where the number comes from.
    """

    key_questions: tuple[StandardId, ...] = Field(min_length=1)
    size: int = Field(ge=1, le=5000)
    citation: Line


class Narrowing(Message):
    """What a case of a list must have to be one of those that are meant; all others are excluded before the draw.

    Attributes:
        column: the column of the list that tells it.
        values: what may stand there.
        at_least: for a column of numbers, the least.
        at_most: the most.
        citation: where that is written.
    """

    column: Reference
    values: tuple[Line, ...] = ()
    at_least: int | None = Field(default=None, ge=0, le=99_999)
    at_most: int | None = Field(default=None, ge=0, le=99_999)
    citation: Line


class Range(Message):
    """Some cases of a list that are told apart by a number: those supervised for 20 weeks or more (003 L131).

    Attributes:
        stratum: the stratum that it is one of; the list needs no column of that name.
        id: its word in that stratum.
        column: the column of numbers by which it is told.
        at_least: the least number.
        at_most: the most; None where there is none.
        citation: where that is written.
    """

    stratum: Reference
    id: Reference
    column: Reference
    at_least: int = Field(ge=0, le=99_999)
    at_most: int | None = Field(default=None, ge=0, le=99_999)
    citation: Line


class Population(Message):
    """A list of cases from which a sample is drawn.

    Attributes:
        id: the population's code, as the standards framework names it.
        title: what it is called.
        sample: how many cases are drawn, if the list has as many. Where confidence and margin are given, it is the
            number that is planned for; how many are drawn then follows from the length of the list.
        confidence: the confidence level, in whole per cent; None where the sample has a set size.
        margin: the margin of error, in whole points either way; None where the sample has a set size.
        strata: the columns of the list by which the sample keeps the list's proportions, in order.
        quotas: sorts of cases of which the sample must have a number.
        sub_samples: key questions that are asked of a part of the sample only.
        key_questions: the key questions asked of these cases; none means those of the framework's standards that
            rest on this population.
        minimum_weeks: a case is read only if it was under supervision for so many weeks; None where that is open.
        only_where: what else a case must have to be drawn; all of it.
        ranges: strata that are told by a number, and not by a word; a case in none of them is not drawn.
        named_seed: why the list may stay outside, and the seed be named by whoever draws; None where it may not, so
            that the list is handed in and nobody has a choice.
        citation: where the number comes from.
    """

    id: Reference
    title: Line
    sample: int = Field(ge=1, le=5000)
    confidence: int | None = Field(default=None, ge=50, le=99)
    margin: int | None = Field(default=None, ge=1, le=50)
    strata: tuple[Reference, ...] = ()
    quotas: tuple[Quota, ...] = ()
    sub_samples: tuple[SubSample, ...] = ()
    key_questions: tuple[StandardId, ...] = ()
    minimum_weeks: int | None = Field(default=None, ge=1, le=260)
    only_where: tuple[Narrowing, ...] = ()
    ranges: tuple[Range, ...] = ()
    named_seed: Prose | None = None
    citation: Line

    @property
    def asks_of_the_list(self) -> bool:
        """Whether who is drawn depends on what the list says of each case, and not on its length alone."""
        return bool(
            self.strata
            or self.quotas
            or self.sub_samples
            or self.minimum_weeks
            or self.only_where
            or self.confidence is not None
        )


_DAYS_TO_READ = 1
"""A setting of ours: the panel considers evidence (004 §4.17), and nobody considers what they could not read before."""


class PanelRule(Message):
    """Who must be there for a ratings panel to decide, what must be before it, and by when.

    Attributes:
        quorum: the least number of members present who may decide, the chair among them.
        pack: whether it decides only with a pack before it that was issued for the item.
        consistency: whether it says, with each decision, how the ratings stand beside other inspections' (004 §4.17).
        papers_days: how many working days before the meeting members have the papers, to read them: then they are due,
            and later ones say why they are late. None where no date is set; see :attr:`days_to_read`.
        minutes_days: within how many working days after it the minutes are due; None where no date is set.
        chairs: the roles of which whoever has the chair holds one. They act as panel-chair whatever else they are, and
            hold that role besides.
        members: the roles of which every other member holds one: who judges, or answers for judgements. Whoever assists
            the panel attends, and is no member.
        citation: where that is written, or that it is a setting.
    """

    quorum: int = Field(ge=1, le=50)
    pack: bool = False
    consistency: bool = False
    papers_days: int | None = Field(default=None, ge=0, le=250)
    minutes_days: int | None = Field(default=None, ge=0, le=250)
    chairs: tuple[Role, ...] = Field(default=(Role.PANEL_CHAIR,), min_length=1)
    members: tuple[Role, ...] = Field(
        default=(
            Role.PANEL_CHAIR,
            Role.OPERATIONS_MANAGER,
            Role.LEAD_INSPECTOR,
            Role.QUALITY_LEAD,
            Role.INSPECTOR,
            Role.CHIEF_INSPECTOR,
        ),
        min_length=1,
    )
    citation: Line

    @property
    def days_to_read(self) -> int:
        """How many working days members have the papers at the least, unless a reason is given for less.

        Where the file sets no date, none is awaited, but papers of the meeting's own day are late all the same.
        """
        return _DAYS_TO_READ if self.papers_days is None else self.papers_days


class Classified(Message):
    """In which classes a case is put as to one aspect, by the provider and by the inspector (003 L224).

    Attributes:
        aspect: the code of the aspect: ``risk-of-serious-harm``.
        title: what it is called.
        classes: the codes of the classes, from the lowest.
        citation: where that is written, or that it is a setting.
    """

    aspect: Reference
    title: Line
    classes: tuple[Reference, ...] = Field(min_length=2, max_length=20)
    citation: Line


class SecondReads(Message):
    """The share of the case reads that a second inspector reads blind.

    Attributes:
        percent: of each sample, in whole per cent, rounded up to whole cases; 0 asks for a recorded reason.
        lowest_agreement: the lowest share of answers given twice, in whole per cent, with which two readers agree well
            enough; None where agreement is not watched.
        fewest_pairs: with fewer answers given twice, an agreement is left alone, for so few say little.
        citation: where the share comes from, or that it is a setting.
    """

    percent: int = Field(ge=0, le=100)
    lowest_agreement: int | None = Field(default=None, ge=1, le=100)
    fewest_pairs: int = Field(default=10, ge=1, le=1000)
    citation: Line


class Partner(Message):
    """Another body that carries out the inspection together with the inspectorate.

    Attributes:
        body: its short code: ``hmi-prisons``.
        title: its name.
        signs: whether the report is published only with its signature too.
        citation: where the joint work is laid down, or that it is a setting.
    """

    body: Reference
    title: Line
    signs: bool = False
    citation: Line


class EvidenceWanted(Message):
    """Something that providers are usually asked for in advance by this kind of inspection.

    Attributes:
        id: its short code, unique in the file.
        title: what is asked for.
        key_questions: the key questions it is evidence for, by their official numbers.
        prompts: the prompts it is evidence for, as the framework letters them: ``1.1.1 a``.
    """

    id: Reference
    title: Line
    key_questions: tuple[StandardId, ...] = ()
    prompts: tuple[Line, ...] = ()


class ExperienceWanted(Message):
    """Whose experience of the service is to be heard, for the section of the report that is theirs (002 L341-343).

    Attributes:
        voice: whose.
        by: by interviews and meetings, by a survey, or by either.
        citation: the enactment or paragraph that asks for it, or that it is a setting.
    """

    voice: Voice
    by: Literal["interviews", "survey", "either"] = "either"
    citation: Line


class FollowUpRule(Message):
    """What a kind of inspection that looks again at an earlier one looks at.

    Attributes:
        of: the kinds of inspection that it follows.
        standards: the standards that may be looked at again; none means that each follow-up names its own.
        not_rescored: standards that are told in words and never scored again.
        only: to which of the first inspection's cases it is narrowed; None where to none.
        citation: where that is written.
    """

    of: tuple[Reference, ...] = Field(min_length=1)
    standards: tuple[StandardId, ...] = ()
    not_rescored: tuple[StandardId, ...] = ()
    only: Prose | None = None
    citation: Line

    def leaves_alone(self, standard: str) -> bool:
        """Whether a standard is not scored again, and so needs none of the cases that it rests on."""
        return standard in self.not_rescored or bool(self.standards and standard not in self.standards)


class FieldworkRule(Message):
    """What fieldwork must have before it ends.

    Attributes:
        closing_feedback: whether the provider is told at the end what was found, before fieldwork can end.
        citation: where that is written, or that it is a setting.
    """

    closing_feedback: bool = False
    citation: Line


class JudgementRule(Message):
    """How the judgement of a standard that does not rest on cases is prepared (004 §4.14-4.20).

    Attributes:
        preliminary: whether fieldwork begins only once every prompt of the judged standards has been held against
            the evidence in advance.
        names_evidence: whether each proposal names the evidence that it rests on.
        weighs_characteristics: whether a proposal of outstanding or inadequate says which of the framework's
            characteristics were weighed, where it has any. Which of them are present decides nothing.
        correlation_steps: by how many steps of the scale a proposal may lie from a case standard before that must be
            looked into; None where the case results need not be looked at before the panel.
        citation: where that is written, or that it is a setting.
    """

    preliminary: bool = False
    names_evidence: bool = False
    weighs_characteristics: bool = False
    correlation_steps: int | None = Field(default=None, ge=1, le=10)
    citation: Line
