"""Standards frameworks: which there are and what changed; imported, consulted on, published and retired."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.files.frameworks import file_name, put_on_shelf, shelve
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, Table, add_checked, asked_by
from adapters.inbound.web.forms.forms import Entered, FieldShown, Problem
from adapters.inbound.web.forms.sending import Entries
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up.files import Added, Found, add_file_pages
from adapters.inbound.web.setting_up.seen import SETS_UP, SetsUp
from domain.decider import Rule
from domain.frameworks import Framework, FrameworkVersions, parse_framework
from domain.frameworks.commands import ProposeFramework
from domain.frameworks.decide import FRAMEWORK
from domain.frameworks.differences import Change, differences
from domain.frameworks.events import FrameworkProposed
from domain.frameworks.importing import official_framework
from domain.frameworks.layout.reading import read_layout
from domain.frameworks.model import Counts
from domain.frameworks.state import FrameworkHistory
from domain.frameworks.writing import framework_file
from domain.messages import Command, Event
from domain.refusals import Refused
from domain.streams import framework_stream

__all__ = ["add_to"]

AT = "/setting-up/frameworks"
_RULES: Mapping[str, Rule] = {each.command.verb: each for each in FRAMEWORK.rules.values()}
_LEVELS = ("domains", "standards", "key_questions", "prompts")


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the frameworks below ``/setting-up``: each version, its consultation, and two side by side."""
    add_file_pages(app, house, sessions, pages, _imported(house))
    add_checked(
        app, house, sessions, pages, f"{AT}/{{framework}}/do/{{verb}}", lambda who, at: _asked(house, who, at)
    )
    _add_looking(app, house, pages)


def _versions(house: House) -> FrameworkVersions:
    return house.services.library().frameworks()


def _history(house: House, framework: str) -> FrameworkHistory:
    stream = framework_stream(framework)
    state = house.services.records.read([stream])[stream].state
    return state if isinstance(state, FrameworkHistory) else FrameworkHistory()


