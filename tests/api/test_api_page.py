"""docs/api.md, run from its first command to its last request."""

import json
import re
from pathlib import Path

import pytest

from adapters.inbound.api.offered import WITHHELD
from tests.arch.tree import ROOT
from tests.e2e.conftest import at_monday
from tests.support.api import ServedApi, api
from tests.support.pages import run_page

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "api.md"
_REQUEST = re.compile(r"^```http\n(.*?)```\n\n```answer\n(.*?)```", re.DOTALL | re.MULTILINE)


def play(served: ServedApi, token: str, request: str, shown: str) -> None:
    """Send a request of the page, and find in its answer what the page shows."""
    head, _, body = request.partition("\n\n")
    first, *lines = head.splitlines()
    method, path = first.split()
    headers = dict(line.replace("$TOKEN", token).split(": ", 1) for line in lines)
    with served.as_(None) as client:
        answer = client.request(method, path, headers=headers, content=body.strip().encode())
    status, *parts = shown.strip().splitlines()
    assert answer.status_code == int(status), (request, answer.text)
    said = json.dumps(answer.json(), ensure_ascii=False)
    for part in parts:
        pattern = re.escape(part).replace("…", ".*?")
        assert re.search(pattern, said), (part, said)


def test_the_page_on_the_api_works_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    line = at_monday(tmp_path / "home")
    assert line("db", "migrate").status == 0
    last = run_page(line, page, tmp_path)
    found = re.search(r"The token is (assay\.\S+)", last)
    assert found
    with api(line.home, line.clock) as served:
        requests = _REQUEST.findall(page)
        assert len(requests) == page.count("```http")
        for request, shown in requests:
            play(served, found[1], request, shown)


def test_the_page_says_of_every_command_that_is_withheld_why() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    said = {verb: row[1] for row in rows if len(row) == 2 for verb in re.findall("`([a-z-]+)`", row[0])}
    assert {verb: said.get(verb) for verb in WITHHELD} == dict(WITHHELD)
