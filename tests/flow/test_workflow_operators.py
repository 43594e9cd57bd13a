"""What an operator sees in Temporal's own pages, and what a long life costs there."""

from datetime import date
from typing import Any

from temporalio.client import Client

from domain.agenda import Agenda, Deadline
from tests.support.rig import Rig
from tests.support.toy_matter import ToyMatter
from tests.support.waiting import eventually
from workflows.conductor import LONG
from workflows.contract import NEXT_DEADLINE, STAGE

FAR = date(2999, 1, 4)
EVIDENCE = Deadline(id="evidence", due=FAR, awaits="documents in advance")


def described(rig: Rig, stream: str) -> Any:
    async def asked(client: Client) -> Any:
        return await client.get_workflow_handle(stream).describe()

    return rig.ask(asked)


def details(rig: Rig, stream: str) -> str:
    async def asked(client: Client) -> str:
        metadata = await client.get_workflow_handle(stream).query("__temporal_workflow_metadata")
        return str(metadata.current_details)

    return rig.ask(asked)


def listed(rig: Rig, query: str) -> list[str]:
    async def asked(client: Client) -> list[str]:
        return [each.id async for each in client.list_workflows(query)]

    return rig.ask(asked)


def test_inspections_are_found_by_stage_and_by_next_deadline_in_temporals_own_list(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(stream, Agenda(stage="evidence-request", deadlines=(EVIDENCE,)))
        rig.at_stage(stream, "evidence-request")
        here = f"WorkflowId = '{stream}' AND "
        eventually(
            lambda: listed(rig, f"{here} AssayStage = 'evidence-request'") == [stream], "listed by stage"
        )
        eventually(
            lambda: listed(rig, f"{here} AssayNextDeadline < '2999-01-06T00:00:00Z'") == [stream],
            "listed by date",
        )
        attributes = described(rig, stream).typed_search_attributes
        assert attributes[STAGE] == "evidence-request"
        assert attributes[NEXT_DEADLINE] == EVIDENCE.passes_at

        toy.set_agenda(stream, Agenda(stage="deferred"))
        rig.at_stage(stream, "deferred")
        eventually(
            lambda: listed(rig, f"{here} AssayStage = 'deferred'") == [stream], "listed by its new stage"
        )
        assert NEXT_DEADLINE not in described(rig, stream).typed_search_attributes


def test_a_workflows_page_says_what_it_is_where_it_stands_and_what_is_awaited(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(
            stream,
            Agenda(stage="evidence-request", waiting_for=("evidence: staff survey",), deadlines=(EVIDENCE,)),
        )
        rig.at_stage(stream, "evidence-request")
        assert details(rig, stream) == (
            "Stage: evidence-request\n\ndocuments in advance by 2999-01-05 00:00 UTC\n\n- evidence: staff survey"
        )


def test_a_long_life_is_continued_in_new_runs_and_nothing_is_lost_between_them(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    events = 0
    with rig.worker(rig.attending({"inspection": toy})):
        stages = ("fieldwork", "case-reads")
        for turn in range(90):
            toy.set_agenda(stream, Agenda(stage=stages[turn % 2], deadlines=(EVIDENCE,)))
            rig.at_stage(stream, stages[turn % 2])
        toy.set_agenda(stream, Agenda(stage="closed", over=True))
        eventually(lambda: rig.is_over(stream), "the workflow has ended")
        runs = eventually(lambda: len(found := rig.runs(stream)) > 1 and found, "two runs are listed")
        assert runs
        sizes = [len(rig.history(stream, run)) for run in runs]
        events = sum(sizes)
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
    assert max(sizes) < LONG + 30
    # Ninety changes of stage, each with its nudge: some 14 events each. A real inspection has about sixty.
    assert events < 1500, events
