"""The rule files that ship beside the code: the one input that the domain has from a disk."""

from importlib.resources import files

__all__ = ["shipped_texts"]


def shipped_texts(package: str) -> dict[str, bytes]:
    """The bytes of every .toml file of a package, by file name, in the order of their names.

    Args:
        package: its dotted name.
    """
    found = (each for each in files(package).iterdir() if each.name.endswith(".toml"))
    return {each.name: each.read_bytes() for each in sorted(found, key=lambda each: each.name)}
