"""Views by generation, and a checkpoint for every subscription."""

from adapters.outbound.store.migrations.statements import run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the statements for this database."""
    run("0004_generations")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("a record is put back from a copy, never downgraded")
