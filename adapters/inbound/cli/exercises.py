"""``assay exercise``: benchmarking exercises, in which many inspectors read one anonymised case."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.places import named_in
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Summon
from adapters.inbound.shown.cases.agreement import rounded
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.benchmarking import BENCHMARK, Benchmark, outcome
from domain.refusals import Refused
from domain.streams import benchmark_stream

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``exercise``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Benchmarking exercises: many inspectors read one case, compare, and learn.",
    )
    add_commands(group, "exercise", BENCHMARK.rules.values(), summon, named_in("exercise"))
    _add_show(group, summon)
    _add_fetch(group, summon)
    app.add_typer(group, name="exercise")


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        benchmark: Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise, by its code.")],
        as_json: AsJson = False,
    ) -> None:
        """Show an exercise: who has handed in answers and, once it is closed, how they compare and what was learnt.

        While it is open you are shown your own answers only.

        Example: assay exercise show autumn-2026
        """
        stream = benchmark_stream(benchmark)
        state: Benchmark = summon().records.read([stream])[stream].state
        if state.opened is None:
            raise Refused.because("unknown-benchmark", "There is no such exercise.")
        if as_json:
            say_json(_as_json(benchmark, state))
            return
        say(
            f"{state.opened.title}: {len(state.answers)} of {len(state.opened.readers)} have handed in answers."
        )
        if state.closed is None:
            return
        found, alpha = outcome(state)
        table(
            ("question", "yes", "no", "not applicable", "gave the commonest"),
            [
                (
                    each.question,
                    each.counts.get("yes", 0),
                    each.counts.get("no", 0),
                    each.counts.get("not_applicable", 0),
                    f"{rounded(each.commonest * 100, 1)} %",
                )
                for each in found
            ],
        )
        say(f"Krippendorff's alpha over all of them: {'-' if alpha is None else rounded(alpha, 3)}.")
        for point in state.closed.learning:
            say(f"Learnt: {point}")


def _add_fetch(group: typer.Typer, summon: Summon) -> None:
    @group.command("fetch")
    def fetch(
        benchmark: Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise, by its code.")],
        output: Annotated[
            Path,
            typer.Option(
                "-o", "--output", metavar="FILE", help="Where to write it; never over another file."
            ),
        ],
        as_json: AsJson = False,
    ) -> None:
        """Write the anonymised case of an exercise to a file, for those who are named to read it.

        Example: assay exercise fetch autumn-2026 -o case.pdf
        """
        services, stream = summon(), benchmark_stream(benchmark)
        opened = services.records.read([stream])[stream].state.opened
        if opened is None:
            raise Refused.because("unknown-benchmark", "There is no such exercise.")
        if my_id() not in opened.readers:
            raise Refused.because(
                "not-reader", "The case of an exercise is for those who are named to read it."
            )
        content = services.documents.fetch(opened.document)
        if content is None:
            raise Refused.because(
                "document-missing", f"The document {opened.document} is not in this installation's store."
            )
        write_file(output, content)
        if as_json:
            say_json({"exercise": benchmark, "document": opened.document, "file": str(output)})
        else:
            say(f"Wrote {len(content)} bytes to {output}; their SHA-256 is {opened.document}.")


def _as_json(benchmark: str, state: Benchmark) -> dict[str, object]:
    assert state.opened is not None
    shown = state.answers if state.closed else {k: v for k, v in state.answers.items() if k == my_id()}
    found, alpha = outcome(state) if state.closed else ((), None)
    return {
        "exercise": benchmark,
        "title": state.opened.title,
        "document": state.opened.document,
        "key_questions": list(state.opened.key_questions),
        "awaited": list(state.awaited),
        "closed": state.closed is not None,
        "answers": {reader: dict(each) for reader, each in shown.items()},
        "outcome": [
            {
                "question": each.question,
                "counts": dict(each.counts),
                "commonest": rounded(each.commonest * 100, 1),
            }
            for each in found
        ],
        "alpha": None if alpha is None else rounded(alpha, 3),
        "learning": list(state.closed.learning) if state.closed else [],
    }
