"""What is held about a case or person: erased for good, unless it is held; and every opening of it is recorded."""

from domain.decider import On
from domain.people.roles import Role
from domain.privacy.boxes import CATEGORIES, Category
from domain.privacy.subjects import (
    EraseSubject,
    GiveAccess,
    HoldSubject,
    Protected,
    ReleaseSubject,
    SubjectAccessGiven,
    SubjectErased,
    SubjectHeld,
    SubjectReleased,
    privacy_stream,
    subject_in,
)
from tests.support.example import AT_FIELDWORK_WITH_SAMPLES, CASE
from tests.support.specification import Story, given

ON = "2026-11-02"
PRIVACY = privacy_stream(CASE)
RIGHT, WHY = "request 2026-17", "The person asked for it, and nothing stands against it."
ERASE = EraseSubject(subject=CASE, authority=RIGHT, reason=WHY)
ERASED = On(PRIVACY, SubjectErased(subject=CASE, categories=(), authority=RIGHT, reason=WHY))
HOLD = HoldSubject(subject=CASE, hold="inquiry", reason="A court has asked for it.")
HELD = On(PRIVACY, SubjectHeld(subject=CASE, hold="inquiry", reason="A court has asked for it."))
RELEASE = ReleaseSubject(subject=CASE, hold="inquiry", reason="The court has ruled.")
RELEASED = On(PRIVACY, SubjectReleased(subject=CASE, hold="inquiry", reason="The court has ruled."))
ACCESS = GiveAccess(subject=CASE, purpose="request 2026-12", texts=3)


def partly(*categories: Category) -> EraseSubject:
    return EraseSubject(subject=CASE, categories=categories, authority=RIGHT, reason=WHY)


def partly_erased(*categories: Category) -> On:
    return On(PRIVACY, SubjectErased(subject=CASE, categories=categories, authority=RIGHT, reason=WHY))


def about(*more: On) -> Story:
    return given(*AT_FIELDWORK_WITH_SAMPLES, *more)


def test_the_data_protection_officer_erases_what_is_held_with_authority_and_reason() -> None:
    about().when(ERASE, on=ON, by=Role.DATA_PROTECTION_OFFICER).then(ERASED)


def test_nobody_else_erases_or_opens_all_that_is_held() -> None:
    for role in Role:
        if role is not Role.DATA_PROTECTION_OFFICER:
            about().when(ERASE, on=ON, by=role).then_refused("not-authorised")
            about().when(ACCESS, on=ON, by=role).then_refused("not-authorised")


def test_what_was_erased_is_not_erased_again() -> None:
    about(ERASED).when(ERASE, on=ON).then_nothing()
    about(ERASED).when(partly("case-note"), on=ON).then_nothing()


def test_one_class_of_data_is_erased_and_the_others_stay() -> None:
    story = (
        about()
        .when(partly("protected-characteristic"), on=ON)
        .then(partly_erased("protected-characteristic"))
    )
    state: Protected = story.state(PRIVACY)
    assert [each for each in CATEGORIES if state.has_erased(each)] == ["protected-characteristic"]
    story.when(partly("protected-characteristic"), on=ON).then_nothing()
    story.when(partly("protected-characteristic", "case-note"), on=ON).then(partly_erased("case-note"))
    story.when(ERASE, on=ON).then(ERASED)


def test_a_class_is_named_once() -> None:
    about().when(partly("case-note", "case-note"), on=ON).then_refused("category-twice")


def test_erasing_all_erases_every_class_and_whatever_might_still_come() -> None:
    state: Protected = about(ERASED).state(PRIVACY)
    assert all(map(state.has_erased, CATEGORIES))


def test_about_somebody_who_is_not_on_the_record_there_is_nothing_to_do() -> None:
    for command in (ERASE, HOLD, ACCESS):
        given().when(command, on=ON).then_refused("unknown-subject", "Nothing is on the record about case-")


def test_what_is_held_is_not_erased_until_every_hold_is_released() -> None:
    second = On(PRIVACY, SubjectHeld(subject=CASE, hold="audit", reason="It is being audited."))
    held = about().when(HOLD, on=ON).then(HELD)
    held.when(ERASE, on=ON).then_refused("subject-held", "(inquiry)")
    both = held.and_(second)
    both.when(partly("case-note"), on=ON).then_refused("subject-held", "(audit, inquiry)")
    both.when(RELEASE, on=ON).then(RELEASED).when(ERASE, on=ON).then_refused("subject-held", "(audit)")
    held.when(RELEASE, on=ON).then(RELEASED).when(ERASE, on=ON).then(ERASED)


def test_a_hold_has_a_code_of_its_own_and_is_released_once() -> None:
    about(HELD).when(HOLD, on=ON).then_refused("hold-exists")
    about().when(RELEASE, on=ON).then_refused("unknown-hold")
    about(HELD, RELEASED).when(RELEASE, on=ON).then_refused("unknown-hold")
    about(HELD, RELEASED).when(HOLD, on=ON).then(HELD)


def test_where_all_was_erased_there_is_nothing_to_hold() -> None:
    about(ERASED).when(HOLD, on=ON).then_refused("nothing-left")
    about(partly_erased("case-note")).when(HOLD, on=ON).then(HELD)


def test_opening_all_that_is_held_about_somebody_is_recorded_with_its_purpose() -> None:
    given_ = On(PRIVACY, SubjectAccessGiven(subject=CASE, purpose="request 2026-12", texts=3))
    about().when(ACCESS, on=ON).then(given_).when(ACCESS, on=ON).then(given_)


def test_a_subject_s_privacy_stream_is_named_after_it() -> None:
    assert subject_in(PRIVACY) == CASE
