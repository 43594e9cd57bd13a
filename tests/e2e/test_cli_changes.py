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
