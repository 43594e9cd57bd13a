"""A hard rule that a plan breaks."""

from dataclasses import dataclass

from domain.programme.checker.rules import Rule

__all__ = ["Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a plan breaks a hard rule.

    Attributes:
        rule: the rule's code.
        about: the inspection, person, panel or region concerned, by its code.
        sentence: what is wrong, for people.
    """

    rule: Rule
    about: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule} {self.about}: {self.sentence}"
