"""The shipped retention schedules, one TOML file each. Reading them is the one input this room has from a disk."""

from importlib.resources import files

__all__ = ["texts"]


def texts() -> dict[str, bytes]:
    """The bytes of each shipped schedule by its file's name."""
    return {item.name: item.read_bytes() for item in files(__name__).iterdir() if item.name.endswith(".toml")}
