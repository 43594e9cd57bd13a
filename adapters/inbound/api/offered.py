"""The commands that the API offers, with what each must say; and those that it does not, with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from adapters.inbound.commands.fields import fields_of
from domain.decider import Rule
from domain.deciders import DECIDERS
from domain.people.authority import AUTHORITY
from domain.people.roles import Role

__all__ = ["OFFERED", "WITHHELD", "Offer"]

_COMPUTED = "Assay works out what stands in it, from what it holds: use the pages or the command line"
_OWN_FILES = "it comes with files of the installation itself: use the command line where that is"

WITHHELD: Mapping[str, str] = MappingProxyType(
    {
        "hand-in-case-list": _COMPUTED,
        "replace-case-list": _COMPUTED,
        "close-case-list": _COMPUTED,
        "draw-from-list": _COMPUTED,
        "replace-case": _COMPUTED,
        "bring-back": _COMPUTED,
        "settle-edit": _COMPUTED,
        "report-diversity": _COMPUTED,
        "report-diversity-over-period": _COMPUTED,
        "issue-pack": _COMPUTED,
        "propose-selection": _COMPUTED,
        "propose-plan": _COMPUTED,
        "replan-programme": _COMPUTED,
        "give-access": _COMPUTED,
        "release-dossier": _COMPUTED,
        "publish-framework": _OWN_FILES,
        "retire-framework": _OWN_FILES,
        "rotate-sealing-key": _OWN_FILES,
        "hand-out-checkpoint": _OWN_FILES,
        "issue-token": "a token issues no other",
    }
)
"""Commands of the command line that the API does not offer, with the reason."""

_BY_DIGEST = frozenset({"record-response", "publish-summary"})
"""Commands that name a document by its digest, which is kept elsewhere and not handed in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A command that the API offers.

    Attributes:
        rule: how it is decided.
        kind: of stream that it is for.
        file: whether it brings in a file: never, if there is one, or always.
    """

    rule: Rule
    kind: str
    file: str

    @property
    def title(self) -> str:
        """What it does, in the imperative."""
        return (self.rule.command.__doc__ or self.rule.meaning).strip().split("\n", 1)[0]

    def schema(self) -> dict[str, Any]:
        """What it must say, as JSON Schema; a file that it brings in is no part of that."""
        command = self.rule.command
        made = command.model_json_schema(ref_template=f"#/components/schemas/{command.__name__}-{{model}}")
        made.pop("description", None)
        made["title"] = command.__name__
        meanings = {each.name: each.meaning for each in fields_of(command)}
        for name, said in made["properties"].items():
            if meanings.get(name):
                said["description"] = f"{meanings[name][:1].upper()}{meanings[name][1:]}."
        if self.file != "never":
            made["properties"].pop("document")
            made["required"] = [each for each in made.get("required", []) if each != "document"]
        return made


def _offers() -> Iterator[tuple[str, Offer]]:
    for kind, decider in DECIDERS.items():
        for rule in decider.rules.values():
            verb = rule.command.verb
            if AUTHORITY[verb] == {Role.MACHINERY} or verb in WITHHELD:
                continue
            document = rule.command.model_fields.get("document")
            if document is None or verb in _BY_DIGEST:
                file = "never"
            else:
                file = "always" if document.is_required() else "maybe"
            yield verb, Offer(rule, kind, file)


OFFERED: Mapping[str, Offer] = MappingProxyType(dict(sorted(_offers())))
"""The commands that the API offers, by verb."""
