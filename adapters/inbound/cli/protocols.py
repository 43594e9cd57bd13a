"""``assay protocols``: the kinds of inspection, each a dated, cited file; and whether a file of one's own is one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from activities.ports import StoreFault
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.inspections.kinds.fit import misfits
from domain.inspections.kinds.parts import JudgementRule, Population
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.refusals import Refused

__all__ = ["LARGEST_PROTOCOL", "WHOM", "add_to", "lines_of", "refuse_unfit"]

LARGEST_PROTOCOL = 1_000_000
"""In bytes: many times what any honest file has."""

WHOM = {
    "provider": "one provider",
    "providers": "several providers",
    "area": "the providers of an area",
    "case": "one case",
}
"""What a kind of inspection looks at, in words."""


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``protocols``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Kinds of inspection: whom they look at, their stages, periods, lists, partners and reports.",
    )
    app.add_typer(group, name="protocols")
    _add_list(group, summon)
    _add_show(group, summon)
    _add_validate(group, summon)


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(as_json: AsJson = False) -> None:
        """List the kinds of inspection: those that ship with Assay, and the installation's own.

        Example: assay protocols list
        """
        library = summon().library()
        kinds = library.protocols()
        if as_json:
            say_json({"protocols": [_summary(each) for each in kinds]})
        else:
            table(
                ("kind", "version", "standing", "looks at", "rated by", "stages"),
                [
                    (
                        each.id,
                        each.version,
                        _standing(each),
                        WHOM[each.whom],
                        each.scheme or "told in words",
                        len(each.stages),
                    )
                    for each in kinds
                ],
            )
        for refusal in library.left_out:
            complain(str(refusal))


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        kind: Annotated[str, typer.Argument(metavar="KIND", help="The id of the kind of inspection.")],
        version: Annotated[
            str | None,
            typer.Option(metavar="VERSION", help="An earlier version; the present one, if not given."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a kind of inspection: every setting, and where each is written.

        Example: assay protocols show nps-division-2018
        """
        found = _named(summon(), kind, version)
        if as_json:
            say_json({"digest": found.digest} | found.model_dump(mode="json", exclude_defaults=True))
        else:
            _say(found)


def _add_validate(group: typer.Typer, summon: Summon) -> None:
    @group.command("validate")
    def validate(
        file: Annotated[
            Path,
            typer.Argument(metavar="FILE", help="A .toml file of a kind of inspection.", allow_dash=True),
        ],
        as_json: AsJson = False,
    ) -> None:
        """Check the file of a kind of inspection, by itself and beside the frameworks and schemes there are.

        Example: assay protocols validate short-visit.toml
        """
        found = parse_protocol(read_file(file, largest=LARGEST_PROTOCOL), where=str(file))
        refuse_unfit(found, summon(), str(file))
        if as_json:
            say_json({"valid": True} | _summary(found))
        else:
            say(f"{file} is a kind of inspection: {found.id} version {found.version}.")
            _say(found)


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
    for sentence in misfits(found, library):
        raise Refused.because("bad-protocol", f"{where}: {sentence}")
    for kind in _nobody_is(found, services):
        raise Refused.because(
            "bad-protocol",
            f"{where}: inspects: no other kind of inspection is for a {kind}, and no provider is registered as "
            "one; if that is what is meant, register a provider of that kind first.",
        )
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
        known = services.records.read(services.store.streams("provider-"))
    except StoreFault:  # there is no record yet, and so no provider
        known = {}
    registered = (each.state.registered for each in known.values())
    return sorted(unheard_of - {each.kind for each in registered if each})


def _named(services: Services, kind: str, version: str | None) -> Protocol:
    library = services.library()
    found = present = library.protocol(kind)
    if present is not None and version is not None:
        found = library.protocol_version(kind, version)
        if found is None:
            raise Refused.because(
                "unknown-protocol",
                f"There is no version {version[:80]!r} of {kind}; the present one is {present.version}.",
            )
    if found is None:
        known = ", ".join(each.id for each in library.protocols())
        raise Refused.because(
            "unknown-protocol", f"There is no kind of inspection {kind[:80]!r}; there are: {known}."
        )
    return found


def _standing(kind: Protocol) -> str:
    until = f" until {kind.retired_from}" if kind.retired_from else ""
    return f"{kind.status}, from {kind.in_force_from}{until}"


