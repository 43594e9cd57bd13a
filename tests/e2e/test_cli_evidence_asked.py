"""Evidence from the command line: asked for once, handed in, late, extended, linked, fetched and forgotten."""

import csv
import io
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.canonical import sha256_hex
from tests.support.command_line import CommandLine, Said
from tests.support.servers.buckets import SECRET, S3Server
from tests.support.servers.clamd import EICAR, small_clamd

ITEMS = (
    "id,title,standard,key_questions,prompts\n"
    "plan,The business plan,,1.1.1;1.1.2,1.1.1 a\n"
    "staff,The staffing plan,1.2,,\n"
    "rota,The rota,1.2,1.2.1,\n"
)
PLAN = b"%PDF-1.7 the plan, by Jo Bloggs"
DIGEST = sha256_hex(PLAN)
CONTACT = ("--role", "provider-contact")


@pytest.fixture
def asked(announced: CommandLine) -> CommandLine:
    """Three items asked for on Monday, 14 May 2018, due on 5 June."""
    announced.done("evidence", "request", "nps-nw", "--items", announced.file("items.csv", ITEMS))
    return announced


def submit(assay: CommandLine, item: str = "plan", content: bytes = PLAN, *more: str) -> Said:
    file = assay.file("plan.pdf", content)
    return assay("evidence", "submit", "nps-nw", "--item", item, "--document", file, *CONTACT, *more)


def stands(assay: CommandLine) -> dict[str, Any]:
    return {each["item"]: each for each in assay.done("evidence", "status", "nps-nw")["items"]}


def kept(assay: CommandLine) -> list[Path]:
    return [path for path in (assay.home / "documents").rglob("*") if path.is_file()]


# Asking


def test_a_contact_sees_what_is_missing_and_by_when_hands_it_in_and_has_a_receipt(asked: CommandLine) -> None:
    said = asked("evidence", "status", "nps-nw", "--missing")
    assert "The business plan" in said.out
    assert said.out.count("2018-06-05") == 3
    outstanding = asked.done("evidence", "outstanding", "nps-north-west")["outstanding"]
    assert [(each["inspection"], each["item"], each["due"]) for each in outstanding] == [
        ("nps-nw", item, "2018-06-05") for item in ("plan", "rota", "staff")
    ]
    assert "The business plan" in asked("evidence", "outstanding", "nps-north-west").out
    assert submit(asked, "plan", PLAN, "--true-from", "2018-04-01", "--true-to", "2019-03-31").status == 0
    plan = stands(asked)["plan"]
    assert (plan["outcome"], plan["document"]) == ("received", DIGEST)
    assert (plan["came_in"]["true_from"], plan["came_in"]["recorded_at"][:10]) == ("2018-04-01", "2018-05-14")
    *_, last = asked.done("inspection", "timeline", "nps-nw")["timeline"]
    assert last["sentence"] == "The evidence plan was received."
    every = asked.done("inspection", "timeline", "nps-nw", "--all")["timeline"]
    assert [each["sentence"] for each in every if each["command"] == last["command"]][1:] == [
        "The business plan is held as h1, from the inspection nps-nw.",
        "A document was handed in, and is kept.",
    ]
    receipt = asked.home.parent / "receipt.txt"
    told = asked.done("evidence", "receipt", "nps-nw", "--item", "plan", "-o", receipt)
    assert (told["document"], told["role"]) == (DIGEST, "provider-contact")
    checked = asked.done("audit", "receipt", "--check", receipt)
    assert checked["verdict"] == "verified"
    assert "inspection.evidence-received.v2" in [each["name"] for each in checked["events"]]
    assert "The business plan" not in asked("evidence", "status", "nps-nw", "--missing").out


def test_a_file_is_kept_encrypted_and_fetched_by_those_who_may(asked: CommandLine) -> None:
    submit(asked)
    assert [b"Bloggs" in each.read_bytes() for each in kept(asked)] == [False]
    out = asked.home.parent / "fetched.pdf"
    fetch = ("evidence", "fetch", "nps-nw", "--item", "plan", "-o", out)
    assert asked(*fetch, "--role", "chief-inspector").code == "not-authorised"
    assert not out.exists()
    assert asked.done(*fetch)["document"] == DIGEST
    assert out.read_bytes() == PLAN
    assert asked(*fetch).code == "file-exists"
    assert asked("evidence", "fetch", "nps-nw", "--item", "staff", "-o", out).code == "nothing-came-in"
    assert asked("evidence", "receipt", "nps-nw", "--item", "diary").code == "unknown-item"


