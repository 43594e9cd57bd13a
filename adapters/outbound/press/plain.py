"""A report as plain text, for a terminal: the blocks of the page, a drawing by its text alternative."""

from collections.abc import Iterator
from textwrap import wrap

from adapters.outbound.press.blocks import Block
from adapters.outbound.press.layout import Laid

__all__ = ["plain_text"]

_WIDTH = 100
_RULES = {1: "=", 2: "-", 3: ".", 4: ""}


def plain_text(laid: Laid) -> str:
    """The whole report as text."""
    lines = [laid.title, "=" * len(laid.title), *laid.front]
    if laid.status:
        lines = [*(f"*** {each}" for each in laid.status), "", *lines]
    for block in laid.blocks:
        lines += ["", *_lines(block)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block["kind"]:
        case "heading":
            yield block["text"]
            yield from filter(None, [_RULES[block["level"]] * len(block["text"])])
        case "paragraph" | "overall":
            yield from wrap(block["text"], _WIDTH)
        case "list":
            for item in block["items"]:
                yield from wrap(item["text"], _WIDTH, initial_indent="  - ", subsequent_indent="    ")
        case "terms":
            for item in block["items"]:
                yield from wrap(f"{item['term']}: {item['meaning']}", _WIDTH, subsequent_indent="    ")
        case "chart":
            yield from wrap(f"[{block['alternative']}]", _WIDTH)
        case _:
            yield from _table(block)


def _table(block: Block) -> Iterator[str]:
    yield block["caption"]
    rows = [block["head"], *([cell["text"] for cell in row] for row in block["rows"])]
    others = [max(len(row[place]) for row in rows) for place in range(1, len(block["head"]))]
    first = max(20, min(_WIDTH - sum(others) - 2 * len(others), max(len(row[0]) for row in rows)))
    for row in rows:
        begun = wrap(row[0], first) or [""]
        cells = [each.ljust(width) for each, width in zip(row[1:], others, strict=True)]
        yield "  ".join([begun[0].ljust(first), *cells]).rstrip()
        yield from begun[1:]
