"""A framework's file: found by what was named, and put on the installation's shelf."""

from pathlib import Path

from activities.rules_shelf import RulesShelf
from adapters.inbound.files.named import read_file
from domain.frameworks import Framework, FrameworkVersions, parse_framework
from domain.frameworks.reading import LARGEST_FILE
from domain.frameworks.state import FrameworkHistory, Published
from domain.frameworks.writing import framework_file
from domain.refusals import Refused

__all__ = ["as_it_stands", "file_name", "find", "put_on_shelf", "shelve"]


def find(versions: FrameworkVersions, source: str, version: str | None = None) -> Framework:
    """The framework that was named.

    Raises:
        Refused: ``unknown-framework``, or what is wrong with the file.
    """
    if source.endswith(".toml") or "/" in source:
        return parse_framework(read_file(Path(source), largest=LARGEST_FILE), where=source)
    id_, _, tagged = source.partition("@")
    wanted = version or tagged
    found = versions.version(id_, wanted) if wanted else versions.present(id_)
    if found is None:
        known = sorted({each.id for each in versions.all()})
        what = f"{id_} version {wanted}" if id_ in known else id_
        raise Refused.because(
            "unknown-framework", f"There is no standards framework {what!r}; there are {', '.join(known)}."
        )
    return found


def file_name(framework: Framework) -> str:
    """What a framework's file is called on the shelf."""
    return f"{framework.id}-{framework.version}.toml"


def as_it_stands(published: Published) -> Framework:
    """A version that was published, with its days and whether it has been retired, as the shelf has it."""
    dated = published.content.with_(status="in-force", in_force_from=published.in_force_from, retired_on=None)
    if published.retired_on is None:
        return dated
    return dated.with_(status="retired", retired_on=published.retired_on)


def put_on_shelf(shelf: RulesShelf, versions: FrameworkVersions, framework: Framework) -> None:
    """Put a framework on the shelf, unless another one has its id and version.

    Raises:
        Refused: ``version-exists``: what has been imported or published under a version stays.
    """
    there = versions.version(framework.id, framework.version)
    if there is not None and there.digest != framework.digest:
        raise Refused.because(
            "version-exists",
            f"There is a different {framework.id} version {framework.version} already; give this one another version.",
        )
    if there is None or there != framework:
        shelf.put(file_name(framework), framework_file(framework))


def shelve(shelf: RulesShelf, versions: FrameworkVersions, history: FrameworkHistory) -> None:
    """Have every published version of a framework stand on the shelf as the record has it.

    Raises:
        Refused: ``version-exists``, ``unwritable-folder``: it is on the record and not on the shelf; the same again,
            once that is put right, puts it there.
    """
    for each in history.published:
        put_on_shelf(shelf, versions, as_it_stands(each))
