"""The frameworks of an installation beside each other, and whose words are shown."""

from collections.abc import Iterable

from domain.dated_rules.shelf import Shelf
from domain.frameworks.importing import in_the_words_of, matches
from domain.frameworks.model import Framework

__all__ = ["FrameworkVersions"]


class FrameworkVersions(Shelf[Framework]):
    """The frameworks of an installation, each in all its versions."""

    def __init__(self, frameworks: Iterable[Framework] = ()) -> None:
        """Set the frameworks side by side; see :class:`domain.dated_rules.shelf.Shelf`."""
        super().__init__(frameworks, "standards framework")

    def as_shown(self, framework: Framework) -> Framework:
        """The framework in the official wording, where that has been imported; else as it is.

        For screens and reports only: what is pinned, digested and decided by stays as it was published.
        """
        if framework.wording == "official":
            return framework
        words = [
            each
            for each in self.all()
            if each.wording == "official"
            and (framework.id in each.words_for or framework.id == each.id)
            and matches(framework, each.domains)
        ]
        return in_the_words_of(framework, words[-1]) if words else framework
