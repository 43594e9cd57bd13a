"""`assay programme explain`: why an inspection has no place, or not then, or not with her."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.programme.ports import Explanation, Question, Reason
from adapters.inbound.cli.programme.scheduling import YearFile, read
from adapters.inbound.files.programme.cells import WEEK
from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.programme.plan import Placement
from domain.programme.problem import Problem
from domain.programme.weeks import spoken
from domain.refusals import Refused

__all__ = ["add_explaining"]

MOST_SHOWN = 6
"""Of several things of one sort, those that people are shown."""


def add_explaining(group: typer.Typer, summon: Summon) -> None:
    """Register the command.

    Args:
        group: the group ``programme``.
        summon: gives the installation, for its solver.
    """

    @group.command("explain")
    def explain(
        year: YearFile,
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan of it that keeps every rule.")],
        inspection: Annotated[str, typer.Argument(metavar="INSPECTION", help="The inspection, by its code.")],
        start: Annotated[
            str | None, typer.Option(metavar="WEEK", help="Why not in this week: 14, 2027-07-12 or 2027-W28.")
        ] = None,
        person: Annotated[
            str | None, typer.Option(metavar="CODE", help="Why not with this person on the team.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say why an inspection cannot be placed in a plan as it stands, and what would have to give.

        The reasons leave it no place together; if any one of them were left out, the others would leave one. Each is
        tried again before it is said. If the plan places the inspection, it is asked as if it did not. Ends with 0
        whatever the answer.

        Example: assay programme explain year-2027 plan.csv crc-07 --start 14 --person p-012
        """
        source = read(year)
        try:
            week = None if start is None else WEEK.read(start, source.problem.first_monday)
        except ValueError as error:
            raise Refused.because("bad-value", f"--start {error}.") from None
        question = Question(inspection, week, person)
        explanation = summon().scheduling.explain(source.problem, read_plan(plan, source.problem), question)
        if as_json:
            say_json(_as_data(explanation))
        else:
            _tell(source.problem, question, explanation)


def _as_data(explanation: Explanation) -> dict[str, Any]:
    def placed(placement: Placement | None) -> Any:
        return None if placement is None else placement.model_dump(mode="json")

    return {
        "possible": placed(explanation.possible),
        "reasons": [
            {
                "rule": each.rule,
                "about": each.about,
                "sentence": each.sentence,
                "instead": placed(each.instead),
                "parts": [{"about": about, "sentence": sentence} for about, sentence in each.parts],
                "besides": list(each.besides),
            }
            for each in explanation.reasons
        ],
    }


def _tell(problem: Problem, question: Question, explanation: Explanation) -> None:
    asked = question.inspection
    if question.start is not None:
        asked += f" in week {question.start}"
    if question.person is not None:
        asked += f" with {question.person}"
    if explanation.possible is not None:
        say(f"{asked} can be placed: {_where(problem, explanation.possible)}.")
        return
    reasons = explanation.reasons
    if len(reasons) == 1:
        say(f"{asked} cannot be placed in this plan, for one reason:")
    else:
        say(
            f"{asked} cannot be placed in this plan, for {len(reasons)} reasons together; each of them counts:"
        )
    for number, each in enumerate(reasons, 1):
        say(f"  {number}. {each.sentence}{':' if each.parts else ''}")
        for _, sentence in each.parts[:MOST_SHOWN]:
            say(f"       {sentence}")
        if len(each.parts) > MOST_SHOWN:
            say(f"       and {len(each.parts) - MOST_SHOWN} more; --json has them all")
    say(f"If {'it' if len(reasons) == 1 else 'one of them alone'} gave way, all else staying:")
    for number, each in enumerate(reasons, 1):
        say(f"  {number}. {_gives(problem, each, [one.sentence for one in reasons])}")


def _gives(problem: Problem, reason: Reason, sentences: Sequence[str]) -> str:
    """What would be possible if a reason alone gave way, or what would stand in the way then."""
    if reason.instead is not None:
        return f"it could be in {_where(problem, reason.instead)}"
    others = [f"reason {sentences.index(each) + 1}" if each in sentences else each for each in reason.besides]
    return f"it could not be placed all the same: {'; '.join(others)}" if others else "nothing would change"


def _where(problem: Problem, placement: Placement) -> str:
    return f"{spoken(problem.first_monday, placement.start)} with {placement.spoken_team}"
