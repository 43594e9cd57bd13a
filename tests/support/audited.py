"""An inspection for an auditor to look at: read twice in part, decided twice, departed from, signed again.

It is led by the real desk at the store of an installation, so that the command line can be asked about it.
"""

import shutil
from pathlib import Path
from random import Random

from domain.cases.commands import CompleteCaseRead, RecordAnswers, ReopenCaseRead
from domain.cases.events import Answered
from domain.dated_rules.library import Library
from domain.frameworks.reading import shipped_frameworks
from domain.inspections import protocols
from domain.inspections.commands import (
    CloseCaseReads,
    DecideRatings,
    DepartureAsked,
    DraftReport,
    DrawSample,
    ProposeRating,
    RecordDeadlinePassed,
    ReopenCaseReads,
    RequestEvidence,
    SendDraft,
    SignOffReport,
    WriteSection,
)
from domain.inspections.events import EvidenceItem
from domain.inspections.kinds.protocol import Population, Protocol, parse_protocol
from domain.ledger.envelope import Recorded
from domain.panels.commands import ClosePanel
from domain.people.roles import Role
from domain.ratings import shipped_schemes
from tests.support.dossiers.drawn import FIRST, DossierHouse
from tests.support.dossiers.walks import RandomWalk
from tests.support.kinds.walk import KindWalk

__all__ = [
    "REFERENCE",
    "Audited",
    "DrawnByLength",
    "lived",
    "rules_lived_by",
    "twice_read",
    "twice_read_file",
]

REFERENCE = "nps-nw"
ID = "nps-twice"


def twice_read_file(percent: int, sample: int) -> bytes:
    """The first version of the kind of inspection of NPS divisions, with second reads and samples of a size."""
    kind = protocols.texts()["nps-division-2018.toml"].decode().replace('"nps-division-2018"', f'"{ID}"')
    drawn = f'sample = {sample}\nnamed_seed = "The lists stay with the lead in these tests."'
    lines = [drawn if each.startswith("sample = ") else each for each in kind.splitlines()]
    return "\n".join(
        [
            *lines,
            "[second_reads]",
            f"percent = {percent}",
            "lowest_agreement = 80",
            "fewest_pairs = 2",
            'citation = "a test"',
            "",
        ]
    ).encode()


def twice_read(percent: int, sample: int) -> Protocol:
    """That kind of inspection."""
    return parse_protocol(twice_read_file(percent, sample), where=f"{ID}.toml")


class DrawnByLength(RandomWalk):
    """An inspection whose lists stay with the lead: their digests are handed in, and samples drawn by their length."""

    def draw_samples(self) -> None:
        for number, population in enumerate(self.protocol.populations):
            self.give(
                DrawSample(
                    inspection=self.reference,
                    population=population.id,
                    list_digest=f"{number:x}" * 64,
                    list_size=self.listed(population),
                    seed="drawn in public",
                )
            )


