"""The manifest of an export, held against the files that are there before any of them is read."""

from activities.moving.exporting import MANIFEST
from activities.moving.ports import Parcel
from domain.ledger.moving import KINDS, Manifest, kind_of, read_manifest
from domain.refusals import Refused

__all__ = ["damaged", "open_manifest"]

LARGEST_MANIFEST = 64 * 1024 * 1024
LARGEST_LINES = 256 * 1024 * 1024
"""A file of lines is at most a few megabytes, unless a single line is longer; what claims more is not ours."""


def open_manifest(parcel: Parcel) -> Manifest:
    """The manifest of an export, having made sure that the files it names are there, and no others.

    Raises:
        Refused: ``bad-export`` when it is none or was never finished, ``damaged-export`` when files do not fit.
    """
    sizes = dict(parcel.sizes())
    size = sizes.pop(MANIFEST, None)
    if size is None:
        raise Refused.because(
            "bad-export", f"There is no {MANIFEST}: this is no export, or one that was never finished."
        )
    if size > LARGEST_MANIFEST:
        raise damaged(MANIFEST, "it is larger than any export's")
    manifest = read_manifest(parcel.read(MANIFEST))
    for each in manifest.files:
        found = sizes.pop(each.name, None)
        if found is None:
            raise damaged(each.name, "it is missing")
        if found != each.bytes:
            raise damaged(each.name, f"it has {found} bytes where the manifest says {each.bytes}")
        if each.bytes > LARGEST_LINES and kind_of(each.name) in KINDS:
            raise damaged(each.name, "it is larger than any export's")
    if sizes:
        raise damaged(min(sizes), "the manifest does not name it")
    return manifest


def damaged(name: str, what: str) -> Refused:
    """The refusal of an export of which a file is not what it was."""
    return Refused.because("damaged-export", f"The export is not as it was made: {name}: {what}.")
