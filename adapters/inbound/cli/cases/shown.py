"""``assay case show``: one case, with what is private about it, each part for those who may see it."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any

import typer

from activities.cases.offline_words import why_no_interview
from activities.privacy.personal import CaseAbout
from adapters.inbound.cli.privacy.sights import Sight, sees
from adapters.inbound.services import Summon
from adapters.inbound.shown.cases.reads import case_read, refuse_apart
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.events import CaseSampled
from domain.cases.state import CaseRead
from domain.privacy.boxes import Category

__all__ = ["add_show"]

_SHOWN: tuple[Category, ...] = ("case-reference", "case-note")


def add_show(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay case show``."""

    @group.command("show")
    def show(
        case: Annotated[str, typer.Argument(metavar="CASE", help="The case, as `assay case list` shows it.")],
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """Show how far a case has been read, with the provider's reference and the notes beside its answers.

        A case that was taken out of its sample is shown as it was read until then.

        Reference and notes are left out for a role that may not be shown them. What was erased says so. Protected
        characteristics are never shown of one case.

        Example: assay case show case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 --role inspector
        """
        seen = frozenset(each for each in _SHOWN if sees(role, each, case))
        services = summon()
        read = case_read(services, case, ever=True)
        refuse_apart(services, case)
        about = services.personal.case(case) if seen else None
        why = why_no_interview(services.personal, case) if "case-note" in seen else None
        if as_json:
            say_json(_as_json(case, read, about, why, seen))
        else:
            _tell(case, read, about, why, seen)


def _recorded(characteristics: Mapping[str, str] | str | None) -> str:
    if characteristics is None:
        return "not recorded"
    return characteristics if isinstance(characteristics, str) else "recorded"


def _as_json(
    case: str, read: CaseRead, about: CaseAbout | None, why: str | None, seen: Collection[Category]
) -> dict[str, Any]:
    """The case; what its reader may not see has no key at all, so that nobody takes it for not recorded."""
    drawn = _drawn(read)
    found: dict[str, Any] = {
        "case": case,
        "inspection": drawn.inspection,
        "population": drawn.population,
        "row": drawn.row,
        "status": read.status,
        "answers": {each: read.answers.get(each) for each in drawn.key_questions},
        "interview": {"held": read.interviewed, "held_on": _day(read)},
        "prompts": dict(read.beside.prompts),
        "classified": {
            aspect: {"provider": provider, "inspector": inspector}
            for aspect, (provider, inspector) in read.beside.classified.items()
        },
        "reader": read.readers.reader,
        "read_twice": read.readers.paired,
        "sub_samples": list(drawn.sub_samples),
    }
    if about is not None:
        found["characteristics"] = _recorded(about.characteristics)
        if "case-reference" in seen:
            found["reference"] = about.reference
            found["stratum"] = about.sort
        if "case-note" in seen:
            found["notes"] = dict(about.notes)
            found["interview"]["no_interview_because"] = why if read.interviewed is False else None
    return found


def _drawn(read: CaseRead) -> CaseSampled:
    """The draw that put a case into its sample, whether it was taken out again or not."""
    assert read.drawn is not None
    return read.drawn


def _day(read: CaseRead) -> str | None:
    held_on = read.beside.interview_on
    return held_on.isoformat() if held_on else None


def _interview(read: CaseRead, why: str | None) -> str:
    if read.interviewed is None:
        return "not recorded"
    return f"held on {_day(read)}" if read.interviewed else f"none{f': {why}' if why else ''}"


def _tell(
    case: str, read: CaseRead, about: CaseAbout | None, why: str | None, seen: Collection[Category]
) -> None:
    drawn = _drawn(read)
    say(f"{case}: row {drawn.row} of {drawn.population}, for {drawn.inspection}")
    if about is not None and "case-reference" in seen:
        say(f"Reference: {about.reference or 'not noted'}")
        if about.sort:
            say(f"Drawn from the stratum {about.sort}")
    for aspect, (provider, inspector) in read.beside.classified.items():
        say(
            f"{aspect.replace('-', ' ')}: {provider or '-'} by the provider, {inspector or '-'} by the inspector"
        )
    characteristics = f"; protected characteristics: {_recorded(about.characteristics)}" if about else ""
    say(f"Read: {read.status}{characteristics}")
    say(f"Interview: {_interview(read, why)}")
    questions = drawn.key_questions
    if about is not None and "case-note" in seen:
        rows = [(each, read.answers.get(each), about.notes.get(each)) for each in questions]
        table(("question", "answer", "note"), rows)
    else:
        table(("question", "answer"), [(each, read.answers.get(each)) for each in questions])
    if read.beside.prompts:
        table(("prompt", "answer"), sorted(read.beside.prompts.items()))
