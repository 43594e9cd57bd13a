"""``assay audit explain`` and ``what-if``: how a rating was reached, and what it would have been otherwise."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from activities.auditing.explaining import DoesNotHold, Explained
from activities.auditing.replaying import Replay
from adapters.inbound.acting import my_id
from adapters.inbound.cli.audit.points import AsOf, AsRecorded, At, point_of
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.cli.terminal.quoting import quoted
from adapters.inbound.cli.terminal.statuses import WRONG
from adapters.inbound.files.named import write_file
from adapters.inbound.looks import note_shown
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.what_if import what_if_rows
from adapters.inbound.speaking import AsJson, say, say_json
from domain.auditing.explanation import Node, would_have_changed_it
from domain.auditing.what_if import Assumption, Turned, WhatIf
from domain.ledger.opening import SIMULATED
from domain.ratings.scale import Answer
from domain.refusals import Refused

__all__ = ["add_explain", "add_what_if"]

LABEL = "What if | "
"""Begins every line that is not of the record."""

_TURNED = re.compile(r"(?P<case>[^:=]+):(?P<question>[^:=]+)=(?P<answer>[a-z_ -]+)")


def add_explain(group: typer.Typer, summon: Summon) -> None:
    """Add ``explain`` to the group ``audit``."""

    @group.command("explain")
    def explain(
        inspection: Reference,
        standard: Annotated[
            str | None,
            typer.Argument(metavar="STANDARD", help="One standard alone, like 2.1.", show_default=False),
        ] = None,
        at: At = None,
        as_of: AsOf = None,
        as_recorded: AsRecorded = None,
        html: Annotated[
            Path | None,
            typer.Option("--html", metavar="FILE", help="Write it as one page; never over another file."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Explain how the ratings were reached: from the overall rating down to each answer in each case.

        Shares, bands, every rule whether it fired or not, who judged and why, which answers decided the band of a share
        (marked <-), both readers of a case and how they were reconciled, the panel's departures with their reasons,
        the citation, and the fewest changes that would have led to another rating. No text about a person is opened.
        Ends with 1 if the record does not hold, saying where, and with 2 if no ratings follow from it yet.

        Example: assay audit explain nps-nw-2026 2.1
        """
        services = summon()
        point = point_of(at, as_of, as_recorded)
        try:
            found = services.explaining.explain(inspection, standard, point)
        except DoesNotHold as broken:
            _end_with_nothing(broken, as_json, "explanation")
        _not_kept_apart(services, found)
        note_shown(services, "audit explain", (inspection, *found.used))
        about = list(_about(found))
        if html is not None:
            write_file(html, services.explanation_press.explanation(inspection, about, found.tree))
        if as_json:
            told = _verdict_json(found.replay)
            say_json(told | {"explanation": found.tree.json()} | ({"file": str(html)} if html else {}))
        elif html is not None:
            say(f"Wrote the explanation to {html}.")
        else:
            for line in _lines(found.tree):
                say(line)
            for line in about:
                say(line)
        if found.replay.verdict != "verified":
            raise typer.Exit(WRONG)


def _not_kept_apart(services: Services, found: Explained) -> None:
    """Answers that are kept from somebody are kept from them here too."""
    if refusal := services.apart.refusal_of_streams(found.used, my_id()):
        raise Refused(refusal)


def _end_with_nothing(broken: DoesNotHold, as_json: bool, what: str, label: str = "") -> NoReturn:
    """Say that the record does not hold, so that there is nothing of what was asked for."""
    if as_json:
        say_json(_verdict_json(broken.replay) | {what: None})
    else:
        say(f"{label}{broken}")
    raise typer.Exit(WRONG)


def _verdict_json(replay: Replay) -> dict[str, Any]:
    return {
        "inspection": replay.inspection,
        "simulated": replay.simulated,
        "position": replay.position,
        "replay": replay.verdict,
        "place": replay.place or None,
    }


def _about(found: Explained) -> Iterator[str]:
    """Of which record, at which point, an explanation is, and what its replay came to."""
    replay = found.replay
    record = f"the record {replay.opened.record}" if replay.opened else "the record"
    yield f"This is {replay.inspection} as it stood at position {replay.position} of {record}."
    if replay.simulated:
        yield SIMULATED
    yield f"Replay: {_verdict(replay)}."


def _verdict(replay: Replay) -> str:
    return f"{replay.verdict} ({replay.place})" if replay.place else replay.verdict


def _lines(node: Node, depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}{quoted(node.title)}"
    for line in node.lines:
        yield f"{'  ' * depth}  - {quoted(line)}"
    for child in node.children:
        yield from _lines(child, depth + 1)


