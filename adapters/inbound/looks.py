"""Which commands show what is private to an inspection, a provider or a person: that somebody used them is noted first.

A command that is new must be put into one of the two lists, or a test fails; a command that only records something
stands in neither, for who gave it is on the record.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from adapters.inbound.acting import my_id
from adapters.inbound.services import Services, Summon
from domain.cases.streams import case_of
from domain.refusals import Refused
from domain.streams import code_in, inspection_stream

__all__ = ["LOOKS", "NAMING", "NO_LOOKS", "note_shown", "noting", "things"]

LOOKS = frozenset(
    {
        "audit dossier", "audit explain", "audit find", "audit looks", "audit receipt", "audit replay",
        "audit what-if", "backup", "case agreement", "case alerts", "case differences", "case held",
        "case left", "case list", "case mine", "case propose-readers", "case show", "case take-away",
        "comments list", "comments show", "correlation show", "enquiry assessment", "enquiry list",
        "evidence fetch", "evidence held", "evidence list", "evidence offered", "evidence outstanding",
        "evidence receipt", "evidence saved", "evidence show", "evidence status", "exercise fetch",
        "exercise show", "export", "fieldwork timetable", "fieldwork voices",
        "follow-up improved", "follow-up measure", "follow-up show", "inspection diversity",
        "inspection diversity-over-period", "inspection list", "inspection show", "inspection tasks",
        "inspection timeline", "lists check", "lists list", "lists receipt", "lists show", "panel list",
        "panel show", "people bodies", "people list", "people on-duty", "people readers", "people separation",
        "people show", "people tasks", "person list", "plan show", "privacy retention preview", "privacy status",
        "provider list", "provider show", "report places", "report points list", "report preview",
        "report show", "samples check", "samples show", "workflow history",
    }
)  # fmt: skip
"""Commands that show something of an inspection, a provider or a person."""

NO_LOOKS = frozenset(
    {
        "api token list", "audit checkpoint show", "audit checkpoint witness", "audit verify", "audit watch",
        "case allocate-readers", "case note-references", "case record-reads", "case sample-size", "commands",
        "db migrate", "db projections rebuild", "db projections status", "demo", "doctor", "evidence usual",
        "follow-up compare", "frameworks diff", "frameworks import", "frameworks list", "frameworks show",
        "frameworks validate",
        "import", "keys backup", "keys create", "keys restore", "keys show", "lists template", "pages",
        "people authority", "people import",
        "people import-bodies", "people import-interests", "people import-leave",
        "privacy retention run", "privacy retention show",
        "programme answers", "programme burden", "programme calendar", "programme chart", "programme check",
        "programme days", "programme draw",
        "programme explain", "programme fill", "programme freeze",
        "programme list", "programme propose", "programme replan", "programme results", "programme rules",
        "programme schedule", "programme show", "programme tables",
        "programme timeline", "programme topics", "programme utilisation",
        "protocols list", "protocols show", "protocols validate", "provider import",
        "rate", "report draft", "report points accept", "report points confirm", "report points import",
        "report points raise", "report points reject", "report recipients", "report schedule", "report sections",
        "report send", "report sign", "report sign-for-partner", "report submit", "report translations", "restore",
        "run", "schemes list", "schemes show", "schemes validate", "settings page", "settings show", "worker",
        "workflow decode-page",
    }
)  # fmt: skip
"""Commands that show nothing of the kind: rules, plans, digests and the machine, or what they themselves record."""

FOR_ANYBODY = frozenset({"backup"})
"""Those of them that the staff record keeps from nobody: a machine takes back-ups by itself, and is shown nothing."""

OWN_FILES = {"audit receipt": "check", "case agreement": "file"}
"""By command, the parameter with which it reads a file of one's own instead, and then needs no record."""


NAMING = frozenset({"CASE:QUESTION=ANSWER", "ID", "INSPECTION", "ITEM", "PERSON", "PROVIDER"})
"""How options that name somebody or something are written in a help; what they name is noted as arguments are."""


def noting(
    path: str, function: Callable[..., Any], arguments: frozenset[str], summon: Summon
) -> Callable[..., Any]:
    """A command's function, which runs for people on the staff record alone, and once it is noted that somebody looks.

    This is the one place where the command line keeps what it shows from whoever is not on a staff record that was
    begun; each command besides keeps what it must from some of those who are.

    Args:
        path: what the command is called, without ``assay``.
        function: what it does, called with its parameters by name.
        arguments: those of its parameters that say what it is about; options as well as arguments.
        summon: gives the installation.
    """

    def noted(**given: Any) -> Any:
        if given.get(OWN_FILES.get(path, "")) is not None:
            return function(**given)
        services = summon()
        here = services.caller is None  # by way of an API, the other side asks its own staff record
        if here and path not in FOR_ANYBODY and (refusal := services.seeing.refusal_of_strangers(my_id())):
            raise Refused(refusal)
        about = [said for each in given if each in arguments for said in _named(given[each])]
        role = given.get("role")
        services.looking.note(my_id(), path, about, str(role) if role else None)
        return function(**given)

    return noted


def note_shown(services: Services, what: str, about: Iterable[str]) -> None:
    """Note, before it is shown, what a command came to show that its parameters did not name.

    Args:
        services: the installation.
        what: what the command is called, without ``assay``.
        about: references and streams; of a read, its case is noted.

    Raises:
        Refused: ``look-not-noted``: it could not be, so nothing is shown.
    """
    if named := things(about):
        services.looking.note(my_id(), what, named)


def things(about: Iterable[str]) -> tuple[str, ...]:
    """What references and streams are about, as people name it, each once."""
    return tuple(dict.fromkeys(map(_thing, about)))


def _thing(stream: str) -> str:
    """What a stream is about, as people name it; a reference, as it is."""
    return case_of(stream) if stream.startswith("second-read-") else code_in(stream, inspection_stream)


def _named(given: Any) -> Iterator[str]:
    """What a parameter names; of an answer that is taken to have been another, the case."""
    for each in given if isinstance(given, list | tuple) else [given]:
        if isinstance(each, str):
            yield each.partition(":")[0]
