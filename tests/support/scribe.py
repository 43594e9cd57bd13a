"""A process that appends until it is stopped: ``python -m tests.support.scribe URL NAME COUNT``.

It writes to a stream of its own and to one that all share, prints each answer as it gets it, and retries what was
stale. It is meant to be one of many, and to be killed.
"""

import sys

from activities.ports import Appended, Repeated, Stale
from adapters.outbound.store import open_store
from tests.support.notes import append, head, write

SHARED = "inspection-shared"


def main() -> None:
    """Append COUNT commands; each prints its id, the kind of answer and its positions."""
    url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    store = open_store(url)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        command_id = f"{name}-{number}"
        while True:
            command = append(
                command_id,
                write(command_id, f"case-{name}", head(store, f"case-{name}"), "one", "two"),
                write(command_id, SHARED, head(store, SHARED)),
            )
            print(command_id, "asked", 0, 0, flush=True)
            answer = store.append(command)
            if not isinstance(answer, Stale):
                break
        found = answer.appended if isinstance(answer, Repeated) else answer
        assert isinstance(found, Appended), answer
        print(command_id, type(answer).__name__, found.first, found.last, flush=True)
    store.close()


if __name__ == "__main__":
    main()
