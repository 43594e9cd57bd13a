"""The pages that developers read: the API's description as plain HTML, dressed as the pages are, without a script."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from json import dumps
from typing import Any

__all__ = ["STYLES_POLICY", "pages"]

STYLES_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The policy of these pages: the styles of the other pages, and nothing else."""

Operation = tuple[str, str, Mapping[str, Any]]
"""An address, a method, and what the description says of both."""


def pages(description: Mapping[str, Any]) -> Mapping[str, str]:
    """The pages for a description: one for each operation by its id, and under no name the one that lists them."""
    operations = [
        (path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    operations.sort(key=lambda each: (each[1] != "get", each[2]["tags"][0]))
    components = description["components"]
    found = {
        each[2]["operationId"]: _page(f"{each[1].upper()} {each[0]}", _operation(each, components))
        for each in operations
    }
    return {"": _page("The API", _contents(description, operations)), **found}


def _page(title: str, parts: Iterator[str]) -> str:
    back = "" if title == "The API" else '<a href="/api/docs" class="govuk-back-link">The API</a>'
    return "".join(
        (
            '<!doctype html>\n<html lang="en" class="govuk-template"><head><meta charset="utf-8">',
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>',
            '<link rel="stylesheet" href="/styles/govuk-frontend.min.css">',
            '<link rel="stylesheet" href="/own/assay.css"></head>',
            '<body class="govuk-template__body">',
            '<a href="#main-content" class="govuk-skip-link">Skip to main content</a>',
            f'<div class="govuk-width-container">{back}',
            '<main class="govuk-main-wrapper" id="main-content" tabindex="-1">',
            f'<h1 class="govuk-heading-l">{escape(title)}</h1>',
            *parts,
            "</main></div></body></html>\n",
        )
    )


def _contents(description: Mapping[str, Any], operations: Sequence[Operation]) -> Iterator[str]:
    yield _text(description["info"]["description"])
    yield '<p class="govuk-body">The same for programs: <a class="govuk-link" href="/api/openapi.json">'
    yield "openapi.json</a>.</p>"
    for name, several in groupby(operations, lambda each: each[2]["tags"][0]):
        yield f'<h2 class="govuk-heading-m">{escape(name)}</h2><ul class="govuk-list">'
        for path, method, operation in several:
            yield f'<li><a class="govuk-link" href="/api/docs/{escape(operation["operationId"])}">'
            yield f"{method.upper()} {escape(path)}</a>: {escape(operation['summary'])}</li>"
        yield "</ul>"


def _operation(described: Operation, components: Mapping[str, Any]) -> Iterator[str]:
    _, _, operation = described
    yield _text(operation["summary"])
    if "description" in operation:
        yield _text(operation["description"])
    rows = [
        (each["name"], f"in the {each['in']}", _kind(each["schema"]), each["description"])
        for each in operation["parameters"]
        if each["name"] != "If-None-Match"
    ]
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        yield _text(f"It is sent as {' or '.join(content)}.")
        rows += _fields(content, components["schemas"])
    yield from _table("What it takes", ("name", "where", "form", "meaning"), rows)
    if example := next((each["example"] for each in content.values() if "example" in each), None):
        yield '<h2 class="govuk-heading-m" id="example">An example of its body</h2>'
        yield '<div class="assay-wide" tabindex="0" role="region" aria-labelledby="example">'
        yield f'<pre class="assay-code">{escape(dumps(example, indent=2, ensure_ascii=False))}</pre></div>'
    answers = (
        (status, (components["responses"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each))
        for status, each in operation["responses"].items()
    )
    yield from _table(
        "What it answers", ("status", "meaning"), [(status, each["description"]) for status, each in answers]
    )


def _fields(content: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """The fields of a command, from its schema."""
    schema: Mapping[str, Any] = next(iter(content.values()))["schema"]
    schema = schema.get("properties", {}).get("command", schema)
    found: Mapping[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]
    needed = found.get("required", [])
    return [
        (
            name,
            "in the body" if name in needed else "in the body, if wanted",
            _kind(each),
            each.get("description", ""),
        )
        for name, each in found["properties"].items()
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value must be, in a few words."""
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"] if each != {"type": "null"}))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2].rpartition("-")[2])
    if schema.get("type") == "array":
        inner = schema.get("items") or {}
        return f"a list of: {_kind(inner)}" if inner else "a list"
    said = str(schema.get("format") or schema.get("const") or schema.get("type", "anything"))
    return f"{said}, {schema['pattern']}" if "pattern" in schema else said


def _table(caption: str, heads: tuple[str, ...], rows: Any) -> Iterator[str]:
    listed = list(rows)
    if not listed:
        return
    place = "-".join(caption.lower().split())
    yield f'<div class="assay-wide" tabindex="0" role="region" aria-labelledby="{place}"><table class="govuk-table">'
    yield f'<caption class="govuk-table__caption govuk-table__caption--m" id="{place}">{escape(caption)}</caption>'
    yield '<thead class="govuk-table__head"><tr class="govuk-table__row">'
    yield "".join(f'<th scope="col" class="govuk-table__header">{escape(each)}</th>' for each in heads)
    yield '</tr></thead><tbody class="govuk-table__body">'
    for row in listed:
        cells = "".join(f'<td class="govuk-table__cell">{escape(str(each))}</td>' for each in row)
        yield f'<tr class="govuk-table__row">{cells}</tr>'
    yield "</tbody></table></div>"


def _text(text: str) -> str:
    return f'<p class="govuk-body">{escape(text)}</p>'
