"""Under which name things stand on the record: the ids of the streams that more than one room speaks of.

What only its own room speaks of is named there: a case's streams in :mod:`domain.cases.streams`, and so on.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

__all__ = [
    "agreement_stream",
    "benchmark_stream",
    "by_code",
    "code_in",
    "diversity_stream",
    "dossier_stream",
    "framework_stream",
    "inspection_stream",
    "mailbox_stream",
    "panel_stream",
    "person_stream",
    "plan_in",
    "plan_stream",
    "programme_stream",
    "provider_stream",
    "quality_stream",
    "room_stream",
    "staff_stream",
]

V = TypeVar("V")
_OF = "."
"""Stands in no reference, so that no inspection is called like another one's plan of some provider."""
Named = Callable[[str], str]
"""Names the stream of a thing by its code: any of the functions below, and their like in the rooms."""


def code_in(stream: str, named: Named) -> str:
    """The code by which a stream was named: ``2026-05`` for ``panel-2026-05``, with :func:`panel_stream`.

    Args:
        stream: a stream of that kind; one of another kind is given back as it is.
        named: what names streams of that kind.
    """
    return stream.removeprefix(named(""))


def by_code(several: Mapping[str, V], named: Named) -> dict[str, V]:
    """What is known of the streams of one kind, by their codes in the place of their streams; the rest is left out."""
    return {code_in(each, named): known for each, known in several.items() if each.startswith(named(""))}


def inspection_stream(inspection: str) -> str:
    """The stream of an inspection, by its reference."""
    return f"inspection-{inspection}"


def room_stream(inspection: str) -> str:
    """The evidence room of an inspection: its register, its lines of enquiry and its timetable."""
    return f"evidence-{inspection}"


def quality_stream(inspection: str) -> str:
    """How consistently an inspection's cases were read: its second reads, dip sample and calibration."""
    return f"quality-{inspection}"


def agreement_stream(framework: str) -> str:
    """How far readers agree on a framework's key questions over many inspections, by the framework's id."""
    return f"agreement-{framework}"


def diversity_stream(inspection: str) -> str:
    """The report on protected characteristics of an inspection's cases."""
    return f"diversity-{inspection}"


def dossier_stream(inspection: str) -> str:
    """Whether the dossier of an inspection is released to everybody."""
    return f"dossier-{inspection}"


def plan_stream(inspection: str, provider: str | None = None) -> str:
    """The stream of the action plan that an inspection asks for.

    Args:
        inspection: its reference.
        provider: whose plan it is, where several are inspected together and each has its own; None where one is.
    """
    return f"action-plan-{inspection}" + (f"{_OF}{provider}" if provider else "")


def plan_in(stream: str) -> tuple[str, str | None]:
    """The inspection that asked for an action plan, and whose it is of several; undoes :func:`plan_stream`."""
    inspection, _, provider = code_in(stream, plan_stream).partition(_OF)
    return inspection, provider or None


def panel_stream(panel: str) -> str:
    """The stream of one meeting of the ratings panel, by its code."""
    return f"panel-{panel}"


def benchmark_stream(exercise: str) -> str:
    """The stream of a benchmarking exercise, in which several people read the same case, by its code."""
    return f"benchmark-{exercise}"


def programme_stream(programme: str) -> str:
    """The stream of a year's programme, by its code."""
    return f"programme-{programme}"


def provider_stream(provider: str) -> str:
    """The stream of a provider, by its code."""
    return f"provider-{provider}"


def framework_stream(framework: str) -> str:
    """The stream of a framework of standards, with every version of it, by its id."""
    return f"framework-{framework}"


def staff_stream(actor: str) -> str:
    """The stream of somebody on the staff, from the id under which they act."""
    return f"staff-{actor}"


def mailbox_stream(body: str) -> str:
    """The stream of a body beside the provider to which reports go, from its code."""
    return f"mailbox-{body}"


def person_stream(person: str) -> str:
    """The stream of a provider's contact, from the 32 hexadecimal digits that name them."""
    return f"person-{person}"
