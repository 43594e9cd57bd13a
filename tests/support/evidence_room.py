"""What the specifications of the evidence room have in common."""

from domain.decider import On
from domain.evidence.account import AccountGiven, account_stream
from domain.evidence.events import (
    EnquiryOpened,
    EnquiryWorkedOn,
    Entry,
    EvidenceRegistered,
    EvidenceWithdrawn,
    SessionPlan,
    SessionPlanned,
)
from domain.privacy.boxes import Plain
from tests.support.example import INSPECTION, day

__all__ = [
    "CHAIR_MET",
    "ENQUIRY",
    "FOLLOWED",
    "PLAN",
    "PLANNED",
    "ROOM",
    "STRATEGY",
    "STRATEGY_ENTRY",
    "WITHDRAWN",
    "given_account",
]

ROOM = f"evidence-{INSPECTION}"

STRATEGY_ENTRY = Entry(
    kind="document",
    title="The strategy",
    bears_on=("1.1", "1.1.1 a"),
    true_from=day("2018-04-01"),
    true_to=None,
    source="The provider",
    document="a" * 64,
    voice=None,
)
STRATEGY = EvidenceRegistered(
    entry="strategy", content=STRATEGY_ENTRY, recorded_on=day("2018-06-20"), account=None
)
WITHDRAWN = EvidenceWithdrawn(entry="strategy", recorded_on=day("2018-07-10"), reason="It was never adopted.")
PLAN = SessionPlan(
    session="chair",
    kind="interview",
    on=day("2018-07-10"),
    begins="09:30",
    ends="10:30",
    place="Head office",
    with_whom=("chair",),
    inspectors=("inspector-1",),
    bears_on=("1.1",),
)
PLANNED = SessionPlanned(plan=PLAN)
ENQUIRY = EnquiryOpened(
    enquiry="risks", question="Who owns the risk register?", bears_on=("1.1.2 a",), from_gap=False
)
FOLLOWED = EnquiryWorkedOn(enquiry="risks", evidence=("strategy",), showed="The board does.")


def given_account(entry: str, *texts: str) -> On:
    """What somebody said, as a rule records it before it is sealed."""
    account = account_stream(INSPECTION, entry)
    plain = tuple(Plain(each, account, "evidence-note") for each in texts)
    return On(account, AccountGiven(inspection=INSPECTION, entry=entry, texts=plain))


CHAIR_MET = EvidenceRegistered(
    entry="chair",
    content=Entry(
        kind="interview",
        title="Interview: chair",
        bears_on=("1.1",),
        true_from=day("2018-07-10"),
        true_to=None,
        source="Chair",
        document=None,
        voice=None,
    ),
    recorded_on=day("2018-07-11"),
    account=account_stream(INSPECTION, "chair"),
)
