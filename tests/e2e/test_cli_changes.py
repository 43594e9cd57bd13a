"""A provider that changes, and an inspection that goes on with it, from the command line."""

import pytest

from tests.support.command_line import CommandLine


@pytest.fixture
def merged(announced: CommandLine) -> CommandLine:
    """The division whose inspection has been announced was merged into a larger one."""
    announced.done(
        "provider",
        "register",
        "nps-north",
        "--title",
        "NPS North",
        "--kind",
        "nps-division",
        "--area",
        "North",
    )
    announced.done(
        "provider", "merge", "nps-north-west", "--into", "nps-north", "--reason", "One is enough.",
        "--since", "2018-05-14",
    )  # fmt: skip
    return announced


def test_an_inspection_goes_on_with_the_provider_that_took_the_place(merged: CommandLine) -> None:
    shown = merged.done("provider", "show", "nps-north-west")
    assert (shown["successors"], shown["since"]) == (["nps-north"], "2018-05-14")
    assert (
        "It is inspected no more: since 2018-05-14 it has gone on as nps-north."
        in merged("provider", "show", "nps-north-west").out
    )
    merged.done(
        "inspection", "follow-succession", "nps-nw", "--provider", "nps-north-west",
        "--successor", "nps-north", "--reason", "The same officers in the same offices.", "--lost", "3",
    )  # fmt: skip
    row = merged.done("inspection", "show", "nps-nw")
    assert (row["provider"], row["provider_name"]) == ("nps-north", "NPS North")
    assert (row["next_deadline"], row["next_due"]) == ("announcement", "2018-05-24")
    told = merged.done("inspection", "timeline", "nps-nw")["timeline"][-1]["sentence"]
    assert told.startswith("The inspection goes on with NPS North: The same officers")
    assert "announcement is now due on 24 May 2018" in told


def test_a_provider_keeps_every_name_it_had(announced: CommandLine) -> None:
    announced.done(
        "provider", "rename", "nps-north-west", "--title", "NPS Greater North West", "--reason", "It grew.",
        "--since", "2018-05-14",
    )  # fmt: skip
    shown = announced.done("provider", "show", "nps-north-west")
    assert shown["names"] == ["NPS North West", "NPS Greater North West"]
    assert "Before: NPS North West" in announced("provider", "show", "nps-north-west").out
    listed = announced.done("provider", "list")["providers"]
    assert [each["title"] for each in listed] == ["NPS Greater North West"]
    assert announced("provider", "show", "nobody").code == "unknown-provider"


def test_another_lead_takes_over_and_the_reason_is_a_code(announced: CommandLine) -> None:
    announced.done(
        "inspection", "change-lead", "nps-nw", "--lead", "os-2", "--why", "unavailable", "--lost", "2"
    )
    row = announced.done("inspection", "show", "nps-nw")
    assert (row["lead"], row["next_due"]) == ("os-2", "2018-05-23")
    refused = announced("inspection", "change-lead", "nps-nw", "--lead", "os-3", "--why", "a broken leg")
    assert refused.status == 2
    assert "unavailable" in refused.sentence


def test_what_was_held_before_a_merger_is_offered_linked_and_listed_by_whom_it_is_about(
    merged: CommandLine,
) -> None:
    """The division merged into the larger one had handed in its plan; the larger one is not asked for it."""
    about = (
        "--title",
        "The business plan",
        "--source",
        "submission",
        "--of",
        "Return",
        "--true-from",
        "2018-04-01",
    )
    merged.done("evidence", "hold", "nps-north-west", "--item", "plan", *about, "--key-question", "1.1.1")
    merged.done(
        "inspection", "follow-succession", "nps-nw", "--provider", "nps-north-west",
        "--successor", "nps-north", "--reason", "The same officers in the same offices.",
    )  # fmt: skip
    items = merged.file(
        "items.csv", "id,title,key_questions\nplan,The business plan,1.1.1\nrota,The rota,1.2.2\n"
    )
    [offered] = merged.done("evidence", "offered", "nps-nw", "--items", items)["offered"]
    assert (offered["provider"], offered["link"]) == ("nps-north-west", "nps-north-west/h1")
    assert "--link plan=nps-north-west/h1" in merged("evidence", "offered", "nps-nw", "--items", items).out
    [listed] = merged.done("evidence", "held", "nps-north")["held"]
    assert listed["provider"] == "nps-north-west"
    assert merged("evidence", "request", "nps-nw", "--items", items).code == "need-not-be-asked"
    merged.done("evidence", "request", "nps-nw", "--items", items, "--link-held")
    status = {each["item"]: each for each in merged.done("evidence", "status", "nps-nw")["items"]}
    assert (status["plan"]["outcome"], status["plan"]["holding"]) == ("linked", "nps-north-west/h1")
    [saved] = merged.done("evidence", "saved", "--provider", "nps-north")["years"]
    assert (saved["asked"], saved["saved"]) == (1, 1)
    [awaited] = merged.done("evidence", "outstanding", "nps-north")["outstanding"]
    assert awaited["item"] == "rota"
