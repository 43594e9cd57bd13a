"""Signing in by a real OpenID provider: who one is then, what one may, and what is turned away."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest

from adapters.inbound.web.example import example_people
from adapters.outbound.temporal.ports import free_ports
from tests.support.command_line import CommandLine
from tests.support.servers.openid import CLIENT, SECRET, Provider, provider
from tests.support.site import Site, site

pytestmark = pytest.mark.slow

STAFF = "5" * 32


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a staff record: an operations manager, and a lead inspector whom the provider knows by our id."""
    home = tmp_path_factory.mktemp("signing-in") / "home"
    line = CommandLine(home)
    line.done("db", "migrate")
    line.done(
        "people", "begin", "--details", line.file("me.toml", 'person_name = "A"\nemail = "a@example.org"\n')
    )
    table = f"staff,engagement,name,email,roles,since\n{STAFF},employee,B,b@example.org,lead-inspector,2018-01-01\n"
    line.done("people", "import", line.file("staff.csv", table))
    return home


@pytest.fixture(scope="module")
def parts(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Provider]]:
    """The pages, and the provider by which people sign in to them."""
    (port,) = free_ports(1)
    origin = f"http://127.0.0.1:{port}"
    with provider(f"{origin}/sign-in/return", tmp_path_factory.mktemp("provider")) as running:
        settings = {
            "ASSAY_PAGES_ADDRESS": f"127.0.0.1:{port}",
            "ASSAY_OPENID_ISSUER": running.issuer,
            "ASSAY_OPENID_CLIENT_ID": CLIENT,
            "ASSAY_OPENID_CLIENT_SECRET": SECRET,
        }
        with site(home, settings=settings) as served:
            yield served, running


@pytest.fixture
def client(parts: tuple[Site, Provider]) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=parts[0].address, follow_redirects=True, timeout=90) as made:
        yield made


def test_somebody_on_the_staff_comes_in_with_the_roles_of_the_record(
    parts: tuple[Site, Provider], client: httpx2.Client
) -> None:
    _, running = parts
    page = running.sign_in(client, "/sign-in?then=/inspections", f"id:{STAFF}")
    assert page.url.path == "/inspections", page.text
    assert f"Somebody called id:{STAFF}" in page.text


def test_somebody_whom_nobody_put_on_the_record_is_told_under_which_id_to_be_put_there(
    parts: tuple[Site, Provider], client: httpx2.Client
) -> None:
    _, running = parts
    page = running.sign_in(client, "/home", "a stranger")
    assert page.url.path == "/home", page.text
    assert sha256(f"{running.issuer}\0a stranger".encode()).hexdigest()[:32] in page.text
    assert client.get("/inspections").status_code == 404


def test_an_answer_that_nobody_here_asked_for_signs_nobody_in(
    parts: tuple[Site, Provider], client: httpx2.Client
) -> None:
    served, running = parts
    with httpx2.Client(follow_redirects=False, base_url=served.address, timeout=90) as begun:
        begun.get("/sign-in/start")
        for answer in ("code=made-up&state=made-up", "error=access_denied&state=made-up", ""):
            page = begun.get(f"/sign-in/return?{answer}")
            assert page.status_code == 502, answer
            assert "assay=" not in page.headers.get("set-cookie", ""), answer
    answered = client.get("/sign-in/return?code=x&state=y")
    assert "begin again" in answered.text
    assert running.sign_in(client, "/home", f"id:{STAFF}").url.path == "/home"


def test_nobody_chooses_who_they_are_where_there_is_a_provider(
    parts: tuple[Site, Provider], client: httpx2.Client
) -> None:
    assert client.post("/sign-in", data={"person": STAFF}).status_code in (404, 405)


def test_example_people_are_for_this_machine_alone(home: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(home, tmp_path / "home")
    line = CommandLine(copied, more={"ASSAY_PAGES_ADDRESS": "0.0.0.0:0"})
    assert line("pages").code == "not-loopback"


def test_once_there_is_a_staff_record_nobody_is_on_it_by_choosing_to_be(home: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(home, tmp_path / "home")
    with site(copied, settings={"ASSAY_PAGES_EXAMPLE_SIGN_IN": "no"}) as served, served.visit() as visit:
        page = visit.get("/sign-in")
        assert page.status_code == 403
        assert "ASSAY_OPENID_ISSUER" in page.text
        assert 'name="person"' not in page.text
        assert visit.client.post("/sign-in", data={"person": STAFF}).status_code == 403
        assert visit.get("/home").url.path == "/sign-in", "nobody was signed in"
        assert visit.get("/results").status_code == 200


def test_whoever_chose_who_they_are_has_no_role_any_more_once_there_is_a_staff_record(tmp_path: Path) -> None:
    home = tmp_path / "home"
    line = CommandLine(home)
    line.done("db", "migrate")
    with site(home, settings={"ASSAY_PAGES_EXAMPLE_SIGN_IN": "no"}) as served:
        manager = next(
            each.id for each in example_people(served.assay)() if "operations-manager" in each.roles
        )
        with served.visit(manager) as visit:
            assert visit.get("/setting-up").status_code == 200
            line.done("people", "begin", "--details", line.file("me.toml", 'person_name = "A"\n'))
            assert visit.get("/setting-up").status_code in (403, 404)
            assert visit.get("/sign-in").status_code == 403


def test_a_provider_that_does_not_answer_is_said_in_a_sentence(home: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(home, tmp_path / "home")
    (nobody,) = free_ports(1)
    settings = {"ASSAY_OPENID_ISSUER": f"http://127.0.0.1:{nobody}", "ASSAY_OPENID_CLIENT_ID": CLIENT}
    with site(copied, settings=settings) as served, served.visit() as visit:
        page = visit.get("/home")
        assert page.status_code == 502
        assert "cannot be reached at the moment" in page.text
