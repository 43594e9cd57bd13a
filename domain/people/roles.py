"""The roles in which people act on an inspection."""

from enum import StrEnum

__all__ = ["Role"]


class Role(StrEnum):
    """In which capacity somebody acts. One person may hold several; every event says which one was used."""

    OPERATIONS_MANAGER = "operations-manager"
    LEAD_INSPECTOR = "lead-inspector"
    INSPECTOR = "inspector"
    ASSISTANT = "assistant"
    """An inspection support or information officer: keeps evidence, lists and samples (003 names both)."""
    PANEL_CHAIR = "panel-chair"
    """The Director of Operations, or a deputy (004 §4.17)."""
    CHIEF_INSPECTOR = "chief-inspector"
    QUALITY_LEAD = "quality-lead"
    """Answers for how consistently cases are read (004 §4.13): second reads, differences, dip samples, exercises."""
    PROVIDER_CONTACT = "provider-contact"
    AUDITOR = "auditor"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    """Answers for what is held about persons: gives access, holds, and erases; takes no part in an inspection."""
    MACHINERY = "machinery"
    """Assay itself: a deadline that falls due, a publication that is carried out. It never judges."""
