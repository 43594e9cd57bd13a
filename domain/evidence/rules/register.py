"""The register of evidence: what is taken in, put right and withdrawn (004 §4.14-4.15)."""

from collections.abc import Iterator, Mapping

from domain.decider import Decided, On, its_inspection, rule
from domain.evidence.account import AccountGiven, account_stream
from domain.evidence.commands import CorrectEvidence, RegisterEvidence, TakeUpEvidence, WithdrawEvidence
from domain.evidence.events import Entry, EvidenceCorrected, EvidenceRegistered, EvidenceWithdrawn
from domain.evidence.resting import ASKED_FOR, HELD, behind
from domain.evidence.rules.common import STAGED, check_places, inspection_and_account, inspection_of
from domain.evidence.state import EvidenceRoom, Registered
from domain.given import Given
from domain.holdings.checks import DATED_REFUSALS, TRUTH_REFUSALS, bad_truth
from domain.inspections.events import EvidenceItem
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Evidence, Inspection
from domain.privacy.boxes import Plain
from domain.refusals import Refusal, Refused

__all__ = ["RULES", "check_entry", "registered"]

_GATHERING = IN_PROGRESS[: IN_PROGRESS.index(Stage.ACTION_PLAN)]
"""Evidence may come up as long as a judgement can be looked at again."""


def check_entry(entry: Entry, given: Given) -> Refusal | None:
    """What is wrong with an entry in itself."""
    if wrong := bad_truth(entry.true_from, entry.true_to, given.today):
        return wrong
    if entry.kind == "document" and entry.document is None:
        return Refusal(
            "document-missing",
            "A document is registered with its file; one that was only shown is an observation.",
        )
    return None


def registered(
    inspection: str, entry: str, content: Entry, given: Given, texts: tuple[str, ...] = ()
) -> Iterator[EvidenceRegistered | On]:
    """What is recorded when an entry is taken in; with what people said, sealed on a stream of its own."""
    account = account_stream(inspection, entry) if texts else None
    yield EvidenceRegistered(entry=entry, content=content, recorded_on=given.today, account=account)
    if account is not None:
        yield _given(inspection, entry, account, texts)


def _given(inspection: str, entry: str, account: str, texts: tuple[str, ...]) -> On:
    plain = tuple(Plain(each, account, "evidence-note") for each in texts)
    return On(account, AccountGiven(inspection=inspection, entry=entry, texts=plain))


@rule(
    RegisterEvidence,
    events=[EvidenceRegistered, AccountGiven],
    refusals=[
        *STAGED,
        "entry-exists",
        "unknown-place",
        *DATED_REFUSALS,
        "document-missing",
    ],
    reads=inspection_and_account,
)
def register_evidence(state: EvidenceRoom, command: RegisterEvidence, given: Given) -> Decided:
    """Takes a piece of evidence into the register, with the day of which it tells and what it bears on."""
    inspection = inspection_of(command, given, *_GATHERING)
    if command.entry in state.register:
        return Refusal("entry-exists", f"There is an entry {command.entry} in the register already.")
    check_places(inspection, command.bears_on, given)
    content = Entry(
        kind=command.kind,
        title=command.title,
        bears_on=command.bears_on,
        true_from=command.true_from,
        true_to=command.true_to,
        source=command.source,
        document=command.document,
        voice=command.voice,
    )
    texts = () if command.note is None else (str(command.note),)
    return check_entry(content, given) or tuple(
        registered(command.inspection, command.entry, content, given, texts)
    )


@rule(
    TakeUpEvidence, events=[EvidenceRegistered, EvidenceCorrected], refusals=[*STAGED], reads=its_inspection
)
def take_up_evidence(state: EvidenceRoom, command: TakeUpEvidence, given: Given) -> Decided:
    """Takes into the register every item asked for that has come in, or was held already, and is not in it yet.

    Where a better document came in the place of one that was taken up, the entry is put right.
    """
    inspection = inspection_of(command, given, *_GATHERING)
    come_in = {
        code: each for code, each in inspection.evidence.items() if each.outcome in ("received", "linked")
    }
    return (*_new(state, come_in, given), *_better(state, inspection, given))


