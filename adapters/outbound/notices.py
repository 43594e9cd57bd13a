"""Notices as text files in a folder: the default where no mail server is set up."""

import hashlib
from pathlib import Path

from activities.ports import StoreFault
from domain.inspections.notices import Notice

__all__ = ["FolderNotices"]


class FolderNotices:
    """Writes each notice to a file of its own; see :class:`activities.ports.Notices`."""

    def __init__(self, folder: Path) -> None:
        """Write notices to a folder, which is made when the first one comes."""
        self._folder = folder

    def send(self, notice: Notice) -> None:
        """Write a notice; the same one again takes the place of the first."""
        name = notice.id.replace("/", "--")
        # A name may be longer than a file system takes; its digest tells two apart that begin alike.
        path = self._folder / f"{name[:120]}-{hashlib.sha256(notice.id.encode()).hexdigest()[:8]}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(f"Subject: {notice.subject}\n{notice.body}", encoding="utf-8")
        except OSError as error:
            raise StoreFault(
                f"The notice could not be written to {self._folder}: {error.strerror}."
            ) from error
