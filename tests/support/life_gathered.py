"""An inspection from its announcement to the end of its fieldwork, each step by whoever takes it, on pages alone."""

from datetime import date

from playwright.sync_api import expect

from domain.inspections.stages import Stage
from tests.support.life_ground import (
    ASSISTANT,
    CASES,
    EVIDENCE_FOR,
    FIELDWORK,
    FIRST,
    JUDGED,
    LEAD,
    MANAGER,
    QUALITY,
    REF,
    SECOND,
    Ground,
    called,
)
from tests.support.plain_browser import Person

__all__ = [
    "announce",
    "ask_for_evidence",
    "begin_fieldwork",
    "end_fieldwork",
    "hand_in_evidence",
    "hand_in_lists",
    "judge",
    "more_time",
    "prepare",
    "read_cases",
    "set_up",
    "settle_difference",
    "somebody_in_danger",
]


def set_up(g: Ground) -> None:
    """The provider is put on the list, and whoever comes for it is added under the id of their home page."""
    with g.as_(MANAGER) as manager:
        manager.open("/setting-up")
        manager.follow("Providers")
        manager.follow("Add a provider")
        manager.fill({"Short code, of your own": "north", "Name": "NPS North", "Area": "North"})
        manager.choose("Kind of provider", "NPS division")
        manager.confirm("NPS North")
        manager.follow("NPS North")
        manager.follow("Add a contact")
        manager.fill({"Name": "Cyd Contact", "Address to which notices go": "contact@example.org"})
        manager.fill({"Id under which they sign in": g.contact.removeprefix("person-")})
        manager.confirm("Cyd Contact", "contact@example.org")


def announce(g: Ground) -> None:
    with g.as_(MANAGER) as manager:
        manager.open("/inspections")
        manager.follow("Announce an inspection")
        manager.fill(
            {"Reference": REF, "First day of fieldwork": FIELDWORK[0], "Last day of fieldwork": FIELDWORK[1]}
        )
        manager.choose("Provider", "NPS North")
        manager.choose("Kind of inspection", "Short inspection of an NPS division")
        manager.choose("Lead inspector", called(LEAD))
        manager.save()
        manager.reads("NPS North", "18 June 2018 to 29 June 2018")
    g.at(Stage.ANNOUNCEMENT)


def ask_for_evidence(g: Ground) -> None:
    g.until(date(2018, 5, 15))
    with g.as_(LEAD) as lead:
        lead.follow("evidence")
        lead.press("Ask the provider")
        lead.said()
    g.at(Stage.EVIDENCE_REQUEST)


def hand_in_evidence(g: Ground) -> None:
    g.until(date(2018, 5, 22))
    with g.as_(g.contact) as contact:
        contact.follow("The business plan for the year")
        contact.fill({"First day that it tells of": date(2018, 4, 1)})
        contact.attach("The file", "plan.txt", "Our plan for the year.")
        contact.press("Hand in")
        contact.said()
        assert b"north-2018" in contact.download("receipt", g.folder)


def more_time(g: Ground) -> None:
    """The provider asks for more time for the rest, and gets it; then it comes in."""
    until = date(2018, 6, 11)
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        contact.follow("Ask for more time")
        contact.fill(
            {"Until when do you need it?": until, "Why do you need it?": "The offices send theirs late."}
        )
        contact.press("Ask")
        contact.said()
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Evidence")
        lead.reads("The offices send theirs late.")
        lead.follow("Give more time")
        lead.choose(
            "Request for more time", "Until 11 June 2018, for staffing: The offices send theirs late."
        )
        lead.save()
    g.until(date(2018, 6, 8))
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        contact.reads("11 June 2018")
        contact.follow("Cases per officer by office")
        contact.fill({"First day that it tells of": date(2018, 5, 1)})
        contact.attach("The file", "staffing.csv", "office,cases\nNorth,44\n")
        contact.press("Hand in")
        contact.said()


