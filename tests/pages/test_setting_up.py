"""Setting up over HTTP: what is there, added, compared and published; people and interests; and for whom it is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.inbound.web.setting_up import providers
from domain.frameworks.state import FrameworkHistory
from domain.frameworks.writing import framework_file
from domain.inspections.protocols import texts as shipped_kinds
from domain.people.roles import Role
from domain.people.staff.commands import EndRole, GiveRole
from domain.people.staff.state import Staff
from domain.ratings.schemes import texts as shipped_schemes
from tests.support.programme_pages import (
    ASSISTANT,
    AUDITOR,
    INSPECTOR,
    MANAGER,
    Pages,
    answered,
    checked,
    day,
    plain,
    programme_pages,
)

pytestmark = pytest.mark.slow

SHIPPED = (
    "/setting-up",
    "/setting-up/frameworks",
    "/setting-up/frameworks/adult-nps-2018",
    "/setting-up/schemes",
    "/setting-up/schemes/adult-nps-2018?version=1.0",
    "/setting-up/kinds",
    "/setting-up/kinds/nps-division-2018",
    "/setting-up/compare/frameworks?one=youth-2018@1&other=youth-2021@1",
    "/setting-up/compare/schemes?one=youth-2018@1.0&other=youth-2021@1.0",
    "/setting-up/compare/kinds?one=crc-2018@1.1&other=nps-division-2018@1.1",
    "/setting-up/people",
    "/setting-up/people/os-1001",
    "/setting-up/interests",
    "/setting-up/bodies",
    "/setting-up/providers",
    "/setting-up/providers/north",
    "/setting-up/contacts",
)
OF_THE_MANAGER = (
    "/setting-up/frameworks/import",
    "/setting-up/schemes/add",
    "/setting-up/kinds/add",
    "/setting-up/people/register",
    "/setting-up/people/os-1001/do/give-role",
    "/setting-up/people/os-1001/do/change-staff",
    "/setting-up/bodies/register",
    "/setting-up/providers/register",
    "/setting-up/providers/north/do/split-provider",
    "/setting-up/providers/north/do/set-notice-languages",
    "/setting-up/providers/north/contacts/register",
    "/setting-up/people/rules/require-training",
    "/setting-up/frameworks/adult-nps-2018/do/propose-framework",
)
NOBODY = "person-" + "0" * 32
DOCUMENT = b"""1. Organisational delivery
1.1 Leadership
The leadership of the organisation supports it.
1.1.1 Is there an effective vision?
a) Does it set out what is wanted?
b) Is it understood?
"""


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with programme_pages(tmp_path) as served:
        yield served


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """For tests that change nothing."""
    with programme_pages(tmp_path_factory.mktemp("looking")) as served:
        yield served


def staff(pages: Pages, who: str) -> Staff:
    found: Staff = pages.served.assay.records.read([f"staff-{who}"])[f"staff-{who}"].state
    return found


def test_it_is_for_the_operations_manager_and_the_chief_inspector_and_for_nobody_else(pages: Pages) -> None:
    everything = (*SHIPPED, *OF_THE_MANAGER)
    with pages.served.visit() as stranger:
        assert all(stranger.get(path).url.path == "/sign-in" for path in everything)
    for person in (AUDITOR, ASSISTANT, INSPECTOR):
        with pages.served.visit(person) as visit:
            assert "Setting up" not in visit.get("/home").text
            assert {visit.get(path).status_code for path in everything} == {404}
    with pages.served.visit(MANAGER) as visit:
        assert 'href="/setting-up"' in visit.get("/home").text
        assert {path: visit.get(path).status_code for path in everything} == dict.fromkeys(everything, 200)
        for path in (
            "/setting-up/frameworks/nothing",
            "/setting-up/frameworks/youth-2021?version=9",
            "/setting-up/frameworks/nothing/do/propose-framework",
            "/setting-up/frameworks/youth-2021/do/decide-on-consultation",
            "/setting-up/schemes/nothing",
            "/setting-up/kinds/nothing",
            "/setting-up/people/os-9",
            "/setting-up/people/os-9/do/give-role",
            "/setting-up/people/os-1001/do/open-calendar",
            "/setting-up/providers/nowhere",
            "/setting-up/providers/nowhere/do/rename-provider",
            "/setting-up/providers/nowhere/contacts/register",
            "/setting-up/providers/north/do/register-provider",
            f"/setting-up/contacts/{NOBODY}/do/change-person",
            "/setting-up/contacts/staff-os-1001/do/change-person",
        ):
            assert visit.get(path).status_code == 404, path
    pages.give(EndRole(staff=ASSISTANT, held=Role.ASSISTANT, last_day=date(2018, 2, 18)))
    pages.give(GiveRole(staff=ASSISTANT, held=Role.CHIEF_INSPECTOR, since=date(2018, 2, 19)))
    with pages.served.visit(ASSISTANT) as chief:
        assert {path: chief.get(path).status_code for path in SHIPPED} == dict.fromkeys(SHIPPED, 200)
        assert {chief.get(path).status_code for path in OF_THE_MANAGER} == {404}
        assert chief.get("/setting-up/frameworks/youth-2021/do/decide-on-consultation").status_code == 200
        assert "Somebody" not in plain(chief.get("/setting-up/people")), "names are for the manager"


def test_two_versions_are_compared_level_by_level_and_place_by_place(looking: Pages) -> None:
    with looking.served.visit(MANAGER) as visit:
        frameworks = plain(visit.get("/setting-up/compare/frameworks?one=youth-2018@1&other=youth-2021@1"))
        assert re.search(r"Key question [\d.]+ (reworded|added|removed|moved)", frameworks)
        same = plain(visit.get("/setting-up/compare/frameworks?one=youth-2018@1&other=youth-2018@1"))
        assert "Nothing is different" in same
        schemes = plain(visit.get("/setting-up/compare/schemes?one=youth-2018@1.0&other=youth-2021@1.0"))
        assert "What is different" in schemes
        assert "id youth-2018 youth-2021" in schemes
        kinds = plain(visit.get("/setting-up/compare/kinds?one=crc-2018@1.1&other=nope@1"))
        assert "There is no nope@1." in kinds


def test_a_kind_is_checked_shown_and_then_added(pages: Pages) -> None:
    name, text = next((name, text) for name, text in sorted(shipped_kinds().items()) if b'"crc-2018"' in text)
    own = re.sub(rb'version = "[^"]*"', b'version = "7.7"', text, count=1)
    assert own != text
    with pages.served.visit(MANAGER) as visit:
        path = "/setting-up/kinds/add"
        assert "Choose the file" in plain(visit.send(path, {}))
        broken = visit.send(path, {}, files={"file": ("kind.toml", b"id = ")})
        assert broken.status_code == 422
        assert "kind.toml" in plain(broken)
        other = re.sub(rb'title = "[^"]*"', b'title = "Something else"', text, count=1)
        twice = visit.send(path, {}, files={"file": ("kind.toml", other)})
        assert "give this one another version" in plain(twice)
        check = visit.send(path, {}, files={"file": (name, own)})
        assert "Check your answers" in plain(check)
        assert "version 7.7" in plain(check)
        assert pages.served.assay.library().protocol_version("crc-2018", "7.7") is None, "not yet"
        added = answered(visit, check, {})
        assert "was added" in plain(added)
        assert pages.served.assay.library().protocol_version("crc-2018", "7.7") is not None
        assert "rules added" in (pages.folder / "home" / "log" / "pages.log").read_text()


def test_a_scheme_is_checked_shown_and_then_added(pages: Pages) -> None:
    text = next(text for _, text in sorted(shipped_schemes().items()) if b'"youth-2021"' in text)
    own = re.sub(rb'version = "[^"]*"', b'version = "7.7"', text, count=1)
    with pages.served.visit(MANAGER) as visit:
        check = visit.send("/setting-up/schemes/add", {}, files={"file": ("own.toml", own)})
        assert "version 7.7" in plain(check)
        forged = answered(visit, check, {"token": "made-up"})
        assert "Nothing was done" in plain(forged)
        added = answered(visit, check, {})
        assert added.url.path == "/setting-up/schemes/youth-2021"
        assert pages.served.assay.library().scheme_version("youth-2021", "7.7") is not None


def test_a_framework_is_imported_word_for_word_and_the_document_is_shown_first(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        given = {"id": "small-2018", "version": "1", "title": "A small framework"}
        path = "/setting-up/frameworks/import"
        nothing = visit.send(path, given, files={"file": ("words.txt", b"nothing of the kind")})
        assert nothing.status_code == 422
        assert 'value="A small framework"' in nothing.text, "what was entered is still there"
        check = visit.send(path, given, files={"file": ("words.txt", DOCUMENT)})
        assert "1 standards, 1 key questions, 2 prompts" in plain(check)
        added = answered(visit, check, {})
        assert "Is there an effective vision?" in plain(added)
        assert "small-2018" in plain(visit.get("/setting-up/frameworks"))


def test_a_framework_is_put_forward_consulted_on_published_and_retired(pages: Pages) -> None:
    at = "/setting-up/frameworks/youth-2021"
    present = pages.served.assay.library().framework("youth-2021")
    assert present is not None
    first = present.domains[0]
    standard = first.standards[0].with_(title="Leading well")
    domain = first.with_(standards=(standard, *first.standards[1:]))
    changed = present.with_(
        version="2", status="proposed", in_force_from=None, domains=(domain, *present.domains[1:])
    )
    files = {"file": ("youth.toml", framework_file(changed))}
    with pages.served.visit(MANAGER) as visit:
        check = visit.send(f"{at}/do/propose-framework", {"significant": standard.number}, files=files)
        assert f"Standard {standard.number} reworded" in plain(check), plain(check)
        answered(visit, check, {})
        refused = visit.send(
            f"{at}/do/publish-framework", {"version": "2", **day("in_force_from", "2018-06-01")}
        )
        assert refused.status_code == 422, "a significant change is consulted on first"
        checked(visit, f"{at}/do/open-consultation", {"version": "2", **day("closes_on", "2018-03-30")})
        unsaid = visit.send(f"{at}/do/record-response", {"version": "2", "response": "r-1"})
        assert "Select: did its sender ask for confidence?" in plain(unsaid)
        response = {"version": "2", "response": "r-1", "confidential": "yes"}
        checked(visit, f"{at}/do/record-response", response)
        assert "1 responses, 1 in confidence" in plain(visit.get(at))
        pages.on("2018-04-03")
        summary = {"version": "2", "summary": "One response came in, which agreed with the change."}
        checked(visit, f"{at}/do/publish-summary", summary)
    pages.give(EndRole(staff=ASSISTANT, held=Role.ASSISTANT, last_day=date(2018, 4, 2)))
    pages.give(GiveRole(staff=ASSISTANT, held=Role.CHIEF_INSPECTOR, since=date(2018, 4, 3)))
    with pages.served.visit(ASSISTANT) as chief:
        decision = {"version": "2", "outcome": "proceed", "reasons": "The only response agreed with it."}
        checked(chief, f"{at}/do/decide-on-consultation", decision)
    with pages.served.visit(MANAGER) as visit:
        checked(visit, f"{at}/do/publish-framework", {"version": "2", **day("in_force_from", "2018-06-01")})
        library = pages.served.assay.library().frameworks()
        published = library.version("youth-2021", "2")
        assert published is not None
        assert published.status == "in-force"
        reason = "It was found to contradict the law."
        retiring = {"version": "2", "reason": reason, **day("retired_on", "2018-09-03")}
        checked(visit, f"{at}/do/retire-framework", retiring)
        retired = pages.served.assay.library().frameworks().version("youth-2021", "2")
        assert retired is not None
        assert retired.status == "retired"
    history = pages.served.assay.records.read(["framework-youth-2021"])["framework-youth-2021"].state
    assert isinstance(history, FrameworkHistory)
    assert [each.content.version for each in history.published] == ["2"]


def test_somebody_comes_holds_roles_is_away_is_trained_and_each_is_taken_back_by_what_comes_later(
    pages: Pages,
) -> None:
    with pages.served.visit(MANAGER) as visit:
        new = {
            "engagement": "employee",
            "person_name": "Ada Example",
            "email": "ada@example.org",
            "known_as": "os-7",
        }
        came = checked(visit, "/setting-up/people/register", new)
        assert "Ada Example" in plain(came)
        at = "/setting-up/people/os-7"
        assert "already" in plain(visit.send("/setting-up/people/register", new))

        role = {"held": "assistant", **day("since", "2018-02-01")}
        assert "Assistant From 1 February 2018" in plain(checked(visit, f"{at}/do/give-role", role))
        again = visit.send(f"{at}/do/give-role", role)
        assert again.status_code == 422, "it would change nothing"
        checked(
            visit, f"{at}/do/end-role?held=assistant", {"held": "assistant", **day("last_day", "2018-02-18")}
        )
        assert not staff(pages, "os-7").roles_on(date(2018, 2, 19))

        leave = {**day("since", "2018-07-09"), **day("until", "2018-07-20")}
        away = checked(visit, f"{at}/do/plan-leave", leave)
        cancel = re.findall(r'href="([^"]*do/cancel-leave[^"]*)"', away.text)[0].replace("&amp;", "&")
        form = visit.get(cancel)
        assert 'value="2018"' in form.text, "its first day is in the form already"
        checked(visit, cancel, day("since", "2018-07-09"))
        assert staff(pages, "os-7").leave == ()

        deputy = {"held": "panel-chair", "place_of": "panel-chair"}
        checked(
            visit,
            f"{at}/do/name-deputy",
            {**deputy, **day("since", "2018-02-19"), **day("until", "2018-03-02")},
        )
        assert staff(pages, "os-7").deputises(Role.PANEL_CHAIR, date(2018, 2, 19)) == ("panel-chair",)
        checked(visit, f"{at}/do/end-deputy", deputy)
        assert staff(pages, "os-7").deputies == ()

        required = {"held": "assistant", "course": "safety", "months": "12"}
        assert "safety 12 months" in plain(
            checked(visit, "/setting-up/people/rules/require-training", required)
        )
        passed = {"course": "safety", **day("passed_on", "2018-02-01")}
        assert "safety Passed on 1 February 2018" in plain(checked(visit, f"{at}/do/record-training", passed))
        dropped = checked(
            visit, "/setting-up/people/rules/drop-training", {"held": "assistant", "course": "safety"}
        )
        assert "safety 12 months" not in plain(dropped)

        changed = {"person_name": "Ada Other", "email": "other@example.org"}
        assert "Ada Other" in plain(checked(visit, f"{at}/do/change-staff", changed))
        left = checked(visit, f"{at}/do/release-staff", {})
        assert "Left on 19 February 2018" in plain(left)
        assert "Ada Other" not in plain(visit.get("/setting-up/people"))
        assert "Ada Other" in plain(visit.get("/setting-up/people?left=true"))
    looks = pages.served.assay.looking.looks(about="os-7", who=MANAGER)
    assert "people show" in {each.what for each in looks if not isinstance(each, str)}


def test_an_address_stays_where_a_name_is_changed_and_is_removed_only_where_that_is_said(
    pages: Pages,
) -> None:
    at = "/setting-up/people/os-7"
    with pages.served.visit(MANAGER) as visit:
        new = {
            "engagement": "employee",
            "person_name": "Ada Example",
            "email": "ada@example.org",
            "known_as": "os-7",
        }
        came = checked(visit, "/setting-up/people/register", new)
        assert "ada@example.org" in plain(visit.get(at)), "it is shown where it can be changed"
        form = visit.get(f"{at}/do/change-staff")
        assert 'value="Ada Example"' in form.text
        assert 'value="ada@example.org"' in form.text
        same = {"person_name": "Ada Other", "email": "ada@example.org"}
        assert "ada@example.org" in plain(checked(visit, f"{at}/do/change-staff", same))
        wrong = visit.send(f"{at}/do/change-staff", same | {"email": "no address"})
        said = "Address to which notices go must be one e-mail address, like name@example.org"
        assert f'<a href="#email">{said}</a>' in wrong.text
        check = visit.send(f"{at}/do/change-staff", same | {"email": ""})
        assert "None: ada@example.org is removed" in plain(check)
        assert "None: no notice goes to them" in plain(answered(visit, check, {}))
        check = visit.send(f"{at}/do/change-staff", same | {"email": ""})
        assert "is removed" not in plain(check), "there is none to remove"
    assert came.status_code == 200


def test_what_was_said_in_another_tab_is_shown_and_not_overwritten_unseen(pages: Pages) -> None:
    id_ = "0a1b" * 8
    person = {"person_name": "Cyd Example", "email": "cyd@example.org"}
    body = {"title": "Welsh Government", "address": "wg@example.org", "written_in": "cy en"}
    forms = (
        ("/setting-up/people/os-7/do/change-staff", person, person | {"email": "c@example.org"}),
        (f"/setting-up/contacts/person-{id_}/do/change-person", person, person | {"email": "c@example.org"}),
        ("/setting-up/bodies/welsh-government/do/change-body", body, body | {"address": "c@example.org"}),
    )
    with pages.served.visit(MANAGER) as visit:
        new = {"engagement": "employee", "known_as": "os-7", **person}
        checked(visit, "/setting-up/people/register", new)
        checked(visit, "/setting-up/providers/north/contacts/register", person | {"known_as": id_})
        checked(visit, "/setting-up/bodies/register", body)
        for path, stood, theirs in forms:
            late, later = visit.get(path), visit.get(path)
            check = visit.send(
                path, stood | {"person_name": "Cyd Late", "address": "late@example.org"}, later
            )
            assert "Check your answers" in check.text, path
            checked(visit, path, theirs)
            stale = visit.send(path, stood | {"person_name": "Cyd Late", "address": "late@example.org"}, late)
            for told in (stale, answered(visit, check, {})):
                assert told.status_code == 422, path
                assert '<a href="#stands">Something else stands there' in told.text, path
                assert "What stands now" in told.text
                assert "c@example.org" in plain(told), "what stands"
                assert "Cyd Late" in told.text or 'value="late@example.org"' in told.text, "what was entered"
            again = answered(
                visit, stale, theirs | {"person_name": "Cyd Late", "address": "late@example.org"}
            )
            assert "Check your answers" in again.text, plain(again)
            done = answered(visit, again, {})
            assert done.status_code == 200
            assert "Cyd Late" in done.text or "late@example.org" in done.text, path


def test_a_private_text_is_not_written_into_the_page_as_part_of_a_command(pages: Pages) -> None:
    with pages.served.visit(MANAGER) as visit:
        new = {"engagement": "employee", "person_name": "Ada Example", "known_as": "os-7"}
        check = visit.send("/setting-up/people/register", new)
        assert 'name="made"' not in check.text
        assert "Ada Example" in plain(check)
        role = {"held": "assistant", **day("since", "2018-02-01")}
        assert 'name="made"' in visit.send("/setting-up/people/os-1003/do/give-role", role).text
        wrong = visit.send("/setting-up/people/register", {**new, "email": "no address"})
        assert wrong.status_code == 422
        assert "no address" in wrong.text


def test_interests_are_declared_by_whoever_has_them_and_by_the_manager_and_end(pages: Pages) -> None:
    with pages.served.visit(INSPECTOR) as visit:
        assert "/interests" in visit.get("/home").text
        own = {"interest": "i1", "kind": "family", "provider": "north", **day("since", "2018-01-09")}
        declared = checked(visit, "/interests/do/declare-interest", own)
        assert "It bars today." in plain(declared)
        assert visit.get("/interests/do/accept-interest").status_code == 404
    with pages.served.visit(MANAGER) as visit:
        all_ = plain(visit.get("/setting-up/interests"))
        assert "north somebody in the family works for the provider 9 January 2018 Goes on Yes" in all_
        at = f"/setting-up/people/{INSPECTOR}"
        checked(visit, f"{at}/do/end-interest?interest=i1", {"interest": "i1", **day("until", "2018-02-19")})
        assert "19 February 2018 Yes" in plain(visit.get("/setting-up/interests"))
        reversed_ = {"interest": "i2", "kind": "other", "provider": "south", **day("since", "2018-02-01")}
        refused = visit.send(f"{at}/do/declare-interest", {**reversed_, **day("until", "2018-01-01")})
        assert "It cannot end on 1 January 2018" in plain(refused)
    with pages.served.visit(AUDITOR) as visit:
        assert visit.get("/interests").status_code == 200, "an auditor is on the staff record too"


def test_without_a_staff_record_one_is_begun_with_oneself(tmp_path: Path) -> None:
    with programme_pages(tmp_path, staffed=False) as pages, pages.served.visit(MANAGER) as visit:
        assert visit.get("/interests").status_code == 404
        assert "There is no staff record yet" in plain(visit.get("/setting-up/people"))
        assert visit.get("/setting-up/people/register").status_code == 404
        nameless = visit.send("/setting-up/people/rules/begin-roll", {})
        assert nameless.status_code == 422
        assert '<a href="#person_name">Enter: name</a>' in nameless.text
        begun = checked(visit, "/setting-up/people/rules/begin-roll", {"person_name": "The manager"})
        assert f"The manager {MANAGER}" in plain(begun)
        assert staff(pages, MANAGER).roles_on(datetime(2018, 2, 19, tzinfo=UTC).date()) == (
            Role.OPERATIONS_MANAGER,
        )


def test_a_provider_is_added_found_renamed_and_written_to_in_its_languages(pages: Pages) -> None:
    at = "/setting-up/providers"
    with pages.served.visit(MANAGER) as visit:
        assert 'href="/setting-up/providers"' in visit.get("/setting-up").text
        new = {"provider": "gwent-yot", "title": "Gwent Youth Justice", "kind": "yot", "area": "Gwent"}
        wrong = visit.send(f"{at}/register", new | {"provider": "Gwent!"})
        assert "Short code, of your own must be a short code of small letters" in plain(wrong)
        added = checked(visit, f"{at}/register", new)
        assert "Gwent Youth Justice gwent-yot YOT Gwent None" in plain(added)
        found = plain(visit.get(f"{at}?q=gwent+youth"))
        assert "1 found" in found
        assert "Northern" not in found
        assert "No provider matches" in plain(visit.get(f"{at}?q=nowhere"))
        one = f"{at}/gwent-yot"
        assert "Welsh, then English, as its area is in Wales" in plain(visit.get(one))
        form = visit.get(f"{one}/do/set-notice-languages")
        assert re.search(r'value="cy en"[^>]*checked', form.text)
        assert "Notices in English Change" in plain(
            checked(visit, f"{one}/do/set-notice-languages", {"written_in": "en"})
        )
        renamed = {
            "title": "Gwent and Powys",
            "reason": "Two teams became one.",
            **day("since", "2018-02-01"),
        }
        shown = plain(checked(visit, f"{one}/do/rename-provider", renamed))
        assert "Gwent and Powys" in shown
        assert "Called before Gwent Youth Justice" in shown
        ahead = visit.send(
            f"{one}/do/rename-provider", renamed | {"title": "X", **day("since", "2018-03-01")}
        )
        assert "is still ahead" in plain(ahead)


def test_a_provider_that_was_merged_or_split_goes_on_as_others(pages: Pages) -> None:
    at = "/setting-up/providers"
    with pages.served.visit(MANAGER) as visit:
        why = {"reason": "The contract ended.", **day("since", "2018-02-01")}
        several: Any = {**why, "into": ["south", "east"]}
        parts = checked(visit, f"{at}/north/do/split-provider", several)
        assert "It is inspected no more" in plain(parts)
        assert f'href="{at}/south"' in parts.text
        assert visit.get(f"{at}/north/do/rename-provider").status_code == 404
        checked(visit, f"{at}/east/do/merge-provider", {**why, "into": "south"})
        assert "Northern" not in plain(visit.get(at))
        assert "north, no more since 1 February 2018" in plain(visit.get(f"{at}?gone=true"))


def test_among_many_providers_the_parts_of_one_that_was_split_are_typed(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "MOST_OFFERED", 1)
    at = "/setting-up/providers"
    with pages.served.visit(MANAGER) as visit:
        assert 'type="checkbox"' not in visit.get(f"{at}/north/do/split-provider").text
        assert 'value="south"' in visit.get(f"{at}/north/do/merge-provider").text, (
            "one is chosen all the same"
        )
        why = {"reason": "The contract ended.", **day("since", "2018-02-01")}
        checked(visit, f"{at}/north/do/split-provider", {**why, "into": "south\neast"})
        assert "north, no more since 1 February 2018" in plain(visit.get(f"{at}?gone=true"))


def test_a_contact_is_added_under_the_id_of_their_home_page_changed_and_leaves(pages: Pages) -> None:
    at, id_ = "/setting-up/providers/north", "0a1b" * 8
    with pages.served.visit(MANAGER) as visit:
        assert "nobody can hand in for it" in plain(visit.get(at))
        new = {"person_name": "Cyd Example", "email": "cyd@example.org", "telephone": "020 7946 0001"}
        wrong = visit.send(f"{at}/contacts/register", new | {"known_as": "cyd", "email": "nothing"})
        assert "Id under which they sign in must be a person" in plain(wrong)
        assert '<a href="#email">Address to which notices go must be one e-mail address' in wrong.text
        shown = plain(checked(visit, f"{at}/contacts/register", new | {"known_as": id_}))
        assert f"Cyd Example person-{id_} cyd@example.org 020 7946 0001 Go there" in shown
        checked(visit, f"{at}/contacts/register", {"person_name": "Dee Example", "email": "dee@example.org"})
        everybody = plain(visit.get("/setting-up/contacts"))
        assert "Cyd Example" in everybody
        assert "Dee Example" in everybody
        assert "Dee Example" not in plain(visit.get("/setting-up/contacts?q=cyd%40"))
        change = f"/setting-up/contacts/person-{id_}/do/change-person"
        form = visit.get(change)
        assert all(f'value="{each}"' in form.text for each in new.values())
        fewer = {"person_name": "Cyd Other", "email": "cyd@example.org", "telephone": ""}
        check = visit.send(change, fewer)
        assert "None: 020 7946 0001 is removed" in plain(check)
        assert "Cyd Other" in plain(answered(visit, check, {}))
    assert pages.served.assay.records.read([f"person-{id_}"])[f"person-{id_}"].state.provider == "north"
    with pages.served.visit(MANAGER) as visit:
        assert "Cyd" not in plain(checked(visit, f"/setting-up/contacts/person-{id_}/do/leave-person", {}))
        assert "Cyd" in plain(visit.get("/setting-up/contacts?left=true"))
        assert visit.get(change).status_code == 404
    pages.give(EndRole(staff=ASSISTANT, held=Role.ASSISTANT, last_day=date(2018, 2, 18)))
    pages.give(GiveRole(staff=ASSISTANT, held=Role.CHIEF_INSPECTOR, since=date(2018, 2, 19)))
    with pages.served.visit(ASSISTANT) as chief:
        for path in (at, "/setting-up/contacts", "/setting-up/contacts?q=dee"):
            assert "Dee" not in chief.get(path).text.replace('value="dee"', ""), (
                "who contacts are is not for them"
            )
            assert "dee@example.org" not in chief.get(path).text
    looks = pages.served.assay.looking.looks(about=f"person-{id_}", who=MANAGER)
    assert "person list" in {each.what for each in looks if not isinstance(each, str)}
