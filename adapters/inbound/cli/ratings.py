"""`assay rate` and `assay schemes`: ratings from a file of answers, without a database."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from adapters.inbound.files.schemes import SchemeFinder, read_honest, scheme_in
from adapters.inbound.services import Summon
from adapters.inbound.shown.rating_tables import (
    comparison_table,
    nearness_text,
    ratings_text,
    sample_text,
    scheme_text,
)
from adapters.inbound.speaking import complain, table
from domain.ratings import Derivation, Inputs, Scheme, derive
from domain.ratings.compare import Comparison, compare
from domain.ratings.inputs import Judgement, NotRated
from domain.ratings.nearness.as_json import bearing_json, nearness_json
from domain.ratings.nearness.bearing import bearing_of, check_sizes
from domain.ratings.nearness.nearness import nearness_of
from domain.ratings.request_csv import parse_csv_request
from domain.ratings.request_json import MAX_BYTES, Request, level_named, parse_json_request, scheme_named
from domain.ratings.words import as_rounded
from domain.refusals import Refused

__all__ = ["add_to"]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Register `assay rate` and `assay schemes` with the application.

    Args:
        app: the application.
        summon: gives the installation, for its own schemes.
    """
    finder = SchemeFinder(summon)
    _add_rate(app, finder)
    group = typer.Typer(
        no_args_is_help=True, help="Rating schemes: the rules by which answers become ratings."
    )
    app.add_typer(group, name="schemes")
    _add_schemes(group, finder)


