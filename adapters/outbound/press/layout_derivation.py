"""How ratings were reached, as blocks: the rule, what a share is of, and each departure from it with its reasons."""

from collections.abc import Callable, Iterable, Iterator

from adapters.outbound.press.blocks import Block, plain
from adapters.outbound.press.wordings import Wording
from domain.inspections.report.content import Departed, ReportContent, Said

__all__ = ["derivation"]

_Saying = Callable[[Said], Iterable[Block]]


def derivation(
    content: ReportContent, t: Wording, say: _Saying, level: Callable[[str | None], str]
) -> Iterator[Block]:
    """How the ratings came about, by whose rule, and where the panel departed from it.

    Args:
        content: the report.
        t: the fixed texts.
        say: makes blocks of what somebody wrote.
        level: a rating in words.
    """
    if content.rules.scheme:
        title, citation = content.rules.scheme
        yield plain(t("derivation.scheme", title=title, citation=citation))
        if content.sampled:
            yield plain(t("derivation.cases"))
            yield plain(
                t("derivation.share_of_all")
                if content.rules.not_applicable_counts
                else t("derivation.share_of_both")
            )
        if content.departures:
            yield _heading(2, t("derivation.departures"))
        else:
            yield plain(t("derivation.none"))
        for each in content.departures:
            subject = each.subject
            of = t("derivation.of_standard", standard=subject)
            yield _heading(3, t("derivation.overall") if subject == "overall" else of)
            decided, derived = level(each.decided), level(each.derived)
            yield plain(t("derivation.instead", decided=decided, derived=derived))
            yield plain(t("derivation.prompted"))
            yield from say(_prompt(each, t))
            yield from say(each.reason)
        if content.rules.derivation:
            yield plain(t("derivation.trace", digest=content.rules.derivation))
    yield plain(t("derivation.digest", digest=content.digest))


def _prompt(departed: Departed, t: Wording) -> Said:
    """What prompted a departure: the scheme's title, in the language of the report where it is known in it."""
    if departed.trigger_title is None:
        return departed.own_words or Said(text=departed.trigger, language="en")
    if words := t.known(f"trigger.{departed.trigger}"):
        return Said(text=words, language=t.language)
    return Said(text=departed.trigger_title, language="en")


def _heading(level: int, text: str) -> Block:
    return {"kind": "heading", "level": level, "text": text, "id": "", "language": "", "page": False}
