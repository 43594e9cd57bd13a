"""The list of providers, and the first event of every record."""

from domain.decider import On
from domain.ledger.opening import RECORD_STREAM, OpenRecord, RecordOpened
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.example import A_PROVIDER, PROVIDER
from tests.support.specification import given

REGISTER = RegisterProvider(
    provider=PROVIDER, title="Northern Division", kind="nps-division", area="The North"
)
OPEN = OpenRecord(record="record-of-tests", time="simulated")


def test_a_provider_is_put_on_the_list_once() -> None:
    story = given().when(REGISTER, on="2018-05-01").then(A_PROVIDER)
    story.when(REGISTER, on="2018-05-01").then_refused("provider-exists", PROVIDER)


def test_a_provider_does_not_register_itself() -> None:
    given().when(REGISTER, on="2018-05-01", by=Role.PROVIDER_CONTACT).then_refused("not-authorised")


def test_a_record_is_opened_once_and_says_whether_its_time_is_real() -> None:
    opened = RecordOpened(record="record-of-tests", time="simulated")
    story = given().when(OPEN, on="2018-05-01").then(On(RECORD_STREAM, opened))
    story.when(OPEN.with_(time="real"), on="2018-05-01").then_refused("record-opened")
