"""A calendar of one's own: opened at an address that nobody knows, drawn anew, closed."""

from domain.decider import On
from domain.people.calendars import CloseCalendar, OpenCalendar
from domain.people.roles import Role
from domain.people.staff.events import CalendarClosed, CalendarOpened, RoleGiven, StaffLeft, StaffRegistered
from domain.privacy.boxes import Plain
from tests.support.example import day
from tests.support.specification import Story, given

ADA, BEN, TODAY = "0a1b" * 8, "2c3d" * 8, "2018-06-04"
HERS = f"staff-{ADA}"
OPEN, CLOSE = OpenCalendar(staff=ADA, token="c" * 64), CloseCalendar(staff=ADA)
INSPECTOR = Role.INSPECTOR


def staffed() -> Story:
    here = StaffRegistered(
        engagement="employee", area=None, body=None, person_name=Plain("Ada", HERS, "staff"), email=None
    )
    return given(On(HERS, here), On(HERS, RoleGiven(role=INSPECTOR, since=day(TODAY), until=None)))


def test_a_calendar_is_opened_drawn_anew_and_closed() -> None:
    opened = (
        staffed().when(OPEN, on=TODAY, who=ADA, by=INSPECTOR).then(On(HERS, CalendarOpened(token="c" * 64)))
    )
    anew = OPEN.with_(token="d" * 64)
    again = opened.when(anew, on=TODAY, who=ADA, by=INSPECTOR).then(On(HERS, CalendarOpened(token="d" * 64)))
    assert again.state(HERS).calendar == "d" * 64
    closed = again.when(CLOSE, on=TODAY, who=ADA, by=INSPECTOR).then(On(HERS, CalendarClosed()))
    assert closed.state(HERS).calendar is None
    closed.when(CLOSE, on=TODAY, who=ADA, by=INSPECTOR).then()


def test_nobody_draws_the_address_of_another_and_a_manager_alone_closes_it() -> None:
    opened = (
        staffed().when(OPEN, on=TODAY, who=ADA, by=INSPECTOR).then(On(HERS, CalendarOpened(token="c" * 64)))
    )
    for role in (INSPECTOR, Role.OPERATIONS_MANAGER):
        opened.when(OPEN, on=TODAY, who=BEN, by=role).then_refused("not-their-calendar")
    opened.when(CLOSE, on=TODAY, who=BEN, by=INSPECTOR).then_refused("not-their-calendar")
    opened.when(CLOSE, on=TODAY, who=BEN, by=Role.OPERATIONS_MANAGER).then(On(HERS, CalendarClosed()))


def test_whoever_leaves_has_no_calendar_any_more() -> None:
    left = On(HERS, StaffLeft(left_on=day(TODAY)))
    assert staffed().and_(On(HERS, CalendarOpened(token="c" * 64)), left).state(HERS).calendar is None