def add_what_if(group: typer.Typer, summon: Summon) -> None:
    """Add ``what-if`` to the group ``audit``."""

    @group.command("what-if")
    def what_if(
        inspection: Reference,
        scheme: Annotated[
            str | None, typer.Option("--scheme", metavar="ID", help="Under another rating scheme.")
        ] = None,
        rounding: Annotated[
            str | None,
            typer.Option("--rounding", metavar="exact|half_up", help="With shares rounded in another way."),
        ] = None,
        answer: Annotated[
            list[str] | None,
            typer.Option(
                "--answer",
                metavar="CASE:QUESTION=ANSWER",
                help="With another answer, like case-3f2a:2.1.1=no; may be given again.",
            ),
        ] = None,
        second_readers: Annotated[
            bool,
            typer.Option(
                "--second-readers", help="With the second readers' answers, where cases were read twice."
            ),
        ] = False,
        at: At = None,
        as_of: AsOf = None,
        as_recorded: AsRecorded = None,
        as_json: AsJson = False,
    ) -> None:
        """Say what the ratings would have been otherwise, and the fewest changes that would have led to others.

        Every line says that it is no result. Nothing of it is recorded or kept. What is assumed is assumed together;
        what the panel decided is left out, for nobody knows what it would have decided. Ends with 1 if the record that
        it starts from does not hold, saying where.

        Example: assay audit what-if nps-nw-2026 --rounding half_up
        """
        services = summon()
        assumption = _assumption(services, scheme, rounding, answer or (), second_readers)
        point = point_of(at, as_of, as_recorded)
        try:
            found, would = services.explaining.what_if(inspection, assumption, point)
        except DoesNotHold as broken:
            _end_with_nothing(broken, as_json, "ratings", LABEL)
        _not_kept_apart(services, found)
        note_shown(services, "audit what-if", (inspection, *found.used))
        if as_json:
            say_json(_verdict_json(found.replay) | _json(would))
        else:
            if found.replay.simulated:
                say(LABEL + SIMULATED)
            for line in _told(would, assumption):
                say(LABEL + quoted(line))
            say(f"{LABEL}Replay of what it starts from: {_verdict(found.replay)}.")
        if found.replay.verdict != "verified":
            raise typer.Exit(WRONG)


def _assumption(
    services: Services,
    scheme: str | None,
    rounding: str | None,
    answers: Sequence[str],
    second_readers: bool,
) -> Assumption:
    library = services.library()
    known = one_of(scheme, [each.id for each in library.schemes()], "scheme") if scheme else None
    way = one_of(rounding, ["exact", "half_up"], "rounding") if rounding else None
    return Assumption(
        scheme=library.scheme(known) if known else None,
        rounding=None if way is None else "exact" if way == "exact" else "half_up",
        answers=tuple(_turned(each) for each in answers),
        second_readers=second_readers,
    )


def _turned(typed: str) -> Turned:
    found = _TURNED.fullmatch(typed)
    if found is None:
        raise Refused.because("bad-value", f"--answer must be like case-3f2a:2.1.1=no; {typed} is not.")
    answer = found["answer"].replace(" ", "_").replace("-", "_")
    return Turned(
        found["case"], found["question"], Answer(one_of(answer, [each.value for each in Answer], "answer"))
    )


def _told(would: WhatIf, assumption: Assumption) -> Iterator[str]:
    if assumption.anything:
        yield f"Assumed: {'; '.join(would.assumed)}."
        for row in what_if_rows(would):
            differs = "" if row["was"] == row["would"] else "   <- differs"
            yield f"{row['what']}: {row['would_be']}, where it was {row['was_called']}{differs}"
        if would.would.score is not None:
            yield f"Score: {would.would.score} of {would.would.max_score}"
        for title, lines in (("Left aside", would.set_aside), ("Not on the record", would.lacking)):
            if lines:
                yield f"{title}: {'; '.join(lines)}"
    changed = would_have_changed_it(would.would)
    yield f"{changed.title}{', on that assumption' if assumption.anything else ''}:"
    for line in changed.lines:
        yield f"  {line}"
    yield "No result: nothing of this was derived by an inspection, put to a panel, or recorded."


def _labelled(sentences: Sequence[str]) -> list[dict[str, Any]]:
    """Sentences for a program, each of which says that it is of no result, wherever it is copied to."""
    return [{"what_if": True, "said": each} for each in sentences]


def _json(would: WhatIf) -> dict[str, Any]:
    changed = would_have_changed_it(would.would)
    return {
        "what_if": True,
        "assumed": _labelled(would.assumed),
        "ratings": list(what_if_rows(would)),
        "score": would.would.score,
        "max_score": would.would.max_score,
        "set_aside": _labelled(would.set_aside),
        "lacking": _labelled(would.lacking),
        "would_have_changed_it": {"what_if": True, "lines": _labelled(changed.lines), **changed.data},
    }
