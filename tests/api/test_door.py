"""The door of the API: who is let in, how far, and what every answer carries."""

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest

from activities.auditing.looking import Look
from activities.commanding.desk import Accepted, Order
from adapters.inbound.api.limits import LARGEST_JSON_BYTES, Limits
from adapters.inbound.tokens import presented
from domain.given import Actor
from domain.people.bodies import RegisterBody
from domain.people.roles import Role
from domain.people.tokens import RevokeToken
from domain.working_days import london_date
from tests.support.api import ServedApi, problem

pytestmark = pytest.mark.slow

MANAGER, LEAD, ASSISTANT = Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR, Role.ASSISTANT
CONTACT, AUDITOR = Role.PROVIDER_CONTACT, Role.AUDITOR
REGISTER = "/api/commands/register-provider"
PROVIDER = {"provider": "example-new", "title": "Example New", "kind": "nps-division", "area": "North"}


def inspection(served: ServedApi, stage: str) -> tuple[str, str]:
    """An inspection of the example at a stage, and its provider."""
    return next(
        (each.reference, each.provider)
        for each in served.assay.views.catch_up().inspections()
        if each.stage == stage
    )


class TestTokens:
    @pytest.mark.parametrize(
        "written",
        [
            "",
            "Bearer",
            "Bearer x",
            "Basic YTpi",
            f"Bearer assay.{'0' * 16}.{'A' * 43}",
            f"Bearer assay.{'é' * 16}.{'A' * 43}",
        ],
    )
    def test_whoever_presents_no_good_token_is_told_how_to_and_nothing_else(
        self, served_api: ServedApi, written: str
    ) -> None:
        headers = [(b"authorization", written.encode())] if written else []
        for path in ("/api/me", "/api/inspections", "/api/inspections/nowhere", "/api/events"):
            answer = httpx2.get(served_api.address + path, headers=headers)
            assert problem(answer) == (401, "no-token")
            assert answer.headers["www-authenticate"].startswith("Bearer")
        answer = httpx2.post(served_api.address + REGISTER, headers=headers, content=b"not even JSON")
        assert problem(answer) == (401, "no-token")

    def test_the_id_of_a_token_with_another_secret_opens_nothing(self, served_api: ServedApi) -> None:
        token = served_api.token("os-1", [LEAD])
        with served_api.as_(token) as client:
            assert client.get("/api/me").status_code == 200
        with served_api.as_(token[:-1] + ("A" if token[-1] != "A" else "B")) as client:
            assert problem(client.get("/api/me")) == (401, "no-token")

    def test_a_token_that_was_revoked_opens_nothing_from_that_moment(self, served_api: ServedApi) -> None:
        token = served_api.token("os-1", [LEAD])
        shown = presented(token)
        assert shown is not None
        with served_api.as_(token) as client:
            assert client.get("/api/me").status_code == 200
            command = RevokeToken(token=shown.stream, reason="The machine was lost.")
            served_api.assay.desk.give(Order("revoked-1", command, Actor("os-1", LEAD, "specification")))
            assert problem(client.get("/api/me")) == (401, "no-token")

    def test_a_token_can_revoke_itself_and_issue_no_other(self, served_api: ServedApi) -> None:
        token = served_api.token("os-1", [LEAD])
        with served_api.as_(token) as client:
            stream = client.get("/api/me").json()["token"]
            assert problem(client.post("/api/commands/issue-token", json={})) == (404, "not-there")
            answer = client.post(
                "/api/commands/revoke-token", json={"token": stream, "reason": "It is not needed any more."}
            )
            assert answer.status_code == 200, answer.text
            assert client.get("/api/me").status_code == 401

    def test_the_record_and_the_logs_have_a_digest_and_nowhere_the_secret(
        self, changing: Callable[[], ServedApi]
    ) -> None:
        served = changing()
        token = served.token(None, [MANAGER], ["register-provider"])
        with served.as_(token) as client:
            assert client.post(REGISTER, json=PROVIDER).status_code == 200
        secret = token.rpartition(".")[2]
        kept = [each for each in served.assay.settings.home.rglob("*") if each.is_file()]
        assert len(kept) > 5
        assert [each for each in kept if secret.encode() in each.read_bytes()] == []
        with sqlite3.connect(served.assay.settings.home / "assay.db") as database:
            assert database.execute("select count(*) from events").fetchone()[0] > 0

    def test_a_token_is_for_the_roles_that_it_was_issued_for(self, served_api: ServedApi) -> None:
        reference, _ = inspection(served_api, "deferred")
        with served_api.as_(served_api.token("os-1", [LEAD])) as client:
            assert client.get("/api/me").json()["roles"] == ["lead-inspector"]
            resume = "/api/commands/resume-inspection"
            assert problem(client.post(resume, json={"inspection": reference}))[0] == 403
            named = client.post(f"{resume}?role=operations-manager", json={"inspection": reference})
            assert problem(named) == (403, "role-not-held")

    def test_a_system_gives_the_commands_that_its_token_names_and_no_others(
        self, changing: Callable[[], ServedApi]
    ) -> None:
        served = changing()
        with served.as_(served.token(None, [MANAGER], ["register-provider"])) as client:
            me = client.get("/api/me").json()
            assert me["may"] == ["register-provider"]
            receipt = client.post(REGISTER, json=PROVIDER).json()
            assert receipt["actor"] == me["token"], "it acts under its own id"
            renamed = {"provider": "example-new", "title": "Other", "renamed_on": "2026-01-01"}
            assert problem(client.post("/api/commands/rename-provider", json=renamed)) == (403, "not-granted")
        stored = served.assay.store.at([receipt["first"]])[0]
        assert f'"authenticated_by":"api-{me["token"]}"'.encode() in stored.body


