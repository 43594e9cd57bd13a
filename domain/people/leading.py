"""The judgements of whoever leads an inspection: the lead's, or a deputy's, where there is a staff record (004 §4.15).

The authority table says that a lead inspector judges; this says which one: the lead of this inspection, and nobody who
leads another. Whoever is to judge for them is named as their deputy, or becomes the lead, and so is on the record.
"""

from datetime import date

from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.people.staff.state import Staff
from domain.refusals import Refusal

__all__ = ["JUDGEMENTS", "not_the_lead"]

JUDGEMENTS = frozenset(
    {
        # What is proposed to the panel, or to whoever decides in its place.
        "propose-rating",
        "check-correlation",
        "propose-ratings",
        "score-criterion",
        "leave-unrated",
        # What comes of the lines of enquiry and of a point against the draft.
        "close-enquiry",
        "carry-enquiry",
        "accept-challenge",
        "reject-challenge",
        # What a follow-up concludes, and whether an action plan will do.
        "conclude-criterion",
        "conclude-follow-up",
        "accept-action-plan",
        "return-action-plan",
        "follow-up-action-plan",
        "give-up-action",
        "note-plan-not-received",
    }
)
"""The commands by which the lead inspector of an inspection judges, by their verbs."""


def not_the_lead(
    verb: str, role: Role, who: str, inspection: Inspection, staff: Staff, day: date
) -> Refusal | None:
    """Why a judgement is not for somebody who acts as a lead inspector; None if it is, or is no such judgement.

    Args:
        verb: the command.
        role: in which role it is given; one that another role may give as well is not asked about.
        who: who gives it.
        inspection: the inspection that it is about.
        staff: what the staff record has of them.
        day: today.
    """
    if verb not in JUDGEMENTS or role is not Role.LEAD_INSPECTOR or inspection.announced is None:
        return None
    lead = inspection.known.lead
    if who == lead or lead in staff.deputises(role, day):
        return None
    return Refusal(
        "not-the-lead",
        f"{lead} leads this inspection, and this is for the lead to judge: "
        f"have {who} named as a deputy of {lead}, or as the lead.",
    )