def test_a_key_question_or_prompt_that_the_framework_lacks_is_refused(announced: CommandLine) -> None:
    for column, wrong, code in (("1.1.9", "", "unknown-key-question"), ("", "1.1.1 z", "unknown-prompt")):
        items = announced.file("wrong.csv", f"id,title,key_questions,prompts\nplan,Plan,{column},{wrong}\n")
        assert announced("evidence", "request", "nps-nw", "--items", items).code == code
    malformed = announced.file("wrong.csv", "id,title,key_questions\nplan,Plan,1..1\n")
    assert announced("evidence", "request", "nps-nw", "--items", malformed).code == "bad-file"


def test_every_wrong_row_of_a_request_is_named_and_nothing_of_it_is_asked_for(announced: CommandLine) -> None:
    items = announced.file(
        "wrong.csv", "id,title,standard\nplan,Plan,1.1\nrota,Rota,9.9\nplan,Plan again,1.1\nlog,Log,8.8\n"
    )
    said = announced("evidence", "request", "nps-nw", "--items", items)
    assert (said.status, said.code) == (2, "asked-twice")
    for each in (
        "plan: The item plan is asked for twice.",
        "rota: There is no standard 9.9",
        "log: There is no standard 8.8",
    ):
        assert each in said.sentence
    assert announced.done("inspection", "show", "nps-nw")["stage"] == "announcement"
    assert announced("evidence", "receipt", "nps-nw", "--item", "log").code == "unknown-item"


def test_a_kind_without_a_usual_list_says_so(assay: CommandLine) -> None:
    for code, kind in (("leeds", "yot"), ("nps-north", "nps-division")):
        assay.done("provider", "register", code, "--title", code.upper(), "--kind", kind, "--area", "North")
    assay.done(
        "inspection", "announce", "leeds-18", "--provider", "leeds", "--also", "nps-north", "--protocol",
        "joint-targeted-area", "--lead",
        "os-1000", "--fieldwork-from", "2018-07-02", "--fieldwork-to", "2018-07-13", "--area", "North",
    )  # fmt: skip
    for words in (("usual",), ("request",)):
        said = assay("evidence", *words, "leeds-18")
        assert (said.status, said.code) == (2, "no-usual-list")


def test_of_several_providers_each_is_asked_offered_what_it_has_and_told_for_itself(
    assay: CommandLine,
) -> None:
    for code, kind in (("leeds", "yot"), ("nps-north", "nps-division")):
        assay.done("provider", "register", code, "--title", code.upper(), "--kind", kind, "--area", "North")
    assay.done(
        "inspection", "announce", "courts-18", "--provider", "leeds", "--also", "nps-north", "--protocol", "thematic",
        "--subject", "Courts", "--lead", "os-1000", "--fieldwork-from", "2018-07-16", "--fieldwork-to", "2018-07-27",
    )  # fmt: skip
    hold = (
        "evidence",
        "hold",
        "nps-north",
        "--item",
        "staff",
        "--title",
        "Staff in post",
        "--of",
        "A return",
    )
    assay.done(*hold, "--source", "submission", *CONTACT)
    items = assay.file(
        "items.csv", "id,title,provider\nstaff,Staff in post,\ncourts,Courts served,nps-north\n"
    )
    [offer] = assay.done("evidence", "offered", "courts-18", "--items", items)["offered"]
    assert (offer["item"], offer["holding"]) == ("staff-nps-north", "h1")
    assay.done("evidence", "request", "courts-18", "--items", items, "--link-held")
    asked = assay.done("evidence", "status", "courts-18", "--missing")["items"]
    assert [(each["item"], each["provider"]) for each in asked] == [
        ("staff-leeds", "leeds"),
        ("courts", "nps-north"),
    ]
    [theirs] = assay.done("evidence", "status", "courts-18", "--missing", "--provider", "leeds")["items"]
    assert theirs["item"] == "staff-leeds"
    counts = {
        each["provider"]: (each["asked"], each["saved"]) for each in assay.done("evidence", "saved")["years"]
    }
    assert counts == {"leeds": (1, 0), "nps-north": (1, 1)}
    assay.done("evidence", "submit", "courts-18", "--item", "courts", *CONTACT)
    assert assay.done("evidence", "receipt", "courts-18", "--item", "courts")["provider"] == "nps-north"
    held = assay.done("evidence", "held", "nps-north")["held"]
    assert [each["about"] for each in held] == ["staff", "courts"]
    assert assay.done("evidence", "held", "leeds")["held"] == []


