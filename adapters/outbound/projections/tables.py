"""The views in the store's own database: plain tables that may be emptied and built again at any time."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql, sqlite

from activities.viewing.rows import CaseRow, InspectionRow, MomentRow, ProviderRow, Rows
from activities.viewing.view_rows import Generation
from adapters.outbound.projections import generations
from adapters.outbound.projections.checkpoints import Checkpoints
from adapters.outbound.store.faults import faults
from domain.canonical import canonical, sha256_hex
from domain.messages import Message

__all__ = ["ProjectionTables"]

M = TypeVar("M", bound=Message)

TIDIED_AT_ONCE = 2_000
"""Rows thrown away in one transaction: an append that comes meanwhile waits for some milliseconds."""

ROWS_REMEMBERED = 5_000
"""Rows that are kept as they were read, by their text: every inspection, and the cases that people are at."""

TRIES = 5
"""Of two that begin a generation at the same moment, one finds that the other was first, and looks again."""

_metadata = sa.MetaData()


def _view(name: str, key: sa.Column[Any], *more: sa.Column[Any]) -> sa.Table:
    return sa.Table(
        name,
        _metadata,
        sa.Column("generation", sa.Integer, primary_key=True),
        key,
        *more,
        sa.Column("row", sa.Text, nullable=False),
    )


_INSPECTIONS = _view("view_inspections", sa.Column("reference", sa.Text, primary_key=True))
_CASES = _view(
    "view_cases",
    sa.Column("case_id", sa.Text, primary_key=True),
    sa.Column("inspection", sa.Text, nullable=False),
)
_MOMENTS = _view(
    "view_moments",
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("matter", sa.Text, nullable=False),
)
_PROVIDERS = _view("view_providers", sa.Column("provider", sa.Text, primary_key=True))
_VIEWS = {
    "inspections": _INSPECTIONS,
    "cases": _CASES,
    "timeline": _MOMENTS,
    "providers": _PROVIDERS,
}
_MOMENT_ROWS = TypeAdapter(list[MomentRow])


class ProjectionTables:
    """Keeps the views in tables; see :class:`activities.viewing.view_rows.ViewStore`."""

    def __init__(self, url: str) -> None:
        """Keep the views in the store's database."""
        self._checkpoints = Checkpoints(url)

    def close(self) -> None:
        """Let go of the database."""
        self._checkpoints.close()

    def generations(self) -> Sequence[Generation]:
        """Those that are live, being built or being checked."""
        with faults(), self._checkpoints.reading.connect() as connection:
            return generations.standing(connection)

    def begin(self, layout: int, purpose: Literal["building", "checking"]) -> Generation:
        """Begin an empty generation, or go on with one that is being built."""
        with faults():
            for _ in range(TRIES - 1):
                try:
                    return self._begin(layout, purpose)
                except sa.exc.IntegrityError:
                    continue
            return self._begin(layout, purpose)

    def reached(self, generation: int) -> int | None:
        """The position up to which a generation is up to date."""
        return self._checkpoints.reached(generations.subscription(generation))

    def keep(self, generation: int, rows: Rows, before: int, after: int) -> bool:
        """Replace rows and move the generation's position, in one transaction."""
        name = generations.subscription(generation)
        with self._checkpoints.moving(name, before, after) as connection:
            if connection is None:
                return False
            for view, keyed in _keyed(rows):
                _put(connection, view, [{"generation": generation, **each} for each in keyed])
            return True

    def go_live(self, generation: int) -> bool:
        """Put a generation in the live one's place, in one transaction."""
        with self._change() as connection:
            return generations.go_live(connection, generation)

    def put_aside(self, generation: int) -> None:
        """Have done with a generation that is not live."""
        with self._change() as connection:
            generations.put_aside(connection, generation)

    def tidy(self) -> None:
        """Throw away the rows of what has been put aside, a little at a time."""
        with self._change() as connection:
            aside = generations.aside(connection)
        for generation in aside:
            for view in _VIEWS.values():
                while self._throw_away(view, generation):
                    pass
            with self._change() as connection:
                generations.gone(connection, generation)

    def compare(self, one: int, other: int) -> Mapping[str, tuple[str, str]] | None:
        """The digests of two generations by view, from one moment."""
        with self._moment() as connection:
            standing = {each.number: each.position for each in generations.standing(connection)}
            if one not in standing or standing[one] != standing.get(other):
                return None
            return {
                name: (_digest(connection, view, one), _digest(connection, view, other))
                for name, view in _VIEWS.items()
            }

    def inspections(self) -> Sequence[InspectionRow]:
        """All inspections, by reference."""
        return self._rows(InspectionRow, _seen(_INSPECTIONS).order_by(_INSPECTIONS.c.reference))

    def inspection(self, reference: str) -> InspectionRow | None:
        """One inspection."""
        found = self._rows(InspectionRow, _seen(_INSPECTIONS).where(_INSPECTIONS.c.reference == reference))
        return found[0] if found else None

    def cases(self, inspection: str) -> Sequence[CaseRow]:
        """The sampled cases of an inspection, by population and row."""
        found = self._rows(CaseRow, _seen(_CASES).where(_CASES.c.inspection == inspection))
        return sorted(found, key=lambda each: (each.population, each.row))

    def timeline(self, matter: str) -> Sequence[MomentRow]:
        """Everything that happened in a matter, oldest first."""
        query = _seen(_MOMENTS).where(_MOMENTS.c.matter == matter).order_by(_MOMENTS.c.position)
        # A timeline is long, and read as a whole: one by one its rows would drive out those that lists are made of.
        return _MOMENT_ROWS.validate_json(f"[{','.join(self._texts(query))}]")

    def providers(self) -> Sequence[ProviderRow]:
        """All providers, by code."""
        return self._rows(ProviderRow, _seen(_PROVIDERS).order_by(_PROVIDERS.c.provider))

    def digest(self) -> str:
        """A digest over all rows of all views."""
        with self._moment() as connection:
            number = connection.execute(sa.select(generations.live())).scalar() or 0
            return sha256_hex(
                canonical({name: _digest(connection, view, number) for name, view in _VIEWS.items()})
            )

    def _begin(self, layout: int, purpose: Literal["building", "checking"]) -> Generation:
        with self._checkpoints.writing.begin() as connection:
            return generations.begin(connection, layout, purpose)

    def _throw_away(self, view: sa.Table, generation: int) -> int:
        key = list(view.primary_key)[1]
        some = (
            sa.select(key).where(view.c.generation == generation).order_by(key).limit(TIDIED_AT_ONCE)
        ).scalar_subquery()
        with self._change() as connection:
            query = sa.delete(view).where(view.c.generation == generation, key.in_(some))
            return connection.execute(query).rowcount

    def _rows(self, shape: type[M], query: sa.Select[Any]) -> list[M]:
        return [_row(shape, text) for text in self._texts(query)]

    def _texts(self, query: sa.Select[Any]) -> list[str]:
        with faults(), self._checkpoints.reading.connect() as connection:
            return list(connection.execute(query).scalars())

    @contextmanager
    def _change(self) -> Iterator[sa.Connection]:
        with faults(), self._checkpoints.writing.begin() as connection:
            yield connection

    @contextmanager
    def _moment(self) -> Iterator[sa.Connection]:
        """A connection that sees everything as it was at one moment."""
        with faults(), self._checkpoints.reading.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            else:
                connection.exec_driver_sql("BEGIN")
            yield connection


