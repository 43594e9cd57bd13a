"""How a provider's lists of cases come in, are narrowed, closed and drawn from, in an inspection of the year."""

import csv
import io
from typing import TYPE_CHECKING

from activities.cases.lists import PublicDraw
from activities.cases.lists_kept import StandingList
from adapters.inbound.files.case_lists import table_of
from domain.canonical import sha256_hex
from domain.cases.lists.columns import PROVIDER
from domain.inspections.kinds.protocol import Population
from domain.people.roles import Role
from tests.support.kinds.lists import cells_of

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["content_of", "draw"]


def content_of(population: Population, size: int, providers: tuple[str, ...]) -> bytes:
    """The file of a list, as a provider would hand it in.

    Args:
        population: what the kind of inspection says of the list.
        size: how many cases stand in it.
        providers: the codes of the inspection's providers, whose cases take turns.
    """
    cells = dict(cells_of(population, size))
    if PROVIDER in cells:
        cells[PROVIDER] = tuple(providers[row % len(providers)] for row in range(size))
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(cells)
    table.writerows(zip(*cells.values(), strict=True))
    return written.getvalue().encode()


def draw(walk: "YearWalk", population: Population) -> None:
    """A list is handed in, whom the kind does not mean is excluded, it is closed, and its sample is drawn."""
    ground, lists = walk.year, walk.year.world.case_lists
    providers = walk.state.known.providers
    content = content_of(population, walk.listed(population), providers)
    table = table_of(content, population, f"{population.id}.csv", providers)

    def held() -> StandingList:
        return lists.held(walk.state, population.id)

    given = lists.hand_in(walk.reference, population.id, sha256_hex(content), table, None)
    ground.give_about_list(given, Role.PROVIDER_CONTACT)
    for command in ground.again_and_again(lambda: lists.not_meant(held(), population)).values():
        ground.give_about_list(command, Role.LEAD_INSPECTOR)
    closed = ground.again_and_again(lambda: lists.close(held(), population, None, None, PublicDraw()))
    ground.give_about_list(closed, Role.LEAD_INSPECTOR)
    drawn = ground.again_and_again(lambda: lists.draw(held(), population, None))
    ground.give_about_list(drawn, Role.LEAD_INSPECTOR)
