"""The words of the notice that somebody is in danger. It names the case and the alert, and nothing that either says."""

from domain.cases.alerts.alert import Alert
from domain.cases.alerts.commands import Occasion
from domain.inspections.notices import Notice
from domain.people.roles import Role
from domain.working_days import in_words

__all__ = ["alert_notice"]


def alert_notice(stream: str, alert: Alert, occasion: Occasion) -> Notice:
    """The notice of an alert.

    Args:
        stream: the alerts of the case.
        alert: the alert.
        occasion: whether it was raised, or its day has ended and nobody had acknowledged it.
    """
    raised = alert.raised
    late = occasion == "unacknowledged"
    said = (
        f"Nobody has acknowledged this alert, whose day ended with {in_words(raised.due)}."
        if late
        else f"This alert was raised on {in_words(raised.due)}. Somebody must acknowledge it before that day ends."
    )
    return Notice(
        id=f"{stream}/{raised.number}/{occasion}",
        to=f"role-{Role.OPERATIONS_MANAGER.value}",
        subject=f"Alert {raised.number} of {raised.case}: {'not acknowledged' if late else 'somebody is in danger'}",
        body=(
            f"Inspection: {raised.inspection}\nCase: {raised.case}\nAlert: {raised.number}\n\n{said}\n\n"
            f"To read it: assay case alerts {raised.inspection}\n"
            f"To acknowledge it: assay case acknowledge {raised.case} --number {raised.number} --action -\n"
        ),
    )
