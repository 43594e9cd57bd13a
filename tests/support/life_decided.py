"""An inspection from its panel to a closed action plan, each step by whoever takes it, on pages alone."""

from datetime import date

from domain.inspections.stages import Stage
from tests.support.life_ground import (
    ASSISTANT,
    CHAIR,
    CHIEF,
    LEAD,
    MANAGER,
    MEMBER,
    OTHER,
    PANEL,
    PANEL_DAY,
    REF,
    Ground,
    called,
)
from tests.support.plain_browser import Person

__all__ = ["check_facts", "convene", "decide", "follow_up", "plan", "publish", "write_report"]


def convene(g: Ground) -> None:
    """A panel is called; the lead looks at what lies far apart, and proposes; the assistant issues the papers."""
    with g.as_(MANAGER) as manager:
        manager.open("/home")
        manager.follow("Convene a panel")
        manager.fill({"Reference of the meeting": PANEL, "Day of the meeting": PANEL_DAY})
        manager.choose("Chair", called(CHAIR))
        manager.choose("Members", *map(called, (CHAIR, MEMBER, OTHER)))
        manager.choose("Agenda", f"NPS North ({REF})")
        manager.save()
    g.until(date(2018, 7, 3))
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Look at the proposals beside the case results")
        with lead.within("What looking further showed: 1"):
            lead.choose("Standard", "1.4 Information and facilities")
            lead.fill({"What it showed": "Officers work round the old systems with notes of their own."})
        lead.save()
        lead.open("/home")
        lead.follow("Derive the ratings and propose them")
        lead.save()
    with g.as_(ASSISTANT) as assistant:
        assistant.open("/panels")
        assistant.follow("10 July 2018")
        assistant.follow("Papers")
        assistant.reads("Officers work round the old systems with notes of their own.")
        assistant.press("Issue these papers")
        assistant.said()


def decide(g: Ground) -> None:
    """The chair holds the meeting, records the decision with a departure, and approves the minutes."""
    g.until(PANEL_DAY)
    with g.as_(CHAIR) as chair:
        chair.open("/panels")
        chair.follow("10 July 2018")
        chair.follow("Open the meeting")
        chair.choose("Present", CHAIR, MEMBER, OTHER)
        chair.save()
        chair.follow("Decide")
        chair.act(chair.page.locator("summary", has_text="Depart from this: Overall").first)
        decided = chair.page.locator("details[open]")
        decided.get_by_label("The panel decides on").select_option(label="Outstanding")
        decided.get_by_label("What prompted it, in the panel").fill(
            "New systems came in the week of fieldwork"
        )
        decided.get_by_label("The reasons, set out in full").fill(
            "Officers have had what they need since then."
        )
        chair.page.get_by_label("How these ratings stand beside those of other inspections").fill(
            "As elsewhere."
        )
        chair.press("Record the decision")
        chair.said()
        chair.follow("Close the meeting")
        chair.fill({"Minutes": "All ratings but one agreed as proposed."})
        chair.save()
        chair.follow("Read and approve them")
        chair.reads("All ratings but one agreed as proposed.")
        chair.press("Approve")
    g.at(Stage.PUBLICATION)


def write_report(g: Ground) -> None:
    g.until(date(2018, 7, 17))
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Draft the report")
        lead.fill({"What was found": "Well led; reviewing is weak."})
        with lead.within("Recommendations: 1"):
            lead.fill(
                {"Code": "reviewing", "To whom": "provider", "In full": "Review plans with those supervised."}
            )
        lead.press("Add another")
        with lead.within("Recommendations: 2"):
            lead.fill({"Code": "systems", "To whom": "hmpps", "In full": "Replace the old systems."})
        lead.save()
        g.at_part(lead, "Report")
        lead.follow("Write context")
        lead.fill({"In full": "The division covers three counties."})
        lead.save()


def _sign(g: Ground, foreword: str = "A service that knows where it is going.") -> None:
    with g.as_(CHIEF) as chief:
        g.at_part(chief, "Report")
        chief.follow("Sign the report")
        chief.fill({"Foreword": foreword})
        chief.press("Sign the report")
        chief.said()


def check_facts(g: Ground) -> None:
    """The draft is signed and sent; the provider raises a point, which is accepted, and has no more."""
    _sign(g)
    with g.as_(ASSISTANT) as assistant:
        assistant.open("/home")
        assistant.follow("Send the draft")
        assistant.save()
    g.until(date(2018, 7, 20))
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        contact.follow("draft")
        assert contact.download("draft", g.folder).startswith(b"%PDF-")
        contact.fill(
            {
                "What is it about?": "The counties",
                "What is wrong, and what would be right?": "There are four counties, not three.",
            }
        )
        contact.choose("Where in the report?", "Context")
        contact.press("Add this point")
        contact.said()
        contact.follow("no more points")
        contact.press("I have no more points")
        contact.said()
    g.until(date(2018, 7, 24))
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Report")
        lead.reads("There are four counties, not three.")
        lead.follow("Accept")
        lead.choose("What it touches", "Wording")
        lead.fill({"What the report now says": "The division covers four counties."})
        lead.save()
    _sign(g, "A service that knows where it is going, in four counties.")


