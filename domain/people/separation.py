"""Separation of duties: who may not do both. One table; each row says which rule keeps it, and is tried by a test.

Whoever leads an inspection proposes its ratings, so others decide on them, sign for them, and look at what is said
against them (004 §4.16-4.17). That goes for whoever led it until another was named, and for whoever proposed in the
lead's stead, as well. Most rows are kept by the rules of their rooms, staff record or none. The others are
kept here, by whoever has the part that the row begins with, where there is a staff record.
"""

from dataclasses import dataclass
from typing import Literal

from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["SEPARATION", "Separated", "both"]

Part = Literal["lead", "reader-or-lead", "first-reader", "second-reader", "whoever-has-it"]


@dataclass(frozen=True, slots=True)
class Separated:
    """Two duties that nobody has both of.

    Attributes:
        part: who.
        barred_from: the commands that they may not give, by their verbs; or for whom they may not be named.
        code: the code of the refusal.
        kept: by the rules of the room, or by the staff record.
        why: in a sentence.
    """

    part: Part
    barred_from: tuple[str, ...]
    code: str
    kept: Literal["room", "record"]
    why: str


SEPARATION: tuple[Separated, ...] = (
    Separated(
        "lead",
        ("sign-off-report",),
        "may-not-sign",
        "room",
        "Who leads or led an inspection, or proposed its ratings, does not sign its report.",
    ),
    Separated(
        "lead",
        ("confirm-ratings",),
        "may-not-confirm",
        "room",
        "Who leads or led an inspection, or proposed its ratings, does not decide them where there is no panel.",
    ),
    Separated(
        "lead",
        ("waive-second-reads", "review-agreement"),
        "leads-it",
        "record",
        "Who leads or led an inspection does not answer for how consistently its cases are read.",
    ),
    Separated(
        "lead",
        ("lift-condition",),
        "leads-it",
        "record",
        "Who leads or led an inspection does not lift the panel's conditions.",
    ),
    Separated(
        "lead",
        ("assign-comment",),
        "reviewer-concerned",
        "room",
        "Who led an inspection, or proposed or decided its ratings, does not look into a complaint about it.",
    ),
    Separated(
        "reader-or-lead",
        ("decide-ratings",),
        "chair-barred",
        "room",
        "Who leads or led an inspection, proposed, or read its cases, is neither in its chair nor in its quorum.",
    ),
    Separated(
        "first-reader",
        ("allocate-second-read",),
        "first-reader",
        "room",
        "Whoever has, or had, the first read of a case does not read it again.",
    ),
    Separated(
        "second-reader",
        ("allocate-case", "stand-in"),
        "second-reader",
        "room",
        "Whoever has the second read of a case has no hand in the first.",
    ),
    Separated(
        "first-reader",
        ("decide-difference",),
        "own-read",
        "room",
        "Whoever read a case does not decide which answer counts.",
    ),
    Separated(
        "second-reader",
        ("decide-difference",),
        "own-read",
        "room",
        "Whoever read a case does not decide which answer counts.",
    ),
    Separated(
        "first-reader",
        ("give-up-second-read", "waive-second-reads", "draw-second-reads", "draw-dip-sample"),
        "own-read",
        "room",
        "Whoever reads a case does not settle whether it, or others beside it, are read again.",
    ),
    Separated(
        "second-reader",
        ("give-up-second-read", "waive-second-reads", "draw-second-reads", "draw-dip-sample"),
        "own-read",
        "room",
        "Whoever reads a case does not settle whether it, or others beside it, are read again.",
    ),
    Separated(
        "first-reader",
        ("review-agreement", "review-agreement-over-period"),
        "own-read",
        "room",
        "Whoever gave one of the answers does not look into how far they agree, in one inspection or in several.",
    ),
    Separated(
        "second-reader",
        ("review-agreement", "review-agreement-over-period"),
        "own-read",
        "room",
        "Whoever gave one of the answers does not look into how far they agree, in one inspection or in several.",
    ),
    Separated(
        "lead",
        ("review-agreement-over-period",),
        "leads-it",
        "room",
        "Who leads or led an inspection does not answer for how consistently its cases are read.",
    ),
    Separated(
        "whoever-has-it",
        ("give-role", "end-role", "release-staff"),
        "own-role",
        "room",
        "Nobody gives or takes away a role of their own.",
    ),
    Separated(
        "whoever-has-it",
        ("accept-interest",),
        "own-interest",
        "room",
        "Nobody accepts an interest of their own.",
    ),
)
"""Who may not do both."""


def both(verb: str, who: str, inspection: Inspection) -> Refusal | None:
    """Why somebody may not give a command because of another duty that they have in the inspection; None if they may.

    Args:
        verb: the command.
        who: who gives it.
        inspection: where the inspection stands.
    """
    for row in SEPARATION:
        if row.kept == "record" and verb in row.barred_from and who in inspection.judges:
            return Refusal(row.code, row.why)
    return None
