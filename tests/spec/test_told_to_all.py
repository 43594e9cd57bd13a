"""What becomes of a report that is out is told to every provider that was inspected, and to each once."""

from domain.inspections.commands import (
    CorrectReport,
    SchedulePublication,
    SignForPartner,
    SignOffReport,
    TranslateText,
    WithdrawReport,
)
from domain.inspections.events import NoticeSent
from domain.inspections.notices import notice_of
from domain.inspections.report.texts import untranslated
from domain.inspections.stages import Stage
from tests.spec.test_kinds_apart import kind, on, state_of, story_at
from tests.support.example import INSPECTION
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround

THEMATIC = kind("thematic")
CORRECT = CorrectReport(inspection=INSPECTION, reason="A number was wrong.", changed="The number of cases.")
WITHDRAW = WithdrawReport(inspection=INSPECTION, reason="A case was confused with another.")


def out() -> StoryGround:
    """A published report on two providers, with every notice sent."""
    ground = story_at(THEMATIC, Stage.PUBLICATION)
    KindWalk(THEMATIC, ground, INSPECTION).report()
    assert len(state_of(ground.story).known.providers) == 2
    ground.send_notices(INSPECTION)
    assert not state_of(ground.story).notices
    return ground


def correct(ground: StoryGround) -> None:
    ground.give(CORRECT)
    state = state_of(ground.story)
    for place in untranslated(state, THEMATIC):
        ground.give(TranslateText(inspection=INSPECTION, place=place, text="Fel y cafwyd."))
    report = state_of(ground.story).report
    assert report is not None
    ground.give(SignOffReport(inspection=INSPECTION, report=report.digest))
    for partner in state_of(ground.story).unsigned_partners:
        ground.give(
            SignForPartner(
                inspection=INSPECTION, partner=partner, report=report.digest, signed_by="Its chief inspector"
            )
        )
    day = ground.calendar.after(ground.today, 1)
    ground.give(SchedulePublication(inspection=INSPECTION, publish_on=day))
    ground.turn(day)
    ground.publish(INSPECTION)


def owed(ground: StoryGround, kind: str) -> dict[str, str]:
    """To whom each notice of a kind goes."""
    state = state_of(ground.story)
    return {
        code: notice_of(INSPECTION, state, code).to for code, told in state.notices.items() if told == kind
    }


def test_a_correction_is_told_to_every_provider() -> None:
    ground = out()
    correct(ground)
    first, second = state_of(ground.story).known.providers
    assert owed(ground, "correction") == {
        "publication-2": first,
        f"publication-2-to-{second}": second,
    }
    told = notice_of(INSPECTION, state_of(ground.story), f"publication-2-to-{second}")
    assert told.subject.startswith("Your inspection report is corrected")
    assert told.body.startswith(f"To: {state_of(ground.story).name_of(second)}\n")


def test_a_withdrawal_is_told_to_every_provider_and_to_the_distribution_list_once() -> None:
    ground = out()
    first, second = state_of(ground.story).known.providers
    ground.give(WITHDRAW)
    told = owed(ground, "withdrawal")
    assert sorted(told.values()) == sorted(
        [
            first,
            second,
            "body-secretary-of-state-for-justice",
            "body-hm-prison-and-probation-service",
            "body-youth-justice-board",
        ]
    )
    assert {first, second} == {told[code] for code in told if code.startswith(f"withdrawal-{on(ground)}")}


def test_whoever_was_told_of_a_correction_is_not_told_again() -> None:
    ground = out()
    correct(ground)
    first, second = state_of(ground.story).known.providers
    # A record from before every provider was told has the first one's notice alone as sent.
    before = ground.story.and_(NoticeSent(notice="publication-2", document="e" * 64, to=("person-1",)))
    left = [code for code, told in state_of(before).notices.items() if told == "correction"]
    assert left == [f"publication-2-to-{second}"]
    ground.send_notices(INSPECTION)
    ground.give(WITHDRAW)
    assert not owed(ground, "correction")
    assert {first, second} <= set(owed(ground, "withdrawal").values())
