"""What Assay itself does for each kind of stream that has a workflow: lapses, notices, publication.

Each deed is done from the record as it stands, then recorded by a command like anybody else's. If it is interrupted
in between, it is done again; the record keeps it once.
"""

from collections.abc import Mapping

import structlog

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records, Standing
from activities.ports import Addressee, Documents, Notices
from activities.posting import PostRoom
from activities.privacy.personal import Personal
from activities.reports import Reports
from domain.action_plans.commands import RecordPlanDeadlinePassed, RecordPlanNoticeSent
from domain.action_plans.notices import plan_notice
from domain.action_plans.plan import ActionPlan
from domain.agenda import Agenda, Deadline, Duty
from domain.canonical import canonical, sha256_hex
from domain.cases.alerts.alert import Alerts
from domain.cases.alerts.commands import RecordAlertNotice, RecordAlertUnacknowledged
from domain.cases.alerts.notices import alert_notice
from domain.cases.streams import case_of
from domain.comments.commands import RecordCommentOverdue
from domain.comments.comment import Comment
from domain.deciders import REACTIONS, kind_of
from domain.given import Actor
from domain.inspections.commands import RecordDeadlinePassed, RecordNoticeSent, RecordPublication
from domain.inspections.events import PrintedFile
from domain.inspections.notices import Notice, notice_of
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.panels.commands import RecordPanelDeadlinePassed, RecordPanelNoticeSent
from domain.panels.notices import panel_notice
from domain.panels.state import Panel
from domain.people.duty import next_in_line, on_duty
from domain.people.roles import Role
from domain.programme.year.notices import programme_notice
from domain.programme.year.plan_commands import (
    RecordConsultationClosed,
    RecordInspectionStarted,
    RecordProgrammeNoticeSent,
)
from domain.programme.year.state import Programme
from domain.refusals import Refused
from domain.streams import code_in, inspection_stream, staff_stream
from domain.working_days import london_date

__all__ = [
    "MACHINERY",
    "ActionPlanOffice",
    "AlertOffice",
    "CommentOffice",
    "InspectionOffice",
    "PanelOffice",
    "ProgrammeOffice",
    "offices",
]

log = structlog.get_logger(__name__)

MACHINERY = Actor(id="assay", role=Role.MACHINERY, authenticated_by="assay")
"""Assay as an actor: it notes what has happened and never judges."""


class MachineryRefused(Exception):
    """The machinery's own command was refused: the agenda and the rules disagree, which somebody must look at."""


class _Office:
    """What the offices share: reading a stream, and giving the machinery's commands."""

    def __init__(self, desk: Desk, records: Records, notices: Notices, personal: Personal) -> None:
        self._desk = desk
        self._records = records
        self._post = PostRoom(desk, records, notices)
        self._personal = personal

    def agenda(self, stream: str) -> Agenda | None:
        """What is to be seen to for a stream; None if it is not on the record."""
        standing = self._standing(stream)
        return REACTIONS[kind_of(stream)](standing.state) if standing.head.version else None

    def _standing(self, stream: str) -> Standing:
        return self._records.read([stream])[stream]

    def _send(self, notice: Notice) -> tuple[str, ...]:
        """Send a notice to those who read it; to whom it went, opaque. Only here are addresses known."""
        return self._post.send(notice, self._readers(notice.to))

    def _readers(self, to: str) -> tuple[Addressee, ...]:
        """The contacts of a provider, or whoever on the staff acts in a role today."""
        if to.startswith("role-"):
            return self._personal.acting_as(Role(to.removeprefix("role-")), london_date(self._desk.now()))
        return () if to.startswith("body-") else self._personal.addressees(to)

    def _give(self, command: Command, what: str, version: int) -> None:
        """Give a command whose id follows from what it notes, the version it was found at, and the hour.

        The hour is there for a refusal whose cause lies outside the stream, such as a calendar that has come to its
        end: a refused id stays refused, and what was refused must be tried again once the cause is removed.
        """
        order = Order(f"{what}/{version}/{self._desk.now():%Y-%m-%dT%H}", command, MACHINERY)
        outcome = self._desk.give(order)
        if isinstance(outcome, Declined):
            raise MachineryRefused(f"{command.verb}: {outcome.refusal}")


def _digest(notice: Notice) -> str:
    return sha256_hex(canonical(notice.model_dump(mode="json")))


