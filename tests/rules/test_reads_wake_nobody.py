"""An inspection with two hundred reads must not swamp its workflow: answers wake nobody, completions are gathered."""

from typing import get_args

from domain.cases.alerts.alert import ALERT
from domain.cases.alerts.events import AlertTold
from domain.cases.benchmarking import BENCHMARK, BenchmarkEvent
from domain.cases.events import CaseEvent, CaseReadCompleted, CaseReadReopened
from domain.cases.offline.messages import HeldEvent
from domain.cases.offline.rules import HOLD
from domain.cases.quality import QUALITY, QualityEvent
from domain.cases.reading import CASE
from domain.cases.second_reads.rules import SECOND_READ
from domain.cases.second_reads.state import SecondReadCompleted, SecondReadEvent
from domain.messages import Event


def waking(
    events: object, silent: tuple[type[Event], ...], quiet: tuple[type[Event], ...]
) -> set[type[Event]]:
    return set(get_args(events)) - set(silent) - set(quiet)


def test_of_all_that_happens_in_a_read_only_opening_it_again_wakes_the_inspections_workflow() -> None:
    assert waking(CaseEvent, CASE.silent, CASE.quiet) == {CaseReadReopened}
    assert CASE.quiet == (CaseReadCompleted,)
    assert waking(SecondReadEvent, SECOND_READ.silent, SECOND_READ.quiet) == set()
    assert SECOND_READ.quiet == (SecondReadCompleted,)


def test_work_without_a_connection_quality_and_exercises_wake_nobody() -> None:
    assert waking(HeldEvent, HOLD.silent, HOLD.quiet) == set()
    assert waking(QualityEvent, QUALITY.silent, QUALITY.quiet) == set()
    assert waking(BenchmarkEvent, BENCHMARK.silent, BENCHMARK.quiet) == set()


def test_an_alert_wakes_its_own_workflow_and_no_inspections() -> None:
    stream = "alert-0a1b"
    assert ALERT.matter(stream, ALERT.initial) == stream
    assert ALERT.silent == (AlertTold,)
