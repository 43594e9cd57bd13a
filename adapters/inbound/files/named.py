"""Files that a person names on the command line."""

from pathlib import Path

from domain.refusals import Refused

__all__ = ["read_file", "refuse_taken", "write_file"]


def read_file(file: Path, *, largest: int) -> bytes:
    """The bytes of a file, never more of them than any honest one has.

    Raises:
        Refused: ``unreadable-file`` or ``too-large``; the sentence names the file.
    """
    if file.is_dir():
        raise Refused.because("unreadable-file", f"{file} is a folder, not a file.")
    try:
        with file.open("rb") as stream:
            content = stream.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refused.because("unreadable-file", f"{file} cannot be read: {reason}.") from None
    if len(content) > largest:
        raise Refused.because(
            "too-large", f"{file} is larger than {largest // 1024 // 1024} MB, so it was not read."
        )
    return content


def refuse_taken(file: Path) -> None:
    """Refuse a name that is taken before any work is done, or any look noted, for the sake of a file.

    Raises:
        Refused: ``file-exists`` or ``unwritable-file``; the sentence names the file.
    """
    if file.exists():
        raise Refused.because("file-exists", f"There is a file {file} already; it is not written over.")
    if not file.absolute().parent.is_dir():
        raise Refused.because("unwritable-file", f"{file} cannot be written: there is no such folder.")


def write_file(file: Path, content: str | bytes) -> None:
    """Write a new file; one that is there already is never written over.

    Raises:
        Refused: ``file-exists`` or ``unwritable-file``; the sentence names the file.
    """
    try:
        with file.open("xb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        raise Refused.because(
            "file-exists", f"There is a file {file} already; it is not written over."
        ) from None
    except OSError as error:
        raise Refused.because("unwritable-file", f"{file} cannot be written: {error.strerror}.") from None
