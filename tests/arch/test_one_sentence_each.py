"""Refusals that many use cases share are worded in one place."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_that_there_is_no_such_inspection_is_said_in_one_place_above_the_rules() -> None:
    says = [
        path.relative_to(ROOT).as_posix()
        for folder in ("activities", "adapters")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if '"unknown-inspection"' in path.read_text(encoding="utf-8")
    ]
    # A plan of a programme knows other inspections than the record.
    assert says == ["activities/inspections.py", "activities/programme/scheduling.py"]
