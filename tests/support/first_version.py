"""An installation that stays with the first version of a kind: later ones are retired there, by a file of its own."""

import re
from pathlib import Path

from domain.inspections import protocols

__all__ = ["stay_with_first_version"]


def stay_with_first_version(home: Path, kind: str = "nps-division-2018") -> None:
    """Let new inspections of a kind be bound to its version 1.0, which asks for least."""
    folder = home / "protocols"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in protocols.texts().items():
        if re.fullmatch(rf"{kind}-\d+\.\d+\.toml", name):
            retired = content.decode("utf-8").replace(
                'status = "in-force"\nin_force_from = 2018-04-01',
                'status = "retired"\nin_force_from = 2018-04-01\nretired_from = 2018-04-02',
                1,
            )
            (folder / name).write_text(retired, encoding="utf-8")