def hand_in_lists(g: Ground) -> None:
    """The provider hands in its lists of cases: one with faults first, which are named."""
    g.until(date(2018, 6, 11))
    faulty = f"reference\n{CASES[0]}\n{CASES[0]}\n"
    lists = {
        "Supervised cases": "\n".join(("reference", *CASES, "")),
        "Court reports and case allocation": "reference\n",
        "Statutory victim work": "reference\n",
    }
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        for title, content in lists.items():
            contact.open(f"/provider/{REF}")
            contact.follow(title)
            if title == "Supervised cases":
                contact.attach("The list", "cases.csv", faulty)
                contact.go(contact.page.get_by_role("button", name="Hand in the list"))
                expect(contact.page.locator(".govuk-error-summary")).to_contain_text("1 fault in the file")
            contact.attach("The list", "cases.csv", content)
            contact.press("Hand in the list")
            contact.said()
        contact.open(f"/provider/{REF}")
        contact.reads("Received, with 4 cases")


def prepare(g: Ground) -> None:
    """What came in is taken up and held against the prompts; what nobody knows becomes a line of enquiry."""
    g.until(date(2018, 6, 13))
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Evidence")
        lead.follow("Take up in the register")
        lead.save()
        g.at_part(lead, "Lines of enquiry")
        lead.follow("Hold them against the evidence, one by one")
        lead.reads("1.1.1 a")
        lead.choose("What does the evidence say so far?", "Met")
        lead.choose("Which evidence says so?", "The business plan for the year")
        lead.press("Save and continue")
        g.at_part(lead, "Lines of enquiry")
        lead.follow("1.2.1 c")
        lead.choose("What does the evidence say so far?", "Not known yet")
        lead.press("Save and continue")
        g.at_part(lead, "Team and timetable")
        lead.follow("Plan sessions")
        with lead.within("Sessions: 1"):
            lead.fill(
                {
                    "Code of the session, of your own": "managers",
                    "Day": date(2018, 6, 20),
                    "Begins at": "10:00",
                    "Ends at": "11:30",
                }
            )
            lead.fill({"Place": "Head office", "What it bears on": "1.2.1 c"})
            lead.choose("What it is", "Focus group")
            lead.choose("In what capacity people are met", "Middle managers")
            lead.choose("Inspectors", LEAD)
        lead.save()
        g.at_part(lead, "Team and timetable")
        lead.reads("20 June 2018", "Head office")


def begin_fieldwork(g: Ground) -> None:
    """Fieldwork begins; the assistant closes the lists and draws the samples; the lead has some cases read twice."""
    g.until(FIELDWORK[0])
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Begin fieldwork")
        lead.save()
    g.at(Stage.FIELDWORK)
    with g.as_(ASSISTANT) as assistant:
        for title in ("Supervised cases", "Court reports", "Statutory victim work"):
            g.at_part(assistant, "Lists and samples")
            assistant.follow(title)
            assistant.press("Close the list")
            assistant.press("Draw the sample")
            assistant.said()
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Overview")
        lead.follow("Draw 10 % of the cases to be read twice")
        lead.save()
        g.at_part(lead, "Who reads what")
        lead.follow("Give out the cases that nobody has")
        with lead.within("Case 1 of supervised cases"):
            proposed = lead.value("Reader")
            lead.choose("Reader", SECOND if proposed == FIRST else FIRST)
            lead.fill({"Why somebody else than proposed": "They know these offices."})
        lead.press("Give them out")
        lead.said("4 cases were given to readers")
        lead.follow("Give out the second reads that nobody has")
        lead.press("Give them out")
        lead.said("1 case was given to readers")


def read_cases(g: Ground) -> None:
    """Every read to its end, page by page; in one the second reader sees another answer, and in one danger."""
    g.until(date(2018, 6, 20), 14)
    for who in (FIRST, SECOND):
        while _read_next(g, who):
            pass


def _read_next(g: Ground, who: str) -> bool:
    """Read the next case of somebody, if there is one; signed in anew, as nobody else saves this much in a minute."""
    with g.as_(who) as reader:
        reader.open("/cases")
        waiting = reader.page.locator("main .govuk-task-list__item:has(.govuk-tag) a")
        if not waiting.count():
            return False
        reader.go(waiting.first)
        _read(reader)
    return True