@lru_cache(maxsize=ROWS_REMEMBERED)
def _row(shape: type[M], text: str) -> M:
    """A row of what is written of it; rows never change, so that who lists what has not moved reads nothing anew."""
    return shape.model_validate_json(text)


def _seen(view: sa.Table) -> sa.Select[Any]:
    return sa.select(view.c.row).where(view.c.generation == generations.live())


def _keyed(rows: Rows) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """Rows with their keys, by the table that they belong in."""
    yield _INSPECTIONS, [{"reference": each.reference, "row": _text(each)} for each in rows.inspections]
    yield (
        _CASES,
        [{"case_id": each.case, "inspection": each.inspection, "row": _text(each)} for each in rows.cases],
    )
    yield (
        _MOMENTS,
        [{"position": each.position, "matter": each.matter, "row": _text(each)} for each in rows.moments],
    )
    yield _PROVIDERS, [{"provider": each.provider, "row": _text(each)} for each in rows.providers]


def _text(row: Message) -> str:
    return json.dumps(row.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _digest(connection: sa.Connection, view: sa.Table, generation: int) -> str:
    """A digest over a view's rows with their keys, in the order of these."""
    said = hashlib.sha256()
    columns = [column for column in view.c if column.name != "generation"]
    query = sa.select(*columns).where(view.c.generation == generation).order_by(columns[0])
    for row in connection.execution_options(yield_per=TIDIED_AT_ONCE).execute(query):
        said.update(canonical(list(row)) + b"\n")
    return said.hexdigest()


def _put(connection: sa.Connection, view: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or replace those that stand under the same key."""
    if not rows:
        return
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(view)
    replaced = {name: insert.excluded[name] for name in rows[0] if name not in view.primary_key.columns}
    connection.execute(
        insert.on_conflict_do_update(index_elements=list(view.primary_key), set_=replaced), rows
    )
