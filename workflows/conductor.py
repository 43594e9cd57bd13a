"""The conductor: the one loop by which every workflow of Assay attends to its stream.

It looks, does what is due, and waits for a nudge or for the next date. It keeps nothing that it could not be
told again: the stream's id, the position it has seen, and the last agenda, for those who ask. Which commands
it gives to Temporal depends on the answers of its activities only, never on the names or the order of stages,
so a changed rule or a changed reaction cannot break the replay of a workflow in flight.
"""

import asyncio
import contextvars
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeUpdate
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.conducting.attending import Attending, Lapse, Moment, Sight
    from domain.agenda import Agenda
    from workflows.contract import NEXT_DEADLINE, STAGE, Post, Standing

__all__ = ["Conductor"]

T = TypeVar("T")

READ_TIMEOUT = timedelta(seconds=30)
"""For reading or recording on the store: a few hundred short streams take well under a second, a busy disk some."""

DEED_TIMEOUT = timedelta(minutes=10)
"""For carrying out a duty: the slowest is printing and publishing a report, some seconds on a slow machine."""

HEARTBEAT = timedelta(seconds=5)
"""A worker that is alive says so several times in this time, whatever it does; one that was killed does not, and its
work is taken up by another, or by itself when it is back."""

PATIENTLY = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2.0,
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=["Unreadable"],
)
"""For ever: a store that is down comes back, and nothing may be given up because it was down for long. At least
once a minute, so that work goes on soon after. The server keeps count; a retry adds nothing to the history. An
event that this version cannot read is not retried here: the workflow says so and asks again later."""

LONG = 500
"""Events after which a run is continued as a new one: a few weeks' work, replayed in some milliseconds."""

NEWER_VERSION_PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60))
"""How long to wait for a worker of a newer version, in a rolling upgrade; the last one again and again."""

NO_EFFECT_PAUSES = tuple(timedelta(minutes=each) for each in (1, 10, 60, 360))
"""What was done and is still on the agenda was refused, or answered by a clock that runs behind; do not spin."""

SAME_INSTANT = timedelta(seconds=2)
"""Where our clock is simulated its distance to the workflow's is measured anew at each look, to within this. A timer
that rings too early by as much is answered "not yet"."""

DEEDS_END_FIRST = "deeds-end-first"
"""The change after which a workflow ends only when what it was doing has ended; histories of before end as they did."""

LONGEST_CLOCK_WAIT_SECONDS = 86_400
"""When our clock says that a deadline has not passed yet, ask it again after a day at the latest."""