def _add_looking(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get(AT)
    def list_(request: Request, _: SetsUp) -> Response:
        library = house.services.library()
        return pages.page(
            request,
            "setting_up_frameworks.html",
            frameworks=[
                (each, _standing(each), _counted(each.counts())) for each in library.frameworks().all()
            ],
            left_out=[each.sentence for each in library.left_out],
        )

    @app.get(f"{AT}/{{id_}}")
    def show(request: Request, id_: str, _: SetsUp, version: str = "") -> Response:
        versions = _versions(house)
        found = versions.version(id_, version) if version else versions.present(id_)
        history = _history(house, id_)
        if found is None:
            not_there()
        return pages.page(
            request,
            "setting_up_framework.html",
            framework=versions.as_shown(found),
            digest=found.digest,
            standing=_standing(found),
            counts=_counted(found.counts()),
            versions=[each for each in versions.all() if each.id == id_],
            history=history,
            doubts=found.doubts(),
        )

    @app.get("/setting-up/compare/frameworks")
    def compare(request: Request, _: SetsUp, one: str = "", other: str = "") -> Response:
        versions = _versions(house)
        several = [(each, _tagged(versions, each)) for each in (one, other) if each]
        there = [found for _, found in several if found is not None]
        rows = _changes(there[0], there[1]) if len(there) == 2 else ()
        return pages.page(
            request,
            "setting_up_compare.html",
            what="frameworks",
            one=one,
            other=other,
            choices=[f"{each.id}@{each.version}" for each in versions.all()],
            lacking=[each for each, found in several if found is None],
            compared=len(there) == 2,
            table=Table("What is different", ("What", "How", "Was", "Is"), rows),
        )


def _tagged(versions: FrameworkVersions, tagged: str) -> Framework | None:
    id_, _, version = tagged.strip().partition("@")
    return versions.version(id_, version)


def _standing(framework: Framework) -> str:
    standing = words(framework.status)
    when = framework.retired_on or framework.in_force_from
    official = ", in the official wording" if framework.wording == "official" else ""
    return f"{standing}{f', {day(when)}' if when else ''}{official}"


def _counted(counts: Counts) -> str:
    return f"{counts.standards} standards, {counts.key_questions} key questions, {counts.prompts} prompts"


def _changes(earlier: Framework, later: Framework) -> tuple[tuple[str, str, str, str], ...]:
    found = differences(earlier, later)
    return tuple(_row(each) for level in _LEVELS for each in getattr(found, level))


def _row(change: Change) -> tuple[str, str, str, str]:
    number = change.after or change.before or ""
    if change.before and change.after and change.before != change.after:
        number = f"{change.before}, now {change.after}"
    fields = f" ({', '.join(words(each) for each in change.fields)})" if change.fields else ""
    return (
        f"{change.level.capitalize()} {number}",
        f"{', '.join(change.kinds)}{fields}",
        change.text_before or "",
        change.text_after or "",
    )


def _imported(house: House) -> Added:
    def fields(entered: Entered) -> tuple[FieldShown, ...]:
        asked = (
            ("id", "What the framework is to be called", "A short code, like youth-2026.", True),
            ("version", "Version", "", True),
            ("title", "Its name", "The code, if it is left out.", False),
            ("citation", "Where the document comes from", "The name of the file, if it is left out.", False),
        )
        return tuple(
            FieldShown(name, label, hint, "line", needed, value=entered.get(name, ""))
            for name, label, hint, needed in asked
        )

    def read(content: bytes, name: str, entered: Entered) -> Found:
        given = {each: entered.get(each, "").strip() for each in ("id", "version", "title", "citation")}
        reading = read_layout(content, where=name)
        framework = official_framework(
            reading,
            framework_id=given["id"],
            version=given["version"],
            title=given["title"] or given["id"],
            citation=given["citation"] or name,
            known=_versions(house).all(),
            where=name,
        )
        _refuse_other(house, framework)
        counts = framework.counts()
        rows = [
            (
                f"{each.number} {each.title}",
                len(each.key_questions),
                sum(len(q.prompts) for q in each.key_questions),
            )
            for each in framework.standards()
        ]
        doubts = (
            *(f"Line {each.line} was taken for no part of it: {each.text}" for each in reading.left_out[:50]),
            *(f"Its words are shown for {each} too." for each in framework.words_for),
            *(f"Not certain, {place}: {doubt}" for place, doubt in framework.doubts()[:50]),
        )
        return Found(
            file_name(framework),
            framework_file(framework),
            f"{framework.title} ({framework.id}, version {framework.version})",
            Table(_counted(counts).capitalize(), ("Standard", "Key questions", "Prompts"), rows),
            doubts,
            f"{AT}/{framework.id}?version={framework.version}",
        )

    def keep(found: Found) -> None:
        framework = parse_framework(found.content, where=found.name)
        put_on_shelf(house.services.framework_shelf, _versions(house), framework)

    return Added(
        f"{AT}/import",
        "Import a framework",
        "A document as text in the published layout (1. Domain, 1.1 Standard, 1.1.1 Key question, a) prompt) is read "
        "word for word; then you see what was read. It is put forward and published after that.",
        ("Frameworks", AT),
        "Document as text (UTF-8)",
        fields,
        read,
        keep,
    )


def _refuse_other(house: House, framework: Framework) -> None:
    there = _versions(house).version(framework.id, framework.version)
    if there is not None and there.digest != framework.digest:
        raise Refused.because(
            "version-exists",
            f"There is a different {framework.id} version {framework.version} already; give this one another version.",
        )


def _asked(house: House, visitor: Visitor, parts: Mapping[str, Any]) -> Asked:
    """A command of a framework, by the parts ``framework`` and ``verb`` of its address."""
    framework, verb = parts["framework"], parts["verb"]
    rule, history = _RULES.get(verb), _history(house, framework)
    known = [each for each in _versions(house).all() if each.id == framework]
    if rule is None or not known or not visitor.has(*SETS_UP):
        not_there()
    back = (known[-1].title, f"{AT}/{framework}")
    given = {"framework": framework}
    if verb == ProposeFramework.verb:
        return _proposed(known, rule, back, given)
    published = [each.content.version for each in history.published if each.retired_on is None]
    put = [history.proposal.content.version] if history.proposal else []
    consulted = [history.consultation.version] if history.consultation else []
    offered = {"retire-framework": published, "publish-framework": put, "open-consultation": put}
    versions = offered.get(verb, consulted)
    return asked_by(
        rule,
        back,
        given=given,
        choices={"version": [(each, each) for each in versions]} if versions else {},
        left_out=("document",) if "document" in rule.command.model_fields else (),
        flags={"confidential": "Did its sender ask for confidence?"}
        if "confidential" in rule.command.model_fields
        else {},
        after=lambda _: _shelve(house, framework),
    )


def _shelve(house: House, framework: str) -> None:
    """Have every published version stand in the library as the record has it."""
    shelve(house.services.framework_shelf, _versions(house), _history(house, framework))


def _proposed(
    known: Sequence[Framework], rule: Rule, back: tuple[str, str], given: Mapping[str, Any]
) -> Asked:
    """Putting a version forward: one that was imported, or a file."""

    def fields(entered: Entered, problems: Sequence[Problem]) -> tuple[FieldShown, ...]:
        wrong = {each.field: each.text for each in problems}
        versions = tuple((each.version, f"{each.title}, version {each.version}") for each in known)
        return (
            FieldShown(
                "version",
                "Version that is in the library already",
                "Or hand in a file below.",
                "select",
                False,
                versions,
                entered.get("version", ""),
                wrong.get("version", ""),
            ),
            FieldShown("file", "File of a framework (.toml)", "", "file", False, error=wrong.get("file", "")),
            FieldShown(
                "significant",
                "Standards whose change is significant",
                "They are consulted on first. A standard that comes or goes is significant without being named.",
                "lines",
                False,
                value=entered.get("significant", ""),
                error=wrong.get("significant", ""),
            ),
        )

    def make(entries: Entries) -> Command | tuple[Problem, ...]:
        file = entries.files.get("file")
        content = next((each for each in known if each.version == entries.entered.get("version")), None)
        if file is not None and content is None:
            try:
                content = parse_framework(file.file.read(), where=file.filename or "The file")
            except Refused as refused:
                return (Problem("file", refused.refusal.sentence),)
        elif file is not None or content is None:
            return (Problem("version", "Select a version, or hand in a file: one of the two"),)
        significant = tuple(entries.entered.get("significant", "").split())
        try:
            return ProposeFramework(**given, content=content, significant=significant)
        except ValueError:
            return (Problem("significant", "Name standards by their numbers, like 1.1, one on each line"),)

    def preview(_: Command, events: Sequence[Event]) -> Table | None:
        proposed = next((each for each in events if isinstance(each, FrameworkProposed)), None)
        before = next((each for each in known if proposed and each.digest == proposed.compared_with), None)
        if proposed is None or before is None:
            return None
        caption = f"What is different from version {before.version}"
        return Table(caption, ("What", "How", "Was", "Is"), _changes(before, proposed.content))

    return Asked(
        ProposeFramework, "Put a version forward", rule.meaning, back, fields, make, given, preview=preview
    )
