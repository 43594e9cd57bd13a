"""The views: what people look at, worked out from the record and no part of it."""

from adapters.outbound.store.migrations.statements import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the statements for this database."""
    run("0002_views")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("a record is put back from a copy, never downgraded")