def _add_rate(app: typer.Typer, finder: SchemeFinder) -> None:
    @app.command("rate")
    def rate(
        file: Annotated[
            Path, typer.Argument(help="Answers as JSON or CSV; - reads JSON from standard input.")
        ],
        scheme: Annotated[
            str | None,
            typer.Option(
                help="A scheme's id, or id@version, or its own .toml file. JSON may name it itself."
            ),
        ] = None,
        nearness: Annotated[
            bool, typer.Option("--nearness", help="Also show how near each rating is to another.")
        ] = False,
        compare_with: Annotated[
            str | None,
            typer.Option("--compare", metavar="OTHER", help="Rate the same answers under this scheme too."),
        ] = None,
        judgement: Annotated[
            list[str] | None,
            typer.Option(metavar="STANDARD=RATING", help="A judgement that the file does not hold."),
        ] = None,
        not_rated: Annotated[
            list[str] | None,
            typer.Option(metavar="STANDARD=REASON", help="A standard that is not rated, and why."),
        ] = None,
        fact: Annotated[
            list[str] | None,
            typer.Option(metavar="FACT=yes|no", help="A named input, such as a breach of regulations."),
        ] = None,
        size: Annotated[
            list[str] | None,
            typer.Option(
                metavar="POPULATION=CASES", help="How many cases the whole file holds, for --nearness."
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Rate one inspection from a file of answers and judgements, and show why.

        JSON: {"scheme": "adult-nps-2018", "standards": {"1.1": {"rating": "good"}, "2.1": {"key_questions":
        {"2.1.1": {"yes": 80, "no": 20}, …}}, "3.2": {"not_rated": "no cases"}}}; CSV: a row per case and a column
        per key question.
        """
        where = "standard input" if str(file) == "-" else str(file)
        text = read_honest(file, where, MAX_BYTES)
        rules, request = _request(text, file, where, scheme, finder)
        request = _with_options(request, rules, judgement, not_rated, fact, size)
        try:
            derivation = derive(rules, request.inputs)
            check_sizes(derivation, request.sizes)
            other = None if compare_with is None else compare(request.inputs, finder.named(compare_with))
            extras = _extras(derivation, request) if nearness else {}
        except Refused as refused:
            raise Refused.because(refused.refusal.code, f"{where}: {refused.refusal.sentence}") from None
        if as_json:
            _print_json(
                _as_json(derivation) | extras | ({} if other is None else {"compare": _other_json(other)})
            )
            return
        console = Console()
        ratings_text(console, derivation)
        if nearness:
            nearness_text(console, derivation, nearness_of(derivation))
            if request.sizes:
                sample_text(console, derivation, bearing_of(derivation, request.sizes))
        if other is not None:
            comparison_table(console, derivation, other)


def _add_schemes(group: typer.Typer, finder: SchemeFinder) -> None:
    @group.command("list")
    def list_schemes(as_json: AsJson = False) -> None:
        """List the schemes: those that ship with Assay, and those in the installation's own folder."""
        found = finder.all()
        if as_json:
            _print_json({"schemes": [_summary(scheme) for scheme in found]})
        else:
            columns = ("id", "version", "status", "in force from", "title")
            table(columns, [(s.id, s.version, s.status, s.in_force_from, s.title) for s in found])
        for sentence in finder.left_out():
            complain(sentence)

    @group.command("show")
    def show_scheme(
        scheme: Annotated[
            str, typer.Argument(metavar="ID", help="A scheme's id, or id@version, or its own .toml file.")
        ],
        as_json: AsJson = False,
    ) -> None:
        """Show a scheme: its standards, bands, rules, what may be departed from, and where it is published."""
        found = finder.named(scheme)
        if as_json:
            _print_json(_whole(found))
            return
        scheme_text(Console(), found)

    @group.command("validate")
    def validate_scheme(
        file: Annotated[Path, typer.Argument(help="A scheme's TOML file.")], as_json: AsJson = False
    ) -> None:
        """Check a scheme's file; a mistake is named with file and line."""
        found = scheme_in(file)
        if as_json:
            _print_json({"valid": True, **_summary(found)})
            return
        Console().print(
            f"{file} is valid: {found.id} {found.version}, {len(found.standards)} standards, digest {found.digest}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )


def _request(
    text: bytes, file: Path, where: str, named: str | None, finder: SchemeFinder
) -> tuple[Scheme, Request]:
    if file.suffix.lower() == ".csv":
        if named is None:
            raise Refused.because(
                "missing-scheme", f"{where}: say which scheme to rate it under: --scheme ID"
            )
        rules = finder.named(named)
        return rules, parse_csv_request(text, rules, where=where)
    rules = _named_in(text, where, finder) if named is None else finder.named(named)
    return rules, parse_json_request(text, rules, where=where)


def _named_in(text: bytes, where: str, finder: SchemeFinder) -> Scheme:
    """The scheme that a JSON request names itself."""
    named = scheme_named(text, where=where)
    if named is None:
        raise Refused.because(
            "missing-scheme", f'{where}: name a scheme, by "scheme": "…" in the file or --scheme ID'
        )
    try:
        return finder.named(named)
    except Refused as refused:
        raise Refused.because(refused.refusal.code, f"{where}: {refused.refusal.sentence}") from None


def _with_options(
    request: Request,
    rules: Scheme,
    judgements: list[str] | None,
    not_rated: list[str] | None,
    facts: list[str] | None,
    sizes: list[str] | None,
) -> Request:
    """The request with what was said on the command line; the file must not say it too."""
    standards = dict(request.inputs.standards)
    for id_, said in _pairs("--judgement", judgements) + _pairs("--not-rated", not_rated):
        if id_ in standards:
            raise Refused.because(
                "bad-option", f"standard {id_} is given twice: in the file and as an option"
            )
        standards[id_] = NotRated(said)
    for id_, said in _pairs("--judgement", judgements):
        level = level_named(rules, said)
        if level is None:
            known = ", ".join(rules.rank) or "none"
            raise Refused.because(
                "unknown-rating", f"--judgement {id_}: {said!r} is no rating; they are {known}"
            )
        standards[id_] = Judgement(level)
    known_facts = dict(request.inputs.facts)
    for id_, said in _pairs("--fact", facts):
        if said.lower() not in ("yes", "no", "true", "false"):
            raise Refused.because("bad-option", f"--fact {id_} must be yes or no, not {said!r}")
        known_facts[id_] = said.lower() in ("yes", "true")
    whole = dict(request.sizes)
    for population, said in _pairs("--size", sizes):
        if not (said.isascii() and said.isdigit() and len(said) < 10):
            raise Refused.because("bad-option", f"--size {population} must be a whole number, not {said!r}")
        whole[population] = int(said)
    inputs = Inputs(standards, request.inputs.cases, known_facts, request.inputs.overall)
    return Request(inputs, whole)


def _pairs(option: str, values: list[str] | None) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value in values or []:
        name, equals, said = value.partition("=")
        if not equals or not name.strip() or not said.strip():
            raise Refused.because("bad-option", f"{option} must be written NAME=VALUE, not {value!r}")
        if name.strip() in (known for known, _ in found):
            raise Refused.because("bad-option", f"{option} names {name.strip()!r} twice")
        found.append((name.strip(), said.strip()))
    return found


def _extras(derivation: Derivation, request: Request) -> dict[str, Any]:
    extras: dict[str, Any] = {"nearness": nearness_json(nearness_of(derivation))}
    if request.sizes:
        extras["sample"] = bearing_json(bearing_of(derivation, request.sizes))
    return extras


def _as_json(derivation: Derivation) -> dict[str, Any]:
    return {
        "scheme": derivation.scheme.id,
        "standards": {
            id_: {
                "rating": result.rating,
                "band": result.band.id if result.band else None,
                "lowest_key_question": result.lowest[0] if result.lowest else None,
                "lowest_key_questions": list(result.lowest),
                "score": result.score,
                "percent": None if result.share is None else as_rounded(derivation.scheme, result.share),
                "not_rated": result.not_rated,
            }
            for id_, result in derivation.standards.items()
        },
        "score": derivation.score,
        "max_score": derivation.max_score,
        "overall": derivation.overall,
        "trace": derivation.trace,
        "digest": derivation.digest,
    }


def _other_json(other: Comparison) -> dict[str, Any]:
    return {
        **_as_json(other.derivation),
        "what_if": True,
        "set_aside": list(other.set_aside),
        "lacking": list(other.lacking),
    }


def _summary(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "version": scheme.version,
        "title": scheme.title,
        "status": scheme.status,
        "in_force_from": scheme.in_force_from.isoformat(),
        "in_force_to": scheme.in_force_to.isoformat() if scheme.in_force_to else None,
        "citation": scheme.citation,
        "digest": scheme.digest,
    }


def _whole(scheme: Scheme) -> dict[str, Any]:
    return _summary(scheme) | dict(scheme.document)


def _print_json(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
