"""The words of the notices about a report: to the provider, to its distribution list, and under embargo."""

from domain.inspections.state import Inspection
from domain.working_days import in_words

__all__ = ["KINDS", "report_words"]

KINDS = ("draft", "publication", "correction", "withdrawal", "distribution", "embargo", "embargo-put-off")
"""The kinds of notice that are about a report."""


def report_words(kind: str, code: str, state: Inspection) -> tuple[str, str]:
    """Subject and body of a notice about a report.

    Args:
        kind: what it is about, one of :data:`KINDS`.
        code: the code under which it is owed.
        state: where the inspection stands.
    """
    name = state.known.provider_name
    match kind:
        case "draft":
            running = state.deadlines.get("factual-accuracy")
            until = f" by the end of {in_words(running.due)}" if running else ""
            return "Draft report for factual accuracy", (
                "The draft report is ready for you to check for matters of factual accuracy only. "
                f"Please send your points{until}."
            )
        case "publication":
            plan = " You are asked for an action plan on its recommendations." if state.plan else ""
            if state.editions and not state.editions[-1].public:
                return "Your inspection report is ready", f"The report is ready; it is not published.{plan}"
            return "Your inspection report is published", f"The report has been published.{plan}"
        case "correction":
            return "Your inspection report is corrected", (
                f"Edition {state.editions[-1].number} of the report takes the place of the one before. What was "
                "changed, and why, is said in it."
            )
        case "withdrawal":
            return f"The report on {name} is withdrawn", f"The report was withdrawn: {state.withdrawn}"
        case "embargo":
            until = f" until {in_words(state.publish_on)}" if state.publish_on else ""
            time = f", {state.publish_at}" if state.publish_at else ""
            return f"Under embargo: the report on {name}", (
                "A copy of the report comes to you before it is published. "
                f"Nothing of it may be made known{until}{time}."
            )
        case "embargo-put-off":
            return f"Still under embargo: the report on {name} is put off", (
                "The report of which a copy came to you is not published on the day that you were told. Nothing of it "
                "may be made known; another day will be told to you with another copy."
            )
        case _:
            edition = next((each for each in reversed(state.editions) if f"-{each.number}-" in code), None)
            if edition is not None and not edition.public:
                return (
                    f"The report on {name}",
                    "The report is for its distribution list; it is not published.",
                )
            return f"The report on {name} is published", "The report has been published."
