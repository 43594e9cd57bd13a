"""The list of providers, and the first event of every record."""

from domain.decider import On
from domain.ledger.handing_out import CheckpointHandedOut, HandOutCheckpoint, checkpoint_stream
from domain.ledger.opening import RECORD_STREAM, OpenRecord, RecordOpened, RotateSealingKey, SealingKeyRotated
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.example import A_PROVIDER, PROVIDER
from tests.support.specification import given

REGISTER = RegisterProvider(
    provider=PROVIDER, title="Northern Division", kind="nps-division", area="The North"
)
ROTATE = RotateSealingKey(
    number=2, old="record+1+key", new="record+2+key", note="The first names the second.\n"
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


def test_each_sealing_key_is_named_by_the_one_before_it() -> None:
    opened = On(RECORD_STREAM, RecordOpened(record="record-of-tests", time="real"))
    rotated = SealingKeyRotated(
        number=2, old="record+1+key", new="record+2+key", note="The first names the second.\n"
    )
    story = given(opened).when(ROTATE, on="2018-05-01").then(On(RECORD_STREAM, rotated))
    story.when(ROTATE, on="2018-05-01").then_refused("not-the-next-key", "number 2")
    third = ROTATE.with_(number=3, old="record+2+key", new="record+3+key")
    story.when(third.with_(old="record+1+key"), on="2018-05-02").then_refused("not-the-next-key")
    story.when(third.with_(new="record+2+key"), on="2018-05-02").then_refused("not-the-next-key")
    story.when(third.with_(number=4), on="2018-05-02").then_refused("not-the-next-key")


def test_a_record_that_was_never_opened_has_no_key_to_change() -> None:
    given().when(ROTATE, on="2018-05-01").then_refused("record-not-opened")


HAND_OUT = HandOutCheckpoint(
    checkpoint=17, events=2018, root="a" * 64, provider=PROVIDER, to=("person-" + "0" * 32,)
)


def test_to_whom_a_checkpoint_was_handed_out_is_noted_once_of_each() -> None:
    handed_out = CheckpointHandedOut(**HAND_OUT.model_dump())
    story = given(A_PROVIDER).when(HAND_OUT, on="2018-05-01").then(On(checkpoint_stream(17), handed_out))
    story.when(HAND_OUT, on="2018-05-02").then()
    later = On(checkpoint_stream(18), handed_out.with_(checkpoint=18))
    story.when(HAND_OUT.with_(checkpoint=18), on="2018-05-02").then(later)
    story.when(HAND_OUT.with_(provider="south"), on="2018-05-02").then_refused("unknown-provider", "south")


def test_a_checkpoint_that_says_something_else_than_the_one_handed_out_under_its_number_is_another() -> None:
    story = given(A_PROVIDER, On(checkpoint_stream(17), CheckpointHandedOut(**HAND_OUT.model_dump())))
    story.when(HAND_OUT.with_(root="b" * 64), on="2018-05-01").then_refused("another-checkpoint")


def test_a_lead_inspector_hands_out_no_checkpoint() -> None:
    given(A_PROVIDER).when(HAND_OUT, on="2018-05-01", by=Role.LEAD_INSPECTOR).then_refused("not-authorised")


def test_an_inspector_does_not_change_the_sealing_key() -> None:
    given().when(ROTATE, on="2018-05-01", by=Role.INSPECTOR).then_refused("not-authorised")
