"""What is held about a provider, on the command line: with its two times, and how often it saved a request."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer

from activities.evidence_held import HeldShown, YearCount
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.terminal.days import as_day
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.evidence.asked import holdings_of
from adapters.inbound.shown.evidence.items import due_of, in_london, standing_of, true_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.holdings.rules import HOLDINGS
from domain.holdings.shelves import held_code
from domain.holdings.years import year_in_words
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.streams import inspection_stream
from domain.working_days import end_of_day

__all__ = ["add_held"]


def add_held(group: typer.Typer, summon: Summon) -> None:
    """Add ``held``, ``saved`` and what changes what is held to the group ``evidence``."""
    add_commands(group, "evidence", HOLDINGS.rules.values(), summon, named_in("evidence"))
    _add_held(group, summon)
    _add_saved(group, summon)
    _add_outstanding(group, summon)


def _add_held(group: typer.Typer, summon: Summon) -> None:
    @group.command("held")
    def held(
        provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="The provider, by its short code.")],
        true_on: Annotated[
            str | None, typer.Option(metavar="YYYY-MM-DD", help="Only what tells of this day.")
        ] = None,
        recorded_by: Annotated[
            str | None,
            typer.Option(metavar="YYYY-MM-DD", help="What was on the record at the end of this day."),
        ] = None,
        everything: Annotated[
            bool, typer.Option("--all", help="Also what was replaced or withdrawn.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """List what is held about a provider, with its two times: when it was true, and when it was recorded.

        It comes from earlier inspections, from other bodies, and from the provider's own submissions. What is held
        about a provider whose place this one took is listed too.

        Example: assay evidence held nps-north-west --true-on 2026-04-01
        """
        day = as_day(true_on, "--true-on") if true_on is not None else None
        by = as_day(recorded_by, "--recorded-by") if recorded_by is not None else None
        services = summon()
        _known(services, provider)
        until = end_of_day(by) if by else None
        found = [
            (shelf, each)
            for shelf, _ in holdings_of(services, provider)
            for each in services.held.of_provider(shelf, true_on=day, recorded_by=until)
            if everything or each.holding.stands
        ]
        if as_json:
            held = [{"provider": shelf, **_as_json(each)} for shelf, each in found]
            say_json({"provider": provider, "held": held})
        elif not found:
            say("Nothing is held.")
        else:
            table(
                ("held as", "about", "title", "from", "true of", "recorded", "stands", "document"),
                [
                    (
                        held_code(provider, shelf, each.holding.came.holding),
                        each.holding.came.about,
                        each.holding.came.title,
                        f"{each.holding.came.source.replace('-', ' ')}: {each.holding.came.of}",
                        true_of(each.holding.came.true_from, each.holding.came.true_to),
                        in_london(each.recorded_at),
                        _stands(each),
                        each.holding.came.document,
                    )
                    for shelf, each in found
                ],
            )


def _add_outstanding(group: typer.Typer, summon: Summon) -> None:
    @group.command("outstanding")
    def outstanding(
        provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="The provider, by its short code.")],
        as_json: AsJson = False,
    ) -> None:
        """Show all that a provider is still to hand in, for whichever inspection: by when, and what is late.

        Example: assay evidence outstanding nps-north-west
        """
        services = summon()
        _known(services, provider)
        found = sorted(
            _outstanding(services, provider), key=lambda each: (each["due"] or date.min, each["item"])
        )
        if as_json:
            say_json({"provider": provider, "outstanding": found})
        elif not found:
            say("Nothing is outstanding.")
        else:
            table(
                ("inspection", "item", "what it is", "for", "due", "stands", "more time asked for"),
                [
                    (
                        each["inspection"],
                        each["item"],
                        each["title"],
                        each["serves"],
                        each["due"],
                        each["stands"],
                        each["until"],
                    )
                    for each in found
                ],
            )


def _outstanding(services: Services, provider: str) -> Iterator[dict[str, Any]]:
    """What is awaited of a provider, inspection by inspection."""
    requests = (each for _, held in holdings_of(services, provider) for each in held.requests)
    names = dict.fromkeys(inspection_stream(each.inspection) for each in requests)
    for standing in services.records.read(list(names)).values() if names else ():
        state: Inspection = standing.state
        if state.standing in (Stage.CLOSED, Stage.CANCELLED):
            continue
        asked = {code: state.extensions[code].asked for code in state.open_extensions}
        for code in state.awaited:
            item = state.evidence[code]
            if state.provider_of(item.item) == provider:
                until = next((each.until for each in asked.values() if code in each.items), None)
                yield {
                    "inspection": state.known.inspection,
                    "item": code,
                    "title": item.item.title,
                    "serves": item.item.serves,
                    "due": due_of(state, item) or item.overdue,
                    "stands": standing_of(item),
                    "until": until,
                }


def _add_saved(group: typer.Typer, summon: Summon) -> None:
    @group.command("saved")
    def saved(
        year: Annotated[
            int | None,
            typer.Option(
                metavar="YEAR", help="Only the inspectorate's year that began on 1 April of this one."
            ),
        ] = None,
        provider: Annotated[str | None, typer.Option(metavar="PROVIDER", help="Only this provider.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Count what providers were asked for, and what they were not because it was held already (002 measure 4.2).

        Asked again is what had been asked for or had come in in the same year; the reason of each is on the record.

        Example: assay evidence saved --year 2026
        """
        services = summon()
        if provider is not None:
            _known(services, provider)
        found = services.held.saved(year, provider)
        if as_json:
            say_json({"years": [_count(each) for each in found], "total": _total(found)})
        elif not found:
            say("Nothing has been asked for.")
        else:
            rows = [
                (year_in_words(each.year), each.provider, each.asked, each.saved, each.again)
                for each in found
            ]
            total = _total(found)
            table(
                ("year", "provider", "asked for", "saved", "asked again"),
                [*rows, ("all", "", total["asked"], total["saved"], total["again"])],
            )
            for each in found:
                for inspection, item, reason in each.reasons:
                    say(f"{inspection} asked {each.provider} for {item} again: {reason}")


def _known(services: Services, provider: str) -> None:
    if not any(each.provider == provider for each in services.views.catch_up().providers()):
        raise Refused.because("unknown-provider", f"There is no provider {provider!r}.")


def _stands(shown: HeldShown) -> str:
    holding = shown.holding
    if holding.withdrawn is not None:
        return f"no: {holding.withdrawn}"
    return f"no: replaced by {holding.replaced_by}" if holding.replaced_by else "yes"


def _as_json(shown: HeldShown) -> dict[str, Any]:
    return {
        **shown.holding.came.model_dump(mode="json"),
        "recorded_at": shown.recorded_at.isoformat(),
        "stands": shown.holding.stands,
        "replaced_by": shown.holding.replaced_by,
        "withdrawn": shown.holding.withdrawn,
    }


def _count(count: YearCount) -> dict[str, Any]:
    return {
        "year": year_in_words(count.year),
        "provider": count.provider,
        "asked": count.asked,
        "saved": count.saved,
        "again": count.again,
        "reasons": [
            {"inspection": inspection, "item": item, "reason": reason}
            for inspection, item, reason in count.reasons
        ],
    }


def _total(found: tuple[YearCount, ...]) -> dict[str, int]:
    return {
        "asked": sum(each.asked for each in found),
        "saved": sum(each.saved for each in found),
        "again": sum(each.again for each in found),
    }
