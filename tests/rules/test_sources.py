"""The texts that are cited: each is listed, and named in full where people read."""

import re

import pytest

from adapters.inbound.shown.kinds import lines_of
from adapters.inbound.shown.sources import SOURCES, in_full
from tests.arch.tree import ROOT, tracked
from tests.support.house import shipped_library

CITED = re.compile(r"\b(00\d) (?:§|L\d|Annex)")


@pytest.mark.parametrize(
    ("citation", "named"),
    [
        ("002 L226: jointly", "HMI Probation, corporate plan 2017-2020, line 226: jointly"),
        ("001 L17, L19-20", "HMI Probation, code of practice, line 17, lines 19-20"),
        (
            "A setting: required (004 §4.15)",
            "A setting: required (HMI Probation, consultation on standards and ratings (November 2017), §4.15)",
        ),
        ("001 dates none", "HMI Probation, code of practice dates none"),
        ("Offender Management Act 2007, section L1", "Offender Management Act 2007, section L1"),
        ("", ""),
    ],
)
def test_a_citation_is_named_in_full(citation: str, named: str) -> None:
    assert in_full(citation) == named


def test_every_number_that_is_cited_anywhere_is_listed() -> None:
    page = (ROOT / "docs" / "sources.md").read_text()
    assert set(re.findall(r"^\| (00\d) \|", page, re.MULTILINE)) == SOURCES.keys()
    cited = {
        number
        for path in tracked()
        if path.suffix in (".py", ".md", ".toml", ".csv", ".html")
        for number in CITED.findall(path.read_text(encoding="utf-8"))
    }
    assert cited == SOURCES.keys() - {"000"} | (cited & {"000"})


def test_no_kind_is_shown_with_a_bare_number() -> None:
    for kind in shipped_library().protocols():
        shown = " ".join(where for _, _, where in lines_of(kind))
        assert not CITED.search(shown), kind.id
        assert not re.search(r"\b00\d\b", shown), kind.id
