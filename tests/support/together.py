"""Many threads at one store, all from the same moment; and what must hold of the record whatever they did."""

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence

from activities.ports import EventStore, Head
from domain.canonical import leaf_digest
from domain.ledger.envelope import Recorded, open_envelope

__all__ = ["Seen", "answers_of", "together", "whole"]


def together(*tasks: Callable[[], None]) -> None:
    """Run tasks in threads of their own, all from the same moment; whatever one raises is raised here."""
    gate = threading.Barrier(len(tasks))
    troubles: list[BaseException] = []

    def run(task: Callable[[], None]) -> None:
        try:
            gate.wait()
            task()
        except BaseException as error:  # noqa: BLE001 - it is raised again by the test's own thread
            troubles.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]


def answers_of(*calls: Callable[[], object]) -> list[object]:
    """What calls made at the same moment return, in the order given."""
    answers: dict[int, object] = {}

    def task(place: int) -> Callable[[], None]:
        def run() -> None:
            answers[place] = calls[place]()

        return run

    together(*(task(place) for place in range(len(calls))))
    return [answers[place] for place in range(len(calls))]


def whole(events: Sequence[Recorded]) -> None:
    """The events are a whole record: dense positions, dense versions, chains that hold, times in order."""
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    heads: dict[str, Head] = defaultdict(lambda: Head(0, None))
    latest = ""
    for event in events:
        members = open_envelope(event.body)
        before = heads[event.stream]
        assert event.version == before.version + 1 == members["version"]
        assert members["previous"] == (before.digest and before.digest.hex())
        assert event.digest == leaf_digest(event.body)
        assert members["recorded_at"] >= latest
        latest = members["recorded_at"]
        heads[event.stream] = Head(event.version, event.digest)


class Seen:
    """What a reader has seen that reads on from the last position it knows."""

    def __init__(self, store: EventStore, over: threading.Event) -> None:
        self.events: list[Recorded] = []
        self._store = store
        self._over = over

    def follow(self) -> None:
        """Read on until the writers are done and nothing is left."""
        while True:
            over = self._over.is_set()
            page = self._store.scan(after=self.events[-1].position if self.events else 0, limit=7)
            self.events += page
            if over and not page:
                return