class InspectionOffice(_Office):
    """What Assay does for an inspection."""

    def __init__(
        self,
        *,
        desk: Desk,
        records: Records,
        reports: Reports,
        documents: Documents,
        notices: Notices,
        personal: Personal,
    ) -> None:
        """Set up the office.

        Args:
            desk: takes the commands that record what was done.
            records: the streams as states.
            reports: prints reports.
            documents: keeps published files.
            notices: sends notices.
            personal: opens the addresses to which they go.
        """
        super().__init__(desk, records, notices, personal)
        self._reports = reports
        self._documents = documents

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that a deadline has passed."""
        standing = self._standing(stream)
        command = RecordDeadlinePassed(inspection=_reference(stream), deadline=deadline.id, due=deadline.due)
        self._give(
            command, f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}", standing.head.version
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice or publish the report, and record it."""
        standing = self._standing(stream)
        state: Inspection = standing.state
        match duty.kind:
            case "send-notice":
                notice = notice_of(_reference(stream), state, duty.about)
                command: Command = RecordNoticeSent(
                    inspection=_reference(stream),
                    notice=duty.about,
                    document=_digest(notice),
                    to=self._send(notice),
                )
            case "publish-report":
                command = self._publish(_reference(stream), duty.about)
            case _:
                raise LookupError(f"an inspection has no duty of the kind {duty.kind}")
        self._give(command, f"{stream}/{duty.id}", standing.head.version)

    def _publish(self, inspection: str, report: str) -> RecordPublication:
        """Print and keep every file of the report. The same content is the same file, so a second time adds none."""
        try:
            printed = self._reports.print_all(inspection)
        except Refused as refused:
            raise MachineryRefused(f"publish-report: {refused.refusal}") from None
        files = tuple(
            PrintedFile(language=language, form=form, document=self._documents.keep(content))
            for language, form, content in printed
        )
        return RecordPublication(
            inspection=inspection, report=report, document=files[0].document, files=files
        )


class ActionPlanOffice(_Office):
    """What Assay does for an action plan."""

    def __init__(self, *, desk: Desk, records: Records, notices: Notices, personal: Personal) -> None:
        """Set up the office; see :class:`InspectionOffice` for what it is given."""
        super().__init__(desk, records, notices, personal)

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that the date of the plan, or of an action, has passed."""
        standing = self._standing(stream)
        command = RecordPlanDeadlinePassed(
            inspection=_reference(stream), deadline=deadline.id, due=deadline.due
        )
        self._give(
            command, f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}", standing.head.version
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice and record it."""
        if duty.kind != "send-notice":
            raise LookupError(f"an action plan has no duty of the kind {duty.kind}")
        standing = self._standing(stream)
        plan: ActionPlan = standing.state
        inspection: Inspection = self._standing(inspection_stream(_reference(stream))).state
        notice = plan_notice(inspection.known.provider, plan, duty.about)
        command = RecordPlanNoticeSent(
            inspection=_reference(stream),
            notice=duty.about,
            document=_digest(notice),
            to=self._send(notice),
        )
        self._give(command, f"{stream}/{duty.id}", standing.head.version)


class AlertOffice(_Office):
    """What Assay does for the alerts of a case."""

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that the day of an alert has ended and nobody has acknowledged it."""
        standing = self._standing(stream)
        command = RecordAlertUnacknowledged(
            case=case_of(stream), number=int(deadline.id.removeprefix("alert-")), due=deadline.due
        )
        self._give(
            command, f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}", standing.head.version
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice of an alert to whoever is on duty, and record who was told: or that nobody could be."""
        if duty.kind != "send-notice":
            raise LookupError(f"an alert has no duty of the kind {duty.kind}")
        standing = self._standing(stream)
        state: Alerts = standing.state
        alert = state.all[int(duty.about.partition("/")[0])]
        occasion = alert.owed
        if occasion is None or duty.about != f"{alert.raised.number}/{occasion}":
            return  # it was taken up, or went on, meanwhile
        notice = alert_notice(stream, alert, occasion)
        told, rota = self._tell(notice, but=staff_stream(alert.raised.by), late=occasion == "unacknowledged")
        command = RecordAlertNotice(
            case=case_of(stream),
            number=alert.raised.number,
            occasion=occasion,
            to=told,
            on_duty=rota,
            document=_digest(notice),
        )
        self._give(command, f"{stream}/{duty.id}", standing.head.version)

    def _tell(self, notice: Notice, *, but: str, late: bool) -> tuple[tuple[str, ...], bool]:
        """Who was told, by id, and whether by the rota: not whoever raised it, for they cannot take it up."""
        staff = {stream: each for stream, each in self._personal.staff().items() if stream != but}
        today = london_date(self._desk.now())
        rota, managers = on_duty(staff, today), next_in_line(staff, today)
        # One that nobody took up goes to both; one that was raised to the managers only where nobody on duty is told.
        for several in [(*rota, *managers)] if late else [rota, managers]:
            to = self._personal.reachable(dict.fromkeys(several))
            handed = self._post.send(notice, to) if to else ()
            if handed:
                return tuple(code_in(each, staff_stream) for each in handed), several[0] in rota
        self._post.send(notice, ())  # where notices are kept in a folder, it is at least there
        log.error("nobody could be told of an alert", notice=notice.id)
        return (), False


