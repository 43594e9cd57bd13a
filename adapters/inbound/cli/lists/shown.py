"""Lists of cases as they are shown: never a row of them."""

from dataclasses import asdict
from typing import Any

from activities.cases.lists import sort_of
from activities.cases.lists_kept import StandingList
from adapters.inbound.services import Services
from adapters.inbound.speaking import say, say_json, table
from domain.inspections.kinds.parts import Population
from domain.refusals import Refused
from domain.text import counted

__all__ = ["receipt_of", "tell_list", "tell_lists"]


FEWEST = 5
"""A number of cases of a sort that is smaller is not shown: it could tell of whom they are."""


def _or_not(count: int | None) -> str:
    return "not shown" if count is None else str(count)


def receipt_of(inspection: str, population: str, digest: str, rows: int, file: str) -> str:
    """What a provider keeps: by it, they know later that the list on record is the one that they handed in."""
    return (
        f"Receipt: the list of {population} for {inspection}, with {counted(rows, 'case')}, has the SHA-256 digest\n"
        f"  {digest}\n"
        f"Whoever has the file can see that it is this one: sha256sum {file}"
    )


def _stands(held: StandingList, drawn: bool) -> str:
    if drawn:
        return "drawn"
    return "closed" if held.state.closed else "open"


def tell_lists(services: Services, inspection: str, as_json: bool) -> None:
    """Say which lists an inspection has."""
    lists = services.case_lists
    state = lists.inspection(inspection)
    found = [(lists.held(state, each), each in state.samples) for each in state.lists]
    if as_json:
        say_json({"lists": [_as_json(held, drawn) for held, drawn in found]})
    elif not found:
        say(f"None was handed in; `assay lists submit {inspection} --help` shows how.")
    else:
        table(
            ("population", "list", "cases", "excluded", "stands"),
            [
                (
                    held.received.population,
                    held.stream,
                    held.received.cases,
                    len(held.state.excluded),
                    _stands(held, drawn),
                )
                for held, drawn in found
            ],
        )


def _as_json(held: StandingList, drawn: bool) -> dict[str, Any]:
    closed = held.state.closed
    return {
        "population": held.received.population,
        "list": held.stream,
        "digest": held.received.list_digest,
        "cases": held.received.cases,
        "stands": _stands(held, drawn),
        "exclusions": [each.model_dump(mode="json") for each in held.state.exclusions],
        "excluded": len(held.state.excluded),
        "frame": closed.frame if closed else None,
        "seed": held.digest if closed else None,
        "size": closed.size if closed else None,
        "reason": closed.reason if closed else None,
        "public_source": closed.public_source if closed else None,
    }


def tell_list(services: Services, inspection: str, population: str, as_json: bool) -> None:
    """Say how a list stands, and what a draw from it would come to."""
    lists = services.case_lists
    state = lists.inspection(inspection)
    held, asked = lists.held(state, population), lists.population(state, population)
    drawn = population in state.samples
    shares = None if drawn else _shares(services, held, asked)
    earlier = services.samples.earlier(state, population)
    if as_json:
        before = {"earlier_lists": [asdict(each) for each in earlier]}
        say_json({**_as_json(held, drawn), **before, **({} if drawn else {"would_be_drawn": shares})})
        return
    received = held.received
    say(f"{held.stream}: {counted(received.cases, 'case')} of {asked.title.lower()}, {_stands(held, drawn)}")
    say(f"Digest: {received.list_digest}")
    for each in earlier:
        say(str(each))
    if held.state.exclusions:
        table(
            ("excluded", "code", "rule", "reason"),
            [
                (each.cases, each.code, each.rule or each.rows[:40], each.reason)
                for each in held.state.exclusions
            ],
        )
    if held.state.closed:
        say(f"Seed: {held.digest}, the digest of the entry that closed it")
        if held.state.closed.public_source:
            closed = held.state.closed
            day = f" on {closed.public_day}" if closed.public_day else ""
            say(f"To it is added what this gives{day}: {closed.public_source}")
        if held.state.closed.size is not None:
            say(f"To be drawn: {held.state.closed.size}, because: {held.state.closed.reason}")
    if shares is not None:
        say(f"Asked for: {counted(shares['wanted'], 'case')} of the {shares['eligible']} that can be drawn")
        if asked.strata:
            table(
                ("stratum", "sort", "cases", "to be drawn"),
                [
                    (each["stratum"], each["sort"], each["cases"], _or_not(each["drawn"]))
                    for each in shares["strata"]
                ],
            )


def _shares(services: Services, held: StandingList, asked: Population) -> dict[str, Any]:
    from domain.cases.sampling.strata import allocate

    prepared = services.case_lists.prepared(held, asked)
    sizes = prepared.frame.sizes
    if sum(count for _, count in prepared.plan.at_least) > prepared.frame.eligible:
        raise Refused.because("below-quotas", "The quotas ask for more cases than can be drawn.")
    numbers = allocate(prepared.plan.wanted, sizes, dict(prepared.plan.at_least))
    return {
        "eligible": prepared.frame.eligible,
        "wanted": prepared.plan.wanted,
        "strata": [
            {
                "stratum": number,
                "sort": sort_of(asked.strata, prepared.words[number - 1]),
                "cases": count if count >= FEWEST else f"fewer than {FEWEST}",
                "drawn": numbers[number] if count >= FEWEST else None,
            }
            for number, count in sizes.items()
        ],
    }