def test_the_usual_list_is_a_file_to_edit_and_what_is_asked_for_without_one(assay: CommandLine) -> None:
    assay.on(date(2024, 5, 13))
    assay.done("provider", "register", "leeds", "--title", "Leeds", "--kind", "pdu", "--area", "North")
    assay.done(
        "inspection", "announce", "leeds-24", "--provider", "leeds", "--protocol", "pdu-2023", "--lead", "os-1000",
        "--fieldwork-from", "2024-07-15", "--fieldwork-to", "2024-07-26",
    )  # fmt: skip
    file = assay.home.parent / "usual.csv"
    assert assay("evidence", "usual", "leeds-24", "-o", file).status == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert len(rows) == 10
    assert assay("evidence", "usual", "leeds-24", "-o", file).code == "file-exists"
    shorter = assay.file("shorter.csv", "\n".join(file.read_text().splitlines()[:4]) + "\n")
    offered = assay.done("evidence", "offered", "leeds-24", "--items", shorter)
    assert offered["offered"] == []
    told = assay.done("evidence", "request", "leeds-24")
    assert [each["id"] for each in told["events"][0]["data"]["items"]] == [each["id"] for each in rows]


# Held already


def test_what_is_held_is_offered_linked_and_counted_as_saved(announced: CommandLine) -> None:
    prisons = announced.file("prisons.csv", b"site,staff\nLeeds,40\n")
    announced.done(
        "evidence", "hold", "nps-north-west", "--item", "staff", "--title", "Staff in post", "--source", "other-body",
        "--of", "HM Inspectorate of Prisons", "--document", prisons, "--true-from", "2018-03-31",
    )  # fmt: skip
    items = announced.file("items.csv", ITEMS)
    (offer,) = announced.done("evidence", "offered", "nps-nw", "--items", items)["offered"]
    assert (offer["item"], offer["holding"]) == ("staff", "h1")
    refused = announced("evidence", "request", "nps-nw", "--items", items)
    assert (refused.code, "held as h1" in refused.sentence) == ("need-not-be-asked", True)
    announced.done("evidence", "request", "nps-nw", "--items", items, "--link", "staff=h1")
    assert stands(announced)["staff"]["outcome"] == "linked"
    saved = announced.done("evidence", "saved", "--year", "2018", "--provider", "nps-north-west")
    assert saved["years"] == [
        {"year": "2018-19", "provider": "nps-north-west", "asked": 2, "saved": 1, "again": 0, "reasons": []}
    ]
    out = announced.home.parent / "linked.csv"
    announced.done("evidence", "fetch", "nps-nw", "--item", "staff", "-o", out)
    assert out.read_bytes() == b"site,staff\nLeeds,40\n"


def test_all_that_is_held_is_linked_at_one_word_or_asked_for_again_with_a_reason(
    announced: CommandLine,
) -> None:
    hold = ("evidence", "hold", "nps-north-west", "--source", "submission", "--of", "Annual return", *CONTACT)
    for item in ("plan", "staff", "rota"):
        announced.done(*hold, "--item", item, "--title", item)
    items = announced.file("items.csv", ITEMS)
    again = ("--again", "rota=It changes every week.")
    wrong = announced("evidence", "request", "nps-nw", "--items", items, "--link-held", "--again", "rota")
    assert wrong.code == "bad-value"
    twice = announced("evidence", "request", "nps-nw", "--items", items, *again, *again)
    assert "names rota twice" in twice.sentence
    announced.done(
        "evidence", "request", "nps-nw", "--items", items, *again, "--link", "plan=h1", "--link", "staff=h2"
    )
    assert announced.done("evidence", "saved")["total"] == {"asked": 1, "saved": 2, "again": 1}
    assert (
        "nps-nw asked nps-north-west for rota again: It changes every week."
        in announced("evidence", "saved").out
    )


