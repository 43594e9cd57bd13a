"""Where documents are kept: a local folder, or a bucket of an S3-compatible store; those that came in, encrypted."""

from pathlib import Path

from activities.vault import Vault
from adapters.outbound.documents.bucket import Bucket, BucketShelf
from adapters.outbound.documents.documents import ShelvedDocuments
from adapters.outbound.documents.shelves import FolderShelf, Shelf

__all__ = ["Bucket", "BucketShelf", "FolderDocuments", "FolderShelf", "Shelf", "ShelvedDocuments"]


class FolderDocuments(ShelvedDocuments):
    """Documents in a local folder, which is made when the first one comes."""

    def __init__(self, folder: Path, vault: Vault | None = None) -> None:
        """Keep documents in a folder; without a vault, none that must be encrypted."""
        super().__init__(FolderShelf(folder), (lambda: vault) if vault else None)
