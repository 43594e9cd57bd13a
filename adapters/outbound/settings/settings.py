"""Settings: one table says what they are, where they may come from, and what each is for.

A setting comes from the environment (``ASSAY_DATABASE_URL``), else from one TOML file (``database_url = "…"``), else
it has the default of the table. ``docs/settings.md`` and ``assay settings show`` are made from the same table.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from adapters.outbound.settings import parsing as parse
from adapters.outbound.settings.table import PREFIX, TABLE, Setting
from domain.refusals import Refused

__all__ = ["TABLE", "Setting", "SettingLine", "Settings", "read_settings"]

LARGEST_FILE_BYTES = 100_000
NOT_SETTINGS = frozenset({"ASSAY_CONFIG", "ASSAY_DEBUG", "ASSAY_LOCK"})
"""Variables of the same family that are not settings: where the file is, tracebacks, and which lock `make` installs."""

_PASSWORD_IN_QUERY = re.compile(r"([?&](?:password|sslpassword)=)[^&]*")


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as it now stands, for people: secrets are masked.

    Attributes:
        name: its name in the file.
        variable: its name in the environment.
        value: its value, or a mask.
        origin: ``environment``, the file's path, or ``default``.
        meaning: what it is for.
    """

    name: str
    variable: str
    value: str
    origin: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one installation, read and checked.

    Attributes:
        lines: every setting with where it came from, for people.
        strangers: variables that begin with ``ASSAY_`` and are no setting; most often a slip of the pen.
    """

    home: Path
    database_url: str
    command_key_file: Path
    keys_folder: Path
    vault_url: str
    checkpoint_minutes: int
    temporal_target: str | None
    temporal_namespace: str
    temporal_task_queue: str
    temporal_tls: bool
    temporal_ca_file: Path | None
    temporal_certificate_file: Path | None
    temporal_key_file: Path | None
    temporal_api_key: str | None
    temporal_port: int | None
    temporal_ui_port: int | None
    documents_folder: Path
    documents_bucket: str | None
    documents_endpoint: str | None
    documents_region: str | None
    documents_access_key: str | None
    documents_secret_key: str | None
    documents_kinds: tuple[str, ...]
    documents_megabytes: int
    virus_scanner: str | None
    notices_folder: Path
    notices_kept_days: int
    looks_folder: Path
    looks_kept_days: int
    notices_by: Literal["folder", "smtp", "notify"]
    notices_sender: str | None
    smtp_server: str | None
    smtp_security: Literal["starttls", "tls", "none"]
    smtp_user: str | None
    smtp_password: str | None
    smtp_ca_file: Path | None
    notify_url: str
    notify_api_key: str | None
    notify_template: str | None
    notify_ca_file: Path | None
    office_closures: tuple[date, ...]
    comments_acknowledged_days: int
    comments_answered_days: int
    embargo_days: int
    duty_telephone: str | None
    otlp_endpoint: str | None
    metrics_address: str | None
    pages_address: str | None
    pages_origin: str | None
    pages_trusted_proxies: tuple[str, ...]
    openid_issuer: str | None
    openid_client_id: str | None
    openid_client_secret: str | None
    pages_example_sign_in: bool
    pages_idle_minutes: int
    api: str | None
    token: str | None
    log_level: str
    log_file: Path | None
    lines: tuple[SettingLine, ...] = ()
    strangers: tuple[str, ...] = ()

    @property
    def embedded_store(self) -> bool:
        """Whether the record is in the home folder, because nobody has said that it is elsewhere."""
        return self._origin("database_url") == "default"

    @property
    def embedded_temporal(self) -> bool:
        """Whether Assay runs a Temporal server of its own."""
        return self.temporal_target is None

    def _origin(self, name: str) -> str:
        return next((line.origin for line in self.lines if line.name == name), "default")


def read_settings(environment: Mapping[str, str], *, beside: Path) -> Settings:
    """Read the settings.

    Args:
        environment: the variables.
        beside: the folder in which the home folder is by default: where the program is.

    Raises:
        Refused: ``bad-setting``, with the place and what is wrong with it.
    """
    home = _home(environment, beside)
    written, file = _file(environment, home)
    values: dict[str, Any] = {}
    lines = []
    for setting in TABLE:
        value, origin = _written(setting, environment, written, file)
        if setting.name == "home":
            value, origin = str(home), "environment" if "ASSAY_HOME" in environment else "default"
        value = value if value is not None else setting.default.replace("{home}", str(home))
        values[setting.name] = _parsed(setting, value, origin)
        shown = _masked(setting, value) if value else "(not set)"
        lines.append(SettingLine(setting.name, setting.variable, shown, origin, setting.meaning))
    known = {setting.variable for setting in TABLE} | NOT_SETTINGS
    strangers = tuple(sorted(name for name in environment if name.startswith(PREFIX) and name not in known))
    return Settings(**values, lines=tuple(lines), strangers=strangers)


def _home(environment: Mapping[str, str], beside: Path) -> Path:
    written = environment.get("ASSAY_HOME")
    if not written:
        return (beside / "var").absolute()
    home: Path = _parsed(TABLE[0], written, "environment")
    return home


def _file(environment: Mapping[str, str], home: Path) -> tuple[Mapping[str, Any], Path]:
    named = environment.get("ASSAY_CONFIG")
    file = Path(named).expanduser().absolute() if named else home / "assay.toml"
    try:
        content = file.read_bytes() if named or file.exists() else b""
    except OSError as error:
        raise Refused.because(
            "bad-setting", f"The settings file {file} cannot be read: {error.strerror}."
        ) from None
    if len(content) > LARGEST_FILE_BYTES:
        raise Refused.because("bad-setting", f"The settings file {file} is too large to be one.")
    try:
        written = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused.because("bad-setting", f"The settings file {file}: {error}") from None
    known = {setting.name for setting in TABLE} - {"home"}
    for name in written:
        if name not in known:
            raise Refused.because(
                "bad-setting", f"The settings file {file} has a setting {name!r} that Assay lacks."
            )
    return written, file


def _written(
    setting: Setting, environment: Mapping[str, str], written: Mapping[str, Any], file: Path
) -> tuple[str | None, str]:
    if environment.get(setting.variable):
        return environment[setting.variable], "environment"
    if setting.name in written:
        return _as_written(written[setting.name]), str(file)
    return None, "default"


def _as_written(value: Any) -> str:
    """A value of the file as the environment would have it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(_as_written(each) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _parsed(setting: Setting, value: str, origin: str) -> Any:
    if not value:
        return () if setting.parse in (parse.dates, parse.networks) else None
    try:
        return setting.parse(value)
    except ValueError as error:
        place = setting.variable if origin == "environment" else f"{setting.name} in {origin}"
        raise Refused.because("bad-setting", f"{place} {error}.") from None


def _masked(setting: Setting, value: str) -> str:
    """A secret is hidden whole; of a database URL only the password is one."""
    if not setting.secret:
        return value
    scheme, found, rest = value.partition("://")
    if not found:
        return "•••"
    account, at, place = rest.rpartition("@")
    user, colon, _ = account.partition(":")
    place = _PASSWORD_IN_QUERY.sub(r"\1•••", place)
    return f"{scheme}://{user}{':•••' if colon else ''}{at}{place}"