def _summary(kind: Protocol) -> dict[str, object]:
    return {
        "id": kind.id,
        "version": kind.version,
        "title": kind.title,
        "status": kind.status,
        "in_force_from": kind.in_force_from.isoformat(),
        "retired_from": kind.retired_from.isoformat() if kind.retired_from else None,
        "whom": kind.whom,
        "inspects": list(kind.inspects),
        "framework": kind.framework,
        "scheme": kind.scheme,
        "stages": [stage.value for stage in kind.stages],
        "signatories": list(kind.signatories),
        "published": kind.published,
        "digest": kind.digest,
    }


def _say(kind: Protocol) -> None:
    say(f"{kind.title} ({kind.id}, version {kind.version}): {_standing(kind)}.")
    say(kind.citation)
    table(("what", "is", "where it is written"), list(lines_of(kind)))


def lines_of(kind: Protocol) -> Iterator[tuple[str, str, str]]:
    """Every setting of a kind of inspection: what it is about, what it is, and where it is written."""
    at_request = ", at somebody's request" if kind.at_request else ""
    yield "looks at", f"{WHOM[kind.whom]}: {', '.join(kind.inspects)}{at_request}", kind.statutory_basis
    yield "framework", kind.framework or "none", ""
    yield "rated by", kind.scheme or "nothing: told in words", ""
    yield "stages", ", ".join(kind.stages), ""
    for name, period in kind.periods.items():
        yield name, f"{period.working_days} working days", period.citation
    yield from _lists(kind)
    if kind.panel:
        yield "decided by", f"a panel of at least {kind.panel.quorum}", kind.panel.citation
    elif kind.decides:
        yield "decided by", f"the {kind.decides.value.replace('-', ' ')}, as the scheme rates", ""
    if kind.judgements:
        yield "judgements", _asked_of_judgements(kind.judgements), kind.judgements.citation
    if kind.fieldwork and kind.fieldwork.closing_feedback:
        yield "fieldwork", "ends with feedback to the provider", kind.fieldwork.citation
    for partner in kind.partners:
        signs = ", who signs" if partner.signs else ""
        yield "joins", f"{partner.title} ({partner.body}){signs}", partner.citation
    for wanted in kind.evidence:
        yield "asks for", wanted.title, ", ".join((*wanted.key_questions, *wanted.prompts))
    for voice in kind.experience:
        how = {
            "interviews": "in interviews",
            "survey": "by a survey",
            "either": "in interviews or by a survey",
        }
        yield "hears", f"{voice.voice.replace('-', ' ')} {how[voice.by]}", voice.citation
    if kind.follow_up:
        yield "follows", ", ".join(kind.follow_up.of), kind.follow_up.citation
    reports = "publication" in kind.stages
    report = "none" if not reports else "published" if kind.published else "issued, not published"
    yield "report", report, ""
    if reports:
        yield "sent to", "; ".join(kind.distribution), ""
    yield "digest", kind.digest, ""


def _lists(kind: Protocol) -> Iterator[tuple[str, str, str]]:
    for each in kind.populations:
        yield f"list: {each.title}", _asked_of(each), each.citation
        for quota in each.quotas:
            yield "", f"at least {quota.at_least} of {quota.stratum} {quota.value}", quota.citation
        for part in each.sub_samples:
            yield "", f"{', '.join(part.key_questions)} of {part.size} of them", part.citation
    if kind.second_reads:
        yield "read twice", f"{kind.second_reads.percent} per cent", kind.second_reads.citation


def _asked_of(population: Population) -> str:
    """How many cases, and which, in words."""
    sure = f", for {population.confidence} % and {population.margin} points" if population.confidence else ""
    kept = f", in proportion by {' and '.join(population.strata)}" if population.strata else ""
    least = f", {population.minimum_weeks} weeks or more" if population.minimum_weeks else ""
    return f"{population.sample} cases{sure}{kept}{least}"


def _asked_of_judgements(asked: JudgementRule) -> str:
    parts = (
        ("prompts assessed before fieldwork", asked.preliminary),
        ("evidence named", asked.names_evidence),
        ("characteristics weighed", asked.weighs_characteristics),
        (
            f"looked into from {asked.correlation_steps} steps beside a case standard on",
            asked.correlation_steps,
        ),
    )
    return ", ".join(words for words, holds in parts if holds)
