"""Components of the design system are written as its own macros write them, but for white space between elements."""

from typing import Any

import pytest
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from adapters.inbound.web.attributes import attributes_of
from adapters.inbound.web.rendering import templates

THEIRS = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
VALUES: list[Any] = [
    None, ChainableUndefined(), True, False, "", "text", "a \"quoted\" & <b>", Markup("<b>&amp;</b>"), 0, 1, 12,
]  # fmt: skip


def theirs(attributes: Any) -> str:
    """What the design system's macro writes."""
    return written_by(THEIRS, "macros/attributes.html", "govukAttributes", attributes).strip()


def written_by(environment: Environment, template: str, macro: str, given: Any) -> str:
    """What a macro of the design system writes."""
    return str(getattr(environment.get_template(f"govuk_frontend_jinja/{template}").module, macro)(given))


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_written_as_the_design_system_writes_it(value: Any) -> None:
    for shape in (
        value,
        {"value": value},
        {"value": value, "optional": True},
        {"value": value, "optional": False},
        {"val": value, "length": 3},
    ):
        attributes = {"class": "govuk-input", "data-x": shape, "a&b": "c"}
        assert str(attributes_of(attributes)).strip() == theirs(attributes), shape


@pytest.mark.parametrize(
    "attributes", [None, ChainableUndefined(), {}, "", ' hidden="until-found"', {"id": {}}], ids=repr
)
def test_what_is_no_mapping_is_written_as_the_design_system_writes_it(attributes: Any) -> None:
    assert str(attributes_of(attributes)).strip() == theirs(attributes)


