"""What is printed of a report: a page and a PDF/UA, in English and Welsh, and what each says of itself."""

import io
import re
import string
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest

from activities.reporting.reports import Reports
from adapters.outbound.press import ReportPress
from adapters.outbound.press.charts import bar
from adapters.outbound.press.layout import TERMS, laid_out
from adapters.outbound.press.wordings import wording
from adapters.outbound.store import Store, create, open_store
from domain.canonical import sha256_hex
from domain.cases.diversity.characteristics import CHARACTERISTICS, NOT_RECORDED
from domain.cases.diversity.counting import aggregate
from domain.evidence.heard import Experience
from domain.evidence.terms import Voice
from domain.follow_ups.reasons import REASONS
from domain.inspections.commands import (
    CorrectReport,
    ProposeRating,
    ReopenCaseReads,
    TranslateText,
    WithdrawReport,
)
from domain.inspections.report.content import Departed, ReportContent, Said
from domain.inspections.report.parts import Characteristics
from domain.inspections.report.samples import GivenUpList
from domain.inspections.report.sections import SECTIONS
from domain.inspections.stages import Stage
from domain.languages import Language
from domain.ratings.shipped import shipped_schemes
from domain.refusals import Refused
from tests.support.hands import Hands, NoNudges
from tests.support.house import House
from tests.support.life import Life
from tests.support.pdf_ua import faults, structure
from tests.support.servers.chromium import chromium
from tests.support.toy_matter import HandClock

LANGUAGES: tuple[Language, ...] = ("en", "cy")
PRESS = ReportPress()


class Published:
    """An inspection that was led to its publication, and its reports."""

    def __init__(self, store: Store, folder: Path) -> None:
        clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
        self.house = House.build(store, clock, NoNudges(), folder)
        self.life = Life(self.house, clock, "nps-example-2018")
        hands = Hands(self.house)
        see_to = lambda: hands.see_to(self.life.stream, self.life.plan_stream)  # noqa: E731 - one line, used twice
        self.life.settle = self.life.wake = see_to
        self.life.until(Stage.ACTION_PLAN)
        self.reports = Reports(store, self.house.records, self.house.library, PRESS)

    def content(self, language: Language = "en") -> ReportContent:
        return self.reports.content("nps-example-2018", language)


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Published]:
    """A published report that the test may change."""
    yield from _published(tmp_path)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """A published report that is only read."""
    yield from _published(tmp_path_factory.mktemp("published"))


def _published(folder: Path) -> Iterator[Published]:
    url = f"sqlite:///{folder}/assay.db"
    create(url, simulated=True)
    store = open_store(url)
    yield Published(store, folder)
    store.close()


@pytest.fixture(scope="module")
def printed(out: Published) -> bytes:
    """A report with everything in it, as a PDF."""
    return PRESS.report(with_everything(out.content()), "pdf")