class TestWhatIsThere:
    def test_what_does_not_exist_and_what_is_not_for_somebody_get_the_same_answer(
        self, served_api: ServedApi
    ) -> None:
        mine, provider = inspection(served_api, "evidence-request")
        other, _ = inspection(served_api, "fieldwork")
        token = served_api.token(None, [CONTACT], ["receive-evidence"], provider)
        with served_api.as_(token) as client:
            assert client.get(f"/api/inspections/{mine}").status_code == 200
            for part in ("", "/time-line", "/deadlines"):
                answers = [
                    client.get(f"/api/inspections/{each}{part}") for each in (other, "there-is-none", "A B")
                ]
                assert {problem(each) for each in answers} == {(404, "not-there")}
                assert len({each.content for each in answers}) == 1
            for part in ("/tasks", "/samples"):
                assert problem(client.get(f"/api/inspections/{mine}{part}")) == (404, "not-there")
            listed = client.get("/api/inspections").json()["inspections"]
            assert {each["provider"] for each in listed} == {provider}
            assert {each["view"] for each in listed} == {"provider"}

    def test_a_command_about_what_is_not_theirs_tells_a_provider_nothing(self, served_api: ServedApi) -> None:
        _, provider = inspection(served_api, "evidence-request")
        other, _ = inspection(served_api, "fieldwork")
        token = served_api.token(None, [CONTACT], ["ask-for-extension"], provider)
        with served_api.as_(token) as client:
            answers = [
                client.post(
                    "/api/commands/ask-for-extension",
                    json={
                        "inspection": each,
                        "items": ["training"],
                        "until": "2026-12-24",
                        "reason": "Half of the staff are away.",
                    },
                ).json()
                for each in (other, "there-is-none")
            ]
        assert [each["status"] for each in answers] == [404, 404]
        assert answers[0]["detail"] == answers[1]["detail"]

    def test_a_provider_is_told_what_passed_between_us_and_nothing_of_our_own_work(
        self, served_api: ServedApi
    ) -> None:
        reference, provider = inspection(served_api, "fieldwork")
        with (
            served_api.as_(served_api.token(None, [CONTACT], [], provider)) as theirs,
            served_api.as_(served_api.token("os-1", [LEAD])) as ours,
        ):
            path = f"/api/inspections/{reference}/time-line?limit=200"
            told = {each["name"] for each in theirs.get(path).json()["moments"]}
            happened = {each["name"] for each in ours.get(path).json()["moments"]}
            assert told < happened
            assert not {each for each in told if each.startswith(("case.", "second-read.", "alert."))}
            events = theirs.get("/api/events?limit=200").json()["events"]
            assert {each["name"] for each in events} <= told | {"inspection.announced.v2"}

    def test_what_was_published_needs_no_token(self, served_api: ServedApi) -> None:
        with served_api.as_(None) as client:
            results = client.get("/api/results").json()["results"]
            assert results
            one = client.get(f"/api/results/{results[0]['inspection']}").json()
            assert one == results[0]
            unpublished, _ = inspection(served_api, "fieldwork")
            for each in (unpublished, "there-is-none"):
                assert problem(client.get(f"/api/results/{each}")) == (404, "not-there")

    def test_events_are_told_page_by_page_each_once_and_to_the_end(self, served_api: ServedApi) -> None:
        with served_api.as_(served_api.token(None, [AUDITOR])) as client:
            seen: list[int] = []
            after, more = 0, True
            while more:
                page = client.get(f"/api/events?after={after}&limit=200").json()
                seen += [each["position"] for each in page["events"]]
                assert page["next"] > after or not page["more"]
                after, more = page["next"], page["more"]
            assert seen == sorted(set(seen))
            kept = served_api.assay.views.catch_up()
            whole = {
                moment.position
                for each in kept.inspections()
                for moment in kept.timeline(f"inspection-{each.reference}")
            }
            assert set(seen) == whole
            assert client.get(f"/api/events?after={after}").json() == {
                "events": [],
                "next": after,
                "more": False,
            }

    def test_inspections_are_told_page_by_page(self, served_api: ServedApi) -> None:
        with served_api.as_(served_api.token(None, [AUDITOR])) as client:
            whole = client.get("/api/inspections?limit=200").json()["inspections"]
            assert len(whole) > 5
            first = client.get("/api/inspections?limit=3").json()
            assert first["next"] == whole[2]["reference"]
            assert (
                client.get(f"/api/inspections?limit=200&after={first['next']}").json()["inspections"]
                == (whole[3:])
            )
            at = client.get("/api/inspections?stage=fieldwork").json()["inspections"]
            assert {each["stage"] for each in at} == {"fieldwork"}

    def test_who_looks_is_noted_apart_from_the_record(self, served_api: ServedApi) -> None:
        reference, _ = inspection(served_api, "fieldwork")
        with served_api.as_(served_api.token(None, [AUDITOR])) as client:
            who = client.get("/api/me").json()["acts_as"]
            assert client.get(f"/api/inspections/{reference}/samples").status_code == 200
        *_, last = served_api.assay.looking.looks(about=reference, who=who)
        assert isinstance(last, Look)
        assert last.what == "api inspection"

    def test_bodies_are_there_for_whoever_keeps_them_and_their_addresses_for_people_alone(
        self, served_api: ServedApi
    ) -> None:
        body = RegisterBody(title="Press desk", email="desk@example.org", languages=("cy", "en"))
        order = Order("door/register-body", body, Actor("hq-operations", MANAGER, "specification"))
        assert isinstance(served_api.assay.desk.give(order), Accepted)
        by = {
            "person": served_api.token("os-1", [ASSISTANT]),
            "system": served_api.token(None, [ASSISTANT]),
            "chief": served_api.token("os-2", [Role.CHIEF_INSPECTOR]),
        }
        told = {}
        for who, token in by.items():
            with served_api.as_(token) as client:
                (told[who],) = (
                    each
                    for each in client.get("/api/bodies").json()["bodies"]
                    if each["body"] == "press-desk"
                )
        assert told["person"]["email"] == "desk@example.org"
        assert told["person"]["languages"] == ["cy", "en"]
        assert told["person"]["reached"] is True
        assert told["system"] == told["chief"] == told["person"] | {"email": None}
        provider = inspection(served_api, "fieldwork")[1]
        for token in (
            served_api.token("os-3", [Role.INSPECTOR]),
            served_api.token(None, [AUDITOR]),
            served_api.token(None, [CONTACT], provider=provider),
        ):
            with served_api.as_(token) as client:
                assert problem(client.get("/api/bodies"))[0] == 404
        *_, last = served_api.assay.looking.looks(who="os-1")
        assert isinstance(last, Look)
        assert last.what == "api bodies"

    def test_what_somebody_has_already_is_not_sent_again(self, served_api: ServedApi) -> None:
        with served_api.as_(served_api.token(None, [AUDITOR])) as client:
            for path in ("/api/inspections", "/api/results", "/api/commands"):
                first = client.get(path)
                again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
                assert (again.status_code, again.content) == (304, b"")
                assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


