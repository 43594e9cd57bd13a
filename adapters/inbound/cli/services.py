"""What the command line is given: the use cases of one installation, built when they are first asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # an application that only shows its help loads no rules
    from activities.desk import Desk
    from activities.framework_shelf import FrameworkShelf
    from activities.ports import Clock, Documents
    from activities.records import Records
    from activities.replaying import Replaying
    from activities.views import Views
    from domain.library import Library
    from domain.working_days import WorkingDays

__all__ = ["Examined", "Services", "SettingShown", "Summon"]


class SettingShown(Protocol):
    """One setting as it stands; secrets are masked."""

    @property
    def name(self) -> str:
        """Its name, as the settings file or the doctor has it."""
        ...

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        ...

    @property
    def value(self) -> str:
        """Its value, or a mask."""
        ...

    @property
    def origin(self) -> str:
        """Where it comes from."""
        ...

    @property
    def meaning(self) -> str:
        """What it is for."""
        ...


class Examined(Protocol):
    """One check of an installation; its verdict is ``good``, ``note`` or ``wrong``."""

    @property
    def name(self) -> str:
        """Its name, as the settings file or the doctor has it."""
        ...

    @property
    def verdict(self) -> str:
        """``good``, ``note`` or ``wrong``."""
        ...

    @property
    def found(self) -> str:
        """What was found, a sentence."""
        ...

    @property
    def remedy(self) -> str:
        """What to do; empty where nothing is to be done."""
        ...


class Services(Protocol):
    """One installation."""

    @property
    def desk(self) -> "Desk":
        """Takes commands."""
        ...

    @property
    def records(self) -> "Records":
        """The record's streams as states."""
        ...

    @property
    def views(self) -> "Views":
        """What people look at."""
        ...

    @property
    def replaying(self) -> "Replaying":
        """The auditor's replay."""
        ...

    @property
    def documents(self) -> "Documents":
        """Files by their digest."""
        ...

    @property
    def clock(self) -> "Clock":
        """The time."""
        ...

    @property
    def calendar(self) -> "WorkingDays":
        """The working days."""
        ...

    @property
    def library(self) -> "Callable[[], Library]":
        """The dated rules."""
        ...

    @property
    def framework_shelf(self) -> "FrameworkShelf":
        """The installation's own framework files."""
        ...

    @property
    def config(self) -> Sequence[SettingShown]:
        """Every setting, with where it comes from."""
        ...

    def settings_page(self) -> str:
        """The page docs/settings.md."""
        ...

    def examine(self) -> Iterable[Examined]:
        """What is right and what is wrong with the installation."""
        ...

    def migrate(self) -> tuple[str | None, str]:
        """Make the store, or bring it up to date; its schema version before (None: there was none) and after."""
        ...

    def run(self, tell: Callable[[str], None], ready: Callable[[Mapping[str, str]], None]) -> None:
        """Run everything on this machine until interrupted."""
        ...

    def work_alone(self, ready: Callable[[], None]) -> None:
        """Run a worker until interrupted."""
        ...


Summon = Callable[[], Services]
"""Gives the installation that the settings describe; the same one each time."""