class Conductor:
    """Attends to one stream on behalf of a workflow."""

    def __init__(self, post: Post) -> None:
        """Take up a post, in a first run or as a later one.

        Args:
            post: the stream, and the position up to which it was seen before.
        """
        self._stream = post.stream
        self._seen = post.seen
        self._agenda: Agenda | None = None
        self._moments: tuple[Moment, ...] = ()
        self._ahead = timedelta(0)
        self._news: int | None = None
        self._looked = False
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._put_off: dict[str, tuple[int, datetime]] = {}
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at: datetime | None = None
        self._trouble = ""
        self._context: contextvars.Context | None = None

    def nudge(self, position: int) -> None:
        """There is something on the record at this position; a position that has been seen is no news."""
        if position != self._seen or not self._looked:
            self._news = position
            # What is done about it belongs to the trace of the command that nudged, not to that of the first one.
            self._context = contextvars.copy_context()

    @property
    def over(self) -> bool:
        """Nothing will ever have to be seen to again, and nothing is still being done.

        A deed that the last look found on the record may have been recorded after that look took its position. Its
        end is waited for, since then the workflow looks once more and acknowledges it.
        """
        if self._agenda is None or not self._agenda.over or self._news is not None:
            return False
        # Asked only where it makes a difference, so that no history gets a marker for nothing.
        return not (self._doing and workflow.patched(DEEDS_END_FIRST))

    @property
    def stage(self) -> str:
        """The stage at which the stream stood when last looked at; empty before the first look."""
        return self._agenda.stage if self._agenda else ""

    def standing(self) -> Standing:
        """What an operator sees."""
        deadline = self._agenda.deadlines[0] if self._agenda and self._agenda.deadlines else None
        return Standing(
            stream=self._stream,
            stage=self.stage,
            next_deadline=deadline.passes_at if deadline else None,
            awaited=deadline.awaits if deadline else "",
            waiting_for=self._agenda.waiting_for if self._agenda else (),
            seen=self._seen,
            trouble=self._trouble,
        )

    async def arrive(self) -> None:
        """Find out where the stream stands."""
        while self._agenda is None:
            await self._step()

    async def through(self, stage: str) -> None:
        """Attend to the stream for as long as it stands at a stage; a stage that it is not at is passed at once."""
        while self.stage == stage and not self.over:
            await self._step()

    async def beyond(self, *stages: str) -> None:
        """Stand by while the stream is at none of these stages: a newer Assay knows what it is."""
        while self.stage not in stages and not self.over:
            self._say(f"The stage {self.stage} is not known here: waiting for a newer Assay.")
            await self._step()

    async def _step(self) -> None:
        """One thing at a time: what is new, what is due, or wait."""
        if (
            workflow.info().is_continue_as_new_suggested()
            or workflow.info().get_current_history_length() > LONG
        ):
            workflow.continue_as_new(Post(stream=self._stream, seen=self._seen))
        self._collect_deeds()
        if self._news is not None or not self._looked:
            await self._look()
        elif due := self._due():
            await self._see_to(due)
        else:
            await self._wait()

    async def _look(self) -> None:
        news, self._news, self._looked = self._news, None, True
        try:
            sight: Sight = await self._traced(
                workflow.execute_activity_method(
                    Attending.look,
                    self._stream,
                    start_to_close_timeout=READ_TIMEOUT,
                    heartbeat_timeout=HEARTBEAT,
                    retry_policy=PATIENTLY,
                    summary=f"up to {news}" if news is not None else "from the record",
                )
            )
        except ActivityError as error:
            await self._await_newer_version(error)
            return
        self._catch_up(sight.position)
        self._adopt(sight)

    def _catch_up(self, position: int) -> None:
        """What was nudged while we looked is no news if the look covered it."""
        self._seen = position
        if self._news == position:
            self._news = None

    def _adopt(self, sight: Sight) -> None:
        before = self._agenda
        self._agenda, self._moments, self._ahead = sight.agenda, sight.moments, sight.ahead
        running = {_key(each) for each in sight.moments}
        self._put_off = {key: value for key, value in self._put_off.items() if key in running}
        self._say("" if sight.found else "There is no such stream on the record.")
        if not sight.found or (before and _shown(before) == _shown(sight.agenda)):
            return
        stage, next_deadline = _shown(sight.agenda)
        shown: list[SearchAttributeUpdate[Any]] = [STAGE.value_set(stage)]
        shown.append(NEXT_DEADLINE.value_set(next_deadline) if next_deadline else NEXT_DEADLINE.value_unset())
        workflow.upsert_search_attributes(shown)

    def _due(self) -> Moment | None:
        """The first thing whose time has come and that is not being done already."""
        now = workflow.now()
        return next((each for each, at in self._open() if at is None or at <= now), None)

    def _open(self) -> list[tuple[Moment, datetime | None]]:
        """Everything that is still to be seen to, and from when on, by the clock of the workflow's timers."""
        return [
            (each, self._put_off[key][1] if key in self._put_off else each.at and each.at - self._ahead)
            for each in self._moments
            if (key := _key(each)) not in self._doing
        ]

    async def _see_to(self, moment: Moment) -> None:
        if moment.kind == "deadline":
            await self._record_lapse(moment)
        else:
            # In the background: a notice that cannot be sent must not keep a deadline from being recorded.
            self._doing[_key(moment)] = asyncio.create_task(self._carry_out(moment), context=self._context)

    async def _record_lapse(self, moment: Moment) -> None:
        try:
            lapse: Lapse = await self._traced(
                workflow.execute_activity_method(
                    Attending.record_lapse,
                    args=[self._stream, moment.id, moment.due],
                    start_to_close_timeout=READ_TIMEOUT,
                    heartbeat_timeout=HEARTBEAT,
                    retry_policy=PATIENTLY,
                    summary=moment.summary,
                )
            )
        except ActivityError as error:
            await self._await_newer_version(error)
            return
        if lapse.outcome == "not-yet":
            wait = min(lapse.wait_seconds, LONGEST_CLOCK_WAIT_SECONDS)
            self._put_off[_key(moment)] = (0, workflow.now() + timedelta(seconds=wait))
        else:
            self._done(moment)

    async def _carry_out(self, moment: Moment) -> None:
        await workflow.execute_activity_method(
            Attending.carry_out,
            args=[self._stream, moment.id],
            start_to_close_timeout=DEED_TIMEOUT,
            heartbeat_timeout=HEARTBEAT,
            retry_policy=PATIENTLY,
            summary=moment.summary,
        )

    def _collect_deeds(self) -> None:
        """Take note of the duties that have been carried out since."""
        finished = {key: task for key, task in self._doing.items() if task.done()}
        for key, task in finished.items():
            del self._doing[key]
            failure = task.exception()
            if failure is not None and not _is_newer_version(failure):
                raise failure
            self._done(next((each for each in self._moments if _key(each) == key), None))

    def _done(self, moment: Moment | None) -> None:
        """Something was done: look again. Should it still be on the agenda then, leave it for a while."""
        self._looked = False
        if moment is None:
            return
        tries, _ = self._put_off.get(_key(moment), (0, None))
        self._put_off[_key(moment)] = (tries + 1, workflow.now() + _pause(NO_EFFECT_PAUSES, tries))

    async def _wait(self) -> None:
        """Until a nudge comes, a duty is done, or the next date arrives."""
        upcoming = min(
            ((at, each.summary) for each, at in self._open() if at is not None),
            default=(None, "nothing is due"),
        )
        self._set_alarm(*upcoming)
        await workflow.wait_condition(
            lambda: (
                self._news is not None
                or (self._alarm is not None and self._alarm.done())
                or any(task.done() for task in self._doing.values())
            )
        )

    def _set_alarm(self, at: datetime | None, summary: str) -> None:
        """One timer, left alone while the next date stays the same: most nudges do not change it."""
        if self._alarm is not None and not self._alarm.done():
            if self._alarm_at and at and abs(self._alarm_at - at) <= SAME_INSTANT:
                return
            self._alarm.cancel()
        self._alarm, self._alarm_at = None, at
        if at is not None:
            # In whole seconds, rounded up: a timer that rang a moment early would only have to be set again.
            seconds = -(-(at - workflow.now()) // timedelta(seconds=1))
            self._alarm = asyncio.create_task(workflow.sleep(seconds, summary=summary))

    async def _await_newer_version(self, error: ActivityError) -> None:
        """The record holds something that this version cannot read: say so, and ask again later or when nudged."""
        if not _is_newer_version(error):
            raise error
        self._say(f"Waiting for a newer Assay: {error.cause}")
        self._looked = False
        tries, _ = self._put_off.get("", (0, None))
        until = workflow.now() + _pause(NEWER_VERSION_PAUSES, tries)
        self._put_off[""] = (tries + 1, until)
        self._set_alarm(until, "waiting for a newer Assay")
        await workflow.wait_condition(
            lambda: self._news is not None or self._alarm is None or self._alarm.done()
        )

    def _say(self, trouble: str) -> None:
        """Show in Temporal's own pages where the stream stands and what keeps it."""
        self._trouble = trouble
        standing = self.standing()
        due = (
            f"{standing.awaited} by {standing.next_deadline:%Y-%m-%d %H:%M} UTC"
            if standing.next_deadline
            else ""
        )
        lines = [trouble, f"Stage: {standing.stage}", due, *(f"- {each}" for each in standing.waiting_for)]
        workflow.set_current_details("\n\n".join(each for each in lines if each))

    async def _traced(self, asked: Coroutine[Any, Any, T]) -> T:
        """Ask within the trace of the last nudge."""
        return await asyncio.create_task(asked, context=self._context)


def _key(moment: Moment) -> str:
    return f"{moment.kind} {moment.id} {moment.due}"


def _shown(agenda: Agenda) -> tuple[str, datetime | None]:
    return agenda.stage, agenda.deadlines[0].passes_at if agenda.deadlines else None


def _pause(pauses: tuple[timedelta, ...], tries: int) -> timedelta:
    return pauses[min(tries, len(pauses) - 1)]


def _is_newer_version(error: BaseException) -> bool:
    cause = error.cause if isinstance(error, ActivityError) else None
    return isinstance(cause, ApplicationError) and cause.type == "Unreadable"
