"""What Assay itself does for each kind of stream that has a workflow: lapses, notices, publication.

Each deed is done from the record as it stands, then recorded by a command like anybody else's. If it is interrupted
in between, it is done again; the record keeps it once.
"""

from collections.abc import Mapping

import structlog

from activities.commanding.desk import Desk
from activities.commanding.records import Records
from activities.conducting.office import MachineryRefused, OfficeBase, Readers, digest_of
from activities.ports import Documents, Notices
from activities.privacy.bodies import Bodies
from activities.privacy.personal import Personal
from activities.reporting.embargoed import EmbargoedCopies
from activities.reporting.reports import Reports
from domain.action_plans.commands import RecordPlanDeadlinePassed, RecordPlanNoticeSent
from domain.action_plans.notices import plan_notice
from domain.action_plans.plan import ActionPlan
from domain.agenda import Deadline, Duty
from domain.cases.alerts.alert import Alerts
from domain.cases.alerts.commands import RecordAlertNotice, RecordAlertUnacknowledged
from domain.cases.alerts.notices import alert_notice
from domain.cases.streams import case_of
from domain.comments.commands import RecordCommentNoticeSent, RecordCommentOverdue
from domain.comments.comment import Comment
from domain.comments.events import CommentNotice
from domain.comments.notices import comment_notice
from domain.deciders import kind_of
from domain.inspections.commands import RecordDeadlinePassed, RecordNoticeSent, RecordPublication
from domain.inspections.events import PrintedFile
from domain.inspections.notices import Notice, notice_of, reader_of
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
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
from domain.providers.provider import Provider
from domain.refusals import Refused
from domain.streams import code_in, inspection_stream, plan_in, provider_stream, staff_stream
from domain.working_days import london_date

__all__ = [
    "ActionPlanOffice",
    "AlertOffice",
    "CommentOffice",
    "InspectionOffice",
    "PanelOffice",
    "ProgrammeOffice",
    "offices",
]

log = structlog.get_logger(__name__)


class InspectionOffice(OfficeBase):
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
        bodies: Bodies,
        copies: EmbargoedCopies,
    ) -> None:
        """Set up the office.

        Args:
            desk: takes the commands that record what was done.
            records: the streams as states.
            reports: prints reports.
            documents: keeps published files.
            notices: sends notices.
            personal: opens the addresses to which they go.
            bodies: opens the addresses of bodies.
            copies: gives bodies an address at which they read a report under embargo.
        """
        super().__init__(desk, records, notices, personal, bodies)
        self._copies = copies
        self._reports = reports
        self._documents = documents

    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """That a deadline has passed."""
        return RecordDeadlinePassed(inspection=_reference(stream), deadline=deadline.id, due=deadline.due)

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice or publish the report, and record it."""
        standing = self._standing(stream)
        state: Inspection = standing.state
        match duty.kind:
            case "send-notice":
                command: Command = self._told(_reference(stream), state, duty.about)
            case "publish-report":
                command = self._publish(_reference(stream), duty.about)
            case _:
                raise LookupError(f"an inspection has no duty of the kind {duty.kind}")
        self._give(command, f"{stream}/{duty.id}", standing.head.version)

    def _told(self, inspection: str, state: Inspection, code: str) -> RecordNoticeSent:
        """Send a notice to those who read it; one of a copy under embargo, with where that is read."""
        to = reader_of(state, code)
        readers = self._readers(to)
        address = None
        if state.notices[code] == "embargo" and readers.them:
            address = self._copies.address(inspection, code, to.removeprefix("body-"))
        notice = notice_of(inspection, state, code, readers.languages, address)
        return RecordNoticeSent(
            inspection=inspection,
            notice=code,
            document=digest_of(notice),
            to=self._post.send(notice, readers.them),
        )

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


class ActionPlanOffice(OfficeBase):
    """What Assay does for an action plan."""

    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """That the date of the plan, or of an action, has passed."""
        inspection, whose = plan_in(stream)
        return RecordPlanDeadlinePassed(
            inspection=inspection, provider=whose, deadline=deadline.id, due=deadline.due
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice and record it."""
        if duty.kind != "send-notice":
            raise LookupError(f"an action plan has no duty of the kind {duty.kind}")
        standing = self._standing(stream)
        plan: ActionPlan = standing.state
        code, whose = plan_in(stream)
        inspection: Inspection = self._standing(inspection_stream(code)).state
        provider = now_of(inspection, plan.provider)
        readers = self._readers(provider)
        notice = plan_notice(provider, plan, duty.about, readers.languages, stream)
        command = RecordPlanNoticeSent(
            inspection=code,
            provider=whose,
            notice=duty.about,
            document=digest_of(notice),
            to=self._post.send(notice, readers.them),
        )
        self._give(command, f"{stream}/{duty.id}", standing.head.version)