class Outline(HTMLParser):
    """The tags of a page, its headings, and the texts between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def outline(page: bytes) -> Outline:
    read = Outline()
    read.feed(page.decode())
    return read


def with_everything(content: ReportContent) -> ReportContent:
    """The content with what the life of an inspection in the tests does not have."""
    counted = aggregate([{"sex": "female", "age": "25-29"}] * 40 + [{"sex": "male"}] * 2)
    heard = Experience(voice="victims", summary="Kept informed.", heard=7, surveys=())
    return content.with_(
        characteristics=Characteristics(cases=42, aggregates=counted),
        experience=((heard, None),),
        overall_derived="outstanding",
    )


# The record says what was printed


def test_every_file_that_was_printed_is_kept_under_its_digest(out: Published) -> None:
    (edition,) = out.life.state.editions
    assert [(each.language, each.form) for each in edition.files] == [("en", "html"), ("en", "pdf")]
    for each in edition.files:
        kept = out.house.documents.fetch(each.document)
        assert kept is not None
        assert sha256_hex(kept) == each.document
        assert kept == out.reports.print("nps-example-2018", "en", each.form)
    assert edition.document == edition.files[0].document


def test_the_numbers_of_each_key_question_stand_beside_its_share_and_its_chart(out: Published) -> None:
    content = out.content()
    questions = [q for d in content.found for s in d.standards for q in s.questions if q.yes is not None]
    assert questions
    page = outline(out.reports.print("nps-example-2018"))
    for each in questions:
        assert (each.yes, each.no, each.shown) == (2, 0, "100")
        alternative = (
            f"Key question {each.number}: yes in 2 of 2 cases, which is 100.0 per cent, and no in 0."
        )
        assert [a["aria-label"] for t, a in page.tags if t == "svg"].count(alternative) == 1
        assert page.texts.count(f"{each.number} {each.text}") >= 2, "in the table, and under its chart"
    assert sum(tag == "svg" for tag, _ in page.tags) == len(questions)
    legends = [text for text in page.texts if text.startswith("In each chart the filled part is yes")]
    counted = [s for d in content.found for s in d.standards if any(q.yes is not None for q in s.questions)]
    assert len(legends) == len(counted), "how to read the charts is said once for each standard"


def test_a_share_has_one_decimal_so_that_one_stands_under_the_other(out: Published) -> None:
    content = out.content()
    ones = [text for text in outline(PRESS.report(content)).texts if re.fullmatch(r"[\d.]+%", text)]
    assert ones
    assert set(ones) == {"100.0%"}


def test_a_report_names_the_enactment_and_none_of_our_papers(out: Published) -> None:
    content = out.content()
    rules = content.rules
    assert re.search(r"\(\d{3} L", rules.statutory_basis), "the kind of inspection says where we found it"
    page = PRESS.report(content).decode()
    assert "Criminal Justice and Court Services Act 2000, section 7, as amended in 2007." in page


def test_the_rating_of_a_standard_is_kept_with_its_heading_and_what_follows(out: Published) -> None:
    blocks = laid_out(out.content()).blocks
    after = [now for before, now in pairwise(blocks) if before["kind"] == "heading" and before["level"] == 3]
    rated = [each for each in after if each.get("text", "").startswith("Rating: ")]
    assert len(rated) == 10
    assert all(each["keep"] for each in rated)


def test_only_the_great_sections_begin_on_a_page_of_their_own(out: Published) -> None:
    page = outline(PRESS.report(with_everything(out.content())))
    own = [a["id"] for tag, a in page.tags if tag == "h2" and a.get("class") == "page"]
    assert own == ["foreword", "ratings", "summary", "findings", "glossary"]


def test_a_page_says_all_that_the_report_is_made_of_in_the_order_of_the_protocol(out: Published) -> None:
    page = out.reports.print("nps-example-2018").decode()
    ids = re.findall(r'<h2 id="([a-z-]+)"', page)
    shown = [each for each in SECTIONS if each in ids]
    proper = shown.index("glossary")
    assert ids == [*shown[:proper], "amendments", *shown[proper:]], "never a few lines alone on the last page"
    assert set(SECTIONS) - set(ids) == {"follow-up", "experience", "diversity"}, (
        "nothing was recorded of these"
    )
    for text in (
        "A good service.",
        "HM Chief Inspector of Probation, ",
        "People take part in their assessments.",
        "A common language of risk",
        "HMPPS should:",
        "Secretary of State for Justice",
        "A word was changed.",
        "Overall rating: Outstanding",
        "Anyone may comment",
    ):
        assert text in page, text


def test_what_is_hidden_is_said_to_be_not_shown_and_not_to_be_small(out: Published) -> None:
    """Large numbers are hidden too, so that small ones cannot be worked out: 177 of 180 are neither few nor small."""
    counted = aggregate([{"sex": "female"}] * 3 + [{"sex": "male"}] * 177)
    aged = aggregate([{"age": "25-29"}] * 40 + [{"age": "30-39"}] * 60 + [{"age": "18-20"}] * 50)
    shown = next(each for each in aged if each.characteristic == "age")
    rows = (shown, *(each for each in counted if each.characteristic in ("sex", "race")))
    for language, said, listed in (("en", "not shown", "Sex"), ("cy", "nis dangosir", "Rhyw")):
        content = out.content("en" if language == "en" else "cy").with_(
            characteristics=Characteristics(cases=180, aggregates=rows)
        )
        blocks = laid_out(content).blocks
        page = "".join(outline(PRESS.report(content)).texts)
        assert said in page
        assert not re.search(r"\b(small\b(?! numbers)|few|bach|ychydig)$", page)
        tables = [each for each in blocks if each["kind"] == "table"]
        assert not [each for each in tables if each["caption"] == listed], "a table of nothing is none"
        (line,) = (
            each
            for each in blocks
            if each["kind"] == "list" and {"text": listed, "language": ""} in each["items"]
        )
        assert len(line["items"]) == 2


@pytest.mark.parametrize(
    ("counts", "words"),
    [(False, "of those answered yes or no"), (True, "of all answers")],
)
def test_a_report_says_what_its_shares_are_of_by_the_setting_of_its_scheme(
    out: Published, counts: bool, words: str
) -> None:
    content = out.content()
    assert not content.rules.not_applicable_counts, "the scheme of these tests leaves them out"
    content = content.with_(rules=content.rules.with_(not_applicable_counts=counts))
    page = " ".join(outline(PRESS.report(content)).texts)
    assert words in page
    assert "yes, no, or not applicable" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_prompted_a_departure_is_said_in_the_words_of_the_scheme_or_of_the_panel(
    out: Published, language: Language
) -> None:
    why = Said(text="Only just.", language=language)
    departed = Departed(
        subject="overall",
        derived="outstanding",
        decided="good",
        trigger="near_a_boundary",
        reason=why,
        trigger_title="The standards' ratings are close to a rating boundary",
    )
    own = departed.with_(subject="2.1", trigger="A storm closed the office.", trigger_title=None)
    if language == "cy":
        own = own.with_(own_words=Said(text="Caeodd storm y swyddfa.", language="cy"))
    content = out.content(language).with_(departures=(departed, own))
    blocks = [each for each in laid_out(content).blocks if each["kind"] == "paragraph"]
    said = {each["text"]: each["language"] for each in blocks}
    known = wording(language)("trigger.near_a_boundary")
    assert said[known] == ""
    assert said["A storm closed the office." if language == "en" else "Caeodd storm y swyddfa."] == ""
    if language == "cy":
        untranslated = laid_out(content.with_(departures=(departed, own.with_(own_words=None)))).blocks
        assert {"en"} == {each["language"] for each in untranslated if each.get("text") == own.trigger}
    assert not [each for each in said if "near a boundary" in each or "near_a_boundary" in each]


def test_every_title_of_what_prompts_a_departure_has_its_words_in_each_language() -> None:
    for scheme in shipped_schemes().values():
        for trigger, title in scheme.departures.triggers.items():
            assert wording("en")(f"trigger.{trigger}") == f"{title}."
            assert wording("cy").known(f"trigger.{trigger}")


def test_a_heading_and_the_few_lines_under_it_are_not_torn_from_their_table(out: Published) -> None:
    blocks = laid_out(with_everything(out.content())).blocks
    before = [
        one for one, after in pairwise(blocks) if after["kind"] == "table" and one["kind"] == "paragraph"
    ]
    short = [each for each in before if len(each["text"]) <= 400]
    assert short
    assert all(each["keep"] for each in short)


def test_numbers_stand_under_one_another(out: Published) -> None:
    page = PRESS.report(with_everything(out.content())).decode()
    assert '<th scope="col" class="number">' in page
    numbers = re.findall(r'<td class="number">([^<]*)</td>', page)
    assert numbers
    assert [each for each in numbers if not re.fullmatch(r"[\d,.]+%?|\u2013|not shown|", each)] == []


def test_a_page_scrolls_to_no_side_on_any_screen(out: Published, tmp_path: Path) -> None:
    with chromium() as browser:
        page = browser.new_page()
        for language in LANGUAGES:
            file = tmp_path / f"{language}.html"
            file.write_bytes(PRESS.report(with_everything(out.content(language))))
            page.goto(file.as_uri())
            for width in (320, 481, 500, 700, 737, 1000):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (language, width)


# PDF/UA


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_claims_to_be_for_everybody_and_is_built_so(out: Published, language: Language) -> None:
    content = with_everything(out.content(language))
    printed = PRESS.report(content, "pdf")
    assert printed == PRESS.report(content, "pdf"), "the same content gives the same bytes"
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert faults(pdf) == []
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == laid_out(content).title
        root = pdf.Root
        assert str(root.Lang) == f"{language}-GB"
        elements = list(structure(root.StructTreeRoot))
        kinds = [str(each.S) for each in elements]
        roles = {str(k): str(v) for k, v in dict(root.StructTreeRoot.get("/RoleMap", {})).items()}
        assert {"/Table", "/TH", "/TD", "/Figure", "/P", "/L", "/TOC"} <= {roles.get(k, k) for k in kinds}
        figures = [each for each in elements if str(each.S) == "/Figure"]
        questions = [q for d in content.found for s in d.standards for q in s.questions if q.yes is not None]
        t = wording(language)
        assert [str(each.Alt) for each in figures] == [
            t("found.chart", number=q.number, yes=q.yes, asked=2, no=q.no, share="100.0") for q in questions
        ]


def _untag(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].Contents = pdf.make_stream(b"BT (loose) Tj ET\n" + pdf.pages[3].Contents.read_bytes())


def _first(pdf: pikepdf.Pdf, kind: str) -> Any:
    return next(each for each in structure(pdf.Root.StructTreeRoot) if str(each.S) == kind)


def _unfont(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[3].Resources.Font.values()))
    del font["/ToUnicode"]
    described = font.DescendantFonts[0].FontDescriptor
    for name in {"/FontFile2", "/FontFile3"} & set(described.keys()):
        del described[name]


SPOILT: dict[str, tuple[Callable[[pikepdf.Pdf], object], set[str]]] = {
    "no language": (lambda pdf: pdf.Root.__delitem__("/Lang"), {"11"}),
    "no title shown": (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), {"07"}),
    "not marked": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), {"01"}),
    "no claim": (lambda pdf: pdf.Root.__delitem__("/Metadata"), {"06"}),
    "order": (lambda pdf: pdf.pages[0].__delitem__("/Tabs"), {"28"}),
    "content without a tag": (_untag, {"01"}),
    "a tag that belongs nowhere": (lambda pdf: _first(pdf, "/P").__delitem__("/K"), {"01"}),
    "a figure without words": (lambda pdf: _first(pdf, "/Figure").__delitem__("/Alt"), {"13"}),
    "a heading too deep": (lambda pdf: setattr(_first(pdf, "/H2"), "S", pikepdf.Name("/H4")), {"14"}),
    "a head of nothing": (lambda pdf: _first(pdf, "/TH").__delitem__("/A"), {"15"}),
    "a row too short": (lambda pdf: _first(pdf, "/TR").K.__delitem__(0), {"15", "01"}),
    "a list of paragraphs": (lambda pdf: setattr(_first(pdf, "/LI"), "S", pikepdf.Name("/P")), {"16"}),
    "a link without words": (lambda pdf: pdf.pages[1].Annots[0].__delitem__("/Contents"), {"28"}),
    "a font that is elsewhere": (_unfont, {"10", "31"}),
}
"""What may be wrong with a file, and at which checkpoints of the Matterhorn protocol it shows."""


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_wrong_with_a_pdf_is_found(printed: bytes, spoilt: str) -> None:
    spoil, found = SPOILT[spoilt]
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        spoil(pdf)
        assert {each.split(":")[0] for each in faults(pdf)} == found


# English and Welsh


def test_both_catalogues_have_the_same_texts_with_the_same_places_for_values() -> None:
    english, welsh = (wording(language).keys for language in LANGUAGES)
    assert set(english) == set(welsh)
    for key, text in english.items():
        places = {
            language: {
                name for _, name, _, _ in string.Formatter().parse(wording(language).keys[key]) if name
            }
            for language in LANGUAGES
        }
        assert places["en"] == places["cy"], key
        assert text.strip() == text


def test_no_text_is_missing_that_the_layout_asks_for_and_none_is_there_for_nothing() -> None:
    folder = files("adapters.outbound.press")
    source = "".join(
        each.read_text("utf-8") for each in folder.iterdir() if re.fullmatch(r"layout\w*\.py", each.name)
    )
    source += folder.joinpath("__init__.py").read_text("utf-8")
    asked = set(re.findall(r"""["']((?:[a-z]+)\.[a-z_]+)["']""", source)) - {"report.html"}
    named = {f"section.{each}" for each in (*SECTIONS, "amendments", "corrections")}
    named |= {f"{kind}.{each}" for kind in ("term", "meaning") for each in TERMS}
    named |= {f"experience.{each}" for each in get_args(Voice)} | {"title.contents"}
    named |= {f"characteristic.{each}" for each in CHARACTERISTICS}
    groups = {group for each in CHARACTERISTICS.values() for group in (*each.answers, NOT_RECORDED)}
    named |= {f"group.{each}" for each in groups if not re.fullmatch(r"[0-9-]+", each)}
    open_ended = {key for key in wording("en").keys if key.startswith(("level.", "band."))}
    named |= {
        f"trigger.{each}" for scheme in shipped_schemes().values() for each in scheme.departures.triggers
    }
    named |= {f"again.why.{each}" for each in REASONS}
    named |= {f"again.whose.{each}" for each in ("first", "follow_up", "first_and_follow_up")}
    lone = {"and", "thousands", "language", "hidden"}
    assert asked | named | open_ended | lone == set(wording("en").keys)


def test_dates_and_numbers_are_written_as_in_each_language() -> None:
    assert [wording(each).day(date(2018, 9, 20)) for each in LANGUAGES] == [
        "20 September 2018",
        "20 Medi 2018",
    ]
    assert [wording(each).number(12_345) for each in LANGUAGES] == ["12,345", "12,345"]
    assert wording("cy").listed(("A", "B", "C")) == "A, B a C"


def test_a_welsh_edition_is_the_same_report_in_welsh_and_marks_what_is_not_translated(out: Published) -> None:
    english, welsh = (outline(PRESS.report(with_everything(out.content(each)))) for each in LANGUAGES)
    assert [tag for tag, _ in english.tags] == [tag for tag, _ in welsh.tags], "one template"
    assert ("html", {"lang": "cy-GB"}) in welsh.tags
    assert "Adroddiad ar Made-up Division" in welsh.texts
    assert "Gradd gyffredinol: Rhagorol" in welsh.texts
    untold = [attributes for tag, attributes in welsh.tags if tag == "p" and attributes.get("lang") == "en"]
    assert untold, "what nobody has translated is read out in English"
    words = [tag for tag, a in welsh.tags if a.get("lang") == "en"]
    assert {"h3", "h4", "th"} <= set(words), "the framework has no Welsh words"
    assert not [a for tag, a in english.tags if tag != "html" and a.get("lang")]


def test_what_was_translated_is_printed_in_welsh_and_not_marked(changing: Published) -> None:
    life = changing.life
    life.give(CorrectReport(inspection=life.reference, reason="A word was missing.", changed="The summary."))
    life.give(TranslateText(inspection=life.reference, place="summary", text="Mae popeth yn dda."))
    page = changing.reports.print(life.reference, "cy").decode()
    assert "<p>Mae popeth yn dda.</p>" in page
    assert "All is well." not in page


def test_a_report_says_that_the_sample_is_not_the_first_and_why(out: Published) -> None:
    lists = (
        GivenUpList(title="Victims", drawn=14, reason="An office was missing."),
        GivenUpList(title="Court reports", drawn=None, reason="A month was missing."),
    )
    content = out.content().with_(given_up=lists)
    page = PRESS.report(content).decode()
    assert "<p>Victims: 14 cases had been drawn.</p>\n<p>An office was missing.</p>" in page
    assert "<p>Court reports: Nothing had been drawn yet.</p>\n<p>A month was missing.</p>" in page
    assert "agreement of two people: 2." in page
    assert "agreement of two people" not in PRESS.report(out.content()).decode()
    welsh = PRESS.report(out.content("cy").with_(given_up=lists)).decode()
    assert "<p>Victims: Roedd 14 achos wedi&#39;u tynnu.</p>" in welsh
    assert '<p lang="en">An office was missing.</p>' in welsh


# Editions


def test_a_judgement_that_was_wrong_is_decided_anew_and_comes_out_beside_the_first_edition(
    changing: Published,
) -> None:
    life, first = changing.life, changing.reports.print("nps-example-2018", edition=1)
    life.give(CorrectReport(inspection=life.reference, reason="1.2 was misjudged.", changed="1.2 is lower."))
    life.give(ReopenCaseReads(inspection=life.reference, reason="1.2 was misjudged."))
    again = ProposeRating(inspection=life.reference, standard="1.2", rating="inadequate", reason="As seen.")
    life.give(again)
    life.close_case_reads()
    life.panel_code = "panel-again"
    life.panel_stream = f"panel-{life.panel_code}"
    life.decide()
    assert changing.reports.print("nps-example-2018", edition=1) == first, "it is out until the next one is"
    life.draft_and_send()
    life.check_facts()
    life.schedule()
    life.await_publication()
    assert [each.number for each in life.state.editions] == [1, 2]
    assert life.plan.stage is not None, "the action plan that was asked for runs on"
    page = " ".join(outline(changing.reports.print("nps-example-2018")).texts)
    assert "Standard 1.2: Inadequate; in the edition before it was Good." in page
    assert "Changed: 1.2 is lower." in page
    welsh = " ".join(outline(changing.reports.print("nps-example-2018", "cy")).texts)
    assert "1.2: Annigonol; yn yr argraffiad blaenorol, Da." in welsh
    old = changing.reports.content("nps-example-2018", edition=1)
    assert (old.rerated, old.replaced is not None) == ((), True)
    assert not [each for each in life.state.notices if each.startswith("publication-2")], "it was told"


def test_an_edition_that_was_replaced_can_still_be_read_and_says_what_it_is(changing: Published) -> None:
    life = changing.life
    before = changing.reports.print(life.reference, edition=1)
    assert before == changing.house.documents.fetch(life.state.editions[0].document)
    life.correct("A share was wrong.", "The share of 2.1.1.")
    assert [each.number for each in life.state.editions] == [1, 2]
    first = changing.reports.print(life.reference, edition=1).decode()
    assert "This edition is superseded. Edition 2 took its place on " in first
    assert "A share was wrong." in first
    second = changing.reports.print(life.reference, edition=2).decode()
    assert "superseded" not in second
    assert "Changed: The share of 2.1.1." in second
    assert changing.house.documents.fetch(life.state.editions[0].document) == before, (
        "its bytes stay as they were"
    )
    with pytest.raises(Refused, match="No edition 3 is out"):
        changing.reports.print(life.reference, edition=3)


def test_a_report_that_was_withdrawn_says_so_in_every_edition(changing: Published) -> None:
    changing.life.give(WithdrawReport(inspection=changing.life.reference, reason="The sample was wrong."))
    for edition in (None, 1):
        page = changing.reports.print(changing.life.reference, edition=edition).decode()
        assert "This report was withdrawn." in page
        assert "The sample was wrong." in page


# Charts


@pytest.mark.parametrize(("yes", "no"), [(0, 0), (0, 5), (5, 0), (46, 25), (1, 109)])
def test_a_chart_tells_its_two_parts_apart_by_pattern_and_number(yes: int, no: int) -> None:
    drawing = bar(yes, no, yes + no, (50, 65, 80), "2.1.1: as it is <said>")
    assert drawing.count("<title>2.1.1: as it is &lt;said&gt;</title>") == 1
    assert f">{yes}</text>" in drawing
    assert f">{no}</text>" in drawing
    assert drawing.count("stroke-dasharray") == 3
    filled = re.findall(r'width="(\d+)" height="24" fill="#1d4f91"', drawing)
    assert filled == [str(600 * yes // (yes + no) if yes + no else 0)]
    assert ('stroke-width="1.5"' in drawing) is (int(filled[0]) < 590), "what is not filled is hatched"
