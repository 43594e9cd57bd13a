"""What is worked out from the record and kept beside it: the views by generation, and all checkpoints."""

from adapters.outbound.projections.checkpoints import Checkpoints
from adapters.outbound.projections.tables import ProjectionTables

__all__ = ["Checkpoints", "ProjectionTables"]
