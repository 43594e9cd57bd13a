"""The real parts that tests run on, as fixtures; a test asks for one by its name."""

from tests.support.postgres import Postgres, postgres, postgres_url
from tests.support.temporal import (
    OwnServer,
    own_temporal_server,
    temporal_server,
    temporal_skipping_server,
)

__all__ = [
    "OwnServer",
    "Postgres",
    "own_temporal_server",
    "postgres",
    "postgres_url",
    "temporal_server",
    "temporal_skipping_server",
]