class TestCommands:
    def test_a_command_with_an_id_is_done_once(self, changing: Callable[[], ServedApi]) -> None:
        served = changing()
        with served.as_(served.token("os-1", [MANAGER])) as client:
            key = {"Idempotency-Key": "mine-1"}
            first = client.post(REGISTER, json=PROVIDER, headers=key).json()
            again = client.post(REGISTER, json=PROVIDER, headers=key).json()
            assert (first["repeated"], again["repeated"]) == (False, True)
            assert (again["first"], again["last"]) == (first["first"], first["last"])
            other = client.post(REGISTER, json={**PROVIDER, "title": "Other"}, headers=key)
            assert problem(other) == (409, "command-id-reused")
            assert problem(client.post(REGISTER, json=PROVIDER)) == (409, "provider-exists")

    def test_a_command_meant_for_a_version_that_is_past_is_refused(
        self, changing: Callable[[], ServedApi]
    ) -> None:
        served = changing()
        reference, _ = inspection(served, "deferred")
        with served.as_(served.token("os-1", [MANAGER])) as client:
            version = client.get(f"/api/inspections/{reference}").json()["version"]
            path, body = "/api/commands/resume-inspection", {"inspection": reference}
            assert problem(client.post(f"{path}?if_version={version - 1}", json=body)) == (
                412,
                "stale-version",
            )
            rehearsed = client.post(f"{path}?if_version={version}&rehearse=true", json=body)
            assert rehearsed.json()["outcome"] == "would-be-accepted"
            assert client.get(f"/api/inspections/{reference}").json()["version"] == version
            done = client.post(f"{path}?if_version={version}", json=body)
            assert done.json()["outcome"] == "accepted", done.text

    def test_what_is_wrong_with_a_command_is_told_value_by_value(self, served_api: ServedApi) -> None:
        with served_api.as_(served_api.token("os-1", [MANAGER])) as client:
            answer = client.post(REGISTER, json={**PROVIDER, "title": 3, "provider": "No Code", "more": 1})
            assert problem(answer) == (422, "bad-value")
            wrong = {each["field"]: each["sentence"] for each in answer.json()["errors"]}
            assert wrong == {
                "provider": "must be a short code of small letters, digits and hyphens, like nps-north-west",
                "title": "must be text",
                "more": "is not known here",
            }

    @pytest.mark.parametrize(
        ("content", "kind", "expected"),
        [
            (b"{", "application/json", (400, "not-json")),
            (b"[]", "application/json", (400, "not-json")),
            (b"\xff", "application/json", (400, "not-json")),
            (b"[" * 100_000, "application/json", (400, "not-json")),
            (b'{"title": NaN}', "application/json", (400, "not-json")),
            (b"{}", "text/plain", (415, "wrong-kind")),
            (b"{}", "", (415, "wrong-kind")),
            (b"--x--", "multipart/form-data; boundary=x", (415, "wrong-kind")),
            (b" " * (LARGEST_JSON_BYTES + 1), "application/json", (413, "too-large")),
        ],
    )
    def test_what_cannot_be_read_is_refused(
        self, served_api: ServedApi, content: bytes, kind: str, expected: tuple[int, str]
    ) -> None:
        with served_api.as_(served_api.token("os-1", [MANAGER])) as client:
            assert problem(client.post(REGISTER, content=content, headers={"Content-Type": kind})) == expected

    def test_a_body_whose_head_says_nothing_of_its_size_is_cut_off(self, served_api: ServedApi) -> None:
        def parts() -> object:
            for _ in range(6):
                yield b" " * 1024 * 1024

        with served_api.as_(served_api.token("os-1", [MANAGER])) as client:
            answer = client.post(
                REGISTER,
                content=parts(),  # type: ignore[arg-type]  # an iterator of bytes, sent as it comes
                headers={"Content-Type": "application/json"},
            )
            assert problem(answer) == (413, "too-large")

    @pytest.mark.parametrize(
        "query",
        [
            "role=nobody",
            "role=machinery",
            "if_version=-1",
            "if_version=x",
            "rehearse=perhaps",
            "role=a&role=b",
        ],
    )
    def test_a_parameter_of_another_form_is_refused(self, served_api: ServedApi, query: str) -> None:
        with served_api.as_(served_api.token("os-1", [MANAGER])) as client:
            assert problem(client.post(f"{REGISTER}?{query}", json=PROVIDER)) == (400, "bad-parameter")

    def test_an_id_that_could_be_the_machinerys_is_refused(self, served_api: ServedApi) -> None:
        with served_api.as_(served_api.token("os-1", [MANAGER])) as client:
            answer = client.post(REGISTER, json=PROVIDER, headers={"Idempotency-Key": "inspection-a/1"})
            assert problem(answer) == (400, "bad-parameter")

    def test_a_file_comes_with_its_command_and_is_kept(self, changing: Callable[[], ServedApi]) -> None:
        served = changing()
        reference, provider = inspection(served, "evidence-request")
        state = served.assay.records.read([f"inspection-{reference}"])[f"inspection-{reference}"].state
        item = next(code for code, each in state.evidence.items() if each.outcome == "awaited")
        path = "/api/commands/receive-evidence"
        with served.as_(served.token(None, [CONTACT], ["receive-evidence"], provider)) as client:
            command = {"inspection": reference, "item": item}
            said = {**command, "document": "0" * 64}
            form = {"command": json.dumps(said)}
            file = {"document": ("plan.txt", b"%PDF-1.7 the plan", "application/pdf")}
            assert problem(client.post(path, data=form, files=file)) == (422, "bad-value")
            done = client.post(path, data={"command": json.dumps(command)}, files=file)
            assert done.status_code == 200, done.text
            (event, *_) = done.json()["events"]
            assert served.assay.documents.fetch(event["data"]["document"]) == b"%PDF-1.7 the plan"


