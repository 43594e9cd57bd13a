"""What a record refers to and does not hold: documents by their digests, and the installation's own dated rules."""

from collections.abc import Sequence
from pathlib import Path

from activities.ports import StoreFault
from adapters.outbound.catalogue import FOLDERS
from adapters.outbound.documents import ShelvedDocuments
from adapters.outbound.rules_folder import RulesFolder

__all__ = ["InstallationFiles"]


class InstallationFiles:
    """See :class:`activities.moving.ports.Files` for what it promises."""

    def __init__(self, documents: ShelvedDocuments, home: Path) -> None:
        """The files of an installation.

        Args:
            documents: its documents.
            home: its home folder, where its own rules are.
        """
        self._documents = documents
        self._rules = {name: home / name for name in FOLDERS}

    def names(self) -> Sequence[str]:
        """Their names as in a parcel, sorted."""
        documents = [f"documents/{name}" for name in self._documents.names()]
        rules = [
            f"rules/{name}/{file.name}"
            for name, folder in self._rules.items()
            for file in folder.glob("*.toml")
            if file.is_file()
        ]
        return sorted(documents) + sorted(rules)

    def read(self, name: str) -> bytes:
        """The bytes of one.

        Raises:
            StoreFault: it is no longer there, or cannot be read.
        """
        if name.startswith("documents/"):
            content = self._documents.read(name.removeprefix("documents/"))
            if content is None:
                raise StoreFault(f"The document {name.rpartition('/')[2]} is no longer there.")
            return content
        try:
            return self._rule(name).read_bytes()
        except OSError as error:
            raise StoreFault(f"{self._rule(name)} cannot be read: {error.strerror}.") from error

    def differing(self, name: str, content: bytes) -> bool:
        """Whether there is another rule under this name; a document is known by its content."""
        return (
            name.startswith("rules/")
            and self._rule(name).exists()
            and self._rule(name).read_bytes() != content
        )

    def keep(self, name: str, content: bytes) -> None:
        """Keep one; a rule whose name is taken stays as it is, and a document is known by its content."""
        if name.startswith("documents/"):
            self._documents.put(name.removeprefix("documents/"), content)
        elif not self._rule(name).exists():
            RulesFolder(self._rule(name).parent).put(self._rule(name).name, content)

    def _rule(self, name: str) -> Path:
        _, folder, file = name.split("/")
        return self._rules[folder] / file
