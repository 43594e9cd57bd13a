"""``assay case show``: one case, with what is private about it, for those who may see it."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from activities.personal import CaseAbout
from adapters.inbound.cli.services import Services, Summon
from adapters.inbound.cli.sights import Sight, may_see
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.cases.state import NO_CASE, CaseRead
from domain.privacy.boxes import ERASED
from domain.refusals import Refused

__all__ = ["add_show"]


def add_show(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay case show``."""

    @group.command("show")
    def show(
        case: Annotated[str, typer.Argument(metavar="CASE", help="The case, as `assay case list` shows it.")],
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """Show how far a case has been read, with the provider's reference and the notes beside its answers.

        What was erased says so. Protected characteristics are never shown of one case.

        Example: assay case show case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 --role inspector
        """
        may_see(role, "case-reference")
        may_see(role, "case-note")
        services = summon()
        read = _read(services, case)
        about = services.personal.case(case)
        if as_json:
            say_json(_as_json(case, read, about))
        else:
            _tell(case, read, about)


def _read(services: Services, case: str) -> CaseRead:
    if not case.startswith("case-"):
        raise Refused(NO_CASE)
    state: CaseRead = services.records.read([case])[case].state
    if state.sampled is None:
        raise Refused(NO_CASE)
    return state


def _recorded(characteristics: Mapping[str, str] | str | None) -> str:
    if characteristics is None:
        return "not recorded"
    return ERASED if isinstance(characteristics, str) else "recorded"


def _as_json(case: str, read: CaseRead, about: CaseAbout) -> dict[str, Any]:
    assert read.sampled is not None
    return {
        "case": case,
        "inspection": read.sampled.inspection,
        "population": read.sampled.population,
        "row": read.sampled.row,
        "status": read.status,
        "reference": about.reference,
        "characteristics": _recorded(about.characteristics),
        "answers": {each: read.answers.get(each) for each in read.sampled.key_questions},
        "notes": dict(about.notes),
    }


def _tell(case: str, read: CaseRead, about: CaseAbout) -> None:
    assert read.sampled is not None
    say(f"{case}: row {read.sampled.row} of {read.sampled.population}, for {read.sampled.inspection}")
    say(f"Reference: {about.reference or 'not noted'}")
    say(f"Read: {read.status}; protected characteristics: {_recorded(about.characteristics)}")
    table(
        ("question", "answer", "note"),
        [(each, read.answers.get(each), about.notes.get(each)) for each in read.sampled.key_questions],
    )
