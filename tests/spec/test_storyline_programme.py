"""What happened to a year's programme is told in words, one sentence for each event."""

import pytest

from domain.messages import Event
from domain.programme.year import events as e
from domain.programme.year.published.responses import ResponseDecided, ResponseReceived
from domain.providers.past import PastInspectionNoted
from domain.storyline.telling import sentence
from tests.support.golden.programme import PROGRAMME, PROGRAMME_VARIANTS

TOLD: dict[type[Event], str] = {
    PastInspectionNoted: "The inspection north-2014, which ended on 13 June 2014, rated requires improvement, led by "
    "os-1009, was noted from past.csv, line 2.",
    e.ProgrammeOpened: "The programme 2018 was opened: The year 2018-19.",
    e.HistoryLoaded: "1 inspection from before was loaded from past.csv.",
    e.ServicesNoted: "What is known of 2 services, 1 with a risk score, was noted from scores.csv.",
    e.SelectionProposed: (
        "By two-of-three 1 of 3 services was selected, within the room of hmi-probation, and 1 is to be drawn."
    ),
    e.BeaconValueNoted: "It was noted that the public draw for the frame of two-of-three gave 4 8 15.",
    e.LotsDrawn: "Lots were drawn from the frame of two-of-three: north.",
    e.ServiceRemoved: "south was taken out of the programme: It is to be abolished.",
    e.ServiceAdded: "south was put into the programme: That was put off.",
    e.PinSet: "os-1000 fixed something of north-2018 (pin 1): The council asked for no date before July.",
    e.PinLifted: "Pin 1 was lifted: They can after all.",
    e.DraftIssued: "The draft programme was issued, for responses until 9 March 2018.",
    ResponseReceived: "A response to the draft of the programme 2018 came on 1 March 2018.",
    ResponseDecided: "It was decided on the response: partly accepted.",
    e.ConsultationClosed: "The last day for responses, 9 March 2018, has passed.",
    e.ProgrammeWithdrawn: "The published programme was withdrawn: The budget was cut.",
    e.InspectionStarted: "The inspection north-2018 started, led by os-1001.",
    e.InspectionNotStarted: "The inspection north-2018 could not be started on 11 June 2018: os-1001 left on "
    "2018-05-01.",
    e.ProgrammeNoticeSent: "os-1001 was told of what has changed for them.",
    e.ProgrammeClosed: "The programme was closed.",
}
ELSEWHERE = (e.ResponseNoted, e.ResponseSettled)
"""What another event tells."""


@pytest.mark.parametrize(
    "event", [each for each in PROGRAMME if type(each) in TOLD], ids=lambda each: each.name
)
def test_an_event_of_a_programme_is_told_in_words(event: Event) -> None:
    assert sentence(event) == TOLD[type(event)]


def test_every_event_of_a_programme_is_told_and_nothing_private_in_it() -> None:
    for event in (*PROGRAMME, *PROGRAMME_VARIANTS.values()):
        told = sentence(event)
        if isinstance(event, ELSEWHERE):
            assert told is None
        else:
            assert told is not None, event.name
            assert told.endswith("."), told
            assert "None" not in told
            assert "AAAA" not in told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("draft-2026-12-04-provider-nps-north", "nps-north was told what the draft has for them."),
        ("published-1-provider-nps-north", "nps-north was told of their inspections."),
        ("published-1-staff-os-1001", "os-1001 was told of their inspections."),
        (
            "replanned-12-staff-00000000000000000000000000000012",
            f"{12:032} was told of what has changed for them.",
        ),
    ],
)
def test_whoever_was_told_of_a_programme_is_called_by_their_id_alone(code: str, told: str) -> None:
    sent = next(each for each in PROGRAMME if isinstance(each, e.ProgrammeNoticeSent))
    assert sentence(sent.model_copy(update={"notice": code})) == told
