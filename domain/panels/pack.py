"""The papers of an item: each proposal beside its evidence, the derivation, how near the edge it is, and the year."""

from datetime import date
from functools import cached_property

from domain.canonical import canonical, sha256_hex
from domain.inspections.events import Bound, Departure
from domain.messages import Message
from domain.panels.elsewhere import LowestShare
from domain.text import Digest, LevelId, Line, Prose, Reference, StandardId, counted

__all__ = [
    "CarriedShown",
    "ChangeShown",
    "DepartureBefore",
    "EvidenceShown",
    "GivenUpShown",
    "NearnessShown",
    "Pack",
    "PackStandard",
    "Proposal",
    "RatedBeside",
    "ShareShown",
    "StandardChanged",
]


class EvidenceShown(Message):
    """An entry of the register that a proposal names.

    Attributes:
        entry: its code.
        title: what it is called.
        kind: what it is.
        source: where it comes from.
        corrected_since: whether it was put right after the proposal was made.
        withdrawn: why nothing may rest on it any more; None as long as something may.
    """

    entry: Reference
    title: Line
    kind: str
    source: Line
    corrected_since: bool
    withdrawn: str | None


class Proposal(Message):
    """What the lead inspector proposes for a judged standard (004 §4.15).

    Attributes:
        rating: the rating.
        reason: why.
        evidence: what it names.
        as_worded: whether the evidence meets the standard as it is worded; None where nobody has said.
        weighed: the characteristics that were weighed, each in the framework's words with its weight.
        remarks: what the panel may want to ask about that; a guide, and nothing that a proposal must meet.
        interrogated: what looking further showed, where the proposal lies far from the case results (004 §4.14).
    """

    rating: LevelId
    reason: Prose
    evidence: tuple[EvidenceShown, ...]
    as_worded: str | None
    weighed: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()
    interrogated: Prose | None = None


class CarriedShown(Message):
    """A line of enquiry that could not be closed and was carried to the panel.

    Attributes:
        enquiry: its code.
        question: what was to be found out.
        bears_on: what it is about.
        reason: why it could not be closed.
    """

    enquiry: Reference
    question: Prose
    bears_on: tuple[str, ...]
    reason: Prose


class GivenUpShown(Message):
    """A list that was replaced when its seed was known, so that the cases that were read are not those of the first.

    Attributes:
        population: which list.
        drawn: how many cases had been drawn from it; None where nobody had drawn yet.
        seed: the seed of that draw; None where nobody had drawn yet.
        reason: why it could not stay, as whoever handed in the other one says.
        agreed_by: who agreed to it; None on records from before that was needed.
        agreed_because: why they did.
    """

    population: Reference
    drawn: int | None
    seed: Line | None
    reason: Prose
    agreed_by: str | None
    agreed_because: Prose | None


class ShareShown(Message):
    """A key question's share.

    Attributes:
        question: its number.
        title: its words.
        yes: how many cases were answered yes; None where only a percentage is known.
        of: of how many.
        shown: the share in per cent.
        band: the title of its band.
        points: how many points per cent it lies from the nearest edge of its band.
        lowest: whether it decided the standard's rating.
    """

    question: StandardId
    title: str
    yes: int | None
    of: int | None
    shown: str | None
    band: str | None
    points: str | None
    lowest: bool


class StandardChanged(Message):
    """What would have to be otherwise in one standard.

    Attributes:
        standard: its number.
        said: each change, in words.
    """

    standard: StandardId
    said: tuple[str, ...]


class ChangeShown(Message):
    """The fewest changes that would give another rating.

    Attributes:
        number: how many.
        rating: the rating that they would give.
        standards: one smallest set of them, by standard.
    """

    number: int
    rating: LevelId
    standards: tuple[StandardChanged, ...]

    @property
    def counted(self) -> str:
        """How many they are, in words: ``1 change``."""
        return counted(self.number, "change")