class TestLimits:
    def test_so_much_at_once_and_no_more(self, changing: Callable[[Limits], ServedApi]) -> None:
        served = changing(Limits(reads=5, commands=2, failures=3))
        with served.as_(served.token("os-1", [MANAGER])) as client:
            assert [client.get("/api/me").status_code for _ in range(6)] == [200] * 5 + [429]
            last = client.get("/api/me")
            assert problem(last) == (429, "too-much-at-once")
            assert last.headers["retry-after"] == "60"
            assert [client.post(REGISTER, json={}).status_code for _ in range(3)] == [422, 422, 429]
        with served.as_(served.token("os-2", [MANAGER])) as client:
            assert client.get("/api/me").status_code == 200, "another token has its own"
            with served.as_(f"assay.{'0' * 16}.{'A' * 43}") as guessing:
                assert [guessing.get("/api/me").status_code for _ in range(4)] == [401] * 3 + [429]


class TestDescription:
    def test_every_answer_keeps_browsers_careful(self, served_api: ServedApi) -> None:
        with served_api.as_(None) as client:
            for path in (
                "/api/openapi.json",
                "/api",
                "/api/docs/register-provider",
                "/api/me",
                "/api/nowhere",
            ):
                headers = client.get(path).headers
                assert headers["x-content-type-options"] == "nosniff", path
                assert "default-src 'none'" in headers["content-security-policy"], path
                assert "unsafe" not in headers["content-security-policy"], path
            answer = client.put("/api/me")
            assert problem(answer) == (405, "wrong-method")
            assert "GET" in answer.headers["allow"]

    def test_the_reference_is_plain_and_leads_to_every_operation(self, served_api: ServedApi) -> None:
        with served_api.as_(None) as client:
            contents = client.get("/api/docs")
            assert contents.content == client.get("/api").content
            assert len(contents.content) < 100_000
            links = re.findall(r'href="(/api/docs/[^"]+)"', contents.text)
            described = client.get("/api/openapi.json").json()
            ids = [each["operationId"] for path in described["paths"].values() for each in path.values()]
            assert sorted(links) == sorted(f"/api/docs/{each}" for each in ids)
            for link in links:
                page = client.get(link)
                assert page.status_code == 200
                assert len(page.content) < 100_000
                for text in (page.text, contents.text):
                    assert "<script" not in text
                    assert "style=" not in text
                    assert set(re.findall(r'(?:src|href)="(?!/|#)([^"]+)', text)) == set()
            assert problem(client.get("/api/docs/nothing")) == (404, "not-there")


def test_a_token_is_over_after_its_last_day(changing: Callable[[], ServedApi]) -> None:
    served = changing()
    token = served.token("os-1", [MANAGER], days=0)
    today = london_date(served.assay.clock.now())
    shown = presented(token)
    assert shown is not None
    state = served.assay.records.read([shown.stream])[shown.stream].state
    assert (state.good_on(today), state.good_on(today + timedelta(days=1))) == (True, False)
