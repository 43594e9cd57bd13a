"""The rules of the house that import-linter cannot state: third parties, input and output, and who knows the root."""

import ast
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.arch.tree import PRODUCT, imports, label, parsed, product_files

OURS = {*PRODUCT, "worker", "tests", "benchmarks", "verify"}
STANDARD = set(sys.stdlib_module_names)

OF_THE_DOMAIN = {"pydantic", "pydantic_core", "rfc8785"}

TOUCHES_THE_WORLD = {
    "asyncio", "contextvars", "ctypes", "getpass", "glob", "http", "locale", "logging", "multiprocessing", "os",
    "pathlib", "pickle", "platform", "random", "sched", "secrets", "shelve", "shutil", "signal", "smtplib", "socket",
    "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "webbrowser",
}  # fmt: skip
"""Modules of the standard library that bring in a clock, a file, the network, randomness or the process."""

READS_WHAT_SHIPS = "domain/shipped.py"
"""The one place in the domain that may read the files that ship beside it, and nothing else."""

DATABASES_AND_SCREENS = {"alembic", "fastapi", "jinja2", "psycopg", "rich", "sqlalchemy", "sqlite3", "typer"}

Names = set[str]


def modules(path: Path) -> Names:
    """Every dotted name that a file imports."""
    return {name for name, _ in imports(path)}


def roots(names: Iterable[str]) -> Names:
    return {name.split(".")[0] for name in names}


def broken(packages: Iterable[str], rule: Callable[[Path, Names], Names]) -> dict[str, Names]:
    """Which files of some packages break a rule, and by which imports."""
    files = product_files(*packages)
    assert files, "the rule is about something"
    return {label(path): wrong for path in files if (wrong := rule(path, modules(path)))}


def test_the_domain_needs_the_standard_library_pydantic_and_rfc8785_and_nothing_else() -> None:
    allowed = STANDARD | OF_THE_DOMAIN | {"domain"}
    assert broken(["domain"], lambda _, names: roots(names) - allowed) == {}


def test_the_domain_reads_no_clock_no_file_and_no_chance() -> None:
    assert broken(["domain"], lambda _, names: roots(names) & TOUCHES_THE_WORLD) == {}


def test_the_domain_opens_nothing_and_reads_packaged_files_in_one_place() -> None:
    def reads(path: Path, names: Names) -> Names:
        calls = called(path)
        packaged = {name for name in names if name.startswith("importlib")}
        return (calls & {"open", "input", "print"}) | (set() if label(path) == READS_WHAT_SHIPS else packaged)

    assert broken(["domain"], reads) == {}


def test_nobody_imports_the_composition_root_or_the_tests() -> None:
    above = {"worker", "tests", "benchmarks", "verify"}
    assert broken(PRODUCT, lambda _, names: roots(names) & above) == {}


def test_use_cases_know_temporal_by_its_activities_alone_and_neither_database_nor_screen() -> None:
    def knows(_: Path, names: Names) -> Names:
        temporal = {name for name in names if name.startswith("temporalio.")}
        allowed = ("temporalio.activity", "temporalio.exceptions")
        return {name for name in temporal if not name.startswith(allowed)} | (
            roots(names) & DATABASES_AND_SCREENS
        )

    assert broken(["activities"], knows) == {}


def test_workflows_know_no_database_no_network_and_no_chance() -> None:
    def knows(_: Path, names: Names) -> Names:
        foreign = roots(names) - STANDARD - {"temporalio", "pydantic"} - OURS
        world = roots(names) & (TOUCHES_THE_WORLD - {"asyncio", "contextvars"})
        outside = {name for name in names if name.startswith(("temporalio.client", "temporalio.worker"))}
        return foreign | world | outside

    assert broken(["workflows"], knows) == {}


def test_what_drives_the_use_cases_imports_activities_and_domain_alone() -> None:
    allowed = ("activities", "domain", "adapters.inbound")

    def knows(_: Path, names: Names) -> Names:
        ours = {name for name in names if name.split(".")[0] in OURS and name != "adapters"}
        return {name for name in ours if not name.startswith(allowed)}

    assert broken(["adapters/inbound"], knows) == {}


def test_of_the_workflows_only_their_contract_is_known_and_only_to_the_temporal_adapter() -> None:
    def knows(path: Path, names: Names) -> Names:
        of_workflows = {name for name in names if name.split(".")[0] == "workflows"}
        if not label(path).startswith("adapters/outbound/temporal/"):
            return of_workflows
        return {
            name for name in of_workflows if not name.startswith("workflows.contract") and name != "workflows"
        }

    assert broken(["adapters/outbound"], knows) == {}


def test_nothing_is_imported_wholesale() -> None:
    assert broken(PRODUCT, lambda _, names: {name for name in names if name.endswith(".*")}) == {}


def called(path: Path) -> Names:
    """The plain names that a file calls."""
    calls = (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
    return {function.id for function in calls if isinstance(function, ast.Name)}
