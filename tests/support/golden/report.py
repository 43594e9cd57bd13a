"""Golden events of a report: its parts, its translation, and what becomes of it when it is out."""

from domain.cases.diversity.counting import Aggregate, Group
from domain.comments.events import (
    CommentAcknowledged,
    CommentAnswered,
    CommentAssigned,
    CommentNoticeSent,
    CommentOverdue,
    CommentReceived,
)
from domain.dossiers.release import DossierReleased, DossierWithdrawn
from domain.evidence.events import ShownOption, ShownQuestion
from domain.evidence.heard import Experience, SurveyShown
from domain.inspections.events import (
    ChallengeRaised,
    CorrectionGivenUp,
    CorrectionOpened,
    EmbargoedCopySent,
    PracticeNoted,
    PracticeWithdrawn,
    PrintedFile,
    ReportAnswered,
    ReportWithdrawn,
    SectionStruck,
    SectionWritten,
    TextTranslated,
)
from domain.inspections.report.parts import Characteristics, Practice
from domain.messages import Event
from domain.privacy.boxes import Sealed
from tests.support.example import DRAFTED, INSPECTION, PUBLISHED, SCHEDULED, day

__all__ = ["REPORTING", "REPORT_VARIANTS"]

_COMMENT = "comment-" + "0a1b" * 8


def _sealed(field: str) -> Sealed:
    return Sealed(
        algorithm="aes-256-gcm-1",
        category="comment",
        ciphertext="A" * 64,
        commitment="c" * 64,
        field=field,
        nonce="0" * 24,
        subject=_COMMENT,
    )


REPORTING: tuple[Event, ...] = (
    CommentReceived(
        sort="complaint",
        about="inspection",
        inspection=INSPECTION,
        received_on=day("2018-10-02"),
        said=_sealed("said"),
        whom=_sealed("whom"),
        acknowledge_by=day("2018-10-05"),
        answer_by=day("2018-10-30"),
        sender="person-" + "d" * 32,
    ),
    CommentAcknowledged(acknowledged_on=day("2018-10-03")),
    CommentAssigned(reviewer="os-1003"),
    CommentAnswered(outcome="partly-upheld", answer=_sealed("answer"), answered_on=day("2018-10-20")),
    CommentOverdue(awaited="answer", due=day("2018-10-30")),
    CommentNoticeSent(notice="assigned", assignment=2, document="d" * 64, to=("staff-os-1003",)),
    SectionWritten(place="2.1.1", text="Assessments engage people.", report="5" * 64),
    SectionStruck(place="why-and-how", reason="It said too much.", report="5" * 64),
    PracticeNoted(
        practice=Practice(
            practice="p1",
            standard="2.1",
            title="A common language of risk",
            text="All teams use it.",
            consented_by="Head of operations",
            consented_on=day("2018-08-17"),
        ),
        report="5" * 64,
    ),
    PracticeWithdrawn(practice="p1", reason="The provider no longer agrees.", report="5" * 64),
    TextTranslated(place="summary", language="cy", text="Mae llawer yn dda.", of="6" * 64, report="5" * 64),
    EmbargoedCopySent(
        edition=1,
        recipient="press-desk",
        title="The department's press desk",
        report="5" * 64,
        publish_on=day("2018-09-20"),
    ),
    CorrectionOpened(
        edition=2,
        reason="A share was wrong.",
        changed="The share of 2.1.1.",
        report="5" * 64,
        opened_on=day("2018-10-01"),
    ),
    ReportWithdrawn(reason="The sample was not what it seemed.", withdrawn_on=day("2018-10-02")),
    CorrectionGivenUp(edition=2, given_up_on=day("2018-10-02")),
    ReportAnswered(
        response="first",
        by="hmpps",
        title="HM Prison and Probation Service",
        text="The recommendations are accepted.",
        received_on=day("2018-10-02"),
    ),
    DossierReleased(
        inspection="north-2018",
        edition=1,
        dossier="7" * 64,
        read_by="os-1004",
        names=("south-2018",),
        unpublished=("south-2018",),
        reason="It was announced by the provider itself.",
    ),
    DossierWithdrawn(inspection="north-2018", dossier="7" * 64, reason="Somebody is named in it."),
)

REPORT_VARIANTS: dict[str, Event] = {
    "from-nobody-in-particular": CommentReceived(
        sort="comment",
        about="other",
        inspection=None,
        received_on=day("2018-10-02"),
        said=_sealed("said"),
        whom=None,
        acknowledge_by=day("2018-10-05"),
        answer_by=day("2018-10-30"),
        sender=None,
    ),
    "with-what-people-said": DRAFTED.with_(
        experience=(
            Experience(
                voice="victims",
                summary="Most were kept informed.",
                heard=6,
                surveys=(
                    SurveyShown(
                        title="Victim survey",
                        source="The inspectorate",
                        asked=40,
                        answered=None,
                        questions=(
                            ShownQuestion(
                                question="kept-informed",
                                text="Were you kept informed?",
                                bears_on=("3.2",),
                                options=(
                                    ShownOption(option="always", number=12),
                                    ShownOption(option="never", number=None),
                                ),
                                texts=None,
                            ),
                        ),
                    ),
                ),
            ),
        ),
        characteristics=Characteristics(
            cases=110,
            aggregates=(
                Aggregate(
                    characteristic="sex",
                    groups=(Group(group="female", cases=None), Group(group="male", cases=90)),
                ),
            ),
        ),
    ),
    "at-a-place": ChallengeRaised(
        challenge="c1", about="Staff in post", text="There are 40 staff.", place="1.2"
    ),
    "of-one-of-several": ChallengeRaised(
        challenge="c2", about="Staff in post", text="There are 50 staff.", place="1.2", provider="north-crc"
    ),
    "at-half-past-nine": SCHEDULED.with_(at="09:30"),
    "with-a-plan-of-each": PUBLISHED.with_(
        plans=("action-plan-north-2018.north", "action-plan-north-2018.north-crc")
    ),
    "for-its-list-alone": PUBLISHED.with_(
        public=False,
        plans=(),
        files=(
            PrintedFile(language="en", form="html", document="d" * 64),
            PrintedFile(language="cy", form="pdf", document="e" * 64),
        ),
    ),
}