class Audited(DrawnByLength):
    """The inspection. What is found does not depend on which cases are drawn to be read twice: nobody chooses those.

    Each question has one answer in every case. A second reader differs on the first question of a case, and the
    quality lead decides for the first reader.

    Attributes:
        before_reopening: the record as it was before the case reads were opened again.
    """

    before_reopening: tuple[Recorded, ...] = ()

    def __init__(self, protocol: Protocol, house: DossierHouse) -> None:
        super().__init__(protocol, house, REFERENCE, Random("audited"), cases=4)
        self.second = False

    def listed(self, population: Population) -> int:
        return self.cases

    def _now_and_then(self, share: float, what: str) -> bool:
        return False

    def _judged(self) -> list[tuple[str, str]]:
        return [(id_, "requires_improvement") for id_, _ in super()._judged()]

    def answers(self, questions: tuple[str, ...]) -> tuple[tuple[str, Answered], ...]:
        found = {each: _usual(each) for each in questions}
        if self.second and len(questions) > 1:
            found[questions[0]] = _other(found[questions[0]])
        return tuple(found.items())

    def _read_again(self, case: str, questions: tuple[str, ...]) -> None:
        self.second = True
        super()._read_again(case, questions)
        self.second = False

    def leave_announcement(self) -> None:
        """One item comes too late."""
        items = tuple(
            EvidenceItem(id=f"e{number}", title=f"Item {number}", standard="1.1") for number in (1, 2)
        )
        self.give(RequestEvidence(inspection=self.reference, items=items))
        (deadline,) = (each for each in self.state.deadlines.values() if each.id.startswith("evidence"))
        self.ground.turn(self.ground.calendar.after(deadline.due, 1))
        self.give(
            RecordDeadlinePassed(inspection=self.reference, deadline=deadline.id, due=deadline.due),
            Role.MACHINERY,
        )

    def judge(self) -> None:
        """One proposal is changed, and one is made twice in the same words, which look like a line of ours."""
        super().judge()
        for rating in ("good", "outstanding", "outstanding"):
            self.give(
                ProposeRating(
                    inspection=self.reference,
                    standard="1.1",
                    rating=rating,
                    reason="On reflection.\nReplay: changed.",
                )
            )

    def to_publication(self) -> None:
        """Decided, opened again because of one case, decided again with a departure; drafted, changed and signed."""
        self.to_a_decision()
        self.before_reopening = tuple(self.ground.store.scan(0, 100_000))
        self.give(ReopenCaseReads(inspection=self.reference, reason="A case was read too quickly."))
        case = next(each for each in self.state.sampled if each not in self.state.twice)
        self.ground.give(ReopenCaseRead(case=case, reason="Read it again."), who=FIRST)
        # Of a standard without a no, so that it is rated lower whichever case this is.
        wrong = next(each for each in self.asked(case) if each[:3] not in ("2.1", "2.2", "2.3"))
        self.ground.give(RecordAnswers(case=case, answers=((wrong, "no"),)), who=FIRST)
        self.ground.give(CompleteCaseRead(case=case), who=FIRST)
        self.give(CloseCaseReads(inspection=self.reference))
        self.depart()
        self.give(DraftReport(inspection=self.reference, findings="As found.", recommendations=()))
        self.sign()
        self.give(WriteSection(inspection=self.reference, place="2.1", text="Assessment is mostly strong."))
        self.sign()
        self.give(SendDraft(inspection=self.reference))

    def asked(self, case: str) -> tuple[str, ...]:
        read = self.ground.state(case)
        return read.sampled.key_questions  # type: ignore[attr-defined, no-any-return]  # a sampled case

    def decide(self) -> None:
        KindWalk.decide(self)

    def depart(self) -> None:
        """The panel meets again, and departs from the rule for the overall rating."""
        self.derive()
        derived = self.state.derived
        assert derived is not None
        decided = "good" if derived.overall != "good" else "requires_improvement"
        panel = self.convene()
        self.give(
            DecideRatings(
                inspection=self.reference,
                panel=panel,
                derivation=derived.trace_digest,
                departures=(
                    DepartureAsked(
                        subject="overall",
                        decided=decided,
                        trigger="near-boundary",
                        reason="It is only just so.",
                    ),
                ),
            )
        )
        self.ground.give(ClosePanel(panel=panel, minutes="Said of others."))

    def sign(self) -> None:
        report = self.state.report
        assert report is not None
        self.give(SignOffReport(inspection=self.reference, report=report.digest))


def _usual(question: str) -> Answered:
    """What is found of a question in every case."""
    return "no" if question in ("2.1.3", "2.2.3", "2.3.3") else "yes"


def _other(answer: Answered) -> Answered:
    return "no" if answer == "yes" else "yes"


def rules_lived_by() -> Library:
    """The rules of such an installation: what ships, and a kind of its own."""
    kind = twice_read(percent=40, sample=4)
    return Library.of([kind], shipped_frameworks().values(), shipped_schemes().values())


def lived(home: Path) -> Audited:
    """That inspection at the store of an installation whose database has been made."""
    kind = twice_read(percent=40, sample=4)
    (home / "protocols").mkdir(exist_ok=True)
    (home / "protocols" / f"{ID}.toml").write_bytes(twice_read_file(percent=40, sample=4))
    beside = home.parent / f"{home.name}-beside"
    beside.mkdir()
    house = DossierHouse(beside, url=f"sqlite:///{home}/assay.db")
    house.library = rules_lived_by()
    walk = Audited(kind, house)
    walk.to_publication()
    house.close()
    shutil.rmtree(beside)
    return walk