WRONG, HINT = {"text": "Enter <it>"}, {"text": "As in a & b"}
FORM = {"name": "a", "id": "a", "label": {"text": "What", "classes": "govuk-label--s"}, "hint": HINT}
ITEMS: list[dict[str, Any]] = [
    {"value": "1", "text": "One", "checked": True, "selected": True},
    {"value": "2", "text": 'T"wo', "hint": HINT},
]
GROUP = {"name": "b", "idPrefix": "b", "fieldset": {"legend": {"text": "Which"}}, "items": ITEMS}
LEGEND = {
    "legend": {"html": "<i>W</i>", "isPageHeading": True, "classes": "l"},
    "describedBy": "f",
    "classes": "c",
}
OPTIONS: list[Any] = [
    {"text": "No value"}, {"value": True, "text": "Yes"}, {"value": None, "text": "None"}, {"value": "x", "text": "X"},
    None, {"value": "x", "text": "No", "selected": False}, {"value": "y", "text": "Y", "disabled": True},
]  # fmt: skip
TASKS: list[Any] = [
    {
        "title": {"text": "a<b", "classes": "t"},
        "href": "/x?a=1&b=2",
        "hint": HINT,
        "status": {"tag": {"text": "To do"}},
    },
    {
        "title": {"html": "<b>a</b>"},
        "href": "",
        "status": {"text": "Cannot start yet", "classes": "s"},
        "classes": "c",
    },
    None,
    {"title": {"text": "No status"}, "hint": {"html": "<i>h</i>"}},
]
DATE = {
    "id": "d",
    "namePrefix": "d",
    "fieldset": {"legend": {"text": "When"}},
    "items": [{"name": "day", "value": "3"}],
}
COMPONENTS: list[tuple[str, str, dict[str, Any]]] = [
    ("input", "govukInput", {**FORM, "value": "a\n  b", "inputmode": "numeric", "spellcheck": False}),
    ("textarea", "govukTextarea", {**FORM, "value": "One\n\n  two\n", "rows": 5}),
    ("select", "govukSelect", {**FORM, "items": ITEMS}),
    ("radios", "govukRadios", GROUP),
    ("checkboxes", "govukCheckboxes", GROUP),
    ("date-input", "govukDateInput", DATE),
    ("file-upload", "govukFileUpload", FORM),
    ("button", "govukButton", {"text": "Save", "preventDoubleClick": True}),
    ("details", "govukDetails", {"summaryText": "More", "text": "One\n  two"}),
    ("pagination", "govukPagination", {"next": {"href": "?page=2", "text": "Earlier"}}),
    ("task-list", "govukTaskList", {"idPrefix": "t", "items": TASKS}),
    ("task-list", "govukTaskList", {"items": TASKS[:1], "classes": "c", "attributes": {"data-x": 1}}),
    ("label", "govukLabel", {"text": "a<b", "for": "x", "classes": "c", "attributes": {"data-x": "1"}}),
    ("label", "govukLabel", {"html": " <b>a</b> ", "for": None, "isPageHeading": True}),
    ("label", "govukLabel", {"text": "", "for": "x"}),
    ("hint", "govukHint", {"html": Markup(" <b>a</b>\n"), "id": "h"}),
    ("hint", "govukHint", {"text": None, "classes": ChainableUndefined(), "id": ChainableUndefined()}),
    (
        "error-message",
        "govukErrorMessage",
        {"text": "a<b", "id": "e", "visuallyHiddenText": ChainableUndefined()},
    ),
    ("error-message", "govukErrorMessage", {"html": "a<b>", "visuallyHiddenText": "", "classes": "c"}),
    ("tag", "govukTag", {"text": "a<b", "classes": "govuk-tag--red"}),
    (
        "input",
        "govukInput",
        {"name": "only", "describedBy": "d", "disabled": True, "type": "email", "value": None},
    ),
    ("input", "govukInput", {**FORM, "classes": "c", "autocomplete": "off", "attributes": {"data-x": "1"}}),
    ("input", "govukInput", {**FORM, "prefix": {"text": "£"}}),
    (
        "select",
        "govukSelect",
        {"name": "s", "value": "x", "describedBy": "d", "disabled": True, "items": OPTIONS},
    ),
    ("select", "govukSelect", {"name": "s", "items": []}),
    ("radios", "govukRadios", {"name": "r", "value": "2", "hint": HINT, "items": ITEMS[1:], "classes": "c"}),
    (
        "radios",
        "govukRadios",
        {"name": "r", "items": [{"value": 1, "text": "1", "disabled": True}, None, *ITEMS]},
    ),
    ("radios", "govukRadios", {"name": "r", "items": [{"divider": "or"}, *ITEMS]}),
    ("radios", "govukRadios", {"name": "r", "items": [{**ITEMS[0], "conditional": {"html": "<p>More</p>"}}]}),
    ("radios", "govukRadios", {**GROUP, "hint": HINT, "fieldset": LEGEND}),
    ("checkboxes", "govukCheckboxes", {"name": "c", "values": ["2"], "hint": HINT, "items": ITEMS[1:]}),
    ("checkboxes", "govukCheckboxes", {**GROUP, "hint": HINT, "fieldset": LEGEND, "describedBy": "d"}),
    (
        "checkboxes",
        "govukCheckboxes",
        {"items": [{"name": "n", "value": "v", "html": "<i>v</i>", "id": "own"}]},
    ),
    ("summary-list", "govukSummaryList", {"rows": [{"key": {"text": "One"}, "value": {"text": "T\n  wo"}}]}),
]


@pytest.mark.parametrize("more", [{}, {"errorMessage": WRONG}], ids=["right", "wrong"])
@pytest.mark.parametrize(
    ("name", "macro", "given"), COMPONENTS, ids=[f"{each[0]}-{at}" for at, each in enumerate(COMPONENTS)]
)
def test_a_component_is_the_same(name: str, macro: str, given: dict[str, Any], more: dict[str, Any]) -> None:
    ours, plain = (
        written_by(each, f"components/{name}/macro.html", macro, {**given, **more})
        for each in (templates(), THEIRS)
    )
    assert ours.split() == plain.split()
    if name == "textarea":
        assert ours[ours.index("<textarea") : ours.index("</textarea")] in plain


def test_the_components_on_pages_write_them_so() -> None:
    module = templates().get_template("govuk_frontend_jinja/macros/attributes.html").module
    assert module.govukAttributes is attributes_of  # type: ignore[attr-defined]  # it has it
