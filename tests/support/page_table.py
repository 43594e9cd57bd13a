"""Every page's template with its states, and how each is reached: what tests/pages/test_every_template.py opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ELSEWHERE", "INCLUDED", "TABLE", "Row"]


@dataclass(frozen=True)
class Row:
    """A state of a template.

    Attributes:
        state: what is so in it.
        who: who opens it: as they are called on the ground, or among its names; nobody signed in if empty.
        at: its address, with what is drawn anew each time by name.
        on: which ground.
        empty: whether its form is sent with nothing in it, besides: it comes back with what is wrong.
        status: the answer's.
        deed: what is done on it, before it is looked at: by its name in the test.
        after: what is done on it once it was looked at, in the same way.
    """

    state: str
    who: str
    at: str
    on: str = "example"
    empty: bool = False
    status: int = 200
    deed: str = ""
    after: str = ""


INCLUDED = frozenset({"case_around.html", "case_page.html", "giving.html", "sides.html"})
"""Parts of other pages, which lie beside them; no page is made of one alone."""

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "agreement_reviewing.html": "e2e/test_agreement_over_period.py",
        "embargoed.html": "pages/test_every_template.py",
        "follow_up_comparing.html": "pages/test_follow_ups.py",
        "inspection_excluding.html": "pages/test_inspection_lists.py",
        "inspection_follow_up.html": "pages/test_follow_ups.py",
        "inspection_without_plan.html": "e2e/test_follow_up_of_2005.py",
        "trouble.html": "pages/test_accessible.py",
        "unreached.html": "pages/test_accessible.py",
    }
)
"""Templates of which every state needs a record of its own: the test that makes it looks at them, by the same rules."""

MANAGER, AUDITOR, QUALITY, LEAD, ASSISTANT = (
    "operations-manager",
    "auditor",
    "quality-lead",
    "lead",
    "assistant",
)
NOBODY = ""
YEAR = "/programme/coming-year"

AUDIT = {
    "agreement.html": (
        Row("of an inspection whose reads are in", QUALITY, "/inspections/crc-downs/agreement"),
        Row("of one of which nothing is read", QUALITY, "/inspections/division-north/agreement"),
    ),
    "agreement_over_period.html": (
        Row("of the usual period", QUALITY, "/agreement"),
        Row(
            "with an impossible day",
            QUALITY,
            "/agreement?first-day=31&first-month=2&first-year=2026",
            status=422,
        ),
        Row(
            "of a period in which nothing was read",
            QUALITY,
            "/agreement?first-day=1&first-month=2&first-year=2016&last-day=1&last-month=3&last-year=2016",
        ),
    ),
    "audit.html": (
        Row("with inspections", AUDITOR, "/audit"),
        Row("with none", AUDITOR, "/audit", "new"),
    ),
    "audit_steps.html": (
        Row("the last step of one that is closed", AUDITOR, "/audit/inspections/division-capital"),
        Row("the first step", AUDITOR, "/audit/inspections/division-capital?step=1"),
        Row("one without ratings yet", AUDITOR, "/audit/inspections/division-north"),
        Row("its first event was changed", AUDITOR, "/audit/inspections/division-east", "broken"),
    ),
    "audit_between.html": (
        Row(
            "between two steps",
            AUDITOR,
            "/audit/inspections/division-capital/between?one=2&other=40",
        ),
        Row(
            "between a step and itself",
            AUDITOR,
            "/audit/inspections/division-capital/between?one=2&other=2",
        ),
    ),
    "audit_between_asked.html": (
        Row("which is to be told", AUDITOR, "/audit/inspections/division-capital/between", status=422),
    ),
    "audit_broken.html": (
        Row("why", AUDITOR, "/audit/inspections/division-east/why", "broken"),
        Row("what if", AUDITOR, "/audit/inspections/division-east/what-if", "broken"),
    ),
    "audit_find.html": (
        Row("before anything is asked", AUDITOR, "/audit/find"),
        Row("judgements", AUDITOR, "/audit/find?query=judgements"),
        Row("what is overdue", AUDITOR, "/audit/find?query=overdue"),
        Row("nothing found", AUDITOR, "/audit/find?query=overdue", "new"),
    ),
    "audit_looks.html": (
        Row("with looks", AUDITOR, "/audit/looks"),
        Row("with none", AUDITOR, "/audit/looks", "new"),
    ),
    "audit_verify.html": (
        Row("not asked yet", AUDITOR, "/audit/verify"),
        Row("verified", AUDITOR, "/audit/verify", deed="pressed"),
    ),
    "audit_release.html": (
        Row("released", MANAGER, "/audit/inspections/division-capital/release"),
        Row("not published yet", MANAGER, "/audit/inspections/crc-valley/release"),
    ),
    "audit_what_if.html": (
        Row("as it is", AUDITOR, "/audit/inspections/division-capital/what-if"),
        Row("with another rounding", AUDITOR, "/audit/inspections/division-capital/what-if?rounding=half_up"),
        Row(
            "with what cannot be read",
            AUDITOR,
            "/audit/inspections/division-capital/what-if?answers=nonsense",
        ),
    ),
    "audit_why.html": (Row("the overall rating", AUDITOR, "/audit/inspections/division-capital/why"),),
    "audit_why_not.html": (Row("nothing is derived yet", AUDITOR, "/audit/inspections/crc-valley/why"),),
}

CASES = {
    "allocating.html": (
        Row("without a staff record", LEAD, "/inspections/crc-valley/cases/allocate"),
        Row("second reads", LEAD, "/inspections/crc-valley/cases/allocate-second"),
    ),
    "case.html": (
        Row("nobody's", "reader", "/cases/{free}"),
        Row("begun", "reader", "/cases/{begun}"),
        Row("with something held", "reader", "/cases/{held}"),
        Row("finished", "whole_reader", "/cases/{whole}"),
        Row("for its second reader", "second", "/cases/{blind}/second"),
    ),
    "case_alert.html": (Row("to be raised", "reader", "/cases/{free}/alert", empty=True),),
    "case_alerts.html": (
        Row("raised", "reader", "/cases/{begun}/alerts"),
        Row("none", "reader", "/cases/{free}/alerts"),
        Row("for whoever takes it up", LEAD, "/cases/{begun}/alerts"),
    ),
    "case_apart.html": (Row("kept apart", MANAGER, "/cases/{blind}"),),
    "case_classification.html": (Row("to be noted", "reader", "/cases/{begun}/classification"),),
    "case_command.html": (
        Row("to be given to somebody", LEAD, "/cases/{free}/do/allocate-case", empty=True),
        Row("a reference", "reader", "/cases/{begun}/do/note-reference", empty=True),
    ),
    "case_difference.html": (
        Row("to be settled", QUALITY, "/cases/{waiting}/differences/{waiting_question}", empty=True),
    ),
    "case_differences.html": (Row("both reads in", QUALITY, "/cases/{both}/differences"),),
    "case_finish.html": (
        Row("with much unanswered", "reader", "/cases/{begun}/finish"),
        Row("its second read", "second", "/cases/{blind}/second/finish"),
    ),
    "case_held.html": (
        Row("something is held", "reader", "/cases/{held}/held", empty=True),
        Row("nothing is", "reader", "/cases/{begun}/held"),
    ),
    "case_interview.html": (Row("not yet held", "reader", "/cases/{begun}/interview", empty=True),),
    "case_question.html": (
        Row("unanswered", "reader", "/cases/{free}/questions/{question}"),
        Row("answered", "reader", "/cases/{begun}/questions/{other_question}"),
        Row("of a second read", "second", "/cases/{blind}/second/questions/{blind_question}"),
        Row("finished", "whole_reader", "/cases/{whole}/questions/{question}"),
    ),
    "case_replacing.html": (Row("to be replaced", LEAD, "/cases/{free}/replace", empty=True),),
    "cases.html": (
        Row("with cases", "reader", "/cases"),
        Row("with none", "inspector", "/cases", "new"),
    ),
    "cases_finished.html": (
        Row("with some", "reader", "/cases/finished"),
        Row("with none", "inspector", "/cases/finished", "new"),
    ),
    "cases_finished_in.html": (Row("of an inspection", "reader", "/cases/finished/crc-valley"),),
    "differences.html": (
        Row("waiting", QUALITY, "/inspections/crc-valley/differences"),
        Row("none", QUALITY, "/inspections/division-north/differences"),
    ),
    "exercise.html": (
        Row("open", "reader", "/exercises/autumn"),
        Row("closed", "reader", "/exercises/winter"),
        Row("open, for who keeps it", QUALITY, "/exercises/autumn"),
    ),
    "exercise_answering.html": (Row("to be answered", "reader", "/exercises/autumn/answer", empty=True),),
    "exercises.html": (
        Row("with some", QUALITY, "/exercises"),
        Row("with none", "inspector", "/exercises", "new"),
    ),
}

INSPECTIONS = {
    "announcing.html": (Row("to be announced", MANAGER, "/inspections/announce", empty=True),),
    "inspections.html": (
        Row("with some", MANAGER, "/inspections"),
        Row("with none", MANAGER, "/inspections", "new"),
    ),
    "inspection.html": (
        *(
            Row(each, MANAGER, f"/inspections/{each}")
            for each in (
                *("division-north", "crc-coast", "crc-valley", "crc-moors", "division-midlands"),
                *("division-east", "division-capital", "crc-forest", "crc-lakes"),
            )
        ),
        Row("for its lead", LEAD, "/inspections/crc-valley"),
    ),
    "inspection_asking.html": (
        Row("to be asked", "lead", "/inspections/division-north/evidence/request", empty=True),
    ),
    "inspection_cases.html": (
        Row("being read", LEAD, "/inspections/crc-valley/cases"),
        Row("not drawn yet", LEAD, "/inspections/division-north/cases"),
    ),
    "inspection_enquiries.html": (
        Row("with some", LEAD, "/inspections/crc-valley/enquiries"),
        Row("with none", LEAD, "/inspections/division-north/enquiries"),
    ),
    "inspection_evidence.html": (
        Row("overdue", LEAD, "/inspections/division-west/evidence"),
        Row("none asked for", LEAD, "/inspections/division-north/evidence"),
        Row("all there", LEAD, "/inspections/division-capital/evidence"),
    ),
    "inspection_list.html": (
        Row("drawn", LEAD, "/inspections/crc-valley/lists/supervised-cases"),
        Row("not handed in", LEAD, "/inspections/division-north/lists/supervised-cases"),
        Row("handed in, and not closed", LEAD, "/inspections/division-west/lists/{open_list}"),
        Row(
            "with a public draw of which too little is said",
            LEAD,
            "/inspections/division-west/lists/{open_list}",
            status=422,
            deed="half_a_draw",
        ),
        Row(
            "closed, with a public draw that is yet to come",
            LEAD,
            "/inspections/division-west/lists/{closed_list}",
        ),
    ),
    "inspection_lists.html": (
        Row("one handed in and one closed, none drawn", LEAD, "/inspections/division-west/lists"),
        Row("drawn", LEAD, "/inspections/crc-valley/lists"),
        Row("not handed in", LEAD, "/inspections/division-north/lists"),
    ),
    "inspection_plan.html": (
        Row("awaited", "lead-inspector", "/inspections/division-east/plan"),
        Row("being carried out", LEAD, "/inspections/crc-rivers/plan"),
        Row("over", "lead-inspector", "/inspections/division-capital/plan"),
    ),
    "inspection_prompt.html": (
        Row("nothing found yet", LEAD, "/inspections/division-west/prompts"),
        Row("of one just announced", LEAD, "/inspections/division-north/prompts"),
    ),
    "inspection_ratings.html": (
        Row("as they form", LEAD, "/inspections/crc-moors/ratings"),
        Row("none yet", LEAD, "/inspections/division-north/ratings"),
        Row("decided", LEAD, "/inspections/division-capital/ratings"),
    ),
    "inspection_team.html": (
        Row("with a team", LEAD, "/inspections/crc-valley/team"),
        Row("with a lead alone", MANAGER, "/inspections/division-north/team"),
    ),
    "report.html": (
        Row("drafted", LEAD, "/inspections/division-midlands/report"),
        Row("signed", LEAD, "/inspections/crc-downs/report"),
        Row("published", LEAD, "/inspections/division-capital/report"),
        Row("none yet", LEAD, "/inspections/division-north/report"),
    ),
    "report_sign.html": (
        Row("signed already", "chief-inspector", "/inspections/crc-downs/report/sign"),
        Row("not to be signed", "chief-inspector", "/inspections/division-midlands/report/sign"),
    ),
    "time_line.html": (
        Row("long", MANAGER, "/inspections/division-capital/time-line"),
        Row("short", MANAGER, "/inspections/division-north/time-line"),
    ),
    "command.html": (
        Row("to be deferred", MANAGER, "/inspections/crc-valley/do/defer-inspection", empty=True),
    ),
}

PANELS = {
    "panels.html": (Row("with some", MANAGER, "/panels"), Row("with none", MANAGER, "/panels", "new")),
    "panel.html": (
        Row("called", "panel-chair", "/panels/crc-moors-ratings"),
        Row("over", "panel-chair", "/panels/division-capital-ratings"),
        Row("for the manager", MANAGER, "/panels/crc-moors-ratings"),
    ),
    "panel_command.html": (Row("to be called", MANAGER, "/panels/do/convene-panel", empty=True),),
    "pack.html": (
        Row("before the meeting", "panel-chair", "/panels/crc-moors-ratings/items/crc-moors"),
        Row("after it", "panel-chair", "/panels/division-capital-ratings/items/division-capital"),
    ),
    "decision.html": (
        Row("to be decided", "panel-chair", "/panels/crc-moors-ratings/items/crc-moors/decide", empty=True),
    ),
    "minutes.html": (Row("approved", "panel-chair", "/panels/division-capital-ratings/minutes"),),
}

PROGRAMME = {
    "programmes.html": (
        Row("with one", MANAGER, "/programme"),
        Row("with none", MANAGER, "/programme", "new"),
        Row("for who inspects", "lead", "/programme", "year"),
    ),
    "programme.html": (
        Row("a draft that is out", MANAGER, YEAR),
        Row("published", MANAGER, "/programme/2018", "year"),
        Row("for who inspects", "lead", "/programme/2018", "year"),
        Row("for who audits", AUDITOR, YEAR),
    ),
    "programme_changes.html": (
        Row("nothing said yet", MANAGER, "/programme/2018/changes", "year"),
        Row("of a draft", MANAGER, f"{YEAR}/changes"),
    ),
    "programme_conflicts.html": (
        Row("with some", MANAGER, f"{YEAR}/conflicts"),
        Row("for who audits", AUDITOR, f"{YEAR}/conflicts"),
        Row("with an interest", MANAGER, "/programme/2018/conflicts", "year"),
    ),
    "programme_lost.html": (
        Row("made before a start anew", MANAGER, f"{YEAR}/making/{'0' * 32}", status=404),
    ),
    "programme_lots.html": (Row("drawn", MANAGER, f"{YEAR}/lots/youth-cycle-2018"),),
    "programme_pins.html": (
        Row("with some", MANAGER, f"{YEAR}/pins"),
        Row("with none", MANAGER, "/programme/2018/pins", "year"),
    ),
    "programme_plan.html": (
        Row("accepted", MANAGER, f"{YEAR}/plans/{{plan}}"),
        Row("for who audits", AUDITOR, f"{YEAR}/plans/{{plan}}"),
    ),
    "programme_planning.html": (
        Row("to be planned", MANAGER, f"{YEAR}/plan", empty=True),
        Row("published already", MANAGER, "/programme/2018/plan", "year"),
    ),
    "programme_plans.html": (
        Row("with one", MANAGER, f"{YEAR}/plans"),
        Row("published", MANAGER, "/programme/2018/plans", "year"),
    ),
    "programme_published.html": (
        Row("for the manager", MANAGER, "/programme/2018/published", "year"),
        Row("for who inspects", "lead", "/programme/2018/published", "year"),
    ),
    "programme_record.html": (Row("a plan made anew", MANAGER, f"{YEAR}/making/{{work}}/record"),),
    "programme_responses.html": (
        Row("with some", MANAGER, f"{YEAR}/responses"),
        Row("for an assistant", ASSISTANT, f"{YEAR}/responses"),
        Row("with none", MANAGER, "/programme/2018/responses", "year"),
        Row("for who audits", AUDITOR, f"{YEAR}/responses"),
    ),
    "programme_selection.html": (
        Row("by two rules", MANAGER, f"{YEAR}/selection"),
        Row("with none", MANAGER, "/programme/2018/selection", "year"),
    ),
    "programme_time_line.html": (
        Row("of a draft", MANAGER, f"{YEAR}/time-line"),
        Row("of a published one", MANAGER, "/programme/2018/time-line", "year"),
    ),
    "programme_unplaced.html": (
        Row("with one", MANAGER, f"{YEAR}/unplaced"),
        Row("with none", MANAGER, "/programme/2018/unplaced", "year"),
    ),
    "programme_why.html": (
        Row(
            "without a place",
            MANAGER,
            f"{YEAR}/why?inspection=thematic-resettlement&by_hand=yes",
            deed="worked_out",
        ),
        Row(
            "in another place",
            MANAGER,
            f"{YEAR}/why?inspection=pilot-remote-reading&by_hand=yes",
            deed="worked_out",
        ),
    ),
    "programme_work.html": (
        Row("made", MANAGER, f"{YEAR}/making/{{work}}"),
        Row("in the making", MANAGER, f"{YEAR}/plan", deed="planned", after="stopped"),
    ),
    "programme_year.html": (
        *(Row(f"by {each}", MANAGER, f"{YEAR}/year?by={each}") for each in ("week", "provider", "person")),
        Row("published", MANAGER, "/programme/2018/year", "year"),
    ),
}

PROVIDERS = {
    "provider.html": tuple(
        Row(each, f"contact of {each}", f"/provider/{each}")
        for each in (
            *("division-north", "crc-coast", "division-west", "crc-valley", "division-midlands"),
            *("division-east", "crc-rivers", "division-capital", "crc-forest", "crc-lakes"),
        )
    ),
    "provider_action.html": (
        Row("being carried out", "contact of crc-rivers", "/provider/crc-rivers/actions/a1", empty=True),
    ),
    "provider_all.html": (
        Row("with none", "contact of nobody inspected", "/provider"),
        Row("with two", "contact of division-capital", "/provider"),
    ),
    "provider_draft.html": (
        Row("a draft", "contact of division-midlands", "/provider/division-midlands/draft", empty=True),
    ),
    "provider_comments.html": (Row("with none", "contact of crc-rivers", "/provider/crc-rivers/comments"),),
    "provider_evidence.html": (
        Row("received", "contact of crc-coast", "/provider/crc-coast/evidence/business-plan"),
        Row("overdue", "contact of division-west", "/provider/division-west/evidence/{overdue}", empty=True),
    ),
    "provider_form.html": (
        Row("a comment", "contact of crc-rivers", "/provider/crc-rivers/comment", empty=True),
        Row("more time", "contact of crc-coast", "/provider/crc-coast/more-time", empty=True),
        Row(
            "an end to the check", "contact of division-midlands", "/provider/division-midlands/draft/confirm"
        ),
    ),
    "list_replacing.html": (
        Row(
            "drawn",
            "contact of crc-valley",
            "/provider/crc-valley/cases/supervised-cases/replace",
        ),
    ),
    "provider_list.html": (
        Row("handed in", "contact of crc-valley", "/provider/crc-valley/cases/supervised-cases"),
        Row("asked for", "contact of crc-coast", "/provider/crc-coast/cases/supervised-cases"),
    ),
    "provider_plan.html": (Row("to be made", "contact of division-east", "/provider/division-east/plan"),),
    "provider_planned.html": (Row("a draft", "contact of crc-rivers", "/planned"),),
    "provider_time_line.html": (
        Row("of one that is closed", "contact of division-capital", "/provider/division-capital/time-line"),
    ),
}

RESULTS = {
    "results.html": (
        Row("with some", NOBODY, "/results"),
        Row("nothing found", NOBODY, "/results?q=nowhere"),
        Row("none published", NOBODY, "/results", "new"),
    ),
    "results_inspection.html": (
        Row("with a dossier", NOBODY, "/results/inspections/division-capital"),
        Row("with a plan awaited", NOBODY, "/results/inspections/division-east"),
    ),
    "results_national.html": (
        Row("with some", NOBODY, "/results/national"),
        Row("with none", NOBODY, "/results/national", "new"),
    ),
    "results_open_data.html": (
        Row("with some", NOBODY, "/results/open-data"),
        Row("with none", NOBODY, "/results/open-data", "new"),
    ),
    "results_provider.html": (Row("inspected once", NOBODY, "/results/providers/example-division-capital"),),
}

SETTING_UP = {
    "setting_up.html": (Row("as it ships", MANAGER, "/setting-up"),),
    "setting_up_bodies.html": (
        Row("with none", MANAGER, "/setting-up/bodies"),
        Row("with one that is written to in Welsh first", MANAGER, "/setting-up/bodies", "year"),
    ),
    "setting_up_compare.html": (
        *(
            Row(f"two {what}", MANAGER, f"/setting-up/compare/{what}?one={one}&other={other}")
            for what, one, other in (
                ("frameworks", "youth-2018@1", "youth-2021@1"),
                ("schemes", "youth-2018@1.0", "youth-2021@1.0"),
                ("kinds", "crc-2018@1.1", "nps-division-2018@1.1"),
            )
        ),
        *(
            Row(f"before {what} are chosen", MANAGER, f"/setting-up/compare/{what}")
            for what in ("frameworks", "schemes", "kinds")
        ),
    ),
    "setting_up_file.html": tuple(
        Row(f"a file of {what}", MANAGER, f"/setting-up/{what}", empty=True)
        for what in ("frameworks/import", "schemes/add", "kinds/add")
    ),
    "setting_up_file_check.html": (
        Row("a framework", MANAGER, "/setting-up/frameworks/import", deed="framework"),
    ),
    "setting_up_framework.html": (Row("shipped", MANAGER, "/setting-up/frameworks/adult-nps-2018"),),
    "setting_up_frameworks.html": (Row("shipped", MANAGER, "/setting-up/frameworks"),),
    "setting_up_interests.html": (
        Row("without a staff record", MANAGER, "/setting-up/interests"),
        Row("with one", MANAGER, "/setting-up/interests", "year"),
        Row("with none", MANAGER, "/setting-up/interests", "new"),
    ),
    "setting_up_kind.html": (Row("shipped", MANAGER, "/setting-up/kinds/nps-division-2018"),),
    "setting_up_kinds.html": (Row("shipped", MANAGER, "/setting-up/kinds"),),
    "setting_up_people.html": (
        Row("without a staff record", MANAGER, "/setting-up/people"),
        Row("with one", MANAGER, "/setting-up/people", "year"),
    ),
    "setting_up_person.html": (
        Row("with an interest", MANAGER, "/setting-up/people/os-1003", "year"),
        Row("with roles alone", MANAGER, "/setting-up/people/os-1001", "new"),
    ),
    "setting_up_providers.html": (Row("with some", MANAGER, "/setting-up/providers"),),
    "setting_up_contacts.html": (
        Row("with some", MANAGER, "/setting-up/contacts"),
        Row("with none", MANAGER, "/setting-up/contacts", "new"),
    ),
    "setting_up_provider.html": (
        Row("registered", MANAGER, "/setting-up/providers/example-crc-coast"),
        Row("written to in Welsh first", MANAGER, "/setting-up/providers/example-yot-oak"),
    ),
    "setting_up_scheme.html": (Row("shipped", MANAGER, "/setting-up/schemes/adult-nps-2018?version=1.0"),),
    "setting_up_schemes.html": (Row("shipped", MANAGER, "/setting-up/schemes"),),
    "interests.html": (
        Row("with one", "lead", "/interests", "year"),
        Row("with none", "inspector", "/interests", "new"),
    ),
}

OTHERS = {
    "calendar.html": (Row("with no address yet", "lead", "/calendar", "year"),),
    "checked_answers.html": (Row("a comment", MANAGER, "/comments/receive", deed="comment"),),
    "checked_form.html": (
        Row("a comment", MANAGER, "/comments/receive", empty=True),
        Row("a role", MANAGER, "/setting-up/people/os-1001/do/give-role", "year", empty=True),
        Row("a response", "contact of crc-rivers", "/planned/coming-year/respond", empty=True),
        Row("a pin", MANAGER, f"{YEAR}/do/set-pin", empty=True),
    ),
    "comment.html": (Row("a complaint", MANAGER, "/comments/comment-{complaint}"),),
    "comments.html": (
        Row("with one", MANAGER, "/comments"),
        Row("with none", MANAGER, "/comments", "new"),
    ),
    "home.html": (
        *(
            Row(each, each, "/home")
            for each in (
                *(MANAGER, "chief-inspector", LEAD, "reader", QUALITY, "panel-chair", ASSISTANT, AUDITOR),
                "data-protection-officer",
            )
        ),
        Row("of somebody new", "inspector", "/home", "new"),
    ),
    "not_found.html": (
        Row("signed in", MANAGER, "/no-such-page", status=404),
        Row("not signed in", NOBODY, "/results/inspections/no-such", status=404),
    ),
    "sign_in.html": (Row("with people to be", NOBODY, "/sign-in", empty=True),),
    "sign_in_closed.html": (Row("with no provider", NOBODY, "/sign-in", "closed", status=403),),
    "token_drawing.html": (Row("to be drawn", MANAGER, "/tokens/draw", "year", empty=True),),
    "token_drawn.html": (Row("just drawn", MANAGER, "/tokens/draw", "year", deed="token"),),
    "tokens.html": (
        Row("with one", MANAGER, "/tokens", "year"),
        Row("with none", MANAGER, "/tokens", "new"),
    ),
}

TABLE: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        **AUDIT,
        **CASES,
        **INSPECTIONS,
        **PANELS,
        **PROGRAMME,
        **PROVIDERS,
        **RESULTS,
        **SETTING_UP,
        **OTHERS,
    }
)