def _read(reader: Person) -> None:
    """Read one case from its first key question to its end, as the pages lead."""
    second = "/second" in reader.page.url
    reader.follow("Start with")
    while "/questions/" in reader.page.url:
        number = reader.page.url.rsplit("/", 1)[1]
        differs = second and number == "2.4.3"
        reader.choose(f"Your answer to {number}", "No" if differs else "Yes")
        reader.fill({"Note": f"What the file says of {number}."})
        reader.press("Save and continue")
    if not second:
        reader.follow("Interview with the responsible officer")
        reader.choose("Was the responsible officer interviewed about this case?", "Yes")
        reader.fill({"If yes, when?": date(2018, 6, 20)})
        reader.press("Save and continue")
        reader.follow("How the case is classified")
        with reader.within("Risk of serious harm"):
            reader.choose("Your own", "Medium")
        reader.press("Save and continue")
    reader.follow("Finish the read")
    reader.reads("Check your answers")
    reader.press("Finish the read")


def somebody_in_danger(g: Ground) -> None:
    """An alert is one step away from any page of a case; the lead takes it up."""
    with g.as_(FIRST) as reader:
        reader.open("/cases")
        reader.follow("that you have finished")
        reader.follow("of supervised cases")
        reader.press("Somebody is in danger")
        reader.fill({"What does the case show?": "A child is at risk tonight."})
        reader.press("Raise the alert")
        reader.said()
    g.world.settle()
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Acknowledge alert 1")
        lead.go(lead.page.locator("main li:has-text('Danger') a").first)
        lead.reads("A child is at risk tonight.", "Not acknowledged yet")
        lead.follow("Acknowledge alert 1")
        lead.fill({"What is done about it": "The duty team has been there."})
        lead.save()


def settle_difference(g: Ground) -> None:
    """The quality lead decides which of two different answers counts."""
    with g.as_(QUALITY) as quality:
        quality.open(f"/inspections/{REF}/differences")
        quality.reads("1 to decide")
        quality.follow("Case")
        quality.follow("Decide on 2.4.3")
        quality.choose("Which answer counts?", "Yes")
        quality.fill({"Why?": "The review of May says so."})
        quality.press("Save the decision")


def judge(g: Ground) -> None:
    """The line of enquiry is followed, it is said why nobody was heard, and the standards are judged."""
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Team and timetable")
        lead.follow("Say that a session was held")
        lead.choose("Session", "20 June 2018, 10:00: focus group (Head office)")
        lead.fill({"Note": "They can manage their workloads."})
        lead.save()
        gap = "What the evidence so far does not say: 1.2.1 c."
        g.at_part(lead, "Lines of enquiry")
        lead.follow("Say what was looked at")
        lead.choose("Line of enquiry", gap)
        lead.choose("Evidence it rests on", "Focus group: middle managers")
        lead.fill({"What it showed": "Managers have time for what they are to do."})
        lead.save()
        g.at_part(lead, "Lines of enquiry")
        lead.follow("Close a line of enquiry")
        lead.choose("Line of enquiry", gap)
        lead.fill({"Conclusion": "Middle managers can manage their workloads."})
        lead.save()
        lead.open("/home")
        lead.follow("Hear service users")
        lead.choose("Voice", "Service users")
        lead.fill({"Reason": "None of the four wished to speak to us."})
        lead.save()
        for standard, rating in JUDGED.items():
            g.at_part(lead, "Ratings")
            lead.follow("Propose a rating")
            lead.choose("Standard", standard)
            lead.choose("Rating", rating)
            lead.fill({"Why this rating": "As the evidence says."})
            lead.choose("Evidence it rests on", *EVIDENCE_FOR.get(standard[:3], ()))
            lead.save()


def end_fieldwork(g: Ground) -> None:
    g.until(FIELDWORK[1])
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Give the provider closing feedback")
        lead.fill({"When it was given": FIELDWORK[1], "What was said": "Well led. Reviews are thin."})
        lead.choose("To whom", "Chief officer", "Senior managers")
        lead.choose("Inspectors", LEAD)
        lead.save()
        lead.open("/home")
        lead.follow("End fieldwork")
        lead.save()
        g.at(Stage.CASE_READS)
        lead.open("/home")
        lead.follow("Close the case reads")
        lead.save()
    g.at(Stage.PANEL_REVIEW)
