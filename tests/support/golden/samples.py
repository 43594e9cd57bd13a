"""Golden events of lists of cases and the samples drawn from them."""

from domain.cases.diversity.counting import aggregate
from domain.cases.diversity.period import DiversityOverPeriodReported
from domain.cases.events import CaseSampled, CaseSetAside
from domain.cases.lists.events import CaseListClosed, CaseListHandedIn, CaseListReplaced, CasesExcluded
from domain.inspections.events import (
    AnswersCounted,
    CaseListReceived,
    CaseReplaced,
    NewListAgreed,
    PublicValueNoted,
    QuestionAsked,
    QuestionCounted,
    QuestionsSet,
    SampleDrawn,
    SampleWithdrawn,
)
from domain.messages import Event
from domain.privacy.boxes import Category, Sealed
from tests.support.example import CASE, INSPECTION, day

__all__ = ["SAMPLE_VARIANTS", "SAMPLING"]

_LIST = "list-" + "0a1b" * 8
_OTHER = "case-" + "7" * 32


def _sealed(category: Category, field: str, subject: str) -> Sealed:
    return Sealed(
        algorithm="aes-256-gcm-1",
        category=category,
        ciphertext="A" * 64,
        commitment="c" * 64,
        field=field,
        nonce="0" * 24,
        subject=subject,
    )


SAMPLING: tuple[Event, ...] = (
    QuestionsSet(
        questions=(
            QuestionAsked(
                number="Q1.1",
                population="cases",
                text="Was the person asked about drugs?",
                applies_to="cases after release",
                guidance="Look at the first interview.",
                prompts=("Was it asked at the start?", "Was it asked again?"),
            ),
            QuestionAsked(number="Q1.2", population="cases", text="Did anything come of it?"),
        ),
        reason="The pilot showed that more must be asked.",
        set_on=day("2018-06-06"),
    ),
    AnswersCounted(
        counts=(
            QuestionCounted(number="Q1.1", population="cases", yes=41, no=12, not_applicable=7),
            QuestionCounted(number="Q1.2", population="cases", yes=22, no=38, not_applicable=0),
        )
    ),
    CaseListReceived(
        population="supervised-cases",
        list=_LIST,
        list_digest="1" * 64,
        cases=412,
        replaces=None,
        reason=None,
    ),
    CaseListHandedIn(
        inspection=INSPECTION,
        population="supervised-cases",
        list_digest="1" * 64,
        rows=412,
        columns=("reference", "gender", "weeks"),
        document="e" * 64,
        key=_sealed("case-list", "key", _LIST),
    ),
    CasesExcluded(rows="3,7-9", cases=4, code="too-short", rule="weeks < 12", reason="Too new to be read."),
    CaseListClosed(
        frame="f" * 64,
        document="8" * 64,
        frame_key=_sealed("sampling-frame", "frame_key", _LIST),
        eligible=408,
        words=_sealed("case-list", "words", _LIST),
        words_digest="2" * 64,
        size=40,
        reason="Only two readers.",
        public_source="The lottery of 16 June",
        public_day=day("2018-06-16"),
        public_numbers=6,
        public_highest=59,
    ),
    CaseListReplaced(by="list-" + "f00d" * 8, reason="An office was missing."),
    PublicValueNoted(population="supervised-cases", list=_LIST, value="3 8 17 21 40 59", by="assistant-1"),
    NewListAgreed(
        population="supervised-cases", list=_LIST, reason="An office was missing.", by="quality-lead-1"
    ),
    SampleWithdrawn(population="supervised-cases", reason="An office was missing."),
    CaseReplaced(
        population="supervised-cases", case=CASE, row=17, code="file-missing", by=_OTHER, by_row=203
    ),
    DiversityOverPeriodReported(
        period="2018",
        first=day("2018-01-01"),
        last=day("2018-12-31"),
        inspections=("east", "west"),
        cases=60,
        characteristics=aggregate([{"sex": "female"}] * 20 + [{}] * 40),
    ),
    CaseSetAside(code="file-missing", note=_sealed("case-note", "note", CASE)),
)
"""One of each."""

SAMPLE_VARIANTS: dict[str, Event] = {
    "in-place-of-another": CaseListReceived(
        population="supervised-cases",
        list="list-" + "f00d" * 8,
        list_digest="3" * 64,
        cases=415,
        replaces=_LIST,
        reason="An office was missing.",
    ),
    "from-a-list": SampleDrawn(
        population="supervised-cases",
        list_digest="1" * 64,
        list_size=412,
        seed="9" * 64 + ":3 17 21",
        rows=(17, 203),
        cases=(CASE, _OTHER),
        list=_LIST,
        frame="f" * 64,
        sub_samples=((17,),),
        wanted=3,
        reason="Only two readers.",
    ),
    "the-first-time": QuestionsSet(
        questions=(QuestionAsked(number="Q1.1", population="case", text="Was the risk seen?"),),
        reason=None,
        set_on=day("2018-06-06"),
    ),
    "from-a-stratum": CaseSampled(
        inspection=INSPECTION,
        population="supervised-cases",
        list_digest="1" * 64,
        row=203,
        key_questions=("2.1.1",),
        list=_LIST,
        stratum=2,
        sort=_sealed("case-reference", "sort", _OTHER),
        sub_samples=(1,),
        replaces=CASE,
    ),
    "with-nobody-left": CaseReplaced(
        population="supervised-cases", case=CASE, row=17, code="transferred", by=None, by_row=None
    ),
}
"""The same in other shapes."""
