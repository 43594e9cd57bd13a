"""The frameworks that ship with Assay, as files. Reading them is the one piece of I/O that this room allows itself."""

from importlib.resources import files

__all__ = ["texts"]


def texts() -> dict[str, bytes]:
    """The bytes of every shipped framework file, by file name, in the order of their names."""
    entries = (entry for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    return {entry.name: entry.read_bytes() for entry in sorted(entries, key=lambda entry: entry.name)}
