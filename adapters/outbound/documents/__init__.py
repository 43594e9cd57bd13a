"""Where documents are kept: a local folder, or a bucket of an S3-compatible store; those that came in, encrypted."""

from pathlib import Path
from typing import TYPE_CHECKING

from activities.privacy.vault import Vault
from adapters.outbound.documents.bucket import Bucket, BucketShelf
from adapters.outbound.documents.documents import ShelvedDocuments
from adapters.outbound.documents.shelves import FolderShelf, Shelf

if TYPE_CHECKING:
    from adapters.outbound.settings.settings import Settings

__all__ = ["Bucket", "BucketShelf", "FolderDocuments", "FolderShelf", "Shelf", "ShelvedDocuments", "shelf_of"]


def shelf_of(settings: "Settings") -> Shelf:
    """Where an installation keeps its files: the bucket of its settings, else the folder."""
    if settings.documents_bucket is None:
        return FolderShelf(settings.documents_folder)
    return BucketShelf(
        Bucket(
            settings.documents_bucket,
            endpoint=settings.documents_endpoint,
            region=settings.documents_region,
            access_key=settings.documents_access_key,
            secret_key=settings.documents_secret_key,
        )
    )


class FolderDocuments(ShelvedDocuments):
    """Documents in a local folder, which is made when the first one comes."""

    def __init__(self, folder: Path, vault: Vault | None = None) -> None:
        """Keep documents in a folder; without a vault, none that must be encrypted."""
        super().__init__(FolderShelf(folder), (lambda: vault) if vault else None)
