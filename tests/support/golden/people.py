"""Golden events of the staff record, the roll and the ways of notices; see :mod:`tests.support.golden.events`."""

from datetime import date

from domain.messages import Event
from domain.people.bodies import (
    BodyAddressChanged,
    BodyAddressRefused,
    BodyAreaNamed,
    BodyEnded,
    BodyLanguagesChanged,
    BodyRegistered,
    CopiesClosed,
    CopyOffered,
)
from domain.people.contacts import AddressRefused
from domain.people.postings import (
    NoticeBounced,
    NoticeDelivered,
    NoticeHandedOver,
    NoticeRefused,
    posting_stream,
)
from domain.people.roles import Role
from domain.people.roll import CoolingOffSet, RollBegun, TrainingDropped, TrainingRequired
from domain.people.staff.events import (
    CalendarClosed,
    CalendarOpened,
    DeputyEnded,
    DeputyNamed,
    InterestAccepted,
    InterestDeclared,
    InterestEnded,
    LeaveCancelled,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    SkillsNoted,
    StaffAddressRefused,
    StaffChanged,
    StaffLeft,
    StaffRegistered,
    TakenOffDuty,
    TrainingRecorded,
    WentOnDuty,
)
from domain.people.tokens import TokenIssued, TokenRevoked
from domain.privacy.boxes import Category, Sealed

__all__ = ["PEOPLE", "PEOPLE_VARIANTS"]

_STAFF = "staff-" + "0a1b" * 8
_PERSON = "person-" + "0a1b" * 8
_BODY = "mailbox-secretary-of-state-for-justice"
_NOTICE = "inspection-north-2018/announcement"
_POSTING = posting_stream(_NOTICE)


def _sealed(field: str, subject: str = _STAFF, category: Category = "staff") -> Sealed:
    return Sealed(
        algorithm="aes-256-gcm-1",
        category=category,
        ciphertext="A" * 64,
        commitment="c" * 64,
        field=field,
        nonce="0" * 24,
        subject=subject,
    )


_FRIEND = InterestDeclared(
    interest="friend",
    kind="friendship",
    provider="north",
    case=None,
    since=date(2018, 1, 8),
    until=None,
    bars_until=None,
    account=_sealed("account"),
)

PEOPLE: tuple[Event, ...] = (
    RollBegun(),
    TrainingRequired(role=Role.LEAD_INSPECTOR, course="leading", months=36),
    TrainingDropped(role=Role.LEAD_INSPECTOR, course="leading"),
    CoolingOffSet(months=24),
    StaffRegistered(
        engagement="employee",
        area=None,
        body=None,
        person_name=_sealed("person_name"),
        email=_sealed("email"),
    ),
    StaffChanged(person_name=_sealed("person_name"), email=None),
    StaffLeft(left_on=date(2018, 8, 31)),
    RoleGiven(role=Role.INSPECTOR, since=date(2018, 1, 8), until=date(2018, 12, 31)),
    RoleEnded(role=Role.INSPECTOR, last_day=date(2018, 6, 29)),
    DeputyNamed(place_of="os-1002", role=Role.PANEL_CHAIR, since=date(2018, 8, 6), until=date(2018, 8, 17)),
    DeputyEnded(place_of="os-1002", role=Role.PANEL_CHAIR),
    _FRIEND,
    InterestEnded(
        interest="friend", until=date(2018, 5, 31), bars_until=date(2018, 5, 31), reason=_sealed("reason")
    ),
    InterestAccepted(interest="friend", inspection="north-2018", reason=_sealed("reason")),
    LeavePlanned(since=date(2018, 7, 2), until=date(2018, 7, 13)),
    LeaveCancelled(since=date(2018, 7, 2)),
    WentOnDuty(since=date(2018, 7, 2), until=date(2018, 7, 8)),
    TakenOffDuty(since=date(2018, 7, 2)),
    CalendarOpened(token="c" * 64),
    CalendarClosed(),
    TrainingRecorded(course="leading", passed_on=date(2018, 2, 1)),
    SkillsNoted(skills=("supervised-cases",)),
    StaffAddressRefused(posting=_POSTING, cause="bounced"),
    AddressRefused(posting=_POSTING, cause="refused"),
    BodyRegistered(
        title="The police and crime commissioner",
        area="Gwent",
        email=_sealed("email", _BODY, "contact"),
        since=date(2018, 6, 4),
        languages=("en",),
    ),
    BodyAreaNamed(area="Gwent", body="the-police-and-crime-commissioner-in-gwent"),
    BodyAddressChanged(
        email=_sealed("email", _BODY, "contact"), since=date(2018, 9, 3), languages=("cy", "en")
    ),
    BodyLanguagesChanged(since=date(2018, 10, 1), languages=("cy",)),
    BodyEnded(since=date(2018, 12, 31)),
    BodyAddressRefused(posting=_POSTING, cause="refused", refused_on=date(2018, 9, 3)),
    CopyOffered(
        inspection="north-2018",
        notice="embargo-1-moj",
        report="d" * 64,
        token=_sealed("token", _BODY, "contact"),
        digest="e" * 64,
        place=0,
    ),
    CopiesClosed(inspection="north-2018", reason="It was forwarded to somebody else."),
    NoticeHandedOver(notice=_NOTICE, reader=_PERSON, place=0),
    NoticeDelivered(notice=_NOTICE, reader=_PERSON),
    NoticeRefused(notice=_NOTICE, reader=_PERSON),
    NoticeBounced(notice=_NOTICE, reader=_PERSON),
    TokenIssued(
        title="The case management of the provider",
        holder=None,
        provider="north",
        roles=(Role.PROVIDER_CONTACT,),
        may=("receive-evidence",),
        until=date(2018, 12, 31),
        digest="d" * 64,
    ),
    TokenRevoked(reason="The machine was lost."),
)
"""One event of each class."""

PEOPLE_VARIANTS: dict[str, Event] = {
    "of-somebody": TokenIssued(
        title="My reports",
        holder="0a1b" * 8,
        provider=None,
        roles=(Role.INSPECTOR, Role.LEAD_INSPECTOR),
        may=("every-command",),
        until=date(2018, 12, 31),
        digest="e" * 64,
    ),
    "of-a-local-assessor": StaffRegistered(
        engagement="local-assessor",
        area="North",
        body=None,
        person_name=_sealed("person_name"),
        email=None,
    ),
    "at-once": RoleEnded(role=Role.INSPECTOR, last_day=None),
    "in-a-case": _FRIEND.with_(kind="own-case", provider=None, case="case-0f3a", account=None),
}