def test_both_times_of_what_is_held_can_be_asked_for(asked: CommandLine) -> None:
    submit(asked, "plan", PLAN, "--true-from", "2018-04-01", "--true-to", "2019-03-31")
    asked.on(date(2018, 5, 21))
    file = asked.file("staff.csv", b"grade,posts\n")
    asked.done(
        "evidence", "submit", "nps-nw", "--item", "staff", "--document", file, "--true-from", "2018-05-01"
    )

    def held(*words: str) -> list[str]:
        return [each["about"] for each in asked.done("evidence", "held", "nps-north-west", *words)["held"]]

    assert held() == ["plan", "staff"]
    assert held("--true-on", "2018-05-01") == ["plan", "staff"]
    assert held("--true-on", "2018-04-30") == ["plan"]
    assert held("--recorded-by", "2018-05-20") == ["plan"]
    asked.done(
        "evidence", "withdraw-held", "nps-north-west", "--holding", "h1", "--reason", "Of another year."
    )
    assert held() == ["staff"]
    assert held("--all") == ["plan", "staff"]
    assert asked("evidence", "held", "nps-north-west", "--true-on", "soon").code == "bad-value"
    assert asked("evidence", "held", "nobody").code == "unknown-provider"


# Late


def test_more_time_is_asked_for_and_granted_or_refused(asked: CommandLine) -> None:
    ask = ("evidence", "extension", "ask", "nps-nw", "--reason", "Half the staff are away.")
    asked.done(*ask, "--item", "rota", "--until", "2018-06-12")
    assert "extension-1: time until 2018-06-12" in asked("evidence", "status", "nps-nw").out
    asked.done("evidence", "extension", "grant", "nps-nw", "--extension", "extension-1")
    due = {item: each["due"] for item, each in stands(asked).items()}
    assert due == {"plan": "2018-06-05", "staff": "2018-06-05", "rota": "2018-06-12"}
    asked.done(*ask, "--item", "staff", "--until", "2018-06-11")
    refuse = (
        "evidence",
        "extension",
        "refuse",
        "nps-nw",
        "--extension",
        "extension-2",
        "--reason",
        "Too near.",
    )
    asked.done(*refuse)
    assert asked(*refuse).code == "extension-answered"
    assert [each["outcome"] for each in asked.done("evidence", "status", "nps-nw")["extensions"]] == [
        "granted",
        "refused",
    ]


def test_a_waiver_is_withdrawn_and_more_is_asked_for(asked: CommandLine) -> None:
    asked.done("evidence", "waive", "nps-nw", "--item", "rota", "--reason", "It is on the intranet.")
    asked.done(
        "evidence",
        "withdraw-waiver",
        "nps-nw",
        "--item",
        "rota",
        "--reason",
        "It is not.",
        "--due",
        "2018-06-07",
    )
    more = asked.file("more.csv", "id,title,standard\nminutes,The board's minutes,1.1\n")
    asked.done("evidence", "request-further", "nps-nw", "--items", more, "--due", "2018-06-08")
    due = {item: each["due"] for item, each in stands(asked).items()}
    assert (due["rota"], due["minutes"]) == ("2018-06-07", "2018-06-08")


def test_a_better_document_takes_the_place_of_the_first(asked: CommandLine) -> None:
    submit(asked)
    better = asked.file("better.pdf", PLAN + b", whole")
    asked.done(
        "evidence",
        "replace",
        "nps-nw",
        "--item",
        "plan",
        "--document",
        better,
        "--reason",
        "A page was missing.",
    )
    assert stands(asked)["plan"]["document"] == sha256_hex(PLAN + b", whole")
    held = asked.done("evidence", "held", "nps-north-west", "--all")["held"]
    assert [(each["holding"], each["stands"]) for each in held] == [("h1", False), ("h2", True)]


# Bad files


def test_what_is_no_file_to_hand_in_is_refused_in_a_sentence_and_leaves_nothing(asked: CommandLine) -> None:
    home = asked.home.parent
    os.mkfifo(home / "pipe")
    with (home / "two-gigabytes.pdf").open("wb") as large:
        large.truncate(2 * 1024**3)
    asked.file("empty.pdf", b"")
    asked.file("a\nname.pdf", b"MZ a program")
    for path, code in (
        (home, "unreadable-file"),
        (home / "nothing.pdf", "unreadable-file"),
        (home / "no\nsuch.pdf", "unreadable-file"),
        (Path("/dev/zero"), "unreadable-file"),
        (home / "pipe", "unreadable-file"),
        (home / "two-gigabytes.pdf", "too-large"),
        (home / "empty.pdf", "empty-file"),
        (home / "a\nname.pdf", "wrong-kind-of-file"),
    ):
        said = asked("evidence", "submit", "nps-nw", "--item", "plan", "--document", path)
        assert (said.status, said.code) == (2, code), path
    assert kept(asked) == []
    assert stands(asked)["plan"]["outcome"] == "awaited"


