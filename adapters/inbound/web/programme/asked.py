"""The commands of a programme as pages ask for them: what there is to choose from, and tables that come as files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.datastructures import UploadFile

from adapters.inbound.files.programme.cells import Cell
from adapters.inbound.files.programme.tables import (
    AREA_COLUMNS,
    FACTS_COLUMNS,
    JOINT_COLUMNS,
    PAST_COLUMNS,
    joint_in,
    rows_of,
    source_of,
    with_risk,
)
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.forms.checked import Asked, Table, asked_by
from adapters.inbound.web.forms.forms import Entered, FieldShown, Problem, command_of, shown, title_of
from adapters.inbound.web.forms.sending import Entries
from adapters.inbound.web.programme.seen import first_of, programme_for
from adapters.inbound.web.programme.tables import in_a_folder, problems_of, year_of
from adapters.inbound.web.staffed import called
from domain.decider import Rule
from domain.messages import Command, Event, Message
from domain.programme.choice.rules import parse_selection_rule, shipped_selection_rules
from domain.programme.choice.services import Joint
from domain.programme.problem import Problem as Year
from domain.programme.year.commands import LoadHistory, NoteServices, OpenProgramme, ProposeSelection
from domain.programme.year.decider import PROGRAMME
from domain.programme.year.events import SelectionProposed
from domain.programme.year.published.responses import RESPONSE, DecideOnResponse
from domain.programme.year.state import Programme
from domain.programme.year.terms import Area, Facts, PlanContent
from domain.providers.past import PastInspection
from domain.refusals import Refused
from domain.text import counted

__all__ = ["asked_of", "asked_of_response", "asked_to_open", "named", "plan_said"]

_FROM_FILES: frozenset[str] = frozenset({"load-history", "note-services", "propose-selection"})
_ELSEWHERE = frozenset({"open-programme", "propose-plan", "replan-programme"})
"""What is not asked for in a form of a programme: it opens one, or brings in a plan that was made here."""

Offered = Iterator[tuple[str, str]]


def asked_of(house: House, visitor: Visitor, parts: Mapping[str, Any]) -> Asked:
    """A command of a programme, by the parts ``code`` and ``verb`` of its address.

    Raises:
        HTTPException: 404: there is no such programme or command, or not for them.
    """
    code, verb = parts["code"], parts["verb"]
    rule = {each.command.verb: each for each in PROGRAMME.rules.values()}.get(verb)
    if rule is None or verb in _ELSEWHERE or visitor.role_for(verb) is None:
        not_there()
    state = programme_for(house, visitor, code)
    back = (state.known.title, f"/programme/{code}")
    given = {"programme": code}
    if verb in _FROM_FILES:
        return _OF_FILES[verb](house, state, rule, back)
    if verb in ("set-pin", "lift-pin"):
        back = ("Pins", f"/programme/{code}/pins")
    choices = {name: tuple(several) for name, several in _choices(house, visitor, state, verb).items()}
    return asked_by(
        rule, back, given=given, choices={name: several for name, several in choices.items() if several}
    )


def asked_of_response(house: House, visitor: Visitor, parts: Mapping[str, Any]) -> Asked:
    """The decision on a response, by the parts ``code`` and ``response`` of its address."""
    state = programme_for(house, visitor, parts["code"])
    if parts["response"] not in state.responses:
        not_there()
    back = ("Responses", f"/programme/{state.known.programme}/responses")
    return asked_by(RESPONSE.rules[DecideOnResponse], back, given={"response": parts["response"]})


def asked_to_open(_house: House, _visitor: Visitor, parts: Mapping[str, Any]) -> Asked:
    """Opening a year's programme: the one command that names none that exists."""
    if parts["verb"] != OpenProgramme.verb:
        not_there()
    rule, back = PROGRAMME.rules[OpenProgramme], ("Programmes", "/programme")

    def values(file: UploadFile) -> dict[str, Any]:
        with in_a_folder(file) as path:
            areas = rows_of(path, AREA_COLUMNS, Area, lambda each: each.area)
            return {"areas": _plain(areas), "source": source_of(path).model_dump(mode="json")}

    return _of_file(rule, back, {}, ("areas", "source"), "Areas, each with its region", AREA_COLUMNS, values)


def plan_said(content: PlanContent) -> str:
    """A plan in a line: its digest's beginning, what it costs, and how much of the year it places."""
    without = len(content.found.unplaced)
    return (
        f"{content.digest[:12]}: {counted(len(content.slots), 'inspection')} placed, {without} without a place, "
        f"cost {content.found.cost:,}"
    )


def named(house: House) -> Mapping[str, str]:
    """What every provider is called, by its code."""
    return {each.provider: each.title for each in house.services.views.catch_up().providers()}


