"""The vault on a database: see :class:`activities.privacy.vault.Vault` for what it promises.

No subject's key is remembered between two calls: once one is destroyed, by whichever process, it is gone for all.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, PoolProxiedConnection, and_, delete, func, select, text

from activities.privacy.vault import (
    BoxRefused,
    Destroyed,
    KeyDamaged,
    KeyErased,
    KeyMissing,
    KeyState,
    Unopenable,
    VaultFault,
)
from adapters.outbound.vault.cipher import ALGORITHM, Box, MasterKey, SubjectKey, WrongKey, fresh_key
from adapters.outbound.vault.journal import Journal
from adapters.outbound.vault.tables import destroyed, keys, lock_row, sweep_up, vault, vault_faults
from domain.privacy.boxes import CATEGORIES, Category, Place, Plain, Sealed

__all__ = ["KeyVault", "Used", "utc_now"]

Used = Callable[[str, Category], bool]
"""Whether something was sealed with the key of a subject for a class, so that the key must have been made."""

Row = tuple[Any, ...]
"""What the vault has of a key: the name of the master key, the key as it is locked, and whether it was destroyed."""

WHOLE = ""
"""In the column ``category``: all classes of a subject."""

# Asked of the driver itself: every text that is sealed or opened asks it, and it is most of what that costs.
_LOOK = """SELECT v.master, k.locked, EXISTS (
        SELECT 1 FROM destroyed AS d WHERE d.subject = {0} AND d.category IN ('', {0})) AS erased
    FROM vault AS v LEFT JOIN subject_keys AS k ON k.subject = {0} AND k.category = {0}"""
# The same for several subjects at once, of whom those without a key are left out.
_LOOK_FOR = """SELECT k.subject, k.category, v.master, k.locked, EXISTS (
        SELECT 1 FROM destroyed AS d WHERE d.subject = k.subject AND d.category IN ('', k.category)) AS erased
    FROM vault AS v JOIN subject_keys AS k ON k.subject IN ({})"""
AT_ONCE = 500
"""For so many subjects it is asked in one go."""

# Whoever comes first makes the key, or leaves the mark; nobody writes over it.
_MAKE = text(
    """INSERT INTO subject_keys (subject, category, locked, commitment, made)
        VALUES (:subject, :category, :locked, :commitment, :made) ON CONFLICT DO NOTHING"""
)
_MARK = text(
    "INSERT INTO destroyed (subject, category, at) VALUES (:subject, :category, :at) ON CONFLICT DO NOTHING"
)


def utc_now() -> str:
    """The present instant as the vault writes it: for the eye, nothing is decided on it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class KeyVault:
    """Keys per subject and class. Safe to use from several threads, and from any number of processes."""

    def __init__(
        self, engine: Engine, journal: Journal, master: Callable[[str], MasterKey], used: Used
    ) -> None:
        """Set up a vault on tables that are there.

        Args:
            engine: the vault's database.
            journal: the journal of erasures.
            master: finds the master key of a name, or raises VaultFault.
            used: whether something on the record was sealed with a key of this subject and class.
        """
        self._engine = engine
        self._journal = journal
        self._find_master = master
        self._used = used
        self._master: MasterKey | None = None
        self._taking = threading.Lock()
        self._mark = "?" if engine.dialect.name == "sqlite" else "%s"
        self._question = _LOOK.format(self._mark)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def seal(self, plain: Plain, place: Place) -> Sealed:
        """See :meth:`activities.privacy.vault.Vault.seal`."""
        key = self._key(plain.subject, plain.category)
        box = key.seal(plain.text, place.bound(ALGORITHM, plain.subject, plain.category))
        return Sealed(
            algorithm=ALGORITHM,
            category=plain.category,
            ciphertext=box.ciphertext,
            commitment=box.commitment,
            field=place.field,
            nonce=box.nonce,
            subject=plain.subject,
        )

    def open(self, box: Sealed, place: Place) -> str:
        """See :meth:`activities.privacy.vault.Vault.open`."""
        return self._open(box, place, self._there)

    def open_each(self, boxes: Sequence[tuple[Sealed, Place]]) -> Sequence[str | KeyErased | Unopenable]:
        """See :meth:`activities.privacy.vault.Vault.open_each`."""
        rows = self._rows_of(dict.fromkeys(box.subject for box, _ in boxes))
        unlocked: dict[
            tuple[str, str], SubjectKey
        ] = {}  # for this one call: what several texts are sealed with

        def there(subject: str, category: Category) -> SubjectKey | None:
            if (key := unlocked.get((subject, category))) is not None:
                return key
            row = rows.get((subject, category))
            key = self._there(subject, category) if row is None else self._key_in(row, subject, category)
            if key is not None:
                unlocked[subject, category] = key
            return key

        opened: list[str | KeyErased | Unopenable] = []
        for box, place in boxes:
            try:
                opened.append(self._open(box, place, there))
            except (KeyErased, Unopenable) as why:
                opened.append(why)
        return opened

    def _open(self, box: Sealed, place: Place, there: Callable[[str, Category], SubjectKey | None]) -> str:
        if box.algorithm != ALGORITHM:
            raise BoxRefused(
                f"The box in {place.field} of event {place.event_id} was sealed in a way this version does not know: "
                f"{box.algorithm}."
            )
        key = there(box.subject, box.category)
        if key is None:
            raise _key_missing(box.subject, box.category)
        try:
            bound = place.bound(box.algorithm, box.subject, box.category)
            return key.open(Box(box.commitment, box.nonce, box.ciphertext), bound)
        except WrongKey:
            raise BoxRefused(
                f"The box in {place.field} of event {place.event_id} on {place.stream} was altered, is not in its "
                "place, or was sealed with another key."
            ) from None

    def veil(self, subject: str, category: Category, text: str) -> str:
        """See :meth:`activities.privacy.vault.Vault.veil`."""
        return self._key(subject, category).veil(text)

    def destroy(self, erased: Collection[Destroyed]) -> int:
        """See :meth:`activities.privacy.vault.Vault.destroy`."""
        if not erased:
            return 0
        self._journal.note(erased)
        return self._strike(erased)

    def keys(self, subject: str) -> Sequence[KeyState]:
        """See :meth:`activities.privacy.vault.Vault.keys`."""
        with self._reading() as connection:
            master = self._master_of(connection.execute(select(vault.c.master)).scalar_one())
            there = {
                row.category: row
                for row in connection.execute(keys.select().where(keys.c.subject == subject))
            }
            gone = {
                row.category: datetime.fromisoformat(row.at)
                for row in connection.execute(destroyed.select().where(destroyed.c.subject == subject))
            }
        states = []
        for category in CATEGORIES:
            ended = gone.get(category) or gone.get(WHOLE)
            row = there.get(category)
            if ended is not None:
                states.append(KeyState(category, None, None, ended))
            elif row is not None:
                states.append(_state(master, row))
        return tuple(states)

    def commitments(self) -> Mapping[tuple[str, Category], str]:
        """See :meth:`activities.privacy.vault.Vault.commitments`."""
        with self._reading() as connection:
            rows = connection.execute(select(keys.c.subject, keys.c.category, keys.c.commitment)).all()
        return {(row.subject, row.category): row.commitment for row in rows}

    def destroyed(self) -> Sequence[Destroyed]:
        """See :meth:`activities.privacy.vault.Vault.destroyed`."""
        with self._reading() as connection:
            rows = connection.execute(
                destroyed.select().order_by(destroyed.c.subject, destroyed.c.category)
            ).all()
        return tuple(_as_destroyed(row) for row in rows)

    def size(self) -> int:
        """How many keys are in it."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(keys)).scalar_one())

    def settle(self) -> int:
        """Hold the vault and the journal of erasures against each other, and make each say what the other does.

        A vault that was put back from an older copy loses again what was destroyed since; how many keys it lost.

        Raises:
            VaultFault: one of them cannot be read or written.
        """
        noted, struck = self._journal.entries(), self.destroyed()
        known = {(each.subject, each.category) for each in struck}
        self._journal.note(struck)
        return self._strike([each for each in noted if (each.subject, each.category) not in known])

    def turn(self, new: MasterKey) -> int:
        """Lock every key with another master key, in one transaction; how many there were.

        Copies of the vault from before stay locked with the old master key, and the new one does not open them.

        Raises:
            VaultFault: the vault cannot be written, or a key in it does not unlock.
        """
        with self._writing() as connection:
            old = self._master_of(lock_row(connection, alone=True).master)
            rows = connection.execute(keys.select()).all()
            for row in rows:
                key = _unlocked(old, row.locked, row.subject, row.category)
                which = and_(keys.c.subject == row.subject, keys.c.category == row.category)
                connection.execute(
                    keys.update().where(which).values(locked=new.lock(key, row.subject, row.category))
                )
            connection.execute(text("UPDATE vault SET master = :master"), {"master": new.name})
        sweep_up(self._engine)
        return len(rows)

    def _key(self, subject: str, category: Category) -> SubjectKey:
        """The key of a subject, made if there is none."""
        found = self._there(subject, category)
        if found is not None:
            return found
        if self._used(subject, category):
            # A key is kept before anything is sealed with it: so whoever made it just now has left it here.
            found = self._there(subject, category)
            if found is None:
                raise _key_missing(subject, category)
            return found
        with self._writing() as connection:
            master = self._master_of(lock_row(connection, alone=False).master)
            self._look(connection.connection, subject, category)  # has it been erased meanwhile?
            key = fresh_key()
            values = {
                "subject": subject,
                "category": category,
                "locked": master.lock(key, subject, category),
                "commitment": SubjectKey(key).commitment,
                "made": utc_now(),
            }
            connection.execute(_MAKE, values)
        made = self._there(subject, category)
        if made is None:
            raise VaultFault(f"The vault did not keep the key that it made for {subject}.")
        return made

    def _there(self, subject: str, category: Category) -> SubjectKey | None:
        """The key of a subject, if there is one."""
        with vault_faults():
            pooled = self._engine.raw_connection()
            try:
                return self._look(pooled, subject, category)
            finally:
                pooled.close()

    def _look(self, driver: PoolProxiedConnection, subject: str, category: Category) -> SubjectKey | None:
        cursor = driver.cursor()
        cursor.execute(self._question, (subject, category, subject, category))
        row = cursor.fetchone()
        cursor.close()
        if row is None:
            raise VaultFault(
                "The vault is empty: it is not one that Assay has made, or it was not made to the end."
            )
        return self._key_in(row, subject, category)

    def _rows_of(self, subjects: Iterable[str]) -> Mapping[tuple[str, str], Row]:
        """What the vault has of all keys of some subjects."""
        wanted = list(subjects)
        found: dict[tuple[str, str], Row] = {}
        if not wanted:
            return found
        with vault_faults():
            pooled = self._engine.raw_connection()
            try:
                cursor = pooled.cursor()
                for start in range(0, len(wanted), AT_ONCE):
                    some = wanted[start : start + AT_ONCE]
                    cursor.execute(_LOOK_FOR.format(", ".join([self._mark] * len(some))), some)
                    found |= {
                        (subject, category): tuple(row) for subject, category, *row in cursor.fetchall()
                    }
                cursor.close()
            finally:
                pooled.close()
        return found

    def _key_in(self, row: Row, subject: str, category: Category) -> SubjectKey | None:
        master, locked, erased = row
        if erased:
            raise KeyErased(subject, category)
        if locked is None:
            return None
        return SubjectKey(_unlocked(self._master_of(master), locked, subject, category))

    def _strike(self, erased: Collection[Destroyed]) -> int:
        """Destroy keys, and leave a mark in place of each."""
        if not erased:
            return 0
        there = 0
        with self._writing() as connection:
            lock_row(connection, alone=True)
            for each in erased:
                at = each.at.astimezone(UTC).isoformat(timespec="microseconds")
                mark = {"subject": each.subject, "category": each.category or WHOLE, "at": at}
                connection.execute(_MARK, mark)
                whose = keys.c.subject == each.subject
                which = whose if each.category is None else and_(whose, keys.c.category == each.category)
                there += connection.execute(delete(keys).where(which)).rowcount
        sweep_up(self._engine)
        return there

    def _master_of(self, name: str) -> MasterKey:
        """The master key that the vault is locked with now; it may have been turned since the last call."""
        with self._taking:
            if self._master is None or self._master.name != name:
                self._master = self._find_master(name)
            return self._master

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with vault_faults(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        writing = self._engine.execution_options(vault_writing=True)
        with vault_faults(), writing.begin() as connection:
            yield connection


def _unlocked(master: MasterKey, locked: bytes, subject: str, category: str) -> bytes:
    try:
        return master.unlock(locked, subject, category)
    except WrongKey:
        raise KeyDamaged(
            f"The vault is damaged: the key for what is a {category} of {subject} does not unlock."
        ) from None


def _state(master: MasterKey, row: Any) -> KeyState:
    """How a key fares that is there: damaged where it does not unlock, or is not the one that its boxes name."""
    try:
        made = datetime.fromisoformat(row.made)
    except (TypeError, ValueError):
        made = None
    try:
        whole = SubjectKey(master.unlock(row.locked, row.subject, row.category)).commitment == row.commitment
    except WrongKey:
        whole = False
    return KeyState(row.category, row.commitment, made, None, damaged=not whole or made is None)


def _key_missing(subject: str, category: str) -> KeyMissing:
    return KeyMissing(
        f"The vault has no key for what is a {category} of {subject}, and knows of no erasure: put the vault back from "
        "a copy."
    )


def _as_destroyed(row: Any) -> Destroyed:
    category: Category | None = None if row.category == WHOLE else row.category
    return Destroyed(row.subject, category, datetime.fromisoformat(row.at))
