"""What the desk does about private text: it is sealed just before it is recorded, and refused once it was erased."""

from collections.abc import Callable, Iterable, Mapping

from activities.commanding.records import Records, Standing
from activities.privacy.vault import Vault
from domain.messages import Command, Event
from domain.privacy.boxes import Category, Place, Plain, Sealed
from domain.privacy.confidence import subject_of, veiled
from domain.privacy.sealing import plains, sealed_by
from domain.privacy.subjects import privacy_stream
from domain.refusals import Refusal

__all__ = ["Secrecy", "SubjectUnknown", "erased"]


def erased(subject: str) -> Refusal:
    """The refusal of a private text about somebody whose data has been erased."""
    return Refusal(
        "subject-erased", f"What was held about {subject} has been erased; no more of it is recorded."
    )


class SubjectUnknown(Exception):
    """Nothing is on the record about whoever a private text is about, so no key is made before it is let in."""


class Secrecy:
    """Seals, and watches over what has been erased. Safe to use from several threads."""

    def __init__(self, vault: Callable[[], Vault], records: Records) -> None:
        """Seal with a vault's keys.

        Args:
            vault: gives the vault, once there is something to seal.
            records: the record's streams as states.
        """
        self._vault = vault
        self._records = records

    def content(self, command: Command, *, let_in: bool = False) -> dict[str, object]:
        """A command's content as it is digested: its private texts stand in it veiled, under keys of its subject.

        Args:
            command: the command.
            let_in: whether it is known that the command is going to be accepted, about whomever it is.

        Raises:
            KeyErased: the subject's key was destroyed.
            SubjectUnknown: nothing is on the record about the subject, and it is not known to be let in.
            VaultFault: the vault failed.
        """
        subject = subject_of(command)

        def veil(category: Category, text: str) -> str:
            if not let_in and not self._known(subject):
                raise SubjectUnknown
            return self._vault().veil(subject, category, text)

        return veiled(command, veil)

    def content_bare(self, command: Command) -> dict[str, object]:
        """A command's content without its private texts, for one whose subject has no key."""
        return veiled(command, lambda _category, _text: "")

    def _known(self, subject: str) -> bool:
        recalled, _ = self._records.recall([subject])
        return bool(recalled[subject].head.version or self._records.read([subject])[subject].head.version)

    def watched(self, events: Iterable[Event], *, afresh: bool) -> tuple[dict[str, Standing], bool]:
        """The privacy streams that decide whether these events may be recorded.

        Returns:
            The streams, and whether they may be out of date.
        """
        subjects = {plain.subject for event in events for plain in plains(event)}
        streams = sorted(privacy_stream(subject) for subject in subjects)
        if not streams:
            return {}, False
        return (self._records.read(streams), False) if afresh else self._records.recall(streams)

    @staticmethod
    def refusal(events: Iterable[Event], watched: Mapping[str, Standing]) -> Refusal | None:
        """Why these events may not be recorded: something in them is about somebody who was erased."""
        for event in events:
            for plain in plains(event):
                if watched[privacy_stream(plain.subject)].state.has_erased(plain.category):
                    return erased(plain.subject)
        return None

    def sealed(self, event: Event, stream: str, event_id: str) -> Event:
        """An event with its private texts sealed for their places in the record.

        Raises:
            KeyErased: a subject's key was destroyed.
            VaultFault: the vault failed.
        """

        def seal(plain: Plain, field: str) -> Sealed:
            return self._vault().seal(plain, Place(stream, event_id, field))

        return sealed_by(event, seal)
