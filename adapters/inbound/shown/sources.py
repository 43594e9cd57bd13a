"""The texts that Assay implements, named where people read them: what is stored cites them by their numbers."""

import re

__all__ = ["SOURCES", "in_full"]

SOURCES = {
    "000": "HMI Probation, vision, mission and values",
    "001": "HMI Probation, code of practice",
    "002": "HMI Probation, corporate plan 2017-2020",
    "003": "HMI Probation, follow-up report on Staffordshire (2005)",
    "004": "HMI Probation, consultation on standards and ratings (November 2017)",
}
"""The title of each, by the number under which ``docs/sources.md`` lists it."""

_CITED = re.compile(r"\b(?P<number>00\d)\b(?P<place>(?= [L§]\d| Annex))?")
_LINES = re.compile(r"\bL(?P<lines>\d+(?P<more>-\d+)?)\b")


def in_full(citation: str) -> str:
    """A citation with the titles of the texts that it names: ``002 L226`` is the corporate plan, line 226."""

    def titled(found: re.Match[str]) -> str:
        title = SOURCES.get(found["number"], found["number"])
        return title if found["place"] is None else f"{title},"

    def lined(found: re.Match[str]) -> str:
        return f"line{'s' if found['more'] else ''} {found['lines']}"

    named = _CITED.sub(titled, citation)
    return citation if named == citation else _LINES.sub(lined, named)
