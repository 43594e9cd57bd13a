"""Exercises in which many inspectors read one case: opened, answered apart, closed, compared; and how readers agree."""

from collections.abc import Callable

import pytest

from tests.support.site import Site

pytestmark = pytest.mark.long

QUALITY, ONE, TWO, OUTSIDE = "quality-lead", "inspector-g", "inspector-h", "inspector-a"
CASE = b"An anonymised case, in so many words."


def test_an_exercise_is_opened_answered_apart_closed_and_compared(changing: Callable[[], Site]) -> None:
    served = changing()
    with served.visit(QUALITY) as quality:
        assert "/exercises" in quality.get("/home").text
        opening = {
            "benchmark": "autumn",
            "title": "The case of autumn",
            "key_questions": "2.1.1\n2.1.2",
            "readers": f"{ONE}\n{TWO}",
        }
        refused = quality.send("/exercises/do/open-benchmark", opening)
        assert refused.status_code == 422
        assert "Choose the file" in refused.text
        opened = quality.send("/exercises/do/open-benchmark", opening, files={"document": ("case.txt", CASE)})
        assert opened.url.path == "/exercises", opened.text
        assert ONE in quality.get("/exercises/autumn").text, "who is awaited"
    for who, answers in ((ONE, ("yes", "yes")), (TWO, ("yes", "no"))):
        with served.visit(who) as visit:
            assert "/exercises/autumn" in visit.get("/exercises").text
            assert visit.get("/exercises/autumn/case").content == CASE
            given = {f"answer-2.1.{number}": each for number, each in enumerate(answers, start=1)}
            lacking = visit.send("/exercises/autumn/answer", {"answer-2.1.1": "yes"})
            assert lacking.status_code == 422
            assert "Answer 2.1.2" in lacking.text
            page = visit.get("/exercises/autumn/answer")
            done = visit.send("/exercises/autumn/answer", given, page)
            assert done.url.path == "/exercises/autumn", done.text
            before = served.assay.store.last_position()
            assert "nothing was done twice" in visit.send("/exercises/autumn/answer", given, page).text
            assert served.assay.store.last_position() == before
            assert "Gave the commonest" not in done.text, "nobody is shown answers before it is closed"
            assert visit.get("/exercises/autumn/do/close-benchmark").status_code == 404
    with served.visit(OUTSIDE) as visit:
        for path in (
            "/exercises/autumn",
            "/exercises/autumn/case",
            "/exercises/autumn/answer",
            "/exercises/winter",
        ):
            assert visit.get(path).status_code == 404, path
        assert "autumn" not in visit.get("/exercises").text
    with served.visit(QUALITY) as quality:
        closed = quality.send("/exercises/autumn/do/close-benchmark", {"learning": "What counts as a plan."})
        assert closed.url.path == "/exercises/autumn", closed.text
    with served.visit(TWO) as visit:
        shown = visit.get("/exercises/autumn").text
        assert "50.0 %" in shown
        assert "100.0 %" in shown
        assert "What counts as a plan." in shown


def test_how_far_readers_agree_is_there_for_those_who_arrange_reads(looking: Site) -> None:
    with looking.visit(QUALITY) as quality:
        found = quality.get("/inspections/crc-downs/agreement")
        assert found.status_code == 200
        assert "How far readers agree" in found.text
        assert quality.get("/inspections/no-such/agreement").status_code == 404
    with looking.visit(ONE) as visit:
        assert visit.get("/inspections/crc-downs/agreement").status_code == 404
