"""The section of a follow-up's report: what it found beside the first results, as it is published (003)."""

from datetime import date

from domain.cases.diversity.counting import SMALLEST_SHOWN
from domain.frameworks.model import Framework
from domain.inspections.report.beside import ShownRow, shown_rows
from domain.inspections.report.looked_again import LookedAgain
from domain.inspections.report.said import Said, Texts
from domain.messages import Message
from domain.ratings.scheme import Scheme

__all__ = ["Again", "again_in"]


class Again(Message):
    """What a follow-up found beside the first results, as it is published.

    Attributes:
        follows: the first inspection; None where it is not on the record.
        earlier: the first inspection by its title and day, where it is not on the record; else None.
        first_published: when the first report came out; None where that is not on the record.
        sources: where the first figures were published, where they are not recomputed.
        prompted: the recommendations that prompted it: the code and the words of each.
        only: which cases were looked at again.
        periods: what each period is called, and for how many weeks at least its cases were supervised.
        rows: every criterion and key question, with what is small in it hidden.
        titles: the titles of the criteria and standards, and the key questions, by their numbers.
        first_cases: how many of the first inspection's cases were meant; None where that is not published.
        again_cases: how many of the follow-up's; None where that is not published.
        conclusions: what was concluded on each criterion.
        conclusion: what was concluded on the whole.
    """

    follows: str | None
    earlier: str | None
    first_published: date | None
    sources: tuple[str, ...]
    prompted: tuple[tuple[str, Said], ...]
    only: Said
    periods: tuple[tuple[Said, int], ...]
    rows: tuple[ShownRow, ...]
    titles: tuple[tuple[str, str], ...]
    first_cases: int | None
    again_cases: int | None
    conclusions: tuple[tuple[str, Said], ...]
    conclusion: Said


def again_in(
    again: LookedAgain | None, texts: Texts, framework: Framework | None, scheme: Scheme | None
) -> Again | None:
    """What a report says of a follow-up; nothing where there is none.

    Args:
        again: it as the draft took it up.
        texts: what people wrote, in the language of the report.
        framework: for titles; None where there is none.
        scheme: for the titles of standards without a framework.
    """
    if again is None:
        return None
    titles = {each.id: each.title for each in scheme.standards} if scheme else {}
    for standard in framework.standards() if framework else ():
        titles |= {standard.number: standard.title}
        titles |= {each.number: each.text for each in standard.key_questions}
    whole = (*again.not_rescored, *again.standards)
    return Again(
        follows=again.follows,
        earlier=again.earlier,
        first_published=again.first_published,
        sources=again.sources,
        prompted=tuple((each.id, texts[f"prompted-by/{each.id}"]) for each in again.recommendations),
        only=texts["follow-up/only"],
        periods=tuple((texts[f"period/{each.id}"], each.minimum_weeks) for each in again.periods),
        rows=shown_rows(again.rows, whole, [each.id for each in again.periods]),
        titles=tuple((each.subject, titles.get(each.subject, "")) for each in again.rows),
        first_cases=_unless_few(again.first_cases),
        again_cases=_unless_few(again.again_cases),
        conclusions=tuple((each, texts[f"concluded/{each}"]) for each, _ in again.conclusions),
        conclusion=texts["follow-up/conclusion"],
    )


def _unless_few(cases: int | None) -> int | None:
    return None if cases is None or 0 < cases < SMALLEST_SHOWN else cases
