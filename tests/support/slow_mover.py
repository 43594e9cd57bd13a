"""A process that exports or imports and stops half-way: ``python -m tests.support.slow_mover out|in URL FOLDER PLACE``.

It says ``half`` once some events have been moved, and then waits to be killed.
"""

import sys
from pathlib import Path

from tests.support.moving import Mover

__all__: list[str] = []


def stop_half_way(what: str, done: int, of: int) -> None:
    """Say so and wait, once events have begun to move."""
    if what == "events" and 0 < done < of:
        print("half", flush=True)
        sys.stdin.readline()


def main() -> None:
    """Export or import, and do not come to the end."""
    direction, url, folder, place = sys.argv[1:]
    mover = Mover(url, Path(folder), tell=stop_half_way)
    if direction == "out":
        mover.out(Path(place))
    else:
        mover.bring_in(Path(place))


if __name__ == "__main__":
    main()
