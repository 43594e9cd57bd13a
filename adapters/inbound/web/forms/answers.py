"""What was entered in a form, as people read it: beside what will come of it, or where it cannot be sent any more."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import UploadFile

from adapters.inbound.shown.words import day
from adapters.inbound.web.forms.forms import FieldShown

__all__ = ["answers"]


def answers(
    fields: Sequence[FieldShown], files: Mapping[str, UploadFile]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each field in which something was entered: its name, and the lines under it."""
    found = []
    for each in fields:
        if each.kind in ("file", "table"):
            file = files.get(each.name)
            said = [file.filename or "A file"] if file else []
        else:
            said = [line for line in each.value.split("\n") if line]
        if said:
            words = dict(each.choices)
            lines = [_day(line) if each.kind == "date" else words.get(line, line) for line in said]
            found.append((each.label, tuple(lines)))
    return tuple(found)


def _day(typed: str) -> str:
    """A day as people write it; what is no day, as it was typed."""
    try:
        return day(typed)
    except ValueError:
        return typed
