"""Runs one step's SQL, which is kept as SQL so that a database administrator can read it before agreeing to it."""

import re
from pathlib import Path

__all__ = ["run", "statements"]

_FOLDER = Path(__file__).parent / "sql"


def statements(step: str, dialect: str) -> list[str]:
    """The statements of a step for a database (``sqlite`` or ``postgresql``), in order."""
    script = (_FOLDER / f"{step}_{dialect}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in re.split(r"^----$", script, flags=re.MULTILINE) if part.strip()]


def run(step: str) -> None:
    """Run a step's statements for the database that is being migrated."""
    from alembic import op  # here, as every command reads the statements, and hardly any migrates

    connection = op.get_bind()
    for statement in statements(step, connection.dialect.name):
        connection.exec_driver_sql(statement)
