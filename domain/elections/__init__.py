"""The pre-election periods that ship with Assay: those before the general elections since 2015."""

from importlib.resources import files

__all__ = ["shipped"]


def shipped() -> bytes:
    """The text of the file."""
    return files(__name__).joinpath("general.toml").read_bytes()
