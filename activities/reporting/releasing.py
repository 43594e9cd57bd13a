"""Releasing dossiers: the file that somebody read is kept, and that very file is what everybody is offered."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from activities.commanding.records import Records
from activities.dossiers import Dossiers
from activities.ports import Documents
from activities.proof.ports import SealingKeys
from activities.proof.sealing import Sealing
from domain.canonical import sha256_hex
from domain.dossiers.dossier import NotADossier, read_dossier
from domain.dossiers.release import DossierReleased, ReleaseDossier, public_edition, released_for
from domain.ledger.notes import open_note
from domain.refusals import Refused
from domain.streams import dossier_stream, inspection_stream

__all__ = ["LARGEST", "DossierRead", "Releasing"]

LARGEST = 64 * 1024 * 1024
"""What a verifier takes: a larger file would be released to nobody's use."""


@dataclass(frozen=True, slots=True)
class DossierRead:
    """A dossier that somebody read, and that is what the record holds now.

    Attributes:
        inspection: the reference of the inspection.
        digest: the SHA-256 of the file.
        content: its bytes.
        names: the other inspections that it names, and of each whether it is published.
    """

    inspection: str
    digest: str
    content: bytes
    names: tuple[tuple[str, bool], ...]


class Releasing:
    """Looks at dossiers that are to be released, and gives out those that are. Safe to use from several threads."""

    def __init__(
        self,
        *,
        records: Records,
        dossiers: Dossiers,
        sealing: Sealing,
        keys: SealingKeys,
        documents: Documents,
    ) -> None:
        """Look at dossiers.

        Args:
            records: the record's streams as states.
            dossiers: makes them, to tell whether one is still what the record holds.
            sealing: knows which keys sign.
            keys: checks signatures.
            documents: keeps the files that are released.
        """
        self._records = records
        self._dossiers = dossiers
        self._sealing = sealing
        self._keys = keys
        self._documents = documents

    def read(self, content: bytes) -> DossierRead:
        """Make sure of a dossier that somebody read: that it is of this record, and that nothing was recorded since.

        Args:
            content: the bytes of the file.

        Raises:
            Refused: ``not-a-dossier``: it is none, or not one that this record signed; ``dossier-outdated``: one that
                is made now says something else; or as :meth:`activities.dossiers.Dossiers.make`.
            NotConsistent: the record is not what was sealed.
            SigningKeyMissing: the key that signs now is not on this machine.
            StoreFault: the record or a key could not be read.
        """
        try:
            if len(content) > LARGEST:
                raise NotADossier("it is larger than any verifier takes")
            found = read_dossier(content)
            note = open_note(found.statement)
        except ValueError as error:
            raise Refused.because("not-a-dossier", f"That is no dossier: {error}.") from None
        if note.signed_by(self._sealing.history().keys, self._keys.verify) is None:
            raise Refused.because("not-a-dossier", "That dossier is not one that this record signed.")
        made = read_dossier(self._dossiers.make(found.inspection).content)
        if made.events != found.events:
            raise Refused.because(
                "dossier-outdated",
                "More was recorded since that dossier was made. Make it anew, and read what is new in it.",
            )
        named = self._named(found.inspection, found.events.splitlines())
        return DossierRead(found.inspection, sha256_hex(content), content, named)

    def command(self, read: DossierRead, read_by: str, reason: str | None) -> ReleaseDossier:
        """The command that releases a dossier; its file is kept first, so that none is offered that is not there.

        Raises:
            StoreFault: it could not be kept.
        """
        self._documents.keep(read.content)
        return ReleaseDossier(
            inspection=read.inspection,
            dossier=read.digest,
            read_by=read_by,
            names=tuple(each for each, _ in read.names),
            reason=reason,
        )

    def stands(self, inspection: str) -> DossierReleased | None:
        """The release of an inspection's dossier that holds now; None if there is none."""
        streams = [dossier_stream(inspection), inspection_stream(inspection)]
        seen = self._records.read(streams)
        return released_for(*(seen[each].state for each in streams))

    def offered(self, inspection: str) -> bytes | None:
        """The file that everybody may have; None if none is released, or if it is not here.

        Raises:
            StoreFault: it could not be read.
        """
        released = self.stands(inspection)
        return None if released is None else self._documents.fetch(released.dossier)

    def named(self, inspection: str) -> tuple[tuple[str, bool], ...]:
        """The other inspections that a dossier made now would name, and of each whether it is published.

        None is made for it: whether the record holds shows when one is made, and again when it is released.

        Raises:
            Refused: as :meth:`activities.dossiers.Dossiers.held`.
            StoreFault: the record could not be read.
        """
        stream = inspection_stream(inspection)
        state = self._records.read([stream])[stream].state
        return self._named(inspection, (each.body for each in self._dossiers.held(inspection, state)))

    def _named(self, inspection: str, events: Iterable[bytes]) -> tuple[tuple[str, bool], ...]:
        prefix = inspection_stream("")
        known = {each.removeprefix(prefix) for each in self._records.named(prefix)} - {inspection}
        quoted = {each.encode() for each in known}
        # What an event names stands between quotation marks in it; hardly any has to be taken apart.
        said = {
            each
            for event in events
            if not quoted.isdisjoint(event.split(b'"'))
            for each in _words(json.loads(event)["data"])
        }
        others = sorted(said & known)
        seen = self._records.read([inspection_stream(each) for each in others])
        return tuple(
            (each, public_edition(seen[inspection_stream(each)].state) is not None) for each in others
        )


def _words(value: Any, field: str = "") -> Iterator[str]:
    """Every text that stands in an event by itself, but for the codes of meetings, which have names of their own."""
    if isinstance(value, str):
        if field != "panel":
            yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _words(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, field)
