"""A process that builds the views anew until it is stopped: ``python -m tests.support.rebuilder URL``.

It takes a few events at a time, prints how far it has come, and goes on when it is told to. It is meant to be killed.
"""

import sys

from activities import subscriptions
from adapters.outbound.store import open_store
from tests.support.by_hand import views_of


def main() -> None:
    """Build, a step for each line on standard input."""
    subscriptions.BATCH = 5  # so that there is a time between two steps to be killed in
    place = sys.argv[1]

    def tell(reached: int, target: int) -> None:
        print(reached, target, flush=True)
        sys.stdin.readline()

    store = open_store(place)
    with views_of(place, store) as (building, _):
        building.rebuild(tell)
    store.close()


if __name__ == "__main__":
    main()
