"""${message}."""

from adapters.outbound.store.migrations.statements import run

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the statements for this database."""
    run("${up_revision}_${message.lower().replace(' ', '_')}")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("a record is put back from a copy, never downgraded")