class CommentOffice(_Office):
    """What Assay does for a comment or complaint."""

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that the date for acknowledging or answering it has passed."""
        standing = self._standing(stream)
        state: Comment = standing.state
        awaited = next((each.id for each in state.deadlines if each.id == deadline.id), None)
        if awaited is None:
            return
        command = RecordCommentOverdue.model_validate(
            {"comment": stream, "awaited": awaited, "due": deadline.due}
        )
        self._give(
            command, f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}", standing.head.version
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Nothing: a comment has no duties."""
        raise LookupError(f"a comment has no duty of the kind {duty.kind}")


class PanelOffice(_Office):
    """What Assay does for a meeting of the ratings panel."""

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that the date for papers, or for the minutes, has passed."""
        standing = self._standing(stream)
        command = RecordPanelDeadlinePassed(panel=_reference(stream), deadline=deadline.id, due=deadline.due)
        self._give(
            command, f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}", standing.head.version
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice to the members and record it."""
        if duty.kind != "send-notice":
            raise LookupError(f"a panel has no duty of the kind {duty.kind}")
        standing = self._standing(stream)
        panel: Panel = standing.state
        notice = panel_notice(_reference(stream), panel, duty.about)
        to = self._personal.reachable(map(staff_stream, panel.members))
        command = RecordPanelNoticeSent(
            panel=_reference(stream),
            notice=duty.about,
            document=_digest(notice),
            to=self._post.send(notice, to),
        )
        self._give(command, f"{stream}/{duty.id}", standing.head.version)


class ProgrammeOffice(_Office):
    """What Assay does for a year's programme."""

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Record that the last day for responses to the draft has passed."""
        standing = self._standing(stream)
        command = RecordConsultationClosed(programme=_reference(stream), due=deadline.due)
        self._give(
            command, f"{stream}/passed/{deadline.id}/{deadline.due.isoformat()}", standing.head.version
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Start an inspection, or send a notice and record it."""
        standing = self._standing(stream)
        state: Programme = standing.state
        match duty.kind:
            case "start-inspection":
                assert duty.not_before is not None, "an inspection starts on a day"
                command: Command = RecordInspectionStarted(
                    programme=_reference(stream), inspection=duty.about, due=duty.not_before
                )
            case "send-notice":
                command = self._told(_reference(stream), state, duty.about)
            case _:
                raise LookupError(f"a programme has no duty of the kind {duty.kind}")
        self._give(command, f"{stream}/{duty.id}", standing.head.version)

    def _told(self, programme: str, state: Programme, code: str) -> RecordProgrammeNoticeSent:
        """Send a notice to the one reader whom it touches: somebody on the staff, or a provider's contacts."""
        notice, to = programme_notice(programme, state, code), state.notices[code].to
        read_by_staff = to.startswith("staff-")
        readers = self._personal.reachable([to]) if read_by_staff else self._readers(notice.to)
        return RecordProgrammeNoticeSent(
            programme=programme, notice=code, document=_digest(notice), to=self._post.send(notice, readers)
        )


def _reference(stream: str) -> str:
    return stream.removeprefix(f"{kind_of(stream)}-")


def offices(
    *,
    desk: Desk,
    records: Records,
    reports: Reports,
    documents: Documents,
    notices: Notices,
    personal: Personal,
) -> Mapping[
    str, InspectionOffice | ActionPlanOffice | AlertOffice | CommentOffice | PanelOffice | ProgrammeOffice
]:
    """Every office, by the kind of stream it is for."""
    return {
        "inspection": InspectionOffice(
            desk=desk,
            records=records,
            reports=reports,
            documents=documents,
            notices=notices,
            personal=personal,
        ),
        "action-plan": ActionPlanOffice(desk=desk, records=records, notices=notices, personal=personal),
        "alert": AlertOffice(desk, records, notices, personal),
        "comment": CommentOffice(desk, records, notices, personal),
        "panel": PanelOffice(desk, records, notices, personal),
        "programme": ProgrammeOffice(desk, records, notices, personal),
    }
