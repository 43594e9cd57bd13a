"""The example programme of a new installation: inspections at every stage, dated so that what is running is ahead."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from adapters.inbound.demonstration.command import EXAMPLES
from adapters.inbound.demonstration.programme import read_programme
from domain.deciders import EVENT_NAMES, REACTIONS, kind_of
from domain.inspections.events import ChallengeRejected, RatingsDecided
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.ledger.envelope import Envelope
from domain.messages import Event
from worker import Assay, compose, settings_of

pytestmark = pytest.mark.long

PATIENCE = timedelta(minutes=10)


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Assay:
    assay = new(tmp_path_factory.mktemp("programme"))
    assay.load_example(lambda line: None)
    return assay


def new(home: Path) -> Assay:
    assay = compose(settings_of({"ASSAY_HOME": str(home)}))
    assay.migrate()
    return assay


def standing(assay: Assay) -> Mapping[str, str]:
    """The stage of every inspection, by reference."""
    streams = list(assay.store.streams("inspection-"))
    return {
        stream.removeprefix("inspection-"): str(each.state.standing)
        for stream, each in assay.records.read(streams).items()
    }


def envelopes(assay: Assay) -> list[Envelope[Event]]:
    return [EVENT_NAMES.read(each) for each in assay.store.scan(0, 100_000)]


def names(assay: Assay) -> Mapping[str, list[str]]:
    """What happened on each stream, in order, without the notices: two of one moment may change places."""
    told: dict[str, list[str]] = {}
    for each in envelopes(assay):
        if "notice" not in each.name:
            told.setdefault(each.stream, []).append(each.name)
    return told


def test_there_is_an_inspection_at_every_stage(loaded: Assay) -> None:
    there = standing(loaded)
    assert len(there) == len(read_programme(EXAMPLES).inspections)
    assert set(there.values()) == {
        *(stage.value for stage in IN_PROGRESS),
        Stage.CLOSED.value,
        Stage.DEFERRED.value,
        Stage.CANCELLED.value,
    }


def test_every_date_that_runs_is_still_ahead(loaded: Assay) -> None:
    now = datetime.now(UTC)
    running = 0
    for kind, react in REACTIONS.items():
        for each in loaded.records.read(loaded.store.streams(f"{kind}-")).values():
            agenda = react(each.state)
            running += len(agenda.deadlines)
            assert all(deadline.passes_at > now for deadline in agenda.deadlines)
            # What Assay itself has to do is done, but for a publication, or a reminder, on a day to come.
            assert all(duty.not_before and duty.not_before > now.date() for duty in agenda.duties)
    assert running >= 10


def test_every_event_says_when_it_was_so_and_that_it_was_entered_now(loaded: Assay) -> None:
    now = datetime.now(UTC)
    entered = [each for each in envelopes(loaded) if each.authenticated_by == "example"]
    assert len(entered) > 1_000
    assert all(now - each.recorded_at < PATIENCE for each in entered)
    assert min(each.occurred_at for each in entered) < now - timedelta(days=180)
    assert max(each.occurred_at for each in entered) <= now
    # Inspectors who read side by side take their turns at the record as they come.
    assert all(
        later.occurred_at - earlier.occurred_at > -timedelta(minutes=1)
        for earlier, later in pairwise(entered)
    )


def test_everybody_in_it_is_said_to_be_an_example(loaded: Assay) -> None:
    assert {each.authenticated_by for each in envelopes(loaded)} == {"example", "assay"}


def test_what_passed_in_the_past_weeks_was_seen_to_in_its_time(loaded: Assay) -> None:
    told = names(loaded)
    assert told["inspection-division-west"][-1] == "inspection.evidence-overdue.v2"
    assert told["inspection-division-capital"].count("inspection.report-published.v3") == 1
    assert told["action-plan-division-capital"].count("action-plan.action-overdue.v1") == 1


def test_its_ratings_stand_up_to_the_replay(loaded: Assay) -> None:
    for reference, stage in standing(loaded).items():
        assert loaded.replaying.replay(reference).verdict == "verified", (reference, stage)


def test_nothing_in_it_speaks_of_a_departure_that_no_panel_made(loaded: Assay) -> None:
    events = [each.data for each in envelopes(loaded)]
    assert not [each for each in events if isinstance(each, RatingsDecided) and each.departures]
    rejected = [each.reason for each in events if isinstance(each, ChallengeRejected)]
    assert rejected
    assert not [reason for reason in rejected if "departed" in reason]


def test_every_workflow_has_something_to_attend_to_when_a_worker_comes(loaded: Assay) -> None:
    lagging = {each.stream for each in loaded.store.lagging()}
    expected = {stream for kind in REACTIONS for stream in loaded.store.streams(f"{kind}-")}
    assert lagging == expected


def test_a_loading_that_was_interrupted_goes_on_where_it_was(tmp_path: Path, loaded: Assay) -> None:
    lines = 0

    def interrupt(_line: str) -> None:
        nonlocal lines
        lines += 1
        if lines > 6:  # in the sixth month
            raise Interrupted

    with new(tmp_path) as assay:
        with pytest.raises(Interrupted):
            assay.load_example(interrupt)
        assert 1 < assay.store.last_position() < loaded.store.last_position()
    with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as assay:
        assay.load_example(lambda line: None)
        assert standing(assay) == standing(loaded)
        assert without_cases(names(assay)) == without_cases(names(loaded))
        before = assay.store.last_position()
        assay.load_example(lambda line: None)
        assert assay.store.last_position() == before


def without_cases(told: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """All but the streams of lists and cases: which are drawn, and to be read twice, nobody can know before."""
    by_lot = ("case", "second-read", "list", "privacy", "record")
    return {stream: each for stream, each in told.items() if kind_of(stream) not in by_lot}
