"""The rules for changing a framework: who is asked first, and that what is published stays (004 §3.5-3.7, §6, §7)."""

from domain.dated_rules.shelf import version_order
from domain.decider import Decided, Decider, rule, rules
from domain.frameworks.commands import (
    DecideOnConsultation,
    OpenConsultation,
    ProposeFramework,
    PublishFramework,
    PublishSummary,
    RecordResponse,
    RetireFramework,
)
from domain.frameworks.differences import Differences, differences
from domain.frameworks.events import (
    ConsultationDecided,
    ConsultationOpened,
    ConsultationSummaryPublished,
    FrameworkProposed,
    FrameworkPublished,
    FrameworkRetired,
    ResponseReceived,
)
from domain.frameworks.model import Framework
from domain.frameworks.state import Consultation, FrameworkHistory, evolve
from domain.given import Given
from domain.refusals import Refusal, Refused

__all__ = ["FRAMEWORK"]


def _predecessor(state: FrameworkHistory, framework: str, given: Given) -> Framework | None:
    """The version that a new one would follow: the last to come into force, else the one that Assay came with.

    It is the day that says which version is used, whatever the order in which they were published; versions of one
    day go by their numbers.
    """
    if state.published:
        last = max(
            state.published, key=lambda each: (each.in_force_from, version_order(each.content.version))
        )
        return last.content
    found = given.library.framework(framework)
    return found if found is not None and found.status != "proposed" else None


@rule(
    ProposeFramework,
    events=[FrameworkProposed],
    refusals=[
        "other-framework",
        "version-published",
        "nothing-changed",
        "not-a-changed-standard",
        "in-consultation",
    ],
)
def propose_framework(state: FrameworkHistory, command: ProposeFramework, given: Given) -> Decided:
    """Puts forward a version, saying which of its changes to standards are significant."""
    content = command.content
    if content.id != command.framework:
        return Refusal("other-framework", f"This is a version of {content.id}, not of {command.framework}.")
    before = _predecessor(state, command.framework, given)
    taken = state.version(content.version) or (
        before if before and before.version == content.version else None
    )
    if taken is not None:
        return Refusal(
            "version-published",
            f"Version {content.version} of {content.id} has been published and is never changed; "
            "give the changed framework another version.",
        )
    if _in_consultation(state):
        return Refusal(
            "in-consultation",
            "The version proposed is being consulted on; it stays as it is until that is decided.",
        )
    changes = differences(before, content) if before else None
    if changes is not None and changes.none:
        return Refusal(
            "nothing-changed", f"Nothing in it differs from version {before.version if before else ''}."
        )
    significant = _significant(state, command, changes)
    if isinstance(significant, Refusal):
        return significant
    if (
        state.proposal
        and state.proposal.digest == content.digest
        and state.proposal.significant == significant
    ):
        return ()
    return (
        FrameworkProposed(
            content=content,
            digest=content.digest,
            compared_with=before.digest if before else None,
            significant=significant,
        ),
    )


def _significant(
    state: FrameworkHistory, command: ProposeFramework, changes: Differences | None
) -> tuple[str, ...] | Refusal:
    """The standards whose change is significant: those named, those that come or go, and those marked before.

    A mark stays for as long as the standard's change does: else proposing the version again would get around it.
    """
    changed = (
        changes.changed_standards() if changes else {each.number for each in command.content.standards()}
    )
    for number in command.significant:
        if number not in changed:
            return Refusal(
                "not-a-changed-standard", f"Standard {number} does not change, so nothing is significant."
            )
    marked: set[str] = set(changes.standards_come_and_gone()) if changes else set()
    if state.proposal and state.proposal.content.version == command.content.version:
        marked |= changed & set(state.proposal.significant)
    return tuple(sorted({*command.significant, *marked}))


def _in_consultation(state: FrameworkHistory) -> bool:
    """Whether the version that is proposed is being consulted on, undecided."""
    consultation, proposal = state.consultation, state.proposal
    return (
        consultation is not None
        and proposal is not None
        and consultation.outcome is None
        and consultation.version == proposal.content.version
    )


@rule(
    OpenConsultation,
    events=[ConsultationOpened],
    refusals=["not-proposed", "in-consultation", "date-in-past"],
)
def open_consultation(state: FrameworkHistory, command: OpenConsultation, given: Given) -> Decided:
    """Asks for views on the version proposed, until a day."""
    proposal = state.proposal
    if proposal is None or proposal.content.version != command.version:
        return _not_proposed(command.framework, command.version)
    if _in_consultation(state):
        return Refusal("in-consultation", f"Version {command.version} is being consulted on already.")
    if command.closes_on < given.today:
        return Refusal(
            "date-in-past", f"A consultation cannot close on {command.closes_on}: that day is over."
        )
    return (
        ConsultationOpened(
            framework=command.framework,
            version=command.version,
            digest=proposal.digest,
            significant=proposal.significant,
            closes_on=command.closes_on,
        ),
    )


def _not_proposed(framework: str, version: str) -> Refusal:
    return Refusal("not-proposed", f"Version {version} of {framework} is not proposed.")