def _new(state: EvidenceRoom, come_in: Mapping[str, Evidence], given: Given) -> Iterator[EvidenceRegistered]:
    for code, each in come_in.items():
        if code not in state.register:
            content = Entry(
                kind="document" if each.document else "data",
                title=each.item.title,
                bears_on=_bears_on(each.item),
                true_from=each.true_from,
                true_to=each.true_to,
                source=ASKED_FOR if each.outcome == "received" else HELD,
                document=each.document,
                voice=None,
            )
            yield EvidenceRegistered(entry=code, content=content, recorded_on=given.today, account=None)


def _better(state: EvidenceRoom, inspection: Inspection, given: Given) -> Iterator[EvidenceCorrected]:
    for code, each in inspection.evidence.items():
        if behind(inspection, state, code):
            known = state.register[code]
            yield EvidenceCorrected(
                entry=code,
                content=known.content.with_(
                    kind="document",
                    document=each.document,
                    true_from=each.true_from,
                    true_to=each.true_to,
                ),
                recorded_on=given.today,
                account=known.account,
                reason="Another document came in its place.",
            )


def _bears_on(item: EvidenceItem) -> tuple[str, ...]:
    named = (*item.key_questions, *item.prompts)
    return named or ((item.standard,) if item.standard else ())


@rule(
    CorrectEvidence,
    events=[EvidenceCorrected, AccountGiven],
    refusals=[
        *STAGED,
        "unknown-evidence",
        "evidence-withdrawn",
        "nothing-corrected",
        "unknown-place",
        *TRUTH_REFUSALS,
    ],
    reads=inspection_and_account,
)
def correct_evidence(state: EvidenceRoom, command: CorrectEvidence, given: Given) -> Decided:
    """Puts right what the register says of a piece of evidence; proposals that rest on it must be looked at again."""
    inspection = inspection_of(command, given, *_GATHERING)
    known = _known(state, command.entry)
    said = {
        "title": command.title,
        "bears_on": command.bears_on or None,
        "true_from": command.true_from,
        "true_to": command.true_to,
        "source": command.source,
        "document": command.document,
    }
    content = known.content.with_(**{name: value for name, value in said.items() if value is not None})
    if content == known.content and command.note is None:
        return Refusal("nothing-corrected", f"That is what the register says of {command.entry} already.")
    check_places(inspection, command.bears_on, given)
    if wrong := check_entry(content, given):
        return wrong
    corrected = EvidenceCorrected(
        entry=command.entry,
        content=content,
        recorded_on=given.today,
        account=known.account if command.note is None else command.subject,
        reason=command.reason,
    )
    if command.note is None:
        return (corrected,)
    return (corrected, _given(command.inspection, command.entry, command.subject, (str(command.note),)))


@rule(
    WithdrawEvidence,
    events=[EvidenceWithdrawn],
    refusals=[*STAGED, "unknown-evidence", "evidence-withdrawn"],
    reads=its_inspection,
)
def withdraw_evidence(state: EvidenceRoom, command: WithdrawEvidence, given: Given) -> Decided:
    """Withdraws a piece of evidence; a proposal that rests on it must be made again."""
    inspection_of(command, given, *_GATHERING)
    _known(state, command.entry)
    return (EvidenceWithdrawn(entry=command.entry, recorded_on=given.today, reason=command.reason),)


def _known(state: EvidenceRoom, entry: str) -> Registered:
    found = state.register.get(entry)
    if found is None:
        raise Refused.because("unknown-evidence", f"There is no entry {entry} in the register.")
    if found.withdrawn is not None:
        raise Refused.because("evidence-withdrawn", f"The entry {entry} was withdrawn.")
    return found


RULES = (register_evidence, take_up_evidence, correct_evidence, withdraw_evidence)
