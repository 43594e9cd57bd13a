"""What is wrong with a value that somebody gave, in words: for a command, a cell, a file, a request."""

from collections.abc import Mapping, Sequence

from pydantic_core import ErrorDetails

from domain.text import STANDARD

__all__ = ["explain"]

_OF_PATTERN: Sequence[tuple[str, str]] = (
    ("^case-", "must be a case as `assay case list` shows it"),
    ("^comment-", "must be a comment as `assay comments list` shows it"),
    ("^(os-", "must be an id of somebody on the staff, like os-1001, or 32 drawn hexadecimal digits"),
    ("^(person|staff)-", "must be the stream of a contact or of somebody on the staff, as the lists show it"),
    ("^person-", "must be a person as `assay person list` shows it"),
    (r"^[^\s@", "must be one e-mail address, like name@example.org"),
    (rf"^{STANDARD}( [a-z])?$", "must be a standard, key question or prompt, like 1.1, 1.1.2 or '1.1.2 b'"),
    ("^([01][0-9]|2", "must be a time of day like 09:30"),
    ("^(outstanding|inadequate)", "must be a characteristic, like outstanding-3 or inadequate-1"),
    (rf"^({STANDARD}|", "must be a place in the report, like why-and-how, 2.1.1 or recommendation/r1"),
    ("^(overall|", "must be overall, or the number of a standard like 2.1"),
    (rf"^{STANDARD}$", "must be the number of a standard or key question, like 2.1 or 2.1.3"),
    ("^[A-Za-z0-9][A-Za-z0-9._-]*$", "must be a short code of letters, digits, dots, _ and -, like yot-017"),
    (
        "^[a-z0-9][a-z0-9:.-]*$",
        "must be an opaque id of small letters, digits, colons, dots and hyphens, like os-1000",
    ),
    ("^[0-9a-f]{64}$", "must be a digest: 64 hexadecimal digits in small letters"),
    ("^[a-z0-9]+([_-][a-z0-9]+)*$", "must be the name of a rating, like requires_improvement"),
    (
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        "must be a short code of small letters, digits and hyphens, like nps-north-west",
    ),
)
"""What each kind of text in :mod:`domain.text` must look like, by how its pattern begins."""

_FIXED: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "date_parsing": "must be a date like 2026-03-02",
    "date_from_datetime_parsing": "must be a date like 2026-03-02",
    "date_from_datetime_inexact": "must be a date like 2026-03-02",
    "date_type": "must be a date like 2026-03-02",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false, without quotes",
    "bool_parsing": "must be true or false, without quotes",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "string_type": "must be text",
    "string_unicode": "has a character that is not text",
    "json_invalid": "has a character that is not text",
}


def explain(error: ErrorDetails) -> str:
    """What is wrong with one value, as the rest of a sentence that begins with its name."""
    context = error.get("ctx", {})
    match error["type"]:
        case "string_pattern_mismatch":
            pattern = str(context.get("pattern"))
            return next(
                (words for part, words in _OF_PATTERN if pattern.startswith(part)), "has the wrong form"
            )
        case "string_too_long":
            return f"is too long: at most {context.get('max_length')} characters"
        case "too_long":
            return f"has too many entries: at most {context.get('max_length')}"
        case "literal_error" | "enum":
            return f"must be {context.get('expected')}".replace("'", "")
        case "greater_than_equal":
            return f"must be at least {context.get('ge')}"
        case "less_than_equal":
            return f"must be at most {context.get('le')}"
        case "value_error":
            return str(context.get("error", error["msg"])).removeprefix("the text ")
        case fixed:
            return _FIXED.get(fixed, error["msg"].replace("Input should be", "must be"))
