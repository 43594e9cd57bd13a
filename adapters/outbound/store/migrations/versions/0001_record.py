"""The record: events, commands, refusals, which store it is; and what workflows still owe it."""

from adapters.outbound.store.migrations.statements import run

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the statements for this database."""
    run("0001_record")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("a record is put back from a copy, never downgraded")
