"""Thematic topics at the command line: read from tables, ranked, and every point with its reason."""

from pathlib import Path

from tests.support.command_line import CommandLine

CRITERIA = """id = "themes"
version = "1"
title = "How topics are chosen"
citation = "Published in 2026"
criteria = [
  { id = "harm", title = "Would it protect people from harm?", weight = 3 },
  { id = "results", title = "What do the results so far say?", weight = 2, by = "results" },
]
"""
TOPICS = """topic,title,about,criterion,score,evidence,on,by
girls,Girls in the youth system,safety,harm,5,A study,2026-09-01,The board
custody,Leaving custody,resettlement,harm,9,Two reports,2026-09-01,The board
"""
RESULTS = "about,group,cases,not_met\nsafety,girls,40,26\nsafety,everybody,400,80\n"


def test_topics_are_ranked_with_what_each_criterion_gave(tmp_path: Path) -> None:
    assay = CommandLine(tmp_path / "home")
    for name, text in (("criteria.toml", CRITERIA), ("topics.csv", TOPICS), ("results.csv", RESULTS)):
        (tmp_path / name).write_text(text)
    words = ("programme", "topics", tmp_path / "topics.csv", tmp_path / "criteria.toml")
    found = assay.done(*words, "--results", tmp_path / "results.csv")
    assert found["criteria"] == "themes 1"
    assert [(each["topic"], each["points"]) for each in found["topics"]] == [("custody", 27), ("girls", 27)]
    said = assay(*words)
    assert said.status == 0
    assert "How topics are chosen (Published in 2026): 2 topics." in said.out
    assert "Two reports (The board, 2026-09-01)" in said.out

    (tmp_path / "topics.csv").write_text(TOPICS.replace(",9,", ",11,").replace("girls,Girls", "g rls,Girls"))
    wrong = assay(*words)
    assert (wrong.status, wrong.code) == (2, "bad-programme")
    assert "topics.csv, line 2: " in wrong.err


def test_an_installation_in_which_nothing_is_published_has_no_results_and_says_so(tmp_path: Path) -> None:
    assay = CommandLine(tmp_path / "home")
    assert assay("db", "migrate").status == 0
    assert assay.done("programme", "results") == {"results": []}
    file = tmp_path / "results.csv"
    assert assay("programme", "results", "--out", file).status == 0
    assert file.read_text() == "about,group,cases,not_met\n"
    assert assay("programme", "results", "--framework", "probation-2018").code == "nothing-yet"
    assert assay("programme", "results", "--since", "yesterday").code == "bad-value"