def publish(g: Ground) -> None:
    """The signed report goes to the Secretary of State, gets its day, and is published on it by Assay itself."""
    with g.as_(MANAGER) as manager:
        g.at_part(manager, "Report")
        manager.follow("Note that it went to the Secretary of State")
        manager.fill({"Day on which it was submitted": date(2018, 7, 24)})
        manager.save()
        g.at_part(manager, "Report")
        manager.follow("Set the day of publication")
        manager.fill({"Day of publication": date(2018, 8, 8)})
        manager.save()
    g.until(date(2018, 8, 8))
    g.at(Stage.ACTION_PLAN)
    with g.browser.new_context(java_script_enabled=False) as context:
        anybody = Person(context.new_page(), g.address)
        anybody.open("/results?name=north")
        anybody.follow("NPS North")
        anybody.reads("Outstanding")


def plan(g: Ground) -> None:
    g.until(date(2018, 8, 20))
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        contact.follow("plan")
        contact.choose("Do you agree with it?", "Yes")
        with contact.within("Action 1"):
            contact.fill(
                {
                    "What will be done": "Train every officer in reviewing.",
                    "Which post answers for it": "Head of division",
                    "By when": date(2018, 10, 31),
                    "How it will be seen that it has worked": "Everybody is trained.",
                }
            )
        contact.press("Send the action plan")
        contact.said()
    g.until(date(2018, 8, 23))
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Accept the action plan")
        lead.reads("Train every officer in reviewing.", "Not accepted yet")
        lead.follow("Return it to be made better")
        lead.fill({"Reason": "Say when managers look at reviews."})
        with lead.within("Points: 1"):
            lead.choose("What it is about", "Recommendation reviewing")
            lead.fill({"In full": "Who checks that training has worked?"})
        lead.save()
    g.until(date(2018, 8, 28))
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        contact.follow("plan")
        contact.reads("Who checks that training has worked?")
        contact.press("Add an action to recommendation reviewing")
        with contact.within("Action 2"):
            contact.fill(
                {
                    "What will be done": "Check ten reviews a month.",
                    "Which post answers for it": "Quality manager",
                    "By when": date(2018, 11, 30),
                    "How it will be seen that it has worked": "Eight of ten are good.",
                }
            )
        contact.press("Send the action plan")
        contact.said()
    g.until(date(2018, 8, 30))
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Action plan")
        lead.reads("Check ten reviews a month.")
        lead.follow("Accept the plan")
        lead.save()


def follow_up(g: Ground) -> None:
    """The provider reports, asks for more time, and completes; the lead concludes, and closes the inspection."""
    g.until(date(2018, 10, 15))
    with g.as_(g.contact) as contact:
        contact.open(f"/provider/{REF}")
        contact.follow("Train every officer")
        contact.fill({"What has been done?": "Half of the officers have been trained."})
        contact.press("Report progress")
        contact.said()
        contact.follow("Ask for more time")
        contact.fill(
            {"Until when do you need it?": date(2018, 11, 15), "Why do you need it?": "A trainer was ill."}
        )
        contact.press("Ask")
        contact.said()
    with g.as_(LEAD) as lead:
        g.at_part(lead, "Action plan")
        lead.reads("A trainer was ill.")
        lead.follow("Give it")
        lead.save()
    for action, on, achieved in (
        ("Train every officer", date(2018, 11, 12), "All forty-four are trained."),
        ("Check ten reviews a month", date(2018, 11, 28), "Nine of ten reviews were good."),
    ):
        g.until(on)
        with g.as_(g.contact) as contact:
            contact.open(f"/provider/{REF}")
            contact.follow(action)
            contact.follow("Say that it is completed")
            contact.fill({"How is it seen that it is done?": achieved})
            contact.press("It is completed")
            contact.said()
    g.until(date(2018, 12, 5))
    with g.as_(LEAD) as lead:
        lead.open("/home")
        lead.follow("Conclude the follow-up")
        lead.reads("Completed")
        lead.follow("Conclude the follow-up of the plan")
        lead.fill({"Conclusion": "Both are done, and reviews are better."})
        lead.save()
        lead.open("/home")
        lead.follow("Close the inspection")
        lead.save()
        lead.reads("Closed")
    g.at(Stage.CLOSED)
