"""The checkpoints: what the record was at moments that somebody has signed for."""

from adapters.outbound.store.migrations.statements import run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the statements for this database."""
    run("0003_checkpoints")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("a record is put back from a copy, never downgraded")
