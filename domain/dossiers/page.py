"""What the first page of a dossier says to a person who is no programmer."""

from dataclasses import dataclass

__all__ = ["DepartureTold", "ErasureTold", "Page", "RatingTold", "RulesTold"]


@dataclass(frozen=True, slots=True)
class RulesTold:
    """A rating scheme or a standards framework: its title, id and version, and the digest by which to compare it."""

    told: str
    digest: str


@dataclass(frozen=True, slots=True)
class RatingTold:
    """One standard: the rating that the rule gives, and the one that was decided; None where it is not rated."""

    standard: str
    title: str
    derived: str | None
    decided: str | None


@dataclass(frozen=True, slots=True)
class DepartureTold:
    """Where the panel departed from the rule, and why."""

    subject: str
    derived: str
    decided: str
    trigger: str
    reason: str


@dataclass(frozen=True, slots=True)
class ErasureTold:
    """What was erased about somebody, as the record accounts for it; it names nobody."""

    subject: str
    categories: tuple[str, ...]
    recorded_at: str
    authority: str


@dataclass(frozen=True, slots=True)
class Page:
    """The first page.

    Attributes:
        inspection: the reference.
        providers: the names of those inspected.
        announced_on: the day, as YYYY-MM-DD.
        scheme: the rating scheme.
        framework: the standards framework; None where the inspection is bound to none.
        origin: the record's name.
        key: the public key that signed.
        position: the place on the record of the event that derived the ratings.
        trace_digest: the digest of the derivation.
        cases: how many cases were read.
        seconds: how many of them were drawn to be read twice.
        ratings: every standard.
        overall: the overall rating by the rule.
        cancelled_on: the day on which it was recorded that the inspection was cancelled; None if it was not.
        withdrawn: why the report was withdrawn; None where it was not.
        became: what became of the report, from its signature on: each with the day on which it was recorded.
        decided_on: the day of the decision; None if no decision on these ratings stands.
        decided_overall: the overall rating as decided.
        panel: the panel that decided; None if there was none.
        undone: the last decision and what undid it, in words; None where one stands, or there was none.
        departures: where it departed from the rule.
        erased: what was erased about the cases and lists.
        events: how many events are in the dossier.
        sealed: how many the checkpoint is over.
        sealed_at: when it was signed.
        simulated: whether the time of the record is simulated.
    """

    inspection: str
    providers: tuple[str, ...]
    announced_on: str
    scheme: RulesTold
    framework: RulesTold | None
    origin: str
    key: str
    position: int
    trace_digest: str
    cases: int
    seconds: int
    ratings: tuple[RatingTold, ...]
    overall: str | None
    cancelled_on: str | None
    withdrawn: str | None
    became: tuple[tuple[str, str], ...]
    decided_on: str | None
    decided_overall: str | None
    panel: str | None
    undone: str | None
    departures: tuple[DepartureTold, ...]
    erased: tuple[ErasureTold, ...]
    events: int
    sealed: int
    sealed_at: str
    simulated: bool
