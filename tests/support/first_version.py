"""An installation that stays with the first version of a kind: later ones are retired there, by a file of its own."""

from pathlib import Path

from domain.inspections import protocols

__all__ = ["stay_with_first_version"]


def stay_with_first_version(home: Path, kind: str = "nps-division-2018") -> None:
    """Let new inspections of a kind be bound to its version 1.0, which asks for least."""
    text = protocols.texts()[f"{kind}-1.1.toml"].decode("utf-8")
    retired = text.replace(
        'status = "in-force"\nin_force_from = 2018-04-01',
        'status = "retired"\nin_force_from = 2018-04-01\nretired_from = 2018-04-02',
        1,
    )
    folder = home / "protocols"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{kind}-1.1.toml").write_text(retired, encoding="utf-8")