def _undecided(state: FrameworkHistory, version: str) -> Consultation:
    """The consultation on a version, still undecided.

    Raises:
        Refused: ``no-consultation`` or ``consultation-decided``.
    """
    consultation = state.consultation
    if consultation is None or consultation.version != version:
        raise Refused.because("no-consultation", f"There is no consultation on version {version}.")
    if consultation.outcome is not None:
        raise Refused.because(
            "consultation-decided",
            f"The consultation on version {version} has been decided: {consultation.outcome}.",
        )
    return consultation


@rule(
    RecordResponse,
    events=[ResponseReceived],
    refusals=["no-consultation", "consultation-decided", "consultation-closed", "response-recorded"],
)
def record_response(state: FrameworkHistory, command: RecordResponse, given: Given) -> Decided:
    """Records that a response came in, in confidence or not."""
    consultation = _undecided(state, command.version)
    if given.today > consultation.closes_on or consultation.summarised:
        return Refusal("consultation-closed", f"The consultation closed on {consultation.closes_on}.")
    if command.response in consultation.responses:
        return Refusal("response-recorded", f"The response {command.response} has been recorded already.")
    return (
        ResponseReceived(
            version=command.version,
            response=command.response,
            confidential=command.confidential,
            document=command.document,
        ),
    )


@rule(
    PublishSummary,
    events=[ConsultationSummaryPublished],
    refusals=["no-consultation", "consultation-decided", "consultation-open", "already-summarised"],
)
def publish_summary(state: FrameworkHistory, command: PublishSummary, given: Given) -> Decided:
    """Publishes the summary of the responses, once the consultation has closed."""
    consultation = _undecided(state, command.version)
    if consultation.summarised:
        return Refusal("already-summarised", "The summary of this consultation has been published already.")
    if given.today <= consultation.closes_on:
        return Refusal("consultation-open", f"Responses may come in until {consultation.closes_on}.")
    return (
        ConsultationSummaryPublished(
            version=command.version,
            summary=command.summary,
            document=command.document,
            responses=len(consultation.responses),
            confidential=len(consultation.confidential),
        ),
    )


@rule(
    DecideOnConsultation,
    events=[ConsultationDecided],
    refusals=["no-consultation", "consultation-decided", "not-summarised"],
)
def decide_on_consultation(state: FrameworkHistory, command: DecideOnConsultation, _given: Given) -> Decided:
    """Decides what follows from a consultation whose summary has been published."""
    if not _undecided(state, command.version).summarised:
        return Refusal(
            "not-summarised", "The summary of the responses is published before a decision is taken."
        )
    return (ConsultationDecided(version=command.version, outcome=command.outcome, reasons=command.reasons),)


@rule(
    PublishFramework,
    events=[FrameworkPublished],
    refusals=["version-published", "not-proposed", "date-in-past", "consultation-needed"],
)
def publish_framework(state: FrameworkHistory, command: PublishFramework, given: Given) -> Decided:
    """Publishes the version proposed; a significant change to a standard must have been consulted on."""
    published = state.version(command.version)
    if published is not None:
        return Refusal(
            "version-published",
            f"Version {command.version} of {command.framework} was published, in force from "
            f"{published.in_force_from}, and is never changed.",
        )
    proposal = state.proposal
    if proposal is None or proposal.content.version != command.version:
        return _not_proposed(command.framework, command.version)
    if command.in_force_from < given.today:
        return Refusal(
            "date-in-past", f"It cannot come into force on {command.in_force_from}: that day is over."
        )
    allowed = state.consultation is not None and state.consultation.allows(proposal)
    if proposal.significant and not allowed:
        several = "standards" if len(proposal.significant) > 1 else "standard"
        return Refusal(
            "consultation-needed",
            f"The change to {several} {', '.join(proposal.significant)} is significant: it needs a consultation, with "
            "its summary and a decision to proceed with just this, before it is published.",
        )
    return (
        FrameworkPublished(
            version=command.version, digest=proposal.digest, in_force_from=command.in_force_from
        ),
    )


@rule(
    RetireFramework, events=[FrameworkRetired], refusals=["not-published", "already-retired", "date-in-past"]
)
def retire_framework(state: FrameworkHistory, command: RetireFramework, given: Given) -> Decided:
    """Retires a published version from a day on; inspections that pinned it go on under it."""
    published = state.version(command.version)
    if published is None:
        return Refusal(
            "not-published", f"Version {command.version} of {command.framework} has not been published."
        )
    if published.retired_on is not None:
        return Refusal("already-retired", f"It was retired on {published.retired_on}.")
    if command.retired_on < max(given.today, published.in_force_from):
        return Refusal(
            "date-in-past", f"It cannot be retired on {command.retired_on}: that is before it can be."
        )
    return (
        FrameworkRetired(
            version=command.version,
            digest=published.digest,
            retired_on=command.retired_on,
            reason=command.reason,
        ),
    )


FRAMEWORK = Decider(
    kind="framework",
    initial=FrameworkHistory(),
    rules=rules(
        [
            propose_framework,
            open_consultation,
            record_response,
            publish_summary,
            decide_on_consultation,
            publish_framework,
            retire_framework,
        ]
    ),
    evolve=evolve,
)
"""One framework through its versions."""
