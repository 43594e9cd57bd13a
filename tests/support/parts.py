"""The real parts that tests run on, as fixtures; a test asks for one by its name."""

from tests.support.servers.buckets import S3Server, s3_server
from tests.support.servers.postgres import Postgres, postgres, postgres_url
from tests.support.servers.temporal import (
    OwnServer,
    own_temporal_server,
    temporal_server,
    temporal_skipping_server,
)

__all__ = [
    "OwnServer",
    "Postgres",
    "S3Server",
    "own_temporal_server",
    "postgres",
    "postgres_url",
    "s3_server",
    "temporal_server",
    "temporal_skipping_server",
]
