"""Settings: where they come from, what is wrong with them, and what is hidden."""

from datetime import date
from pathlib import Path

import pytest

from adapters.outbound.settings.settings import TABLE, Settings, read_settings
from domain.refusals import Refused


def read(folder: Path, **variables: str) -> Settings:
    named = {
        "ASSAY_HOME": str(folder / "home"),
        **{f"ASSAY_{name}": value for name, value in variables.items()},
    }
    return read_settings(named, beside=folder)


def refusal(folder: Path, **variables: str) -> str:
    with pytest.raises(Refused) as refused:
        read(folder, **variables)
    assert refused.value.refusal.code == "bad-setting"
    return refused.value.refusal.sentence


def write(folder: Path, text: str) -> Path:
    (folder / "home").mkdir(exist_ok=True)
    file = folder / "home" / "assay.toml"
    file.write_text(text)
    return file


def test_without_any_setting_everything_is_beside_the_program(tmp_path: Path) -> None:
    settings = read_settings({}, beside=tmp_path)
    assert settings.home == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/assay.db"
    assert settings.command_key_file == tmp_path / "var" / "keys" / "command.key"
    assert settings.embedded_store
    assert settings.embedded_temporal
    assert {line.origin for line in settings.lines} == {"default"}


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    file = write(tmp_path, 'log_level = "debug"\ntemporal_task_queue = "north"\n')
    settings = read(tmp_path, LOG_LEVEL="error")
    origins = {line.name: line.origin for line in settings.lines}
    assert (settings.log_level, origins["log_level"]) == ("error", "environment")
    assert (settings.temporal_task_queue, origins["temporal_task_queue"]) == ("north", str(file))
    assert (settings.temporal_namespace, origins["temporal_namespace"]) == ("default", "default")


def test_an_empty_variable_is_no_setting(tmp_path: Path) -> None:
    assert read(tmp_path, LOG_LEVEL="").log_level == "info"


def test_the_file_may_be_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('log_level = "warning"')
    assert read(tmp_path, CONFIG=str(tmp_path / "own.toml")).log_level == "warning"
    assert "cannot be read" in refusal(tmp_path, CONFIG=str(tmp_path / "missing.toml"))


def test_the_file_has_values_of_their_own_kind(tmp_path: Path) -> None:
    write(
        tmp_path,
        "temporal_port = 7300\ntemporal_tls = true\noffice_closures = [2026-12-24, '2026-12-31']\n",
    )
    settings = read(tmp_path)
    assert settings.temporal_port == 7300
    assert settings.temporal_tls is True
    assert settings.office_closures == (date(2026, 12, 24), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TEMPORAL_PORT", "many", "ASSAY_TEMPORAL_PORT must be a port"),
        ("TEMPORAL_PORT", "70000", "must be a port"),
        ("TEMPORAL_PORT", "-1", "must be a port"),
        ("TEMPORAL_TLS", "perhaps", "must be yes or no"),
        ("TEMPORAL_TARGET", "temporal", "must be a host and a port"),
        ("TEMPORAL_TARGET", ":7233", "must be a host and a port"),
        ("TEMPORAL_TARGET", "host:many", "must be a host and a port"),
        ("OFFICE_CLOSURES", "2026-13-01", "must be dates"),
        ("LOG_LEVEL", "loud", "must be debug, info, warning or error"),
        ("OTLP_ENDPOINT", "localhost:4318", "must be an address"),
        ("HOME", "a\x00b", "cannot be printed"),
        ("DATABASE_URL", "sqlite:///a\x1b.db", "cannot be printed"),
        ("DOCUMENTS_BUCKET", "assay-documents", "must be a bucket like s3://"),
        ("DOCUMENTS_BUCKET", "s3://key:secret@bucket", "must be a bucket like s3://"),
        ("DOCUMENTS_ENDPOINT", "127.0.0.1:9000", "must be an address"),
        ("DOCUMENTS_KINDS", "pdf,virus", "must be kinds of file"),
        ("DOCUMENTS_KINDS", ",", "must be kinds of file"),
        ("DOCUMENTS_MEGABYTES", "0", "must be a number of megabytes"),
        ("DOCUMENTS_MEGABYTES", "2048", "must be a number of megabytes"),
        ("DUTY_TELEPHONE", "the duty manager", "must be a telephone number like 01632 960123"),
        ("DUTY_TELEPHONE", "12", "must be a telephone number"),
        ("DUTY_TELEPHONE", "0163296012301632", "must be a telephone number"),
        ("DUTY_TELEPHONE", "01632 960123; 112", "must be a telephone number"),
        ("PAGES_TRUSTED_PROXIES", "*", "must be addresses or networks like 10.1.2.3"),
        ("PAGES_TRUSTED_PROXIES", "10.0.0.7,proxy.internal", "must be addresses or networks"),
        ("PAGES_TRUSTED_PROXIES", "0.0.0.0/0", "must be addresses or networks"),
        ("PAGES_TRUSTED_PROXIES", ",", "must be addresses or networks"),
        ("VIRUS_SCANNER", "10.0.0.7:3310", "must be on this machine"),
        ("VIRUS_SCANNER", "clamd", "must be the path of a socket"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_must_be(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    assert says in refusal(tmp_path, **{name: value})


def test_web_servers_before_the_pages_are_named_one_by_one_and_nobody_is_trusted_unless_named(
    tmp_path: Path,
) -> None:
    assert read(tmp_path).pages_trusted_proxies == ()
    named = read(tmp_path, PAGES_TRUSTED_PROXIES="127.0.0.1, 10.1.2.0/24,::1").pages_trusted_proxies
    assert named == ("127.0.0.1/32", "10.1.2.0/24", "::1/128")


@pytest.mark.parametrize("number", ["01632 960123", "+44 1632 960-123", "(01632) 960123", "112"])
def test_a_telephone_number_is_written_as_people_write_it(tmp_path: Path, number: str) -> None:
    assert read(tmp_path, DUTY_TELEPHONE=number).duty_telephone == number
    assert read(tmp_path).duty_telephone is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("log_level = ", "Invalid value"),
        ("colour = 'red'", "a setting 'colour' that Assay lacks"),
        ("home = '/elsewhere'", "a setting 'home' that Assay lacks"),
        ("temporal_port = 'many'", "temporal_port in "),
        ("x = '" + "y" * 200_000 + "'", "too large"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    file = write(tmp_path, text)
    sentence = refusal(tmp_path)
    assert says in sentence
    assert str(file) in sentence


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        DATABASE_URL="postgresql://assay:hunter2@db/assay?sslmode=require&password=hunter3",
        TEMPORAL_API_KEY="hunter4",
        DOCUMENTS_ACCESS_KEY="hunter5",
        DOCUMENTS_SECRET_KEY="hunter6",
    )
    shown = " ".join(line.value for line in settings.lines)
    assert "hunter" not in shown
    assert "postgresql://assay:•••@db/assay?sslmode=require" in shown
    assert not settings.embedded_store


def test_a_variable_that_is_no_setting_is_noticed(tmp_path: Path) -> None:
    assert read(tmp_path, DATBASE_URL="x", DEBUG="1", CONFIG="").strangers == ("ASSAY_DATBASE_URL",)


def test_every_setting_has_its_field_and_its_meaning() -> None:
    fields = set(Settings.__dataclass_fields__) - {"lines", "strangers"}
    assert {setting.name for setting in TABLE} == fields
    assert all(setting.meaning.endswith(".") for setting in TABLE)
