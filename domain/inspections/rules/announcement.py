"""Announcing an inspection and pinning its rules (002 L126, L132; 004 §1.9)."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import InspectionAnnounced, Pin
from domain.inspections.protocol import Protocol
from domain.inspections.state import Inspection
from domain.library import Library
from domain.providers.provider import Provider
from domain.refusals import Refusal

__all__ = ["RULES"]


def _provider(_state: Inspection, command: AnnounceInspection, _library: Library) -> tuple[str, ...]:
    return (f"provider-{command.provider}",)


@rule(
    AnnounceInspection,
    events=[InspectionAnnounced],
    refusals=[
        "already-announced",
        "unknown-provider",
        "unknown-protocol",
        "protocol-not-in-force",
        "unknown-framework",
        "unknown-scheme",
        "scheme-not-in-force",
        "wrong-kind-of-provider",
        "date-in-past",
        "notice-too-short",
        "dates-reversed",
        "not-a-working-day",
        "calendar-exhausted",
    ],
    reads=_provider,
)
def announce(state: Inspection, command: AnnounceInspection, given: Given) -> Decided:
    """Announces an inspection to a provider, with its lead and its fieldwork, and pins its rules."""
    if state.announced is not None:
        return Refusal(
            "already-announced", f"The inspection {command.inspection} has been announced already."
        )
    provider: Provider = given.seen[f"provider-{command.provider}"]
    if provider.registered is None:
        return Refusal("unknown-provider", f"There is no provider {command.provider}; register it first.")
    protocol = given.library.protocol(command.protocol, on=given.today) or given.library.protocol(
        command.protocol
    )
    if protocol is None:
        there_are = ", ".join(each.id for each in given.library.protocols()) or "none"
        return Refusal(
            "unknown-protocol",
            f"There is no kind of inspection called {command.protocol}; there are: {there_are}.",
        )
    if provider.registered.kind not in protocol.inspects:
        return Refusal(
            "wrong-kind-of-provider",
            f"{protocol.title} is not for a provider of the kind {provider.registered.kind}.",
        )
    wrong = _not_in_force(protocol, given) or _bad_dates(protocol, command, given)
    if wrong is not None:
        return wrong
    framework = given.library.framework(protocol.framework or "", on=given.today)
    if framework is None:
        return Refusal(
            "unknown-framework",
            f"There is no standards framework called {protocol.framework} in force on {given.today}.",
        )
    scheme = given.library.scheme(protocol.scheme or "", on=given.today)
    if scheme is None:
        return _no_scheme(protocol, given)
    return (
        InspectionAnnounced(
            inspection=command.inspection,
            provider=command.provider,
            provider_name=provider.registered.title,
            protocol=Pin(id=protocol.id, version=protocol.version, digest=protocol.digest),
            framework=Pin(id=framework.id, version=framework.version, digest=framework.digest),
            scheme=Pin(id=scheme.id, version=scheme.version, digest=scheme.digest),
            lead=command.lead,
            announced_on=given.today,
            fieldwork_from=command.fieldwork_from,
            fieldwork_to=command.fieldwork_to,
            request_due=given.calendar.after(given.today, protocol.days("evidence-request")),
        ),
    )


def _no_scheme(protocol: Protocol, given: Given) -> Refusal:
    known = given.library.scheme(protocol.scheme or "")
    if known is None:
        return Refusal("unknown-scheme", f"There is no rating scheme called {protocol.scheme}.")
    if known.status == "proposed":
        return Refusal("scheme-not-in-force", f"The rating scheme {known.id} is only proposed so far.")
    until = f" until {known.in_force_to}" if known.in_force_to else ""
    return Refusal(
        "scheme-not-in-force",
        f"The rating scheme {known.id} is in force from {known.in_force_from}{until}, not on {given.today}.",
    )


def _not_in_force(protocol: Protocol, given: Given) -> Refusal | None:
    if protocol.status == "proposed":
        return Refusal("protocol-not-in-force", f"{protocol.title} is only proposed so far.")
    if not protocol.applies_on(given.today):
        return Refusal(
            "protocol-not-in-force",
            f"{protocol.title} is in force from {protocol.in_force_from}"
            + (f" until {protocol.retired_from}" if protocol.retired_from else "")
            + f", not on {given.today}.",
        )
    return None


def _bad_dates(protocol: Protocol, command: AnnounceInspection, given: Given) -> Refusal | None:
    first, last = command.fieldwork_from, command.fieldwork_to
    if first <= given.today:
        return Refusal(
            "date-in-past", f"Fieldwork cannot begin on {first}: it must be after today, {given.today}."
        )
    if last < first:
        return Refusal("dates-reversed", f"Fieldwork cannot end on {last}, before it begins on {first}.")
    for day in (first, last):
        if not given.calendar.is_working(day):
            return Refusal("not-a-working-day", f"{day} is not a working day.")
    earliest = given.calendar.after(given.today, protocol.days("notice"))
    if first < earliest:
        return Refusal(
            "notice-too-short",
            f"With {protocol.days('notice')} working days of notice, fieldwork begins on {earliest} at the earliest.",
        )
    return None


RULES = (announce,)
