"""Comments and complaints from the command line: sealed, in time, and looked into by somebody else."""

from datetime import date

from adapters.inbound.acting import my_id
from tests.support.command_line import CommandLine

SAID, WHO = "We were never told about the visit.", "A. Person, 1 High Street"


def receive(assay: CommandLine) -> str:
    told = assay.done(
        "comments", "receive", "--sort", "complaint", "--about", "inspection", "--inspection", "nps-nw",
        "--received-on", "2018-05-14", "--said", SAID, "--whom", WHO
    )  # fmt: skip
    return str(told["events"][0]["stream"])


def test_a_complaint_is_taken_in_acknowledged_looked_into_and_answered(announced: CommandLine) -> None:
    assay = announced
    comment = receive(assay)
    again = assay.done("comments", "list")["comments"]
    assert [each["comment"] for each in again] == [comment]
    assay.on(date(2018, 5, 15))
    assay.done("comments", "acknowledge", comment, "--acknowledged-on", "2018-05-15")
    lead = assay("comments", "assign", comment, "--reviewer", "os-7")
    assert (lead.status, lead.code) == (2, "reviewer-concerned")
    assay.done("comments", "assign", comment, "--reviewer", my_id())
    assay.done("comments", "answer", comment, "--outcome", "partly-upheld", "--answer", "We are sorry.")
    (row,) = assay.done("comments", "list")["comments"]
    assert (row["stage"], row["outcome"], row["due"]) == ("answered", "partly-upheld", None)
    assert assay.done("comments", "list", "--open")["comments"] == []
    shown = assay.done("comments", "show", comment)
    assert (shown["said"], shown["whom"], shown["answer"]) == (SAID, WHO, "We are sorry.")
    assert "Assay knows no address of whoever made it" in assay("comments", "show", comment).out


def test_what_is_said_is_kept_from_who_may_not_see_it_and_is_gone_when_it_is_erased(
    announced: CommandLine,
) -> None:
    assay = announced
    comment = receive(assay)
    assert "said" not in assay.done("comments", "show", comment, "--role", "auditor")
    assert SAID not in assay("comments", "list").out
    for file in assay.home.rglob("*"):
        if file.is_file() and "keys" not in file.parts:
            assert SAID.encode() not in file.read_bytes(), file
    assay.done(
        "privacy", "erase", comment, "--authority", "The person's request", "--reason", "They asked.", "--yes"
    )
    assert assay.done("comments", "show", comment)["said"] == "erased"


def test_a_comment_that_there_is_not_is_named(announced: CommandLine) -> None:
    said = announced("comments", "show", "comment-" + "0" * 32)
    assert (said.status, said.code) == (2, "unknown-comment")
    assert announced("comments", "list").out == "There is none.\n"
