"""The design system's components of which one page has many: written as its own macros write them, and not in Jinja.

A page of the design system's is put together of macros within macros, which take ten times as long for every row of a
list or choice in a form. What none of ours asks a component for is left to the macro itself.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

from adapters.inbound.web.attributes import attributes_of

__all__ = ["WRITTEN", "Component", "written"]

Component = Callable[..., Markup]

_TEXT = frozenset({"text", "html", "classes", "attributes"})
_ITEM = frozenset({"value", "text", "html", "id", "name", "checked", "disabled", "hint", "attributes"})
_OPTION = frozenset({"value", "text", "selected", "disabled", "attributes"})
_AROUND = frozenset({"name", "label", "hint", "errorMessage", "classes", "attributes", "id", "value"})
_GROUP = (_AROUND - {"id", "label"}) | {"idPrefix", "fieldset", "items", "values", "describedBy"}
_TASK = frozenset({"title", "href", "hint", "status", "classes"})
_LEGEND = frozenset({"legend", "classes", "attributes", "describedBy"})


def written(name: str, macro: Component) -> Component:
    """A component as we write it, and as its own macro does for whoever asks for more than we know of.

    Args:
        name: as its macro is called.
        macro: finds the design system's own, when it is first asked for.
    """
    ours, knows = WRITTEN[name]

    def component(params: Any = None, **more: Any) -> Markup:
        if type(params) is dict and not more and knows(params):
            return Markup("".join(ours(params)))  # noqa: S704 - each part of it is escaped
        return macro(params, **more)

    return component


def _label(params: Mapping[str, Any]) -> Iterator[str]:
    if not (params.get("html") or params.get("text")):
        return
    heading = params.get("isPageHeading")
    yield '<h1 class="govuk-label-wrapper">\n' if heading else ""
    yield f'<label class="govuk-label{_more(params)}"{attributes_of(params.get("attributes"))}'
    yield f"{_if(' for', params.get('for'))}>\n{_text(params)}\n</label>"
    yield "\n</h1>" if heading else ""


def _hint(params: Mapping[str, Any]) -> Iterator[str]:
    yield f'<div{_if(" id", params.get("id"))} class="govuk-hint{_more(params)}"'
    yield f"{attributes_of(params.get('attributes'))}>\n{_text(params)}\n</div>"


def _error(params: Mapping[str, Any]) -> Iterator[str]:
    yield f'<p{_if(" id", params.get("id"))} class="govuk-error-message{_more(params)}"'
    yield f"{attributes_of(params.get('attributes'))}>\n"
    hidden = _or(params.get("visuallyHiddenText", _NOTHING), "Error")
    yield f'<span class="govuk-visually-hidden">{escape(hidden)}:</span> ' if hidden else ""
    yield f"{_text(params)}\n</p>"


def _tag(params: Mapping[str, Any]) -> Iterator[str]:
    yield f'<strong class="govuk-tag{_more(params)}"{attributes_of(params.get("attributes"))}>\n'
    yield f"{_text(params)}\n</strong>"


def _task_list(params: Mapping[str, Any]) -> Iterator[str]:
    prefix = escape(params.get("idPrefix") or "task-list")
    yield f'<ul class="govuk-task-list{_more(params)}"{attributes_of(params.get("attributes"))}>\n'
    for index, item in enumerate(params.get("items") or (), 1):
        yield from _task(item, f"{prefix}-{index}") if item else ()
    yield "</ul>\n"


def _task(item: Mapping[str, Any], id_: str) -> Iterator[str]:
    href, hint, status, title = (
        item.get("href"),
        item.get("hint"),
        item.get("status") or {},
        item.get("title") or {},
    )
    linked = " govuk-task-list__item--with-link" if href else ""
    yield f'<li class="govuk-task-list__item{linked}{_more(item)}">\n<div class="govuk-task-list__name-and-hint">\n'
    if href:
        described = f"{id_}-hint {id_}-status" if hint else f"{id_}-status"
        yield f'<a class="govuk-link govuk-task-list__link{_more(title)}" href="{escape(href)}" '
        yield f'aria-describedby="{described}">\n{_text(title)}\n</a>\n'
    else:
        yield f"<div{_if(' class', title.get('classes'))}>\n{_text(title)}\n</div>\n"
    if hint:
        yield f'<div id="{id_}-hint" class="govuk-task-list__hint">\n{_text(hint)}\n</div>\n'
    yield f'</div>\n<div class="govuk-task-list__status{_more(status)}" id="{id_}-status">\n'
    yield from _tag(tag) if (tag := status.get("tag")) else (_text(status),)
    yield "\n</div>\n</li>\n"


def _input(params: Mapping[str, Any]) -> Iterator[str]:
    yield from _group(params)
    yield from _labelled(params, id_ := params.get("id") or params.get("name", ""))
    spelling = params.get("spellcheck")
    wrong = " govuk-input--error" if params.get("errorMessage") else ""
    given = {
        "class": f"govuk-input{f' {classes}' if (classes := params.get('classes')) else ''}{wrong}",
        "id": id_,
        "name": params.get("name", _NOTHING),
        "type": params.get("type") or "text",
        "spellcheck": str(spelling).lower() if spelling in (True, False) else _NOTHING,
        "value": params.get("value", _NOTHING),
        "disabled": params.get("disabled", _NOTHING),
        "aria-describedby": _described(params, id_) or _NOTHING,
        **{each: params.get(each, _NOTHING) for each in _TYPED},
    }
    needed = ("class", "id", "name", "type")
    shaped = {
        each: value if each in needed else {"value": value, "optional": True} for each, value in given.items()
    }
    yield f"\n<input{attributes_of(shaped)}{attributes_of(params.get('attributes'))}>\n</div>\n"


_TYPED = ("autocomplete", "autocapitalize", "pattern", "inputmode")


def _select(params: Mapping[str, Any]) -> Iterator[str]:
    yield from _group(params)
    yield from _labelled(params, id_ := params.get("id") or params.get("name", ""))
    wrong = " govuk-select--error" if params.get("errorMessage") else ""
    yield f'\n<select class="govuk-select{_more(params)}{wrong}" id="{escape(id_)}" '
    yield f'name="{escape(params.get("name", ""))}"{" disabled" if params.get("disabled") else ""}'
    yield f"{_if(' aria-describedby', _described(params, id_))}{attributes_of(params.get('attributes'))}>\n"
    chosen = params.get("value")
    for item in params.get("items") or ():
        yield from _option(item, chosen) if item else ()
    yield "</select>\n</div>\n"


def _option(item: Mapping[str, Any], chosen: Any) -> Iterator[str]:
    value, text, selected = (item.get(each, _NOTHING) for each in ("value", "text", "selected"))
    is_chosen = bool(chosen) and _or(value, text) == chosen and selected is not False
    shown = str(value).lower() if isinstance(value, bool) else value
    yield "<option" if isinstance(value, Undefined) else f'<option value="{escape(shown)}"'
    yield f"{' selected' if selected or is_chosen else ''}{' disabled' if item.get('disabled') else ''}"
    yield f"{attributes_of(item.get('attributes'))}>{escape(text)}</option>\n"


def _radios(params: Mapping[str, Any]) -> Iterator[str]:
    yield from _choices(params, "radios", _described(params, _prefix(params)))


def _checkboxes(params: Mapping[str, Any]) -> Iterator[str]:
    yield from _choices(params, "checkboxes", _described(params, _prefix(params)))


def _choices(params: Mapping[str, Any], kind: str, described: str) -> Iterator[str]:
    """Radios or checkboxes, in a fieldset or without one."""
    fieldset = params.get("fieldset")
    yield from _group(params)
    if fieldset:
        yield f'<fieldset class="govuk-fieldset{_more(fieldset)}"{_if(" aria-describedby", described)}'
        yield f"{attributes_of(fieldset.get('attributes'))}>\n{_legend(fieldset.get('legend') or {})}"
    prefix = _prefix(params)
    yield from _said(params, prefix)
    yield f'<div class="govuk-{kind}{_more(params)}"{attributes_of(params.get("attributes"))} '
    yield f'data-module="govuk-{kind}">\n'
    one = kind == "radios"
    beside = "" if fieldset or one else described
    chosen: Any = params.get("value") if one else params.get("values")
    for index, item in enumerate(params["items"], 1):
        if not item:
            continue
        checked, value = item.get("checked", _NOTHING), item.get("value", _NOTHING)
        among = bool(chosen) and (value == chosen if one else value in chosen) and checked is not False
        id_ = item.get("id") or f"{prefix}{f'-{index}' if index > 1 else ''}"
        yield from _choice(params, item, kind, id_, beside, ticked=bool(checked or among))
    yield f"</div>\n{'</fieldset>' if fieldset else ''}\n</div>\n"


def _choice(
    params: Mapping[str, Any], item: Mapping[str, Any], kind: str, id_: str, beside: str, *, ticked: bool
) -> Iterator[str]:
    """One radio or checkbox, with its label and hint."""
    hint: Mapping[str, Any] = item.get("hint") or {}
    hinted = bool(hint.get("text") or hint.get("html"))
    name = (
        params.get("name", _NOTHING) if kind == "radios" else item.get("name") or params.get("name", _NOTHING)
    )
    described = f"{beside} {id_}-item-hint".strip() if hinted else beside
    sort = "radio" if kind == "radios" else "checkbox"
    yield f'<div class="govuk-{kind}__item">\n<input class="govuk-{kind}__input" id="{escape(id_)}" '
    yield f'name="{escape(name)}" type="{sort}" value="{escape(item.get("value", _NOTHING))}"'
    yield f"{' checked' if ticked else ''}{' disabled' if item.get('disabled') else ''}"
    yield f"{_if(' aria-describedby', described)}{attributes_of(item.get('attributes'))}>\n"
    yield from _label({**_texts(item), "classes": f"govuk-{kind}__label", "for": id_})
    if hinted:
        yield "\n"
        of = {"classes": f"govuk-{kind}__hint{_more(hint)}", "attributes": hint.get("attributes")}
        yield from _hint({**_texts(hint), **of, "id": f"{id_}-item-hint"})
    yield "\n</div>\n"


def _group(params: Mapping[str, Any]) -> Iterator[str]:
    yield f'<div class="govuk-form-group{" govuk-form-group--error" if params.get("errorMessage") else ""}">\n'


def _labelled(params: Mapping[str, Any], id_: Any) -> Iterator[str]:
    """The label of a field, its hint, and what is wrong with it."""
    yield from _label({**(params.get("label") or {}), "for": id_})
    yield "\n"
    yield from _said(params, id_)


def _said(params: Mapping[str, Any], id_: Any) -> Iterator[str]:
    """The hint of a field, and what is wrong with it."""
    if hint := params.get("hint"):
        yield from _hint({**hint, "id": f"{id_}-hint"})
        yield "\n"
    if wrong := params.get("errorMessage"):
        yield from _error({**wrong, "id": f"{id_}-error"})
        yield "\n"


def _described(params: Mapping[str, Any], id_: Any) -> str:
    """By which elements a field is described."""
    fieldset = params.get("fieldset") or {}
    of = (("hint", f"{id_}-hint"), ("errorMessage", f"{id_}-error"))
    begun = fieldset.get("describedBy") or params.get("describedBy")
    return " ".join(([begun] if begun else []) + [each for name, each in of if params.get(name)])


def _legend(legend: Mapping[str, Any]) -> str:
    if not (legend.get("html") or legend.get("text")):
        return ""
    said = _text(legend)
    if legend.get("isPageHeading"):
        said = f'<h1 class="govuk-fieldset__heading">\n{said}\n</h1>'
    return f'<legend class="govuk-fieldset__legend{_more(legend)}">\n{said}\n</legend>\n'


def _prefix(params: Mapping[str, Any]) -> str:
    return str(params.get("idPrefix") or params.get("name", ""))


def _texts(params: Mapping[str, Any]) -> dict[str, Any]:
    return {"html": params.get("html"), "text": params.get("text", _NOTHING)}


def _text(params: Mapping[str, Any]) -> str:
    html = params.get("html")
    return str(html).strip() if html else escape(params.get("text", _NOTHING))


def _more(params: Mapping[str, Any]) -> str:
    """The classes that whoever asks for a component gives it."""
    return f" {escape(classes)}" if (classes := params.get("classes")) else ""


def _if(name: str, value: Any) -> str:
    return f'{name}="{escape(value)}"' if value else ""


def _or(value: Any, other: Any) -> Any:
    return other if isinstance(value, Undefined) else value


_NOTHING = Undefined()


def _knows(*known: frozenset[str], each: frozenset[str] = frozenset()) -> Callable[[Mapping[str, Any]], bool]:
    """Whether all that is asked of a component, and of each of its items, is among what we write."""
    every = frozenset().union(*known)

    def knows(params: Mapping[str, Any]) -> bool:
        return every.issuperset(params) and all(
            each.issuperset(item) for item in params.get("items") or () if item
        )

    return knows


_KNOWS_GROUP = _knows(_GROUP, each=_ITEM)


def _knows_group(params: Mapping[str, Any]) -> bool:
    return _KNOWS_GROUP(params) and "items" in params and _LEGEND.issuperset(params.get("fieldset") or ())


WRITTEN: Mapping[
    str, tuple[Callable[[Mapping[str, Any]], Iterator[str]], Callable[[Mapping[str, Any]], bool]]
] = MappingProxyType(
    {
        "label": (_label, _knows(_TEXT, frozenset({"for", "isPageHeading"}))),
        "hint": (_hint, _knows(_TEXT, frozenset({"id"}))),
        "error-message": (_error, _knows(_TEXT, frozenset({"id", "visuallyHiddenText"}))),
        "tag": (_tag, _knows(_TEXT)),
        "task-list": (
            _task_list,
            _knows(frozenset({"items", "idPrefix", "classes", "attributes"}), each=_TASK),
        ),
        "input": (
            _input,
            _knows(_AROUND, frozenset({"type", "spellcheck", "disabled", "describedBy", *_TYPED})),
        ),
        "select": (
            _select,
            _knows(_AROUND, frozenset({"items", "disabled", "describedBy"}), each=_OPTION),
        ),
        "radios": (_radios, _knows_group),
        "checkboxes": (_checkboxes, _knows_group),
    }
)
"""By the component's name: how we write it, and whether what is asked of it is what we know of."""
