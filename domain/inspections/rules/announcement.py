"""Announcing an inspection and pinning its rules (002 L126, L132; 004 §1.9)."""

from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.frameworks.model import Framework
from domain.given import Given
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import Inspected, InspectionAnnounced, Pin
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.rules.common import bad_fieldwork
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.providers.provider import Provider
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal
from domain.streams import provider_stream

__all__ = ["RULES"]


def _providers(_state: Inspection, command: AnnounceInspection, _library: Library) -> tuple[str, ...]:
    return tuple(provider_stream(each) for each in dict.fromkeys((command.provider, *command.also)))


@rule(
    AnnounceInspection,
    events=[InspectionAnnounced],
    refusals=[
        "already-announced",
        "unknown-provider",
        "provider-gone",
        "unknown-protocol",
        "protocol-not-in-force",
        "unknown-framework",
        "unknown-scheme",
        "scheme-not-in-force",
        "wrong-kind-of-provider",
        "listed-twice",
        "one-provider-only",
        "providers-missing",
        "area-missing",
        "request-missing",
        "date-in-past",
        "notice-too-short",
        "dates-reversed",
        "not-a-working-day",
        "calendar-exhausted",
    ],
    reads=_providers,
)
def announce(state: Inspection, command: AnnounceInspection, given: Given) -> Decided:
    """Announces an inspection of one or more providers, with its lead and its fieldwork, and pins its rules."""
    if state.announced is not None:
        return Refusal(
            "already-announced", f"The inspection {command.inspection} has been announced already."
        )
    protocol = given.library.protocol(command.protocol, on=given.today) or given.library.protocol(
        command.protocol
    )
    if protocol is None:
        there_are = ", ".join(each.id for each in given.library.protocols()) or "none"
        return Refusal(
            "unknown-protocol",
            f"There is no kind of inspection called {command.protocol}; there are: {there_are}.",
        )
    wrong = (
        _bad_providers(protocol, command, given)
        or _not_in_force(protocol, given)
        or _bad_scope(protocol, command, given)
        or bad_fieldwork(command.fieldwork_from, command.fieldwork_to, protocol.days("notice"), given)
    )
    if wrong is not None:
        return wrong
    # What is piloted is tried before it is in force (002 L169; 004 §7).
    on = None if protocol.status == "piloted" else given.today
    framework = protocol.framework and given.library.framework(protocol.framework, on=on)
    if protocol.framework and not framework:
        return Refusal(
            "unknown-framework",
            f"There is no standards framework called {protocol.framework} in force on {given.today}.",
        )
    scheme = protocol.scheme and given.library.scheme(protocol.scheme, on=on)
    if protocol.scheme and not scheme:
        return _no_scheme(protocol.scheme, given)
    asks = protocol.has(Stage.EVIDENCE_REQUEST)
    days = protocol.days("evidence-request") if asks else 0
    return (
        InspectionAnnounced(
            inspection=command.inspection,
            provider=command.provider,
            provider_name=_called(command.provider, given),
            others=tuple(
                Inspected(provider=each, provider_name=_called(each, given)) for each in command.also
            ),
            area=command.area,
            subject=command.subject,
            requested_by=command.requested_by,
            protocol=_pin(protocol),
            framework=_pin(framework) if framework else None,
            scheme=_pin(scheme) if scheme else None,
            stages=protocol.stages,
            signatories=protocol.signatories,
            lead=command.lead,
            announced_on=given.today,
            fieldwork_from=command.fieldwork_from,
            fieldwork_to=command.fieldwork_to,
            request_due=given.calendar.after(given.today, days) if asks else None,
        ),
    )


def _pin(item: Protocol | Framework | Scheme) -> Pin:
    return Pin(id=item.id, version=item.version, digest=item.digest)


def _called(provider: str, given: Given) -> str:
    found: Provider = given.seen[provider_stream(provider)]
    return found.title


def _bad_providers(protocol: Protocol, command: AnnounceInspection, given: Given) -> Refusal | None:
    for code in (command.provider, *command.also):
        provider: Provider = given.seen[provider_stream(code)]
        if provider.registered is None:
            return Refusal("unknown-provider", f"There is no provider {code}; register it first.")
        if provider.gone:
            return Refusal("provider-gone", f"The provider {code} is no more: {provider.gone}.")
        if provider.registered.kind not in protocol.inspects:
            return Refusal(
                "wrong-kind-of-provider",
                f"{protocol.title} is not for a provider of the kind {provider.registered.kind}.",
            )
    return None


def _bad_scope(protocol: Protocol, command: AnnounceInspection, given: Given) -> Refusal | None:
    """Whether it is one provider, several, or those of an area together, as this kind of inspection has it."""
    if len({command.provider, *command.also}) <= len(command.also):
        return Refusal("listed-twice", "A provider is named twice.")
    if command.also and protocol.whom in ("provider", "case"):
        return Refusal("one-provider-only", f"{protocol.title} looks at one provider only.")
    if not command.also and protocol.whom == "providers":
        return Refusal(
            "providers-missing", f"{protocol.title} looks at several providers; name the others too."
        )
    if command.area is None and protocol.whom == "area":
        return Refusal("area-missing", f"{protocol.title} looks at an area; say which.")
    if protocol.whom == "area" and (alone := _not_together(protocol, command, given)):
        return alone
    if command.requested_by is None and protocol.at_request:
        return Refusal("request-missing", f"{protocol.title} is carried out at a request; say at whose.")
    return None


def _not_together(protocol: Protocol, command: AnnounceInspection, given: Given) -> Refusal | None:
    """Why those named are not the providers of an area together: of several kinds, where it inspects several."""
    if not command.also:
        return Refusal(
            "providers-missing",
            f"{protocol.title} looks at the providers of an area together; name the others too.",
        )
    seen: list[Provider] = [given.seen[provider_stream(each)] for each in (command.provider, *command.also)]
    kinds = {each.registered.kind for each in seen if each.registered}
    if len(protocol.inspects) > 1 and len(kinds) == 1:
        others = ", ".join(each for each in protocol.inspects if each not in kinds)
        return Refusal(
            "providers-missing",
            f"{protocol.title} looks at providers of several kinds together; name one of another kind too: {others}.",
        )
    return None


def _no_scheme(scheme: str, given: Given) -> Refusal:
    known = given.library.scheme(scheme)
    if known is None:
        return Refusal("unknown-scheme", f"There is no rating scheme called {scheme}.")
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


RULES = (announce,)