class AlertOffice(OfficeBase):
    """What Assay does for the alerts of a case."""

    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """That the day of an alert has ended and nobody has acknowledged it."""
        number = int(deadline.id.removeprefix("alert-"))
        return RecordAlertUnacknowledged(case=case_of(stream), number=number, due=deadline.due)

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
            document=digest_of(notice),
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


_SEES_TO_COMMENTS = f"role-{Role.OPERATIONS_MANAGER.value}"
"""Who is told of comments: those who are shown every one of them, whatever interests they have."""


class CommentOffice(OfficeBase):
    """What Assay does for a comment or complaint."""

    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """That the date for acknowledging or answering it has passed."""
        return RecordCommentOverdue.model_validate(
            {"comment": stream, "awaited": deadline.id, "due": deadline.due}
        )

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Send a notice to those who see to comments, to whoever looks into it or sent it, and record it."""
        if duty.kind != "send-notice":
            raise LookupError(f"a comment has no duty of the kind {duty.kind}")
        standing = self._standing(stream)
        state: Comment = standing.state
        code = next((each for each in state.owed if state.about(each) == duty.about), None)
        if code is None:
            return  # it was seen to meanwhile, or is somebody else's by now
        readers = self._told_of(state, code)
        notice = comment_notice(stream, state, code, readers.languages)
        command = RecordCommentNoticeSent(
            comment=stream,
            notice=code,
            document=digest_of(notice),
            to=self._post.send(notice, readers.them),
            assignment=state.assigned if code == "assigned" else None,
        )
        self._give(command, f"{stream}/{duty.id}", standing.head.version)

    def _told_of(self, state: Comment, code: CommentNotice) -> Readers:
        match code:
            case "answered":
                return self._sender(state)
            case "assigned":
                return Readers(self._personal.reachable([staff_stream(state.reviewer or "")]))
            case _:
                return self._readers(_SEES_TO_COMMENTS)

    def _sender(self, state: Comment) -> Readers:
        """The contact who sent it, who alone is shown what became of it, written to as their provider is."""
        sender = state.received.sender if state.received else None
        shown = self._personal.contacts([sender] if sender else [])
        if not shown:
            return Readers(())
        provider: Provider = self._standing(provider_stream(shown[0].provider)).state
        return Readers(self._personal.reachable([shown[0].person]), provider.languages)


class PanelOffice(OfficeBase):
    """What Assay does for a meeting of the ratings panel."""

    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """That the date for papers, or for the minutes, has passed."""
        return RecordPanelDeadlinePassed(panel=_reference(stream), deadline=deadline.id, due=deadline.due)

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
            document=digest_of(notice),
            to=self._post.send(notice, to),
        )
        self._give(command, f"{stream}/{duty.id}", standing.head.version)


class ProgrammeOffice(OfficeBase):
    """What Assay does for a year's programme."""

    def _lapsed(self, stream: str, deadline: Deadline) -> Command:
        """That the last day for responses to the draft has passed."""
        return RecordConsultationClosed(programme=_reference(stream), due=deadline.due)

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
        to = state.notices[code].to
        read_by_staff = to.startswith("staff-")
        readers = (
            Readers(self._personal.reachable([to]))
            if read_by_staff
            else self._readers(code_in(to, provider_stream))
        )
        notice = programme_notice(programme, state, code, readers.languages)
        sent = self._post.send(notice, readers.them)
        return RecordProgrammeNoticeSent(
            programme=programme, notice=code, document=digest_of(notice), to=sent
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
    bodies: Bodies,
    copies: EmbargoedCopies,
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
            bodies=bodies,
            copies=copies,
        ),
        "action-plan": ActionPlanOffice(desk, records, notices, personal, bodies),
        "alert": AlertOffice(desk, records, notices, personal, bodies),
        "comment": CommentOffice(desk, records, notices, personal, bodies),
        "panel": PanelOffice(desk, records, notices, personal, bodies),
        "programme": ProgrammeOffice(desk, records, notices, personal, bodies),
    }
