"""The tables of the record, as the adapters read them. How they are made, with their triggers, is in ``migrations``."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = [
    "KNOWN_VERSIONS",
    "SCHEMA_VERSION",
    "attention",
    "checkpoints",
    "commands",
    "events",
    "identity",
    "metadata",
    "refusals",
]

# Every schema version there has been, oldest first; the last is the one this code reads and writes.
KNOWN_VERSIONS = ("0001", "0002", "0003", "0004")
SCHEMA_VERSION = KNOWN_VERSIONS[-1]

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")

identity = Table(
    "identity",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("simulated", Boolean().with_variant(Integer, "sqlite"), nullable=False),
)

# There is no table of stream heads and no counter row: both can be read off the events' own keys in one step, and a
# row that every append rewrites slows PostgreSQL down for as long as a long-running reader (a back-up) is at work.
events = Table(
    "events",
    metadata,
    Column("position", _Number, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", _Number, nullable=False),
    Column("name", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version", name="events_stream_version"),
    Index(
        "events_first",
        "stream",
        sqlite_where=text("version = 1"),
        postgresql_where=text("version = 1"),
    ),
)

refusals = Table(
    "refusals",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("command_id", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("acting_role", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("sentence", Text, nullable=False),
)

commands = Table(
    "commands",
    metadata,
    Column("command_id", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("first_position", _Number, nullable=False),
    Column("last_position", _Number, nullable=False),
    Column("refusal", _Number, ForeignKey("refusals.number", name="commands_refusal"), nullable=True),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("size", _Number, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("occasion", Text, nullable=False),
)

# Not of the record: how far each workflow has got. ``loud`` is the position of the last loud wake (0: none), so
# whether a loud one is still owed can be told after any acknowledgement.
attention = Table(
    "attention",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("owed", _Number, nullable=False),
    Column("loud", _Number, nullable=False),
    Column("acknowledged", _Number, nullable=False),
    Column("since", Text, nullable=True),
)
