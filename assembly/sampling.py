"""The part of an installation by which lists of cases are kept and samples are drawn from them."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.cases.agreement import AgreementGathering
    from activities.cases.lists import CaseLists
    from activities.cases.samples import Samples
    from activities.commanding.records import Records
    from activities.diversity_periods import DiversityGathering
    from activities.improvements import Improvements
    from activities.ports import Documents
    from activities.privacy.personal import Personal
    from adapters.outbound.store import Store
    from adapters.outbound.vault import KeyVault
    from domain.dated_rules.library import Library

__all__ = ["Sampling"]


class Sampling:
    """Lists, samples and results of an installation, which gives its store, records, documents, vault and rules."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def documents(self) -> Documents:
            """Files by their digest."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

        @property
        def personal(self) -> Personal:
            """What is private, opened."""

        @property
        def vault(self) -> KeyVault:
            """The keys under which personal text is sealed."""

    @cached_property
    def case_lists(self) -> "CaseLists":
        """Lists of cases, kept encrypted until they are drawn from."""
        from activities.cases.lists import CaseLists
        from adapters.outbound.strongbox import Strongbox

        return CaseLists(
            self.store, self.records, self.documents, lambda: self.vault, Strongbox(), self.library
        )

    @cached_property
    def diversity_periods(self) -> "DiversityGathering":
        """Puts the tables of inspections together, by protected characteristic."""
        from activities.diversity_periods import DiversityGathering

        return DiversityGathering(self.store, self.records, self.personal)

    @cached_property
    def agreement(self) -> "AgreementGathering":
        """Adds up how far readers agree over many inspections."""
        from activities.cases.agreement import AgreementGathering

        return AgreementGathering(self.records, self.library)

    @cached_property
    def samples(self) -> "Samples":
        """Samples as they were drawn."""
        from activities.cases.samples import Samples

        return Samples(self.store, self.case_lists, lambda: self.vault)

    @cached_property
    def improvements(self) -> "Improvements":
        """What inspections came to, one after another."""
        from activities.improvements import Improvements

        return Improvements(self.records, self.library)
