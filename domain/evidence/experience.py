"""The experience of those who use the service, and of victims: an integral part of routine inspections (002 L341-343).

A report takes up what is put together here. Nothing in it is sealed, and no number in it is so small that it could
point at somebody.
"""

from typing import get_args

from domain.evidence.heard import Experience, SurveyShown
from domain.evidence.state import EvidenceRoom
from domain.evidence.surveys import shown_number
from domain.evidence.terms import Voice

__all__ = ["Experience", "SurveyShown", "experience_section"]


def experience_section(room: EvidenceRoom) -> tuple[Experience, ...]:
    """The section of a report on the experience of service users and victims; only groups that were heard.

    Args:
        room: the evidence room of the inspection.
    """
    return tuple(each for voice in get_args(Voice) if (each := _of(voice, room)) is not None)


def _of(voice: Voice, room: EvidenceRoom) -> Experience | None:
    theirs = {
        code: each
        for code, each in room.register.items()
        if each.content.voice == voice and each.withdrawn is None
    }
    if not theirs:
        return None
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
        heard=shown_number(heard),
        surveys=surveys,
    )
