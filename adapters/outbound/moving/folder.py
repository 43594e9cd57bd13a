"""A parcel that is a folder."""

import os
from collections.abc import Mapping
from pathlib import Path

from activities.ports import StoreFault
from domain.refusals import Refused

__all__ = ["FolderParcel"]

DEEPEST = 3
"""``documents/ab/…`` is the deepest that a parcel goes."""


class FolderParcel:
    """See :class:`activities.moving.ports.Parcel` for what it promises."""

    def __init__(self, folder: Path) -> None:
        """Use a folder that is there."""
        self._folder = folder
        self._made = {folder}

    def put(self, name: str, content: bytes) -> None:
        """Put a file in, and see it onto the disk."""
        path = self._folder / name
        try:
            if path.parent not in self._made:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._made |= {path.parent, path.parent.parent}
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreFault(f"{path} cannot be written: {error.strerror}.") from error

    def settle(self) -> None:
        """See the folders themselves onto the disk."""
        for each in self._made:
            handle = os.open(each, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def sizes(self) -> Mapping[str, int]:
        """The files that are there; a link, or anything else that is neither a file nor a folder, is refused."""
        found: dict[str, int] = {}
        self._look_into(self._folder, "", found)
        return found

    def read(self, name: str) -> bytes:
        """The content of a file, never through a link."""
        path = self._folder / name
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(handle, "rb") as file:
                return file.read()
        except OSError as error:
            raise Refused.because("bad-export", f"{path} cannot be read: {error.strerror}.") from None

    def _look_into(self, folder: Path, before: str, found: dict[str, int]) -> None:
        try:
            with os.scandir(folder) as entries:
                for each in entries:
                    name = f"{before}{each.name}"
                    if each.is_dir(follow_symlinks=False) and name.count("/") < DEEPEST - 1:
                        self._look_into(folder / each.name, f"{name}/", found)
                    elif each.is_file(follow_symlinks=False):
                        found[name] = each.stat(follow_symlinks=False).st_size
                    else:
                        raise Refused.because(
                            "bad-export", f"{folder / each.name} is no file, and no export has such a thing."
                        )
        except OSError as error:
            raise Refused.because("bad-export", f"{folder} cannot be read: {error.strerror}.") from None
