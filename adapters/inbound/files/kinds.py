"""A file with a kind of inspection: how large it may be, and whether it fits beside what there is."""

from activities.ports import StoreFault
from adapters.inbound.services import Services
from domain.inspections.kinds.fit import misfits
from domain.inspections.kinds.protocol import Protocol
from domain.providers.provider import Provider
from domain.refusals import Refused

__all__ = ["LARGEST_PROTOCOL", "refuse_unfit"]

LARGEST_PROTOCOL = 1_000_000
"""In bytes: many times what any honest file has."""


def refuse_unfit(found: Protocol, services: Services, where: str) -> None:
    """Refuse a kind of inspection that does not fit beside the frameworks, schemes and kinds that there are.

    Args:
        found: the kind.
        services: the installation.
        where: the file that it is from, for what is said.

    Raises:
        Refused: ``bad-protocol`` or ``same-version-twice``.
    """
    library = services.library()
    unheard_of = (
        f"No other kind of inspection is for a {kind}, and no provider is registered as one; if that is what is meant, "
        "register a provider of that kind first."
        for kind in _nobody_is(found, services)
    )
    wrong = [*misfits(found, library), *unheard_of]
    if wrong:
        raise Refused.because("bad-protocol", f"{where}: {' '.join(wrong)}")
    there = library.protocol_version(found.id, found.version)
    if there is not None and there.digest != found.digest:
        raise Refused.because(
            "same-version-twice",
            f"{where}: there is a different kind of inspection {found.id} version {found.version} already; "
            "give this one another version.",
        )


def _nobody_is(kind: Protocol, services: Services) -> list[str]:
    """The kinds of provider that a kind of inspection is for and that nobody has heard of: slips, as a rule."""
    others = (each.inspects for each in services.library().protocols() if each.id != kind.id)
    unheard_of = set(kind.inspects).difference(*others)
    if not unheard_of:
        return []
    try:
        known = services.records.every("provider", Provider)
    except StoreFault:  # there is no record yet, and so no provider
        known = {}
    registered = (each.registered for each in known.values())
    return sorted(unheard_of - {each.kind for each in registered if each})
