"""Tokens of the API on pages: drawn by whoever acts by them, shown once, and revoked by them alone."""

import re
from collections.abc import Iterator

import httpx2
import pytest

from domain.people.tokens import Token
from tests.support.programme_pages import AUDITOR, INSPECTOR, MANAGER, Pages, checked, programme_pages

UNTIL = {"until-day": "1", "until-month": "6", "until-year": "2018"}
WANTED = {"title": "My own script", "roles": "operations-manager", **UNTIL}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with programme_pages(tmp_path_factory.mktemp("tokens")) as served:
        yield served


def drawn(page: httpx2.Response) -> str:
    found = re.search(r"assay\.[0-9a-f]{16}\.[\w-]{43}", page.text)
    assert found, page.text
    return found[0]


def me(pages: Pages, token: str) -> httpx2.Response:
    """What the API says to whoever comes with a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.get(f"{pages.served.address}/api/me", headers=headers, timeout=90)


def test_a_token_is_drawn_shown_once_and_opens_what_it_was_drawn_for_until_it_is_revoked(
    pages: Pages,
) -> None:
    with pages.served.visit(MANAGER) as visit:
        assert 'href="/tokens"' in visit.get("/home").text
        form = visit.get("/tokens/draw")
        token = drawn(visit.send("/tokens/draw", {**WANTED, "may": "every-command"}, form))
        stream = f"token-{token.split('.')[1]}"
        again = visit.send("/tokens/draw", {**WANTED, "may": "every-command"}, form)
        assert again.status_code == 422
        assert "its token was shown then" in again.text
        listed = visit.get("/tokens").text
        assert "My own script" in listed
        assert "Operations manager; does all that you may. Good until 1 June 2018." in listed
        assert token not in listed
        said = me(pages, token)
        assert said.status_code == 200
        assert said.json()["acts_as"] == MANAGER
        checked(visit, f"/tokens/{stream}/revoke", {"reason": "It is not used any more."})
        assert "Revoked." in visit.get("/tokens").text
        assert visit.get(f"/tokens/{stream}/revoke").status_code == 404
    assert me(pages, token).status_code == 401


def test_what_it_is_for_and_until_when_must_be_said(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        empty = visit.send("/tokens/draw", {})
        assert empty.status_code == 422
        for field in ("title", "roles", "until"):
            assert f'<a href="#{field}">' in empty.text
        late = visit.send("/tokens/draw", {**WANTED, "until-year": "2030"})
        assert "A token is good until a day from" in late.text


def test_it_acts_in_no_role_that_is_not_theirs_and_is_nobody_elses(pages: Pages) -> None:
    with pages.served.visit(INSPECTOR) as visit:
        assert "operations-manager" not in visit.get("/tokens/draw").text
        token = drawn(visit.send("/tokens/draw", {**WANTED, "roles": "inspector"}))
    stream = f"token-{token.split('.')[1]}"
    with pages.served.visit(MANAGER) as visit:
        assert stream not in visit.get("/tokens").text
        assert visit.get(f"/tokens/{stream}/revoke").status_code == 404
    state: Token = pages.served.assay.records.read([stream])[stream].state
    assert state.issued is not None
    assert state.issued.may == (), "it only reads"


def test_whoever_draws_none_has_no_such_page(pages: Pages) -> None:
    with pages.served.visit(AUDITOR) as visit:
        assert visit.get("/tokens").status_code == 404
        assert visit.get("/tokens/draw").status_code == 404
        assert "/tokens" not in visit.get("/home").text
