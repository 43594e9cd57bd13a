"""What the reconciling loop needs of a Temporal server: what it remembers, what runs on it, what it lacks."""

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType
from temporalio.service import RPCError, RPCStatusCode

from activities.conducting.reconciling import ConductorUnreachable
from adapters.outbound.temporal.line import Line, LineDown
from workflows.contract import SEARCH_ATTRIBUTES, TASK_QUEUE, WORKFLOWS

__all__ = ["TemporalOversight"]

ANSWER_WITHIN_SECONDS = 10.0
"""A description or a change of search attributes takes some milliseconds on a healthy server."""

LIST_WITHIN_SECONDS = 60.0
"""Ten pages of a thousand open workflows take about a second; more than this means that the server is not well."""

PAGE = 1000

_TYPES = {
    SearchAttributeIndexedValueType.KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    SearchAttributeIndexedValueType.DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}


class TemporalOversight:
    """Asks over a line, and puts back what a server that has lost its memory lacks."""

    def __init__(self, line: Line, *, task_queue: str = TASK_QUEUE) -> None:
        """Oversee over a line.

        Args:
            line: to the Temporal server.
            task_queue: the queue of this installation: workflows of another one are none of our business.
        """
        self._line = line
        self._task_queue = task_queue

    def memory(self) -> str:
        """The id of the namespace, which a server that has lost its database makes anew.

        Raises:
            ConductorUnreachable: the server did not answer.
        """
        try:
            return self._line.ask(_namespace_id, within=ANSWER_WITHIN_SECONDS)
        except LineDown as down:
            raise ConductorUnreachable(str(down)) from down

    def furnish(self) -> None:
        """See that the search attributes are registered; those that are stay as they are.

        Raises:
            ConductorUnreachable: the server did not answer.
        """
        try:
            self._line.ask(_register_search_attributes, within=ANSWER_WITHIN_SECONDS)
        except LineDown as down:
            raise ConductorUnreachable(str(down)) from down

    def running(self) -> frozenset[str]:
        """The streams whose workflows are open.

        The server's list runs a moment behind; who takes a workflow for lost that is not only nudges it.

        Raises:
            ConductorUnreachable: the server did not answer.
        """
        names = ", ".join(f"'{name}'" for name in WORKFLOWS.values())
        query = (
            f"TaskQueue = '{self._task_queue}' AND WorkflowType IN ({names}) AND ExecutionStatus = 'Running'"
        )

        async def listed(client: Client) -> frozenset[str]:
            return frozenset([each.id async for each in client.list_workflows(query, page_size=PAGE)])

        try:
            return self._line.ask(listed, within=LIST_WITHIN_SECONDS)
        except LineDown as down:
            raise ConductorUnreachable(str(down)) from down


async def _namespace_id(client: Client) -> str:
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    return described.namespace_info.id


async def _register_search_attributes(client: Client) -> None:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    missing = {
        key.name: _TYPES[key.indexed_value_type]
        for key in SEARCH_ATTRIBUTES
        if key.name not in listed.custom_attributes
    }
    if not missing:
        return
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:  # another worker was quicker
            raise
