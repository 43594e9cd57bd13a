"""The experience of those who use the service, and of victims: an integral part of routine inspections (002 L341-343).

A report takes up what is put together here. Nothing in it is sealed, and no number in it is so small that it could
point at somebody.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import get_args

from domain.evidence.heard import Experience, SurveyShown
from domain.evidence.state import EvidenceRoom, Registered
from domain.evidence.surveys import shown_number
from domain.evidence.terms import Voice
from domain.inspections.kinds.parts import ExperienceWanted

__all__ = ["Experience", "SurveyShown", "entries_of", "experience_section", "still_due", "whom_and_how"]


def experience_section(room: EvidenceRoom) -> tuple[Experience, ...]:
    """The section of a report on the experience of service users and victims: of groups that were heard, or why not.

    Args:
        room: the evidence room of the inspection.
    """
    return tuple(each for voice in get_args(Voice) if (each := _of(voice, room)) is not None)


def entries_of(voice: Voice, room: EvidenceRoom) -> Mapping[str, Registered]:
    """The entries of the register that tell the experience of a group, and that something may rest on."""
    return {
        code: each
        for code, each in room.register.items()
        if each.content.voice == voice and each.withdrawn is None
    }


def still_due(room: EvidenceRoom, wanted: Iterable[ExperienceWanted]) -> tuple[ExperienceWanted, ...]:
    """Whose experience a kind of inspection asks for, as far as it is not in and nobody has recorded why not.

    Args:
        room: the evidence room of the inspection.
        wanted: what the kind asks for.
    """
    return tuple(each for each in wanted if each.voice not in room.unheard and not _is_in(each, room))


def whom_and_how(wanted: ExperienceWanted) -> str:
    """Whose experience is to be heard, and by what, in words: ``victims in interviews``."""
    return f"{wanted.voice.replace('-', ' ')} {_HOW[wanted.by]}"


_HOW = MappingProxyType(
    {"interviews": "in interviews", "survey": "by a survey", "either": "in interviews or by a survey"}
)


def _is_in(wanted: ExperienceWanted, room: EvidenceRoom) -> bool:
    theirs = set(entries_of(wanted.voice, room))
    match wanted.by:
        case "interviews":
            return bool(theirs - set(room.surveys))
        case "survey":
            return bool(theirs & set(room.surveys))
        case "either":
            return bool(theirs)


def _of(voice: Voice, room: EvidenceRoom) -> Experience | None:
    theirs = entries_of(voice, room)
    if not theirs:
        missing = room.unheard.get(voice)
        return Experience(voice=voice, summary=missing.reason, heard=0, surveys=()) if missing else None
    surveys = tuple(
        SurveyShown(
            title=each.content.title,
            source=each.content.source,
            asked=room.surveys[code].asked,
            answered=room.surveys[code].answered,
            questions=room.surveys[code].questions,
        )
        for code, each in theirs.items()
        if code in room.surveys
    )
    heard = len(theirs) - len(surveys)
    summary = room.summaries.get(voice)
    stands = summary is not None and all(map(room.stands, summary.evidence))
    return Experience(
        voice=voice,
        summary=summary.summary if summary and stands else None,
        heard=shown_number(heard) if heard else 0,
        surveys=surveys,
    )
