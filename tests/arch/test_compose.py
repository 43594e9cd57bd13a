"""docker-compose.yml holds together: what it mounts exists, what it sets is documented, and it gives no secret away."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.outbound.settings.settings import TABLE, read_settings
from tests.arch.tree import ROOT, label, product_files

COMPOSE = ROOT / "docker-compose.yml"
GUIDE = (ROOT / "docker" / "README.md").read_text()
EXAMPLE = (ROOT / "docker" / "compose.env.example").read_text()

SECRET_NAMES = re.compile(r"PASSWORD|SECRET|TOKEN|API_KEY|_PWD$")
NEEDED = {
    "record-db",
    "record-migrate",
    "worker",
    "pages",
    "temporal",
    "temporal-db",
    "temporal-ui",
    "otel-collector",
}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return loaded


SERVICES: dict[str, dict[str, Any]] = compose()["services"]


def test_all_parts_of_an_installation_are_there() -> None:
    assert SERVICES.keys() >= NEEDED


def test_every_image_has_a_version_and_every_variable_a_default() -> None:
    for name, service in SERVICES.items():
        assert ":" in service["image"], name
        assert not service["image"].endswith(":latest"), name
    bare = re.findall(r"(?<!\$)\$\{[A-Z_]+\}", COMPOSE.read_text())
    assert bare == [], "a variable without a default would be empty"


def test_every_variable_is_in_the_guide_and_in_the_example_with_its_default() -> None:
    used = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", COMPOSE.read_text()))
    assert used
    for name, default in used.items():
        assert f"| `{name}` |" in GUIDE, name
        assert re.search(rf"^{name}={re.escape(default)}$", EXAMPLE, re.MULTILINE), name
    named = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert named == {*used, "COMPOSE_PROJECT_NAME"}


def test_no_secret_is_written_down() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if SECRET_NAMES.search(variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert str(value).startswith("/run/secrets/"), f"{name}: {variable}"
    assert not re.search(r"://[^/\s:]+:[^/\s@]+@", COMPOSE.read_text()), "a password in an address"
    assert not SECRET_NAMES.search(EXAMPLE)


def test_a_service_is_given_the_secrets_it_names_and_no_other() -> None:
    declared = compose()["secrets"]
    for name, service in SERVICES.items():
        words = " ".join(str(part) for part in (service.get("environment"), service.get("entrypoint")))
        scripts = [
            ROOT / volume.split(":")[0] for volume in service.get("volumes", []) if volume.startswith("./")
        ]
        words += " ".join(
            text.read_text() for folder in scripts for text in folder.glob("*.sh") if name in SETS_UP
        )
        named = set(re.findall(r"/run/secrets/(\w+)", words))
        assert named == set(service.get("secrets", [])), name
        assert named <= declared.keys(), name


SETS_UP = {"temporal-schema"}
"""Services whose script, not whose environment, names the secret."""


GIVEN = {"openid_client_secret"}
"""Secrets that somebody else makes."""


def test_the_script_makes_every_secret_and_keeps_those_that_are_there(tmp_path: Path) -> None:
    script = shutil.copy(ROOT / "docker" / "make-secrets.sh", tmp_path)
    subprocess.run([script], check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert {*made, *GIVEN} == compose()["secrets"].keys()
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in made.values())
    assert len(set(made.values())) == len(made)
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    subprocess.run([script], check=True, capture_output=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made


def test_only_pages_listen_outside_and_on_the_loopback_address() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(ports) == {"pages", "temporal-ui"}
    assert all(port.startswith("127.0.0.1:") for each in ports.values() for port in each)
    assert "ASSAY_OPENID_ISSUER" in SERVICES["pages"]["environment"], "nobody chooses who they are"


def test_what_is_mounted_from_the_repository_exists() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source, _, _ = volume.partition(":")
            assert (ROOT / source).exists() if source.startswith("./") else source in compose()["volumes"]


def test_what_a_service_waits_for_exists_and_can_tell_that_it_is_ready() -> None:
    for name, service in SERVICES.items():
        for other, wait in service.get("depends_on", {}).items():
            assert other in SERVICES, name
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], f"{name} waits for {other}"


def test_assays_settings_in_the_containers_are_settings_and_are_valid() -> None:
    known = {setting.variable for setting in TABLE}
    for name in ("worker", "record-migrate", "pages"):
        written = {variable: resolved(value) for variable, value in SERVICES[name]["environment"].items()}
        of_assay = {
            variable.removesuffix("_SECRET_FILE") + "_SECRET"
            if variable.endswith("_SECRET_FILE")
            else variable: value
            for variable, value in written.items()
            if variable.startswith("ASSAY_")
        }
        assert of_assay.keys() <= known
        settings = read_settings(of_assay, beside=ROOT)
        assert not settings.embedded_store
        assert not settings.embedded_temporal
        assert settings.strangers == ()


@pytest.mark.parametrize("name", ["worker", "pages"])
def test_what_we_run_may_do_little_on_its_machine(name: str) -> None:
    worker = SERVICES[name]
    assert worker["read_only"] is True
    assert worker["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in worker["security_opt"]
    assert re.search(r"^USER assay$", (ROOT / "docker" / "Dockerfile").read_text(), re.MULTILINE)
    assert "assay_administrator" not in worker["environment"]["ASSAY_DATABASE_URL"]


def test_the_image_is_built_from_the_lock_alone_and_from_files_that_exist() -> None:
    lines = (ROOT / "docker" / "Dockerfile").read_text().splitlines()
    installs = [line for line in lines if "pip install" in line]
    assert all("--require-hashes" in line or "--no-build-isolation --no-deps" in line for line in installs)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*", "nothing is sent that is not named"
    for line in lines:
        if line.startswith("COPY"):
            sources = [word for word in line.split()[1:-1] if not word.startswith("--")]
            for source in sources:
                assert (ROOT / source).exists(), source
                assert f"!{source}" in ignored, source


def test_what_the_product_reads_beside_its_code_is_in_the_image() -> None:
    copied = re.findall(
        r"^COPY (?:--\S+ )?(.+) \S+$", (ROOT / "docker" / "Dockerfile").read_text(), re.MULTILINE
    )
    there = {source for line in copied for source in line.split()} | {".venv"}
    beside = re.compile(r"(?:\bROOT|parents\[\d\]) / \"([\w.]+)\"")
    read = {(label(path), name) for path in product_files() for name in beside.findall(path.read_text())}
    assert {name for _, name in read} >= {".venv", "examples", "verify"}, "what is looked for is found"
    assert [each for each in sorted(read) if each[1] not in there] == []
    assert "npm ci --prefix .venv/web" in (ROOT / "docker" / "Dockerfile").read_text()


@pytest.mark.parametrize("script", sorted((ROOT / "docker").rglob("*.sh")), ids=lambda path: path.name)
def test_a_script_is_executable_and_stops_at_the_first_error(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    assert re.search(r"^set -eu$", script.read_text(), re.MULTILINE)
    subprocess.run(["sh", "-n", script], check=True)


def test_compose_itself_accepts_the_file_where_it_is_installed(tmp_path: Path) -> None:
    """Asked where there is one; everything it checks that can be checked without it is checked above."""
    for words in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(words[0]) and not subprocess.run([*words, "version"], capture_output=True).returncode:
            asked = [*words, "--file", str(COMPOSE), "--project-directory", str(ROOT), "config", "--quiet"]
            answer = subprocess.run(asked, capture_output=True, text=True, cwd=tmp_path)
            assert answer.returncode == 0, answer.stderr


def resolved(value: str) -> str:
    return re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", value)
