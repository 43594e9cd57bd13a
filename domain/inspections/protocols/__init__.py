"""The kinds of inspection that ship with Assay, each a file beside this one."""

from importlib.resources import files

__all__ = ["texts"]


def texts() -> dict[str, bytes]:
    """The shipped protocol files, by file name. Part of the program text, like the rules themselves."""
    folder = files(__name__)
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name.endswith(".toml")}
