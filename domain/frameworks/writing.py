"""Writes a framework as a file that can be read again."""

import json
from collections.abc import Iterator, Set
from datetime import date

from domain.frameworks.model import Framework, Prompt, Standard
from domain.messages import Message

__all__ = ["framework_file"]


def framework_file(framework: Framework) -> bytes:
    """The framework as a TOML file. Reading it gives the same framework, with the same digest."""
    lines = [*_fields(framework, leave={"domains"})]
    for domain in framework.domains:
        lines += ["", "[[domains]]", *_fields(domain, leave={"standards"})]
        for standard in domain.standards:
            lines += _standard_lines(standard)
    return "\n".join([*lines, ""]).encode()


def _standard_lines(standard: Standard) -> Iterator[str]:
    yield from ("", "[[domains.standards]]", *_fields(standard, leave={"characteristics", "key_questions"}))
    if standard.characteristics is not None:
        yield from ("", "[domains.standards.characteristics]", *_fields(standard.characteristics))
    for question in standard.key_questions:
        yield from ("", "[[domains.standards.key_questions]]", *_fields(question, leave={"prompts"}))
        if question.prompts:
            yield "[domains.standards.key_questions.prompts]"
            yield from (f"{prompt.letter} = {_prompt_value(prompt)}" for prompt in question.prompts)


def _prompt_value(prompt: Prompt) -> str:
    fields = list(_fields(prompt, leave={"letter"}))
    return _value(prompt.text) if len(fields) == 1 else f"{{ {', '.join(fields)} }}"


def _fields(part: Message, *, leave: Set[str] = frozenset()) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name not in leave and (field.is_required() or value != field.get_default()):
            yield f"{name} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]" if value else "[]"
    # A JSON string is a TOML basic string, but for DEL, which no text of a framework has.
    return json.dumps(value, ensure_ascii=False)