class NearnessShown(Message):
    """How near the edge a rating is.

    Attributes:
        up: the fewest changes that would give a higher rating; None where none would, or none is known.
        down: likewise for a lower one.
        look_closer: why a panel is advised to look closer, each in a clause.
        unknown: why changes cannot be counted, where they cannot.
    """

    up: ChangeShown | None
    down: ChangeShown | None
    look_closer: tuple[str, ...]
    unknown: str | None


class RatedBeside(Message):
    """The same standard in another inspection of the year.

    Attributes:
        inspection: which one.
        provider_name: whose.
        decided_on: the day of its decision.
        derived: the rating by the rule.
        decided: the rating as decided.
        lowest: the shares that decided it.
    """

    inspection: Reference
    provider_name: Line
    decided_on: date
    derived: LevelId | None
    decided: LevelId | None
    lowest: tuple[LowestShare, ...]


class PackStandard(Message):
    """One standard as the panel is to consider it.

    Attributes:
        standard: its number.
        title: its title.
        rating: its rating by the rule; None where it has none.
        source: what the rating rests on: ``judgement``, ``cases`` or another source of a derivation.
        rule: how it came out, in words.
        proposal: what the lead proposes, for a judged standard.
        shares: its key questions, for one that cases decide.
        nearness: how near the edge it is.
        year: the same standard in the year's other inspections, by the day of their decision.
        before: its rating when this provider was last inspected; None where it was not rated then, or never.
    """

    standard: StandardId
    title: str
    rating: LevelId | None
    source: str
    rule: str
    proposal: Proposal | None
    shares: tuple[ShareShown, ...]
    nearness: NearnessShown
    year: tuple[RatedBeside, ...]
    before: LevelId | None


class DepartureBefore(Message):
    """A departure of the year, with its reasons.

    Attributes:
        inspection: where.
        decided_on: the day of its decision.
        departure: both ratings, with what prompted it and why.
        subject: what was departed from, in words: a standard with its title, or the overall rating.
        prompted_by: what prompted it, as the scheme puts it or in the panel's own words.
        far: in what way it goes far, in words; None where it does not.
    """

    inspection: Reference
    decided_on: date
    departure: Departure
    subject: str
    prompted_by: str
    far: str | None = None


class Pack(Message):
    """The papers of one item.

    Attributes:
        panel: the meeting.
        meets_on: its day.
        inspection: the item.
        provider: the provider's short code.
        provider_name: its name.
        scheme: the id of the rating scheme.
        scheme_version: its version.
        scheme_digest: its digest.
        under: what the pack is about, by digest.
        changed: what has changed since the panel last decided on it; nothing if it never did.
        overall: the overall rating by the rule.
        score: its points.
        max_score: the most they could be.
        nearness: how near the edge the overall rating is.
        standards: every standard, in the scheme's order.
        year_from: the first day of the year that is looked at, which ends with the meeting.
        departures: the year's departures under the same scheme.
        overall_before: the overall rating when this provider was last inspected.
        inspected_before: that inspection; None if it never was.
        carried: the lines of enquiry that were carried to the panel.
        given_up: the lists that were replaced when their seed was known.
    """

    panel: Reference
    meets_on: date
    inspection: Reference
    provider: Reference
    provider_name: Line
    scheme: Reference
    scheme_version: Line
    scheme_digest: Digest
    under: Bound
    changed: tuple[str, ...]
    overall: LevelId | None
    score: int | None
    max_score: int | None
    nearness: NearnessShown
    standards: tuple[PackStandard, ...]
    year_from: date
    departures: tuple[DepartureBefore, ...]
    overall_before: LevelId | None
    inspected_before: Reference | None
    carried: tuple[CarriedShown, ...] = ()
    given_up: tuple[GivenUpShown, ...] = ()

    @property
    def content(self) -> bytes:
        """All that the pack contains, as canonical JSON."""
        return canonical(self.model_dump(mode="json"))

    @cached_property
    def digest(self) -> str:
        """The digest of that, by which a decision names the pack."""
        return sha256_hex(self.content)
