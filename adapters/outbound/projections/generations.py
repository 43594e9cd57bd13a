"""Which generations of the views there are, and how one takes the place of another."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

import sqlalchemy as sa

from activities.viewing.view_rows import Generation
from adapters.outbound.projections import checkpoints

__all__ = ["NAME", "aside", "begin", "go_live", "live", "put_aside", "standing", "subscription"]

NAME = "views"

GENERATIONS = sa.Table(
    "projections",
    sa.MetaData(),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("generation", sa.Integer, primary_key=True),
    sa.Column("layout", sa.Integer, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
)
_g = GENERATIONS.c
_IN_USE = ("live", "building", "checking")


_STANDING = (
    sa.select(_g.generation, _g.layout, _g.purpose, checkpoints.SUBSCRIPTIONS.c.position)
    .outerjoin(
        checkpoints.SUBSCRIPTIONS,
        checkpoints.SUBSCRIPTIONS.c.name == sa.literal(f"{NAME}.") + sa.cast(_g.generation, sa.Text),
    )
    .where(_g.name == NAME, _g.purpose.in_(_IN_USE))
)
"""Asked before every page that anybody opens, so it is one question, and one moment with it."""


@cache
def _standing(dialect: sa.Dialect) -> str:
    """The question in a database's own words, put into them once."""
    return str(_STANDING.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def subscription(generation: int) -> str:
    """The subscription by which a generation follows the record."""
    return f"{NAME}.{generation}"


def live() -> sa.ScalarSelect[int]:
    """The number of the live generation, as part of a query: so whoever reads sees one generation, and all of it."""
    return sa.select(_g.generation).where(_g.name == NAME, _g.purpose == "live").scalar_subquery()


def standing(connection: sa.Connection) -> Sequence[Generation]:
    """The generations in use."""
    return [
        Generation(number, layout, purpose, position or 0)
        for number, layout, purpose, position in connection.exec_driver_sql(_standing(connection.dialect))
    ]


def begin(connection: sa.Connection, layout: int, purpose: Literal["building", "checking"]) -> Generation:
    """See :meth:`activities.viewing.view_rows.ViewStore.begin`."""
    under_way = next((each for each in standing(connection) if each.purpose == purpose), None)
    if under_way is not None:
        if purpose == "building" and under_way.layout == layout:
            return under_way
        put_aside(connection, under_way.number)
    number = (
        1
        + connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(_g.generation), 0)).where(_g.name == NAME)
        ).scalar_one()
    )
    connection.execute(
        sa.insert(GENERATIONS),
        {"name": NAME, "generation": number, "layout": layout, "purpose": purpose},
    )
    checkpoints.begin(connection, subscription(number))
    return Generation(number, layout, purpose, 0)


def go_live(connection: sa.Connection, generation: int) -> bool:
    """See :meth:`activities.viewing.view_rows.ViewStore.go_live`."""
    found = {each.purpose: each.number for each in standing(connection)}
    before = found.get("live")
    if before == generation:
        return True
    if found.get("building") != generation:
        return False
    # Nobody moves either while they are compared, so nobody who has read from one finds the other behind it.
    if before is not None:
        then = checkpoints.position(connection, subscription(before), held=True) or 0
        if (checkpoints.position(connection, subscription(generation), held=True) or 0) < then:
            return False
        put_aside(connection, before)
    connection.execute(_to("live", generation))
    return True


def put_aside(connection: sa.Connection, generation: int) -> None:
    """Have done with a generation: nobody can take it further, and its rows may be thrown away."""
    checkpoints.end(connection, subscription(generation))
    connection.execute(_to("aside", generation))


def aside(connection: sa.Connection) -> Sequence[int]:
    """The generations whose rows may be thrown away."""
    return list(
        connection.execute(sa.select(_g.generation).where(_g.name == NAME, _g.purpose == "aside")).scalars()
    )


def gone(connection: sa.Connection, generation: int) -> None:
    """Note that a generation has no rows left. Its number is never used again."""
    connection.execute(_to("gone", generation))


def _to(purpose: str, generation: int) -> sa.Update:
    return sa.update(GENERATIONS).where(_g.name == NAME, _g.generation == generation).values(purpose=purpose)
