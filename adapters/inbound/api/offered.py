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

_LIST = (
    "what is recorded is the list as Assay encrypts it, under a key that it draws when the file is read and checked; "
    "the provider's page and the command line do that, and name each fault by its row"
)
_SEALED = "it carries cells of the sealed list, which are opened where the keys are"
_TAKEN = "the file says what stood in the read when it was taken, which is checked where the file is read"
_COUNTED = "counting opens what is private of every case, which no token does, and nobody may tell the counts instead"
_PRINTED = "Assay prints the papers itself, and what is issued is exactly that"
_WORKED_OUT = (
    "when each service was inspected last is worked out from the record, and the lots are drawn from it"
)
_PLANNED = "it carries a whole plan with its tables, which are made and checked where the solver is"
_OPENED = "it counts what was opened and handed over, and follows from that alone"
_READ = "whoever releases a dossier has its file before them and says who has read it"
_SIGNED = "it is signed with the sealing key, which never leaves the installation"

WITHHELD: Mapping[str, str] = MappingProxyType(
    {
        "hand-in-case-list": _LIST,
        "replace-case-list": _LIST,
        "close-case-list": _SEALED,
        "draw-from-list": _SEALED,
        "replace-case": _SEALED,
        "bring-back": _TAKEN,
        "report-diversity": _COUNTED,
        "report-diversity-over-period": _COUNTED,
        "issue-pack": _PRINTED,
        "propose-selection": _WORKED_OUT,
        "propose-plan": _PLANNED,
        "replan-programme": _PLANNED,
        "give-access": _OPENED,
        "release-dossier": _READ,
        "rotate-sealing-key": _SIGNED,
        "hand-out-checkpoint": _SIGNED,
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
