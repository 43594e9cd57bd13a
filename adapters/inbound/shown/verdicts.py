"""What came of verifying the record, in one sentence."""

from activities.proof.verdicts import Finding

__all__ = ["verdict_of"]


def verdict_of(finding: Finding | None) -> str:
    """The one word and the first place, as the last line says them."""
    place = _place(finding) if finding else ""
    return f"Verdict: {finding.verdict if finding else 'verified'}{f', first at {place}' if place else ''}."


def _place(finding: Finding) -> str:
    parts = []
    if finding.position is not None:
        last = finding.until if finding.until not in (None, finding.position) else None
        parts.append(f"position {finding.position}{f' to {last}' if last else ''}")
    if finding.stream is not None:
        parts.append(f"version {finding.version} of {finding.stream}")
    if finding.refusal is not None:
        parts.append(f"refusal {finding.refusal}")
    if finding.checkpoint is not None:
        parts.append(f"checkpoint {finding.checkpoint}")
    return ", ".join(parts)
