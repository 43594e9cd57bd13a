"""The words of the notices that Assay sends about a meeting. They name dates and inspections, never persons.

A notice says only what stood when it came to be owed, so that one that is sent late, or again, says the same.
"""

from domain.inspections.notices import Notice
from domain.panels.state import Panel
from domain.streams import panel_stream
from domain.working_days import in_words

__all__ = ["panel_notice"]


def panel_notice(panel: str, state: Panel, code: str) -> Notice:
    """The notice with this code.

    Args:
        panel: the meeting's reference.
        state: where it stands.
        code: the code under which the notice is owed.
    """
    subject, body = _words(state, code)
    return Notice(
        id=f"panel-{panel}/{code}",
        to=panel_stream(panel),
        subject=f"{subject} ({panel})",
        body=f"Panel: {panel}\n\n{body}\n",
    )


def _words(state: Panel, code: str) -> tuple[str, str]:
    convened = state.convened
    assert convened is not None, "a notice is owed about a meeting that nobody called"
    meets = in_words(convened.meets_on)
    if code == "meeting":
        listed = "\n".join(f"- {each.inspection}{_papers(each.papers_due)}" for each in convened.agenda)
        return "The ratings panel meets", f"The ratings panel meets on {meets}, to consider:\n\n{listed}"
    if code == "called-off":
        return "The ratings panel is called off", f"The ratings panel of {meets} will not meet."
    if code == "minutes-overdue":
        return "Minutes are overdue", f"The minutes of the ratings panel of {meets} have not been approved."
    inspection = code.removeprefix("papers-overdue-")
    return (
        "Papers are overdue",
        f"No papers on {inspection} have been issued for the ratings panel of {meets}.",
    )


def _papers(due: object) -> str:
    return f" (papers by {due})" if due else ""
