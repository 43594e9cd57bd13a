"""The demonstration, played once in this process on a Temporal server that skips time, and all that came of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path

from rich.console import Console
from temporalio.client import Client, WorkflowExecutionStatus

from activities.auditing.replaying import END, Point
from activities.auditing.stepping import Difference, Taken, difference, steps_taken
from activities.ports import RefusalNote
from adapters.inbound.demonstration.command import Simulation, demonstrate
from adapters.inbound.demonstration.material import Material
from adapters.inbound.demonstration.outcome import Came
from adapters.inbound.demonstration.world import Conducted
from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.skipping import TimePassing
from adapters.outbound.vault import open_vault
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.privacy.boxes import Place
from domain.privacy.sealing import boxes, holds_private
from tests.support.waiting import eventually
from worker import compose, settings_of

__all__ = ["Demonstrated", "play"]

ASK_WITHIN_SECONDS = 240.0


@dataclass
class Demonstrated:
    """What came of a demonstration.

    Attributes:
        came: what is shown at the end, by reference.
        envelopes: every event of the record, in order.
        texts: the private texts of each event that has some, opened, by the event's id; but for those of lists, which
            are erased when their samples are drawn.
        refusals: the refusals log.
        chains: the lengths of the histories of all runs of each workflow, by stream.
        open_workflows: the workflows that were still running at the end.
        progress: what was shown on the way.
        stepped: every event of each inspection as an auditor is told of it, by reference.
        apart: what is different between its first event and its last.
    """

    came: Mapping[str, Came] = field(default_factory=dict)
    envelopes: Sequence[Envelope[Event]] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refusals: Sequence[RefusalNote] = ()
    chains: Mapping[str, Sequence[int]] = field(default_factory=dict)
    open_workflows: frozenset[str] = frozenset()
    progress: str = ""
    stepped: Mapping[str, Sequence[Taken]] = field(default_factory=dict)
    apart: Mapping[str, Difference] = field(default_factory=dict)

    def of(self, stream: str) -> list[Envelope[Event]]:
        """The events of one stream."""
        return [each for each in self.envelopes if each.stream == stream]


class _Noting:
    """Puts up the installation, and looks at its record and its workflows before it goes."""

    def __init__(self, noted: Demonstrated) -> None:
        self._noted = noted
        self._assay = compose(settings_of({}))

    @contextmanager
    def simulated(self, folder: Path, start: datetime) -> Iterator[Simulation]:
        with self._assay.simulated(folder, start) as simulation:
            yield simulation
            store = simulation.world.store
            self._noted.envelopes = [EVENT_NAMES.read(each) for each in store.scan(0, 100_000)]
            self._noted.texts = _opened(folder, self._noted.envelopes)
            self._note_steps(simulation)
            self._noted.refusals = [note for _, note in store.refusals()]
            machinery = simulation.world.machinery
            assert isinstance(machinery, Conducted)
            assert isinstance(machinery.conductor, TimePassing)
            self._note_workflows(machinery.conductor.line)

    def _note_steps(self, simulation: Simulation) -> None:
        streams = simulation.world.store.streams("inspection-")
        for reference in [each.removeprefix("inspection-") for each in streams]:
            first, last = simulation.replaying.several(reference, [Point(version=1), END])
            self._noted.stepped = {**self._noted.stepped, reference: steps_taken(last)}
            self._noted.apart = {**self._noted.apart, reference: difference(first, last)}

    def _note_workflows(self, line: Line) -> None:
        async def asked(client: Client) -> tuple[dict[str, list[int]], set[str]]:
            chains: dict[str, list[int]] = {}
            still: set[str] = set()
            async for run in client.list_workflows():
                history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
                chains.setdefault(run.id, []).append(len(history.events))
                described = await client.get_workflow_handle(run.id, run_id=run.run_id).describe()
                if described.status is WorkflowExecutionStatus.RUNNING:
                    still.add(run.id)
            return chains, still

        def over() -> bool:
            chains, still = line.ask(asked, within=ASK_WITHIN_SECONDS)
            self._noted.chains, self._noted.open_workflows = chains, frozenset(still)
            return not still

        # What was acknowledged last may have its end still to come; which one does not end is for the tests to say.
        with suppress(AssertionError):
            eventually(over, "every workflow has ended")


def _opened(folder: Path, envelopes: Sequence[Envelope[Event]]) -> Mapping[str, Sequence[str]]:
    settings = settings_of({"ASSAY_HOME": str(folder)})
    with closing(open_vault(settings.vault_url, settings.keys_folder)) as vault:
        return {
            each.event_id: [
                vault.open(box, Place(each.stream, each.event_id, field)) for field, box in boxes(each.data)
            ]
            for each in envelopes
            if holds_private(type(each.data)) and not each.stream.startswith("list-")
        }


def play(folder: Path, material: Sequence[Material]) -> Demonstrated:
    """Play inspections to their end."""
    noted = Demonstrated()
    shown = StringIO()
    came = demonstrate(_Noting(noted), folder, material, Console(file=shown, width=200)).came
    noted.came = {each.reference: each for each in came}
    noted.progress = shown.getvalue()
    return noted