def test_the_kinds_and_sizes_that_are_taken_are_settings(asked: CommandLine) -> None:
    asked.environment |= {"ASSAY_DOCUMENTS_KINDS": "png", "ASSAY_DOCUMENTS_MEGABYTES": "1"}
    assert "taken are: png" in submit(asked).sentence
    assert submit(asked, "plan", b"%PDF-" + bytes(1024 * 1024)).code == "too-large"


def test_a_virus_is_refused_where_a_scanner_is_set(asked: CommandLine) -> None:
    with small_clamd(lambda each: b"stream: Bad FOUND\x00" if EICAR in each else b"stream: OK\x00") as (
        host,
        port,
    ):
        asked.environment |= {"ASSAY_VIRUS_SCANNER": f"{host}:{port}"}
        assert submit(asked, "plan", EICAR).code == "virus-found"
        assert kept(asked) == []
        assert submit(asked).status == 0
    said = submit(asked, "staff")
    assert (said.status, "virus scanner" in said.sentence) == (1, True)


# Elsewhere, and forgotten


def test_documents_are_kept_in_a_bucket_where_one_is_set(asked: CommandLine, s3_server: S3Server) -> None:
    bucket = s3_server.bucket("north")
    asked.environment |= {
        "ASSAY_DOCUMENTS_BUCKET": bucket.url,
        "ASSAY_DOCUMENTS_ENDPOINT": bucket.endpoint or "",
        "ASSAY_DOCUMENTS_ACCESS_KEY": "tests",
        "ASSAY_DOCUMENTS_SECRET_KEY": SECRET,
    }
    assert submit(asked).status == 0
    assert kept(asked) == []
    out = asked.home.parent / "fetched.pdf"
    asked.done("evidence", "fetch", "nps-nw", "--item", "plan", "-o", out)
    assert out.read_bytes() == PLAN
    assert SECRET not in asked("settings", "show").out
    asked.environment["ASSAY_DOCUMENTS_BUCKET"] = "s3://nobodys"
    said = submit(asked, "staff")
    assert (said.status, "s3://nobodys" in said.sentence, SECRET in said.sentence) == (1, True, False)
    asked.environment["ASSAY_DOCUMENTS_BUCKET"] = "https://bucket"
    assert asked("evidence", "fetch", "nps-nw", "--item", "plan", "-o", out).code == "bad-setting"


def test_a_document_is_erased_by_its_own_id_and_nobody_reads_it_any_more(asked: CommandLine) -> None:
    submit(asked)
    document = f"document-{DIGEST}"
    assert "document" in asked("privacy", "status", document).out
    asked.done(
        "privacy", "erase", document, "--authority", "request 12", "--reason", "It names a witness.", "--yes"
    )
    out = asked.home.parent / "fetched.pdf"
    said = asked("evidence", "fetch", "nps-nw", "--item", "plan", "-o", out)
    assert (said.status, "was erased" in said.sentence, out.exists()) == (1, True, False)
    assert asked("audit", "verify").status == 0
    again = asked(
        "evidence", "submit", "nps-nw", "--item", "staff", "--document", asked.home.parent / "plan.pdf"
    )
    assert (again.status, again.code) == (2, "document-erased")


def test_the_doctor_misses_a_document_that_is_gone_and_a_scanner_that_is_silent(asked: CommandLine) -> None:
    submit(asked)

    def found() -> dict[str, str]:
        checks = asked("doctor", "--json").json["checks"]
        return next(each for each in checks if each["name"] == "documents")

    assert (found()["verdict"], found()["found"].startswith("1 document in ")) == ("good", True)
    (file,) = kept(asked)
    file.unlink()
    assert (found()["verdict"], DIGEST in found()["found"]) == ("wrong", True)
    assert submit(asked, "staff").status == 0, "it is put back by being handed in again"
    assert found()["verdict"] == "good"
    asked.environment |= {"ASSAY_VIRUS_SCANNER": str(asked.home / "nobody.sock")}
    assert (found()["verdict"], "nobody.sock" in found()["found"]) == ("wrong", True)
