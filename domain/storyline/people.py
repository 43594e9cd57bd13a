"""The timeline of the staff record, the roll and notices on their way: one sentence for each event, naming nobody."""

from domain.languages import called
from domain.messages import Event
from domain.people import bodies, contacts, postings, roll, tokens
from domain.people.staff import events as staff
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_people"]


def told_of_people(event: Event) -> str | None:
    """One sentence about an event; None for one that is told of elsewhere."""
    return (
        _staff(event)
        or _days(event)
        or _interest(event)
        or _roll(event)
        or _posting(event)
        or _body(event)
        or _token(event)
    )


def _staff(event: Event) -> str | None:
    match event:
        case staff.StaffRegistered():
            return f"Somebody was put on the staff record, engaged as {event.engagement.replace('-', ' ')}."
        case staff.StaffChanged():
            return "Name or address of somebody on the staff was changed."
        case staff.StaffLeft():
            return "They left, and hold no role any more."
        case staff.RoleGiven():
            until = f" to {in_words(event.until)}" if event.until else ""
            return f"The role {event.role.value} was given, from {in_words(event.since)}{until}."
        case staff.RoleEnded():
            when = f"after {in_words(event.last_day)}" if event.last_day else "at once"
            return f"The role {event.role.value} was taken away, {when}."
        case staff.DeputyNamed():
            days = f"from {in_words(event.since)} to {in_words(event.until)}"
            return f"A deputy was named for {event.place_of}, as {event.role.value}, {days}."
        case staff.DeputyEnded():
            return f"There is no deputy for {event.place_of} as {event.role.value} any more."
        case staff.TrainingRecorded():
            return f"The course {event.course} was passed on {in_words(event.passed_on)}."
        case staff.SkillsNoted():
            return f"Trained to read {counted(len(event.skills), 'list')} of cases."
        case _:
            return None


def _days(event: Event) -> str | None:
    match event:
        case staff.LeavePlanned():
            return f"Away from {in_words(event.since)} to {in_words(event.until)}."
        case staff.LeaveCancelled():
            return f"Not away from {in_words(event.since)} after all."
        case staff.WentOnDuty():
            return f"On duty from {in_words(event.since)} to {in_words(event.until)}."
        case staff.CalendarOpened():
            return "Calendar opened at a new address."
        case staff.CalendarClosed():
            return "Calendar closed."
        case staff.TakenOffDuty():
            return f"Not on duty from {in_words(event.since)} after all."
        case _:
            return None


def _interest(event: Event) -> str | None:
    match event:
        case staff.InterestDeclared():
            return (
                f"An interest in {event.provider or event.case} was declared: {event.kind.replace('-', ' ')}."
            )
        case staff.InterestEnded():
            return (
                f"The interest {event.interest} ended on {in_words(event.until)}; it bars until "
                f"{in_words(event.bars_until)}."
            )
        case staff.InterestAccepted():
            return f"The interest {event.interest} was accepted for {event.inspection}."
        case _:
            return None


def _roll(event: Event) -> str | None:
    match event:
        case roll.RollBegun():
            return "The staff record was begun; from now on only who is on it acts."
        case roll.TrainingRequired():
            good = f", good for {counted(event.months, 'month')}" if event.months else ""
            return f"The role {event.role.value} needs the course {event.course}{good}."
        case roll.TrainingDropped():
            return f"The role {event.role.value} needs the course {event.course} no more."
        case roll.CoolingOffSet():
            return f"A secondment goes on barring for {counted(event.months, 'month')} after its end."
        case _:
            return None


def _posting(event: Event) -> str | None:
    match event:
        case postings.NoticeHandedOver():
            return f"The notice {event.notice} was handed over for {event.reader}."
        case postings.NoticeDelivered():
            return f"The notice {event.notice} was delivered to {event.reader}."
        case postings.NoticeRefused():
            return f"The notice {event.notice} does not reach {event.reader}: the address was refused."
        case postings.NoticeBounced():
            return f"The notice {event.notice} came back from {event.reader}."
        case staff.StaffAddressRefused() | contacts.AddressRefused() | bodies.BodyAddressRefused():
            return "The address takes no notices; no other is sent there until it is changed."
        case _:
            return None


def _body(event: Event) -> str | None:
    match event:
        case bodies.BodyRegistered():
            called_so = bodies.in_area(event.title, event.area)
            return f"{called_so} was registered, and is sent notices from {in_words(event.since)}."
        case bodies.BodyAreaNamed():
            return f"It has an address of its own in {event.area}."
        case bodies.BodyAddressChanged():
            return f"The address to which notices go was changed, from {in_words(event.since)}."
        case bodies.BodyLanguagesChanged():
            return f"It is written to in {called(event.languages)} from {in_words(event.since)}."
        case bodies.BodyEnded():
            return f"Nothing is sent there any more from {in_words(event.since)}."
        case bodies.CopyOffered():
            return f"A copy of the report of {event.inspection} may be read under embargo, at an address of its own."
        case bodies.CopiesClosed():
            return f"The copy of the report of {event.inspection} under embargo was closed: {event.reason}"
        case _:
            return None


def _token(event: Event) -> str | None:
    match event:
        case tokens.TokenIssued():
            whose = "a system" if event.holder is None else "whoever drew it"
            return f"A token of the API was issued to {whose}, good until {in_words(event.until)}."
        case tokens.TokenRevoked():
            return "The token was revoked, and opens nothing any more."
        case _:
            return None
