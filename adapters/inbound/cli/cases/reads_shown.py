"""``assay case differences`` and ``alerts``: what became of the reads, for those who may see it."""

from typing import Any

import typer

from activities.privacy.personal import AlertShown
from adapters.inbound.acting import my_id
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.privacy.sights import Sight, sees, who_looks
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.alerts import who_is_told
from adapters.inbound.shown.cases.reads import pairs
from adapters.inbound.shown.inspections import inspection_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.alerts.alert import Alert, Alerts
from domain.cases.second_reads.state import differences, whose
from domain.streams import inspection_stream

__all__ = ["add_shown"]


def add_shown(group: typer.Typer, summon: Summon) -> None:
    """Add the commands."""
    _add_differences(group, summon)
    _add_alerts(group, summon)


def _add_differences(group: typer.Typer, summon: Summon) -> None:
    @group.command("differences")
    def differences_(inspection: Reference, as_json: AsJson = False) -> None:
        """List the answers that two readers of a case gave differently, and what the quality lead decided.

        Only of cases of which both reads are in: of the others nothing is said.

        Example: assay case differences nps-nw-2026
        """
        services = summon()
        state = inspection_of(services, inspection)
        found, waiting = [], 0
        for case, first, second in pairs(services, state):
            waiting += first.blind
            counts = whose(first, second)
            for question in differences(first, second):
                found.append(
                    {
                        "case": case,
                        "question": question,
                        "first": first.answers[question],
                        "second": second.answers[question],
                        "decided": second.decided.get(question),
                        "counts": counts[question] if question in second.decided else None,
                    }
                )
        if as_json:
            say_json({"inspection": inspection, "differences": found, "cases_not_in": waiting})
            return
        if found:
            table(
                ("case", "question", "first", "second", "decided", "whose counts"),
                [list(each.values()) for each in found],
            )
        left = sum(each["decided"] is None for each in found)
        say(
            f"{len(found)} differences, {left} to be decided; {waiting} cases of which the two reads are not in."
        )


def _add_alerts(group: typer.Typer, summon: Summon) -> None:
    @group.command("alerts")
    def alerts(inspection: Reference, role: Sight = None, as_json: AsJson = False) -> None:
        """List the alerts of an inspection: what a case shows, who was told and when, who took it up and what is done.

        What it shows, and what is done about it, is left out for a role that may not be shown notes on a case, and for
        a reader of the case where somebody wrote it who has not the same read, until both reads are in. To whom it is
        shown before that is noted, for they are then not given the other read.

        Example: assay case alerts nps-nw-2026 --role lead-inspector
        """
        services = summon()
        inspection_of(services, inspection)
        shown = sees(role, "case-note", inspection_stream(inspection))
        found = _alerts(services, inspection, shown=shown)
        if as_json:
            say_json({"inspection": inspection, "alerts": found})
        elif not found:
            say("There is none.")
        else:
            for each in found:
                _tell_alert(each, shown=shown)


def _tell_alert(each: dict[str, Any], *, shown: bool) -> None:
    say(f"{each['case']}, alert {each['number']}: {each['status']}; by the end of {each['due']}")
    say(f"  raised by {each['raised_by']} at {each['raised_at']}")
    if "what" in each:
        say(f"  {each['what']}")
    elif shown:
        say("  what it shows is kept from you until both reads are in; ask the lead inspector")
    for told in each["told"]:
        late = ", not on the day of the alert: tell the same day" if told["late"] else ""
        say(f"  told: {told['who']} at {told['at']}{late}")
    if each["to_be_told"] is not None:
        who = (
            ", ".join(each["called"].values())
            or "whoever can be reached, for nobody on duty or in the line can be"
        )
        say(f"  NOBODY HAS BEEN TOLD. To be told: {who}; note it with assay case tell")
    taken = each["taken_up"]
    if taken is not None:
        say(f"  taken up by {taken['by']}, {taken['role']}, at {taken['at']}")
        if "action" in taken:
            say(f"  done about it: {taken['action']}")
        elif shown:
            say("  what is done about it is kept from you until both reads are in; ask the lead inspector")


def _alerts(services: Services, inspection: str, *, shown: bool) -> list[dict[str, Any]]:
    found = []
    for stream, state in services.records.every("alert", Alerts).items():
        if not any(each.raised.inspection == inspection for each in state.all.values()):
            continue
        said = services.personal.alerts(stream, words=shown)
        found += [_alert(services, alert, said[number], shown=shown) for number, alert in state.all.items()]
    return found


def _alert(services: Services, alert: Alert, said: AlertShown, *, shown: bool) -> dict[str, Any]:
    raised, taken = alert.raised, said.taken_up
    words = shown and not services.apart.alert_withheld(raised.case, raised.by, my_id())
    if words:
        services.shown_reads.with_alert(raised.case, my_id(), by=raised.by)
    done = words and taken is not None and not services.apart.alert_withheld(raised.case, taken.by, my_id())
    if done and taken is not None:
        services.shown_reads.with_alert(raised.case, my_id(), by=taken.by)
    first = who_is_told(services, raised.due, who_looks(), but=raised.by).first if alert.untold else {}
    acknowledged = None
    if taken is not None:
        acknowledged = {"by": taken.by, "role": taken.role, "at": taken.at.isoformat()}
        acknowledged |= {"action": taken.action} if done and taken.action is not None else {}
    return {
        "case": raised.case,
        "number": raised.number,
        "due": raised.due,
        "status": "acknowledged"
        if alert.acknowledged
        else "escalated"
        if alert.escalated
        else "not acknowledged",
        "raised_by": raised.by,
        "raised_at": said.at.isoformat(),
        **({"what": said.what} if words else {}),
        "told": [
            {"who": each.who, "at": each.at.isoformat(), "late": each in alert.late} for each in alert.told
        ],
        "to_be_told": list(first) if alert.untold else None,
        "called": dict(first),
        "taken_up": acknowledged,
    }