def _choices(house: House, visitor: Visitor, state: Programme, verb: str) -> Mapping[str, Offered]:
    selected = {service for choice in state.selections.values() for service in choice.selected}
    titles = named(house)
    services = selected if verb == "remove-service" else titles.keys() - selected
    year = _year(house, state)
    names = called(house, visitor, (each.id for each in year.staff) if year else ())
    return {
        "rule": ((each, choice.proposed.rule.title) for each, choice in sorted(state.selections.items())),
        "service": ((each, f"{titles.get(each, each)} ({each})") for each in sorted(services)),
        "plan": (
            (digest, f"{plan_said(state.plans[digest])}{', accepted' if digest == state.accepted else ''}")
            for digest in first_of(state)
            if digest in state.plans
        ),
        "inspection": ((each.id, each.id) for each in year.inspections) if year else iter(()),
        "person": ((each.id, f"{names[each.id]}: {', '.join(each.roles)}") for each in year.staff)
        if year
        else iter(()),
        "panel": ((each.id, f"{each.id}, in week {each.week}") for each in year.panels) if year else iter(()),
    }


def _year(house: House, state: Programme) -> Year | None:
    """The tables of the plan that counts most; None before there is one, and when they are kept no longer."""
    for digest in first_of(state):
        content = state.plans.get(digest) or state.plan
        if content is not None:
            try:
                return year_of(house, content)
            except Refused:
                return None
    return None


def _plain(rows: Sequence[tuple[int, Message]]) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json") for _, each in rows]


def _of_file(
    rule: Rule,
    back: tuple[str, str],
    given: Mapping[str, Any],
    from_file: Sequence[str],
    label: str,
    columns: Mapping[str, Cell],
    values: Any,
    **more: Any,
) -> Asked:
    """A command part of which stands in a table that is handed in with the form under the name ``table``."""
    command: type[Command] = rule.command
    fixed = (*given, *from_file)

    def fields(entered: Entered, problems: Sequence[Problem]) -> tuple[FieldShown, ...]:
        wrong = next((each.text for each in problems if each.field == "table"), "")
        table = FieldShown("table", label, "", "table", True, error=wrong, columns=tuple(columns))
        return (*shown(command, entered, problems, fixed), table)

    def make(entries: Entries) -> Command | tuple[Problem, ...]:
        file = entries.files.get("table")
        if file is None:
            return (Problem("table", f"Choose a file: {label[:1].lower()}{label[1:]}"),)
        try:
            found = values(file)
        except Refused as refused:
            return problems_of("table", refused)
        return command_of(command, entries.entered, {**given, **found})

    return Asked(command, title_of(rule).split(":", 1)[0], rule.meaning, back, fields, make, given, **more)


def _history(_house: House, state: Programme, rule: Rule, back: tuple[str, str]) -> Asked:
    def values(file: UploadFile) -> dict[str, Any]:
        with in_a_folder(file) as path:
            rows = rows_of(
                path, PAST_COLUMNS, PastInspection, lambda each: f"{each.inspection} of {each.provider}"
            )
            source = source_of(path).model_dump(mode="json")
            return {"past": _plain(rows), "lines": [line for line, _ in rows], "source": source}

    def preview(command: Command, _: Sequence[Event]) -> Table:
        assert isinstance(command, LoadHistory)
        rows = [
            (each.provider, each.inspection, day(each.ended_on), words(each.rating), each.lead or "")
            for each in command.past
        ]
        columns = ("Provider", "Inspection", "Ended on", "Rating", "Lead")
        return Table(f"{counted(len(rows), 'inspection')} from before", columns, rows)

    given = {"programme": state.known.programme}
    own = ("past", "lines", "source")
    return _of_file(rule, back, given, own, "Inspections from before", PAST_COLUMNS, values, preview=preview)


def _facts(_house: House, state: Programme, rule: Rule, back: tuple[str, str]) -> Asked:
    def values(file: UploadFile) -> dict[str, Any]:
        with in_a_folder(file) as path:
            rows = rows_of(path, FACTS_COLUMNS, Facts, lambda each: each.provider, with_risk)
            return {"services": _plain(rows), "source": source_of(path).model_dump(mode="json")}

    def preview(command: Command, _: Sequence[Event]) -> Table:
        assert isinstance(command, NoteServices)
        rows = [
            (each.provider, each.risk.score if each.risk else "", each.risk.evidence if each.risk else "")
            for each in command.services
        ]
        return Table(
            f"What is known of {counted(len(rows), 'service')}", ("Service", "Risk", "Evidence"), rows
        )

    given = {"programme": state.known.programme}
    label = "Risk scores, performance and size"
    return _of_file(rule, back, given, ("services", "source"), label, FACTS_COLUMNS, values, preview=preview)


