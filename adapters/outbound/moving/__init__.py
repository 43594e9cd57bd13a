"""Moving a record: its tables at one moment, and parcels of files."""

from adapters.outbound.moving.databases import Databases
from adapters.outbound.moving.files import InstallationFiles
from adapters.outbound.moving.parcels import FileParcels
from adapters.outbound.moving.vault_copy import copy_vault, vault_of_copy, what_keeps_shut

__all__ = ["Databases", "FileParcels", "InstallationFiles", "copy_vault", "vault_of_copy", "what_keeps_shut"]
