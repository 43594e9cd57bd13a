"""Whoever cannot do their part in an inspection that runs is on the lists of tasks; and a provider in two at once."""

from datetime import date

import pytest

from tests.support.command_line import CommandLine
from tests.support.first_version import stay_with_first_version

STAFF = (
    "staff,engagement,name,email,area,body,training,roles,since,skills\n"
    "os-1001,employee,Ben Example,,,,,lead-inspector;inspector,2018-05-14,\n"
    "os-1002,employee,Cyd Example,,,,,lead-inspector;panel-chair,2018-05-14,\n"
    "os-1003,secondee,Dee Example,,,,,inspector,2018-05-14,supervised-cases\n"
    "os-1004,employee,Eve Example,,,,,assistant,2018-05-14,\n"
)


@pytest.fixture
def staffed(assay: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """With a staff record, two providers, and an inspection that os-1001 leads."""
    monkeypatch.setattr("os.getuid", lambda: 1000)
    stay_with_first_version(assay.home)
    assay.done("people", "begin", "--details", assay.file("me.toml", 'person_name = "Ada Example"\n'))
    assay.done("people", "import", assay.file("staff.csv", STAFF))
    for code in ("nps-north-west", "nps-south-west"):
        kind = ("--title", code.upper(), "--kind", "nps-division", "--area", code)
        assay.done("provider", "register", code, *kind)
    assay.done(*announce("nps-nw", "nps-north-west"))
    return assay


def announce(code: str, provider: str, lead: str = "os-1001") -> tuple[str, ...]:
    return (
        "inspection", "announce", code, "--provider", provider, "--protocol", "nps-division-2018", "--lead", lead,
        "--fieldwork-from", "2018-07-09", "--fieldwork-to", "2018-07-20",
    )  # fmt: skip


def told(assay: CommandLine, inspection: str = "nps-nw") -> list[tuple[str, str]]:
    """What there is to see to about people, as both lists tell it."""
    everywhere = assay.done("people", "tasks")["tasks"]
    of_it = [each for each in everywhere if inspection in each["inspections"]]
    listed = assay.done("inspection", "tasks", inspection)["tasks"]
    assert [each["verb"] for each in listed[: len(of_it)]] == [each["verb"] for each in of_it]
    shown = assay("inspection", "show", inspection).out
    assert all(f"To see to: {each['title']}" in shown for each in of_it)
    return [(each["verb"], each["title"]) for each in of_it]


def test_a_lead_who_will_be_away_in_fieldwork_is_told_of_until_another_leads(staffed: CommandLine) -> None:
    assert told(staffed) == []
    staffed.done("people", "plan-leave", "os-1001", "--since", "2018-07-16", "--until", "2018-07-27")
    assert told(staffed) == [
        ("change-lead", "Give nps-nw another lead: os-1001 is away from 16 July 2018 to 27 July 2018")
    ]
    row = staffed("people", "tasks").out
    assert "operations-manager" in row
    staffed.done("inspection", "change-lead", "nps-nw", "--lead", "os-1002", "--why", "unavailable")
    assert told(staffed) == []


def test_a_lead_who_comes_to_be_barred_is_told_of_until_it_is_accepted(staffed: CommandLine) -> None:
    friend = ("os-1001", "--interest", "friend")
    of = ("--kind", "friendship", "--provider", "nps-north-west", "--since", "2018-05-14")
    staffed.done("people", "declare-interest", *friend, *of)
    ((verb, title),) = told(staffed)
    assert verb == "change-lead"
    assert "os-1001 has declared an interest in nps-north-west (friend)" in title
    staffed.done(
        "people", "accept-interest", *friend, "--inspection", "nps-nw", "--reason", "They never met at work."
    )
    assert told(staffed) == []


def test_a_member_of_a_panel_who_comes_to_be_barred_is_to_be_recused(staffed: CommandLine) -> None:
    staffed.done(
        "panel", "convene", "july", "--meets-on", "2018-07-25", "--chair", "os-1002", "--member", "os-1002",
        "--member", "os-1003", "--agenda", "nps-nw",
    )  # fmt: skip
    staffed.done(
        "people", "declare-interest", "os-1003", "--interest", "lent", "--kind", "secondment", "--provider",
        "nps-north-west", "--since", "2017-01-02",
    )  # fmt: skip
    staffed.done("people", "plan-leave", "os-1002", "--since", "2018-07-23", "--until", "2018-07-27")
    staffed.on(date(2018, 7, 2))
    assert [verb for verb, _ in told(staffed)] == ["recuse-member", "take-chair"]


def test_whoever_assists_the_panel_is_no_member_of_it(staffed: CommandLine) -> None:
    convene = (
        "panel", "convene", "july", "--meets-on", "2018-07-25", "--chair", "os-1002", "--member", "os-1002",
        "--agenda", "nps-nw",
    )  # fmt: skip
    refused = staffed(*convene, "--member", "os-1004")
    assert refused.code == "role-not-held"
    assert "os-1004 holds none of the roles in which they could do this: panel-chair, " in refused.sentence
    staffed.done(*convene)
    assert staffed("panel", "invite-member", "july", "--member", "os-1004").code == "role-not-held"
    staffed.done("panel", "invite-member", "july", "--member", "os-1003")


def test_whoever_is_in_two_fieldworks_on_the_same_days_is_told_of_in_both(staffed: CommandLine) -> None:
    staffed.done(*announce("nps-sw", "nps-south-west"))
    (here,), (there,) = told(staffed), told(staffed, "nps-sw")
    assert here == there
    assert here[1].endswith(
        "os-1001 is in the fieldwork of nps-nw and of nps-sw from 9 July 2018 to 20 July 2018"
    )


def test_the_doctor_says_by_whose_word_the_pages_know_people_beside_a_staff_record(
    assay: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_pages() -> dict[str, str]:
        (found,) = (each for each in assay("doctor", "--json").json["checks"] if each["name"] == "pages")
        return {str(name): str(value) for name, value in found.items()}

    monkeypatch.setattr("os.getuid", lambda: 1000)
    assert of_pages()["verdict"] == "good"
    assay.done("people", "begin", "--details", assay.file("me.toml", 'person_name = "Ada Example"\n'))
    said = of_pages()
    assert said["verdict"] == "note"
    assert "nobody can sign in" in said["found"]
    assert "ASSAY_OPENID_ISSUER" in said["remedy"]
    assay.environment["ASSAY_PAGES_EXAMPLE_SIGN_IN"] = "yes"
    said = of_pages()
    assert said["verdict"] == "note"
    assert "may still be anybody on it" in said["found"]
    assert "ASSAY_OPENID_ISSUER" in said["remedy"]
    assay.environment["ASSAY_OPENID_ISSUER"] = "https://login.example.gov.uk"
    assay.environment["ASSAY_OPENID_CLIENT_ID"] = "assay"
    assert of_pages()["verdict"] == "good"


def test_a_second_inspection_of_a_provider_is_warned_of_when_it_is_announced(staffed: CommandLine) -> None:
    said = staffed(*announce("nps-nw-again", "nps-north-west", "os-1002"))
    assert said.status == 0
    assert "nps-north-west is inspected by nps-nw and by nps-nw-again at the same time" in said.out
    for code in ("nps-nw", "nps-nw-again"):
        ((verb, title),) = told(staffed, code)
        assert verb == "defer-inspection"
        assert title.startswith("Put one of them off, or settle with the provider that both go on")
    staffed.done("inspection", "cancel", "nps-nw-again", "--reason", "It was announced twice.")
    assert told(staffed) == []
    alone = staffed(*announce("nps-sw", "nps-south-west", "os-1002"))
    assert "at the same time" not in alone.out
