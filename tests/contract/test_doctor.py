"""What the doctor says of workflows that lag behind the record."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.ports import Attention
from activities.proof.ports import Sealed
from adapters.outbound.doctor import checks as checking
from adapters.outbound.doctor.checks import LAG_SECONDS, Check, checks
from adapters.outbound.doctor.seals import of_checkpoints, of_keys
from adapters.outbound.keys.cabinet import KeyShown
from adapters.outbound.store import create, open_store
from adapters.outbound.temporal.connecting import TemporalAddress
from domain.agenda import Agenda
from domain.dated_rules.library import Library
from domain.ledger.envelope import instant
from tests.support.command_line import CommandLine
from tests.support.hands import NoNudges
from tests.support.toy_matter import HandClock, ToyMatter
from worker import settings_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def lag(seconds: int, *, loud: bool = True) -> Attention:
    return Attention("inspection-a", 9, 8, loud, NOW - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("lagging", "conducted", "verdict"),
    [
        ([], True, "good"),
        ([lag(9999, loud=False)], True, "good"),
        ([lag(LAG_SECONDS)], True, "note"),
        ([lag(LAG_SECONDS + 1)], True, "wrong"),
        ([lag(1), lag(LAG_SECONDS + 1)], True, "wrong"),
        ([lag(9999)], False, "note"),
    ],
)
def test_a_lag_that_does_not_clear_is_wrong_where_somebody_should_clear_it(
    lagging: list[Attention], conducted: bool, verdict: str
) -> None:
    said = checking._workflows(lagging, conducted, NOW)
    assert said.verdict == verdict
    assert bool(said.remedy) == (verdict != "good")


@pytest.mark.parametrize(("server", "verdict"), [(True, "wrong"), (False, "note")])
def test_the_doctor_finds_the_lag_of_a_record(tmp_path: Path, server: bool, verdict: str) -> None:
    settings = settings_of({"ASSAY_HOME": str(tmp_path)})
    create(settings.database_url, simulated=False)
    store = open_store(settings.database_url)
    ToyMatter(store, HandClock(NOW - timedelta(days=3650)), NoNudges()).set_agenda(
        "inspection-a", Agenda(stage="fieldwork")
    )
    store.close()
    address = TemporalAddress(target="127.0.0.1:1", task_queue="assay") if server else None
    found: dict[str, Check] = {}
    for each in checks(settings, lambda: address, Library):
        found[each.name] = each
        if each.name == "workflows":
            break
    assert found["workflows"].verdict == verdict


HOUR = timedelta(hours=1)


def sealed(size: int, age: timedelta) -> Sealed:
    return Sealed(3, size, bytes(32), "note", instant(NOW - age), "regular")


@pytest.mark.parametrize(
    ("last", "events", "waiting", "conducted", "verdict", "words"),
    [
        (None, 7, HOUR, True, "wrong", "Nothing has been sealed"),
        (sealed(7, HOUR), 7, None, True, "good", "60 minutes old; 0 events lie beyond it"),
        (sealed(7, 30 * HOUR), 8, timedelta(seconds=9), True, "good", "30 hours old; 1 event lies beyond it"),
        (sealed(7, HOUR), 9, timedelta(minutes=16), True, "wrong", "2 events lie beyond it"),
        (sealed(7, HOUR), 9, timedelta(minutes=16), False, "note", "2 events lie beyond it"),
        (sealed(7, HOUR), 6, None, True, "wrong", "was signed over 7 events, of which 6 are there"),
    ],
)
def test_the_doctor_says_how_old_the_last_checkpoint_is_and_what_lies_beyond_it(
    last: Sealed | None, events: int, waiting: timedelta | None, conducted: bool, verdict: str, words: str
) -> None:
    since = NOW - waiting if waiting else None
    said = of_checkpoints(last, events, since, timedelta(minutes=5), conducted, NOW)
    assert said.verdict == verdict
    assert words in said.found
    assert bool(said.remedy) == (verdict != "good")


@pytest.mark.parametrize(
    ("state", "words"), [("missing", "is missing"), ("damaged", "is damaged"), ("open", "read by others")]
)
def test_the_doctor_names_a_key_that_fares_badly(tmp_path: Path, state: Any, words: str) -> None:
    good = KeyShown("command", tmp_path / "command.key", "good", "0", "")
    assert of_keys([good]).verdict == "good"
    wrong = [KeyShown("sealing", tmp_path / f"sealing-000{n}.key", state, "0", "") for n in (1, 2)]
    said = of_keys([good, *wrong])
    assert said.verdict == "wrong"
    assert said.found.count(words) == 2, "each is named"
    assert said.found.index("sealing-0001") < said.found.index("sealing-0002")
    assert said.remedy


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("Gwent", ["1 provider would be sent notices in Welsh, which no translator has reviewed."]),
        ("North West", []),
    ],
)
def test_the_doctor_says_who_would_be_sent_words_that_no_translator_has_reviewed(
    tmp_path: Path, area: str, said: list[str]
) -> None:
    line = CommandLine(tmp_path, HandClock(NOW))
    line.done("db", "migrate")
    line.done("provider", "register", "gwent", "--title", "Gwent", "--kind", "yot", "--area", area)
    settings = settings_of({"ASSAY_HOME": str(tmp_path)})
    found = [each for each in checks(settings, lambda: None, Library) if each.name == "languages of notices"]
    assert [each.found for each in found] == said
    assert [each.verdict for each in found] == ["note"] * len(said)