def _selection(house: House, state: Programme, rule: Rule, back: tuple[str, str]) -> Asked:
    code = state.known.programme
    form = _SelectionForm(house, code)
    return Asked(
        ProposeSelection,
        "Select services by a rule",
        rule.meaning,
        back,
        form.fields,
        form.make,
        {"programme": code},
        f"/programme/{code}/selection",
        preview=form.preview,
    )


class _SelectionForm:
    """The form by which services are selected: its fields, the command that it makes, and what that would choose."""

    def __init__(self, house: House, programme: str) -> None:
        """Select for a programme, among the kinds of provider that there are."""
        self._house = house
        self._programme = programme
        self._kinds = sorted({each.kind for each in house.services.views.catch_up().providers()})
        self._shipped = shipped_selection_rules()

    def fields(self, entered: Entered, problems: Sequence[Problem]) -> tuple[FieldShown, ...]:
        """Which rule, or a file with one, and among whom it chooses."""
        wrong = {each.field: each.text for each in problems}
        rules = tuple((each.id, each.title) for each in self._shipped.values())
        return (
            FieldShown(
                "rule",
                "Rule",
                "One that comes with Assay; or hand in one of your own below.",
                "select",
                False,
                rules,
                entered.get("rule", ""),
                wrong.get("rule", ""),
            ),
            FieldShown(
                "own", "A rule of your own", "A .toml file.", "file", False, error=wrong.get("own", "")
            ),
            FieldShown(
                "of",
                "Kinds of provider among which is chosen",
                "",
                "checkboxes",
                True,
                tuple((each, words(each).capitalize()) for each in self._kinds),
                entered.get("of", ""),
                wrong.get("of", ""),
            ),
            FieldShown(
                "joint",
                "Room of inspectorates that join",
                "How many inspections each of them can join, and at which services. The choice keeps to it.",
                "table",
                False,
                error=wrong.get("joint", ""),
                columns=tuple(JOINT_COLUMNS),
            ),
        )

    def make(self, entries: Entries) -> Command | tuple[Problem, ...]:
        """The command, with the services as the record knows them; or what is wrong with what was sent."""
        of = [each for each in entries.entered.get("of", "").split("\n") if each in self._kinds]
        own = entries.files.get("own")
        found = self._shipped.get(entries.entered.get("rule", ""))
        problems = [] if of else [Problem("of", "Select the kinds of provider")]
        if own is not None and found is not None:
            problems.append(Problem("rule", "Choose a rule or hand one in, not both"))
        try:
            if own is not None:
                found = parse_selection_rule(own.file.read(), where=own.filename or "The file")
        except Refused as refused:
            problems.append(Problem("own", refused.refusal.sentence))
        else:
            if found is None:
                problems.append(Problem("rule", "Select a rule, or hand one in"))
        if problems or found is None:
            return tuple(problems)
        services = self._house.services.programme_record.services(self._programme, of, found)
        try:
            room = self._room(entries.files.get("joint"), {each.id for each in services})
        except Refused as refused:
            return problems_of("joint", refused)
        return ProposeSelection(programme=self._programme, rule=found, services=services, joint=room)

    @staticmethod
    def _room(file: UploadFile | None, services: set[str]) -> tuple[Joint, ...]:
        """What room each inspectorate that joins has, by a table that was handed in; nothing without one."""
        if file is None:
            return ()
        with in_a_folder(file) as path:
            return joint_in(rows_of(path, JOINT_COLUMNS, Joint, lambda each: each.partner), path, services)

    def preview(self, _: Command, events: Sequence[Event]) -> Table | None:
        """Every service, with why it would be chosen or not."""
        proposed = next((each for each in events if isinstance(each, SelectionProposed)), None)
        if proposed is None:
            return None
        titles = named(self._house)
        rows = [
            (titles.get(each.id, each.id), words(each.by).capitalize() or "Not chosen", each.reason)
            for each in sorted(proposed.choices, key=lambda one: (one.by is None, one.id))
        ]
        chosen = sum(each.by is not None for each in proposed.choices)
        lots = f", and {proposed.frame.draw} to be drawn" if proposed.frame else ""
        caption = f"{chosen} chosen of {proposed.wanted} wanted{lots}"
        notes = tuple(f"Cannot be had: {each}." for each in proposed.shortfalls)
        return Table(caption, ("Service", "Chosen by", "Why, or why not"), rows, notes)


_OF_FILES = {"load-history": _history, "note-services": _facts, "propose-selection": _selection}
