"""The views in the store's own database: plain tables that may be emptied and rebuilt at any time."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from activities.views import CaseRow, InspectionRow, MomentRow, ProviderRow, Rows
from adapters.outbound.store.faults import faults
from adapters.outbound.store.urls import parse_url, view_engine
from domain.canonical import canonical, sha256_hex
from domain.messages import Message

__all__ = ["ProjectionTables"]

M = TypeVar("M", bound=Message)

_metadata = sa.MetaData()


def _view(name: str, *keys: sa.Column[Any]) -> sa.Table:
    return sa.Table(name, _metadata, *keys, sa.Column("row", sa.Text, nullable=False))


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
_CHECKPOINT = sa.Table(
    "view_checkpoint",
    _metadata,
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger),
)
_VIEWS = (_INSPECTIONS, _CASES, _MOMENTS, _PROVIDERS)


class ProjectionTables:
    """Keeps the views in tables; see :class:`activities.views.ViewStore`."""

    def __init__(self, url: str) -> None:
        """Keep the views in the store's database."""
        self._engine = view_engine(parse_url(url), writing=True)
        self._reading = view_engine(parse_url(url), writing=False)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        self._reading.dispose()

    def checkpoint(self) -> int:
        """The position up to which the views are up to date."""
        with faults(), self._reading.connect() as connection:
            position: int = connection.execute(sa.select(_CHECKPOINT.c.position)).scalar_one()
            return position

    def keep(self, rows: Rows, before: int, after: int) -> bool:
        """Replace rows and move the checkpoint, in one transaction."""
        with faults(), self._engine.begin() as connection:
            moved = connection.execute(
                sa.update(_CHECKPOINT).where(_CHECKPOINT.c.position == before).values(position=after)
            )
            if moved.rowcount != 1:
                return False
            _put(
                connection,
                _INSPECTIONS,
                [{"reference": each.reference, "row": _text(each)} for each in rows.inspections],
            )
            _put(
                connection,
                _CASES,
                [
                    {"case_id": each.case, "inspection": each.inspection, "row": _text(each)}
                    for each in rows.cases
                ],
            )
            _put(
                connection,
                _MOMENTS,
                [
                    {"position": each.position, "matter": each.matter, "row": _text(each)}
                    for each in rows.moments
                ],
            )
            _put(
                connection,
                _PROVIDERS,
                [{"provider": each.provider, "row": _text(each)} for each in rows.providers],
            )
            return True

    def clear(self) -> None:
        """Empty every view."""
        with faults(), self._engine.begin() as connection:
            for view in _VIEWS:
                connection.execute(sa.delete(view))
            connection.execute(sa.update(_CHECKPOINT).values(position=0))

    def inspections(self) -> Sequence[InspectionRow]:
        """All inspections, by reference."""
        return self._rows(InspectionRow, sa.select(_INSPECTIONS.c.row).order_by(_INSPECTIONS.c.reference))

    def inspection(self, reference: str) -> InspectionRow | None:
        """One inspection."""
        found = self._rows(
            InspectionRow, sa.select(_INSPECTIONS.c.row).where(_INSPECTIONS.c.reference == reference)
        )
        return found[0] if found else None

    def cases(self, inspection: str) -> Sequence[CaseRow]:
        """The sampled cases of an inspection, by population and row."""
        found = self._rows(CaseRow, sa.select(_CASES.c.row).where(_CASES.c.inspection == inspection))
        return sorted(found, key=lambda each: (each.population, each.row))

    def timeline(self, matter: str) -> Sequence[MomentRow]:
        """Everything that happened in a matter, oldest first."""
        return self._rows(
            MomentRow,
            sa.select(_MOMENTS.c.row).where(_MOMENTS.c.matter == matter).order_by(_MOMENTS.c.position),
        )

    def providers(self) -> Sequence[ProviderRow]:
        """All providers, by code."""
        return self._rows(ProviderRow, sa.select(_PROVIDERS.c.row).order_by(_PROVIDERS.c.provider))

    def digest(self) -> str:
        """A digest over all rows of all views."""
        with faults(), self._reading.connect() as connection:
            content = {
                view.name: [
                    list(row) for row in connection.execute(sa.select(view).order_by(*view.primary_key))
                ]
                for view in _VIEWS
            }
        return sha256_hex(canonical(content))

    def _rows(self, shape: type[M], query: sa.Select[Any]) -> list[M]:
        with faults(), self._reading.connect() as connection:
            return [shape.model_validate_json(text) for (text,) in connection.execute(query)]


def _text(row: Message) -> str:
    return json.dumps(row.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _put(connection: sa.Connection, view: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or replace those that stand under the same key."""
    if not rows:
        return
    insert = postgresql.insert(view) if connection.dialect.name == "postgresql" else sqlite.insert(view)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=list(view.primary_key), set_={"row": insert.excluded.row}
        ),
        rows,
    )
