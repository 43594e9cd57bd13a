"""Who sees what is decided in one place: the tables and rules that say so are read there, and at no door."""

import ast

import pytest

from tests.arch.tree import ROOT, parsed

TABLES = frozenset({"DUTY_SIGHT", "SEES_ALL_INSPECTIONS", "SIGHT"})
"""Who may be shown what, beside :data:`domain.people.authority.AUTHORITY`."""
RULES = "domain.people.standing"
"""What bars somebody, and whether a role is theirs."""
TOLD = "told_to_contact"
DOORS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "adapters").rglob("*.py"))


def taken_in(path: str) -> set[tuple[str, str]]:
    """What a module imports by name, with where it comes from."""
    return {
        (node.module or "", each.name)
        for node in ast.walk(parsed(ROOT / path))
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }


def test_no_door_reads_the_tables_or_the_rules_itself() -> None:
    assert len(DOORS) > 400
    found = [
        f"{path} takes {name} from {module}: ask services.seeing"
        for path in DOORS
        for module, name in sorted(taken_in(path))
        if name in TABLES or module == RULES
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", sorted({TOLD, *TABLES}))
def test_what_is_named_here_is_there(name: str) -> None:
    at = "activities/seeing/told.py" if name == TOLD else "domain/people/authority.py"
    assert name in (ROOT / at).read_text()
